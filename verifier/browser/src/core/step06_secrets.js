// Step 6 (04 §3): commitments, rounds, the beacon, brackets.

import { verifyValue, valueFault } from './beacon.js';
import { CHAINS, roundAt, timeOf } from './chains.js';
import { rootAt } from './merkle.js';
import { checkLog, cosigned, margin, parseNote } from './note.js';
import { Refusal } from './refusal.js';
import { blobBytes } from './step02_tree.js';
import { secretCommitment } from './texts.js';

/** All of step 6 for the draws that are asked for. */
export async function checkSecrets(r, draws) {
  for (const draw of draws) {
    if (draw.campaign.rules) await checkDraw(r, draw);
  }
  checkReuse(r, draws);
}

const failer = (r, draw) => (check, entry, field, expected, found) =>
  r.out.fail(check, { draw: draw.name, entry: entry.seq, field, expected, found });

async function checkDraw(r, draw) {
  const fail = failer(r, draw);
  checkOpenings(r, draw, fail);
  if (draw.close?.data) {
    checkClose(r, draw, fail);
    checkRound(r, draw, fail);
  }
  if (draw.beacon?.data && draw.campaign.beacon) {
    checkBeacon(r, draw, fail);
    await checkBracket(r, draw, fail);
  }
}

function opens(draw, party, secret) {
  const { campaign } = draw;
  return secretCommitment({ campaign: campaign.number, draw: draw.number, roster: campaign.rules.roster.root, party, secret });
}

function checkOpenings(r, draw, fail) {
  for (const [party, entry] of draw.opens) {
    const operator = party === 'operator';
    const check = operator ? '06.operator' : '06.contribution';
    const by = operator ? draw.commit : draw.contributions.find((c) => c.data.representative === Number(party.slice(15)));
    if (!by?.data) continue; // 05.order or 03.schema has said so
    r.out.cover(check, 1, 'openings', draw.name);
    const got = opens(draw, party, entry.data.secret);
    if (got !== by.data.commitment) fail(check, entry, 'data.secret', by.data.commitment, got);
  }
}

function checkClose(r, draw, fail) {
  r.out.cover('06.contribution', draw.contributions.length, 'contributions');
  const told = (c) => `${c.representative}:${c.commitment}`;
  const want = draw.contributions.map((c) => c.data).sort((a, b) => a.representative - b.representative).map(told);
  const have = draw.close.data.contributions.map(told);
  const wrong = Array.from({ length: Math.max(want.length, have.length) }).findIndex((_, i) => want[i] !== have[i]);
  if (wrong >= 0) fail('06.contribution', draw.close, `data.contributions.${wrong}`, want[wrong] ?? 'nothing', have[wrong] ?? 'nothing');
}

function checkRound(r, draw, fail) {
  r.out.cover('06.round', 1, 'rounds', draw.name);
  const wanted = draw.campaign.beacon ? roundAt(draw.campaign.beacon, draw.close.at) : null;
  const found = draw.close.data.round;
  if (found !== wanted || (draw.campaign.beacon && wanted === null)) fail('06.round', draw.close, 'data.round', wanted ?? 'null', found ?? 'null');
}

function checkBeacon(r, draw, fail) {
  r.out.cover('06.beacon', 1, 'values');
  const value = draw.beacon.data.beacon;
  const chain = CHAINS.get(draw.campaign.rules.beacon);
  if (value.chain !== chain.hash) return fail('06.beacon', draw.beacon, 'data.beacon.chain', chain.hash, value.chain);
  const closed = draw.close?.data?.round;
  if (closed != null && value.round !== closed) fail('06.beacon', draw.beacon, 'data.beacon.round', closed, value.round);
  const fault = valueFault(chain, value);
  if (fault) return fail('06.beacon', draw.beacon, `data.beacon.${fault.field}`, fault.expected, fault.found ?? 'null');
  if (!verifyValue(chain, value)) fail('06.beacon', draw.beacon, 'data.beacon.signature', `the signature of round ${value.round}`, value.signature);
  return undefined;
}

