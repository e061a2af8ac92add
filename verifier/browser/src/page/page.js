// The page: a form, one worker per check, the result. It keeps nothing and asks nobody.

import { el, id } from './dom.js';
import { report, sentence } from './report.js';
import { both, current, say, speak, terms } from './words.js';

const state = { worker: null, result: null, dropped: null, locked: null };
const fields = {};
let status;
let output;
let buttons;

function field(name, key, attributes, hint) {
  const node = fields[name]?.node ?? el(attributes.type === 'area' ? 'textarea' : 'input', { id: id(), autocomplete: 'off', spellcheck: 'false', ...attributes });
  fields[name] = { node };
  const note = hint ? el('p', { class: 'hint', id: `${node.id}h` }, say(hint)) : null;
  if (note) node.setAttribute('aria-describedby', note.id);
  return el('div', {}, el('label', { for: node.id }, say(key)), node, note);
}

const file = (name, key, more = {}) => field(name, key, { type: 'file', ...more });

function publicationPart() {
  const zone = el('div', { class: 'drop', ondragover: over, ondragleave: leave, ondrop: drop },
    el('div', { class: 'two' }, file('zip', 'zip', { accept: '.zip,application/zip' }), file('folder', 'folder', { webkitdirectory: true })),
    el('p', { class: 'hint', id: 'dropped' }, state.dropped?.name ?? say('drop')));
  return el('fieldset', {}, el('legend', {}, say('publication')), field('address', 'address', { type: 'url', placeholder: 'https://' }, 'addressHint'), el('p', { class: 'hint' }, say('or')), zone);
}

function trustPart() {
  return el('fieldset', {}, el('legend', {}, say('trust')), el('p', { class: 'hint' }, say('trustHint')), field('trustText', 'trustText', { type: 'area', rows: 4 }),
    el('div', { class: 'two' }, file('trustFile', 'trustFile', { accept: '.json,application/json' }),
      'BarcodeDetector' in globalThis ? file('trustPhoto', 'trustPhoto', { accept: 'image/*', capture: 'environment', onchange: scan }) : null));
}

function checkbox(name, key) {
  const box = fields[name]?.node ?? el('input', { type: 'checkbox', id: id() });
  fields[name] = { node: box };
  return el('label', { for: box.id }, box, ' ', say(key));
}

function minePart() {
  return el('fieldset', {}, el('legend', {}, say('mine')), el('p', { class: 'hint' }, say('mineHint')),
    el('div', { class: 'two' }, file('opening', 'opening'), field('leaf', 'leaf', { type: 'text', maxlength: 64 })),
    checkbox('refute', 'refute'));
}

function finishPart() {
  return el('details', { id: 'finish' }, el('summary', {}, say('finishLegend')), field('beacon', 'beaconValue', { type: 'area', rows: 2 }, 'beaconHint'), checkbox('finish', 'finishBox'));
}

function morePart() {
  return el('details', {}, el('summary', {}, say('more')), el('div', { class: 'two' },
    field('typed', 'typed', { type: 'area', rows: 2 }), field('digest', 'digest', { type: 'text' }), file('kept', 'kept', { multiple: true }),
    file('proof', 'proof'), file('auditor', 'auditor', { webkitdirectory: true }), field('draw', 'draw', { type: 'text' })));
}

function build() {
  speak(current());
  status = el('p', { role: 'status', 'aria-live': 'polite', id: 'status', class: 'noprint' });
  output = el('div', { id: 'output' });
  buttons = {
    check: el('button', { type: 'submit', class: 'main' }, say('check')),
    cancel: el('button', { type: 'button', disabled: true, onclick: cancel }, say('cancel')),
    again: el('button', { type: 'button', onclick: () => location.reload() }, say('again')),
  };
  const language = el('button', { type: 'button', class: 'noprint', lang: current() === 'zh' ? 'en' : 'zh-CN', onclick: toggle }, say('other'));
  const form = el('form', { onsubmit: start, novalidate: true }, publicationPart(), trustPart(), minePart(), finishPart(), morePart(), el('div', { class: 'row' }, buttons.check, buttons.cancel, buttons.again));
  document.querySelector('#app').replaceChildren(el('header', {}, el('h1', {}, say('title')), language),
    el('main', {}, el('p', { class: 'noprint' }, say('lead')), el('p', { class: 'hint noprint' }, say('private')), form, status, output),
    el('footer', { class: 'noprint' }, el('details', { id: 'terms' }, el('summary', {}, say('terms')),
      el('dl', { class: 'facts' }, terms().flatMap(([term, meaning]) => [el('dt', {}, term), el('dd', {}, meaning)])))));
  show();
}

function toggle() {
  const next = current() === 'zh' ? 'en' : 'zh';
  const busy = state.worker !== null;
  speak(next);
  build();
  running(busy);
  document.querySelector('header button').focus();
}

function show() {
  output.replaceChildren(...(state.result ? report(state.result, offer) : []));
}

// From a remark to the field of the value, everything else filled in.
function offer(draw) {
  document.querySelector('#finish').open = true;
  fields.draw.node.value = draw;
  fields.finish.node.checked = true;
  fields.beacon.node.focus();
}

function running(busy) {
  buttons.check.disabled = busy;
  buttons.cancel.disabled = !busy;
  output.setAttribute('aria-busy', String(busy));
}

// ---- dropped things ----

function over(event) {
  event.preventDefault();
  event.currentTarget.classList.add('over');
}

function leave(event) {
  event.currentTarget.classList.remove('over');
}

