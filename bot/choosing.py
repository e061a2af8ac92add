"""A representative (or its substitute) chooses product types on the keyboard.

What is ticked is a draft in the database until it is submitted; submitting shows every chosen type
once more, and the second press records exactly the list that was shown.
"""

from __future__ import annotations

from typing import Final

from bot import announcements, labels
from bot.beacon_words import book_words
from bot.buttons import Button
from bot.context import Context
from bot.message import Html
from bot.rights import enrolled
from bot.table import Action, Command, Talk
from bot.terms import DAY, HOUR, LEVEL_D, paragraphs, stack
from bot.type_keyboard import View, header, screen, type_name
from inspection import Role, Step
from inspection.acts import choose_types, demand_choosable
from inspection.queries import draft, offers, set_draft
from inspection.records import running_draw
from inspection.witnessed import demand_witnessed

NUMBERED: Final = frozenset({Role.REPRESENTATIVE, Role.SUBSTITUTE})


def start(ctx: Context) -> None:
    """Open the keyboard as a new message; refused until the witnesses have signed."""
    ctx.desk.demand(Step.CHOOSE)
    demand_witnessed(ctx.desk, running_draw(ctx.desk).commit_seq, "draw.commit")
    message = screen(ctx.t, ctx.desk, View())
    ctx.reply(message.text, message.buttons)


def show(ctx: Context) -> None:
    """Another screen of the keyboard, in place."""
    _show(ctx, View.from_json(ctx.payload))


def toggle(ctx: Context) -> None:
    """Tick or untick one type, as the button says; the counts follow at once."""
    code, on = str(ctx.payload["type"]), bool(ctx.payload["on"])
    already = (code in draft(ctx.desk)) == on
    set_draft(ctx.desk, enrolled(ctx), code, on)
    if already:
        ctx.toast(ctx.t("Already chosen.") if on else ctx.t("Already taken back."))
    _show(ctx, View.from_json(ctx.payload))


def ask_search(ctx: Context) -> None:
    """Ask for a piece of a name."""
    ctx.desk.demand(Step.CHOOSE)
    ctx.expect("choose.search", ttl=HOUR)
    ctx.reply(
        ctx.t("Send a part of the name, its pinyin or initials, or the code. For example: tongche")
    )


def search(ctx: Context) -> None:
    """Show what was found, as a keyboard of its own; the next text searches again."""
    ctx.desk.demand(Step.CHOOSE)
    ctx.expect("choose.search", ttl=HOUR)
    message = screen(ctx.t, ctx.desk, View("found", ctx.args[:40]))
    ctx.reply(message.text, message.buttons)


def submit(ctx: Context) -> None:
    """List everything that is chosen, and ask once more."""
    ctx.desk.demand(Step.CHOOSE)
    types = demand_choosable(ctx.desk, draft(ctx.desk))
    text = paragraphs(
        header(ctx.t, ctx.desk),
        _listed(ctx, types),
        ctx.t(
            "After submitting, nobody can change the choice. If the draw is declared void, the "
            "same choice is repeated; if the campaign is closed without repeating it, everyone's "
            "verification names that. Is it right?"
        ),
    )
    ctx.edit(
        text,
        [
            [Button(ctx.t(labels.RECORD_CHOICE), "choose.record", {"types": types}, ttl=DAY)],
            [Button(ctx.t(labels.CHANGE_CHOICE), "choose.show", View().to_json(), ttl=DAY)],
        ],
        supersede=True,
    )


def record(ctx: Context) -> None:
    """Record exactly the types that the preview listed."""
    types = tuple(str(code) for code in ctx.payload["types"])
    listed = _listed(ctx, types)
    draw = choose_types(ctx.desk, enrolled(ctx), types)
    ctx.forget()
    ctx.edit(
        paragraphs(
            ctx.t("Your choice is in the book: {n} product types.", n=len(draw.types)),
            listed,
            book_words(ctx.t, ctx.desk),
            ctx.t(LEVEL_D),
            ctx.t("Next: an official fixes the pool, then I ask you for your contribution."),
        ),
        supersede=True,
    )
    announcements.chosen(ctx, draw)


def _show(ctx: Context, view: View) -> None:
    ctx.desk.demand(Step.CHOOSE)
    message = screen(ctx.t, ctx.desk, view)
    ctx.edit(message.text, message.buttons)


def _listed(ctx: Context, types: tuple[str, ...]) -> Html:
    kinds = {offer.type.code: offer.type for offer in offers(ctx.desk)}
    return stack(
        *(
            ctx.t("{at}. {name} ({code})", at=at, name=type_name(ctx.t, kinds[code]), code=code)
            for at, code in enumerate(types, 1)
        )
    )


COMMANDS: Final[tuple[Command, ...]] = ()
ACTIONS: Final = (
    Action("choose.start", NUMBERED, start),
    Action("choose.show", NUMBERED, show),
    Action("choose.toggle", NUMBERED, toggle),
    Action("choose.search", NUMBERED, ask_search),
    Action("choose.submit", NUMBERED, submit),
    Action("choose.record", NUMBERED, record),
)
TALKS: Final = (Talk("choose.search", NUMBERED, search),)
