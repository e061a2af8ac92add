// 02 §11 of docs/spec. No BLS arithmetic: of a value only the form is judged here.

import { sha256, hex, utf8, unhex, digest, integer, matching, refuse, need } from './text.mjs';

// ---------------------------------------------------------------- 02 §11 beacon

const CHAINS = new Map([
  ['52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971', // quicknet
    { chained: false, period: 3, genesis: 1692803367, delay: 90, margin: 15 }],
  ['8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce', // default
    { chained: true, period: 30, genesis: 1595431050, delay: 90, margin: 15,
      genesis_seed: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a' }],
  ['914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c', // test
    { chained: false, period: 3, genesis: 1767225600, delay: 12, margin: 3 }],
]);

/** 00 §7: a chain that is not in the table is unknown. */
export const knownChain = (hash) => CHAINS.get(digest(hash, 'the chain')) ?? refuse('unknown chain', 'version');

/** 02 §11: the chain hash; `beacon_id` is left out for `default`. */
export function chain({ period, genesis, public_key, genesis_seed, beacon_id }) {
  const numbers = Buffer.alloc(12);
  numbers.writeUInt32BE(integer(period, 'the period', 1, 2 ** 32 - 1), 0);
  numbers.writeBigInt64BE(BigInt(integer(genesis, 'genesis')), 4);
  const key = unhex(public_key, 'the public key');
  need([48, 96].includes(key.length), 'the public key is not as long as a point', 'form');
  matching(beacon_id, /^[\x21-\x7e]+$/, 'the beacon id');
  return hex(sha256(Buffer.concat([numbers, key, unhex(genesis_seed, 'the genesis seed', 32),
    utf8(beacon_id === 'default' ? '' : beacon_id)])));
}

/** 02 §11: the first round at least `delay` seconds after the close. */
export function round({ chain: hash, closed_at }) {
  const { period, genesis, delay } = knownChain(hash);
  const since = integer(closed_at, 'closed_at') + delay - genesis;
  const number = Math.floor((since + period - 1) / period) + 1;
  integer(number, 'the round', 1);
  return { round: number, time: integer(genesis + period * (number - 1), 'the time of the round') };
}

/** 02 §11: a compressed point that is not the identity, before any arithmetic. */
function point(text, what, length) {
  const [first] = unhex(text, what, length);
  need((first & 0x80) !== 0, `${what} is not compressed`, 'form');
  need((first & 0x40) === 0, `${what} is the identity`, 'value');
  return text;
}

/** 02 §11: the form of a value. Whether it is the chain's takes a pairing, which is not here. */
export function beaconForm({ chain: hash, round: number, signature, previous }) {
  const { chained, genesis_seed } = knownChain(hash);
  integer(number, 'the round', 1);
  point(signature, 'the signature', chained ? 96 : 48);
  if (!chained) need(previous === null, 'an unchained value has no previous signature', 'form');
  else if (number === 1) need(previous === genesis_seed, 'before round 1 is the genesis seed', 'value');
  else point(previous, 'the previous signature', 96);
}

/** 02 §4: what stands after `beacon=`: `none` or chain, round and signature. */
export function beaconText(text) {
  if (text === 'none') return text;
  const [, hash, number, signature] = /^([^:]*):(0|[1-9][0-9]*):([^:]*)$/.exec(text) ?? refuse('the beacon has the wrong form', 'form');
  const { chained } = knownChain(hash);
  integer(Number(number), 'the round', 1);
  point(signature, 'the signature', chained ? 96 : 48);
  return text;
}
