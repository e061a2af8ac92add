// 04 §13 of docs/spec: a checkpoint that somebody typed.

import { hex, holds, integer, matching, need, refuse } from './text.mjs';
import { ORIGIN, base64 } from './ledger.mjs';

/** 04 §13: takes the last `count` characters that are no blanks; what is before them has to end in a blank. */
function cutFromEnd(text, count) {
  let [at, seen] = [text.length, 0];
  while (at > 0 && seen < count) seen += /[ \n]/.test(text[--at]) ? 0 : 1;
  if (seen < count || !/[ \n]/.test(text[at - 1] ?? '')) return null;
  return [text.slice(0, at), text.slice(at).replace(/[ \n]/g, '')];
}

/** 04 §13: the root as it was typed; base64 ends in `=`, hex never does, so the end tells which it is. */
function typedRoot(text) {
  const [before, encoded] = cutFromEnd(text, /=[ \n]*$/.test(text) ? 44 : 64) ?? refuse('no size and root', 'form');
  if (/^[0-9a-fA-F]{64}$/.test(encoded)) return [before, encoded.toLowerCase()];
  matching(encoded, /^[A-Za-z0-9+/]{43}=$/, 'the root');
  return [before, hex(base64(encoded, 'the root'))];
}

/** 04 §13: size, then root. */
function sizeAndRoot(text) {
  const [sizeText, root] = typedRoot(text);
  const digits = matching(sizeText, /^[ \n]*(?:[0-9]+|[0-9]{1,3}(?:[, ][0-9]{3})+)[ \n]+$/, 'the size').replace(/[^0-9]/g, '');
  matching(digits, /^[1-9][0-9]*$/, 'the size');
  return { size: integer(Number(digits), 'the size', 1), root };
}

/** 04 §13: what somebody typed from a printed sheet; a line with the origin may stand before it. */
export function typed({ text, origin }) {
  matching(origin, ORIGIN, 'the origin');
  if (holds(() => sizeAndRoot(text))) return sizeAndRoot(text);
  const end = text.indexOf('\n');
  need(end >= 0, 'no size and root', 'form');
  const found = sizeAndRoot(text.slice(end + 1));
  need(text.slice(0, end) === origin, 'of another origin', 'value');
  return found;
}
