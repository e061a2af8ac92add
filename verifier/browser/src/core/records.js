// The forms of 01: the data of every kind of entry, blobs, openings.

import { among, date, digest, exact, filled, flag, hexText, int, list, named, orNull, pattern, self, text, version } from './form.js';
import { CHAINS } from './chains.js';
import { Refusal } from './refusal.js';

export const TYPE = pattern(/^[A-Z0-9]{1,8}$/);
const INSTITUTION = pattern(/^[A-Z0-9]{2,18}$/);
const REGION = pattern(/^[0-9]{6}$/);
export const ORIGIN_TEXT = /^[a-z0-9._/-]{3,100}$/;
export const ORIGIN_FORM = pattern(ORIGIN_TEXT);
// Levels of later versions are unknown, other texts are wrong (00 §7).
const LEVEL = (value, at, seen) => {
  among('A', 'B', 'C', 'D')(value, at);
  named('D')(value, at, seen);
};
const types = list(TYPE, { min: 1, key: self });
const blob = exact({ blob: digest });
const listed = exact({ blob: digest, count: int(1), root: digest });
const witness = exact({ body: text, vkey: text });
const approvals = list(exact({ level: LEVEL, person: digest }), { min: 2, max: 2, key: (a) => a.person, unique: false });
const people = (min) => list(digest, { min, key: self, unique: false });
const reason = (...codes) => exact({ code: among(...codes), text: digest });

/** A campaign's beacon: none, or a chain; a digest that is no chain is unknown (00 §7). */
function beacon(value, at, seen) {
  if (value === 'none') return;
  digest(value, at, seen);
  if (!CHAINS.has(value)) seen.unknown.push({ field: at, expected: 'a chain of 02 §11', found: value });
}

/** Odds of 02 §6: two integers. */
const odds = orNull(list(int(), { min: 2, max: 2 }));

/** Items numbered 1, 2, 3 … */
const numbered = (form) => (value, at, seen) => {
  list(form, { min: 1 })(value, at, seen);
  value.forEach((item, i) => {
    if (item.number !== i + 1) throw new Refusal(`${at}.${i}.number`, i + 1, item.number);
  });
};

const open = {
  allocation: named('pooled', 'per_type'), approvals, avoidance_months: int(), basis: text, beacon,
  campaign: int(1), catalogue: blob, disclose_by: date, institutions: blob,
  matching: named('quotas', 'weights'), officials: people(2), open_basis: text,
  policy: among('sealed', 'open'), reference_date: date,
  representatives: numbered(exact({ number: int(1), person: digest, substitute: orNull(digest) })),
  roster: listed, rules: named('sunlot/v1'), sampling_until: date, supervisors: people(1), title: text,
  waivers: list(exact({ code: pattern(/^[A-Z0-9]{1,8}$/), text, types }), { key: (w) => w.code }),
};

const act = { campaign: int(1), draw: int(1) };
const one = { level: LEVEL, person: digest };
const role = { sampling: int(), testing: int() };
const REASONS = ['closed', 'duplicate', 'invalid', 'drawn', 'avoidance'];

function excluded(value, at, seen) {
  list(exact({ count: int(), reason: among(...REASONS) }), { min: 5, max: 5 })(value, at, seen);
  value.forEach((row, i) => {
    if (row.reason !== REASONS[i]) throw new Refusal(`${at}.${i}.reason`, REASONS[i], row.reason);
  });
}

/** by_type of 02 §8.5; its order is judged by 08.totals. */
function byType(value, at, seen) {
  const row = exact({ drawn: int(), pool: int(), type: pattern(/^(?:[A-Z0-9]{1,8}|\*)$/) });
  list(row, { min: 1 })(value, at, seen);
}

const pooled = exact({ ...act, ...one, cutoff: orNull(digest), odds, seed: digest, selection: listed });
/** A row of `strata` (02 §6.1): pool, must and n are N_t, m_t and n_t. */
export const STRATUM = exact({ cutoff: orNull(digest), must: int(), n: int(), odds, pool: int(), type: TYPE });
const perType = exact({ ...act, ...one, seed: digest, selection: listed, strata: list(STRATUM, { min: 1, key: (s) => s.type }) });

/** draw.result has two forms; which one is right is the campaign's allocation (see entry.js). */
function result(value, at, seen) {
  const form = value !== null && typeof value === 'object' && 'strata' in value ? perType : pooled;
  form(value, at, seen);
}

const answer = {
  ...act, ...one, digest, entry: int(), expires: int(), nonce: digest, representative: int(1),
};

