"""The rules of the draw (spec 02 §1-§7) and of commitments (00 §6, 01 §1), as pure functions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from .canonical import encode
from .dates import add_months, parse_date


def lines_digest(*lines: str) -> str:
    """hex(H(text)) of ASCII or UTF-8 lines, each followed by LF (spec 00 §1.2)."""
    return sha256("".join(line + "\n" for line in lines).encode("utf-8")).hexdigest()


def commitment_to(tag: str, salt: str, encoded: bytes) -> str:
    """Commitment to the canonical bytes of a value under a tag and a salt (spec 00 §6)."""
    return sha256(
        b"sunlot/v1/%b\nsalt=%b\nvalue=%b\n" % (tag.encode(), salt.encode(), encoded)
    ).hexdigest()


def commitment(tag: str, salt: str, value: Any) -> str:
    """Commitment to a JSON value under a tag and a 64-digit salt (spec 00 §6)."""
    return commitment_to(tag, salt, encode(value))


def leaf_of(id_part: str, facts_part: str, lot_part: str) -> str:
    """Leaf of an enterprise from its three commitments (spec 01 §1)."""
    return lines_digest("sunlot/v1/leaf", f"id={id_part}", f"facts={facts_part}", f"lot={lot_part}")


def secret_commitment(campaign: int, draw: int, roster: str, party: str, secret: str) -> str:
    """Commitment of a party's secret (spec 02 §3)."""
    return lines_digest(
        "sunlot/v1/commitment",
        f"campaign={campaign}",
        f"draw={draw}",
        f"roster={roster}",
        f"party={party}",
        f"secret={secret}",
    )


@dataclass(frozen=True)
class SeedInputs:
    """Everything that enters a seed (spec 02 §4).

    `contributions` by representative number; `beacon` is what stands behind `beacon=`.
    """

    campaign: int
    draw: int
    roster: str
    types: Sequence[str]
    pool: str
    N: int
    m: int
    n: int
    operator: str
    contributions: Mapping[int, str]
    beacon: str = "none"


def seed_of(given: SeedInputs) -> str:
    """The seed as 64 hex digits (spec 02 §4)."""
    contributions = (f"contribution.{k}={v}" for k, v in sorted(given.contributions.items()))
    return lines_digest(
        "sunlot/v1/seed",
        f"campaign={given.campaign}",
        f"draw={given.draw}",
        f"roster={given.roster}",
        f"types={','.join(given.types)}",
        f"pool={given.pool}",
        f"N={given.N}",
        f"m={given.m}",
        f"n={given.n}",
        f"operator={given.operator}",
        *contributions,
        f"beacon={given.beacon}",
    )


def ticket(seed: str, label: str, key: str) -> str:
    """Ticket of a key under a label, 64 hex digits (spec 02 §5)."""
    return sha256(f"{seed}:{label}:{key}".encode("ascii")).hexdigest()


def draw_tickets(seed: str, leaves: Iterable[str]) -> list[str]:
    """`draw` tickets of many leaves; the common front is hashed once."""
    front = sha256(f"{seed}:draw:".encode("ascii"))
    tickets = []
    for leaf in leaves:
        one = front.copy()
        one.update(leaf.encode("ascii"))
        tickets.append(one.hexdigest())
    return tickets


def index(ticket_hex: str, total: int) -> int:
    """An integer 0 … total−1 out of a ticket, for total ≥ 1 (spec 02 §5)."""
    return (int(ticket_hex, 16) * total) >> 256


def drawn_count(planned: int, N: int, m: int) -> int:
    """n of a draw: the plan, at most the pool, at least the musts (spec 02 §1)."""
    return max(min(planned, N), m)


class Stratum(NamedTuple):
    """One stratum of spec 02 §6.1: its type, rows, musts, how many are drawn, cut-off, odds."""

    type: str
    N: int
    m: int
    n: int
    cutoff: str | None
    odds: tuple[int, int] | None


@dataclass(frozen=True)
class Selection:
    """Outcome of spec 02 §6: selected rows in list order, cut-off, odds, reserves in order.

    With `per_type` (§6.1) cut-off and odds are None, and `strata` has those of every type.
    """

    rows: tuple[tuple[str, str], ...]
    cutoff: str | None
    odds: tuple[int, int] | None
    reserves: tuple[str, ...]
    strata: tuple[Stratum, ...] = ()


def odds_of(N: int, m: int, n: int) -> tuple[int, int] | None:
    """Odds of every `r` row, not reduced; None if there is none (spec 02 §6)."""
    return None if m == N else (n - m, N - m)


