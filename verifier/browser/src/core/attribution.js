// One fault, one name (04 §4): a failure that only repeats an earlier one is `not_checked` with that reason.

// check → checks that rest on it within the same draw.
const IN_DRAW = {
  '07.drawn': ['10.pool', '10.types', '10.matching'],
  '07.pool': ['07.cutoff', '07.odds', '10.pool', '10.types', '10.matching'],
  '07.tickets': ['07.cutoff', '07.odds'],
  '08.totals': ['08.statement', '10.types', '10.matching'],
  '10.pool': ['10.types', '10.matching'],
};
// … and anywhere.
const ANYWHERE = {
  '05.roster': ['06.operator', '06.contribution', '07.seed', '08.statement'],
  '10.opening': ['10.pool', '10.types', '10.matching'],
};

/** Demotes what rests on failures of r.out; the exit code stays, since those failures do. */
export function attribute(r) {
  const { failed } = r.out;
  const has = (check, draw) => failed.some((f) => f.check === check && (draw === undefined || f.draw === draw));
  const broken = has('02.root') && (has('02.tile') || has('01.files'));
  const reasons = failed.map((finding) => {
    if (broken) return /^(?:01\.|02\.tile)/.test(finding.check) ? null : has('02.tile') ? '02.tile' : '01.files';
    const inDraw = Object.keys(IN_DRAW).find((check) => finding.draw && IN_DRAW[check].includes(finding.check) && has(check, finding.draw));
    const anywhere = Object.keys(ANYWHERE).find((check) => ANYWHERE[check].includes(finding.check) && has(check));
    return inDraw ?? anywhere ?? outOfOrder(r, finding);
  });
  r.out.failed = failed.filter((_, i) => reasons[i] === null);
  failed.forEach(({ result, ...finding }, i) => {
    if (reasons[i] !== null) r.out.skip(finding.check, { ...finding, note: `it rests on ${reasons[i]}, which failed`, because: [reasons[i]] });
  });
}

// An act out of order is not told again by who did it, by the statement of its draw, or as a missing answer.
function outOfOrder(r, finding) {
  const faults = r.out.failed.filter((f) => f.check === '05.order' && f.entry !== null).map((f) => r.entries[f.entry]);
  if (finding.check === '05.people') return faults.some((entry) => entry.seq === finding.entry) ? '05.order' : null;
  if (finding.check === '08.statement') return faults.some((entry) => entry.drawing?.name === finding.draw) ? '05.order' : null;
  if (finding.check === '09.object') return faults.some((entry) => entry.kind === 'object.answer') ? '05.order' : null;
  return null;
}
