"""Matching of selected enterprises with institutions (spec 02 §8)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .rules import Facts, index, lines_digest, ticket, type_of

SMALL_POOL = 50


class InfeasibleError(ValueError):
    """No institution can serve an enterprise; carries its leaf and type (spec 01 §3.7)."""

    def __init__(self, leaf: str, product_type: str) -> None:
        super().__init__("no pair of institutions can serve this enterprise")
        self.leaf = leaf
        self.product_type = product_type


@dataclass(frozen=True)
class Market:
    """Institutions and rules that hold for a whole campaign (spec 02 §8.1).

    `sampling` and `testing`: by type, the base quotas (of a weighted type the weights) by
    institution code, ascending, only of those that may act until `sampling_until`. `waived`: types
    with a waiver; `weighted`: types whose institutions are drawn by weight.
    """

    sampling: Mapping[str, Mapping[str, int]]
    testing: Mapping[str, Mapping[str, int]]
    waived: Collection[str]
    listed: Mapping[str, tuple[str, ...]]
    weighted: Collection[str] = frozenset()


def market_of(
    institutions: Iterable[Mapping[str, Any]], sampling_until: str, waived: Collection[str]
) -> Market:
    """Prepare spec 02 §8.1; `listed` keeps per type every institution with a quota ≥ 1.

    Every type is wholly of quotas or wholly of weights (01 §3.2).
    """
    sampling: dict[str, dict[str, int]] = {}
    testing: dict[str, dict[str, int]] = {}
    listed: dict[str, tuple[str, ...]] = {}
    weighted: set[str] = set()
    for institution in institutions:
        for row in institution["types"]:
            name, code = row["type"], institution["code"]
            listed[name] = (*listed.get(name, ()), code)
            if is_weighted(row):
                weighted.add(name)
            if row["valid_until"] < sampling_until:
                continue
            for role, quota in zip((sampling, testing), _quotas(row), strict=True):
                if quota:
                    role.setdefault(name, {})[code] = quota
    return Market(sampling, testing, waived, listed, frozenset(weighted))


def is_weighted(row: Mapping[str, Any]) -> bool:
    """True if a type row of the institutions blob has weights (01 §3.2)."""
    return "sampling_weight" in row


def _quotas(row: Mapping[str, Any]) -> tuple[int, int]:
    end = "_weight" if is_weighted(row) else ""
    return row[f"sampling{end}"], row[f"testing{end}"]


@dataclass(frozen=True)
class Candidates:
    """Who may sample (X) and test (Y) one enterprise, and whether rotation bans were kept."""

    sampling: tuple[str, ...]
    testing: tuple[str, ...]
    rotation: str


def samplers(tester: str, sampling: Sequence[str], waived: bool) -> tuple[str, ...]:
    """X without the tester, but X itself if the type is waived (spec 02 §8.2)."""
    return tuple(code for code in sampling if waived or code != tester)


def leaves_sampler(tester: str, sampling: Sequence[str], waived: bool) -> bool:
    """True if `samplers` gives at least one."""
    return bool(sampling) if waived else any(code != tester for code in sampling)


def has_pair(sampling: Sequence[str], testing: Sequence[str], waived: bool) -> bool:
    """True if some tester leaves at least one sampler (spec 02 §8.2)."""
    return any(leaves_sampler(code, sampling, waived) for code in testing)


def who_can(market: Market, product_type: str, facts: Facts) -> Candidates | None:
    """X, Y and the rotation of spec 02 §8.2; None if no pair exists even without rotation."""
    waived = product_type in market.waived
    S = _without(market.sampling.get(product_type, {}), facts.conflicts)
    T = _without(market.testing.get(product_type, {}), facts.conflicts)
    last = facts.last_institutions(product_type)
    if last is not None:
        fresh = Candidates(_without(S, last[:1]), _without(T, last[1:]), "kept")
        if has_pair(fresh.sampling, fresh.testing, waived):
            return fresh
    if not has_pair(S, T, waived):
        return None
    return Candidates(S, T, "kept" if last is None else "dropped")


def _without(codes: Iterable[str], banned: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code not in banned)


@dataclass(frozen=True, slots=True)
class Selected:
    """One selected enterprise with what the matching needs of it."""

    leaf: str
    lot: str
    candidates: tuple[str, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment row (spec 02 §8.4)."""

    leaf: str
    product_type: str
    sampling: str
    testing: str
    over: str
    rotation: str
    digest: str


