// Step 10 (04 §3): what disclosures and the auditor's openings show.

import { compareText, fromUtf8 } from './bytes.js';
import { dayOf } from './dates.js';
import { known } from './entry.js';
import { parse } from './json.js';
import { PARTS, readOpenings } from './openings.js';
import { PERSON_LINE } from './records.js';
import { Refusal, Unknown } from './refusal.js';
import { blobBytes } from './step02_tree.js';
import { checkRoster, judgeRows, leavesOf } from './step10_rows.js';
import { commit } from './texts.js';

/** Reads all disclosures of a campaign (10.opening); rows per disclosure are kept in campaign.disclosed. */
export async function readDisclosures(r, campaign) {
  if (campaign.disclosed) return campaign.disclosed;
  campaign.disclosed = [];
  for (const entry of campaign.disclosures) {
    if (!entry.data) continue;
    const fail = (field, expected, found) => r.out.fail('10.opening', { entry: entry.seq, field, expected: String(expected), found: String(found) });
    r.out.cover('10.opening');
    const bytes = await blobBytes(r, entry.data.blob);
    if (bytes === null) {
      r.out.skip('10.opening', { entry: entry.seq, note: 'its blob cannot be read', because: ['02.blob'] });
      continue;
    }
    const other = otherVersion(r, '10.opening', { entry: entry.seq });
    const rows = readOpenings(bytes, campaign.number, fail, other.skip, r.progress);
    r.out.cover('10.opening', rows.size, 'rows');
    campaign.disclosed.push({ entry, rows, other: other.met });
    checkDisclosure(campaign, entry, rows, other.met, fail);
  }
  return campaign.disclosed;
}

// Lines of another version (00 §7): the first is told, the check cannot be made for any.
function otherVersion(r, check, where) {
  const out = { met: false };
  out.skip = (field, expected, found) => {
    if (!out.met) r.out.skip(check, { ...where, field: where.field ? `${where.field}: ${field}` : field, expected: String(expected), found: String(found), note: 'unknown version or name' });
    out.met = true;
  };
  return out;
}

function checkDisclosure(campaign, entry, rows, unread, fail) {
  const { data } = entry;
  if (!unread && rows.size !== data.count) fail('data.count', rows.size, data.count);
  const wanted = data.parts.join();
  const other = [...rows.values()].find((row) => row.open.join() !== wanted);
  if (other) fail('parts', wanted || 'none', other.open.join() || 'none');
  if (data.rows === 'selected') entry.pending = true; // selections are known only after step 7
  else compareLeaves(campaign.roster && leavesOf(campaign.roster), rows, unread, fail);
}

// `unread`: some lines could not be read, so that no leaf is known to be missing.
function compareLeaves(wanted, rows, unread, fail) {
  if (!wanted) return;
  const set = new Set(wanted);
  const missing = !unread && wanted.find((leaf) => !rows.has(leaf));
  const strange = [...rows.keys()].find((leaf) => !set.has(leaf));
  if (missing) fail('rows', missing, 'no row of this leaf');
  if (strange) fail('rows', 'leaves that are meant', strange);
}

const everyRow = async (r, campaign) => (await readDisclosures(r, campaign)).filter((d) => d.entry.data.rows === 'all' && !d.other);

/** Facts and lots of all rows as public disclosures give them, or null. */
async function publicRows(r, campaign) {
  const all = await everyRow(r, campaign);
  const facts = all.find((d) => d.entry.data.parts.includes('facts'));
  const lots = all.find((d) => d.entry.data.parts.includes('lot'));
  if (!facts || !lots) return null;
  if (facts === lots) return facts.rows;
  return new Map([...facts.rows].map(([leaf, row]) => [leaf, { ...row, lot: lots.rows.get(leaf)?.lot ?? null }]));
}

/** The rows that strata are made of (02 §6.1): of the first disclosure of all parts before the first draw.commit, or null. */
export async function strataRows(r, campaign) {
  const first = campaign.draws[0].commit.seq;
  const all = await everyRow(r, campaign);
  return all.find((d) => d.entry.seq < first && d.entry.data.parts.length === PARTS.length)?.rows ?? null;
}

// A salt stands for one part of one row (00 §6): `used` maps it to that place; the first other place is told.
function checkSalts(used, campaign, rows, fail) {
  let told = false;
  for (const row of rows.values()) {
    row.open.forEach((part, i) => {
      const place = `${campaign.number} ${row.leaf} ${part}`;
      const before = used.get(row.salts[i]) ?? place;
      used.set(row.salts[i], before);
      if (before !== place && !told) fail(`${row.leaf}.${part}.salt`, 'a salt used once', row.salts[i]);
      told ||= before !== place;
    });
  }
}

