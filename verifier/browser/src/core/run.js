// One whole verification (04 §2, §3): steps in order, findings, verdict. Pure but for its source.

import { attribute } from './attribution.js';
import { hex, utf8 } from './bytes.js';
import { campaignIn, checkEnterprise, placeLeaf, refutable, refute } from './enterprise.js';
import { checkSecret, parseProof } from './entry.js';
import { computeDraw, drawFor, finishDraw, giveValue } from './finish.js';
import { Findings } from './findings.js';
import { rootAt } from './merkle.js';
import { cosigned } from './note.js';
import { Refusal, Unreadable } from './refusal.js';
import { remarks } from './remarks.js';
import { checkDigest, checkKept, checkTyped, parseDigest, parseTyped } from './seen.js';
import { checkDamaged, checkListing, guessSize, readHead, readTrust } from './step01_head.js';
import { checkBlobs, checkTree, readEntries } from './step02_tree.js';
import { checkGenesis, checkSignatures, readEntries3 } from './step03_entries.js';
import { checkCampaigns } from './step05_campaign.js';
import { checkSecrets } from './step06_secrets.js';
import { checkSelection } from './step07_selection.js';
import { checkMatching } from './step08_matching.js';
import { checkAnswers, checkVoids } from './step09_answers.js';
import { checkOpenings, strataRows } from './step10_openings.js';
import { candidatesOf } from './step10_rows.js';
import { excuse } from './unread.js';

const VERDICTS = ['proven', 'failed', 'unreadable', 'incomplete'];

/**
 * What a run is given:
 * source (see sources.js), trust (bytes), now (seconds), draw ('C.K' or null), opening, auditor (a
 * source), kept ([[name, bytes], …]), typed, digest, proof (bytes), refute (bool), beacon (a typed value),
 * finish (bool: compute a draw with it), progress(what, done, all).
 */
export async function verify(input) {
  const r = begin(input);
  try {
    if (input.finish && !input.beacon) throw new Unreadable('to finish a draw the value of its round is needed');
    if (input.digest) parseDigest(input.digest); // a wrong call is told before any work
    await readTrust(r, input.trust);
    if (input.typed) parseTyped(input.typed, r.trust.origin);
    await steps(r, input);
    checkDamaged(r);
    excuse(r);
    attribute(r);
    return finish(r);
  } catch (error) {
    if (error instanceof Unreadable) return unreadable(r, error.message);
    throw error;
  }
}

function begin(input) {
  const asked = input.draw ? input.draw.split('.').map(Number) : null;
  const r = {
    source: input.source, out: new Findings(), now: input.now, auditor: input.auditor ?? null, note: null,
    campaigns: [], entries: [], raw: [], hashes: new Uint8Array(0), kept: input.kept ?? [], enterprise: null, proof: null, finished: null, claims: [],
    progress: input.progress ?? (() => {}),
  };
  r.asked = (draw) => !asked || (draw.campaign.number === asked[0] && draw.number <= asked[1]);
  r.wanted = asked;
  r.strataRows = (campaign) => strataRows(r, campaign);
  r.candidatesOf = candidatesOf;
  return r;
}

async function steps(r, input) {
  r.progress('head', 0, 0);
  await readHead(r);
  if (r.note === null && r.source.names() === null) {
    // Without the size nothing more can be asked for (04 §3).
    for (const check of ['02.root', '03.schema', '04.signature', '05.order']) r.out.skip(check, { note: 'the checkpoint cannot be read', because: ['01.note'] });
    return;
  }
  r.size = r.note?.size ?? guessSize(r.source);
  await readEntries(r);
  await checkListing(r);
  await checkTree(r);
  if (r.kept.length) checkKept(r, r.kept);
  if (input.typed) checkTyped(r, input.typed);
  readEntries3(r);
  await checkBlobs(r);
  checkGenesis(r);
  checkSignatures(r);
  if (r.entries[0]?.unknown) profile(r);
  else await checkCampaigns(r);
  await drawSteps(r, input);
}

// The rules of a book of another profile are unknown: no campaign of it can be judged.
function profile(r) {
  r.strange = true;
  for (const check of ['05.order', '06.operator', '07.seed', '08.statement', '09.confirm', '10.opening']) r.out.skip(check, { note: 'the profile of this book is unknown', because: ['03.kind'] });
}

