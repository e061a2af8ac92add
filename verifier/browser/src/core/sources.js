// Where a publication is read from (04 §12). A source has `names()` (null: no listing), `faults`
// (broken names) and `read(path, limit)`: bytes, null (not there) or 'long'.

import { Unreadable } from './refusal.js';
import { collect } from './zip.js';

const TOTAL_MS = 15 * 60 * 1000;
const QUIET_MS = 10 * 1000;
const MAX_BYTES = 4 * 2 ** 30;
const MAX_FILES = 1000000;
const MAX_MISSING = 100;

/** A dropped or chosen folder: `files` is [[path, File], …] with paths below it. */
export class FolderSource {
  constructor(files) {
    this.files = new Map(files);
    this.faults = [];
  }

  names() {
    return [...this.files.keys()];
  }

  async read(path, limit) {
    const file = this.files.get(path);
    if (file === undefined) return null;
    if (file.size > limit) return 'long';
    return new Uint8Array(await file.arrayBuffer());
  }
}

/** An http(s) address; only what is needed is asked for. */
export class HttpSource {
  constructor(address) {
    const url = new URL(address);
    if (!['http:', 'https:'].includes(url.protocol)) throw new Unreadable('an address begins with http:// or https://');
    if (url.search || url.hash) throw new Unreadable('an address without a query and a fragment');
    this.headers = url.username || url.password ? { Authorization: `Basic ${btoa(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`)}` } : {};
    [url.username, url.password] = ['', ''];
    this.base = url.href.endsWith('/') ? url.href : `${url.href}/`;
    this.origin = url.origin;
    this.stopped = false; // after too many files that are not there
    this.faults = [];
    this.until = Date.now() + TOTAL_MS;
    Object.assign(this, { bytes: 0, files: 0, missing: 0 });
  }

  names() {
    return null;
  }

  async read(path, limit) {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), Math.min(QUIET_MS, Math.max(0, this.until - Date.now())));
    try {
      // A page cannot look at a redirect before it is followed; the second policy of the page stops any that
      // leads elsewhere before it is asked, and where an answer came from is looked at again here.
      const answer = await fetch(this.base + path, { headers: this.headers, signal: control.signal, redirect: 'follow', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
      if (new URL(answer.url).origin !== this.origin) throw new Unreadable(`${path}: a redirect to another place`);
      clearTimeout(timer);
      if (answer.status === 404 || answer.status === 410) {
        this.missing += 1;
        this.stopped = this.missing >= MAX_MISSING;
        return null;
      }
      if (answer.status !== 200) throw new Unreadable(`${path}: status ${answer.status}`);
      return this.counted(await collect(quietly(answer.body, control, () => this.until), limit));
    } catch (error) {
      if (error instanceof Unreadable) throw error;
      if (error instanceof TypeError || error instanceof DOMException) {
        throw new Unreadable(`${path} could not be fetched: no answer, a redirect, or the server does not allow pages of other places to read it (CORS)`);
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  counted(bytes) {
    this.files += 1;
    this.bytes += bytes.length;
    if (this.bytes > MAX_BYTES || this.files > MAX_FILES) throw new Unreadable('more than 4 GiB or 1,000,000 files');
    return bytes;
  }
}

// The stream, given up after 10 s without a byte.
function quietly(body, control, until) {
  let timer;
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(), Math.min(QUIET_MS, Math.max(0, until() - Date.now())));
  };
  watch();
  return body.pipeThrough(new TransformStream({
    transform(chunk, out) {
      watch();
      out.enqueue(chunk);
    },
    flush: () => clearTimeout(timer),
  }));
}
