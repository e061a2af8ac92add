// A small synthetic book (per_type, weights, policy open, a void by `verifier`, a repeat), signed again with
// every operator key after each change: what the big sample does not have. It is made with the verifier's own functions, so it shows that the steps fit together and
// name a fault, not that they fit the specification: that is what the vectors and exported attacks show.

import { generateKeyPairSync, sign } from 'node:crypto';
import '../../verifier/browser/resolve.mjs';

const core = '../../verifier/browser/src/core/';
const { base64, hex, join, unhex, utf8 } = await import(`${core}bytes.js`);
const { sha256 } = await import(`${core}sha256.js`);
const { isEnterprise } = await import(`${core}codes.js`);
const { write } = await import(`${core}json.js`);
const { pae } = await import(`${core}entry.js`);
const { leafHash, rootOf } = await import(`${core}merkle.js`);
const { commit, hashText, leaf, secretCommitment, seed, statement, statementText } = await import(`${core}texts.js`);
const { list } = await import(`${core}lists.js`);
const { strata } = await import(`${core}strata.js`);
const { match } = await import(`${core}matching.js`);
const { totals } = await import(`${core}totals.js`);
const { verify } = await import(`${core}run.js`);
const { FolderSource } = await import(`${core}sources.js`);

const pair = () => {
  const keys = generateKeyPairSync('ed25519');
  const raw = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(12);
  return { key: Uint8Array.from(raw), sign: (message) => Uint8Array.from(sign(null, message, keys.privateKey)) };
};
const agency = pair();
const log = pair();
export const ORIGIN = 'example.org/small';
export const fake = (text) => hex(sha256(utf8(text))); // salts, persons, secrets: synthetic and repeatable
const [O1, O2] = [fake('o1'), fake('o2')].sort();
const P = [fake('p1'), fake('p2')];
export const S = fake('supervisor');
export const START = 1_790_000_000;

class Book {
  constructor() {
    this.blobs = new Map();
    this.data = [];
  }

  blob(text) {
    const bytes = utf8(text);
    const name = hex(sha256(bytes));
    this.blobs.set(name, bytes);
    return name;
  }

  add(kind, data) {
    this.data.push({ kind, data });
    return this.data.length - 1;
  }

  files() {
    const entries = [];
    let prev = '0'.repeat(64);
    this.data.forEach(({ kind, data, at = null, v = 1, garbled = false }, seq) => {
      const body = write({ at: at ?? START + seq, data, kind, prev, seq, simulation: true, v });
      const sig = hex(agency.sign(pae(kind, body)));
      entries.push(utf8(`${garbled ? ' ' : ''}{"body":${body},"sigs":[{"key":"${hex(sha256(agency.key))}","sig":"${sig}"}]}`));
      prev = hex(leafHash(entries.at(-1)));
    });
    return this.pack(entries);
  }

  pack(entries) {
    const hashes = join(...entries.map(leafHash));
    const text = `${ORIGIN}\n${entries.length}\n${base64(rootOf(hashes))}\n`;
    const id = sha256(join(utf8(`${ORIGIN}\n`), Uint8Array.of(1), log.key)).subarray(0, 4);
    const files = new Map([...this.blobs].map(([name, bytes]) => [`blob/sha256/${name}`, bytes]));
    files.set('checkpoint', utf8(`${text}\n— ${ORIGIN} ${base64(join(id, log.sign(utf8(text))))}\n`));
    files.set(`tile/0/000.p/${entries.length}`, hashes);
    files.set(`tile/entries/000.p/${entries.length}`, join(...entries.map((e) => join(Uint8Array.of(e.length >> 8, e.length & 255), e))));
    const key = `${ORIGIN}+${hex(id)}+${base64(join(Uint8Array.of(1), log.key))}`;
    const trust = write({ genesis: hex(leafHash(entries[0])), log_key: key, origin: ORIGIN, quorum: 0, v: 1, witnesses: [] });
    return { files, trust: utf8(`${trust}\n`) };
  }
}

const TYPES = ['A01', 'B07'];
const facts = (i) => ({ conflicts: [], failed: i % 9 === 0 ? [{ evidence: '', type: 'A01' }] : [], last: [], region: '990101', status: i % 10 === 5 ? 'closed' : 'normal', types: i % 2 ? TYPES : ['A01'] });
const institutions = ['I1', 'I2', 'I3'].map((code) => ({
  code, name: code, types: [{ sampling_weight: 2, testing_weight: 3, type: 'A01', valid_until: '2030-01-01' }, { sampling: 4, testing: 4, type: 'B07', valid_until: '2030-01-01' }],
}));
const by = (person) => ({ level: 'D', person });
const approvals = [by(O1), by(O2)];

