// Makes docs/spec/vectors/*.json from hand-made inputs with the reference implementation.
//   node scripts/make_vectors.mjs           write the files
//   node scripts/make_vectors.mjs --check   compare with the files, write nothing
// Deterministic: no clock, no randomness. Where a result is known beforehand it is stated
// here (`expect` or `check`) and the reference has to give it.

import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { FUNCTIONS as R, Refused, encode } from './reference_draw.mjs';

const FOLDER = new URL('../docs/spec/vectors/', import.meta.url);
const TOPICS = new Map(Object.keys(R).map((fn) => [fn, []]));

/** A vector that has a value. `known`: the value itself, or a function that examines it. */
function good(fn, name, spec, comment, input, known = null) {
  const expect = R[fn](structuredClone(input));
  if (typeof known === 'function') known(expect);
  else if (known !== null) assert.deepEqual(expect, known, `${fn}: ${name}`);
  add(fn, { name, spec, comment, fn, input, expect });
  return expect;
}

/** A vector that is refused; any exception but Refused is a mistake of the reference. */
function bad(fn, name, spec, comment, input) {
  let reason = null;
  try {
    R[fn](structuredClone(input));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    reason = error.message;
  }
  assert.notEqual(reason, null, `${fn}: ${name} should be refused`);
  add(fn, { name, spec, comment, fn, input, expect: { error: reason } });
}

function add(fn, vector) {
  assert.ok(!TOPICS.get(fn).some((other) => other.name === vector.name), `${fn}: two vectors ${vector.name}`);
  TOPICS.get(fn).push(vector);
}

// ---------------------------------------------------------------- material

const sha256 = (data) => createHash('sha256').update(data).digest();
const d = (name) => sha256(`sunlot vectors: ${name}`).toString('hex'); // some digest, salt, secret or lot
const L = (number) => number.toString(16).padStart(64, '0'); // a leaf one can read
const byLeaf = (a, b) => (a.leaf < b.leaf ? -1 : 1);
const upper = (text) => text.toUpperCase();
const UPPER = 'AB'.repeat(32);

/** The first seed of a series with which `holds` is true. */
function seedWith(series, holds) {
  for (let i = 0; i < 10000; i++) if (holds(d(`${series} ${i}`))) return d(`${series} ${i}`);
  return assert.fail(`no seed for ${series}`);
}

/** facts; `failed` and `last` in short form. */
function facts({ types = ['A01'], failed = [], last = [], conflicts = [], status = 'normal', region = '990101' } = {}) {
  return {
    conflicts, failed: failed.map((type) => ({ evidence: `R-${type}`, type })),
    last: last.map(([type, date, sampler = '', tester = '']) => ({ date, sampler, tester, type })), region, status, types,
  };
}

// ---------------------------------------------------------------- canonical

