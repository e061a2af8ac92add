// One fault, one name (04 §4): a failure that only repeats an earlier one is `not_checked` with that
// reason. A failure of another draw or campaign is never taken for a repetition.

// check → checks that rest on it within the same draw.
const IN_DRAW = {
  '07.drawn': ['10.pool', '10.types', '10.matching'],
  '07.pool': ['07.cutoff', '07.odds', '10.pool', '10.types', '10.matching'],
  '07.tickets': ['07.cutoff', '07.odds'],
  '08.totals': ['08.statement', '10.types', '10.matching'],
  '10.pool': ['10.types', '10.matching'],
};
// … and within the same campaign.
const IN_CAMPAIGN = {
  '05.roster': ['06.operator', '06.contribution', '07.seed', '08.statement'],
  '10.opening': ['10.pool', '10.types', '10.matching'],
};

/** Demotes what rests on failures of r.out; the exit code stays, since those failures do. */
export function attribute(r) {
  const { failed } = r.out;
  const reasons = failed.map((finding) => brokenTree(r, finding) ?? inDraw(failed, finding) ?? inCampaign(r, finding) ?? outOfOrder(r, finding));
  r.out.failed = failed.filter((_, i) => reasons[i] === null);
  failed.forEach(({ result, ...finding }, i) => {
    if (reasons[i] !== null) r.out.skip(finding.check, { ...finding, note: `it rests on ${reasons[i]}, which failed`, because: [reasons[i]] });
  });
}

/** Number of the campaign that a finding is about, or null. */
export function campaignOf(r, { campaign, draw, entry }) {
  if (campaign != null) return campaign;
  if (draw !== null) return Number(draw.split('.')[0]);
  return entry === null ? null : r.entries[entry]?.campaign?.number ?? null;
}

const causes = (table, check) => Object.keys(table).filter((cause) => table[cause].includes(check));

function inDraw(failed, { check, draw }) {
  if (draw === null) return null;
  return causes(IN_DRAW, check).find((cause) => failed.some((f) => f.check === cause && f.draw === draw)) ?? null;
}

function inCampaign(r, finding) {
  const campaign = campaignOf(r, finding);
  if (campaign === null) return null;
  return causes(IN_CAMPAIGN, finding.check).find((cause) => r.out.failed.some((f) => f.check === cause && campaignOf(r, f) === campaign)) ?? null;
}

// Where the root is another because entries fit no tile, what those entries touch is not told again.
// Where entries are missing nobody knows what they held: then that is everything.
function brokenTree(r, finding) {
  if (/^(?:01\.|02\.[tr])/.test(finding.check) || !(r.out.has('02.root') || r.out.lacks('02.root'))) return null;
  const tiles = r.out.failed.filter((f) => f.check === '02.tile' && f.entry !== null);
  const cause = tiles.length ? '02.tile' : '01.files';
  if (r.raw.length < r.size) return cause;
  return tiles.some(({ entry }) => touches(r, r.entries[entry], finding)) ? cause : null;
}

// Whether a failure may come from an entry that is not the one of the tree: it stands at that entry or
// the next, in its draw or a later one of its campaign, or belongs to no campaign.
function touches(r, bad, finding) {
  if (!bad?.campaign) return true;
  const campaign = campaignOf(r, finding);
  if (finding.entry === bad.seq || finding.entry === bad.seq + 1 || campaign === null) return true;
  if (finding.check === '06.bracket' && finding.entry > bad.seq) return true; // a root over this entry
  if (campaign !== bad.campaign.number) return false;
  return !bad.drawing || finding.draw === null || Number(finding.draw.split('.')[1]) >= bad.drawing.number;
}

// An act out of order is not told again by who did it, by the statement of its draw, or as a missing answer.
function outOfOrder(r, finding) {
  const faults = r.out.failed.filter((f) => f.check === '05.order' && f.entry !== null).map((f) => r.entries[f.entry]);
  const rests = {
    '05.people': (entry) => entry.seq === finding.entry,
    '08.statement': (entry) => entry.drawing?.name === finding.draw,
    '09.object': (entry) => entry.kind === 'object.answer' && entry.drawing?.name === finding.draw,
  };
  return rests[finding.check] && faults.some(rests[finding.check]) ? '05.order' : null;
}
