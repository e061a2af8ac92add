// Puts the vendored files into vendor/ again: node vendor.mjs FOLDER, FOLDER holding the two archives that
// `npm pack @noble/curves@2.4.0 @noble/hashes@2.4.0` writes. Their hashes stand in vendor/sources.json.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VENDOR = join(dirname(fileURLToPath(import.meta.url)), 'vendor');
const { archives, files } = JSON.parse(readFileSync(join(VENDOR, 'sources.json'), 'utf8'));
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

for (const [name, wanted] of Object.entries(archives)) {
  const archive = join(process.argv[2], name);
  if (hash(readFileSync(archive)) !== wanted) throw new Error(`${name}: another archive than the one that was read`);
  const folder = name.replace(/-[0-9.]+\.tgz$/, '');
  for (const file of Object.keys(files).filter((path) => path.startsWith(`${folder}/`))) {
    const bytes = execFileSync('tar', ['xzOf', archive, `package/${file.slice(folder.length + 1)}`], { maxBuffer: 2 ** 24 });
    if (hash(bytes) !== files[file]) throw new Error(`${file}: another file than the one that was read`);
    mkdirSync(dirname(join(VENDOR, file)), { recursive: true });
    writeFileSync(join(VENDOR, file), bytes);
  }
}
