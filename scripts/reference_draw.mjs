// Reference implementation of the sunlot/v1 draw, written from docs/spec alone.
// Plain and slow on purpose. Every function names the section it follows.
// A broken input throws Refused; any other exception is a mistake in this file.

import { createHash } from 'node:crypto';

export class Refused extends Error {}
const refuse = (reason) => { throw new Refused(reason); };
const need = (condition, reason) => { if (!condition) refuse(reason); };

// ---------------------------------------------------------------- 00 §1 bytes, text, numbers

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const utf8 = (text) => Buffer.from(text, 'utf8');

/** 00 §1.3: lower-case hex, two digits a byte; `length` in bytes if it is fixed. */
function unhex(text, what, length = null) {
  need(typeof text === 'string' && /^(?:[0-9a-f]{2})*$/.test(text), `${what} is not lower-case hex`);
  need(length === null || text.length === 2 * length, `${what} has not ${2 * length} hex digits`);
  return Buffer.from(text, 'hex');
}

function digest(text, what) {
  unhex(text, what, 32);
  return text;
}

/** 00 §1.4: an integer from `low` to `high`, by default to 2^53 - 1. */
function integer(value, what, low = 0, high = Number.MAX_SAFE_INTEGER) {
  need(Number.isSafeInteger(value) && !Object.is(value, -0), `${what} is not an integer below 2^53`);
  need(value >= low && value <= high, `${what} is out of range`);
  return value;
}

function matching(text, pattern, what) {
  need(typeof text === 'string' && pattern.test(text), `${what} has the wrong form`);
  return text;
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0); // 00 §1.6; only used on ASCII

/** 00 §1.6: the list is ascending by `keyOf` and nothing stands in it twice. */
function ascending(list, what, keyOf = (item) => item) {
  need(Array.isArray(list), `${what} is not a list`);
  for (let i = 1; i < list.length; i++) {
    const order = compare(keyOf(list[i - 1]), keyOf(list[i]));
    need(order !== 0, `${what} has a duplicate`);
    need(order < 0, `${what} is not ascending`);
  }
  return list;
}

function notEmpty(list, what) {
  need(list.length > 0, `${what} is empty`);
  return list;
}

/** 00 §2.7: an object with exactly these keys. */
function exactly(object, keys, what) {
  need(object !== null && typeof object === 'object' && !Array.isArray(object), `${what} is not an object`);
  for (const key of Object.keys(object)) need(keys.includes(key), `${what} has an additional key`);
  for (const key of keys) need(Object.hasOwn(object, key), `${what} lacks the key ${key}`);
  return object;
}

function daysInMonth(year, month) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** 00 §1.7: YYYY-MM-DD, a real day of 1900 to 9999. Such dates compare like their texts. */
function date(text, what) {
  matching(text, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, what);
  const [year, month, day] = text.split('-').map(Number);
  need(year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month),
    `${what} is not a real day`);
  return text;
}

// ---------------------------------------------------------------- 00 §2 canonical JSON

const MAX_DEPTH = 8;
const KEY = /^[a-z0-9_]{1,32}$/;
const SHORT_ESCAPES = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

/** 00 §2.4 */
function encodeString(text) {
  need(text.isWellFormed(), 'a string has a lone surrogate');
  const escape = (c) => SHORT_ESCAPES[c] ?? `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${text.replace(/["\\\u0000-\u001f]/g, escape)}"`;
}

/** 00 §2: the one text of a value. */
export function encode(value, depth = 1) {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return String(integer(value, 'a number'));
  if (typeof value === 'string') return encodeString(value);
  need(typeof value === 'object', 'not a JSON value');
  need(depth <= MAX_DEPTH, `nested deeper than ${MAX_DEPTH}`);
  if (Array.isArray(value)) return `[${value.map((item) => encode(item, depth + 1)).join(',')}]`;
  const members = Object.keys(value).sort(compare).map((key) => {
    matching(key, KEY, 'a key');
    return `"${key}":${encode(value[key], depth + 1)}`;
  });
  return `{${members.join(',')}}`;
}

