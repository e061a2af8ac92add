"""Step 7 with allocation `per_type`: 07.strata, and tickets, cut-offs, odds (spec 02 §6.1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .findings import Fault, say
from .material import DrawMaterial, distinct
from .rules import Selection, Stratum, draw_tickets, odds_of, pool_rule
from .step03_entries import Entry
from .step07_draw import DrawCheck, written, wrong_selection
from .strata import (
    Rows,
    UntypedError,
    candidates_of,
    counts_of,
    grouped_rows,
    select_strata,
    types_under,
)

_BEFORE = ("07.choice", "07.pool", "07.drawn", "07.count")
_SIZES = ("pool", "must", "n")


@dataclass(frozen=True)
class _Way:
    """The strata under one seed: types, rows and n by the rule."""

    seed: str
    types: Mapping[str, str]
    rows: Rows
    counts: Mapping[str, int]

    def sizes(self) -> tuple[tuple[str, int, int, int], ...]:
        """Type, N_t, m_t, n_t of every stratum."""
        whole = select_strata(self.seed, self.rows, self.counts).strata
        return tuple((one.type, one.N, one.m, one.n) for one in whole)


def run(check: DrawCheck, known: DrawMaterial, result: Entry) -> DrawMaterial:
    """Check the strata of one draw, then the selection of each."""
    told = told_strata(result.data)
    known = replace(known, strata=(told,))
    try:
        ways = list(_ways(known))
    except UntypedError as fault:
        for code in ("07.strata", "07.tickets", "07.cutoff"):
            check.skip(code, say(str(fault)), *_BEFORE)
        _check_odds(check, result, told, [])
        return known
    _check_sizes(check, result, told, ways)
    outcomes = [one for way in ways for one in _outcomes(way, told)]
    fitting, published = _check_tickets(check, known, result, ways, outcomes)
    _check_cutoffs(check, result, told, fitting, published)
    _check_odds(check, result, told, fitting)
    alternatives = distinct([told, *(one.strata for one in fitting)])
    return replace(known, strata=alternatives, types=ways[0].types)


def told_strata(data: Mapping[str, Any]) -> tuple[Stratum, ...]:
    """The strata of a draw.result as it states them."""
    return tuple(
        Stratum(
            row["type"],
            row["pool"],
            row["must"],
            row["n"],
            row["cutoff"],
            None if row["odds"] is None else (row["odds"][0], row["odds"][1]),
        )
        for row in data["strata"]
    )


def selection_under(known: DrawMaterial, seed: str) -> Selection:
    """The selection that a seed gives; raises UntypedError where that cannot be known."""
    way = _way(known, seed)
    return select_strata(seed, way.rows, way.counts)


def _ways(known: DrawMaterial) -> Iterator[_Way]:
    for seed in known.seeds:
        yield _way(known, seed)


def _way(known: DrawMaterial, seed: str) -> _Way:
    choice, planned, opened = known.draw.choice, known.base.planned, known.base.before_draws
    opening = known.base.campaign.opening
    if known.pool is None or known.base.roster is None:
        raise UntypedError("the pool or the selection could not be read")
    if choice is None or planned is None or any(t not in planned for t in choice.data["types"]):
        raise UntypedError("choice or catalogue could not be read")
    if opening is None or opened is None:
        raise UntypedError("the openings of the pool could not be read")
    types = choice.data["types"]
    rule = pool_rule(types, opening.data["reference_date"], opening.data["avoidance_months"], ())
    found = types_under(seed, candidates_of(rule, known.pool.leaves, opened[1].rows))
    strata = grouped_rows(known.pool.rows(), found, types)
    return _Way(seed, found, strata, counts_of(strata, planned))


def _check_sizes(
    check: DrawCheck, result: Entry, told: tuple[Stratum, ...], ways: Sequence[_Way]
) -> None:
    """07.strata: a row for every chosen type, with the sizes that follow from the openings."""
    check.cover("07.strata", len(told))
    allowed = [way.sizes() for way in ways]
    sizes = tuple((one.type, one.N, one.m, one.n) for one in told)
    if sizes in allowed:
        return
    right = {row[0]: row for row in allowed[0]}
    if [one.type for one in told] != list(right):
        names = ",".join(one.type for one in told)
        check.differs("07.strata", result, "strata", ",".join(right), names)
        return
    for row in sizes:
        for name, value, own in zip(_SIZES, right[row[0]][1:], row[1:], strict=True):
            if own != value:
                where = f"strata, type {row[0]}: {name}"
                check.differs("07.strata", result, where, str(value), str(own))


def _outcomes(way: _Way, told: tuple[Stratum, ...]) -> Iterator[Selection]:
    """By the rule and, where only the published n_t is wrong, by that."""
    yield select_strata(way.seed, way.rows, way.counts)
    counts = {one.type: one.n for one in told}
    if counts.keys() != way.rows.keys() or counts == way.counts:
        return
    if all(_musts(rows) <= counts[name] <= len(rows) for name, rows in way.rows.items()):
        yield select_strata(way.seed, way.rows, counts)


def _musts(rows: Sequence[tuple[str, str]]) -> int:
    return sum(mark == "m" for _leaf, mark in rows)


_Cutoffs = dict[str, set[str | None]]


def _check_tickets(
    check: DrawCheck,
    known: DrawMaterial,
    result: Entry,
    ways: Sequence[_Way],
    outcomes: list[Selection],
) -> tuple[list[Selection], _Cutoffs]:
    """07.tickets; gives the outcomes that fit and, after a fault, the cut-offs as published."""
    if known.selection is None or known.pool is None:
        return outcomes, {}
    check.cover("07.tickets", len(known.pool.leaves) - known.pool.musts())
    found = known.selection.rows()
    fitting = [outcome for outcome in outcomes if outcome.rows == found]
    if fitting:
        return fitting, {}
    check.fail("07.tickets", result, wrong_selection(outcomes[0].rows, found))
    published: _Cutoffs = {}
    for way in ways:
        for name in way.rows:
            leaves = [leaf for leaf, mark in found if mark == "r" and way.types.get(leaf) == name]
            top = max(draw_tickets(way.seed, leaves), default=None)
            published.setdefault(name, set()).add(top)
    return outcomes, published


def _check_cutoffs(
    check: DrawCheck,
    result: Entry,
    told: tuple[Stratum, ...],
    fitting: Sequence[Selection],
    published: _Cutoffs,
) -> None:
    check.cover("07.cutoff")
    for one in told:
        rebuilt = [s.cutoff for part in fitting for s in part.strata if s.type == one.type]
        if rebuilt and one.cutoff not in (*rebuilt, *published.get(one.type, ())):
            where, right = f"strata, type {one.type}: cutoff", rebuilt[0] or say("null")
            check.differs("07.cutoff", result, where, right, one.cutoff or say("null"))


def _check_odds(
    check: DrawCheck, result: Entry, told: tuple[Stratum, ...], fitting: Sequence[Selection]
) -> None:
    """07.odds: by the sizes as published or as rebuilt."""
    check.cover("07.odds")
    for one in told:
        allowed = [s.odds for part in fitting for s in part.strata if s.type == one.type]
        if one.m <= one.n <= one.N:
            allowed.append(odds_of(one.N, one.m, one.n))
        if one.odds not in allowed:
            wrong = say("the value is not the one that follows from the book")
            expected = written(allowed[0]) if allowed else None
            where = f"body.data.strata, type {one.type}: odds"
            check.fail("07.odds", result, Fault(wrong, where, expected, written(one.odds)))
