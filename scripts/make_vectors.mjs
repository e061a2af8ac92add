// Makes docs/spec/vectors/*.json from hand-made inputs with the reference implementation.
//   node scripts/make_vectors.mjs           write the files
//   node scripts/make_vectors.mjs --check   compare with the files, write nothing
// Deterministic: no clock, no randomness. Where a result is known beforehand it is stated
// here (`expect` or `check`) and the reference has to give it.

import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { FUNCTIONS as R, Refused, beaconForm, encode } from './reference_draw.mjs';

const FOLDER = new URL('../docs/spec/vectors/', import.meta.url);
const TOPICS = new Map([...Object.keys(R), 'beacon'].map((fn) => [fn, []])); // `beacon` is data

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

const QUICKNET = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971';
const DEFAULT = '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce';
const TEST = '914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c';
const SIGNATURES = { // see `beacon`
  quicknet: 'b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92',
  default: '814778ed1e480406beb43b74af71ce2f0373e0ea1bfdfea8f9ed62c876c20fcbc7f0163860e3da42ed2148756015f4551451898ffe06d384b4d002245025571b6b7a752f7158b40ad92b13b6d703ad31922a617f2c7f6d960b84d56cf1d79eef',
  test: '90015c9c4d6196438a7149c8598a273b59fd40b1c6034079284a6c5788ce19ca5f5819d89d18a2d0e3d5958be83776f7',
};

/** What may stand after `beacon=` in the seed and in the statement. */
const BEACON_LINES = [
  ['quicknet', QUICKNET, 123, SIGNATURES.quicknet, 'a real round'],
  ['default', DEFAULT, 2634945, SIGNATURES.default, 'a real round; the previous signature is not in the line'],
  ['test', TEST, 10000000, SIGNATURES.test, 'a round of the test chain'],
  ['another round', TEST, 10000001, SIGNATURES.test, 'form only: the value is not judged here, the text differs'],
];
const BROKEN_BEACON_LINES = [
  ['empty', '02 §4', '', ''],
  ['None', '02 §4', 'None', ''],
  ['unknown chain', '00 §7', `${d('some chain')}:123:${SIGNATURES.quicknet}`, ''],
  ['chain by its name', '02 §4', `quicknet:123:${SIGNATURES.quicknet}`, ''],
  ['chain in upper case', '00 §1.3', `${upper(QUICKNET)}:123:${SIGNATURES.quicknet}`, ''],
  ['round 0', '02 §11', `${QUICKNET}:0:${SIGNATURES.quicknet}`, ''],
  ['round with a leading zero', '00 §1.4', `${QUICKNET}:0123:${SIGNATURES.quicknet}`, ''],
  ['round 2^53', '00 §1.4', `${QUICKNET}:9007199254740992:${SIGNATURES.quicknet}`, ''],
  ['no round', '02 §4', `${QUICKNET}:${SIGNATURES.quicknet}`, ''],
  ['signature in upper case', '00 §1.3', `${QUICKNET}:123:${upper(SIGNATURES.quicknet)}`, ''],
  ['signature too short', '00 §1.3', `${QUICKNET}:123:${SIGNATURES.quicknet.slice(2)}`, ''],
  ['signature of the other scheme', '02 §11', `${QUICKNET}:123:${SIGNATURES.default}`, 'on G2, as long as in a chained chain'],
  ['unchained signature in a chained chain', '02 §11', `${DEFAULT}:123:${SIGNATURES.quicknet}`, ''],
  ['no signature', '02 §4', `${QUICKNET}:123:`, ''],
  ['with previous', '02 §4', `${DEFAULT}:2634945:${SIGNATURES.default}:${SIGNATURES.default}`, ''],
  ['line feed at the end', '02 §4', `${QUICKNET}:123:${SIGNATURES.quicknet}\n`, ''],
  ['blank', '02 §4', `${QUICKNET}: 123:${SIGNATURES.quicknet}`, ''],
  ['identity', '02 §11', `${QUICKNET}:123:c0${'0'.repeat(94)}`, ''],
];

