// 03 of docs/spec: entries, checkpoints, witnesses, proofs.

import { ascending, decode, digest, exactly, hex, holds, integer, matching, need, ofVersion1, readFile, refuse, sha256, textOf, unhex, utf8 } from './text.mjs';
import { leafHash, nodeHash, splitOf, treeRoot } from './records.mjs';
import { secret_commitment } from './draw.mjs';
import { checkPublicKey, isSignedBy } from './ed25519.mjs';


// ---------------------------------------------------------------- 03 §1–3 entries

function checkBody(body) {
  ofVersion1(body, 'body');
  exactly(body, ['at', 'data', 'kind', 'prev', 'seq', 'simulation', 'v'], 'body');
  integer(body.at, 'at');
  integer(body.seq, 'seq');
  digest(body.prev, 'prev');
  need(typeof body.kind === 'string', 'kind is not a text', 'form');
  need(typeof body.simulation === 'boolean', 'simulation is not true or false', 'form');
  need(body.data !== null && typeof body.data === 'object' && !Array.isArray(body.data), 'data is not an object', 'form');
}

/** 03 §1–3: the form of one entry; its data (01), order and signature are not judged here. */
export function entry({ bytes: text }) {
  const bytes = utf8(text);
  need(bytes.length <= 60000, 'longer than 60,000 bytes', 'form');
  const { body, sigs } = exactly(decode(bytes), ['body', 'sigs'], 'the entry');
  checkBody(body);
  ascending(sigs, 'sigs', (sig) => sig.key);
  need(sigs.length > 0, 'no signature', 'signature');
  for (const sig of sigs) {
    exactly(sig, ['key', 'sig'], 'a signature');
    digest(sig.key, 'key');
    unhex(sig.sig, 'sig', 64);
  }
  const end = bytes.lastIndexOf(',"sigs":['); // the last one: the data may have such a key, signatures cannot
  return { leafhash: hex(leafHash(bytes)), body: bytes.subarray('{"body":'.length, end).toString('utf8') };
}

/** 03 §3: DSSE pre-authentication encoding; lengths are in bytes. */
export function pae({ kind, body }) {
  const payloadType = `application/vnd.sunlot.${kind}.v1+json`;
  return hex(utf8(`DSSEv1 ${utf8(payloadType).length} ${payloadType} ${utf8(body).length} ${body}`));
}

// ---------------------------------------------------------------- 03 §4–5, §8 tree, checkpoint, witnesses

/** RFC 6962 §2.1.1 backwards: the root that a path gives. The last hash of the path is the sibling nearest the root. */
function rootOfPath(leafHashed, position, size, path) {
  if (size === 1) {
    need(path.length === 0, 'the path is too long', 'hash');
    return leafHashed;
  }
  need(path.length > 0, 'the path is too short', 'hash');
  const [split, rest, sibling] = [splitOf(size), path.slice(0, -1), path.at(-1)];
  return position < split ? nodeHash(rootOfPath(leafHashed, position, split, rest), sibling)
    : nodeHash(sibling, rootOfPath(leafHashed, position - split, size - split, rest));
}

export function checkInclusion({ leafhash, index: position, size, proof: path, root }) {
  integer(size, 'the size', 1);
  integer(position, 'the index', 0, size - 1);
  need(Array.isArray(path), 'the path is not a list', 'form');
  need(path.length <= 63, 'the path is longer than 63', 'form'); // 03 §10
  const hashes = path.map((text) => unhex(text, 'a hash of the path', 32));
  const found = hex(rootOfPath(unhex(leafhash, 'the leaf hash', 32), position, size, hashes));
  need(found === digest(root, 'the root'), 'the path does not lead to the root', 'hash');
}

/** RFC 6962 §2.1.1 */
export const inclusion = (input) => holds(() => checkInclusion(input));

