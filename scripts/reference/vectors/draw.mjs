// Vectors of 02 §3–6 of docs/spec: secrets, seed, tickets, selection.

import assert from 'node:assert/strict';
import { L, R, UPPER, bad, d, good, seedWith, upper } from './kit.mjs';
import { BEACON_LINES, BROKEN_BEACON_LINES } from './beacon.mjs';

// ---------------------------------------------------------------- secret_commitment, seed, ticket, index

export function secretVectors() {
  const of = (change = {}) => ({ campaign: 1, draw: 2, roster: d('roster'), party: 'operator', secret: d('secret'), ...change });
  const yes = (name, change) => good('secret_commitment', name, '02 §3', '', of(change));
  const no = (name, spec, change) => bad('secret_commitment', name, spec, '', of(change));
  yes('operator', {});
  yes('representative 1', { party: 'representative.1' });
  yes('representative 12', { party: 'representative.12' });
  yes('later campaign', { campaign: 10, draw: 31 });
  yes('secret of zeros', { secret: L(0) });
  for (const party of ['Operator', 'representative', 'representative.0', 'representative.01', 'representative.-1', 'representative.1 ',
    'representative.1\n', 'bot', '']) no(`party ${JSON.stringify(party)}`, '02 §3', { party });
  no('secret in upper case', '00 §1.3', { secret: upper(d('secret')) });
  no('secret of 31 bytes', '00 §1.3', { secret: d('secret').slice(2) });
  no('secret of 33 bytes', '00 §1.3', { secret: `${d('secret')}00` });
  no('secret with a line feed', '00 §1.3', { secret: `${d('secret')}\n` });
  no('roster in upper case', '00 §1.3', { roster: upper(d('roster')) });
  no('roster too short', '00 §1.3', { roster: '00' });
  no('campaign 0', '01 §3 item 1', { campaign: 0 });
  no('draw 0', '01 §5', { draw: 0 });
  no('draw with a fraction', '00 §1.4', { draw: 1.5 });
  no('draw below zero', '00 §1.4', { draw: -1 });
}

export function seedVectors() {
  const of = (change = {}) => ({ campaign: 1, draw: 1, roster: d('roster'), types: ['A01', 'B07'], pool: d('pool'), N: 120, m: 3,
    n: 20, operator: d('operator'), contributions: { 1: d('one') }, beacon: 'none', ...change });
  const yes = (name, comment, change) => good('seed', name, '02 §4', comment, of(change));
  const no = (name, spec, change, comment = '') => bad('seed', name, spec, comment, of(change));
  yes('one contribution', '', {});
  yes('three contributions', '', { contributions: { 1: d('one'), 2: d('two'), 3: d('three') } });
  yes('ten comes after two', 'ascending by K as a number', { contributions: { 2: d('two'), 10: d('ten') } });
  yes('not the first representative', '', { contributions: { 7: d('seven') } });
  yes('one type', '', { types: ['A04'] });
  yes('types as bytes', 'digits before letters, a prefix first', { types: ['1', '10', '9', 'A', 'A1', 'B'] });
  yes('only musts', '', { N: 4, m: 4, n: 4 });
  yes('everyone', '', { N: 20, m: 0, n: 20 });
  yes('n differs', 'another seed', { n: 21 });
  no('types unsorted', '02 §4', { types: ['B07', 'A01'] });
  no('type twice', '02 §4', { types: ['A01', 'A01'] });
  no('no type', '01 §8.4', { types: [] });
  no('type in lower case', '00 §3', { types: ['a01'] });
  no('type too long', '00 §3', { types: ['A01234567'] });
  no('type with a comma', '00 §3', { types: ['A01,B07'] });
  for (const field of ['roster', 'pool', 'operator']) {
    no(`${field} in upper case`, '00 §1.3', { [field]: upper(d(field)) });
    no(`${field} too short`, '00 §1.3', { [field]: d(field).slice(2) });
  }
  no('contribution in upper case', '00 §1.3', { contributions: { 1: upper(d('one')) } });
  no('contribution too long', '00 §1.3', { contributions: { 1: `${d('one')}00` } });
  no('no contribution', '01 §8.2', { contributions: {} }, 'a draw has at least one');
  no('contribution 01', '00 §1.4', { contributions: { '01': d('one') } });
  no('contribution 0', '01 §3 item 2', { contributions: { 0: d('one') } });
  no('N is 0', '02 §1', { N: 0, m: 0, n: 0 });
  no('n greater than N', '02 §1', { N: 19, n: 20 });
  no('m greater than n', '02 §1', { m: 21, n: 20 });
  no('campaign 0', '01 §3 item 1', { campaign: 0 });
  no('m with a fraction', '00 §1.4', { m: 0.5 });
  for (const [name, chain, round, signature, comment] of BEACON_LINES) yes(`beacon: ${name}`, comment, { beacon: `${chain}:${round}:${signature}` });
  for (const [name, spec, beacon, comment] of BROKEN_BEACON_LINES) no(`beacon: ${name}`, spec, { beacon }, comment);
}

