// Rosters, pools and selections (00 §5), kept as raw bytes: a hundred thousand leaves are 3 MB so.

import { compareText, hex, isHex, nibble, unhex, utf8 } from './bytes.js';
import { leafHashes, rootOf } from './merkle.js';
import { Refusal } from './refusal.js';
import { sha256 } from './sha256.js';

export const MUST = 0x6d;
export const RANDOM = 0x72;

/** Leaves (32 bytes each), ascending and unique, with marks or without (`marks` null). */
export class List {
  constructor(leaves, marks) {
    this.leaves = leaves;
    this.marks = marks;
    this.count = leaves.length / 32;
  }

  leaf(i) {
    return hex(this.leaves, 32 * i, 32 * i + 32);
  }

  mark(i) {
    return String.fromCharCode(this.marks[i]);
  }

  /** The row of a leaf (hex), or -1. */
  find(leaf) {
    return this.findBytes(unhex(leaf), 0);
  }

  findBytes(other, at) {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compareAt(this.leaves, 32 * middle, other, at);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** The root of 00 §5, in hex. */
  root() {
    const { leaves, marks } = this;
    this.known ??= hex(rootOf(leafHashes(this.count, marks ? 33 : 32, (i, buffer) => {
      for (let k = 0; k < 32; k++) buffer[1 + k] = leaves[32 * i + k];
      if (marks) buffer[33] = marks[i];
    })));
    return this.known;
  }

  musts() {
    return this.marks.reduce((sum, mark) => sum + (mark === MUST ? 1 : 0), 0);
  }

  /** The rows with these positions, in the same order. */
  pick(rows) {
    const leaves = new Uint8Array(32 * rows.length);
    rows.forEach((row, i) => leaves.set(this.leaves.subarray(32 * row, 32 * row + 32), 32 * i));
    return new List(leaves, this.marks && Uint8Array.from(rows, (row) => this.marks[row]));
  }
}

/** Order of two 32-byte strings. */
export function compareAt(a, i, b, j) {
  for (let k = 0; k < 32; k++) if (a[i + k] !== b[j + k]) return a[i + k] - b[j + k];
  return 0;
}

function digits(bytes, from, leaves, to) {
  for (let k = 0; k < 32; k++) {
    const high = nibble(bytes[from + 2 * k]);
    const low = nibble(bytes[from + 2 * k + 1]);
    if (high < 0 || low < 0) return false;
    leaves[to + k] = (high << 4) | low;
  }
  return true;
}

function lineFault(i, found) {
  return new Refusal(`line ${i + 1}`, '<leaf>, or <leaf> m or r, and an LF', found);
}

/** The list in a blob's bytes; Refusal if it is not one. */
export function parseList(bytes, marked) {
  const width = marked ? 67 : 65;
  const count = Math.ceil(bytes.length / width);
  if (count === 0) throw new Refusal('list', 'at least one line', 'none');
  const leaves = new Uint8Array(32 * count);
  const marks = marked ? new Uint8Array(count) : null;
  for (let i = 0, at = 0; i < count; i++, at += width) {
    if (bytes[at + width - 1] !== 10 || !digits(bytes, at, leaves, 32 * i)) throw lineFault(i, 'another line');
    if (marked) marks[i] = markOf(bytes, at + 64, i);
    if (i === 0) continue;
    const order = compareAt(leaves, 32 * i - 32, leaves, 32 * i);
    if (order >= 0) throw new Refusal(`line ${i + 1}`, 'ascending and unique', hex(leaves, 32 * i, 32 * i + 32));
  }
  return new List(leaves, marks);
}

function markOf(bytes, at, i) {
  const mark = bytes[at + 1];
  if (bytes[at] !== 0x20 || (mark !== MUST && mark !== RANDOM)) throw lineFault(i, 'another mark');
  return mark;
}

/** A list from [leaf] or [leaf, mark] rows in the order given; Refusal if that is not ascending. */
export function listOf(rows) {
  const leaves = new Uint8Array(32 * rows.length);
  rows.forEach(([leaf, mark], i) => {
    if (!isHex(leaf, 64)) throw new Refusal('leaf', '64 hex digits', leaf);
    if (mark !== 'm' && mark !== 'r') throw new Refusal('mark', 'm or r', mark);
    if (i && compareText(rows[i - 1][0], leaf) >= 0) throw new Refusal('pool', 'ascending and unique', leaf);
    leaves.set(unhex(leaf), 32 * i);
  });
  return new List(leaves, Uint8Array.from(rows, ([, mark]) => mark.charCodeAt(0)));
}

/** True if both lists have the same rows. */
export function sameList(a, b) {
  if (a.count !== b.count) return false;
  for (let i = 0; i < a.leaves.length; i++) if (a.leaves[i] !== b.leaves[i]) return false;
  return a.marks.every((mark, i) => mark === b.marks[i]);
}

/** The vector function `list`. */
export function list({ text, marks }) {
  const bytes = utf8(text);
  const parsed = parseList(bytes, marks);
  return { blob: hex(sha256(bytes)), count: parsed.count, root: parsed.root() };
}
