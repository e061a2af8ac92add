"""The state of the book: what its entries say, and what the open campaign waits for.

Pure values. `order.after` folds entries into them and enforces the order rules of spec 01 §8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Any, Final

from draw import CHAINS, Beacon, Chain, Stratum
from inspection.errors import Refusal

Data = Mapping[str, Any]


class DrawStep(IntEnum):
    """How far a draw has come; the order of the rows of design §3."""

    COMMITTED = 1
    CHOSEN = 2
    FROZEN = 3
    CLOSED = 4
    OPENED = 5
    BEACONED = 6
    RESULTED = 7
    MATCHED = 8


class Step(StrEnum):
    """What the campaign waits for."""

    NO_CAMPAIGN = "no_campaign"
    AUDIT = "audit"
    DISCLOSE = "disclose"
    COMMIT = "commit"
    CHOOSE = "choose"
    INHERIT = "inherit"
    FREEZE = "freeze"
    CONTRIBUTE = "contribute"
    OPEN = "open"
    BEACON = "beacon"
    RESULT = "result"
    MATCH = "match"
    ANSWERS = "answers"
    END = "end"


@dataclass(frozen=True)
class DrawState:
    """One draw as far as the book has it. Digests are hex; counts are enterprises.

    `round` and `beacon` are None without a beacon; the `…_seq` are entry numbers, -1 before there
    is one: `no_return_seq` that of the operator's opening, `open_seq` that of the last one.
    """

    campaign: int
    number: int
    representative: int
    step: DrawStep
    commitment: str
    types: tuple[str, ...] = ()
    inherited: int | None = None
    pool: int = 0
    pool_root: str = ""
    pool_blob: str = ""
    must: int = 0
    planned: int = 0
    size: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    contributions: Mapping[int, str] = field(default_factory=dict)
    made_by: Mapping[int, str] = field(default_factory=dict)
    round: int | None = None
    beacon: Beacon | None = None
    bracket: str | None = None
    commit_seq: int = -1
    close_seq: int = -1
    open_seq: int = -1
    no_return_seq: int = -1
    opened: Mapping[str, str] = field(default_factory=dict)
    seed: str = ""
    cutoff: str | None = None
    odds: tuple[int, int] | None = None
    strata: tuple[Stratum, ...] = ()
    selected: int = 0
    selection_root: str = ""
    selection_blob: str = ""
    over_quota: tuple[int, int] = (0, 0)
    by_institution: tuple[tuple[str, int, int], ...] = ()
    by_type: tuple[tuple[str, int, int], ...] = ()
    rows_root: str = ""
    waived: int = 0
    rotation_dropped: int = 0
    digest: str = ""
    match_seq: int = -1
    confirms: Mapping[int, int] = field(default_factory=dict)
    objections: Mapping[int, int] = field(default_factory=dict)
    void: str | None = None

    @property
    def open(self) -> bool:
        """Neither matched nor void: the next draw has to wait."""
        return self.void is None and self.step < DrawStep.MATCHED

    @property
    def counts(self) -> bool:
        """Matched and not void: its types are taken and its selection counts as drawn."""
        return self.void is None and self.step == DrawStep.MATCHED


@dataclass(frozen=True)
class Disclosed:
    """A `disclosure`: these parts are open, of `all` or the `selected` rows, `count` of them."""

    parts: tuple[str, ...]
    rows: str
    count: int


@dataclass(frozen=True)
class CampaignState:
    """One campaign; `opened` is the data of its `campaign.open`."""

    number: int
    opened: Data
    audited: bool = False
    disclosed: frozenset[Disclosed] = frozenset()
    draws: tuple[DrawState, ...] = ()
    answered: frozenset[int] = frozenset()
    founded: frozenset[int] = frozenset()
    ended: str | None = None

    @property
    def chain(self) -> Chain | None:
        """The campaign's beacon (spec 02 §11); None for `none`."""
        return CHAINS.get(self.opened["beacon"])

    @property
    def draw(self) -> DrawState | None:
        """The latest draw, whatever its state."""
        return self.draws[-1] if self.draws else None

    @property
    def next_representative(self) -> int | None:
        """The smallest number without a draw that counts (01 §8.3); None when all have one."""
        done = {draw.representative for draw in self.draws if draw.counts}
        numbers = [row["number"] for row in self.opened["representatives"]]
        return next((number for number in numbers if number not in done), None)

    @property
    def taken(self) -> Mapping[str, int]:
        """Type → the draw that chose it, of all draws that are not void."""
        return {code: d.number for d in self.draws if d.void is None for code in d.types}

    @property
    def revealed(self) -> bool:
        """All parts of all rows stand in one disclosure: policy `open` needs it before a draw."""
        everything = ("facts", "id", "lot")
        return any((d.parts, d.rows) == (everything, "all") for d in self.disclosed)

    @property
    def has_choice(self) -> bool:
        """Somebody has chosen, in a voided draw too: from then on it can be closed, not void."""
        return any(draw.types for draw in self.draws)

    @property
    def open_objections(self) -> tuple[tuple[int, DrawState, int], ...]:
        """(seq, draw, representative) of every objection without an answer, void draws too."""
        return tuple(
            (seq, draw, number)
            for draw in self.draws
            for number, seq in draw.objections.items()
            if seq not in self.answered
        )

    def inherited_choice(self, representative: int) -> DrawState | None:
        """The voided draw whose choice the next draw of this representative must repeat."""
        mine = [d for d in self.draws if d.representative == representative and d.types]
        return mine[-1] if mine and mine[-1].void is not None else None

    def with_draw(self, draw: DrawState) -> CampaignState:
        """This campaign with one draw replaced, or added as the next."""
        others = tuple(d for d in self.draws if d.number != draw.number)
        return replace(self, draws=tuple(sorted((*others, draw), key=lambda d: d.number)))


