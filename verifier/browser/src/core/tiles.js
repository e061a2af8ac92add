// Names and contents of tiles (03 §4).

import { hex } from './bytes.js';
import { rootOf } from './merkle.js';

/** `5` → `005`, `1234` → `x001/234`. */
export function tileNumber(n) {
  const groups = [];
  for (let rest = n, first = true; first || rest > 0; rest = Math.floor(rest / 1000), first = false) {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
  }
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

const NAME = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** {level: n or 'entries', index, width} of a tile's path, or null. */
export function parseTile(path) {
  const match = NAME.exec(path);
  if (match === null || path.endsWith('\n')) return null;
  const level = match[1] === 'entries' ? 'entries' : Number(match[1]);
  const index = Number(match[2].replaceAll(/[x/]/g, ''));
  const width = match[3] === undefined ? 256 : Number(match[3]);
  if (!Number.isSafeInteger(index)) return null;
  const exact = level !== 'entries' && level > 63 ? false : width < 256 || match[3] === undefined;
  return exact && tileNumber(index) === match[2] ? { level, index, width } : null;
}

/** The path of a tile. */
export function tilePath(level, index, width) {
  return `tile/${level}/${tileNumber(index)}${width < 256 ? `.p/${width}` : ''}`;
}

/** How many hashes (or entries) level L has in a tree of `size`. */
export function levelSize(level, size) {
  return level === 'entries' ? size : Math.floor(size / 256 ** level);
}

/** How many of them the tile at `index` holds. */
export function widthAt(level, index, size) {
  return Math.max(0, Math.min(256, levelSize(level, size) - 256 * index));
}

/** The entries in an entries tile, or null if it has a rest or another number than `width`. */
export function splitEntries(bytes, width) {
  const entries = [];
  let at = 0;
  while (at + 2 <= bytes.length && entries.length < width) {
    const end = at + 2 + (bytes[at] << 8) + bytes[at + 1];
    if (end > bytes.length) return null;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries.length === width ? { entries, rest: at < bytes.length } : null;
}

/** Hashes of level `level` computed from the leaf hashes. */
export function levelHashes(leaves, level) {
  let hashes = leaves;
  for (let l = 0; l < level; l++) {
    const count = Math.floor(hashes.length / (32 * 256));
    const next = new Uint8Array(32 * count);
    for (let i = 0; i < count; i++) next.set(rootOf(hashes.subarray(8192 * i, 8192 * (i + 1))), 32 * i);
    hashes = next;
  }
  return hashes;
}

/** The first place where two strings of hashes differ, or -1; only the shorter length is compared. */
export function firstDifference(a, b) {
  const count = Math.min(a.length, b.length);
  for (let i = 0; i < count; i++) if (a[i] !== b[i]) return Math.floor(i / 32);
  return -1;
}

/** Hash number i of a string of hashes, in hex. */
export function hashAt(hashes, i) {
  return hex(hashes, 32 * i, 32 * i + 32);
}
