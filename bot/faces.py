"""The one list of faces: each brings commands, buttons and expected texts of its readers."""

from __future__ import annotations

from bot import enrolment, public
from bot.table import Table


def table() -> Table:
    """The table of this program."""
    return Table.join(enrolment, public)