async function drawSteps(r, input) {
  const all = r.campaigns.flatMap((campaign) => campaign.draws);
  const draws = all.filter((draw) => r.asked(draw));
  const voids = all.filter((draw) => !r.wanted || draw.campaign.number === r.wanted[0]);
  if (r.wanted && !all.some((d) => d.name === r.wanted.join('.'))) {
    r.out.skip('05.order', { field: '--draw', expected: r.wanted.join('.'), found: 'no such draw' });
  }
  if (input.command === 'proof') return proofSteps(r, all, input);
  if (input.command === 'refute') return refuteSteps(r, all, input);
  if (input.finish && !r.strange) return finishSteps(r, all, input);
  // All draws are judged, since later ones and step 10 rest on them; what was not asked for is left out.
  await checkSecrets(r, all);
  for (const draw of all) {
    await checkSelection(r, draw);
    checkMatching(r, draw);
  }
  checkAnswers(r, all);
  checkVoids(r, voids);
  if (r.wanted) leaveOut(r, all.filter((draw) => !draws.includes(draw)));
  await checkOpenings(r, all);
  if (input.opening && input.refute) refute(r, input.opening);
  if (input.opening) r.enterprise = checkEnterprise(r, input.opening);
  else if (input.leaf) r.enterprise = placeLeaf(r, input.leaf);
  if (input.digest) checkDigest(r, input.digest);
  if (input.proof) checkProof(r, input.proof);
  if (input.beacon) await tryValue(r, draws, input.beacon);
  return undefined;
}

// `proof` with a publication (04 §10): steps 1–6 alone; what a void settles does not count.
async function proofSteps(r, all, input) {
  await checkSecrets(r, all);
  for (const draw of all) if (draw.void?.data?.reason.code === 'verifier') r.out.settle(draw.void.data.finding, draw.name);
  checkProof(r, input.proof);
}

// `refute` (04 §11): steps 1–5, and steps 6 and 7 of the draws that it is about.
async function refuteSteps(r, all, input) {
  await checkSecrets(r, all);
  for (const draw of all) await checkSelection(r, draw);
  const about = refutable(r, campaignIn(input.opening));
  leaveOut(r, all.filter((draw) => !about.includes(draw)), STEP_10);
  refute(r, input.opening);
  if (r.out.has('11.opening')) throw new Unreadable('the opening is not one to refute with: it has to be strict, with its id open');
}

// `finish` (04 §9): steps 1–5, and steps 6 and 7 of the draw that is finished.
async function finishSteps(r, all, input) {
  const draw = drawFor(r, all, () => true);
  if (!draw) throw new Unreadable('no such draw: a draw with a beacon and the opening of the operator');
  await checkSecrets(r, all);
  for (const one of all) await checkSelection(r, one);
  leaveOut(r, all.filter((one) => one !== draw), STEP_10);
  r.finished = await finishDraw(r, draw, input.beacon);
}

// A value typed while verifying (04 §1): it makes no failed check pass; the remark on the draw tells what it gives.
async function tryValue(r, draws, text) {
  const waits = (one) => !one.beacon && one.close?.data?.round && (!one.void || one.void.data?.reason.code === 'beacon_silent');
  const draw = drawFor(r, draws, waits);
  if (!draw) return r.out.skip('06.beacon', { field: '--beacon', note: 'no draw waits for a value', idle: true });
  const fault = giveValue(draw, text);
  const got = fault ? null : await computeDraw(r, draw);
  draw.value = { refused: Boolean(fault), seed: got?.seed ?? null, cutoff: got?.cutoff ?? null };
  draw.given = null;
  return undefined;
}

const STEP_10 = /^10/; // strata read openings, but finish and refute do not make this step

// Of these draws nothing but 09.void is told; `never`: checks of which nothing is told.
function leaveOut(r, draws, never = /^$/) {
  const names = new Set(draws.map((draw) => draw.name));
  const mine = (finding) => names.has(finding.draw) && /^(?:0[678]|09\.(?!void)|10)/.test(finding.check);
  const keep = (finding) => !mine(finding) && !never.test(finding.check);
  r.out.failed = r.out.failed.filter(keep);
  r.out.skipped = r.out.skipped.filter(keep);
}

// ---- proof of a contribution (04 §10) ----

function checkProof(r, bytes) {
  for (const code of ['12.proof', '12.witness', '12.book']) r.out.cover(code);
  try {
    r.proof = parseProof(bytes, r.trust);
  } catch (error) {
    r.out.refuse('12.proof', error, { field: 'proof' });
    return;
  }
  try {
    const signed = cosigned(r.proof.note, r.trust.keys).length;
    if (signed < r.trust.quorum) r.out.skip('12.witness', { field: 'checkpoint', expected: String(r.trust.quorum), found: String(signed) });
  } catch (error) {
    r.out.refuse('12.witness', error, { field: 'checkpoint' });
  }
  if (r.proof.proof.secret !== null) {
    r.out.cover('12.opening');
    try {
      checkSecret(r.proof);
    } catch (error) {
      r.out.refuse('12.opening', error);
    }
  }
  inBook(r, r.proof);
}

