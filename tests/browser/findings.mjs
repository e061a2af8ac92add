// What Findings tells of failures given on stdin as [[check, draw], …]; prints [{check, draw, note}, …].

import { readFileSync } from 'node:fs';
import '../../verifier/browser/resolve.mjs';

const { Findings } = await import('../../verifier/browser/src/core/findings.js');

const out = new Findings();
for (const [check, draw] of JSON.parse(readFileSync(0, 'utf8'))) out.fail(check, { draw });
process.stdout.write(JSON.stringify(out.all().map(({ check, draw, note }) => ({ check, draw, note }))));
