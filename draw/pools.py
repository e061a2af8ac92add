"""The pool of one draw: who can be drawn, who must be, and for which types (02 §1).

Contract: a pure function of the chosen types, the facts of every row, the avoidance rule and the
leaves drawn earlier. The order of the rows given changes nothing; the pool is ascending by leaf.

For every enterprise that makes a chosen type the first rule that fits decides; an enterprise that
makes none is neither in the pool nor counted as excluded.

It does not draw, and it makes no blob or root of the pool (00 §4, §5: that is the ledger's).
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from draw.avoidance import Avoidance
from draw.errors import Infeasible
from draw.facts import Row
from draw.notation import (
    MUST,
    RANDOM,
    ascending_types,
    refusal,
    require_count,
    require_leaves,
)

EXCLUSIONS = ("closed", "duplicate", "invalid", "drawn", "avoidance")
"""The reasons of exclusion, in the order in which they are written down (01 §5)."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The rows that take part in a draw.

    `rows`: (leaf, mark) ascending by leaf, mark `m` (must) or `r` (random), at least one row.
    `candidates`: for every leaf of `rows` the types it can be drawn for, ascending, at least one.
    `excluded`: for every reason of `EXCLUSIONS`, in that order, the number of enterprises, 0 too.
    """

    rows: tuple[tuple[str, str], ...]
    candidates: Mapping[str, tuple[str, ...]]
    excluded: Mapping[str, int]

    @property
    def size(self) -> int:
        """N, the number of rows."""
        return len(self.rows)

    @property
    def must(self) -> int:
        """The number m of rows that are drawn for certain."""
        return sum(mark == MUST for _, mark in self.rows)


def pool(
    chosen: Collection[str], rows: Iterable[Row], avoidance: Avoidance, drawn: Set[str]
) -> Pool:
    """Return the pool of the types `chosen` (02 §1).

    `chosen` ascends if it is a sequence; `rows` is the whole roster of the campaign, in any order;
    `drawn` are the leaves in selections of its earlier draws that are not void. Raises BadInput
    for a repeated or unknown leaf or a visit after the reference date, and Infeasible if nobody is
    left: such a choice is refused before it is recorded.
    """
    types = frozenset(ascending_types("chosen types", chosen))
    cut = avoidance.cut
    excluded = dict.fromkeys(EXCLUSIONS, 0)
    marks: list[tuple[str, str]] = []
    candidates: dict[str, tuple[str, ...]] = {}
    for row in _roster(rows, avoidance, drawn):
        if types.isdisjoint(row.facts.types):
            continue
        verdict, eligible = _judge(row, types, cut, drawn)
        if eligible:
            marks.append((row.leaf, verdict))
            candidates[row.leaf] = eligible
        else:
            excluded[verdict] += 1
    if not marks:
        raise _empty(types, excluded)
    return Pool(tuple(marks), MappingProxyType(candidates), MappingProxyType(excluded))


def _roster(rows: Iterable[Row], avoidance: Avoidance, drawn: Set[str]) -> list[Row]:
    roster = sorted(rows, key=lambda row: row.leaf)
    leaves = [row.leaf for row in roster]
    require_leaves("leaves of the roster", leaves)
    # 02 §1 takes `drawn` from selections of the same campaign: a leaf of another roster there
    # means that the caller mixed two campaigns, and every count after it would be wrong.
    if strange := drawn - set(leaves):
        advice = "Pass the selections of this campaign only."
        raise refusal("leaves drawn earlier", "leaves of the roster", repr(min(strange)), advice)
    for row in roster:
        for visit in row.facts.last:
            avoidance.require_past(visit)
    return roster


def _judge(
    row: Row, chosen: Set[str], cut: datetime.date, drawn: Set[str]
) -> tuple[str, tuple[str, ...]]:
    """Return (mark, candidates), or (reason, ()) if excluded: the table of 02 §1, rule by rule."""
    facts = row.facts
    if facts.status != "normal":  # 1
        return facts.status, ()
    if failed := tuple(code for code in facts.failed if code in chosen):  # 2
        return MUST, failed
    if row.leaf in drawn:  # 3
        return "drawn", ()
    # No visit is after the reference date, so `cut < date` is the whole test of 02 §2; with
    # 0 months the cut is the reference date itself, and nothing is avoided.
    avoided = {visit.type for visit in facts.last if cut < visit.date}
    free = tuple(code for code in facts.types if code in chosen and code not in avoided)
    return (RANDOM, free) if free else ("avoidance", ())  # 5, 4


def _empty(chosen: Set[str], excluded: Mapping[str, int]) -> Infeasible:
    reasons = ", ".join(f"{reason} {count}" for reason, count in excluded.items())
    return Infeasible(
        f"No enterprise can be drawn for {', '.join(sorted(chosen))}: a pool needs at least one, "
        f"and all that make these types are excluded ({reasons}). Choose other types."
    )


def sample_size(planned: int, pool_size: int, must: int) -> int:
    """Return n, how many enterprises are drawn (02 §1).

    `planned` is the sum of the planned counts of the chosen types: never more than the pool has,
    never fewer than must be drawn. Raises BadInput.
    """
    require_count("planned count", planned, least=1)
    require_count("size of the pool", pool_size, least=1)
    require_count("number of musts", must)
    if must > pool_size:
        advice = "Both come from one pool."
        raise refusal("number of musts", f"at most the pool's {pool_size}", repr(must), advice)
    return max(min(planned, pool_size), must)
