// 02 §8.5 and §9 of docs/spec: totals, statement.

import { ascending, digest, exactly, integer, matching, need, notEmpty } from './text.mjs';
import { QUOTA, checkInstitutions, digestOfLines, typeList } from './records.mjs';
import { beaconText } from './beacon.mjs';
import { checkCounts } from './draw.mjs';

// ---------------------------------------------------------------- 02 §8.5 totals

/** 02 §8.5: rows with a pool below 50 become one row `*`, which grows until it has 50 or nothing is left. */
function merged(rows) {
  const small = rows.filter((row) => row.pool < 50);
  const others = rows.filter((row) => row.pool >= 50);
  if (small.length === 0) return rows;
  const star = { drawn: 0, pool: 0, type: '*' };
  const take = (row) => {
    star.drawn += row.drawn;
    star.pool += row.pool;
  };
  small.forEach(take);
  while (star.pool < 50 && others.length > 0) {
    const least = Math.min(...others.map((row) => row.pool));
    take(...others.splice(others.findIndex((row) => row.pool === least), 1)); // ascending by type: the first is the lowest code
  }
  return [...others, star];
}

/** 02 §8.5; `pool`: per chosen type the pool rows that have it among their candidates. */
export function totals({ allocation, chosen, institutions, pool: counts, rows }) {
  need(['pooled', 'per_type'].includes(allocation), 'unknown allocation', 'version');
  typeList(chosen, 'chosen');
  checkInstitutions(institutions);
  exactly(counts, chosen, 'the pool counts');
  for (const row of notEmpty(rows, 'rows')) {
    need(chosen.includes(row.type), 'a row of a type that was not chosen', 'value');
    for (const role of QUOTA) need(institutions.some((one) => one.code === row[role]), 'an institution that is not there', 'value');
    matching(row.over, /^(?:none|sampling|testing|both)$/, 'over');
    matching(row.rotation, /^(?:kept|dropped)$/, 'rotation');
  }
  const count = (holds) => rows.filter(holds).length;
  const byType = chosen.map((code) => ({ drawn: count((row) => row.type === code), pool: integer(counts[code], 'a pool count'), type: code }));
  for (const row of byType) need(row.drawn <= row.pool, 'more drawn than in the pool', 'value');
  const serves = institutions.filter((one) => one.types.some((row) => chosen.includes(row.type)));
  return {
    by_type: allocation === 'per_type' ? byType : merged(byType),
    institutions: serves.map(({ code }) => ({ institution: code, sampling: count((row) => row.sampling === code), testing: count((row) => row.testing === code) })),
    over_quota: Object.fromEntries(QUOTA.map((role) => [role, count((row) => [role, 'both'].includes(row.over))])),
    rotation_dropped: count((row) => row.rotation === 'dropped'),
    waived: count((row) => row.sampling === row.testing),
  };
}

// ---------------------------------------------------------------- 02 §9 statement

const HEAD = ['origin', 'simulation', 'campaign', 'draw', 'representative', 'types', 'roster', 'pool', 'N', 'm', 'n', 'beacon', 'seed'];
const TAIL = ['selection', 'rows', 'over_quota'];

const writtenOdds = (odds) => {
  if (odds === null) return 'none';
  need(Array.isArray(odds) && odds.length === 2, 'odds are not two integers', 'form');
  return odds.map((part) => integer(part, 'odds')).join('/');
};
const writtenCutoff = (cutoff) => (cutoff === null ? 'none' : digest(cutoff, 'cutoff'));

/** 02 §9, with `per_type`: one line per chosen type, empty strata too. */
function strataLines({ strata: all, types, N, m }) {
  ascending(all, 'strata', (row) => row.type);
  for (const row of all) exactly(row, ['cutoff', 'must', 'n', 'odds', 'pool', 'type'], 'a stratum');
  need(all.map((row) => row.type).join() === types.join(), 'strata are not those of the chosen types', 'value');
  for (const row of all) {
    integer(row.pool, 'pool of a stratum');
    integer(row.n, 'n of a stratum', 0, row.pool);
    integer(row.must, 'must of a stratum', 0, row.n);
  }
  const sum = (field) => all.reduce((total, row) => total + row[field], 0);
  need(sum('pool') === N && sum('must') === m, 'the strata together are not the pool', 'value'); // 02 §6.1
  return all.map((row) => `stratum.${row.type}=N:${row.pool},m:${row.must},n:${row.n},cutoff:${writtenCutoff(row.cutoff)},odds:${writtenOdds(row.odds)}`);
}

/** 02 §9 */
export function statement(fields) {
  const isPerType = Object.hasOwn(fields, 'strata');
  const f = exactly(fields, [...HEAD, ...(isPerType ? ['strata'] : ['cutoff', 'odds']), ...TAIL], 'the statement');
  matching(f.origin, /^[a-z0-9._/-]{3,100}$/, 'origin');
  need(typeof f.simulation === 'boolean', 'simulation is not true or false', 'form');
  beaconText(f.beacon);
  for (const name of ['campaign', 'draw', 'representative']) integer(f[name], name, 1);
  for (const name of ['roster', 'pool', 'seed', 'selection', 'rows']) digest(f[name], name);
  typeList(f.types, 'types');
  checkCounts(f.N, f.m, f.n);
  exactly(f.over_quota, ['sampling', 'testing'], 'over_quota');
  const written = { ...f, types: f.types.join(','), over_quota: `sampling:${f.over_quota.sampling},testing:${f.over_quota.testing}` };
  const lines = (names) => names.map((name) => `${name}=${written[name]}`);
  const result = isPerType ? strataLines(f) : [`cutoff=${writtenCutoff(f.cutoff)}`, `odds=${writtenOdds(f.odds)}`];
  const drawn = isPerType ? f.strata.reduce((sum, row) => sum + row.n, 0) : f.n;
  for (const role of ['sampling', 'testing']) integer(f.over_quota[role], 'over_quota', 0, drawn);
  return digestOfLines('sunlot/v1/statement', ...lines(HEAD), ...result, ...lines(TAIL));
}
