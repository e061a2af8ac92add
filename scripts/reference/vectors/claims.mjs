// Vectors of 02 of docs/spec as claims: the right value, and what comes out of one likely mistake.

import assert from 'node:assert/strict';
import { L, R, byLeaf, d, facts, good, not, sha256, under } from './kit.mjs';
import { encode } from '../../reference_draw.mjs';
import { QUICKNET } from './beacon.mjs';
import { UNTIL, inst, matchRows, weighted } from './matching.mjs';

const hashOf = (text) => sha256(text).toString('hex');
const raw = (text) => Buffer.from(text, 'hex');

/** A right claim, and wrong ones: [name, what went wrong, the value it gives]. */
export function claims(fn, spec, name, input, wrong, comment = '') {
  const right = R[fn](input);
  good('claim', `${fn}: ${name}`, spec, comment, { fn, input, claim: right }, true);
  for (const [mistake, why, claim] of wrong) not('claim', `${fn}: ${mistake}`, spec, why, { fn, input, claim });
  return right;
}

function lists() {
  const leaves = ['00', '01', '02', '03', '04'];
  const [a, b, c, e, f] = leaves.map((leaf) => sha256(Buffer.concat([Buffer.of(0), raw(leaf)])));
  const node = (l, r) => sha256(Buffer.concat([Buffer.of(1), l, r]));
  const bare = (l, r) => sha256(Buffer.concat([l, r]));
  const four = node(node(a, b), node(c, e));
  claims('merkle', '00 §4', 'five leaves', { leaves }, [
    ['last leaf doubled', 'as Bitcoin does', node(four, node(node(f, f), node(f, f))).toString('hex')],
    ['split 3 and 2', 'p is a power of two', node(node(node(a, b), c), node(e, f)).toString('hex')],
    ['leaves not hashed with 0x00', '', node(node(node(...['00', '01'].map((x) => sha256(raw(x)))), node(...['02', '03'].map((x) => sha256(raw(x))))), sha256(raw('04'))).toString('hex')],
    ['nodes not hashed with 0x01', '', bare(bare(bare(a, b), bare(c, e)), f).toString('hex')],
    ['leaves exchanged', '', R.merkle({ leaves: ['01', '00', '02', '03', '04'] })]]);
  const text = `${L(1)} m\n${L(2)} r\n`;
  const right = R.list({ text, marks: true });
  claims('list', '00 §5', 'two rows', { text, marks: true }, [
    ['root without marks', 'somebody could exchange musts', { ...right, root: R.merkle({ leaves: [L(1), L(2)] }) }],
    ['root over the lines', 'not over the raw bytes', { ...right, root: R.merkle({ leaves: text.trim().split('\n').map((line) => Buffer.from(line).toString('hex')) }) }],
    ['mark as 0 and 1', '', { ...right, root: R.merkle({ leaves: [`${L(1)}01`, `${L(2)}00`] }) }],
    ['other mark', '', { ...right, root: R.list({ text: `${L(1)} r\n${L(2)} r\n`, marks: true }).root }],
    ['count too high', '', { ...right, count: 3 }],
    ['blob without the last LF', '', { ...right, blob: hashOf(text.slice(0, -1)) }]]);
  const lines = (...all) => hashOf(all.map((line) => `${line}\n`).join(''));
  const secret = { tag: 'lot', salt: d('salt'), value: d('lot') };
  claims('commitment', '00 §6', 'lot', secret, [
    ['value without its quotation marks', '', lines('sunlot/v1/lot', `salt=${secret.salt}`, `value=${secret.value}`)],
    ['no LF at the end', '', hashOf(`sunlot/v1/lot\nsalt=${secret.salt}\nvalue="${secret.value}"`)],
    ['salt and value exchanged', '', lines('sunlot/v1/lot', `value="${secret.value}"`, `salt=${secret.salt}`)],
    ['another tag', '', R.commitment({ ...secret, tag: 'text' })],
    ['CR LF', '', hashOf(`sunlot/v1/lot\r\nsalt=${secret.salt}\r\nvalue="${secret.value}"\r\n`)]]);
  const parts = { id: d('id'), facts: d('facts'), lot: d('lot') };
  claims('leaf', '01 §1', 'three parts', parts, [
    ['in the order of the alphabet', '', lines('sunlot/v1/leaf', ...['facts', 'id', 'lot'].map((part) => `${part}=${parts[part]}`))],
    ['root of the parts', '', R.merkle({ leaves: Object.values(parts) })]]);
}

