// Step 5 (04 §3): order, people, rules, roster, catalogue, institutions.

import { Order } from './order.js';
import { addMonths, dayOf } from './dates.js';
import { known } from './entry.js';
import { parseBytes } from './json.js';
import { parseList } from './lists.js';
import { placesOf, serving } from './matching.js';
import { CATALOGUE, INSTITUTIONS } from './records.js';
import { Refusal } from './refusal.js';
import { blobBytes } from './step02_tree.js';

const JSON_LIMIT = 16 * 2 ** 20;
export const NOBODY = { conflicts: [], last: [] };

/** All of step 5; sets r.campaigns. */
export async function checkCampaigns(r) {
  const catalogues = await readCatalogues(r);
  // The acts of a campaign with unknown rules may follow another order.
  const fail = (entry, field, expected, found) => {
    if (!entry.campaign?.open.unknown) r.out.fail('05.order', { entry: entry.seq, field, expected: String(expected), found: String(found) });
  };
  r.campaigns = new Order(r.entries, fail, (campaign) => catalogues.get(campaign.open.seq)).run();
  if (r.entries.length > 1) r.out.cover('05.order', r.entries.length, 'entries');
  for (const campaign of r.campaigns) {
    campaign.catalogue = catalogues.get(campaign.open.seq) ?? null;
    if (campaign.rules) await checkCampaign(r, campaign);
    else r.out.skip('05.order', { entry: campaign.open.seq, note: 'unknown version or name', because: ['03.kind'] });
  }
  checkPeople(r);
}

async function readJson(r, check, entry, digest, form, limit = JSON_LIMIT) {
  r.out.cover(check);
  const bytes = await blobBytes(r, digest);
  if (bytes === null) {
    r.out.skip(check, { entry: entry.seq, note: 'its blob cannot be read', because: ['02.blob'] });
    return null;
  }
  try {
    if (bytes.length > limit) throw new Refusal('blob', 'at most 16 MiB', `${bytes.length} bytes`);
    return known(form, parseBytes(bytes, true), 'blob');
  } catch (error) {
    r.out.refuse(check, error, { entry: entry.seq });
    return null;
  }
}

// Types with their planned counts, by the seq of campaign.open: the walk needs them.
async function readCatalogues(r) {
  const out = new Map();
  for (const entry of r.entries) {
    if (entry.kind !== 'campaign.open' || !entry.data || entry.unknown) continue;
    const value = await readJson(r, '05.catalogue', entry, entry.data.catalogue.blob, CATALOGUE);
    if (value) out.set(entry.seq, new Map(value.types.map((type) => [type.code, type.planned])));
    if (value) r.out.cover('05.catalogue', value.types.length, 'types');
  }
  return out;
}

async function checkCampaign(r, campaign) {
  checkRules(r, campaign);
  await checkRoster(r, campaign);
  const value = await readJson(r, '05.institutions', campaign.open, campaign.rules.institutions.blob, INSTITUTIONS);
  campaign.institutions = value && institutionFault(r, campaign, value.institutions) ? null : value?.institutions ?? null;
  campaign.waived = new Set(campaign.rules.waivers.flatMap((waiver) => waiver.types));
  if (campaign.institutions && campaign.catalogue) checkFeasible(r, campaign);
}

/** Names what is wrong with the rows of an institutions blob beside their form; true if anything is. */
export function institutionFault(r, campaign, rows) {
  r.out.cover('05.institutions', rows.length, 'institutions');
  const fail = (field, expected, found) => r.out.fail('05.institutions', { entry: campaign.open.seq, field, expected, found });
  const forms = new Map();
  let fault = false;
  const no = (...finding) => { fault = true; fail(...finding); };
  for (const { code, types } of rows) {
    for (const row of types) {
      const form = 'sampling_weight' in row ? 'weights' : 'quotas';
      if (campaign.catalogue && !campaign.catalogue.has(row.type)) no(code, 'types of the catalogue', row.type);
      if (forms.has(row.type) && forms.get(row.type) !== form) no(`${code}.${row.type}`, forms.get(row.type), form);
      else forms.set(row.type, form);
    }
  }
  const weighted = [...forms.values()].includes('weights');
  const wanted = campaign.rules.matching === 'weights';
  if (weighted !== wanted) no('matching', wanted ? 'at least one type by weights' : 'no type by weights', weighted ? 'one' : 'none');
  campaign.weighted = [...forms].filter(([, form]) => form === 'weights').map(([type]) => type);
  return fault;
}