/** Form of `data` by kind of entry. */
export const DATA = {
  'genesis': exact({
    agency_key: digest, origin: ORIGIN_FORM, profile: named('sunlot/v1'), quorum: int(), simulation: flag,
    witnesses: list(witness), // their order is judged with the policy: 04.genesis
  }),
  'campaign.open': exact(open),
  'roster.audit': exact({
    campaign: int(1), ...one, roster: digest,
    statements: (value, at, seen) => {
      const all = ['codes_unique', 'codes_valid', 'failures_flagged', 'types_complete'];
      list(among(...all), { min: 4, max: 4, key: self })(value, at, seen);
    },
  }),
  'draw.commit': exact({ ...act, ...one, commitment: digest, representative: int(1) }),
  'draw.choice': exact({ ...act, ...one, inherited: orNull(int(1)), representative: int(1), types }),
  'draw.freeze': exact({ ...act, ...one, excluded, must: int(), n: int(), planned: int(), pool: listed }),
  'draw.contribution': exact({ ...act, ...one, commitment: digest, made_by: among('bot', 'device'), representative: int(1) }),
  'draw.close': exact({
    ...act, ...one, round: orNull(int()),
    contributions: list(exact({ commitment: digest, representative: int(1) }), { min: 1, key: (c) => c.representative }),
  }),
  'draw.open': exact({ ...act, ...one, party: pattern(/^(?:operator|representative\.[1-9][0-9]{0,15})$/), secret: digest }),
  'draw.beacon': exact({
    ...act, ...one, bracket: orNull(blob),
    beacon: exact({ chain: digest, previous: orNull(hexText()), round: int(), signature: hexText() }),
  }),
  'draw.result': result,
  'match.result': exact({
    ...act, ...one, by_type: byType, over_quota: exact(role), rotation_dropped: int(),
    institutions: list(exact({ institution: INSTITUTION, ...role }), { min: 1 }),
    rows: exact({ count: int(), root: digest }), statement: digest, waived: int(),
  }),
  'confirm': exact({ ...answer, answer: among('confirm') }),
  'object': exact({ ...answer, answer: among('object'), reason: reason('choice', 'count', 'procedure', 'other') }),
  'object.answer': exact({ ...act, ...one, objection: int(), outcome: among('unfounded', 'founded'), text: digest }),
  'draw.void': exact({
    ...act, approvals, finding: text,
    reason: reason('mistake', 'absence', 'disturbance', 'operator_lost', 'late', 'beacon_silent', 'verifier'),
  }),
  'campaign.close': exact({ approvals, campaign: int(1), not_drawn: list(int(1), { key: self }) }),
  'campaign.void': exact({ approvals, campaign: int(1), reason: reason('mistake', 'absence', 'disturbance', 'operator_lost') }),
  'disclosure': exact({
    blob: digest, campaign: int(1), count: int(1), ...one,
    parts: list(among('facts', 'id', 'lot'), { min: 1, key: self }), rows: among('all', 'selected'),
  }),
};

/** 03 §1–§3: an entry without its data. */
export const ENTRY = exact({
  body: exact({
    at: int(), data: (value, at) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Refusal(at, 'an object', value);
    },
    kind: text, prev: digest, seq: int(), simulation: flag, v: version,
  }),
  sigs: list(exact({ key: digest, sig: hexText(128) }), { key: (s) => s.key }),
});

/** 03 §6. */
export const TRUST = exact({
  genesis: digest, log_key: text, origin: ORIGIN_FORM, quorum: int(), v: version,
  witnesses: list(witness, { key: (w) => w.vkey }),
});

/** 01 §3.1. */
export const CATALOGUE = exact({
  kind: among('catalogue'), v: version,
  types: list(exact({ class: text, code: TYPE, name: filled, planned: int(1) }), { min: 1, key: (t) => t.code }),
});

const amount = int(0, 1000000);
const quota = exact({ sampling: amount, testing: amount, type: TYPE, valid_until: date });
const weight = exact({ sampling_weight: amount, testing_weight: amount, type: TYPE, valid_until: date });

function service(value, at, seen) {
  const weighted = value !== null && typeof value === 'object' && 'sampling_weight' in value;
  (weighted ? weight : quota)(value, at, seen);
  const [a, b] = weighted ? [value.sampling_weight, value.testing_weight] : [value.sampling, value.testing];
  if (a === 0 && b === 0) throw new Refusal(at, 'not both 0', '0 and 0');
}

const institution = exact({ code: INSTITUTION, name: filled, types: list(service, { min: 1, key: (t) => t.type }) });
/** The rows of 01 §3.2. */
export const INSTITUTION_ROWS = list(institution, { min: 1, key: (i) => i.code });
/** 01 §3.2. */
export const INSTITUTIONS = exact({ institutions: INSTITUTION_ROWS, kind: among('institutions'), v: version });

const last = exact({
  date, sampler: pattern(/^(?:|[A-Z0-9]{2,18})$/), tester: pattern(/^(?:|[A-Z0-9]{2,18})$/), type: TYPE,
});

/** The value of `facts` (01 §1). */
export function FACTS(value, at, seen) {
  exact({
    conflicts: list(INSTITUTION, { key: self }),
    failed: list(exact({ evidence: text, type: TYPE }), { key: (f) => f.type }),
    last: list(last, { key: (l) => l.type }), region: REGION,
    status: among('normal', 'closed', 'invalid', 'duplicate'), types,
  })(value, at, seen);
  const stray = value.failed.findIndex((f) => !value.types.includes(f.type));
  if (stray >= 0) throw new Refusal(`${at}.failed.${stray}.type`, 'one of types', value.failed[stray].type);
}

/** The value of `id` (01 §1); the code's check characters are another check. */
export const ID = exact({ addresses: list(filled, { min: 1 }), code: text, name: filled });
/** The value of `person` (00 §6). */
export const PERSON = exact({ name: text, telegram: int() });

const part = (form) => (value, at, seen) => {
  const closed = value !== null && typeof value === 'object' && 'commitment' in value;
  (closed ? exact({ commitment: digest }) : exact({ salt: digest, value: form }))(value, at, seen);
};
/** 01 §1.1. */
export const OPENING = exact({
  campaign: int(1), facts: part(FACTS), id: part(ID), kind: among('opening'), lot: part(digest), v: version,
});
/** A line of the auditor's people file (04 §3). */
export const PERSON_LINE = exact({ kind: among('person'), person: digest, salt: digest, v: version, value: PERSON });
/** 03 §10. */
export const PROOF = exact({
  checkpoint: text, entry: text, index: int(), kind: among('contribution'),
  proof: list(digest, { max: 63 }), roster: digest, secret: orNull(digest), v: version,
});
