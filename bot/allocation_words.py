"""Allocation and weights in words: what they mean, and what a draw made type by type has given.

A type by type draw (spec 02 §6.1) has no cut-off and no odds of its own, only those of its strata,
and draws as many as they do together, not the n of the freeze.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from bot.message import Html
from bot.terms import grouped, stack
from bot.texts import T, msg
from draw import Stratum
from inspection import Desk, DrawState
from inspection.records import campaign_rules

PER_TYPE: Final = "per_type"
MEANINGS: Final[Mapping[str, str]] = {
    "pooled": msg(
        "Allocation pooled: the drawn enterprises come from the whole pool of a draw. Every "
        "enterprise that is not certain has the same chance, whatever it makes; how many are drawn "
        "of each type is left to the lot."
    ),
    PER_TYPE: msg(
        "Allocation per type: first the lot gives every enterprise of the pool one of its chosen "
        "types, then each type is drawn by itself, up to its planned count. The chance is the same "
        "within a type; it differs between types. A type with too few enterprises stays below its "
        "plan; nothing is moved to another type."
    ),
}
"""Allocation of the campaign form → what it means."""
TYPE_BY_TYPE: Final = msg(
    "They are drawn type by type: of each type its planned count, as far as it has that many; "
    "those that failed last time always."
)


def allocation_meaning(t: T, allocation: str) -> Html:
    """What an allocation means; an unknown one is shown as it is."""
    return t(MEANINGS[allocation]) if allocation in MEANINGS else t.value(allocation)


def weights_meaning(t: T, weighted: Collection[str]) -> Html:
    """How the two numbers of the institutions list are read."""
    if not weighted:
        return t("Institutions: by quota for all types.")
    return t(
        "Institutions by weight for {types}: there the two numbers of the institutions list are "
        "weights. Each lot is drawn in proportion to them, nothing is used up, and nobody is over "
        "quota. All other types: by quota.",
        types=weighted,
    )


def is_per_type(desk: Desk, draw: DrawState) -> bool:
    """Whether this draw is made type by type."""
    return bool(desk.state.find(draw.campaign).opened["allocation"] == PER_TYPE)


def by_weight(t: T, desk: Desk, draw: DrawState) -> Html:
    """The types of a draw whose institutions are drawn by weight; empty if there are none."""
    campaign = desk.state.find(draw.campaign)
    if campaign.opened["matching"] != "weights":
        return Html("")
    found = sorted(campaign_rules(desk, campaign).weighted.intersection(draw.types))
    if not found:
        return Html("")
    return t("Institutions drawn by weight, so never over quota: types {types}.", types=found)


def drawn_by_type(t: T, draw: DrawState) -> Html:
    """How many were drawn of each type, in one line; empty for a pooled draw."""
    if not draw.strata:
        return Html("")
    rows = [f"{one.type} {one.size:,}/{one.pool_size:,}" for one in draw.strata]
    return t("By type, drawn/in the pool: {rows}.", rows=rows)


def strata_lines(t: T, draw: DrawState, names: Mapping[str, str]) -> tuple[Html, ...]:
    """Two lines per type with N, m, n, chance and cut-off; none for a pooled draw."""
    return tuple(_stratum(t, one, names[one.type]) for one in draw.strata)


def _stratum(t: T, one: Stratum, name: str) -> Html:
    if not one.pool_size:
        return t("{code} {name}: nobody in the pool.", code=one.type, name=name)
    counts = t(
        "{code} {name}: {pool} in the pool, {must} of them certain, {n} drawn.",
        code=one.type,
        name=name,
        pool=one.pool_size,
        must=one.must,
        n=one.size,
    )
    if one.odds is None:
        return stack(counts, t("– Nobody else."))
    a, b = one.odds
    if one.cutoff is None:
        return stack(counts, t("– The others: none of {b}; no cut-off.", b=b))
    cutoff = grouped(one.cutoff)
    others = t("– The others: {a} of {b}; cut-off: {digest}", a=a, b=b, digest=cutoff)
    return stack(counts, others)
