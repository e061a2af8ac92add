// Vectors of 02 §1–2 of docs/spec: avoidance, pool.

import { L, UPPER, bad, facts, good } from './kit.mjs';

export function cutVectors() {
  const yes = (from, months, to, comment = '') =>
    good('cut', `${from} minus ${months}`, '02 §2', comment, { reference_date: from, months }, to);
  const no = (name, reference_date, months = 6, spec = '00 §1.7') => bad('cut', name, spec, '', { reference_date, months });
  yes('2026-08-31', 6, '2026-02-28', 'the example of the specification');
  yes('2028-08-31', 6, '2028-02-29', 'a leap year');
  yes('2028-08-30', 6, '2028-02-29');
  yes('2028-08-29', 6, '2028-02-29');
  yes('2028-08-28', 6, '2028-02-28');
  yes('2026-08-28', 6, '2026-02-28');
  yes('2028-02-29', 12, '2027-02-28');
  yes('2028-02-29', 24, '2026-02-28');
  yes('2026-02-28', 6, '2025-08-28', 'not moved to the end of the month');
  yes('2026-03-31', 1, '2026-02-28');
  yes('2026-05-31', 1, '2026-04-30');
  yes('2026-12-31', 1, '2026-11-30');
  yes('2026-01-31', 1, '2025-12-31', 'across the year');
  yes('2026-01-15', 12, '2025-01-15');
  yes('2026-01-15', 13, '2024-12-15');
  yes('2026-12-01', 12, '2025-12-01', 'December to December');
  yes('2026-06-30', 24, '2024-06-30');
  yes('2026-08-31', 0, '2026-08-31', '0 months: nothing is avoided, the cut is the day itself');
  yes('2000-03-31', 1, '2000-02-29', '2000 is a leap year');
  yes('2100-03-31', 1, '2100-02-28', '2100 is not');
  yes('9999-12-31', 1, '9999-11-30');
  no('29 February of a common year', '2026-02-29');
  no('29 February 2100', '2100-02-29');
  no('31 June', '2026-06-31');
  no('month 13', '2026-13-01');
  no('month 0', '2026-00-10');
  no('day 0', '2026-08-00');
  no('day 32', '2026-08-32');
  no('year 1899', '1899-12-31');
  no('year of five digits', '10000-01-01');
  no('one digit', '2026-8-31');
  no('no hyphens', '20260831');
  no('slashes', '2026/08/31');
  no('with a time', '2026-08-31T00:00:00Z');
  no('line feed', '2026-08-31\n');
  no('full-width digits', '２０２６-08-31');
  no('order of day and month', '31-08-2026');
  no('empty', '');
  no('months below 0', '2026-08-31', -1, '00 §1.4');
  no('months with a fraction', '2026-08-31', 0.5, '00 §1.4');
  no('25 months', '2026-08-31', 25, '01 §3 item 3');
}

