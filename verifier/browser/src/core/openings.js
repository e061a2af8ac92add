// Openings of enterprises (01 §1.1): reading them, and the rows of a campaign they give.

import { fromUtf8 } from './bytes.js';
import { isEnterprise } from './codes.js';
import { known } from './entry.js';
import { parse } from './json.js';
import { OPENING } from './records.js';
import { Refusal, Unknown, shorten } from './refusal.js';
import { commit, leaf } from './texts.js';

const LINE_LIMIT = 65536;
export const PARTS = ['facts', 'id', 'lot'];

/** One opening from its line: {leaf, campaign, open: [part, …], salts: of the open parts, facts, id, lot}. */
export function parseOpening(line) {
  if (line.length > LINE_LIMIT) throw new Refusal('opening', 'at most 65,536 bytes', line.length);
  const value = known(OPENING, parse(line), 'opening');
  const row = { campaign: value.campaign, open: PARTS.filter((part) => 'salt' in value[part]) };
  const commitments = {};
  for (const part of PARTS) {
    const opened = value[part];
    commitments[part] = 'salt' in opened ? commit(part, opened.salt, opened.value) : opened.commitment;
    row[part] = 'salt' in opened ? opened.value : null;
  }
  row.salts = row.open.map((part) => value[part].salt);
  row.commitments = commitments;
  row.leaf = leaf(commitments);
  return row;
}

/**
 * The rows of an openings file as a Map leaf → row; `fail(field, expected, found)` for every fault, `skip(…)`
 * for every line of another version (00 §7), which gives no row.
 * Read line by line from the bytes: the file may be larger than the longest text of the browser.
 */
export function readOpenings(bytes, campaign, fail, skip, progress) {
  const rows = new Map();
  let last = '';
  let number = 0;
  for (let at = 0; at < bytes.length;) {
    number += 1;
    const end = bytes.indexOf(10, at);
    if (end < 0) {
      fail(`line ${number}`, 'an LF', 'none');
      break;
    }
    const row = lineRow(bytes.subarray(at, end), number, fail, skip);
    at = end + 1;
    if (number % 2000 === 0) progress('openings', at, bytes.length);
    if (row === null) continue;
    if (row.campaign !== campaign) fail(`line ${number}`, `campaign ${campaign}`, row.campaign);
    if (row.leaf <= last) fail(`line ${number}`, 'ascending by leaf, unique', row.leaf);
    last = row.leaf;
    rows.set(row.leaf, row);
  }
  return rows;
}

function lineRow(bytes, number, fail, skip) {
  try {
    const text = bytes.length > LINE_LIMIT ? null : fromUtf8(bytes);
    if (text === null) throw new Refusal('opening', 'UTF-8 of at most 65,536 bytes', 'other bytes');
    return parseOpening(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    (error instanceof Unknown ? skip : fail)(`line ${number}: ${error.field}`, error.expected, error.found);
    return null;
  }
}

/** What is wrong with the facts and codes of all rows (10.roster): calls `fail` for each. */
export function checkRows(rows, campaign, fail) {
  const codes = new Set();
  const lots = new Set();
  for (const row of rows.values()) {
    if (row.id) {
      if (!isEnterprise(row.id.code)) fail('id.code', 'a valid enterprise code', row.id.code);
      else if (codes.has(row.id.code)) fail('id.code', 'a code used once', row.id.code);
      codes.add(row.id.code);
    }
    if (row.lot !== null) {
      if (lots.has(row.lot)) fail('lot', 'a LOT used once', shorten(row.lot));
      lots.add(row.lot);
    }
    if (row.facts) checkFacts(row.facts, campaign, fail);
  }
}

function checkFacts(facts, { catalogue, rules }, fail) {
  const stray = catalogue && facts.types.find((type) => !catalogue.has(type));
  if (stray) fail('facts.types', 'types of the catalogue', stray);
  const late = facts.last.find((visit) => visit.date > rules.reference_date);
  if (late) fail('facts.last', `no date after ${rules.reference_date}`, late.date);
}