// Over the whole ledger, in the order of its entries, so that the later use is the one that is named.
async function checkAllSalts(r, campaigns) {
  r.salts = new Map();
  for (const campaign of campaigns) await readDisclosures(r, campaign);
  const all = campaigns.flatMap((campaign) => campaign.disclosed.map((d) => ({ ...d, campaign })));
  for (const { campaign, entry, rows } of all.sort((a, b) => a.entry.seq - b.entry.seq)) {
    checkSalts(r.salts, campaign, rows, (field, expected, found) => r.out.fail('10.opening', { entry: entry.seq, field, expected, found }));
  }
}

// The people's salts come last: all rows are known then. A person of two campaigns is one commitment.
function checkPeopleSalts(r) {
  for (const { campaign, file, line, person, salt } of r.people) {
    const before = r.salts.get(salt) ?? person;
    r.salts.set(salt, before);
    if (before !== person) r.out.fail('10.people', { campaign, field: `${file}: ${line}`, expected: 'a salt used once', found: salt });
  }
}

/** All of step 10. */
export async function checkOpenings(r, draws) {
  const campaigns = r.campaigns.filter((campaign) => campaign.rules);
  r.people = [];
  await checkAllSalts(r, campaigns);
  for (const campaign of campaigns) {
    checkSelected(r, campaign);
    checkDeadline(r, campaign);
    const book = await publicRows(r, campaign);
    const auditor = await auditorRows(r, campaign);
    if (book && auditor) agree(r, campaign, book, auditor);
    const rows = auditor ?? book;
    campaign.rowsKnown = Boolean(rows);
    for (const { rows: some } of campaign.disclosed) checkRoster(r, campaign, some, !rows);
    if (rows) await judgeRows(r, campaign, rows, draws);
    else sealed(r, campaign);
  }
  checkPeopleSalts(r);
}

function checkSelected(r, campaign) {
  for (const { entry, rows, other } of campaign.disclosed) {
    if (!entry.pending) continue;
    const draws = campaign.draws.filter((d) => d.match && d.match.seq < entry.seq);
    if (draws.some((d) => !d.selection)) {
      r.out.skip('10.opening', { entry: entry.seq, note: 'a selection was not judged', because: ['07.tickets'] });
      continue;
    }
    const leaves = [...new Set(draws.flatMap((d) => leavesOf(d.selection)))];
    compareLeaves(leaves, rows, other, (field, expected, found) => r.out.fail('10.opening', { entry: entry.seq, field, expected, found }));
  }
}

// ---- duty of 04 §7 ----

function checkDeadline(r, campaign) {
  const matched = campaign.draws.filter((d) => d.match);
  const day = dayOf(r.now) ?? '9999-99-99'; // beyond the year 9999
  if (matched.length === 0 || day <= campaign.rules.disclose_by) return;
  r.out.cover('10.deadline', 1, 'campaigns');
  const inTime = campaign.disclosed.filter((d) => dayOf(d.entry.at) !== null && dayOf(d.entry.at) <= campaign.rules.disclose_by);
  const whole = (part) => inTime.some((d) => !d.other && d.entry.data.rows === 'all' && d.entry.data.parts.includes(part));
  const missing = ['facts', 'lot'].find((part) => !whole(part));
  const fail = (expected, found) => r.out.fail('10.deadline', { entry: campaign.open.seq, field: 'data.disclose_by', expected, found });
  if (missing) fail(`${missing} of all rows by ${campaign.rules.disclose_by}`, 'no such disclosure');
  else if (!whole('id') && !selectedIds(inTime, matched)) fail(`id of the selected rows by ${campaign.rules.disclose_by}`, 'no such disclosure');
}

function selectedIds(disclosed, matched) {
  const some = disclosed.filter((d) => d.entry.data.parts.includes('id'));
  return matched.every((draw) => !draw.selection || some.some((d) => draw.selection.count > 0 && leavesOf(draw.selection).every((leaf) => d.rows.has(leaf))));
}

function sealed(r, campaign) {
  campaign.sealed = true;
  if (r.out.failed.some((f) => f.check === '10.deadline' && f.entry === campaign.open.seq)) {
    for (const check of ['10.pool', '10.types', '10.matching']) r.out.skip(check, { entry: campaign.open.seq, note: 'nothing was disclosed', because: ['10.deadline'] });
    campaign.sealed = false;
  }
}

