"""Telling several people the same, each in their own language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.context import Context
from bot.duties import next_buttons
from bot.message import Message
from bot.texts import T
from inspection import Person, Role
from inspection.people import people

Render = Callable[[T], Message]


def tell(ctx: Context, whom: Iterable[Person], render: Render) -> None:
    """Send to these people, except to the one who has just acted and sees the outcome."""
    for person in whom:
        if person.telegram != ctx.telegram:
            ctx.send(person, render)


def tell_officials(ctx: Context, text: Callable[[T], str]) -> None:
    """Tell the officials, with the button of their next step."""
    officials = people(ctx.desk, Role.OFFICIAL)
    tell(ctx, officials, lambda t: Message(text(t), next_buttons(t, ctx.desk)))


def tell_group(ctx: Context, render: Render) -> None:
    """One message to the event group, if one is bound; the text must hold no name."""
    group = ctx.event_group()
    if group is not None:
        ctx.send(group, render)
