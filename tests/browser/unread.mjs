// The small book with an entry that cannot be read, or is of no act of this version, beside a fault (04 §3):
// prints JSON: name → what `judged` gives.

import { START, enrol, fake, honest, judged, of, refuting, rows } from './small_book.mjs';

const { CHAINS, roundAt } = await import('../../verifier/browser/src/core/chains.js');

const find = (book, kind, nth = 0) => book.data.findIndex((e) => e.data === of(book, kind, nth));

// Entries that answers name move with what is put before them.
function insert(book, at, ...more) {
  book.data.splice(at, 0, ...more);
  for (const { data } of book.data) if (data.entry >= at) data.entry += more.length;
}

const unknown = () => ({ kind: 'erase', data: {} });
const later = () => ({ kind: 'confirm', data: { later: 1 }, v: 2 });
const unread = () => ({ kind: 'roster.audit', data: {} });
const garbled = (book, kind, nth = 0) => { book.data[find(book, kind, nth)].garbled = true; };
const chosen = (book) => { of(book, 'draw.result').seed = fake('chosen'); };

// An objection that nobody answers, before the end.
function objected(book, before = [], after = []) {
  const { expires, entry, digest } = of(book, 'confirm');
  const objection = { answer: 'object', campaign: 1, digest, draw: 2, entry, expires, level: 'D', nonce: fake('no'), person: of(book, 'confirm').person, reason: { code: 'count', text: fake('t') }, representative: 1 };
  insert(book, book.data.length - 1, ...before, { kind: 'object', data: objection }, ...after);
}

// The same disclosure with the first `count` lines of another version.
function reopened(book, count = Infinity) {
  const data = of(book, 'disclosure');
  const lines = rows.map((row, i) => (i < count ? row.full.replace(/"v":1}$/, '"v":2}') : row.full));
  data.blob = book.blob(lines.map((line) => `${line}\n`).join(''));
}

function undisclosed(book, ...more) {
  book.data.splice(find(book, 'disclosure'), 1);
  for (const { data } of book.data) if (data.entry) data.entry -= 1;
  insert(book, book.data.length, ...more);
}

// Up to the operator's opening of draw 1, in a campaign with a beacon: the span of 01 §8.5.
function inSpan(book, ...more) {
  const [chain] = CHAINS.values();
  of(book, 'campaign.open').beacon = chain.hash;
  Object.assign(of(book, 'draw.freeze'), { n: 9, planned: 9 });
  of(book, 'draw.close').round = roundAt(chain, START + find(book, 'draw.close'));
  book.data.splice(find(book, 'draw.open') + 1);
  book.data.push(...more);
}

// A blob that nobody names any more would be a fault of its own.
function prune(book) {
  const named = JSON.stringify(book.data);
  for (const name of book.blobs.keys()) if (!named.includes(name)) book.blobs.delete(name);
}

// A second campaign of the same roster behind the first.
function second(book, change) {
  book.data.push({ kind: 'campaign.open', data: { ...of(book, 'campaign.open'), rules: 'sunlot/v1', campaign: 2, ...change } });
}

// The contribution of draw 2 gone, but not its opening nor what draw.close says of it.
function uncontributed(book) {
  const at = find(book, 'draw.contribution', 1);
  book.data.splice(at, 1);
  for (const { data } of book.data) if (data.entry > at) data.entry -= 1;
}

const CASES = {
  'kind beside a seed': (b) => { chosen(b); insert(b, find(b, 'draw.close', 1), unknown()); },
  'kind before an order': (b) => { of(b, 'campaign.close').campaign = 2; insert(b, 1, unknown()); },
  'version before an order': (b) => { of(b, 'campaign.close').campaign = 2; insert(b, 1, later()); },
  'kind after an objection': (b) => objected(b, [], [unknown(), later()]),
  'unread after an objection': (b) => objected(b, [], [unread()]),
  'unread before an objection': (b) => objected(b, [unread()], []),
  'kind in the span': (b) => inSpan(b, unknown()),
  'version in the span': (b) => inSpan(b, later()),
  'nothing in the span': (b) => inSpan(b),
  'level of an opening': (b) => { chosen(b); of(b, 'draw.open', 3).level = 'C'; },
  'level of campaign.open': (b) => { chosen(b); of(b, 'campaign.open').approvals = of(b, 'campaign.open').approvals.map((a) => ({ ...a, level: 'A' })); },
  profile: (b) => { chosen(b); of(b, 'genesis').profile = 'sunlot/v9'; of(b, 'campaign.close').campaign = 2; },
  rules: (b) => { of(b, 'campaign.open').rules = 'sunlot/v9'; insert(b, 3, { kind: 'roster.audit', data: of(b, 'roster.audit') }); },
  'rules and a second campaign': (b) => { of(b, 'campaign.open').rules = 'sunlot/v9'; second(b, {}); },
  'rules and a wrong second campaign': (b) => { of(b, 'campaign.open').rules = 'sunlot/v9'; second(b, { disclose_by: '2029-01-01' }); },
  'rules and a wrong number': (b) => { of(b, 'campaign.open').rules = 'sunlot/v9'; second(b, { campaign: 3 }); },
  'unread before a void': (b) => { of(b, 'draw.void').finding = '07.pool'; insert(b, 1, unread()); },
  'unread after a void': (b) => { of(b, 'draw.void').finding = '07.pool'; insert(b, find(b, 'draw.void') + 1, unread()); },
  'unread contribution': (b) => garbled(b, 'draw.contribution', 1),
  'contribution gone': (b) => { insert(b, 1, unread()); uncontributed(b); },
  'contribution of another': (b) => { of(b, 'draw.close', 1).contributions[0].commitment = fake('x'); insert(b, find(b, 'draw.close', 1), unread()); },
  'unread opening': (b) => garbled(b, 'draw.open', 3),
  'unread beside a seed': (b) => { chosen(b); insert(b, find(b, 'draw.open', 3), unread()); },
  'a blob of a later entry': (b) => { insert(b, b.data.length - 1, unknown()); b.blob('of a later entry'); },
  'openings of another version': (b) => reopened(b),
  'an opening of another version': (b) => reopened(b, 1),
  'openings after the day': (b) => reopened(b),
  'an opening after the day': (b) => reopened(b, 1),
  'undisclosed and a kind': (b) => undisclosed(b, unknown()),
  'undisclosed and unread': (b) => undisclosed(b, unread()),
  'undisclosed and unread too late': (b) => undisclosed(b, { kind: 'disclosure', data: of(b, 'disclosure'), at: DAY - 1 }, { ...unread(), at: DAY - 1 }),
  'refute without strata': (b) => reopened(b),
};
const DAY = 1_810_000_000; // after disclose_by
const must = () => rows.find((row) => row.facts.status === 'normal' && row.facts.failed.length > 0);
const after = () => ({ now: DAY });
const RUNS = {
  'openings after the day': after, 'an opening after the day': after, 'undisclosed and a kind': after, 'undisclosed and unread': after,
  'undisclosed and unread too late': after, 'refute without strata': () => refuting(must().own),
};

const out = {};
for (const [name, change] of Object.entries(CASES)) {
  enrol(false);
  const book = honest();
  change(book);
  if (!name.startsWith('a blob')) prune(book);
  out[name] = await judged(book, RUNS[name]?.());
}
process.stdout.write(`${JSON.stringify(out)}\n`);
