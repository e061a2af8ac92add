// What a result looks like: verdict, findings, remarks, draws.

import { el } from './dom.js';
import { formText } from './form.js';
import { pictureOf, strataTable } from './picture.js';
import { current, number, say, time, value } from './words.js';

const SIGNS = { proven: '✓', failed: '✗', unreadable: '?', incomplete: '…', not_checked: '…' };

/** The sentence of a verdict. */
export function sentence(result) {
  const n = result.findings.filter((f) => f.result === (result.exit === 1 ? 'failed' : 'not_checked')).length;
  const computed = result.finished?.seed && result.exit !== 1;
  return say(`v.${computed ? 'computed' : result.verdict}${computed && n ? '3' : ''}`, { n });
}

function verdict(result) {
  return el('div', { class: `verdict ${result.verdict}` }, el('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[result.verdict]),
    el('div', {}, el('p', { id: 'verdict', 'data-exit': result.exit }, sentence(result)), result.message ? el('p', {}, value(result.message)) : null));
}

function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== null && value !== undefined)
    .flatMap(([key, value, mono]) => [el('dt', {}, say(key)), el('dd', { class: mono ? 'mono' : null }, value)]));
}

function cell(name, text, mono) {
  return el('td', { 'data-name': name, class: mono ? 'mono' : null }, text ?? '');
}

function row(finding) {
  const place = [finding.draw, finding.entry === null ? null : `#${number(finding.entry)}`].filter(Boolean).join(' ');
  return el('tr', {}, el('th', { scope: 'row' }, el('code', {}, finding.check), ' ', say(`c.${finding.check}`)),
    el('td', { class: `state ${finding.result}` }, `${SIGNS[finding.result]} ${say(`r.${finding.result}`)}`),
    place ? cell(say('hEntry'), place) : el('td'), finding.field ? cell(say('hField'), value(finding.field), true) : el('td'),
    finding.expected === null ? el('td') : cell(say('hExpected'), value(finding.expected), true), finding.found === null ? el('td') : cell(say('hFound'), value(finding.found), true),
    finding.note ? cell(say('hNote'), value(finding.note)) : el('td'));
}

function table(findings, caption) {
  const head = ['hCheck', 'hResult', 'hEntry', 'hField', 'hExpected', 'hFound', 'hNote'].map((key) => el('th', { scope: 'col' }, say(key)));
  return el('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', { class: 'findings' }, el('caption', {}, caption), el('thead', {}, el('tr', {}, head)), el('tbody', {}, findings.map(row))));
}

function proven(findings) {
  const head = ['hCheck', 'hResult', 'hNote'].map((key) => el('th', { scope: 'col' }, say(key)));
  const rows = findings.map((f) => el('tr', {}, el('th', { scope: 'row' }, el('code', {}, f.check), ' ', say(`c.${f.check}`)),
    el('td', { class: 'state proven' }, `${SIGNS.proven} ${say('r.proven')}`), cell(say('hNote'), value(f.note))));
  return el('table', { class: 'findings' }, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows));
}

// At most 20 of one check that were not checked: the rest is in the saved result. (Failures are cut by the core.)
function first(told) {
  const seen = new Map();
  return told.filter(({ check, result }) => {
    seen.set(check, (seen.get(check) ?? 0) + 1);
    return result === 'failed' || seen.get(check) <= 20;
  });
}

function findings(result) {
  const faults = result.findings.filter((f) => f.result === 'failed');
  const gaps = result.findings.filter((f) => f.result === 'not_checked');
  const good = result.findings.filter((f) => f.result === 'proven');
  const told = [...faults, ...gaps];
  return el('section', { 'aria-labelledby': 'findings' }, el('h2', { id: 'findings' }, say('findings')),
    told.length ? table(first(told), say('findingsCaption')) : null,
    told.length > first(told).length ? el('p', {}, say('more20', { n: told.length - first(told).length })) : null,
    good.length ? el('details', { class: 'good' }, el('summary', {}, say('moreRows', { n: good.length })), el('div', { class: 'table' }, proven(good))) : null);
}

// The words of a void's code; an unknown code stands as it is.
function reason(code) {
  const words = say(`why.${code}`);
  return words === `why.${code}` ? code : words;
}

// What a typed value gives (04 §1).
function typedValue({ refused, seed, cutoff }) {
  if (refused) return ` ${say('valueRefused')}`;
  return ` ${seed ? say('valueGives', { seed, cutoff: cutoff ?? '—' }) : say('valueLacks')}`;
}