function seedVectors() {
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
  no('contribution 0', '01 §3.2', { contributions: { 0: d('one') } });
  no('N is 0', '02 §1', { N: 0, m: 0, n: 0 });
  no('n greater than N', '02 §1', { N: 19, n: 20 });
  no('m greater than n', '02 §1', { m: 21, n: 20 });
  no('campaign 0', '01 §3.1', { campaign: 0 });
  no('m with a fraction', '00 §1.4', { m: 0.5 });
  for (const [name, chain, round, signature, comment] of BEACON_LINES) yes(`beacon: ${name}`, comment, { beacon: `${chain}:${round}:${signature}` });
  for (const [name, spec, beacon, comment] of BROKEN_BEACON_LINES) no(`beacon: ${name}`, spec, { beacon }, comment);
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

// ---------------------------------------------------------------- chain, round, beacon

const PARAMETERS = {
  quicknet: { period: 3, genesis: 1692803367, beacon_id: 'quicknet',
    public_key: '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
    genesis_seed: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e' },
  default: { period: 30, genesis: 1595431050, beacon_id: 'default',
    public_key: '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31',
    genesis_seed: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a' },
  test: { period: 3, genesis: 1767225600, beacon_id: 'sunlot-test',
    public_key: 'b9c276af2d70b81e69ed905b1b9c5d6b1e13aea09d7b86569217f6df8513279eab129a61e0e7e142e58889a669df6d460d4c874c58ff42df21746cad5d55e974a120fefe435f279d5ad78ad523b1b1f8277c9327e8c6c270e0bc07dfb22e2a39',
    genesis_seed: '3207b431dc89b99b00139bbf3955183b216f4461a8e55c056e44a079c0d30c5a' },
};
assert.equal(sha256('sunlot/v1/test-beacon/genesis').toString('hex'), PARAMETERS.test.genesis_seed);

function chainVectors() {
  const of = (name, change) => ({ ...PARAMETERS[name], ...change });
  const yes = (name, comment, input, known) => good('chain', name, '02 §11', comment, input, known);
  const no = (name, spec, change, comment = '') => bad('chain', name, spec, comment, of('quicknet', change));
  yes('quicknet', '', of('quicknet'), QUICKNET);
  yes('default', 'the beacon id is left out', of('default'), DEFAULT);
  yes('test', '', of('test'), TEST);
  yes('quicknet named default', 'the beacon id is left out of this one, too', of('quicknet', { beacon_id: 'default' }));
  yes('default named Default', 'another name: it is hashed', of('default', { beacon_id: 'Default' }));
  yes('longest period', '2^32 - 1', of('test', { period: 2 ** 32 - 1 }));
  yes('genesis beyond 32 bits', '2^53 - 1', of('test', { genesis: Number.MAX_SAFE_INTEGER }));
  no('period 2^32', '02 §11', { period: 2 ** 32 });
  no('period below zero', '00 §1.4', { period: -3 });
  no('period with a fraction', '00 §1.4', { period: 1.5 });
  no('genesis 2^53', '00 §1.4', { genesis: 2 ** 53 });
  no('genesis as a text', '00 §1.4', { genesis: '1692803367' });
  no('public key in upper case', '00 §1.3', { public_key: upper(PARAMETERS.quicknet.public_key) });
  no('public key of 95 bytes', '00 §1.3', { public_key: PARAMETERS.quicknet.public_key.slice(2) });
  no('public key of 191 digits', '00 §1.3', { public_key: PARAMETERS.quicknet.public_key.slice(1) });
  no('no public key', '00 §1.3', { public_key: '' });
  no('genesis seed in upper case', '00 §1.3', { genesis_seed: upper(PARAMETERS.quicknet.genesis_seed) });
  no('genesis seed of 31 bytes', '00 §1.3', { genesis_seed: PARAMETERS.quicknet.genesis_seed.slice(2) });
  no('beacon id not ASCII', '00 §1.1', { beacon_id: '示例' });
}

function roundVectors() {
  const yes = (name, chain, closed_at, known, comment = '') => good('round', name, '02 §11', comment, { chain, closed_at }, known);
  const no = (name, spec, chain, closed_at, comment = '') => bad('round', name, spec, comment, { chain, closed_at });
  yes('quicknet, exactly 90 seconds', QUICKNET, 1800000000, { round: 35732242, time: 1800000090 }, 'the example of the specification');
  yes('quicknet, a second later', QUICKNET, 1800000001, { round: 35732243, time: 1800000093 }, 'the example of the specification');
  yes('quicknet, two seconds later', QUICKNET, 1800000002, { round: 35732243, time: 1800000093 });
  yes('quicknet, three seconds later', QUICKNET, 1800000003, { round: 35732243, time: 1800000093 });
  const base = 1595431050 + 30 * 7000000 - 90; // round 7000001 is due 90 seconds after it
  yes('default, exactly 90 seconds', DEFAULT, base, { round: 7000001, time: base + 90 });
  yes('default, a second later', DEFAULT, base + 1, { round: 7000002, time: base + 120 });
  yes('default, a second earlier', DEFAULT, base - 1, { round: 7000001, time: base + 90 });
  yes('default, 29 seconds earlier', DEFAULT, base - 29, { round: 7000001, time: base + 90 });
  yes('default, 30 seconds earlier', DEFAULT, base - 30, { round: 7000000, time: base + 60 });
  yes('test, at its genesis', TEST, 1767225600, { round: 5, time: 1767225612 }, 'delay 12');
  yes('test, a second after its genesis', TEST, 1767225601, { round: 6, time: 1767225615 });
  yes('test, round 1', TEST, 1767225588, { round: 1, time: 1767225600 }, 'exactly 12 seconds before the genesis');
  yes('test, round 18000000', TEST, 1767225600 + 3 * 17999999 - 12, { round: 18000000, time: 1767225600 + 3 * 17999999 });
  yes('quicknet, round beyond 32 bits', QUICKNET, 1692803367 + 3 * 2 ** 32 - 90, { round: 2 ** 32 + 1, time: 1692803367 + 3 * 2 ** 32 });
  no('unknown chain', '00 §7', d('some chain'), 1800000000);
  no('chain none', '02 §11', 'none', 1800000000);
  no('chain by its name', '01 §3.6', 'quicknet', 1800000000);
  no('chain in upper case', '00 §1.3', upper(QUICKNET), 1800000000);
  no('chain too short', '00 §1.3', QUICKNET.slice(2), 1800000000);
  no('chain with a line feed', '00 §1.3', `${QUICKNET}\n`, 1800000000);
  no('closed below zero', '00 §1.4', QUICKNET, -1);
  no('closed with a fraction', '00 §1.7', QUICKNET, 1800000000.5);
  no('closed at a text', '00 §1.7', QUICKNET, '1800000000');
  no('closed at a date', '00 §1.7', QUICKNET, '2027-01-15T08:00:00Z');
  no('closed at null', '00 §1.7', QUICKNET, null);
  no('closed at 2^53', '00 §1.4', QUICKNET, 2 ** 53);
  no('the round is due after 2^53', '00 §1.4', QUICKNET, Number.MAX_SAFE_INTEGER, '2^53 - 1 and 90 seconds');
  no('before there are rounds', '02 §11', TEST, 1767225585, 'the formula gives 0, which is no round');
}

/** A value of a beacon; `expect` is data, the reference only says whether the form is right. */
function beaconVector(name, comment, chain, round, signature, previous, expect, isFormed) {
  const input = { chain, round, signature, previous };
  let formed = true;
  try {
    beaconForm(structuredClone(input));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    formed = false;
  }
  assert.equal(formed, isFormed, `beacon: form of ${name}`);
  add('beacon', { name, spec: '02 §11', comment, fn: 'beacon', input, expect });
}

function beaconVectors() {
  const real = (name, seen, chain, round, signature, previous = null) => {
    beaconVector(name, `real round; seen in ${seen}`, chain, round, signature, previous, true, true);
    return { chain, round, signature, previous };
  };
  const q123 = real('quicknet, round 123', 'noislabs/drand-verify src/verify.rs', QUICKNET, 123,
    SIGNATURES.quicknet);
  const q1000 = real('quicknet, round 1000', 'wallop_rs src/drand.rs', QUICKNET, 1000,
    'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39');
  real('quicknet, round 657413', 'python-drand-verify README', QUICKNET, 657413,
    'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b');
  const qTlock = real('quicknet, round 12040883', 'drand/tlock tlock_test.go', QUICKNET, 12040883,
    '929906c959032ab363c9f26570d215d66f5c06cb0c44fe508c12bb5839f04ec895bb6868e5b9ff13ab289bdb5266b394');
  const d1 = real('default, round 1', 'gist AnomalRoil/040893e2; before it is the genesis seed', DEFAULT, 1,
    '8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655',
    PARAMETERS.default.genesis_seed);
  const d2 = real('default, round 2634945', 'drand crypto/schemes_test.go', DEFAULT, 2634945,
    SIGNATURES.default,
    '8bd96294383b4d1e04e736360bd7a487f9f409f1e7bd800b720656a310d577b3bdb1e1631af6c5782a1d8979c502f395036181eff4058960fc40bb7034cdae1991d3eda518ab204a077d2f7e724974cf87b407e549bd815cf0b8e5a3832f675d');
  const made = (round, signature) => {
    beaconVector(`test, round ${round}`, 'made once with py_arkworks_bls12381 0.5.0 from the public scalar; data', TEST, round, signature, null, true, true);
    return { chain: TEST, round, signature, previous: null };
  };
  const t1 = made(1, '85b20482d2571ef80ab758271c945ba262669ac70b54ff51277c8175365f2e5977f5989a791ecbcbf428859e9fb537bb');
  const t123 = made(123, 'a0a8ec237e5d37539d5ff4070271e14e42be179e6b41fa1c4824eaa9eba777b73361b00fb631564ac1dfde3d716be565');
  const t10 = made(10000000, SIGNATURES.test);
  const t18 = made(18000000, 'a09ba2f6676223f46cf8918aee2bba4e0a53852ee741588b1107a7d7329256f445a739e881ea5098709522540cf052f8');

  const not = (isFormed) => (name, value, change, comment = '') => {
    const { chain, round, signature, previous } = { ...value, ...change };
    assert.notDeepEqual({ chain, round, signature, previous }, value);
    beaconVector(name, comment, chain, round, signature, previous, false, isFormed);
  };
  const wrong = not(true); // the form is right: arithmetic has to refuse it
  const misformed = not(false);
  /** Bit 0 is the top bit of the first byte. */
  const flip = (text, bit) => {
    const bytes = Buffer.from(text, 'hex');
    bytes[bit >> 3] ^= 0x80 >> (bit & 7);
    return bytes.toString('hex');
  };
  for (const bit of [2, 3, 7, 8, 100, 191, 377, 383]) {
    wrong(`quicknet 123: bit ${bit} flipped`, q123, { signature: flip(q123.signature, bit) }, bit === 2 ? 'the sign: the negative of the point' : '');
  }
  for (const bit of [2, 9, 383]) wrong(`test 10000000: bit ${bit} flipped`, t10, { signature: flip(t10.signature, bit) });
  for (const bit of [2, 5, 200, 383, 384, 387, 500, 767]) {
    wrong(`default 2634945: bit ${bit} flipped`, d2, { signature: flip(d2.signature, bit) }, bit === 2 ? 'the sign: the negative of the point' : '');
  }
  for (const [name, value] of [['quicknet 123', q123], ['default 2634945', d2], ['test 18000000', t18]]) {
    wrong(`${name}: round before`, value, { round: value.round - 1 });
    wrong(`${name}: round after`, value, { round: value.round + 1 });
  }
  misformed('round 0', t1, { round: 0 });
  misformed('round -1', t1, { round: -1 });
  wrong('round with its bytes exchanged', t1, { round: 2 ** 48 });
  wrong('round beyond 32 bits', t123, { round: 2 ** 32 + 123 }, 'the round is 64 bits long');
  wrong('quicknet 12040883 as 12040884', qTlock, { round: 12040884 });
  wrong('test 123 in quicknet', t123, { chain: QUICKNET }, 'another chain');
  wrong('quicknet 123 in test', q123, { chain: TEST }, 'another chain');
  misformed('quicknet 1000 in default', q1000, { chain: DEFAULT, previous: d2.previous }, 'another chain: the length is wrong');
  misformed('default 1 in quicknet', d1, { chain: QUICKNET, previous: null }, 'another chain: the length is wrong');
  wrong('round of a chain of another key', d2, { round: 3361396,
    signature: '9904b4ec42e82cb42ad53f171cf0510a5eedff8b5e02e2db5a187489f7875307746998b9a6cf82130d291126d4b83cea1048c9b3f07a067e632c20391dc059d22d6a8e835f3980c8bd0183fb6df00a8fbbe6b8c9f61e888dfa76e12af4d4e355',
    previous: 'a2377f4e0403f0fd05f709a3292be1b2b59fe990a673ad7b7561b5bd5982b882a2378d36e39befb6ea3bb7aac113c50a18fb07aa4f9a59f95f1aaa7826dafbfcdbf22347c29996c294286fd11b402ad83edd83fa21fe6735fccb65785edbed47' },
  'a real value under key 922a2e93…; seen in drand crypto/schemes_test.go');
  wrong('quicknet: round 3 of another chain', q123, { round: 3,
    signature: 'ac7c3ca14bc88bd014260f22dc016b4fe586f9313c3a549c83d195811a99a5d2d4999d4df6daec73ff51fafadd6d5bb5' },
  'a real value of the scheme bls-unchained-on-g1, key 876f6fa8…; seen in drand crypto/schemes_test.go');

  const zeros = (length) => '0'.repeat(length);
  misformed('quicknet: identity', q123, { signature: `c0${zeros(94)}` });
  misformed('default: identity', d2, { signature: `c0${zeros(190)}` });
  misformed('quicknet: infinity bit set', q123, { signature: flip(q123.signature, 1) });
  misformed('quicknet: compression bit cleared', q123, { signature: flip(q123.signature, 0) });
  misformed('default: compression bit cleared', d2, { signature: flip(d2.signature, 0) });
  misformed('quicknet: only zeros', q123, { signature: zeros(96) });
  misformed('quicknet: upper case', q123, { signature: upper(q123.signature) });
  misformed('default: upper case', d2, { signature: upper(d2.signature) });
  misformed('quicknet: one letter in upper case', q123, { signature: upper(q123.signature[0]) + q123.signature.slice(1) });
  misformed('quicknet: 47 bytes', q123, { signature: q123.signature.slice(0, -2) });
  misformed('quicknet: 95 digits', q123, { signature: q123.signature.slice(0, -1) });
  misformed('quicknet: 49 bytes', q123, { signature: `${q123.signature}00` });
  misformed('default: 95 bytes', d2, { signature: d2.signature.slice(0, -2) });
  misformed('quicknet: empty', q123, { signature: '' });
  misformed('quicknet: not hex', q123, { signature: `${q123.signature.slice(0, -1)}g` });
  misformed('quicknet: prefix 0x', q123, { signature: `0x${q123.signature}` });
  misformed('quicknet: line feed at the end', q123, { signature: `${q123.signature}\n` });
  misformed('quicknet: blank in front', q123, { signature: ` ${q123.signature}` });
  misformed('quicknet: the randomness instead', q123, { signature: 'fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc' },
    'H(signature) is not the value');

  wrong('quicknet: not in the subgroup', q1000,
    { signature: '8000000000000000000000000000000090ced30fa5449581bb47736a38e84b359de165c1c21d529d22d4ecb05e14fb93' }, 'a point of the curve');
  wrong('quicknet: point of order 3', q1000, { signature: `80${zeros(94)}` }, '(0, 2): on the curve, not in the subgroup');
  wrong('quicknet: plus a point of order 3', q1000,
    { signature: 'abbaa2cd356c8b543308abe2c07d92facb092294f841b0c295786b635167aba148d4e2e86fedf3cf2c04c43b68a5aaee' },
    'the value plus (0, 2): the pairing equation holds, the point is not in the subgroup');
  wrong('test: plus a point of order 3', t123,
    { signature: '887d8a2781662eea0f976c067bc486cfe76fd87fdc0e71c7956d9dc2b4d1a97fa43502d84b6fca2153844b1034aa31e1' },
    'the value plus (0, 2): the pairing equation holds, the point is not in the subgroup');
  wrong('default: plus a point of order 13', d1,
    { signature: '8557712044502e4b5df38a457e6d3a8196fadacc66bbb7b520770cf23e7be3bd205ab899d496cfa0e008812aebc6092d09da10116ff3c87372cf4a4c971cdeaefbae3c18c970d4791e121a4def2899b9df915d716d637e8a06cf2bcf7b90f45a' },
    'on the curve, not in the subgroup');
  wrong('quicknet: x not on the curve', q1000,
    { signature: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e3c' }, 'x of round 1000 plus 3');
  wrong('default: x not on the curve', d1, { signature: `${d1.signature.slice(0, -1)}7` }, 'x plus 2');
  wrong('test: x not below the field', t1,
    { signature: '9fb3166d0bd7059255d2ffdd5fe00879c6dde64bfeda12108ead54162d10247d96a198992a72cbcbae27859e9fb4e266' },
    'x of round 1 plus the prime: not the compressed form of a point');
  wrong('test: x all ones', t1, { signature: `9f${'f'.repeat(94)}` });
  const signedAs = (name, signature, comment) => wrong(name, t123, { signature }, `${comment}; signed with the public scalar of the test chain`);
  signedAs('test: domain of G2', 'b3fdbae2780c426c3c368fdb902dc79ada5da6695040677dd61d907fba6f0b38cc168aeda1313a87ecdab28ebe430ba3',
    'DST BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_');
  signedAs('test: round in little-endian', 'b00b69aa3bc64594bbf6fdbee20bb29443a0cfb9fb454030ec2fb32645abdba0f4fcd8dfeae86af795973e394115cb53',
    'the message is H(uint64 LE R)');
  signedAs('test: round not hashed', '8e3b5c6b701c0a829b8c75c636e0d08aec0b43b458d608f0180c25b58f2a0db98a530da523537208d479580ca1f279ba',
    'the message is uint64 BE R');

  misformed('quicknet: previous given', q123, { previous: q1000.signature });
  misformed('quicknet: previous empty', q123, { previous: '' }, 'null is what has to stand there');
  misformed('test: previous given', t123, { previous: PARAMETERS.test.genesis_seed });
  misformed('default: previous missing', d2, { previous: null });
  misformed('default 1: previous missing', d1, { previous: null }, 'also round 1 has one');
  for (const bit of [2, 400, 767]) wrong(`default: bit ${bit} of previous flipped`, d2, { previous: flip(d2.previous, bit) });
  misformed('default 1: bit of the genesis seed flipped', d1, { previous: flip(d1.previous, 255) });
  misformed('default: previous in upper case', d2, { previous: upper(d2.previous) });
  misformed('default: previous too short', d2, { previous: d2.previous.slice(2) });
  misformed('default: genesis seed as previous', d2, { previous: PARAMETERS.default.genesis_seed }, 'only before round 1');
  misformed('default 1: a signature as previous', d1, { previous: d2.previous });
  wrong('default: previous is the signature itself', d2, { previous: d2.signature });
}

// ---------------------------------------------------------------- policy, cosignature, bracket

const ORIGIN = 'example.org/sunlot';
const KEYS_ARE = 'Ed25519 test seeds: log 32 bytes of 01, witnesses of 02, 03, 04, a stranger of 05';
const pairs = new Map();

/** The key pair whose seed is 32 times this byte: everybody knows it, nobody may use it. */
function pair(byte) {
  if (!pairs.has(byte)) {
    const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]);
    const secret = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    pairs.set(byte, { secret, raw: createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32) });
  }
  return pairs.get(byte);
}
assert.equal(pair(1).raw.toString('hex'), '8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c');

/** A party that signs notes; type 1 = log, 4 = witness. */
function signer(name, byte, type) {
  const key = Buffer.concat([Buffer.of(type), pair(byte).raw]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), key])).subarray(0, 4);
  return { name, id, secret: pair(byte).secret, vkey: `${name}+${id.toString('hex')}+${key.toString('base64')}` };
}

