// Step 7 (04 §3): pool, seed, tickets, selection.
// Where a published value differs from the rebuilt one its own check says so, and later checks accept
// either: one fault, one name.

import { drawTickets, places, select, ticketer } from './draw.js';
import { MUST, parseList, sameList } from './lists.js';
import { typeOf } from './matching.js';
import { Refusal } from './refusal.js';
import { selectStrata } from './strata.js';
import { blobBytes } from './step02_tree.js';
import { seed as seedOf } from './texts.js';

/** Step 7 for one draw; its selection is kept in draw.selection for the draws after it. */
export async function checkSelection(r, draw) {
  const at = { draw: draw.name };
  const fail = (check, entry, field, expected, found) => r.out.fail(check, { ...at, entry: entry.seq, field: `data.${field}`, expected: String(expected), found: String(found) });
  if (!draw.campaign.rules) return;
  if (draw.freeze?.data) await checkFreeze(r, draw, fail);
  if (draw.result?.data) await checkResult(r, draw, fail);
}

async function checkFreeze(r, draw, fail) {
  const { freeze, campaign } = draw;
  const { data } = freeze;
  draw.planned = data.planned;
  const types = draw.choice?.data?.types;
  if (types?.every((type) => campaign.catalogue?.has(type))) {
    r.out.cover('07.choice', 1, 'draws', draw.name);
    const sum = types.reduce((total, type) => total + campaign.catalogue.get(type), 0);
    if (sum !== data.planned) fail('07.choice', freeze, 'planned', sum, data.planned);
    draw.rebuilt = { planned: sum };
  } else r.out.skip('07.choice', { draw: draw.name, entry: freeze.seq, note: 'what the types plan cannot be read', because: [campaign.catalogue ? '05.order' : '05.catalogue'] });
  await checkPool(r, draw, fail);
  checkDrawn(r, draw, fail);
  checkCount(r, draw, fail);
}

async function readList(r, draw, check, entry, blob) {
  const bytes = await blobBytes(r, blob);
  if (bytes === null) {
    r.out.skip(check, { draw: draw.name, entry: entry.seq, note: 'its blob cannot be read', because: ['02.blob'] });
    return null;
  }
  try {
    return parseList(bytes, true);
  } catch (error) {
    r.out.refuse(check, error, { draw: draw.name, entry: entry.seq });
    return null;
  }
}

async function checkPool(r, draw, fail) {
  const { data } = draw.freeze;
  r.out.cover('07.pool');
  draw.pool = await readList(r, draw, '07.pool', draw.freeze, data.pool.blob);
  if (!draw.pool) return undefined;
  const { pool } = draw;
  r.out.cover('07.pool', pool.count, 'rows', draw.name);
  if (pool.count !== data.pool.count) fail('07.pool', draw.freeze, 'pool.count', pool.count, data.pool.count);
  if (pool.root() !== data.pool.root) fail('07.pool', draw.freeze, 'pool.root', pool.root(), data.pool.root);
  if (pool.musts() !== data.must) fail('07.pool', draw.freeze, 'must', pool.musts(), data.must);
  const { roster } = draw.campaign;
  if (!roster) return undefined;
  const excluded = data.excluded.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(roster.count, draw.campaign.rules.roster.count) - pool.count;
  if (excluded > Math.max(most, 0)) fail('07.pool', draw.freeze, 'excluded', `at most ${Math.max(most, 0)}`, excluded);
  for (let i = 0; i < pool.count; i++) {
    if (roster.findBytes(pool.leaves, 32 * i) < 0) return fail('07.pool', draw.freeze, 'pool', 'leaves of the roster', pool.leaf(i));
  }
  return undefined;
}

function checkDrawn(r, draw, fail) {
  if (!draw.pool) return;
  const earlier = draw.campaign.draws.slice(0, draw.number - 1).filter((d) => !d.voidAt(draw.freeze.seq) && d.selection);
  r.out.cover('07.drawn', draw.pool.count, 'rows', draw.name);
  for (let i = 0; i < draw.pool.count; i++) {
    if (draw.pool.marks[i] === MUST) continue;
    const by = earlier.find((d) => d.selection.findBytes(draw.pool.leaves, 32 * i) >= 0);
    if (by) return fail('07.drawn', draw.freeze, 'pool', `no row drawn in ${by.name}`, draw.pool.leaf(i));
  }
  return undefined;
}

