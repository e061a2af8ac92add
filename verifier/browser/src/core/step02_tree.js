// Step 2 (04 §3): entries out of their tiles, the tree over them, blobs.

import { hex, same } from './bytes.js';
import { leafHash, rootOf } from './merkle.js';
import { sha256 } from './sha256.js';
import { BLOB, BLOB_LIMIT, needed } from './step01_head.js';
import { firstDifference, hashAt, levelHashes, levelSize, parseTile, splitEntries } from './tiles.js';

const ENTRIES_LIMIT = 256 * 65537;

/** Reads all entries tiles into r.bundles (per tile) and r.raw (entries' bytes). */
export async function readEntries(r) {
  r.raw = [];
  for (const { index, width, path } of needed('entries', r.size)) {
    const bytes = await r.source.read(path, ENTRIES_LIMIT);
    if (bytes === null) {
      if (!r.source.damaged?.has(path)) r.out.fail('01.files', { field: path, expected: 'the file', found: 'nothing' });
      break; // a size that only the note claims never makes us ask on
    }
    const split = bytes === 'long' ? null : splitEntries(bytes, width);
    if (!split || split.rest) {
      r.out.fail('02.tile', { field: path, expected: `${width} entries without rest`, found: 'something else', entry: 256 * index });
      if (!split) break;
    }
    r.raw.push(...split.entries);
    r.progress('entries', r.raw.length, r.size);
  }
  r.hashes = new Uint8Array(32 * r.raw.length);
  r.raw.forEach((bytes, i) => r.hashes.set(leafHash(bytes), 32 * i));
}

/** 02.tile and 02.root. */
export async function checkTree(r) {
  r.tiles = r.hashes.slice(); // the level-0 hashes as published
  for (let level = 0; levelSize(level, r.size) > 0; level++) if (!await checkLevel(r, level)) break;
  await checkStale(r);
  r.out.cover('02.tile', r.raw.length, 'entries');
  if (r.note === null) return;
  r.out.cover('02.root', r.raw.length, 'entries');
  const root = hex(rootOf(r.hashes));
  if (r.raw.length < r.note.size) {
    r.out.skip('02.root', { field: 'checkpoint', expected: `${r.note.size} entries`, found: `${r.raw.length} entries`, note: 'not all entries can be read', because: ['01.files'] });
  } else if (root !== r.note.root && hex(rootOf(r.tiles)) === r.note.root) {
    r.out.skip('02.root', { field: 'checkpoint', expected: r.note.root, found: root, note: 'it rests on 02.tile, which failed', because: ['02.tile'] });
  } else if (root !== r.note.root) r.out.fail('02.root', { field: 'checkpoint', expected: r.note.root, found: root });
}

// False where the level's first tile is missing: then nothing above it can be asked for either.
async function checkLevel(r, level) {
  const computed = levelHashes(r.hashes, level);
  for (const { index, width, path } of needed(level, r.size)) {
    const bytes = await r.source.read(path, 8192);
    if (bytes === null) {
      if (!r.source.damaged?.has(path)) r.out.fail('01.files', { field: path, expected: 'the file', found: 'nothing' });
      return false;
    }
    if (bytes === 'long' || bytes.length !== 32 * width) {
      if (r.source.names() === null) r.out.fail('01.files', { field: path, expected: `${32 * width} bytes`, found: bytes === 'long' ? '> 8192' : bytes.length });
      continue;
    }
    if (level === 0 && 8192 * index + bytes.length <= r.tiles.length) r.tiles.set(bytes, 8192 * index);
    compareTile(r, level, path, bytes, computed.subarray(8192 * index), index);
  }
  return true;
}

function compareTile(r, level, path, bytes, computed, index) {
  const at = firstDifference(bytes, computed);
  if (at < 0) return;
  const entry = level === 0 ? 256 * index + at : null;
  if (entry !== null && told(r, entry)) return;
  r.out.fail('02.tile', { entry, field: path, expected: hashAt(bytes, at), found: hashAt(computed, at) });
}

// One fault, one name: an entry that fits no tile stands in many stale ones too.
function told(r, entry) {
  r.badEntries ??= new Set();
  const before = r.badEntries.has(entry);
  r.badEntries.add(entry);
  return before;
}