async function drop(event) {
  event.preventDefault();
  event.currentTarget.classList.remove('over');
  const entry = event.dataTransfer.items[0]?.webkitGetAsEntry?.();
  const first = event.dataTransfer.files[0];
  if (entry?.isDirectory) state.dropped = { name: entry.name, folder: await walk(entry, '') };
  else if (first) state.dropped = { name: first.name, zip: first };
  document.querySelector('#dropped').textContent = state.dropped?.name ?? say('drop');
}

async function walk(folder, path) {
  const out = [];
  const reader = folder.createReader();
  for (;;) {
    const entries = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (entries.length === 0) return out;
    for (const entry of entries) {
      const name = path + entry.name;
      if (entry.isDirectory) out.push(...await walk(entry, `${name}/`));
      else out.push([name, await new Promise((resolve, reject) => { entry.file(resolve, reject); })]);
    }
  }
}

async function scan() {
  const [picture] = fields.trustPhoto.node.files;
  if (!picture) return;
  const found = await new BarcodeDetector({ formats: ['qr_code'] }).detect(await createImageBitmap(picture));
  if (found.length) fields.trustText.node.value = found[0].rawValue;
  else status.textContent = say('trustBad');
}

// ---- input ----

const below = (files) => [...files].map((one) => [one.webkitRelativePath.split('/').slice(1).join('/'), one]);
const bytesOf = async (one) => new Uint8Array(await one.arrayBuffer());
const chosen = (name) => fields[name]?.node.files?.[0] ?? null;
const typed = (name) => fields[name].node.value.trim();

function publication() {
  if (typed('address')) return { address: typed('address') };
  if (chosen('zip')) return { zip: chosen('zip') };
  if (fields.folder.node.files.length) return { folder: below(fields.folder.node.files) };
  return state.dropped && { zip: state.dropped.zip, folder: state.dropped.folder };
}

async function trust() {
  if (chosen('trustFile')) return bytesOf(chosen('trustFile'));
  const text = typed('trustText');
  if (!text) return null;
  if (/^https?:/i.test(text)) throw new Error(say('trustAddress'));
  return new TextEncoder().encode(`${text}\n`); // pasting loses the last LF more often than not
}

async function collect() {
  const input = { publication: publication(), trust: await trust(), now: Math.floor(Date.now() / 1000) };
  for (const name of ['opening', 'proof']) if (chosen(name)) input[name] = await bytesOf(chosen(name));
  for (const name of ['leaf', 'typed', 'digest', 'draw', 'beacon']) if (typed(name)) input[name] = typed(name);
  if (fields.auditor.node.files.length) input.auditor = below(fields.auditor.node.files);
  input.kept = await Promise.all([...fields.kept.node.files].map(async (one) => [one.name, await bytesOf(one)]));
  for (const name of ['refute', 'finish']) input[name] = fields[name].node.checked;
  input.task = input.publication ? 'verify' : 'proof';
  if (!input.trust || (!input.publication && !input.proof)) throw new Error(say('needBoth'));
  return input;
}

// From here on this page can reach nothing but the chosen address (nothing at all without one): a second
// policy only ever takes away. The worker inherits it.
function lock(address) {
  let allowed = "'none'";
  if (address) {
    if (!/^https?:\/\//i.test(address)) throw new Error(say('badAddress'));
    const url = new URL(address);
    allowed = (url.origin + url.pathname).replace(/\/?$/, '/').replaceAll(/[;,\s]/g, encodeURIComponent);
  }
  if (state.locked === allowed) return;
  if (state.locked !== null && address) throw new Error(say('locked'));
  if (state.locked !== null) return;
  state.locked = allowed;
  document.head.append(el('meta', { 'http-equiv': 'Content-Security-Policy', content: `connect-src ${allowed}` }));
}

// ---- work ----

/** Runs one task in a fresh worker; also the door for the tests. */
export function work(input, onProgress) {
  const code = new Blob([document.querySelector('#worker').textContent], { type: 'text/javascript' });
  const url = URL.createObjectURL(code);
  const worker = new Worker(url);
  const answer = new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => {
      if (data.progress) onProgress?.(data.progress);
      else if (data.broken) reject(new Error(data.broken));
      else resolve(data.result);
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
  });
  worker.postMessage(input);
  const end = () => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
  return { answer: answer.finally(end), end };
}

function tell({ what, done, all }) {
  status.textContent = say(`p.${what}`, { done, all });
}

async function start(event) {
  event.preventDefault();
  if (buttons.check.disabled) return;
  running(true); // at once: reading the chosen files takes time too
  const run = {};
  state.run = run;
  try {
    const input = await collect();
    if (state.run !== run) return; // cancelled while files were read
    lock(input.publication?.address);
    status.textContent = input.publication ? say('working') : say('proofOnly');
    state.result = null;
    show();
    state.worker = work(input, tell);
    state.result = normal(await state.worker.answer);
    show();
    status.textContent = say('done', { verdict: sentence(state.result) });
    document.querySelector('#result').focus();
  } catch (error) {
    if (state.run !== run) return;
    status.textContent = state.worker ? `${say('broken')} ${error.message}` : error.message;
  } finally {
    if (state.run === run) {
      state.worker = null;
      running(false);
    }
  }
}

function normal(result) {
  return { remarks: [], draws: [], pictures: [], enterprise: null, message: '', ...result };
}

function cancel() {
  state.run = null;
  state.worker?.end();
  state.worker = null;
  running(false);
  status.textContent = say('cancelled');
}

// On paper nothing is folded away.
addEventListener('beforeprint', () => document.querySelectorAll('#output details').forEach((one) => { one.open = true; }));
globalThis.sunlot = { work, both };
build();