function checkCount(r, draw, fail) {
  const { data } = draw.freeze;
  const N = draw.pool?.count ?? data.pool.count;
  const m = draw.pool?.musts() ?? data.must;
  r.out.cover('07.count', 1, 'draws', draw.name);
  const right = new Set();
  for (const planned of [data.planned, draw.rebuilt?.planned ?? data.planned]) {
    right.add(places(planned, N, m));
    right.add(places(planned, data.pool.count, data.must));
  }
  const n = places(draw.rebuilt?.planned ?? data.planned, N, m);
  if (!right.has(data.n)) fail('07.count', draw.freeze, 'n', n, data.n);
  draw.rebuilt = { ...draw.rebuilt, N, m, n, root: draw.pool?.root() ?? data.pool.root };
}

/** What stands after `beacon=` in the seed text, or null where it cannot be known; a value that was given stands before the book's. */
export function beaconText(draw) {
  if (!draw.campaign.beacon) return 'none';
  const value = draw.given ?? draw.beacon?.data?.beacon;
  if (!value) return null;
  const { chain, round, signature } = value;
  return `${chain}:${round}:${signature}`;
}

function contributions(draw, rows) {
  return Object.fromEntries(rows.map((c) => {
    const open = draw.opens.get(`representative.${c.representative}`);
    return [c.representative, open ? open.data.secret : c.commitment];
  }));
}

