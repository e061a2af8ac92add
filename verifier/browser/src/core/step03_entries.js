// Steps 3 and 4 (04 §3): entries one by one, and their signatures.

import { fromUtf8, hex, isHex, unhex } from './bytes.js';
import { isKey, verify } from './ed25519.js';
import { bodySlice, pae, parseEntry } from './entry.js';
import { check } from './form.js';
import { policyKeys } from './note.js';
import { DATA, ENTRY } from './records.js';
import { Refusal, shorten } from './refusal.js';
import { sha256 } from './sha256.js';
import { hashAt } from './tiles.js';

/**
 * One entry as read. `raw` is its data in whatever form (null if unreadable), `data` the same once it
 * has the form of 01 (null otherwise), `foreign` true where it is of another version or kind, `unknown` true
 * where another name of a later version stands in it: a reserved level is used as if it were `D` (04 §3).
 */
function readEntry(r, bytes, seq) {
  const entry = { seq, bytes, value: null, body: null, kind: null, raw: null, data: null, at: null, foreign: false, unknown: false };
  try {
    entry.value = parseEntry(bytes);
  } catch (error) {
    r.out.refuse('03.canonical', error, { entry: seq });
    return entry;
  }
  const seen = { unknown: [] };
  if (unknownRecord(r, entry)) return entry;
  try {
    check(ENTRY, entry.value, 'entry', seen);
  } catch (error) {
    r.out.refuse('03.schema', error, { entry: seq });
    entry.raw = entry.value?.body?.data ?? {};
    entry.kind = typeof entry.value?.body?.kind === 'string' ? entry.value.body.kind : null;
    return entry;
  }
  entry.body = entry.value.body;
  Object.assign(entry, { kind: entry.body.kind, raw: entry.body.data, at: entry.body.at });
  readData(r, entry, seen);
  return entry;
}

// `v` and `kind` are read first (00 §7): an entry of another version is judged no further.
function unknownRecord(r, entry) {
  const { v, kind, data } = entry.value?.body ?? {};
  const later = Number.isSafeInteger(v) && v !== 1;
  if (!later && (typeof kind !== 'string' || Object.hasOwn(DATA, kind))) return false;
  Object.assign(entry, { foreign: true, raw: data ?? {}, kind: later ? null : kind });
  const found = later ? { field: 'body.v', expected: '1', found: String(v) } : { field: 'kind', expected: 'a kind of 01', found: shorten(kind) };
  r.out.skip('03.kind', { entry: entry.seq, ...found, note: 'unknown version or name' });
  if (!later) shapeOf(entry);
  return true;
}