function canonicalVectors() {
  const yes = (name, spec, comment, text) => good('canonical', name, spec, comment, { text }, { canonical: text });
  const no = (name, spec, comment, text) => bad('canonical', name, spec, comment, { text });
  const noBytes = (name, spec, comment, hex) => bad('canonical', name, spec, comment, { hex });
  const deep = (levels) => '['.repeat(levels) + ']'.repeat(levels);

  yes('example', '00 §2', 'the example of the specification', '{"a":[1,{"b":null}],"name":"示例","ok":true,"z":""}');
  for (const text of ['{}', '[]', '""', '0', '1', 'true', 'false', 'null']) {
    yes(`value ${text}`, '00 §2.2', 'any value may stand outermost', text);
  }
  yes('greatest integer', '00 §1.4', '2^53 - 1', '9007199254740991');
  yes('short escapes', '00 §2.4', 'the seven short escapes', '"\\"\\\\\\b\\t\\n\\f\\r"');
  yes('other controls', '00 §2.4', 'lower-case hex', '"\\u0000\\u000b\\u000e\\u001f"');
  yes('delete stands as itself', '00 §2.4', 'U+007F is not escaped', '"\u007f"');
  yes('solidus stands as itself', '00 §2.4', '', '"a/b"');
  yes('line separators stand as themselves', '00 §2.4', 'U+2028 and U+2029', '"\u2028\u2029"');
  yes('beyond the BMP', '00 §2.4', 'one character of four bytes', '["𠮷","😀"]');
  yes('no normalisation', '00 §2.4', 'composed and decomposed are two strings', '["é","e\u0301"]');
  good('canonical', 'U+FEFF inside a string', '00 §2.4', 'only at the start it would be a mark; U+FFFF likewise is a character',
    { hex: '22efbbbfefbfbf22' }, { canonical: '"\ufeff\uffff"' });
  good('canonical', 'input as hex', '00 §2', 'the same bytes as {"a":1}', { hex: '7b2261223a317d' }, { canonical: '{"a":1}' });
  yes('keys are ordered as bytes', '00 §2.3', 'digits, low line, letters; a prefix first; 10 before 9',
    '{"10":1,"9":2,"_":3,"a":4,"a0":5,"a_":6,"aa":7,"b":8}');
  yes('key of 32 characters', '00 §2.3', '', `{"${'k'.repeat(32)}":0}`);
  yes('key __proto__', '00 §2.3', 'a key like any other', '{"__proto__":{"a":1},"constructor":0}');
  yes('same key in two objects', '00 §2.3', 'unique within its object only', '{"a":{"a":{"a":0}}}');
  yes('depth 8', '00 §2.5', 'eight arrays', deep(8));
  yes('depth 8 with a value', '00 §2.5', 'a number adds no depth', '{"a":{"a":{"a":{"a":{"a":{"a":{"a":[1]}}}}}}}');

  no('duplicate key', '00 §2.3', '', '{"a":1,"a":1}');
  no('duplicate key, other value', '00 §2.3', '', '{"a":1,"a":2}');
  no('unsorted keys', '00 §2.3', '', '{"b":1,"a":2}');
  no('unsorted: 9 before 10', '00 §2.3', 'keys are texts, not numbers', '{"9":1,"10":2}');
  no('unsorted: prefix last', '00 §1.6', '', '{"aa":1,"a":2}');
  no('unsorted: letter before low line', '00 §1.6', '', '{"aa":1,"a_":2}');
  no('unsorted, inside', '00 §2.3', '', '[{"a":{"y":1,"x":2}}]');
  for (const [name, key] of [['upper case', 'A'], ['empty', ''], ['hyphen', 'a-b'], ['33 characters', 'k'.repeat(33)],
    ['not ASCII', '名'], ['space', 'a b'], ['escaped', '\\u0061'], ['ending in LF', 'a\\n']]) {
    no(`key: ${name}`, '00 §2.3', '', `{"${key}":0}`);
  }
  for (const [name, text] of [['float', '1.5'], ['float with zero', '1.0'], ['exponent', '1e2'], ['exponent, upper case', '1E2'],
    ['exponent zero', '1e0'], ['minus zero', '-0'], ['minus', '-1'], ['plus', '+1'], ['leading zero', '01'], ['two zeros', '00'],
    ['2^53', '9007199254740992'], ['2^53 + 1', '9007199254740993'], ['very long', '1'.repeat(400)], ['no integer part', '.5'],
    ['no fraction', '1.'], ['hexadecimal', '0x10'], ['NaN', 'NaN'], ['Infinity', 'Infinity'], ['full-width digit', '１'],
    ['grouped', '1_000']]) {
    no(`number: ${name}`, '00 §1.4', '', `[${text}]`);
  }
  for (const [name, text] of [['after a colon', '{"a": 1}'], ['after a comma', '[1, 2]'], ['before a colon', '{"a" :1}'],
    ['in an empty object', '{ }'], ['in an empty array', '[ ]'], ['in front', ' {}'], ['at the end', '{} '], ['final LF', '{}\n'],
    ['LF inside', '{"a":1,\n"b":2}'], ['tab', '[\t1]'], ['CR', '[1]\r']]) {
    no(`white space: ${name}`, '00 §2.1', '', text);
  }
  for (const [name, text] of [['upper-case hex', '\\u001F'], ['hex for LF', '\\u000a'], ['hex for a quotation mark', '\\u0022'],
    ['hex for a letter', '\\u0041'], ['hex for U+007F', '\\u007f'], ['hex for a Chinese character', '\\u793a'], ['solidus', '\\/'],
    ['x', '\\x41'], ['single quotation mark', "\\'"], ['capital U', '\\U00000041'], ['too short', '\\u00'], ['vertical tab', '\\v'],
    ['lone surrogate', '\\ud800'], ['lone low surrogate', '\\udc00'], ['pair of surrogates', '\\ud83d\\ude00']]) {
    no(`escape: ${name}`, '00 §2.4', '', `"${text}"`);
  }
  no('unescaped LF', '00 §2.4', '', '"a\nb"');
  no('unescaped tab', '00 §2.4', '', '"a\tb"');
  no('unescaped NUL', '00 §2.4', '', '"a\u0000b"');
  no('unescaped U+001F', '00 §2.4', '', '"\u001f"');
  noBytes('byte-order mark', '00 §2.1', 'EF BB BF before {}', 'efbbbf7b7d');
  noBytes('lone surrogate in UTF-8', '00 §2.4', 'ED A0 80 in a string', '22eda08022');
  noBytes('pair of surrogates in UTF-8', '00 §2.1', 'CESU-8', '22eda0bdedb88022');
  noBytes('overlong NUL', '00 §2.1', 'C0 80', '22c08022');
  noBytes('overlong solidus', '00 §2.1', 'C0 AF', '22c0af22');
  noBytes('beyond U+10FFFF', '00 §2.1', 'F4 90 80 80', '22f490808022');
  noBytes('cut-off character', '00 §2.1', 'E7 A4 without its third byte', '22e7a422');
  noBytes('single continuation byte', '00 §2.1', '', '228022');
  noBytes('Latin-1', '00 §2.1', 'E9', '22e922');
  noBytes('UTF-16', '00 §2.1', '[] as UTF-16LE', '5b005d00');
  no('depth 9', '00 §2.5', 'nine arrays', deep(9));
  no('depth 9 with objects', '00 §2.5', '', '{"a":'.repeat(9) + '0' + '}'.repeat(9));
  for (const [name, text] of [['empty text', ''], ['two values', '{}{}'], ['comma at the end of an array', '[1,]'],
    ['comma at the end of an object', '{"a":1,}'], ['comma in front', '[,1]'], ['no comma', '[1 2]'], ['array not closed', '[1'],
    ['object not closed', '{"a":1'], ['string not closed', '"a'], ['no colon', '{"a"1}'], ['no value', '{"a":}'],
    ['key without quotation marks', '{a:1}'], ['number as key', '{1:1}'], ['single quotation marks', "'a'"], ['capital True', 'True'],
    ['comment', '[1/**/]'], ['undefined', '[undefined]'], ['word run on', 'nullnull'], ['closed twice', '[]]']]) {
    no(`form: ${name}`, '00 §2.6', '', text);
  }
}