/** RFC 6962 §2.1.2 backwards: the two roots a consistency proof gives. `whole`: the old tree is a complete left part of this one. */
function rootsOfProof(oldSize, size, path, whole, oldRoot) {
  if (oldSize === size) {
    need(path.length === (whole ? 0 : 1), `the proof is too ${path.length === 0 ? 'short' : 'long'}`, 'hash');
    const [node] = whole ? [oldRoot] : path;
    return [node, node];
  }
  need(path.length > 0, 'the proof is too short', 'hash');
  const [split, rest, sibling] = [splitOf(size), path.slice(0, -1), path.at(-1)];
  if (oldSize <= split) {
    const [before, now] = rootsOfProof(oldSize, split, rest, whole, oldRoot);
    return [before, nodeHash(now, sibling)];
  }
  const [before, now] = rootsOfProof(oldSize - split, size - split, rest, false, oldRoot);
  return [nodeHash(sibling, before), nodeHash(sibling, now)];
}

export function checkConsistency({ old, new: size, old_root, root, proof: path }) {
  integer(size, 'the new size', 1);
  integer(old, 'the old size', 1, size);
  need(Array.isArray(path), 'the proof is not a list', 'form');
  need(path.length <= 63, 'the proof is longer than 63', 'form'); // 03 §8
  const hashes = path.map((text) => unhex(text, 'a hash of the proof', 32));
  const [before, now] = rootsOfProof(old, size, hashes, true, unhex(old_root, 'the old root', 32));
  need(hex(before) === old_root, 'the proof does not lead to the old root', 'hash');
  need(hex(now) === digest(root, 'the new root'), 'the proof does not lead to the new root', 'hash');
}

/** RFC 6962 §2.1.2; sizes from 1. */
export const consistency = (input) => holds(() => checkConsistency(input));

/** RFC 4648 §4, padded, canonical. */
export function base64(text, what) {
  const bytes = Buffer.from(text, 'base64');
  need(bytes.toString('base64') === text, `${what} is not canonical base64`, 'form');
  return bytes;
}

const LOG = 0x01; // 03 §5
const WITNESS = 0x04; // 03 §8
export const ORIGIN = /^[a-z0-9._/-]{3,100}$/; // 01 §2
const NAME = '[^+\\p{White_Space}\\p{Cc}]+';

/** 03 §5, §8: `<name>+<key id>+<base64 of type and public key>`. */
function readVkey(text, keyType) {
  need(typeof text === 'string', 'a vkey is not a text', 'form');
  const [, name, id, encoded] = new RegExp(`^(${NAME})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)$`, 'u').exec(text)
    ?? refuse('a vkey has the wrong form', 'form');
  need(utf8(name).length <= 255, 'a name is longer than 255 bytes', 'form');
  const key = base64(encoded, 'the key of a vkey');
  need(key.length === 33, 'the key of a vkey is not 33 bytes', 'form');
  need(key[0] === keyType, 'a vkey has another type of key', 'value');
  need(hex(sha256(Buffer.concat([utf8(name), Buffer.of(0x0a), key])).subarray(0, 4)) === id, 'a vkey has another key id', 'hash');
  if (keyType === LOG) matching(name, ORIGIN, 'the name of the log key');
  return { text, name, id, publicKey: checkPublicKey(key.subarray(1)) };
}

/** 01 §2 */
function checkPolicy(quorum, witnesses) {
  need(Array.isArray(witnesses) && witnesses.length <= 15, 'not a list of at most 15 witnesses', 'form');
  for (const one of witnesses) {
    exactly(one, ['body', 'vkey'], 'a witness');
    textOf(one.body, 'a body');
    need([...one.body].length <= 200, 'a body is longer than 200 characters', 'value');
  }
  const keys = witnesses.map((one) => readVkey(one.vkey, WITNESS));
  ascending(keys, 'witnesses', (key) => hex(utf8(key.text))); // names need not be ASCII
  need(new Set(keys.map((key) => hex(key.publicKey))).size === keys.length, 'two witnesses have one public key', 'value');
  need(new Set(witnesses.map((one) => one.body)).size === keys.length, 'two witnesses have one body', 'value');
  integer(quorum, 'the quorum', 0, keys.length);
  need(keys.length === 0 || 2 * quorum > keys.length, 'the quorum is not more than half', 'value');
}

