// The beacon chains of 02 §11, by chain hash.

import { hex, isHex, join, unhex, utf8 } from './bytes.js';
import { check, digest, exact, hexText, int, text } from './form.js';
import { Refusal } from './refusal.js';
import { sha256 } from './sha256.js';

const ROWS = [
  {
    name: 'quicknet', hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
    chained: false, period: 3, genesis: 1692803367, delay: 90, margin: 15,
    key: '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
    seed: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e', id: 'quicknet',
  },
  {
    name: 'default', hash: '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce',
    chained: true, period: 30, genesis: 1595431050, delay: 90, margin: 15,
    key: '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31',
    seed: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a', id: 'default',
  },
  {
    name: 'test', hash: '914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c',
    chained: false, period: 3, genesis: 1767225600, delay: 12, margin: 3,
    key: 'b9c276af2d70b81e69ed905b1b9c5d6b1e13aea09d7b86569217f6df8513279eab129a61e0e7e142e58889a669df6d460d4c874c58ff42df21746cad5d55e974a120fefe435f279d5ad78ad523b1b1f8277c9327e8c6c270e0bc07dfb22e2a39',
    seed: '3207b431dc89b99b00139bbf3955183b216f4461a8e55c056e44a079c0d30c5a', id: 'sunlot-test',
  },
];

const FORM = exact({ period: int(1, 0xffffffff), genesis: int(), public_key: hexText(), genesis_seed: digest, beacon_id: text });

/** The chain hash of 02 §11. */
export function chainHash(input) {
  check(FORM, input, 'chain');
  if (![96, 192].includes(input.public_key.length)) throw new Refusal('public_key', '96 or 192 digits', input.public_key);
  if (!/^[\x20-\x7e]+$/.test(input.beacon_id)) throw new Refusal('beacon_id', 'ASCII', input.beacon_id);
  const head = new DataView(new ArrayBuffer(12));
  head.setUint32(0, input.period);
  head.setBigInt64(4, BigInt(input.genesis));
  const id = input.beacon_id === 'default' ? '' : input.beacon_id;
  return hex(sha256(join(new Uint8Array(head.buffer), unhex(input.public_key), unhex(input.genesis_seed), utf8(id))));
}

/** Chain hash → chain. */
export const CHAINS = new Map(ROWS.map((row) => [row.hash, row]));
for (const row of ROWS) {
  const again = chainHash({ period: row.period, genesis: row.genesis, public_key: row.key, genesis_seed: row.seed, beacon_id: row.id });
  if (again !== row.hash) throw new Error(`chain ${row.name} hashes to ${again}`);
}

/** What is wrong with the form of a signature of a chain, or null; flag bits are those of 02 §11. */
export function signatureFault(chain, signature) {
  const length = chain.chained ? 192 : 96;
  if (!isHex(signature, length)) return { expected: `${length} hex digits`, found: signature };
  const flags = parseInt(signature.slice(0, 2), 16);
  if (flags < 0x80) return { expected: 'a compressed point', found: signature };
  return flags & 0x40 ? { expected: 'not the identity', found: signature } : null;
}

/** time(R) of a chain. */
export function timeOf(chain, round) {
  return chain.genesis + chain.period * (round - 1);
}

/** The round of a close at `at`, or null where it would be below 1. */
export function roundAt(chain, at) {
  const round = Math.ceil((at + chain.delay - chain.genesis) / chain.period) + 1;
  return round < 1 || !Number.isSafeInteger(round) ? null : round;
}

/** The vector function `round`. */
export function round({ chain: hash, closed_at: at }) {
  check(digest, hash, 'chain');
  check(int(), at, 'closed_at');
  const chain = CHAINS.get(hash);
  if (chain === undefined) throw new Refusal('chain', 'a chain of 02 §11', hash);
  const number = roundAt(chain, at);
  if (number === null) throw new Refusal('closed_at', 'a close that gives round 1 or later', at);
  const time = timeOf(chain, number);
  check(int(), time, 'time of the round');
  return { round: number, time };
}
