// Merkle trees of RFC 6962 §2.1 (00 §4).

import { hex, isHex, join, same, unhex } from './bytes.js';
import { sha256, sha256Into } from './sha256.js';

/** leafhash(d) = H(0x00 ‖ d). */
export function leafHash(bytes) {
  return sha256(join(Uint8Array.of(0), bytes));
}

const pair = new Uint8Array(65);

/** nodehash(l, r) = H(0x01 ‖ l ‖ r), both found in `hashes` at the given offsets, into out. */
function node(left, leftAt, right, rightAt, out, at) {
  pair[0] = 1;
  for (let i = 0; i < 32; i++) {
    pair[1 + i] = left[leftAt + i];
    pair[33 + i] = right[rightAt + i];
  }
  sha256Into(pair, 0, 65, out, at);
}

/** Root over `hashes`, a byte string of 32-byte leaf hashes; of none, H(""). */
export function rootOf(hashes) {
  if (hashes.length === 0) return sha256(new Uint8Array(0));
  const level = Uint8Array.from(hashes);
  // Pairs from the left, an odd one carried up, is the same tree as the split at the power of two.
  for (let count = level.length / 32; count > 1; count = (count + 1) >> 1) {
    for (let i = 0; i + 1 < count; i += 2) node(level, 32 * i, level, 32 * (i + 1), level, 16 * i);
    if (count & 1) level.copyWithin(16 * (count - 1), 32 * (count - 1), 32 * count);
  }
  return level.slice(0, 32);
}

/** Leaf hashes of many short leaf inputs: `write(i, buffer)` puts input i into buffer from 1 on. */
export function leafHashes(count, length, write) {
  const buffer = new Uint8Array(1 + length);
  const out = new Uint8Array(32 * count);
  for (let i = 0; i < count; i++) {
    write(i, buffer);
    sha256Into(buffer, 0, buffer.length, out, 32 * i);
  }
  return out;
}

/** The root (32 bytes) to which an inclusion path leads (RFC 6962 §2.1.1), or null if it cannot. */
export function pathRoot(leaf, index, size, path) {
  if (index >= size) return null;
  let hash = leaf;
  let at = index;
  let last = size - 1;
  for (const step of path) {
    if (last === 0) return null;
    const out = new Uint8Array(32);
    if (at % 2 === 1 || at === last) {
      node(step, 0, hash, 0, out, 0);
      while (at % 2 === 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else node(hash, 0, step, 0, out, 0);
    hash = out;
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

/** True if the path of hex digests leads from the leaf hash to the root. */
export function included({ leafhash, index, size, proof, root }) {
  const digests = [leafhash, root, ...(Array.isArray(proof) ? proof : [null])];
  if (!digests.every((digest) => isHex(digest, 64))) return false;
  if (![index, size].every((n) => Number.isSafeInteger(n) && n >= 0)) return false;
  const got = pathRoot(unhex(leafhash), index, size, proof.map(unhex));
  return got !== null && same(got, unhex(root));
}

// The roots of the old and the new tree that a consistency path gives (RFC 6962 §2.1.2), or null.
function consistencyRoots({ old, size, first, path }) {
  let at = old - 1;
  let last = size - 1;
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  const steps = [...path];
  // Where the old tree is a whole left part of the new one its root is not repeated in the path.
  const start = at === 0 ? first : steps.shift();
  let [oldHash, newHash] = [start, start];
  for (const step of steps) {
    if (last === 0) return null;
    const out = new Uint8Array(32);
    if (at % 2 === 1 || at === last) {
      const left = new Uint8Array(32);
      node(step, 0, oldHash, 0, left, 0);
      oldHash = left;
      node(step, 0, newHash, 0, out, 0);
      while (at % 2 === 0 && at > 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else node(newHash, 0, step, 0, out, 0);
    newHash = out;
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? [oldHash, newHash] : null;
}

/** True if the path shows that the tree of size `new` extends the one of size `old`. */
export function consistent({ old, new: size, old_root: first, root, proof }) {
  const sizes = [old, size].every((n) => Number.isSafeInteger(n) && n >= 1);
  if (!sizes || !Array.isArray(proof) || proof.length > 63) return false;
  if (![first, root, ...proof].every((digest) => isHex(digest, 64))) return false;
  if (old === size) return proof.length === 0 && first === root;
  if (old > size || proof.length === 0) return false;
  const got = consistencyRoots({ old, size, first: unhex(first), path: proof.map(unhex) });
  return got !== null && hex(got[0]) === first && hex(got[1]) === root;
}

/** Root of the first `size` of `hashes`, in hex. */
export function rootAt(hashes, size) {
  return hex(rootOf(hashes.subarray(0, 32 * size)));
}
