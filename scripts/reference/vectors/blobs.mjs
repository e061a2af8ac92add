// Vectors of 01 §1.1, §3.1 and §3.2 of docs/spec: openings, catalogue, institutions.

import assert from 'node:assert/strict';
import { R, UPPER, bad, d, facts, good, sha256, under, upper } from './kit.mjs';
import { encode } from '../../reference_draw.mjs';

const file = (value) => `${encode(value)}\n`;
/** Refuses the same text in the ways every file of canonical JSON can be broken. */
function brokenFiles(no, right, spec) {
  no('no final LF', spec, right.slice(0, -1), '');
  no('two final LFs', spec, `${right}\n`, '');
  no('CR LF', under('00 §1.2', 'S00-1.2'), right.replace('\n', '\r\n'), '');
  no('byte-order mark', under('00 §1.2', 'S00-1.2', 'S00-2.1'), `\ufeff${right}`, '');
  no('blank after a colon', '00 §2.1', right.replace('"v":1', '"v": 1'), '');
  no('keys unsorted', '00 §2.3', right.replace(/^\{(.*),"v":1\}/, '{"v":1,$1}'), '');
  no('key twice', '00 §2.3', right.replace('"v":1', '"v":1,"v":1'), '');
  no('number as 1.0', '00 §2.2', right.replace('"v":1', '"v":1.0'), '');
  no('version 2', '00 §7', right.replace('"v":1', '"v":2'), '');
  no('another kind', '00 §7', right.replace(/"kind":"[a-z]+"/, '"kind":"list"'), '');
  no('additional key', '00 §2.7', right.replace('"v":1', '"v":1,"x":0'), '');
  no('without v', '00 §2.7', right.replace(',"v":1', ''), '');
  no('empty', spec, '', '');
}

