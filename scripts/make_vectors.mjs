// Makes docs/spec/vectors/*.json from hand-made inputs with the reference implementation.
//   node scripts/make_vectors.mjs           write the files
//   node scripts/make_vectors.mjs --check   compare with the files, write nothing
// Both print how many vectors there are and which requirements lack a good or a bad one.
// Deterministic: no clock, no randomness. Where a result is known beforehand it is stated
// (`expect` or `check`) in reference/vectors/, and the reference has to give it.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { IDS, TOPICS } from './reference/vectors/kit.mjs';
import { canonicalVectors, commitmentVectors, leafVectors, listVectors, merkleVectors, rfc8785Vectors, usccVectors } from './reference/vectors/json.mjs';
import { cutVectors, poolVectors } from './reference/vectors/pool.mjs';
import { indexVectors, secretVectors, seedVectors, selectionVectors, ticketVectors } from './reference/vectors/draw.mjs';
import { matchVectors } from './reference/vectors/matching.mjs';
import { statementVectors } from './reference/vectors/statement.mjs';
import { strataVectors } from './reference/vectors/strata.mjs';
import { catalogueVectors, institutionsVectors, openingVectors } from './reference/vectors/blobs.mjs';
import { ed25519Vectors } from './reference/vectors/ed25519.mjs';
import { trustVectors, typedVectors } from './reference/vectors/heads.mjs';
import { campaignVectors } from './reference/vectors/campaign.mjs';
import { claimVectors } from './reference/vectors/claims.mjs';
import { totalsVectors } from './reference/vectors/totals.mjs';
import { entryVectors } from './reference/vectors/entry.mjs';
import { beaconVectors, chainVectors, roundVectors } from './reference/vectors/beacon.mjs';
import { bracketVectors, cosignatureVectors, policyVectors } from './reference/vectors/witness.mjs';
import { consistencyVectors, inclusionVectors, proofVectors } from './reference/vectors/proofs.mjs';
import { fullCase } from './reference/vectors/full_case.mjs';

const FOLDER = new URL('../docs/spec/vectors/', import.meta.url);

for (const make of [canonicalVectors, rfc8785Vectors, commitmentVectors, leafVectors, merkleVectors, listVectors, secretVectors, seedVectors, ticketVectors,
  indexVectors, cutVectors, poolVectors, strataVectors, openingVectors, catalogueVectors, institutionsVectors, selectionVectors, matchVectors, statementVectors, entryVectors, usccVectors, chainVectors, roundVectors,
  beaconVectors, policyVectors, cosignatureVectors, inclusionVectors, consistencyVectors, bracketVectors, proofVectors, trustVectors, typedVectors, ed25519Vectors, campaignVectors, totalsVectors, claimVectors, fullCase]) make();

const isBad = (vector) => vector.class !== undefined;
const checking = process.argv.includes('--check');
let [goods, bads, differing] = [0, 0, 0];
mkdirSync(FOLDER, { recursive: true });
for (const [topic, vectors] of TOPICS) {
  const path = new URL(`${topic}.json`, FOLDER);
  const text = `${JSON.stringify({ topic, vectors }, null, 1)}\n`;
  if (!checking) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) differing += 1;
  const wrong = vectors.filter(isBad).length;
  [goods, bads] = [goods + vectors.length - wrong, bads + wrong];
  console.log(`${topic.padEnd(18)} good ${String(vectors.length - wrong).padStart(3)}  bad ${String(wrong).padStart(3)}`);
}
console.log(`${'together'.padEnd(18)} good ${goods}  bad ${bads}${checking ? `  files that differ: ${differing}` : ''}`);

const all = [...TOPICS.values()].flat();
const lacking = (wanted) => IDS.filter((id) => !all.some((vector) => isBad(vector) === wanted && vector.must.includes(id)));
console.log(`requirements without a good vector: ${lacking(false).join(' ') || 'none'}`);
console.log(`requirements without a bad vector: ${lacking(true).join(' ') || 'none'}`);
process.exitCode = differing === 0 ? 0 : 1;
