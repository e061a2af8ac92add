// One draw through all functions.

import assert from 'node:assert/strict';
import { R, byLeaf, d, facts, good, under } from './kit.mjs';
import { UNTIL, inst } from './matching.mjs';
import { STATEMENT } from './statement.mjs';

// ---------------------------------------------------------------- one case through everything

export function fullCase() {
  const name = 'full case';
  const say = (fn, suffix, spec, comment, input, check) => good(fn, `${name}: ${suffix}`, spec, comment, input, check);
  const code = (i) => {
    const head = `91990000MA${String(i).padStart(6, '0')}`;
    for (const c of '0123456789X') for (const e of '0123456789ABCDEFGHJKLMNPQRTUWXY') if (R.uscc({ code: head + c + e })) return head + c + e;
    return assert.fail('no check characters');
  };
  const TYPES = ['A01', 'A02', 'B07', 'C11'];
  const I = ['11990000MB0A0001XA', '11990000MB0A0002XB', '11990000MB0A0003XC', '11990000MB0A0004XD', '11990000MB0A0005XE'];
  const enterprise = (i) => {
    const types = TYPES.filter((_, k) => (i + k) % 4 === 0 || (i * (k + 2)) % 5 === 1);
    if (types.length === 0) types.push(TYPES[i % 4]);
    const [visited] = types;
    const narrow = types.includes('B07') && i % 5 === 3; // only I[0] and I[3] are left, and they came last time
    const last = narrow ? [['B07', '2025-04-02', I[0], I[3]]] : i % 3 === 0 ? [[visited, i % 12 === 0 ? '2026-05-20' : '2025-10-08', I[i % 5], i % 2 ? I[(i + 1) % 5] : '']] : [];
    const value = facts({ types, last, failed: i % 9 === 4 ? [types.at(-1)] : [], conflicts: narrow ? [I[1], I[2]] : i % 7 === 2 ? [I[i % 5]] : [],
      status: { 12: 'closed', 28: 'duplicate', 44: 'invalid' }[i] ?? 'normal', region: `9901${String(1 + (i % 9)).padStart(2, '0')}` });
    const id = { addresses: [`示例市第${i}号`], code: code(i), name: `示例企业${i}` };
    const lot = d(`${name} lot ${i}`);
    const commit = (tag, v) => ({ tag, salt: d(`${name} salt ${tag} ${i}`), value: v });
    const parts = { id: commit('id', id), facts: commit('facts', value), lot: commit('lot', lot) };
    const three = Object.fromEntries(Object.entries(parts).map(([k, v]) => [k, R.commitment(v)]));
    return { i, parts, three, leaf: R.leaf(three), lot, facts: value };
  };
  const all = Array.from({ length: 72 }, (_, i) => enterprise(i)).sort(byLeaf);
  const first = all.find((one) => one.i === 1);
  for (const [tag, input] of Object.entries(first.parts)) say('commitment', `${tag} of enterprise 1`, '00 §6', '', input);
  say('leaf', 'enterprise 1', '01 §1', '', first.three);

  const roster = say('list', 'roster', '00 §5', '', { text: all.map((one) => `${one.leaf}\n`).join(''), marks: false });
  const chosen = ['A01', 'B07', 'C11'];
  const before = all.filter((one) => one.i % 17 === 5).map((one) => one.leaf);
  const pool = say('pool', 'pool', '02 §1', 'draw 2: some leaves were drawn before', { chosen,
    rows: all.map((one) => ({ leaf: one.leaf, facts: one.facts })), reference_date: '2026-08-31', avoidance_months: 6, drawn: before, planned: 40 },
  (r) => {
    assert.ok(Object.values(r.excluded).every((count) => count > 0), JSON.stringify(r.excluded));
    assert.equal(r.n, 40);
    assert.ok(r.pool.length > 45);
  });
  const N = pool.pool.length;
  const m = pool.pool.filter(([, mark]) => mark === 'm').length;
  const asText = (rows) => rows.map((row) => `${row.join(' ')}\n`).join('');
  const poolList = say('list', 'pool', '00 §5', '', { text: asText(pool.pool), marks: true });
  const secrets = { operator: d(`${name} operator`), 'representative.1': d(`${name} one`), 'representative.3': d(`${name} three`) };
  const commitments = Object.entries(secrets).map(([party, secret]) => say('secret_commitment', party, '02 §3', '',
    { campaign: 1, draw: 2, roster: roster.root, party, secret }));
  const seed = say('seed', 'seed', '02 §4', 'representative 3 did not open: the commitment stands in', { campaign: 1, draw: 2,
    roster: roster.root, types: chosen, pool: poolList.root, N, m, n: pool.n, operator: secrets.operator,
    contributions: { 1: secrets['representative.1'], 3: commitments[2] }, beacon: 'none' });
  const chosenRows = say('selection', 'selection', '02 §6', '', { seed, pool: pool.pool, n: pool.n });
  const selectionList = say('list', 'selection', '00 §5', '', { text: asText(chosenRows.selection), marks: true });

  const institutions = [inst(I[0], { A01: [6, 6], B07: [3, 0] }), inst(I[1], { A01: [3, 6], B07: [4, 4], C11: [2, 1] }),
    inst(I[2], { A01: [4, 0], B07: [2, 4], C11: [4, 4] }), inst(I[3], { A01: [1, 1], B07: [2, 2, UNTIL], C11: [5, 4] }),
    inst(I[4], { A01: [9, 9, '2026-11-29'], C11: [1, 3] })];
  const matched = say('match', '40 rows', under('02 §8', 'S02-7', 'S02-8.1', 'S02-8.2', 'S02-8.3', 'S02-8.4'), 'three types, a waiver for C11, over quota, rotation dropped', { seed,
    sampling_until: UNTIL, waived: ['C11'], institutions,
    rows: chosenRows.selection.map(([leaf]) => all.find((one) => one.leaf === leaf))
      .map((one) => ({ leaf: one.leaf, lot: one.lot, candidates: pool.candidates[one.leaf], facts: one.facts })) }, (r) => {
    assert.equal(r.rows.length, 40);
    for (const [field, values] of Object.entries({ type: chosen, rotation: ['kept', 'dropped'], over: ['none', 'sampling', 'testing', 'both'] })) {
      for (const value of values) assert.ok(r.rows.some((row) => row[field] === value), `no row with ${field} ${value}`);
    }
    assert.ok(r.rows.some((row) => row.sampling === row.testing && row.type === 'C11'));
  });
  const over = (role) => matched.rows.filter((row) => [role, 'both'].includes(row.over)).length;
  say('statement', 'statement', '02 §9', '', { ...STATEMENT, types: chosen, roster: roster.root, pool: poolList.root, N, m, n: pool.n, seed,
    cutoff: chosenRows.cutoff, odds: chosenRows.odds, selection: selectionList.root, rows: matched.root,
    over_quota: { sampling: over('sampling'), testing: over('testing') } });
}
