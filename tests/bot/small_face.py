"""A face for the tests of the core: one command, button and talk of every kind."""

from __future__ import annotations

from bot import enrolment, public
from bot.buttons import Button
from bot.context import Context
from bot.message import Html
from bot.table import ANY_FILE, EVERYONE, OFFICIALS, Action, Command, Table, Talk
from inspection.errors import Refusal
from inspection.people import Role


class Broken(Exception):
    """What nobody expects; its text must reach no log."""


def act(ctx: Context) -> None:
    """Writes an entry, so that replays can be counted in the book."""
    ctx.outbox.session.info["acted"] = True
    ctx.reply(ctx.t("Done: {what}", what=ctx.args or "nothing"), [[Button("Again", "again")]])


def again(ctx: Context) -> None:
    ctx.toast("once more")
    ctx.edit(Html("pressed"), [[Button("Third", "again", {"n": 3})]])


def decide(ctx: Context) -> None:
    ctx.edit(Html("decided"), supersede=True)


def ask(ctx: Context) -> None:
    ctx.expect("echo", {"about": "x"})
    ctx.reply(Html("ask"))


def echo(ctx: Context) -> None:
    if ctx.args == "refuse":
        raise Refusal("reason_empty")
    size = len(ctx.document.data) if ctx.document else 0
    ctx.reply(ctx.t("{text} {about} {size}", text=ctx.text, about=ctx.payload["about"], size=size))


def refuse(ctx: Context) -> None:
    ctx.reply(Html("never seen"))
    raise Refusal("types_unknown", type="<b>A01</b>")


def fail(ctx: Context) -> None:
    ctx.reply(Html("never seen"))
    raise Broken("示例企业 secret text")


def take(ctx: Context) -> None:
    assert ctx.document is not None
    ctx.reply(ctx.t("{name}: {size}", name=ctx.document.name, size=ctx.document.size))


def show(ctx: Context) -> None:
    ctx.progress("draw", ctx.chat, Html(f"step {ctx.args}"))


def choices(ctx: Context) -> None:
    rows = [[Button("Yes", "decide"), Button("No", "decide"), Button("See", "again", ttl=60)]]
    ctx.reply(Html("choose"), rows)


COMMANDS = [
    Command("act", OFFICIALS, "private", "act", act),
    Command("anywhere", EVERYONE, "both", "anywhere", act),
    Command("here", EVERYONE, "group", "in groups", act),
    Command("ask", OFFICIALS, "private", "ask", ask),
    Command("refuse", EVERYONE, "private", "refuse", refuse),
    Command("fail", EVERYONE, "private", "fail", fail),
    Command("show", EVERYONE, "both", "show", show),
    Command("choices", EVERYONE, "both", "choices", choices),
    Command("audit", frozenset({Role.SUPERVISOR}), "private", "audit", act),
]
ACTIONS = [Action("again", EVERYONE, again), Action("decide", OFFICIALS, decide)]
TALKS = [
    Talk("echo", OFFICIALS, echo, largest_file=100),
    Talk(ANY_FILE, OFFICIALS, take, largest_file=1000),
]


class Face:
    """This module as a value, so that tests can name it."""

    COMMANDS = COMMANDS
    ACTIONS = ACTIONS
    TALKS = TALKS


def table() -> Table:
    """The small face beside the real ones of the core."""
    return Table.join(enrolment, public, Face())
