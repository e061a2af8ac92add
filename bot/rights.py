"""The person of an update, for handlers that only enrolled people reach."""

from __future__ import annotations

from bot.context import Context
from inspection.people import Person, Role, require


def enrolled(ctx: Context) -> Person:
    """Who wrote or pressed; refused (`not_enrolled`) if nobody known."""
    return require(ctx.person, *Role)
