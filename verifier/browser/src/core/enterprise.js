// One enterprise: the check of 04 §5 and the refutation of 04 §11.

import { fromUtf8, hex, isHex, unhex } from './bytes.js';
import { campaignOf } from './attribution.js';
import { isEnterprise } from './codes.js';
import { drawTickets, judge, sinceDay, ticketer } from './draw.js';
import { leafHash } from './merkle.js';
import { parseOpening } from './openings.js';
import { Refusal, Unreadable } from './refusal.js';
import { typeOf } from './matching.js';
import { unreadOf } from './unread.js';

/** The opening in a file's bytes (with or without the final LF). */
export function readOpening(bytes) {
  if (bytes.length > 65536) throw new Refusal('opening', 'at most 65,536 bytes', bytes.length);
  const text = fromUtf8(bytes);
  if (text === null) throw new Refusal('opening', 'UTF-8', 'other bytes');
  const row = parseOpening(text.endsWith('\n') ? text.slice(0, -1) : text);
  if (row.id && !isEnterprise(row.id.code)) throw new Refusal('id.code', 'a valid enterprise code', row.id.code);
  return row;
}

// Facts and lot that say the stratum: those of the book's disclosure, or of the auditor.
const placeOf = (draw, leaf) => draw.placed?.get(leaf) ?? draw.candidates?.get(leaf) ?? null;

function cutoffOf(draw, place) {
  const { data } = draw.result;
  if (!data.strata) return data.cutoff;
  if (!place?.lot || place.candidates.length === 0) return null;
  const type = typeOf(ticketer(data.seed, 'type')(place.lot), place.candidates);
  return data.strata.find((s) => s.type === type)?.cutoff ?? null;
}

function inDraw(draw, row) {
  const at = draw.pool ? draw.pool.find(row.leaf) : -1;
  const seed = draw.result.data.seed;
  const mark = at < 0 ? null : draw.pool.mark(at);
  const ticket = at < 0 ? null : hex(drawTickets(seed, unhex(row.leaf)));
  const cutoff = cutoffOf(draw, placeOf(draw, row.leaf));
  const selected = mark === 'm' || (mark === 'r' && cutoff !== null && ticket <= cutoff);
  return { campaign: draw.campaign.number, draw: draw.number, in_pool: at >= 0, mark, ticket: mark === 'r' ? ticket : null, cutoff, selected };
}

/** Check 11.opening; the `enterprise` of --json, or null where the opening cannot be read. */
export function checkEnterprise(r, bytes) {
  r.out.cover('11.opening');
  let row;
  try {
    row = readOpening(bytes);
  } catch (error) {
    r.out.refuse('11.opening', error, { field: 'opening' });
    return null;
  }
  const campaign = r.campaigns.find((c) => c.number === row.campaign);
  const known = Boolean(campaign?.roster && campaign.roster.find(row.leaf) >= 0);
  const lost = campaign ? !campaign.roster : r.strange || unreadOf(r).length > 0;
  if (lost) r.out.skip('11.opening', { field: 'leaf', note: 'the roster of its campaign cannot be read' });
  else if (!known) r.out.fail('11.opening', { field: 'leaf', expected: `an enterprise of campaign ${row.campaign}`, found: row.leaf });
  const draws = (campaign?.draws ?? []).filter((d) => d.match && d.result?.data).map((d) => inDraw(d, row));
  return { leaf: row.leaf, name: row.id?.name ?? null, code: row.id?.code ?? null, in_roster: known, draws };
}

/** Where a bare leaf stands in every draw: for the picture, no check. */
export function placeLeaf(r, leaf) {
  if (!isHex(leaf, 64)) throw new Unreadable('a leaf has 64 lower-case hex digits');
  const campaigns = r.campaigns.filter((c) => c.roster && c.roster.find(leaf) >= 0);
  const draws = campaigns.flatMap((c) => c.draws).filter((d) => d.result?.data && r.asked(d));
  return { leaf, name: null, code: null, in_roster: campaigns.length > 0, draws: draws.map((d) => inDraw(d, { leaf })) };
}

// ---- refutation ----

function refutation(r, campaign, draw, row) {
  const result = inDraw(draw, row);
  const at = draw.selection ? draw.selection.find(row.leaf) : -1;
  const there = at >= 0;
  if (result.selected && !there) return { field: 'missing', expected: result.mark === 'm' ? 'must' : `ticket ${result.ticket} ≤ ${result.cutoff}`, found: 'not in the selection', entry: draw.result.seq };
  if (there && !result.in_pool) return { field: 'intruding', expected: 'not in the pool', found: 'in the selection', entry: draw.result.seq };
  if (there && !result.selected) return { field: 'intruding', expected: `ticket ${result.ticket} > ${result.cutoff}`, found: 'in the selection', entry: draw.result.seq };
  return row.facts ? byFacts(campaign, draw, row, result) : null;
}