export const UNPROVEN = 'not proven that the list was closed before the beacon';

async function checkBracket(r, draw, fail) {
  const { bracket, beacon } = draw.beacon.data;
  const { trust } = r;
  if (trust.quorum === 0) {
    r.out.cover('06.bracket');
    if (bracket !== null) fail('06.bracket', draw.beacon, 'data.bracket', 'null: no witnesses', bracket.blob);
    return;
  }
  const unproven = (note) => r.out.skip('06.bracket', { draw: draw.name, entry: draw.beacon.seq, field: 'data.bracket', note: `${UNPROVEN}: ${note}` });
  r.out.cover('06.bracket');
  if (bracket === null) return unproven('there is no bracket');
  const bytes = await blobBytes(r, bracket.blob);
  if (bytes === null) return r.out.skip('06.bracket', { draw: draw.name, entry: draw.beacon.seq, note: 'its blob cannot be read', because: ['02.blob'] });
  try {
    judgeBracket(r, draw, parseSigned(bytes, trust), timeOf(draw.campaign.beacon, beacon.round), unproven);
  } catch (error) {
    r.out.refuse('06.bracket', error, { draw: draw.name, entry: draw.beacon.seq, field: `blob/sha256/${bracket.blob}` });
  }
  return undefined;
}

function parseSigned(bytes, trust) {
  const note = parseNote(bytes);
  checkLog(note, trust.log);
  return { note, signed: cosigned(note, trust.keys) };
}

/** Whether a note of this log is the bracket of a draw (03 §9): sets draw.bracketed, and draw.bracket if it is proven. */
export function judgeBracket(r, draw, { note, signed }, time, unproven) {
  if (note.size > r.raw.length) throw new Refusal('size', `at most ${r.raw.length}`, note.size);
  const root = rootAt(r.hashes, note.size);
  if (root !== note.root) throw new Refusal('root', root, note.root);
  const last = Math.max(...[...draw.opens.values()].map((entry) => entry.seq));
  if (note.size <= last) return unproven(`its tree ends at ${note.size}, the last opening is entry ${last}`);
  const got = margin(signed, r.trust.quorum, draw.campaign.beacon.margin, time);
  draw.bracketed = got;
  if (got.signed < r.trust.quorum) return unproven(`${got.signed} of ${r.trust.quorum} witnesses signed in time`);
  const kth = time - got.margin;
  draw.bracket = { margin: got.margin, bodies: bodies(r, signed.filter((s) => s.time <= kth)) };
  r.out.cover('06.bracket', 0, `${draw.name}: ${draw.bracket.bodies.length} witnesses, margin ${got.margin} s`);
  return undefined;
}

/** Bodies of witnesses that signed. */
export function bodies(r, signed) {
  return signed.map((s) => r.trust.witnesses.find((w) => w.vkey === s.vkey).body);
}

// No secret, commitment or contribution twice; the fault is the later draw's.
function checkReuse(r, draws) {
  const seen = new Map();
  let count = 0;
  const once = (value, entry, field, draw) => {
    count += 1;
    const before = seen.get(value);
    if (before === undefined) seen.set(value, entry.seq);
    else if (draw.campaign.rules && draws.includes(draw)) failer(r, draw)('06.reuse', entry, field, 'a value used once', `the same as in entry ${before}`);
  };
  for (const entry of r.entries) {
    if (!entry.data || !entry.drawing) continue;
    if (['draw.commit', 'draw.contribution'].includes(entry.kind)) once(entry.data.commitment, entry, 'data.commitment', entry.drawing);
    if (entry.kind === 'draw.open') once(entry.data.secret, entry, 'data.secret', entry.drawing);
  }
  if (count) r.out.cover('06.reuse', count, 'values');
}
