// Vectors of 02 §9 of docs/spec.

import { UPPER, bad, d, good, under, upper } from './kit.mjs';
import { BEACON_LINES, BROKEN_BEACON_LINES } from './beacon.mjs';

export const STATEMENT = { origin: 'example.org/sunlot', simulation: true, campaign: 1, draw: 2, representative: 2, types: ['A01', 'B07'],
  roster: d('roster'), pool: d('pool'), N: 120, m: 3, n: 20, beacon: 'none', seed: d('seed'), cutoff: d('cutoff'), odds: [17, 117],
  selection: d('selection'), rows: d('rows'), over_quota: { sampling: 1, testing: 0 } };

export function statementVectors() {
  const yes = (name, comment, change) => good('statement', name, '02 §9', comment, { ...STATEMENT, ...change });
  const no = (name, spec, change, comment = '') => bad('statement', name, spec, comment, { ...STATEMENT, ...change });
  yes('ordinary', '', {});
  yes('no simulation', '', { simulation: false });
  yes('n = m', 'cutoff=none, odds=0/117', { n: 3, cutoff: null, odds: [0, 117] });
  yes('N = m', 'cutoff=none, odds=none', { N: 3, n: 3, cutoff: null, odds: null });
  yes('N = n', 'odds=117/117', { n: 120, odds: [117, 117] });
  yes('one type', '', { types: ['A04'] });
  yes('shortest origin', '', { origin: 'a.b' });
  yes('longest origin', '100 characters', { origin: 'a'.repeat(100) });
  no('origin of two characters', '01 §2', { origin: 'ab' });
  no('origin of 101 characters', '01 §2', { origin: 'a'.repeat(101) });
  no('origin in upper case', '01 §2', { origin: 'Example.org' });
  no('origin with a line feed', '01 §2', { origin: 'example.org\n' });
  no('simulation as a text', '02 §9', { simulation: 'true' });
  no('simulation as a number', '02 §9', { simulation: 1 });
  no('another beacon', '00 §7', { beacon: 'drand' });
  for (const [name, chain, round, signature, comment] of BEACON_LINES) yes(`beacon: ${name}`, comment, { beacon: `${chain}:${round}:${signature}` });
  for (const [name, spec, beacon, comment] of BROKEN_BEACON_LINES) no(`beacon: ${name}`, spec, { beacon }, comment);
  no('types unsorted', '01 §8.4', { types: ['B07', 'A01'] });
  no('no types', '01 §8.4', { types: [] });
  for (const field of ['roster', 'pool', 'seed', 'cutoff', 'selection', 'rows']) {
    no(`${field} in upper case`, '00 §1.3', { [field]: upper(d(field)) });
  }
  no('seed too short', '00 §1.3', { seed: d('seed').slice(2) });
  no('cutoff as the text none', '02 §9', { cutoff: 'none' }, 'the input has null');
  no('odds of three parts', '02 §9', { odds: [1, 2, 3] });
  no('campaign 0', '01 §3 item 1', { campaign: 0 });
  no('representative 0', '01 §3 item 2', { representative: 0 });
  no('n greater than N', '02 §1', { n: 121 });
  no('m greater than n', '02 §1', { m: 21 });
  no('over quota more often than n', '02 §8.5', { over_quota: { sampling: 21, testing: 0 } });
  no('over quota below 0', '00 §1.4', { over_quota: { sampling: -1, testing: 0 } });
  no('over quota without testing', '02 §9', { over_quota: { sampling: 1 } });
  perTypeStatements();
  const { rows, ...lacking } = STATEMENT;
  bad('statement', 'a field is missing', '00 §2.7', '', lacking);
  no('an additional field', '00 §2.7', { reserves: 0 });
}

