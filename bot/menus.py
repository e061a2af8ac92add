"""The command menu of a chat, read from the table."""

from __future__ import annotations

from bot.message import plain
from bot.table import Table
from bot.texts import speech
from inspection.people import Person

MenuEntry = tuple[str, str]
"""Command name without slash, and its line."""


def menu_of(
    table: Table, person: Person | None, language: str, *, private: bool
) -> list[MenuEntry]:
    """The commands this person may use there, each with its line in this language."""
    t = speech(language)
    return [
        (command.name, plain(t(command.summary_msgid)))
        for command in table.open_to(person, private=private)
    ]
