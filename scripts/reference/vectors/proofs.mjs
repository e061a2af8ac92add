// Vectors of Merkle proofs (RFC 6962) and 03 §10 of docs/spec.

import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { encode } from '../../reference_draw.mjs';
import { L, R, bad, d, good, not, sha256, upper } from './kit.mjs';
import { LOOSE_KEYS, SMALL_KEYS, STRANGE_KEYS } from './points.mjs';
import { PUBLIC, PRIVATE_KEY, ORIGIN, KEYS_ARE, signer, LOG, noteText, line, logLine, uint64, cosign, noteOf, reduceTree, pathOf, vkeyOf, W2, W3, W4 } from './keys.mjs';

export function inclusionVectors() {
  const set = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const hashes = set.map((leaf) => sha256(Buffer.concat([Buffer.of(0), Buffer.from(leaf, 'hex')])));
  const of = (index, size, change = {}) => ({ leafhash: hashes[index].toString('hex'), index, size,
    proof: pathOf(hashes.slice(0, size), index), root: R.merkle({ leaves: set.slice(0, size) }), ...change });
  const yes = (name, comment, input) => good('inclusion', name, 'RFC 6962 §2.1.1', comment, input, true);
  const no = (name, comment, input, spec = 'RFC 6962 §2.1.1') => good('inclusion', name, spec, comment, input, (result) => assert.equal(result, false, name));
  for (let size = 1; size <= 8; size++) {
    for (let index = 0; index < size; index++) yes(`index ${index} of ${size}`, 'RFC 6962 test set', of(index, size));
  }
  const many = Array.from({ length: 300 }, (_, i) => sha256(`leaf ${i}`));
  for (const index of [0, 255, 256, 299]) {
    yes(`index ${index} of 300`, '', { leafhash: many[index].toString('hex'), index, size: 300, proof: pathOf(many, index), root: reduceTree(many).toString('hex') });
  }
  yes('greatest index', 'size 2^53 - 1, 52 hashes', greatest());

  for (let size = 1; size <= 8; size++) {
    const index = Math.floor(size / 2);
    const input = of(index, size);
    no(`size ${size}: other leaf hash`, '', { ...input, leafhash: d('leaf') });
    no(`size ${size}: other root`, '', { ...input, root: d('root') });
    no(`size ${size}: path a hash too long`, '', { ...input, proof: [...input.proof, d('hash')] });
    no(`size ${size}: index = size`, '', { ...input, index: size });
    if (size === 1) continue;
    no(`size ${size}: path a hash too short`, 'the last one is missing', { ...input, proof: input.proof.slice(0, -1) });
    no(`size ${size}: hash of the path changed`, '', { ...input, proof: input.proof.with(0, d('hash')) });
    no(`size ${size}: index before`, '', { ...input, index: index - 1 });
  }
  no('first hash of the path missing', '', of(2, 8, { proof: of(2, 8).proof.slice(1) }));
  no('path reversed', '', of(2, 8, { proof: of(2, 8).proof.toReversed() }));
  no('path empty', '', of(2, 8, { proof: [] }));
  no('path of another index', '', of(2, 8, { proof: of(3, 8).proof }));
  no('path of another size', '', of(6, 8, { proof: of(6, 7).proof }));
  no('inner node as a leaf', 'with the rest of the path', of(0, 8, { leafhash: of(2, 8).proof[1], proof: of(0, 8).proof.slice(1) }));
  no('size 0', '', of(0, 1, { size: 0 }));
  no('index far beyond', '', of(0, 8, { index: 2 ** 52 }));
  no('index below zero', '', of(0, 8, { index: -1 }), '00 §1.4');
  no('size 2^53', '', { ...greatest(), size: 2 ** 53 }, '00 §1.4');
  no('path of 64 hashes', '', of(0, 8, { proof: Array(64).fill(d('hash')) }), '03 §10');
  no('hash of the path in upper case', '', of(0, 8, { proof: of(0, 8).proof.map(upper) }), '00 §1.3');
  no('leaf hash in upper case', '', of(0, 8, { leafhash: upper(of(0, 8).leafhash) }), '00 §1.3');
  no('root in upper case', '', of(0, 8, { root: upper(of(0, 8).root) }), '00 §1.3');
  no('hash of the path too short', '', of(0, 8, { proof: of(0, 8).proof.with(1, '00') }), '00 §1.3');
}

