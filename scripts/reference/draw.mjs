// 02 §1–8.4 of docs/spec: pool, seed, tickets, selection, strata, matching.

import { ascending, compare, date, daysInMonth, digest, exactly, hex, integer, matching, need, notEmpty, sha256, unhex, utf8 } from './text.mjs';
import { QUOTA, WEIGHT, checkFacts, checkInstitutions, digestOfLines, merkleRoot, type, typeList } from './records.mjs';
import { beaconText } from './beacon.mjs';


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
  for (const visit of facts.last) need(visit.date <= reference_date, 'a visit is after the reference date', 'time');
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
  need(N > 0, 'the pool is empty', 'value');
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
export function checkCounts(N, m, n) {
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
  need(['draw', 'type', 'order', 'test', 'sample', 'row'].includes(label), 'unknown label', 'version');
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

/** 02 §7: the candidate that the ticket of the LOT points at. */
function typeOf(seedText, lot, candidates) {
  return candidates[index({ ticket: ticket({ seed: seedText, label: 'type', key: lot }), total: candidates.length })];
}

/** 02 §6.1: the stratum of one type, and its part of the selection. */
function stratum(seedText, { type: typeCode, planned }, rows) {
  const [N, m] = [rows.length, rows.filter(([, mark]) => mark === 'm').length];
  const n = Math.max(Math.min(planned, N), m);
  const { selection: chosen, cutoff, odds } = N === 0 ? { selection: [], cutoff: null, odds: null }
    : selection({ seed: seedText, pool: rows, n });
  return { row: { cutoff, must: m, n, odds, pool: N, type: typeCode }, chosen }; // 01 §5
}

function checkStrataInput(chosen, rows) {
  notEmpty(ascending(chosen, 'chosen', (one) => one.type), 'chosen');
  for (const one of chosen) {
    exactly(one, ['planned', 'type'], 'a chosen type');
    type(one.type);
    integer(one.planned, 'planned', 1);
  }
  notEmpty(ascending(rows, 'the pool', ([leafText]) => leafText), 'the pool');
  for (const [leafText, mark, lot, candidates] of rows) {
    digest(leafText, 'a leaf');
    matching(mark, /^[mr]$/, 'a mark');
    digest(lot, 'a lot');
    typeList(candidates, 'candidates');
    need(candidates.every((t) => chosen.some((one) => one.type === t)), 'a candidate was not chosen', 'value');
  }
  need(new Set(rows.map(([, , lot]) => lot)).size === rows.length, 'two enterprises have the same lot', 'value');
}

/** 02 §6.1: allocation `per_type`. */
export function strata({ seed: seedText, chosen, pool: rows }) {
  digest(seedText, 'the seed');
  checkStrataInput(chosen, rows);
  const typed = rows.map(([leafText, mark, lot, candidates]) => ({ row: [leafText, mark], type: typeOf(seedText, lot, candidates) }));
  const all = chosen.map((one) => stratum(seedText, one, typed.filter((row) => row.type === one.type).map(({ row }) => row)));
  const selected = all.flatMap(({ chosen: some }) => some).sort(([a], [b]) => compare(a, b));
  return { strata: all.map(({ row }) => row), selection: selected };
}

// ---------------------------------------------------------------- 02 §7–8 types and matching

/** 02 §8.1: base quotas or weights of one role in one type, by institution, ascending; only those who can serve. */
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
  need(testersWith(S, T, desk.isWaived).length > 0, `infeasible: nobody can serve an enterprise in type ${typeCode}`, 'value');
  return { X: S, Y: T, rotation: 'dropped' };
}

/** 02 §8.3: draws one of the eligible, by weight or by quota; a quota is then reduced. */
function choose(eligible, { base, remaining, isWeighted }, ticketText) {
  const free = isWeighted ? eligible : eligible.filter((code) => remaining.get(code) >= 1);
  const over = free.length === 0;
  const [among, weights] = over ? [eligible, base] : [free, remaining]; // of a weighted type nothing ever leaves `remaining`
  const total = among.reduce((sum, code) => sum + weights.get(code), 0);
  const k = index({ ticket: ticketText, total });
  let running = 0;
  const code = among.find((one) => (running += weights.get(one)) > k);
  if (!over && !isWeighted) remaining.set(code, remaining.get(code) - 1);
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
    need(row.candidates.every((t) => row.facts.types.includes(t)), 'a candidate is not a type of the enterprise', 'value');
  }
  need(new Set(rows.map((row) => row.lot)).size === rows.length, 'two enterprises have the same lot', 'value');
}

/** 02 §7 and §8 */
export function match({ seed: seedText, sampling_until, waived, institutions, rows }) {
  digest(seedText, 'the seed');
  date(sampling_until, 'sampling_until');
  ascending(waived, 'waived').forEach(type);
  const forms = checkInstitutions(institutions);
  checkMatchRows(rows);
  const typed = rows.map((row) => ({ ...row, type: typeOf(seedText, row.lot, row.candidates),
    order: ticket({ seed: seedText, label: 'order', key: row.lot }) }));
  const desks = new Map(); // per type: base and remaining quotas of both roles
  const openDesk = (typeCode) => {
    const form = forms.get(typeCode) ?? QUOTA; // without any institution the type is infeasible anyhow
    const [sampling, testing] = form.map((field) => {
      const base = baseQuotas(institutions, field, typeCode, sampling_until);
      return { base, remaining: new Map(base), isWeighted: form === WEIGHT };
    });
    return { sampling, testing, isWaived: waived.includes(typeCode) };
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