/** 00 §2: reads a canonical text (a string, or its bytes) and refuses every other one. */
export function decode(source) {
  const text = typeof source === 'string' ? source : fromUtf8(source);
  const reader = { text, at: 0 };
  const value = readValue(reader, 1);
  need(reader.at === text.length, 'something follows the value');
  need(encode(value) === text, 'not the canonical text of its value'); // 00 §2.6
  return value;
}

function fromUtf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes); // a BOM stays, and is refused
  } catch {
    return refuse('not UTF-8');
  }
}

const INTEGER = /(?:0|[1-9][0-9]*)/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\btnfr]|u00[01][0-9a-f])[^"\\\u0000-\u001f]*)*"/y;

/** Takes what the sticky pattern matches here, or null. */
function take(reader, pattern) {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return null;
  reader.at += found[0].length;
  return found[0];
}

function takeText(reader, text) {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

function readValue(reader, depth) {
  for (const [word, value] of [['null', null], ['true', true], ['false', false]]) {
    if (takeText(reader, word)) return value;
  }
  if (takeText(reader, '[')) return readArray(reader, depth);
  if (takeText(reader, '{')) return readObject(reader, depth);
  const digits = take(reader, INTEGER);
  if (digits !== null) return integer(Number(digits), 'a number');
  return readString(reader);
}

function readString(reader) {
  const token = take(reader, STRING);
  need(token !== null, `no value or no proper string at character ${reader.at}`);
  return JSON.parse(token); // only unescapes: the pattern has already refused everything lenient
}

function readArray(reader, depth) {
  need(depth <= MAX_DEPTH, `nested deeper than ${MAX_DEPTH}`);
  const list = [];
  if (takeText(reader, ']')) return list;
  do list.push(readValue(reader, depth + 1)); while (takeText(reader, ','));
  need(takeText(reader, ']'), `an array is not closed at character ${reader.at}`);
  return list;
}

function readObject(reader, depth) {
  need(depth <= MAX_DEPTH, `nested deeper than ${MAX_DEPTH}`);
  const object = Object.create(null); // so that the key __proto__ is a key like any other
  if (takeText(reader, '}')) return object;
  let last = null;
  do {
    const key = matching(readString(reader), KEY, 'a key');
    need(key !== last, 'a key stands twice');
    need(last === null || compare(last, key) < 0, 'the keys are not ascending');
    need(takeText(reader, ':'), 'no colon after a key');
    object[key] = readValue(reader, depth + 1);
    last = key;
  } while (takeText(reader, ','));
  need(takeText(reader, '}'), `an object is not closed at character ${reader.at}`);
  return object;
}

/** Input `text`, or `hex` where the bytes are not UTF-8 or would not survive an editor. */
export function canonical({ text, hex: bytes }) {
  const source = text ?? fromUtf8(unhex(bytes, 'hex'));
  return { canonical: encode(decode(source)) };
}

// ---------------------------------------------------------------- 00 §3 codes

const type = (text) => matching(text, /^[A-Z0-9]{1,8}$/, 'a product type');
const institution = (text) => matching(text, /^[A-Z0-9]{2,18}$/, 'an institution');
const typeList = (list, what) => notEmpty(ascending(list, what), what).map(type);

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'; // no I, O, S, V, Z
const weighted = (text, valueOf, weights) => [...text].reduce((sum, c, i) => sum + valueOf(c) * weights[i], 0);

/** GB 11714: check character of the eight characters of an organisation code. */
function organisationCheck(text) {
  const sum = weighted(text, (c) => parseInt(c, 36), [3, 7, 9, 10, 5, 8, 4, 2]);
  return '0123456789X'[(11 - (sum % 11)) % 11];
}

/** GB 32100: check character of the first seventeen; the weights are 3^(i-1) mod 31. */
function usccCheck(text) {
  const sum = weighted(text, (c) => USCC_ALPHABET.indexOf(c),
    [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]);
  return USCC_ALPHABET[(31 - (sum % 31)) % 31];
}

/** 00 §3: two characters, six digits of a region, nine of an organisation code, one check. */
export function uscc({ code }) {
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(code)) return false;
  return organisationCheck(code.slice(8, 16)) === code[16] && usccCheck(code.slice(0, 17)) === code[17];
}

// ---------------------------------------------------------------- 00 §4–6 trees, lists, commitments

const leafHash = (input) => sha256(Buffer.concat([Buffer.of(0x00), input]));
const nodeHash = (left, right) => sha256(Buffer.concat([Buffer.of(0x01), left, right]));

/** 00 §4: Merkle root over leaf inputs (RFC 6962 §2.1). */
function merkleRoot(inputs) {
  if (inputs.length === 0) return sha256(Buffer.alloc(0));
  if (inputs.length === 1) return leafHash(inputs[0]);
  let split = 1;
  while (split * 2 < inputs.length) split *= 2; // largest power of two below the number of leaves
  return nodeHash(merkleRoot(inputs.slice(0, split)), merkleRoot(inputs.slice(split)));
}

export const merkle = ({ leaves }) => hex(merkleRoot(leaves.map((leaf) => unhex(leaf, 'a leaf'))));

/** 00 §5: reads a roster (`marks` false) or a pool or selection (`marks` true). */
export function list({ text, marks }) {
  need(text.endsWith('\n'), text === '' ? 'the list is empty' : 'no LF after the last line');
  const rows = text.slice(0, -1).split('\n').map((line) => {
    matching(line, marks ? /^[0-9a-f]{64} [mr]$/ : /^[0-9a-f]{64}$/, 'a line');
    return line.split(' ');
  });
  ascending(rows, 'the list', ([leafText]) => leafText);
  return { blob: hex(sha256(utf8(text))), count: rows.length, root: listRoot(rows) };
}

/** 00 §5: leaf input is the 32 raw bytes, and the byte of the mark where there is one. */
const listRoot = (rows) => hex(merkleRoot(rows.map(([leafText, mark = '']) =>
  Buffer.concat([unhex(leafText, 'a leaf', 32), utf8(mark)]))));

/** 00 §1.2, §1.5: digest of a text made of lines, an LF after every one. */
const digestOfLines = (...lines) => hex(sha256(utf8(lines.map((line) => `${line}\n`).join(''))));

/** 00 §6 */
export function commitment({ tag, salt, value }) {
  need(['id', 'facts', 'lot', 'person', 'text'].includes(tag), 'unknown tag');
  return digestOfLines(`sunlot/v1/${tag}`, `salt=${digest(salt, 'the salt')}`, `value=${encode(value)}`);
}

/** 01 §1 */
export function leaf({ id, facts, lot }) {
  return digestOfLines('sunlot/v1/leaf', `id=${digest(id, 'id')}`, `facts=${digest(facts, 'facts')}`,
    `lot=${digest(lot, 'lot')}`);
}

/** 01 §1: the rules for the value of a `facts` commitment. */
function checkFacts(facts) {
  exactly(facts, ['conflicts', 'failed', 'last', 'region', 'status', 'types'], 'facts');
  typeList(facts.types, 'types');
  ascending(facts.conflicts, 'conflicts').forEach(institution);
  for (const row of ascending(facts.failed, 'failed', (r) => r.type)) {
    exactly(row, ['evidence', 'type'], 'a row of failed');
    need(typeof row.evidence === 'string', 'evidence is not a text');
    need(facts.types.includes(row.type), 'failed in a type the enterprise does not make');
  }
  for (const row of ascending(facts.last, 'last', (r) => r.type)) {
    exactly(row, ['date', 'sampler', 'tester', 'type'], 'a row of last');
    date(row.date, 'a visit');
    type(row.type);
    for (const code of [row.sampler, row.tester]) if (code !== '') institution(code);
  }
  matching(facts.region, /^[0-9]{6}$/, 'region');
  need(['normal', 'closed', 'invalid', 'duplicate'].includes(facts.status), 'unknown status');
  return facts;
}

// ---------------------------------------------------------------- 02 §1–2 pool and avoidance

/** 02 §2: so many calendar months back, the day clamped to the last one of the month. */
export function cut({ reference_date, months }) {
  const [year, month, day] = date(reference_date, 'reference_date').split('-').map(Number);
  const count = year * 12 + (month - 1) - integer(months, 'months', 0, 24);
  const [y, m] = [Math.floor(count / 12), (count % 12) + 1];
  const pad = (number, width) => String(number).padStart(width, '0');
  return date(`${pad(y, 4)}-${pad(m, 2)}-${pad(Math.min(day, daysInMonth(y, m)), 2)}`, 'the cut');
}

/** 02 §2: the types avoided for one enterprise. */
function avoidedTypes(facts, reference_date, months) {
  for (const visit of facts.last) need(visit.date <= reference_date, 'a visit is after the reference date');
  if (months === 0) return [];
  const earliest = cut({ reference_date, months });
  return facts.last.filter((visit) => earliest < visit.date).map((visit) => visit.type);
}

/** 02 §1: what becomes of one enterprise: null, {reason} or {mark, candidates}. */
function judge(facts, isDrawn, chosen, avoided) {
  const own = facts.types.filter((t) => chosen.includes(t));
  const failed = facts.failed.map((row) => row.type).filter((t) => chosen.includes(t));
  const left = own.filter((t) => !avoided.includes(t));
  if (own.length === 0) return null;
  if (facts.status !== 'normal') return { reason: facts.status };
  if (failed.length > 0) return { mark: 'm', candidates: failed };
  if (isDrawn) return { reason: 'drawn' };
  if (left.length === 0) return { reason: 'avoidance' };
  return { mark: 'r', candidates: left };
}

/** 02 §1 */
export function pool({ chosen, rows, reference_date, avoidance_months, drawn, planned }) {
  typeList(chosen, 'chosen');
  date(reference_date, 'reference_date');
  integer(avoidance_months, 'avoidance_months', 0, 24);
  integer(planned, 'planned', 1);
  ascending(rows, 'rows', (row) => row.leaf);
  drawn.forEach((text) => digest(text, 'a drawn leaf'));
  const result = { pool: [], candidates: {}, excluded: { closed: 0, duplicate: 0, invalid: 0, drawn: 0, avoidance: 0 } };
  for (const { leaf: leafText, facts } of rows) {
    const avoided = avoidedTypes(checkFacts(facts), reference_date, avoidance_months);
    const fate = judge(facts, drawn.includes(digest(leafText, 'a leaf')), chosen, avoided);
    if (fate === null) continue;
    if (fate.reason) {
      result.excluded[fate.reason] += 1;
    } else {
      result.pool.push([leafText, fate.mark]);
      result.candidates[leafText] = fate.candidates;
    }
  }
  const N = result.pool.length;
  const m = result.pool.filter(([, mark]) => mark === 'm').length;
  need(N > 0, 'the pool is empty');
  return { ...result, n: Math.max(Math.min(planned, N), m) };
}

// ---------------------------------------------------------------- 02 §3–6 secrets, seed, tickets, selection

/** 02 §3 */
export function secret_commitment({ campaign, draw, roster, party, secret }) {
  matching(party, /^(?:operator|representative\.[1-9][0-9]*)$/, 'the party');
  return digestOfLines('sunlot/v1/commitment', `campaign=${integer(campaign, 'campaign', 1)}`,
    `draw=${integer(draw, 'draw', 1)}`, `roster=${digest(roster, 'roster')}`, `party=${party}`,
    `secret=${digest(secret, 'the secret')}`);
}

/** 02 §1: 1 ≤ n ≤ N and m ≤ n. */
function checkCounts(N, m, n) {
  integer(N, 'N', 1);
  integer(n, 'n', 1, N);
  integer(m, 'm', 0, n);
}

/** 02 §4 */
export function seed({ campaign, draw, roster, types, pool: poolRoot, N, m, n, operator, contributions }) {
  checkCounts(N, m, n);
  const numbers = notEmpty(Object.keys(contributions), 'contributions');
  numbers.forEach((number) => matching(number, /^[1-9][0-9]*$/, 'a number of a representative'));
  numbers.sort((a, b) => Number(a) - Number(b));
  return digestOfLines('sunlot/v1/seed', `campaign=${integer(campaign, 'campaign', 1)}`,
    `draw=${integer(draw, 'draw', 1)}`, `roster=${digest(roster, 'roster')}`,
    `types=${typeList(types, 'types').join(',')}`, `pool=${digest(poolRoot, 'pool')}`,
    `N=${N}`, `m=${m}`, `n=${n}`, `operator=${digest(operator, "the operator's secret")}`,
    ...numbers.map((number) => `contribution.${number}=${digest(contributions[number], 'a contribution')}`),
    'beacon=none');
}

/** 02 §5 */
export function ticket({ seed: seedText, label, key }) {
  need(['draw', 'type', 'order', 'test', 'sample', 'row'].includes(label), 'unknown label');
  return hex(sha256(utf8(`${digest(seedText, 'the seed')}:${label}:${digest(key, 'the key')}`)));
}

/** 02 §5 */
export function index({ ticket: ticketText, total }) {
  integer(total, 'total', 1);
  return Number((BigInt(`0x${digest(ticketText, 'the ticket')}`) * BigInt(total)) >> 256n);
}

/** 02 §6 */
export function selection({ seed: seedText, pool: rows, n }) {
  ascending(rows, 'the pool', ([leafText]) => leafText);
  for (const [leafText, mark] of rows) {
    digest(leafText, 'a leaf');
    matching(mark, /^[mr]$/, 'a mark');
  }
  const N = rows.length;
  const m = rows.filter(([, mark]) => mark === 'm').length;
  checkCounts(N, m, n);
  const queue = rows.filter(([, mark]) => mark === 'r')
    .map(([leafText]) => ({ leaf: leafText, ticket: ticket({ seed: seedText, label: 'draw', key: leafText }) }))
    .sort((a, b) => compare(a.ticket, b.ticket) || compare(a.leaf, b.leaf));
  const chosen = queue.slice(0, n - m);
  const isChosen = new Set(chosen.map((row) => row.leaf));
  return {
    selection: rows.filter(([leafText, mark]) => mark === 'm' || isChosen.has(leafText)),
    cutoff: n === m ? null : chosen.at(-1).ticket,
    odds: N === m ? null : [n - m, N - m],
    reserves: queue.slice(n - m).map((row) => row.leaf),
  };
}

// ---------------------------------------------------------------- 02 §7–8 types and matching

/** 01 §3.2 */
function checkInstitutions(institutions) {
  for (const one of ascending(institutions, 'institutions', (i) => i.code)) {
    exactly(one, ['code', 'name', 'types'], 'an institution');
    institution(one.code);
    need(typeof one.name === 'string', 'a name is not a text');
    for (const row of notEmpty(ascending(one.types, 'types', (r) => r.type), 'types')) {
      exactly(row, ['sampling', 'testing', 'type', 'valid_until'], 'a row of quotas');
      type(row.type);
      date(row.valid_until, 'valid_until');
      const [s, t] = [integer(row.sampling, 'a quota', 0, 1000000), integer(row.testing, 'a quota', 0, 1000000)];
      need(s + t > 0, 'both quotas are 0');
    }
  }
}

/** 02 §8.1: base quotas of one role in one type, by institution, ascending; only those who can serve. */
function baseQuotas(institutions, role, typeCode, sampling_until) {
  const quotas = new Map();
  for (const { code, types } of institutions) {
    const row = types.find((r) => r.type === typeCode);
    if (row && row[role] >= 1 && row.valid_until >= sampling_until) quotas.set(code, row[role]);
  }
  return quotas;
}

const without = (codes, banned) => codes.filter((code) => !banned.includes(code));

/** 02 §8.2: who may sample once `tester` tests. */
const samplersFor = (tester, X, isWaived) => (isWaived ? X : without(X, [tester]));
const testersWith = (X, Y, isWaived) => Y.filter((tester) => samplersFor(tester, X, isWaived).length > 0);

/** 02 §8.2: the two sets (X, Y) for one enterprise, and whether the rotation bans were kept. */
function whoCanServe(facts, typeCode, desk) {
  const S = without([...desk.sampling.base.keys()], facts.conflicts);
  const T = without([...desk.testing.base.keys()], facts.conflicts);
  const visit = facts.last.find((row) => row.type === typeCode) ?? { sampler: '', tester: '' };
  const [X, Y] = [without(S, [visit.sampler]), without(T, [visit.tester])];
  if (testersWith(X, Y, desk.isWaived).length > 0) return { X, Y, rotation: 'kept' };
  need(testersWith(S, T, desk.isWaived).length > 0, `infeasible: nobody can serve an enterprise in type ${typeCode}`);
  return { X: S, Y: T, rotation: 'dropped' };
}

/** 02 §8.3: draws one of the eligible by quota and takes it off the remaining quota. */
function choose(eligible, { base, remaining }, ticketText) {
  const free = eligible.filter((code) => remaining.get(code) >= 1);
  const over = free.length === 0;
  const [among, weights] = over ? [eligible, base] : [free, remaining];
  const total = among.reduce((sum, code) => sum + weights.get(code), 0);
  const k = index({ ticket: ticketText, total });
  let running = 0;
  const code = among.find((one) => (running += weights.get(one)) > k);
  if (!over) remaining.set(code, remaining.get(code) - 1);
  return { code, over };
}

/** 02 §8.3: first the testing institution, then the sampling one. */
function assign(seedText, row, desk) {
  const draw = (label) => ticket({ seed: seedText, label, key: row.lot });
  const { X, Y, rotation } = whoCanServe(row.facts, row.type, desk);
  const testing = choose(testersWith(X, Y, desk.isWaived), desk.testing, draw('test'));
  const sampling = choose(samplersFor(testing.code, X, desk.isWaived), desk.sampling, draw('sample'));
  const over = sampling.over ? (testing.over ? 'both' : 'sampling') : testing.over ? 'testing' : 'none';
  return { salt: draw('row'), leaf: row.leaf, type: row.type, sampling: sampling.code, testing: testing.code, over, rotation };
}

/** 02 §8.4: the lines are the fields of the row, in this order. */
const rowDigest = (row) => digestOfLines('sunlot/v1/row',
  ...['salt', 'leaf', 'type', 'sampling', 'testing', 'over', 'rotation'].map((field) => `${field}=${row[field]}`));

function checkMatchRows(rows) {
  notEmpty(ascending(rows, 'rows', (row) => row.leaf), 'rows');
  for (const row of rows) {
    digest(row.leaf, 'a leaf');
    digest(row.lot, 'a lot');
    checkFacts(row.facts);
    typeList(row.candidates, 'candidates');
    need(row.candidates.every((t) => row.facts.types.includes(t)), 'a candidate is not a type of the enterprise');
  }
  need(new Set(rows.map((row) => row.lot)).size === rows.length, 'two enterprises have the same lot');
}

/** 02 §7 and §8 */
export function match({ seed: seedText, sampling_until, waived, institutions, rows }) {
  digest(seedText, 'the seed');
  date(sampling_until, 'sampling_until');
  ascending(waived, 'waived').forEach(type);
  checkInstitutions(institutions);
  checkMatchRows(rows);
  const typed = rows.map((row) => {
    const which = index({ ticket: ticket({ seed: seedText, label: 'type', key: row.lot }), total: row.candidates.length });
    return { ...row, type: row.candidates[which], order: ticket({ seed: seedText, label: 'order', key: row.lot }) };
  });
  const desks = new Map(); // per type: base and remaining quotas of both roles
  const openDesk = (typeCode) => {
    const role = (name) => {
      const base = baseQuotas(institutions, name, typeCode, sampling_until);
      return { base, remaining: new Map(base) };
    };
    return { sampling: role('sampling'), testing: role('testing'), isWaived: waived.includes(typeCode) };
  };
  typed.sort((a, b) => compare(a.type, b.type) || compare(a.order, b.order) || compare(a.lot, b.lot));
  const assigned = typed.map((row) => {
    if (!desks.has(row.type)) desks.set(row.type, openDesk(row.type));
    return assign(seedText, row, desks.get(row.type));
  });
  assigned.sort((a, b) => compare(a.leaf, b.leaf));
  const root = hex(merkleRoot(assigned.map((row) => unhex(rowDigest(row), 'a row'))));
  return { rows: assigned.map(({ salt, ...shown }) => shown), root };
}

// ---------------------------------------------------------------- 02 §9 statement

const STATEMENT = ['origin', 'simulation', 'campaign', 'draw', 'representative', 'types', 'roster', 'pool', 'N', 'm', 'n',
  'beacon', 'seed', 'cutoff', 'odds', 'selection', 'rows', 'over_quota'];

/** 02 §9 */
export function statement(fields) {
  const f = exactly(fields, STATEMENT, 'the statement');
  matching(f.origin, /^[a-z0-9._/-]{3,100}$/, 'origin');
  need(typeof f.simulation === 'boolean', 'simulation is not true or false');
  need(f.beacon === 'none', 'unknown beacon');
  for (const name of ['campaign', 'draw', 'representative']) integer(f[name], name, 1);
  for (const name of ['roster', 'pool', 'seed', 'selection', 'rows']) digest(f[name], name);
  typeList(f.types, 'types');
  checkCounts(f.N, f.m, f.n);
  const odds = f.odds === null ? 'none' : f.odds.map((part) => integer(part, 'odds')).join('/');
  need(f.odds === null || f.odds.length === 2, 'odds are not two integers');
  exactly(f.over_quota, ['sampling', 'testing'], 'over_quota');
  for (const role of ['sampling', 'testing']) integer(f.over_quota[role], 'over_quota', 0, f.n);
  const written = { ...f, types: f.types.join(','), odds,
    cutoff: f.cutoff === null ? 'none' : digest(f.cutoff, 'cutoff'),
    over_quota: `sampling:${f.over_quota.sampling},testing:${f.over_quota.testing}` };
  return digestOfLines('sunlot/v1/statement', ...STATEMENT.map((name) => `${name}=${written[name]}`));
}

// ---------------------------------------------------------------- 03 §1–3 entries

function checkBody(body) {
  exactly(body, ['at', 'data', 'kind', 'prev', 'seq', 'simulation', 'v'], 'body');
  integer(body.at, 'at');
  integer(body.seq, 'seq');
  digest(body.prev, 'prev');
  need(typeof body.kind === 'string', 'kind is not a text');
  need(typeof body.simulation === 'boolean', 'simulation is not true or false');
  need(body.data !== null && typeof body.data === 'object' && !Array.isArray(body.data), 'data is not an object');
  need(body.v === 1, 'unknown version');
}

/** 03 §1–3: the form of one entry; its data (01), order and signature are not judged here. */
export function entry({ bytes: text }) {
  const bytes = utf8(text);
  need(bytes.length <= 60000, 'longer than 60,000 bytes');
  const { body, sigs } = exactly(decode(bytes), ['body', 'sigs'], 'the entry');
  checkBody(body);
  notEmpty(ascending(sigs, 'sigs', (sig) => sig.key), 'sigs');
  for (const sig of sigs) {
    exactly(sig, ['key', 'sig'], 'a signature');
    digest(sig.key, 'key');
    unhex(sig.sig, 'sig', 64);
  }
  const end = bytes.lastIndexOf(',"sigs":['); // the last one: the data may have such a key, signatures cannot
  return { leafhash: hex(leafHash(bytes)), body: bytes.subarray('{"body":'.length, end).toString('utf8') };
}

/** 03 §3: DSSE pre-authentication encoding; lengths are in bytes. */
export function pae({ kind, body }) {
  const payloadType = `application/vnd.sunlot.${kind}.v1+json`;
  return hex(utf8(`DSSEv1 ${utf8(payloadType).length} ${payloadType} ${utf8(body).length} ${body}`));
}

/** All functions by the names of docs/spec/vectors/README.md. */
export const FUNCTIONS = { canonical, commitment, leaf, merkle, list, secret_commitment, seed, ticket, index, cut,
  selection, pool, match, statement, entry, pae, uscc };