export function checkPolicyObject(input) {
  exactly(input, ['quorum', 'witnesses'], 'the policy');
  checkPolicy(input.quorum, input.witnesses);
}

/** 01 §2 */
export const policy = (input) => holds(() => checkPolicyObject(input));

/** 03 §5: one signature line. */
function readLine(line) {
  const [, name, encoded] = new RegExp(`^— (${NAME}) ([A-Za-z0-9+/=]+)$`, 'u').exec(line) ?? refuse('not a signature line', 'form');
  const bytes = base64(encoded, 'a signature line');
  need(bytes.length > 4, 'a signature line without a signature', 'form');
  return { name, id: hex(bytes.subarray(0, 4)), rest: bytes.subarray(4) };
}

/** 03 §8: the time of a line of a witness of the policy. */
function readCosignature(witness, text, rest) {
  need(rest.length === 72, 'a cosignature of another length', 'signature');
  const time = Number(rest.readBigUInt64BE());
  need(time >= 1 && time <= Number.MAX_SAFE_INTEGER, 'the time of a cosignature is not 1 … 2^53 - 1', 'time');
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  need(isSignedBy(witness.publicKey, message, rest.subarray(8)), 'a cosignature is wrong', 'signature');
  return { time, vkey: witness.text };
}

/** 03 §5, §8: reads a signed note of this log; lines of unknown keys are ignored. */
export function cosignature({ note, log_key, witnesses }) {
  const log = readVkey(log_key, LOG);
  const known = witnesses.map((text) => readVkey(text, WITNESS));
  need(typeof note === 'string' && note.isWellFormed(), 'the note is not a text', 'form');
  need(utf8(note).length <= 16384, 'the note is longer than 16,384 bytes', 'form');
  need(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(note), 'the note has a control character', 'form');
  need(note.endsWith('\n'), 'no LF at the end of the note', 'form');
  const [origin, sizeText, rootText, empty, ...lines] = note.slice(0, -1).split('\n');
  need(origin === log.name, 'the note is of another origin', 'value');
  const size = integer(Number(matching(sizeText, /^(?:0|[1-9][0-9]*)$/, 'the size')), 'the size', 1);
  const root = base64(rootText ?? '', 'the root');
  need(root.length === 32, 'the root is not 32 bytes', 'form');
  need(empty === '' && lines.length > 0, 'no empty line and signatures after the three lines', 'form');
  need(lines.length <= 100, 'more than 100 signature lines', 'form');
  const text = `${origin}\n${sizeText}\n${rootText}\n`;
  const read = lines.map(readLine);
  const isOf = (key) => ({ name, id }) => name === key.name && id === key.id;
  const place = read.findIndex(isOf(log));
  need(place >= 0, 'no line of the log', 'signature');
  need(read.filter(isOf(log)).length === 1, 'two lines of the log', 'signature');
  const { rest: logSignature } = read[place];
  need(logSignature.length === 64 && isSignedBy(log.publicKey, utf8(text), logSignature), 'the signature of the log is wrong', 'signature');
  const signed = [];
  for (const witness of known) {
    const found = read.filter(isOf(witness));
    need(found.length <= 1, 'two lines of one witness', 'signature');
    if (found.length === 0) continue;
    signed.push(readCosignature(witness, text, found[0].rest));
  }
  signed.sort((a, b) => Buffer.compare(utf8(a.vkey), utf8(b.vkey)));
  return { size, root: hex(root), signed };
}

