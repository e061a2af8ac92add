"""Which entry may come next: the order rules of spec 01 §8, as a fold over the entries.

Contract: `after(state, kind, data, seq)` gives the state with one more entry; an entry that may not
come there raises `Refusal("order", …)`. Pure: no storage, clock or chat. It is folded over all
entries at start and over each new one before its transaction commits, so that no use case can write
out of order even if its own check was forgotten.
Not handled here: who acts (use cases), whether numbers are right (they are computed, not typed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from draw import BadInput, Beacon, Stratum
from inspection.campaign import CampaignState, Data, DrawState, DrawStep, LedgerState
from inspection.errors import Refusal
from inspection.order_ends import (
    campaign_close_entry,
    campaign_void_entry,
    confirm_entry,
    demand,
    disclosure_entry,
    draw_void_entry,
    object_answer_entry,
    object_entry,
    put,
    running,
)


def after(state: LedgerState, kind: str, data: Data, seq: int) -> LedgerState:
    """The state with one more entry; raises `Refusal` where spec 01 §8 forbids it."""
    if kind not in _FOLDS:
        raise Refusal("order", kind=kind, reason="the kind is not known to this version")
    waiting = state.awaiting
    if waiting is not None and not _goes_on(waiting, kind, data):
        raise Refusal("waits_for_beacon", draw=waiting.number)
    return replace(_FOLDS[kind](state, data, seq), size=seq + 1)


def _goes_on(waiting: DrawState, kind: str, data: Data) -> bool:
    """Whether the entry belongs to a draw that waits for its beacon.

    Any other one would replace the head that the witnesses signed over its openings, with which
    everybody holds the proof of time.
    """
    mine = (data.get("campaign"), data.get("draw")) == (waiting.campaign, waiting.number)
    return mine and kind in ("draw.open", "draw.beacon", "draw.void")


def _genesis(state: LedgerState, data: Data, seq: int) -> LedgerState:
    demand(seq == 0 == state.size, "genesis", "it is entry 0 and only there")
    return replace(
        state,
        origin=data["origin"],
        simulation=data["simulation"],
        quorum=data["quorum"],
        witnesses=tuple((row["body"], row["vkey"]) for row in data["witnesses"]),
    )


def _campaign_open(state: LedgerState, data: Data, seq: int) -> LedgerState:
    demand(seq > 0, "campaign.open", "the ledger has no genesis")
    demand(state.campaign is None, "campaign.open", "another campaign is open")
    demand(data["campaign"] == len(state.campaigns) + 1, "campaign.open", "number not the next")
    new = CampaignState(number=data["campaign"], opened=data)
    return replace(state, campaigns=(*state.campaigns, new))


def _roster_audit(state: LedgerState, data: Data, seq: int) -> LedgerState:
    campaign = running(state, data, "roster.audit")
    demand(not campaign.audited, "roster.audit", "the roster is already audited")
    return state.with_campaign(replace(campaign, audited=True))


def _draw_commit(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind = "draw.commit"
    campaign = running(state, data, kind)
    demand(campaign.audited, kind, "the roster is not audited yet")
    public = campaign.opened["policy"] == "sealed" or campaign.revealed
    demand(public, kind, "policy open: the disclosure comes first")
    demand(campaign.draw is None or not campaign.draw.open, kind, "a draw is still open")
    demand(data["draw"] == len(campaign.draws) + 1, kind, "draw number not the next")
    demand(data["representative"] == campaign.next_representative, kind, "not the turn")
    draw = DrawState(
        campaign=campaign.number,
        number=data["draw"],
        representative=data["representative"],
        step=DrawStep.COMMITTED,
        commitment=data["commitment"],
        commit_seq=seq,
    )
    return state.with_campaign(campaign.with_draw(draw))


def _at(state: LedgerState, data: Data, kind: str, step: DrawStep) -> DrawState:
    campaign = running(state, data, kind)
    draw = campaign.draw
    if draw is None or not draw.open or draw.number != data["draw"]:
        raise Refusal("order", kind=kind, reason=f"draw {data['draw']} is not open")
    demand(draw.step == step, kind, f"the draw is at step {draw.step.name.lower()}")
    return draw


def _draw_choice(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind = "draw.choice"
    draw = _at(state, data, kind, DrawStep.COMMITTED)
    campaign = state.find(draw.campaign)
    before = campaign.inherited_choice(draw.representative)
    types = tuple(data["types"])
    demand(data["representative"] == draw.representative, kind, "another representative's turn")
    demand(not set(types) & set(campaign.taken), kind, "a type is already taken")
    inherited = (before.number, before.types) if before else (None, types)
    demand((data["inherited"], types) == inherited, kind, "a voided choice must be repeated")
    return put(
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
    return put(state, frozen)


def _draw_contribution(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _at(state, data, "draw.contribution", DrawStep.FROZEN)
    number = data["representative"]
    demand(number not in draw.contributions, "draw.contribution", "one per representative")
    added = {**draw.contributions, number: data["commitment"]}
    made_by = {**draw.made_by, number: data["made_by"]}
    return put(state, replace(draw, contributions=added, made_by=made_by))


def _draw_close(state: LedgerState, data: Data, seq: int) -> LedgerState:
    draw = _at(state, data, "draw.close", DrawStep.FROZEN)
    demand(bool(draw.contributions), "draw.close", "there is no contribution")
    chain = state.find(draw.campaign).chain
    demand((chain is None) == (data["round"] is None), "draw.close", "a round goes with a beacon")
    closed = replace(draw, step=DrawStep.CLOSED, round=data["round"], close_seq=seq)
    return put(state, closed)


def _draw_open(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind, party = "draw.open", data["party"]
    first = party == "operator"
    draw = _at(state, data, kind, DrawStep.CLOSED if first else DrawStep.OPENED)
    if not first:
        number = int(party.removeprefix("representative."))
        demand(number in draw.contributions, kind, "it has no contribution")
        demand(party not in draw.opened, kind, "one opening per representative")
    added = {**draw.opened, party: data["secret"]}
    opened = replace(draw, step=DrawStep.OPENED, opened=added, open_seq=seq)
    return put(state, replace(opened, no_return_seq=seq) if first else opened)


def _draw_beacon(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind = "draw.beacon"
    draw = _at(state, data, kind, DrawStep.OPENED)
    chain = state.find(draw.campaign).chain
    found = data["beacon"]
    if chain is None or (found["chain"], found["round"]) != (chain.hash, draw.round):
        raise Refusal("order", kind=kind, reason="not the chain and round of this draw")
    try:
        value = Beacon(chain, found["round"], found["signature"], found["previous"])
    except BadInput as error:
        raise Refusal("order", kind=kind, reason=str(error)) from error
    bracket = data["bracket"]["blob"] if data["bracket"] else None
    return put(state, replace(draw, step=DrawStep.BEACONED, beacon=value, bracket=bracket))


def _draw_result(state: LedgerState, data: Data, seq: int) -> LedgerState:
    beacon = state.find(data["campaign"]).chain is not None
    before = DrawStep.BEACONED if beacon else DrawStep.OPENED
    draw = _at(state, data, "draw.result", before)
    by_type = state.find(data["campaign"]).opened["allocation"] == "per_type"
    demand(("strata" in data) == by_type, "draw.result", "its keys are of the other allocation")
    done = replace(
        draw,
        step=DrawStep.RESULTED,
        seed=data["seed"],
        cutoff=None if by_type else data["cutoff"],
        odds=None if by_type else _odds(data["odds"]),
        strata=tuple(map(_stratum, data["strata"])) if by_type else (),
        selected=data["selection"]["count"],
        selection_root=data["selection"]["root"],
        selection_blob=data["selection"]["blob"],
    )
    return put(state, done)


def _odds(found: list[int] | None) -> tuple[int, int] | None:
    return None if found is None else (found[0], found[1])


def _stratum(row: Data) -> Stratum:
    """A row of `strata` (01 §5)."""
    counts = row["pool"], row["must"], row["n"]
    try:
        return Stratum(row["type"], *counts, cutoff=row["cutoff"], odds=_odds(row["odds"]))
    except BadInput as error:
        raise Refusal("order", kind="draw.result", reason=str(error)) from error


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
    return put(state, done)


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
    "draw.beacon": _draw_beacon,
    "draw.result": _draw_result,
    "match.result": _match_result,
    "confirm": confirm_entry,
    "object": object_entry,
    "object.answer": object_answer_entry,
    "draw.void": draw_void_entry,
    "campaign.close": campaign_close_entry,
    "campaign.void": campaign_void_entry,
    "disclosure": disclosure_entry,
}
