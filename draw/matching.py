"""Matching: who samples and who tests at each selected enterprise (02 §8.2 to §8.4).

Contract: types ascending; within a type by (`order` ticket, LOT); for each enterprise first the
testing, then the sampling institution. Each is one index over the eligible institutions, ascending
by code, weighted by remaining quota, or by a fixed weight where a type uses weights. All filters
come before the index: no retries, no counters.

Where no eligible institution has quota left, the row is drawn by base quotas and marked as over
quota. So the rule never gets stuck and needs no look-ahead and no solver, whose time-out would
decide an outcome. The law over whole assignments is not uniform; equals are treated equally.

It gives no root over the rows (00 §4: the ledger's), and totals are in `totals`.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from draw.errors import Infeasible
from draw.institutions import MatchRules, Offer
from draw.notation import (
    lines,
    require_ascending,
    require_digest,
    require_institution,
    require_one_of,
    require_product_type,
)
from draw.subjects import Subject, assign_types
from draw.tickets import index, ticket

Over = Literal["none", "sampling", "testing", "both"]
"""In which roles a row was drawn over quota (02 §8.4)."""

Rotation = Literal["kept", "dropped"]
"""Whether the bans of the last visit's institutions were kept (02 §8.2)."""

_OVER: Mapping[tuple[bool, bool], Over] = {
    (False, False): "none",
    (True, False): "sampling",
    (False, True): "testing",
    (True, True): "both",
}


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One selected enterprise with its type and institutions (02 §8.4).

    `salt` is its `row` ticket: it comes from the LOT, so nobody can choose it.
    """

    leaf: str
    type: str
    sampling: str
    testing: str
    over: Over
    rotation: Rotation
    salt: str = field(repr=False)

    def __post_init__(self) -> None:
        require_digest("leaf of a match row", self.leaf)
        require_product_type("type of a match row", self.type)
        require_institution("sampling institution", self.sampling)
        require_institution("testing institution", self.testing)
        require_one_of("over", self.over, tuple(_OVER.values()))
        require_one_of("rotation", self.rotation, ("kept", "dropped"))
        require_digest("salt of a match row", self.salt, secret=True)

    def digest(self) -> bytes:
        """Return the 32 raw bytes that stand for this row under the rows' root (02 §8.4)."""
        names = ("salt", "leaf", "type", "sampling", "testing", "over", "rotation")
        text = lines("sunlot/v1/row", [(name, getattr(self, name)) for name in names])
        return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Matching:
    """All rows of one draw, ascending by leaf, which is the order of the selection list."""

    rows: tuple[MatchRow, ...]

    def __post_init__(self) -> None:
        require_ascending("match rows by leaf", [row.leaf for row in self.rows])

    @property
    def over_quota(self) -> tuple[int, int]:
        """How many rows are over quota: (sampling, testing) (02 §8.5)."""
        over = [row.over for row in self.rows]
        both = over.count("both")
        return over.count("sampling") + both, over.count("testing") + both

    @property
    def rotation_dropped(self) -> int:
        """How many rows had their rotation bans dropped (02 §8.5)."""
        return sum(row.rotation == "dropped" for row in self.rows)

    @property
    def waived(self) -> int:
        """How many rows are sampled and tested by one institution (02 §8.5)."""
        return sum(row.sampling == row.testing for row in self.rows)


class _Role:
    """The quotas or weights of one role for one type, while its enterprises are matched."""

    def __init__(self, base: Mapping[str, int], weighted: bool) -> None:
        self._base = base
        self._left = dict(base)
        self._weighted = weighted

    def draw(self, eligible: Sequence[str], ticket: str) -> tuple[str, bool]:
        """Return the institution the ticket falls on, and whether it is over quota (02 §8.3)."""
        if self._weighted:
            return _weighted(ticket, eligible, self._base), False
        free = [code for code in eligible if self._left[code] >= 1]
        if not free:
            return _weighted(ticket, eligible, self._base), True
        code = _weighted(ticket, free, self._left)
        self._left[code] -= 1
        return code, False


def _weighted(ticket: str, codes: Sequence[str], weights: Mapping[str, int]) -> str:
    """Return the first code for which the running sum of weights exceeds the index (02 §8.3)."""
    sums = list(accumulate(weights[code] for code in codes))
    place = index(ticket, sums[-1])
    return next(code for code, total in zip(codes, sums, strict=True) if total > place)


def match(seed: str, subjects: Sequence[Subject], rules: MatchRules) -> Matching:
    """Match every subject with a sampling and a testing institution (02 §7, §8).

    `subjects` is the whole selection, in any order. Raises BadInput for a repeated leaf or LOT,
    and Infeasible where conflicts leave an enterprise no pair: 01 §3 item 8 refuses such lists.
    """
    types = assign_types(seed, subjects)
    groups: dict[str, list[Subject]] = {}
    for subject in subjects:
        groups.setdefault(types[subject.leaf], []).append(subject)
    rows = [
        row
        for product_type in sorted(groups)
        for row in _match_type(seed, product_type, groups[product_type], rules.offer(product_type))
    ]
    return Matching(tuple(sorted(rows, key=lambda row: row.leaf)))


def _match_type(
    seed: str, product_type: str, subjects: Sequence[Subject], offer: Offer
) -> list[MatchRow]:
    sampling = _Role(offer.sampling, offer.weighted)
    testing = _Role(offer.testing, offer.weighted)
    ordered = sorted(subjects, key=lambda one: (ticket(seed, "order", one.lot), one.lot))
    rows = []
    for subject in ordered:
        serving, rotation = _serving(subject, product_type, offer)
        tester, over_t = testing.draw(serving.testers(), ticket(seed, "test", subject.lot))
        sampler, over_s = sampling.draw(
            serving.samplers(tester), ticket(seed, "sample", subject.lot)
        )
        salt = ticket(seed, "row", subject.lot)
        over = _OVER[over_s, over_t]
        rows.append(MatchRow(subject.leaf, product_type, sampler, tester, over, rotation, salt))
    return rows


def _serving(subject: Subject, product_type: str, offer: Offer) -> tuple[Offer, Rotation]:
    """Return (X, Y) of 02 §8.2 as an offer, and whether the rotation bans were kept."""
    conflicts = subject.facts.conflicts
    allowed = offer.without(conflicts, conflicts)
    last = subject.facts.last_visit(product_type)
    rotated = allowed.without([last.sampler], [last.tester]) if last else allowed
    if rotated.has_pair():
        return rotated, "kept"
    if allowed.has_pair():
        return allowed, "dropped"
    raise Infeasible(
        f"Enterprise {subject.leaf}, type {product_type}: expected a pair of institutions that "
        f"its {len(conflicts)} conflicts allow, found none. Such a campaign must not be opened "
        f"(01 §3 item 8): add institutions or a waiver."
    )
