// Types and institutions of the selected enterprises (02 §7, §8).

import { compareText, hex } from './bytes.js';
import { isDate } from './dates.js';
import { indexOf, ticketer } from './draw.js';
import { check, digest, list, self } from './form.js';
import { leafHashes, rootOf } from './merkle.js';
import { FACTS, INSTITUTION_ROWS, TYPE } from './records.js';
import { Refusal } from './refusal.js';
import { rowHash } from './texts.js';

/** The base places of one type (02 §8.1): {weighted, sampling: Map, testing: Map}, codes ascending. */
export function placesOf(institutions, type, until) {
  const out = { weighted: false, sampling: new Map(), testing: new Map() };
  for (const { code, types } of institutions) {
    const row = types.find((t) => t.type === type);
    if (row === undefined) continue;
    const weighted = 'sampling_weight' in row;
    out.weighted ||= weighted;
    if (row.valid_until < until) continue;
    const [s, t] = weighted ? [row.sampling_weight, row.testing_weight] : [row.sampling, row.testing];
    if (s > 0) out.sampling.set(code, s);
    if (t > 0) out.testing.set(code, t);
  }
  return out;
}

function samplers(tester, all, waived) {
  return waived ? all : all.filter((i) => i !== tester);
}

function hasPair(samplersOf, testers, waived) {
  return testers.some((tester) => samplers(tester, samplersOf, waived).length > 0);
}

/** Who can serve one enterprise (02 §8.2): {X, Y, dropped}, or null if nobody. */
export function serving(base, facts, type, waived) {
  const free = (map) => [...map.keys()].filter((i) => !facts.conflicts.includes(i));
  const [S, T] = [free(base.sampling), free(base.testing)];
  const last = facts.last.find((visit) => visit.type === type);
  const X = last ? S.filter((i) => i !== last.sampler) : S;
  const Y = last ? T.filter((i) => i !== last.tester) : T;
  if (hasPair(X, Y, waived)) return { X, Y, dropped: false };
  return hasPair(S, T, waived) ? { X: S, Y: T, dropped: true } : null;
}

// One choice of 02 §8.3: [institution, over quota].
function choose(eligible, base, left, ticket, weighted) {
  const free = weighted ? eligible : eligible.filter((i) => left.get(i) >= 1);
  const over = free.length === 0;
  const from = over ? eligible : free;
  const weights = over || weighted ? base : left;
  const total = from.reduce((sum, i) => sum + weights.get(i), 0);
  const k = indexOf(ticket, total);
  let running = 0;
  const chosen = from.find((i) => (running += weights.get(i)) > k);
  if (!over && !weighted) left.set(chosen, left.get(chosen) - 1);
  return [chosen, over];
}

const OVER = { false: { false: 'none', true: 'testing' }, true: { false: 'sampling', true: 'both' } };

class TypeMatcher {
  constructor(type, base, waived, tickets) {
    Object.assign(this, { type, base, waived, tickets });
    this.left = { sampling: new Map(base.sampling), testing: new Map(base.testing) };
  }

  match({ leaf, lot, facts }) {
    const pair = serving(this.base, facts, this.type, this.waived);
    if (pair === null) throw new Refusal(leaf, `an institution pair for ${this.type}`, 'infeasible');
    const { X, Y } = pair;
    const testers = Y.filter((i) => samplers(i, X, this.waived).length > 0);
    const { weighted } = this.base;
    const [testing, overT] = choose(testers, this.base.testing, this.left.testing, this.tickets.test(lot), weighted);
    const eligible = samplers(testing, X, this.waived);
    const [sampling, overS] = choose(eligible, this.base.sampling, this.left.sampling, this.tickets.sample(lot), weighted);
    return { leaf, type: this.type, sampling, testing, over: OVER[overS][overT], rotation: pair.dropped ? 'dropped' : 'kept' };
  }
}

/** The type of an enterprise (02 §7). */
export function typeOf(typeTicket, candidates) {
  return candidates[indexOf(typeTicket, candidates.length)];
}

/** Rows {leaf, lot, candidates, facts} matched (02 §8), ascending by leaf, with the rows root. */
export function matchRows({ seed, until, waived, institutions, rows }) {
  const tickets = Object.fromEntries(['type', 'order', 'test', 'sample', 'row'].map((l) => [l, ticketer(seed, l)]));
  const byType = new Map();
  for (const row of rows) {
    const type = typeOf(tickets.type(row.lot), row.candidates);
    if (!byType.has(type)) byType.set(type, []);
    byType.get(type).push({ row, order: tickets.order(row.lot) });
  }
  const out = [];
  for (const type of [...byType.keys()].sort(compareText)) {
    const matcher = new TypeMatcher(type, placesOf(institutions, type, until), waived.has(type), tickets);
    const order = (a, b) => compareText(a.order, b.order) || compareText(a.row.lot, b.row.lot);
    for (const { row } of byType.get(type).sort(order)) out.push({ ...matcher.match(row), salt: tickets.row(row.lot) });
  }
  out.sort((a, b) => compareText(a.leaf, b.leaf));
  return { rows: out, root: rowsRoot(out) };
}

function rowsRoot(rows) {
  return hex(rootOf(leafHashes(rows.length, 32, (i, buffer) => buffer.set(rowHash(rows[i]), 1))));
}

/** The vector function `match`. */
export function match({ seed, sampling_until: until, waived, institutions, rows }) {
  check(digest, seed, 'seed');
  if (!isDate(until)) throw new Refusal('sampling_until', 'a date', until);
  check(list(TYPE, { key: self }), waived, 'waived');
  check(INSTITUTION_ROWS, institutions, 'institutions');
  checkForms(institutions);
  check(list(() => {}, { min: 1 }), rows, 'rows');
  rows.forEach(checkRow);
  for (const key of ['leaf', 'lot']) {
    if (new Set(rows.map((row) => row[key])).size < rows.length) throw new Refusal(key, 'different in each row', 'one twice');
  }
  const got = matchRows({ seed, until, waived: new Set(waived), institutions, rows });
  return { rows: got.rows.map(({ salt, ...row }) => row), root: got.root };
}

// Within a type all rows are quotas or all are weights (01 §3.2).
function checkForms(institutions) {
  const forms = new Map();
  for (const row of institutions.flatMap((one) => one.types)) {
    const form = 'sampling_weight' in row;
    if ((forms.get(row.type) ?? form) !== form) throw new Refusal(row.type, 'quotas or weights', 'both');
    forms.set(row.type, form);
  }
}

function checkRow({ leaf, lot, candidates, facts }) {
  check(digest, leaf, 'leaf');
  check(digest, lot, 'lot');
  check(FACTS, facts, 'facts');
  check(list(TYPE, { min: 1, key: self }), candidates, 'candidates');
  const stray = candidates.find((type) => !facts.types.includes(type));
  if (stray) throw new Refusal('candidates', 'types of the enterprise', stray);
}