function remarkText({ code, values }) {
  const shown = { ...values };
  if (values.time) shown.time = time(values.time);
  if (values.time === null) shown.time = '—';
  if (code === 'void') Object.assign(shown, { field: values.field ?? '', expected: values.expected ? `${say('hExpected')}: ${value(values.expected)}` : '', found: values.found ? `${say('hFound')}: ${value(values.found)}` : '' });
  if (values.reason) shown.reason = reason(values.reason);
  const key = code === 'unopened' && !values.beacon ? 'm.unopened.none' : `m.${code}`;
  return say(key, shown).trim() + (values.value ? typedValue(values.value) : '');
}

function remark(one, offer) {
  const waits = offer && ['unfinished', 'beacon_silent'].includes(one.code);
  return el('li', { 'data-code': one.code }, remarkText(one), waits ? el('div', { class: 'noprint' }, el('button', { type: 'button', onclick: () => offer(one.values.draw) }, say('offer', one.values))) : null);
}

function remarks(result, offer) {
  if (result.remarks.length === 0) return null;
  return el('section', { 'aria-labelledby': 'remarks' }, el('h2', { id: 'remarks' }, say('remarks')), el('p', { class: 'hint' }, say('remarksLead'), ' ', el('a', { class: 'noprint', href: '#terms', onclick: () => { document.querySelector('#terms').open = true; } }, say('terms'))),
    el('ul', {}, result.remarks.map((one) => remark(one, result.finished ? null : offer))));
}

// ---- draws ----

// Who could know the result beforehand: what follows from the state of the draw (04 §6, §8) and no more.
function knowable({ beacon, bracket, quorum, faulty }) {
  if (faulty) return say('k.faulty');
  if (!beacon) return say('k.none');
  if (beacon === 'test') return say('k.test');
  return bracket ? say('k.bracket', { k: bracket.bodies.length, m: bracket.margin, q: quorum }) : say('k.open');
}

function standing(mine) {
  if (!mine) return say('noMine');
  if (!mine.in_pool) return say('absent');
  if (mine.mark === 'm') return say('yesMust');
  return say(mine.selected ? 'yes' : 'no');
}

function third(picture) {
  const r = picture.N - picture.m;
  const parts = [];
  if (picture.strata) parts.push(say('step3type'));
  else parts.push(picture.cutoff ? say('step3', { k: picture.drawn - picture.m, r }) : say('step3all'));
  if (picture.m) parts.push(say('step3must', { m: picture.m }));
  return parts.join(current() === 'zh' ? '' : ' ');
}

function fourth(picture, mine, leaf) {
  const out = [el('strong', {}, say('step4')), current() === 'zh' ? '。' : '. ', standing(mine)];
  if (mine?.ticket) out.push(facts([['ticket', mine.ticket, true], ['cutoff', mine.cutoff ?? '—', true]]));
  if (mine && !mine.in_pool) return out;
  out.push(el('p', { class: 'hint' }, say('hand')), el('pre', {}, `printf '%s' "${picture.seed}:draw:${leaf ?? say('handLeaf')}" | sha256sum`));
  return out;
}

function drawSection(picture, enterprise) {
  const [campaign, draw] = picture.name.split('.').map(Number);
  const mine = enterprise?.draws.find((d) => d.campaign === campaign && d.draw === draw);
  return el('section', { class: 'draw', 'aria-labelledby': `draw-${picture.name}` },
    el('h3', { id: `draw-${picture.name}` }, `${say('drawTitle', { name: picture.name })} · ${say(`s.${picture.state}`)} · ${say('count', { n: picture.drawn })}`),
    el('ol', { class: 'path' }, el('li', {}, say(picture.beacon ? 'step1' : 'step1none', { c: picture.contributions, r: picture.round }), ' ', knowable(picture), el('br'), el('code', {}, picture.seed)),
      el('li', {}, say('step2', { N: picture.N })),
      el('li', {}, third(picture), picture.strata ? strataTable(picture) : pictureOf(picture, mine)),
      el('li', { class: mine ? null : 'noprint' }, fourth(picture, mine, mine && enterprise.leaf))));
}

function draws(result) {
  if (result.pictures.length === 0) return null;
  return el('section', { 'aria-labelledby': 'draws' }, el('h2', { id: 'draws' }, say('draws')), result.pictures.map((p) => drawSection(p, result.enterprise)));
}

function enterprise({ enterprise: mine }) {
  if (!mine) return null;
  return el('section', { 'aria-labelledby': 'enterprise' }, el('h2', { id: 'enterprise' }, say('enterprise')),
    facts([['name', mine.name], ['code', mine.code, true], ['leafName', mine.leaf, true], ['inRoster', say(mine.in_roster ? 'yesWord' : 'noWord')]]),
    el('ul', {}, mine.draws.map((d) => el('li', {}, `${say('drawTitle', { name: `${d.campaign}.${d.draw}` })}: ${standing(d)}`))));
}

