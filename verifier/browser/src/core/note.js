// Signed notes: vkeys, checkpoints, cosignatures (03 §5, §8), witness policies (01 §2), brackets (03 §9).

import { base64, codePoints, compareText, fromUtf8, hex, join, unbase64, unhex, utf8 } from './bytes.js';
import { isKey, verify } from './ed25519.js';
import { check, digest, exact, int, list, text as anyText } from './form.js';
import { rootAt } from './merkle.js';
import { Refusal } from './refusal.js';
import { sha256 } from './sha256.js';

export const LOG = 1;
export const WITNESS = 4;
const NOTE_LIMIT = 16384;

/** {name, id: hex, key: 32 bytes, text} of a vkey of the wanted type of key. */
export function vkey(text, type) {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (match === null || text.endsWith('\n')) throw new Refusal('vkey', '<name>+<key id>+<base64>', text);
  const [, name, id, encoded] = match;
  if (/[\p{White_Space}\p{Cc}]/u.test(name) || utf8(name).length > 255 || !name.isWellFormed()) {
    throw new Refusal('vkey', 'a name without blanks, at most 255 bytes', name);
  }
  const bytes = unbase64(encoded);
  if (bytes === null || bytes.length !== 33) throw new Refusal('vkey', 'base64 of 33 bytes', encoded);
  if (bytes[0] !== type) throw new Refusal('vkey', `type of key ${type}`, bytes[0]);
  const right = hex(sha256(join(utf8(name), Uint8Array.of(10), bytes)), 0, 4);
  if (id !== right) throw new Refusal('vkey', right, id);
  if (!isKey(bytes.slice(1))) throw new Refusal('vkey', 'a public key that is a point not of small order', hex(bytes, 1));
  return { name, id, key: bytes.slice(1), text };
}

/** Refuses a witness policy that breaks 01 §2; gives the parsed vkeys. */
export function policyKeys({ quorum, witnesses }) {
  const n = witnesses.length;
  if (n > 15) throw new Refusal('witnesses', 'at most 15', n);
  const right = n === 0 ? quorum === 0 : quorum > n / 2 && quorum <= n;
  if (!right) throw new Refusal('quorum', `more than half of ${n}`, quorum);
  const keys = witnesses.map((w) => vkey(w.vkey, WITNESS));
  for (let i = 1; i < n; i++) {
    if (compareText(witnesses[i - 1].vkey, witnesses[i].vkey) >= 0) throw new Refusal(`witnesses.${i}`, 'ascending by vkey', witnesses[i].vkey);
  }
  if (new Set(keys.map((k) => hex(k.key))).size < n) throw new Refusal('witnesses', 'different keys', 'one twice');
  if (new Set(witnesses.map((w) => w.body)).size < n) throw new Refusal('witnesses', 'different bodies', 'one twice');
  for (const { body } of witnesses) {
    if (body === '' || codePoints(body) > 200) throw new Refusal('body', '1 … 200 characters', body);
  }
  return keys;
}

function signatureLine(line) {
  const match = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line);
  const bytes = match && unbase64(match[2]);
  if (!bytes || bytes.length <= 4) throw new Refusal('signature line', '— <name> <base64>', line);
  return { name: match[1], id: hex(bytes, 0, 4), rest: bytes.slice(4) };
}

function threeLines(head) {
  const lines = head.split('\n');
  if (lines.length !== 3) throw new Refusal('note', 'three lines', `${lines.length} lines`);
  const [origin, size, root] = lines;
  if (origin === '') throw new Refusal('origin', 'a text that is not empty', 'nothing');
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size) || Number(size) > Number.MAX_SAFE_INTEGER) throw new Refusal('size', 'an integer below 2^53', size);
  const bytes = unbase64(root);
  if (bytes === null || bytes.length !== 32) throw new Refusal('root', 'base64 of 32 bytes', root);
  return { origin, size: Number(size), root: hex(bytes) };
}

