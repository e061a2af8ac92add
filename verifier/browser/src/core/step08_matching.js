// Step 8 (04 §3): totals and the statement.

import { placesOf } from './matching.js';
import { Refusal } from './refusal.js';
import { beaconText } from './step07_selection.js';
import { statement } from './texts.js';
import { listed } from './totals.js';

/** How many were drawn, as published. */
export function drawnCount(draw) {
  const { strata } = draw.result?.data ?? {};
  return strata ? strata.reduce((sum, s) => sum + s.n, 0) : draw.freeze?.data?.n ?? null;
}

/** Step 8 for one draw. */
export function checkMatching(r, draw) {
  if (!draw.campaign.rules || !draw.match?.data) return;
  const fail = (check, field, expected, found) => r.out.fail(check, { draw: draw.name, entry: draw.match.seq, field: `data.${field}`, expected: String(expected), found: String(found) });
  checkTotals(r, draw, fail);
  checkStatement(r, draw, fail);
}

function checkTotals(r, draw, fail) {
  const { data } = draw.match;
  const counts = new Set([drawnCount(draw), draw.computed?.list.count].filter((n) => n != null));
  if (counts.size === 0) return; // neither freeze nor result can be read
  r.out.cover('08.totals', 1, 'draws');
  const [n] = counts;
  const sum = (field, rows, key) => {
    const total = rows.reduce((all, row) => all + row[key], 0);
    if (!counts.has(total)) fail('08.totals', field, n, total);
  };
  sum('institutions.sampling', data.institutions, 'sampling');
  sum('institutions.testing', data.institutions, 'testing');
  sum('by_type.drawn', data.by_type, 'drawn');
  if (!counts.has(data.rows.count)) fail('08.totals', 'rows.count', n, data.rows.count);
  const most = Math.max(...counts);
  const within = { 'over_quota.sampling': data.over_quota.sampling, 'over_quota.testing': data.over_quota.testing, waived: data.waived, rotation_dropped: data.rotation_dropped };
  for (const [field, value] of Object.entries(within)) if (value > most) fail('08.totals', field, `at most ${most}`, value);
  if (!draw.choice?.data) return;
  checkByType(draw, fail);
  const waived = draw.choice.data.types.some((type) => draw.campaign.waived.has(type));
  if (!waived && data.waived > 0) fail('08.totals', 'waived', 0, data.waived);
  if (!draw.campaign.institutions) {
    r.out.skip('08.totals', { draw: draw.name, entry: draw.match.seq, note: 'the institutions cannot be read', because: ['05.institutions'] });
    return;
  }
  const wanted = listed(draw.campaign.institutions, draw.choice.data.types).join();
  const found = data.institutions.map((i) => i.institution).join();
  if (wanted !== found) fail('08.totals', 'institutions', wanted, found);
  checkCapable(draw, fail);
}

// What the institutions of the chosen types make impossible, whoever was drawn.
function checkCapable({ campaign, choice, match }, fail) {
  const bases = choice.data.types.map((type) => placesOf(campaign.institutions, type, campaign.rules.sampling_until));
  const { institutions, over_quota: over } = match.data;
  for (const role of ['sampling', 'testing']) {
    institutions.forEach((row, i) => {
      if (row[role] > 0 && !bases.some((base) => base[role].has(row.institution))) fail('08.totals', `institutions.${i}.${role}`, 0, row[role]);
    });
    if (over[role] > 0 && bases.every((base) => base.weighted)) fail('08.totals', `over_quota.${role}`, 0, over[role]);
  }
}

// Types and pools of by_type as far as they are public (02 §8.5).
function checkByType(draw, fail) {
  const { by_type: rows } = draw.match.data;
  const chosen = draw.choice.data.types;
  const named = rows.map((row) => row.type).filter((type) => type !== '*');
  const merged = chosen.filter((type) => !named.includes(type)).length;
  const star = named.length < rows.length;
  const allowed = draw.campaign.rules.allocation === 'pooled';
  const types = rows.map((row) => (row.type === '*' ? '~' : row.type)); // `*` stands last
  const ordered = types.every((type, i) => i === 0 || types[i - 1] < type);
  const right = ordered && named.every((type) => chosen.includes(type)) && (star ? allowed && merged > 0 : merged === 0);
  if (!right) fail('08.totals', 'by_type', allowed ? `${chosen.join()}, or *` : chosen.join(), rows.map((row) => row.type).join());
  const N = Math.max(draw.pool?.count ?? 0, draw.freeze?.data?.pool.count ?? 0);
  rows.forEach((row, i) => {
    const most = row.type === '*' ? N * merged : N;
    if (right && draw.freeze?.data && row.pool > most) fail('08.totals', `by_type.${i}.pool`, `at most ${most}`, row.pool);
  });
}

/** The fields of the statement as the book has them. */
export function statementFields(r, draw, result = draw.result.data, frozen = {}) {
  const { campaign } = draw;
  const { freeze, match } = draw;
  return {
    origin: r.trust.origin, simulation: r.genesis.simulation, campaign: campaign.number, draw: draw.number,
    representative: draw.choice.data.representative, types: draw.choice.data.types, roster: campaign.rules.roster.root,
    pool: frozen.root ?? freeze.data.pool.root, N: frozen.N ?? freeze.data.pool.count, m: frozen.m ?? freeze.data.must, n: frozen.n ?? freeze.data.n,
    beacon: beaconText(draw), seed: result.seed, selection: result.selection.root, rows: match.data.rows.root,
    over_quota: match.data.over_quota, ...(result.strata ? { strata: result.strata } : { cutoff: result.cutoff, odds: result.odds }),
  };
}

const RESTS_ON = ['07.choice', '07.pool', '07.count', '07.seed', '07.tickets', '07.cutoff', '07.odds', '07.strata', '06.beacon', '06.contribution', '08.totals', '03.schema'];

function checkStatement(r, draw, fail) {
  const parts = r.genesis && [draw.choice, draw.freeze, draw.result, draw.match].every((entry) => entry?.data) && beaconText(draw) !== null;
  if (!parts) return r.out.skip('08.statement', { draw: draw.name, entry: draw.match.seq, note: 'what it is made of cannot be read', because: ['05.order'] });
  r.out.cover('08.statement', 1, 'statements');
  const digests = statements(r, draw);
  if (digests.includes(draw.match.data.statement)) return undefined;
  const because = RESTS_ON.filter((check) => r.out.has(check, draw.name));
  if (because.length) return r.out.skip('08.statement', { draw: draw.name, entry: draw.match.seq, note: 'it rests on a check that failed', because });
  return fail('08.statement', 'statement', digests[0] ?? 'a statement', draw.match.data.statement);
}

function statements(r, draw) {
  const { data } = draw.result;
  const got = draw.computed;
  const rebuilt = got && { ...data, ...(data.strata ? { strata: got.strata } : { cutoff: got.cutoff, odds: got.odds }), selection: { root: got.list.root() } };
  const out = [];
  for (const result of [data, ...(rebuilt ? [rebuilt, { ...rebuilt, seed: draw.seeds[0] ?? data.seed }] : [])]) {
    for (const frozen of [{}, draw.rebuilt]) {
      try {
        out.push(statement(statementFields(r, draw, result, frozen)));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }
  return out;
}

