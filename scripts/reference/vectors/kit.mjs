// What makes a vector: the reference's answer, its requirements, its class.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FUNCTIONS as R, REASONS, Refused } from '../../reference_draw.mjs';

export { R };
export const TOPICS = new Map([...Object.keys(R), 'beacon'].map((fn) => [fn, []])); // `beacon` is data

const REQUIREMENTS = readFileSync(new URL('../../../docs/spec/05-requirements.md', import.meta.url), 'utf8');
/** The ids of docs/spec/05-requirements.md. */
export const IDS = [...REQUIREMENTS.matchAll(/^\| `(S[^`]+)`/gm)].map(([, id]) => id);
const CLASSES = ['form', 'value', 'order', 'hash', 'signature', 'time', 'version'];

/** Sections that are finer or coarser than an id. */
const SECTIONS = new Map([['00 §2', ['S00-2.6']], ['03 §5, §8', ['S03-5', 'S03-8']], ['RFC 6962 §2.1.1', ['S00-4', 'S03-10']],
  ['RFC 6962 §2.1.2', ['S00-4', 'S04-13']], ['01 §3 item 7', ['S01-3', 'S01-3/7']],
  ...[1, 2, 4, 10].map((item) => [`01 §3 item ${item}`, ['S01-3']])]);

/** What every good vector of a function keeps besides the requirement of its own section. */
const KEPT = { canonical: ['S00-2.1', 'S00-2.6'], commitment: ['S00-1.1', 'S00-6'], list: ['S00-1.2', 'S00-1.6', 'S00-4', 'S00-5'], cut: ['S00-1.7'],
  entry: ['S03-1', 'S03-2', 'S03-3'], trust: ['S00-2.7', 'S00-7', 'S03-6'], opening: ['S00-2.7', 'S00-7', 'S01-1', 'S01-1.1'],
  ed25519: ['S00-1.3', 'S03-3'], leaf: ['S00-1.3'], round: ['S00-1.4'] };

/** Single vectors that say something about another requirement, too. */
const BESIDES = { 'cosignature: 16,384 bytes': ['S04-1'], 'cosignature: 16,385 bytes': ['S04-1'], 'proof: 131,073 bytes': ['S04-1'],
  'match: one row, one pair': ['S01-3/8'], 'match: waiver with one institution': ['S01-3/8'] };

/** A section with other requirements than its own. */
export const under = (spec, ...must) => ({ spec, must });

/** `02 §8.1` → S02-8.1, `01 §3 item 5` → S01-3/5. */
function requirementsOf(spec) {
  const must = SECTIONS.get(spec) ?? [`S${spec.replace(' §', '-').replace(' item ', '/')}`];
  for (const id of must) assert.ok(IDS.includes(id), `no requirement ${id} (${spec})`);
  return must;
}

/** A vector that has a value. `known`: the value itself, or a function that examines it. */
export function good(fn, name, spec, comment, input, known = null) {
  const expect = R[fn](structuredClone(input));
  if (typeof known === 'function') known(expect);
  else if (known !== null) assert.deepEqual(expect, known, `${fn}: ${name}`);
  add(fn, name, spec, comment, input, expect, expect === false ? refusal(REASONS[fn], input).kind : null);
  return expect;
}

/** A vector with the answer false. */
export const not = (fn, name, spec, comment, input) => good(fn, name, spec, comment, input,
  (result) => assert.equal(result, false, `${fn}: ${name}`));

/** A vector that is refused; any exception but Refused is a mistake of the reference. */
export function bad(fn, name, spec, comment, input) {
  const refused = refusal(R[fn], input);
  assert.notEqual(refused, null, `${fn}: ${name} should be refused`);
  add(fn, name, spec, comment, input, { error: refused.message }, refused.kind);
}

/** How a function refuses, or null. */
export function refusal(judge, input) {
  try {
    judge(structuredClone(input));
    return null;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** `kind`: the class of a bad vector, null of a good one. */
export function add(fn, name, section, comment, input, expect, kind) {
  assert.ok(!TOPICS.get(fn).some((other) => other.name === name), `${fn}: two vectors ${name}`);
  assert.ok(kind === null || CLASSES.includes(kind), `${fn}: ${name}: class ${kind}`);
  const { spec, must } = typeof section === 'string' ? { spec: section, must: requirementsOf(section) } : section;
  for (const id of must) assert.ok(IDS.includes(id), `no requirement ${id}`);
  const ids = [...new Set([...must, ...(kind === null ? KEPT[fn] ?? [] : []), ...(BESIDES[`${fn}: ${name}`] ?? [])])];
  const vector = { name, spec, must: ids, comment, fn, input, expect };
  TOPICS.get(fn).push(kind === null ? vector : { ...vector, class: kind });
}

// ---------------------------------------------------------------- material

export const sha256 = (data) => createHash('sha256').update(data).digest();
export const d = (name) => sha256(`sunlot vectors: ${name}`).toString('hex'); // some digest, salt, secret or lot
export const L = (number) => number.toString(16).padStart(64, '0'); // a leaf one can read
export const byLeaf = (a, b) => (a.leaf < b.leaf ? -1 : 1);
export const upper = (text) => text.toUpperCase();
export const UPPER = 'AB'.repeat(32);

/** The first seed of a series with which `holds` is true. */
export function seedWith(series, holds) {
  for (let i = 0; i < 10000; i++) if (holds(d(`${series} ${i}`))) return d(`${series} ${i}`);
  return assert.fail(`no seed for ${series}`);
}

/** facts; `failed` and `last` in short form. */
export function facts({ types = ['A01'], failed = [], last = [], conflicts = [], status = 'normal', region = '990101' } = {}) {
  return {
    conflicts, failed: failed.map((type) => ({ evidence: `R-${type}`, type })),
    last: last.map(([type, date, sampler = '', tester = '']) => ({ date, sampler, tester, type })), region, status, types,
  };
}