function seeds() {
  claims('cut', '02 §2', '31 August, six months', { reference_date: '2026-08-31', months: 6 }, [
    ['day runs over', 'not clamped', '2026-03-03'], ['180 days', '', '2026-03-04'], ['first of the month', '', '2026-02-01'], ['a month too few', '', '2026-03-31']]);
  const commitment = { campaign: 1, draw: 2, roster: d('roster'), party: 'representative.3', secret: d('secret') };
  const head = ['sunlot/v1/commitment', 'campaign=1', 'draw=2', `roster=${d('roster')}`];
  const lines = (...all) => hashOf(all.map((line) => `${line}\n`).join(''));
  claims('secret_commitment', '02 §3', 'representative 3', commitment, [
    ['only the secret', '', hashOf(raw(d('secret')))],
    ['secret before party', '', lines(...head, `secret=${d('secret')}`, 'party=representative.3')],
    ['of representative 4', '', lines(...head, 'party=representative.4', `secret=${d('secret')}`)],
    ['party only a number', '', lines(...head, 'party=3', `secret=${d('secret')}`)]]);
  const input = { campaign: 1, draw: 1, roster: d('roster'), types: ['A01', 'B07'], pool: d('pool'), N: 120, m: 3, n: 20, operator: d('operator'),
    contributions: { 2: d('two'), 10: d('ten') }, beacon: 'none' };
  const seedLines = (change) => {
    const all = ['sunlot/v1/seed', 'campaign=1', 'draw=1', `roster=${d('roster')}`, 'types=A01,B07', `pool=${d('pool')}`, 'N=120', 'm=3', 'n=20',
      `operator=${d('operator')}`, `contribution.2=${d('two')}`, `contribution.10=${d('ten')}`, 'beacon=none'];
    return lines(...change(all));
  };
  assert.equal(seedLines((all) => all), R.seed(input));
  claims('seed', '02 §4', 'two contributions', input, [
    ['contributions as texts', '10 before 2', seedLines((all) => all.with(10, all[11]).with(11, all[10]))],
    ['without the beacon line', '', seedLines((all) => all.slice(0, -1))],
    ['without the second contribution', '', seedLines((all) => all.filter((line) => !line.startsWith('contribution.10')))],
    ['types with a blank', '', seedLines((all) => all.with(4, 'types=A01, B07'))],
    ['numbers with a blank', '', seedLines((all) => all.with(6, 'N= 120'))],
    ['n of another freeze', '', R.seed({ ...input, n: 21 })],
    ['an additional line', 'nothing else enters the seed', seedLines((all) => [...all, 'at=1790000000'])]]);
  const ticket = { seed: d('seed'), label: 'draw', key: d('key') };
  claims('ticket', '02 §5', 'draw', ticket, [
    ['of raw bytes', 'seed and key are hashed in hex', hashOf(Buffer.concat([raw(d('seed')), Buffer.from(':draw:'), raw(d('key'))]))],
    ['with an LF', 'as echo does', hashOf(`${d('seed')}:draw:${d('key')}\n`)],
    ['key and label exchanged', '', hashOf(`${d('seed')}:${d('key')}:draw`)],
    ['another label', '', R.ticket({ ...ticket, label: 'order' })]]);
  const t = d('ticket');
  claims('index', '02 §5', 'of 7', { ticket: t, total: 7 }, [
    ['remainder', 'ticket mod total', Number(BigInt(`0x${t}`) % 7n)], ['one too high', 'counted from 1', R.index({ ticket: t, total: 7 }) + 1]]);
}