// ---------------------------------------------------------------- commitment, leaf, merkle, list

function commitmentVectors() {
  const of = (value, tag = 'facts', salt = d('salt')) => ({ tag, salt, value });
  const yes = (name, spec, comment, input) => good('commitment', name, spec, comment, input);
  const no = (name, spec, comment, input) => bad('commitment', name, spec, comment, input);
  yes('id', '00 §6', '', of({ addresses: ['示例市示例路1号'], code: '91990000MA0DEM005D', name: '示例食品有限公司' }, 'id'));
  yes('facts', '00 §6', '', of(facts({ types: ['A01', 'B07'], failed: ['B07'], last: [['A01', '2026-03-01', 'I1', '']] })));
  yes('lot', '00 §6', 'the value is a JSON string with its quotation marks', of(d('lot'), 'lot'));
  yes('person', '00 §6', '', of({ name: '张三', telegram: 123456789 }, 'person'));
  yes('text', '00 §6', '', of('设备故障', 'text'));
  yes('empty text', '00 §6', 'value=""', of('', 'text'));
  const keys = { b: 2, a: 1 };
  const sorted = yes('keys given out of order', '00 §6', 'the canonical JSON of the value is hashed', of(keys));
  yes('keys given in order', '00 §6', 'same digest as before', of({ a: 1, b: 2 }));
  assert.equal(R.commitment(of({ a: 1, b: 2 })), sorted);
  yes('line feed in a text', '00 §6', 'stands escaped, so the lines stay three', of('a\nvalue="b"', 'text'));
  yes('composed', '00 §2.4', '', of('é', 'text'));
  yes('decomposed', '00 §2.4', 'another digest', of('e\u0301', 'text'));
  yes('salt of zeros', '00 §6', '', of('x', 'text', '0'.repeat(64)));
  yes('greatest integer', '00 §1.4', '', of({ n: Number.MAX_SAFE_INTEGER }));

  no('unknown tag', '00 §7', '', of('x', 'device'));
  no('tag in upper case', '00 §6', '', of('x', 'TEXT'));
  no('empty tag', '00 §6', '', of('x', ''));
  no('tag with a line feed', '00 §6', '', of('x', 'text\n'));
  no('salt in upper case', '00 §1.3', '', of('x', 'text', UPPER));
  no('salt of 63 digits', '00 §1.3', '', of('x', 'text', d('salt').slice(1)));
  no('salt of 62 digits', '00 §1.3', '', of('x', 'text', d('salt').slice(2)));
  no('salt of 66 digits', '00 §1.3', '', of('x', 'text', `${d('salt')}00`));
  no('salt with a line feed', '00 §1.3', '', of('x', 'text', `${d('salt')}\n`));
  no('salt that is not hex', '00 §1.3', '', of('x', 'text', 'g'.repeat(64)));
  no('empty salt', '00 §1.3', '', of('x', 'text', ''));
  no('value with a fraction', '00 §1.4', '', of({ n: 1.5 }));
  no('value below zero', '00 §1.4', '', of({ n: -1 }));
  no('value 2^53', '00 §1.4', '', of({ n: 2 ** 53 }));
  no('value with a bad key', '00 §2.3', '', of({ Name: 'x' }));
  no('value of depth 9', '00 §2.5', '', of([[[[[[[[[]]]]]]]]]));
}

