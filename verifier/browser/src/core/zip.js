// A ZIP file as a folder (04 §12): stored and deflate, nothing else; sizes counted while unpacking.
// A damaged file is as if it were not there, and is named in `damaged`.

import { fromUtf8 } from './bytes.js';
import { Unreadable } from './refusal.js';

const MAX_FILES = 1000000;
const MAX_TOTAL = 4 * 2 ** 30;
const TAIL = 65557; // end record with the longest comment

const view = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

async function slice(file, from, to) {
  if (from < 0 || to > file.size || from > to) throw new Unreadable('the ZIP file has no readable directory');
  return new Uint8Array(await file.slice(from, to).arrayBuffer());
}

async function endRecord(file) {
  const start = Math.max(0, file.size - TAIL);
  const tail = await slice(file, start, file.size);
  for (let at = tail.length - 22; at >= 0; at--) {
    const v = view(tail);
    if (v.getUint32(at, true) === 0x06054b50 && at + 22 + v.getUint16(at + 20, true) === tail.length) return { tail, at, start };
  }
  throw new Unreadable('this is not a ZIP file');
}

// ZIP64 where the short record says so.
async function directoryPlace(file) {
  const { tail, at, start } = await endRecord(file);
  const v = view(tail);
  if (v.getUint16(at + 4, true) || v.getUint16(at + 6, true)) throw new Unreadable('a split ZIP file is not read');
  const short = { count: v.getUint16(at + 10, true), size: v.getUint32(at + 12, true), offset: v.getUint32(at + 16, true) };
  if (short.count !== 0xffff && short.offset !== 0xffffffff && short.size !== 0xffffffff) return short;
  const locator = view(await slice(file, start + at - 20, start + at));
  if (locator.getUint32(0, true) !== 0x07064b50) return short;
  const place = Number(locator.getBigUint64(8, true));
  const record = view(await slice(file, place, place + 56));
  if (record.getUint32(0, true) !== 0x06064b50) throw new Unreadable('the ZIP file has no readable directory');
  return { count: Number(record.getBigUint64(32, true)), size: Number(record.getBigUint64(40, true)), offset: Number(record.getBigUint64(48, true)) };
}

function extra64(bytes, from, to, row) {
  const v = view(bytes);
  for (let at = from; at + 4 <= to; at += 4 + v.getUint16(at + 2, true)) {
    if (v.getUint16(at, true) !== 1) continue;
    let place = at + 4;
    for (const key of ['size', 'packed', 'offset']) {
      if (row[key] !== 0xffffffff || place + 8 > to) continue;
      row[key] = Number(v.getBigUint64(place, true));
      place += 8;
    }
  }
}

function readRow(bytes, at) {
  const v = view(bytes);
  if (at + 46 > bytes.length || v.getUint32(at, true) !== 0x02014b50) throw new Unreadable('the ZIP file has no readable directory');
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((k) => v.getUint16(at + k, true));
  const name = bytes.subarray(at + 46, at + 46 + nameLength);
  const row = {
    name: fromUtf8(name), flags: v.getUint16(at + 8, true), method: v.getUint16(at + 10, true),
    crc: v.getUint32(at + 16, true), packed: v.getUint32(at + 20, true), size: v.getUint32(at + 24, true), offset: v.getUint32(at + 42, true),
    link: ((v.getUint32(at + 38, true) >>> 16) & 0xf000) === 0xa000,
  };
  extra64(bytes, at + 46 + nameLength, at + 46 + nameLength + extraLength, row);
  return { row, next: at + 46 + nameLength + extraLength + commentLength };
}

async function directory(file) {
  const { count, size, offset } = await directoryPlace(file);
  if (count > MAX_FILES) throw new Unreadable('more than 1,000,000 files');
  const bytes = await slice(file, offset, offset + size);
  const rows = [];
  for (let at = 0; at < bytes.length;) {
    const { row, next } = readRow(bytes, at);
    rows.push(row);
    at = next;
  }
  if (rows.length !== count) throw new Unreadable('the ZIP file has no readable directory');
  return rows;
}