const sorted = (rows) => [...rows].sort(([a], [b]) => (a < b ? -1 : 1));

function selections() {
  const rows = sorted([...'rrmrrrmrrrrr'].map((mark, i) => [d(`claim row ${i}`), mark]));
  const input = { seed: d('claim seed'), pool: rows, n: 6 };
  const right = R.selection(input);
  const ticket = (leaf) => R.ticket({ seed: input.seed, label: 'draw', key: leaf });
  const random = rows.filter(([, mark]) => mark === 'r').sort(([a], [b]) => (ticket(a) < ticket(b) ? -1 : 1));
  const musts = rows.filter(([, mark]) => mark === 'm');
  const without = (leaf) => right.selection.filter(([other]) => other !== leaf);
  const [last, next] = [random[3], random[4]];
  assert.equal(ticket(last[0]), right.cutoff);
  claims('selection', '02 §6', 'twelve rows', input, [
    ['a must is missing', '', { ...right, selection: without(musts[0][0]) }],
    ['the last one is exchanged for the next', '', { ...right, selection: sorted([...without(last[0]), next]) }],
    ['a row too many', '', { ...right, selection: sorted([...right.selection, next]) }],
    ['the cut-off is exclusive', 'the row with that ticket is left out', { ...right, selection: without(last[0]) }],
    ['the cut-off is that of the next', '', { ...right, cutoff: ticket(next[0]) }],
    ['the cut-off is moved by a must', 'the highest ticket of all that are in', { ...right, cutoff: right.selection.map(([leaf]) => ticket(leaf)).sort().at(-1) }],
    ['highest tickets', '', { ...right, selection: sorted([...musts, ...random.slice(-4)]) }],
    ['odds reduced', '2/5', { ...right, odds: [2, 5] }],
    ['odds with musts', '6/12', { ...right, odds: [6, 12] }],
    ['selection in order of tickets', '', { ...right, selection: [...musts, ...random.slice(0, 4)] }],
    ['musts marked r', '', { ...right, selection: right.selection.map(([leaf]) => [leaf, 'r']) }],
    ['reserves in order of leaves', '', { ...right, reserves: [...right.reserves].sort() }]].filter(([, , claim]) => JSON.stringify(claim) !== JSON.stringify(right)));

  const chosen = [{ planned: 3, type: 'A01' }, { planned: 2, type: 'B07' }, { planned: 1, type: 'C11' }];
  const pool = [...'rrrrrrmrr'].map((mark, i) => [d(`claim stratum ${i}`), mark, d(`claim lot ${i}`), i < 7 ? ['A01'] : ['A01', 'B07']]);
  const perType = { seed: d('claim seed'), chosen, pool: sorted(pool) };
  const strata = R.strata(perType);
  const [first, ...others] = strata.strata;
  const best = (count) => sorted([...pool].sort((a, b) => (b[1] === 'm') - (a[1] === 'm') || (ticket(a[0]) < ticket(b[0]) ? -1 : 1)).slice(0, count).map(([leaf, mark]) => [leaf, mark]));
  const out = perType.pool.find(([leaf, mark]) => mark === 'r' && !strata.selection.some(([other]) => other === leaf));
  const row = (change) => ({ ...strata, strata: [{ ...first, ...change }, ...others] });
  claims('strata', '02 §6.1', 'three types, one of them empty', perType, [
    ['drawn as pooled', 'the lowest tickets of all', { ...strata, selection: best(6) }],
    ['shortfall made up', 'another row of A01 for the empty C11', { ...strata, selection: sorted([...strata.selection, [out[0], 'r']]) }],
    ['empty stratum left out', '', { ...strata, strata: strata.strata.filter((one) => one.pool > 0) }],
    ['empty stratum with odds 0/0', '', { ...strata, strata: [...strata.strata.slice(0, -1), { ...strata.strata.at(-1), odds: [0, 0] }] }],
    ['one cut-off for all', '', row({ cutoff: strata.strata.map((one) => one.cutoff ?? '').sort().at(-1) })],
    ['pool is the whole pool', '', row({ pool: 9 })],
    ['n is the plan and the musts', '', row({ n: 4 })],
    ['musts of all strata', '', row({ must: first.must + 1 })],
    ['odds with musts', '', row({ odds: [first.n, first.pool] })],
    ['keys N and m', 'as in the line of the statement', { ...strata, strata: strata.strata.map(({ pool: N, must: m, ...rest }) => ({ N, m, ...rest })) }],
    ['descending', '', { ...strata, strata: strata.strata.toReversed() }],
    ['selection stratum by stratum', 'it is ascending by leaf', { ...strata, selection: strata.selection.toReversed() }]].filter(([, , claim]) => JSON.stringify(claim) !== JSON.stringify(strata)));

  const pools = { chosen: ['A01', 'A02'], reference_date: '2026-08-31', avoidance_months: 6, drawn: [L(3)], planned: 4,
    rows: [{}, { status: 'closed', failed: ['A01'] }, {}, { failed: ['A01'], last: [['A01', '2026-08-01']] }, { last: [['A01', '2026-02-28']] }, { last: [['A01', '2026-03-01']] },
      { types: ['A01', 'A02'], failed: ['A02'] }].map((one, i) => ({ leaf: L(i + 1), facts: facts(one) })) };
  const made = R.pool(pools);
  const withRow = (leaf, mark, reason, candidates) => ({ ...made, pool: sorted([...made.pool, [leaf, mark]]), candidates: { ...made.candidates, [leaf]: candidates },
    excluded: { ...made.excluded, [reason]: made.excluded[reason] - 1 } });
  const { [L(4)]: gone, ...withoutMust } = made.candidates;
  claims('pool', '02 §1', 'seven rows', pools, [
    ['closed and failed is a must', 'closed beats must', withRow(L(2), 'm', 'closed', ['A01'])],
    ['drawn before', '', withRow(L(3), 'r', 'drawn', ['A01'])],
    ['the day after the cut is free', '', withRow(L(6), 'r', 'avoidance', ['A01'])],
    ['avoidance beats must', '', { ...made, pool: made.pool.filter(([leaf]) => leaf !== L(4)), candidates: withoutMust, excluded: { ...made.excluded, avoidance: 2 } }],
    ['must with all its types', '', { ...made, candidates: { ...made.candidates, [L(7)]: ['A01', 'A02'] } }],
    ['must marked r', '', { ...made, pool: made.pool.map(([leaf, mark]) => [leaf, leaf === L(4) ? 'r' : mark]) }],
    ['n is the plan without musts', '', { ...made, n: made.n - 1 }],
    ['excluded not counted', '', { ...made, excluded: { ...made.excluded, closed: 0 } }]]);
}

