// 01 §3 of docs/spec: the data of `campaign.open`, judged alone.

import { ascending, date, daysInMonth, digest, exactly, integer, holds, matching, need, notEmpty, textOf } from './text.mjs';
import { type } from './records.mjs';
import { knownChain } from './beacon.mjs';

const KEYS = ['allocation', 'approvals', 'avoidance_months', 'basis', 'beacon', 'campaign', 'catalogue', 'disclose_by', 'institutions',
  'matching', 'officials', 'open_basis', 'policy', 'reference_date', 'representatives', 'roster', 'rules', 'sampling_until', 'supervisors',
  'title', 'waivers'];
const TEST = '914c2521dec397e553f304cd0b27828b9a41ba63484fe7f83be7061d6a64555c'; // 02 §11

/** 00 §1.7: the day in UTC+8. */
const dayOf = (time) => new Date((time + 28800) * 1000).toISOString().slice(0, 10);

/** 02 §2 forward: so many calendar months later, the day clamped. */
function monthsAfter(text, months) {
  const [year, month, day] = text.split('-').map(Number);
  const count = year * 12 + (month - 1) + months;
  const [y, m] = [Math.floor(count / 12), (count % 12) + 1];
  const pad = (number, width) => String(number).padStart(width, '0');
  return `${pad(y, 4)}-${pad(m, 2)}-${pad(Math.min(day, daysInMonth(y, m)), 2)}`;
}

/** 00 §7: a name from a list; any other one is of a later version. */
const known = (name, names, what) => need(names.includes(name), `unknown ${what}`, 'version');

/** Item 2. */
function checkPeople({ approvals, officials, supervisors, representatives }) {
  for (const [list, least] of [[officials, 2], [supervisors, 1]]) {
    ascending(list, 'people').forEach((person) => digest(person, 'a person'));
    need(list.length >= least, 'too few people', 'value');
  }
  for (const one of ascending(approvals, 'approvals', (approval) => approval.person)) {
    exactly(one, ['level', 'person'], 'an approval');
    known(one.level, ['D'], 'level');
    need(officials.includes(one.person), 'an approval by somebody who is no official', 'value');
  }
  need(approvals.length === 2, 'not two approvals', 'value');
  notEmpty(representatives, 'representatives').forEach((one, i) => {
    exactly(one, ['number', 'person', 'substitute'], 'a representative');
    need(one.number === i + 1, 'representatives are not numbered 1, 2, 3 …', 'order');
    digest(one.person, 'a person');
    if (one.substitute !== null) digest(one.substitute, 'a substitute');
  });
  const all = [...officials, ...supervisors, ...representatives.flatMap((one) => [one.person, one.substitute])].filter((person) => person !== null);
  need(new Set(all).size === all.length, 'a person has two roles', 'value');
}

/** Item 3. */
function checkDates({ avoidance_months, reference_date, sampling_until, disclose_by }, at) {
  integer(avoidance_months, 'avoidance_months', 0, 24);
  const today = dayOf(at);
  date(reference_date, 'reference_date');
  date(sampling_until, 'sampling_until');
  date(disclose_by, 'disclose_by');
  need(reference_date <= today, 'reference_date is after the entry', 'time');
  need(today <= sampling_until, 'sampling_until is before the entry', 'time');
  need(sampling_until <= disclose_by, 'disclose_by is before sampling_until', 'time');
  need(disclose_by <= monthsAfter(today, 12), 'disclose_by is more than twelve months after the entry', 'time');
}

/** Item 5. */
function checkWaivers(waivers, catalogue) {
  for (const one of ascending(waivers, 'waivers', (waiver) => waiver.code)) {
    exactly(one, ['code', 'text', 'types'], 'a waiver');
    matching(one.code, /^[A-Z0-9]{1,8}$/, 'the code of a waiver');
    textOf(one.text, 'the text of a waiver');
    notEmpty(ascending(one.types, 'types of a waiver'), 'types of a waiver').forEach(type);
    need(one.types.every((code) => catalogue.includes(code)), 'a waiver for a type that is not in the catalogue', 'value');
  }
  const types = waivers.flatMap((waiver) => waiver.types);
  need(new Set(types).size === types.length, 'a type in two waivers', 'value');
}

/** Items 4, 6, 7, 9, 10. */
function checkRules(data, simulation) {
  known(data.rules, ['sunlot/v1'], 'rules');
  known(data.allocation, ['pooled', 'per_type'], 'allocation');
  known(data.matching, ['quotas', 'weights'], 'matching');
  need(['sealed', 'open'].includes(data.policy), 'neither sealed nor open', 'value');
  need(typeof data.open_basis === 'string', 'open_basis is not a text', 'form');
  need((data.policy === 'open') === (data.open_basis !== ''), 'open_basis does not fit the policy', 'value');
  need(data.allocation === 'pooled' || data.policy === 'open', 'per_type with policy sealed', 'value');
  if (data.beacon !== 'none') knownChain(data.beacon);
  need(data.beacon !== TEST || simulation, 'the test chain where nothing is simulated', 'value');
  textOf(data.title, 'title');
  textOf(data.basis, 'basis');
}

export function checkCampaign({ data, at, simulation, catalogue }) {
  exactly(data, KEYS, 'the data');
  integer(data.campaign, 'campaign', 1);
  checkRules(data, simulation);
  checkPeople(data);
  checkDates(data, integer(at, 'at'));
  checkWaivers(data.waivers, catalogue);
  for (const name of ['catalogue', 'institutions']) digest(exactly(data[name], ['blob'], name).blob, 'a blob');
  exactly(data.roster, ['blob', 'count', 'root'], 'roster');
  for (const field of ['blob', 'root']) digest(data.roster[field], field);
  integer(data.roster.count, 'the count of the roster', 1);
}

/** 01 §3, without what other entries and blobs say (item 8). */
export const campaign = (input) => holds(() => checkCampaign(input));
