// Selection against the plainest way to do it, on tickets with ties that hashing never shows: prints the
// number of pools that were compared; throws at the first difference.

import assert from 'node:assert/strict';
import '../../verifier/browser/resolve.mjs';

const { drawTickets, select, ticketer } = await import('../../verifier/browser/src/core/draw.js');
const { List } = await import('../../verifier/browser/src/core/lists.js');

let state = 1;
const random = (n) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % n;
const hex = (bytes) => Buffer.from(bytes).toString('hex');

// Few different bytes in the tickets: ties in the first 48 bits, in all of them, and in none.
function pool(N, kinds) {
  const leaves = new Uint8Array(32 * N);
  const tickets = new Uint8Array(32 * N);
  for (let i = 0; i < N; i++) {
    leaves[32 * i + 1] = i;
    for (const at of [0, 5, 6, 31]) tickets[32 * i + at] = random(kinds);
  }
  return { list: new List(leaves, Uint8Array.from({ length: N }, () => (random(4) ? 0x72 : 0x6d))), tickets };
}

function plain({ list, tickets }, rows, n) {
  const key = (i) => hex(tickets.subarray(32 * i, 32 * i + 32)) + list.leaf(i);
  const others = rows.filter((i) => list.mark(i) === 'r').sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const musts = rows.filter((i) => list.mark(i) === 'm');
  const taken = others.slice(0, n - musts.length);
  return {
    chosen: [...musts, ...taken].sort((a, b) => a - b), odds: others.length ? [taken.length, others.length] : null,
    cutoff: taken.length ? key(taken.at(-1)).slice(0, 64) : null, reserves: others.slice(taken.length),
  };
}

let compared = 0;
for (const kinds of [1, 2, 3, 256]) {
  for (let N = 1; N <= 60; N++) {
    const made = pool(N, kinds);
    const rows = Array.from({ length: N }, (_, i) => i).filter(() => random(5));
    const musts = rows.filter((i) => made.list.mark(i) === 'm').length;
    const n = musts + random(rows.length - musts + 1);
    const got = select(made.list, made.tickets, rows, n);
    assert.deepEqual({ ...got, reserves: got.reserves() }, plain(made, rows, n), `N ${N}, n ${n}`);
    compared += 1;
  }
}
const { list } = pool(50, 256);
const seed = '5a'.repeat(32);
const one = ticketer(seed, 'draw');
assert.deepEqual(hex(drawTickets(seed, list.leaves)), Array.from({ length: 50 }, (_, i) => one(list.leaf(i))).join(''));
process.stdout.write(String(compared));
