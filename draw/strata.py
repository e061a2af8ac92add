"""Allocation `per_type`: type first, then a quota per type (02 §6.1).

Contract: every pool row has its type before selection; a stratum is the rows of one type; within a
stratum the rule is that of `selection`. Nothing is moved from one type to another.

Which types the rows have is `assign_types`; that this allocation stands only where everybody can
compute them (01 §3 item 9) is the campaign's to see to.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from draw.notation import (
    MUST,
    ascending_types,
    refusal,
    require_count,
    require_digest,
    require_leaves,
    require_product_type,
)
from draw.pools import sample_size
from draw.selection import Selection, select


@dataclass(frozen=True, slots=True)
class Stratum:
    """What was drawn of one type: N_t (`pool_size`), m_t (`must`), n_t (`size`).

    `cutoff` and `odds` as in `Selection`, within the stratum. An empty stratum is all 0 and None.
    """

    type: str
    pool_size: int
    must: int
    size: int
    cutoff: str | None
    odds: tuple[int, int] | None

    def __post_init__(self) -> None:
        require_product_type("type of a stratum", self.type)
        for name in ("pool_size", "must", "size"):
            require_count(f"{name} of stratum {self.type}", getattr(self, name))
        if not self.must <= self.size <= self.pool_size:
            found = f"{self.must}, {self.size}, {self.pool_size}"
            raise refusal(f"m, n, N of {self.type}", "m ≤ n ≤ N", found, "See 02 §6.1.")
        require_chances(self.type, self.pool_size, self.must, self.size, self.cutoff, self.odds)


@dataclass(frozen=True, slots=True)
class Stratified:
    """A selection type by type: `rows` ascending by leaf; a stratum per chosen type, ascending."""

    rows: tuple[tuple[str, str], ...]
    strata: tuple[Stratum, ...]


def require_chances(
    whose: str, pool_size: int, must: int, size: int, cutoff: str | None, odds: object
) -> None:
    """Require cut-off and odds that follow from N, m and n (02 §6)."""
    places, others = size - must, pool_size - must
    expected_odds = (places, others) if others else None
    advice = "Take both from the selection."
    if odds != expected_odds:
        raise refusal(f"odds of {whose}", f"{expected_odds} (n-m, N-m)", repr(odds), advice)
    if (cutoff is None) != (places == 0):
        expected = "a ticket" if places else "none, because n = m"
        raise refusal(f"cut-off of {whose}", expected, repr(cutoff), advice)
    if cutoff is not None:
        require_digest(f"cut-off of {whose}", cutoff)


def select_by_type(
    seed: str,
    pool_rows: Sequence[tuple[str, str]],
    types: Mapping[str, str],
    planned: Mapping[str, int],
) -> Stratified:
    """Draw within every type its planned count (02 §6.1).

    `pool_rows` are (leaf, mark) ascending by leaf, at least one; `types` the type of every one of
    them; `planned` the planned count, at least 1, of every chosen type. Raises BadInput for a
    malformed pool, a row without type, or one of a type that was not chosen.
    """
    # Here, not only stratum by stratum: strata of a pool out of order may each be in order.
    require_leaves("leaves of the pool", [leaf for leaf, _ in pool_rows])
    groups: dict[str, list[tuple[str, str]]] = {code: [] for code in _chosen(planned)}
    for row in pool_rows:
        code = types.get(row[0])
        if code not in groups:
            advice = "Assign types to the rows of this draw's pool."
            raise refusal(f"type of {row[0]}", "a chosen type", repr(code), advice)
        groups[code].append(row)
    drawn = {
        code: select(seed, rows, sample_size(planned[code], len(rows), _musts(rows)))
        for code, rows in groups.items()
        if rows
    }
    rows = sorted(row for selection in drawn.values() for row in selection.rows)
    strata = (_stratum(code, group, drawn.get(code)) for code, group in groups.items())
    return Stratified(tuple(rows), tuple(strata))


def _chosen(planned: Mapping[str, int]) -> Collection[str]:
    types = ascending_types("chosen types", sorted(planned))
    for code in types:
        require_count(f"planned count of {code}", planned[code], least=1)
    return types


def _musts(rows: Sequence[tuple[str, str]]) -> int:
    return sum(mark == MUST for _, mark in rows)


def _stratum(code: str, rows: Sequence[tuple[str, str]], drawn: Selection | None) -> Stratum:
    if drawn is None:
        return Stratum(code, 0, 0, 0, None, None)
    return Stratum(code, len(rows), _musts(rows), len(drawn.rows), drawn.cutoff, drawn.odds)