function leafVectors() {
  const parts = { id: d('id'), facts: d('facts'), lot: d('lot') };
  good('leaf', 'three commitments', '01 §1', '', parts);
  good('leaf', 'id and facts exchanged', '01 §1', 'another leaf', { id: parts.facts, facts: parts.id, lot: parts.lot });
  good('leaf', 'zeros', '01 §1', '', { id: L(0), facts: L(0), lot: L(0) });
  for (const part of ['id', 'facts', 'lot']) {
    bad('leaf', `${part} in upper case`, '00 §1.3', '', { ...parts, [part]: upper(parts[part]) });
  }
  bad('leaf', 'id too short', '00 §1.3', '', { ...parts, id: parts.id.slice(2) });
  bad('leaf', 'lot too long', '00 §1.3', '', { ...parts, lot: `${parts.lot}00` });
  bad('leaf', 'facts empty', '00 §1.3', '', { ...parts, facts: '' });
}

function merkleVectors() {
  const set = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const roots = ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'];
  roots.forEach((root, k) => good('merkle', `RFC 6962 test set, ${k} leaves`, '00 §4',
    k === 0 ? 'H(""); no list of the specification may be empty' : 'known root', { leaves: set.slice(0, k) }, root));
  good('merkle', 'one leaf of 32 bytes', '00 §4', '', { leaves: [d('leaf')] });
  good('merkle', 'two equal leaves', '00 §4', 'a tree does not mind', { leaves: ['aa', 'aa'] });
  const row = (n) => Array.from({ length: n }, (_, i) => L(i));
  for (const n of [9, 16, 17, 33]) good('merkle', `${n} leaves`, '00 §4', '', { leaves: row(n) });
  bad('merkle', 'upper-case hex', '00 §1.3', '', { leaves: ['0a', '0B'] });
  bad('merkle', 'odd length', '00 §1.3', '', { leaves: ['0'] });
  bad('merkle', 'not hex', '00 §1.3', '', { leaves: ['0g'] });
  bad('merkle', 'prefix 0x', '00 §1.3', '', { leaves: ['0x00'] });
  bad('merkle', 'space', '00 §1.3', '', { leaves: ['00 01'] });
}

function listVectors() {
  const text = (...lines) => lines.map((line) => `${line}\n`).join('');
  const [a, b, c] = [L(1), L(2), d('c')];
  const yes = (name, marks, content, comment = '') => good('list', name, '00 §5', comment, { text: content, marks });
  const no = (name, marks, content, comment = '', spec = '00 §5') => bad('list', name, spec, comment, { text: content, marks });
  yes('roster of one', false, text(a));
  yes('roster of three', false, text(a, b, c));
  yes('pool of one', true, text(`${a} r`));
  const asRandom = yes('pool of three', true, text(`${a} m`, `${b} r`, `${c} r`));
  const asMust = yes('pool of three, other mark', true, text(`${a} m`, `${b} m`, `${c} r`), 'the mark is under the root');
  assert.notEqual(asRandom.root, asMust.root);
  for (const [kind, marks, end] of [['roster', false, ''], ['pool', true, ' r']]) {
    no(`${kind}: empty`, marks, '');
    no(`${kind}: only an LF`, marks, '\n');
    no(`${kind}: unsorted`, marks, text(b + end, a + end));
    no(`${kind}: duplicate`, marks, text(a + end, a + end));
    no(`${kind}: no final LF`, marks, `${a}${end}`, '', '00 §1.2');
    no(`${kind}: no final LF after two`, marks, text(a + end) + b + end, '', '00 §1.2');
    no(`${kind}: CR LF`, marks, `${a}${end}\r\n`, '', '00 §1.2');
    no(`${kind}: CR instead of LF`, marks, `${a}${end}\r`, '', '00 §1.2');
    no(`${kind}: blank line at the end`, marks, text(a + end, ''));
    no(`${kind}: blank line between`, marks, text(a + end, '', b + end));
    no(`${kind}: blank line in front`, marks, text('', a + end));
    no(`${kind}: upper-case hex`, marks, text(upper(c) + end), '', '00 §1.3');
    no(`${kind}: 63 digits`, marks, text(a.slice(1) + end), '', '00 §1.3');
    no(`${kind}: 66 digits`, marks, text(`00${a}${end}`), '', '00 §1.3');
    no(`${kind}: byte-order mark`, marks, text(`\ufeff${a}${end}`), '', '00 §1.2');
    no(`${kind}: space in front`, marks, text(` ${a}${end}`));
    no(`${kind}: trailing space`, marks, text(`${a}${end} `), '', '00 §1.2');
  }
  no('roster: with a mark', false, text(`${a} r`));
  no('pool: without a mark', true, text(a));
  no('pool: wrong mark', true, text(`${a} x`));
  no('pool: mark in upper case', true, text(`${a} M`));
  no('pool: two marks', true, text(`${a} mr`));
  no('pool: two spaces', true, text(`${a}  r`));
  no('pool: tab', true, text(`${a}\tr`));
  no('pool: one leaf with both marks', true, text(`${a} m`, `${a} r`), 'a duplicate is a duplicate of the leaf');
  no('pool: sorted by mark', true, text(`${b} m`, `${a} r`));
}