const LOG = signer(ORIGIN, 1, 1);
const [W2, W3, W4] = [signer('w2.example.org', 2, 4), signer('w3.example.org', 3, 4), signer('w4.example.org', 4, 4)];
const STRANGER = signer('w5.example.org', 5, 4);
const ALL = [W2, W3, W4].map((one) => one.vkey);

const noteText = (size, root, origin = ORIGIN) => `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;
const line = (name, ...parts) => `— ${name} ${Buffer.concat(parts).toString('base64')}\n`;
const logLine = (text, by = LOG) => line(by.name, by.id, sign(null, Buffer.from(text), by.secret));
const uint64 = (number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
};
const cosign = (text, by, time, saidTime = time) => line(by.name, by.id, uint64(saidTime),
  sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), by.secret));
/** A note with the log's line and then `lines`. */
const noteOf = (text, ...lines) => `${text}\n${logLine(text)}${lines.join('')}`;

/** The byte of the seed of a signer, as two hex digits. */
const seedOf = (one) => [...pairs].find(([, { secret }]) => secret === one.secret)[0].toString(16).padStart(2, '0');

function policyVectors() {
  const witness = (byte, change = {}) => ({ body: `机构${byte}`, vkey: signer(`w${byte}.example.org`, byte, 4).vkey, ...change });
  const many = (count) => Array.from({ length: count }, (_, i) => witness(16 + i));
  const KEYS = 'Ed25519 test seeds: 32 bytes of 02, 03, … (of 10, 11, … where there are more than four)';
  const yes = (name, quorum, witnesses, comment = '') => good('policy', name, '01 §2', [comment, KEYS].filter(Boolean).join('; '), { quorum, witnesses }, true);
  const no = (name, quorum, witnesses, comment = '', spec = '01 §2') => good('policy', name, spec, [comment, KEYS].filter(Boolean).join('; '),
    { quorum, witnesses }, (result) => assert.equal(result, false));
  const [a, b, c, e] = [witness(2), witness(3), witness(4), witness(5)];
  yes('no witnesses', 0, []);
  yes('1 of 1', 1, [a]);
  yes('2 of 2', 2, [a, b]);
  yes('2 of 3', 2, [a, b, c]);
  yes('3 of 3', 3, [a, b, c]);
  yes('3 of 4', 3, [a, b, c, e]);
  yes('8 of 15', 8, many(15));
  yes('15 of 15', 15, many(15));
  yes('one name, two keys', 2, [signer('w', 3, 4), signer('w', 2, 4)].map((one, i) => ({ body: `b${i}`, vkey: one.vkey })).sort((x, y) => (x.vkey < y.vkey ? -1 : 1)),
    'vkeys and public keys differ');
  yes('name of one character', 1, [{ body: 'x', vkey: signer('w', 2, 4).vkey }]);
  yes('name of 255 bytes', 1, [{ body: 'x', vkey: signer('示'.repeat(85), 2, 4).vkey }]);
  const special = Array.from({ length: 200 }, (_, i) => signer('w', 6 + i, 4)).find((one) => one.vkey.includes('/') && one.vkey.split('+').length === 4);
  yes('plus and solidus in the base64', 1, [{ body: 'x', vkey: special.vkey }], `the key is of bytes of ${seedOf(special)}`);
  yes('body of 200 characters', 1, [witness(2, { body: '示'.repeat(200) })], '600 bytes');
  yes('body of 200 characters beyond the BMP', 1, [witness(2, { body: '𠮷'.repeat(200) })], 'a character is a code point');

  no('quorum 0 of 1', 0, [a]);
  no('quorum 1 of none', 1, []);
  no('1 of 2', 1, [a, b], 'not more than half');
  no('1 of 3', 1, [a, b, c], 'not more than half');
  no('2 of 4', 2, [a, b, c, e], 'not more than half');
  no('7 of 15', 7, many(15), 'not more than half');
  no('2 of 1', 2, [a]);
  no('4 of 3', 4, [a, b, c]);
  no('16 witnesses', 9, many(16));
  no('descending', 2, [b, a]);
  no('a witness twice', 2, [a, a]);
  no('vkey twice', 2, [a, { ...a, body: 'x' }]);
  no('public key twice', 2, [a, { body: 'x', vkey: signer('x.example.org', 2, 4).vkey }], 'under two names');
  no('body twice', 2, [a, { ...b, body: a.body }]);
  no('body empty', 1, [{ ...a, body: '' }]);
  no('body of 201 characters', 1, [{ ...a, body: '示'.repeat(201) }]);
  no('body is null', 1, [{ ...a, body: null }]);
  no('key of type 1', 1, [{ ...a, vkey: signer('w2.example.org', 2, 1).vkey }], 'a log key', '03 §8');
  const [name, id, ...rest] = a.vkey.split('+');
  const key = rest.join('+');
  const vkey = (title, text, comment = '', spec = '03 §8') => no(title, 1, [{ ...a, vkey: text }], comment, spec);
  vkey('key id of another key', [name, STRANGER.id.toString('hex'), key].join('+'));
  vkey('key id in upper case', [name, upper(id), key].join('+'), '', '00 §1.3');
  vkey('key id of the name without LF', [name, sha256(Buffer.concat([Buffer.from(name), Buffer.from(key, 'base64')])).subarray(0, 4).toString('hex'), key].join('+'));
  vkey('no key id', [name, key].join('+'));
  vkey('no key', [name, id].join('+'));
  vkey('empty', '');
  vkey('name empty', signer('', 2, 4).vkey);
  vkey('name with a blank', signer('w2 example', 2, 4).vkey);
  vkey('name with an ideographic space', signer('示\u3000例', 2, 4).vkey);
  vkey('name with a plus', signer('w2+example', 2, 4).vkey);
  vkey('name of 256 bytes', signer('w'.repeat(256), 2, 4).vkey);
  vkey('name of 86 Chinese characters', signer('示'.repeat(86), 2, 4).vkey, '258 bytes');
  vkey('line feed at the end', `${a.vkey}\n`);
  const short = Buffer.concat([Buffer.of(4), pair(2).raw.subarray(0, 31)]);
  const shortId = sha256(Buffer.concat([Buffer.from(`${name}\n`), short])).subarray(0, 4).toString('hex');
  vkey('public key of 31 bytes', [name, shortId, short.toString('base64')].join('+'), 'with its key id');
  vkey('key in hex', [name, id, Buffer.from(key, 'base64').toString('hex')].join('+'));
  vkey('alphabet of URLs', special.vkey.replaceAll('/', '_'), 'the vkey with / is right');
  no('quorum as a text', '1', [a]);
  no('quorum with a fraction', 1.5, [a, b]);
  no('witnesses is null', 0, null);
  no('additional key', 1, [{ ...a, url: 'https://w2.example.org' }], '', '00 §2.7');
  const { body, ...bodiless } = a;
  no('without body', 1, [bodiless], '', '00 §2.7');
}

function cosignatureVectors() {
  const text = noteText(300, d('root'));
  const T = 1790000000;
  const [c2, c3, c4] = [cosign(text, W2, T + 2), cosign(text, W3, T + 1), cosign(text, W4, T)];
  const of = (note, witnesses = ALL, log_key = LOG.vkey) => ({ note, log_key, witnesses });
  const row = (by, time) => ({ time, vkey: by.vkey });
  const yes = (name, comment, input, signed, size = 300) => good('cosignature', name, '03 §5, §8', [comment, KEYS_ARE].filter(Boolean).join('; '), input,
    { size, root: d('root'), signed });
  const no = (name, note, comment = '', spec = '03 §5', witnesses = ALL, log_key = LOG.vkey) => bad('cosignature', name, spec,
    [comment, KEYS_ARE].filter(Boolean).join('; '), of(note, witnesses, log_key));
  const three = [row(W2, T + 2), row(W3, T + 1), row(W4, T)];

  yes('no cosignature', '', of(noteOf(text)), []);
  yes('no policy', '', of(noteOf(text), []), []);
  yes('no policy, cosignatures', 'all of unknown keys', of(noteOf(text, c2, c3), []), []);
  yes('one', '', of(noteOf(text, c3)), [row(W3, T + 1)]);
  yes('two', '', of(noteOf(text, c2, c4)), [row(W2, T + 2), row(W4, T)]);
  yes('three', '', of(noteOf(text, c2, c3, c4)), three);
  yes('three, reordered', 'the order of lines does not matter', of(noteOf(text, c4, c2, c3)), three);
  yes('three, policy reordered', '', of(noteOf(text, c2, c3, c4), [...ALL].reverse()), three);
  yes('unknown key', 'ignored', of(noteOf(text, cosign(text, STRANGER, T))), []);
  yes('unknown key between', 'ignored', of(noteOf(text, c2, cosign(text, STRANGER, T), c4)), [row(W2, T + 2), row(W4, T)]);
  yes('unknown key with a wrong signature', 'ignored', of(noteOf(text, cosign('another text\n', STRANGER, T), c2)), [row(W2, T + 2)]);
  yes('unknown key twice', 'ignored', of(noteOf(text, cosign(text, STRANGER, T), cosign(text, STRANGER, T))), []);
  yes('unknown key, another kind of signature', 'ignored: 5 bytes after the key id',
    of(noteOf(text, line('other', Buffer.from('01020304', 'hex'), Buffer.from('aabbccddee', 'hex')))), []);
  const collision = signer(W2.name, 5, 4);
  yes('name of a witness, other key id', 'ignored as unknown', of(noteOf(text, cosign(text, collision, T))), []);
  yes('name of a witness twice, one is unknown', '', of(noteOf(text, cosign(text, collision, T), c2)), [row(W2, T + 2)]);
  yes('key id of a witness, other name', 'ignored as unknown', of(noteOf(text, line('w9.example.org', W2.id, Buffer.alloc(72)))), []);
  const asLog = signer(W2.name, 2, 1);
  yes('type 1 under the name of a witness', 'the key of the witness as a log key has another key id: ignored', of(noteOf(text, logLine(text, asLog))), []);
  yes('type 1 and type 4 of a witness', '', of(noteOf(text, logLine(text, asLog), c2)), [row(W2, T + 2)]);
  yes('name of the log, other key id', 'ignored as unknown', of(noteOf(text, logLine(text, signer(ORIGIN, 5, 1)))), []);
  yes('time 1', '', of(noteOf(text, cosign(text, W2, 1))), [row(W2, 1)]);
  yes('time 2^53 - 1', '', of(noteOf(text, cosign(text, W2, Number.MAX_SAFE_INTEGER))), [row(W2, Number.MAX_SAFE_INTEGER)]);
  yes('two witnesses of one name', 'told apart by the key id', of(noteOf(text, cosign(text, collision, T), c2), [W2.vkey, collision.vkey]),
    [row(W2, T + 2), row(collision, T)].sort((x, y) => (x.vkey < y.vkey ? -1 : 1)));
  const textOf1 = noteText(1, d('root'));
  yes('size 1', '', of(noteOf(textOf1, cosign(textOf1, W2, T))), [row(W2, T)], 1);
  const textOfMost = noteText(Number.MAX_SAFE_INTEGER, d('root'));
  yes('size 2^53 - 1', '', of(noteOf(textOfMost)), [], Number.MAX_SAFE_INTEGER);
  const filled = (length) => {
    const bare = Buffer.byteLength(noteOf(text)) + Buffer.byteLength('—  AQIDBAU=\n');
    return noteOf(text, `— ${'w'.repeat(length - bare)} AQIDBAU=\n`);
  };
  assert.equal(Buffer.byteLength(filled(16384)), 16384);
  yes('16,384 bytes', 'with one long line of an unknown key', of(filled(16384)), []);

  const known = (name, ...lines) => no(name, noteOf(text, ...lines), '', '03 §8');
  known('wrong signature', line(W2.name, W2.id, uint64(T), Buffer.alloc(64, 7)));
  known('wrong signature beside two right ones', c2, line(W3.name, W3.id, uint64(T), Buffer.alloc(64, 7)), c4);
  const changed = Buffer.from(c2.split(' ')[2], 'base64');
  const altered = (at) => {
    const bytes = Buffer.from(changed);
    bytes[at] ^= 1;
    return line(W2.name, bytes);
  };
  known('bit of R flipped', altered(12));
  known('bit of S flipped', altered(60));
  known('bit of the time flipped', altered(11));
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const S = BigInt(`0x${Buffer.from(changed.subarray(44)).reverse().toString('hex')}`) + order;
  no('S not below the order', noteOf(text, line(W2.name, changed.subarray(0, 44), Buffer.from(S.toString(16).padStart(64, '0'), 'hex').reverse())),
    'S plus the order of the group (RFC 8032 §5.1.7)', '03 §8');
  known('a byte too short', line(W2.name, changed.subarray(0, 75)));
  known('a byte too long', line(W2.name, changed, Buffer.of(0)));
  known('without time', line(W2.name, W2.id, sign(null, Buffer.from(text), W2.secret)));
  known('key id only and one byte', line(W2.name, W2.id, Buffer.of(0)));
  known('twice', c2, c2);
  known('twice, other time', c2, cosign(text, W2, T + 5));
  known('twice, not side by side', c2, c3, c2);
  known('time 2^53', cosign(text, W2, 2 ** 53));
  known('time 2^64 - 1', cosign(text, W2, 2n ** 64n - 1n));
  known('time in the line another than signed', cosign(text, W2, T, T + 1));
  known('time 0', cosign(text, W2, 0));
  known('over another size', cosign(noteText(299, d('root')), W2, T));
  known('over another root', cosign(noteText(300, d('other root')), W2, T));
  known('over another origin', cosign(noteText(300, d('root'), 'example.org/other'), W2, T));
  known('over the text without its last LF', cosign(text.slice(0, -1), W2, T));
  known('over the text with the empty line', cosign(`${text}\n`, W2, T));
  known('signed like a log', line(W2.name, W2.id, uint64(T), sign(null, Buffer.from(text), W2.secret)));
  known('signed by another witness', line(W2.name, W2.id, changed.subarray(4, 12), Buffer.from(cosign(text, W3, T + 2).split(' ')[2], 'base64').subarray(12)));
  yes('before the line of the log', 'the order of lines does not matter', of(`${text}\n${c2}${logLine(text)}`), [row(W2, T + 2)]);
  no('only cosignatures', `${text}\n${c2}${c3}`, 'no line of the log');
  no('log line missing', `${text}\n${cosign(text, STRANGER, T)}`);
  no('log line twice', noteOf(text, logLine(text)));
  no('log line of another key', `${text}\n${logLine(text, signer(ORIGIN, 5, 1))}`, 'the name is right, the key id another');
  no('log line of a cosignature', `${text}\n${cosign(text, signer(ORIGIN, 1, 4), T)}`, 'the log key as type 4');
  no('log signature wrong', `${text}\n${line(ORIGIN, LOG.id, Buffer.alloc(64, 7))}`);
  no('log signature over another text', `${text}\n${logLine(noteText(301, d('root')))}${c2}`);
  no('log signature of 63 bytes', `${text}\n${line(ORIGIN, LOG.id, sign(null, Buffer.from(text), LOG.secret).subarray(0, 63))}`);
  no('log signature of 65 bytes', `${text}\n${line(ORIGIN, LOG.id, sign(null, Buffer.from(text), LOG.secret), Buffer.of(0))}`);
  no('two log lines, one wrong', noteOf(text, line(ORIGIN, LOG.id, Buffer.alloc(64, 7))));
  const otherText = noteText(300, d('root'), 'example.org/other');
  no('another origin', noteOf(otherText), 'log signature and name of the line are those of the log key');
  const bare = (name, broken, comment = '', spec = '03 §5') => no(name, noteOf(broken), comment, spec);
  const b64 = Buffer.from(d('root'), 'hex').toString('base64');
  bare('extension line', `${text}extension\n`);
  bare('no root', `${ORIGIN}\n300\n`);
  bare('size with a leading zero', `${ORIGIN}\n0300\n${b64}\n`, '', '00 §1.4');
  bare('size with a sign', `${ORIGIN}\n+300\n${b64}\n`, '', '00 §1.4');
  bare('size below zero', `${ORIGIN}\n-300\n${b64}\n`, '', '00 §1.4');
  bare('size 2^53', `${ORIGIN}\n9007199254740992\n${b64}\n`, '', '00 §1.4');
  bare('size in hex', `${ORIGIN}\n0x12c\n${b64}\n`, '', '00 §1.4');
  bare('size with a blank', `${ORIGIN}\n300 \n${b64}\n`, '', '00 §1.2');
  bare('size empty', `${ORIGIN}\n\n${b64}\n`);
  bare('root without padding', `${ORIGIN}\n300\n${b64.replace('=', '')}\n`);
  bare('root of 31 bytes', `${ORIGIN}\n300\n${Buffer.from(d('root'), 'hex').subarray(1).toString('base64')}\n`);
  bare('root of 33 bytes', `${ORIGIN}\n300\n${Buffer.concat([Buffer.from(d('root'), 'hex'), Buffer.of(0)]).toString('base64')}\n`);
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const loose = (encoded) => encoded.replace(/.(?==+$)/, (c) => digits[digits.indexOf(c) + 1]); // sets a bit that no byte has
  assert.deepEqual(Buffer.from(loose(b64), 'base64'), Buffer.from(d('root'), 'hex'));
  bare('root not canonical', `${ORIGIN}\n300\n${loose(b64)}\n`, 'a bit that no byte has is set');
  bare('root in hex', `${ORIGIN}\n300\n${d('root')}\n`);
  bare('CR', text.replaceAll('\n', '\r\n'), '', '00 §1.2');
  bare('tab', `${ORIGIN}\t\n300\n${b64}\n`);
  no('log line not canonical', `${text}\n${logLine(text).replace(/\S+(?=\n$)/, loose)}`, 'a bit that no byte has is set');
  no('no empty line', `${text}${logLine(text)}`);
  no('two empty lines', `${text}\n\n${logLine(text)}`);
  no('empty line between the lines', `${noteOf(text)}\n${c2}`);
  no('empty line at the end', `${noteOf(text, c2)}\n`);
  no('no final LF', noteOf(text, c2).slice(0, -1), '', '00 §1.2');
  no('no signature line', `${text}\n`);
  no('only the text', text);
  no('empty', '');
  no('hyphen instead of the dash', noteOf(text, c2.replace('—', '-')), '', '03 §8');
  no('en dash instead of the dash', noteOf(text, cosign(text, STRANGER, T).replace('—', '–')), 'also a line of an unknown key has to be one');
  no('two blanks', noteOf(text, c2.replace('— ', '—  ')), '', '03 §8');
  no('line without base64', noteOf(text, '— w9.example.org\n'));
  no('something after the signature', noteOf(text, c2.replace('\n', ' x\n')), '', '03 §8');
  no('byte-order mark', `\ufeff${noteOf(text)}`, '', '00 §1.2');
  no('text behind', `${noteOf(text)}text\n`);
  no('NUL', noteOf(text, '— w9\u0000 AQIDBAU=\n'));
  no('16,385 bytes', filled(16385));
  no('log key of type 4', noteOf(text), '', '03 §5', ALL, signer(ORIGIN, 1, 4).vkey);
  no('log key with a wrong key id', noteOf(text), '', '03 §5', ALL, LOG.vkey.replace(LOG.id.toString('hex'), '00000000'));
  no('witness key of type 1', noteOf(text), '', '03 §8', [asLog.vkey]);
  no('witness key with a wrong key id', noteOf(text), '', '03 §8', [W2.vkey.replace(W2.id.toString('hex'), '00000000')]);
}

function bracketVectors() {
  const entries = Array.from({ length: 12 }, (_, i) => d(`entry hash ${i}`));
  const rootOf = (hashes) => reduceTree(hashes.map((text) => Buffer.from(text, 'hex'))).toString('hex');
  const [time, margin] = [1790000100, 15];
  const limit = time - margin;
  const textOf = (size) => noteText(size, rootOf(entries.slice(0, size)));
  const text = textOf(10);
  const at = (first, second, third) => [[W2, first], [W3, second], [W4, third]].filter(([, t]) => t !== undefined).map(([by, t]) => cosign(text, by, t));
  const of = (note, change = {}) => ({ note, log_key: LOG.vkey, witnesses: ALL, quorum: 2, margin, time, last_open: 8, entries, ...change });
  const say = (comment) => [comment, KEYS_ARE].filter(Boolean).join('; ');
  const yes = (name, comment, input, signed, shown) => good('bracket', name, '03 §9', say(comment), input, { signed, margin: shown });
  const no = (name, comment, input, spec = '03 §9') => bad('bracket', name, spec, say(comment), input);

  yes('two of three', '', of(noteOf(text, ...at(limit - 20, limit - 10))), 2, 25);
  yes('exactly on the margin', 'both', of(noteOf(text, ...at(limit, limit))), 2, 15);
  yes('one exactly on the margin', '', of(noteOf(text, ...at(limit - 40, limit))), 2, 15);
  yes('three of three', 'the margin is that of the second earliest', of(noteOf(text, ...at(limit - 1, limit - 30, limit - 7))), 3, 22);
  yes('quorum 3', 'the margin is that of the third', of(noteOf(text, ...at(limit - 1, limit - 30, limit - 7)), { quorum: 3 }), 3, 16);
  yes('a third one is late', 'it does not count and does no harm', of(noteOf(text, ...at(limit - 20, limit - 10, limit + 1))), 2, 25);
  yes('a stranger signed, too', '', of(noteOf(text, ...at(limit - 20, limit - 10), cosign(text, STRANGER, limit - 30))), 2, 25);
  yes('1 of 1', '', of(noteOf(text, ...at(limit - 5)), { quorum: 1, witnesses: [W2.vkey] }), 1, 20);
  const textOf9 = textOf(9);
  yes('size = index + 1', 'the smallest tree', of(noteOf(textOf9, cosign(textOf9, W2, limit), cosign(textOf9, W3, limit))), 2, 15);
  const textOf12 = textOf(12);
  yes('the whole ledger', '', of(noteOf(textOf12, cosign(textOf12, W2, limit), cosign(textOf12, W3, limit))), 2, 15);
  yes('margin of the test chain', '', of(noteOf(text, ...at(time - 3, time - 3)), { margin: 3 }), 2, 3);
  yes('time 1', 'the word of the witnesses', of(noteOf(text, ...at(1, 1))), 2, time - 1);

  no('one second late', 'one of two', of(noteOf(text, ...at(limit - 20, limit + 1))));
  no('both one second late', '', of(noteOf(text, ...at(limit + 1, limit + 1))));
  no('at the time of the round', '', of(noteOf(text, ...at(time, time))));
  no('one second late, margin of the test chain', '', of(noteOf(text, ...at(time - 2, time - 3)), { margin: 3 }));
  no('two of three late', '', of(noteOf(text, ...at(limit - 20, limit + 1, limit + 1))));
  const textOf8 = textOf(8);
  no('size = index', 'the last opening is not in the tree', of(noteOf(textOf8, cosign(textOf8, W2, limit), cosign(textOf8, W3, limit)), { last_open: 8 }));
  no('size below index', '', of(noteOf(textOf8, cosign(textOf8, W2, limit), cosign(textOf8, W3, limit)), { last_open: 10 }));
  const textOf13 = noteText(13, rootOf([...entries, d('entry hash 12')]));
  no('tree larger than the ledger', '', of(noteOf(textOf13, cosign(textOf13, W2, limit), cosign(textOf13, W3, limit))));
  for (const [name, root] of [['wrong root', d('root')], ['root of one entry more', rootOf(entries.slice(0, 11))], ['root of one entry less', rootOf(entries.slice(0, 9))],
    ['root of the whole ledger', rootOf(entries)]]) {
    const wrong = noteText(10, root);
    no(name, '', of(noteOf(wrong, cosign(wrong, W2, limit), cosign(wrong, W3, limit))));
  }
  no('an entry is another', '', of(noteOf(text, ...at(limit, limit)), { entries: entries.with(4, d('other')) }));
  no('entries exchanged', '', of(noteOf(text, ...at(limit, limit)), { entries: entries.with(2, entries[3]).with(3, entries[2]) }));
  no('k - 1', 'one of the two that are needed', of(noteOf(text, ...at(limit))));
  no('k - 1 of three', '', of(noteOf(text, ...at(limit, limit)), { quorum: 3 }));
  no('none signed', '', of(noteOf(text)));
  no('the same witness', 'two lines of one witness', of(noteOf(text, cosign(text, W2, limit), cosign(text, W2, limit - 1))), '03 §8');
  no('the second one is a stranger', '', of(noteOf(text, ...at(limit), cosign(text, STRANGER, limit))));
  no('not in this policy', '', of(noteOf(text, ...at(limit, limit)), { witnesses: [W2.vkey, W4.vkey] }));
  no('log signature wrong', '', of(`${text}\n${line(ORIGIN, LOG.id, Buffer.alloc(64, 7))}${at(limit, limit).join('')}`), '03 §5');
  no('log line missing', '', of(`${text}\n${at(limit, limit).join('')}`), '03 §5');
  no('a third one is wrong', 'makes the note invalid', of(noteOf(text, ...at(limit, limit), line(W4.name, W4.id, uint64(limit), Buffer.alloc(64, 7)))), '03 §8');
  no('cosignatures of an earlier tree', '', of(noteOf(text, cosign(textOf9, W2, limit), cosign(textOf9, W3, limit))), '03 §8');
  const other = noteText(10, rootOf(entries.slice(0, 10)), 'example.org/other');
  no('note of another log', '', of(`${other}\n${logLine(other, signer('example.org/other', 1, 1))}${cosign(other, W2, limit)}${cosign(other, W3, limit)}`), '03 §5');
  no('empty', 'no note', of(''));
  no('no entries', '', of(noteOf(text, ...at(limit, limit)), { entries: [] }));
  no('no policy', 'with quorum 0 there is no bracket', of(noteOf(text), { quorum: 0, witnesses: [] }));
  no('entry in upper case', '', of(noteOf(text, ...at(limit, limit)), { entries: entries.map(upper) }), '00 §1.3');
  no('entry too short', '', of(noteOf(text, ...at(limit, limit)), { entries: entries.with(11, '00') }), '00 §1.3');
}

// ---------------------------------------------------------------- inclusion, proof

/** RFC 6962 §2.1, over leaf hashes; made from the level below, not from the split of the reference. */
function levelsOf(hashes) {
  const levels = [hashes];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    levels.push(Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => (2 * i + 1 < below.length
      ? sha256(Buffer.concat([Buffer.of(1), below[2 * i], below[2 * i + 1]])) : below[2 * i])));
  }
  return levels;
}
const reduceTree = (hashes) => levelsOf(hashes).at(-1)[0];

/** RFC 6962 §2.1.1: the siblings on the way up; a node without a sibling moves up as it is. */
const pathOf = (hashes, index) => levelsOf(hashes).slice(0, -1)
  .map((level, height) => level[(index >> height) ^ 1]).filter((hash) => hash !== undefined).map((hash) => hash.toString('hex'));

function inclusionVectors() {
  const set = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const hashes = set.map((leaf) => sha256(Buffer.concat([Buffer.of(0), Buffer.from(leaf, 'hex')])));
  const of = (index, size, change = {}) => ({ leafhash: hashes[index].toString('hex'), index, size,
    proof: pathOf(hashes.slice(0, size), index), root: R.merkle({ leaves: set.slice(0, size) }), ...change });
  const yes = (name, comment, input) => good('inclusion', name, 'RFC 6962 §2.1.1', comment, input, true);
  const no = (name, comment, input, spec = 'RFC 6962 §2.1.1') => good('inclusion', name, spec, comment, input, (result) => assert.equal(result, false, name));
  for (let size = 1; size <= 8; size++) {
    for (let index = 0; index < size; index++) yes(`index ${index} of ${size}`, 'RFC 6962 test set', of(index, size));
  }
  const many = Array.from({ length: 300 }, (_, i) => sha256(`leaf ${i}`));
  for (const index of [0, 255, 256, 299]) {
    yes(`index ${index} of 300`, '', { leafhash: many[index].toString('hex'), index, size: 300, proof: pathOf(many, index), root: reduceTree(many).toString('hex') });
  }
  yes('greatest index', 'size 2^53 - 1, 52 hashes', greatest());

  for (let size = 1; size <= 8; size++) {
    const index = Math.floor(size / 2);
    const input = of(index, size);
    no(`size ${size}: other leaf hash`, '', { ...input, leafhash: d('leaf') });
    no(`size ${size}: other root`, '', { ...input, root: d('root') });
    no(`size ${size}: path a hash too long`, '', { ...input, proof: [...input.proof, d('hash')] });
    no(`size ${size}: index = size`, '', { ...input, index: size });
    if (size === 1) continue;
    no(`size ${size}: path a hash too short`, 'the last one is missing', { ...input, proof: input.proof.slice(0, -1) });
    no(`size ${size}: hash of the path changed`, '', { ...input, proof: input.proof.with(0, d('hash')) });
    no(`size ${size}: index before`, '', { ...input, index: index - 1 });
  }
  no('first hash of the path missing', '', of(2, 8, { proof: of(2, 8).proof.slice(1) }));
  no('path reversed', '', of(2, 8, { proof: of(2, 8).proof.toReversed() }));
  no('path empty', '', of(2, 8, { proof: [] }));
  no('path of another index', '', of(2, 8, { proof: of(3, 8).proof }));
  no('path of another size', '', of(6, 8, { proof: of(6, 7).proof }));
  no('inner node as a leaf', 'with the rest of the path', of(0, 8, { leafhash: of(2, 8).proof[1], proof: of(0, 8).proof.slice(1) }));
  no('size 0', '', of(0, 1, { size: 0 }));
  no('index far beyond', '', of(0, 8, { index: 2 ** 52 }));
  no('index below zero', '', of(0, 8, { index: -1 }), '00 §1.4');
  no('size 2^53', '', { ...greatest(), size: 2 ** 53 }, '00 §1.4');
  no('path of 64 hashes', '', of(0, 8, { proof: Array(64).fill(d('hash')) }), '03 §10');
  no('hash of the path in upper case', '', of(0, 8, { proof: of(0, 8).proof.map(upper) }), '00 §1.3');
  no('leaf hash in upper case', '', of(0, 8, { leafhash: upper(of(0, 8).leafhash) }), '00 §1.3');
  no('root in upper case', '', of(0, 8, { root: upper(of(0, 8).root) }), '00 §1.3');
  no('hash of the path too short', '', of(0, 8, { proof: of(0, 8).proof.with(1, '00') }), '00 §1.3');
}

/** The last leaf of a tree of 2^53 - 1: its path has one hash for each bit of the index. */
function greatest() {
  const size = Number.MAX_SAFE_INTEGER;
  const proof = Array.from({ length: 52 }, (_, i) => d(`sibling ${i}`));
  const root = proof.reduce((node, sibling) => sha256(Buffer.concat([Buffer.of(1), Buffer.from(sibling, 'hex'), node])), Buffer.from(d('last leaf'), 'hex'));
  return { leafhash: d('last leaf'), index: size - 1, size, proof, root: root.toString('hex') };
}

function proofVectors() {
  const key = sha256(Buffer.from(PUBLIC, 'hex')).toString('hex');
  const signed = (body) => {
    const bodyText = encode(body);
    const sig = sign(null, Buffer.from(R.pae({ kind: body.kind, body: bodyText }), 'hex'), PRIVATE_KEY).toString('hex');
    return `{"body":${bodyText},"sigs":[{"key":"${key}","sig":"${sig}"}]}`;
  };
  const policy = [W2, W3, W4].map((one, i) => ({ body: `机构${i + 2}`, vkey: one.vkey }));
  const leafHashOf = (text) => sha256(Buffer.concat([Buffer.of(0), Buffer.from(text)]));
  const genesis = signed({ at: 1790000000, data: { agency_key: PUBLIC, origin: ORIGIN, profile: 'sunlot/v1', quorum: 2, simulation: true, witnesses: policy },
    kind: 'genesis', prev: L(0), seq: 0, simulation: true, v: 1 });
  const secret = d('a secret');
  const roster = d('roster');
  const committed = R.secret_commitment({ campaign: 1, draw: 2, roster, party: 'representative.3', secret });
  const DATA = { campaign: 1, commitment: committed, draw: 2, level: 'D', made_by: 'bot', person: L(4), representative: 3 };
  const trustOf = (change = {}) => `${encode({ genesis: leafHashOf(genesis).toString('hex'), log_key: LOG.vkey, origin: ORIGIN, quorum: 2, v: 1, witnesses: policy, ...change })}\n`;
  const bodyOf = (index, { kind = 'draw.contribution', data = {}, seq = index } = {}) => ({ at: 1790000000 + index, data: { ...DATA, ...data }, kind,
    prev: index === 0 ? L(0) : d(`entry hash ${index - 1}`), seq, simulation: true, v: 1 });
  /** The parts of a file: entry `index` in a tree of `size`. */
  const parts = (index, size, { entry = signed(bodyOf(index)), lines = [W2, W3], note = null, file = {} } = {}) => {
    const hashes = Array.from({ length: size }, (_, i) => (i === index ? leafHashOf(entry) : i === 0 ? leafHashOf(genesis) : Buffer.from(d(`entry hash ${i}`), 'hex')));
    const text = noteText(size, reduceTree(hashes).toString('hex'));
    return { checkpoint: note ? note(text) : noteOf(text, ...lines.map((by, i) => cosign(text, by, 1790001000 + i))),
      entry, index, kind: 'contribution', proof: pathOf(hashes, index), roster, secret: null, v: 1, ...file };
  };
  const write = (file) => `${encode(file)}\n`;
  const KEYS = `agency key of RFC 8032 §7.1 test 1; ${KEYS_ARE}`;
  const say = (comment) => [comment, KEYS].filter(Boolean).join('; ');
  const yes = (name, comment, file, known, trust = trustOf()) => good('proof', name, '03 §10', say(comment), { file: write(file), trust },
    { campaign: 1, draw: 2, representative: 3, index: file.index, ...known });
  const no = (name, spec, comment, file, trust = trustOf()) => bad('proof', name, spec, say(comment), { file: typeof file === 'string' ? file : write(file), trust });

  const ofOne = parts(0, 1);
  const trustOfOne = trustOf({ genesis: leafHashOf(ofOne.entry).toString('hex') });
  yes('closed, 0 of 1', 'form only (entry 0 of a ledger is its genesis): the path is empty', ofOne, { size: 1, signed: 2, opened: false }, trustOfOne);
  yes('opened, 0 of 1', 'form only', { ...ofOne, secret }, { size: 1, signed: 2, opened: true }, trustOfOne);
  for (const [index, size] of [[1, 2], [1, 7], [3, 7], [6, 7], [1, 300], [255, 300], [256, 300], [299, 300]]) {
    yes(`closed, ${index} of ${size}`, '', parts(index, size), { size, signed: 2, opened: false });
    yes(`opened, ${index} of ${size}`, '', parts(index, size, { file: { secret } }), { size, signed: 2, opened: true });
  }
  yes('nobody has signed', 'of the witnesses: 12.witness is not checked', parts(3, 7, { lines: [] }), { size: 7, signed: 0, opened: false });
  yes('one has signed', 'fewer than the quorum', parts(3, 7, { lines: [W4] }), { size: 7, signed: 1, opened: false });
  yes('all have signed', '', parts(3, 7, { lines: [W2, W3, W4], file: { secret } }), { size: 7, signed: 3, opened: true });
  yes('no policy', '', parts(3, 7, { lines: [], file: { secret } }), { size: 7, signed: 0, opened: true }, trustOf({ quorum: 0, witnesses: [] }));
  yes('made on a device', '', parts(3, 7, { entry: signed(bodyOf(3, { data: { made_by: 'device' } })), file: { secret } }), { size: 7, signed: 2, opened: true });

  const right = parts(3, 7, { file: { secret } });
  const change = (name, spec, comment, fields) => no(name, spec, comment, { ...right, ...fields });
  change('path: a hash changed', '03 §10', '', { proof: right.proof.with(1, d('hash')) });
  change('path: a hash too short', '00 §1.3', '', { proof: right.proof.with(1, d('hash').slice(2)) });
  change('path: two hashes exchanged', '03 §10', '', { proof: [right.proof[1], right.proof[0], right.proof[2]] });
  change('path: one hash less', '03 §10', '', { proof: right.proof.slice(0, -1) });
  change('path: one hash more', '03 §10', '', { proof: [...right.proof, d('hash')] });
  change('path: empty', '03 §10', '', { proof: [] });
  change('path: 64 hashes', '03 §10', '', { proof: Array(64).fill(d('hash')) });
  change('path: upper case', '00 §1.3', '', { proof: right.proof.map(upper) });
  change('path: a text', '03 §10', '', { proof: right.proof.join('') });
  change('index before', '03 §10', '', { index: 2 });
  change('index after', '03 §10', '', { index: 4 });
  change('index = size', '03 §10', '', { index: 7 });
  change('index far beyond', '03 §10', '', { index: 300 });
  change('index as a text', '00 §1.4', '', { index: '3' });
  no('entry says another seq', '03 §2', 'index and path are right', parts(3, 7, { entry: signed(bodyOf(3, { seq: 4 })) }));
  no('another entry', '03 §10', 'the path leads from the one before it was changed', { ...right, entry: signed(bodyOf(3, { data: { person: L(5) } })) });
  no('entry of another kind', '03 §10', 'in the tree, with the data of a contribution', parts(3, 7, { entry: signed(bodyOf(3, { kind: 'draw.commit' })) }));
  const { made_by, ...commitData } = DATA;
  no('a draw.commit', '03 §10', 'in the tree', parts(3, 7, { entry: signed({ ...bodyOf(3, { kind: 'draw.commit' }), data: commitData }) }));
  no('the genesis', '03 §10', '', { ...parts(0, 7, { entry: genesis }) });
  const loose = signed(bodyOf(3)).replace('{"body":', '{"body": ');
  no('entry not canonical', '03 §1', 'a blank; in the tree', parts(3, 7, { entry: loose }));
  no('entry with a final LF', '03 §1', 'in the tree', parts(3, 7, { entry: `${signed(bodyOf(3))}\n` }));
  no('entry not signed', '03 §3', 'in the tree', parts(3, 7, { entry: signed(bodyOf(3)).replace(/"sigs":\[.*\]/, '"sigs":[]') }));
  const data = (name, spec, fields) => no(name, spec, 'in the tree', parts(3, 7, { entry: signed(bodyOf(3, { data: fields })) }));
  data('data with an additional key', '00 §2.7', { secret });
  data('level A', '00 §7', { level: 'A' });
  data('made by nobody', '01 §5', { made_by: '' });
  data('commitment in upper case', '00 §1.3', { commitment: upper(committed) });
  data('draw 0', '01 §5', { draw: 0 });
  change('secret wrong', '02 §3', '', { secret: d('another secret') });
  change('secret is the commitment', '02 §3', '', { secret: committed });
  change('secret in upper case', '00 §1.3', '', { secret: upper(secret) });
  change('secret of 31 bytes', '00 §1.3', '', { secret: secret.slice(2) });
  change('secret empty', '03 §10', 'closed is null', { secret: '' });
  change('roster wrong', '02 §3', '', { roster: d('another roster') });
  change('roster in upper case', '00 §1.3', '', { roster: upper(roster) });
  for (const field of ['representative', 'draw', 'campaign']) {
    no(`commitment of another ${field}`, '02 §3', 'in the tree', parts(3, 7, { entry: signed(bodyOf(3, { data: { [field]: 4 } })), file: { secret } }));
  }
  change('extra key', '00 §2.7', '', { campaign: 1 });
  for (const name of ['checkpoint', 'proof', 'roster', 'secret', 'v']) {
    const { [name]: gone, ...lacking } = right;
    no(`without ${name}`, '00 §2.7', '', lacking);
  }
  change('another kind', '03 §10', '', { kind: 'receipt' });
  change('version 2', '00 §7', '', { v: 2 });
  no('no final LF', '03 §10', '', encode(right));
  no('two final LFs', '03 §10', '', `${encode(right)}\n\n`);
  no('CR LF', '03 §10', '', `${encode(right)}\r\n`);
  no('not canonical', '00 §2', 'a blank', write(right).replace('"v":1', '"v": 1'));
  no('keys unsorted', '00 §2.3', '', write(right).replace(/^\{(.*),"v":1\}/, '{"v":1,$1}'));
  no('empty', '03 §10', '', '');
  no('a list', '03 §10', '', write([right]));
  no('131,073 bytes', '03 §10', 'the kind is wrong, too: a right file cannot be so long', write({ ...right, kind: 'contribution'.padEnd(131073 - Buffer.byteLength(write(right)) + 12, 'x') }));
  no('checkpoint: log signature wrong', '03 §5', '', parts(3, 7, { note: (text) => `${text}\n${line(ORIGIN, LOG.id, Buffer.alloc(64, 7))}` }));
  no('checkpoint: of another log', '03 §5', '', parts(3, 7, { note: (text) => {
    const other = text.replace(ORIGIN, 'example.org/other');
    return `${other}\n${logLine(other, signer('example.org/other', 1, 1))}`;
  } }));
  no('checkpoint: not signed', '03 §5', '', parts(3, 7, { note: (text) => text }));
  no('checkpoint: a wrong line of a witness', '03 §8', '', parts(3, 7, { note: (text) => noteOf(text, line(W2.name, W2.id, uint64(1), Buffer.alloc(64, 7))) }));
  no('checkpoint: a witness twice', '03 §8', '', parts(3, 7, { lines: [W2, W2] }));
  no('checkpoint: of another root', '03 §10', '', { ...right, checkpoint: noteOf(noteText(7, d('root'))) });
  no('checkpoint: of a later tree', '03 §10', 'the path is that of size 7', { ...right, checkpoint: parts(3, 300, {}).checkpoint });
  no('checkpoint: smaller than the index', '03 §10', '', { ...right, checkpoint: parts(1, 2).checkpoint });
  const trust = (name, spec, fields, comment = '') => no(`trust: ${name}`, spec, comment, right, trustOf(fields));
  trust('another log key', '03 §5', { log_key: signer(ORIGIN, 5, 1).vkey });
  trust('log key of type 4', '03 §5', { log_key: signer(ORIGIN, 1, 4).vkey });
  trust('origin is not that of the log key', '03 §5', { origin: 'example.org/other' });
  trust('quorum 0', '01 §2', { quorum: 0 }, 'of three');
  trust('quorum 1', '01 §2', { quorum: 1 }, 'of three');
  trust('witnesses descending', '01 §2', { witnesses: policy.toReversed() });
  trust('version 2', '00 §7', { v: 2 });
  trust('genesis in upper case', '00 §1.3', { genesis: upper(leafHashOf(genesis).toString('hex')) });
  trust('extra key', '00 §2.7', { x: 0 });
  no('trust: no final LF', '03 §6', '', right, trustOf().slice(0, -1));
  no('trust: not canonical', '03 §6', 'a blank', right, trustOf().replace('"v":1', '"v": 1'));
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
    contributions: { 1: secrets['representative.1'], 3: commitments[2] }, beacon: 'none' });
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
  indexVectors, cutVectors, poolVectors, selectionVectors, matchVectors, statementVectors, entryVectors, usccVectors, chainVectors, roundVectors,
  beaconVectors, policyVectors, cosignatureVectors, inclusionVectors, bracketVectors, proofVectors, fullCase]) make();

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