export function openingVectors() {
  const CODE = '91990000MA0DEM005D';
  const values = { facts: facts({ types: ['A01', 'B07'], failed: ['B07'], last: [['A01', '2026-03-01', 'I1', '']], conflicts: ['I2'] }),
    id: { addresses: ['示例市示例路1号', '示例市示例路2号'], code: CODE, name: '示例食品有限公司' }, lot: d('lot') };
  const salts = { facts: d('salt of facts'), id: d('salt of id'), lot: d('salt of lot') };
  const closed = (tag) => ({ commitment: R.commitment({ tag, salt: salts[tag], value: values[tag] }) });
  const leaf = R.leaf(Object.fromEntries(Object.keys(values).map((tag) => [tag, closed(tag).commitment])));
  const of = (open, change = {}) => ({ campaign: 1, kind: 'opening', v: 1,
    ...Object.fromEntries(Object.keys(values).map((tag) => [tag, open.includes(tag) ? { salt: salts[tag], value: values[tag] } : closed(tag)])), ...change });
  for (const open of [[], ['id'], ['facts'], ['lot'], ['facts', 'id'], ['facts', 'lot'], ['id', 'lot'], ['facts', 'id', 'lot']]) {
    good('opening', open.length === 0 ? 'all closed' : `open: ${open.join(', ')}`, '01 §1.1', 'every opening gives the same leaf', { text: file(of(open)) },
      { campaign: 1, leaf, open });
  }
  const yes = (name, spec, comment, tag, value) => good('opening', name, spec, comment, { text: file(of([], { [tag]: { salt: salts[tag], value } })) },
    (r) => assert.notEqual(r.leaf, leaf));
  yes('another salt', '00 §6', 'another leaf: nothing but the roster says which is right', 'lot', d('lot 2'));
  yes('one address', '01 §1', '', 'id', { ...values.id, addresses: ['示例市'] });
  yes('one address twice', '01 §1', 'byte for byte as imported', 'id', { ...values.id, addresses: ['示例市', '示例市'] });
  for (const status of ['closed', 'invalid', 'duplicate']) yes(`status ${status}`, '01 §1', '', 'facts', { ...values.facts, status });
  yes('last visit in another type', '01 §1', 'need not be one of `types`', 'facts', { ...values.facts, last: [{ date: '2025-01-01', sampler: '', tester: '', type: 'C11' }] });
  yes('evidence empty', '01 §1.1', '', 'facts', { ...values.facts, failed: [{ evidence: '', type: 'B07' }] });
  yes('evidence and lists empty', '01 §1.1', 'failed, last and conflicts may be empty', 'facts', { ...values.facts, conflicts: [], failed: [], last: [] });
  yes('campaign 7', '01 §1.1', 'the number is not in the leaf', 'lot', d('lot 7'));

  const no = (name, spec, text, comment = '') => bad('opening', name, spec, comment, { text });
  brokenFiles(no, file(of(['id'])), '01 §1.1');
  const change = (name, spec, fields, comment = '') => no(name, spec, file(of([], fields)), comment);
  change('campaign 0', '01 §3 item 1', { campaign: 0 });
  change('campaign as a text', '00 §1.4', { campaign: '1' });
  change('part is null', '01 §1.1', { lot: null });
  change('part is a digest', '01 §1.1', { lot: closed('lot').commitment });
  change('part open and closed', '01 §1.1', { lot: { ...closed('lot'), salt: salts.lot, value: values.lot } });
  change('part without value', '01 §1.1', { lot: { salt: salts.lot } });
  change('part without salt', '01 §1.1', { lot: { value: values.lot } });
  change('commitment in upper case', '00 §1.3', { lot: { commitment: upper(closed('lot').commitment) } });
  change('commitment too short', '00 §1.3', { lot: { commitment: closed('lot').commitment.slice(2) } });
  change('salt in upper case', '00 §1.3', { lot: { salt: UPPER, value: values.lot } });
  change('salt of 31 bytes', under('00 §6', 'S00-6', 'S00-1.3'), { lot: { salt: salts.lot.slice(2), value: values.lot } });
  change('four parts', '00 §2.7', { phone: closed('lot') });
  const { facts: gone, ...lacking } = of([]);
  no('without facts', '00 §2.7', file(lacking));
  const part = (tag) => (name, spec, value, comment = '') => change(`${tag}: ${name}`, spec, { [tag]: { salt: salts[tag], value } }, comment);
  const id = part('id');
  id('no address', '01 §1', { ...values.id, addresses: [] });
  id('empty address', '01 §1', { ...values.id, addresses: ['示例市', ''] });
  id('address not in a list', '01 §1', { ...values.id, addresses: '示例市' });
  id('empty name', '01 §1', { ...values.id, name: '' });
  id('without name', '00 §2.7', { addresses: values.id.addresses, code: CODE });
  id('additional key', '00 §2.7', { ...values.id, phone: '1' });
  id('wrong last check character', '00 §3', { ...values.id, code: `${CODE.slice(0, 17)}E` });
  id('wrong seventeenth character', under('01 §1.1', 'S01-1.1', 'S00-3'), { ...values.id, code: '91990000MA0DEM006G' }, 'judged alone it is `11.opening`');
  id('code in lower case', '00 §3', { ...values.id, code: CODE.toLowerCase() });
  id('a text', '01 §1', '示例食品有限公司');
  const lot = part('lot');
  lot('in upper case', '00 §1.3', UPPER);
  lot('of 31 bytes', '01 §1', d('lot').slice(2));
  lot('a number', '01 §1', 7);
  const of2 = part('facts');
  of2('types unsorted', '01 §1', { ...values.facts, types: ['B07', 'A01'] });
  of2('no types', '01 §1', { ...values.facts, types: [], failed: [] });
  of2('failed in a type it does not make', '01 §1', { ...values.facts, types: ['A01'] });
  of2('conflict twice', '01 §1', { ...values.facts, conflicts: ['I2', 'I2'] });
  of2('conflicts unsorted', under('01 §1', 'S01-1', 'S00-1.6'), { ...values.facts, conflicts: ['I2', 'I10'] }, 'I10 comes before I2: bytes, not numbers');
  of2('unknown status', '01 §1', { ...values.facts, status: 'open' });
  of2('region of five digits', '00 §3', { ...values.facts, region: '99010' });
  of2('visit on no day', '00 §1.7', { ...values.facts, last: [{ date: '2026-02-30', sampler: '', tester: '', type: 'A01' }] });
  of2('visit without tester', '00 §2.7', { ...values.facts, last: [{ date: '2026-02-03', sampler: '', type: 'A01' }] });
  of2('evidence is null', '01 §1', { ...values.facts, failed: [{ evidence: null, type: 'B07' }] });
  const named = (name) => file(of([], { id: { salt: salts.id, value: { ...values.id, name } } }));
  const long = named('x'.repeat(65537 - Buffer.byteLength(named(''))));
  assert.equal(Buffer.byteLength(long), 65537);
  no('65,537 bytes', '04 §1', long, 'otherwise right');
}