function checkFeasible(r, campaign) {
  r.out.cover('05.feasible', campaign.catalogue.size, 'types');
  for (const type of campaign.catalogue.keys()) {
    const base = placesOf(campaign.institutions, type, campaign.rules.sampling_until);
    if (serving(base, NOBODY, type, campaign.waived.has(type))) continue;
    r.out.fail('05.feasible', { entry: campaign.open.seq, field: type, expected: 'a sampling and a testing institution', found: 'no pair' });
  }
}

async function checkRoster(r, campaign) {
  const { open, rules, audit } = campaign;
  r.out.cover('05.roster');
  const fail = (entry, field, expected, found) => r.out.fail('05.roster', { entry: entry.seq, field, expected, found });
  const bytes = await blobBytes(r, rules.roster.blob);
  if (bytes === null) r.out.skip('05.roster', { entry: open.seq, note: 'its blob cannot be read', because: ['02.blob'] });
  else {
    try {
      campaign.roster = parseList(bytes, false);
      r.out.cover('05.roster', campaign.roster.count, 'leaves');
      if (campaign.roster.count !== rules.roster.count) fail(open, 'data.roster.count', campaign.roster.count, rules.roster.count);
      if (campaign.roster.root() !== rules.roster.root) fail(open, 'data.roster.root', campaign.roster.root(), rules.roster.root);
    } catch (error) {
      r.out.refuse('05.roster', error, { entry: open.seq });
    }
  }
  if (audit?.data && audit.data.roster !== rules.roster.root) fail(audit, 'data.roster', rules.roster.root, audit.data.roster);
}

/** The rules that campaign.open alone shows. */
export function checkRules(r, { open, rules }) {
  r.out.cover('05.rules', 1, 'campaigns');
  const fail = (field, expected, found) => r.out.fail('05.rules', { entry: open.seq, field: `data.${field}`, expected, found });
  checkDates(rules, dayOf(open.at), fail);
  if (rules.avoidance_months > 24) fail('avoidance_months', '0 … 24', rules.avoidance_months);
  for (const key of ['title', 'basis']) if (rules[key] === '') fail(key, 'a text', 'an empty one');
  if (rules.policy === 'open' && rules.open_basis === '') fail('open_basis', 'the legal basis', 'an empty text');
  if (rules.policy === 'sealed' && rules.open_basis !== '') fail('open_basis', 'an empty text', rules.open_basis);
  if (rules.allocation === 'per_type' && rules.policy !== 'open') fail('allocation', 'pooled with policy sealed', 'per_type');
  checkWaivers(rules, fail);
}

function checkDates(rules, day, fail) {
  if (day === null) {
    fail('disclose_by', 'a year below 10000', 'a later one');
    return;
  }
  if (rules.reference_date > day) fail('reference_date', `at most ${day}`, rules.reference_date);
  if (rules.sampling_until < day) fail('sampling_until', `at least ${day}`, rules.sampling_until);
  if (rules.disclose_by < rules.sampling_until) fail('disclose_by', `at least ${rules.sampling_until}`, rules.disclose_by);
  const last = addMonths(day, 12);
  if (rules.disclose_by > last) fail('disclose_by', `at most ${last}`, rules.disclose_by);
}

function checkWaivers(rules, fail) {
  const seen = new Set();
  rules.waivers.forEach((waiver, i) => {
    if (waiver.text === '') fail(`waivers.${i}.text`, 'a text', 'an empty one');
    for (const type of waiver.types) {
      if (seen.has(type)) fail(`waivers.${i}.types`, 'a type in one waiver', type);
      seen.add(type);
    }
  });
}

