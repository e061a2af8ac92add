// Language of the page: words by key, numbers and times.

import { en } from './words_en.js';
import { valuesZh } from './values_zh.js';
import { zh } from './words_zh.js';

const ALL = { zh, en };
let language = /^zh\b/i.test(navigator.language || 'zh') ? 'zh' : 'en';

/** 'zh' or 'en'. */
export function current() {
  return language;
}

/** Sets the language, for the document too. */
export function speak(next) {
  language = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
  document.title = say('title');
}

/** The words of a key with {values} put in. */
export function say(key, values = {}) {
  const words = ALL[language][key];
  if (words === undefined) return key;
  return words.replace(/\{(\w+)\}/g, (_, name) => told(values[name]));
}

function told(value) {
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return value.map(told).join(language === 'zh' ? '、' : ', ');
  return value ?? '';
}

/** A number with thousands separators. */
export function number(n) {
  return n.toLocaleString('en');
}

/** A time (whole seconds) in Asia/Shanghai. */
export function time(seconds) {
  const parts = { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'medium', hour12: undefined };
  return `${new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', parts).format(seconds * 1000)}${say('zone')}`;
}

/** A note of a finding: its counted units and usual sentences in the language of the page. */
export function note(text) {
  if (language !== 'zh') return text;
  let out = text;
  for (const [from, to] of zh.notes) out = out.replaceAll(from, to);
  return out;
}

/** An expected or found value, or the reason of exit 2: sentences in the language of the page. */
export function value(text) {
  const row = language === 'zh' && valuesZh.find(([pattern]) => pattern.test(text));
  return row ? text.replace(...row) : text;
}
