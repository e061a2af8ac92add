"""State of the walk that checks the order of the entries (spec 01 §8)."""

from dataclasses import dataclass, field

from .beacon import CHAINS, Chain
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
    """One campaign as far as the walk has come; `objections` tells which are answered."""

    number: int
    opening: Entry
    audited: bool = False
    disclosed: bool = False
    ended: bool = False
    draws: dict[int, DrawState] = field(default_factory=dict)
    objections: dict[int, bool] = field(default_factory=dict)

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

    def not_drawn(self) -> list[int]:
        """Numbers without a matched draw that is not void (spec 01 §6, §8.3)."""
        done = {d.representative for d in self.draws.values() if d.matched and not d.void}
        return [number for number in self.representatives() if number not in done]

    def open_draws(self) -> list[int]:
        """Numbers of the draws that have begun and not ended; at most one in an honest book."""
        return [draw.number for draw in self.draws.values() if draw.is_open()]
