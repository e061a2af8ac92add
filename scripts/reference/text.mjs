// 00 §1–2 of docs/spec: bytes, text, numbers, canonical JSON.

import { createHash } from 'node:crypto';

/** What a broken input throws; any other exception is a mistake of the reference. `kind`: docs/spec/vectors/README.md. */
export class Refused extends Error {
  constructor(reason, kind) {
    super(reason);
    this.kind = kind;
  }
}
export const refuse = (reason, kind) => { throw new Refused(reason, kind); };
export const need = (condition, reason, kind) => { if (!condition) refuse(reason, kind); };

/** True if nothing in it is refused. */
export function holds(check) {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

// ---------------------------------------------------------------- 00 §1 bytes, text, numbers

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const utf8 = (text) => Buffer.from(text, 'utf8');

/** 00 §1.3: lower-case hex, two digits a byte; `length` in bytes if it is fixed. */
export function unhex(text, what, length = null) {
  need(typeof text === 'string' && /^(?:[0-9a-f]{2})*$/.test(text), `${what} is not lower-case hex`, 'form');
  need(length === null || text.length === 2 * length, `${what} has not ${2 * length} hex digits`, 'form');
  return Buffer.from(text, 'hex');
}

export function digest(text, what) {
  unhex(text, what, 32);
  return text;
}

/** 00 §1.4: an integer from `low` to `high`, by default to 2^53 - 1. */
export function integer(value, what, low = 0, high = Number.MAX_SAFE_INTEGER) {
  need(Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0), `${what} is not an integer from 0 to 2^53 - 1`, 'form');
  need(value >= low && value <= high, `${what} is out of range`, 'value');
  return value;
}

export function matching(text, pattern, what) {
  need(typeof text === 'string' && pattern.test(text), `${what} has the wrong form`, 'form');
  return text;
}

export const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0); // 00 §1.6; only used on ASCII

/** 00 §1.6: the list is ascending by `keyOf` and nothing stands in it twice. */
export function ascending(list, what, keyOf = (item) => item) {
  need(Array.isArray(list), `${what} is not a list`, 'form');
  for (let i = 1; i < list.length; i++) {
    const order = compare(keyOf(list[i - 1]), keyOf(list[i]));
    need(order !== 0, `${what} has a duplicate`, 'order');
    need(order < 0, `${what} is not ascending`, 'order');
  }
  return list;
}

export function notEmpty(list, what) {
  need(list.length > 0, `${what} is empty`, 'value');
  return list;
}

/** A text with at least one character. */
export function textOf(value, what) {
  need(typeof value === 'string', `${what} is not a text`, 'form');
  need(value !== '', `${what} is empty`, 'value');
  return value;
}

/** 00 §2.7: an object with exactly these keys. */
export function exactly(object, keys, what) {
  need(object !== null && typeof object === 'object' && !Array.isArray(object), `${what} is not an object`, 'form');
  for (const key of Object.keys(object)) need(keys.includes(key), `${what} has an additional key`, 'form');
  for (const key of keys) need(Object.hasOwn(object, key), `${what} lacks the key ${key}`, 'form');
  return object;
}

/** 00 §7: `v`, and `kind` if one is expected, are read first; a record of another one is judged no further. */
export function ofVersion1(object, what, kind = null) {
  need(object !== null && typeof object === 'object' && !Array.isArray(object), `${what} is not an object`, 'form');
  need(!Object.hasOwn(object, 'v') || object.v === 1, `unknown version of ${what}`, 'version');
  need(kind === null || !Object.hasOwn(object, 'kind') || object.kind === kind, `${what} is of another kind`, 'version');
  return object;
}

export function daysInMonth(year, month) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** 00 §1.7: YYYY-MM-DD, a real day of 1900 to 9999. Such dates compare like their texts. */
export function date(text, what) {
  matching(text, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, what);
  const [year, month, day] = text.split('-').map(Number);
  need(year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month),
    `${what} is not a real day`, 'time');
  return text;
}

// ---------------------------------------------------------------- 00 §2 canonical JSON

const MAX_DEPTH = 8;
const KEY = /^[a-z0-9_]{1,32}$/;
const SHORT_ESCAPES = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };

