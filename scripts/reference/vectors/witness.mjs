// Vectors of 03 §5, §8 and §9 of docs/spec: policy, checkpoint, cosignatures, bracket.

import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { bad, d, good, sha256, upper } from './kit.mjs';
import { LOOSE_KEYS, SMALL_KEYS, STRANGE_KEYS, signTimed } from './points.mjs';
import { ORIGIN, KEYS_ARE, vkeyOf, pair, signer, LOG, STRANGER, ALL, noteText, line, logLine, uint64, cosign, noteOf, seedOf, reduceTree, W2, W3, W4 } from './keys.mjs';

export function policyVectors() {
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
  for (const [title, raw] of STRANGE_KEYS) yes(`key with ${title}`, 1, [{ ...a, vkey: vkeyOf(name, raw, 4) }], 'canonical, and not of small order');
  for (const [title, raw] of SMALL_KEYS) vkey(`key of small order: ${title}`, vkeyOf(name, raw, 4), 'with its key id', '00 §1.3');
  for (const [title, raw] of LOOSE_KEYS) vkey(`key not canonical: ${title}`, vkeyOf(name, raw, 4), 'with its key id', '00 §1.3');
  no('key of small order beside a right one', 2, [a, { ...b, vkey: vkeyOf('w3.example.org', SMALL_KEYS[0][1], 4) }], '', '00 §1.3');
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

export function cosignatureVectors() {
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

  const many = (count) => Array.from({ length: count }, (_, i) => line(`w${100 + i}`, Buffer.from('0102030405', 'hex')));
  yes('100 signature lines', 'the one of the log, one of a witness, 98 of unknown keys', of(noteOf(text, ...many(98), c2)), [row(W2, T + 2)]);
  no('101 signature lines', noteOf(text, ...many(99), c2), 'the one of the log, one of a witness, 99 of unknown keys');
  no('101 signature lines, of one unknown key', noteOf(text, ...Array(100).fill(many(1)[0])), 'every line counts');

  for (const [name, raw] of STRANGE_KEYS.slice(0, 1)) {
    yes(`key of a witness: ${name}`, 'canonical, and not of small order; it has not signed', of(noteOf(text, c2), [W2.vkey, vkeyOf('w9', raw, 4)]), [row(W2, T + 2)]);
  }
  const weak = (name, raw, comment) => no(name, noteOf(text, c2), comment, '00 §1.3', [W2.vkey, vkeyOf('w9', raw, 4)]);
  for (const at of [0, 2, 4, 6]) weak(`key of a witness of small order: ${SMALL_KEYS[at][0]}`, SMALL_KEYS[at][1], 'it has not signed');
  for (const at of [0, 2]) weak(`key of a witness not canonical: ${LOOSE_KEYS[at][0]}`, LOOSE_KEYS[at][1], 'it has not signed');
  const [, eighth] = SMALL_KEYS[6];
  const forged = signTimed(eighth, (time) => `cosignature/v1\ntime ${time}\n${text}`, T);
  const forger = vkeyOf('w9', eighth, 4);
  no('cosignature by a key of small order', noteOf(text, line('w9', Buffer.from(forger.split('+')[1], 'hex'), uint64(forged.time), forged.signature)),
    'of order 8; the equation holds, though nobody has a secret key', '00 §1.3', [forger]);
  no('log key of small order', noteOf(text, c2), 'y = 1; the line of the log is by another key', '00 §1.3', ALL, vkeyOf(ORIGIN, SMALL_KEYS[2][1], 1));
  no('log key not canonical', noteOf(text, c2), `${LOOSE_KEYS[2][0]}; the line of the log is by another key`, '00 §1.3', ALL, vkeyOf(ORIGIN, LOOSE_KEYS[2][1], 1));

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

export function bracketVectors() {
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
