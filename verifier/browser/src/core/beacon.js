// The value of a round (02 §11): form first, then the pairing.

import { bls12_381 as curve } from '@noble/curves/bls12-381.js';
import { isHex, join, unhex } from './bytes.js';
import { CHAINS, signatureFault } from './chains.js';
import { sha256 } from './sha256.js';

const DST = {
  false: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_',
  true: 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_',
};

/** What is wrong with the form of a value of a chain, or null. */
export function valueFault(chain, { round, signature, previous }) {
  if (!Number.isSafeInteger(round) || round < 1) return { field: 'round', expected: 'a round from 1 on', found: round };
  const fault = signatureFault(chain, signature);
  if (fault) return { field: 'signature', ...fault };
  if (!chain.chained) return previous === null ? null : { field: 'previous', expected: 'null', found: previous };
  if (!isHex(previous, round === 1 ? 64 : 192)) return { field: 'previous', expected: 'the signature before', found: previous };
  if (round === 1 && previous !== chain.seed) return { field: 'previous', expected: chain.seed, found: previous };
  return null;
}

function message({ chained }, { round, previous }) {
  const number = new DataView(new ArrayBuffer(8));
  number.setBigUint64(0, BigInt(round));
  const tail = new Uint8Array(number.buffer);
  return sha256(chained ? join(unhex(previous), tail) : tail);
}

/** True if the value, whose form is right, is the chain's signature of its round. */
export function verifyValue(chain, value) {
  const scheme = chain.chained ? curve.longSignatures : curve.shortSignatures;
  try {
    const point = scheme.Signature.fromHex(value.signature); // on the curve …
    point.assertValidity(); // … and in the subgroup of prime order
    return scheme.verify(point, scheme.hash(message(chain, value), DST[chain.chained]), unhex(chain.key));
  } catch (error) {
    if (error instanceof Error) return false; // the library throws for bytes that are no point
    throw error;
  }
}

/** The vector function `beacon`. */
export function beacon({ chain: hash, round, signature, previous }) {
  const chain = CHAINS.get(hash);
  if (chain === undefined || valueFault(chain, { round, signature, previous }) !== null) return false;
  return verifyValue(chain, { round, signature, previous });
}