export function catalogueVectors() {
  const row = (code, change = {}) => ({ class: '粮食加工品', code, name: '小麦粉', planned: 40, ...change });
  const of = (...types) => ({ kind: 'catalogue', types, v: 1 });
  const yes = (name, comment, value) => good('catalogue', name, '01 §3.1', comment, { text: file(value) }, { blob: sha256(file(value)).toString('hex') });
  const no = (name, spec, text, comment = '') => bad('catalogue', name, spec, comment, { text });
  const change = (name, spec, ...types) => no(name, spec, file(of(...types)));
  yes('one type', '', of(row('A01')));
  yes('three types', 'as bytes: a prefix first, 10 before 9', of(row('10'), row('9'), row('A'), row('A0')));
  yes('planned 1', 'the least', of(row('A01', { planned: 1 })));
  yes('planned 2^53 - 1', '', of(row('A01', { planned: Number.MAX_SAFE_INTEGER })));
  yes('code of eight characters', '', of(row('ABCD1234')));
  yes('class empty', '', of(row('A01', { class: '' })));
  yes('one name for two types', '', of(row('A01'), row('A02')));
  brokenFiles(no, file(of(row('A01'))), '01 §3.1');
  no('no types', '01 §3.1', file(of()));
  no('types is an object', '01 §3.1', file({ kind: 'catalogue', types: row('A01'), v: 1 }));
  change('types unsorted', '01 §3.1', row('B07'), row('A01'));
  change('type twice', '01 §3.1', row('A01'), row('A01', { name: '大米' }));
  change('9 before 10', under('01 §3.1', 'S01-3.1', 'S00-1.6'), row('9'), row('10'));
  change('planned 0', '01 §3.1', row('A01', { planned: 0 }));
  change('planned as a text', '00 §1.4', row('A01', { planned: '40' }));
  change('code in lower case', '00 §3', row('a01'));
  change('code of nine characters', '00 §3', row('ABCD12345'));
  change('empty code', '00 §3', row(''));
  change('name is null', '01 §3.1', row('A01', { name: null }));
  change('name empty', '01 §3.1', row('A01', { name: '' }));
  change('second name empty', '01 §3.1', row('A01'), row('A02', { name: '' }));
  change('class is null', '01 §3.1', row('A01', { class: null }));
  change('additional key in a type', '00 §2.7', row('A01', { unit: 'kg' }));
  const { class: gone, ...classless } = row('A01');
  change('type without class', '00 §2.7', classless);
  no('planned 2^53', '00 §1.4', file(of(row('A01', { planned: 1 }))).replace('"planned":1', '"planned":9007199254740992'));
}

