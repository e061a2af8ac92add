// Changes of the small book and ways to run it; prints JSON: name → what `judged` gives.

import { ORIGIN, S, START, enrol, enterprise, fake, honest, judged, of, refuting, rows } from './small_book.mjs';

const { base64 } = await import('../../verifier/browser/src/core/bytes.js');

const flip = (text) => (text[0] === '0' ? '1' : '0') + text.slice(1);
const CHANGES = {
  honest: () => {},
  'stratum must': (b) => { of(b, 'draw.result').strata[0].must += 1; },
  'stratum cutoff': (b) => { of(b, 'draw.result').strata[0].cutoff = fake('x'); },
  'stratum odds': (b) => { of(b, 'draw.result').strata[1].odds = [1, 9]; },
  seed: (b) => { of(b, 'draw.result').seed = fake('x'); },
  secret: (b) => { of(b, 'draw.open').secret = fake('x'); },
  'rows root': (b) => { of(b, 'match.result').rows.root = fake('x'); },
  'void names another check': (b) => { of(b, 'draw.void').finding = '07.seed'; },
  'void without a failure': (b) => { of(b, 'draw.void').finding = '07.pool'; },
  'choice not repeated': (b) => { of(b, 'draw.choice', 1).types = ['A01']; },
  'stranger confirms': (b) => { of(b, 'confirm').person = S; },
  'another digest': (b) => { of(b, 'confirm').digest = flip(of(b, 'confirm').digest); },
  'per_type sealed': (b) => { of(b, 'campaign.open').policy = 'sealed'; of(b, 'campaign.open').open_basis = ''; },
  quotas: (b) => { of(b, 'campaign.open').matching = 'quotas'; },
  excluded: (b) => { of(b, 'draw.freeze', 1).excluded[0].count -= 1; },
  'excluded beyond the roster': (b) => { of(b, 'draw.freeze', 1).excluded[0].count += 1; },
  'salt twice': () => {},
  'by type beyond the pool': (b) => { of(b, 'match.result').by_type[0].pool = 99; },
  'by another type': (b) => { of(b, 'match.result').by_type[1].type = 'C99'; },
  'by type merged': (b) => { of(b, 'match.result').by_type[1].type = '*'; },
  kind: (b) => { b.data.at(-1).kind = 'erase'; },
  'hostile kind': (b) => { b.data.at(-1).kind = 'constructor'; },
  'a later genesis': (b) => { b.data[0].kind = 'genesis.two'; },
  'by type out of order': (b) => { of(b, 'match.result').by_type.reverse(); },
  'institutions out of order': (b) => { of(b, 'match.result').institutions.reverse(); },
  'order behind an unreadable entry': (b) => { of(b, 'draw.choice', 1).more = 1; of(b, 'campaign.close').campaign = 2; },
  'order before an unreadable entry': (b) => { of(b, 'campaign.close').more = 1; of(b, 'draw.commit', 1).draw = 3; },
  'level E': (b) => { of(b, 'confirm').level = 'E'; },
  'level A': (b) => { of(b, 'confirm').level = 'A'; },
  'by type': (b) => { of(b, 'match.result').by_type[0].pool += 1; },
  institutions: (b) => { of(b, 'match.result').institutions[0].sampling += 1; },
  round: (b) => { of(b, 'draw.close', 1).round = 5; },
};

const inPool = () => rows.find((row) => row.facts.status === 'normal' && row.facts.failed.length === 0);
const RUNS = {
  'refute in vain': () => refuting(inPool().own),
  'refute from outside': () => refuting(enterprise(77).own),
  'refute a void draw': () => ({ ...refuting(inPool().own), draw: '1.1' }),
  'digest beside an unknown kind': () => ({ digest: fake('digest') }),
  'refute with nothing open': () => refuting(inPool().own.replace('"id":{"salt"', '"id":{"salted"')),
  'refute a wrong draw': () => refuting(inPool().own),
  'typed note of nobody': () => ({ typed: `${ORIGIN}\n1\n${base64(new Uint8Array(32))}\n\n\u2014 ${ORIGIN} ${base64(new Uint8Array(68))}\n` }),
  'typed for another ledger': () => ({ typed: `example.org/other\n1 ${fake('root')}` }),
  'typed with a CR': () => ({ typed: `1\r\n${fake('root')}\r\n` }),
  ahead: () => ({ now: START - 86401 + LAST }),
  'a day ahead': () => ({ now: START - 86400 + LAST }),
};
const LAST = (enrol(false), honest().data.length - 1); // entries are a second apart
CHANGES['refute a wrong draw'] = CHANGES['stratum odds'];
CHANGES['digest beside an unknown kind'] = CHANGES.kind;

const out = {};
for (const [name, change] of Object.entries({ ...Object.fromEntries(Object.keys(RUNS).map((run) => [run, () => {}])), ...CHANGES })) {
  enrol(name === 'salt twice');
  const book = honest();
  change(book);
  out[name] = await judged(book, RUNS[name]?.());
}
process.stdout.write(`${JSON.stringify(out)}\n`);
