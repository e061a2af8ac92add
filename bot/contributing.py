"""A representative's contribution: on their own device, or made here in the chat.

On their own device it comes in two parts, so that the office never has the secret before the list
is closed: the commitment goes into the book at once, the opening is asked for after the close.
"""

from __future__ import annotations

from typing import Final

from bot import announcements, device_codes, labels, waits
from bot.beacon_words import book_words
from bot.buttons import Button
from bot.coming import coming
from bot.context import Context
from bot.draw_words import draw_title
from bot.errors import Declined
from bot.message import Html
from bot.rights import enrolled
from bot.table import Action, Command, Talk
from bot.terms import DAY, HOUR, LEVEL_D, grouped, paragraphs, stack
from bot.texts import msg
from inspection import DrawState, DrawStep, Refusal, Role, Step
from inspection.acts import contribute, contribute_commitment, hand_in_opening
from inspection.records import running, running_draw
from inspection.witnessed import is_witnessed

NUMBERED: Final = frozenset({Role.REPRESENTATIVE, Role.SUBSTITUTE})


def ask_how(ctx: Context) -> None:
    """Offer the two ways, and say what each protects against."""
    draw = _open_for(ctx)
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t("How do you want to contribute? Your part becomes a part of the random seed."),
            ctx.t(
                "On your own device: a page there makes a secret that the authority cannot see, "
                "and you hand in only its fingerprint now. The secret itself follows when the "
                "contributions are closed."
            ),
            ctx.t(
                "Here in the chat: you send a sentence or dice, and the authority's server makes "
                "the secret. That does not protect against whoever controls the server."
            ),
        ),
        [
            [Button(ctx.t(labels.ON_DEVICE), "contribute.device", ttl=DAY)],
            [Button(ctx.t(labels.IN_CHAT), "contribute.chat", ttl=DAY)],
        ],
    )


def ask_commitment(ctx: Context) -> None:
    """Hand out the code for the page, and wait for the commitment."""
    draw = _open_for(ctx)
    code = device_codes.outgoing(running(ctx.desk), draw, enrolled(ctx).number or 0)
    ctx.expect("contribute.commitment", ttl=DAY)
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t(
                "1. Open the contribution page on your own phone or computer: the page of the "
                "association's witness, or the file that the association gave you. Never a page of "
                "the authority."
            ),
            ctx.t(
                "2. Paste this code there; touching it copies it:\n<code>{code}</code>", code=code
            ),
            ctx.t(
                "3. Send me the commitment that the page shows. Keep the page open or saved: it "
                "alone has your opening."
            ),
        )
    )


def take_commitment(ctx: Context) -> None:
    """The commitment goes into the book; the secret stays on the device.

    What may be the secret is refused before anything of it is stored. Asking first what it is
    would keep it in the button of the answer.
    """
    draw, person = _open_for(ctx), enrolled(ctx)
    digits = device_codes.returned(device_codes.COMMITMENT, ctx.text, draw, person.number or 0)
    _recorded(ctx, contribute_commitment(ctx.desk, person, digits), _keep_it(ctx, draw))


def _keep_it(ctx: Context, draw: DrawState) -> Html:
    if waits.opening_step(ctx.desk, draw) is Step.OPEN:
        return ctx.t(
            "Next: when the contributions are closed I ask you for the opening. Keep it until "
            "then, and show it to nobody."
        )
    return ctx.t(
        "Next: when the contributions are closed and the operator's secret is open, I ask you for "
        "the opening. Keep it until then, and show it to nobody."
    )


def ask_words(ctx: Context) -> None:
    """Ask for a sentence or for dice."""
    draw = _open_for(ctx)
    ctx.expect("contribute.text", ttl=HOUR)
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t("Now send any sentence, or the numbers of dice you rolled, in one message."),
            ctx.t(
                "Your words are mixed with random bytes into a part of the seed; the words "
                "themselves are not stored. This is done on the authority's server, so it does not "
                "protect against whoever controls that server."
            ),
        )
    )


def take_words(ctx: Context) -> None:
    """Mix what was typed into a secret; only its commitment goes into the book."""
    draw = contribute(ctx.desk, enrolled(ctx), ctx.text)
    _recorded(ctx, draw, ctx.t("Next: the draw. I send you the result to read and to answer."))


def ask_opening(ctx: Context) -> None:
    """Wait for the opening."""
    draw = _of_button(ctx)
    ctx.expect("contribute.opening", ttl=DAY)
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t("Now paste the opening from the page on your device, in one message."),
        )
    )