function matchings() {
  const types = { A01: [2, 2], B07: [2, 2] };
  const input = { seed: d('claim seed'), sampling_until: UNTIL, waived: [], institutions: ['I1', 'I2', 'I3'].map((code) => inst(code, types)),
    rows: matchRows(...Array.from({ length: 8 }, () => ({ types: ['A01', 'B07'] }))) };
  const right = R.match(input);
  const claim = (change, at = 0) => ({ ...right, rows: right.rows.with(at, { ...right.rows[at], ...change(right.rows[at]) }) });
  const other = (code) => ({ I1: 'I2', I2: 'I3', I3: 'I1' })[code];
  claims('match', '02 §7', 'eight rows, two candidates', input, [
    ['another candidate', 'the type of one row', claim((row) => ({ type: row.type === 'A01' ? 'B07' : 'A01' }))]]);
  assert.deepEqual(matchedBy(input, (row) => R.ticket({ seed: input.seed, label: 'order', key: row.lot })), right.rows);
  const hashes = (lines) => R.merkle({ leaves: lines.map((text) => hashOf(text)) });
  const lots = new Map(input.rows.map((row) => [row.leaf, row.lot]));
  const salt = (row) => R.ticket({ seed: input.seed, label: 'row', key: lots.get(row.leaf) });
  const text = (row, change = {}) => {
    const all = { salt: salt(row), leaf: row.leaf, type: row.type, sampling: row.sampling, testing: row.testing, over: row.over, rotation: row.rotation, ...change };
    return ['sunlot/v1/row', ...Object.entries(all).map(([key, value]) => `${key}=${value}`)].map((line) => `${line}\n`).join('');
  };
  assert.equal(hashes(right.rows.map((row) => text(row))), right.root);
  const root = (rows) => ({ ...right, root: hashes(rows) });
  const few = { ...input, rows: input.rows.slice(0, 5) };
  claims('match', '02 §8.4', 'root of five rows', few, []);
  for (const [name, why, stated] of [
    ['salt is the LOT', '', root(right.rows.map((row) => text(row, { salt: lots.get(row.leaf) })))],
    ['rows in order of matching', 'not of leaves', root([...right.rows].sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : salt(a) < salt(b) ? -1 : 1)).map((row) => text(row)))],
    ['rows with sampling and testing exchanged', '', root(right.rows.map((row) => text(row, { sampling: row.testing, testing: row.sampling })))],
    ['root over the texts', 'not over their hashes', { ...right, root: R.merkle({ leaves: right.rows.map((row) => Buffer.from(text(row)).toString('hex')) }) }],
    ['rows without rotation', '', root(right.rows.map((row) => text(row).replace(/rotation=.*\n/, '')))]]) {
    not('claim', `match: ${name}`, '02 §8.4', why, { fn: 'match', input, claim: stated });
  }
  for (const [name, why, stated] of [
    ['another sampling institution', 'of one row', claim((row) => ({ sampling: other(row.sampling) }))],
    ['another testing institution', 'of one row', claim((row) => ({ testing: other(row.testing) }))],
    ['over quota not said', '', claim(() => ({ over: 'none' }), right.rows.findIndex((row) => row.over !== 'none'))],
    ['two rows exchanged', 'their institutions', { ...right, rows: right.rows.with(0, { ...right.rows[0], sampling: right.rows[1].sampling, testing: right.rows[1].testing }) }],
    ['matched in order of leaves', 'not of the order tickets', { ...right, rows: matchedBy(input, (row) => row.leaf) }]].filter(([, , stated]) => JSON.stringify(stated) !== JSON.stringify(right))) {
    not('claim', `match: ${name}`, '02 §8.3', why, { fn: 'match', input, claim: stated });
  }
  const rotating = { ...input, institutions: [inst('S1', { A01: [9, 0] }), inst('S2', { A01: [9, 0] }), inst('T1', { A01: [0, 9] })],
    rows: matchRows({ last: [['A01', '2025-01-01', 'S1', '']] }) };
  const kept = R.match(rotating);
  claims('match', '02 §8.2', 'one row, rotation', rotating, [
    ['rotation said to be dropped', '', { ...kept, rows: [{ ...kept.rows[0], rotation: 'dropped' }] }],
    ['the last sampler again', '', { ...kept, rows: [{ ...kept.rows[0], sampling: 'S1' }] }]]);
  const scale = { ...input, institutions: [weighted('I1', { A01: [1, 1] }), weighted('I2', { A01: [1, 1] }), weighted('I3', { A01: [1, 1] })], rows: matchRows(...Array.from({ length: 6 }, () => ({}))) };
  const even = R.match(scale);
  const asQuotas = R.match({ ...scale, institutions: ['I1', 'I2', 'I3'].map((code) => inst(code, { A01: [1, 1] })) });
  assert.notDeepEqual(asQuotas, even);
  claims('match', under('02 §8.3', 'S02-8.3', 'S01-3.2'), 'six rows by weights', scale, [
    ['weights taken for quotas', 'used up, and then over quota', asQuotas],
    ['weighted rows over quota', '', { ...even, rows: even.rows.map((row) => ({ ...row, over: 'both' })) }]]);
}

