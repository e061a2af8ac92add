// Bytes, hexadecimal, UTF-8 and base64 as the specification wants them (00 §1): strict, never repaired.

const DIGITS = '0123456789abcdef';
const NIBBLE = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) NIBBLE[DIGITS.charCodeAt(i)] = i;
const PAIRS = Array.from({ length: 256 }, (_, b) => DIGITS[b >> 4] + DIGITS[b & 15]);

/** Lower-case hex of `bytes` from `start` up to `end`. */
export function hex(bytes, start = 0, end = bytes.length) {
  let text = '';
  for (let i = start; i < end; i++) text += PAIRS[bytes[i]];
  return text;
}

/** The value of one ASCII code as a lower-case hex digit, or -1. */
export function nibble(code) {
  return NIBBLE[code & 255];
}

/** True if `text` is exactly `length` lower-case hex digits (`length` left out: any even number). */
export function isHex(text, length) {
  if (typeof text !== 'string' || text.length % 2) return false;
  if (length !== undefined && text.length !== length) return false;
  return /^[0-9a-f]*$/.test(text) && !text.endsWith('\n');
}

/** Bytes of lower-case hex; the caller has to have asked isHex. */
export function unhex(text) {
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    out[i] = (NIBBLE[text.charCodeAt(2 * i)] << 4) | NIBBLE[text.charCodeAt(2 * i + 1)];
  }
  return out;
}

const encoder = new TextEncoder();

/** UTF-8 of a text. */
export function utf8(text) {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes, or null if they are not well-formed. A byte-order mark is kept. */
export function fromUtf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Several byte strings as one. */
export function join(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** True if both byte strings are the same. */
export function same(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Padded base64 (RFC 4648 §4). */
export function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    text += BASE64[n >> 18] + BASE64[(n >> 12) & 63];
    text += left > 1 ? BASE64[(n >> 6) & 63] : '=';
    text += left > 2 ? BASE64[n & 63] : '=';
  }
  return text;
}

/** Bytes of canonical padded base64, or null: unused bits have to be zero. */
export function unbase64(text) {
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.endsWith('\n')) return null;
  const digits = text.replace(/=+$/, '');
  const out = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | BASE64.indexOf(digit)) & 0xffff;
    held += 6;
    if (held >= 8) out[at++] = (bits >> (held -= 8)) & 255;
  }
  return base64(out) === text ? out : null;
}

/** Order of two texts by their UTF-8 bytes (00 §1.6); JavaScript's own order differs above U+FFFF. */
export function compareText(a, b) {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const surrogates = (x & 0xf800) === 0xd800 || (y & 0xf800) === 0xd800;
    return surrogates ? rank(x) - rank(y) : x - y;
  }
  return a.length - b.length;
}

// Surrogates (characters above U+FFFF) sort behind U+E000 … U+FFFF in UTF-8.
function rank(unit) {
  return (unit & 0xf800) === 0xd800 ? unit + 0x10000 : unit;
}

/** Number of code points of a text. */
export function codePoints(text) {
  return [...text].length;
}
