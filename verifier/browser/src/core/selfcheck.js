// Known answers for SHA-256 before anything is judged with it. The engine runs a loop fast only after
// it has seen it often enough: the same work makes the tickets of the first draw as fast as those of the last.

import { hex, utf8 } from './bytes.js';
import { drawTickets, select } from './draw.js';
import { MUST, List } from './lists.js';
import { sha256 } from './sha256.js';

// FIPS 180-4's own examples (NIST, "Examples with Intermediate Values", SHA-256): text, times, hash.
const KNOWN = [
  ['', 1, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 1, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', 1, '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ['a', 1000000, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
];
const ROWS = 4000;

/** Throws if SHA-256 gives another hash than the standard, or tickets are not what plain hashing gives. */
export function selfcheck() {
  for (const [text, times, known] of KNOWN) {
    const found = hex(sha256(utf8(text.repeat(times))));
    if (found !== known) throw new Error(`SHA-256 of ${times} × "${text}" is ${found} in this browser, not ${known}`);
  }
  const leaves = chain(ROWS);
  const seed = 'a'.repeat(64);
  const tickets = drawTickets(seed, leaves);
  const last = 32 * (ROWS - 1);
  const plain = hex(sha256(utf8(`${seed}:draw:${hex(leaves, last)}`)));
  if (hex(tickets, last) !== plain) throw new Error('a ticket is not the hash of its text in this browser');
  const marks = new Uint8Array(ROWS).fill(0x72);
  marks[0] = MUST;
  select(new List(leaves, marks), tickets, Array.from({ length: ROWS }, (_, i) => i), ROWS / 8);
}

/** n different leaves: every one the hash of the one before. */
export function chain(n) {
  const leaves = new Uint8Array(32 * n);
  for (let at = 32; at < leaves.length; at += 32) leaves.set(sha256(leaves.subarray(at - 32, at)), at);
  return leaves;
}