/** 02 §9 with allocation `per_type`. */
function perTypeStatements() {
  const { cutoff, odds, ...head } = STATEMENT; // 120 rows, 3 musts, planned 20
  const row = (type, N, m, n, change = {}) => ({ cutoff: n === m ? null : d(`cutoff ${type}`), must: m, n,
    odds: N === m ? null : [n - m, N - m], pool: N, type, ...change });
  const two = [row('A01', 80, 1, 12), row('B07', 40, 2, 8)];
  const BOTH = under('02 §9', 'S02-9', 'S02-6.1');
  const yes = (name, comment, strata, change = {}) => good('statement', `per_type: ${name}`, BOTH, comment, { ...head, strata, ...change });
  const no = (name, spec, strata, comment = '', change = {}) => bad('statement', `per_type: ${name}`, spec, comment, { ...head, strata, ...change });
  yes('two types', 'one line each, in the place of cutoff= and odds=', two);
  yes('one type', '', [row('A04', 120, 3, 20)], { types: ['A04'] });
  yes('more drawn than n', 'n= is that of the freeze', [row('A01', 80, 1, 15), row('B07', 40, 2, 8)]);
  yes('fewer drawn than n', 'a stratum was smaller than its plan', [row('A01', 115, 1, 10), row('B07', 5, 2, 5)]);
  yes('empty stratum', 'N:0,m:0,n:0,cutoff:none,odds:none', [row('A01', 120, 3, 20), row('B07', 0, 0, 0)]);
  yes('n = m in a stratum', 'cutoff:none,odds:0/38', [row('A01', 80, 1, 12), row('B07', 40, 2, 2)]);
  yes('only musts in a stratum', 'cutoff:none,odds:none', [row('A01', 118, 1, 12), row('B07', 2, 2, 2)]);
  yes('everyone in a stratum', 'odds:38/38', [row('A01', 80, 1, 12), row('B07', 40, 2, 40)]);
  yes('over quota more often than n of the freeze', 'but not than rows drawn', [row('A01', 80, 1, 25), row('B07', 40, 2, 8)], { over_quota: { sampling: 22, testing: 0 } });

  no('strata unsorted', BOTH, two.toReversed());
  no('type twice', BOTH, [two[0], two[0], two[1]]);
  no('a chosen type is missing', BOTH, [row('A01', 120, 3, 20)], 'empty strata stand, too');
  no('a type that was not chosen', BOTH, [...two, row('C11', 0, 0, 0)]);
  no('strata of other types', BOTH, [two[0], row('C11', 40, 2, 8)]);
  no('strata smaller than the pool', BOTH, [two[0], row('B07', 39, 2, 8)]);
  no('strata with another number of musts', BOTH, [two[0], row('B07', 40, 1, 8)]);
  no('n above N in a stratum', BOTH, [two[0], row('B07', 40, 2, 41)]);
  no('m above n in a stratum', BOTH, [two[0], row('B07', 40, 2, 1)]);
  no('cutoff in upper case', '00 §1.3', [two[0], row('B07', 40, 2, 8, { cutoff: UPPER })]);
  no('cutoff as the text none', '02 §9', [two[0], row('B07', 40, 2, 8, { cutoff: 'none' })], 'the input has null');
  no('odds of one part', '02 §9', [two[0], row('B07', 40, 2, 8, { odds: [6] })]);
  no('odds below 0', '00 §1.4', [two[0], row('B07', 40, 2, 8, { odds: [-1, 38] })]);
  no('stratum without cutoff', '00 §2.7', [two[0], { must: 2, n: 8, odds: [6, 38], pool: 40, type: 'B07' }]);
  no('keys of a stratum N and m', '00 §2.7', [two[0], { N: 40, cutoff: d('cutoff B07'), m: 2, n: 8, odds: [6, 38], type: 'B07' }],
    'as in the line of the statement; in draw.result they are pool and must');
  no('additional key in a stratum', '00 §2.7', [two[0], row('B07', 40, 2, 8, { planned: 8 })]);
  no('cutoff beside strata', '02 §9', two, 'one or the other', { cutoff: d('cutoff') });
  no('odds beside strata', '02 §9', two, 'one or the other', { odds: [17, 117] });
  no('over quota more often than rows drawn', '02 §8.5', two, '', { over_quota: { sampling: 21, testing: 0 } });
  no('no strata', '02 §9', []);
}
