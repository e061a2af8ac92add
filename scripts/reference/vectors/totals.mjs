// Vectors of 02 §8.5 of docs/spec.

import assert from 'node:assert/strict';
import { R, bad, good } from './kit.mjs';
import { claims } from './claims.mjs';
import { inst, weighted } from './matching.mjs';

export function totalsVectors() {
  const institutions = [inst('I1', { A01: [9, 9], B07: [9, 9] }), inst('I2', { A01: [9, 9] }), inst('I3', { C11: [9, 9], D01: [9, 9] }), inst('I4', { E01: [9, 9] })];
  const row = (type, sampling, testing, over = 'none', rotation = 'kept') => ({ type, sampling, testing, over, rotation });
  const rows = [row('A01', 'I1', 'I2'), row('A01', 'I2', 'I1', 'sampling'), row('B07', 'I1', 'I1', 'both', 'dropped'), row('A01', 'I2', 'I2', 'testing')];
  const of = (pool, change = {}) => ({ allocation: 'pooled', chosen: Object.keys(pool), institutions, pool, rows, ...change });
  const pool = { A01: 60, B07: 55 };
  const yes = (name, comment, input, byType) => good('totals', name, '02 §8.5', comment, input,
    (r) => assert.deepEqual(r.by_type.map((one) => [one.type, one.pool, one.drawn]), byType, name));
  const no = (name, spec, input) => bad('totals', name, spec, '', input);
  good('totals', 'counts', '02 §8.5', 'I3 and I4 have no chosen type; both counts in both roles, a waived row in both columns', of(pool), {
    by_type: [{ drawn: 3, pool: 60, type: 'A01' }, { drawn: 1, pool: 55, type: 'B07' }],
    institutions: [{ institution: 'I1', sampling: 2, testing: 2 }, { institution: 'I2', sampling: 2, testing: 2 }],
    over_quota: { sampling: 2, testing: 2 }, rotation_dropped: 1, waived: 2 });
  yes('nothing to merge', '50 is enough', of({ A01: 50, B07: 50 }), [['A01', 50, 3], ['B07', 50, 1]]);
  yes('one small type', 'it is below 50, so the smallest other one joins it', of({ A01: 60, B07: 49, C11: 55, D01: 70 }), [['A01', 60, 3], ['D01', 70, 0], ['*', 104, 1]]);
  yes('two small types are enough', 'together 50: nobody joins', of({ A01: 60, B07: 25, C11: 25 }), [['A01', 60, 3], ['*', 50, 1]]);
  yes('two small types are not enough', 'together 49', of({ A01: 60, B07: 25, C11: 24, D01: 80 }), [['D01', 80, 0], ['*', 109, 4]]);
  yes('equal pools: the lowest code joins', '', of({ A01: 60, B07: 10, C11: 55, D01: 55 }), [['A01', 60, 3], ['D01', 55, 0], ['*', 65, 1]]);
  yes('all are small', 'one row, below 50: nothing is left to join', of({ A01: 20, B07: 10 }), [['*', 30, 4]]);
  yes('only one type, small', '', of({ A01: 20 }, { rows: [rows[0]] }), [['*', 20, 1]]);
  yes('small and empty', 'a type nobody in the pool has', of({ A01: 60, B07: 55, C11: 0 }), [['A01', 60, 3], ['*', 55, 1]]);
  yes('per_type', 'nothing is merged', of({ A01: 20, B07: 10, C11: 0 }, { allocation: 'per_type' }), [['A01', 20, 3], ['B07', 10, 1], ['C11', 0, 0]]);
  good('totals', 'weights', '02 §8.5', 'an institution with a weight is listed, zeros included',
    of({ A01: 60 }, { institutions: [weighted('I1', { A01: [1, 0] }), weighted('I2', { A01: [0, 1] }), weighted('I3', { A01: [1, 1] })], rows: [row('A01', 'I1', 'I2')] }),
    (r) => assert.equal(r.institutions.length, 3));

  no('row of a type that was not chosen', '02 §8.5', of(pool, { rows: [row('C11', 'I3', 'I3')] }));
  no('institution that is not there', '02 §8.5', of(pool, { rows: [row('A01', 'I9', 'I1')] }));
  no('no rows', '00 §5', of(pool, { rows: [] }));
  no('more drawn than in the pool', '02 §8.5', of({ A01: 60, B07: 0 }));
  no('pool without a chosen type', '02 §8.5', of(pool, { chosen: ['A01', 'B07', 'C11'] }));
  no('another allocation', '00 §7', of(pool, { allocation: 'per_region' }));
  no('chosen unsorted', '01 §8.4', of(pool, { chosen: ['B07', 'A01'] }));
  no('over with another word', '02 §8.4', of(pool, { rows: [row('A01', 'I1', 'I2', 'yes')] }));
  no('rotation with another word', '02 §8.4', of(pool, { rows: [row('A01', 'I1', 'I2', 'none', 'no')] }));

  const input = of({ A01: 60, B07: 49, C11: 55, D01: 70 });
  const right = R.totals(input);
  const [a, e, star] = right.by_type;
  claims('totals', '02 §8.5', 'one small type', input, [
    ['small type shown alone', 'a small group could be told apart', { ...right, by_type: [a, { drawn: 0, pool: 55, type: 'C11' }, e, { drawn: 1, pool: 49, type: '*' }] }],
    ['small type shown by its name', '', { ...right, by_type: [a, { drawn: 1, pool: 49, type: 'B07' }, { drawn: 0, pool: 55, type: 'C11' }, e] }],
    ['the largest joins', '', { ...right, by_type: [a, { drawn: 0, pool: 55, type: 'C11' }, { drawn: 1, pool: 119, type: '*' }] }],
    ['the star stands first', 'as its byte would', { ...right, by_type: [star, a, e] }],
    ['institution without a row left out', 'zeros are listed', { ...right, institutions: right.institutions.filter((one) => one.sampling + one.testing > 0) }],
    ['all institutions listed', 'I4 has no chosen type', { ...right, institutions: [...right.institutions, { institution: 'I4', sampling: 0, testing: 0 }] }],
    ['both counted once', '', { ...right, over_quota: { sampling: 1, testing: 1 } }],
    ['waived not counted', '', { ...right, waived: 0 }]]);
}
