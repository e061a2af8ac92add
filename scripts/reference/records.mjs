// 00 §3–6 and 01 §1–3 of docs/spec: codes, trees, lists, commitments, records.

import { ascending, date, digest, encode, exactly, hex, holds, integer, matching, need, notEmpty, ofVersion1, readFile, sha256, textOf, unhex, utf8 } from './text.mjs';


// ---------------------------------------------------------------- 00 §3 codes

export const type = (text) => matching(text, /^[A-Z0-9]{1,8}$/, 'a product type');
const institution = (text) => matching(text, /^[A-Z0-9]{2,18}$/, 'an institution');
export const typeList = (list, what) => notEmpty(ascending(list, what), what).map(type);

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'; // no I, O, S, V, Z
const weighted = (text, valueOf, weights) => [...text].reduce((sum, c, i) => sum + valueOf(c) * weights[i], 0);

/** GB 11714: check character of the eight characters of an organisation code. */
function organisationCheck(text) {
  const sum = weighted(text, (c) => parseInt(c, 36), [3, 7, 9, 10, 5, 8, 4, 2]);
  return '0123456789X'[(11 - (sum % 11)) % 11];
}

/** GB 32100: check character of the first seventeen; the weights are 3^(i-1) mod 31. */
function usccCheck(text) {
  const sum = weighted(text, (c) => USCC_ALPHABET.indexOf(c),
    [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]);
  return USCC_ALPHABET[(31 - (sum % 31)) % 31];
}

/** 00 §3: two characters, six digits of a region, nine of an organisation code, one check. */
export function checkUscc({ code }) {
  matching(code, /^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}$/, 'an enterprise code');
  need(organisationCheck(code.slice(8, 16)) === code[16], 'the check character of the organisation code is wrong', 'value');
  need(usccCheck(code.slice(0, 17)) === code[17], 'the last check character is wrong', 'value');
  return code;
}

/** 00 §3 */
export const uscc = (input) => holds(() => checkUscc(input));

// ---------------------------------------------------------------- 00 §4–6 trees, lists, commitments

export const leafHash = (input) => sha256(Buffer.concat([Buffer.of(0x00), input]));
export const nodeHash = (left, right) => sha256(Buffer.concat([Buffer.of(0x01), left, right]));

