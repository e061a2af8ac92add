// Allocation per_type (02 §6.1): type first, then a quota per type.

import { compareText } from './bytes.js';
import { drawTickets, places, select, ticketer } from './draw.js';
import { check, digest, exact, int, list, self } from './form.js';
import { MUST, listOf } from './lists.js';
import { typeOf } from './matching.js';
import { TYPE } from './records.js';
import { Refusal } from './refusal.js';

/**
 * `members` maps each chosen type, ascending, to its rows' positions in the pool, `planned` to its count.
 * Gives the rows of draw.result and the chosen positions ascending.
 */
export function selectStrata(pool, tickets, members, planned) {
  const chosen = [];
  const strata = [...members].map(([type, rows]) => {
    const must = rows.filter((row) => pool.marks[row] === MUST).length;
    const n = places(planned.get(type) ?? 0, rows.length, must);
    const got = select(pool, tickets, rows, n);
    chosen.push(...got.chosen);
    return { cutoff: got.cutoff, must, n, odds: got.odds, pool: rows.length, type };
  });
  return { strata, chosen: chosen.sort((a, b) => a - b) };
}

function checkRows(rows, types) {
  const lots = new Set();
  for (const [, , lot, candidates] of rows) {
    check(digest, lot, 'lot');
    if (lots.has(lot)) throw new Refusal('lot', 'different in each row', lot);
    lots.add(lot);
    check(list(TYPE, { min: 1, key: self }), candidates, 'candidates');
    const stray = candidates.find((type) => !types.has(type));
    if (stray) throw new Refusal('candidates', 'chosen types', stray);
  }
}

/** The vector function `strata`. */
export function strata({ seed, chosen, pool: rows }) {
  check(digest, seed, 'seed');
  check(list(exact({ planned: int(1), type: TYPE }), { min: 1, key: (row) => row.type }), chosen, 'chosen');
  const planned = new Map(chosen.map((row) => [row.type, row.planned]));
  const pool = listOf(rows.map(([leaf, mark]) => [leaf, mark]));
  if (pool.count === 0) throw new Refusal('pool', 'at least one row', 'none');
  checkRows(rows, planned);
  const ticket = ticketer(seed, 'type');
  const members = new Map([...planned.keys()].sort(compareText).map((type) => [type, []]));
  rows.forEach(([, , lot, candidates], i) => members.get(typeOf(ticket(lot), candidates)).push(i));
  const got = selectStrata(pool, drawTickets(seed, pool.leaves), members, planned);
  return { strata: got.strata, selection: got.chosen.map((i) => rows[i].slice(0, 2)) };
}
