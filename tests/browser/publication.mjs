// Judges a publication folder in node: node publication.mjs FOLDER TRUST NOW [key=file …]; prints the JSON.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import '../../verifier/browser/resolve.mjs';

const { FolderSource } = await import('../../verifier/browser/src/core/sources.js');
const { verify } = await import('../../verifier/browser/src/core/run.js');

const [folder, trust, now, ...more] = process.argv.slice(2);

function source(top) {
  const paths = readdirSync(top, { recursive: true }).map(String).filter((p) => statSync(join(top, p)).isFile());
  return new FolderSource(paths.map((path) => [relative('.', path), new File([readFileSync(join(top, path))], path)]));
}

const options = {};
for (const item of more) {
  const [key, value] = item.split(/=(.*)/s);
  if (key === 'auditor') options.auditor = source(value);
  else if (['opening', 'proof'].includes(key)) options[key] = readFileSync(value);
  else options[key] = value;
}
const got = await verify({ source: source(folder), trust: readFileSync(trust), now: Number(now), ...options });
process.stdout.write(`${JSON.stringify(got, null, 1)}\n`);
