"""Many tries of every strategy, what came out, and how that compares with honest odds.

A try is one sitting: the operator plays, shows one book, the reader judges it. It *succeeds* if the
book is `proven` (exit 0), has a draw that stands, and that draw meets the goal. A try without a
proven draw must be visible: in the verdict, as an open or void draw in the book, or because a
witness holds more than is shown.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.steering import after, before, voids
from tests.steering.dishonest import Operator
from tests.steering.fork import Fork
from tests.steering.reader import Reader, Reading
from tests.steering.scene import Goal, Scene, scene
from tests.steering.strategy import Promise, Strategy
from verifier.selftest.draw_rules import leaf_hash
from verifier.selftest.publishing import ORIGIN, START

SEED = "sunlot/steering/1"
"""Base of all seeds: the same figures every time."""
FIRST_SITTING = START + 86_400
SECONDS_BETWEEN = 300


def _mixed(me: Operator) -> Fork:
    """Any of the strategies that keep what is welcome, a different one each time."""
    mode = me.scene.mode.key
    tricks = [one for one in _ALL if one.promise is Promise.KEEPS_WELCOME and mode in one.modes]
    return me.rng.choice(tricks).play(me)


_ALL = (*before.STRATEGIES, *after.STRATEGIES, *voids.STRATEGIES)
MIXED = Strategy(
    "mixed",
    "all",
    "steers by any of the others if it can, else keeps honest",
    "as the others",
    Promise.KEEPS_WELCOME,
    _mixed,
)
STRATEGIES = (*_ALL, MIXED)


def strategies_of(mode: str) -> list[Strategy]:
    """The strategies that make sense in a mode."""
    return [one for one in STRATEGIES if mode in one.modes]


@dataclass(frozen=True)
class Plan:
    """A share of the work: tries `first` … `last` − 1 of one strategy for one goal in one mode.

    `place` numbers the plans of a mode, so that no two tries sit at the same time.
    """

    mode: str
    goal: str
    strategy: str
    first: int
    last: int
    place: int


@dataclass
class Tally:
    """What came out of the tries of one strategy.

    `visible`: tries without a proven draw, each seen somewhere; `unseen`: those that were not, and
    proven books that lack a draw a quorum had sealed (must be 0). `void`, `open`: draws so in the
    books shown. `not_before`: tries of which the report says that the list is not proven to have
    been closed before the beacon.
    """

    tries: int = 0
    proven: int = 0
    met: int = 0
    visible: int = 0
    unseen: int = 0
    void: int = 0
    open: int = 0
    not_before: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        names = vars(self)
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def trials(self, promise: Promise) -> int:
        """How many results the operator had to live with or turn down in public."""
        return {Promise.FAIR: self.proven, Promise.KEEPS_WELCOME: self.tries, Promise.NEVER: 0}[
            promise
        ]


def sit(stage: Scene, goal: Goal, strategy: Strategy, index: int, start: int) -> Sitting:
    """Let the operator try once; `index` and `start` (seconds) make the try its own."""
    rng = Random(f"{SEED}/{stage.mode.key}/{goal.name}/{strategy.name}/{index}")
    operator = Operator(stage, goal, rng, start)
    return Sitting(operator, strategy.play(operator))


@dataclass(frozen=True)
class Sitting:
    """The operator after a try, and the book it shows."""

    operator: Operator
    book: Fork

    def hides_sealed(self) -> bool:
        """True if a draw that a quorum sealed in time is not in the book that is shown."""
        shown = {leaf_hash(entry) for entry in self.book.entries}
        return not self.operator.sealed <= shown

    def is_behind(self) -> bool:
        """True if an honest witness holds a larger book than is shown."""
        held = [body.rows.newest(ORIGIN) for body in self.operator.bodies]
        return any(one is not None and one.head.size > len(self.book.entries) for one in held)


def count(tally: Tally, goal: Goal, sitting: Sitting, reading: Reading) -> None:
    """Add a try that was judged."""
    proven = reading.drawn is not None
    seen = bool(reading.verdict != "proven" or reading.open or reading.void or sitting.is_behind())
    tally.tries += 1
    tally.proven += proven
    tally.met += reading.drawn is not None and goal.met(reading.drawn)
    tally.visible += not proven and seen
    tally.unseen += sitting.hides_sealed() if proven else not seen
    tally.void += reading.void
    tally.open += reading.open
    tally.not_before += reading.says_not_before
    tally.verdicts[reading.verdict] += 1
    tally.reasons.update(set(reading.unproven))


def run(plan: Plan, folder: Path, reader: Reader | None = None) -> Tally:
    """Do a share of the work, judged in `folder`, which is best kept in memory."""
    stage = scene(plan.mode)
    goal = stage.goal(plan.goal)
    strategy = next(one for one in STRATEGIES if one.name == plan.strategy)
    judge = reader or Reader(folder, stage)
    tally = Tally()
    for index in range(plan.first, plan.last):
        start = FIRST_SITTING + SECONDS_BETWEEN * (plan.place + index)
        sitting = sit(stage, goal, strategy, index, start)
        count(tally, goal, sitting, judge.judge(sitting.book))
    return tally


def plans(mode: str, goals: Iterable[str], tries: int) -> Iterator[Plan]:
    """Share `tries` per goal out to the strategies of a mode; the first get what is left over."""
    known, place = strategies_of(mode), 0
    for goal in goals:
        for number, one in enumerate(known):
            each = tries // len(known) + (number < tries % len(known))
            yield Plan(mode, goal, one.name, 0, each, place)
            place += each


def chi_square(hits: int, trials: int, odds: float) -> float:
    """p of Pearson's test of `hits` in `trials` against `odds`, one degree of freedom.

    1.0 for no trials: then there is nothing that could differ.
    """
    if trials == 0:
        return 1.0
    expected = trials * odds
    statistic = (hits - expected) ** 2 / (expected * (1 - odds))
    return math.erfc(math.sqrt(statistic / 2))
