// The language in which the forms of 01 are written down: a form is a function (value, place, seen)
// that throws Refusal, or notes an unknown name in `seen.unknown` (00 §7: cannot judge).

import { compareText, isHex } from './bytes.js';
import { isDate } from './dates.js';
import { Refusal } from './refusal.js';

const refuse = (at, expected, found) => {
  throw new Refusal(at, expected, found === undefined ? 'nothing' : found);
};

/** An object with exactly these keys. */
export const exact = (shape) => {
  const keys = Object.keys(shape);
  return (value, at, seen) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) refuse(at, 'an object', value);
    for (const key of keys) if (!(key in value)) refuse(`${at}.${key}`, 'the key', undefined);
    for (const key of Object.keys(value)) if (!Object.hasOwn(shape, key)) refuse(`${at}.${key}`, 'no such key', key);
    for (const key of keys) shape[key](value[key], `${at}.${key}`, seen);
  };
};

/** An integer of at least `low` and at most `high`. */
export const int = (low = 0, high = Number.MAX_SAFE_INTEGER) => (value, at) => {
  if (!Number.isSafeInteger(value) || value < low || value > high) refuse(at, `an integer ${low} … ${high}`, value);
};

/** Lower-case hex; `length` digits, or any even number above 0. */
export const hexText = (length) => (value, at) => {
  if (!isHex(value, length) || value === '') refuse(at, `${length ?? 'an even number of'} lower-case hex digits`, value);
};
export const digest = hexText(64);

export const text = (value, at) => {
  if (typeof value !== 'string') refuse(at, 'a text', value);
};
export const filled = (value, at) => {
  if (typeof value !== 'string' || value === '') refuse(at, 'a text that is not empty', value);
};
export const flag = (value, at) => {
  if (typeof value !== 'boolean') refuse(at, 'true or false', value);
};
export const date = (value, at) => {
  if (!isDate(value)) refuse(at, 'a date', value);
};
export const pattern = (regex) => (value, at) => {
  if (typeof value !== 'string' || !regex.test(value) || value.endsWith('\n')) refuse(at, regex.source, value);
};

/** One of a closed list. */
export const among = (...values) => (value, at) => {
  if (!values.includes(value)) refuse(at, values.join(' or '), value);
};

/** One of a list that later versions may lengthen: another text is unknown, not wrong. */
export const named = (...values) => (value, at, seen) => {
  if (typeof value !== 'string') refuse(at, 'a text', value);
  if (!values.includes(value)) seen.unknown.push({ field: at, expected: values.join(' or '), found: value });
};

/** The version 1; another integer is unknown. */
export const version = (value, at, seen) => {
  if (!Number.isSafeInteger(value)) refuse(at, '1', value);
  if (value !== 1) seen.unknown.push({ field: at, expected: '1', found: String(value) });
};

export const orNull = (form) => (value, at, seen) => {
  if (value !== null) form(value, at, seen);
};

/** A list in ascending order of `key(item)`; `unique: false` lets equal neighbours pass. */
export const list = (form, { min = 0, max = Infinity, key, unique = true } = {}) => (value, at, seen) => {
  if (!Array.isArray(value)) refuse(at, 'a list', value);
  if (value.length < min || value.length > max) refuse(at, `a list of at least ${min}`, `${value.length} items`);
  for (let i = 0; i < value.length; i++) form(value[i], `${at}.${i}`, seen);
  if (key) ascending(value.map(key), at, unique);
};

function ascending(keys, at, unique) {
  for (let i = 1; i < keys.length; i++) {
    const order = typeof keys[i] === 'number' ? keys[i - 1] - keys[i] : compareText(keys[i - 1], keys[i]);
    if (order > 0 || (order === 0 && unique)) refuse(`${at}.${i}`, 'ascending and unique', keys[i]);
  }
}

export const self = (item) => item;

/** The value if it has the form; Refusal, or the unknown names in `seen`, otherwise. */
export function check(form, value, at, seen = { unknown: [] }) {
  form(value, at, seen);
  return value;
}
