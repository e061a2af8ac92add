// Every text of the core that a finding may show, put through the Chinese words: prints those that stay as
// they are. A text is a string with a blank in it: names and codes have none.

import { readFileSync, readdirSync } from 'node:fs';
import '../../verifier/browser/resolve.mjs';

globalThis.document = { documentElement: {} };
const { speak, value } = await import('../../verifier/browser/src/page/words.js');
const core = new URL('../../verifier/browser/src/core/', import.meta.url);
const STRING = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
// What is no text of a finding: hashed texts, programs' own faults, joined values, counted units.
const OTHER = /\['\d\d', '|of all rows by|rows of the auditor|sunlot|cosignature|DSSEv1|console|new Error|progress\(|padStart|Basic |Error\(`|charCodeAt|^import|^\s*(?:\/\/|\*|\/\*)/;
const WORDS = /[a-z]{2,}[^a-z]* [^ ]*[a-z]|^[a-z]{2,} [a-z]{2,}/;

function* texts(name) {
  for (const line of readFileSync(new URL(name, core), 'utf8').split('\n')) {
    if (OTHER.test(line)) continue;
    for (const [, a, b, c] of line.matchAll(STRING)) {
      const text = (a ?? b ?? c).replaceAll(/\$\{[^}]*\}/g, '7');
      if (WORDS.test(text) && !/\\u|\$\{|7: 7|[a-z]=/.test(text)) yield text;
    }
  }
}

speak('zh');
const left = new Set();
// What only vector functions and the self-check refuse with is seen by no reader of a page.
const PAGE = (name) => !['chains.js', 'draw.js', 'selfcheck.js', 'texts.js', 'totals.js', 'vectors.js'].includes(name);
for (const name of readdirSync(core).filter(PAGE)) {
  for (const text of texts(name)) if (/[a-z]{2,} [a-z]/.test(value(text))) left.add(`${name}: ${text}`);
}
process.stdout.write(JSON.stringify([...left]));
