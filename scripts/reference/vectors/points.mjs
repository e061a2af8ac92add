// Points of edwards25519 for the vectors of 00 §1.3 of docs/spec: keys that are refused, and signatures
// whose equation holds with them, so that the key is the one defect. Plain and slow.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { hex } from '../text.mjs';

export const PRIME = 2n ** 255n - 19n;
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (x) => ((x % PRIME) + PRIME) % PRIME;
const power = (x, e) => (e === 0n ? 1n : mod(power(mod(x * x), e / 2n) * (e % 2n ? x : 1n)));
const inverse = (x) => power(mod(x), PRIME - 2n);
const D = mod(-121665n * inverse(121666n));

/** 32 bytes, little-endian. */
export const bytesOf = (number) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse();
const numberOf = (bytes) => BigInt(`0x${hex(Buffer.from(bytes).reverse())}`);

/** The point with this y and an even x, or null. */
export function pointOf(y) {
  const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (PRIME + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * power(2n, (PRIME - 1n) / 4n));
  if (mod(x * x) !== square) return null;
  return [x % 2n === 0n ? x : mod(-x), mod(y)];
}

function add([x1, y1], [x2, y2]) {
  const both = mod(D * x1 * x2 * mod(y1 * y2));
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + both)), mod((y1 * y2 + x1 * x2) * inverse(1n - both))];
}
const times = (n, point) => (n === 0n ? [0n, 1n] : add(times(n / 2n, add(point, point)), n % 2n ? point : [0n, 1n]));
const encodePoint = ([x, y]) => bytesOf(y + (x % 2n) * 2n ** 255n);

const B = pointOf(mod(4n * inverse(5n)));
assert.deepEqual(encodePoint(times(ORDER, B)), bytesOf(1n)); // the base point has the group order
export const EIGHTH = pointOf(numberOf(Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex')));
assert.deepEqual([4n, 8n].map((n) => hex(encodePoint(times(n, EIGHTH)))), [hex(bytesOf(PRIME - 1n)), hex(bytesOf(1n))]); // of order 8
assert.equal(hex(bytesOf(times(3n, EIGHTH)[1])), '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');

/** The key of [a]B and a point of small order. */
export const mixedKey = (a) => encodePoint(add(times(a, B), EIGHTH));

/** What RFC 8032 §5.1.7 hashes: k, as it is and reduced by the order. */
function factors(R, key, message) {
  const k = numberOf(createHash('sha512').update(Buffer.concat([R, key, message])).digest());
  return [k, k % ORDER];
}

/**
 * A signature by the scalar `a` under `key`, which is [a]B and a point of small order: with `cofactor` false the equation
 * holds without the cofactor, with `cofactor` true only with it; so it does whether or not k is reduced before it is used.
 */
export function signSmall(key, a, { cofactor = false, prefix = 'm' } = {}) {
  const r = 123456789n;
  const R = encodePoint(times(r, B));
  for (let i = 0; ; i++) {
    const message = Buffer.from(`${prefix}${i}`);
    const [k, reduced] = factors(R, key, message);
    if (cofactor ? k % 8n === 0n || reduced % 8n === 0n : k % 8n !== 0n || reduced % 8n !== 0n) continue;
    const S = (r + reduced * a) % ORDER;
    return { public_key: hex(key), message: hex(message), signature: hex(Buffer.concat([R, bytesOf(S)])) };
  }
}

/** The same for a message that is given by its beginning: for cosignatures, whose time is free. */
export function signTimed(key, textAt, from) {
  const R = encodePoint(times(123456789n, B));
  for (let time = from; ; time++) {
    const message = Buffer.from(textAt(time));
    if (factors(R, key, message).every((k) => k % 8n === 0n)) return { time, signature: Buffer.concat([R, bytesOf(123456789n)]) };
  }
}

const SIGN = 2n ** 255n; // the sign bit of x
/** Keys of small order: all eight points, and the two encodings of x = 0 with the sign bit. */
export const SMALL_KEYS = [['y = 0', bytesOf(0n)], ['y = 0, sign bit', bytesOf(SIGN)], ['y = 1', bytesOf(1n)], ['y = 1, sign bit', bytesOf(1n + SIGN)],
  ['y = p - 1', bytesOf(PRIME - 1n)], ['y = p - 1, sign bit', bytesOf(PRIME - 1n + SIGN)],
  ...[1n, 3n].flatMap((n) => {
    const y = times(n, EIGHTH)[1];
    return [[`of order 8, y ends in ${hex(bytesOf(y)).slice(-2)}`, bytesOf(y)], [`of order 8, y ends in ${hex(bytesOf(y)).slice(-2)}, sign bit`, bytesOf(y + SIGN)]];
  })];

for (const [, key] of SMALL_KEYS) { // eight of them are the neutral point
  assert.deepEqual(times(8n, pointOf(BigInt.asUintN(255, numberOf(key)))), [0n, 1n]);
}

/** y of the lowest point on the curve that is not of small order, so p + y is a second encoding of it, and p - y the highest canonical one. */
export const LOW_Y = [2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n].find((y) => pointOf(y) !== null);
/** Keys whose y is not below p. */
export const LOOSE_KEYS = [['y = p', bytesOf(PRIME)], ['y = p + 1', bytesOf(PRIME + 1n)], [`y = p + ${LOW_Y}`, bytesOf(PRIME + LOW_Y)],
  [`y = p + ${LOW_Y}, sign bit`, bytesOf(PRIME + LOW_Y + SIGN)], ['all bits', Buffer.alloc(32, 0xff)]];
/** Keys that are canonical and not of small order, however they look. */
export const STRANGE_KEYS = [[`y = ${LOW_Y}`, bytesOf(LOW_Y)], [`y = ${LOW_Y}, sign bit`, bytesOf(LOW_Y + SIGN)], [`y = p - ${LOW_Y}`, bytesOf(PRIME - LOW_Y)]];