export function institutionsVectors() {
  const VALID = '2027-12-31';
  const quota = (type, sampling, testing, change = {}) => ({ sampling, testing, type, valid_until: VALID, ...change });
  const weight = (type, sampling_weight, testing_weight, change = {}) => ({ sampling_weight, testing_weight, type, valid_until: VALID, ...change });
  const one = (code, ...types) => ({ code, name: `机构 ${code}`, types });
  const of = (...institutions) => file({ institutions, kind: 'institutions', v: 1 });
  const CATALOGUE = ['A01', 'B07'];
  const give = (text, matching) => ({ text, matching, catalogue: CATALOGUE });
  const yes = (name, comment, text, matching = 'quotas') => good('institutions', name, '01 §3.2', comment, give(text, matching), { blob: sha256(text).toString('hex') });
  const no = (name, spec, text, comment = '', matching = 'quotas') => bad('institutions', name, spec, comment, give(text, matching));
  const plain = of(one('I1', quota('A01', 3, 0), quota('B07', 2, 2)), one('I2', quota('A01', 0, 3), quota('B07', 2, 2)));
  const weighted = of(one('I1', weight('A01', 3, 0), weight('B07', 2, 2)), one('I2', weight('A01', 0, 3), weight('B07', 2, 2)));
  yes('quotas', '', plain);
  yes('one name for two institutions', '', of({ ...one('I1', quota('A01', 1, 1)), name: '示例' }, { ...one('I2', quota('A01', 1, 1)), name: '示例' }));
  yes('name of one character', '', of({ ...one('I1', quota('A01', 1, 1)), name: '检' }));
  yes('one institution, one type', 'whether anybody can be served is `05.feasible`', of(one('I1', quota('A01', 1, 0))));
  yes('greatest quotas', '', of(one('I1', quota('A01', 1000000, 1000000))));
  yes('code of 18 characters', '', of(one('12990000MB2D0001XX', quota('A01', 1, 1))));
  yes('codes as bytes', '', of(one('I10', quota('A01', 1, 1)), one('I9', quota('A01', 1, 1))));
  yes('weights', 'every type weighted', weighted, 'weights');
  yes('one type of two weighted', '', of(one('I1', weight('A01', 3, 1), quota('B07', 2, 2)), one('I2', weight('A01', 1, 3), quota('B07', 2, 2))), 'weights');
  yes('weight 0 in a role', '', of(one('I1', weight('A01', 0, 1)), one('I2', weight('A01', 1, 0))), 'weights');
  yes('greatest weights', '', of(one('I1', weight('A01', 1000000, 1000000))), 'weights');
  yes('weighted type of one institution', '', of(one('I1', quota('A01', 1, 1)), one('I2', weight('B07', 1, 1))), 'weights');

  brokenFiles(no, plain, '01 §3.2');
  no('weights in a campaign with quotas', '01 §3.2', weighted);
  no('one weighted row in a campaign with quotas', '01 §3.2', of(one('I1', weight('A01', 1, 1), quota('B07', 2, 2))));
  no('only quotas in a campaign with weights', '01 §3.2', plain, 'at least one type is weighted', 'weights');
  no('mixed within a type', '01 §3.2', of(one('I1', weight('A01', 3, 1)), one('I2', quota('A01', 1, 3))), '', 'weights');
  no('mixed within a type, later', '01 §3.2', of(one('I1', weight('A01', 3, 1)), one('I2', weight('A01', 3, 1)), one('I3', quota('A01', 1, 3))), '', 'weights');
  no('both weights 0', '01 §3.2', of(one('I1', weight('A01', 1, 1)), one('I2', weight('A01', 0, 0))), '', 'weights');
  no('weight above a million', '01 §3.2', of(one('I1', weight('A01', 1000001, 1))), '', 'weights');
  no('row of both forms', '01 §3.2', of(one('I1', { ...quota('A01', 1, 1), ...weight('A01', 1, 1) })), '', 'weights');
  no('a quota and a weight', '01 §3.2', of(one('I1', { sampling: 1, testing_weight: 1, type: 'A01', valid_until: VALID })), '', 'weights');
  no('weight with a fraction', '00 §2.2', of(one('I1', weight('A01', 1, 1))).replace('"sampling_weight":1', '"sampling_weight":1.5'), '', 'weights');
  no('weight below 0', '00 §2.2', of(one('I1', weight('A01', 1, 1))).replace('"sampling_weight":1', '"sampling_weight":-1'), '', 'weights');
  no('another matching', '00 §7', plain, '', 'lottery');
  no('both quotas 0', '01 §3.2', of(one('I1', quota('A01', 0, 0))));
  no('quota above a million', '01 §3.2', of(one('I1', quota('A01', 1, 1000001))));
  no('quota as a text', '00 §1.4', of(one('I1', quota('A01', '1', 1))));
  no('no institutions', '01 §3.2', of());
  no('institution without types', '01 §3.2', of(one('I1')));
  no('institutions unsorted', '01 §3.2', of(one('I2', quota('A01', 1, 1)), one('I1', quota('A01', 1, 1))));
  no('institution twice', '01 §3.2', of(one('I1', quota('A01', 1, 1)), one('I1', quota('B07', 1, 1))));
  no('types unsorted', '01 §3.2', of(one('I1', quota('B07', 1, 1), quota('A01', 1, 1))));
  no('type twice', '01 §3.2', of(one('I1', quota('A01', 1, 1), quota('A01', 2, 2))));
  no('type not in the catalogue', '01 §3.2', of(one('I1', quota('A01', 1, 1), quota('C11', 1, 1))));
  no('institution of one character', '00 §3', of(one('I', quota('A01', 1, 1))));
  no('institution of 19 characters', '00 §3', of(one('I'.repeat(19), quota('A01', 1, 1))));
  no('institution in lower case', '00 §3', of(one('i1', quota('A01', 1, 1))));
  no('name is null', '01 §3.2', of({ ...one('I1', quota('A01', 1, 1)), name: null }));
  no('name empty', '01 §3.2', of({ ...one('I1', quota('A01', 1, 1)), name: '' }));
  no('second name empty', '01 §3.2', of(one('I1', quota('A01', 1, 1)), { ...one('I2', quota('A01', 1, 1)), name: '' }));
  no('name empty, weights', '01 §3.2', of({ ...one('I1', weight('A01', 1, 1)), name: '' }), '', 'weights');
  no('valid_until not a day', '00 §1.7', of(one('I1', quota('A01', 1, 1, { valid_until: '2027-02-29' }))));
  no('valid_until a time', '00 §1.7', of(one('I1', quota('A01', 1, 1, { valid_until: 1800000000 }))));
  no('row without valid_until', '00 §2.7', of(one('I1', { sampling: 1, testing: 1, type: 'A01' })));
  no('additional key in an institution', '00 §2.7', of({ ...one('I1', quota('A01', 1, 1)), phone: '1' }));
}