// ---- auditor folder ----

async function auditorRows(r, campaign) {
  if (!r.auditor) return null;
  const lacking = (check, name) => r.out.skip(check, { field: name, note: `the auditor's folder has no ${name}` });
  const file = `campaign-${campaign.number}.openings.jsonl`;
  const bytes = await r.auditor.read(file, 256 * 2 ** 20);
  await people(r, campaign, lacking);
  if (bytes === null || bytes === 'long') {
    lacking('10.opening', file);
    return null;
  }
  const fail = (field, expected, found) => r.out.fail('10.opening', { campaign: campaign.number, field: `${file}: ${field}`, expected: String(expected), found: String(found) });
  const other = otherVersion(r, '10.opening', { field: file });
  const rows = readOpenings(bytes, campaign.number, fail, other.skip, r.progress);
  r.out.cover('10.opening', rows.size, 'rows of the auditor');
  const closed = [...rows.values()].find((row) => row.open.length < PARTS.length);
  if (closed) fail(closed.leaf, 'all parts open', closed.open.join() || 'none');
  compareLeaves(campaign.roster && leavesOf(campaign.roster), rows, other.met, fail);
  checkSalts(r.salts, campaign, rows, fail);
  checkRoster(r, campaign, rows, false);
  if (other.met) return null;
  campaign.audited = true;
  return rows;
}

function agree(r, campaign, book, auditor) {
  for (const [leaf, row] of book) {
    const other = auditor.get(leaf);
    if (!other || (JSON.stringify(other.facts) === JSON.stringify(row.facts) && other.lot === row.lot)) continue;
    r.out.fail('10.opening', { entry: campaign.open.seq, field: leaf, expected: 'the same in the book and in the folder', found: 'different openings' });
    return;
  }
}

function namedPeople(r, campaign) {
  const { rules } = campaign;
  const all = new Set([...rules.officials, ...rules.supervisors, ...rules.representatives.flatMap((rep) => [rep.person, rep.substitute])].filter(Boolean));
  for (const entry of r.entries) {
    if (entry.campaign !== campaign || !entry.data) continue;
    if (entry.data.person) all.add(entry.data.person);
    for (const approval of entry.data.approvals ?? []) all.add(approval.person);
  }
  return all;
}

async function people(r, campaign, lacking) {
  const file = `campaign-${campaign.number}.people.jsonl`;
  const bytes = await r.auditor.read(file, 256 * 2 ** 20);
  if (bytes === null || bytes === 'long') {
    lacking('10.people', file);
    return;
  }
  const wanted = namedPeople(r, campaign);
  const found = new Map();
  const other = otherVersion(r, '10.people', { field: file });
  const fail = (field, expected, value) => r.out.fail('10.people', { campaign: campaign.number, field: `${file}: ${field}`, expected, found: String(value) });
  readPeople(bytes, found, fail, other.skip, (line) => r.people.push({ campaign: campaign.number, file, ...line }));
  r.out.cover('10.people', found.size, 'people');
  for (const person of wanted) if (!found.has(person) && !other.met) fail('people', person, 'no line of this person');
  for (const person of found.keys()) if (!wanted.has(person)) fail('people', 'people named in the campaign', person);
  const numbers = [...found.values()];
  if (new Set(numbers).size < numbers.length) fail('telegram', 'different people', 'one number twice');
}

function readPeople(bytes, found, fail, skip, keep) {
  const text = fromUtf8(bytes);
  if (text === null || !text.endsWith('\n')) return fail('file', 'UTF-8 lines with LF', 'something else');
  let last = '';
  text.slice(0, -1).split('\n').forEach((line, i) => {
    try {
      const row = known(PERSON_LINE, parse(line), `line ${i + 1}`);
      const got = commit('person', row.salt, row.value);
      if (got !== row.person) fail(`line ${i + 1}`, row.person, got);
      if (compareText(last, row.person) >= 0) fail(`line ${i + 1}`, 'ascending by person', row.person);
      last = row.person;
      found.set(row.person, row.value.telegram);
      keep({ line: `line ${i + 1}`, person: row.person, salt: row.salt });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      (error instanceof Unknown ? skip : fail)(`line ${i + 1}: ${error.field}`, error.expected, error.found);
    }
  });
  return undefined;
}
