"""The order rules of what ends a draw or a campaign: answers, voids, closes (spec 01 §8.5 to §8.8).

The other half of `inspection.order`, which folds with these; same contract.
"""

from __future__ import annotations

from dataclasses import replace

from inspection.campaign import CampaignState, Data, Disclosed, DrawState, DrawStep, LedgerState
from inspection.errors import Refusal


def demand(condition: bool, kind: str, reason: str) -> None:
    """Refuse an entry of this kind unless the condition holds."""
    if not condition:
        raise Refusal("order", kind=kind, reason=reason)


def running(state: LedgerState, data: Data, kind: str) -> CampaignState:
    """The campaign that an entry names, if it has not ended."""
    campaign = state.find(data["campaign"])
    demand(campaign.ended is None, kind, f"campaign {campaign.number} has ended")
    return campaign


def put(state: LedgerState, draw: DrawState) -> LedgerState:
    """The state with this draw replaced."""
    return state.with_campaign(state.find(draw.campaign).with_draw(draw))


def _answerable(state: LedgerState, data: Data, kind: str) -> DrawState:
    campaign = running(state, data, kind)
    demand(1 <= data["draw"] <= len(campaign.draws), kind, f"there is no draw {data['draw']}")
    draw: DrawState = campaign.draws[data["draw"] - 1]
    demand(draw.step == DrawStep.MATCHED, kind, "the draw has no result yet")
    right = (data["entry"], data["digest"]) == (draw.match_seq, draw.digest)
    demand(right, kind, "digest or entry of another result")
    demand(data["nonce"] not in state.nonces, kind, "the nonce was used before")
    return draw


def confirm_entry(state: LedgerState, data: Data, seq: int) -> LedgerState:
    """`confirm`: once for each representative and draw (01 §8.6)."""
    draw = _answerable(state, data, "confirm")
    number = data["representative"]
    demand(number not in draw.confirms, "confirm", "one per representative")
    done = put(state, replace(draw, confirms={**draw.confirms, number: seq}))
    return replace(done, nonces=state.nonces | {data["nonce"]})


def object_entry(state: LedgerState, data: Data, seq: int) -> LedgerState:
    """`object`: once for each representative and draw (01 §8.6)."""
    draw = _answerable(state, data, "object")
    number = data["representative"]
    demand(number not in draw.objections, "object", "one per representative")
    done = put(state, replace(draw, objections={**draw.objections, number: seq}))
    return replace(done, nonces=state.nonces | {data["nonce"]})


def object_answer_entry(state: LedgerState, data: Data, seq: int) -> LedgerState:
    """`object.answer`: once for each objection."""
    campaign = running(state, data, "object.answer")
    waiting = {row[0] for row in campaign.open_objections}
    demand(data["objection"] in waiting, "object.answer", "no such open objection")
    added = {data["objection"]}
    founded = campaign.founded | (added if data["outcome"] == "founded" else set())
    return state.with_campaign(
        replace(campaign, answered=campaign.answered | added, founded=founded)
    )


def draw_void_entry(state: LedgerState, data: Data, seq: int) -> LedgerState:
    """`draw.void`: what the point of no return allows (01 §8.5)."""
    kind, code = "draw.void", data["reason"]["code"]
    late = code == "verifier"
    campaign = state.find(data["campaign"]) if late else running(state, data, kind)
    # an earlier draw is void or matched; the later one's pool rests on its selection
    latest = 0 < data["draw"] == len(campaign.draws)
    demand(latest, kind, f"draw {data['draw']} is not the latest of the campaign")
    draw = campaign.draws[-1]
    demand(draw.void is None, kind, "the draw is already void")
    passed = draw.step >= DrawStep.OPENED
    silent = code == "beacon_silent"
    demand(passed == (late or silent), kind, "the point of no return decides which code is right")
    waits = draw.step is DrawStep.OPENED and campaign.chain is not None
    demand(waits or not silent, kind, "the draw does not wait for a beacon")
    return put(state, replace(draw, void=code))


def campaign_close_entry(state: LedgerState, data: Data, seq: int) -> LedgerState:
    """`campaign.close`: no draw open, every objection answered (01 §8.7)."""
    kind = "campaign.close"
    campaign = running(state, data, kind)
    demand(campaign.audited, kind, "the roster was never audited; the campaign can be void")
    demand(campaign.draw is None or not campaign.draw.open, kind, "a draw is still open")
    demand(not campaign.open_objections, kind, "an objection is not answered")
    return state.with_campaign(replace(campaign, ended="closed"))


def campaign_void_entry(state: LedgerState, data: Data, seq: int) -> LedgerState:
    """`campaign.void`: only before anybody has chosen (01 §8.7)."""
    campaign = running(state, data, "campaign.void")
    demand(not campaign.has_choice, "campaign.void", "a representative has already chosen")
    return state.with_campaign(replace(campaign, ended="void"))


def disclosure_entry(state: LedgerState, data: Data, seq: int) -> LedgerState:
    """`disclosure`: after the audit, also after the end (01 §8.8)."""
    campaign = state.find(data["campaign"])
    demand(campaign.audited, "disclosure", "the roster is not audited yet")
    added = Disclosed(tuple(data["parts"]), data["rows"], data["count"])
    return state.with_campaign(replace(campaign, disclosed=campaign.disclosed | {added}))
