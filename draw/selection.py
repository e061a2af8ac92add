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
    leaves = _random_leaves(pool_rows)
    must = len(pool_rows) - len(leaves)
    _require_size(size, must, len(pool_rows))
    tickets = raw_tickets(seed, "draw", leaves)
    lowest = _lowest(tickets, size - must)
    chosen = frozenset(leaves[place] for place in lowest)
    return Selection(
        rows=tuple(row for row in pool_rows if row[1] == MUST or row[0] in chosen),
        cutoff=tickets[lowest[-1]].hex() if lowest else None,
        odds=(len(lowest), len(leaves)) if leaves else None,
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
    leaves = _random_leaves(pool_rows)
    order = _ascending(raw_tickets(seed, "draw", leaves), range(len(leaves)))
    drawn = selection.odds[0] if selection.odds else 0
    return tuple(leaves[place] for place in order[drawn:])


def _random_leaves(pool_rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return the leaves marked `r`, ascending, of a pool that is well-formed (00 §5)."""
    require_leaves("leaves of the pool", [leaf for leaf, _ in pool_rows])
    if strange := {mark for _, mark in pool_rows} - {MUST, RANDOM}:
        raise refusal("mark of a pool row", "m or r", repr(min(strange)), "See 00 §5.")
    return [leaf for leaf, mark in pool_rows if mark == RANDOM]


def _require_size(size: int, must: int, pool_size: int) -> None:
    require_count("n", size, least=1)
    if not must <= size <= pool_size:
        advice = "Take n from sample_size."
        raise refusal("n", f"m ≤ n ≤ N, {must} … {pool_size}", repr(size), advice)


def _lowest(tickets: Sequence[bytes], count: int) -> list[int]:
    """Return the places of the `count` lowest tickets, ascending by (ticket, place).

    Tickets are evenly spread, so nearly all high ones can be left out before sorting, which would
    otherwise cost half as much as hashing. A bound that happens to leave too few is not used: the
    result is always that of sorting everything.
    """
    every = range(len(tickets))
    guess = count + count // 8 + 64
    if guess < len(tickets):
        bound = ((guess << 256) // len(tickets)).to_bytes(32, "big")
        low = [place for place in every if tickets[place] < bound]
        if len(low) >= count:
            return _ascending(tickets, low)[:count]
    return _ascending(tickets, every)[:count]


def _ascending(tickets: Sequence[bytes], places: Sequence[int]) -> list[int]:
    # Places ascend by leaf and the sort is stable, so equal tickets stay in the order of their
    # leaves; sorting (ticket, leaf) pairs says the same at three times the cost.
    return sorted(places, key=tickets.__getitem__)