function byFacts({ rules }, draw, row, result) {
  const earlier = draw.campaign.draws.slice(0, draw.number - 1).some((d) => d.selection && !d.voidAt(draw.freeze.seq) && d.selection.find(row.leaf) >= 0);
  const place = judge(row.facts, new Set(draw.choice.data.types), earlier, sinceDay(rules.reference_date, rules.avoidance_months), rules.reference_date);
  const mark = place?.mark ?? null;
  const entry = draw.freeze.seq;
  if (mark && !result.in_pool) return { field: 'left_out', expected: `in the pool as ${mark}`, found: 'not in the pool', entry };
  if (!mark && result.in_pool) return { field: 'wrongly_in', expected: place?.excluded ?? 'no chosen type', found: 'in the pool', entry };
  return mark && mark !== result.mark ? { field: 'mark', expected: mark, found: result.mark, entry } : null;
}

/** The campaign of an opening; null where it cannot be read, which `refute` tells. */
export function campaignIn(bytes) {
  try {
    return readOpening(bytes).campaign;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
}

/** The draws that a refutation is about: matched, not void, of this campaign, or the one asked for of them. */
export function refutable(r, number) {
  const campaign = r.campaigns.find((c) => c.number === number);
  return (campaign?.draws ?? []).filter((draw) => draw.match && !draw.void && (!r.wanted || draw.name === r.wanted.join('.')));
}

// What the form of a refutation says of one draw.
function claim(r, draw, row, found) {
  const { seed } = draw.result.data;
  const { cutoff } = inDraw(draw, row);
  return { draw: draw.name, ...found, leafhash: hex(leafHash(r.raw[found.entry])), seed, ticket: hex(drawTickets(seed, unhex(row.leaf))), cutoff };
}

function refuteDraw(r, campaign, draw, row) {
  const at = { draw: draw.name };
  const parts = [draw.freeze, draw.choice, draw.result].every((e) => e?.data) && draw.pool && draw.selection;
  if (!parts) return r.out.skip('13.refute', { ...at, note: 'the book does not show it' });
  const marked = draw.pool.find(row.leaf);
  if (draw.result.data.strata && marked >= 0 && draw.pool.mark(marked) === 'r' && !placeOf(draw, row.leaf)) {
    return r.out.skip('13.refute', { ...at, entry: draw.result.seq, note: 'its stratum cannot be read' });
  }
  const found = refutation(r, campaign, draw, row);
  if (found) {
    r.claims.push(claim(r, draw, row, found));
    return r.out.fail('13.refute', { ...at, ...found });
  }
  const here = (f) => (/^0[67]/.test(f.check) ? f.draw === draw.name : /^0[1-5]/.test(f.check) && [null, campaign.number].includes(campaignOf(r, f)));
  const wrong = r.out.failed.find(here);
  if (wrong) return r.out.skip('13.refute', { ...at, entry: draw.result.seq, note: 'the draw itself is wrong', because: [wrong.check] });
  const gap = r.out.skipped.find(here);
  if (gap) return r.out.skip('13.refute', { ...at, entry: draw.result.seq, note: `it rests on ${gap.check}, which could not be checked`, because: [gap.check] });
  return r.out.cover('13.refute', 1, 'draws');
}

/** Check 13.refute over the matched, unvoided draws of the opening's campaign. */
export function refute(r, bytes) {
  r.out.cover('11.opening');
  let row;
  try {
    row = readOpening(bytes);
    if (!row.id) throw new Refusal('id', 'the part id open', 'not open');
  } catch (error) {
    r.out.refuse('11.opening', error, { field: 'opening' });
    return undefined;
  }
  r.refutation = { opening: fromUtf8(bytes).trimEnd(), leaf: row.leaf, campaign: row.campaign, commitments: row.commitments, name: row.id.name, code: row.id.code };
  const campaign = r.campaigns.find((c) => c.number === row.campaign);
  if (!campaign?.roster) return r.out.skip('13.refute', { note: 'the roster of its campaign cannot be read' });
  r.out.cover('13.refute');
  if (campaign.roster.find(row.leaf) < 0) {
    // Anybody can make an opening: this one alone shows nothing (04 §11).
    return r.out.skip('13.refute', { entry: campaign.open.seq, field: 'roster', expected: row.leaf, found: 'not on the roster' });
  }
  const draws = refutable(r, row.campaign);
  if (draws.length === 0) return r.out.skip('13.refute', { note: 'there is no matched draw that counts' });
  for (const draw of draws) refuteDraw(r, campaign, draw, row);
  return undefined;
}
