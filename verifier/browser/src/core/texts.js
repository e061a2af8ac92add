// The hashed texts of 00 §6, 01 §1, 02 §3, §4, §8.4 and §9.

import { hex, utf8 } from './bytes.js';
import { CHAINS, signatureFault } from './chains.js';
import { check, digest, exact, flag, int, list, orNull, self } from './form.js';
import { write } from './json.js';
import { ORIGIN_FORM, STRATUM, TYPE } from './records.js';
import { Refusal, Unknown } from './refusal.js';
import { sha256 } from './sha256.js';

/** hex(H(text)). */
export function hashText(text) {
  return hex(sha256(utf8(text)));
}

const TAGS = ['id', 'facts', 'lot', 'person', 'text'];

/** A commitment of 00 §6; the form of the value is judged where it is read (openings). */
export function commitment({ tag, salt, value }) {
  if (!TAGS.includes(tag)) throw new Unknown('tag', TAGS.join(' or '), tag);
  check(digest, salt, 'salt');
  return commit(tag, salt, value);
}

/** The same for a value whose form was judged before. */
export function commit(tag, salt, value) {
  return hashText(`sunlot/v1/${tag}\nsalt=${salt}\nvalue=${write(value)}\n`);
}

/** A leaf of 01 §1. */
export function leaf(parts) {
  check(exact({ id: digest, facts: digest, lot: digest }), parts, 'leaf');
  return hashText(`sunlot/v1/leaf\nid=${parts.id}\nfacts=${parts.facts}\nlot=${parts.lot}\n`);
}

/** The commitment of a party's secret (02 §3). */
export function secretCommitment({ campaign, draw, roster, party, secret }) {
  check(int(1), campaign, 'campaign');
  check(int(1), draw, 'draw');
  check(digest, roster, 'roster');
  check(digest, secret, 'secret');
  if (typeof party !== 'string' || !/^(?:operator|representative\.[1-9][0-9]*)$/.test(party) || party.endsWith('\n')) {
    throw new Refusal('party', 'operator or representative.K', party);
  }
  if (party !== 'operator') check(int(1), Number(party.slice(15)), 'party');
  return hashText(`sunlot/v1/commitment\ncampaign=${campaign}\ndraw=${draw}\nroster=${roster}\nparty=${party}\nsecret=${secret}\n`);
}

/** What stands after `beacon=`: refused where it cannot be a value of 02 §11. */
export function checkBeaconText(text) {
  if (text === 'none') return;
  const parts = typeof text === 'string' ? text.split(':') : [];
  if (parts.length !== 3 || !/^[1-9][0-9]{0,15}$/.test(parts[1])) throw new Refusal('beacon', 'none or <chain>:<R>:<signature>', text);
  check(digest, parts[0], 'beacon');
  const chain = CHAINS.get(parts[0]);
  if (chain === undefined) throw new Unknown('beacon', 'a chain of 02 §11', parts[0]);
  check(int(1), Number(parts[1]), 'beacon');
  const fault = signatureFault(chain, parts[2]);
  if (fault) throw new Refusal('beacon', fault.expected, fault.found);
}

function counts({ N, m, n }) {
  check(int(1), N, 'N');
  check(int(1, N), n, 'n');
  check(int(0, n), m, 'm');
}

function numbers(contributions) {
  const keys = Object.keys(contributions);
  if (keys.length === 0) throw new Refusal('contributions', 'at least one', 'none');
  for (const key of keys) {
    if (!/^[1-9][0-9]{0,15}$/.test(key)) throw new Refusal('contributions', 'numbers from 1 on', key);
    check(digest, contributions[key], `contributions.${key}`);
  }
  return keys.sort((a, b) => Number(a) - Number(b));
}

const SEED = exact({
  campaign: int(1), draw: int(1), roster: digest, types: list(TYPE, { min: 1, key: self }), pool: digest,
  N: int(), m: int(), n: int(), operator: digest, contributions: () => {}, beacon: () => {},
});

