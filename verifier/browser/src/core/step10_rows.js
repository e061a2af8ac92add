// Step 10 (04 §3), what the rows of a campaign show: who belongs in a pool, and the matching.

import { judge, sinceDay } from './draw.js';
import { write } from './json.js';
import { matchRows, placesOf, serving } from './matching.js';
import { checkRows } from './openings.js';
import { totalsOf } from './totals.js';

const EXCLUDED = ['closed', 'duplicate', 'invalid', 'drawn', 'avoidance'];

/** The leaves of a list as digests. */
export function leavesOf(list) {
  return Array.from({ length: list.count }, (_, i) => list.leaf(i));
}

/** leaf → {lot, candidates, mark, facts} of the rows that 02 §1 puts into a draw's pool; without its rule 3 for strata (02 §6.1). */
export function candidatesOf(draw, rows, excluded = null, rule3 = true) {
  const { rules } = draw.campaign;
  const chosen = new Set(draw.choice.data.types);
  const since = sinceDay(rules.reference_date, Math.min(rules.avoidance_months, 1200));
  const earlier = draw.campaign.draws.slice(0, draw.number - 1).filter((d) => d.selection && !d.voidAt(draw.freeze.seq));
  const out = new Map();
  for (const row of rows.values()) {
    if (!row.facts) continue;
    const drawn = rule3 && earlier.some((d) => d.selection.find(row.leaf) >= 0);
    const place = judge(row.facts, chosen, drawn, since, rules.reference_date);
    if (place?.mark) out.set(row.leaf, { leaf: row.leaf, lot: row.lot, facts: row.facts, ...place });
    else if (place && excluded) excluded[place.excluded] += 1;
  }
  return out;
}

/** 10.roster of the rows of one file, whose number is told unless it is `alone`. */
export function checkRoster(r, campaign, rows, alone) {
  r.out.cover('10.roster', alone ? 0 : rows.size, alone ? '' : 'rows');
  const fail = (field, expected, found) => r.out.fail('10.roster', { entry: campaign.open.seq, field, expected, found });
  checkRows(rows, campaign, fail);
}

function checkFeasibleRows(r, campaign, rows) {
  if (!campaign.institutions) return;
  const places = new Map();
  for (const row of rows.values()) {
    if (row.facts?.status !== 'normal') continue;
    for (const type of row.facts.types) {
      if (!places.has(type)) places.set(type, placesOf(campaign.institutions, type, campaign.rules.sampling_until));
      if (serving(places.get(type), { ...row.facts, last: [] }, type, campaign.waived.has(type))) continue;
      r.out.fail('10.roster', { entry: campaign.open.seq, field: type, expected: 'an institution pair for every row', found: row.leaf });
      return;
    }
  }
}

/** 10.pool, 10.types and 10.matching of a campaign whose rows are known. */
export async function judgeRows(r, campaign, rows, draws) {
  r.out.cover('10.roster');
  checkFeasibleRows(r, campaign, rows);
  for (const draw of campaign.draws) {
    if (!draws.includes(draw) || !draw.freeze?.data || !draw.choice?.data) continue;
    judgePool(r, draw, rows);
    if (draw.match?.data) judgeMatching(r, draw, rows);
    r.progress('matching', draw.number, campaign.draws.length);
  }
}

const failer = (r, draw, check, entry) => (field, expected, found) =>
  r.out.fail(check, { draw: draw.name, entry: entry.seq, field: `data.${field}`, expected: String(expected), found: String(found) });

function judgePool(r, draw, rows) {
  const fail = failer(r, draw, '10.pool', draw.freeze);
  r.out.cover('10.pool', rows.size, 'rows');
  const counts = Object.fromEntries(EXCLUDED.map((reason) => [reason, 0]));
  const wanted = candidatesOf(draw, rows, counts);
  draw.candidates = wanted;
  draw.freeze.data.excluded.forEach(({ count, reason }, i) => {
    if (count !== counts[reason]) fail(`excluded.${i}.count`, counts[reason], count);
  });
  if (!draw.pool) return;
  for (const row of wanted.values()) {
    const at = draw.pool.find(row.leaf);
    if (at < 0) return fail('pool', `${row.leaf} ${row.mark}`, 'not in the pool');
    if (draw.pool.mark(at) !== row.mark) return fail('pool', `${row.leaf} ${row.mark}`, `${row.leaf} ${draw.pool.mark(at)}`);
  }
  if (draw.pool.count !== wanted.size) {
    const stray = leavesOf(draw.pool).find((leaf) => !wanted.has(leaf));
    fail('pool', 'only rows of 02 §1', stray);
  }
  return undefined;
}

function judgeMatching(r, draw, rows) {
  const { match, selection } = draw;
  const settled = Boolean(draw.settled?.length); // then what rests on that failure does not count (04 §2)
  if (!selection || !draw.result?.data || !draw.campaign.institutions) {
    if (!settled) r.out.skip('10.matching', { draw: draw.name, entry: match.seq, note: 'selection or institutions cannot be read', because: ['07.tickets'] });
    return;
  }
  const chosen = leavesOf(selection).map((leaf) => draw.candidates.get(leaf));
  const ready = chosen.every((row) => row && row.lot !== null);
  if (!ready) {
    for (const check of settled ? [] : ['10.types', '10.matching']) r.out.skip(check, { draw: draw.name, entry: match.seq, note: 'the selection has rows that cannot be there', because: ['10.pool'] });
    return;
  }
  try {
    compareMatching(r, draw, bestMatching(draw, chosen), rows);
  } catch (error) {
    r.out.refuse('10.matching', error, { draw: draw.name, entry: match.seq });
  }
}

// With the published seed, or the rebuilt one where that was told as a fault.
function bestMatching(draw, rows) {
  const { campaign } = draw;
  const run = (seed) => matchRows({ seed, until: campaign.rules.sampling_until, waived: campaign.waived, institutions: campaign.institutions, rows });
  const seeds = [...new Set([draw.result.data.seed, ...draw.seeds])];
  const first = run(seeds[0]);
  if (first.root === draw.match.data.rows.root) return first;
  return seeds.slice(1).map(run).find((got) => got.root === draw.match.data.rows.root) ?? first;
}

function compareMatching(r, draw, got) {
  const { data } = draw.match;
  const { campaign } = draw;
  const fail = failer(r, draw, '10.matching', draw.match);
  r.out.cover('10.matching', got.rows.length, 'rows');
  if (got.root !== data.rows.root) fail('rows.root', got.root, data.rows.root);
  const pool = new Map();
  for (const row of draw.candidates.values()) row.candidates.forEach((type) => pool.set(type, (pool.get(type) ?? 0) + 1));
  const want = totalsOf({ allocation: campaign.rules.allocation, chosen: draw.choice.data.types, institutions: campaign.institutions, pool, rows: got.rows });
  for (const key of ['institutions', 'over_quota', 'rotation_dropped', 'waived']) compareTotal(fail, key, want[key], data[key]);
  r.out.cover('10.types', want.by_type.length, 'types');
  compareTotal(failer(r, draw, '10.types', draw.match), 'by_type', want.by_type, data.by_type);
}

function compareTotal(fail, key, want, have) {
  if (write(want) === write(have)) return;
  const at = Array.isArray(want) ? want.findIndex((row, i) => have[i] === undefined || write(row) !== write(have[i])) : -1;
  if (at >= 0) fail(`${key}.${at}`, write(want[at]), have[at] === undefined ? 'nothing' : write(have[at]));
  else fail(key, write(want), write(have));
}