/** 02 §8.3 once more, for quotas of 2 and no bans; the rows of a type come in order of `orderOf`. */
function matchedBy(input, orderOf) {
  const taken = [];
  for (const row of [...input.rows].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))) {
    const before = taken.filter((one) => one.type === R.match({ ...input, rows: [row] }).rows[0].type);
    const left = (code, type, role) => 2 - before.filter((one) => one[role] === code && one.over !== role && one.over !== 'both' && one.type === type).length;
    const [alone] = R.match({ ...input, rows: [row] }).rows;
    const pick = (eligible, label, role) => {
      const free = eligible.filter((code) => left(code, alone.type, role) >= 1);
      const [among, weight] = free.length > 0 ? [free, (code) => left(code, alone.type, role)] : [eligible, () => 2];
      let running = R.index({ ticket: R.ticket({ seed: input.seed, label, key: row.lot }), total: among.reduce((sum, code) => sum + weight(code), 0) });
      return { code: among.find((code) => (running -= weight(code)) < 0), over: free.length === 0 };
    };
    const all = ['I1', 'I2', 'I3'];
    const testing = pick(all, 'test', 'testing');
    const sampling = pick(all.filter((code) => code !== testing.code), 'sample', 'sampling');
    const over = sampling.over ? (testing.over ? 'both' : 'sampling') : testing.over ? 'testing' : 'none';
    taken.push({ leaf: row.leaf, type: alone.type, sampling: sampling.code, testing: testing.code, over, rotation: 'kept' });
  }
  return taken.sort(byLeaf);
}