/** A note's syntax alone: {origin, size, root, text, lines}. */
export function parseNote(bytes) {
  if (bytes.length > NOTE_LIMIT) throw new Refusal('note', `at most ${NOTE_LIMIT} bytes`, bytes.length);
  const whole = fromUtf8(bytes);
  if (whole === null) throw new Refusal('note', 'UTF-8', 'other bytes');
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(whole)) throw new Refusal('note', 'no control characters', 'one');
  if (whole.startsWith('\ufeff')) throw new Refusal('note', 'no byte-order mark', 'one');
  const split = whole.indexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n')) throw new Refusal('note', 'three lines, an empty line, signatures', whole);
  const lines = whole.slice(split + 2, -1).split('\n').map(signatureLine);
  if (lines.length > 100) throw new Refusal('note', 'at most 100 signature lines', lines.length);
  return { ...threeLines(whole.slice(0, split)), text: whole.slice(0, split + 1), lines };
}

const of = (lines, key) => lines.filter((line) => line.name === key.name && line.id === key.id);

/** Refuses a note that is not exactly once signed by the log. */
export function checkLog(note, log) {
  if (note.origin !== log.name) throw new Refusal('origin', log.name, note.origin);
  const mine = of(note.lines, log);
  if (mine.length !== 1) throw new Refusal('signature of the log', 'one line', `${mine.length} lines`);
  if (mine[0].rest.length !== 64 || !verify(log.key, utf8(note.text), mine[0].rest)) {
    throw new Refusal('signature of the log', 'a right signature', base64(mine[0].rest));
  }
}

function cosignedAt(note, key) {
  const lines = of(note.lines, key);
  if (lines.length === 0) return null;
  if (lines.length > 1) throw new Refusal(key.text, 'at most one line', `${lines.length} lines`);
  const { rest } = lines[0];
  if (rest.length !== 72) throw new Refusal(key.text, 'time and signature (72 bytes)', `${rest.length} bytes`);
  const time = new DataView(rest.buffer, rest.byteOffset).getBigUint64(0);
  if (time < 1n || time > BigInt(Number.MAX_SAFE_INTEGER)) throw new Refusal(key.text, 'a time 1 … 2^53 − 1', String(time));
  const message = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
  if (!verify(key.key, message, rest.subarray(8))) throw new Refusal(key.text, 'a right cosignature', base64(rest));
  return Number(time);
}

/** The witnesses of the policy that signed: [{time, vkey}] ascending by vkey. */
export function cosigned(note, keys) {
  const signed = keys.map((key) => ({ time: cosignedAt(note, key), vkey: key.text }));
  return signed.filter((s) => s.time !== null).sort((a, b) => compareText(a.vkey, b.vkey));
}

/** The vector function `cosignature`. */
export function cosignature({ note: text, log_key: log, witnesses }) {
  const keys = witnesses.map((w) => vkey(w, WITNESS));
  const key = vkey(log, LOG);
  const note = parseNote(utf8(text));
  checkLog(note, key);
  return { size: note.size, root: note.root, signed: cosigned(note, keys) };
}

/** How much a bracket's cosignatures prove: `signed` in time, the k-th one's margin (or null). */
export function margin(signed, quorum, limit, time) {
  const times = signed.map((s) => s.time).sort((a, b) => a - b);
  const inTime = times.filter((t) => t <= time - limit).length;
  const kth = times[quorum - 1];
  return { signed: inTime, margin: kth === undefined || kth > time ? null : time - kth };
}

/** The vector function `bracket`: refuses whatever does not prove the bracket. */
export function bracket(input) {
  check(int(1), input.quorum, 'quorum');
  check(list(digest), input.entries, 'entries');
  const keys = input.witnesses.map((w) => vkey(w, WITNESS));
  const note = parseNote(utf8(input.note));
  checkLog(note, vkey(input.log_key, LOG));
  const signed = cosigned(note, keys);
  const fault = treeFault(note, input.entries.map(unhex), input.last_open);
  if (fault !== null) throw fault;
  const proven = margin(signed, input.quorum, input.margin, input.time);
  if (proven.signed < input.quorum) throw new Refusal('cosignatures', `${input.quorum} in time`, proven.signed);
  return proven;
}

function treeFault(note, hashes, lastOpen) {
  if (note.size <= lastOpen) return new Refusal('size', `above ${lastOpen}`, note.size);
  if (note.size > hashes.length) return new Refusal('size', `at most ${hashes.length}`, note.size);
  const root = rootAt(join(...hashes), note.size);
  return root === note.root ? null : new Refusal('root', root, note.root);
}

const POLICY = exact({ quorum: int(), witnesses: list(exact({ body: anyText, vkey: anyText })) });

/** The vector function `policy`. */
export function policy(input) {
  try {
    check(POLICY, input, 'policy');
    policyKeys(input);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
