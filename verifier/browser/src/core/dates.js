// Days (00 §1.7): real days of 1900 … 9999, as texts that sort as they follow each other.

import { Refusal } from './refusal.js';

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function monthLength(year, month) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : LENGTHS[month - 1];
}

/** True if `text` is a date of 00 §1.7. */
export function isDate(text) {
  if (typeof text !== 'string' || text.length !== 10) return false;
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number);
  return year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month);
}

/** The date `months` calendar months later (earlier if negative), clamped to the month's last day. */
export function addMonths(date, months) {
  const [year, month, day] = date.split('-').map(Number);
  const total = year * 12 + month - 1 + months;
  const [y, m] = [Math.floor(total / 12), (total % 12) + 1];
  const clamped = Math.min(day, monthLength(y, m));
  return `${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-${String(clamped).padStart(2, '0')}`;
}

/** The day of the cut of 02 §2. */
export function cut({ reference_date: date, months }) {
  if (!isDate(date)) throw new Refusal('reference_date', 'a date', date);
  if (!Number.isInteger(months) || months < 0 || months > 24) throw new Refusal('months', '0 … 24', months);
  return addMonths(date, -months);
}

/** date(t) in Asia/Shanghai, or null beyond the year 9999. */
export function dayOf(time) {
  if (time + 28800 >= 253402300800) return null;
  return new Date((time + 28800) * 1000).toISOString().slice(0, 10);
}
