// Vectors of 00 §1.3 of docs/spec: Ed25519 by RFC 8032 §5.1.7.
//
// The cases named tcId are those of Project Wycheproof (github.com/C2SP/wycheproof, testvectors_v1/ed25519_test.json,
// 151 tests, Apache License 2.0), chosen one or two for each kind of fault. What RFC 8032 leaves open and
// libraries differ in, 00 §1.3 decides: the vectors of keys that are refused, and of the equation without the cofactor,
// are our own (points.mjs).

import assert from 'node:assert/strict';
import { isSignedBy } from '../ed25519.mjs';
import { good, not, under, upper } from './kit.mjs';
import { LOOSE_KEYS, SMALL_KEYS, mixedKey, signSmall } from './points.mjs';

const FROM = 'Wycheproof ed25519_test.json, Apache-2.0';
const KEY = '7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa'; // of tcId 1 … 70
const KEY_71 = 'a12c2beb77265f2aac953b5009349d94155a03ada416aad451319480e983ca4c';
const KEY_84 = '100fdf47fb94f1536a4f7c3fda27383fa03375a8f527c537e6f1703c47f94f86';
const TEST = '54657374'; // "Test"
const SIG_3 = '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab07a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d';
const R_3 = SIG_3.slice(0, 64);

const VALID = [
  [1, KEY, '', 'd4fbdb52bfa726b44d1786a8c0d171c3e62ca83c9e5bbe63de0bb2483f8fd6cc1429ab72cafc41ab56af02ff8fcc43b99bfe4c7ae940f60f38ebaa9d311c4007', 'empty message'],
  [2, KEY, '78', 'd80737358ede548acb173ef7e0399f83392fe8125b2ce877de7975d8b726ef5b1e76632280ee38afad12125ea44b961bf92f1178c9fa819d020869975bcbe109', ''],
  [3, KEY, TEST, SIG_3, ''],
  [5, KEY, '313233343030', '657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2bf0cf5b3a289976458a1be6277a5055545253b45b07dcc1abd96c8b989c00f301', ''],
  [6, KEY, '000000000000000000000000', 'd46543bfb892f84ec124dcdfc847034c19363bf3fc2fa89b1267833a14856e52e60736918783f950b6f1dd8d40dc343247cd43ce054c2d68ef974f7ed0f3c60f', ''],
  [71, KEY_71, '', '5056325d2ab440bf30bbf0f7173199aa8b4e6fbc091cf3eb6bc6cf87cd73d992ffc216c85e4ab5b8a0bbc7e9a6e9f8d33b7f6e5ac0ffdc22d9fcaf784af84302', ''],
  [73, KEY_71, TEST, '8a9bb4c465a3863abc9fd0dd35d80bb28f7d33d37d74679802d63f82b20da114b8d765a1206b3e9ad7cf2b2d8d778bb8651f1fa992db293c0039eacb6161480f', ''],
  [80, 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b', 'RFC 8032 §7.1 test 1'],
  [81, '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00', 'RFC 8032 §7.1 test 2'],
  [82, 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a', 'RFC 8032 §7.1 test 3'],
  [84, KEY_84, '124e583f8b8eca58bb29c271b41d36986bbc45541f8e51f9cb0133eca447601e',
    'dac119d6ca87fc59ae611c157048f4d4fc932a149dbe20ec6effd1436abf83ea05c7df0fef06147241259113909bc71bd3c53ba4464ffcad3c0968f2ffffff0f', 'S just below the bound'],
  [86, '8fd659b77b558ed93882c1157438450ac86ec62d421d568e98ee236f3810295a',
    'b0729a713593a92e46b56eaa66b9e435f7a09a8e7de03b078f6f282285276635f301e7aaafe42187c45d6f5b13f9f16b11195cc125c05b90d24dfe4c',
    '7db17557ac470c0eda4eedaabce99197ab62565653cf911f632ee8be0e5ffcfc88fb94276b42e0798fd3aa2f0318be7fc6a29fae75f70c3dcdc414a0ad866601', ''],
];

/** tcId 10 … 29: every pair of a special R and a special S over the message 3f. */
const SPECIAL_R = [['0', '00'.repeat(32)], ['1', `01${'00'.repeat(31)}`],
  ['the order', `edd3f55c1a631258d69cf7a2def9de14${'00'.repeat(15)}10`], ['the field prime', `ed${'ff'.repeat(30)}7f`]];
const SPECIAL_S = [SPECIAL_R[0], SPECIAL_R[1], ['the order - 1', `ecd3f55c1a631258d69cf7a2def9de14${'00'.repeat(15)}10`], SPECIAL_R[2], SPECIAL_R[3]];

/** Of another length: refused before any arithmetic. */
const LENGTHS = [
  [30, TEST, '', 'empty'],
  [31, TEST, R_3, 'S is missing'],
  [32, TEST, SIG_3.slice(0, -4), 'two bytes too short'],
  [33, TEST, `${SIG_3}2020`, 'two bytes too long'],
  [34, TEST, SIG_3 + KEY, 'followed by the public key'],
  [35, TEST, `00${SIG_3}`, 'zero byte in front'],
  [36, TEST, `${R_3}00${SIG_3.slice(64)}`, 'zero byte before S'],
  [37, TEST, `${SIG_3}00`, 'zero byte behind'],
  [38, '546573743137', '93de3ca252426c95f735cb9edd92e83321ac62372d5aa5b379786bae111ab6b17251330e8f9a7c30d6993137c596007d7b001409287535ac4804e662bc58a3', 'a zero byte removed'],
];

/** R changed so that only a reader that ignores the change accepts. */
const CHANGED_R = [
  [42, '647c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2b1d125e5538f38afbcc1c84e489521083041d24bc6240767029da063271a1ff0c', 'bit 0 of R'],
  [45, 'e57c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2bbb3eb51cd98dddb235a5f46f2bded6af184a58d09cce928bda43f41d69118a03', 'bit 7 of R'],
  [53, '657c1492402ab5ce03e2c3a7f0384d851b9cf3570f1207fc78c1bcc98c281c2bb978c866187ffb1cc7b29a0b4045aefc08768df65717194ff0c6e63f4dea0d02', 'bit 127 of R'],
  [59, '657c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281cab227aedf259f910f0f3a759a335062665217925d019173b88917eae294f75d40f', 'the sign of R'],
  [60, '0000000000000000000000000000000000000000000000000000000000000000e0b8e7770d51c7a36375d006c5bffd6af43ff54aaf47e4330dc118c71d61ec02', 'R is 0'],
  [61, 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff463a1908382e7eb7693acef9884f7cf931a215e0791876be22c631a59881fd0e', 'R is no point'],
  [62, '9a83eb6dbfd54a31fc1d3c580fc7b2fae4630ca8f0edf803873e433673d7e3d40e94254586cb6188c5386c3febed477cb9a6cb29e3979adc4cb27cf5278fb70a', 'all bits of R'],
];

/** S of tcId 3 replaced: a reader that reduces S or drops its upper bits accepts. */
const MALLEABLE = [
  [63, '67654bce3832c2d76f8f6f5dafc08d9339d4eef676573336a5c51eb6f946b31d', 'S + order'],
  [64, '5439412b5395d42f462c67008eba6ca839d4eef676573336a5c51eb6f946b32d', 'S + 2 · order'],
  [65, '2ee12ce5875bf9dff26556464bae2ad239d4eef676573336a5c51eb6f946b34d', 'S + 4 · order'],
  [66, 'e2300459f1e742404cd934d2c595a6253ad4eef676573336a5c51eb6f946b38d', 'S + 8 · order'],
  [67, '7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b32d', 'S + 2^253'],
  [68, '7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b34d', 'S + 2^254'],
  [69, '7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b38d', 'S + 2^255'],
  [70, '679155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b38d', 'S + the field prime'],
];

export function ed25519Vectors() {
  const SIGNED = under('00 §1.3', 'S03-3'); // an otherwise well-formed signature is not right
  const say = (comment) => [comment, FROM].filter(Boolean).join('; ');
  const no = (name, spec, comment, public_key, message, signature) => not('ed25519', name, spec, comment, { public_key, message, signature });
  for (const [id, public_key, message, signature, comment] of VALID) {
    good('ed25519', `tcId ${id}`, '00 §1.3', say(comment), { public_key, message, signature }, true);
  }
  SPECIAL_R.forEach(([nameOfR, r], i) => SPECIAL_S.forEach(([nameOfS, s], j) => {
    no(`tcId ${10 + 5 * i + j}`, j > 2 ? '00 §1.3' : SIGNED, say(`R is ${nameOfR}, S is ${nameOfS}`), KEY, '3f', r + s);
  }));
  for (const [id, message, signature, comment] of LENGTHS) no(`tcId ${id}`, '00 §1.3', say(comment), KEY, message, signature);
  for (const [id, signature, comment] of CHANGED_R) no(`tcId ${id}`, SIGNED, say(comment), KEY, '313233343030', signature);
  for (const [id, s, comment] of MALLEABLE) no(`tcId ${id}`, '00 §1.3', say(comment), KEY, TEST, R_3 + s);
  no('tcId 85', '00 §1.3', say('S just above the bound'), KEY_84, '6a0bc2b0057cedfc0fa2e3f7f7d39279b30f454a69dfd1117c758d86b19d85e0',
    '0971f86d2c9c78582524a103cb9cf949522ae528f8054dc20107d999be673ff4e25ebf2f2928766b1248bec6e91697775f8446639ede46ad4df4053000000010');
  no('another message', SIGNED, 'of tcId 3, a bit flipped', KEY, '54657375', SIG_3);
  no('message longer by a zero byte', SIGNED, 'of tcId 3', KEY, `${TEST}00`, SIG_3);
  no('another key', SIGNED, 'of tcId 3', KEY_71, TEST, SIG_3);
  no('signature in upper case', '00 §1.3', 'of tcId 3', KEY, TEST, upper(SIG_3));
  no('public key in upper case', '00 §1.3', 'of tcId 3', upper(KEY), TEST, SIG_3);
  no('public key of 31 bytes', '00 §1.3', 'of tcId 3', KEY.slice(2), TEST, SIG_3);
  no('public key of 33 bytes', '00 §1.3', 'of tcId 3', `${KEY}00`, TEST, SIG_3);
  no('message of odd length', '00 §1.3', 'of tcId 3', KEY, `${TEST}0`, SIG_3);
  refusedKeys();
}

const fits = ({ public_key, message, signature }) => isSignedBy(...[public_key, message, signature].map((text) => Buffer.from(text, 'hex')));

/** 00 §1.3: keys of small order, keys that are not canonical, and the equation without the cofactor. */
function refusedKeys() {
  const no = (name, comment, input) => not('ed25519', name, '00 §1.3', comment, input);
  for (const [name, key] of SMALL_KEYS) {
    no(`key of small order: ${name}`, 'R = [S]B, and [k]A is the neutral point: the equation holds, without any secret', signSmall(key, 0n));
  }
  for (const [name, key] of LOOSE_KEYS.slice(0, 2)) {
    no(`key not canonical: ${name}`, 'a second encoding of a point of small order; for a reader that reduces y the equation holds', signSmall(key, 0n));
  }
  for (const [name, key] of LOOSE_KEYS.slice(2)) {
    no(`key not canonical: ${name}`, 'nobody knows a signature that fits', { public_key: key.toString('hex'), message: TEST, signature: SIG_3 });
  }
  const a = 987654321n;
  const mixed = signSmall(mixedKey(a), a);
  assert.ok(fits(mixed));
  good('ed25519', 'key with a part of small order', '00 §1.3', 'the key is [987654321]B and a point of order 8, so not of small order; the equation holds without the cofactor', mixed, true);
  const loose = signSmall(mixedKey(a), a, { cofactor: true });
  assert.ok(!fits(loose));
  no('only the cofactored equation holds', 'the same key: [8][S]B = [8]R + [8][k]A, but [S]B is not R + [k]A', loose);
}
