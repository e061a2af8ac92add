// The draw (02): tickets, selection, pool, types and matching as pure functions.

import { compareText, hex, utf8 } from './bytes.js';
import { addMonths, isDate } from './dates.js';
import { check, digest, int, list, self } from './form.js';
import { MUST, compareAt, listOf } from './lists.js';
import { FACTS, TYPE } from './records.js';
import { Refusal } from './refusal.js';
import { drawHasher, prefixed } from './sha256.js';

/** A function (key in hex) → ticket in hex, for one seed and label (02 §5). */
export function ticketer(seed, label) {
  const hash = prefixed(utf8(seed));
  const out = new Uint8Array(32);
  return (key) => {
    hash(utf8(`:${label}:${key}`), out, 0);
    return hex(out);
  };
}

/** The vector function `ticket`. */
export function ticket({ seed, label, key }) {
  check(digest, seed, 'seed');
  check(digest, key, 'key');
  if (!['draw', 'type', 'order', 'test', 'sample', 'row'].includes(label)) throw new Refusal('label', 'a label of 02 §5', label);
  return ticketer(seed, label)(key);
}

/** `draw` tickets of all leaves (32 bytes each) as one byte string. */
export function drawTickets(seed, leaves) {
  const hash = drawHasher(utf8(seed));
  const out = new Uint8Array(leaves.length);
  for (let at = 0; at < leaves.length; at += 32) hash(leaves, at, out, at);
  return out;
}

/** index(ticket, total) of 02 §5; total a safe integer or a BigInt. */
export function indexOf(ticketHex, total) {
  return Number((BigInt(`0x${ticketHex}`) * BigInt(total)) >> 256n);
}

/** The vector function `index`. */
export function index({ ticket: t, total }) {
  check(digest, t, 'ticket');
  check(int(1), total, 'total');
  return indexOf(t, total);
}

// Positions of `rows` in ascending order of (ticket, leaf).
function ranked(rows, tickets, leaves) {
  return rows.sort((a, b) => compareAt(tickets, 32 * a, tickets, 32 * b) || compareAt(leaves, 32 * a, leaves, 32 * b));
}

// The first 48 bits of a ticket: a number that sorts as the ticket does, but for ties.
const head = (tickets, at) => ((tickets[at] << 16) | (tickets[at + 1] << 8) | tickets[at + 2]) * 0x1000000
  + ((tickets[at + 3] << 16) | (tickets[at + 4] << 8) | tickets[at + 5]);

/**
 * Selection of 02 §6 among `rows` (positions in the pool, ascending) with n places.
 * Gives the chosen positions ascending, the cut-off, odds and, on demand, the reserves' positions in their order.
 * Numbers sort far faster than rows: only those at the edge itself are compared in full.
 */
export function select(pool, tickets, rows, n) {
  const others = rows.filter((row) => pool.marks[row] !== MUST);
  const places = n - (rows.length - others.length);
  const keys = Float64Array.from(others, (row) => head(tickets, 32 * row));
  const edge = places > 0 ? Float64Array.from(keys).sort()[places - 1] : -1;
  const below = keys.reduce((sum, key) => sum + (key < edge ? 1 : 0), 0);
  const atEdge = ranked(others.filter((_, i) => keys[i] === edge), tickets, pool.leaves).slice(0, places - below);
  let next = 0;
  const chosen = rows.filter((row) => pool.marks[row] === MUST || keys[next++] < edge || atEdge.includes(row));
  const last = atEdge.at(-1);
  return {
    chosen,
    cutoff: places > 0 ? hex(tickets, 32 * last, 32 * last + 32) : null,
    odds: others.length > 0 ? [places, others.length] : null,
    reserves: () => {
      const taken = new Set(chosen);
      return ranked(others.filter((row) => !taken.has(row)), tickets, pool.leaves);
    },
  };
}

/** The vector function `selection`. */
export function selection({ seed, pool: rows, n }) {
  check(digest, seed, 'seed');
  const pool = listOf(rows);
  check(int(1), pool.count, 'N');
  check(int(1, pool.count), n, 'n');
  check(int(0, n), pool.musts(), 'm');
  const all = rows.map((_, i) => i);
  const got = select(pool, drawTickets(seed, pool.leaves), all, n);
  return {
    selection: got.chosen.map((i) => rows[i]), cutoff: got.cutoff, odds: got.odds,
    reserves: got.reserves().map((i) => pool.leaf(i)),
  };
}

/** n of 02 §1. */
export function places(planned, N, m) {
  return Math.max(Math.min(planned, N), m);
}

/**
 * What 02 §1 says of one enterprise: null (no chosen type), {excluded: reason} or {mark, candidates}.
 * `chosen` is a Set of types, `drawn` whether an earlier selection has the leaf.
 */
export function judge(facts, chosen, drawn, since, until) {
  const own = facts.types.filter((type) => chosen.has(type));
  if (own.length === 0) return null;
  if (facts.status !== 'normal') return { excluded: facts.status };
  const failed = facts.failed.map((f) => f.type).filter((type) => chosen.has(type));
  if (failed.length > 0) return { mark: 'm', candidates: failed };
  if (drawn) return { excluded: 'drawn' };
  const avoided = new Set(facts.last.filter((v) => since < v.date && v.date <= until).map((v) => v.type));
  const candidates = own.filter((type) => !avoided.has(type));
  return candidates.length === 0 ? { excluded: 'avoidance' } : { mark: 'r', candidates };
}

/** The first day that no longer counts (02 §2); with 0 months nothing is avoided. */
export function sinceDay(reference, months) {
  return months === 0 ? reference : addMonths(reference, -months);
}

function visited(facts, reference, at) {
  const late = facts.last.find((visit) => visit.date > reference);
  if (late) throw new Refusal(`${at}.last`, `no date after ${reference}`, late.date);
}

/** The vector function `pool`. */
export function pool(input) {
  const { chosen, rows, reference_date: reference, avoidance_months: months, drawn, planned } = input;
  check(list(TYPE, { min: 1, key: self }), chosen, 'chosen');
  if (!isDate(reference)) throw new Refusal('reference_date', 'a date', reference);
  check(int(0, 24), months, 'avoidance_months');
  check(int(1), planned, 'planned');
  check(list(digest), drawn, 'drawn');
  const out = { pool: [], candidates: {}, excluded: { closed: 0, duplicate: 0, invalid: 0, drawn: 0, avoidance: 0 } };
  const seen = new Set();
  for (const { leaf, facts } of rows) {
    check(digest, leaf, 'leaf');
    check(FACTS, facts, 'facts');
    visited(facts, reference, 'facts');
    if (seen.has(leaf)) throw new Refusal('rows', 'every leaf once', leaf);
    seen.add(leaf);
    const place = judge(facts, new Set(chosen), drawn.includes(leaf), sinceDay(reference, months), reference);
    if (place?.excluded) out.excluded[place.excluded]++;
    if (place?.mark) {
      out.pool.push([leaf, place.mark]);
      out.candidates[leaf] = place.candidates;
    }
  }
  out.pool.sort((a, b) => compareText(a[0], b[0]));
  if (out.pool.length === 0) throw new Refusal('pool', 'at least one row', 'none');
  out.n = places(planned, out.pool.length, out.pool.filter(([, mark]) => mark === 'm').length);
  return out;
}

/** A pool List from judged rows {leaf, mark}, ascending by leaf. */
export function poolList(rows) {
  return listOf(rows.map(({ leaf, mark }) => [leaf, mark]));
}