/** 00 §2.4 */
function encodeString(text) {
  need(text.isWellFormed(), 'a string has a lone surrogate', 'form');
  const escape = (c) => SHORT_ESCAPES[c] ?? `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `"${text.replace(/["\\\u0000-\u001f]/g, escape)}"`;
}

/** 00 §2: the one text of a value. */
export function encode(value, depth = 1) {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return String(integer(value, 'a number'));
  if (typeof value === 'string') return encodeString(value);
  need(typeof value === 'object', 'not a JSON value', 'form');
  need(depth <= MAX_DEPTH, `nested deeper than ${MAX_DEPTH}`, 'form');
  if (Array.isArray(value)) return `[${value.map((item) => encode(item, depth + 1)).join(',')}]`;
  const members = Object.keys(value).sort(compare).map((key) => {
    matching(key, KEY, 'a key');
    return `"${key}":${encode(value[key], depth + 1)}`;
  });
  return `{${members.join(',')}}`;
}

/** 00 §2: reads a canonical text (a string, or its bytes) and refuses every other one. */
export function decode(source) {
  const text = typeof source === 'string' ? source : fromUtf8(source);
  const reader = { text, at: 0 };
  const value = readValue(reader, 1);
  need(reader.at === text.length, 'something follows the value', 'form');
  need(encode(value) === text, 'not the canonical text of its value', 'form'); // 00 §2.6
  return value;
}

function fromUtf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes); // a BOM stays, and is refused
  } catch {
    return refuse('not UTF-8', 'form');
  }
}

const INTEGER = /(?:0|[1-9][0-9]*)/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\btnfr]|u00[01][0-9a-f])[^"\\\u0000-\u001f]*)*"/y;

/** Takes what the sticky pattern matches here, or null. */
function take(reader, pattern) {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found === null) return null;
  reader.at += found[0].length;
  return found[0];
}

function takeText(reader, text) {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

function readValue(reader, depth) {
  for (const [word, value] of [['null', null], ['true', true], ['false', false]]) {
    if (takeText(reader, word)) return value;
  }
  if (takeText(reader, '[')) return readArray(reader, depth);
  if (takeText(reader, '{')) return readObject(reader, depth);
  const digits = take(reader, INTEGER);
  if (digits !== null) return integer(Number(digits), 'a number');
  return readString(reader);
}

function readString(reader) {
  const token = take(reader, STRING);
  need(token !== null, `no value or no proper string at character ${reader.at}`, 'form');
  return JSON.parse(token); // only unescapes: the pattern has already refused everything lenient
}

function readArray(reader, depth) {
  need(depth <= MAX_DEPTH, `nested deeper than ${MAX_DEPTH}`, 'form');
  const list = [];
  if (takeText(reader, ']')) return list;
  do list.push(readValue(reader, depth + 1)); while (takeText(reader, ','));
  need(takeText(reader, ']'), `an array is not closed at character ${reader.at}`, 'form');
  return list;
}

function readObject(reader, depth) {
  need(depth <= MAX_DEPTH, `nested deeper than ${MAX_DEPTH}`, 'form');
  const object = Object.create(null); // so that the key __proto__ is a key like any other
  if (takeText(reader, '}')) return object;
  let last = null;
  do {
    const key = matching(readString(reader), KEY, 'a key');
    need(key !== last, 'a key stands twice', 'order');
    need(last === null || compare(last, key) < 0, 'the keys are not ascending', 'order');
    need(takeText(reader, ':'), 'no colon after a key', 'form');
    object[key] = readValue(reader, depth + 1);
    last = key;
  } while (takeText(reader, ','));
  need(takeText(reader, '}'), `an object is not closed at character ${reader.at}`, 'form');
  return object;
}

/** Input `text`, or `hex` where the bytes are not UTF-8 or would not survive an editor. */
export function canonical({ text, hex: bytes }) {
  const source = text ?? fromUtf8(unhex(bytes, 'hex'));
  return { canonical: encode(decode(source)) };
}

/** A file of canonical JSON and one LF, of at most `longest` bytes (04 §1). */
export function readFile(text, what, longest) {
  need(utf8(text).length <= longest, `${what} is longer than ${longest} bytes`, 'form');
  need(text.endsWith('\n'), `no LF at the end of ${what}`, 'form');
  return decode(text.slice(0, -1));
}
