// Ed25519 verification, RFC 8032 §5.1.7: own code and not the browser's, so that every browser gives
// the same verdict. Points are decoded strictly (y below p) and S has to be below the group order.

import { sha512 } from '@noble/hashes/sha2.js';
import { join, same } from './bytes.js';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n); // a square root of -1
const D2 = mod(2n * D);

function mod(x) {
  const r = x % P;
  return r < 0n ? r + P : r;
}

function power(base, exponent) {
  let result = 1n;
  for (let b = base; exponent; exponent >>= 1n, b = mod(b * b)) if (exponent & 1n) result = mod(result * b);
  return result;
}

function little(bytes) {
  let n = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(bytes[i]);
  return n;
}

// Extended coordinates [X, Y, Z, T], x = X/Z, y = Y/Z, xy = T/Z (RFC 8032 §5.1.4).
const ZERO = [0n, 1n, 1n, 0n];

function add(p, q) {
  const a = mod((p[1] - p[0]) * (q[1] - q[0]));
  const b = mod((p[1] + p[0]) * (q[1] + q[0]));
  const c = mod(mod(p[3] * D2) * q[3]);
  const d = mod(2n * p[2] * q[2]);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function twice(p) {
  const a = mod(p[0] * p[0]);
  const b = mod(p[1] * p[1]);
  const c = 2n * mod(p[2] * p[2]);
  const h = a + b;
  const e = h - mod((p[0] + p[1]) * (p[0] + p[1]));
  const g = a - b;
  const f = c + g;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

// RFC 8032 §5.1.3; null where the bytes are no point.
function decode(bytes) {
  const sign = bytes[31] >> 7;
  const y = little(bytes) & (2n ** 255n - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  const v3 = mod(v * v * v);
  let x = mod(u * v3 * power(mod(u * v3 * v3 * v), (P - 5n) / 8n));
  const check = mod(v * x * x);
  if (check !== u && check !== mod(-u)) return null;
  if (check !== u) x = mod(x * ROOT);
  if (x === 0n && sign) return null;
  if (Number(x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function encode(p) {
  const inverse = power(p[2], P - 2n);
  let y = mod(p[1] * inverse) | ((mod(p[0] * inverse) & 1n) << 255n);
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++, y >>= 8n) out[i] = Number(y & 255n);
  return out;
}

function table(p) {
  const out = [ZERO, p];
  for (let i = 2; i < 16; i++) out.push(add(out[i - 1], p));
  return out;
}

const BASE = table(decode(Uint8Array.from({ length: 32 }, (_, i) => (i ? 0x66 : 0x58))));

// s·B + k·Q, both scalars four bits at a time.
function combine(s, k, q) {
  const other = table(q);
  let sum = ZERO;
  for (let shift = 252n; shift >= 0n; shift -= 4n) {
    for (let i = 0; i < 4; i++) sum = twice(sum);
    sum = add(sum, BASE[Number((s >> shift) & 15n)]);
    sum = add(sum, other[Number((k >> shift) & 15n)]);
  }
  return sum;
}

// y of the points of small order (00 §1.3): keys for which anybody could make signatures.
const EIGHT = little(Uint8Array.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'.match(/../g), (h) => parseInt(h, 16)));
const SMALL = [0n, 1n, P - 1n, EIGHT, P - EIGHT];

/** True if 32 bytes are a public key that may be used: y below p, not of small order. Of one that is no point nothing verifies. */
export function isKey(bytes) {
  const y = little(bytes) & (2n ** 255n - 1n);
  return bytes.length === 32 && y < P && !SMALL.includes(y);
}

/** True if `signature` (64 bytes) is one of `message` under `key` (32 bytes). */
export function verify(key, message, signature) {
  if (signature.length !== 64 || !isKey(key)) return false;
  const s = little(signature.subarray(32));
  if (s >= L) return false;
  const r = signature.subarray(0, 32);
  const a = decode(key);
  if (a === null) return false;
  const k = little(sha512(join(r, key, message))) % L;
  const minus = [mod(-a[0]), a[1], a[2], mod(-a[3])];
  return same(encode(combine(s, k, minus)), r);
}
