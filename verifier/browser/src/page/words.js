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

/** The words of a key with {values} put in; {value|one|more} for one and for other numbers. */
export function say(key, values = {}) {
  const words = ALL[language][key];
  if (words === undefined) return key;
  return words.replace(/\{(\w+)(?:\|([^|]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    if (many === undefined) return told(values[name]);
    return (values[name]?.length ?? values[name]) === 1 ? one : many;
  });
}

function told(value) {
  if (typeof value === 'number') return number(value);
  if (Array.isArray(value)) return value.map(told).join(language === 'zh' ? '、' : ', ');
  return value ?? '';
}

/** [term, meaning] of the words that a reader may not know (docs/glossary). */
export function terms() {
  return ALL[language].termList;
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

const ONE = { entries: 'entry', leaves: 'leaf', strata: 'stratum', people: 'person', witnesses: 'witness' };

const chinese = (text) => {
  const row = valuesZh.find(([pattern]) => pattern.test(text));
  if (row) return text.replace(...row);
  const cut = [': ', ', ', ' or '].find((mark) => text.includes(mark));
  return cut ? text.split(cut).map(chinese).join({ ': ': ':', ', ': ',', ' or ': ' 或 ' }[cut]) : text;
};

/** Any text of a finding, or the reason of exit 2: words in the language of the page, values as they are. */
export function value(text) {
  return language === 'zh' ? chinese(text) : text.replaceAll(/(^|[ ,]+)1 ([a-z]+)/g, (_, before, word) => `${before}1 ${ONE[word] ?? word.replace(/s$/, '')}`);
}

/** A value in Chinese and English; once where there are no words in it. */
export function both(text) {
  return [...new Set([chinese(text), text])];
}
