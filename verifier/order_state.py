"""State of the walk that checks the order of the entries (spec 01 §8)."""

from bisect import bisect_left, insort
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from .beacon import CHAINS, Chain
from .findings import DrawId
from .step03_entries import Entry

# The acts of a draw in their order.
STAGES = (
    "draw.commit",
    "draw.choice",
    "draw.freeze",
    "draw.contribution",
    "draw.close",
    "draw.open",
    "draw.beacon",
    "draw.result",
    "match.result",
)
CHOSEN = STAGES.index("draw.choice")
OPENED = STAGES.index("draw.open")
BEACON = STAGES.index("draw.beacon")
# For each stage the stages after which its entry may stand, with a beacon and without one. (A
# draw.beacon that ought not to be there has been told; what follows it is then in place.)
AFTER = {kind: {place - 1} for place, kind in enumerate(STAGES)}
AFTER["draw.contribution"] |= {STAGES.index("draw.contribution")}
AFTER_WITHOUT = {**AFTER, "draw.beacon": set[int](), "draw.result": {OPENED, BEACON}}


T = TypeVar("T", bound=Hashable)


def _put(members: dict[T, None], name: T, belongs: bool) -> None:
    """Put a name among the members, or take it out; they stay in the order of their coming."""
    if belongs:
        members[name] = None
    else:
        members.pop(name, None)


@dataclass
class DrawState:
    """One draw as far as the walk has come; `stage` is a place in STAGES.

    `closed_at` is the time of its draw.close in seconds.
    """

    number: int
    representative: int
    stage: int = 0
    types: tuple[str, ...] = ()
    contributed: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    answered: set[tuple[str, int]] = field(default_factory=set)
    matched: bool = False
    void: bool = False
    closed_at: int | None = None

    def is_open(self) -> bool:
        """True until the draw is matched or void."""
        return not self.matched and not self.void


@dataclass
class CampaignState:
    """One campaign as far as the walk has come; `objections` tells which are answered.

    What an entry is compared with is kept here and brought up to date by `settle`: a walk over all
    draws for each entry would take a book of many void draws the square of its length.
    """

    number: int
    opening: Entry
    audited: bool = False
    disclosed: bool = False
    ended: bool = False
    chosen: bool = False
    latest: int = 0
    draws: dict[int, DrawState] = field(default_factory=dict)
    objections: dict[int, bool] = field(default_factory=dict)
    _open: dict[int, None] = field(default_factory=dict)
    _drawn: dict[int, dict[int, None]] = field(default_factory=dict)
    _used: dict[str, dict[int, None]] = field(default_factory=dict)
    _given_up: dict[int, list[int]] = field(default_factory=dict)

    @property
    def chain(self) -> Chain | None:
        """The campaign's beacon, None if it has none."""
        return CHAINS.get(self.opening.data["beacon"])

    def after(self, kind: str) -> set[int]:
        """The stages of a draw after which an entry of this kind may stand."""
        return (AFTER_WITHOUT if self.chain is None else AFTER)[kind]

    def representatives(self) -> range:
        """Numbers of the representatives."""
        return range(1, len(self.opening.data["representatives"]) + 1)

    def settle(self, draw: DrawState) -> None:
        """Take in what an entry has changed of a draw."""
        self.chosen = self.chosen or draw.stage >= CHOSEN
        self.latest = max(self.latest, draw.number)
        _put(self._open, draw.number, draw.is_open())
        own = self._drawn.setdefault(draw.representative, {})
        _put(own, draw.number, draw.matched and not draw.void)
        for name in draw.types:
            _put(self._used.setdefault(name, {}), draw.number, not draw.void)
        if draw.void and draw.types and self._inherited(draw, draw.number + 1) != draw.number:
            insort(self._given_up.setdefault(draw.representative, []), draw.number)

    def not_drawn(self) -> list[int]:
        """Numbers without a matched draw that is not void (spec 01 §6, §8.3)."""
        return [number for number in self.representatives() if not self._drawn.get(number)]

    def some_open(self) -> bool:
        """True if a draw has begun and not ended."""
        return bool(self._open)

    def is_used(self, name: str) -> bool:
        """True if a draw that is not void has chosen this type."""
        return bool(self._used.get(name))

    def inherited(self, draw: DrawState) -> DrawState | None:
        """The latest void draw of the same representative that got as far as a choice."""
        number = self._inherited(draw, draw.number)
        return None if number is None else self.draws[number]

    def _inherited(self, draw: DrawState, before: int) -> int | None:
        numbers = self._given_up.get(draw.representative, [])
        place = bisect_left(numbers, before)
        return numbers[place - 1] if place else None


@dataclass
class BookState:
    """The whole book as far as the walk has come.

    `running` are the campaigns that have not ended; `waiting` are draws of campaigns with a beacon
    whose operator has opened, until beacon or void (01 §8.5).
    """

    campaigns: dict[int, CampaignState] = field(default_factory=dict)
    latest: int = 0
    running: dict[int, None] = field(default_factory=dict)
    waiting: dict[DrawId, None] = field(default_factory=dict)

    def settle(self, entry: Entry) -> None:
        """Take in what an entry has changed."""
        campaign = self.campaigns.get(entry.data["campaign"])
        if campaign is None:
            return
        self.latest = max(self.latest, campaign.number)
        _put(self.running, campaign.number, not campaign.ended)
        draw = campaign.draws.get(entry.data.get("draw", 0))
        if draw is not None:
            campaign.settle(draw)
            waits = campaign.chain is not None and draw.stage == OPENED and draw.is_open()
            _put(self.waiting, (campaign.number, draw.number), waits)
