"""The state of the book: what its entries say, and which entry may come next.

Contract: `LedgerState.after(entry)` folds one entry and enforces the order rules of spec 01 §8; an
entry that may not come there raises `Refusal("order", …)`. Pure: no storage, clock or chat. It is
folded over all entries at start and over each new one before the transaction commits, so that no
use case can write out of order even if its own check was forgotten.
Not handled here: who acts (use cases), whether numbers are right (they are computed, not typed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Any, Final

from inspection.errors import Refusal

Data = Mapping[str, Any]


class DrawStep(IntEnum):
    """How far a draw has come; the order of the rows of design §3."""

    COMMITTED = 1
    CHOSEN = 2
    FROZEN = 3
    CLOSED = 4
    OPENED = 5
    RESULTED = 6
    MATCHED = 7


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
    RESULT = "result"
    MATCH = "match"
    ANSWERS = "answers"
    END = "end"


@dataclass(frozen=True)
class DrawState:
    """One draw as far as the book has it. Digests are hex; counts are enterprises."""

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
    opened: Mapping[str, str] = field(default_factory=dict)
    seed: str = ""
    cutoff: str | None = None
    odds: tuple[int, int] | None = None
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
class CampaignState:
    """One campaign; `opened` is the data of its `campaign.open`."""

    number: int
    opened: Data
    audited: bool = False
    disclosed: frozenset[tuple[tuple[str, ...], str]] = frozenset()
    draws: tuple[DrawState, ...] = ()
    answered: frozenset[int] = frozenset()
    ended: str | None = None

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
        return (("facts", "id", "lot"), "all") in self.disclosed

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
    """Everything the order rules need to know of the entries so far."""

    size: int = 0
    origin: str = ""
    simulation: bool = False
    campaigns: tuple[CampaignState, ...] = ()
    nonces: frozenset[str] = field(default=frozenset())

    @property
    def campaign(self) -> CampaignState | None:
        """The open campaign: at most one (01 §3.1)."""
        last = self.campaigns[-1] if self.campaigns else None
        return last if last is not None and last.ended is None else None

    def after(self, kind: str, data: Data, seq: int) -> LedgerState:
        """This state with one more entry; raises `Refusal` where spec 01 §8 forbids it."""
        if kind not in _FOLDS:
            raise Refusal("order", kind=kind, reason="the kind is not known to this version")
        return replace(_FOLDS[kind](self, data, seq), size=seq + 1)

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
    DrawStep.RESULTED: Step.MATCH,
}


def _next_in_draw(campaign: CampaignState, draw: DrawState) -> Step:
    step = _NEXT_IN_DRAW[draw.step]
    if step is Step.CHOOSE and campaign.inherited_choice(draw.representative) is not None:
        return Step.INHERIT
    return step


# ── folds: one per kind; each checks its place (01 §8) and returns the new state ──


def _demand(condition: bool, kind: str, reason: str) -> None:
    if not condition:
        raise Refusal("order", kind=kind, reason=reason)


def _genesis(state: LedgerState, data: Data, seq: int) -> LedgerState:
    _demand(seq == 0 == state.size, "genesis", "it is entry 0 and only there")
    return replace(state, origin=data["origin"], simulation=data["simulation"])


def _campaign_open(state: LedgerState, data: Data, seq: int) -> LedgerState:
    _demand(seq > 0, "campaign.open", "the ledger has no genesis")
    _demand(state.campaign is None, "campaign.open", "another campaign is open")
    _demand(data["campaign"] == len(state.campaigns) + 1, "campaign.open", "number not the next")
    new = CampaignState(number=data["campaign"], opened=data)
    return replace(state, campaigns=(*state.campaigns, new))


def _running(state: LedgerState, data: Data, kind: str) -> CampaignState:
    campaign = state.find(data["campaign"])
    _demand(campaign.ended is None, kind, f"campaign {campaign.number} has ended")
    return campaign


def _roster_audit(state: LedgerState, data: Data, seq: int) -> LedgerState:
    campaign = _running(state, data, "roster.audit")
    _demand(not campaign.audited, "roster.audit", "the roster is already audited")
    return state.with_campaign(replace(campaign, audited=True))


def _draw_commit(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind = "draw.commit"
    campaign = _running(state, data, kind)
    _demand(campaign.audited, kind, "the roster is not audited yet")
    public = campaign.opened["policy"] == "sealed" or campaign.revealed
    _demand(public, kind, "policy open: the disclosure comes first")
    _demand(campaign.draw is None or not campaign.draw.open, kind, "a draw is still open")
    _demand(data["draw"] == len(campaign.draws) + 1, kind, "draw number not the next")
    _demand(data["representative"] == campaign.next_representative, kind, "not the turn")
    draw = DrawState(
        campaign=campaign.number,
        number=data["draw"],
        representative=data["representative"],
        step=DrawStep.COMMITTED,
        commitment=data["commitment"],
    )
    return state.with_campaign(campaign.with_draw(draw))


def _at(state: LedgerState, data: Data, kind: str, step: DrawStep) -> DrawState:
    campaign = _running(state, data, kind)
    draw = campaign.draw
    if draw is None or not draw.open or draw.number != data["draw"]:
        raise Refusal("order", kind=kind, reason=f"draw {data['draw']} is not open")
    _demand(draw.step == step, kind, f"the draw is at step {draw.step.name.lower()}")
    return draw


def _put(state: LedgerState, draw: DrawState) -> LedgerState:
    return state.with_campaign(state.find(draw.campaign).with_draw(draw))


def _draw_choice(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind = "draw.choice"
    draw = _at(state, data, kind, DrawStep.COMMITTED)
    campaign = state.find(draw.campaign)
    before = campaign.inherited_choice(draw.representative)
    types = tuple(data["types"])
    _demand(data["representative"] == draw.representative, kind, "another representative's turn")
    _demand(not set(types) & set(campaign.taken), kind, "a type is already taken")
    inherited = (before.number, before.types) if before else (None, types)
    _demand((data["inherited"], types) == inherited, kind, "a voided choice must be repeated")
    return _put(
        state,
        replace(draw, step=DrawStep.CHOSEN, types=types, inherited=data["inherited"]),
    )


def _draw_freeze(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _at(state, data, "draw.freeze", DrawStep.CHOSEN)
    frozen = replace(
        draw,
        step=DrawStep.FROZEN,
        pool=data["pool"]["count"],
        pool_root=data["pool"]["root"],
        pool_blob=data["pool"]["blob"],
        must=data["must"],
        planned=data["planned"],
        size=data["n"],
        excluded={row["reason"]: row["count"] for row in data["excluded"]},
    )
    return _put(state, frozen)


def _draw_contribution(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _at(state, data, "draw.contribution", DrawStep.FROZEN)
    number = data["representative"]
    _demand(number not in draw.contributions, "draw.contribution", "one per representative")
    added = {**draw.contributions, number: data["commitment"]}
    return _put(state, replace(draw, contributions=added))


def _draw_close(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _at(state, data, "draw.close", DrawStep.FROZEN)
    _demand(bool(draw.contributions), "draw.close", "there is no contribution")
    return _put(state, replace(draw, step=DrawStep.CLOSED))


def _draw_open(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind, party = "draw.open", data["party"]
    first = party == "operator"
    draw = _at(state, data, kind, DrawStep.CLOSED if first else DrawStep.OPENED)
    if not first:
        number = int(party.removeprefix("representative."))
        opened = [int(p.split(".")[1]) for p in draw.opened if p != "operator"]
        _demand(number in draw.contributions, kind, "it has no contribution")
        _demand(number > max(opened, default=0), kind, "openings ascend by number")
    added = {**draw.opened, party: data["secret"]}
    return _put(state, replace(draw, step=DrawStep.OPENED, opened=added))


def _draw_result(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _at(state, data, "draw.result", DrawStep.OPENED)
    odds = data["odds"]
    done = replace(
        draw,
        step=DrawStep.RESULTED,
        seed=data["seed"],
        cutoff=data["cutoff"],
        odds=None if odds is None else (odds[0], odds[1]),
        selection_root=data["selection"]["root"],
        selection_blob=data["selection"]["blob"],
    )
    return _put(state, done)


def _match_result(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _at(state, data, "match.result", DrawStep.RESULTED)
    over = data["over_quota"]
    columns = ("institution", "sampling", "testing")
    done = replace(
        draw,
        step=DrawStep.MATCHED,
        over_quota=(over["sampling"], over["testing"]),
        by_institution=tuple(tuple(row[c] for c in columns) for row in data["institutions"]),
        by_type=tuple((row["type"], row["pool"], row["drawn"]) for row in data["by_type"]),
        rows_root=data["rows"]["root"],
        waived=data["waived"],
        rotation_dropped=data["rotation_dropped"],
        digest=data["statement"],
        match_seq=seq,
    )
    return _put(state, done)


def _answerable(state: LedgerState, data: Data, kind: str) -> DrawState:
    campaign = _running(state, data, kind)
    _demand(1 <= data["draw"] <= len(campaign.draws), kind, f"there is no draw {data['draw']}")
    draw: DrawState = campaign.draws[data["draw"] - 1]
    _demand(draw.step == DrawStep.MATCHED, kind, "the draw has no result yet")
    right = (data["entry"], data["digest"]) == (draw.match_seq, draw.digest)
    _demand(right, kind, "digest or entry of another result")
    _demand(data["nonce"] not in state.nonces, kind, "the nonce was used before")
    return draw


def _confirm(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _answerable(state, data, "confirm")
    number = data["representative"]
    _demand(number not in draw.confirms, "confirm", "one per representative")
    done = _put(state, replace(draw, confirms={**draw.confirms, number: seq}))
    return replace(done, nonces=state.nonces | {data["nonce"]})


def _object(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _answerable(state, data, "object")
    number = data["representative"]
    _demand(number not in draw.objections, "object", "one per representative")
    done = _put(state, replace(draw, objections={**draw.objections, number: seq}))
    return replace(done, nonces=state.nonces | {data["nonce"]})


def _object_answer(state: LedgerState, data: Data, seq: int) -> LedgerState:
    campaign = _running(state, data, "object.answer")
    waiting = {row[0] for row in campaign.open_objections}
    _demand(data["objection"] in waiting, "object.answer", "no such open objection")
    return state.with_campaign(replace(campaign, answered=campaign.answered | {data["objection"]}))


def _draw_void(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind, late = "draw.void", data["reason"]["code"] == "verifier"
    campaign = state.find(data["campaign"]) if late else _running(state, data, kind)
    _demand(1 <= data["draw"] <= len(campaign.draws), kind, f"there is no draw {data['draw']}")
    draw = campaign.draws[data["draw"] - 1]
    _demand(draw.void is None, kind, "the draw is already void")
    passed = draw.step >= DrawStep.OPENED
    _demand(passed == late, kind, "the point of no return decides which code is allowed")
    return _put(state, replace(draw, void=data["reason"]["code"]))


def _campaign_close(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind = "campaign.close"
    campaign = _running(state, data, kind)
    _demand(campaign.audited, kind, "the roster was never audited; the campaign can be void")
    _demand(campaign.draw is None or not campaign.draw.open, kind, "a draw is still open")
    _demand(not campaign.open_objections, kind, "an objection is not answered")
    return state.with_campaign(replace(campaign, ended="closed"))


def _campaign_void(state: LedgerState, data: Data, seq: int) -> LedgerState:
    campaign = _running(state, data, "campaign.void")
    passed = any(draw.step >= DrawStep.OPENED for draw in campaign.draws)
    _demand(not passed, "campaign.void", "a draw passed the point of no return")
    return state.with_campaign(replace(campaign, ended="void"))


def _disclosure(state: LedgerState, data: Data, seq: int) -> LedgerState:
    campaign = state.find(data["campaign"])
    _demand(campaign.audited, "disclosure", "the roster is not audited yet")
    added = {(tuple(data["parts"]), data["rows"])}
    return state.with_campaign(replace(campaign, disclosed=campaign.disclosed | added))


_FOLDS: Final[Mapping[str, Callable[[LedgerState, Data, int], LedgerState]]] = {
    "genesis": _genesis,
    "campaign.open": _campaign_open,
    "roster.audit": _roster_audit,
    "draw.commit": _draw_commit,
    "draw.choice": _draw_choice,
    "draw.freeze": _draw_freeze,
    "draw.contribution": _draw_contribution,
    "draw.close": _draw_close,
    "draw.open": _draw_open,
    "draw.result": _draw_result,
    "match.result": _match_result,
    "confirm": _confirm,
    "object": _object,
    "object.answer": _object_answer,
    "draw.void": _draw_void,
    "campaign.close": _campaign_close,
    "campaign.void": _campaign_void,
    "disclosure": _disclosure,
}