/** The seed rebuilt in every way that does not repeat a fault told before; the first is the plain one. */
export function seeds(draw) {
  const { data } = draw.freeze;
  const operator = draw.opens.get('operator')?.data.secret;
  const beacon = beaconText(draw);
  if (!operator || beacon === null || !draw.close?.data || !draw.choice?.data) return [];
  const published = { root: data.pool.root, N: data.pool.count, m: data.must, n: data.n };
  const lists = [draw.close.data.contributions, draw.contributions.map((c) => c.data)];
  const out = [];
  for (const frozen of [published, { ...published, ...draw.rebuilt }]) {
    for (const rows of lists) {
      try {
        out.push(seedOf({
          campaign: draw.campaign.number, draw: draw.number, roster: draw.campaign.rules.roster.root,
          types: draw.choice.data.types, pool: frozen.root, N: frozen.N, m: frozen.m, n: frozen.n,
          operator, contributions: contributions(draw, rows), beacon,
        }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error; // counts that no seed text can have: told before
      }
    }
  }
  return [...new Set(out)];
}

async function checkResult(r, draw, fail) {
  const { result } = draw;
  draw.seeds = draw.freeze?.data ? seeds(draw) : [];
  const skip = (check, note, because) => r.out.skip(check, { draw: draw.name, entry: result.seq, note, because });
  if (draw.seeds.length === 0) skip('07.seed', 'what it is made of cannot be read', ['05.order']);
  else {
    r.out.cover('07.seed', 1, 'seeds');
    if (!draw.seeds.includes(result.data.seed)) fail('07.seed', result, 'seed', draw.seeds[0], result.data.seed);
  }
  draw.selection = await readList(r, draw, '07.tickets', result, result.data.selection.blob);
  if (!draw.pool) return skip('07.tickets', 'the pool cannot be read', ['07.pool']);
  const strata = result.data.strata ? await strataOf(r, draw) : null;
  if (result.data.strata && !strata) {
    for (const check of ['07.strata', '07.tickets', '07.cutoff']) skip(check, 'the openings it needs cannot be read', ['10.opening', '10.pool']);
    return undefined;
  }
  r.progress('tickets', 0, draw.pool.count);
  compareResult(r, draw, strata, fail);
  return undefined;
}

/** Pool positions by chosen type, for one seed (02 §6.1); null where the openings that it needs cannot be read. */
export async function strataOf(r, draw) {
  const rows = await r.strataRows(draw.campaign);
  if (!rows || !draw.choice?.data) return null;
  const candidates = r.candidatesOf(draw, rows, null, false);
  draw.placed = candidates;
  const pool = Array.from({ length: draw.pool.count }, (_, i) => candidates.get(draw.pool.leaf(i)));
  if (!pool.every((row) => row && row.lot !== null && row.candidates.length > 0)) return null; // 10.opening or 10.pool says so
  return (seed) => {
    const ticket = ticketer(seed, 'type');
    const out = new Map(draw.choice.data.types.map((type) => [type, []]));
    pool.forEach(({ lot, candidates: own }, i) => out.get(typeOf(ticket(lot), own)).push(i));
    return out;
  };
}

/** The whole of 02 §6 for one seed: {list, cutoff, odds} or {list, strata}. */
export function recompute(draw, seed, n, strata) {
  const tickets = drawTickets(seed, draw.pool.leaves);
  if (!strata) {
    const all = Array.from({ length: draw.pool.count }, (_, i) => i);
    const got = select(draw.pool, tickets, all, n);
    return { list: draw.pool.pick(got.chosen), cutoff: got.cutoff, odds: got.odds, tickets };
  }
  const got = selectStrata(draw.pool, tickets, strata(seed), draw.campaign.catalogue ?? new Map());
  return { list: draw.pool.pick(got.chosen), strata: got.strata, tickets };
}

function compareResult(r, draw, strata, fail) {
  const { data } = draw.result;
  const ways = [...new Set([data.seed, ...draw.seeds])].flatMap((seed) =>
    [...new Set([draw.freeze.data.n, draw.rebuilt.n])].filter((n) => n <= draw.pool.count && n >= draw.pool.musts() && n > 0).map((n) => ({ seed, n })));
  let first = null;
  let fits = null;
  for (const { seed, n } of ways) {
    const got = recompute(draw, seed, n, strata);
    first ??= got;
    if (!fits && draw.selection && sameList(got.list, draw.selection)) fits = got;
    if (fits) break;
  }
  const got = fits ?? first;
  if (!got) return r.out.skip('07.tickets', { draw: draw.name, entry: draw.result.seq, note: 'n cannot be right', because: ['07.count'] });
  draw.computed = got;
  compareSelection(r, draw, got, Boolean(fits), fail);
  if (data.strata) compareStrata(r, draw, got, fail);
  else compareCut(r, draw, data, got, 'data', fail);
  return undefined;
}

function compareSelection(r, draw, got, fits, fail) {
  const { selection: listed } = draw.result.data;
  r.out.cover('07.tickets', draw.pool.count, 'tickets');
  const { selection } = draw;
  if (selection && !fits) {
    const at = firstOther(got.list, selection);
    fail('07.tickets', draw.result, 'selection.blob', at.expected, at.found);
  }
  if (!selection) return;
  if (listed.count !== selection.count) fail('07.tickets', draw.result, 'selection.count', selection.count, listed.count);
  if (listed.root !== selection.root()) fail('07.tickets', draw.result, 'selection.root', selection.root(), listed.root);
}

function firstOther(want, have) {
  for (let i = 0; i < Math.max(want.count, have.count); i++) {
    const told = (list) => (i < list.count ? `${list.leaf(i)} ${list.mark(i)}` : 'no more rows');
    if (told(want) !== told(have)) return { expected: told(want), found: told(have) };
  }
  return { expected: 'the same', found: 'the same' };
}

function compareCut(r, draw, told, got, where, fail) {
  r.out.cover('07.cutoff', 1, 'cut-offs');
  r.out.cover('07.odds', 1, 'odds');
  const at = where === 'data' ? '' : `${where}.`;
  if (told.cutoff !== got.cutoff) fail('07.cutoff', draw.result, `${at}cutoff`, got.cutoff ?? 'null', told.cutoff ?? 'null');
  if (String(told.odds) !== String(got.odds)) fail('07.odds', draw.result, `${at}odds`, JSON.stringify(got.odds), JSON.stringify(told.odds));
}

function compareStrata(r, draw, got, fail) {
  const { strata } = draw.result.data;
  r.out.cover('07.strata', got.strata.length, 'strata');
  const types = strata.map((s) => s.type).join();
  const wanted = got.strata.map((s) => s.type).join();
  if (types !== wanted) fail('07.strata', draw.result, 'strata', wanted, types);
  for (const want of got.strata) {
    const i = strata.findIndex((s) => s.type === want.type);
    if (i < 0) continue;
    for (const key of ['pool', 'must', 'n']) if (strata[i][key] !== want[key]) fail('07.strata', draw.result, `strata.${i}.${key}`, want[key], strata[i][key]);
    compareCut(r, draw, strata[i], want, `strata.${i}`, fail);
  }
}
