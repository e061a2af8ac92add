// Finishing a draw (02 §13, 04 §9), and what a typed value of a round would give (04 §1, `--beacon`).

import { verifyValue, valueFault } from './beacon.js';
import { timeOf } from './chains.js';
import { recompute, seeds, strataOf } from './step07_selection.js';
import { UNPROVEN, judgeBracket } from './step06_secrets.js';

/** The draw that a typed value belongs to: the one asked for, or the latest that `fits`; undefined if none does. */
export function drawFor(r, draws, fits) {
  return draws.findLast((draw) => draw.campaign.beacon && draw.opened && fits(draw) && (!r.wanted || draw.name === r.wanted.join('.')));
}

/**
 * Checks a typed value (02 §11) for the round of a draw and keeps it in draw.given.
 * Gives null, or {field, expected, found} of what is wrong with it.
 */
export function giveValue(draw, text) {
  const chain = draw.campaign.beacon;
  const parts = text.replaceAll(/\s/g, '').split(':');
  const [previous, signature] = chain.chained && parts.length === 2 ? parts : [null, parts.join(':')];
  const value = { chain: chain.hash, round: draw.close.data.round, signature, previous };
  const fault = valueFault(chain, value);
  if (fault) return fault;
  if (!verifyValue(chain, value)) return { field: 'signature', expected: `the signature of round ${value.round}`, found: signature };
  draw.given = value;
  return null;
}

/** Seed, selection, cut-off and odds that the value in draw.given leads to; null where the book lacks what they need. */
export async function computeDraw(r, draw) {
  const [seed] = draw.freeze?.data ? seeds(draw) : [];
  const n = draw.freeze?.data?.n;
  if (!seed || !draw.pool || n > draw.pool.count || n < draw.pool.musts() || n === 0) return null;
  const typed = draw.campaign.rules.allocation === 'per_type';
  const strata = typed ? await strataOf(r, draw) : null;
  if (typed && !strata) return null;
  const { list, cutoff = null, odds = null, strata: rows = null } = recompute(draw, seed, n, strata);
  return { seed, list, cutoff, odds, strata: rows };
}

/** The whole of `finish` for one draw whose steps 6 and 7 are judged. Gives the fields of its --json, and more. */
export async function finishDraw(r, draw, text) {
  const chain = draw.campaign.beacon;
  const round = draw.close?.data?.round ?? null;
  const { pool = {}, must: m = null, n = null } = draw.freeze?.data ?? {};
  const out = {
    campaign: draw.campaign.number, draw: draw.number, round, time: round === null ? null : timeOf(chain, round), beacon: chain.name, quorum: r.trust.quorum,
    seed: null, N: pool.count ?? null, m, n, cutoff: null, odds: null, strata: null, selection: null, bracket: null, agrees: null,
  };
  if (round === null) return lacking(r, draw, out);
  r.out.cover('06.beacon', 1, 'values');
  const fault = giveValue(draw, text);
  if (fault) {
    r.out.fail('06.beacon', { draw: draw.name, ...fault, field: `--beacon ${fault.field}`, found: String(fault.found) });
    return out;
  }
  if (!draw.beacon) judgeHead(r, draw);
  out.bracket = { proven: Boolean(draw.bracket), bodies: draw.bracket?.bodies ?? [], signed: draw.bracketed?.signed ?? 0, quorum: r.trust.quorum, margin: draw.bracketed?.margin ?? null };
  const got = await computeDraw(r, draw);
  if (!got) return lacking(r, draw, out);
  const { list, ...rest } = got;
  const leaves = Array.from({ length: list.count }, (_, i) => `${list.leaf(i)} ${list.mark(i)}\n`).join('');
  Object.assign(out, rest, { selection: { count: list.count, root: list.root() }, leaves, agrees: agrees(draw, got) });
  return out;
}

function lacking(r, draw, out) {
  r.out.skip('07.seed', { draw: draw.name, note: 'what it is made of cannot be read' });
  return out;
}

// Before draw.beacon is written the publication's head can be the bracket itself (03 §9).
function judgeHead(r, draw) {
  if (r.trust.quorum === 0) return;
  const unproven = (note) => r.out.skip('06.bracket', { draw: draw.name, field: 'checkpoint', note: `${UNPROVEN}: ${note}` });
  r.out.cover('06.bracket');
  if (!r.note || r.out.has('01.signature') || r.out.has('01.witness') || r.note.size !== r.raw.length) unproven('there is no bracket');
  else judgeBracket(r, draw, { note: r.note, signed: r.signed }, timeOf(draw.campaign.beacon, draw.close.data.round), unproven);
}

function agrees(draw, { seed, list, cutoff, odds, strata }) {
  const told = draw.result?.data;
  if (!told) return null;
  const rest = told.strata ? [told.strata, strata] : [[told.cutoff, told.odds], [cutoff, odds]];
  return told.seed === seed && told.selection.root === list.root() && JSON.stringify(rest[0]) === JSON.stringify(rest[1]);
}
