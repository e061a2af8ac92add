"""Seeds rebuilt from the book (spec 02 §4)."""

from collections.abc import Iterator, Sequence
from itertools import product

from .book import Draw
from .material import DrawMaterial, distinct
from .rules import SeedInputs, seed_of
from .step03_entries import Entry


def rebuilt_seeds(known: DrawMaterial, beacons: Sequence[str]) -> tuple[str, ...]:
    """Every seed that published or rebuilt values give; one in a book without faults.

    `beacons` are the texts that may stand behind `beacon=`. Empty where an entry is missing.
    """
    draw, pool = known.draw, known.pool
    choice, freeze, close, opening = draw.choice, draw.freeze, draw.close, draw.operator_open
    if choice is None or freeze is None or close is None or opening is None or draw.uncertain:
        return ()
    roots = distinct([freeze.data["pool"]["root"], *([] if pool is None else [pool.root])])
    ways = product(known.base.roster_roots(), roots, known.N, known.m, known.n, beacons)
    operator, types = opening.data["secret"], choice.data["types"]
    return distinct(
        seed_of(SeedInputs(*draw.id, roster, types, root, N, m, n, operator, given, beacon))
        for roster, root, N, m, n, beacon in ways
        for given in _contributions(draw, close)
    )


def _contributions(draw: Draw, close: Entry) -> Iterator[dict[int, str]]:
    """What stands in the seed per representative: as draw.close lists them, then as made."""
    opened = {k: e.data["secret"] for k, e in draw.representative_openings().items()}
    made = {e.data["representative"]: e.data["commitment"] for e in reversed(draw.contributions)}
    told = {row["representative"]: row["commitment"] for row in close.data["contributions"]}
    for commitments in (told, made):
        yield {number: opened.get(number, value) for number, value in commitments.items()}
