"""`/status`: where things stand and what comes next, fit for the reader.

An official sees a board with ONE button for the next step and a few secondary ones; a supervisor
and a representative see what is asked of them, with its button. In a group: counts, no names.
"""

from __future__ import annotations

from typing import Final

from bot import labels
from bot.buttons import Button
from bot.context import Context
from bot.deeds import DEEDS, representative
from bot.groups import event_group, unreachable
from bot.message import Html, Message
from bot.progress import facts, own_part
from bot.rights import enrolled
from bot.table import ENROLLED, Action, Command, Talk
from bot.terms import DAY, LISTS, STEPS, paragraphs, stack
from bot.texts import T, msg
from inspection import CampaignState, Desk, DrawState, Person, Role, Step
from inspection.disclosure import outstanding
from inspection.files import KINDS, staged
from inspection.people import people
from inspection.queries import next_step

Rows = tuple[tuple[Button, ...], ...]


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
        buttons = (*next_buttons(t, desk), *_secondary(t, desk))
        return Message(_official_text(t, desk), buttons)
    text = paragraphs(_campaign_line(t, desk), _draw_text(t, desk, person), coming(t, desk))
    return Message(text, _own_buttons(t, desk, person))


def group_board(t: T, desk: Desk) -> Html:
    """What a group may see: counts and states."""
    return paragraphs(_campaign_line(t, desk), _draw_text(t, desk, None), coming(t, desk))


def coming(t: T, desk: Desk) -> Html:
    """What the campaign waits for, and what an ended one still owes to the public."""
    return stack(*_owed(t, desk), t("Next: {step}.", step=t(STEPS[next_step(desk)])))


def _owed(t: T, desk: Desk) -> list[Html]:
    """The duty to disclose (spec 04 §7), until it is done: forgetting it fails everyone's check."""
    return [
        t(
            "Campaign {campaign}: its openings must be published with /disclose, after {until} and "
            "by {by}. Otherwise everyone's verification fails.",
            campaign=campaign.number,
            until=campaign.opened["sampling_until"],
            by=campaign.opened["disclose_by"],
        )
        for campaign in desk.state.campaigns
        if campaign.ended and any(draw.selection_blob for draw in campaign.draws)
        if outstanding(desk, campaign)
    ]


def next_buttons(t: T, desk: Desk) -> Rows:
    """The ONE button of the official's next step; none where somebody else is next."""
    step = next_step(desk)
    if step is Step.NO_CAMPAIGN:
        ready = not _missing(t, desk)
        return ((Button(t(labels.OPEN_FORM), "campaign.form", ttl=DAY),),) if ready else ()
    if step is Step.END:
        return ((Button(t(labels.CLOSE_CAMPAIGN), "campaign.close", ttl=DAY),),)
    draw = desk.state.campaign.draw if desk.state.campaign else None
    if step not in DEEDS or (step is Step.CONTRIBUTE and draw and not draw.contributions):
        return ()
    return ((Button(t(DEEDS[step].label), "step.preview", {"step": step.value}, ttl=DAY),),)


def _secondary(t: T, desk: Desk) -> Rows:
    campaign = desk.state.campaign
    rows = [(Button(t(labels.REFRESH), "board.refresh", ttl=DAY),)]
    if campaign is None:
        return tuple(rows)
    if campaign.draw is not None and campaign.draw.open:
        rows.append((Button(t(labels.VOID_DRAW), "void.draw", ttl=DAY),))
    elif campaign.audited and next_step(desk) is not Step.END:
        rows.append((Button(t(labels.CLOSE_CAMPAIGN), "campaign.close", ttl=DAY),))
    if not campaign.has_choice:
        rows.append((Button(t(labels.VOID_CAMPAIGN), "void.campaign", ttl=DAY),))
    return tuple(rows)