/** 00 §4: the largest power of two below the number of leaves. */
export function splitOf(size) {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** 00 §4: Merkle root over leaf hashes (RFC 6962 §2.1). */
export function treeRoot(hashes) {
  if (hashes.length === 0) return sha256(Buffer.alloc(0));
  if (hashes.length === 1) return hashes[0];
  const split = splitOf(hashes.length);
  return nodeHash(treeRoot(hashes.slice(0, split)), treeRoot(hashes.slice(split)));
}

/** 00 §4: the same over leaf inputs. */
export const merkleRoot = (inputs) => treeRoot(inputs.map(leafHash));

export const merkle = ({ leaves }) => hex(merkleRoot(leaves.map((leaf) => unhex(leaf, 'a leaf'))));

/** 00 §5: reads a roster (`marks` false) or a pool or selection (`marks` true). */
export function list({ text, marks }) {
  need(text.endsWith('\n'), text === '' ? 'the list is empty' : 'no LF after the last line', text === '' ? 'value' : 'form');
  const rows = text.slice(0, -1).split('\n').map((line) => {
    matching(line, marks ? /^[0-9a-f]{64} [mr]$/ : /^[0-9a-f]{64}$/, 'a line');
    return line.split(' ');
  });
  ascending(rows, 'the list', ([leafText]) => leafText);
  return { blob: hex(sha256(utf8(text))), count: rows.length, root: listRoot(rows) };
}

/** 00 §5: leaf input is the 32 raw bytes, and the byte of the mark where there is one. */
const listRoot = (rows) => hex(merkleRoot(rows.map(([leafText, mark = '']) =>
  Buffer.concat([unhex(leafText, 'a leaf', 32), utf8(mark)]))));

/** 00 §1.2, §1.5: digest of a text made of lines, an LF after every one. */
export const digestOfLines = (...lines) => hex(sha256(utf8(lines.map((line) => `${line}\n`).join(''))));

/** 00 §6 */
export function commitment({ tag, salt, value }) {
  need(['id', 'facts', 'lot', 'person', 'text'].includes(tag), 'unknown tag', 'version');
  return digestOfLines(`sunlot/v1/${tag}`, `salt=${digest(salt, 'the salt')}`, `value=${encode(value)}`);
}

/** 01 §1 */
export function leaf({ id, facts, lot }) {
  return digestOfLines('sunlot/v1/leaf', `id=${digest(id, 'id')}`, `facts=${digest(facts, 'facts')}`,
    `lot=${digest(lot, 'lot')}`);
}

/** 01 §1: the rules for the value of a `facts` commitment. */
export function checkFacts(facts) {
  exactly(facts, ['conflicts', 'failed', 'last', 'region', 'status', 'types'], 'facts');
  typeList(facts.types, 'types');
  ascending(facts.conflicts, 'conflicts').forEach(institution);
  for (const row of ascending(facts.failed, 'failed', (r) => r.type)) {
    exactly(row, ['evidence', 'type'], 'a row of failed');
    need(typeof row.evidence === 'string', 'evidence is not a text', 'form'); // may be empty (01 §1.1)
    need(facts.types.includes(row.type), 'failed in a type the enterprise does not make', 'value');
  }
  for (const row of ascending(facts.last, 'last', (r) => r.type)) {
    exactly(row, ['date', 'sampler', 'tester', 'type'], 'a row of last');
    date(row.date, 'a visit');
    type(row.type);
    for (const code of [row.sampler, row.tester]) if (code !== '') institution(code);
  }
  matching(facts.region, /^[0-9]{6}$/, 'region');
  need(['normal', 'closed', 'invalid', 'duplicate'].includes(facts.status), 'unknown status', 'value');
  return facts;
}

/** 01 §1: the value of an `id` commitment. */
function checkId(id) {
  exactly(id, ['addresses', 'code', 'name'], 'id');
  need(Array.isArray(id.addresses), 'addresses are not a list', 'form');
  notEmpty(id.addresses, 'addresses').forEach((address) => textOf(address, 'an address'));
  checkUscc({ code: id.code });
  textOf(id.name, 'the name');
}

const VALUES = { facts: checkFacts, id: checkId, lot: (value) => digest(value, 'the lot') };

/** 01 §1.1: a part of an opening, closed or open; gives its commitment. */
function partOf(part, tag) {
  if (part !== null && typeof part === 'object' && Object.hasOwn(part, 'commitment')) {
    return digest(exactly(part, ['commitment'], tag).commitment, `commitment of ${tag}`);
  }
  const { salt, value } = exactly(part, ['salt', 'value'], tag);
  VALUES[tag](value);
  return commitment({ tag, salt, value });
}

/** 01 §1.1: a file with one opening. */
export function opening({ text }) {
  const file = ofVersion1(readFile(text, 'the opening', 65536), 'the opening', 'opening');
  exactly(file, ['campaign', 'facts', 'id', 'kind', 'lot', 'v'], 'the opening');
  integer(file.campaign, 'campaign', 1);
  const parts = Object.keys(VALUES);
  const found = leaf(Object.fromEntries(parts.map((tag) => [tag, partOf(file[tag], tag)])));
  return { campaign: file.campaign, leaf: found, open: parts.filter((tag) => Object.hasOwn(file[tag], 'salt')) };
}

// ---------------------------------------------------------------- 01 §3.1–3.2 catalogue, institutions

const BLOB = 16 * 1024 * 1024; // 04 §1
const blobOf = (text) => ({ blob: hex(sha256(utf8(text))) });

function blobOfKind(text, kind, list) {
  const file = ofVersion1(readFile(text, `the ${kind} blob`, BLOB), `the ${kind} blob`, kind);
  return exactly(file, ['kind', list, 'v'], `the ${kind} blob`)[list];
}

/** 01 §3.1 */
export function catalogue({ text }) {
  const types = blobOfKind(text, 'catalogue', 'types');
  for (const row of notEmpty(ascending(types, 'types', (one) => one.code), 'types')) {
    exactly(row, ['class', 'code', 'name', 'planned'], 'a type');
    type(row.code);
    need(typeof row.class === 'string', 'class is not a text', 'form'); // may be empty
    textOf(row.name, 'the name of a type');
    integer(row.planned, 'planned', 1);
  }
  return blobOf(text);
}

export const QUOTA = ['sampling', 'testing'];
export const WEIGHT = ['sampling_weight', 'testing_weight'];

/** 01 §3.2: one row of an institution; gives its form, QUOTA or WEIGHT. */
function formOf(row) {
  const form = WEIGHT.some((field) => Object.hasOwn(row, field)) ? WEIGHT : QUOTA;
  exactly(row, [...form, 'type', 'valid_until'], 'a row of an institution');
  type(row.type);
  date(row.valid_until, 'valid_until');
  const [sampling, testing] = form.map((field) => integer(row[field], `a ${field}`, 0, 1000000));
  need(sampling + testing > 0, 'not in any role: both are 0', 'value');
  return form;
}

/** 01 §3.2: the rules for the list of institutions; gives the form of every type that occurs. */
export function checkInstitutions(list) {
  const forms = new Map();
  for (const one of notEmpty(ascending(list, 'institutions', (i) => i.code), 'institutions')) {
    exactly(one, ['code', 'name', 'types'], 'an institution');
    institution(one.code);
    textOf(one.name, 'the name of an institution');
    for (const row of notEmpty(ascending(one.types, 'types', (r) => r.type), 'types')) {
      const form = formOf(row);
      need((forms.get(row.type) ?? form) === form, `quotas and weights in type ${row.type}`, 'value');
      forms.set(row.type, form);
    }
  }
  return forms;
}

/** 01 §3.2; `catalogue`: the codes of the campaign's types. */
export function institutions({ text, matching: rule, catalogue: types }) {
  need(['quotas', 'weights'].includes(rule), 'unknown matching', 'version');
  const forms = checkInstitutions(blobOfKind(text, 'institutions', 'institutions'));
  need([...forms.keys()].every((code) => types.includes(code)), 'a type is not in the catalogue', 'value');
  need([...forms.values()].includes(WEIGHT) === (rule === 'weights'), `not a blob for matching ${rule}`, 'value');
  return blobOf(text);
}