function statements() {
  const base = { origin: 'example.org/sunlot', simulation: true, campaign: 1, draw: 2, representative: 2, types: ['A01', 'B07'], roster: d('roster'), pool: d('pool'),
    N: 120, m: 3, n: 20, beacon: 'none', seed: d('seed') };
  const tail = { selection: d('selection'), rows: d('rows'), over_quota: { sampling: 1, testing: 0 } };
  const head = ['sunlot/v1/statement', 'origin=example.org/sunlot', 'simulation=true', 'campaign=1', 'draw=2', 'representative=2', 'types=A01,B07', `roster=${d('roster')}`,
    `pool=${d('pool')}`, 'N=120', 'm=3', 'n=20', 'beacon=none', `seed=${d('seed')}`];
  const end = [`selection=${d('selection')}`, `rows=${d('rows')}`, 'over_quota=sampling:1,testing:0'];
  const digest = (...middle) => hashOf([...head, ...middle, ...end].map((line) => `${line}\n`).join(''));
  const pooled = { ...base, cutoff: d('cutoff'), odds: [17, 117], ...tail };
  const [cutoff, odds] = [`cutoff=${d('cutoff')}`, 'odds=17/117'];
  assert.equal(digest(cutoff, odds), R.statement(pooled));
  claims('statement', '02 §9', 'pooled', pooled, [
    ['odds before the cut-off', '', digest(odds, cutoff)], ['odds as a fraction', '', digest(cutoff, 'odds=0.1452991452991453')],
    ['no LF at the end', '', hashOf([...head, cutoff, odds, ...end].join('\n'))], ['no cut-off', '', digest(odds)], ['a line too many', '', digest(cutoff, odds, 'reserves=100')]]);
  const [one, two] = [{ cutoff: d('cutoff A01'), must: 1, n: 12, odds: [11, 79], pool: 80, type: 'A01' }, { cutoff: null, must: 2, n: 2, odds: [0, 38], pool: 40, type: 'B07' }];
  const line = (row, cut, part) => `stratum.${row.type}=N:${row.pool},m:${row.must},n:${row.n},cutoff:${cut},odds:${part}`;
  const [first, second] = [line(one, one.cutoff, '11/79'), line(two, 'none', '0/38')];
  const perType = { ...base, strata: [one, two], ...tail };
  assert.equal(digest(first, second), R.statement(perType));
  claims('statement', under('02 §9', 'S02-9', 'S02-6.1'), 'per_type', perType, [
    ['strata exchanged', '', digest(second, first)], ['cut-off null for none', '', digest(first, second.replace('cutoff:none', 'cutoff:null'))],
    ['blanks after commas', '', digest(first.replaceAll(',', ', '), second.replaceAll(',', ', '))], ['strata and odds', 'both forms', digest(first, second, 'cutoff=none', 'odds=14/120')],
    ['n is the number drawn', 'n= is that of the freeze', hashOf([...head.with(11, 'n=14'), first, second, ...end].map((text) => `${text}\n`).join(''))],
    ['strata at the end', '', hashOf([...head, ...end, first, second].map((text) => `${text}\n`).join(''))]]);
}