/** 03 §9 */
export function bracket({ note, log_key, witnesses, quorum, margin, time, last_open, entries }) {
  integer(quorum, 'the quorum (without one there is no bracket)', 1);
  integer(margin, 'the margin');
  integer(time, 'the time of the round');
  integer(last_open, 'the index of the last opening');
  const hashes = entries.map((text) => unhex(text, 'a leaf hash', 32));
  const { size, root, signed } = cosignature({ note, log_key, witnesses });
  need(size > last_open, 'the tree ends before the last opening', 'value');
  need(size <= hashes.length, 'the tree is larger than the ledger', 'value');
  need(hex(treeRoot(hashes.slice(0, size))) === root, 'the root is not that of the ledger', 'hash');
  const inTime = signed.map((one) => one.time).filter((t) => t <= time - margin).sort((a, b) => a - b);
  need(signed.length >= quorum, 'too few witnesses signed', 'signature');
  need(inTime.length >= quorum, 'too few witnesses signed in time', 'time');
  return { signed: inTime.length, margin: time - inTime[quorum - 1] };
}

// ---------------------------------------------------------------- 03 §6, §10 trust file, proof of a contribution

/** 03 §6 */
export const trust = ({ text }) => holds(() => readTrust(text));

export function readTrust(text) {
  const trust = ofVersion1(readFile(text, 'the trust file', 16384), 'the trust file');
  exactly(trust, ['genesis', 'log_key', 'origin', 'quorum', 'v', 'witnesses'], 'the trust file');
  digest(trust.genesis, 'genesis');
  checkPolicy(trust.quorum, trust.witnesses);
  need(readVkey(trust.log_key, LOG).name === trust.origin, 'the log key is of another origin', 'value');
  return trust;
}

/** 01 §5: body of a `draw.contribution`; gives its data. */
function contributionOf(text) {
  entry({ bytes: text }); // refuses every wrong form
  const { body, sigs } = decode(text);
  need(sigs.length === 1, 'not signed by exactly one key', 'signature'); // 03 §3
  need(body.kind === 'draw.contribution', 'an entry of another kind', 'value');
  const data = exactly(body.data, ['campaign', 'commitment', 'draw', 'level', 'made_by', 'person', 'representative'], 'the data');
  for (const name of ['campaign', 'draw', 'representative']) integer(data[name], name, 1);
  for (const name of ['commitment', 'person']) digest(data[name], name);
  need(data.level === 'D', 'unknown level', 'version');
  need(['bot', 'device'].includes(data.made_by), 'unknown maker', 'value');
  return { ...data, seq: body.seq };
}

/** 03 §10, judged with the trust file alone: the signature of the entry is not checked. */
export function proof({ file: text, trust: trustText }) {
  const trust = readTrust(trustText);
  const file = ofVersion1(readFile(text, 'the proof', 131072), 'the proof', 'contribution');
  exactly(file, ['checkpoint', 'entry', 'index', 'kind', 'proof', 'roster', 'secret', 'v'], 'the proof');
  digest(file.roster, 'the roster');
  const { size, root, signed } = cosignature({ note: file.checkpoint, log_key: trust.log_key,
    witnesses: trust.witnesses.map((one) => one.vkey) });
  need(typeof file.entry === 'string', 'the entry is not a text', 'form');
  const { seq, campaign, draw, representative, commitment: committed } = contributionOf(file.entry);
  checkInclusion({ leafhash: hex(leafHash(utf8(file.entry))), index: file.index, size, proof: file.proof, root });
  need(seq === file.index, 'the entry has another number', 'value'); // 03 §2
  if (file.secret !== null) {
    const opened = secret_commitment({ campaign, draw, roster: file.roster, party: `representative.${representative}`, secret: file.secret });
    need(opened === committed, 'the secret does not open the commitment', 'hash');
  }
  return { campaign, draw, representative, index: seq, size, signed: signed.length, opened: file.secret !== null };
}
