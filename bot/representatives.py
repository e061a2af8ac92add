"""A representative (or its substitute): reads the result, confirms or objects."""

from __future__ import annotations

from typing import Final

from bot import announcements, labels
from bot.beacon_words import book_words
from bot.buttons import Button
from bot.context import Context
from bot.draw_words import draw_title
from bot.results import institutions_text, result_buttons, result_text, statement_file
from bot.rights import enrolled
from bot.table import Action, Command, Talk
from bot.terms import DAY, HOUR, LEVEL_D, OBJECTIONS, grouped, paragraphs, spoken, term
from inspection import DrawState, Role
from inspection.answers import confirm, object_to
from inspection.records import any_draw, running

NUMBERED: Final = frozenset({Role.REPRESENTATIVE, Role.SUBSTITUTE})


def show_result(ctx: Context) -> None:
    """The result once more, with the statement and the buttons."""
    draw = any_draw(ctx.desk, int(ctx.payload["campaign"]), int(ctx.payload["draw"]))
    file = statement_file(ctx.t, ctx.desk, draw)
    ctx.reply(file.text, document=file.document)
    ctx.reply(institutions_text(ctx.t, ctx.desk, draw))
    ctx.reply(result_text(ctx.t, ctx.desk, draw), result_buttons(ctx.t, draw))


def ask_confirmation(ctx: Context) -> None:
    """The second press names the digest that is confirmed."""
    draw, digest = _target(ctx)
    label = ctx.t(labels.CONFIRM_DIGEST, digest=spoken(digest))
    target = {"draw": draw.number, "digest": digest}
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t(
                "You are about to confirm the result with this digest:\n{digest}",
                digest=grouped(digest),
            ),
            ctx.t(LEVEL_D),
        ),
        [
            [Button(label, "result.record", target)],
            [Button(ctx.t(labels.CANCEL), "result.cancel", target)],
        ],
    )


def record_confirmation(ctx: Context) -> None:
    """Record the confirmation of exactly this digest."""
    draw = confirm(ctx.desk, enrolled(ctx), int(ctx.payload["draw"]), str(ctx.payload["digest"]))
    ctx.edit(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t(
                "Your confirmation is in the book, for the digest:\n{digest}",
                digest=grouped(draw.digest),
            ),
            book_words(ctx.t, ctx.desk),
            ctx.t(LEVEL_D),
            ctx.t("Next: nothing more to do for this draw. /status shows how it goes on."),
        ),
        supersede=True,
    )
    announcements.confirmed(ctx, draw)


def cancel_answer(ctx: Context) -> None:
    """Nothing is recorded; both answers are offered again."""
    draw, _ = _target(ctx)
    ctx.forget()
    ctx.edit(
        ctx.t("Nothing was recorded. You can still confirm the result or object."),
        result_buttons(ctx.t, draw),
        supersede=True,
    )


def ask_reason(ctx: Context) -> None:
    """Ask which kind of objection it is."""
    draw, digest = _target(ctx)
    target = {"draw": draw.number, "digest": digest}
    rows = [
        [Button(ctx.t(label), "objection.reason", {**target, "code": code})]
        for code, label in OBJECTIONS.items()
    ]
    cancel = [Button(ctx.t(labels.CANCEL), "result.cancel", target)]
    ctx.reply(
        paragraphs(draw_title(ctx.t, draw), ctx.t("What do you object to? Press one.")),
        [*rows, cancel],
    )


def ask_words(ctx: Context) -> None:
    """Ask for the objection in words."""
    draw, digest = _target(ctx)
    ctx.expect("objection.words", ctx.payload, ttl=HOUR)
    target = {"draw": draw.number, "digest": digest}
    ctx.edit(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t("You object: {reason}.", reason=term(ctx.t, OBJECTIONS, ctx.payload["code"])),
            ctx.t(
                "Now write in one message what is wrong, at most 1,000 characters. The supervisor "
                "reads it; the public book holds only its fingerprint."
            ),
        ),
        [[Button(ctx.t(labels.CANCEL), "result.cancel", target, ttl=DAY)]],
        supersede=True,
    )


def record_objection(ctx: Context) -> None:
    """Record the objection; the supervisor and the officials are told."""
    number, digest = int(ctx.payload["draw"]), str(ctx.payload["digest"])
    code, person = str(ctx.payload["code"]), enrolled(ctx)
    draw = object_to(ctx.desk, person, number, digest, code, ctx.text)
    seq = draw.objections[person.number or 0]
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, draw),
            ctx.t("Your objection is in the book as number {seq}.", seq=seq),
            book_words(ctx.t, ctx.desk),
            ctx.t(LEVEL_D),
            ctx.t(
                "Next: the supervisor answers it, and I send you the answer. Until then the list "
                "of this draw cannot be taken and the campaign cannot be closed."
            ),
        )
    )
    announcements.objected(ctx, draw, seq, code, ctx.text)


def _target(ctx: Context) -> tuple[DrawState, str]:
    draw = any_draw(ctx.desk, running(ctx.desk).number, int(ctx.payload["draw"]))
    return draw, str(ctx.payload["digest"])


COMMANDS: Final[tuple[Command, ...]] = ()
ACTIONS: Final = (
    Action("result.show", NUMBERED, show_result),
    Action("result.confirm", NUMBERED, ask_confirmation),
    Action("result.record", NUMBERED, record_confirmation),
    Action("result.cancel", NUMBERED, cancel_answer),
    Action("result.object", NUMBERED, ask_reason),
    Action("objection.reason", NUMBERED, ask_words),
)
TALKS: Final = (Talk("objection.words", NUMBERED, record_objection),)
