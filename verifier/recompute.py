"""What openings of all rows let anyone compute again: 10.pool, 10.types, 10.matching.

Spec 02 §1 (pool), §7 (types), §8 (matching), 04 §3 step 10.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .findings import DrawId, Fault, Findings, Text, say
from .lists import LeafList
from .matching import (
    Assignment,
    InfeasibleError,
    Market,
    Selected,
    listed_institutions,
    match,
    type_totals,
)
from .material import DrawMaterial
from .merkle import root
from .openings import Row
from .rules import Facts, PoolResult, build_pool, pool_rule
from .step03_entries import Entry

Rows = Mapping[str, Row]


@dataclass(frozen=True)
class OpenRoster:
    """Facts and lots of every row of a roster, by leaf, ascending."""

    facts: Mapping[str, Facts]
    lots: Mapping[str, str]


def open_roster(rows: Rows) -> OpenRoster:
    """What the recomputation of every draw of a campaign needs of the openings."""
    ordered = sorted(rows.items())
    return OpenRoster(
        {leaf: row.facts for leaf, row in ordered if row.facts is not None},
        {leaf: row.lot for leaf, row in ordered if row.lot is not None},
    )


@dataclass(frozen=True)
class _Opened:
    """One draw with the openings of every roster row."""

    known: DrawMaterial
    facts: Mapping[str, Facts]
    lots: Mapping[str, str]
    findings: Findings

    @property
    def id(self) -> DrawId:
        return self.known.draw.id

    def differs(self, code: str, entry: Entry, fault: Fault, *earlier: str) -> None:
        """Tell a difference, unless an earlier check of this draw has already failed."""
        for name in earlier:
            if self.findings.has_failed(name, self.id):
                note = say("it rests on {check}, which failed", check=name)
                self.findings.skip(code, note, entry=entry.seq, draw=self.id, rests_on=earlier)
                return
        self.findings.fail(code, fault, entry=entry.seq, draw=self.id)

    def skip(self, code: str, note: Text, *rests_on: str) -> None:
        self.findings.skip(code, note, draw=self.id, rests_on=rests_on)


def check_draw(
    known: DrawMaterial,
    all_draws: Mapping[DrawId, DrawMaterial],
    everything: OpenRoster,
    findings: Findings,
) -> None:
    """Compute a draw again from the facts and lots of every roster row.

    1. Pool, marks and exclusions. 2. Types of the selected rows. 3. Their matching.
    """
    opened = _Opened(known, everything.facts, everything.lots, findings)
    freeze, choice = known.draw.freeze, known.draw.choice
    if freeze is None:
        return
    rebuilt = _rebuilt(opened, all_draws)
    if rebuilt is None or choice is None:
        for code in ("10.pool", *(("10.types", "10.matching") if known.draw.match else ())):
            opened.skip(code, say("choice, opening entry or an earlier draw could not be read"))
        return
    _check_pool(opened, freeze, rebuilt)
    if known.draw.match is not None:
        _check_matched(opened, known.draw.match, choice.data["types"], rebuilt)


def _rebuilt(opened: _Opened, all_draws: Mapping[DrawId, DrawMaterial]) -> PoolResult | None:
    known = opened.known
    draw, base = known.draw, known.base
    if base.campaign.opening is None or draw.choice is None or draw.freeze is None:
        return None
    drawn: set[str] = set()
    for earlier in base.campaign.unvoided_before(draw, draw.freeze.seq):
        selection = all_draws[earlier.id].selection
        if selection is None:
            return None
        drawn.update(selection.leaves)
    data = base.campaign.opening.data
    types = draw.choice.data["types"]
    rule = pool_rule(types, data["reference_date"], data["avoidance_months"], drawn)
    return build_pool(rule, opened.facts.items())


def _check_pool(opened: _Opened, freeze: Entry, rebuilt: PoolResult) -> None:
    opened.findings.cover("10.pool", len(opened.facts), draw=opened.id)
    pool = opened.known.pool
    if pool is None:
        opened.skip("10.pool", say("the pool or the selection could not be read"), "07.pool")
    elif pool.rows() != rebuilt.rows:
        fault = _pool_fault(pool, rebuilt)
        opened.differs("10.pool", freeze, fault, "07.pool", "07.drawn")
    told = {row["reason"]: row["count"] for row in freeze.data["excluded"]}
    for reason, count in rebuilt.excluded.items():
        if told[reason] != count:
            wrong = say("the number of excluded enterprises is wrong")
            where = f"body.data.excluded, {reason}"
            fault = Fault(wrong, where, str(count), str(told[reason]))
            opened.differs("10.pool", freeze, fault, "07.drawn")


def _pool_fault(pool: LeafList, rebuilt: PoolResult) -> Fault:
    told, right = dict(pool.rows()), dict(rebuilt.rows)
    differing = sorted(x for x in told.keys() | right.keys() if told.get(x) != right.get(x))
    wrong = say("{n} leaves are wrongly in or out of the pool, or marked wrongly", n=len(differing))
    first = differing[0]
    expected, found = (rows.get(first) or say("not in the pool") for rows in (right, told))
    return Fault(wrong, f"pool blob, leaf {first}", expected, found)


def _selected(opened: _Opened, rebuilt: PoolResult) -> list[Selected] | None:
    selection = opened.known.selection
    if selection is None or any(leaf not in rebuilt.candidates for leaf in selection.leaves):
        return None
    return [
        Selected(leaf, opened.lots[leaf], rebuilt.candidates[leaf], opened.facts[leaf])
        for leaf in selection.leaves
    ]


def _check_matched(opened: _Opened, result: Entry, types: list[str], rebuilt: PoolResult) -> None:
    """10.types and 10.matching under the published seed, or the rebuilt one after a fault."""
    market, selected = opened.known.base.market, _selected(opened, rebuilt)
    if market is None or selected is None:
        for code in ("10.types", "10.matching"):
            note = say("selection or institutions cannot be used for matching")
            opened.skip(code, note, *_BEFORE_TYPES)
        return
    attempts = [_attempt(market, seed, selected) for seed in opened.known.seeds]
    matched = [rows for rows in attempts if rows is not None]
    if not matched:
        for code in ("10.types", "10.matching"):
            opened.skip(code, say("an enterprise cannot be served at all (10.roster)"))
        return
    for code in ("10.types", "10.matching"):
        opened.findings.cover(code, len(selected), draw=opened.id)
    per_type = opened.known.base.per_type
    by_seed = [list(_type_faults(result.data, types, rebuilt, rows, per_type)) for rows in matched]
    for fault in min(by_seed, key=len):
        opened.differs("10.types", result, fault, *_BEFORE_TYPES)
    by_seed = [list(_match_faults(result.data, market, types, rows)) for rows in matched]
    for fault in min(by_seed, key=len):
        opened.differs("10.matching", result, fault, *_BEFORE_TYPES)


_BEFORE_TYPES = (
    "07.pool",
    "07.drawn",
    "07.seed",
    "07.strata",
    "07.tickets",
    "08.totals",
    "10.pool",
)


def _attempt(market: Market, seed: str, selected: list[Selected]) -> tuple[Assignment, ...] | None:
    try:
        return match(market, seed, selected)
    except InfeasibleError:
        return None


def _type_faults(
    told: Mapping[str, Any],
    types: list[str],
    rebuilt: PoolResult,
    rows: tuple[Assignment, ...],
    per_type: bool,
) -> Iterator[Fault]:
    pool = Counter(name for names in rebuilt.candidates.values() for name in names)
    drawn = Counter(row.product_type for row in rows)
    expected = type_totals(types, pool, drawn, per_type)
    if expected != told["by_type"]:
        shown = next((r for r in expected if r not in told["by_type"]), expected)
        found = next((r for r in told["by_type"] if r not in expected), told["by_type"])
        yield Fault(say("the totals by type are wrong"), "body.data.by_type", shown, found)


def _totals(market: Market, types: list[str], rows: tuple[Assignment, ...]) -> dict[str, Any]:
    """What match.result must say of the assignment rows (spec 02 §8.4, §8.5)."""
    sampling = Counter(row.sampling for row in rows)
    testing = Counter(row.testing for row in rows)
    return {
        "institutions": [
            {"institution": code, "sampling": sampling[code], "testing": testing[code]}
            for code in listed_institutions(market, types)
        ],
        "over_quota": {
            "sampling": sum(row.over in ("sampling", "both") for row in rows),
            "testing": sum(row.over in ("testing", "both") for row in rows),
        },
        "rotation_dropped": sum(row.rotation == "dropped" for row in rows),
        "rows": {"count": len(rows), "root": root(bytes.fromhex(r.digest) for r in rows).hex()},
        "waived": sum(row.sampling == row.testing for row in rows),
    }


def _match_faults(
    told: Mapping[str, Any], market: Market, types: list[str], rows: tuple[Assignment, ...]
) -> Iterator[Fault]:
    for name, expected in _totals(market, types, rows).items():
        if told[name] != expected:
            wrong = say("the value is not the one that the matching gives")
            found = told[name]
            if isinstance(expected, list):
                first = next((r for r in expected if r not in found), expected)
                found = next((r for r in found if r not in expected), found)
                expected = first
            yield Fault(wrong, f"body.data.{name}", expected, found)
