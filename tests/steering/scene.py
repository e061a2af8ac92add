"""What is fixed before a sitting begins: the book up to the audit, the people, the pool, the goals.

Every try of one mode starts from the same first three entries, signed once, so that trying is fast.
The roster is invented: 100 enterprises of one type, four of them must be in, 16 are drawn. So an
enterprise that is not a must has the odds 12/96.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Final

from verifier.selftest import draw_rules as rules
from verifier.selftest.beacons import TEST, PlainChain
from verifier.selftest.book import Maker
from verifier.selftest.publishing import Data

TYPE: Final = "A01"
SIZE, MUST, PLANNED, FRIENDS = 100, 4, 16, 20
SEATS: Final = (1, 2, 3, 4, 5)
"""The representatives; all contribute."""
HONEST: Final = 1
"""The one whom the operator cannot win over; the lowest number, so that colluders open last."""
COLLUDERS: Final = SEATS[1:]


@dataclass(frozen=True)
class Mode:
    """What the ledger has: a beacon or none, how many witnesses (the quorum is their majority)."""

    key: str
    name: str
    beacon: bool
    witnesses: int

    @property
    def chain(self) -> PlainChain | None:
        """The test chain; its formats and checks are those of the real ones."""
        return TEST if self.beacon else None


MODES: Final = {
    one.key: one
    for one in (
        Mode("a", "beacon and witnesses", beacon=True, witnesses=3),
        Mode("b", "beacon, no witnesses", beacon=True, witnesses=0),
        Mode("c", "neither", beacon=False, witnesses=0),
        Mode("d", "witnesses, no beacon", beacon=False, witnesses=3),
    )
}


@dataclass(frozen=True)
class Goal:
    """What the operator wants of a draw: one chosen leaf in, or all chosen leaves out."""

    name: str
    chosen: frozenset[str]
    wants_in: bool

    def met(self, drawn: Collection[str]) -> bool:
        """Tell whether these drawn leaves are what the operator wants."""
        touched = self.chosen.intersection(drawn)
        return touched == self.chosen if self.wants_in else not touched

    def odds(self) -> float:
        """Chance of an honest draw to meet the goal (02 §6, §10): hypergeometric."""
        free, picked, chosen = SIZE - MUST, PLANNED - MUST, len(self.chosen)
        if self.wants_in:
            return comb(free - chosen, picked - chosen) / comb(free, picked)
        return comb(free - chosen, picked) / comb(free, picked)


@dataclass(frozen=True)
class Scene:
    """One ledger after its first three entries, with every key of the operator."""

    mode: Mode
    maker: Maker
    prefix: tuple[bytes, ...]
    blobs: Mapping[str, bytes]
    pool: tuple[tuple[str, str], ...]
    candidates: Mapping[str, list[str]]
    excluded: Mapping[str, int]
    pool_root: str

    def goal(self, name: str) -> Goal:
        """`in`: one enterprise is to be drawn; `out`: twenty are not."""
        free = sorted(leaf for leaf, mark in self.pool if mark == "r")
        if name == "in":
            return Goal(name, frozenset(free[:1]), wants_in=True)
        return Goal(name, frozenset(free[:FRIENDS]), wants_in=False)

    def person(self, number: int) -> str:
        """The public commitment of a representative."""
        person: str = self.maker.seats[number - 1]["person"]
        return person


GOALS: Final = ("in", "out")


def _plain(number: int, facts: Data) -> None:
    failed = [{"evidence": f"R{number}", "type": TYPE}] if number < MUST else []
    facts |= {"conflicts": [], "failed": failed, "last": [], "status": "normal", "types": [TYPE]}


def _plan(catalogue: list[Data]) -> None:
    for row in catalogue:
        row["planned"] = PLANNED


@cache
def scene(mode: str, *, name: int = 1) -> Scene:
    """The scene of a mode; `name` other than 1 is another book under the same log key."""
    made = MODES[mode]
    beacon = "test" if made.beacon else None
    maker = Maker(size=SIZE, seed=name, witnesses=made.witnesses, beacon=beacon)
    if name != 1:
        maker.log = scene(mode).maker.log
    maker.facts_hook, maker.catalogue_hook = _plain, _plan
    maker.open_campaign(representatives=len(SEATS), months=0)
    facts = {leaf: one["facts"]["value"] for leaf, one in maker.leaves.items()}
    day = maker.opening_data["reference_date"]
    pool, candidates, excluded = rules.pool_of(facts, [TYPE], day, 0, set())
    return Scene(
        made,
        maker,
        tuple(maker.sealed_entries()),
        dict(maker.blobs),
        tuple(pool),
        candidates,
        excluded,
        rules.list_root(pool),
    )
