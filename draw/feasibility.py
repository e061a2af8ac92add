"""Whether every enterprise could be matched, whatever is chosen and drawn (01 §3 item 8).

Contract: the worst case is looked at: every row with status `normal` and every type it makes that
is in the catalogue, with its conflicts, without rotation bans (they can be dropped, 02 §8.2).
No obstacle means that `match` can never raise Infeasible in this campaign.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from draw.facts import Row
from draw.institutions import MatchRules, Offer
from draw.notation import ascending_types

NO_SAMPLER = "no_sampler"
"""Nobody samples the type: no quota, no valid qualification, or a conflict."""

NO_TESTER = "no_tester"
"""Somebody samples the type, but nobody tests it, for the same kinds of reason."""

NO_SEPARATION = "no_separation"
"""One and the same institution would have to sample and test, and no waiver allows it."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A reason not to open the campaign.

    `leaf` is None where the type has no pair even for an enterprise without conflicts; otherwise
    it is the enterprise whose conflicts leave none. `reason`: one of the constants above.
    """

    leaf: str | None
    type: str
    reason: str


def infeasible(
    rows: Iterable[Row], catalogue: Collection[str], rules: MatchRules
) -> tuple[Obstacle, ...]:
    """Return what stands against opening a campaign; nothing if it is feasible (01 §3 item 8).

    First the types without any pair, ascending, whether an enterprise makes them or not (04 §3,
    `05.feasible`); then the enterprises whose conflicts are the cause, ascending by leaf and type.
    A type of the first kind is not repeated for each of its enterprises. That enterprises make
    types of the catalogue only is for the reader of the roster to see to; others are passed over.
    """
    offers = {code: rules.offer(code) for code in ascending_types("catalogue", catalogue)}
    barren = [Obstacle(None, code, _reason(offers[code])) for code in offers]
    types = [obstacle for obstacle in barren if obstacle.reason]
    for obstacle in types:
        del offers[obstacle.type]
    conflicted = [row for row in rows if row.facts.conflicts and row.facts.status == "normal"]
    return (*types, *_of_rows(sorted(conflicted, key=lambda row: row.leaf), offers))


def _of_rows(rows: Iterable[Row], offers: Mapping[str, Offer]) -> Iterable[Obstacle]:
    # Rosters repeat the same few conflicts, so each (type, conflicts) is worked out once.
    known: dict[tuple[str, tuple[str, ...]], str] = {}
    for row in rows:
        conflicts = row.facts.conflicts
        for code in row.facts.types:
            if code not in offers:
                continue
            if (code, conflicts) not in known:
                known[code, conflicts] = _reason(offers[code].without(conflicts, conflicts))
            if reason := known[code, conflicts]:
                yield Obstacle(row.leaf, code, reason)


def _reason(offer: Offer) -> str:
    """Return why the offer has no pair, "" if it has one."""
    if offer.has_pair():
        return ""
    if not offer.sampling:
        return NO_SAMPLER
    return NO_SEPARATION if offer.testing else NO_TESTER