def _own_buttons(t: T, desk: Desk, person: Person) -> Rows:
    """What a supervisor, a representative or a substitute can do now."""
    if person.role is Role.SUPERVISOR:
        return _supervisor_buttons(t, desk)
    campaign = desk.state.campaign
    draw = campaign.draw if campaign else None
    if draw is None or campaign is None:
        return ()
    rows = [
        (Button(t(label), action, ttl=DAY),) for label, action in _duties(desk, draw, person.number)
    ]
    return (*rows, *_unanswered(t, campaign, person.number))


def _duties(desk: Desk, draw: DrawState, number: int | None) -> list[tuple[str, str]]:
    step = next_step(desk)
    if step is Step.CHOOSE and draw.representative == number:
        return [(labels.START_CHOOSING, "choose.start")]
    if step is Step.CONTRIBUTE and number not in draw.contributions:
        return [(labels.CONTRIBUTE, "contribute.start")]
    return []


def _unanswered(t: T, campaign: CampaignState, number: int | None) -> Rows:
    return tuple(
        (Button(t(labels.READ_RESULT, draw=draw.number), "result.show", _named(draw), ttl=DAY),)
        for draw in campaign.draws
        if draw.counts and number not in {*draw.confirms, *draw.objections}
    )


def _named(draw: DrawState) -> dict[str, int]:
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


# ── the text of the board ──


def _official_text(t: T, desk: Desk) -> Html:
    if desk.state.campaign is None:
        return paragraphs(
            _campaign_line(t, desk),
            _preparation(t, desk),
            _reach(t, desk),
            _missing(t, desk) or coming(t, desk),
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
        return stack(t("<b>No campaign is open.</b>"), simulated)
    title = t(
        "<b>Campaign {number}: {title}</b>",
        number=campaign.number,
        title=campaign.opened["title"],
    )
    done = sum(draw.counts for draw in campaign.draws)
    total = len(campaign.opened["representatives"])
    return stack(title, simulated, t("Draws done: {done} of {total}", done=done, total=total))


def _draw_text(t: T, desk: Desk, person: Person | None) -> Html:
    campaign = desk.state.campaign
    if campaign is None or campaign.draw is None:
        return Html("")
    own = own_part(t, campaign.draw, person) if person is not None else ""
    return stack(facts(t, campaign, campaign.draw), own)


def _turn(t: T, desk: Desk) -> Html:
    campaign = desk.state.campaign
    number = campaign.next_representative if campaign is not None else None
    if number is None or next_step(desk) not in (Step.COMMIT, Step.CHOOSE):
        return Html("")
    return t("It is the turn of {who}.", who=representative(t, desk, number))


def _preparation(t: T, desk: Desk) -> Html:
    found = staged(desk)
    lists = [
        t(
            "{list}: {rows} rows ({name})",
            list=t(LISTS[kind]),
            rows=found[kind].rows,
            name=found[kind].name,
        )
        if kind in found
        else t("{list}: not sent yet", list=t(LISTS[kind]))
        for kind in KINDS
    ]
    return stack(*lists, _enrolled_counts(t, desk))


def _enrolled_counts(t: T, desk: Desk) -> Html:
    counts = {role: len(people(desk, role)) for role in Role}
    return t(
        "Enrolled: {officials} officials, {supervisors} supervisors, {representatives} "
        "representatives, {substitutes} substitutes.",
        officials=counts[Role.OFFICIAL],
        supervisors=counts[Role.SUPERVISOR],
        representatives=counts[Role.REPRESENTATIVE],
        substitutes=counts[Role.SUBSTITUTE],
    )


def _missing(t: T, desk: Desk) -> Html:
    """The first thing that is missing before a campaign can be opened; empty if nothing is."""
    found = staged(desk)
    for kind in KINDS:
        if kind not in found:
            return t("Next: send the {list} as a CSV or XLSX file.", list=t(LISTS[kind]))
    if len(people(desk, Role.OFFICIAL)) < 2:
        return t("Next: invite a second official: /invite official NAME")
    if not people(desk, Role.SUPERVISOR):
        return t("Next: invite a supervisor: /invite supervisor NAME")
    if not people(desk, Role.REPRESENTATIVE):
        return t("Next: invite the representatives: /invite representative 1 NAME")
    return Html("")


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
