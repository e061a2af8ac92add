// Step 9 (04 §3): confirmations, objections, voids.

import { unreadOf } from './unread.js';

const NAMEABLE = ['06.operator', '06.round', '07.choice', '07.pool', '07.drawn', '07.count'];

/** 09.confirm and 09.object of the draws that are asked for. */
export function checkAnswers(r, draws) {
  const nonces = new Map();
  for (const entry of r.entries) {
    if (!entry.data || !['confirm', 'object'].includes(entry.kind) || !entry.drawing) continue;
    const again = nonces.get(entry.data.nonce);
    nonces.set(entry.data.nonce, again ?? entry.seq);
    if (entry.drawing.campaign.rules && draws.includes(entry.drawing)) checkAnswer(r, entry, again);
  }
  for (const draw of draws) checkAnswered(r, draw);
}

function checkAnswer(r, entry, again) {
  const { data, drawing: draw } = entry;
  const check = entry.kind === 'confirm' ? '09.confirm' : '09.object';
  r.out.cover(check, 1, 'answers');
  const fail = (field, expected, found) => r.out.fail(check, { draw: draw.name, entry: entry.seq, field: `data.${field}`, expected: String(expected), found: String(found) });
  if (again !== undefined) fail('nonce', 'a nonce used once', `the same as in entry ${again}`);
  if (draw.match && data.entry !== draw.match.seq) fail('entry', draw.match.seq, data.entry);
  if (draw.match?.data && data.digest !== draw.match.data.statement) fail('digest', draw.match.data.statement, data.digest);
  if (data.expires < entry.at || data.expires > entry.at + 86400) fail('expires', `${entry.at} … ${entry.at + 86400}`, data.expires);
  if (!draw.campaign.rules.representatives.some((rep) => rep.number === data.representative)) fail('representative', 'a representative', data.representative);
}

function checkAnswered(r, draw) {
  const answered = new Set(draw.answers.map((a) => a.data?.objection));
  if (draw.objects.length && draw.campaign.rules) r.out.cover('09.object');
  if (draw.campaign.end?.kind !== 'campaign.close') return;
  for (const objection of draw.objects) {
    if (!answered.has(objection.seq)) r.out.fail('09.object', { draw: draw.name, entry: objection.seq, field: 'object.answer', expected: 'an answer before the end', found: 'none' });
  }
}

/** 09.void of all draws of the campaigns that are asked for; failures that a void settles are taken away. */
export function checkVoids(r, draws) {
  const [unread] = unreadOf(r);
  for (const draw of draws) {
    if (!draw.void || !draw.campaign.rules) continue;
    r.out.cover('09.void', 1, 'voids');
    if (unread && unread.seq < draw.void.seq) r.out.skip('09.void', { draw: draw.name, entry: draw.void.seq, note: 'not all entries can be read', because: ['05.order'] });
    else checkVoid(r, draw);
  }
}

function checkVoid(r, draw) {
  const { data, seq } = draw.void;
  const { code } = data.reason;
  const fail = (expected, found) => r.out.fail('09.void', { draw: draw.name, entry: seq, field: 'data.finding', expected, found });
  if (code === 'verifier') return settle(r, draw, fail);
  if (data.finding !== '') fail('an empty text', data.finding);
  if (code === 'beacon_silent') {
    r.out.skip('09.void', { draw: draw.name, entry: seq, note: 'that a round was not published cannot be seen offline' });
  }
  return undefined;
}

function settle(r, draw, fail) {
  const { finding } = draw.void.data;
  if (!NAMEABLE.includes(finding)) return fail(NAMEABLE.join(', '), finding || 'an empty text');
  if (r.out.has(finding, draw.name)) draw.settled = r.out.settle(finding, draw.name);
  else if (r.out.lacks(finding, draw.name)) r.out.skip('09.void', { draw: draw.name, entry: draw.void.seq, note: `${finding} cannot be judged here`, because: [finding] });
  else fail(`a failure of ${finding}`, 'it does not fail');
  return undefined;
}
