// The worker: everything that reads strangers' bytes runs here, so the page stays alive and can end it.

import { drawTickets, select } from './core/draw.js';
import { parseTrust } from './core/entry.js';
import { MUST, List } from './core/lists.js';
import { Unreadable } from './core/refusal.js';
import { verify, verifyProof } from './core/run.js';
import { chain, selfcheck } from './core/selfcheck.js';
import { FolderSource, HttpSource } from './core/sources.js';
import { answer } from './core/vectors.js';
import { zipSource } from './core/zip.js';

async function sourceOf({ address, zip, folder }) {
  if (address) return new HttpSource(address);
  return zip ? zipSource(zip) : new FolderSource(folder);
}

const progress = throttled((what, done, all) => postMessage({ progress: { what, done, all } }));

function throttled(send) {
  let last = 0;
  let before = '';
  return (what, done, all) => {
    if (what === before && Date.now() - last < 100) return;
    [last, before] = [Date.now(), what];
    send(what, done, all);
  };
}

async function judge(input) {
  let source;
  try {
    source = await sourceOf(input.publication);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { verdict: 'unreadable', exit: 2, findings: [], remarks: [], draws: [], pictures: [], enterprise: null, message: error.message };
  }
  const auditor = input.auditor ? new FolderSource(input.auditor) : null;
  return verify({ ...input, source, auditor, progress });
}

// Work of a fixed length, to compare speeds.
function spin() {
  let x = 1;
  for (let i = 0; i < 3e7; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
  return x;
}

// How long n tickets and their selection take, in milliseconds (tests/browser/bench.py).
function bench(n) {
  const leaves = chain(n);
  const marks = new Uint8Array(n).fill(0x72);
  marks[0] = MUST;
  const pool = new List(leaves, marks);
  const rows = Array.from({ length: n }, (_, i) => i);
  const timed = (work) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const draw = (digit) => () => select(pool, drawTickets(digit.repeat(64), leaves), rows, Math.ceil(n / 7));
  return { milliseconds: timed(draw('a')), again: timed(draw('b')), loop: timed(spin), warming };
}

const TASKS = {
  verify: judge,
  proof: ({ trust, proof }) => verifyProof(trust, proof, parseTrust),
  vectors: ({ vectors }) => vectors.map(answer),
  bench: ({ n }) => bench(n),
};

/** `bench` for a main thread: only there can a browser be slowed down. */
globalThis.sunlotBench = bench;

let broken = null;
const begun = performance.now();
try {
  selfcheck();
} catch (error) {
  broken = error;
}
const warming = performance.now() - begun;

addEventListener('message', async ({ data }) => {
  try {
    if (broken) throw broken;
    postMessage({ result: await TASKS[data.task](data) });
  } catch (error) {
    // Not a judgement: a fault of this program, or a browser that ran out of memory. Said, never hidden.
    postMessage({ broken: String(error?.stack ?? error) });
  }
});
