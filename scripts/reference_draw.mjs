// Reference implementation of sunlot/v1, written from docs/spec alone.
// Plain and slow on purpose; it lives in reference/, one file per part of the specification.
// Every function names the section it follows. A broken input throws Refused; any other
// exception is a mistake of the reference.

import { canonical } from './reference/text.mjs';
import { catalogue, checkUscc, commitment, institutions, leaf, list, merkle, opening, uscc } from './reference/records.mjs';
import { cut, index, match, pool, secret_commitment, seed, selection, strata, ticket } from './reference/draw.mjs';
import { statement, totals } from './reference/statement.mjs';
import { campaign, checkCampaign } from './reference/campaign.mjs';
import { checkClaim, claim } from './reference/claim.mjs';
import { chain, round } from './reference/beacon.mjs';
import { bracket, checkConsistency, checkInclusion, checkPolicyObject, consistency, cosignature, entry,
  inclusion, pae, policy, proof, readTrust, trust } from './reference/ledger.mjs';
import { checkEd25519, ed25519 } from './reference/ed25519.mjs';
import { typed } from './reference/typed.mjs';

export { Refused, encode } from './reference/text.mjs';
export { beaconForm } from './reference/beacon.mjs';

/** All functions by the names of docs/spec/vectors/README.md but `beacon`, which takes BLS arithmetic. */
const COMPUTED = { canonical, commitment, leaf, opening, catalogue, institutions, merkle, list, secret_commitment, seed, ticket, index, cut,
  selection, strata, pool, match, totals, statement, chain, round, policy, trust, campaign, cosignature, inclusion, consistency, bracket,
  proof, typed, entry, pae, ed25519, uscc };
export const FUNCTIONS = { ...COMPUTED, claim: (input) => claim(COMPUTED, input) };

/** The functions that answer true or false, as they refuse: their reason is the class of a bad vector. */
export const REASONS = { policy: checkPolicyObject, campaign: checkCampaign, claim: (input) => checkClaim(COMPUTED, input), trust: ({ text }) => readTrust(text), inclusion: checkInclusion,
  consistency: checkConsistency, ed25519: checkEd25519, uscc: checkUscc };
