// What was seen earlier (04 §13): kept checkpoints, a typed one, a printed digest.

import { hex, unbase64, utf8 } from './bytes.js';
import { check } from './form.js';
import { rootAt } from './merkle.js';
import { checkLog, parseNote } from './note.js';
import { ORIGIN_FORM, ORIGIN_TEXT } from './records.js';
import { Refusal, Unreadable } from './refusal.js';

function against(r, check, field, size, root) {
  if (size > r.raw.length) {
    r.out.fail(check, { field, expected: `at least ${size} entries`, found: `${r.raw.length} entries`, note: 'this publication is older than what was seen' });
    return;
  }
  const here = rootAt(r.hashes, size);
  if (here !== root) r.out.fail(check, { field, expected: root, found: here, note: 'another book than the one that was seen' });
}

/** 01.keep for notes [[name, bytes], …] kept earlier. */
export function checkKept(r, kept) {
  const notes = kept.filter(([name]) => !name.startsWith('.'));
  r.out.cover('01.keep', notes.length, 'checkpoints');
  for (const [name, bytes] of notes) {
    try {
      const note = parseNote(bytes);
      checkLog(note, r.trust.log);
      against(r, '01.keep', name, note.size, note.root);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      r.out.skip('01.keep', { field: name, note: 'no note of this log' });
    }
  }
}

// A text in the right form, about another ledger.
class OtherOrigin extends Refusal {}

// The size before a typed root: groups of three by `,` or blank, an origin line may stand before it.
function typedSize(text, origin) {
  const lines = text.split('\n').map((line) => line.replace(/^ +| +$/g, '')).filter(Boolean);
  const named = lines.length > 1 && ORIGIN_TEXT.test(lines[0]) ? lines.shift() : origin;
  const digits = lines.length === 1 && /^[1-9](?:[0-9]{0,2}(?:[, ][0-9]{3})+|[0-9]*)$/.test(lines[0]) ? lines[0].replaceAll(/[, ]/g, '') : '';
  if (!digits || !Number.isSafeInteger(Number(digits))) throw new Refusal('size', 'a size from 1 on', text);
  if (named !== origin) throw new OtherOrigin('origin', origin, named);
  return Number(digits);
}

/** The vector function `typed` (04 §13): {size, root}, read from the end. */
export function typed({ text, origin }) {
  check(ORIGIN_FORM, origin, 'origin');
  const places = [...text.matchAll(/[^ \n]/g)].map((match) => match.index);
  const length = text[places.at(-1)] === '=' ? 44 : 64;
  const start = places.at(-length);
  if (start === undefined || !/[ \n]/.test(text[start - 1] ?? '')) throw new Refusal('root', 'a blank before the root', text);
  const root = text.slice(start).replaceAll(/[ \n]/g, '');
  const bytes = length === 44 ? unbase64(root) : null;
  if (length === 44 ? bytes?.length !== 32 : !/^[0-9a-fA-F]{64}$/.test(root)) throw new Refusal('root', '64 hex digits or 44 of base64', root);
  return { size: typedSize(text.slice(0, start), origin), root: bytes ? hex(bytes) : root.toLowerCase() };
}

/** A typed checkpoint or a note as {size, root, note}, or {other} of another ledger; Unreadable if it is neither. */
export function parseTyped(text, origin) {
  try {
    const note = parseNote(utf8(text));
    return { size: note.size, root: note.root, note };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  try {
    return { ...typed({ text, origin }), note: null };
  } catch (error) {
    if (error instanceof OtherOrigin) return { other: error };
    if (!(error instanceof Refusal)) throw error;
    throw new Unreadable('the typed checkpoint is neither a note nor a size and a root');
  }
}

/** 01.typed. */
export function checkTyped(r, text) {
  const seen = parseTyped(text, r.trust.origin);
  r.out.cover('01.typed');
  if (seen.other) {
    r.out.refuse('01.typed', seen.other);
    return;
  }
  if (seen.note) {
    try {
      checkLog(seen.note, r.trust.log);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      r.out.skip('01.typed', { field: 'checkpoint', expected: error.expected, found: error.found, note: 'no note of this log' });
      return;
    }
  }
  against(r, '01.typed', 'checkpoint', seen.size, seen.root);
}

/** The digest of a printed sheet without blanks; Unreadable if it is none. */
export function parseDigest(text) {
  const digest = text.replaceAll(/\s/g, '');
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new Unreadable('the digest on the sheet has 64 hex digits');
  return digest;
}

/** 11.digest. */
export function checkDigest(r, text) {
  const digest = parseDigest(text);
  const draw = r.campaigns.flatMap((c) => c.draws).find((d) => d.match?.data?.statement === digest);
  if (draw) r.out.cover('11.digest', 0, `draw ${draw.name}, ${draw.state}`);
  else if (r.strange || r.entries.some((entry) => entry.unknown || (!entry.data && !entry.foreign))) r.out.skip('11.digest', { field: 'statement', expected: digest, note: 'not all entries can be read' });
  else r.out.fail('11.digest', { field: 'statement', expected: digest, found: 'no result of this book has this digest' });
}