export function ticketVectors() {
  const of = (change = {}) => ({ seed: d('seed'), label: 'draw', key: d('key'), ...change });
  for (const label of ['draw', 'type', 'order', 'test', 'sample', 'row']) good('ticket', label, '02 §5', '', of({ label }));
  good('ticket', 'zeros', '02 §5', '', of({ seed: L(0), key: L(0) }));
  for (const label of ['', 'Draw', 'sampling', 'testing', 'cut', 'draw:draw']) {
    bad('ticket', `label ${JSON.stringify(label)}`, '02 §5', '', of({ label }));
  }
  for (const field of ['seed', 'key']) {
    bad('ticket', `${field} in upper case`, '00 §1.3', '', of({ [field]: UPPER }));
    bad('ticket', `${field} too short`, '00 §1.3', '', of({ [field]: d(field).slice(1) }));
    bad('ticket', `${field} too long`, '00 §1.3', '', of({ [field]: `${d(field)}00` }));
  }
}

export function indexVectors() {
  const yes = (name, ticket, total, expect, comment = '') => good('index', name, '02 §5', comment, { ticket, total }, expect);
  const no = (name, spec, ticket, total) => bad('index', name, spec, '', { ticket, total });
  const f = 'f'.repeat(64);
  yes('lowest ticket', L(0), 7, 0);
  yes('highest ticket', f, 7, 6);
  yes('total 1, lowest', L(0), 1, 0);
  yes('total 1, highest', f, 1, 0);
  yes('below the half', `7${f.slice(1)}`, 2, 0);
  yes('the half', `8${'0'.repeat(63)}`, 2, 1);
  yes('below a third', '5'.repeat(64), 3, 0, '3 × 55…55 = 2^256 - 1; a float would give 1');
  yes('above a third', `${'5'.repeat(63)}6`, 3, 1);
  yes('below two thirds', 'a'.repeat(64), 3, 1);
  yes('above two thirds', `${'a'.repeat(63)}b`, 3, 2);
  yes('a tenth exceeded by the last digit', `1${'9'.repeat(62)}a`, 10, 1);
  yes('just below a tenth', `1${'9'.repeat(63)}`, 10, 0);
  yes('big-endian', `01${'0'.repeat(62)}`, 256, 1, 'the first byte weighs most');
  yes('greatest total, highest ticket', f, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1);
  yes('greatest total, the half', `8${'0'.repeat(63)}`, Number.MAX_SAFE_INTEGER, (Number.MAX_SAFE_INTEGER - 1) / 2);
  yes('some ticket', d('ticket'), 1000000, Number((BigInt(`0x${d('ticket')}`) * 1000000n) / 2n ** 256n));
  no('total 0', '02 §5', L(0), 0);
  no('total below 0', '02 §5', L(0), -1);
  no('total with a fraction', '00 §1.4', L(0), 1.5);
  no('total 2^53', '00 §1.4', L(0), 2 ** 53);
  no('total as a text', '00 §1.4', L(0), '7');
  no('ticket in upper case', '00 §1.3', UPPER, 7);
  no('ticket of 63 digits', '00 §1.3', f.slice(1), 7);
  no('ticket of 65 digits', '00 §1.3', `${f}0`, 7);
  no('ticket with 0x', '00 §1.3', `0x${f.slice(2)}`, 7);
  no('ticket with a sign', '00 §1.3', `-${f.slice(1)}`, 7);
  no('ticket with a low line', '00 §1.3', `${f.slice(0, 31)}_${f.slice(32)}`, 7);
  no('ticket with a space', '00 §1.3', ` ${f.slice(1)}`, 7);
  no('empty ticket', '00 §1.3', '', 7);
}

// ---------------------------------------------------------------- selection