@dataclass(frozen=True)
class LedgerState:
    """Everything the order rules need to know of the entries so far.

    `witnesses` is (body, vkey) of the policy, of which `quorum` must sign (spec 01 §2).
    """

    size: int = 0
    origin: str = ""
    simulation: bool = False
    quorum: int = 0
    witnesses: tuple[tuple[str, str], ...] = ()
    campaigns: tuple[CampaignState, ...] = ()
    nonces: frozenset[str] = field(default=frozenset())

    @property
    def campaign(self) -> CampaignState | None:
        """The open campaign: at most one (01 §3.1)."""
        last = self.campaigns[-1] if self.campaigns else None
        return last if last is not None and last.ended is None else None

    @property
    def awaiting(self) -> DrawState | None:
        """The draw whose openings are in the book and whose beacon is not (01 §8.5, at its end)."""
        campaign = self.campaign
        draw = campaign.draw if campaign is not None else None
        if campaign is None or campaign.chain is None or draw is None:
            return None
        return draw if draw.open and draw.step is DrawStep.OPENED else None

    def find(self, campaign: int) -> CampaignState:
        """The campaign of that number, open or ended."""
        if not 1 <= campaign <= len(self.campaigns):
            raise Refusal("order", kind="entry", reason=f"there is no campaign {campaign}")
        return self.campaigns[campaign - 1]

    def with_campaign(self, campaign: CampaignState) -> LedgerState:
        """This state with one campaign replaced."""
        rows = list(self.campaigns)
        rows[campaign.number - 1] = campaign
        return replace(self, campaigns=tuple(rows))


def next_step(state: LedgerState) -> Step:
    """What the open campaign waits for; the official's board and every refusal name it."""
    campaign = state.campaign
    if campaign is None:
        return Step.NO_CAMPAIGN
    if not campaign.audited:
        return Step.AUDIT
    if campaign.opened["policy"] == "open" and not campaign.revealed:
        return Step.DISCLOSE
    draw = campaign.draw
    if draw is not None and draw.open:
        return _next_in_draw(campaign, draw)
    if campaign.next_representative is not None:
        return Step.COMMIT
    return Step.ANSWERS if campaign.open_objections else Step.END


_NEXT_IN_DRAW: Final[Mapping[DrawStep, Step]] = {
    DrawStep.COMMITTED: Step.CHOOSE,
    DrawStep.CHOSEN: Step.FREEZE,
    DrawStep.FROZEN: Step.CONTRIBUTE,
    DrawStep.CLOSED: Step.OPEN,
    DrawStep.OPENED: Step.RESULT,
    DrawStep.BEACONED: Step.RESULT,
    DrawStep.RESULTED: Step.MATCH,
}


def _next_in_draw(campaign: CampaignState, draw: DrawState) -> Step:
    step = _NEXT_IN_DRAW[draw.step]
    if step is Step.CHOOSE and campaign.inherited_choice(draw.representative) is not None:
        return Step.INHERIT
    if draw.step is DrawStep.OPENED and campaign.chain is not None:
        return Step.BEACON
    return step
