"""`/status`: where things stand and what comes next, fit for the reader.

An official sees a board with ONE button for the next step and a few secondary ones; a supervisor
and a representative see what is asked of them, with its button. In a group: counts, no names.
"""

from __future__ import annotations

from typing import Final

from bot.beacon_words import book_words
from bot.coming import coming
from bot.context import Context
from bot.draw_words import representative
from bot.duties import next_buttons, own_buttons, secondary_buttons
from bot.groups import event_group, unreachable
from bot.message import Html, Message
from bot.preparing import missing, preparation
from bot.progress import facts, own_part
from bot.rights import enrolled
from bot.table import ENROLLED, Action, Command, Talk
from bot.terms import paragraphs, stack
from bot.texts import T, msg
from inspection import CampaignState, Desk, Person, Role, Step
from inspection.people import people
from inspection.queries import next_step


def status(ctx: Context) -> None:
    """`/status` in a private chat or in the event group."""
    if not ctx.private:
        return ctx.reply(group_board(ctx.t, ctx.desk))
    message = board(ctx.t, ctx.desk, enrolled(ctx))
    return ctx.reply(message.text, message.buttons)


def refresh(ctx: Context) -> None:
    """Bring a board that is already there up to date."""
    message = board(ctx.t, ctx.desk, enrolled(ctx))
    ctx.edit(message.text, message.buttons, supersede=True)


def board(t: T, desk: Desk, person: Person) -> Message:
    """The board of one person, in the speech `t`."""
    if person.role is Role.OFFICIAL:
        buttons = (*next_buttons(t, desk), *secondary_buttons(t, desk))
        return Message(_official_text(t, desk), buttons)
    text = paragraphs(_campaign_line(t, desk), _draw_text(t, desk, person), coming(t, desk))
    return Message(text, own_buttons(t, desk, person))


def group_board(t: T, desk: Desk) -> Html:
    """What a group may see: counts and states."""
    return paragraphs(_campaign_line(t, desk), _draw_text(t, desk, None), coming(t, desk))


# ── the text of the board ──


def _official_text(t: T, desk: Desk) -> Html:
    if desk.state.campaign is None:
        return paragraphs(
            _campaign_line(t, desk),
            preparation(t, desk),
            _reach(t, desk),
            missing(t, desk) or coming(t, desk),
        )
    return paragraphs(
        _campaign_line(t, desk),
        _draw_text(t, desk, None),
        _turn(t, desk),
        _outstanding(t, desk.state.campaign),
        _reach(t, desk),
        coming(t, desk),
    )


def _campaign_line(t: T, desk: Desk) -> Html:
    simulated = t("SIMULATION, all data invented") if desk.simulation else ""
    campaign = desk.state.campaign
    if campaign is None:
        return stack(t("<b>No campaign is open.</b>"), simulated, book_words(t, desk))
    title = t(
        "<b>Campaign {number}: {title}</b>",
        number=campaign.number,
        title=campaign.opened["title"],
    )
    done = sum(draw.counts for draw in campaign.draws)
    total = len(campaign.opened["representatives"])
    counted = t("Draws done: {done} of {total}", done=done, total=total)
    return stack(title, simulated, counted, book_words(t, desk))


def _draw_text(t: T, desk: Desk, person: Person | None) -> Html:
    campaign = desk.state.campaign
    if campaign is None or campaign.draw is None:
        return Html("")
    own = own_part(t, desk, campaign.draw, person) if person is not None else ""
    return stack(facts(t, desk, campaign.draw), own)


def _turn(t: T, desk: Desk) -> Html:
    campaign = desk.state.campaign
    number = campaign.next_representative if campaign is not None else None
    if number is None or next_step(desk) not in (Step.COMMIT, Step.CHOOSE):
        return Html("")
    return t("It is the turn of {who}.", who=representative(t, desk, number))


def _outstanding(t: T, campaign: CampaignState) -> Html:
    """Answers that are still missing, and objections, over all draws."""
    numbers = [row["number"] for row in campaign.opened["representatives"]]
    lines = []
    for draw in campaign.draws:
        silent = [str(n) for n in numbers if n not in {*draw.confirms, *draw.objections}]
        if draw.counts and silent:
            lines.append(
                t(
                    "Draw {draw}: no answer yet from number {numbers}.",
                    draw=draw.number,
                    numbers=silent,
                )
            )
    waiting = len(campaign.open_objections)
    if waiting:
        lines.append(
            t(
                "Objections without an answer: {n}. Before, the lists of their draws cannot be "
                "taken and the campaign cannot be closed.",
                n=waiting,
            )
        )
    return stack(*lines)


def _reach(t: T, desk: Desk) -> Html:
    gone = unreachable(desk.session)
    names = [person.name for person in people(desk) if person.telegram in gone]
    group = event_group(desk.session)
    return stack(
        t("Cannot be reached (they must open the chat with me): {names}", names=names)
        if names
        else "",
        t("No event group yet: write /here in the group.") if group is None else "",
    )


COMMANDS: Final = (
    Command("status", ENROLLED, "both", msg("where things stand and what comes next"), status),
)
ACTIONS: Final = (Action("board.refresh", ENROLLED, refresh),)
TALKS: Final[tuple[Talk, ...]] = ()