function inBook(r, { proof, note, data }) {
  const fail = (field, expected, found, entry = null) => r.out.fail('12.book', { entry, field, expected, found });
  if (note.size > r.raw.length) return fail('checkpoint', `at least ${note.size} entries`, `${r.raw.length} entries`);
  const root = rootAt(r.hashes, note.size);
  if (root !== note.root) fail('checkpoint', note.root, root);
  if (hex(r.raw[proof.index]) !== hex(utf8(proof.entry))) return fail('entry', 'this entry', 'another one', proof.index);
  const draw = r.entries[proof.index].drawing;
  const rules = draw?.campaign.rules;
  if (!rules) return r.out.skip('12.book', { note: 'its draw cannot be read' });
  if (rules.roster.root !== proof.roster) fail('roster', rules.roster.root, proof.roster);
  const listed = draw.close?.data?.contributions.some((c) => c.commitment === data.commitment && c.representative === data.representative);
  if (!draw.close) r.out.cover('12.book', 0, 'draw.close is not there yet');
  if (draw.close?.data && !listed) fail('data.contributions', data.commitment, 'not listed', draw.close.seq);
  const open = draw.opens.get(`representative.${data.representative}`);
  if (proof.secret !== null && open && open.data.secret !== proof.secret) fail('data.secret', proof.secret, open.data.secret, open.seq);
  if (proof.secret !== null && !open && draw.result) r.proofNote = 'unopened';
  return undefined;
}

/** `proof` without a publication. */
export function verifyProof(trustBytes, bytes, parse) {
  const r = { out: new Findings(), proof: null };
  try {
    r.trust = parse(trustBytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    r.out.fail('01.trust', { field: error.field, expected: error.expected, found: error.found });
    return { verdict: 'unreadable', exit: 2, findings: r.out.all(), message: error.message };
  }
  Object.assign(r, { raw: [], hashes: new Uint8Array(0) });
  checkProof(r, bytes);
  r.out.failed = r.out.failed.filter((f) => f.check !== '12.book');
  r.out.covered.delete('12.book');
  const exit = r.out.exit();
  const data = r.proof?.data ?? null;
  return { verdict: VERDICTS[exit], exit, findings: r.out.all(), proof: data && { ...data, index: r.proof.proof.index, size: r.proof.note.size, secret: r.proof.proof.secret !== null } };
}

// ---- what comes out ----

function drawRow(draw) {
  const { freeze, result, match } = draw;
  const data = result?.data;
  return {
    campaign: draw.campaign.number, draw: draw.number, state: draw.state, N: freeze?.data?.pool.count ?? null,
    m: freeze?.data?.must ?? null, n: freeze?.data?.n ?? null, odds: data?.odds ?? null, seed: data?.seed ?? null,
    cutoff: data?.cutoff ?? null, digest: match?.data?.statement ?? null, confirmed: draw.confirms.length, objected: draw.objects.length,
  };
}

function finish(r) {
  const exit = r.out.exit();
  return {
    v: 1, verdict: VERDICTS[exit], exit, origin: r.note?.origin ?? null, size: r.note?.size ?? null, root: r.note?.root ?? null,
    now: r.now, findings: r.out.all(), remarks: remarks(r), draws: r.campaigns.flatMap((c) => c.draws).map(drawRow),
    enterprise: r.enterprise, message: '', note: r.note && !r.out.has('01.signature') ? r.noteText : null,
    pictures: r.campaigns.flatMap((c) => c.draws).filter((d) => r.asked(d) && !r.finished).map((d) => picture(r, d)).filter(Boolean),
    proof: r.proof && { ...r.proof.data, note: r.proofNote ?? null }, finished: r.finished,
    refutation: r.claims.length ? { ...r.refutation, claims: r.claims } : null,
  };
}

function unreadable(r, message) {
  return {
    v: 1, verdict: 'unreadable', exit: 2, origin: r.note?.origin ?? null, size: r.note?.size ?? null, root: r.note?.root ?? null,
    now: r.now, findings: r.out.all(), remarks: [], draws: [], enterprise: null, message, note: null, pictures: [], proof: null, finished: null, refutation: null,
  };
}

const BINS = 120;

/** What the picture of a draw needs: tickets of `r` rows counted in bins, the cut-off, the musts. */
function picture(r, draw) {
  const { computed, pool, result } = draw;
  if (!computed || !pool || !result?.data) return null;
  const bins = new Array(BINS).fill(0);
  const { tickets } = computed;
  for (let i = 0; i < pool.count; i++) {
    if (pool.marks[i] === 0x72) bins[Math.floor((((tickets[32 * i] << 8) | tickets[32 * i + 1]) * BINS) / 65536)] += 1;
  }
  return {
    name: draw.name, state: draw.state, types: draw.choice?.data?.types ?? [], seed: result.data.seed, cutoff: result.data.cutoff ?? null,
    strata: result.data.strata ?? null, bins, N: pool.count, m: pool.musts(), drawn: computed.list.count, round: draw.close?.data?.round ?? null,
    beacon: draw.campaign.beacon?.name ?? null, contributions: draw.contributions.length, odds: result.data.odds ?? null,
    bracket: draw.bracket ?? null, quorum: r.trust.quorum, faulty: r.out.failed.some((f) => f.draw === draw.name && /^0[67]/.test(f.check)),
  };
}
