// 00 §1.3 of docs/spec: Ed25519 by RFC 8032 §5.1.7, and the public keys that are refused.

import { createPublicKey, verify } from 'node:crypto';
import { hex, holds, need, unhex } from './text.mjs';

const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const littleEndian = (bytes) => BigInt(`0x${hex(Buffer.from(bytes).reverse())}`);

/** 00 §1.3: y of the points of small order. */
const SMALL = [0n, 1n, PRIME - 1n, ...['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'].map((text) => littleEndian(Buffer.from(text, 'hex')))];

/** 00 §1.3: what is refused wherever a public key is read. The highest bit is the sign of x. */
export function checkPublicKey(bytes) {
  const y = BigInt.asUintN(255, littleEndian(bytes));
  need(y < PRIME, 'a public key is not canonical', 'value');
  need(!SMALL.includes(y), 'a public key is of small order', 'value');
  return bytes;
}

/** The equation alone, without the cofactor. */
export function isSignedBy(publicKey, message, signature) {
  const key = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  return verify(null, message, createPublicKey({ key, format: 'der', type: 'spki' }), signature);
}

export function checkEd25519({ public_key, message, signature }) {
  const key = checkPublicKey(unhex(public_key, 'the public key', 32));
  const bytes = unhex(signature, 'the signature', 64);
  need(littleEndian(bytes.subarray(32)) < ORDER, 'S is not below the group order', 'signature');
  need(isSignedBy(key, unhex(message, 'the message'), bytes), 'the signature is wrong', 'signature');
}

/** 00 §1.3 */
export const ed25519 = (input) => holds(() => checkEd25519(input));
