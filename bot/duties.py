"""The buttons of a board: what its reader can do now, and nothing that would be refused."""

from __future__ import annotations

from typing import Final

from bot import labels, waits
from bot.buttons import Button
from bot.deeds import DEEDS
from bot.preparing import missing
from bot.terms import DAY
from bot.texts import T
from inspection import CampaignState, Desk, DrawState, Person, Role, Step
from inspection.queries import next_step
from inspection.voids import SILENT_CODE

LATE_OPENING_CODE: Final = "late"
"""Code of a draw whose secrets were not opened in time (spec 01 §5)."""

Rows = tuple[tuple[Button, ...], ...]


def next_buttons(t: T, desk: Desk) -> Rows:
    """The ONE button of the official's next step; none where somebody else is next."""
    step = next_step(desk)
    if step is Step.NO_CAMPAIGN:
        ready = not missing(t, desk)
        return ((Button(t(labels.OPEN_FORM), "campaign.form", ttl=DAY),),) if ready else ()
    if step is Step.END:
        return ((Button(t(labels.CLOSE_CAMPAIGN), "campaign.close", ttl=DAY),),)
    forced = _forced_void(t, desk)
    if forced or not _can_be_done(desk, step):
        return forced
    return ((Button(t(DEEDS[step].label), "step.preview", {"step": step.value}, ttl=DAY),),)


def _can_be_done(desk: Desk, step: Step) -> bool:
    draw = waits.open_draw(desk)
    if step not in DEEDS or waits.witnesses_missing(desk):
        return False
    if step is Step.BEACON:
        return waits.round_awaited(desk) is None
    return step is not Step.CONTRIBUTE or (draw is not None and bool(draw.contributions))


def _forced_void(t: T, desk: Desk) -> Rows:
    """The only way out where a beacon's time limit has passed."""
    draw = waits.open_draw(desk)
    if draw is None:
        return ()
    if waits.too_late_to_open(desk):
        label, code = labels.VOID_LATE, LATE_OPENING_CODE
    elif waits.beacon_is_silent(desk):
        label, code = labels.VOID_SILENT, SILENT_CODE
    else:
        return ()
    target = {"kind": "draw.void", **named(draw), "code": code}
    return ((Button(t(label), "void.named", target, ttl=DAY),),)


def secondary_buttons(t: T, desk: Desk) -> Rows:
    """What an official can do besides the next step."""
    rows = [(Button(t(labels.REFRESH), "board.refresh", ttl=DAY),), *bring_buttons(t, desk)]
    campaign = desk.state.campaign
    if campaign is None:
        return tuple(rows)
    if campaign.draw is not None and campaign.draw.open:
        rows.append((Button(t(labels.VOID_DRAW), "void.draw", ttl=DAY),))
    elif campaign.audited and next_step(desk) is not Step.END:
        rows.append((Button(t(labels.CLOSE_CAMPAIGN), "campaign.close", ttl=DAY),))
    if not campaign.has_choice:
        rows.append((Button(t(labels.VOID_CAMPAIGN), "void.campaign", ttl=DAY),))
    return tuple(rows)


def own_buttons(t: T, desk: Desk, person: Person) -> Rows:
    """What a supervisor, a representative or a substitute can do now."""
    bring = bring_buttons(t, desk)
    if person.role is Role.SUPERVISOR:
        return (*_supervisor_buttons(t, desk), *bring)
    campaign = desk.state.campaign
    draw = campaign.draw if campaign else None
    if draw is None or campaign is None:
        return ()
    rows = [
        (Button(t(label), action, ttl=DAY),) for label, action in _duties(desk, draw, person.number)
    ]
    return (*rows, *bring, *_unanswered(t, campaign, person.number))


def bring_buttons(t: T, desk: Desk) -> Rows:
    """For everybody, once the round is due and no relay has given its value."""
    if not waits.round_is_due(desk):
        return ()
    return ((Button(t(labels.BRING_BEACON), "beacon.bring", ttl=DAY),),)


def _duties(desk: Desk, draw: DrawState, number: int | None) -> list[tuple[str, str]]:
    step = next_step(desk)
    if step is Step.CHOOSE and draw.representative == number and not waits.witnesses_missing(desk):
        return [(labels.START_CHOOSING, "choose.start")]
    if step is Step.CONTRIBUTE and number not in draw.contributions:
        return [(labels.CONTRIBUTE, "contribute.start")]
    if number in waits.missing_openings(desk):
        return [(labels.SEND_OPENING, "opening.start")]
    return []


def _unanswered(t: T, campaign: CampaignState, number: int | None) -> Rows:
    return tuple(
        (Button(t(labels.READ_RESULT, draw=draw.number), "result.show", named(draw), ttl=DAY),)
        for draw in campaign.draws
        if draw.counts and number not in {*draw.confirms, *draw.objections}
    )


def named(draw: DrawState) -> dict[str, int]:
    """A draw as buttons name it."""
    return {"campaign": draw.campaign, "draw": draw.number}


def _supervisor_buttons(t: T, desk: Desk) -> Rows:
    campaign = desk.state.campaign
    if campaign is None:
        return ()
    if next_step(desk) is Step.AUDIT:
        return ((Button(t(labels.SHOW_ROSTER), "audit.show", ttl=DAY),),)
    return tuple(
        (Button(t(labels.ANSWER_OBJECTION, seq=seq), "objection.answer", {"seq": seq}, ttl=DAY),)
        for seq, _, _ in campaign.open_objections
    )
