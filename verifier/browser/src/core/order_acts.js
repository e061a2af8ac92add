// The order of 01 §8 within a draw, entry kind by entry kind.

function once(walk, entry, draw, slot, text) {
  if (draw[slot]) {
    walk.fail(entry, 'kind', `one ${entry.kind}`, 'a second one');
    return false;
  }
  if (text) walk.fail(entry, 'kind', text, entry.kind);
  draw[slot] = entry;
  return true;
}

function contribution(walk, entry, draw) {
  walk.live(entry, draw);
  if (!draw.freeze || draw.close) walk.fail(entry, 'kind', 'between draw.freeze and draw.close', entry.kind);
  const twice = draw.contributions.some((c) => c.data.representative === entry.data.representative);
  if (twice) walk.fail(entry, 'data.representative', 'one contribution each', entry.data.representative);
  else draw.contributions.push(entry);
}

function closing(walk, entry, draw) {
  walk.live(entry, draw);
  once(walk, entry, draw, 'close', draw.contributions.length ? null : 'a draw.contribution first');
}

function opening(walk, entry, draw) {
  walk.live(entry, draw);
  const { party } = entry.data;
  if (draw.opens.has(party)) {
    walk.fail(entry, 'data.party', 'one draw.open each', party);
    return;
  }
  if (party === 'operator') {
    if (!draw.close) walk.fail(entry, 'kind', 'draw.close first', entry.kind);
    if (draw.campaign.beacon) walk.span = draw;
  } else openingOfRepresentative(walk, entry, draw, Number(party.slice(15)));
  draw.opens.set(party, entry);
}

function openingOfRepresentative(walk, entry, draw, number) {
  if (!draw.opened) walk.fail(entry, 'kind', "the operator's draw.open first", entry.kind);
  if (draw.beacon || draw.result) walk.fail(entry, 'kind', 'before draw.beacon and draw.result', entry.kind);
  if (!draw.contributions.some((c) => c.data.representative === number)) {
    walk.fail(entry, 'data.party', 'a representative with a contribution', entry.data.party);
  }
}

function beaconValue(walk, entry, draw) {
  walk.live(entry, draw);
  const rules = draw.campaign.rules;
  const early = rules && !draw.campaign.beacon ? 'no draw.beacon in this campaign' : null;
  once(walk, entry, draw, 'beacon', early ?? (draw.opened && !draw.result ? null : "after the operator's draw.open, before draw.result"));
  if (walk.span === draw) walk.span = null;
}

function voiding(walk, entry, draw) {
  if (walk.span === draw) walk.span = null;
  if (draw.void) {
    walk.fail(entry, 'kind', 'one draw.void', 'a second one');
    return;
  }
  const fault = voidFault(entry, draw, entry.data.reason.code);
  draw.void = entry;
  if (fault) walk.fail(entry, 'data.reason.code', fault, entry.data.reason.code);
}

function voidFault(entry, draw, code) {
  if (code === 'verifier') {
    if (!draw.opened) return "a code for a draw before the operator's opening";
    return draw.campaign.draws.at(-1) === draw ? null : 'a void before the next draw.commit';
  }
  if (code !== 'beacon_silent') return draw.opened || draw.match ? 'verifier or beacon_silent after the point of no return' : null;
  if (!draw.campaign.beacon) return 'another code: this campaign has no beacon';
  if (!draw.opened || draw.beacon) return "a void between the operator's opening and draw.beacon";
  const due = draw.roundTime === null ? 0 : draw.roundTime + 86400;
  return entry.at >= due ? null : `a void from ${due} on`;
}

function answering(slot) {
  return (walk, entry, draw) => {
    if (!draw.match) walk.fail(entry, 'kind', 'match.result first', entry.kind);
    const number = entry.data.representative;
    if (draw[slot].some((a) => a.data.representative === number)) {
      walk.fail(entry, 'data.representative', `one ${entry.kind} each`, number);
    }
    draw[slot].push(entry);
  };
}

function objectAnswer(walk, entry, draw) {
  const { objection } = entry.data;
  if (!draw.objects.some((o) => o.seq === objection)) walk.fail(entry, 'data.objection', 'the seq of an objection', objection);
  if (draw.answers.some((a) => a.data.objection === objection)) walk.fail(entry, 'data.objection', 'one answer', 'a second one');
  draw.answers.push(entry);
}

/** kind → what an entry of it does to its draw: f(walk, entry, draw). */
export const ACTS = {
  'draw.contribution': contribution, 'draw.close': closing, 'draw.open': opening, 'draw.beacon': beaconValue,
  'draw.void': voiding, 'confirm': answering('confirms'), 'object': answering('objects'), 'object.answer': objectAnswer,
};