export function poolVectors() {
  const of = (all, change = {}) => ({ chosen: ['A01', 'A02'], rows: all.map((one, i) => ({ leaf: L(i + 1), facts: facts(one) })),
    reference_date: '2026-08-31', avoidance_months: 6, drawn: [], planned: 2, ...change });
  const excluded = (counts) => ({ closed: 0, duplicate: 0, invalid: 0, drawn: 0, avoidance: 0, ...counts });
  /** `fates`: per row the mark and its candidates, or null. */
  const yes = (name, spec, comment, all, fates, counts, n, change) => {
    const pool = [], candidates = {};
    fates.forEach((fate, i) => {
      if (fate === null) return;
      pool.push([L(i + 1), fate[0]]);
      candidates[L(i + 1)] = fate.slice(1);
    });
    good('pool', name, spec, comment, of(all, change), { pool, candidates, excluded: excluded(counts), n });
  };
  const no = (name, spec, all, change, comment = '') => bad('pool', name, spec, comment, of(all, change));
  const plain = { types: ['A01'] };
  const free = ['r', 'A01'];
  const recent = [['A01', '2026-08-01', 'I1', 'I2']];

  yes('ordinary rows', '02 §1', 'rule 5', [plain, { types: ['A01', 'A02'] }, { types: ['A02', 'B07'] }],
    [free, ['r', 'A01', 'A02'], ['r', 'A02']], {}, 2);
  yes('no own type', '02 §1', 'neither in the pool nor counted, whatever the status',
    [plain, { types: ['B07'] }, { types: ['B07'], status: 'closed' }, { types: ['B07'], failed: ['B07'] }], [free, null, null, null], {}, 1);
  yes('closed, duplicate, invalid', '02 §1', 'rule 1',
    [{ status: 'closed' }, { status: 'duplicate' }, { status: 'invalid' }, { status: 'invalid' }, plain],
    [null, null, null, null, free], { closed: 1, duplicate: 1, invalid: 2 }, 1);
  yes('closed, duplicate, invalid beat must', '02 §1', 'rule 1 before rule 2',
    ['closed', 'duplicate', 'invalid'].map((status) => ({ status, failed: ['A01'] })).concat([plain]),
    [null, null, null, free], { closed: 1, duplicate: 1, invalid: 1 }, 1);
  yes('closed beats drawn and avoidance', '02 §1', 'rule 1 before rules 3 and 4', [{ status: 'closed', last: recent }, plain],
    [null, free], { closed: 1 }, 1, { drawn: [L(1)] });
  yes('must', '02 §1', 'rule 2; candidates are the failed chosen types only', [{ types: ['A01', 'A02'], failed: ['A02'] }, plain],
    [['m', 'A02'], free], {}, 2);
  yes('must in two types', '02 §1', 'failed types that are not chosen are no candidates',
    [{ types: ['A01', 'A02', 'B07'], failed: ['A01', 'A02', 'B07'] }], [['m', 'A01', 'A02']], {}, 1);
  yes('must beats drawn', '02 §1', 'rule 2 before rule 3', [{ failed: ['A01'] }], [['m', 'A01']], {}, 1, { drawn: [L(1)] });
  yes('must beats avoidance', '02 §1', 'rule 2 before rule 4; the avoided type stays a candidate', [{ failed: ['A01'], last: recent }],
    [['m', 'A01']], {}, 1);
  yes('must beats drawn and avoidance', '02 §1', '', [{ failed: ['A01'], last: recent }, plain], [['m', 'A01'], free], {}, 2,
    { drawn: [L(1)] });
  yes('failure in a type not chosen', '02 §1', 'counts as nothing', [{ types: ['A01', 'B07'], failed: ['B07'] }], [free], {}, 1);
  yes('failure in a type not chosen, drawn before', '02 §1', 'so it is excluded like others',
    [{ types: ['A01', 'B07'], failed: ['B07'] }, plain], [null, free], { drawn: 1 }, 1, { drawn: [L(1)] });
  yes('failure in a type not chosen, avoided', '02 §1', '',
    [{ types: ['A01', 'B07'], failed: ['B07'], last: recent }, plain], [null, free], { avoidance: 1 }, 1);
  yes('drawn before', '02 §1', 'rule 3', [plain, plain], [null, free], { drawn: 1 }, 1, { drawn: [L(1)] });
  yes('drawn beats avoidance', '02 §1', 'rule 3 before rule 4', [{ last: recent }, plain], [null, free], { drawn: 1 }, 1, { drawn: [L(1)] });
  yes('avoided', '02 §1', 'rule 4', [{ last: recent }, plain], [null, free], { avoidance: 1 }, 1);
  yes('one of two types avoided', '02 §1', 'the other one stays', [{ types: ['A01', 'A02'], last: recent }], [['r', 'A02']], {}, 1);
  yes('both types avoided', '02 §1', '', [{ types: ['A01', 'A02'], last: [...recent, ['A02', '2026-07-01']] }, plain], [null, free],
    { avoidance: 1 }, 1);
  yes('avoided with unknown institutions', '02 §2', 'only the date counts', [{ last: [['A01', '2026-08-01']] }, plain], [null, free],
    { avoidance: 1 }, 1);
  yes('visit in a type that is not its own', '02 §2', 'avoids nothing', [{ last: [['A02', '2026-08-01']] }], [free], {}, 1);
  yes('no avoidance', '01 §3 item 3', 'avoidance_months 0', [{ last: [['A01', '2026-08-31']] }], [free], {}, 1, { avoidance_months: 0 });
  const visits = (...dates) => dates.map((date) => ({ last: [['A01', date]] }));
  yes('edges of the cut', '02 §2', 'on the cut free; the day after, the day before and on the reference date avoided',
    visits('2026-02-27', '2026-02-28', '2026-03-01', '2026-08-30', '2026-08-31'), [free, free, null, null, null], { avoidance: 3 }, 2);
  yes('edges of the cut, leap year', '02 §2', '', visits('2028-02-28', '2028-02-29', '2028-03-01'), [free, free, null],
    { avoidance: 1 }, 2, { reference_date: '2028-08-31' });
  yes('edges of the cut, no clamping', '02 §2', '', visits('2026-01-14', '2026-01-15', '2026-01-16'), [free, free, null],
    { avoidance: 1 }, 2, { reference_date: '2026-07-15' });
  yes('edges of the cut, 24 months', '02 §2', '', visits('2024-08-31', '2024-09-01'), [free, null], { avoidance: 1 }, 1,
    { avoidance_months: 24 });
  yes('edges of the cut, 1 month', '02 §2', '', visits('2026-07-31', '2026-08-01'), [free, null], { avoidance: 1 }, 1,
    { avoidance_months: 1 });
  const must = { failed: ['A01'] };
  const M = ['m', 'A01'];
  yes('n: the plan', '02 §1', 'm < planned < N', [must, plain, plain, plain], [M, free, free, free], {}, 2);
  yes('n: plan equals musts', '02 §1', 'm = planned < N', [must, must, plain], [M, M, free], {}, 2);
  yes('n: pool smaller than the plan', '02 §1', 'n = N', [must, plain], [M, free], {}, 2, { planned: 100 });
  yes('n: more musts than the plan', '02 §1', 'n = m', [must, must, must, plain], [M, M, M, free], {}, 3);
  yes('n: only musts, plan larger', '02 §1', 'n = N = m', [must, must], [M, M], {}, 2, { planned: 3 });
  yes('n: only musts, plan smaller', '02 §1', 'n = m = N', [must, must], [M, M], {}, 2, { planned: 1 });

  no('N is 0: nobody has a chosen type', '02 §1', [{ types: ['B07'] }]);
  no('N is 0: all excluded', '02 §1', [{ status: 'closed' }, plain, { last: recent }], { drawn: [L(2)] });
  no('N is 0: no rows', '02 §1', []);
  no('no chosen type', '01 §8.4', [plain], { chosen: [] });
  no('chosen unsorted', '01 §8.4', [plain], { chosen: ['A02', 'A01'] });
  no('chosen twice', '01 §8.4', [plain], { chosen: ['A01', 'A01'] });
  no('chosen in lower case', '00 §3', [plain], { chosen: ['a01'] });
  no('planned 0', '01 §3.1', [plain], { planned: 0 });
  no('25 months', '01 §3 item 3', [plain], { avoidance_months: 25 });
  no('reference date not a day', '00 §1.7', [plain], { reference_date: '2026-02-29' });
  no('leaf twice', '00 §5', [], { rows: [{ leaf: L(1), facts: facts() }, { leaf: L(1), facts: facts() }] });
  no('leaf in upper case', '00 §1.3', [], { rows: [{ leaf: UPPER, facts: facts() }] });
  no('visit after the reference date', '02 §2', visits('2026-09-01'), {}, 'to be refused at import');
  no('visit not a day', '00 §1.7', visits('2026-02-30'));
  no('no types', '01 §1', [{ types: [] }, plain]);
  no('types unsorted', '01 §1', [{ types: ['A02', 'A01'] }]);
  no('type twice', '01 §1', [{ types: ['A01', 'A01'] }]);
  no('failed in a type it does not make', '01 §1', [{ failed: ['A02'] }]);
  no('failed twice', '01 §1', [{ failed: ['A01', 'A01'] }]);
  no('failed unsorted', '01 §1', [{ types: ['A01', 'A02'], failed: ['A02', 'A01'] }]);
  no('last twice', '01 §1', [{ last: [['A01', '2026-01-01'], ['A01', '2026-01-02']] }]);
  no('last unsorted', '01 §1', [{ last: [['A02', '2026-01-01'], ['A01', '2026-01-01']] }]);
  no('conflicts unsorted', '01 §1', [{ conflicts: ['I2', 'I1'] }]);
  no('conflict twice', '01 §1', [{ conflicts: ['I1', 'I1'] }]);
  no('conflict too short', '00 §3', [{ conflicts: ['I'] }]);
  no('unknown status', '01 §1', [{ status: 'suspended' }]);
  no('region of five digits', '00 §3', [{ region: '99010' }]);
  const odd = (name, change) => no(name, '00 §2.7', [], { rows: [{ leaf: L(1), facts: change(facts({ failed: ['A01'], last: recent })) }] });
  odd('facts with an additional key', (f) => ({ ...f, remark: '' }));
  odd('facts without last', ({ last, ...rest }) => rest);
  odd('failed without evidence', (f) => ({ ...f, failed: [{ type: 'A01' }] }));
  odd('last without tester', ({ last: [{ tester, ...visit }], ...rest }) => ({ ...rest, last: [visit] }));
}
