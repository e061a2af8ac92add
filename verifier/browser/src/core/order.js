// The order of 01 §8: one walk over the entries that builds campaigns and draws and names what is out
// of order. A fault once told is taken as in place, so that one fault has one name.

import { Campaign, Draw } from './campaign.js';
import { ACTS } from './order_acts.js';

const SIMPLE = {
  'draw.choice': { slot: 'choice', after: 'commit' },
  'draw.freeze': { slot: 'freeze', after: 'choice' },
  'draw.result': { slot: 'result', after: 'opened' },
  'match.result': { slot: 'match', after: 'result' },
};

/** The walk. `fail(entry, field, expected, found)` reports. */
export class Order {
  constructor(entries, fail, catalogueOf) {
    Object.assign(this, { entries, fail, catalogueOf, campaigns: [], span: null, current: null });
  }

  run() {
    for (const entry of this.entries) {
      if (entry.seq === 0 || entry.kind === 'genesis') continue;
      // What cannot be read is not used; a draw.commit keeps its place, so that the rest of its draw can be judged.
      if (!entry.data && !entry.foreign && entry.kind !== 'draw.commit') continue;
      this.inSpan(entry);
      this.handle(entry);
    }
    return this.campaigns;
  }

  inSpan(entry) {
    if (!this.span) return;
    const mine = entry.raw?.campaign === this.span.campaign.number && entry.raw?.draw === this.span.number;
    if (mine && ['draw.open', 'draw.beacon', 'draw.void', 'draw.result'].includes(entry.kind)) return;
    this.fail(entry, 'kind', `draw.open, draw.beacon or draw.void of ${this.span.name}`, entry.kind ?? 'unknown version or name');
  }

  handle(entry) {
    if (entry.kind === 'campaign.open') return this.open(entry);
    const campaign = this.campaigns.find((c) => c.number === entry.raw?.campaign);
    const handlers = {
      'roster.audit': this.audit, 'disclosure': this.disclosure, 'campaign.close': this.close,
      'campaign.void': this.voidCampaign, 'draw.commit': this.commit,
    };
    const known = [handlers, ACTS, SIMPLE].some((kinds) => Object.hasOwn(kinds, entry.kind));
    if (!known) return undefined; // no act of this version: 03.kind
    if (!campaign) return this.fail(entry, 'data.campaign', 'a campaign of this ledger', entry.raw?.campaign);
    entry.campaign = campaign;
    if (campaign.end && entry.kind !== 'disclosure' && entry.raw?.reason?.code !== 'verifier') {
      this.fail(entry, 'kind', `nothing after the end of campaign ${campaign.number}`, entry.kind);
    }
    const handler = handlers[entry.kind];
    return handler ? handler.call(this, entry, campaign) : this.act(entry, campaign);
  }

  open(entry) {
    const number = this.campaigns.length + 1;
    if (entry.raw?.campaign !== number) this.fail(entry, 'data.campaign', number, entry.raw?.campaign);
    if (this.current && !this.current.end) this.fail(entry, 'kind', `the end of campaign ${this.current.number} first`, entry.kind);
    if (this.campaigns.some((c) => c.number === entry.raw?.campaign)) return;
    this.current = new Campaign(entry.raw?.campaign ?? number, entry);
    entry.campaign = this.current;
    this.campaigns.push(this.current);
  }

  audit(entry, campaign) {
    if (campaign.audit) this.fail(entry, 'kind', 'one roster.audit', 'a second one');
    if (campaign.draws.length) this.fail(entry, 'kind', 'before the first draw', 'after it');
    campaign.audit ??= entry;
    if (campaign.audit !== entry) campaign.extra.push(entry);
  }

  disclosure(entry, campaign) {
    if (!campaign.audit) this.fail(entry, 'kind', 'roster.audit first', 'disclosure');
    campaign.disclosures.push(entry);
  }

  commit(entry, campaign) {
    const number = campaign.draws.length + 1;
    if (entry.raw.draw !== number) this.fail(entry, 'data.draw', number, entry.raw.draw);
    if (number === 1) this.first(entry, campaign);
    const before = campaign.draws.at(-1);
    if (before && !before.match && !before.void) this.fail(entry, 'kind', `match.result or draw.void of ${before.name} first`, entry.kind);
    const draw = new Draw(campaign, number);
    draw.commit = entry;
    entry.drawing = draw;
    campaign.draws.push(draw);
    this.representative(entry, campaign);
  }

