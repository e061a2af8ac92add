// What a publication states, against what the rules give: every function of 00 … 03 turned into a question.

import { isDeepStrictEqual } from 'node:util';
import { holds, need } from './text.mjs';

const HEX = /^[0-9a-f]{64}$/;
/** The value with its roots and digests of files blanked: what is left is what people read. */
const withoutDigests = (value) => JSON.stringify(value, (key, part) => (['', 'root', 'blob'].includes(key) && HEX.test(part) ? '' : part));

export function checkClaim(functions, { fn, input, claim: stated }) {
  const right = functions[fn](input);
  const kind = withoutDigests(right) === withoutDigests(stated) ? 'hash' : 'value';
  need(isDeepStrictEqual(right, stated), 'the rules give another value', kind);
}

/** Is this what the function gives for this input? */
export const claim = (functions, input) => holds(() => checkClaim(functions, input));