// Synthetic enterprise codes: both check characters found by trying.
function code(i) {
  const front = `91990000MA0DEM${String(i).padStart(2, '0')}`;
  const ends = [...'0123456789X'].flatMap((a) => [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((b) => front + a + b));
  return ends.find(isEnterprise);
}

export function enterprise(i, reused) {
  const row = { facts: facts(i), lot: fake(`lot${i}`), id: { addresses: ['x'], code: code(i), name: `n${i}` } };
  const part = Object.fromEntries(['facts', 'id', 'lot'].map((tag) => [tag, { salt: fake(reused && tag === 'id' ? `id${i % 39}` : `${tag}${i}`), value: row[tag] }]));
  const parts = Object.fromEntries(Object.entries(part).map(([tag, { salt, value }]) => [tag, commit(tag, salt, value)]));
  const sealed = { facts: { commitment: parts.facts }, lot: { commitment: parts.lot }, id: part.id };
  const opening = (some) => write({ campaign: 1, ...some, kind: 'opening', v: 1 });
  return { ...row, leaf: leaf(parts), full: opening(part), own: opening(sealed) };
}

export let rows;
let byLeaf;

// The roster that `honest` takes; `reused`: one salt stands for two names.
export function enrol(reused) {
  rows = Array.from({ length: 40 }, (_, i) => enterprise(i, reused)).sort((a, b) => (a.leaf < b.leaf ? -1 : 1));
  byLeaf = new Map(rows.map((row) => [row.leaf, row]));
}

function frozen(book, draw, shift) {
  const inPool = rows.filter((row) => row.facts.status === 'normal');
  const pool = inPool.map((row) => [row.leaf, row.facts.failed.length ? 'm' : 'r']);
  const text = pool.map(([one, mark]) => `${one} ${mark}\n`).join('');
  const listed = { ...list({ text, marks: true }), blob: book.blob(text) };
  const must = pool.filter(([, mark]) => mark === 'm').length;
  const excluded = ['closed', 'duplicate', 'invalid', 'drawn', 'avoidance'].map((reason) => ({ count: reason === 'closed' ? rows.length - pool.length : 0, reason }));
  book.add('draw.freeze', { campaign: 1, draw, ...by(O1), excluded, must, n: 9 + shift, planned: 9 + shift, pool: listed });
  return { pool, listed, must, n: 9 + shift };
}

function opened(book, draw, roster) {
  const party = 'representative.1';
  const own = (who) => ({ campaign: 1, draw, roster, party: who, secret: fake(`${who}${draw}`) });
  book.add('draw.commit', { campaign: 1, draw, ...by(O1), commitment: secretCommitment(own('operator')), representative: 1 });
  book.add('draw.choice', { campaign: 1, draw, ...by(draw === 1 ? P[0] : O1), inherited: draw === 1 ? null : 1, representative: 1, types: TYPES });
  const ice = frozen(book, draw, draw === 1 ? 1 : 0);
  const commitment = secretCommitment(own(party));
  book.add('draw.contribution', { campaign: 1, draw, ...by(P[0]), commitment, made_by: 'device', representative: 1 });
  book.add('draw.close', { campaign: 1, draw, ...by(O1), contributions: [{ commitment, representative: 1 }], round: null });
  for (const who of ['operator', party]) book.add('draw.open', { campaign: 1, draw, ...by(O1), party: who, secret: own(who).secret });
  return { ...ice, operator: own('operator').secret, contributions: { 1: own(party).secret } };
}

function finished(book, draw, roster, state) {
  const shared = { campaign: 1, draw, roster, types: TYPES, pool: state.listed.root, N: state.pool.length, m: state.must, n: state.n, beacon: 'none' };
  const value = seed({ ...shared, operator: state.operator, contributions: state.contributions });
  const candidates = ([one]) => byLeaf.get(one).facts.failed.length ? ['A01'] : byLeaf.get(one).facts.types;
  const got = strata({ seed: value, chosen: [{ planned: 5, type: 'A01' }, { planned: 4, type: 'B07' }], pool: state.pool.map((row) => [...row, byLeaf.get(row[0]).lot, candidates(row)]) });
  const text = got.selection.map(([one, mark]) => `${one} ${mark}\n`).join('');
  const selection = { ...list({ text, marks: true }), blob: book.blob(text) };
  book.add('draw.result', { campaign: 1, draw, ...by(O1), seed: value, selection, strata: got.strata });
  const matched = match({ seed: value, sampling_until: '2026-12-31', waived: [], institutions, rows: got.selection.map((row) => ({ leaf: row[0], lot: byLeaf.get(row[0]).lot, candidates: candidates(row), facts: byLeaf.get(row[0]).facts })) });
  const pool = Object.fromEntries(TYPES.map((type) => [type, state.pool.filter((row) => candidates(row).includes(type)).length]));
  const sums = totals({ allocation: 'per_type', chosen: TYPES, institutions, pool, rows: matched.rows.map(({ leaf: _, ...row }) => row) });
  const fields = { ...shared, origin: ORIGIN, simulation: true, representative: 1, seed: value, strata: got.strata, selection: selection.root, rows: matched.root, over_quota: sums.over_quota };
  book.blob(statementText(fields));
  return book.add('match.result', { campaign: 1, draw, ...by(O1), ...sums, rows: { count: matched.rows.length, root: matched.root }, statement: statement(fields) });
}

export function honest() {
  const book = new Book();
  book.add('genesis', { agency_key: hex(agency.key), origin: ORIGIN, profile: 'sunlot/v1', quorum: 0, simulation: true, witnesses: [] });
  const leaves = rows.map((row) => `${row.leaf}\n`).join('');
  const roster = { ...list({ text: leaves, marks: false }), blob: book.blob(leaves) };
  const catalogue = write({ kind: 'catalogue', types: [{ class: '', code: 'A01', name: 'a', planned: 5 }, { class: '', code: 'B07', name: 'b', planned: 4 }], v: 1 });
  book.add('campaign.open', {
    allocation: 'per_type', approvals, avoidance_months: 6, basis: 'b', beacon: 'none', campaign: 1, catalogue: { blob: book.blob(`${catalogue}\n`) },
    disclose_by: '2027-03-31', institutions: { blob: book.blob(`${write({ institutions, kind: 'institutions', v: 1 })}\n`) }, matching: 'weights', officials: [O1, O2],
    open_basis: 'o', policy: 'open', reference_date: '2026-09-01', representatives: [{ number: 1, person: P[0], substitute: P[1] }], roster, rules: 'sunlot/v1',
    sampling_until: '2026-12-31', supervisors: [S], title: 't', waivers: [],
  });
  book.add('roster.audit', { campaign: 1, ...by(S), roster: roster.root, statements: ['codes_unique', 'codes_valid', 'failures_flagged', 'types_complete'] });
  book.add('disclosure', { blob: book.blob(rows.map((row) => `${row.full}\n`).join('')), campaign: 1, count: rows.length, ...by(O1), parts: ['facts', 'id', 'lot'], rows: 'all' });
  opened(book, 1, roster.root); // planned is one too many: 07.choice fails, and the void names it
  book.add('draw.void', { approvals, campaign: 1, draw: 1, finding: '07.choice', reason: { code: 'verifier', text: fake('t') } });
  const entry = finished(book, 2, roster.root, opened(book, 2, roster.root));
  const digest = book.data[entry].data.statement;
  book.add('confirm', { answer: 'confirm', campaign: 1, digest, draw: 2, entry, expires: START + 500, ...by(P[0]), nonce: fake('nonce'), representative: 1 });
  book.add('campaign.close', { approvals, campaign: 1, not_drawn: [] });
  return book;
}

/** Data of the nth entry of a kind. */
export const of = (book, kind, nth = 0) => book.data.filter((entry) => entry.kind === kind)[nth].data;

/** What a test compares of a book's judgement. */
export async function judged(book, options = {}) {
  const { files, trust } = book.files();
  const source = new FolderSource([...files].map(([path, bytes]) => [path, new File([bytes], path)]));
  const got = await verify({ source, trust, now: START + 1000, ...options });
  const codes = (state) => [...new Set(got.findings.filter((f) => f.result === state).map((f) => f.check))];
  const covered = Object.fromEntries(got.findings.filter((f) => f.result === 'proven').map((f) => [f.check, f.note]));
  return { exit: got.exit, failed: codes('failed'), unchecked: codes('not_checked'), covered, remarks: got.remarks.map((r) => r.code) };
}

/** `refute` with one opening. */
export const refuting = (opening) => ({ command: 'refute', opening: utf8(`${opening}\n`) });