async function checkStale(r) {
  for (const path of r.source.names() ?? []) {
    const tile = parseTile(path);
    if (tile === null || tile.width === 256) continue;
    const limit = tile.level === 'entries' ? ENTRIES_LIMIT : 8192;
    const bytes = await r.source.read(path, limit);
    if (bytes === null || bytes === 'long') continue;
    if (tile.level === 'entries') staleEntries(r, path, tile, bytes);
    else if (bytes.length === 32 * tile.width) staleHashes(r, path, tile, bytes);
  }
}

function staleHashes(r, path, { level, index }, bytes) {
  const computed = levelHashes(r.hashes, level).subarray(8192 * index);
  if (levelSize(level, r.size) - 256 * index <= bytes.length / 32) return; // the tile in use: judged above
  compareTile(r, level, path, bytes, computed, index);
}

function staleEntries(r, path, { index, width }, bytes) {
  if (256 * index + width >= r.size) return;
  const split = splitEntries(bytes, width);
  const entries = split && !split.rest ? split.entries : null;
  const wrong = entries && entries.findIndex((entry, i) => r.raw[256 * index + i] && !same(entry, r.raw[256 * index + i]));
  if (entries === null || wrong >= 0) {
    const entry = 256 * index + (wrong ?? 0);
    if (!told(r, entry)) r.out.fail('02.tile', { entry, field: path, expected: 'the first entries of the larger tile', found: 'others' });
  }
}

/** Every blob that an entry names, with the entry: from readable JSON of any form. */
export function namedBlobs(entries) {
  const named = new Map();
  const note = (digest, seq) => {
    if (typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest) && !named.has(digest)) named.set(digest, seq);
  };
  const walk = (value, seq) => {
    if (value === null || typeof value !== 'object') return;
    for (const key of Object.keys(value)) {
      if (key === 'blob') note(value[key], seq);
      walk(value[key], seq);
    }
  };
  for (const entry of entries) {
    walk(entry.raw, entry.seq);
    if (entry.kind === 'match.result') note(entry.raw?.statement, entry.seq);
  }
  return named;
}

/** 02.blob; sets r.blobs, the digests of blobs that are what their name says. */
export async function checkBlobs(r) {
  const named = namedBlobs(r.entries);
  r.out.cover('02.blob', named.size, 'blobs');
  r.blobs = new Set();
  const listed = r.source.names()?.map((path) => BLOB.exec(path)?.[1]).filter(Boolean);
  const unread = r.entries.some((entry) => !entry.data);
  for (const digest of listed ?? []) {
    if (named.has(digest)) continue;
    const finding = { field: `blob/sha256/${digest}`, expected: 'a blob that an entry names', found: 'named by none' };
    if (unread) r.out.skip('02.blob', { ...finding, because: ['03.kind', '03.canonical', '03.schema'], note: 'not all entries can be read' });
    else r.out.fail('02.blob', finding);
  }
  const all = new Map([...(listed ?? []).map((digest) => [digest, null]), ...named]);
  let unasked = 0;
  for (const [digest, seq] of all) {
    if (r.source.stopped) unasked += 1;
    else await checkBlob(r, digest, seq);
  }
  if (unasked) r.out.fail('01.files', { field: 'blob/sha256', expected: 'the file', found: `${unasked} more` });
}

async function checkBlob(r, digest, seq) {
  const path = `blob/sha256/${digest}`;
  const bytes = await r.source.read(path, BLOB_LIMIT);
  r.progress('blobs', 0, 0);
  if (r.source.damaged?.has(path)) return; // 01.files
  if (bytes === null) r.out.fail('02.blob', { entry: seq, field: path, expected: 'the file', found: 'nothing' });
  else if (bytes === 'long') r.out.fail('01.files', { field: path, expected: 'at most 256 MiB', found: `> ${BLOB_LIMIT}` });
  else {
    const found = hex(sha256(bytes));
    if (found === digest) r.blobs.add(digest);
    else r.out.fail('02.blob', { entry: seq, field: path, expected: digest, found });
  }
}

/** The bytes of a blob that was judged right, or null. */
export async function blobBytes(r, digest) {
  return r.blobs.has(digest) ? r.source.read(`blob/sha256/${digest}`, BLOB_LIMIT) : null;
}
