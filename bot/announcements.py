"""Who is told what after each act: those who must act next, in their own language.

Names stand in private messages only. The event group gets the progress message and, at the
beginning and the end of a campaign, one line without names.
"""

from __future__ import annotations

from bot import labels, progress, waits
from bot.audit_request import send_audit_request
from bot.awaited import ask_what_is_ready
from bot.buttons import Button
from bot.coming import coming
from bot.context import Context
from bot.draw_words import draw_title, pool_fixed, representative
from bot.message import Html, Message
from bot.results import (
    institutions_text,
    result_buttons,
    result_text,
    statement_file,
    strata_text,
)
from bot.rights import enrolled
from bot.telling import Render, tell, tell_group, tell_officials
from bot.terms import DAY, OBJECTIONS, OUTCOMES, VOIDS, paragraphs, stack, term
from bot.texts import T
from inspection import DrawState, Person, Role, Step
from inspection.people import NUMBERED, people
from inspection.records import running, running_draw
from inspection.sealing import sealed_person


def after_step(ctx: Context, step: Step) -> None:
    """An official has done this step: show progress, ask whoever is next."""
    if step is not Step.DISCLOSE:
        progress.show(ctx, running_draw(ctx.desk))
    ask_what_is_ready(ctx)
    if step is Step.FREEZE:
        _ask_for_contributions(ctx, running_draw(ctx.desk))
    elif step is Step.MATCH:
        _ask_for_answers(ctx, running_draw(ctx.desk))


def campaign_opened(ctx: Context) -> None:
    """The supervisors get the roster to audit; everybody learns that it has begun."""
    campaign = running(ctx.desk)

    def begun(t: T) -> Message:
        line = t("Campaign {number} is open: {title}", number=campaign.number, title=_title(ctx))
        return Message(paragraphs(line, t("Next: the supervisor audits the roster.")))

    tell(ctx, people(ctx.desk, *NUMBERED), begun)
    tell_group(ctx, begun)
    for supervisor in people(ctx.desk, Role.SUPERVISOR):
        send_audit_request(ctx, supervisor)


def audited(ctx: Context) -> None:
    """The roster is audited: the officials go on."""
    tell_officials(
        ctx, lambda t: t("The supervisor has audited the roster; all four statements are recorded.")
    )


def chosen(ctx: Context, draw: DrawState) -> None:
    """The types are chosen: the officials fix the pool."""
    progress.show(ctx, draw)
    tell_officials(
        ctx,
        lambda t: stack(
            draw_title(t, draw),
            t(
                "{who} has chosen {n} product types.",
                who=representative(t, ctx.desk, draw.representative),
                n=len(draw.types),
            ),
        ),
    )


def contributed(ctx: Context, draw: DrawState) -> None:
    """Tell the officials when closing becomes possible, and when everybody has contributed."""
    progress.show(ctx, draw)
    total = len(running(ctx.desk).opened["representatives"])
    count = len(draw.contributions)
    if count in (1, total):
        tell_officials(
            ctx,
            lambda t: stack(
                draw_title(t, draw),
                t("Contributions: {n}/{total}", n=count, total=total),
                t("You can close the contributions; better wait until all are there.")
                if count < total
                else t("Everybody has contributed."),
            ),
        )


def opening_handed_in(ctx: Context, draw: DrawState) -> None:
    """Tell the officials when the last opening has come: nothing is gained by waiting longer."""
    progress.show(ctx, draw)
    if waits.openings_not_here(ctx.desk, draw):
        return
    tell_officials(
        ctx,
        lambda t: stack(
            draw_title(t, draw),
            t("All openings from own devices are here: {n}.", n=len(waits.by_device(draw))),
            coming(t, ctx.desk),
        ),
    )


def confirmed(ctx: Context, draw: DrawState) -> None:
    """Tell the officials once everybody has answered."""
    progress.show(ctx, draw)
    total = len(running(ctx.desk).opened["representatives"])
    if len(draw.confirms) == total:
        tell_officials(
            ctx,
            lambda t: stack(
                draw_title(t, draw), t("All {n} representatives have confirmed.", n=total)
            ),
        )


def objected(ctx: Context, draw: DrawState, seq: int, code: str, text: str) -> None:
    """An objection: the supervisor answers it; until then there is no list and no end."""
    progress.show(ctx, draw)
    number = enrolled(ctx).number or 0

    def asked(t: T) -> Message:
        button = Button(
            t(labels.ANSWER_OBJECTION, seq=seq), "objection.answer", {"seq": seq}, ttl=DAY
        )
        return Message(_objection(ctx, t, draw, number, code, text), ((button,),))

    tell(ctx, people(ctx.desk, Role.SUPERVISOR), asked)
    tell_officials(
        ctx,
        lambda t: stack(
            draw_title(t, draw),
            t(
                "{who} objects: {reason}. Until the supervisor has answered, the list of this "
                "draw cannot be taken and the campaign cannot be closed.",
                who=representative(t, ctx.desk, number),
                reason=term(t, OBJECTIONS, code),
            ),
        ),
    )


