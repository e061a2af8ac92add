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

from inspection.campaign import CampaignState, Data, Disclosed, DrawState, DrawStep, LedgerState
from inspection.errors import Refusal


def after(state: LedgerState, kind: str, data: Data, seq: int) -> LedgerState:
    """The state with one more entry; raises `Refusal` where spec 01 §8 forbids it."""
    if kind not in _FOLDS:
        raise Refusal("order", kind=kind, reason="the kind is not known to this version")
    return replace(_FOLDS[kind](state, data, seq), size=seq + 1)


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
    added = {data["objection"]}
    founded = campaign.founded | (added if data["outcome"] == "founded" else set())
    return state.with_campaign(
        replace(campaign, answered=campaign.answered | added, founded=founded)
    )


def _draw_void(state: LedgerState, data: Data, seq: int) -> LedgerState:
    kind, late = "draw.void", data["reason"]["code"] == "verifier"
    campaign = state.find(data["campaign"]) if late else _running(state, data, kind)
    _demand(1 <= data["draw"] <= len(campaign.draws), kind, f"there is no draw {data['draw']}")
    draw = campaign.draws[data["draw"] - 1]
    _demand(draw.void is None, kind, "the draw is already void")
    passed = draw.step >= DrawStep.OPENED
    _demand(passed == late, kind, "the point of no return decides which code is allowed")
    others = [other for other in campaign.draws if other.open and other.number != draw.number]
    # a late void frees types and rows on which a draw in progress was built
    _demand(not others, kind, "another draw of the campaign is open")
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
    _demand(not campaign.has_choice, "campaign.void", "a representative has already chosen")
    return state.with_campaign(replace(campaign, ended="void"))


def _disclosure(state: LedgerState, data: Data, seq: int) -> LedgerState:
    campaign = state.find(data["campaign"])
    _demand(campaign.audited, "disclosure", "the roster is not audited yet")
    added = Disclosed(tuple(data["parts"]), data["rows"], data["count"])
    return state.with_campaign(replace(campaign, disclosed=campaign.disclosed | {added}))


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