function bracketWords({ campaign, draw, bracket }) {
  const name = `${campaign}.${draw}`;
  if (bracket.proven) return say('m.bracket', { draw: name, k: bracket.bodies.length, m: bracket.margin, bodies: bracket.bodies });
  return bracket.quorum ? say('k.open') : say('m.no_bracket', { draw: name });
}

// Leaves one a line with its mark, as in the selection's blob.
function leafList({ campaign, draw, leaves, selection }) {
  const keep = () => save(`selection-${campaign}.${draw}.txt`, 'text/plain', leaves);
  return el('details', {}, el('summary', {}, say('leaves', { n: selection.count })), el('pre', {}, leaves.trimEnd()),
    el('button', { type: 'button', class: 'noprint', onclick: keep }, say('saveLeaves')));
}

function finished(result) {
  const it = result.finished;
  if (!it) return null;
  const head = el('h2', { id: 'finished' }, say('finished', { name: `${it.campaign}.${it.draw}` }));
  const round = ['round', `${number(it.round)} · ${time(it.time)}`];
  if (!it.seed) return el('section', { 'aria-labelledby': 'finished' }, head, facts([round]), el('p', {}, say(it.bracket ? 'valueLacks' : 'valueRefused')));
  const state = { ...it, bracket: it.bracket.proven ? it.bracket : null, faulty: result.exit === 1 };
  return el('section', { 'aria-labelledby': 'finished' }, head,
    facts([round, ['seed', it.seed, true], ['hPool', number(it.N)], ['mustWord', number(it.m)], ['planWord', number(it.n)], ['hDrawn', number(it.selection.count)],
      ['cutoff', it.strata ? null : it.cutoff ?? '—', true], ['c.07.odds', it.odds && it.odds.map(number).join(' / ')], ['selectionRoot', it.selection.root, true]]),
    it.strata ? strataTable(it) : null, el('p', {}, bracketWords(it)), it.bracket.proven || it.beacon === 'test' ? el('p', {}, knowable(state)) : null,
    el('p', {}, say(it.agrees === null ? 'bookSilent' : it.agrees ? 'bookAgrees' : 'bookDiffers')), leafList(it));
}

// The form of a refutation, and nothing else of the page on its print.
function refutation(result) {
  if (!result.refutation) return null;
  const text = formText(result);
  const alone = () => {
    document.body.classList.add('form-only');
    print();
    document.body.classList.remove('form-only');
  };
  return el('section', { 'aria-labelledby': 'form' }, el('h2', { id: 'form', class: 'noprint' }, say('form')), el('p', { class: 'noprint' }, say('formHint')),
    el('div', { class: 'row noprint' }, el('button', { type: 'button', onclick: () => save('refutation.txt', 'text/plain', text) }, say('formSave')),
      el('button', { type: 'button', onclick: alone }, say('formPrint'))), el('pre', { class: 'form' }, text));
}

function proof({ proof: got }) {
  if (!got) return null;
  return el('section', {}, el('h2', {}, say('proofTitle')), el('p', {}, say('proofRow', got)), got.note === 'unopened' ? el('p', {}, say('proofUnopened')) : null);
}

function save(name, type, text) {
  const link = el('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function actions(result) {
  const json = () => save('sunlot-result.json', 'application/json', `${JSON.stringify(result, null, 1)}\n`);
  const keep = () => save(`checkpoint-${String(result.size).padStart(16, '0')}.txt`, 'text/plain', result.note);
  return el('div', { class: 'noprint' }, el('div', { class: 'row' },
    result.note ? el('button', { type: 'button', onclick: keep }, say('keep')) : null,
    el('button', { type: 'button', onclick: json }, say('json')), el('button', { type: 'button', onclick: () => print() }, say('print'))),
  result.note ? el('p', { class: 'hint' }, say('keepHint')) : null);
}

/** The whole result as nodes; `offer(draw)` leads to the field for the value of its round. */
export function report(result, offer) {
  return [
    el('h2', { id: 'result', tabindex: '-1' }, say('result')), verdict(result),
    facts([['book', result.origin, true], ['size', result.size == null ? null : number(result.size)], ['root', result.root, true], ['now', result.now ? time(result.now) : null]]),
    actions(result), finished(result), refutation(result), enterprise(result), proof(result), findings(result), remarks(result, offer), draws(result),
  ].filter(Boolean);
}
