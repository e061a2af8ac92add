// Reference implementation of the sunlot/v1 draw, written from docs/spec alone.
// Plain and slow on purpose. Every function names the section it follows.
// No BLS arithmetic: of a beacon value (02 §11) only the form is judged here.
// A broken input throws Refused; any other exception is a mistake in this file.

import { createHash, createPublicKey, verify } from 'node:crypto';

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

/** 00 §4: the largest power of two below the number of leaves. */
function splitOf(size) {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** 00 §4: Merkle root over leaf hashes (RFC 6962 §2.1). */
function treeRoot(hashes) {
  if (hashes.length === 0) return sha256(Buffer.alloc(0));
  if (hashes.length === 1) return hashes[0];
  const split = splitOf(hashes.length);
  return nodeHash(treeRoot(hashes.slice(0, split)), treeRoot(hashes.slice(split)));
}

/** 00 §4: the same over leaf inputs. */
const merkleRoot = (inputs) => treeRoot(inputs.map(leafHash));

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
export function seed({ campaign, draw, roster, types, pool: poolRoot, N, m, n, operator, contributions, beacon }) {
  checkCounts(N, m, n);
  const numbers = notEmpty(Object.keys(contributions), 'contributions');
  numbers.forEach((number) => matching(number, /^[1-9][0-9]*$/, 'a number of a representative'));
  numbers.sort((a, b) => Number(a) - Number(b));
  return digestOfLines('sunlot/v1/seed', `campaign=${integer(campaign, 'campaign', 1)}`,
    `draw=${integer(draw, 'draw', 1)}`, `roster=${digest(roster, 'roster')}`,
    `types=${typeList(types, 'types').join(',')}`, `pool=${digest(poolRoot, 'pool')}`,
    `N=${N}`, `m=${m}`, `n=${n}`, `operator=${digest(operator, "the operator's secret")}`,
    ...numbers.map((number) => `contribution.${number}=${digest(contributions[number], 'a contribution')}`),
    `beacon=${beaconText(beacon)}`);
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
  beaconText(f.beacon);
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

// ---------------------------------------------------------------- 02 §11 beacon

const CHAINS = new Map([
  ['52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971', // quicknet
    { chained: false, period: 3, genesis: 1692803367, delay: 90, margin: 15 }],
  ['8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce', // default
    { chained: true, period: 30, genesis: 1595431050, delay: 90, margin: 15,
      genesis_seed: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a' }],
  ['914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c', // test
    { chained: false, period: 3, genesis: 1767225600, delay: 12, margin: 3 }],
]);

/** 00 §7: a chain that is not in the table is unknown. */
const knownChain = (hash) => CHAINS.get(digest(hash, 'the chain')) ?? refuse('unknown chain');

/** 02 §11: the chain hash; `beacon_id` is left out for `default`. */
export function chain({ period, genesis, public_key, genesis_seed, beacon_id }) {
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(integer(period, 'the period', 1, 2 ** 32 - 1), 0);
  numbers.writeBigInt64BE(BigInt(integer(genesis, 'genesis')), 4);
  const key = unhex(public_key, 'the public key');
  need([48, 96].includes(key.length), 'the public key is not as long as a point');
  matching(beacon_id, /^[\x21-\x7e]+$/, 'the beacon id');
  return hex(sha256(Buffer.concat([numbers, key, unhex(genesis_seed, 'the genesis seed', 32),
    utf8(beacon_id === 'default' ? '' : beacon_id)])));
}

/** 02 §11: the first round at least `delay` seconds after the close. */
export function round({ chain: hash, closed_at }) {
  const { period, genesis, delay } = knownChain(hash);
  const since = integer(closed_at, 'closed_at') + delay - genesis;
  const number = Math.floor((since + period - 1) / period) + 1;
  integer(number, 'the round', 1);
  return { round: number, time: integer(genesis + period * (number - 1), 'the time of the round') };
}

/** 02 §11: a compressed point that is not the identity, before any arithmetic. */
function point(text, what, length) {
  const [first] = unhex(text, what, length);
  need((first & 0x80) !== 0, `${what} is not compressed`);
  need((first & 0x40) === 0, `${what} is the identity`);
  return text;
}

/** 02 §11: the form of a value. Whether it is the chain's takes a pairing, which is not here. */
export function beaconForm({ chain: hash, round: number, signature, previous }) {
  const { chained, genesis_seed } = knownChain(hash);
  integer(number, 'the round', 1);
  point(signature, 'the signature', chained ? 96 : 48);
  if (!chained) need(previous === null, 'an unchained value has no previous signature');
  else if (number === 1) need(previous === genesis_seed, 'before round 1 is the genesis seed');
  else point(previous, 'the previous signature', 96);
}

/** 02 §4: what stands after `beacon=`: `none` or chain, round and signature. */
function beaconText(text) {
  if (text === 'none') return text;
  const [, hash, number, signature] = /^([^:]*):(0|[1-9][0-9]*):([^:]*)$/.exec(text) ?? refuse('the beacon has the wrong form');
  const { chained } = knownChain(hash);
  integer(Number(number), 'the round', 1);
  point(signature, 'the signature', chained ? 96 : 48);
  return text;
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

// ---------------------------------------------------------------- 03 §4–5, §8 tree, checkpoint, witnesses

/** True if nothing in it is refused. */
function holds(check) {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** RFC 6962 §2.1.1 backwards: the root that a path gives. The last hash of the path is the sibling nearest the root. */
function rootOfPath(leafHashed, position, size, path) {
  if (size === 1) {
    need(path.length === 0, 'the path is too long');
    return leafHashed;
  }
  need(path.length > 0, 'the path is too short');
  const [split, rest, sibling] = [splitOf(size), path.slice(0, -1), path.at(-1)];
  return position < split ? nodeHash(rootOfPath(leafHashed, position, split, rest), sibling)
    : nodeHash(sibling, rootOfPath(leafHashed, position - split, size - split, rest));
}

function checkInclusion({ leafhash, index: position, size, proof: path, root }) {
  integer(size, 'the size', 1);
  integer(position, 'the index', 0, size - 1);
  need(Array.isArray(path), 'the path is not a list');
  need(path.length <= 63, 'the path is longer than 63'); // 03 §10
  const hashes = path.map((text) => unhex(text, 'a hash of the path', 32));
  const found = hex(rootOfPath(unhex(leafhash, 'the leaf hash', 32), position, size, hashes));
  need(found === digest(root, 'the root'), 'the path does not lead to the root');
}

/** RFC 6962 §2.1.1 */
export const inclusion = (input) => holds(() => checkInclusion(input));

/** RFC 4648 §4, padded, canonical. */
function base64(text, what) {
  const bytes = Buffer.from(text, 'base64');
  need(bytes.toString('base64') === text, `${what} is not canonical base64`);
  return bytes;
}

const LOG = 0x01; // 03 §5
const WITNESS = 0x04; // 03 §8
const ORIGIN = /^[a-z0-9._/-]{3,100}$/; // 01 §2
const NAME = '[^+\\p{White_Space}\\p{Cc}]+';

/** 03 §5, §8: `<name>+<key id>+<base64 of type and public key>`. */
function readVkey(text, keyType) {
  need(typeof text === 'string', 'a vkey is not a text');
  const [, name, id, encoded] = new RegExp(`^(${NAME})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)$`, 'u').exec(text)
    ?? refuse('a vkey has the wrong form');
  need(utf8(name).length <= 255, 'a name is longer than 255 bytes');
  const key = base64(encoded, 'the key of a vkey');
  need(key.length === 33, 'the key of a vkey is not 33 bytes');
  need(key[0] === keyType, 'a vkey has another type of key');
  need(hex(sha256(Buffer.concat([utf8(name), Buffer.of(0x0a), key])).subarray(0, 4)) === id, 'a vkey has another key id');
  if (keyType === LOG) matching(name, ORIGIN, 'the name of the log key');
  return { text, name, id, publicKey: key.subarray(1) };
}

/** RFC 8032, Ed25519 */
function isSignedBy(publicKey, message, signature) {
  const key = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
}

/** 01 §2 */
function checkPolicy(quorum, witnesses) {
  need(Array.isArray(witnesses) && witnesses.length <= 15, 'not a list of at most 15 witnesses');
  for (const one of witnesses) {
    exactly(one, ['body', 'vkey'], 'a witness');
    need(typeof one.body === 'string' && one.body !== '', 'a body is empty');
    need([...one.body].length <= 200, 'a body is longer than 200 characters');
  }
  const keys = witnesses.map((one) => readVkey(one.vkey, WITNESS));
  ascending(keys, 'witnesses', (key) => hex(utf8(key.text))); // names need not be ASCII
  need(new Set(keys.map((key) => hex(key.publicKey))).size === keys.length, 'two witnesses have one public key');
  need(new Set(witnesses.map((one) => one.body)).size === keys.length, 'two witnesses have one body');
  integer(quorum, 'the quorum', 0, keys.length);
  need(keys.length === 0 || 2 * quorum > keys.length, 'the quorum is not more than half');
}

/** 01 §2 */
export function policy(input) {
  return holds(() => {
    exactly(input, ['quorum', 'witnesses'], 'the policy');
    checkPolicy(input.quorum, input.witnesses);
  });
}

/** 03 §5: one signature line. */
function readLine(line) {
  const [, name, encoded] = new RegExp(`^— (${NAME}) ([A-Za-z0-9+/=]+)$`, 'u').exec(line) ?? refuse('not a signature line');
  const bytes = base64(encoded, 'a signature line');
  need(bytes.length > 4, 'a signature line without a signature');
  return { name, id: hex(bytes.subarray(0, 4)), rest: bytes.subarray(4) };
}

/** 03 §8: the time of a line of a witness of the policy. */
function readCosignature(witness, text, rest) {
  need(rest.length === 72, 'a cosignature of another length');
  const time = integer(Number(rest.readBigUInt64BE()), 'the time of a cosignature');
  need(time >= 1, 'a cosignature at time 0');
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  need(isSignedBy(witness.publicKey, message, rest.subarray(8)), 'a cosignature is wrong');
  return { time, vkey: witness.text };
}

/** 03 §5, §8: reads a signed note of this log; lines of unknown keys are ignored. */
export function cosignature({ note, log_key, witnesses }) {
  const log = readVkey(log_key, LOG);
  const known = witnesses.map((text) => readVkey(text, WITNESS));
  need(typeof note === 'string' && note.isWellFormed(), 'the note is not a text');
  need(utf8(note).length <= 16384, 'the note is longer than 16,384 bytes');
  need(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(note), 'the note has a control character');
  need(note.endsWith('\n'), 'no LF at the end of the note');
  const [origin, sizeText, rootText, empty, ...lines] = note.slice(0, -1).split('\n');
  need(origin === log.name, 'the note is of another origin');
  const size = integer(Number(matching(sizeText, /^(?:0|[1-9][0-9]*)$/, 'the size')), 'the size', 1);
  const root = base64(rootText ?? '', 'the root');
  need(root.length === 32, 'the root is not 32 bytes');
  need(empty === '' && lines.length > 0, 'no empty line and signatures after the three lines');
  const text = `${origin}\n${sizeText}\n${rootText}\n`;
  const read = lines.map(readLine);
  const isOf = (key) => ({ name, id }) => name === key.name && id === key.id;
  const place = read.findIndex(isOf(log));
  need(place >= 0, 'no line of the log');
  need(read.filter(isOf(log)).length === 1, 'two lines of the log');
  const { rest: logSignature } = read[place];
  need(logSignature.length === 64 && isSignedBy(log.publicKey, utf8(text), logSignature), 'the signature of the log is wrong');
  const signed = [];
  for (const witness of known) {
    const found = read.filter(isOf(witness));
    need(found.length <= 1, 'two lines of one witness');
    if (found.length === 0) continue;
    signed.push(readCosignature(witness, text, found[0].rest));
  }
  signed.sort((a, b) => Buffer.compare(utf8(a.vkey), utf8(b.vkey)));
  return { size, root: hex(root), signed };
}

/** 03 §9 */
export function bracket({ note, log_key, witnesses, quorum, margin, time, last_open, entries }) {
  integer(quorum, 'the quorum (without one there is no bracket)', 1);
  integer(margin, 'the margin');
  integer(time, 'the time of the round');
  integer(last_open, 'the index of the last opening');
  const hashes = entries.map((text) => unhex(text, 'a leaf hash', 32));
  const { size, root, signed } = cosignature({ note, log_key, witnesses });
  need(size > last_open, 'the tree ends before the last opening');
  need(size <= hashes.length, 'the tree is larger than the ledger');
  need(hex(treeRoot(hashes.slice(0, size))) === root, 'the root is not that of the ledger');
  const inTime = signed.map((one) => one.time).filter((t) => t <= time - margin).sort((a, b) => a - b);
  need(inTime.length >= quorum, 'too few witnesses signed in time');
  return { signed: inTime.length, margin: time - inTime[quorum - 1] };
}

// ---------------------------------------------------------------- 03 §6, §10 trust file, proof of a contribution

/** Canonical JSON and one LF, at most so many bytes. */
function readFile(text, what, longest) {
  need(utf8(text).length <= longest, `${what} is longer than ${longest} bytes`);
  need(text.endsWith('\n'), `no LF at the end of ${what}`);
  return decode(text.slice(0, -1));
}

/** 03 §6 */
function readTrust(text) {
  const trust = exactly(readFile(text, 'the trust file', 16384),
    ['genesis', 'log_key', 'origin', 'quorum', 'v', 'witnesses'], 'the trust file');
  need(trust.v === 1, 'unknown version of the trust file');
  digest(trust.genesis, 'genesis');
  checkPolicy(trust.quorum, trust.witnesses);
  need(readVkey(trust.log_key, LOG).name === trust.origin, 'the log key is of another origin');
  return trust;
}

/** 01 §5: body of a `draw.contribution`; gives its data. */
function contributionOf(text) {
  entry({ bytes: text }); // refuses every wrong form
  const { body, sigs } = decode(text);
  need(sigs.length === 1, 'not signed by exactly one key'); // 03 §3
  need(body.kind === 'draw.contribution', 'an entry of another kind');
  const data = exactly(body.data, ['campaign', 'commitment', 'draw', 'level', 'made_by', 'person', 'representative'], 'the data');
  for (const name of ['campaign', 'draw', 'representative']) integer(data[name], name, 1);
  for (const name of ['commitment', 'person']) digest(data[name], name);
  need(data.level === 'D', 'unknown level');
  need(['bot', 'device'].includes(data.made_by), 'unknown maker');
  return { ...data, seq: body.seq };
}

/** 03 §10, judged with the trust file alone: the signature of the entry is not checked. */
export function proof({ file: text, trust: trustText }) {
  const trust = readTrust(trustText);
  const file = exactly(readFile(text, 'the proof', 131072),
    ['checkpoint', 'entry', 'index', 'kind', 'proof', 'roster', 'secret', 'v'], 'the proof');
  need(file.v === 1, 'unknown version of the proof');
  need(file.kind === 'contribution', 'a proof of another kind');
  digest(file.roster, 'the roster');
  const { size, root, signed } = cosignature({ note: file.checkpoint, log_key: trust.log_key,
    witnesses: trust.witnesses.map((one) => one.vkey) });
  need(typeof file.entry === 'string', 'the entry is not a text');
  const { seq, campaign, draw, representative, commitment: committed } = contributionOf(file.entry);
  checkInclusion({ leafhash: hex(leafHash(utf8(file.entry))), index: file.index, size, proof: file.proof, root });
  need(seq === file.index, 'the entry has another number'); // 03 §2
  if (file.secret !== null) {
    const opened = secret_commitment({ campaign, draw, roster: file.roster, party: `representative.${representative}`, secret: file.secret });
    need(opened === committed, 'the secret does not open the commitment');
  }
  return { campaign, draw, representative, index: seq, size, signed: signed.length, opened: file.secret !== null };
}

/** All functions by the names of docs/spec/vectors/README.md but `beacon`, which takes BLS arithmetic. */
export const FUNCTIONS = { canonical, commitment, leaf, merkle, list, secret_commitment, seed, ticket, index, cut,
  selection, pool, match, statement, chain, round, policy, cosignature, inclusion, bracket, proof, entry, pae, uscc };
