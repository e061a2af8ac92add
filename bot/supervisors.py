"""The supervisor: audits the roster, answers objections, reads all openings."""

from __future__ import annotations

import gzip
from typing import Final

from bot import announcements, labels
from bot.audit_request import send_audit_request, statements
from bot.beacon_words import book_words
from bot.buttons import Button
from bot.coming import coming
from bot.context import Context
from bot.errors import Declined
from bot.message import Html
from bot.rights import enrolled
from bot.table import Action, Command, Talk
from bot.terms import DAY, HOUR, LEVEL_D, OBJECTIONS, OUTCOMES, paragraphs, stack, term
from bot.texts import T, msg
from inspection import Role, Step
from inspection.acts import audit_roster
from inspection.answers import answer_objection
from inspection.auditing import all_openings
from inspection.queries import Objection, open_objections

SUPERVISORS: Final = frozenset({Role.SUPERVISOR})
FILE_LIMIT: Final = 45 * 1024 * 1024
"""Bytes of a file the chat service lets a bot send, with room to spare (its limit is 50 MB)."""


def show_roster(ctx: Context) -> None:
    """The audit request once more, with its file."""
    ctx.desk.demand(Step.AUDIT)
    send_audit_request(ctx, enrolled(ctx))


def confirm_audit(ctx: Context) -> None:
    """The second look before the statements go into the book."""
    ctx.desk.demand(Step.AUDIT)
    ctx.reply(
        paragraphs(
            statements(ctx.t),
            ctx.t("They go into the book and cannot be taken back. Are all four true?"),
        ),
        [
            [Button(ctx.t(labels.RECORD_AUDIT), "audit.record")],
            [Button(ctx.t(labels.CANCEL), "audit.cancel")],
        ],
    )


def record_audit(ctx: Context) -> None:
    """Record the four statements."""
    audit_roster(ctx.desk, enrolled(ctx))
    ctx.edit(
        paragraphs(
            ctx.t("Your four statements are in the book."),
            book_words(ctx.t, ctx.desk),
            ctx.t(LEVEL_D),
            coming(ctx.t, ctx.desk),
        ),
        supersede=True,
    )
    announcements.audited(ctx)


def cancel_audit(ctx: Context) -> None:
    """Nothing is recorded; the request can be opened again."""
    again = [[Button(ctx.t(labels.SHOW_ROSTER), "audit.show", ttl=DAY)]]
    ctx.edit(
        ctx.t("Nothing was recorded. If something in the roster is wrong, tell the officials."),
        again,
        supersede=True,
    )


def objections(ctx: Context) -> None:
    """`/objections`: those that wait for an answer, each with its button."""
    waiting = open_objections(ctx.desk)
    if not waiting:
        return ctx.reply(ctx.t("No objection waits for an answer."))
    for objection in waiting:
        ctx.reply(_objection(ctx.t, objection), [[_answer_button(ctx.t, objection.seq)]])
    return None


def choose_outcome(ctx: Context) -> None:
    """Ask whether the objection is founded."""
    seq = int(ctx.payload["seq"])
    rows = [
        [Button(ctx.t(label), "objection.outcome", {"seq": seq, "outcome": code})]
        for code, label in OUTCOMES.items()
    ]
    found = next((one for one in open_objections(ctx.desk) if one.seq == seq), None)
    shown = _objection(ctx.t, found) if found else ""
    question = ctx.t("Objection {seq}: is it founded?", seq=seq)
    ctx.reply(paragraphs(shown, question), rows)


def ask_answer(ctx: Context) -> None:
    """Ask for the answer in words."""
    ctx.expect("objection.text", ctx.payload, ttl=HOUR)
    outcome = term(ctx.t, OUTCOMES, ctx.payload["outcome"])
    ctx.edit(
        ctx.t(
            "Objection {seq}: {outcome}. Now write your answer in one message, at most 1,000 "
            "characters. The person who objected and the officials see it.",
            seq=ctx.payload["seq"],
            outcome=outcome,
        ),
        supersede=True,
    )


def record_answer(ctx: Context) -> None:
    """Record the answer and send it back."""
    seq, outcome = int(ctx.payload["seq"]), str(ctx.payload["outcome"])
    draw = answer_objection(ctx.desk, enrolled(ctx), seq, outcome, ctx.text)
    ctx.reply(
        paragraphs(
            ctx.t("Your answer to objection {seq} is in the book.", seq=seq),
            book_words(ctx.t, ctx.desk),
            ctx.t(LEVEL_D),
        )
    )
    announcements.objection_answered(ctx, draw, seq, outcome, ctx.text)


def openings(ctx: Context) -> None:
    """`/openings`: all openings of the newest campaign as a compressed file."""
    campaign, lines = all_openings(ctx.desk, enrolled(ctx))
    packed = gzip.compress(lines, mtime=0)
    if len(packed) > FILE_LIMIT:
        raise Declined(
            msg("The openings are too large for this chat; the authority exports them for you.")
        )
    text = ctx.t(
        "All openings of campaign {number}, packed with gzip. Keep them to yourself; that you "
        "took them is in the access log.",
        number=campaign,
    )
    ctx.reply(text, document=(f"campaign-{campaign}.openings.jsonl.gz", packed))


def _objection(t: T, objection: Objection) -> Html:
    return stack(
        t(
            "<b>Objection {seq}</b>: draw {draw}, number {number}, {reason}.",
            seq=objection.seq,
            draw=objection.draw,
            number=objection.number,
            reason=term(t, OBJECTIONS, objection.code),
        ),
        t("In their words: {text}", text=objection.text),
    )


def _answer_button(t: T, seq: int) -> Button:
    return Button(t(labels.ANSWER_OBJECTION, seq=seq), "objection.answer", {"seq": seq}, ttl=DAY)


COMMANDS: Final = (
    Command("objections", SUPERVISORS, "private", msg("objections to answer"), objections),
    Command("openings", SUPERVISORS, "private", msg("all openings as a file"), openings),
)
ACTIONS: Final = (
    Action("audit.show", SUPERVISORS, show_roster),
    Action("audit.confirm", SUPERVISORS, confirm_audit),
    Action("audit.record", SUPERVISORS, record_audit),
    Action("audit.cancel", SUPERVISORS, cancel_audit),
    Action("objection.answer", SUPERVISORS, choose_outcome),
    Action("objection.outcome", SUPERVISORS, ask_answer),
)
TALKS: Final = (Talk("objection.text", SUPERVISORS, record_answer),)