  first(entry, campaign) {
    if (!campaign.audit) this.fail(entry, 'kind', 'roster.audit first', entry.kind);
    if (campaign.rules?.policy !== 'open') return;
    const full = campaign.disclosures.some((d) => d.data.rows === 'all' && d.data.parts.length === 3);
    if (!full) this.fail(entry, 'kind', 'a disclosure of all parts of all rows first', entry.kind);
  }

  representative(entry, campaign) {
    if (!campaign.rules || !entry.data) return;
    const done = new Set(drawn(campaign, entry.seq));
    const next = campaign.rules.representatives.find((rep) => !done.has(rep.number));
    const wanted = next ? next.number : 'no draw: everybody has one';
    if (entry.data.representative !== wanted) this.fail(entry, 'data.representative', wanted, entry.data.representative);
  }

  act(entry, campaign) {
    const draw = campaign.draws[(entry.raw.draw ?? 0) - 1];
    if (!draw) return this.fail(entry, 'data.draw', 'a draw that has begun', entry.raw.draw);
    entry.drawing = draw;
    const simple = SIMPLE[entry.kind];
    if (simple) return this.simple(entry, draw, simple);
    return ACTS[entry.kind](this, entry, draw);
  }

  live(entry, draw) {
    if (draw.void) this.fail(entry, 'kind', `nothing in ${draw.name}, which is void`, entry.kind);
    else if (draw.campaign.draws.at(-1) !== draw) this.fail(entry, 'data.draw', draw.campaign.draws.length, draw.number);
  }

  simple(entry, draw, { slot, after }) {
    this.live(entry, draw);
    if (!draw[after]) this.fail(entry, 'kind', `${after} first`, entry.kind);
    if (slot === 'result' && draw.campaign.beacon && !draw.beacon) this.fail(entry, 'kind', 'draw.beacon first', entry.kind);
    if (draw[slot]) {
      this.fail(entry, 'kind', `one ${entry.kind}`, 'a second one');
      return;
    }
    draw[slot] = entry;
    if (slot === 'result' && this.span === draw) this.span = null;
    if (slot === 'choice') this.choice(entry, draw);
  }

  choice(entry, draw) {
    const { data } = entry;
    if (draw.commit?.data && data.representative !== draw.commit.data.representative) {
      this.fail(entry, 'data.representative', draw.commit.data.representative, data.representative);
    }
    const earlier = draw.campaign.draws.slice(0, -1).filter((d) => d.choice);
    const taken = new Set(earlier.filter((d) => !d.void).flatMap((d) => d.choice.data.types));
    const again = data.types.find((type) => taken.has(type));
    if (again) this.fail(entry, 'data.types', 'types not drawn before', again);
    const known = this.catalogueOf(draw.campaign);
    const stray = known && data.types.find((type) => !known.has(type));
    if (stray) this.fail(entry, 'data.types', 'types of the catalogue', stray);
    this.inherited(entry, earlier);
  }

  inherited(entry, earlier) {
    const { data } = entry;
    const old = earlier.findLast((d) => d.void && d.choice.data.representative === data.representative);
    const wanted = old ? old.number : null;
    if (data.inherited !== wanted) this.fail(entry, 'data.inherited', wanted, data.inherited);
    else if (old && old.choice.data.types.join() !== data.types.join()) {
      this.fail(entry, 'data.types', old.choice.data.types.join(), data.types.join());
    }
  }

  close(entry, campaign) {
    const last = campaign.draws.at(-1);
    if (last && !last.match && !last.void) this.fail(entry, 'kind', `match.result or draw.void of ${last.name} first`, entry.kind);
    if (!campaign.audit) this.fail(entry, 'kind', 'roster.audit first', entry.kind);
    if (campaign.rules) {
      const done = new Set(drawn(campaign, entry.seq));
      const wanted = campaign.rules.representatives.map((rep) => rep.number).filter((n) => !done.has(n));
      if (wanted.join() !== entry.data.not_drawn.join()) this.fail(entry, 'data.not_drawn', wanted.join(), entry.data.not_drawn.join());
    }
    campaign.end ??= entry;
  }

  voidCampaign(entry, campaign) {
    if (campaign.draws.some((draw) => draw.choice)) this.fail(entry, 'kind', 'no draw.choice before', 'one');
    campaign.end ??= entry;
  }
}

// Numbers of representatives with a matched draw that is not void at `seq`.
function drawn(campaign, seq) {
  return campaign.draws.filter((d) => d.match && !d.voidAt(seq)).map((d) => d.commit?.data?.representative);
}