class _Quotas:
    """Remaining quotas of one type in one role; of a weighted type weights, never reduced."""

    def __init__(self, base: Mapping[str, int], weighted: bool) -> None:
        self.base = base
        self.left = dict(base)
        self.weighted = weighted

    def take(self, eligible: Sequence[str], ticket_hex: str) -> tuple[str, bool]:
        """Choose by spec 02 §8.3; gives the institution and whether it is over quota."""
        free = [code for code in eligible if self.left[code] >= 1]
        # A weight of 0 is not in the role at all, so with weights everybody eligible is free.
        over = not free
        pool, weights = (eligible, self.base) if over else (free, self.left)
        k = index(ticket_hex, sum(weights[code] for code in pool))
        running = 0
        for code in pool:
            running += weights[code]
            if running > k:
                break
        if not over and not self.weighted:
            self.left[code] -= 1
        return code, over


def _over(sampling: bool, testing: bool) -> str:
    if sampling and testing:
        return "both"
    return "sampling" if sampling else "testing" if testing else "none"


def _row_digest(seed: str, lot: str, fields: Sequence[str]) -> str:
    names = ("leaf", "type", "sampling", "testing", "over", "rotation")
    lines = (f"{name}={value}" for name, value in zip(names, fields, strict=True))
    return lines_digest("sunlot/v1/row", f"salt={ticket(seed, 'row', lot)}", *lines)


def _match_type(
    market: Market, seed: str, product_type: str, rows: Iterable[Selected]
) -> Iterable[Assignment]:
    """All enterprises of one type, in the order of spec 02 §8.3."""
    weighted = product_type in market.weighted
    sampling = _Quotas(market.sampling.get(product_type, {}), weighted)
    testing = _Quotas(market.testing.get(product_type, {}), weighted)
    waived = product_type in market.waived
    for row in sorted(rows, key=lambda row: (ticket(seed, "order", row.lot), row.lot)):
        can = who_can(market, product_type, row.facts)
        if can is None:
            raise InfeasibleError(row.leaf, product_type)
        testers = [c for c in can.testing if leaves_sampler(c, can.sampling, waived)]
        tester, over_testing = testing.take(testers, ticket(seed, "test", row.lot))
        able = samplers(tester, can.sampling, waived)
        sampler, over_sampling = sampling.take(able, ticket(seed, "sample", row.lot))
        over = _over(over_sampling, over_testing)
        fields = (row.leaf, product_type, sampler, tester, over, can.rotation)
        yield Assignment(*fields, _row_digest(seed, row.lot, fields))


def match(market: Market, seed: str, rows: Sequence[Selected]) -> tuple[Assignment, ...]:
    """Match every selected enterprise (spec 02 §7, §8.2-§8.4), ascending by leaf.

    Raises InfeasibleError if an enterprise cannot be served at all.
    """
    by_type: dict[str, list[Selected]] = {}
    for row in rows:
        by_type.setdefault(type_of(seed, row.lot, row.candidates), []).append(row)
    assignments = [
        assignment
        for product_type in sorted(by_type)
        for assignment in _match_type(market, seed, product_type, by_type[product_type])
    ]
    return tuple(sorted(assignments, key=lambda assignment: assignment.leaf))


def listed_institutions(market: Market, types: Iterable[str]) -> tuple[str, ...]:
    """Institutions with a quota or weight ≥ 1 in some chosen type, ascending (spec 02 §8.5)."""
    return tuple(sorted({code for name in types for code in market.listed.get(name, ())}))


def type_totals(
    types: Iterable[str], pool: Counter[str], drawn: Counter[str], per_type: bool = False
) -> list[dict[str, object]]:
    """`by_type` of spec 02 §8.5; but with `per_type` rows with a pool below 50 merged into `*`."""
    rows = sorted((name, pool[name], drawn[name]) for name in types)
    kept = [row for row in rows if per_type or row[1] >= SMALL_POOL]
    small = [row for row in rows if not per_type and row[1] < SMALL_POOL]
    while small and kept and sum(row[1] for row in small) < SMALL_POOL:
        joining = min(kept, key=lambda row: (row[1], row[0]))
        kept.remove(joining)
        small.append(joining)
    if small:
        kept.append(("*", sum(row[1] for row in small), sum(row[2] for row in small)))
    return [{"drawn": row[2], "pool": row[1], "type": row[0]} for row in kept]
