// What the walk over the entries builds: campaigns and their draws (01).

import { CHAINS, roundAt, timeOf } from './chains.js';

/** A campaign as the walk of order.js finds it: its entries by their place. */
export class Campaign {
  constructor(number, open) {
    Object.assign(this, { number, open, audit: null, disclosures: [], draws: [], end: null, extra: [] });
  }

  /** The data of campaign.open, or null where it cannot be judged. */
  get rules() {
    return this.open.unknown ? null : this.open.data;
  }

  get beacon() {
    return this.rules && this.rules.beacon !== 'none' ? CHAINS.get(this.rules.beacon) ?? null : null;
  }
}

/** A draw as the walk of order.js finds it: its entries by their place. */
export class Draw {
  constructor(campaign, number) {
    Object.assign(this, { campaign, number, contributions: [], opens: new Map(), confirms: [], objects: [], answers: [] });
    for (const slot of ['commit', 'choice', 'freeze', 'close', 'beacon', 'result', 'match', 'void']) this[slot] = null;
  }

  get name() {
    return `${this.campaign.number}.${this.number}`;
  }

  get opened() {
    return this.opens.has('operator');
  }

  /** True if the draw was void before entry `seq`. */
  voidAt(seq) {
    return this.void !== null && this.void.seq < seq;
  }

  get state() {
    if (this.void || (!this.match && this.campaign.end?.kind === 'campaign.void')) return 'void';
    return this.match ? 'matched' : 'open';
  }

  /** time(R) by 02 §11, from the close and not from what the book says of R; null without a beacon. */
  get roundTime() {
    const chain = this.campaign.beacon;
    const round = chain && this.close?.at != null ? roundAt(chain, this.close.at) : null;
    return round === null ? null : timeOf(chain, round);
  }
}
