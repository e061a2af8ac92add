// Vectors of 03 §1–3 of docs/spec.

import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { encode } from '../../reference_draw.mjs';
import { R, good, bad, sha256, d, L, upper, UPPER } from './kit.mjs';
import { PUBLIC, PRIVATE_KEY } from './keys.mjs';
import { UNTIL } from './matching.mjs';

// ---------------------------------------------------------------- entry, pae


export function entryVectors() {
  const key = sha256(Buffer.from(PUBLIC, 'hex')).toString('hex');
  const zero = '0'.repeat(64);
  const signed = (kind, bodyText) => {
    const sig = sign(null, Buffer.from(R.pae({ kind, body: bodyText }), 'hex'), PRIVATE_KEY).toString('hex');
    return `{"body":${bodyText},"sigs":[{"key":"${key}","sig":"${sig}"}]}`;
  };
  const make = (kind, data, seq = 1, prev = d('entry before')) => signed(kind,
    encode({ at: 1790000000 + seq, data, kind, prev, seq, simulation: true, v: 1 }));
  const genesisData = { agency_key: PUBLIC, origin: 'example.org/sunlot', profile: 'sunlot/v1', quorum: 0, simulation: true, witnesses: [] };
  const campaign = (basis, title = '示例抽查') => ({
    allocation: 'pooled', approvals: [{ level: 'D', person: L(1) }, { level: 'D', person: L(2) }], avoidance_months: 6, basis,
    beacon: 'none', campaign: 1, catalogue: { blob: d('catalogue') }, disclose_by: '2027-03-31',
    institutions: { blob: d('institutions') }, matching: 'quotas', officials: [L(1), L(2)], open_basis: '', policy: 'sealed',
    reference_date: '2026-08-31', representatives: [{ number: 1, person: L(4), substitute: null }],
    roster: { blob: d('roster blob'), count: 60, root: d('roster') }, rules: 'sunlot/v1', sampling_until: UNTIL, supervisors: [L(3)],
    title, waivers: [],
  });
  /** A campaign.open entry of exactly `length` bytes, with as many Chinese characters as fit. */
  const ofLength = (length) => {
    const missing = length - Buffer.byteLength(make('campaign.open', campaign('')));
    return make('campaign.open', campaign('样'.repeat(Math.floor(missing / 3)) + 'x'.repeat(missing % 3)));
  };
  const yes = (name, spec, comment, bytes) => good('entry', name, spec, comment, { bytes }, (r) => {
    assert.equal(r.leafhash, sha256(Buffer.concat([Buffer.of(0), Buffer.from(bytes)])).toString('hex'));
    assert.ok(bytes.startsWith(`{"body":${r.body},"sigs":[{`));
    assert.equal(encode(JSON.parse(r.body)), r.body);
  });
  const no = (name, spec, bytes, comment = '') => bad('entry', name, spec, comment, { bytes });
  const genesis = make('genesis', genesisData, 0, zero);
  const commit = make('draw.commit', { campaign: 1, commitment: d('commitment'), draw: 1, level: 'D', person: L(1), representative: 1 });

  yes('genesis', '03 §1', 'signed with the key of RFC 8032 §7.1 test 1', genesis);
  yes('draw.commit', '03 §1', '', commit);
  yes('roster.audit', '03 §1', '', make('roster.audit', { campaign: 1, level: 'D', person: L(3), roster: d('roster'),
    statements: ['codes_unique', 'codes_valid', 'failures_flagged', 'types_complete'] }));
  yes('the border in a text', '03 §1', 'the title contains ,"sigs":[ in escaped form', make('campaign.open', campaign('依据', 'a","sigs":[b')));
  yes('the border in the data', '03 §1', 'form only (no v1 kind has such data): the body ends at the last ,"sigs":[',
    make('draw.commit', { campaign: 1, sigs: [] }));
  const longest = ofLength(60000);
  assert.equal(Buffer.byteLength(longest), 60000);
  yes('60,000 bytes', '03 §1', 'the longest one', longest);

  const tooLong = ofLength(60001);
  assert.ok(Buffer.byteLength(tooLong) === 60001 && tooLong.length < 60000);
  no('60,001 bytes', '03 §1', tooLong, 'about 21,000 characters: the limit is in bytes');
  const [bodyPart, sigsPart] = [commit.slice(1, commit.indexOf(',"sigs":[')), commit.slice(commit.indexOf(',"sigs":[') + 1, -1)];
  no('sigs before body', '03 §1', `{${sigsPart},${bodyPart}}`);
  no('final LF', '03 §1', `${commit}\n`);
  no('white space', '03 §1', commit.replace('{"body":', '{"body": '));
  no('keys of the body unsorted', '03 §1', commit.replace(/"at":([0-9]+),(.*),"v":1\}/, '$2,"v":1,"at":$1}'));
  no('key twice', '00 §2.3', commit.replace('"v":1}', '"v":1,"v":1}'));
  no('without sigs', '03 §1', `{${bodyPart}}`);
  no('without body', '03 §1', `{${sigsPart}}`);
  no('additional key', '03 §1', commit.replace(/\}$/, ',"x":0}'));
  no('no signature', '03 §3', `{${bodyPart},"sigs":[]}`);
  no('not an object', '03 §1', `[${commit}]`);
  no('empty', '03 §1', '');
  const body = (name, spec, from, to) => {
    assert.notEqual(commit.replace(from, to), commit);
    no(name, spec, commit.replace(from, to));
  };
  body('body with an additional key', '03 §2', '"v":1}', '"v":1,"x":0}');
  body('body without v', '03 §2', ',"v":1}', '}');
  body('body without seq', '03 §2', '"seq":1,', '');
  body('seq as a text', '03 §2', '"seq":1', '"seq":"1"');
  body('at with a fraction', '00 §1.7', '"at":1790000001', '"at":1790000001.5');
  body('at as a text', '00 §1.7', '"at":1790000001', '"at":"2026-09-21"');
  body('simulation as a number', '03 §2', '"simulation":true', '"simulation":1');
  body('prev in upper case', '00 §1.3', d('entry before'), upper(d('entry before')));
  body('prev too short', '00 §1.3', d('entry before'), d('entry before').slice(2));
  body('data is an array', '03 §2', /"data":\{.*?\}/, '"data":[]');
  body('data is null', '03 §2', /"data":\{.*?\}/, '"data":null');
  body('kind is null', '03 §2', '"kind":"draw.commit"', '"kind":null');
  const sigs = (name, spec, text) => no(name, spec, `{${bodyPart},"sigs":${text}}`);
  const one = (k, s = 'ab'.repeat(64)) => `{"key":"${k}","sig":"${s}"}`;
  sigs('signatures unsorted', '03 §3', `[${one(L(2))},${one(L(1))}]`);
  sigs('two signatures of one key', '03 §3', `[${one(L(1))},${one(L(1))}]`);
  sigs('signature in upper case', '00 §1.3', `[${one(L(1), 'AB'.repeat(64))}]`);
  sigs('signature of 63 bytes', '03 §3', `[${one(L(1), 'ab'.repeat(63))}]`);
  sigs('signature of 65 bytes', '03 §3', `[${one(L(1), 'ab'.repeat(65))}]`);
  sigs('key in upper case', '00 §1.3', `[${one(UPPER)}]`);
  sigs('key too short', '00 §1.3', `[${one('00')}]`);
  sigs('signature with an additional key', '03 §3', `[{"alg":"ed25519","key":"${L(1)}","sig":"${'ab'.repeat(64)}"}]`);
  sigs('signature without key', '03 §3', `[{"sig":"${'ab'.repeat(64)}"}]`);
  sigs('sigs is an object', '03 §3', one(L(1)));

  paeVectors([['genesis', genesis], ['draw.commit', commit], ['campaign.open', make('campaign.open', campaign('依据'))]]);
}

export function paeVectors(entries) {
  const text = (kind, body) => `DSSEv1 ${31 + kind.length} application/vnd.sunlot.${kind}.v1+json ${Buffer.byteLength(body)} ${body}`;
  const yes = (name, comment, kind, body) => good('pae', name, '03 §3', comment, { kind, body }, Buffer.from(text(kind, body)).toString('hex'));
  assert.equal('application/vnd.sunlot..v1+json'.length, 31);
  for (const [kind, bytes] of entries) yes(kind, kind === 'campaign.open' ? 'Chinese text: LEN counts bytes' : '', kind, R.entry({ bytes }).body);
  yes('one Chinese character', 'form only: 9 bytes, 7 characters', 'draw.void', '{"a":"示"}');
  yes('empty object', 'form only', 'confirm', '{}');
}