function entries() {
  const kind = 'draw.void';
  const body = '{"a":"示例"}';
  const of = (type, length, text) => Buffer.from(`DSSEv1 ${type.length} ${type} ${length} ${text}`).toString('hex');
  const type = `application/vnd.sunlot.${kind}.v1+json`;
  const bytes = Buffer.byteLength(body);
  assert.equal(of(type, bytes, body), R.pae({ kind, body }));
  claims('pae', '03 §3', 'two Chinese characters', { kind, body }, [
    ['LEN in characters', '', of(type, body.length, body)],
    ['body escaped', 'never a re-serialisation', of(type, 20, '{"a":"\\u793a\\u4f8b"}')],
    ['another type', 'DSSE\'s usual one', of('application/vnd.in-toto+json', bytes, body)],
    ['type of the kind alone', '', of(kind, bytes, body)],
    ['LEN with leading zeros', '', of(type, String(bytes).padStart(8, '0'), body)],
    ['with an LF at the end', '', `${of(type, bytes, body)}0a`],
    ['the body alone', '', Buffer.from(body).toString('hex')]]);
  const text = encode({ body: { at: 1790000001, data: { campaign: 1, sigs: [] }, kind, prev: d('entry before'), seq: 1, simulation: true, v: 1 },
    sigs: [{ key: d('key'), sig: 'ab'.repeat(64) }] });
  const right = R.entry({ bytes: text });
  claims('entry', '03 §1', 'the border in the data', { bytes: text }, [
    ['body up to the first border', 'not the last', { ...right, body: right.body.slice(0, right.body.indexOf(',"sigs":[')) }],
    ['body with its key', '', { ...right, body: `"body":${right.body}` }],
    ['leaf hash without 0x00', '', { ...right, leafhash: hashOf(text) }],
    ['leaf hash of the body', '', { ...right, leafhash: sha256(Buffer.concat([Buffer.of(0), Buffer.from(right.body)])).toString('hex') }],
    ['leaf hash with an LF', '', { ...right, leafhash: sha256(Buffer.concat([Buffer.of(0), Buffer.from(`${text}\n`)])).toString('hex') }]]);
  claims('round', '02 §11', 'quicknet, exactly 90 seconds', { chain: QUICKNET, closed_at: 1800000000 }, [
    ['the next one', 'inclusive', { round: 35732243, time: 1800000093 }], ['counted from 0', '', { round: 35732241, time: 1800000090 }],
    ['no delay', '', { round: 35732212, time: 1800000000 }]]);
  claims('round', '02 §11', 'quicknet, a second later', { chain: QUICKNET, closed_at: 1800000001 }, [
    ['rounded down', '89 seconds are not enough', { round: 35732242, time: 1800000090 }]]);
}

export function claimVectors() {
  entries();
  lists();
  seeds();
  selections();
  matchings();
  statements();
}
