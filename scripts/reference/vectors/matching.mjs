// Vectors of 02 §7–8 of docs/spec: types, matching.

import assert from 'node:assert/strict';
import { R, UPPER, bad, byLeaf, d, facts, good, seedWith, under } from './kit.mjs';

// ---------------------------------------------------------------- match

export const UNTIL = '2026-11-30';
const VALID = '2027-12-31';

/** Institution; per type [sampling, testing] and perhaps valid_until. */
export const inst = (code, quotas) => ({ code, name: `机构 ${code}`, types: Object.entries(quotas)
  .map(([type, [sampling, testing, valid_until = VALID]]) => ({ sampling, testing, type, valid_until })) });

/** Rows of a matching; `types` are also the candidates where none are given. */
export const matchRows = (...all) => all.map(({ candidates, ...one }, i) => ({ leaf: d(`match leaf ${i}`), lot: d(`match lot ${i}`),
  candidates: candidates ?? one.types ?? ['A01'], facts: facts(one) })).sort(byLeaf);
export const times = (n, one = {}) => Array.from({ length: n }, () => one);

export function matchVectors() {
  const of = (institutions, rows, change = {}) => ({ seed: d('seed'), sampling_until: UNTIL, waived: [], institutions, rows, ...change });
  const counts = (r) => { // how the rows are over quota
    const result = { none: 0, sampling: 0, testing: 0, both: 0 };
    r.rows.forEach((row) => { result[row.over] += 1; });
    return result;
  };
  const pair = (row) => `${row.sampling}/${row.testing}`;
  const pairs = (...expected) => (r) => assert.deepEqual(r.rows.map(pair), expected);
  const yes = (name, spec, comment, input, check) => good('match', name, spec, comment, input, (r) => {
    assert.equal(r.rows.length, input.rows.length);
    for (const row of r.rows) assert.ok(row.sampling !== row.testing || input.waived.includes(row.type));
    check(r);
  });
  /** Looks for a seed with which `holds` is true of the result. */
  const seeded = (series, input, holds) => ({ ...input, seed: seedWith(series, (seed) => holds(R.match({ ...input, seed }))) });
  const no = (name, spec, comment, input) => bad('match', name, spec, comment, input);
  const both = [inst('I1', { A01: [5, 5] }), inst('I2', { A01: [5, 5] })];
  const three = [...both, inst('I3', { A01: [5, 5] })];
  const S = inst('S1', { A01: [9, 0] });
  const T = inst('T1', { A01: [0, 9] });

  yes('one row, one pair', '02 §8.2', 'a sampler that does not test and a tester that does not sample', of([S, T], matchRows({})), pairs('S1/T1'));
  yes('one candidate', '02 §7', 'the index is 0', of(both, matchRows({ types: ['A01', 'A02'], candidates: ['A01'] })),
    (r) => assert.equal(r.rows[0].type, 'A01'));
  const types3 = [inst('I1', { A01: [3, 3], A02: [3, 3], B07: [3, 3] }), inst('I2', { A01: [3, 3], A02: [3, 3], B07: [3, 3] })];
  yes('several candidates', '02 §7', 'every type occurs', seeded('types', of(types3, matchRows(...times(6, { types: ['A01', 'A02', 'B07'] }))),
    (r) => new Set(r.rows.map((row) => row.type)).size === 3), () => {});
  yes('separation', '02 §8.2', 'sampling is never testing', of(both, matchRows(...times(6))), () => {});
  yes('three institutions', '02 §8.3', 'every institution in both roles', seeded('three', of(three, matchRows(...times(8))),
    (r) => new Set(r.rows.map(pair)).size >= 5), () => {});
  yes('the only sampler never tests', '02 §8.3', 'I1 tests too, but then nobody could sample',
    of([inst('I1', { A01: [9, 900] }), inst('I2', { A01: [0, 9] })], matchRows(...times(4))), pairs(...times(4, 'I1/I2')));
  yes('the only tester never samples', '02 §8.3', '',
    of([inst('I1', { A01: [900, 9] }), inst('I2', { A01: [9, 0] })], matchRows(...times(4))), pairs(...times(4, 'I2/I1')));
  yes('quota 0 in a role', '02 §8.1', 'I1 never samples, I3 never tests',
    of([inst('I1', { A01: [0, 4] }), inst('I2', { A01: [4, 4] }), inst('I3', { A01: [4, 0] })], matchRows(...times(8))),
    (r) => r.rows.forEach((row) => assert.ok(row.sampling !== 'I1' && row.testing !== 'I3')));
  yes('quota in another type', '02 §8.1', 'I3 has no quota in A01',
    of([...both, inst('I3', { B07: [9, 9] })], matchRows(...times(4))),
    (r) => r.rows.forEach((row) => assert.ok(!pair(row).includes('I3'))));
  yes('quotas are counted per type', '02 §8.1', 'one place in each type, one row in each type: nobody over quota',
    of([inst('S1', { A01: [1, 0], B07: [1, 0] }), inst('T1', { A01: [0, 1], B07: [0, 1] })], matchRows({ types: ['A01'] }, { types: ['B07'] })),
    (r) => assert.equal(counts(r).none, 2));
  yes('quotas weigh', '02 §8.3', 'S2 has 999,999 places of a million',
    of([inst('S1', { A01: [1, 0] }), inst('S2', { A01: [999999, 0] }), T], matchRows(...times(3))), pairs(...times(3, 'S2/T1')));
  yes('quotas used up', '02 §8.3', 'three rows and three places: every place is taken once',
    of([inst('S1', { A01: [1, 0] }), inst('S2', { A01: [2, 0] }), inst('T1', { A01: [0, 2] }), inst('T2', { A01: [0, 1] })], matchRows(...times(3))),
    (r) => {
      assert.equal(counts(r).none, 3);
      assert.deepEqual(r.rows.map((row) => row.sampling).sort(), ['S1', 'S2', 'S2']);
      assert.deepEqual(r.rows.map((row) => row.testing).sort(), ['T1', 'T1', 'T2']);
    });

  yes('conflict', '02 §8.2', 'bans both roles', of(three, matchRows({ conflicts: ['I1'] })),
    (r) => assert.ok(!pair(r.rows[0]).includes('I1')));
  yes('two conflicts', '02 §8.2', '', of([...three, inst('I4', { A01: [5, 5] })], matchRows({ conflicts: ['I1', 'I3'] })),
    (r) => assert.ok(!/I1|I3/.test(pair(r.rows[0]))));
  yes('conflict with somebody else', '02 §8.2', 'an institution that is not there', of([S, T], matchRows({ conflicts: ['X9'] })), pairs('S1/T1'));
  const last = (sampler, tester, type = 'A01') => [[type, '2025-01-01', sampler, tester]];
  const crossed = [inst('I1', { A01: [9, 0] }), inst('I2', { A01: [9, 0] }), inst('I3', { A01: [0, 9] }), inst('I4', { A01: [0, 9] })];
  yes('rotation kept', '02 §8.2', 'neither the last sampler nor the last tester', of(crossed, matchRows({ last: last('I1', 'I3') })), (r) => {
    assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['I2/I4', 'kept']);
  });
  yes('rotation bans a role, not an institution', '02 §8.2', 'the last sampler may test, the last tester sample',
    of(both, matchRows({ last: last('I1', 'I2') })), (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['I2/I1', 'kept']));
  yes('rotation with unknown sampler', '02 §8.2', '"" bans nobody', seeded('unknown', of(crossed, matchRows({ last: last('', 'I3') })),
    (r) => r.rows[0].sampling === 'I1'), (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['I1/I4', 'kept']));
  yes('rotation in another type', '02 §8.2', 'bans nobody', of([S, T], matchRows({ last: last('S1', 'T1', 'A02') })),
    (r) => assert.equal(r.rows[0].rotation, 'kept'));
  yes('rotation dropped', '02 §8.2', 'otherwise there is no pair', of([S, T], matchRows({ last: last('S1', 'T1') })),
    (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['S1/T1', 'dropped']));
  yes('rotation dropped in both roles', '02 §8.2', 'T1 is the only tester; so the ban of S1 falls too',
    seeded('drop both', of([S, inst('S2', { A01: [9, 0] }), T], matchRows({ last: last('S1', 'T1') })), (r) => r.rows[0].sampling === 'S1'),
    (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['S1/T1', 'dropped']));
  yes('rotation dropped for separation', '02 §8.2', 'without I2 as sampler and tester only I1/I1 would be left',
    of(both, matchRows({ last: last('I2', 'I2') })), (r) => assert.equal(r.rows[0].rotation, 'dropped'));
  yes('rotation dropped, conflict kept', '02 §8.2', 'a conflict is never dropped',
    of([inst('I0', { A01: [9, 9] }), S, T], matchRows({ conflicts: ['I0'], last: last('S1', 'T1') })),
    (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['S1/T1', 'dropped']));
  yes('rotation is kept at the price of the quota', '02 §8.3', 'a used-up quota drops no ban: the second row is over quota',
    of([inst('I1', { A01: [1, 0] }), inst('I2', { A01: [9, 0] }), T], matchRows(...times(2, { last: last('I2', '') }))), (r) => {
      assert.deepEqual(r.rows.map(pair), ['I1/T1', 'I1/T1']);
      assert.ok(r.rows.every((row) => row.rotation === 'kept'));
      assert.equal(counts(r).sampling, 1);
    });

  yes('over quota in sampling', '02 §8.3', 'two places, five rows', of([inst('S1', { A01: [2, 0] }), T], matchRows(...times(5))),
    (r) => assert.deepEqual(counts(r), { none: 2, sampling: 3, testing: 0, both: 0 }));
  yes('over quota in testing', '02 §8.3', '', of([S, inst('T1', { A01: [0, 2] })], matchRows(...times(5))),
    (r) => assert.deepEqual(counts(r), { none: 2, sampling: 0, testing: 3, both: 0 }));
  yes('over quota in both', '02 §8.3', '', of([inst('S1', { A01: [2, 0] }), inst('T1', { A01: [0, 2] })], matchRows(...times(5))),
    (r) => assert.deepEqual(counts(r), { none: 2, sampling: 0, testing: 0, both: 3 }));
  yes('all four values of over', '02 §8.3', 'three places to test, seven rows',
    seeded('four', of([inst('S1', { A01: [1, 0] }), inst('S2', { A01: [2, 0] }), inst('T1', { A01: [0, 3] })],
      matchRows(...times(3, { conflicts: ['S2'] }), ...times(4, { conflicts: ['S1'] }))),
    (r) => Object.values(counts(r)).every((count) => count > 0)), () => {});
  yes('over quota is drawn by the base quotas', '02 §8.3', '4 places, 12 rows',
    seeded('base', of([inst('S1', { A01: [1, 0] }), inst('S2', { A01: [3, 0] }), T], matchRows(...times(9))),
      (r) => r.rows.filter((row) => row.sampling === 'S1' && row.over === 'sampling').length === 2),
    (r) => assert.equal(counts(r).sampling, 5));
  yes('over quota though another has places', '02 §8.3', 'the rows in conflict with S2 have only S1; S2 stays free for the others',
    of([inst('S1', { A01: [1, 0] }), inst('S2', { A01: [2, 0] }), T], matchRows(...times(3, { conflicts: ['S2'] }), ...times(2, { conflicts: ['S1'] }))),
    (r) => assert.deepEqual(counts(r), { none: 3, sampling: 2, testing: 0, both: 0 }));

  const W = { waived: ['A01'] };
  yes('waiver with one institution', '02 §8.2', 'sampling = testing', of([both[0]], matchRows({}, {}), W), pairs('I1/I1', 'I1/I1'));
  yes('waiver allows and does not force', '02 §8.3', 'equal and unequal rows', seeded('waiver', of(both, matchRows(...times(6)), W),
    (r) => new Set(r.rows.map(pair)).size === 4), () => {});
  yes('waiver with separate institutions', '02 §8.3', 'there is nobody who does both', of([S, T], matchRows({}, {}), W), pairs('S1/T1', 'S1/T1'));
  yes('waiver and rotation', '02 §8.2', 'with a waiver I1/I1 is a pair, so the bans are kept', of(both, matchRows({ last: last('I2', 'I2') }), W),
    (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['I1/I1', 'kept']));
  yes('waiver: the only sampler may test', '02 §8.3', 'unlike without a waiver',
    seeded('sampler tests', of([inst('I1', { A01: [9, 9] }), inst('I2', { A01: [0, 9] })], matchRows({}), W), (r) => pair(r.rows[0]) === 'I1/I1'),
    pairs('I1/I1'));
  yes('waiver for one of two types', '02 §8.2', 'separation in the other',
    seeded('one waiver', of(types3, matchRows(...times(4, { types: ['A01'] }), ...times(4, { types: ['B07'] })), W),
      (r) => r.rows.some((row) => row.sampling === row.testing)), () => {});

  const until = (date) => inst('T0', { A01: [0, 9, date] });
  yes('valid on the last day', '02 §8.1', 'valid_until = sampling_until', of([S, until(UNTIL)], matchRows({})), pairs('S1/T0'));
  yes('expired the day before', '02 §8.1', 'T0 is out, T1 tests', of([S, until('2026-11-29'), T], matchRows(...times(3))),
    pairs(...times(3, 'S1/T1')));
  yes('expired in one type only', '02 §8.1', 'I1 in A01, not in B07',
    of([inst('I1', { A01: [5, 5], B07: [5, 5, '2026-11-29'] }), ...['I2', 'I3'].map((c) => inst(c, { A01: [1, 1], B07: [5, 5] }))],
      matchRows(...times(3, { types: ['A01'] }), ...times(3, { types: ['B07'] }))),
    (r) => r.rows.filter((row) => row.type === 'B07').forEach((row) => assert.ok(!pair(row).includes('I1'))));

  weightedVectors({ of, yes, no, seeded, counts, pair, pairs, S, T });

  no('infeasible: one institution', under('02 §8.2', 'S02-8.2', 'S01-3/8'), 'no waiver', of([both[0]], matchRows({})));
  no('infeasible: waiver for another type', '02 §8.2', '', of([both[0]], matchRows({}), { waived: ['A02'] }));
  no('infeasible: nobody samples', '02 §8.2', '', of([T, inst('T2', { A01: [0, 9] })], matchRows({})));
  no('infeasible: nobody tests', '02 §8.2', '', of([S, inst('S2', { A01: [9, 0] })], matchRows({})));
  no('infeasible: nobody has the type', '02 §8.2', '', of(both, matchRows({ types: ['B07'] })));
  no('infeasible: conflict', '02 §8.2', '', of(both, matchRows({ conflicts: ['I1'] })));
  no('infeasible: conflict in spite of a waiver', '02 §8.2', '', of([both[0]], matchRows({ conflicts: ['I1'] }), W));
  no('infeasible: conflict with the only tester, rotation ban besides', '02 §8.2', '', of([S, T], matchRows({ conflicts: ['T1'], last: last('S1', '') })));
  no('infeasible: expired', '02 §8.1', 'the day before the last day', of([S, until('2026-11-29')], matchRows({})));
  no('infeasible: one row of three', '02 §8.2', 'one row is enough', of(both, matchRows({}, { conflicts: ['I2'] }, {})));
  no('no rows', '00 §5', '', of(both, []));
  no('no candidates', '02 §7', '', of(both, matchRows({ candidates: [] })));
  no('candidates unsorted', '02 §7', '', of(types3, matchRows({ types: ['A01', 'A02'], candidates: ['A02', 'A01'] })));
  no('candidate twice', '02 §7', '', of(both, matchRows({ candidates: ['A01', 'A01'] })));
  no('candidate is not a type of the enterprise', '02 §1', '', of(types3, matchRows({ types: ['A01'], candidates: ['A02'] })));
  const rows = matchRows({}, {});
  no('leaf twice', '00 §5', '', of(both, [rows[0], { ...rows[1], leaf: rows[0].leaf }]));
  no('lot twice', '01 §1', '', of(both, [rows[0], { ...rows[1], lot: rows[0].lot }]));
  no('lot in upper case', '00 §1.3', '', of(both, [{ ...rows[0], lot: UPPER }]));
  no('lot too short', '00 §1.3', '', of(both, [{ ...rows[0], lot: '00' }]));
  no('seed in upper case', '00 §1.3', '', of(both, rows, { seed: UPPER }));
  no('sampling_until not a day', '00 §1.7', '', of(both, rows, { sampling_until: '2026-11-31' }));
  no('institutions unsorted', '01 §3.2', '', of([both[1], both[0]], rows));
  no('institution twice', '01 §3.2', '', of([both[0], both[0], both[1]], rows));
  no('institution in lower case', '00 §3', '', of([...both, inst('i3', { A01: [1, 1] })], rows));
  no('institution without types', '01 §3.2', '', of([...both, inst('I3', {})], rows));
  no('both quotas 0', '01 §3.2', '', of([...both, inst('I3', { A01: [0, 0] })], rows));
  no('quota above a million', '01 §3.2', '', of([...both, inst('I3', { A01: [1000001, 0] })], rows));
  no('quota below 0', '01 §3.2', '', of([...both, inst('I3', { A01: [-1, 1] })], rows));
  no('valid_until not a day', '00 §1.7', '', of([...both, inst('I3', { A01: [1, 1, '2027-02-29'] })], rows));
  no('types of an institution unsorted', '01 §3.2', '', of([...both, inst('I3', { B07: [1, 1], A01: [1, 1] })], rows));
  no('waived unsorted', '01 §3 item 5', '', of(both, rows, { waived: ['B07', 'A01'] }));
}

