// Vectors of 02 §11 of docs/spec.

import assert from 'node:assert/strict';
import { beaconForm } from '../../reference_draw.mjs';
import { add, bad, good, refusal, sha256, d, upper } from './kit.mjs';
// ---------------------------------------------------------------- chain, round, beacon

const PARAMETERS = {
  quicknet: { period: 3, genesis: 1692803367, beacon_id: 'quicknet',
    public_key: '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
    genesis_seed: 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e' },
  default: { period: 30, genesis: 1595431050, beacon_id: 'default',
    public_key: '868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31',
    genesis_seed: '176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a' },
  test: { period: 3, genesis: 1767225600, beacon_id: 'sunlot-test',
    public_key: 'b9c276af2d70b81e69ed905b1b9c5d6b1e13aea09d7b86569217f6df8513279eab129a61e0e7e142e58889a669df6d460d4c874c58ff42df21746cad5d55e974a120fefe435f279d5ad78ad523b1b1f8277c9327e8c6c270e0bc07dfb22e2a39',
    genesis_seed: '3207b431dc89b99b00139bbf3955183b216f4461a8e55c056e44a079c0d30c5a' },
};
assert.equal(sha256('sunlot/v1/test-beacon/genesis').toString('hex'), PARAMETERS.test.genesis_seed);

export const QUICKNET = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971';
export const DEFAULT = '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce';
export const TEST = '914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c';
const SIGNATURES = { // see `beacon`
  quicknet: 'b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92',
  default: '814778ed1e480406beb43b74af71ce2f0373e0ea1bfdfea8f9ed62c876c20fcbc7f0163860e3da42ed2148756015f4551451898ffe06d384b4d002245025571b6b7a752f7158b40ad92b13b6d703ad31922a617f2c7f6d960b84d56cf1d79eef',
  test: '90015c9c4d6196438a7149c8598a273b59fd40b1c6034079284a6c5788ce19ca5f5819d89d18a2d0e3d5958be83776f7',
};

/** What may stand after `beacon=` in the seed and in the statement. */
export const BEACON_LINES = [
  ['quicknet', QUICKNET, 123, SIGNATURES.quicknet, 'a real round'],
  ['default', DEFAULT, 2634945, SIGNATURES.default, 'a real round; the previous signature is not in the line'],
  ['test', TEST, 10000000, SIGNATURES.test, 'a round of the test chain'],
  ['another round', TEST, 10000001, SIGNATURES.test, 'form only: the value is not judged here, the text differs'],
];
export const BROKEN_BEACON_LINES = [
  ['empty', '02 §4', '', ''],
  ['None', '02 §4', 'None', ''],
  ['unknown chain', '00 §7', `${d('some chain')}:123:${SIGNATURES.quicknet}`, ''],
  ['chain by its name', '02 §4', `quicknet:123:${SIGNATURES.quicknet}`, ''],
  ['chain in upper case', '00 §1.3', `${upper(QUICKNET)}:123:${SIGNATURES.quicknet}`, ''],
  ['round 0', '02 §11', `${QUICKNET}:0:${SIGNATURES.quicknet}`, ''],
  ['round with a leading zero', '00 §1.4', `${QUICKNET}:0123:${SIGNATURES.quicknet}`, ''],
  ['round 2^53', '00 §1.4', `${QUICKNET}:9007199254740992:${SIGNATURES.quicknet}`, ''],
  ['no round', '02 §4', `${QUICKNET}:${SIGNATURES.quicknet}`, ''],
  ['signature in upper case', '00 §1.3', `${QUICKNET}:123:${upper(SIGNATURES.quicknet)}`, ''],
  ['signature too short', '00 §1.3', `${QUICKNET}:123:${SIGNATURES.quicknet.slice(2)}`, ''],
  ['signature of the other scheme', '02 §11', `${QUICKNET}:123:${SIGNATURES.default}`, 'on G2, as long as in a chained chain'],
  ['unchained signature in a chained chain', '02 §11', `${DEFAULT}:123:${SIGNATURES.quicknet}`, ''],
  ['no signature', '02 §4', `${QUICKNET}:123:`, ''],
  ['with previous', '02 §4', `${DEFAULT}:2634945:${SIGNATURES.default}:${SIGNATURES.default}`, ''],
  ['line feed at the end', '02 §4', `${QUICKNET}:123:${SIGNATURES.quicknet}\n`, ''],
  ['blank', '02 §4', `${QUICKNET}: 123:${SIGNATURES.quicknet}`, ''],
  ['identity', '02 §11', `${QUICKNET}:123:c0${'0'.repeat(94)}`, ''],
];

export function chainVectors() {
  const of = (name, change) => ({ ...PARAMETERS[name], ...change });
  const yes = (name, comment, input, known) => good('chain', name, '02 §11', comment, input, known);
  const no = (name, spec, change, comment = '') => bad('chain', name, spec, comment, of('quicknet', change));
  yes('quicknet', '', of('quicknet'), QUICKNET);
  yes('default', 'the beacon id is left out', of('default'), DEFAULT);
  yes('test', '', of('test'), TEST);
  yes('quicknet named default', 'the beacon id is left out of this one, too', of('quicknet', { beacon_id: 'default' }));
  yes('default named Default', 'another name: it is hashed', of('default', { beacon_id: 'Default' }));
  yes('longest period', '2^32 - 1', of('test', { period: 2 ** 32 - 1 }));
  yes('genesis beyond 32 bits', '2^53 - 1', of('test', { genesis: Number.MAX_SAFE_INTEGER }));
  no('period 2^32', '02 §11', { period: 2 ** 32 });
  no('period below zero', '00 §1.4', { period: -3 });
  no('period with a fraction', '00 §1.4', { period: 1.5 });
  no('genesis 2^53', '00 §1.4', { genesis: 2 ** 53 });
  no('genesis as a text', '00 §1.4', { genesis: '1692803367' });
  no('public key in upper case', '00 §1.3', { public_key: upper(PARAMETERS.quicknet.public_key) });
  no('public key of 95 bytes', '00 §1.3', { public_key: PARAMETERS.quicknet.public_key.slice(2) });
  no('public key of 191 digits', '00 §1.3', { public_key: PARAMETERS.quicknet.public_key.slice(1) });
  no('no public key', '00 §1.3', { public_key: '' });
  no('genesis seed in upper case', '00 §1.3', { genesis_seed: upper(PARAMETERS.quicknet.genesis_seed) });
  no('genesis seed of 31 bytes', '00 §1.3', { genesis_seed: PARAMETERS.quicknet.genesis_seed.slice(2) });
  no('beacon id not ASCII', '00 §1.1', { beacon_id: '示例' });
}

export function roundVectors() {
  const yes = (name, chain, closed_at, known, comment = '') => good('round', name, '02 §11', comment, { chain, closed_at }, known);
  const no = (name, spec, chain, closed_at, comment = '') => bad('round', name, spec, comment, { chain, closed_at });
  yes('quicknet, exactly 90 seconds', QUICKNET, 1800000000, { round: 35732242, time: 1800000090 }, 'the example of the specification');
  yes('quicknet, a second later', QUICKNET, 1800000001, { round: 35732243, time: 1800000093 }, 'the example of the specification');
  yes('quicknet, two seconds later', QUICKNET, 1800000002, { round: 35732243, time: 1800000093 });
  yes('quicknet, three seconds later', QUICKNET, 1800000003, { round: 35732243, time: 1800000093 });
  const base = 1595431050 + 30 * 7000000 - 90; // round 7000001 is due 90 seconds after it
  yes('default, exactly 90 seconds', DEFAULT, base, { round: 7000001, time: base + 90 });
  yes('default, a second later', DEFAULT, base + 1, { round: 7000002, time: base + 120 });
  yes('default, a second earlier', DEFAULT, base - 1, { round: 7000001, time: base + 90 });
  yes('default, 29 seconds earlier', DEFAULT, base - 29, { round: 7000001, time: base + 90 });
  yes('default, 30 seconds earlier', DEFAULT, base - 30, { round: 7000000, time: base + 60 });
  yes('test, at its genesis', TEST, 1767225600, { round: 5, time: 1767225612 }, 'delay 12');
  yes('test, a second after its genesis', TEST, 1767225601, { round: 6, time: 1767225615 });
  yes('test, round 1', TEST, 1767225588, { round: 1, time: 1767225600 }, 'exactly 12 seconds before the genesis');
  yes('test, round 18000000', TEST, 1767225600 + 3 * 17999999 - 12, { round: 18000000, time: 1767225600 + 3 * 17999999 });
  yes('quicknet, round beyond 32 bits', QUICKNET, 1692803367 + 3 * 2 ** 32 - 90, { round: 2 ** 32 + 1, time: 1692803367 + 3 * 2 ** 32 });
  no('unknown chain', '00 §7', d('some chain'), 1800000000);
  no('chain none', '02 §11', 'none', 1800000000);
  no('chain by its name', '01 §3 item 6', 'quicknet', 1800000000);
  no('chain in upper case', '00 §1.3', upper(QUICKNET), 1800000000);
  no('chain too short', '00 §1.3', QUICKNET.slice(2), 1800000000);
  no('chain with a line feed', '00 §1.3', `${QUICKNET}\n`, 1800000000);
  no('closed below zero', '00 §1.4', QUICKNET, -1);
  no('closed with a fraction', '00 §1.7', QUICKNET, 1800000000.5);
  no('closed at a text', '00 §1.7', QUICKNET, '1800000000');
  no('closed at a date', '00 §1.7', QUICKNET, '2027-01-15T08:00:00Z');
  no('closed at null', '00 §1.7', QUICKNET, null);
  no('closed at 2^53', '00 §1.4', QUICKNET, 2 ** 53);
  no('the round is due after 2^53', '00 §1.4', QUICKNET, Number.MAX_SAFE_INTEGER, '2^53 - 1 and 90 seconds');
  no('before there are rounds', '02 §11', TEST, 1767225585, 'the formula gives 0, which is no round');
}

/** A value of a beacon; `expect` is data, the reference only says whether the form is right. */
function beaconVector(name, comment, chain, round, signature, previous, expect, isFormed) {
  const input = { chain, round, signature, previous };
  const refused = refusal(beaconForm, input);
  assert.equal(refused === null, isFormed, `beacon: form of ${name}`);
  add('beacon', name, '02 §11', comment, input, expect, expect ? null : refused?.kind ?? 'signature');
}

export function beaconVectors() {
  const real = (name, seen, chain, round, signature, previous = null) => {
    beaconVector(name, `real round; seen in ${seen}`, chain, round, signature, previous, true, true);
    return { chain, round, signature, previous };
  };
  const q123 = real('quicknet, round 123', 'noislabs/drand-verify src/verify.rs', QUICKNET, 123,
    SIGNATURES.quicknet);
  const q1000 = real('quicknet, round 1000', 'wallop_rs src/drand.rs', QUICKNET, 1000,
    'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39');
  real('quicknet, round 657413', 'python-drand-verify README', QUICKNET, 657413,
    'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b');
  const qTlock = real('quicknet, round 12040883', 'drand/tlock tlock_test.go', QUICKNET, 12040883,
    '929906c959032ab363c9f26570d215d66f5c06cb0c44fe508c12bb5839f04ec895bb6868e5b9ff13ab289bdb5266b394');
  const d1 = real('default, round 1', 'gist AnomalRoil/040893e2; before it is the genesis seed', DEFAULT, 1,
    '8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655',
    PARAMETERS.default.genesis_seed);
  const d2 = real('default, round 2634945', 'drand crypto/schemes_test.go', DEFAULT, 2634945,
    SIGNATURES.default,
    '8bd96294383b4d1e04e736360bd7a487f9f409f1e7bd800b720656a310d577b3bdb1e1631af6c5782a1d8979c502f395036181eff4058960fc40bb7034cdae1991d3eda518ab204a077d2f7e724974cf87b407e549bd815cf0b8e5a3832f675d');
  const made = (round, signature) => {
    beaconVector(`test, round ${round}`, 'made once with py_arkworks_bls12381 0.5.0 from the public scalar; data', TEST, round, signature, null, true, true);
    return { chain: TEST, round, signature, previous: null };
  };
  const t1 = made(1, '85b20482d2571ef80ab758271c945ba262669ac70b54ff51277c8175365f2e5977f5989a791ecbcbf428859e9fb537bb');
  const t123 = made(123, 'a0a8ec237e5d37539d5ff4070271e14e42be179e6b41fa1c4824eaa9eba777b73361b00fb631564ac1dfde3d716be565');
  const t10 = made(10000000, SIGNATURES.test);
  const t18 = made(18000000, 'a09ba2f6676223f46cf8918aee2bba4e0a53852ee741588b1107a7d7329256f445a739e881ea5098709522540cf052f8');

  const not = (isFormed) => (name, value, change, comment = '') => {
    const { chain, round, signature, previous } = { ...value, ...change };
    assert.notDeepEqual({ chain, round, signature, previous }, value);
    beaconVector(name, comment, chain, round, signature, previous, false, isFormed);
  };
  const wrong = not(true); // the form is right: arithmetic has to refuse it
  const misformed = not(false);
  /** Bit 0 is the top bit of the first byte. */
  const flip = (text, bit) => {
    const bytes = Buffer.from(text, 'hex');
    bytes[bit >> 3] ^= 0x80 >> (bit & 7);
    return bytes.toString('hex');
  };
  for (const bit of [2, 3, 7, 8, 100, 191, 377, 383]) {
    wrong(`quicknet 123: bit ${bit} flipped`, q123, { signature: flip(q123.signature, bit) }, bit === 2 ? 'the sign: the negative of the point' : '');
  }
  for (const bit of [2, 9, 383]) wrong(`test 10000000: bit ${bit} flipped`, t10, { signature: flip(t10.signature, bit) });
  for (const bit of [2, 5, 200, 383, 384, 387, 500, 767]) {
    wrong(`default 2634945: bit ${bit} flipped`, d2, { signature: flip(d2.signature, bit) }, bit === 2 ? 'the sign: the negative of the point' : '');
  }
  for (const [name, value] of [['quicknet 123', q123], ['default 2634945', d2], ['test 18000000', t18]]) {
    wrong(`${name}: round before`, value, { round: value.round - 1 });
    wrong(`${name}: round after`, value, { round: value.round + 1 });
  }
  misformed('round 0', t1, { round: 0 });
  misformed('round -1', t1, { round: -1 });
  wrong('round with its bytes exchanged', t1, { round: 2 ** 48 });
  wrong('round beyond 32 bits', t123, { round: 2 ** 32 + 123 }, 'the round is 64 bits long');
  wrong('quicknet 12040883 as 12040884', qTlock, { round: 12040884 });
  wrong('test 123 in quicknet', t123, { chain: QUICKNET }, 'another chain');
  wrong('quicknet 123 in test', q123, { chain: TEST }, 'another chain');
  misformed('quicknet 1000 in default', q1000, { chain: DEFAULT, previous: d2.previous }, 'another chain: the length is wrong');
  misformed('default 1 in quicknet', d1, { chain: QUICKNET, previous: null }, 'another chain: the length is wrong');
  wrong('round of a chain of another key', d2, { round: 3361396,
    signature: '9904b4ec42e82cb42ad53f171cf0510a5eedff8b5e02e2db5a187489f7875307746998b9a6cf82130d291126d4b83cea1048c9b3f07a067e632c20391dc059d22d6a8e835f3980c8bd0183fb6df00a8fbbe6b8c9f61e888dfa76e12af4d4e355',
    previous: 'a2377f4e0403f0fd05f709a3292be1b2b59fe990a673ad7b7561b5bd5982b882a2378d36e39befb6ea3bb7aac113c50a18fb07aa4f9a59f95f1aaa7826dafbfcdbf22347c29996c294286fd11b402ad83edd83fa21fe6735fccb65785edbed47' },
  'a real value under key 922a2e93…; seen in drand crypto/schemes_test.go');
  wrong('quicknet: round 3 of another chain', q123, { round: 3,
    signature: 'ac7c3ca14bc88bd014260f22dc016b4fe586f9313c3a549c83d195811a99a5d2d4999d4df6daec73ff51fafadd6d5bb5' },
  'a real value of the scheme bls-unchained-on-g1, key 876f6fa8…; seen in drand crypto/schemes_test.go');

  const zeros = (length) => '0'.repeat(length);
  misformed('quicknet: identity', q123, { signature: `c0${zeros(94)}` });
  misformed('default: identity', d2, { signature: `c0${zeros(190)}` });
  misformed('quicknet: infinity bit set', q123, { signature: flip(q123.signature, 1) });
  misformed('quicknet: compression bit cleared', q123, { signature: flip(q123.signature, 0) });
  misformed('default: compression bit cleared', d2, { signature: flip(d2.signature, 0) });
  misformed('quicknet: only zeros', q123, { signature: zeros(96) });
  misformed('quicknet: upper case', q123, { signature: upper(q123.signature) });
  misformed('default: upper case', d2, { signature: upper(d2.signature) });
  misformed('quicknet: one letter in upper case', q123, { signature: upper(q123.signature[0]) + q123.signature.slice(1) });
  misformed('quicknet: 47 bytes', q123, { signature: q123.signature.slice(0, -2) });
  misformed('quicknet: 95 digits', q123, { signature: q123.signature.slice(0, -1) });
  misformed('quicknet: 49 bytes', q123, { signature: `${q123.signature}00` });
  misformed('default: 95 bytes', d2, { signature: d2.signature.slice(0, -2) });
  misformed('quicknet: empty', q123, { signature: '' });
  misformed('quicknet: not hex', q123, { signature: `${q123.signature.slice(0, -1)}g` });
  misformed('quicknet: prefix 0x', q123, { signature: `0x${q123.signature}` });
  misformed('quicknet: line feed at the end', q123, { signature: `${q123.signature}\n` });
  misformed('quicknet: blank in front', q123, { signature: ` ${q123.signature}` });
  misformed('quicknet: the randomness instead', q123, { signature: 'fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc' },
    'H(signature) is not the value');

  wrong('quicknet: not in the subgroup', q1000,
    { signature: '8000000000000000000000000000000090ced30fa5449581bb47736a38e84b359de165c1c21d529d22d4ecb05e14fb93' }, 'a point of the curve');
  wrong('quicknet: point of order 3', q1000, { signature: `80${zeros(94)}` }, '(0, 2): on the curve, not in the subgroup');
  wrong('quicknet: plus a point of order 3', q1000,
    { signature: 'abbaa2cd356c8b543308abe2c07d92facb092294f841b0c295786b635167aba148d4e2e86fedf3cf2c04c43b68a5aaee' },
    'the value plus (0, 2): the pairing equation holds, the point is not in the subgroup');
  wrong('test: plus a point of order 3', t123,
    { signature: '887d8a2781662eea0f976c067bc486cfe76fd87fdc0e71c7956d9dc2b4d1a97fa43502d84b6fca2153844b1034aa31e1' },
    'the value plus (0, 2): the pairing equation holds, the point is not in the subgroup');
  wrong('default: plus a point of order 13', d1,
    { signature: '8557712044502e4b5df38a457e6d3a8196fadacc66bbb7b520770cf23e7be3bd205ab899d496cfa0e008812aebc6092d09da10116ff3c87372cf4a4c971cdeaefbae3c18c970d4791e121a4def2899b9df915d716d637e8a06cf2bcf7b90f45a' },
    'on the curve, not in the subgroup');
  wrong('quicknet: x not on the curve', q1000,
    { signature: 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e3c' }, 'x of round 1000 plus 3');
  wrong('default: x not on the curve', d1, { signature: `${d1.signature.slice(0, -1)}7` }, 'x plus 2');
  wrong('test: x not below the field', t1,
    { signature: '9fb3166d0bd7059255d2ffdd5fe00879c6dde64bfeda12108ead54162d10247d96a198992a72cbcbae27859e9fb4e266' },
    'x of round 1 plus the prime: not the compressed form of a point');
  wrong('test: x all ones', t1, { signature: `9f${'f'.repeat(94)}` });
  const signedAs = (name, signature, comment) => wrong(name, t123, { signature }, `${comment}; signed with the public scalar of the test chain`);
  signedAs('test: domain of G2', 'b3fdbae2780c426c3c368fdb902dc79ada5da6695040677dd61d907fba6f0b38cc168aeda1313a87ecdab28ebe430ba3',
    'DST BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_');
  signedAs('test: round in little-endian', 'b00b69aa3bc64594bbf6fdbee20bb29443a0cfb9fb454030ec2fb32645abdba0f4fcd8dfeae86af795973e394115cb53',
    'the message is H(uint64 LE R)');
  signedAs('test: round not hashed', '8e3b5c6b701c0a829b8c75c636e0d08aec0b43b458d608f0180c25b58f2a0db98a530da523537208d479580ca1f279ba',
    'the message is uint64 BE R');

  misformed('quicknet: previous given', q123, { previous: q1000.signature });
  misformed('quicknet: previous empty', q123, { previous: '' }, 'null is what has to stand there');
  misformed('test: previous given', t123, { previous: PARAMETERS.test.genesis_seed });
  misformed('default: previous missing', d2, { previous: null });
  misformed('default 1: previous missing', d1, { previous: null }, 'also round 1 has one');
  for (const bit of [2, 400, 767]) wrong(`default: bit ${bit} of previous flipped`, d2, { previous: flip(d2.previous, bit) });
  misformed('default 1: bit of the genesis seed flipped', d1, { previous: flip(d1.previous, 255) });
  misformed('default: previous in upper case', d2, { previous: upper(d2.previous) });
  misformed('default: previous too short', d2, { previous: d2.previous.slice(2) });
  misformed('default: genesis seed as previous', d2, { previous: PARAMETERS.default.genesis_seed }, 'only before round 1');
  misformed('default 1: a signature as previous', d1, { previous: d2.previous });
  wrong('default: previous is the signature itself', d2, { previous: d2.signature });
}
