"""Selection: which enterprises of the pool are drawn (02 §6).

Contract: every must row is in; of the others the lowest (`draw` ticket, leaf). All lists are
ascending by leaf, save the reserves, which stand in the order in which they would follow.

With a uniformly random seed each `r` row has the same chance, the odds; a must row never moves
the cut-off, so one row can be checked from its leaf, the seed and the cut-off alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from draw.notation import MUST, RANDOM, refusal, require_count, require_leaves
from draw.tickets import raw_tickets


@dataclass(frozen=True, slots=True)
class Selection:
    """The enterprises drawn.

    `rows`: (leaf, mark of the pool) ascending by leaf. `cutoff`: the highest `draw` ticket of a
    chosen `r` row, inclusive; None if only musts were drawn. `odds`: (n-m, N-m), the chance of
    every `r` row, not reduced; None if there is no `r` row.
    """

    rows: tuple[tuple[str, str], ...]
    cutoff: str | None
    odds: tuple[int, int] | None


def select(seed: str, pool_rows: Sequence[tuple[str, str]], size: int) -> Selection:
    """Draw `size` rows of a pool (02 §6).

    `pool_rows` are (leaf, mark) ascending by leaf. Raises BadInput for a malformed pool, or a size
    below the number of musts or above that of rows.
    """
    must, others = _by_mark(pool_rows)
    _require_size(size, len(must), len(pool_rows))
    tickets = _tickets(seed, others)
    lowest = _lowest(tickets, size - len(must))
    drawn = [others[place] for place in sorted(lowest)]
    return Selection(
        # Two ascending runs: sorting them is merging them.
        rows=tuple(sorted(must + drawn)) if must else tuple(drawn),
        cutoff=tickets[lowest[-1]].hex() if lowest else None,
        odds=(len(lowest), len(others)) if others else None,
    )


def reserves(
    seed: str, pool_rows: Sequence[tuple[str, str]], selection: Selection
) -> tuple[str, ...]:
    """Return the leaves of the `r` rows not drawn, ascending by (`draw` ticket, leaf) (02 §6).

    Raises BadInput unless `selection` is what this seed draws from this pool.
    """
    if not selection.rows or select(seed, pool_rows, len(selection.rows)) != selection:
        advice = "Pass the selection that `select` returned for this seed and pool."
        raise refusal("selection", "what this seed draws from this pool", "another one", advice)
    others = _by_mark(pool_rows)[1]
    order = _ascending(_tickets(seed, others), range(len(others)))
    drawn = selection.odds[0] if selection.odds else 0
    return tuple(others[place][0] for place in order[drawn:])


def _by_mark(
    pool_rows: Sequence[tuple[str, str]],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the rows marked `m` and those marked `r` of a pool that is well-formed (00 §5)."""
    require_leaves("leaves of the pool", [leaf for leaf, _ in pool_rows])
    must = [row for row in pool_rows if row[1] == MUST]
    others = [row for row in pool_rows if row[1] == RANDOM]
    if len(must) + len(others) != len(pool_rows):
        strange = {mark for _, mark in pool_rows} - {MUST, RANDOM}
        raise refusal("mark of a pool row", "m or r", repr(min(strange)), "See 00 §5.")
    return must, others


def _tickets(seed: str, rows: Sequence[tuple[str, str]]) -> list[bytes]:
    return raw_tickets(seed, "draw", [leaf.encode() for leaf, _ in rows])


def _require_size(size: int, must: int, pool_size: int) -> None:
    require_count("n", size, least=1)
    if not must <= size <= pool_size:
        advice = "Take n from sample_size."
        raise refusal("n", f"m ≤ n ≤ N, {must} … {pool_size}", repr(size), advice)


def _lowest(tickets: Sequence[bytes], count: int) -> list[int]:
    """Return the places of the `count` lowest tickets, that of the highest of them last.

    Only the few between two bounds are sorted; sorting all would cost more than hashing. Bounds
    that the cut-off happens not to lie between are not used: the result is always that of sorting
    everything by (ticket, place).
    """
    every = range(len(tickets))
    if 0 < count < len(tickets):
        lower, upper = bounds(count, len(tickets))
        low = [place for place in every if tickets[place] <= upper]
        sure = [place for place in low if tickets[place] < lower]
        if len(sure) < count <= len(low):
            near = [place for place in low if tickets[place] >= lower]
            return sure + _ascending(tickets, near)[: count - len(sure)]
    return _ascending(tickets, every)[:count]


def bounds(count: int, total: int) -> tuple[bytes, bytes]:
    """Return two tickets between which the cut-off of `count` of `total` rows nearly always lies.

    Tickets are evenly spread; the bounds are eight deviations or more around the expected cut-off.
    """
    slack = 16 << count.bit_length() // 2
    return _expected(count - slack, total), _expected(count + slack, total)


def _expected(rank: int, total: int) -> bytes:
    """Return the ticket that about `rank` of `total` tickets are below."""
    number = (max(rank, 0) << 256) // total
    return min(number, 2**256 - 1).to_bytes(32, "big")


def _ascending(tickets: Sequence[bytes], places: Sequence[int]) -> list[int]:
    # Places ascend by leaf and the sort is stable, so equal tickets stay in the order of their
    # leaves; sorting (ticket, leaf) pairs says the same at three times the cost.
    return sorted(places, key=tickets.__getitem__)
