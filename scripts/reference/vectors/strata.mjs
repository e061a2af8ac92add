// Vectors of 02 §6.1 of docs/spec: allocation `per_type`.

import assert from 'node:assert/strict';
import { R, UPPER, bad, d, good, seedWith, under } from './kit.mjs';

/** Rows of a pool: each [mark, candidates]. */
const rowsOf = (...all) => all.map(([mark, candidates], i) => [d(`strata leaf ${i}`), mark, d(`strata lot ${i}`), candidates])
  .sort(([a], [b]) => (a < b ? -1 : 1));
const times = (count, ...row) => Array.from({ length: count }, () => row);
const chosenOf = (plans) => Object.entries(plans).map(([type, planned]) => ({ planned, type }));
const typeOf = (seed, [, , lot, candidates]) => candidates[R.index({ ticket: R.ticket({ seed, label: 'type', key: lot }), total: candidates.length })];

/** By rank, from tickets: what the rule says in words, without its order of steps. */
function examine({ seed, chosen, pool }, result) {
  assert.deepEqual(result.strata.map((row) => row.type), chosen.map((one) => one.type));
  const isIn = (leaf) => result.selection.some(([other]) => other === leaf);
  for (const row of result.strata) {
    const own = pool.filter((one) => typeOf(seed, one) === row.type);
    assert.deepEqual([row.pool, row.must, row.n], [own.length, own.filter(([, mark]) => mark === 'm').length, own.filter(([leaf]) => isIn(leaf)).length]);
    for (const [leaf, mark] of own) {
      const ticket = R.ticket({ seed, label: 'draw', key: leaf });
      assert.equal(isIn(leaf), mark === 'm' || (row.cutoff !== null && ticket <= row.cutoff));
    }
  }
  assert.equal(pool.length, result.strata.reduce((sum, row) => sum + row.pool, 0));
}

