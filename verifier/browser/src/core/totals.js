// Totals of match.result (02 §8.5).

import { among, check, exact, int, list, self } from './form.js';
import { INSTITUTION_ROWS, TYPE } from './records.js';
import { Refusal } from './refusal.js';

/** Codes of the institutions that have a quota or weight in some chosen type, ascending. */
export function listed(institutions, chosen) {
  const some = (row) => chosen.includes(row.type) && ((row.sampling ?? row.sampling_weight) > 0 || (row.testing ?? row.testing_weight) > 0);
  return institutions.filter((one) => one.types.some(some)).map((one) => one.code);
}

function byType(rows) {
  const small = rows.filter((row) => row.pool < 50);
  const rest = rows.filter((row) => row.pool >= 50);
  if (small.length === 0) return rows;
  const sum = { drawn: 0, pool: 0, type: '*' };
  const take = (row) => {
    sum.drawn += row.drawn;
    sum.pool += row.pool;
  };
  small.forEach(take);
  while (sum.pool < 50 && rest.length > 0) {
    const least = rest.reduce((a, b) => (b.pool < a.pool ? b : a)); // ascending, so the lowest code first
    rest.splice(rest.indexOf(least), 1);
    take(least);
  }
  return [...rest, sum];
}

/** All totals of matched rows; `pool` is a Map type → pool rows that have it among their candidates. */
export function totalsOf({ allocation, chosen, institutions, pool, rows }) {
  const count = (test) => rows.filter(test).length;
  const types = chosen.map((type) => ({ drawn: count((row) => row.type === type), pool: pool.get(type) ?? 0, type }));
  const over = (role) => count((row) => row.over === role || row.over === 'both');
  return {
    by_type: allocation === 'pooled' ? byType(types) : types,
    institutions: listed(institutions, chosen).map((code) => ({
      institution: code, sampling: count((row) => row.sampling === code), testing: count((row) => row.testing === code),
    })),
    over_quota: { sampling: over('sampling'), testing: over('testing') },
    rotation_dropped: count((row) => row.rotation === 'dropped'),
    waived: count((row) => row.sampling === row.testing),
  };
}

const ROW = exact({
  type: TYPE, sampling: () => {}, testing: () => {}, over: among('none', 'sampling', 'testing', 'both'), rotation: among('kept', 'dropped'),
});

/** The vector function `totals`. */
export function totals(input) {
  const { allocation, chosen, institutions, rows } = input;
  check(among('pooled', 'per_type'), allocation, 'allocation');
  check(list(TYPE, { min: 1, key: self }), chosen, 'chosen');
  check(INSTITUTION_ROWS, institutions, 'institutions');
  check(list(ROW, { min: 1 }), rows, 'rows');
  check(exact(Object.fromEntries(chosen.map((type) => [type, int()]))), input.pool, 'pool');
  const codes = listed(institutions, chosen);
  for (const row of rows) {
    if (!chosen.includes(row.type)) throw new Refusal('rows', 'chosen types', row.type);
    for (const code of [row.sampling, row.testing]) if (!codes.includes(code)) throw new Refusal('rows', 'institutions of the chosen types', code);
  }
  for (const type of chosen) {
    const drawn = rows.filter((row) => row.type === type).length;
    if (drawn > input.pool[type]) throw new Refusal('pool', `at least ${drawn} of ${type}`, input.pool[type]);
  }
  return totalsOf({ ...input, pool: new Map(Object.entries(input.pool)) });
}
