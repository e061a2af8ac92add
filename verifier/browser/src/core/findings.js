// What the checks say (04 §2).

import { Refusal, Unknown, shorten } from './refusal.js';

const KEPT = 200; // failures kept in words per check and draw; the rest is counted

/** Findings of all checks of one run. */
export class Findings {
  constructor() {
    this.failed = [];
    this.skipped = [];
    this.covered = new Map();
    this.counts = new Map();
  }

  /** A fault; `campaign` is its number where neither draw nor entry says it. */
  fail(check, { campaign = null, draw = null, entry = null, field = null, expected = null, found = null, note = '' } = {}) {
    this.cover(check);
    const key = `${check} ${draw}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    if (count > KEPT) return;
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

  /** Something that applies and could not be checked; `because` are the failed checks it rests on. */
  skip(check, { draw = null, entry = null, field = null, expected = null, found = null, note = '', because = [] } = {}) {
    this.skipped.push({ check, result: 'not_checked', draw, entry, field, expected, found, note, because });
  }

  /** That a check was made, with how much it covered, summed up per `unit`. */
  cover(check, amount = 0, unit = '') {
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

  /** Takes the failures of one check for one draw away (a void settles them); gives them. */
  settle(check, draw) {
    const mine = (f) => f.check === check && f.draw === draw;
    const settled = this.failed.filter(mine);
    this.failed = this.failed.filter((f) => !mine(f));
    this.skipped = this.skipped.filter((f) => f.draw !== draw || !f.because.length || !f.because.every((c) => c === check));
    return settled;
  }

  /** All findings: faults, gaps, and one `proven` for every check without either. */
  all() {
    const told = new Set([...this.failed, ...this.skipped].map((f) => f.check));
    const proven = [...this.covered].filter(([check]) => !told.has(check)).map(([check, units]) => ({
      check, result: 'proven', draw: null, entry: null, field: null, expected: null, found: null,
      note: [...units].map(([unit, n]) => (n ? `${n.toLocaleString('en')} ${unit}` : unit)).join(', '),
    }));
    const plain = [...this.failed, ...this.skipped].map(({ because, campaign, ...finding }) => finding);
    return [...plain, ...proven].sort((a, b) => (a.check < b.check ? -1 : a.check > b.check ? 1 : 0));
  }

  /** Exit code of 04 §2. */
  exit() {
    if (this.failed.length) return 1;
    return this.skipped.length ? 3 : 0;
  }
}
