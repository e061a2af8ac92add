// Entries as bytes (03 §1–§3) and the proof of a contribution (03 §10).

import { hex, same, unhex, utf8 } from './bytes.js';
import { check } from './form.js';
import { parseBytes } from './json.js';
import { leafHash, pathRoot } from './merkle.js';
import { LOG, checkLog, cosigned, parseNote, policyKeys, vkey } from './note.js';
import { DATA, ENTRY, PROOF, TRUST } from './records.js';
import { Refusal, Unknown } from './refusal.js';
import { secretCommitment } from './texts.js';

export const ENTRY_LIMIT = 60000;

/** The slice of an entry's text that is signed (03 §1). */
export function bodySlice(text) {
  return text.slice(8, text.lastIndexOf(',"sigs":['));
}

/** The value of an entry's bytes; Refusal if it is not canonical. */
export function parseEntry(bytes) {
  if (bytes.length > ENTRY_LIMIT) throw new Refusal('entry', `at most ${ENTRY_LIMIT} bytes`, bytes.length);
  return parseBytes(bytes);
}

/** The vector function `entry`: the form of 03 §1–§3 alone. */
export function entry({ bytes: text }) {
  const bytes = utf8(text);
  const value = parseEntry(bytes);
  check(ENTRY, value, 'entry');
  if (value.sigs.length === 0) throw new Refusal('sigs', 'at least one', 'none');
  return { leafhash: hex(leafHash(bytes)), body: bodySlice(text) };
}

/** The signed message of 03 §3. */
export function pae(kind, body) {
  const type = `application/vnd.sunlot.${kind}.v1+json`;
  return utf8(`DSSEv1 ${utf8(type).length} ${type} ${utf8(body).length} ${body}`);
}

/** A trust file (03 §6) with its keys; Refusal or Unknown otherwise. */
export function parseTrust(bytes) {
  if (bytes.length > 16384) throw new Refusal('trust file', 'at most 16,384 bytes', bytes.length);
  const value = known(TRUST, parseBytes(bytes, true), 'trust');
  const log = vkey(value.log_key, LOG);
  if (log.name !== value.origin) throw new Refusal('trust.log_key', value.origin, log.name);
  return { ...value, log, keys: policyKeys(value) };
}

/** `check`, with unknown names refused as Unknown. */
export function known(form, value, at) {
  otherVersion(value, at);
  const seen = { unknown: [] };
  check(form, value, at, seen);
  const [first] = seen.unknown;
  if (first) throw new Unknown(first.field, first.expected, first.found);
  return value;
}

// `v` is read first: of a record of another version nothing else is judged (00 §7).
function otherVersion(value, at) {
  const v = value?.v;
  if (Number.isSafeInteger(v) && v !== 1) throw new Unknown(`${at}.v`, 1, v);
}

function contributionEntry(proof) {
  const text = proof.entry;
  const value = known(ENTRY, parseEntry(utf8(text)), 'entry');
  if (value.sigs.length === 0) throw new Refusal('entry.sigs', 'at least one', 'none');
  if (value.body.kind !== 'draw.contribution') throw new Refusal('entry.kind', 'draw.contribution', value.body.kind);
  known(DATA['draw.contribution'], value.body.data, 'entry.data');
  if (value.body.seq !== proof.index) throw new Refusal('entry.seq', proof.index, value.body.seq);
  return value.body.data;
}

/** Form, note and path of a proof file: {proof, note, data}; Refusal otherwise (check 12.proof). */
export function parseProof(bytes, trust) {
  if (bytes.length > 131072) throw new Refusal('proof', 'at most 131,072 bytes', bytes.length);
  const proof = known(PROOF, parseBytes(bytes, true), 'proof');
  const data = contributionEntry(proof);
  const note = parseNote(utf8(proof.checkpoint));
  checkLog(note, trust.log);
  if (proof.index >= note.size) throw new Refusal('index', `below ${note.size}`, proof.index);
  const root = pathRoot(leafHash(utf8(proof.entry)), proof.index, note.size, proof.proof.map(unhex));
  if (root === null || !same(root, unhex(note.root))) throw new Refusal('proof', note.root, root === null ? 'a path of another length' : hex(root));
  return { proof, note, data };
}

/** Refuses a secret that does not open the commitment of the proof's entry (check 12.opening). */
export function checkSecret({ proof, data }) {
  const { campaign, draw, representative } = data;
  const party = `representative.${representative}`;
  const got = secretCommitment({ campaign, draw, roster: proof.roster, party, secret: proof.secret });
  if (got !== data.commitment) throw new Refusal('secret', data.commitment, got);
}

/** The vector function `proof`. */
export function proof({ file, trust: trustText }) {
  const trust = parseTrust(utf8(trustText));
  const parsed = parseProof(utf8(file), trust);
  const signed = cosigned(parsed.note, trust.keys).length;
  const opened = parsed.proof.secret !== null;
  if (opened) checkSecret(parsed);
  const { campaign, draw, representative } = parsed.data;
  return { campaign, draw, representative, index: parsed.proof.index, size: parsed.note.size, signed, opened };
}