/** The seed of 02 §4. */
export function seed(s) {
  check(SEED, s, 'seed');
  counts(s);
  checkBeaconText(s.beacon);
  const lines = numbers(s.contributions).map((k) => `contribution.${k}=${s.contributions[k]}\n`).join('');
  return hashText(`sunlot/v1/seed\ncampaign=${s.campaign}\ndraw=${s.draw}\nroster=${s.roster}\ntypes=${s.types.join(',')}\n`
    + `pool=${s.pool}\nN=${s.N}\nm=${s.m}\nn=${s.n}\noperator=${s.operator}\n${lines}beacon=${s.beacon}\n`);
}

/** A row of 02 §8.4 as raw bytes. */
export function rowHash(row) {
  return sha256(utf8(`sunlot/v1/row\nsalt=${row.salt}\nleaf=${row.leaf}\ntype=${row.type}\n`
    + `sampling=${row.sampling}\ntesting=${row.testing}\nover=${row.over}\nrotation=${row.rotation}\n`));
}

const odds = list(int(), { min: 2, max: 2 });
const HEAD = {
  origin: ORIGIN_FORM, simulation: flag, campaign: int(1), draw: int(1), representative: int(1),
  types: list(TYPE, { min: 1, key: self }), roster: digest, pool: digest, N: int(1), m: int(), n: int(1),
  beacon: () => {}, seed: digest, selection: digest, rows: digest,
  over_quota: exact({ sampling: int(), testing: int() }),
};
const POOLED = exact({ ...HEAD, cutoff: orNull(digest), odds: orNull(odds) });
const BY_TYPE = exact({ ...HEAD, strata: list(STRATUM, { min: 1, key: (s) => s.type }) });

const rate = (value) => (value ? value.join('/') : 'none');

function cutLines(s) {
  if (!s.strata) return `cutoff=${s.cutoff ?? 'none'}\nodds=${rate(s.odds)}\n`;
  return s.strata.map((t) =>
    `stratum.${t.type}=N:${t.pool},m:${t.must},n:${t.n},cutoff:${t.cutoff ?? 'none'},odds:${rate(t.odds)}\n`).join('');
}

// The strata of a statement are those of its types, and sum to its N and m.
function checkStrata({ strata, types, N, m }) {
  const sum = (key) => strata.reduce((total, row) => total + row[key], 0);
  if (strata.map((row) => row.type).join() !== types.join()) throw new Refusal('strata', 'one row per type', strata.map((row) => row.type).join());
  if (sum('pool') !== N) throw new Refusal('strata', `pools that sum to ${N}`, sum('pool'));
  if (sum('must') !== m) throw new Refusal('strata', `musts that sum to ${m}`, sum('must'));
  for (const row of strata) {
    if (row.must > row.n || row.n > row.pool) throw new Refusal(`strata.${row.type}`, 'must ≤ n ≤ pool', `${row.must}, ${row.n}, ${row.pool}`);
  }
}

/** The text of the result statement of 02 §9. */
export function statementText(s) {
  check(s.strata ? BY_TYPE : POOLED, s, 'statement');
  counts(s);
  checkBeaconText(s.beacon);
  if (s.strata) checkStrata(s);
  const drawn = s.strata ? s.strata.reduce((sum, t) => sum + t.n, 0) : s.n;
  check(int(0, drawn), s.over_quota.sampling, 'over_quota.sampling');
  check(int(0, drawn), s.over_quota.testing, 'over_quota.testing');
  return `sunlot/v1/statement\norigin=${s.origin}\nsimulation=${s.simulation}\ncampaign=${s.campaign}\ndraw=${s.draw}\n`
    + `representative=${s.representative}\ntypes=${s.types.join(',')}\nroster=${s.roster}\npool=${s.pool}\n`
    + `N=${s.N}\nm=${s.m}\nn=${s.n}\nbeacon=${s.beacon}\nseed=${s.seed}\n${cutLines(s)}selection=${s.selection}\n`
    + `rows=${s.rows}\nover_quota=sampling:${s.over_quota.sampling},testing:${s.over_quota.testing}\n`;
}

/** The vector function `statement`. */
export function statement(input) {
  return hashText(statementText(input));
}