/** Institution with weights; per type [sampling, testing] and perhaps valid_until. */
export const weighted = (code, weights) => ({ code, name: `机构 ${code}`, types: Object.entries(weights)
  .map(([type, [sampling_weight, testing_weight, valid_until = VALID]]) => ({ sampling_weight, testing_weight, type, valid_until })) });

/** 01 §3.2, 02 §8.3: matching by weights. */
function weightedVectors({ of, yes, no, seeded, counts, pair, pairs, S, T }) {
  const WEIGHTS = under('02 §8.3', 'S02-8.3', 'S02-8.1', 'S01-3.2');
  const two = [weighted('I1', { A01: [5, 5] }), weighted('I2', { A01: [5, 5] })];
  const [WS, WT] = [weighted('S1', { A01: [1, 0] }), weighted('T1', { A01: [0, 1] })];
  const none = (r) => assert.equal(counts(r).none, r.rows.length);
  yes('weights: nobody is ever over', WEIGHTS, 'weight 1 and seven rows: weights are not used up', of([WS, WT], matchRows(...times(7))), none);
  yes('weights: one of a million', WEIGHTS, 'S2 has a weight of 999,999', of([WS, weighted('S2', { A01: [999999, 0] }), WT], matchRows(...times(4))), (r) => {
    none(r);
    pairs(...times(4, 'S2/T1'))(r);
  });
  yes('weights: 0 in a role', under('02 §8.1', 'S02-8.1', 'S01-3.2'), 'I1 never samples, I3 never tests',
    of([weighted('I1', { A01: [0, 4] }), weighted('I2', { A01: [4, 4] }), weighted('I3', { A01: [4, 0] })], matchRows(...times(8))),
    (r) => r.rows.forEach((row) => assert.ok(row.sampling !== 'I1' && row.testing !== 'I3')));
  const five = of([...two, weighted('I3', { A01: [2, 7] })], matchRows(...times(5)));
  yes('weights: five rows', WEIGHTS, 'see the next one', five, none);
  const first = R.match(five).rows.slice(1);
  yes('weights: without the first row', WEIGHTS, 'the other four rows get what they got: no row takes anything from another', { ...five, rows: five.rows.slice(1) },
    (r) => assert.deepEqual(r.rows, first));
  yes('weights: the same as quotas for one row', WEIGHTS, 'the first row of a type sees the base numbers in both forms',
    of([...two, weighted('I3', { A01: [2, 7] })], matchRows({})), (r) => {
      const quotas = of([inst('I1', { A01: [5, 5] }), inst('I2', { A01: [5, 5] }), inst('I3', { A01: [2, 7] })], matchRows({}));
      assert.deepEqual(r, R.match(quotas));
    });
  const both = (code) => ({ code, name: `机构 ${code}`, types: [...weighted(code, { A01: [1, 1] }).types, ...inst(code, { B07: [1, 1] }).types] });
  yes('weights in one type, quotas in the other', WEIGHTS, 'over quota in B07 only',
    of([both('I1'), both('I2')], matchRows(...times(4, { types: ['A01'] }), ...times(4, { types: ['B07'] }))),
    (r) => r.rows.filter((row) => row.over !== 'none').forEach((row) => assert.equal(row.type, 'B07')));
  yes('weights: expired the day before', under('02 §8.1', 'S02-8.1'), 'T0 is out', of([WS, weighted('T0', { A01: [0, 99, '2026-11-29'] }), WT], matchRows(...times(3))),
    pairs(...times(3, 'S1/T1')));
  yes('weights: conflict', '02 §8.2', '', of([...two, weighted('I3', { A01: [1, 1] })], matchRows({ conflicts: ['I1'] })), (r) => assert.ok(!pair(r.rows[0]).includes('I1')));
  yes('weights: rotation kept', '02 §8.2', '', of(two, matchRows({ last: [['A01', '2025-01-01', 'I1', 'I2']] })),
    (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['I2/I1', 'kept']));
  yes('weights: rotation dropped', '02 §8.2', '', of([WS, WT], matchRows({ last: [['A01', '2025-01-01', 'S1', 'T1']] })),
    (r) => assert.deepEqual([pair(r.rows[0]), r.rows[0].rotation], ['S1/T1', 'dropped']));
  yes('weights: waiver', '02 §8.2', 'sampling = testing is allowed', seeded('weights waiver', of(two, matchRows(...times(6)), { waived: ['A01'] }),
    (r) => new Set(r.rows.map(pair)).size === 4), none);
  yes('weights: the only sampler never tests', WEIGHTS, '', of([weighted('I1', { A01: [9, 900] }), weighted('I2', { A01: [0, 9] })], matchRows(...times(4))),
    pairs(...times(4, 'I1/I2')));
  yes('weights: greatest', WEIGHTS, 'a million each', of([weighted('I1', { A01: [1000000, 1000000] }), weighted('I2', { A01: [1000000, 1000000] })], matchRows(...times(3))), none);

  const M = under('01 §3.2', 'S01-3.2');
  no('weights: mixed within a type', M, '', of([WS, T], matchRows({})));
  no('weights: a quota and a weight in one row', M, '', of([{ ...WS, types: [{ sampling: 1, testing_weight: 1, type: 'A01', valid_until: VALID }] }, WT], matchRows({})));
  no('weights: both 0', M, '', of([WS, WT, weighted('Z1', { A01: [0, 0] })], matchRows({})));
  no('weights: above a million', M, '', of([weighted('S1', { A01: [1000001, 0] }), WT], matchRows({})));
  no('weights: below 0', M, '', of([weighted('S1', { A01: [-1, 1] }), WT], matchRows({})));
  no('weights: a fraction', '00 §1.4', '', of([weighted('S1', { A01: [0.5, 0] }), WT], matchRows({})));
  no('weights: nobody samples', under('02 §8.2', 'S02-8.2', 'S01-3/8'), 'infeasible', of([WT, weighted('T2', { A01: [0, 1] })], matchRows({})));
  no('weights: expired', '02 §8.1', 'the only sampler, the day before', of([weighted('S1', { A01: [1, 0, '2026-11-29'] }), WT], matchRows({})));
  no('weights: one institution, no waiver', '02 §8.2', 'infeasible', of([two[0]], matchRows({})));
}
