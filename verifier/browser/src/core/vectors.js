// One name per function of docs/spec/vectors/README.md, for the vector runner.

import { hex, isHex, join, unhex, utf8 } from './bytes.js';
import { beacon } from './beacon.js';
import { CHAINS, chainHash, round } from './chains.js';
import { isEnterprise } from './codes.js';
import { cut } from './dates.js';
import { index, pool, selection, ticket } from './draw.js';
import { verify } from './ed25519.js';
import { readOpening } from './enterprise.js';
import { entry, known, pae, parseTrust, proof } from './entry.js';
import { Findings } from './findings.js';
import { check } from './form.js';
import { parseBytes, write } from './json.js';
import { list } from './lists.js';
import { match } from './matching.js';
import { consistent, included, leafHash, rootOf } from './merkle.js';
import { bracket, cosignature, policy } from './note.js';
import { CATALOGUE, DATA, INSTITUTIONS } from './records.js';
import { Refusal } from './refusal.js';
import { typed } from './seen.js';
import { approvalsFault, checkRoles, checkRules, checkRulesInBook, institutionFault } from './step05_campaign.js';
import { strata } from './strata.js';
import { commitment, hashText, leaf, secretCommitment, seed, statement } from './texts.js';
import { totals } from './totals.js';

const fits = (judge) => (input) => {
  try {
    judge(input);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

// A run that only collects findings: for rules that a whole verification judges in passing.
function fresh(more) {
  return { out: new Findings(), ...more };
}

function catalogue({ text }) {
  known(CATALOGUE, parseBytes(utf8(text), true), 'catalogue');
  return { blob: hashText(text) };
}

function institutions({ text, matching, catalogue: types }) {
  if (!['quotas', 'weights'].includes(matching)) throw new Refusal('matching', 'quotas or weights', matching);
  const value = known(INSTITUTIONS, parseBytes(utf8(text), true), 'institutions');
  const campaign = { open: { seq: 1 }, catalogue: new Map(types.map((type) => [type, 1])), rules: { matching } };
  if (institutionFault(fresh(), campaign, value.institutions)) throw new Refusal('institutions', 'rows of 01 §3.2', 'a fault');
  return { blob: hashText(text) };
}

function opening({ text }) {
  if (!text.endsWith('\n')) throw new Refusal('end', 'one LF', text.slice(-1));
  const row = readOpening(utf8(text));
  return { campaign: row.campaign, leaf: row.leaf, open: row.open };
}

function campaign({ data, at, simulation, catalogue: types }) {
  const seen = { unknown: [] };
  check(DATA['campaign.open'], data, 'data', seen);
  if (seen.unknown.length > 0) throw new Refusal(seen.unknown[0].field, 'a name of this version', seen.unknown[0].found);
  const r = fresh({ genesis: { simulation } });
  const one = { open: { seq: 1, at }, rules: data, catalogue: new Map(types.map((type) => [type, 1])), beacon: CHAINS.get(data.beacon) ?? null };
  checkRules(r, one);
  checkRulesInBook(r, one);
  checkRoles(r, one);
  if (approvalsFault(data.approvals, data)) r.out.fail('05.people');
  if (r.out.failed.length > 0) throw new Refusal('campaign', 'the rules of 01 §3', r.out.failed[0].field ?? 'approvals');
}

function ed25519({ public_key: key, message, signature }) {
  if (!isHex(key, 64) || !isHex(message) || !isHex(signature, 128)) return false;
  return verify(unhex(key), unhex(message), unhex(signature));
}

function claim({ fn, input, claim: claimed }) {
  const got = answer({ fn, input });
  return got?.error === undefined && sameJson(got, claimed);
}

function sameJson(a, b) {
  if (a === null || typeof a !== 'object' || b === null || typeof b !== 'object') return a === b;
  const keys = Object.keys(a);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length && keys.every((key) => key in b && sameJson(a[key], b[key]));
}

function canonical({ text, hex: bytes }) {
  return { canonical: write(parseBytes(bytes === undefined ? utf8(text) : unhex(bytes))) };
}

function merkle({ leaves }) {
  if (!leaves.every((item) => isHex(item))) throw new Refusal('leaves', 'lower-case hex', 'something else');
  return hex(rootOf(join(...leaves.map((item) => leafHash(unhex(item))))));
}

const FUNCTIONS = {
  canonical, commitment, leaf, merkle, list, secret_commitment: secretCommitment, seed, ticket, index, cut,
  selection, pool, match, statement, chain: chainHash, round, beacon, policy, cosignature,
  inclusion: included, bracket, proof, entry, pae: ({ kind, body }) => hex(pae(kind, body)),
  uscc: ({ code }) => isEnterprise(code), strata, totals, typed, ed25519, claim, catalogue, institutions, opening, consistency: consistent,
  trust: fits(({ text }) => parseTrust(utf8(text))), campaign: fits(campaign),
};

/** The answer of one vector: its value, or {error}. An unknown function is an error of the runner. */
export function answer({ fn, input }) {
  if (!Object.hasOwn(FUNCTIONS, fn)) throw new Error(`no such function: ${fn}`);
  try {
    return FUNCTIONS[fn](input);
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message };
    throw error;
  }
}

/** The names of all functions. */
export const names = Object.keys(FUNCTIONS);
