// Canonical JSON (00 §2): a reader that accepts exactly the canonical bytes, so nothing is re-encoded,
// and a writer for values that are hashed.

import { compareText, fromUtf8 } from './bytes.js';
import { Refusal } from './refusal.js';

const DEPTH = 8;
const ESCAPES = { '"': '"', '\\': '\\', b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' };
const SHORT = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };
const KEY = /[a-z0-9_]{1,32}"/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const INTEGER = /(?:0|[1-9][0-9]*)/y;
const CONTROL = /u00(?:0[0-7be-f]|1[0-9a-f])/y;

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  refuse(expected) {
    throw new Refusal(`character ${this.at}`, expected, this.text.slice(this.at, this.at + 20) || 'the end');
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.at += match[0].length;
    return match[0];
  }

  skip(character) {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  value(depth) {
    switch (this.text[this.at]) {
      case '{': return this.object(depth + 1);
      case '[': return this.array(depth + 1);
      case '"': return this.string();
      case 't': return this.word('true', true);
      case 'f': return this.word('false', false);
      case 'n': return this.word('null', null);
      default: return this.integer();
    }
  }

  word(word, value) {
    if (!this.text.startsWith(word, this.at)) this.refuse('a value');
    this.at += word.length;
    return value;
  }

  integer() {
    const digits = this.take(INTEGER);
    if (digits === null) this.refuse('a value');
    if (digits.length > 16 || Number(digits) > Number.MAX_SAFE_INTEGER) this.refuse('an integer below 2^53');
    return Number(digits);
  }

  string() {
    this.at++;
    let text = '';
    for (;;) {
      text += this.take(PLAIN);
      if (this.skip('"')) return text;
      if (!this.skip('\\')) this.refuse('a string that is closed and has no control characters');
      text += this.escape();
    }
  }

  escape() {
    const control = this.take(CONTROL);
    if (control !== null) return String.fromCharCode(parseInt(control.slice(1), 16));
    const character = ESCAPES[this.text[this.at]];
    if (character === undefined) this.refuse('an escape of 00 §2.4');
    this.at++;
    return character;
  }

  enter(depth) {
    if (depth > DEPTH) this.refuse(`at most ${DEPTH} levels`);
    this.at++;
  }

  array(depth) {
    this.enter(depth);
    const list = [];
    if (this.skip(']')) return list;
    do list.push(this.value(depth)); while (this.skip(','));
    if (!this.skip(']')) this.refuse('"," or "]"');
    return list;
  }

  object(depth) {
    this.enter(depth);
    const object = Object.create(null); // so that no key (__proto__) means anything
    if (this.skip('}')) return object;
    let last = '';
    do {
      const key = this.key();
      if (key <= last) this.refuse('keys that are unique and ascending');
      last = key;
      object[key] = this.value(depth);
    } while (this.skip(','));
    if (!this.skip('}')) this.refuse('"," or "}"');
    return object;
  }

  key() {
    if (!this.skip('"')) this.refuse('a key');
    const key = this.take(KEY);
    if (key === null) this.refuse('a key of [a-z0-9_]{1,32}');
    if (!this.skip(':')) this.refuse('":"');
    return key.slice(0, -1);
  }
}

/** The value of a canonical JSON text; Refusal for anything else. */
export function parse(text) {
  const reader = new Reader(text);
  const value = reader.value(0);
  if (reader.at !== text.length) reader.refuse('the end');
  return value;
}

/** The value of canonical JSON bytes; with `line` they have to end with one LF. */
export function parseBytes(bytes, line = false) {
  const text = fromUtf8(bytes);
  if (text === null) throw new Refusal('bytes', 'UTF-8', 'other bytes');
  if (!line) return parse(text);
  if (!text.endsWith('\n')) throw new Refusal('end', 'one LF', text.slice(-1));
  return parse(text.slice(0, -1));
}

/** Canonical JSON of a value that `parse` could give. */
export function write(value, depth = 0) {
  if (typeof value === 'string') return string(value);
  if (typeof value === 'number') return integer(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') throw new Refusal('value', 'JSON', typeof value);
  if (depth >= DEPTH) throw new Refusal('value', `at most ${DEPTH} levels`, 'more');
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  const keys = Object.keys(value).sort(compareText);
  return `{${keys.map((key) => `${name(key)}:${write(value[key], depth + 1)}`).join(',')}}`;
}

function name(key) {
  if (!/^[a-z0-9_]{1,32}$/.test(key)) throw new Refusal('key', '[a-z0-9_]{1,32}', key);
  return `"${key}"`;
}

function integer(value) {
  if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) {
    throw new Refusal('number', 'an integer below 2^53', value);
  }
  return String(value);
}

function string(text) {
  if (!text.isWellFormed()) throw new Refusal('text', 'no lone surrogates', 'one');
  const escaped = text.replace(/["\\\u0000-\u001f]/g, (c) =>
    SHORT[c] ?? `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped}"`;
}
