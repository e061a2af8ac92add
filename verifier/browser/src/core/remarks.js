// Remarks (04 §6): {code, values}; the words are the page's.

import { bodies } from './step06_secrets.js';
import { drawnCount } from './step08_matching.js';

/** All remarks of a run. */
export function remarks(r) {
  const out = [];
  const say = (code, values = {}) => out.push({ code, values });
  if (r.genesis?.simulation) say('simulation');
  ledger(r, say);
  for (const campaign of r.campaigns) if (campaign.rules) ofCampaign(r, campaign, say);
  say('level_d');
  say('history');
  return out;
}

function ledger(r, say) {
  const { quorum, witnesses } = r.trust;
  if (quorum === 0) say('no_witness');
  else {
    const latest = Math.max(0, ...(r.signed ?? []).map((s) => s.time));
    say('witnesses', { k: quorum, n: witnesses.length, j: r.signed?.length ?? 0, bodies: bodies(r, r.signed ?? []), time: latest || null });
  }
  if (r.source.names() === null) say('no_listing');
  const last = r.entries.findLast((entry) => entry?.at != null);
  if (last && last.at > r.now + 86400) say('ahead', { time: last.at });
  if (r.kept?.length) say('kept', { n: r.kept.length });
}

function ofCampaign(r, campaign, say) {
  const C = campaign.number;
  const { rules, draws, end } = campaign;
  const results = draws.filter((d) => d.result);
  if (rules.beacon === 'none' && results.length) say('no_beacon', { C });
  if (campaign.beacon?.name === 'test') say('test_beacon', { C });
  for (const draw of draws) {
    if (!r.wanted || r.wanted[0] === C) standing(r, draw, say);
    if (r.asked(draw)) ofDraw(r, campaign, draw, say);
  }
  if (campaign.sealed && !campaign.rowsKnown) say('sealed', { C, date: rules.disclose_by });
  if (campaign.audited) say('auditor', { C });
  closedIds(campaign, say);
  if (end?.kind === 'campaign.close') {
    if (end.data?.not_drawn.length) say('not_drawn', { C, K: end.data.not_drawn });
    discarded(draws, say);
  }
  if (end?.kind === 'campaign.void') say('campaign_void', { C, reason: end.data?.reason.code ?? '?' });
}

function closedIds(campaign, say) {
  const whole = campaign.disclosed?.some((d) => !d.other && d.entry.data.rows === 'all' && d.entry.data.parts.includes('id'));
  if (campaign.draws.some((d) => d.match) && !whole) say('ids_closed', { C: campaign.number });
}

function discarded(draws, say) {
  const taken = new Set(draws.map((d) => d.choice?.data?.inherited).filter((n) => n != null));
  for (const draw of draws) if (draw.void && draw.choice && !taken.has(draw.number)) say('choice_discarded', { draw: draw.name });
}

// What stands for every draw of the campaign that is asked for (04 §1).
function standing(r, draw, say) {
  if (draw.void) voidOf(draw, say);
  else if (draw.opened && !draw.beacon && draw.roundTime !== null && (draw.value || r.now >= draw.roundTime)) {
    say('unfinished', { draw: draw.name, R: draw.close.data?.round ?? '?', time: draw.roundTime, value: draw.value ?? null });
  }
}

function ofDraw(r, campaign, draw, say) {
  const name = { draw: draw.name };
  if (draw.bracket) say('bracket', { ...name, k: draw.bracket.bodies.length, m: draw.bracket.margin, bodies: draw.bracket.bodies });
  if (draw.beacon && campaign.beacon && r.trust.quorum === 0) say('no_bracket', name);
  if (draw.contributions.length && draw.match) people(r, campaign, draw, say);
  if (draw.result) unopened(draw, say);
  if (draw.result?.data?.strata) say('per_type', name);
  if (draw.match?.data) figures(campaign, draw, say);
}

function voidOf(draw, say) {
  const { data } = draw.void;
  const settled = draw.settled?.[0];
  say('void', {
    draw: draw.name, reason: data?.reason.code ?? '?', finding: data?.finding || null,
    field: settled?.field ?? null, expected: settled?.expected ?? null, found: settled?.found ?? null,
  });
  if (data?.reason.code === 'beacon_silent') say('beacon_silent', { draw: draw.name, R: draw.close?.data?.round ?? '?', value: draw.value ?? null });
}

function people(r, campaign, draw, say) {
  const all = campaign.rules.representatives.map((rep) => rep.number);
  const made = draw.contributions.map((c) => c.data).filter(Boolean);
  say('contributions', { draw: draw.name, a: made.length, b: all.length });
  const bots = made.filter((c) => c.made_by === 'bot').length;
  if (bots) say('bot_contributions', { draw: draw.name, a: bots, b: made.length });
  const answered = new Set([...draw.confirms, ...draw.objects].map((a) => a.data?.representative));
  const silent = all.filter((n) => !answered.has(n));
  if (silent.length) say('no_answer', { draw: draw.name, K: silent });
  const founded = draw.answers.filter((a) => a.data?.outcome === 'founded')
    .map((a) => draw.objects.find((o) => o.seq === a.data.objection)?.data?.representative).filter(Boolean);
  if (founded.length) say('objection_founded', { draw: draw.name, K: founded });
}

function unopened(draw, say) {
  const K = draw.contributions.map((c) => c.data?.representative).filter((n) => n && !draw.opens.has(`representative.${n}`));
  if (K.length) say('unopened', { draw: draw.name, K: K.sort((a, b) => a - b), beacon: draw.campaign.beacon !== null });
}

function figures(campaign, draw, say) {
  const { over_quota: over } = draw.match.data;
  const { freeze, choice } = draw;
  if (over.sampling || over.testing) say('over_quota', { draw: draw.name, a: over.sampling, b: over.testing });
  const weighted = (choice?.data?.types ?? []).filter((type) => campaign.weighted?.includes(type));
  if (weighted.length) say('weights', { draw: draw.name, types: weighted });
  if (!freeze?.data || draw.result?.data?.strata) return;
  if (freeze.data.must > freeze.data.planned) say('must_only', { draw: draw.name });
  if (freeze.data.pool.count < freeze.data.planned) say('small_pool', { draw: draw.name, n: drawnCount(draw) });
}