/** The checks of rules that need the ledger or the catalogue. */
export function checkRulesInBook(r, { open, rules, catalogue, beacon }) {
  const fail = (field, expected, found) => r.out.fail('05.rules', { entry: open.seq, field: `data.${field}`, expected, found });
  if (beacon?.name === 'test' && r.genesis?.simulation === false) fail('beacon', 'a chain that is not public', 'test');
  if (!catalogue) return;
  rules.waivers.forEach((waiver, i) => {
    const stray = waiver.types.find((type) => !catalogue.has(type));
    if (stray) fail(`waivers.${i}.types`, 'types of the catalogue', stray);
  });
}

// ---- people ----

function checkPeople(r) {
  let acts = 0;
  for (const campaign of r.campaigns) {
    if (!campaign.rules) continue;
    r.out.cover('05.people');
    checkRulesInBook(r, campaign);
    checkRoles(r, campaign);
  }
  for (const entry of r.entries) {
    if (!entry.campaign?.rules || !entry.data) continue;
    acts += 1;
    checkAct(r, entry, entry.campaign.rules);
  }
  if (acts) r.out.cover('05.people', acts, 'acts');
}

/** That nobody has two roles. */
export function checkRoles(r, { open, rules }) {
  const all = [...rules.officials, ...rules.supervisors, ...rules.representatives.flatMap((rep) => [rep.person, rep.substitute])].filter(Boolean);
  const twice = all.find((person, i) => all.indexOf(person) !== i);
  if (twice) r.out.fail('05.people', { entry: open.seq, field: 'data', expected: 'every person in one role', found: twice });
}

/** What is wrong with two approvals: [field, expected, found] or null. */
export function approvalsFault(approvals, rules) {
  const persons = approvals.map((a) => a.person);
  if (persons[0] === persons[1]) return ['data.approvals', 'two different officials', persons[0]];
  const stranger = persons.find((person) => !rules.officials.includes(person));
  return stranger ? ['data.approvals', 'two officials', stranger] : null;
}

const sides = (rules, number) => {
  const rep = rules.representatives.find((one) => one.number === number);
  return rep ? [rep.person, rep.substitute].filter(Boolean) : null;
};

// Who may do an act: {allowed, role}; null where 05.people has nothing to say.
function allowedFor({ kind, data }, rules) {
  switch (kind) {
    case 'roster.audit': case 'object.answer': return { allowed: rules.supervisors, role: 'a supervisor' };
    case 'draw.choice':
      if (data.inherited !== null) return { allowed: rules.officials, role: 'an official' };
      return { allowed: sides(rules, data.representative) ?? [], role: 'that representative or its substitute' };
    case 'draw.contribution': return { allowed: sides(rules, data.representative) ?? [], role: 'that representative or its substitute' };
    case 'confirm': case 'object': {
      const allowed = sides(rules, data.representative);
      return allowed && { allowed, role: 'that representative or its substitute' }; // no such number: 09
    }
    case 'draw.open': {
      const more = data.party === 'operator' ? [] : sides(rules, Number(data.party.slice(15))) ?? [];
      return { allowed: [...rules.officials, ...more], role: 'an official' };
    }
    default: return { allowed: rules.officials, role: 'an official' };
  }
}

function checkAct(r, entry, rules) {
  const { data } = entry;
  if (data.approvals) {
    const fault = approvalsFault(data.approvals, rules);
    if (fault) r.out.fail('05.people', { entry: entry.seq, field: fault[0], expected: fault[1], found: fault[2] });
  } else if (data.person !== undefined) {
    const who = allowedFor(entry, rules);
    if (who && !who.allowed.includes(data.person)) {
      r.out.fail('05.people', { entry: entry.seq, field: 'data.person', expected: who.role, found: data.person });
    }
  }
}