def objection_answered(ctx: Context, draw: DrawState, seq: int, outcome: str, text: str) -> None:
    """The answer goes back to exactly the person who objected, and to the officials."""
    progress.show(ctx, draw)

    def answered(t: T) -> Html:
        return stack(
            draw_title(t, draw),
            t(
                "The supervisor has answered objection {seq}: {outcome}.",
                seq=seq,
                outcome=term(t, OUTCOMES, outcome),
            ),
        )

    words = text.strip()
    objector = _author(ctx, seq)
    tell(ctx, objector, lambda t: Message(stack(answered(t), t("Answer: {text}", text=words))))
    tell_officials(ctx, answered)


def voided(ctx: Context, draw: DrawState) -> None:
    """A draw is void: everybody but the officials is told (they decided it)."""
    progress.show(ctx, draw)

    def notice(t: T) -> Message:
        reason = t("VOID: {reason}.", reason=term(t, VOIDS, draw.void or ""))
        return Message(stack(draw_title(t, draw), reason))

    def notice_and_comfort(t: T) -> Message:
        return Message(paragraphs(notice(t).text, _comfort(ctx, t, draw)))

    tell(ctx, people(ctx.desk, Role.SUPERVISOR), notice)
    tell(ctx, people(ctx.desk, *NUMBERED), notice_and_comfort)


def _comfort(ctx: Context, t: T, draw: DrawState) -> Html:
    """To representatives: that they did nothing wrong, and what is asked of them again."""
    repeated = (
        t("What was chosen stays: the choice is repeated in a new draw.")
        if running(ctx.desk).inherited_choice(draw.representative) is not None
        else t("The draw is repeated under a new number, and the choice is made anew.")
    )
    anew = t(
        "For the new draw you will be asked for a new contribution, with a new code. A code, a "
        "commitment or an opening of this draw is not used again."
    )
    return stack(t("This is not your fault."), repeated, anew)


def campaign_ended(ctx: Context, render: Render) -> None:
    """The campaign is closed or void: the group and everybody but the officials are told."""
    campaign = ctx.desk.state.campaigns[-1]
    if campaign.draw is not None:
        progress.show(ctx, campaign.draw)
    tell(ctx, people(ctx.desk, Role.SUPERVISOR, *NUMBERED), render)
    tell_group(ctx, render)


def _ask_for_contributions(ctx: Context, draw: DrawState) -> None:
    def asked(t: T) -> Message:
        text = paragraphs(
            draw_title(t, draw),
            pool_fixed(t, ctx.desk, draw),
            t(
                "Please contribute to the randomness: press the button and choose how. Your part "
                "enters the random seed."
            ),
        )
        return Message(text, ((Button(t(labels.CONTRIBUTE), "contribute.start", ttl=DAY),),))

    tell(ctx, people(ctx.desk, *NUMBERED), asked)


def _ask_for_answers(ctx: Context, draw: DrawState) -> None:
    for person in people(ctx.desk, *NUMBERED):
        ctx.send(person, lambda t: statement_file(t, ctx.desk, draw))
        if draw.strata:
            ctx.send(person, lambda t: strata_text(t, ctx.desk, draw))
        ctx.send(person, lambda t: institutions_text(t, ctx.desk, draw))
        ctx.send(person, lambda t: Message(result_text(t, ctx.desk, draw), result_buttons(t, draw)))


def _objection(ctx: Context, t: T, draw: DrawState, number: int, code: str, text: str) -> Html:
    return stack(
        draw_title(t, draw),
        t(
            "{who} objects: {reason}.",
            who=representative(t, ctx.desk, number),
            reason=term(t, OBJECTIONS, code),
        ),
        t("In their words: {text}", text=text.strip()),
        t(
            "Next: you answer it. Until then the list of this draw cannot be taken and the "
            "campaign cannot be closed."
        ),
    )


def _author(ctx: Context, seq: int) -> list[Person]:
    """Who wrote an entry: the enrolled person with its commitment (spec 01, `person`)."""
    entry = next(ctx.desk.office.book.entries(ctx.desk.session, seq))
    person = sealed_person(ctx.desk, str(entry.data["person"]))
    return [p for p in people(ctx.desk, *NUMBERED) if p.id == person]


def _title(ctx: Context) -> str:
    return str(running(ctx.desk).opened["title"])
