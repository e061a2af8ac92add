// Attribution (04 §4) of failures that are given on stdin as {entries, failed}; prints what is still told.

import { readFileSync } from 'node:fs';
import '../../verifier/browser/resolve.mjs';

const { attribute } = await import('../../verifier/browser/src/core/attribution.js');
const { Findings } = await import('../../verifier/browser/src/core/findings.js');

const { entries, failed } = JSON.parse(readFileSync(0, 'utf8'));
const out = new Findings();
failed.forEach(({ check, ...where }) => out.fail(check, where));
attribute({ out, entries, raw: entries, size: entries.length });
process.stdout.write(JSON.stringify(out.failed.map(({ check, campaign, draw, entry }) => ({ check, campaign, draw, entry }))));
