"""The ONE message per draw that shows how far it has come, edited in place.

It stands in the event group and holds counts only, never a name. Where no group was registered,
each person has it in the private chat, with a line about the reader's own part. Not in both: ten
people times ten steps of edits would use up what the bot may send, and what people have to press
would wait behind it.
"""

from __future__ import annotations

from bot import waits
from bot.allocation_words import drawn_by_type
from bot.beacon_words import book_words, drawn_with
from bot.coming import next_words
from bot.context import Context
from bot.message import Html
from bot.terms import VOIDS, stack, term
from bot.texts import T, local_clock, msg
from draw import time_of
from inspection import Desk, DrawState, DrawStep, Person
from inspection.campaign import CampaignState
from inspection.people import NUMBERED, people
from inspection.queries import next_step

TITLE = msg("<b>Campaign {campaign}, draw {draw}</b> (representative {number})")


def show(ctx: Context, draw: DrawState) -> None:
    """Bring the progress message of this draw up to date: in the group, or for each person."""
    key = f"draw.{draw.campaign}.{draw.number}"
    group = ctx.event_group()
    if group is not None:
        ctx.progress(key, group, public_text(ctx.speech_of(group), ctx.desk, draw))
        return
    for person in people(ctx.desk):
        t = ctx.speech_of(person)
        text = stack(public_text(t, ctx.desk, draw), own_part(t, ctx.desk, draw, person))
        ctx.progress(key, person.telegram, text)


def public_text(t: T, desk: Desk, draw: DrawState) -> Html:
    """Counts and states of a draw, without any name."""
    campaign = desk.state.campaigns[draw.campaign - 1]
    simulated = t("SIMULATION, all data invented") if desk.simulation else ""
    following = _coming(t, desk, campaign, draw)
    return stack(facts(t, desk, draw), simulated, book_words(t, desk), following)


def facts(t: T, desk: Desk, draw: DrawState) -> Html:
    """The steps that lie behind a draw, with their counts; no name."""
    campaign = desk.state.campaigns[draw.campaign - 1]
    title = t(TITLE, campaign=draw.campaign, draw=draw.number, number=draw.representative)
    void = t("VOID: {reason}.", reason=term(t, VOIDS, draw.void)) if draw.void else ""
    return stack(title, *_done(t, desk, campaign, draw), *_answered(t, campaign, draw), void)


def own_part(t: T, desk: Desk, draw: DrawState, person: Person) -> Html:
    """What this representative or substitute has done in the draw, in one line."""
    if person.role not in NUMBERED or person.number is None or draw.void is not None:
        return Html("")
    number = person.number
    if draw.step is DrawStep.MATCHED:
        if number in draw.objections:
            return t("Your number {number}: objected.", number=number)
        if number in draw.confirms:
            return t("Your number {number}: confirmed.", number=number)
        return t("Your number {number}: no answer yet.", number=number)
    if draw.step < DrawStep.FROZEN:
        return Html("")
    if number in waits.missing_openings(desk):
        return t("Your number {number}: your opening is still missing.", number=number)
    if number in draw.contributions:
        return t("Your number {number}: contributed.", number=number)
    return t("Your number {number}: not contributed.", number=number)


def _done(t: T, desk: Desk, campaign: CampaignState, draw: DrawState) -> list[Html]:
    """One line per step that lies behind the draw."""
    total = len(campaign.opened["representatives"])
    lines = [t("Commitment published")]
    if draw.step >= DrawStep.CHOSEN:
        lines.append(t("Product types chosen: {n}", n=len(draw.types)))
    if draw.step >= DrawStep.FROZEN:
        lines.append(t("Pool: {n} enterprises", n=draw.pool))
        lines.append(t("Contributions: {n}/{total}", n=len(draw.contributions), total=total))
    if draw.step >= DrawStep.CLOSED:
        lines += _closed(t, desk, draw)
    if draw.step >= DrawStep.OPENED:
        lines.append(t("Secrets opened"))
    if draw.step >= DrawStep.BEACONED and draw.beacon is not None:
        lines.append(drawn_with(t, desk, draw))
    if draw.step >= DrawStep.RESULTED:
        lines.append(t("Drawn: {n} enterprises", n=draw.selected))
        lines.append(drawn_by_type(t, draw))
    if draw.step >= DrawStep.MATCHED:
        lines.append(t("Institutions matched"))
    return lines


def _closed(t: T, desk: Desk, draw: DrawState) -> list[Html]:
    """That the list is closed, for which round, and how many openings have come."""
    lines, chain = [t("Contributions closed")], waits.chain_of(desk, draw)
    if chain is not None and draw.round is not None and draw.beacon is None:
        due = local_clock(time_of(chain, draw.round))
        lines.append(t("Beacon round {round}, due at {time}", round=draw.round, time=due))
    total = len(waits.by_device(draw))
    if total and draw.open and next_step(desk) is waits.opening_step(desk, draw):
        here = total - len(waits.openings_not_here(desk, draw))
        lines.append(t("Openings from own devices: {n}/{total}", n=here, total=total))
    return lines


def _answered(t: T, campaign: CampaignState, draw: DrawState) -> list[Html]:
    if draw.step is not DrawStep.MATCHED:
        return []
    total = len(campaign.opened["representatives"])
    return [
        t(
            "Confirmations: {confirmed}/{total}, objections: {objected}",
            confirmed=len(draw.confirms),
            total=total,
            objected=len(draw.objections),
        )
    ]


def _coming(t: T, desk: Desk, campaign: CampaignState, draw: DrawState) -> Html:
    if campaign.ended is not None:
        return t("This campaign has ended.")
    if draw.open:
        return next_words(t, desk)
    if draw.void is not None:
        return t("Next: the draw is repeated under a new number.")
    if any(row[1].number == draw.number for row in campaign.open_objections):
        return t(
            "Next: the supervisor answers the objection; before, the list of this draw cannot be "
            "taken and the campaign cannot be closed."
        )
    missing = len(campaign.opened["representatives"]) - len({*draw.confirms, *draw.objections})
    if missing:
        return t("Next: {n} representatives confirm the result or object.", n=missing)
    return t("Every representative has answered.")