export function strataVectors() {
  const of = (plans, rows, seed = d('seed')) => ({ seed, chosen: chosenOf(plans), pool: rows });
  const yes = (name, comment, input, counts, check = () => {}) => good('strata', name, under('02 §6.1', 'S02-6.1', 'S02-7'), comment, input, (result) => {
    examine(input, result);
    assert.deepEqual(result.strata.map((row) => [row.type, row.pool, row.must, row.n]), counts, name);
    check(result);
  });
  const no = (name, spec, input, comment = '') => bad('strata', name, spec, comment, input);
  const [a, b, ab] = [['A01'], ['B07'], ['A01', 'B07']];

  yes('two types', 'one candidate each', of({ A01: 2, B07: 1 }, rowsOf(...times(4, 'r', a), ...times(3, 'r', b))), [['A01', 4, 0, 2], ['B07', 3, 0, 1]],
    (r) => assert.deepEqual(r.strata.map((row) => row.odds), [[2, 4], [1, 3]]));
  const single = of({ A01: 2 }, rowsOf(...times(5, 'r', a), ['m', a]));
  yes('one type', 'as pooled', single, [['A01', 6, 1, 2]], (r) => {
    const { selection, cutoff, odds } = R.selection({ seed: single.seed, pool: single.pool.map(([leaf, mark]) => [leaf, mark]), n: 2 });
    assert.deepEqual([r.selection, r.strata[0].cutoff, r.strata[0].odds], [selection, cutoff, odds]);
  });
  const both = of({ A01: 2, B07: 2 }, rowsOf(...times(8, 'r', ab)));
  both.seed = seedWith('strata both', (seed) => both.pool.filter((row) => typeOf(seed, row) === 'A01').length === 3);
  yes('two candidates', 'each row is in one stratum only', both, [['A01', 3, 0, 2], ['B07', 5, 0, 2]]);
  yes('musts', 'in for certain, in their own stratum', of({ A01: 3, B07: 1 }, rowsOf(...times(4, 'r', a), ['m', a], ['m', a], ...times(3, 'r', b))),
    [['A01', 6, 2, 3], ['B07', 3, 0, 1]], (r) => assert.deepEqual(r.strata[0].odds, [1, 4]));
  yes('more musts than the plan', 'n_t is raised to m_t; nothing is taken from another stratum',
    of({ A01: 1, B07: 2 }, rowsOf(['m', a], ['m', a], ['m', a], ['r', a], ...times(3, 'r', b))), [['A01', 4, 3, 3], ['B07', 3, 0, 2]],
    (r) => assert.deepEqual([r.strata[0].cutoff, r.strata[0].odds], [null, [0, 1]]));
  yes('musts are the plan', 'n_t = m_t: cutoff null, odds 0 of 2', of({ A01: 1, B07: 1 }, rowsOf(['m', a], ['r', a], ['r', a], ['r', b])),
    [['A01', 3, 1, 1], ['B07', 1, 0, 1]], (r) => assert.deepEqual([r.strata[0].cutoff, r.strata[0].odds], [null, [0, 2]]));
  yes('only musts in a stratum', 'N_t = m_t: cutoff and odds null', of({ A01: 5, B07: 1 }, rowsOf(['m', a], ['m', a], ['r', b])),
    [['A01', 2, 2, 2], ['B07', 1, 0, 1]], (r) => assert.deepEqual([r.strata[0].cutoff, r.strata[0].odds], [null, null]));
  yes('empty stratum', 'stands with zeros and nulls', of({ A01: 2, B07: 3, C11: 1 }, rowsOf(...times(3, 'r', a), ['r', ['C11']])),
    [['A01', 3, 0, 2], ['B07', 0, 0, 0], ['C11', 1, 0, 1]], (r) => assert.deepEqual([r.strata[1].cutoff, r.strata[1].odds], [null, null]));
  yes('a shortfall is not made up', 'A01 lacks three rows; B07 keeps its plan, so fewer are drawn than planned', of({ A01: 5, B07: 2 }, rowsOf(...times(2, 'r', a), ...times(9, 'r', b))),
    [['A01', 2, 0, 2], ['B07', 9, 0, 2]], (r) => assert.equal(r.selection.length, 4));
  const crossing = of({ A01: 1, B07: 1 }, rowsOf(...times(3, 'r', a), ['r', b]));
  crossing.seed = seedWith('strata crossing', (seed) => {
    const order = [...crossing.pool].sort(([x], [y]) => (R.ticket({ seed, label: 'draw', key: x }) < R.ticket({ seed, label: 'draw', key: y }) ? -1 : 1));
    return order.at(-1)[3] === b;
  });
  yes('the highest ticket of all is drawn', 'it is alone in its stratum, lower ones of A01 are out: one cut-off would be wrong', crossing, [['A01', 3, 0, 1], ['B07', 1, 0, 1]]);
  const failed = of({ A01: 1, B07: 1 }, rowsOf(['m', ab], ['m', ab], ['r', a], ['r', b]));
  failed.seed = seedWith('strata failed', (seed) => new Set(failed.pool.filter(([, mark]) => mark === 'm').map((row) => typeOf(seed, row))).size === 2);
  yes('musts of two candidates', 'the ticket gives a must its type, too', failed, [['A01', 2, 1, 1], ['B07', 2, 1, 1]]);
  yes('selection is ascending by leaf', 'strata are mixed in it', of({ A01: 3, B07: 3 }, rowsOf(...[0, 1, 2].flatMap(() => [['r', a], ['r', b]]))), [['A01', 3, 0, 3], ['B07', 3, 0, 3]],
    (r) => assert.deepEqual(r.selection, [...r.selection].sort()));
  yes('one row', '', of({ A01: 1 }, rowsOf(['r', a])), [['A01', 1, 0, 1]]);

  const rows = rowsOf(['r', a], ['r', b]);
  const plans = { A01: 1, B07: 1 };
  const change = (name, spec, at, value, comment = '') => no(name, spec, of(plans, [rows[0].with(at, value), rows[1]]), comment);
  const chosen = (name, spec, list, comment = '') => no(name, spec, { ...of(plans, rows), chosen: list }, comment);
  no('seed in upper case', '00 §1.3', of(plans, rows, UPPER));
  no('empty pool', '00 §5', of(plans, []));
  no('pool unsorted', '00 §5', of(plans, rows.toReversed()));
  no('leaf twice', '00 §5', of(plans, [rows[0], rows[1].with(0, rows[0][0])]));
  change('leaf in upper case', '00 §1.3', 0, UPPER);
  change('wrong mark', '00 §5', 1, 'x');
  change('lot too short', '00 §1.3', 2, d('lot').slice(2));
  change('lot in upper case', '00 §1.3', 2, UPPER);
  change('lot twice', '01 §1', 2, rows[1][2]);
  change('no candidates', '02 §7', 3, []);
  change('candidates unsorted', '02 §7', 3, ['B07', 'A01']);
  change('candidate twice', '02 §7', 3, ['A01', 'A01']);
  change('candidate was not chosen', under('02 §6.1', 'S02-1', 'S02-6.1'), 3, ['C11'], 'the strata would not be the whole pool');
  chosen('no chosen type', '01 §8.4', []);
  chosen('chosen unsorted', '01 §8.4', chosenOf({ B07: 1, A01: 1 }));
  chosen('chosen twice', '01 §8.4', [...chosenOf({ A01: 1, B07: 1 }), ...chosenOf({ B07: 1 })]);
  chosen('planned 0', '01 §3.1', chosenOf({ A01: 0, B07: 1 }));
  chosen('planned with a fraction', '00 §1.4', chosenOf({ A01: 1.5, B07: 1 }));
  chosen('type in lower case', '00 §3', chosenOf({ A01: 1, B07: 1, c11: 1 }));
}
