// Step 1 (04 §3): trust file, head, closed list of files.

import { fromUtf8, hex, same } from './bytes.js';
import { parseTrust } from './entry.js';
import { checkLog, cosigned, parseNote } from './note.js';
import { Refusal, Unreadable } from './refusal.js';
import { sha256 } from './sha256.js';
import { levelSize, parseTile, tilePath, widthAt } from './tiles.js';

export const BLOB = /^blob\/sha256\/([0-9a-f]{64})$/;
const NOTE_LIMIT = 16384;
export const BLOB_LIMIT = 256 * 2 ** 20;

/** The trust file; Unreadable (exit 2) after a finding where it cannot be trusted. */
export async function readTrust(r, bytes) {
  try {
    r.trust = parseTrust(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    r.out.fail('01.trust', { field: error.field, expected: error.expected, found: error.found });
    throw new Unreadable(`the trust file cannot be used: ${error.message}`);
  }
  if (await inside(r.source, bytes)) {
    r.out.fail('01.trust', { field: 'trust file', expected: 'a file from elsewhere', found: 'the same file inside the publication' });
    throw new Unreadable('the trust file lies inside the publication it is to judge');
  }
  r.out.cover('01.trust');
}

// Paths mean nothing to a page, so "inside" is: the publication holds a file with these bytes.
async function inside(source, bytes) {
  const own = `blob/sha256/${hex(sha256(bytes))}`;
  const strangers = (source.names() ?? []).filter((path) => path === own || !expected(path));
  for (const path of strangers) {
    const found = await source.read(path, NOTE_LIMIT);
    if (found && found !== 'long' && same(found, bytes)) return true;
  }
  return false;
}

function expected(path) {
  return path === 'checkpoint' || BLOB.test(path) || parseTile(path) !== null;
}

/** The checkpoint; sets r.note (null if it is no note). Unreadable if there is none. */
export async function readHead(r) {
  const bytes = await r.source.read('checkpoint', NOTE_LIMIT);
  if (bytes === null) throw new Unreadable('no checkpoint: this is no publication');
  if (bytes === 'long') {
    r.out.fail('01.note', { field: 'checkpoint', expected: `at most ${NOTE_LIMIT} bytes`, found: `> ${NOTE_LIMIT}` });
    return;
  }
  try {
    r.note = parseNote(bytes);
    r.noteText = fromUtf8(bytes);
    r.out.cover('01.note');
  } catch (error) {
    r.out.refuse('01.note', error, { field: 'checkpoint' });
    return;
  }
  try {
    checkLog(r.note, r.trust.log);
    r.out.cover('01.signature');
  } catch (error) {
    r.out.refuse('01.signature', error, { field: 'checkpoint' });
  }
  witnessed(r);
}

function witnessed(r) {
  const { quorum, keys } = r.trust;
  r.signed = [];
  if (quorum === 0) return;
  try {
    r.signed = cosigned(r.note, keys);
    const told = `${r.signed.length} of ${keys.length} witnesses, ${quorum} needed`;
    if (r.signed.length >= quorum) r.out.cover('01.witness', 0, told);
    else r.out.skip('01.witness', { field: 'checkpoint', expected: String(quorum), found: String(r.signed.length), note: told });
  } catch (error) {
    r.out.refuse('01.witness', error, { field: 'checkpoint' });
  }
}

const fileFault = (r, field, expected, found) => r.out.fail('01.files', { field, expected, found });

/** Closed list of files, for a source that has a listing. */
export async function checkListing(r) {
  r.out.cover('01.files');
  for (const fault of r.source.faults) fileFault(r, fault.field, 'a file of 03 §4', fault.found);
  for (const path of r.source.names() ?? []) {
    const tile = parseTile(path);
    if (!tile && path !== 'checkpoint' && !BLOB.test(path)) fileFault(r, path, 'a file of 03 §4', 'another file');
    if (tile && r.size !== null) await checkTileFile(r, path, tile);
    r.out.cover('01.files', 1, 'files');
  }
}

async function checkTileFile(r, path, { level, index, width }) {
  const now = widthAt(level, index, r.size);
  if (width > now) {
    fileFault(r, path, now ? `at most ${now} hashes` : 'no such tile', `${width}`);
    return;
  }
  if (level === 'entries') return; // their widths are judged where they are split
  const bytes = await r.source.read(path, 8192);
  if (bytes === null) return; // damaged
  const found = bytes === 'long' ? '> 8192' : bytes.length;
  if (found !== 32 * width) fileFault(r, path, `${32 * width} bytes`, `${found} bytes`);
}

/** Files of a ZIP that turned out to be damaged, once everything was read. */
export function checkDamaged(r) {
  for (const path of r.source.damaged ?? []) fileFault(r, path, 'a whole file', 'damaged in the ZIP');
}

/** The path of each tile that has to be there on one level, one after another. */
export function* needed(level, size) {
  const tiles = Math.ceil(levelSize(level, size) / 256);
  for (let index = 0; index < tiles; index++) {
    const width = widthAt(level, index, size);
    yield { index, width, path: tilePath(level, index, width) };
  }
}

/** The tree size: the note's, or what the entries tiles hold where there is no readable note. */
export function guessSize(source) {
  let size = 0;
  for (const path of source.names() ?? []) {
    const tile = parseTile(path);
    if (tile?.level === 'entries') size = Math.max(size, 256 * tile.index + tile.width);
  }
  return size;
}

