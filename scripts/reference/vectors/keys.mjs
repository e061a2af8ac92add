// Test keys, notes and trees: everybody knows these keys, nobody may use them.

import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { sha256 } from './kit.mjs';
// The key pair of RFC 8032 §7.1 test 1: everybody knows it, nobody may use it.
const SECRET = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
export const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
export const PRIVATE_KEY = createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${SECRET}`, 'hex'), format: 'der', type: 'pkcs8' });
assert.equal(createPublicKey(PRIVATE_KEY).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'), PUBLIC);

// ---------------------------------------------------------------- policy, cosignature, bracket

export const ORIGIN = 'example.org/sunlot';
export const KEYS_ARE = 'Ed25519 test seeds: log 32 bytes of 01, witnesses of 02, 03, 04, a stranger of 05';
const pairs = new Map();

/** The key pair whose seed is 32 times this byte: everybody knows it, nobody may use it. */
export function pair(byte) {
  if (!pairs.has(byte)) {
    const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]);
    const secret = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    pairs.set(byte, { secret, raw: createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32) });
  }
  return pairs.get(byte);
}
assert.equal(pair(1).raw.toString('hex'), '8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c');

/** A party that signs notes; type 1 = log, 4 = witness. */
export function signer(name, byte, type) {
  const key = Buffer.concat([Buffer.of(type), pair(byte).raw]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), key])).subarray(0, 4);
  return { name, id, secret: pair(byte).secret, vkey: `${name}+${id.toString('hex')}+${key.toString('base64')}` };
}

/** A vkey of these 32 bytes, with its key id; type 1 = log, 4 = witness. */
export function vkeyOf(name, raw, type) {
  const key = Buffer.concat([Buffer.of(type), raw]);
  return `${name}+${sha256(Buffer.concat([Buffer.from(`${name}\n`), key])).subarray(0, 4).toString('hex')}+${key.toString('base64')}`;
}

export const LOG = signer(ORIGIN, 1, 1);
export const [W2, W3, W4] = [signer('w2.example.org', 2, 4), signer('w3.example.org', 3, 4), signer('w4.example.org', 4, 4)];
export const STRANGER = signer('w5.example.org', 5, 4);
export const ALL = [W2, W3, W4].map((one) => one.vkey);

export const noteText = (size, root, origin = ORIGIN) => `${origin}\n${size}\n${Buffer.from(root, 'hex').toString('base64')}\n`;
export const line = (name, ...parts) => `— ${name} ${Buffer.concat(parts).toString('base64')}\n`;
export const logLine = (text, by = LOG) => line(by.name, by.id, sign(null, Buffer.from(text), by.secret));
export const uint64 = (number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
};
export const cosign = (text, by, time, saidTime = time) => line(by.name, by.id, uint64(saidTime),
  sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), by.secret));
/** A note with the log's line and then `lines`. */
export const noteOf = (text, ...lines) => `${text}\n${logLine(text)}${lines.join('')}`;

/** The byte of the seed of a signer, as two hex digits. */
export const seedOf = (one) => [...pairs].find(([, { secret }]) => secret === one.secret)[0].toString(16).padStart(2, '0');

// ---------------------------------------------------------------- inclusion, proof

/** RFC 6962 §2.1, over leaf hashes; made from the level below, not from the split of the reference. */
function levelsOf(hashes) {
  const levels = [hashes];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    levels.push(Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => (2 * i + 1 < below.length
      ? sha256(Buffer.concat([Buffer.of(1), below[2 * i], below[2 * i + 1]])) : below[2 * i])));
  }
  return levels;
}
export const reduceTree = (hashes) => levelsOf(hashes).at(-1)[0];

/** RFC 6962 §2.1.1: the siblings on the way up; a node without a sibling moves up as it is. */
export const pathOf = (hashes, index) => levelsOf(hashes).slice(0, -1)
  .map((level, height) => level[(index >> height) ^ 1]).filter((hash) => hash !== undefined).map((hash) => hash.toString('hex'));
