// Vectors of 00 and 01 §1 of docs/spec: canonical JSON, commitments, leaves, trees, lists, enterprise codes.

import assert from 'node:assert/strict';
import { R, bad, d, good, L, upper, UPPER, facts } from './kit.mjs';
// ---------------------------------------------------------------- canonical

export function canonicalVectors() {
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

/** The examples of RFC 8785: what the profile of 00 §2 takes of them, and what it refuses. */
export function rfc8785Vectors() {
  const FROM = 'RFC 8785';
  const yes = (name, spec, comment, text) => good('canonical', `${FROM} ${name}`, spec, comment, { text }, { canonical: text });
  const no = (name, spec, comment, text) => bad('canonical', `${FROM} ${name}`, spec, comment, { text });
  const string = '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"';
  yes('§3.2.2.2, the string of the example', '00 §2.4', 'as the RFC writes it', string);
  yes('§3.2.4, the example without its numbers', '00 §2.4', 'the RFC\'s canonical form, `numbers` left out', `{"literals":[null,true,false],"string":${string}}`);
  yes('test data arrays.json', '00 §2.3', 'of the RFC\'s author (github.com/cyberphone/json-canonicalization): canonical form', '[56,{"1":[],"10":null,"d":true}]');
  no('§3.2.2, the example before', '00 §2.1', 'white space, other escapes, numbers in other forms', `{
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
  "literals": [null, true, false]
}`);
  no('§3.2.4, the example after', '00 §2.2', 'canonical for the RFC, but fractions and exponents are not in the profile',
    `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":${string}}`);
  no('§3.2.3, sorted', '00 §2.3', 'canonical for the RFC, which sorts by UTF-16 units; the profile has no such keys',
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control\u007f","\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}');
  yes('appendix B, 0000000000000000', '00 §2.2', 'zero', '0');
  /** Appendix B: the text of the number with these bits. */
  for (const [bits, text, comment] of [['8000000000000000', '-0', 'the RFC writes 0'], ['0000000000000001', '5e-324', ''], ['8000000000000001', '-5e-324', ''],
    ['7fefffffffffffff', '1.7976931348623157e+308', ''], ['4340000000000000', '9007199254740992', '2^53: the RFC takes it'], ['c340000000000000', '-9007199254740992', ''],
    ['4430000000000000', '295147905179352830000', 'an integer, but not below 2^53'], ['44b52d02c7e14af5', '9.999999999999997e+22', ''], ['44b52d02c7e14af6', '1e+23', ''],
    ['444b1ae4d6e2ef4e', '999999999999999700000', 'an integer, but not below 2^53'], ['444b1ae4d6e2ef50', '1e+21', ''], ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7', ''],
    ['3eb0c6f7a0b5ed8d', '0.000001', ''], ['41b3de4355555553', '333333333.3333332', ''], ['41b3de4355555557', '333333333.33333343', ''],
    ['becbf647612f3696', '-0.0000033333333333333333', ''], ['43143ff3c1cb0959', '1424953923781206.2', '']]) {
    const value = Buffer.from(bits, 'hex').readDoubleBE();
    assert.equal(Object.is(value, -0) ? '-0' : JSON.stringify(value), text, bits);
    no(`appendix B, ${bits}`, '00 §2.2', comment, text);
  }
  for (const [bits, text] of [['7fffffffffffffff', 'NaN'], ['7ff0000000000000', 'Infinity']]) no(`appendix B, ${bits}`, '00 §2.2', 'no JSON in the RFC, either', text);
}

// ---------------------------------------------------------------- commitment, leaf, merkle, list

export function commitmentVectors() {
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

export function leafVectors() {
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

export function merkleVectors() {
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

export function listVectors() {
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

// ---------------------------------------------------------------- uscc

export function usccVectors() {
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
