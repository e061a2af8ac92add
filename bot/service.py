"""The chat service as the bot needs it: a port, kept small so that another service can take its
place. `gateway` implements it for Telegram, the tests with a fake in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

Keyboard: TypeAlias = Sequence[Sequence[Mapping[str, str]]]
"""Rows of keys: `text` with `callback_data` or `url`."""

Raw: TypeAlias = dict[str, Any]
"""One update as the service gave it."""


class Service(Protocol):
    """Every method raises a `ChatError` of the right class, never an error of the library below."""

    async def me(self) -> str:
        """The bot's username, without @."""
        ...

    async def updates(self, offset: int, seconds: int) -> list[Raw]:
        """Updates from this id on; waits up to `seconds`. Confirms all before `offset`."""
        ...

    async def send(self, chat: int, text: str, keyboard: Keyboard) -> int:
        """Send HTML; the id of the new message."""
        ...

    async def document(
        self, chat: int, name: str, data: bytes, caption: str, keyboard: Keyboard
    ) -> int:
        """Send a file with an HTML caption; the id of the new message."""
        ...

    async def edit(self, chat: int, message_id: int, text: str, keyboard: Keyboard) -> None:
        """Change a message; `Unchanged` if it says so already."""
        ...

    async def answer(self, callback: str, text: str, *, alert: bool) -> None:
        """Answer a press; one that is too old to be answered is no error."""
        ...

    async def commands(
        self, chat: int | None, language: str | None, entries: Sequence[tuple[str, str]]
    ) -> None:
        """Set the menu of one chat, or with None of all private chats without a menu of their own.

        `language`: two letters, or None for everyone else.
        """
        ...

    async def group_commands(
        self, language: str | None, entries: Sequence[tuple[str, str]]
    ) -> None:
        """Set the menu of all groups."""
        ...

    async def download(self, file_id: str, limit: int) -> bytes:
        """The bytes of a file, at most `limit`; `FileRefused` if larger, gone or misplaced."""
        ...