/** RFC 6962 §2.1.2, PROOF and SUBPROOF over leaf hashes, as the RFC writes them. */
function consistencyOf(old, hashes, whole = true) {
  if (old === hashes.length) return whole ? [] : [reduceTree(hashes).toString('hex')];
  let split = 1;
  while (2 * split < hashes.length) split *= 2;
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  return old <= split ? [...consistencyOf(old, left, whole), reduceTree(right).toString('hex')]
    : [...consistencyOf(old - split, right, false), reduceTree(left).toString('hex')];
}

export function consistencyVectors() {
  const set = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const hashes = set.map((leaf) => sha256(Buffer.concat([Buffer.of(0), Buffer.from(leaf, 'hex')])));
  const rootOf = (size) => reduceTree(hashes.slice(0, size)).toString('hex');
  const of = (old, size, change = {}) => ({ old, new: size, old_root: rootOf(old), root: rootOf(size), proof: consistencyOf(old, hashes.slice(0, size)), ...change });
  const SPEC = 'RFC 6962 §2.1.2';
  const yes = (name, comment, input) => good('consistency', name, SPEC, comment, input, true);
  const no = (name, comment, input, spec = SPEC) => not('consistency', name, spec, comment, input);
  for (let size = 1; size <= 8; size++) for (let old = 1; old <= size; old++) yes(`${old} to ${size}`, 'RFC 6962 test set', of(old, size));
  // The sizes and proofs of github.com/transparency-dev/merkle, testdata/consistency/{1,2,3}/happy-path.json (Apache-2.0), are among them.
  for (const [old, size, ...proof] of [[1, 8, 'lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=', 'Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=', 'a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ='],
    [6, 8, 'DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=', 'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=', '037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc='],
    [2, 5, 'Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=', 'vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=']]) {
    assert.deepEqual(of(old, size).proof, proof.map((text) => Buffer.from(text, 'base64').toString('hex')));
  }
  const many = Array.from({ length: 300 }, (_, i) => sha256(`leaf ${i}`));
  const large = (old) => ({ old, new: 300, old_root: reduceTree(many.slice(0, old)).toString('hex'), root: reduceTree(many).toString('hex'), proof: consistencyOf(old, many) });
  for (const old of [1, 255, 256, 257, 299]) yes(`${old} to 300`, '', large(old));

  // The ways of testdata/consistency to spoil a proof, for a whole left part (4 to 7), the very first leaf and odd sizes.
  for (const [old, size] of [[1, 8], [6, 8], [2, 5], [4, 7]]) {
    const right = of(old, size);
    const spoil = (name, change, comment = '') => no(`${old} to ${size}: ${name}`, comment, { ...right, ...change });
    spoil('wrong old root', { old_root: d('root') });
    spoil('wrong root', { root: d('root') });
    spoil('roots exchanged', { old_root: right.root, root: right.old_root });
    spoil('old size + 1', { old: old + 1 });
    if (old > 1) spoil('old size - 1', { old: old - 1 });
    spoil('size doubled', { new: 2 * size });
    spoil('garbage behind', { proof: [...right.proof, d('hash')] });
    spoil('garbage in front', { proof: [d('hash'), ...right.proof] });
    spoil('old root in front', { proof: [right.old_root, ...right.proof] });
    spoil('truncated', { proof: right.proof.slice(0, -1) });
    spoil('empty', { proof: [] });
    right.proof.forEach((_, at) => spoil(`hash ${at} changed`, { proof: right.proof.with(at, flipBit(right.proof[at])) }, 'bit 4'));
  }
  no('smaller than before', 'a tree never shrinks', { ...of(5, 8), old: 8, new: 5, old_root: rootOf(8), root: rootOf(5) });
  no('same size, another root', 'a fork', of(5, 5, { root: d('root') }));
  no('same size with a proof', '', of(5, 5, { proof: [d('hash')] }));
  no('a leaf changed in between', 'the proof is that of the tree with another third leaf', of(2, 8, { root: reduceTree(hashes.with(2, sha256('x'))).toString('hex') }));
  no('the proof of an inclusion', '', of(1, 8, { proof: pathOf(hashes, 1) }));
  no('new size 2^53', '', of(4, 8, { new: 2 ** 53 }), '00 §1.4');
  no('size as a text', '', of(4, 8, { new: '8' }), '00 §1.4');
  no('64 hashes', '', of(4, 8, { proof: Array(64).fill(d('hash')) }), '03 §8');
  no('hash in upper case', '', of(4, 8, { proof: of(4, 8).proof.map(upper) }), '00 §1.3');
  no('hash too short', '', of(6, 8, { proof: of(6, 8).proof.with(0, '00') }), '00 §1.3');
  no('old root in upper case', '', of(4, 8, { old_root: upper(rootOf(4)) }), '00 §1.3');
}

