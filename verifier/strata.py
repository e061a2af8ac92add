"""Allocation `per_type`: the type first, then a quota per type (spec 02 §6.1)."""

from collections.abc import Iterable, Mapping, Sequence

from .openings import Row
from .rules import PoolRule, Selection, Stratum, drawn_count, odds_of, place, select, type_of

PoolRow = tuple[str, str]
Rows = Mapping[str, list[PoolRow]]


class UntypedError(ValueError):
    """The type of a pool row cannot be known; the message is a translatable sentence."""


def candidates_of(
    rule: PoolRule, leaves: Iterable[str], opened: Mapping[str, Row]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """LOT and candidates (spec 02 §1) of every pool row; raises UntypedError.

    `rule` may leave out who was drawn before: a row of the pool was not, and 07.drawn says so.
    """
    found = {}
    for leaf in leaves:
        row = opened.get(leaf)
        if row is None or row.facts is None or row.lot is None:
            raise UntypedError("the openings of the pool could not be read")
        _mark, types = place(rule, leaf, row.facts)
        if not types:
            raise UntypedError("a leaf of the pool has no type by its facts (10.pool)")
        found[leaf] = (row.lot, types)
    return found


def types_under(seed: str, known: Mapping[str, tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """The type of every pool row under a seed (spec 02 §7)."""
    return {leaf: type_of(seed, lot, types) for leaf, (lot, types) in known.items()}


def grouped_rows(
    pool: Iterable[PoolRow], types: Mapping[str, str], chosen: Iterable[str]
) -> dict[str, list[PoolRow]]:
    """The rows of every stratum, empty ones too, types ascending."""
    strata: dict[str, list[PoolRow]] = {name: [] for name in sorted(chosen)}
    for row in pool:
        strata[types[row[0]]].append(row)
    return strata


def counts_of(strata: Rows, planned: Mapping[str, int]) -> dict[str, int]:
    """n_t of every stratum: the plan, at most its rows, at least its musts."""
    return {
        name: drawn_count(planned[name], len(rows), _musts(rows)) for name, rows in strata.items()
    }


def select_strata(seed: str, strata: Rows, counts: Mapping[str, int]) -> Selection:
    """Select within every stratum; needs m_t ≤ n_t ≤ N_t."""
    parts = {name: select(seed, rows, counts[name]) for name, rows in strata.items()}
    chosen = sorted(row for part in parts.values() for row in part.rows)
    told = []
    for name, rows in strata.items():
        N, m, n = len(rows), _musts(rows), counts[name]
        told.append(Stratum(name, N, m, n, parts[name].cutoff, odds_of(N, m, n)))
    return Selection(tuple(chosen), None, None, (), tuple(told))


def _musts(rows: Sequence[PoolRow]) -> int:
    return sum(mark == "m" for _leaf, mark in rows)