def take_opening(ctx: Context) -> None:
    """Keep the opening until the officials open all together."""
    person, draw = enrolled(ctx), running_draw(ctx.desk)
    number = person.number or 0
    if draw.step < DrawStep.CLOSED and number not in draw.contributions:
        raise Declined(device_codes.OPENING_FIRST)
    if _is_early(ctx, draw, number):
        raise Declined(device_codes.CAME_EARLY)
    _demand_time(ctx, draw, number)
    digits = device_codes.returned(device_codes.OPENING, ctx.text, draw, number)
    draw = hand_in_opening(ctx.desk, person, digits)
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, draw),
            stack(
                ctx.t("Your opening is here and fits your commitment."),
                book_words(ctx.t, ctx.desk),
            ),
            coming(ctx.t, ctx.desk),
        )
    )
    announcements.opening_handed_in(ctx, draw)


def _open_for(ctx: Context) -> DrawState:
    """The draw that takes contributions, if this person's number has none yet."""
    ctx.desk.demand(Step.CONTRIBUTE)
    draw = running_draw(ctx.desk)
    if enrolled(ctx).number in draw.contributions:
        raise Refusal("contribution_twice", draw=draw.number)
    return draw


def _of_button(ctx: Context) -> DrawState:
    draw, wanted = running_draw(ctx.desk), ctx.payload.get("draw")
    if wanted is not None and wanted != draw.number:
        raise Declined(OLD_BUTTON)
    _demand_time(ctx, draw, enrolled(ctx).number or 0)
    return draw


def _is_early(ctx: Context, draw: DrawState, number: int) -> bool:
    """Whether this draw should be void, because the office has this opening before its time.

    With a beacon that time begins when the witnesses have signed the closed list, which can be
    replaced until then; without one at the operator's opening, after which no draw can be void.
    """
    if draw.made_by.get(number) != "device":
        return False  # the use case says that there is nothing to open
    if waits.opening_step(ctx.desk, draw) is Step.OPEN:
        return draw.step < DrawStep.CLOSED or not is_witnessed(ctx.desk, draw.close_seq)
    return draw.step < DrawStep.OPENED


def _demand_time(ctx: Context, draw: DrawState, number: int) -> None:
    """Say in plain words that an opening is not asked for yet, or no longer."""
    if draw.made_by.get(number) != "device":
        return  # the use case says that there is nothing to open
    wanted = waits.opening_step(ctx.desk, draw)
    if wanted is Step.RESULT and draw.step is DrawStep.CLOSED:
        raise Declined(
            msg(
                "Keep your opening: the operator's secret is not open yet. Whoever had yours "
                "before would know the result. I ask you for it afterwards."
            )
        )
    if draw.step > (DrawStep.CLOSED if wanted is Step.OPEN else DrawStep.OPENED):
        raise Declined(
            msg(
                "It is too late for an opening in draw {draw}. What is not in the book is replaced "
                "by its commitment, and everyone's verification says so."
            ),
            draw=draw.number,
        )


def _recorded(ctx: Context, draw: DrawState, following: Html) -> None:
    number = enrolled(ctx).number or 0
    ctx.reply(
        paragraphs(
            stack(
                ctx.t(
                    "Your contribution, number {number}, is in the book as the commitment:\n"
                    "{digest}",
                    number=number,
                    digest=grouped(draw.contributions[number]),
                ),
                book_words(ctx.t, ctx.desk),
            ),
            ctx.t(LEVEL_D),
            following,
        )
    )
    announcements.contributed(ctx, draw)


OLD_BUTTON: Final = msg("This button belongs to an earlier draw. Nothing was done.")

COMMANDS: Final[tuple[Command, ...]] = ()
ACTIONS: Final = (
    Action("contribute.start", NUMBERED, ask_how),
    Action("contribute.device", NUMBERED, ask_commitment),
    Action("contribute.chat", NUMBERED, ask_words),
    Action("opening.start", NUMBERED, ask_opening),
)
TALKS: Final = (
    Talk("contribute.text", NUMBERED, take_words),
    Talk(
        "contribute.commitment",
        NUMBERED,
        take_commitment,
        prefix=device_codes.prefix(device_codes.COMMITMENT),
        misplaced=device_codes.COMMITMENT_IN_GROUP,
    ),
    Talk(
        "contribute.opening",
        NUMBERED,
        take_opening,
        prefix=device_codes.prefix(device_codes.OPENING),
        misplaced=device_codes.OPENING_IN_GROUP,
    ),
)
