// What an entry that cannot be read excuses (04 §3): only a check that may lack that very entry, because it
// stands where the lacking one could stand. An entry of another version or an unknown kind excuses nothing.

import { dayOf } from './dates.js';

/** Entries that cannot be read and have failed for it, in their order. */
export function unreadOf(r) {
  const under = r.out.has('02.root') || r.out.lacks('02.root') ? r.out.failed.filter((f) => f.check === '02.tile').map((f) => f.entry) : [];
  return r.entries.filter((entry) => (!entry.data && !entry.foreign) || under.includes(entry.seq));
}

// A contribution may be lacking only if close lists more than there is, and leaves none out.
function contribution({ field, draw: { close, contributions, freeze, commit } }, between) {
  if (!field.startsWith('data.contributions')) return undefined;
  const listed = close.data.contributions.map((c) => c.commitment);
  return contributions.every((c) => listed.includes(c.data.commitment)) ? between((freeze ?? commit).seq, close.seq) : undefined;
}

function opening({ draw }, between) {
  const closed = draw.contributions.some((c) => !draw.opens.has(`representative.${c.data.representative}`));
  return closed ? between(draw.opens.get('operator').seq, (draw.beacon ?? draw.result).seq) : undefined;
}

// The end of an earlier draw, by its result or its void, says what counts as drawn.
function earlier({ draw }, between) {
  const { draws } = draw.campaign;
  const open = draws.slice(0, draw.number - 1).filter((d) => !d.voidAt(draw.freeze.seq));
  return open.map((d) => between(((d.result && d.opens.get('operator')) || d.commit).seq, draws[d.number].commit.seq)).find(Boolean);
}

function answer({ field, entry, draw }, between) {
  return field === 'object.answer' ? between(entry, draw.campaign.end.seq) : undefined;
}

// The match.result of a draw whose rows a disclosure has.
function matched({ expected, entry, campaign }, between) {
  if (expected !== 'leaves that are meant' || entry === null) return undefined;
  return campaign.draws.filter((d) => !d.match).map((d) => between(d.commit.seq, entry)).find(Boolean);
}

// A disclosure in time: an unread entry has at least the time of the last one before it that could be read.
function disclosure({ campaign }, between, r) {
  const time = (seq) => r.entries.slice(0, seq + 1).findLast((e) => e.data)?.at ?? 0;
  return between((campaign.audit ?? campaign.open).seq, Infinity, ({ seq }) => (dayOf(time(seq)) ?? '9999-99-99') <= campaign.rules.disclose_by);
}

const person = ({ expected, campaign }, between) => (expected === 'people named in the campaign' ? between(campaign.open.seq, Infinity) : undefined);

const LACKING = {
  '05.order': ({ entry }, between) => between(-1, entry + 1),
  '06.contribution': contribution, '07.seed': opening, '07.drawn': earlier, '09.object': answer, '10.opening': matched,
  '10.deadline': disclosure, '10.pool': earlier, '10.types': earlier, '10.matching': earlier, '10.people': person,
};

/** Demotes failures that an unread entry may explain; the exit code stays, since that entry has failed itself. */
export function excuse(r) {
  const unread = unreadOf(r);
  if (unread.length === 0) return;
  const between = (low, high, fits = () => true) => unread.find((entry) => entry.seq > low && entry.seq < high && fits(entry));
  const skip = (entry, check, where) => {
    const cause = r.out.failed.find((f) => f.entry === entry.seq && /^0[23]/.test(f.check));
    r.out.skip(check, { ...where, note: 'not all entries can be read', because: [cause?.check ?? '03.schema'] });
  };
  const draws = r.campaigns.flatMap((campaign) => campaign.draws);
  const causes = r.out.failed.map((finding) => {
    const draw = draws.find((d) => d.name === finding.draw);
    const campaign = r.campaigns.find((c) => c.number === finding.campaign) ?? r.entries[finding.entry]?.campaign;
    return LACKING[finding.check]?.({ ...finding, draw, campaign }, between, r);
  });
  const { failed } = r.out;
  r.out.failed = failed.filter((_, i) => !causes[i]);
  skip(unread[0], '05.order', { entry: unread[0].seq });
  failed.forEach(({ result, ...finding }, i) => causes[i] && skip(causes[i], finding.check, finding));
}
