// Vectors of 03 §6 and 04 §13 of docs/spec: trust files, typed checkpoints.

import assert from 'node:assert/strict';
import { bad, d, good, not, under, upper } from './kit.mjs';
import { ALL, KEYS_ARE, LOG, ORIGIN, W2, noteOf, noteText, signer, vkeyOf } from './keys.mjs';
import { LOOSE_KEYS, SMALL_KEYS, STRANGE_KEYS } from './points.mjs';
import { encode } from '../../reference_draw.mjs';

export function trustVectors() {
  const bodies = ['机构2', '机构3', '机构4'];
  const witnesses = ALL.map((vkey, i) => ({ body: bodies[i], vkey }));
  const of = (change = {}) => ({ genesis: d('genesis'), log_key: LOG.vkey, origin: ORIGIN, quorum: 2, v: 1, witnesses, ...change });
  const file = (value) => `${encode(value)}\n`;
  const yes = (name, comment, change) => good('trust', name, '03 §6', [comment, KEYS_ARE].filter(Boolean).join('; '), { text: file(of(change)) }, true);
  const noText = (name, spec, text, comment = '') => not('trust', name, spec, [comment, KEYS_ARE].filter(Boolean).join('; '), { text });
  const no = (name, spec, change, comment = '') => noText(name, spec, file(of(change)), comment);
  yes('2 of 3', '', {});
  yes('no witnesses', '', { quorum: 0, witnesses: [] });
  yes('1 of 1', '', { quorum: 1, witnesses: witnesses.slice(0, 1) });
  yes('3 of 3', '', { quorum: 3 });
  yes('another origin', 'of the log key, too', { origin: 'a.b', log_key: signer('a.b', 1, 1).vkey });
  yes('longest origin', '100 characters', { origin: 'a'.repeat(100), log_key: signer('a'.repeat(100), 1, 1).vkey });

  const right = file(of());
  noText('no final LF', '03 §6', right.slice(0, -1));
  noText('two final LFs', '03 §6', `${right}\n`);
  noText('CR LF', '00 §1.2', right.replace('\n', '\r\n'));
  noText('byte-order mark', '00 §1.2', `\ufeff${right}`);
  noText('blank', '00 §2.1', right.replace('"v":1', '"v": 1'));
  noText('written over several lines', '00 §2.1', `${JSON.stringify(JSON.parse(right), null, 1)}\n`);
  noText('keys unsorted', '00 §2.3', right.replace(/^\{(.*),"v":1,(.*)\}/, '{"v":1,$1,$2}'));
  noText('empty', '03 §6', '');
  noText('a vkey alone', '03 §6', `${LOG.vkey}\n`);
  no('version 2', '00 §7', { v: 2 });
  no('version 2 with another key', '00 §7', { v: 2, since: 0 }, '`v` is read first: what else differs is not judged');
  no('additional key', '00 §2.7', { agency_key: d('agency') });
  const { genesis, ...lacking } = of();
  noText('without genesis', '00 §2.7', file(lacking));
  no('genesis in upper case', '00 §1.3', { genesis: upper(d('genesis')) });
  no('genesis too short', '00 §1.3', { genesis: d('genesis').slice(2) });
  no('genesis null', '03 §6', { genesis: null });
  no('origin is not that of the log key', '03 §6', { origin: 'example.org/other' });
  no('origin in upper case', '01 §2', { origin: 'Example.org/sunlot', log_key: signer('Example.org/sunlot', 1, 1).vkey });
  no('origin of two characters', '01 §2', { origin: 'ab', log_key: signer('ab', 1, 1).vkey });
  const [name, id, ...key] = LOG.vkey.split('+');
  const vkey = (title, log_key, comment = '') => no(`log key: ${title}`, '03 §5', { log_key }, comment);
  vkey('of type 4', signer(ORIGIN, 1, 4).vkey, 'a witness key');
  vkey('key id of another key', [name, signer(ORIGIN, 5, 1).id.toString('hex'), ...key].join('+'));
  vkey('without key id', [name, ...key].join('+'));
  vkey('without name', signer('', 1, 1).vkey);
  vkey('base64 with padding', `${LOG.vkey}=`, '33 bytes need none');
  vkey('empty', '');
  no('log key: key id in upper case', '00 §1.3', { log_key: [name, upper(id), ...key].join('+') });
  no('quorum 0 of three', '01 §2', { quorum: 0 });
  no('quorum 1 of three', '01 §2', { quorum: 1 }, 'not more than half');
  no('quorum 4 of three', '01 §2', { quorum: 4 });
  no('quorum as a text', '00 §1.4', { quorum: '2' });
  no('witnesses descending', '01 §2', { witnesses: witnesses.toReversed() });
  no('witness twice', '01 §2', { witnesses: [witnesses[0], witnesses[0], witnesses[1]] });
  no('body twice', '01 §2', { witnesses: witnesses.with(1, { ...witnesses[1], body: bodies[0] }) });
  no('witness key of type 1', '03 §8', { quorum: 1, witnesses: [{ body: 'x', vkey: signer('w2.example.org', 2, 1).vkey }] });
  no('witness without body', '00 §2.7', { quorum: 1, witnesses: [{ vkey: W2.vkey }] });
  const long = Array.from({ length: 15 }, (_, i) => ({ body: `${'𠮷'.repeat(199)}${String.fromCodePoint(0x4e00 + i)}`, vkey: signer(`${'示'.repeat(84)}${String.fromCharCode(97 + i)}`, 32 + i, 4).vkey }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.vkey), Buffer.from(b.vkey)));
  const fit = (bytes) => { // the first body made shorter, or the names
    const fat = Buffer.byteLength(file(of({ quorum: 8, witnesses: long }))) - bytes;
    const each = Math.floor(fat / long.length);
    const shorter = long.map((one, i) => ({ ...one, body: bodyOf(one.body, each + (i < fat % long.length ? 1 : 0)) }));
    const text = file(of({ quorum: 8, witnesses: shorter }));
    assert.equal(Buffer.byteLength(text), bytes);
    return text;
  };
  const LONG = '15 witnesses with long names and bodies; keys are of bytes 20, 21, …';
  const most = under('01 §2', 'S01-2', 'S03-6', 'S04-1');
  good('trust', '16,384 bytes', most, [LONG, KEYS_ARE].join('; '), { text: fit(16384) }, true);
  noText('longer than 16,384 bytes', most, fit(16385), `by one byte, otherwise right: a policy whose trust file would be so long is refused (01 §2), and so is the file (04 §1); ${LONG}`);
  const weak = (name, raw, comment = '') => no(name, '00 §1.3', { quorum: 1, witnesses: [{ body: 'x', vkey: vkeyOf('w9', raw, 4) }] }, comment);
  const ofLog = (name, raw) => no(name, '00 §1.3', { log_key: vkeyOf(ORIGIN, raw, 1) }, 'with its key id');
  yes(`witness key with ${STRANGE_KEYS[0][0]}`, 'canonical, and not of small order', { quorum: 1, witnesses: [{ body: 'x', vkey: vkeyOf('w9', STRANGE_KEYS[0][1], 4) }] });
  yes(`log key with ${STRANGE_KEYS[2][0]}`, 'canonical, and not of small order', { log_key: vkeyOf(ORIGIN, STRANGE_KEYS[2][1], 1) });
  for (const at of [1, 3, 5, 8]) weak(`witness key of small order: ${SMALL_KEYS[at][0]}`, SMALL_KEYS[at][1]);
  for (const at of [1, 3]) weak(`witness key not canonical: ${LOOSE_KEYS[at][0]}`, LOOSE_KEYS[at][1]);
  for (const at of [0, 2, 4, 6]) ofLog(`log key of small order: ${SMALL_KEYS[at][0]}`, SMALL_KEYS[at][1]);
  for (const at of [0, 2]) ofLog(`log key not canonical: ${LOOSE_KEYS[at][0]}`, LOOSE_KEYS[at][1]);
}