// Of an entry of an unknown kind what does not depend on its kind is judged, if it has the form of 03 §2.
function shapeOf(entry) {
  try {
    check(ENTRY, entry.value, 'entry');
    entry.body = entry.value.body;
    entry.at = entry.body.at;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function readData(r, entry, seen) {
  const { kind, seq } = entry;
  try {
    check(DATA[kind], entry.raw, 'data', seen);
    entry.data = entry.raw;
  } catch (error) {
    r.out.refuse('03.schema', error, { entry: seq });
  }
  for (const { field, expected, found } of seen.unknown) {
    entry.unknown ||= !/level$/.test(field);
    r.out.skip('03.kind', { entry: seq, field, expected, found: shorten(found), note: 'unknown version or name' });
  }
}

/** Step 3. */
export function readEntries3(r) {
  r.entries = r.raw.map((bytes, seq) => readEntry(r, bytes, seq));
  const codes = ['03.canonical', '03.schema', '03.kind', '03.seq', '03.prev', '03.time', '03.simulation'];
  for (const code of codes) if (r.entries.length) r.out.cover(code, r.entries.length, 'entries');
  r.entries.forEach((entry, i) => entry.body && checkBody(r, entry, i));
  r.entries.forEach((entry) => checkAllocation(r, entry));
}

function checkBody(r, { body, seq }, i) {
  const fail = (code, field, expected, found) => r.out.fail(code, { entry: seq, field, expected, found });
  if (body.seq !== i) fail('03.seq', 'body.seq', i, body.seq);
  const prev = i === 0 ? '0'.repeat(64) : hashAt(r.hashes, i - 1);
  if (body.prev !== prev) fail('03.prev', 'body.prev', prev, body.prev);
  const before = r.entries[i - 1]?.at ?? 0;
  if (body.at < before) fail('03.time', 'body.at', `at least ${before}`, body.at);
  const first = r.entries[0].kind === 'genesis' ? r.entries[0].data?.simulation ?? r.entries[0].body?.simulation : undefined;
  if (first !== undefined && body.simulation !== first) fail('03.simulation', 'body.simulation', first, body.simulation);
}

// The two forms of draw.result (01 §5): which one is right is told by the campaign.
function checkAllocation(r, entry) {
  if (entry.kind !== 'draw.result' || !entry.data) return;
  const open = r.entries.find((e) => e.kind === 'campaign.open' && e.data?.campaign === entry.data.campaign);
  if (!open?.data || open.unknown) return;
  const wanted = open.data.allocation;
  const found = 'strata' in entry.data ? 'per_type' : 'pooled';
  if (wanted === found) return;
  r.out.fail('03.schema', { entry: entry.seq, field: 'data', expected: `the form of ${wanted}`, found: `the form of ${found}` });
  entry.data = null;
}

/** 04.genesis. */
export function checkGenesis(r) {
  r.out.cover('04.genesis');
  const [entry] = r.entries;
  const fail = (field, expected, found) => r.out.fail('04.genesis', { entry: 0, field, expected, found });
  if (entry === undefined) return fail('entry 0', 'genesis', 'no entry');
  const hash = hashAt(r.hashes, 0);
  if (hash !== r.trust.genesis) fail('leaf hash', r.trust.genesis, hash);
  if (entry.foreign) return r.out.skip('04.genesis', { entry: 0, note: 'unknown version or name', because: ['03.kind'] });
  if (entry.kind !== 'genesis') return fail('kind', 'genesis', entry.kind);
  if (!entry.data) return undefined;
  r.genesis = entry.data;
  agree(r, fail);
  for (const later of r.entries.slice(1)) {
    if (later.kind === 'genesis') r.out.fail('04.genesis', { entry: later.seq, field: 'kind', expected: 'genesis only as entry 0', found: 'genesis' });
  }
  return undefined;
}

function agree(r, fail) {
  const { genesis, trust } = r;
  if (!isKey(unhex(genesis.agency_key))) fail('data.agency_key', 'a public key that is a point not of small order', genesis.agency_key);
  if (genesis.origin !== trust.origin) fail('data.origin', trust.origin, genesis.origin);
  if (genesis.quorum !== trust.quorum) fail('data.quorum', trust.quorum, genesis.quorum);
  if (JSON.stringify(genesis.witnesses) !== JSON.stringify(trust.witnesses)) fail('data.witnesses', 'those of the trust file', 'others');
  try {
    policyKeys(genesis);
  } catch (error) {
    r.out.refuse('04.genesis', error, { entry: 0, field: 'data' });
  }
  const keys = [genesis.agency_key, hex(trust.log.key), ...trust.keys.map((k) => hex(k.key))];
  if (new Set(keys).size < keys.length) fail('data.agency_key', 'different keys', 'one key in two roles');
}

/** 04.signature. */
export function checkSignatures(r) {
  const agency = r.entries[0]?.kind === 'genesis' && isHex(r.entries[0].raw?.agency_key, 64) ? r.entries[0].raw.agency_key : null;
  if (agency === null) {
    r.out.skip('04.signature', { note: 'no genesis entry with a key', because: ['04.genesis'] });
    return;
  }
  const key = unhex(agency);
  if (!isKey(key)) {
    r.out.skip('04.signature', { note: 'the agency key is none that may be used', because: ['04.genesis'] });
    return;
  }
  const id = hex(sha256(key));
  r.out.cover('04.signature', r.entries.length, 'entries');
  r.entries.forEach((entry, i) => {
    if (entry.body) checkSignature(r, entry, key, id);
    if (i % 32 === 0) r.progress('signatures', i, r.entries.length);
  });
}

function checkSignature(r, entry, key, id) {
  const fail = (field, expected, found) => r.out.fail('04.signature', { entry: entry.seq, field, expected, found });
  const { sigs } = entry.value;
  if (sigs.length !== 1) return fail('sigs', 'exactly one', sigs.length);
  if (sigs[0].key !== id) return fail('sigs.0.key', id, sigs[0].key);
  const message = pae(entry.kind, bodySlice(fromUtf8(entry.bytes)));
  if (!verify(key, message, unhex(sigs[0].sig))) fail('sigs.0.sig', 'a signature of the agency key', sigs[0].sig);
  return undefined;
}

