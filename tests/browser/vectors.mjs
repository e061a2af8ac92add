// Runs all function vectors of docs/spec/vectors in node: node vectors.mjs FILE…; prints a JSON summary.

import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import '../../verifier/browser/resolve.mjs';

const { answer } = await import('../../verifier/browser/src/core/vectors.js');

const refused = (value) => value !== null && typeof value === 'object' && 'error' in value;
const agree = (got, expected) => (refused(expected) ? refused(got) : isDeepStrictEqual(JSON.parse(JSON.stringify(got)), expected));

let count = 0;
const wrong = [];
for (const file of process.argv.slice(2)) {
  for (const vector of JSON.parse(readFileSync(file, 'utf8')).vectors) {
    count += 1;
    const got = answer(vector);
    if (!agree(got, vector.expect)) wrong.push({ file, name: vector.name, got, expect: vector.expect });
  }
}
process.stdout.write(`${JSON.stringify({ count, wrong })}\n`);
