// The picture of one draw: tickets as bars from low to high, the cut-off line, musts apart, one marker.

import { el, svg } from './dom.js';
import { number, say } from './words.js';

const [W, LEFT, RIGHT, TOP, BASE] = [340, 8, 332, 58, 150];

/** Where a ticket stands in the range of all tickets, 0 … 1. */
export function fraction(ticket) {
  return parseInt(ticket.slice(0, 8), 16) / 0x100000000;
}

const x = (part) => LEFT + part * (RIGHT - LEFT);
const percent = (part) => (100 * part).toFixed(1);

function bars(picture, cut) {
  const most = Math.max(1, ...picture.bins);
  const width = (RIGHT - LEFT) / picture.bins.length;
  return picture.bins.map((count, i) => {
    const height = ((BASE - TOP - 22) * count) / most;
    const inside = (i + 0.5) / picture.bins.length <= cut;
    return svg('rect', { class: inside ? 'in' : 'out', x: LEFT + i * width + 0.3, y: BASE - height, width: Math.max(0.5, width - 0.8), height });
  });
}

function anchor(part) {
  if (part < 0.3) return 'start';
  return part > 0.7 ? 'end' : 'middle';
}

function marker(mine) {
  if (!mine?.ticket) return [];
  const at = x(fraction(mine.ticket));
  return [
    svg('path', { class: 'mark', d: `M${at},${BASE + 1} L${at},${BASE + 17} M${at - 6},${BASE + 29} L${at + 6},${BASE + 29} L${at},${BASE + 17} Z` }),
    svg('text', { x: at, y: BASE + 42, 'text-anchor': anchor(fraction(mine.ticket)) }, say('you')),
  ];
}

function musts(picture, mine) {
  if (picture.m === 0) return [];
  const word = say('musts', { m: picture.m }) + (mine?.mark === 'm' ? ` ← ${say('you')}` : '');
  return [
    svg('rect', { class: 'must', x: LEFT, y: 8, width: 12, height: 12 }), svg('rect', { class: 'in', x: LEFT + 3, y: 11, width: 6, height: 6 }),
    svg('text', { x: LEFT + 18, y: 18 }, word),
  ];
}

function cutLine(picture, cut) {
  if (!picture.cutoff) return [];
  return [
    svg('line', { class: 'cut', x1: x(cut), x2: x(cut), y1: TOP - 6, y2: BASE + 2 }),
    svg('text', { x: x(cut) + (cut < 0.3 ? -2 : 0), y: TOP - 24, 'text-anchor': anchor(cut) }, say('cutoff')),
    svg('text', { x: x(cut) + (cut < 0.3 ? -2 : 0), y: TOP - 11, 'text-anchor': anchor(cut) }, `${percent(cut)}%`),
  ];
}

function alternative(picture, cut, mine) {
  const k = picture.drawn - picture.m;
  const text = say('alt', { p: percent(cut), k, o: picture.N - picture.m - k }) + (picture.m ? say('altMust', { m: picture.m }) : '');
  return mine?.ticket ? `${text} ${say('altMine', { p: percent(fraction(mine.ticket)) })}` : text;
}

/** The figure of a draw; `mine` is the row of --json's enterprise for it, or undefined. */
export function pictureOf(picture, mine) {
  const cut = picture.cutoff ? fraction(picture.cutoff) : 0;
  const text = alternative(picture, cut, mine);
  const drawing = svg('svg', { viewBox: `0 0 ${W} ${BASE + 48}`, role: 'img', 'aria-label': text },
    musts(picture, mine), bars(picture, cut), svg('line', { class: 'axis', x1: LEFT, x2: RIGHT, y1: BASE, y2: BASE }), cutLine(picture, cut),
    svg('text', { x: LEFT, y: BASE + 13 }, say('low')), svg('text', { x: RIGHT, y: BASE + 13, 'text-anchor': 'end' }, `${say('tickets')} · ${say('high')}`), marker(mine));
  return el('figure', {}, drawing, el('figcaption', { class: 'hint' }, text));
}

/** With per_type: one line per stratum. */
export function strataTable(picture) {
  const head = ['stratum', 'hPool', 'hDrawn', 'hCut'].map((key) => el('th', { scope: 'col' }, say(key)));
  const rows = picture.strata.map((s) => el('tr', {}, el('th', { scope: 'row' }, s.type), el('td', {}, number(s.pool)),
    el('td', {}, number(s.n)), el('td', {}, s.cutoff ? `${percent(fraction(s.cutoff))}%` : '—')));
  return el('div', { class: 'table' }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows)));
}
