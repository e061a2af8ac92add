"""A chat service in memory: `bot.service.Service` without a network, able to fail on demand.

What was called stands in `calls`; `faults` are raised one by one by the next calls of a method
(before they take effect), `lost` are calls that take effect and then fail.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import ChatError, FileRefused, Unchanged
from bot.service import Keyboard, Raw


@dataclass
class Shown:
    """A message in a chat, as a person sees it now."""

    chat: int
    id: int
    text: str
    keyboard: Keyboard
    name: str = ""
    data: bytes = b""
    texts: list[str] = field(default_factory=list)


@dataclass
class FakeService:
    """Serves `incoming` once each; `arrived` is set whenever something was sent or answered."""

    incoming: deque[Raw] = field(default_factory=deque)
    messages: list[Shown] = field(default_factory=list)
    answers: list[tuple[str, str, bool]] = field(default_factory=list)
    menus: dict[tuple[int | str | None, str | None], list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, int | None]] = field(default_factory=list)
    faults: dict[str, deque[ChatError]] = field(default_factory=dict)
    lost: dict[str, deque[ChatError]] = field(default_factory=dict)
    confirmed: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def fail(self, method: str, *errors: ChatError) -> None:
        """The next calls of this method fail like this, without effect."""
        self.faults.setdefault(method, deque()).extend(errors)

    def lose(self, method: str, *errors: ChatError) -> None:
        """The next calls of this method take effect, then fail like this."""
        self.lost.setdefault(method, deque()).extend(errors)

    def texts(self, chat: int) -> list[str]:
        """What stands in a chat now."""
        return [shown.text for shown in self.messages if shown.chat == chat]

    async def until(self, condition: object) -> None:
        """Wait until `condition()` holds; at most ten seconds."""
        assert callable(condition)
        async with asyncio.timeout(10):
            while not condition():
                self.arrived.clear()
                await self.arrived.wait()

    def _before(self, method: str, chat: int | None = None) -> None:
        self.calls.append((method, chat))
        if self.faults.get(method):
            raise self.faults[method].popleft()

    def _after(self, method: str) -> None:
        self.arrived.set()
        if self.lost.get(method):
            raise self.lost[method].popleft()

    async def me(self) -> str:
        self._before("me")
        return "sunlot_bot"

    async def updates(self, offset: int, seconds: int) -> list[Raw]:
        self._before("updates")
        self.confirmed = max(self.confirmed, offset)
        while self.incoming and self.incoming[0]["update_id"] < offset:
            self.incoming.popleft()
        if not self.incoming:
            # A long poll; woken by cancellation, or at once for whoever fills `incoming` later.
            await asyncio.sleep(0.01)
        return list(self.incoming)

    async def send(self, chat: int, text: str, keyboard: Keyboard) -> int:
        self._before("send", chat)
        self.messages.append(Shown(chat, len(self.messages) + 1, text, keyboard, texts=[text]))
        self._after("send")
        return len(self.messages)

    async def document(
        self, chat: int, name: str, data: bytes, caption: str, keyboard: Keyboard
    ) -> int:
        self._before("document", chat)
        shown = Shown(chat, len(self.messages) + 1, caption, keyboard, name, data)
        self.messages.append(shown)
        self._after("document")
        return shown.id

    async def edit(self, chat: int, message_id: int, text: str, keyboard: Keyboard) -> None:
        self._before("edit", chat)
        shown = self.messages[message_id - 1]
        assert shown.chat == chat
        if (shown.text, list(shown.keyboard)) == (text, list(keyboard)):
            raise Unchanged("message is not modified")
        shown.text, shown.keyboard = text, keyboard
        shown.texts.append(text)
        self._after("edit")

    async def answer(self, callback: str, text: str, *, alert: bool) -> None:
        self._before("answer")
        self.answers.append((callback, text, alert))
        self._after("answer")

    async def commands(
        self, chat: int | None, language: str | None, entries: Sequence[tuple[str, str]]
    ) -> None:
        self._before("commands", chat)
        self.menus[chat, language] = [name for name, _ in entries]
        self._after("commands")

    async def group_commands(
        self, language: str | None, entries: Sequence[tuple[str, str]]
    ) -> None:
        self._before("group_commands")
        self.menus["groups", language] = [name for name, _ in entries]

    async def download(self, file_id: str, limit: int) -> bytes:
        self._before("download")
        data = self.files.get(file_id)
        if data is None or len(data) > limit:
            raise FileRefused("not there, or too large")
        return data