function nameFault({ name, flags, method, link, size }) {
  if (name === null) return 'a name that is not UTF-8';
  if (link) return 'a link';
  if (flags & 1) return 'encrypted';
  if (method !== 0 && method !== 8) return `method ${method}`;
  const parts = (size === 0 ? name.replace(/\/$/, '') : name).split('/'); // a folder is a name of nothing
  if (name.startsWith('/') || name.includes('\\') || /^[A-Za-z]:/.test(name)) return 'an absolute name or a backslash';
  return parts.some((part) => part === '' || part === '.' || part === '..') ? 'a name with an empty part or ..' : null;
}

// The folder above all files, with its slash, or ''.
function prefixOf(names) {
  if (names.includes('checkpoint') || names.length === 0) return '';
  const top = names[0].slice(0, names[0].indexOf('/') + 1);
  return top && names.every((name) => name.startsWith(top)) ? top : '';
}

/** A source (see sources.js) over a ZIP file. */
export async function zipSource(file) {
  const rows = await directory(file);
  const faults = [];
  const files = new Map();
  for (const row of rows) {
    const fault = nameFault(row) ?? (files.has(row.name) ? 'a name twice' : null);
    if (fault) faults.push({ field: row.name ?? '?', found: fault });
    else if (!row.name.endsWith('/')) files.set(row.name, row);
  }
  return new ZipSource(file, files, faults);
}

class ZipSource {
  constructor(file, files, faults) {
    const prefix = prefixOf([...files.keys()]);
    this.files = new Map([...files].map(([name, row]) => [name.slice(prefix.length), row]));
    Object.assign(this, { file, faults, damaged: new Set(), counted: new Set(), total: 0 });
  }

  names() {
    return [...this.files.keys()];
  }

  /** Bytes of a file; null if it is not there or damaged; 'long' beyond `limit`. */
  async read(name, limit) {
    const row = this.files.get(name);
    if (row === undefined) return null;
    const stream = await this.unpacked(row);
    const bytes = stream && await collect(this.counting(name, stream), limit).catch((error) => {
      if (error instanceof Unreadable && !this.full) return null; // not what deflate writes
      throw error;
    });
    if (bytes === 'long' || (bytes !== null && crc32(bytes) === row.crc)) return bytes;
    this.damaged.add(name);
    return null;
  }

  // The file's own bytes as a stream; null where its place in the archive cannot be right.
  async unpacked(row) {
    if (row.offset + 30 > this.file.size) return null;
    const head = view(await slice(this.file, row.offset, row.offset + 30));
    const from = row.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    if (head.getUint32(0, true) !== 0x04034b50 || from + row.packed > this.file.size) return null;
    const packed = this.file.slice(from, from + row.packed).stream();
    return row.method === 8 ? packed.pipeThrough(new DecompressionStream('deflate-raw')) : packed;
  }

  // Counts what comes out, once for every file however often it is read.
  counting(name, stream) {
    const first = !this.counted.has(name);
    this.counted.add(name);
    return stream.pipeThrough(new TransformStream({
      transform: (chunk, out) => {
        if (first) this.total += chunk.length;
        this.full = this.total > MAX_TOTAL;
        if (this.full) throw new Unreadable('more than 4 GiB unpacked');
        out.enqueue(chunk);
      },
    }));
  }
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

function crc32(bytes) {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = (c >>> 8) ^ CRC[(c ^ bytes[i]) & 255];
  return (c ^ 0xffffffff) >>> 0;
}

/** All bytes of a stream, or 'long' as soon as there are more than `limit`. */
export async function collect(stream, limit) {
  const reader = stream.getReader();
  const chunks = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > limit) {
        await reader.cancel();
        return 'long';
      }
      chunks.push(value);
    }
  } catch (error) {
    if (error instanceof TypeError) throw new Unreadable(`cannot be read: ${error.message}`);
    throw error;
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
