// Vectors of 01 §3 of docs/spec: the data of `campaign.open`.

import { L, UPPER, d, good, not, under } from './kit.mjs';
import { DEFAULT, QUICKNET, TEST } from './beacon.mjs';

const AT = 1790000000; // 2026-09-21 22:13:20 in UTC+8
const CATALOGUE = ['A01', 'B07', 'C11'];
const approve = (...people) => people.map((person) => ({ level: 'D', person }));
const DATA = {
  allocation: 'pooled', approvals: approve(L(1), L(2)), avoidance_months: 6, basis: '示例依据', beacon: 'none', campaign: 1,
  catalogue: { blob: d('catalogue') }, disclose_by: '2027-03-31', institutions: { blob: d('institutions') }, matching: 'quotas',
  officials: [L(1), L(2)], open_basis: '', policy: 'sealed', reference_date: '2026-08-31',
  representatives: [{ number: 1, person: L(4), substitute: null }, { number: 2, person: L(5), substitute: L(6) }],
  roster: { blob: d('roster blob'), count: 60, root: d('roster') }, rules: 'sunlot/v1', sampling_until: '2026-11-30', supervisors: [L(3)],
  title: '示例抽查', waivers: [],
};
const item = (number) => `01 §3 item ${number}`;

export function campaignVectors() {
  const of = (change, { at = AT, simulation = true } = {}) => ({ data: { ...DATA, ...change }, at, simulation, catalogue: CATALOGUE });
  const yes = (name, number, change = {}, comment = '', around = {}) => good('campaign', name, item(number), comment, of(change, around), true);
  const no = (name, spec, change, comment = '', around = {}) => not('campaign', name, typeof spec === 'number' ? item(spec) : spec, comment, of(change, around));
  const open = { policy: 'open', open_basis: '示例依据' };
  const waiver = (code, ...types) => ({ code, text: '只有一家机构', types });

  yes('ordinary', 2);
  yes('later campaign', 1, { campaign: 12 });
  yes('three officials, two supervisors', 2, { officials: [L(1), L(2), L(7)], supervisors: [L(3), L(8)], approvals: approve(L(2), L(7)) });
  yes('no avoidance', 3, { avoidance_months: 0 });
  yes('24 months', 3, { avoidance_months: 24 });
  yes('all dates on the day', 3, { reference_date: '2026-09-21', sampling_until: '2026-09-21', disclose_by: '2026-09-21' }, 'the day in UTC+8');
  yes('disclosed after twelve months', 3, { disclose_by: '2027-09-21' }, 'the last day');
  yes('twelve months after 29 February', 3, { disclose_by: '2029-02-28', sampling_until: '2028-03-31' }, 'clamped', { at: 1835366400 });
  yes('the day begins at 16:00 UTC', 3, { reference_date: '2026-09-22' }, 'one second later than in the bad vector', { at: 1790006400 });
  yes('policy open', 4, open);
  yes('waivers', 5, { waivers: [waiver('W1', 'A01', 'C11'), waiver('W2', 'B07')] });
  yes('beacon: quicknet', 6, { beacon: QUICKNET });
  yes('beacon: default', 6, { beacon: DEFAULT }, '', { simulation: false });
  yes('beacon: test', 6, { beacon: TEST }, 'in a simulation');
  yes('per_type', 9, { ...open, allocation: 'per_type' });
  yes('texts of one character', 7, { title: '抽', basis: '依' });
  yes('weights', 10, { matching: 'weights' });
  good('campaign', 'every type of the campaign can be waived', under('01 §3 item 5', 'S01-3/5'), '', of({ waivers: [waiver('W', ...CATALOGUE)] }), true);

  no('campaign 0', 1, { campaign: 0 });
  no('campaign as a text', '00 §1.4', { campaign: '1' });
  no('one approval', 2, { approvals: approve(L(1)) });
  no('three approvals', 2, { officials: [L(1), L(2), L(7)], approvals: approve(L(1), L(2), L(7)) });
  no('approved twice by one', 2, { approvals: approve(L(1), L(1)) });
  no('approvals descending', 2, { approvals: approve(L(2), L(1)) });
  no('approved by a supervisor', 2, { approvals: approve(L(1), L(3)) });
  no('approved by a stranger', 2, { approvals: approve(L(1), L(9)) });
  no('approval of level A', '00 §7', { approvals: [{ level: 'D', person: L(1) }, { level: 'A', person: L(2) }] }, 'reserved');
  no('one official', 2, { officials: [L(1)], approvals: approve(L(1)) }, 'then there cannot be two approvals, either');
  no('officials descending', 2, { officials: [L(2), L(1)] });
  no('no supervisor', 2, { supervisors: [] });
  no('no representative', 2, { representatives: [] });
  no('representatives from 2', 2, { representatives: [{ number: 2, person: L(4), substitute: null }] });
  no('a number is left out', 2, { representatives: [DATA.representatives[0], { ...DATA.representatives[1], number: 3 }] });
  no('a number twice', 2, { representatives: [DATA.representatives[0], { ...DATA.representatives[1], number: 1 }] });
  no('representative without substitute', '00 §2.7', { representatives: [{ number: 1, person: L(4) }] }, 'null has to stand there');
  for (const [name, change] of [['official and supervisor', { supervisors: [L(2)] }], ['supervisor and representative', { supervisors: [L(4)] }],
    ['official and substitute', { representatives: [{ number: 1, person: L(4), substitute: L(1) }] }],
    ['two representatives', { representatives: [DATA.representatives[0], { number: 2, person: L(4), substitute: null }] }],
    ['own substitute', { representatives: [{ number: 1, person: L(4), substitute: L(4) }] }]]) no(`one person: ${name}`, 2, change);
  no('person in upper case', '00 §1.3', { supervisors: [UPPER] });
  no('25 months', 3, { avoidance_months: 25 });
  no('months below 0', '00 §1.4', { avoidance_months: -1 });
  no('reference date tomorrow', 3, { reference_date: '2026-09-22' });
  no('the day before 16:00 UTC', 3, { reference_date: '2026-09-22' }, '2026-09-21T15:59:59Z is 23:59:59 in UTC+8', { at: 1790006399 });
  no('sampling ended yesterday', 3, { sampling_until: '2026-09-20' });
  no('disclosed before the end of sampling', 3, { disclose_by: '2026-11-29' });
  no('disclosed after twelve months and a day', 3, { disclose_by: '2027-09-22' });
  no('twelve months after 29 February, a day later', 3, { disclose_by: '2029-03-01', sampling_until: '2028-03-31' }, '', { at: 1835366400 });
  no('sampling until 31 November', '00 §1.7', { sampling_until: '2026-11-31' });
  no('disclosed at a time', '00 §1.7', { disclose_by: 1800000000 });
  no('open without a basis', 4, { policy: 'open' });
  no('sealed with a basis to open', 4, { open_basis: '示例依据' });
  no('another policy', 4, { policy: 'closed' });
  no('waivers descending', 5, { waivers: [waiver('W2', 'A01'), waiver('W1', 'B07')] });
  no('waiver twice', 5, { waivers: [waiver('W1', 'A01'), waiver('W1', 'B07')] });
  no('waiver without a type', 5, { waivers: [waiver('W1')] });
  no('waiver: types descending', 5, { waivers: [waiver('W1', 'B07', 'A01')] });
  no('waiver: type twice', 5, { waivers: [waiver('W1', 'A01', 'A01')] });
  no('waiver for a type that is not in the catalogue', 5, { waivers: [waiver('W1', 'D01')] });
  no('a type in two waivers', 5, { waivers: [waiver('W1', 'A01'), waiver('W2', 'A01')] });
  no('waiver without a text', 5, { waivers: [{ ...waiver('W1', 'A01'), text: '' }] });
  no('waiver with a code in lower case', 5, { waivers: [waiver('w1', 'A01')] });
  no('beacon: unknown chain', under('01 §3 item 6', 'S01-3/6', 'S00-7'), { beacon: d('some chain') });
  no('beacon: by its name', 6, { beacon: 'quicknet' });
  no('beacon: null', 6, { beacon: null });
  no('beacon: in upper case', '00 §1.3', { beacon: QUICKNET.toUpperCase() });
  no('beacon: test where nothing is simulated', 6, { beacon: TEST }, '', { simulation: false });
  no('no title', 7, { title: '' });
  no('no basis', 7, { basis: '' });
  no('title null', 7, { title: null });
  no('per_type with policy sealed', 9, { allocation: 'per_type' });
  no('another allocation', '00 §7', { allocation: 'per_region' });
  no('another matching', '00 §7', { matching: 'lottery' });
  no('other rules', '00 §7', { rules: 'sunlot/v2' });
  no('roster of 0', '00 §5', { roster: { ...DATA.roster, count: 0 } });
  no('roster without root', '00 §2.7', { roster: { blob: d('roster blob'), count: 60 } });
  no('root of the roster too short', '00 §1.3', { roster: { ...DATA.roster, root: d('roster').slice(2) } });
  no('additional key', '00 §2.7', { note: '' });
  const { waivers, ...lacking } = DATA;
  not('campaign', 'without waivers', '00 §2.7', 'the list may be empty, not missing', { data: lacking, at: AT, simulation: true, catalogue: CATALOGUE });
}