export function selectionVectors() {
  const rows = (marks) => [...marks].map((mark, i) => [d(`row ${i}`), mark]).sort(([a], [b]) => (a < b ? -1 : 1));
  const of = (marks, n, seed = d('seed')) => ({ seed, pool: rows(marks), n });
  const ticket = (seed, leaf) => R.ticket({ seed, label: 'draw', key: leaf });
  const yes = (name, comment, input, check) => good('selection', name, '02 §6', comment, input, check);
  const no = (name, spec, input) => bad('selection', name, spec, '', input);
  yes('musts and random rows', '', of('rrmrrmrr', 5), (result) => {
    assert.equal(result.selection.length, 5);
    assert.deepEqual(result.odds, [3, 6]);
    assert.equal(result.reserves.length, 3);
    assert.ok(result.reserves.every((leaf) => ticket(d('seed'), leaf) > result.cutoff));
  });
  yes('odds are not reduced', '2 of 4', of('rrrr', 2), (r) => assert.deepEqual(r.odds, [2, 4]));
  yes('n = m', 'no random row is drawn: cutoff null, odds 0 of 3', of('mrrmr', 2), (r) => {
    assert.equal(r.cutoff, null);
    assert.deepEqual(r.odds, [0, 3]);
    assert.equal(r.reserves.length, 3);
  });
  yes('N = m', 'only musts: cutoff and odds null, no reserves', of('mmm', 3), (r) => {
    assert.deepEqual([r.cutoff, r.odds, r.reserves], [null, null, []]);
  });
  yes('N = n', 'everyone is drawn: the cutoff is the highest ticket', of('rrmr', 4), (r) => {
    assert.deepEqual([r.odds, r.reserves], [[3, 3], []]);
    assert.equal(r.cutoff, rows('rrmr').filter(([, m]) => m === 'r').map(([leaf]) => ticket(d('seed'), leaf)).sort().at(-1));
  });
  yes('one random row', '', of('r', 1));
  yes('one must', '', of('m', 1));
  yes('no must', '', of('rrrrrr', 1), (r) => assert.equal(r.reserves.length, 5));
  const high = seedWith('high must', (seed) => {
    const [[top, mark]] = rows('mrrrrr').sort(([a], [b]) => (ticket(seed, a) < ticket(seed, b) ? 1 : -1));
    return mark === 'm' && top;
  });
  yes('must with the highest ticket', 'it is in and does not move the cutoff', of('mrrrrr', 3, high), (r) => {
    const [must] = r.selection.find(([, mark]) => mark === 'm');
    assert.ok(ticket(high, must) > r.cutoff);
    assert.deepEqual(r.odds, [2, 5]);
  });
  const low = seedWith('low must', (seed) => {
    const [[, mark]] = rows('mrrrrr').sort(([a], [b]) => (ticket(seed, a) < ticket(seed, b) ? -1 : 1));
    return mark === 'm';
  });
  yes('must with the lowest ticket', 'it takes no place of a random row', of('mrrrrr', 3, low));
  yes('reserves in order of tickets', 'not in order of leaves', of('rrrrrrrrrr', 3), (r) => {
    const tickets = r.reserves.map((leaf) => ticket(d('seed'), leaf));
    assert.deepEqual(tickets, [...tickets].sort());
    assert.notDeepEqual(r.reserves, [...r.reserves].sort());
  });
  no('n greater than N', '02 §1', of('rrr', 4));
  no('n smaller than m', '02 §1', of('mmr', 1));
  no('n is 0', '02 §1', of('rrr', 0));
  no('empty pool', '00 §5', of('', 0));
  no('pool unsorted', '00 §5', { seed: d('seed'), pool: [[L(2), 'r'], [L(1), 'r']], n: 1 });
  no('leaf twice', '00 §5', { seed: d('seed'), pool: [[L(1), 'r'], [L(1), 'r']], n: 1 });
  no('leaf with both marks', '00 §5', { seed: d('seed'), pool: [[L(1), 'm'], [L(1), 'r']], n: 1 });
  no('wrong mark', '00 §5', of('rxr', 1));
  no('mark in upper case', '00 §5', of('rMr', 1));
  no('leaf in upper case', '00 §1.3', { seed: d('seed'), pool: [[UPPER, 'r']], n: 1 });
  no('leaf of a must too short', '00 §1.3', { seed: d('seed'), pool: [['00', 'm']], n: 1 });
  no('seed in upper case', '00 §1.3', of('rr', 1, UPPER));
  no('seed too short', '00 §1.3', of('rr', 1, d('seed').slice(2)));
  no('n with a fraction', '00 §1.4', of('rr', 1.5));
}
