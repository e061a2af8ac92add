"""What people are asked as soon as what it waits for is there: witnesses, and the beacon.

Called after every step and after everything that arrives from outside; each question is put once
for a draw (`announced`), in the transaction that queues it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from bot import labels, waits
from bot.announced import first_time
from bot.beacon_words import relay_words
from bot.buttons import Button
from bot.coming import coming
from bot.context import Context
from bot.draw_words import draw_title
from bot.duties import bring_buttons, named
from bot.message import Html, Message
from bot.telling import tell, tell_officials
from bot.terms import DAY, paragraphs, stack
from bot.texts import T, local_clock, local_moment
from draw import time_of
from inspection import DrawState, DrawStep, Person, Role, Step
from inspection.acts import beacon_here
from inspection.people import NUMBERED, people
from inspection.queries import next_step
from inspection.receipts import contribution_proof
from inspection.sealing import sealed_person


def ask_what_is_ready(ctx: Context) -> None:
    """Ask whoever is next, if all that the question waits for is there."""
    draw = waits.open_draw(ctx.desk)
    if draw is None or waits.witnesses_missing(ctx.desk) or waits.too_late_to_open(ctx.desk):
        return
    if waits.openings_wanted(ctx.desk) and first_time(ctx.desk, "openings", draw):
        _ask_for_openings(ctx, draw)
    match next_step(ctx.desk):
        case Step.CHOOSE if first_time(ctx.desk, "choice", draw):
            _ask_for_choice(ctx, draw)
        case Step.INHERIT if _signed(ctx) and first_time(ctx.desk, "inherit", draw):
            _tell_signed(ctx, draw)
        case Step.OPEN if _signed(ctx) and first_time(ctx.desk, "closed", draw):
            _tell_signed(ctx, draw)
        case Step.BEACON if beacon_here(ctx.desk, draw) and first_time(ctx.desk, "beacon", draw):
            _tell_beacon(ctx, draw)
        case _:
            return


def say_what_is_overdue(ctx: Context) -> None:
    """Say that a time has passed: the last one for opening, the round's, or a day of silence."""
    draw = waits.open_draw(ctx.desk)
    if draw is None:
        return
    if waits.too_late_to_open(ctx.desk) and first_time(ctx.desk, "late", draw):
        _tell_next(ctx, draw)
    if waits.round_is_due(ctx.desk) and first_time(ctx.desk, "round", draw):
        _offer_to_bring(ctx, draw)
    if waits.beacon_is_silent(ctx.desk) and first_time(ctx.desk, "silent", draw):
        _tell_next(ctx, draw)


def _signed(ctx: Context) -> bool:
    """Whether there was anything to wait for; otherwise the officials' own message has it all."""
    return ctx.desk.state.quorum > 0


# ── the choice ──


def _ask_for_choice(ctx: Context, draw: DrawState) -> None:
    for person in people(ctx.desk, *NUMBERED):
        if person.number == draw.representative:
            deputy = person.role is Role.SUBSTITUTE
            tell(ctx, [person], partial(_choice, draw=draw, deputy=deputy))


def _choice(t: T, draw: DrawState, deputy: bool) -> Message:
    turn = (
        t("You may choose in place of representative {number}.", number=draw.representative)
        if deputy
        else t("It is the turn of number {number} to choose.", number=draw.representative)
    )
    how = t(
        "Press the button and tick the product types to be inspected. You can change "
        "everything until you submit."
    )
    button = Button(t(labels.START_CHOOSING), "choose.start", ttl=DAY)
    return Message(paragraphs(draw_title(t, draw), turn, how), ((button,),))


# ── openings ──


def _ask_for_openings(ctx: Context, draw: DrawState) -> None:
    for person, number in device_contributors(ctx, draw):
        proof = contribution_proof(ctx.desk, draw, number)
        name = f"contribution-{draw.campaign}.{draw.number}.{number}.json"
        if proof is not None:
            ctx.send(person, partial(_proof, file=(name, proof)))
        ctx.send(person, partial(_opening, until=waits.opening_ends(ctx.desk), draw=draw))


def _why_now(t: T, draw: DrawState) -> Html:
    if draw.step is DrawStep.CLOSED:
        return t("The contributions are closed. Now your opening is needed.")
    return t("The operator's secret is open. Now your opening is needed.")


def device_contributors(ctx: Context, draw: DrawState) -> Iterable[tuple[Person, int]]:
    """Who handed in a commitment made on their own device: the very person, and the number."""
    enrolled = {person.id: person for person in people(ctx.desk, *NUMBERED)}
    for entry in ctx.desk.office.book.entries(ctx.desk.session, draw.commit_seq):
        if entry.kind == "draw.contribution" and entry.data["made_by"] == "device":
            person = enrolled.get(sealed_person(ctx.desk, str(entry.data["person"])) or 0)
            if person is not None:
                yield person, int(str(entry.data["representative"]))


def _proof(t: T, file: tuple[str, bytes]) -> Message:
    text = t(
        "The proof that your contribution is in the book. Send your opening first, as the next "
        "message asks you to; then keep this file: with it anybody can check that later, without "
        "the authority."
    )
    return Message(text, (), file)


def _opening(t: T, until: int | None, draw: DrawState) -> Message:
    text = paragraphs(
        draw_title(t, draw),
        _why_now(t, draw),
        _until_when(t, until) if until is not None else "",
        t("Press the button, then paste the opening from the page on your device."),
    )
    button = Button(t(labels.SEND_OPENING), "opening.start", named(draw), ttl=DAY)
    return Message(text, ((button,),))


def _until_when(t: T, until: int) -> Html:
    return t(
        "Your opening must be here before the officials open the secrets, which they must do by "
        "{time}.",
        time=local_clock(until),
    )


# ── officials, and everybody ──


def _tell_signed(ctx: Context, draw: DrawState) -> None:
    tell_officials(
        ctx,
        lambda t: paragraphs(
            draw_title(t, draw), t("The witnesses have signed the book."), coming(t, ctx.desk)
        ),
    )


def _tell_beacon(ctx: Context, draw: DrawState) -> None:
    tell_officials(
        ctx,
        lambda t: paragraphs(
            draw_title(t, draw),
            t("The beacon's value is here: round {round}.", round=draw.round),
            coming(t, ctx.desk),
        ),
    )


def _tell_next(ctx: Context, draw: DrawState) -> None:
    tell_officials(ctx, lambda t: paragraphs(draw_title(t, draw), coming(t, ctx.desk)))


def _offer_to_bring(ctx: Context, draw: DrawState) -> None:
    awaited = waits.round_awaited(ctx.desk)
    if awaited is None:
        return
    chain, number = awaited

    def offered(t: T) -> Message:
        due = t(
            "Round {round} of the beacon {name} was due at {time}, and no relay has answered.",
            round=Html(f"<code>{number}</code>"),
            name=chain.name,
            time=local_moment(time_of(chain, number)),
        )
        how = t(
            "Whoever has its value, from the beacon's page or another source, can bring it: type "
            "it or send a photo of its QR code. A wrong value is recognised and refused."
        )
        where = relay_words(t, ctx.relay, chain, number)
        text = paragraphs(draw_title(t, draw), due, stack(how, where))
        return Message(text, bring_buttons(t, ctx.desk))

    tell(ctx, people(ctx.desk), offered)