const flipBit = (text) => {
  const bytes = Buffer.from(text, 'hex');
  bytes[0] ^= 0x10;
  return bytes.toString('hex');
};

/** The last leaf of a tree of 2^53 - 1: its path has one hash for each bit of the index. */
function greatest() {
  const size = Number.MAX_SAFE_INTEGER;
  const proof = Array.from({ length: 52 }, (_, i) => d(`sibling ${i}`));
  const root = proof.reduce((node, sibling) => sha256(Buffer.concat([Buffer.of(1), Buffer.from(sibling, 'hex'), node])), Buffer.from(d('last leaf'), 'hex'));
  return { leafhash: d('last leaf'), index: size - 1, size, proof, root: root.toString('hex') };
}

export function proofVectors() {
  const key = sha256(Buffer.from(PUBLIC, 'hex')).toString('hex');
  const signed = (body) => {
    const bodyText = encode(body);
    const sig = sign(null, Buffer.from(R.pae({ kind: body.kind, body: bodyText }), 'hex'), PRIVATE_KEY).toString('hex');
    return `{"body":${bodyText},"sigs":[{"key":"${key}","sig":"${sig}"}]}`;
  };
  const policy = [W2, W3, W4].map((one, i) => ({ body: `机构${i + 2}`, vkey: one.vkey }));
  const leafHashOf = (text) => sha256(Buffer.concat([Buffer.of(0), Buffer.from(text)]));
  const genesis = signed({ at: 1790000000, data: { agency_key: PUBLIC, origin: ORIGIN, profile: 'sunlot/v1', quorum: 2, simulation: true, witnesses: policy },
    kind: 'genesis', prev: L(0), seq: 0, simulation: true, v: 1 });
  const secret = d('a secret');
  const roster = d('roster');
  const committed = R.secret_commitment({ campaign: 1, draw: 2, roster, party: 'representative.3', secret });
  const DATA = { campaign: 1, commitment: committed, draw: 2, level: 'D', made_by: 'bot', person: L(4), representative: 3 };
  const trustOf = (change = {}) => `${encode({ genesis: leafHashOf(genesis).toString('hex'), log_key: LOG.vkey, origin: ORIGIN, quorum: 2, v: 1, witnesses: policy, ...change })}\n`;
  const bodyOf = (index, { kind = 'draw.contribution', data = {}, seq = index } = {}) => ({ at: 1790000000 + index, data: { ...DATA, ...data }, kind,
    prev: index === 0 ? L(0) : d(`entry hash ${index - 1}`), seq, simulation: true, v: 1 });
  /** The parts of a file: entry `index` in a tree of `size`. */
  const parts = (index, size, { entry = signed(bodyOf(index)), lines = [W2, W3], note = null, file = {} } = {}) => {
    const hashes = Array.from({ length: size }, (_, i) => (i === index ? leafHashOf(entry) : i === 0 ? leafHashOf(genesis) : Buffer.from(d(`entry hash ${i}`), 'hex')));
    const text = noteText(size, reduceTree(hashes).toString('hex'));
    return { checkpoint: note ? note(text) : noteOf(text, ...lines.map((by, i) => cosign(text, by, 1790001000 + i))),
      entry, index, kind: 'contribution', proof: pathOf(hashes, index), roster, secret: null, v: 1, ...file };
  };
  const write = (file) => `${encode(file)}\n`;
  const KEYS = `agency key of RFC 8032 §7.1 test 1; ${KEYS_ARE}`;
  const say = (comment) => [comment, KEYS].filter(Boolean).join('; ');
  const yes = (name, comment, file, known, trust = trustOf()) => good('proof', name, '03 §10', say(comment), { file: write(file), trust },
    { campaign: 1, draw: 2, representative: 3, index: file.index, ...known });
  const no = (name, spec, comment, file, trust = trustOf()) => bad('proof', name, spec, say(comment), { file: typeof file === 'string' ? file : write(file), trust });

  const ofOne = parts(0, 1);
  const trustOfOne = trustOf({ genesis: leafHashOf(ofOne.entry).toString('hex') });
  yes('closed, 0 of 1', 'form only (entry 0 of a ledger is its genesis): the path is empty', ofOne, { size: 1, signed: 2, opened: false }, trustOfOne);
  yes('opened, 0 of 1', 'form only', { ...ofOne, secret }, { size: 1, signed: 2, opened: true }, trustOfOne);
  for (const [index, size] of [[1, 2], [1, 7], [3, 7], [6, 7], [1, 300], [255, 300], [256, 300], [299, 300]]) {
    yes(`closed, ${index} of ${size}`, '', parts(index, size), { size, signed: 2, opened: false });
    yes(`opened, ${index} of ${size}`, '', parts(index, size, { file: { secret } }), { size, signed: 2, opened: true });
  }
  yes('nobody has signed', 'of the witnesses: 12.witness is not checked', parts(3, 7, { lines: [] }), { size: 7, signed: 0, opened: false });
  yes('one has signed', 'fewer than the quorum', parts(3, 7, { lines: [W4] }), { size: 7, signed: 1, opened: false });
  yes('all have signed', '', parts(3, 7, { lines: [W2, W3, W4], file: { secret } }), { size: 7, signed: 3, opened: true });
  yes('no policy', '', parts(3, 7, { lines: [], file: { secret } }), { size: 7, signed: 0, opened: true }, trustOf({ quorum: 0, witnesses: [] }));
  yes('made on a device', '', parts(3, 7, { entry: signed(bodyOf(3, { data: { made_by: 'device' } })), file: { secret } }), { size: 7, signed: 2, opened: true });

  const right = parts(3, 7, { file: { secret } });
  const change = (name, spec, comment, fields) => no(name, spec, comment, { ...right, ...fields });
  change('path: a hash changed', '03 §10', '', { proof: right.proof.with(1, d('hash')) });
  change('path: a hash too short', '00 §1.3', '', { proof: right.proof.with(1, d('hash').slice(2)) });
  change('path: two hashes exchanged', '03 §10', '', { proof: [right.proof[1], right.proof[0], right.proof[2]] });
  change('path: one hash less', '03 §10', '', { proof: right.proof.slice(0, -1) });
  change('path: one hash more', '03 §10', '', { proof: [...right.proof, d('hash')] });
  change('path: empty', '03 §10', '', { proof: [] });
  change('path: 64 hashes', '03 §10', '', { proof: Array(64).fill(d('hash')) });
  change('path: upper case', '00 §1.3', '', { proof: right.proof.map(upper) });
  change('path: a text', '03 §10', '', { proof: right.proof.join('') });
  change('index before', '03 §10', '', { index: 2 });
  change('index after', '03 §10', '', { index: 4 });
  change('index = size', '03 §10', '', { index: 7 });
  change('index far beyond', '03 §10', '', { index: 300 });
  change('index as a text', '00 §1.4', '', { index: '3' });
  no('entry says another seq', '03 §2', 'index and path are right', parts(3, 7, { entry: signed(bodyOf(3, { seq: 4 })) }));
  no('another entry', '03 §10', 'the path leads from the one before it was changed', { ...right, entry: signed(bodyOf(3, { data: { person: L(5) } })) });
  no('entry of another kind', '03 §10', 'in the tree, with the data of a contribution', parts(3, 7, { entry: signed(bodyOf(3, { kind: 'draw.commit' })) }));
  const { made_by, ...commitData } = DATA;
  no('a draw.commit', '03 §10', 'in the tree', parts(3, 7, { entry: signed({ ...bodyOf(3, { kind: 'draw.commit' }), data: commitData }) }));
  no('the genesis', '03 §10', '', { ...parts(0, 7, { entry: genesis }) });
  const loose = signed(bodyOf(3)).replace('{"body":', '{"body": ');
  no('entry not canonical', '03 §1', 'a blank; in the tree', parts(3, 7, { entry: loose }));
  no('entry with a final LF', '03 §1', 'in the tree', parts(3, 7, { entry: `${signed(bodyOf(3))}\n` }));
  no('entry not signed', '03 §3', 'in the tree', parts(3, 7, { entry: signed(bodyOf(3)).replace(/"sigs":\[.*\]/, '"sigs":[]') }));
  const data = (name, spec, fields) => no(name, spec, 'in the tree', parts(3, 7, { entry: signed(bodyOf(3, { data: fields })) }));
  data('data with an additional key', '00 §2.7', { secret });
  data('level A', '00 §7', { level: 'A' });
  data('made by nobody', '01 §5', { made_by: '' });
  data('commitment in upper case', '00 §1.3', { commitment: upper(committed) });
  data('draw 0', '01 §5', { draw: 0 });
  change('secret wrong', '02 §3', '', { secret: d('another secret') });
  change('secret is the commitment', '02 §3', '', { secret: committed });
  change('secret in upper case', '00 §1.3', '', { secret: upper(secret) });
  change('secret of 31 bytes', '00 §1.3', '', { secret: secret.slice(2) });
  change('secret empty', '03 §10', 'closed is null', { secret: '' });
  change('roster wrong', '02 §3', '', { roster: d('another roster') });
  change('roster in upper case', '00 §1.3', '', { roster: upper(roster) });
  for (const field of ['representative', 'draw', 'campaign']) {
    no(`commitment of another ${field}`, '02 §3', 'in the tree', parts(3, 7, { entry: signed(bodyOf(3, { data: { [field]: 4 } })), file: { secret } }));
  }
  change('extra key', '00 §2.7', '', { campaign: 1 });
  for (const name of ['checkpoint', 'proof', 'roster', 'secret', 'v']) {
    const { [name]: gone, ...lacking } = right;
    no(`without ${name}`, '00 §2.7', '', lacking);
  }
  change('another kind', '03 §10', '', { kind: 'receipt' });
  change('version 2', '00 §7', '', { v: 2 });
  no('no final LF', '03 §10', '', encode(right));
  no('two final LFs', '03 §10', '', `${encode(right)}\n\n`);
  no('CR LF', '03 §10', '', `${encode(right)}\r\n`);
  no('not canonical', '00 §2', 'a blank', write(right).replace('"v":1', '"v": 1'));
  no('keys unsorted', '00 §2.3', '', write(right).replace(/^\{(.*),"v":1\}/, '{"v":1,$1}'));
  no('empty', '03 §10', '', '');
  no('a list', '03 §10', '', write([right]));
  no('131,073 bytes', '03 §10', 'the kind is wrong, too: a right file cannot be so long', write({ ...right, kind: 'contribution'.padEnd(131073 - Buffer.byteLength(write(right)) + 12, 'x') }));
  no('checkpoint: log signature wrong', '03 §5', '', parts(3, 7, { note: (text) => `${text}\n${line(ORIGIN, LOG.id, Buffer.alloc(64, 7))}` }));
  no('checkpoint: of another log', '03 §5', '', parts(3, 7, { note: (text) => {
    const other = text.replace(ORIGIN, 'example.org/other');
    return `${other}\n${logLine(other, signer('example.org/other', 1, 1))}`;
  } }));
  no('checkpoint: not signed', '03 §5', '', parts(3, 7, { note: (text) => text }));
  no('checkpoint: a wrong line of a witness', '03 §8', '', parts(3, 7, { note: (text) => noteOf(text, line(W2.name, W2.id, uint64(1), Buffer.alloc(64, 7))) }));
  no('checkpoint: a witness twice', '03 §8', '', parts(3, 7, { lines: [W2, W2] }));
  no('checkpoint: of another root', '03 §10', '', { ...right, checkpoint: noteOf(noteText(7, d('root'))) });
  no('checkpoint: of a later tree', '03 §10', 'the path is that of size 7', { ...right, checkpoint: parts(3, 300, {}).checkpoint });
  no('checkpoint: smaller than the index', '03 §10', '', { ...right, checkpoint: parts(1, 2).checkpoint });
  const trust = (name, spec, fields, comment = '') => no(`trust: ${name}`, spec, comment, right, trustOf(fields));
  trust('another log key', '03 §5', { log_key: signer(ORIGIN, 5, 1).vkey });
  trust('log key of type 4', '03 §5', { log_key: signer(ORIGIN, 1, 4).vkey });
  trust('origin is not that of the log key', '03 §5', { origin: 'example.org/other' });
  trust('quorum 0', '01 §2', { quorum: 0 }, 'of three');
  trust('quorum 1', '01 §2', { quorum: 1 }, 'of three');
  trust('witnesses descending', '01 §2', { witnesses: policy.toReversed() });
  const withKey = (raw) => ({ witnesses: [...policy.slice(0, 2), { body: '机构9', vkey: vkeyOf('w9.example.org', raw, 4) }] });
  yes(`trust: witness key with ${STRANGE_KEYS[1][0]}`, 'canonical, and not of small order; it has not signed', right, { size: 7, signed: 2, opened: true }, trustOf(withKey(STRANGE_KEYS[1][1])));
  for (const at of [2, 4, 8]) trust(`witness key of small order: ${SMALL_KEYS[at][0]}`, '00 §1.3', withKey(SMALL_KEYS[at][1]), 'it has not signed');
  trust(`witness key not canonical: ${LOOSE_KEYS[2][0]}`, '00 §1.3', withKey(LOOSE_KEYS[2][1]), 'it has not signed');
  trust(`log key of small order: ${SMALL_KEYS[2][0]}`, '00 §1.3', { log_key: vkeyOf(ORIGIN, SMALL_KEYS[2][1], 1) }, 'the line of the log is by another key');
  trust('version 2', '00 §7', { v: 2 });
  trust('genesis in upper case', '00 §1.3', { genesis: upper(leafHashOf(genesis).toString('hex')) });
  trust('extra key', '00 §2.7', { x: 0 });
  no('trust: no final LF', '03 §6', '', right, trustOf().slice(0, -1));
  no('trust: not canonical', '03 §6', 'a blank', right, trustOf().replace('"v":1', '"v": 1'));
}
