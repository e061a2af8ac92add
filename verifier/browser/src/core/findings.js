// What the checks say (04 §2).

import { Refusal, Unknown, shorten } from './refusal.js';

// The codes in the order of 04 §3.
const ORDER = [
  ['01', 'trust note signature witness files keep typed'], ['02', 'tile root blob'], ['03', 'canonical schema kind seq prev time simulation'], ['04', 'genesis signature'],
  ['05', 'order people rules roster catalogue institutions feasible'], ['06', 'operator contribution round beacon bracket reuse'], ['07', 'choice pool drawn count strata seed tickets cutoff odds'],
  ['08', 'totals statement'], ['09', 'confirm object void'], ['10', 'opening deadline roster pool types matching people'], ['11', 'opening digest'], ['12', 'proof witness opening book'], ['13', 'refute'],
].flatMap(([step, names]) => names.split(' ').map((name) => `${step}.${name}`));
const KEPT = 200; // failures kept in words per check and draw; the rest is counted
const TOLD = 20; // … and told per check

/** Findings of all checks of one run. */
export class Findings {
  constructor() {
    this.failed = [];
    this.skipped = [];
    this.covered = new Map();
    this.counts = new Map();
    this.parts = [];
  }

  /** A fault; `campaign` is its number where neither draw nor entry says it. */
  fail(check, { campaign = null, draw = null, entry = null, field = null, expected = null, found = null, note = '' } = {}) {
    this.cover(check);
    const key = `${check} ${draw}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    if (count > KEPT) {
      const last = this.failed.findLast((f) => f.check === check && f.draw === draw);
      if (last) last.over = (last.over ?? 0) + 1;
      return;
    }
    const told = (value) => (value === null ? null : shorten(value));
    this.failed.push({ check, result: 'failed', campaign, draw, entry, field, expected: told(expected), found: told(found), note });
  }

  /** The fault of a Refusal; an Unknown one is "cannot judge". */
  refuse(check, error, where = {}) {
    if (!(error instanceof Refusal)) throw error;
    const { field, expected, found } = error;
    const at = where.field ? `${where.field}: ${field}` : field;
    if (error instanceof Unknown) this.skip(check, { ...where, field: at, expected, found, note: 'unknown version or name' });
    else this.fail(check, { ...where, field: at, expected, found });
  }

  /** Something that could not be checked; `because` are the failed checks it rests on, `idle`: it changes no exit code. */
  skip(check, { draw = null, entry = null, field = null, expected = null, found = null, note = '', because = [], idle = false } = {}) {
    this.skipped.push({ check, result: 'not_checked', draw, entry, field, expected, found, note, because, idle });
  }

  /** That a check was made, with how much it covered, summed up per `unit`; a `draw` where a void can settle it. */
  cover(check, amount = 0, unit = '', draw = null) {
    if (draw) this.parts.push({ check, amount, unit, draw });
    if (!this.covered.has(check)) this.covered.set(check, new Map());
    if (!unit) return;
    const units = this.covered.get(check);
    units.set(unit, (units.get(unit) ?? 0) + amount);
  }

  /** True if the check failed, for this draw if one is named. */
  has(check, draw) {
    return this.failed.some((f) => f.check === check && (draw === undefined || f.draw === draw));
  }

  lacks(check, draw) {
    return this.skipped.some((f) => f.check === check && (draw === undefined || f.draw === draw));
  }

  /** Takes the failures of one check for one draw away (a void settles them), and what it covered there; gives them. */
  settle(check, draw) {
    const mine = (f) => f.check === check && f.draw === draw;
    const settled = this.failed.filter(mine);
    this.failed = this.failed.filter((f) => !mine(f));
    this.skipped = this.skipped.filter((f) => f.draw !== draw || !f.because.length || !f.because.every((c) => c === check));
    const units = this.covered.get(check);
    for (const { amount, unit } of this.parts.filter(mine)) units.set(unit, units.get(unit) - amount);
    if (units && ![...units.values()].some(Boolean)) this.covered.delete(check);
    return settled;
  }

  /** All findings: faults, gaps, and one `proven` for every check without either. */
  all() {
    const told = new Set([...this.failed, ...this.skipped.filter((f) => !f.idle)].map((f) => f.check));
    const proven = [...this.covered].filter(([check]) => !told.has(check)).map(([check, units]) => ({
      check, result: 'proven', draw: null, entry: null, field: null, expected: null, found: null,
      note: [...units].map(([unit, n]) => (n ? `${n.toLocaleString('en')} ${unit}` : unit)).join(', '),
    }));
    const plain = [...this.told(), ...this.skipped].map(({ because, campaign, idle, ...finding }) => finding);
    const place = ({ check }) => ORDER.indexOf(check);
    const onFiles = /^(?:01|02|12)/; // these name a file, not an entry
    return [...plain, ...proven].map((f) => (onFiles.test(f.check) ? { ...f, entry: null } : f)).sort((a, b) => place(a) - place(b));
  }

  // Of each check the first 20 failures; the rest by one more for each draw, or none, that it is about, with its number.
  told() {
    return [...new Set(this.failed.map((f) => f.check))].flatMap((check) => {
      const all = this.failed.filter((f) => f.check === check);
      const rest = all.slice(TOLD);
      const number = (some) => some.reduce((sum, f) => sum + 1 + (f.over ?? 0), 0);
      const more = [...new Set(rest.map((f) => f.draw))].map((draw) => rest.filter((f) => f.draw === draw)).map((some) => ({ ...some[0], note: `${number(some)} more` }));
      return [...all.slice(0, TOLD), ...more].map(({ over, ...finding }) => finding);
    });
  }

  /** Exit code of 04 §2. */
  exit() {
    if (this.failed.length) return 1;
    return this.skipped.some((f) => !f.idle) ? 3 : 0;
  }
}