def select(seed: str, pool: Sequence[tuple[str, str]], n: int) -> Selection:
    """Select n of the pool's rows (leaf, mark) by tickets (spec 02 §6); needs m ≤ n ≤ N."""
    random_leaves = [leaf for leaf, mark in pool if mark == "r"]
    free = n - (len(pool) - len(random_leaves))
    order = sorted(zip(draw_tickets(seed, random_leaves), random_leaves, strict=True))
    chosen = {leaf for _ticket, leaf in order[:free]}
    return Selection(
        rows=tuple(row for row in pool if row[1] == "m" or row[0] in chosen),
        cutoff=order[free - 1][0] if free > 0 else None,
        odds=(free, len(random_leaves)) if random_leaves else None,
        reserves=tuple(leaf for _ticket, leaf in order[free:]),
    )


class Facts(NamedTuple):
    """Facts of one enterprise (spec 01 §1); `last` are (type, date, sampler, tester)."""

    types: tuple[str, ...]
    failed: tuple[str, ...]
    last: tuple[tuple[str, str, str, str], ...]
    conflicts: tuple[str, ...]
    status: str

    def last_institutions(self, product_type: str) -> tuple[str, str] | None:
        """(sampler, tester) of the last visit for a type, None if there is none."""
        for name, _day, sampler, tester in self.last:
            if name == product_type:
                return sampler, tester
        return None


def facts_from(value: Mapping[str, Any]) -> Facts:
    """Facts out of a value that already passed the schema."""
    return Facts(
        types=tuple(value["types"]),
        failed=tuple([row["type"] for row in value["failed"]]),
        last=tuple(
            [(row["type"], row["date"], row["sampler"], row["tester"]) for row in value["last"]]
        ),
        conflicts=tuple(value["conflicts"]),
        status=value["status"],
    )


@dataclass(frozen=True)
class PoolRule:
    """What decides about the pool beside an enterprise's facts (spec 02 §1).

    `cut` is the first day that no longer counts as recent; None = no avoidance.
    """

    chosen: frozenset[str]
    reference: str
    cut: str | None
    drawn: Collection[str]


def pool_rule(
    chosen: Iterable[str], reference_date: str, months: int, drawn: Collection[str]
) -> PoolRule:
    """Prepare spec 02 §1 and §2 for one draw; dates must be valid."""
    cut = cut_date(reference_date, months) if months else None
    return PoolRule(frozenset(chosen), reference_date, cut, drawn)


def cut_date(reference_date: str, months: int) -> str:
    """`reference_date` minus calendar months (spec 02 §2)."""
    day = parse_date(reference_date)
    return add_months(day or date.max, -months).isoformat()


def place(rule: PoolRule, leaf: str, facts: Facts) -> tuple[str, tuple[str, ...]]:
    """Where one enterprise goes: ("m" or "r", candidates), (reason, ()), or ("", ()) = nowhere.

    The numbered rules of spec 02 §1, the first that fits.
    """
    own = tuple([name for name in facts.types if name in rule.chosen])
    if not own:
        return "", ()
    if facts.status != "normal":
        return facts.status, ()
    musts = tuple([name for name in facts.failed if name in rule.chosen])
    if musts:
        return "m", musts
    if leaf in rule.drawn:
        return "drawn", ()
    free = _without_avoided(rule, own, facts)
    return ("r", free) if free else ("avoidance", ())


def _without_avoided(rule: PoolRule, own: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    if rule.cut is None or not facts.last:
        return own
    avoided = {row[0] for row in facts.last if rule.cut < row[1] <= rule.reference}
    return tuple(name for name in own if name not in avoided)


def type_of(seed: str, lot: str, candidates: Sequence[str]) -> str:
    """Product type of a selected enterprise (spec 02 §7)."""
    return candidates[index(ticket(seed, "type", lot), len(candidates))]


@dataclass(frozen=True)
class PoolResult:
    """The pool of one draw: rows (leaf, mark), candidates by leaf, exclusions by reason."""

    rows: tuple[tuple[str, str], ...]
    candidates: Mapping[str, tuple[str, ...]]
    excluded: Mapping[str, int]


def build_pool(rule: PoolRule, roster: Iterable[tuple[str, Facts]]) -> PoolResult:
    """Pool of spec 02 §1 from (leaf, facts) ascending by leaf."""
    rows: list[tuple[str, str]] = []
    candidates: dict[str, tuple[str, ...]] = {}
    excluded = dict.fromkeys(("closed", "duplicate", "invalid", "drawn", "avoidance"), 0)
    for leaf, facts in roster:
        where, types = place(rule, leaf, facts)
        if types:
            rows.append((leaf, where))
            candidates[leaf] = types
        elif where:
            excluded[where] += 1
    return PoolResult(tuple(rows), candidates, excluded)