// ---------------------------------------------------------------- secret_commitment, seed, ticket, index

function secretVectors() {
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
  no('campaign 0', '01 §3.1', { campaign: 0 });
  no('draw 0', '01 §5', { draw: 0 });
  no('draw with a fraction', '00 §1.4', { draw: 1.5 });
  no('draw below zero', '00 §1.4', { draw: -1 });
}

function seedVectors() {
  const of = (change = {}) => ({ campaign: 1, draw: 1, roster: d('roster'), types: ['A01', 'B07'], pool: d('pool'), N: 120, m: 3,
    n: 20, operator: d('operator'), contributions: { 1: d('one') }, ...change });
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
  no('contribution 0', '01 §3.2', { contributions: { 0: d('one') } });
  no('N is 0', '02 §1', { N: 0, m: 0, n: 0 });
  no('n greater than N', '02 §1', { N: 19, n: 20 });
  no('m greater than n', '02 §1', { m: 21, n: 20 });
  no('campaign 0', '01 §3.1', { campaign: 0 });
  no('m with a fraction', '00 §1.4', { m: 0.5 });
}

function ticketVectors() {
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

function indexVectors() {
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

// ---------------------------------------------------------------- cut, pool

function cutVectors() {
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
  no('25 months', '2026-08-31', 25, '01 §3.3');
}

function poolVectors() {
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
  yes('no avoidance', '01 §3.3', 'avoidance_months 0', [{ last: [['A01', '2026-08-31']] }], [free], {}, 1, { avoidance_months: 0 });
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
  no('25 months', '01 §3.3', [plain], { avoidance_months: 25 });
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

// ---------------------------------------------------------------- selection

function selectionVectors() {
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

// ---------------------------------------------------------------- match

const UNTIL = '2026-11-30';
const VALID = '2027-12-31';

/** Institution; per type [sampling, testing] and perhaps valid_until. */
const inst = (code, quotas) => ({ code, name: `机构 ${code}`, types: Object.entries(quotas)
  .map(([type, [sampling, testing, valid_until = VALID]]) => ({ sampling, testing, type, valid_until })) });

/** Rows of a matching; `types` are also the candidates where none are given. */
const matchRows = (...all) => all.map(({ candidates, ...one }, i) => ({ leaf: d(`match leaf ${i}`), lot: d(`match lot ${i}`),
  candidates: candidates ?? one.types ?? ['A01'], facts: facts(one) })).sort(byLeaf);
const times = (n, one = {}) => Array.from({ length: n }, () => one);

function matchVectors() {
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

  no('infeasible: one institution', '02 §8.2', 'no waiver', of([both[0]], matchRows({})));
  no('infeasible: waiver for another type', '02 §8.2', '', of([both[0]], matchRows({}), { waived: ['A02'] }));
  no('infeasible: nobody samples', '02 §8.2', '', of([T, inst('T2', { A01: [0, 9] })], matchRows({})));
  no('infeasible: nobody tests', '02 §8.2', '', of([S, inst('S2', { A01: [9, 0] })], matchRows({})));
  no('infeasible: nobody has the type', '02 §8.2', '', of(both, matchRows({ types: ['B07'] })));
  no('infeasible: conflict', '02 §8.2', '', of(both, matchRows({ conflicts: ['I1'] })));
  no('infeasible: conflict in spite of a waiver', '02 §8.2', '', of([both[0]], matchRows({ conflicts: ['I1'] }), W));
  no('infeasible: conflict with the only tester, rotation ban besides', '02 §8.2', '', of([S, T], matchRows({ conflicts: ['T1'], last: last('S1', '') })));
  no('infeasible: expired', '02 §8.1', 'the day before the last day', of([S, until('2026-11-29')], matchRows({})));
  no('infeasible: one row of three', '02 §8.2', 'one row is enough', of(both, matchRows({}, { conflicts: ['I2'] }, {})));
  no('no rows', '02 §8', '', of(both, []));
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
  no('waived unsorted', '01 §3.5', '', of(both, rows, { waived: ['B07', 'A01'] }));
}

// ---------------------------------------------------------------- statement

const STATEMENT = { origin: 'example.org/sunlot', simulation: true, campaign: 1, draw: 2, representative: 2, types: ['A01', 'B07'],
  roster: d('roster'), pool: d('pool'), N: 120, m: 3, n: 20, beacon: 'none', seed: d('seed'), cutoff: d('cutoff'), odds: [17, 117],
  selection: d('selection'), rows: d('rows'), over_quota: { sampling: 1, testing: 0 } };

function statementVectors() {
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
  no('types unsorted', '01 §8.4', { types: ['B07', 'A01'] });
  no('no types', '01 §8.4', { types: [] });
  for (const field of ['roster', 'pool', 'seed', 'cutoff', 'selection', 'rows']) {
    no(`${field} in upper case`, '00 §1.3', { [field]: upper(d(field)) });
  }
  no('seed too short', '00 §1.3', { seed: d('seed').slice(2) });
  no('cutoff as the text none', '02 §9', { cutoff: 'none' }, 'the input has null');
  no('odds of three parts', '02 §9', { odds: [1, 2, 3] });
  no('campaign 0', '01 §3.1', { campaign: 0 });
  no('representative 0', '01 §3.2', { representative: 0 });
  no('n greater than N', '02 §1', { n: 121 });
  no('m greater than n', '02 §1', { m: 21 });
  no('over quota more often than n', '02 §8.5', { over_quota: { sampling: 21, testing: 0 } });
  no('over quota below 0', '00 §1.4', { over_quota: { sampling: -1, testing: 0 } });
  no('over quota without testing', '02 §9', { over_quota: { sampling: 1 } });
  const { rows, ...lacking } = STATEMENT;
  bad('statement', 'a field is missing', '00 §2.7', '', lacking);
  no('an additional field', '00 §2.7', { reserves: 0 });
}

// ---------------------------------------------------------------- entry, pae

// The key pair of RFC 8032 §7.1 test 1: everybody knows it, nobody may use it.
const SECRET = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const PRIVATE_KEY = createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${SECRET}`, 'hex'), format: 'der', type: 'pkcs8' });
assert.equal(createPublicKey(PRIVATE_KEY).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'), PUBLIC);

function entryVectors() {
  const key = sha256(Buffer.from(PUBLIC, 'hex')).toString('hex');
  const zero = '0'.repeat(64);
  const signed = (kind, bodyText) => {
    const sig = sign(null, Buffer.from(R.pae({ kind, body: bodyText }), 'hex'), PRIVATE_KEY).toString('hex');
    return `{"body":${bodyText},"sigs":[{"key":"${key}","sig":"${sig}"}]}`;
  };
  const make = (kind, data, seq = 1, prev = d('entry before')) => signed(kind,
    encode({ at: 1790000000 + seq, data, kind, prev, seq, simulation: true, v: 1 }));
  const genesisData = { agency_key: PUBLIC, origin: 'example.org/sunlot', profile: 'sunlot/v1', quorum: 0, simulation: true, witnesses: [] };
  const campaign = (basis, title = '示例抽查') => ({
    allocation: 'pooled', approvals: [{ level: 'D', person: L(1) }, { level: 'D', person: L(2) }], avoidance_months: 6, basis,
    beacon: 'none', campaign: 1, catalogue: { blob: d('catalogue') }, disclose_by: '2027-03-31',
    institutions: { blob: d('institutions') }, matching: 'quotas', officials: [L(1), L(2)], open_basis: '', policy: 'sealed',
    reference_date: '2026-08-31', representatives: [{ number: 1, person: L(4), substitute: null }],
    roster: { blob: d('roster blob'), count: 60, root: d('roster') }, rules: 'sunlot/v1', sampling_until: UNTIL, supervisors: [L(3)],
    title, waivers: [],
  });
  /** A campaign.open entry of exactly `length` bytes, with as many Chinese characters as fit. */
  const ofLength = (length) => {
    const missing = length - Buffer.byteLength(make('campaign.open', campaign('')));
    return make('campaign.open', campaign('样'.repeat(Math.floor(missing / 3)) + 'x'.repeat(missing % 3)));
  };
  const yes = (name, spec, comment, bytes) => good('entry', name, spec, comment, { bytes }, (r) => {
    assert.equal(r.leafhash, sha256(Buffer.concat([Buffer.of(0), Buffer.from(bytes)])).toString('hex'));
    assert.ok(bytes.startsWith(`{"body":${r.body},"sigs":[{`));
    assert.equal(encode(JSON.parse(r.body)), r.body);
  });
  const no = (name, spec, bytes, comment = '') => bad('entry', name, spec, comment, { bytes });
  const genesis = make('genesis', genesisData, 0, zero);
  const commit = make('draw.commit', { campaign: 1, commitment: d('commitment'), draw: 1, level: 'D', person: L(1), representative: 1 });

  yes('genesis', '03 §1', 'signed with the key of RFC 8032 §7.1 test 1', genesis);
  yes('draw.commit', '03 §1', '', commit);
  yes('roster.audit', '03 §1', '', make('roster.audit', { campaign: 1, level: 'D', person: L(3), roster: d('roster'),
    statements: ['codes_unique', 'codes_valid', 'failures_flagged', 'types_complete'] }));
  yes('the border in a text', '03 §1', 'the title contains ,"sigs":[ in escaped form', make('campaign.open', campaign('依据', 'a","sigs":[b')));
  yes('the border in the data', '03 §1', 'form only (no v1 kind has such data): the body ends at the last ,"sigs":[',
    make('draw.commit', { campaign: 1, sigs: [] }));
  const longest = ofLength(60000);
  assert.equal(Buffer.byteLength(longest), 60000);
  yes('60,000 bytes', '03 §1', 'the longest one', longest);

  const tooLong = ofLength(60001);
  assert.ok(Buffer.byteLength(tooLong) === 60001 && tooLong.length < 60000);
  no('60,001 bytes', '03 §1', tooLong, 'about 21,000 characters: the limit is in bytes');
  const [bodyPart, sigsPart] = [commit.slice(1, commit.indexOf(',"sigs":[')), commit.slice(commit.indexOf(',"sigs":[') + 1, -1)];
  no('sigs before body', '03 §1', `{${sigsPart},${bodyPart}}`);
  no('final LF', '03 §1', `${commit}\n`);
  no('white space', '03 §1', commit.replace('{"body":', '{"body": '));
  no('keys of the body unsorted', '03 §1', commit.replace(/"at":([0-9]+),(.*),"v":1\}/, '$2,"v":1,"at":$1}'));
  no('key twice', '00 §2.3', commit.replace('"v":1}', '"v":1,"v":1}'));
  no('without sigs', '03 §1', `{${bodyPart}}`);
  no('without body', '03 §1', `{${sigsPart}}`);
  no('additional key', '03 §1', commit.replace(/\}$/, ',"x":0}'));
  no('no signature', '03 §3', `{${bodyPart},"sigs":[]}`);
  no('not an object', '03 §1', `[${commit}]`);
  no('empty', '03 §1', '');
  const body = (name, spec, from, to) => {
    assert.notEqual(commit.replace(from, to), commit);
    no(name, spec, commit.replace(from, to));
  };
  body('body with an additional key', '03 §2', '"v":1}', '"v":1,"x":0}');
  body('body without v', '03 §2', ',"v":1}', '}');
  body('body without seq', '03 §2', '"seq":1,', '');
  body('seq as a text', '03 §2', '"seq":1', '"seq":"1"');
  body('at with a fraction', '00 §1.7', '"at":1790000001', '"at":1790000001.5');
  body('at as a text', '00 §1.7', '"at":1790000001', '"at":"2026-09-21"');
  body('simulation as a number', '03 §2', '"simulation":true', '"simulation":1');
  body('prev in upper case', '00 §1.3', d('entry before'), upper(d('entry before')));
  body('prev too short', '00 §1.3', d('entry before'), d('entry before').slice(2));
  body('data is an array', '03 §2', /"data":\{.*?\}/, '"data":[]');
  body('data is null', '03 §2', /"data":\{.*?\}/, '"data":null');
  body('kind is null', '03 §2', '"kind":"draw.commit"', '"kind":null');
  const sigs = (name, spec, text) => no(name, spec, `{${bodyPart},"sigs":${text}}`);
  const one = (k, s = 'ab'.repeat(64)) => `{"key":"${k}","sig":"${s}"}`;
  sigs('signatures unsorted', '03 §3', `[${one(L(2))},${one(L(1))}]`);
  sigs('two signatures of one key', '03 §3', `[${one(L(1))},${one(L(1))}]`);
  sigs('signature in upper case', '00 §1.3', `[${one(L(1), 'AB'.repeat(64))}]`);
  sigs('signature of 63 bytes', '03 §3', `[${one(L(1), 'ab'.repeat(63))}]`);
  sigs('signature of 65 bytes', '03 §3', `[${one(L(1), 'ab'.repeat(65))}]`);
  sigs('key in upper case', '00 §1.3', `[${one(UPPER)}]`);
  sigs('key too short', '00 §1.3', `[${one('00')}]`);
  sigs('signature with an additional key', '03 §3', `[{"alg":"ed25519","key":"${L(1)}","sig":"${'ab'.repeat(64)}"}]`);
  sigs('signature without key', '03 §3', `[{"sig":"${'ab'.repeat(64)}"}]`);
  sigs('sigs is an object', '03 §3', one(L(1)));

  paeVectors([['genesis', genesis], ['draw.commit', commit], ['campaign.open', make('campaign.open', campaign('依据'))]]);
}

function paeVectors(entries) {
  const text = (kind, body) => `DSSEv1 ${31 + kind.length} application/vnd.sunlot.${kind}.v1+json ${Buffer.byteLength(body)} ${body}`;
  const yes = (name, comment, kind, body) => good('pae', name, '03 §3', comment, { kind, body }, Buffer.from(text(kind, body)).toString('hex'));
  assert.equal('application/vnd.sunlot..v1+json'.length, 31);
  for (const [kind, bytes] of entries) yes(kind, kind === 'campaign.open' ? 'Chinese text: LEN counts bytes' : '', kind, R.entry({ bytes }).body);
  yes('one Chinese character', 'form only: 9 bytes, 7 characters', 'draw.void', '{"a":"示"}');
  yes('empty object', 'form only', 'confirm', '{}');
}

// ---------------------------------------------------------------- uscc

function usccVectors() {
  const is = (name, code, comment = '') => good('uscc', name, '00 §3', comment, { code }, true);
  const not = (name, code, comment = '') => good('uscc', name, '00 §3', comment, { code }, (result) => assert.equal(result, false));
  const real = ['91330100799655058B', '9144030071526726XG', '914403001922038216', '91110000802100433B', '91110108551385082Q',
    '91440400192548256N', '91370200264574251E', '91110000600037341L', '11500000MB1915499P'];
  for (const code of real) is(`real code ${code}`, code);
  is('example of the specification', '91990000MA0DEM005D');
  const A = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  /** The 17 characters with the check character of GB 32100, computed from the powers of 3. */
  const close = (text) => {
    let [sum, weight] = [0, 1];
    for (const c of text) [sum, weight] = [sum + A.indexOf(c) * weight, (weight * 3) % 31];
    return text + A[(31 - (sum % 31)) % 31];
  };
  for (const code of real) assert.equal(close(code.slice(0, 17)), code);
  const change = (code, at, c) => code.slice(0, at) + c + code.slice(at + 1);
  const good1 = real[0];
  not('wrong check character', change(good1, 17, 'C'));
  not('wrong check character, digit', change(real[2], 17, '5'));
  not('wrong organisation-code check', close(change(good1, 16, '9').slice(0, 17)), 'the last check character is right');
  not('organisation-code check 0 for X', close(change(real[1], 16, '0').slice(0, 17)), 'the last check character is right');
  not('organisation-code check X for 0', close(`${'9199000000000000'}X`), 'of 00000000 the check is 0');
  is('organisation-code check 0', close('91990000000000000'), 'eleven counts as 0');
  not('two digits exchanged', '91330100799650558B');
  not('wrong region digit', change(good1, 2, '4'));
  not('lower case', good1.toLowerCase());
  not('one letter in lower case', change(good1, 17, 'b'));
  for (const c of 'IOSVZ') not(`letter ${c}`, change('91990000MA0DEM005D', 9, c), 'never used');
  not('letter O for 0', '9199OOOOMA0DEM005D');
  not('letter in the region', close('9199A000MA0DEM005'), 'the check characters are right');
  not('17 characters', good1.slice(0, 17));
  not('19 characters', `${good1}B`);
  not('15 characters', '330100000000001', 'a registration number of the old kind');
  not('empty', '');
  not('space in front', ` ${good1}`);
  not('line feed at the end', `${good1}\n`);
  not('space inside', '91330100 799655058B');
  not('hyphen', '91330100-79965505-8B');
  not('full-width digit', `９${good1.slice(1)}`);
  not('Cyrillic letter', change(good1, 17, 'В'));
  not('only zeros but the check', '000000000000000001');
}

// ---------------------------------------------------------------- one case through everything

function fullCase() {
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
    contributions: { 1: secrets['representative.1'], 3: commitments[2] } });
  const chosenRows = say('selection', 'selection', '02 §6', '', { seed, pool: pool.pool, n: pool.n });
  const selectionList = say('list', 'selection', '00 §5', '', { text: asText(chosenRows.selection), marks: true });

  const institutions = [inst(I[0], { A01: [6, 6], B07: [3, 0] }), inst(I[1], { A01: [3, 6], B07: [4, 4], C11: [2, 1] }),
    inst(I[2], { A01: [4, 0], B07: [2, 4], C11: [4, 4] }), inst(I[3], { A01: [1, 1], B07: [2, 2, UNTIL], C11: [5, 4] }),
    inst(I[4], { A01: [9, 9, '2026-11-29'], C11: [1, 3] })];
  const matched = say('match', '40 rows', '02 §8', 'three types, a waiver for C11, over quota, rotation dropped', { seed,
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

// ---------------------------------------------------------------- write or compare

for (const make of [canonicalVectors, commitmentVectors, leafVectors, merkleVectors, listVectors, secretVectors, seedVectors, ticketVectors,
  indexVectors, cutVectors, poolVectors, selectionVectors, matchVectors, statementVectors, entryVectors, usccVectors, fullCase]) make();

const isBad = (vector) => vector.expect === false || vector.expect.error !== undefined;
const checking = process.argv.includes('--check');
let [goods, bads, differing] = [0, 0, 0];
mkdirSync(FOLDER, { recursive: true });
for (const [topic, vectors] of TOPICS) {
  const path = new URL(`${topic}.json`, FOLDER);
  const text = `${JSON.stringify({ topic, vectors }, null, 1)}\n`;
  if (!checking) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) differing += 1;
  const wrong = vectors.filter(isBad).length;
  [goods, bads] = [goods + vectors.length - wrong, bads + wrong];
  console.log(`${topic.padEnd(18)} good ${String(vectors.length - wrong).padStart(3)}  bad ${String(wrong).padStart(3)}`);
}
console.log(`${'together'.padEnd(18)} good ${goods}  bad ${bads}${checking ? `  files that differ: ${differing}` : ''}`);
process.exitCode = differing === 0 ? 0 : 1;
