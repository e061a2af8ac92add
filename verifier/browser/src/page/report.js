// What a result looks like: verdict, findings, remarks, draws.

import { el } from './dom.js';
import { pictureOf, strataTable } from './picture.js';
import { current, note, number, say, time, value } from './words.js';

const SIGNS = { proven: '✓', failed: '✗', unreadable: '?', incomplete: '…', not_checked: '…' };

/** The sentence of a verdict. */
export function sentence(result) {
  const n = result.findings.filter((f) => f.result === (result.exit === 1 ? 'failed' : 'not_checked')).length;
  return say(`v.${result.verdict}`, { n });
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
    place ? cell(say('hEntry'), place) : el('td'), finding.field ? cell(say('hField'), finding.field, true) : el('td'),
    finding.expected === null ? el('td') : cell(say('hExpected'), value(finding.expected), true), finding.found === null ? el('td') : cell(say('hFound'), value(finding.found), true),
    finding.note ? cell(say('hNote'), note(finding.note)) : el('td'));
}

function table(findings, caption) {
  const head = ['hCheck', 'hResult', 'hEntry', 'hField', 'hExpected', 'hFound', 'hNote'].map((key) => el('th', { scope: 'col' }, say(key)));
  return el('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', { class: 'findings' }, el('caption', {}, caption), el('thead', {}, el('tr', {}, head)), el('tbody', {}, findings.map(row))));
}

function proven(findings) {
  const head = ['hCheck', 'hResult', 'hNote'].map((key) => el('th', { scope: 'col' }, say(key)));
  const rows = findings.map((f) => el('tr', {}, el('th', { scope: 'row' }, el('code', {}, f.check), ' ', say(`c.${f.check}`)),
    el('td', { class: 'state proven' }, `${SIGNS.proven} ${say('r.proven')}`), cell(say('hNote'), note(f.note))));
  return el('table', { class: 'findings' }, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows));
}

// At most 20 of one check: the rest is in the saved result.
function first(told) {
  const seen = new Map();
  return told.filter(({ check }) => {
    seen.set(check, (seen.get(check) ?? 0) + 1);
    return seen.get(check) <= 20;
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

function remarkText({ code, values }) {
  const shown = { ...values };
  if (values.time) shown.time = time(values.time);
  if (values.time === null) shown.time = '—';
  if (code === 'void') Object.assign(shown, { field: values.field ?? '', expected: values.expected ? `${say('hExpected')}: ${value(values.expected)}` : '', found: values.found ? `${say('hFound')}: ${value(values.found)}` : '' });
  if (values.reason) shown.reason = reason(values.reason);
  const key = code === 'unopened' && !values.beacon ? 'm.unopened.none' : `m.${code}`;
  return say(key, shown).trim();
}

function remarks(result) {
  if (result.remarks.length === 0) return null;
  return el('section', { 'aria-labelledby': 'remarks' }, el('h2', { id: 'remarks' }, say('remarks')), el('p', { class: 'hint' }, say('remarksLead')),
    el('ul', {}, result.remarks.map((remark) => el('li', { 'data-code': remark.code }, remarkText(remark)))));
}

// ---- draws ----

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
    el('ol', { class: 'path' }, el('li', {}, say(picture.beacon ? 'step1' : 'step1none', { c: picture.contributions, r: picture.round }), el('br'), el('code', {}, picture.seed)),
      el('li', {}, say('step2', { N: picture.N })),
      el('li', {}, third(picture), picture.strata ? strataTable(picture) : pictureOf(picture, mine)),
      el('li', {}, fourth(picture, mine, mine && enterprise.leaf))));
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

/** The whole result as nodes. */
export function report(result) {
  return [
    el('h2', { id: 'result', tabindex: '-1' }, say('result')), verdict(result),
    facts([['book', result.origin, true], ['size', result.size == null ? null : number(result.size)], ['root', result.root, true], ['now', result.now ? time(result.now) : null]]),
    actions(result), enterprise(result), proof(result), findings(result), remarks(result), draws(result),
  ].filter(Boolean);
}