/** A body that is so many bytes shorter; its last character stays. */
function bodyOf(body, less) {
  const [last, bytes] = [[...body].at(-1), Buffer.byteLength(body) - less];
  const room = bytes - Buffer.byteLength(last);
  return `${'x'.repeat(room % 4)}${'𠮷'.repeat(Math.floor(room / 4))}${last}`;
}

export function typedVectors() {
  const root = d('root');
  const b64 = Buffer.from(root, 'hex').toString('base64');
  const yes = (name, comment, text, size = 300, origin = ORIGIN) => good('typed', name, '04 §13', comment, { text, origin }, { size, root });
  const no = (name, spec, text, comment = '', origin = ORIGIN) => bad('typed', name, spec, comment, { text, origin });
  const groups = (text, width) => text.match(new RegExp(`.{1,${width}}`, 'g')).join(' ');
  yes('hex', 'one blank', `300 ${root}`);
  yes('hex, two lines', '', `300\n${root}\n`);
  yes('hex in upper case', 'it is typed by a person', `300 ${upper(root)}`);
  yes('hex in mixed case', '', `300 ${root.slice(0, 32)}${upper(root.slice(32))}`);
  yes('hex in groups of four', '', `300\n${groups(root, 4)}\n`);
  yes('hex in groups of eight, one line', 'the last 64 digits are the root, whatever the groups look like', `300 ${groups(root, 8)}`);
  yes('hex over four lines', '', `300\n${groups(root, 16).replaceAll(' ', '\n')}\n`);
  yes('base64', '', `300 ${b64}`);
  yes('base64, two lines', '', `300\n${b64}\n`);
  yes('base64 in groups', '', `300\n${groups(b64, 11)}\n`);
  yes('with the origin', '', `${ORIGIN}\n300\n${root}\n`);
  yes('the three lines of a checkpoint', '', noteText(300, root));
  yes('blanks behind', '', `300 ${root} \n`);
  yes('size with commas', '', `12,345,678 ${root}`, 12345678);
  yes('size with blanks', '', `12 345 678 ${root}`, 12345678);
  yes('size with blanks, two lines', '', `12 345\n${groups(root, 8)}`, 12345);
  yes('size 1', '', `1 ${root}`, 1);
  yes('size 2^53 - 1', '', `9,007,199,254,740,991 ${root}`, Number.MAX_SAFE_INTEGER);
  yes('origin of digits', 'the first line is the origin: behind it stand size and root', `300\n4000\n${root}`, 4000, '300');

  no('empty', '04 §13', '');
  no('only a size', '04 §13', '300\n');
  no('only a root', '04 §13', `${root}\n`);
  no('root before size', '04 §13', `${root} 300`);
  no('nothing between size and root', '04 §13', `300${root}`);
  no('root of 63 digits', '04 §13', `300 ${root.slice(1)}`);
  no('root of 65 digits', '04 §13', `300 ${root}0`);
  no('root with a letter that is no digit', '04 §13', `300 ${root.slice(1)}g`);
  no('root with 0x', '04 §13', `300 0x${root}`);
  no('base64 without padding', '04 §13', `300 ${b64.replace('=', '')}`);
  no('base64 of 31 bytes', '04 §13', `300 ${Buffer.from(root.slice(2), 'hex').toString('base64')}`);
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  no('base64 not canonical', '04 §13', `300 ${b64.replace(/.(?==$)/, (c) => digits[digits.indexOf(c) + 1])}`, 'a bit that no byte has is set');
  no('base64 with the alphabet of URLs', '04 §13', `300 ${Buffer.from('fb'.repeat(32), 'hex').toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`);
  no('base64 in upper case', '04 §13', `300 ${upper(b64).replace(/.=$/, 'B=')}`, 'another root, and not canonical: only hex has no case');
  no('size with a leading zero', '00 §1.4', `0300 ${root}`);
  no('size 0', '04 §13', `0 ${root}`);
  no('size in groups of two', '04 §13', `12,34 ${root}`);
  no('size with a group of four in front', '04 §13', `1234,567 ${root}`);
  no('size in groups, leading zero', '04 §13', `012,345 ${root}`);
  no('tab between size and root', '04 §13', `300\t${root}`, 'blanks are U+0020');
  no('no-break space between size and root', '04 §13', `300\u00a0${root}`, 'blanks are U+0020');
  no('CR LF', '04 §13', `300\r\n${root}\r\n`, 'lines end in LF');
  no('size with a sign', '00 §1.4', `+300 ${root}`);
  no('size with a fraction', '00 §1.4', `300.0 ${root}`);
  no('size 2^53', '00 §1.4', `9007199254740992 ${root}`);
  no('size in full-width digits', '04 §13', `３００ ${root}`);
  no('size of two words', '04 §13', `three hundred ${root}`);
  no('another origin', '04 §13', `example.org/other\n300\n${root}`);
  no('origin in upper case', '04 §13', `${upper(ORIGIN)}\n300\n${root}`);
  no('origin behind', '04 §13', `300\n${root}\n${ORIGIN}`);
  no('origin twice', '04 §13', `${ORIGIN}\n${ORIGIN}\n300\n${root}`);
  no('a whole note', '04 §13', noteOf(noteText(300, root)), 'a note is given as a file, and read by 03 §5');
  no('two roots', '04 §13', `300\n${root}\n${root}\n`);
  no('origin that is none', '01 §2', `300 ${root}`, '', 'AB');
}
