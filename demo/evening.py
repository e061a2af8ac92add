"""What all people of one play have in common: the chat, the time limit, and the notes taken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from demo.phones import Phones, Shown

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Card:
    """Who somebody is: shown in the transcript beside every line."""

    name: str
    role: str
    language: str


@dataclass(frozen=True)
class Noted:
    """One line of the transcript: what this person saw or did."""

    who: Card
    what: Shown


@dataclass(frozen=True)
class Scene:
    """A heading of the transcript. `at`: Unix seconds."""

    at: float
    title: str


@dataclass
class Evening:
    """What all people of one play have in common: bot, time limit, and the notes taken.

    `group_language`: in which the bot writes to groups, whoever reads.
    `patience`: seconds after which an answer that was not shown counts as missing; and seconds in
    which nothing at all happens after which nobody waits for others any more.
    """

    phones: Phones
    bot: str
    group_language: str = "zh"
    patience: float = 30.0
    notes: list[Noted | Scene] = field(default_factory=list)
    _change: asyncio.Condition = field(default_factory=asyncio.Condition)

    def scene(self, title: str) -> None:
        """Begin a new scene of the transcript."""
        self.notes.append(Scene(time.time(), title))

    async def note(self, who: Card, what: Shown) -> None:
        """Write it down and wake everyone who waits."""
        self.notes.append(Noted(who, what))
        async with self._change:
            self._change.notify_all()

    async def until(
        self, look: Callable[[], _Found | None], *, idle: bool = False
    ) -> _Found | None:
        """The first result of `look` that is not None; None when patience ends.

        `idle`: patience begins anew whenever anybody sees or does anything.
        """
        deadline = time.monotonic() + self.patience
        async with self._change:
            while (found := look()) is None:
                try:
                    async with asyncio.timeout(deadline - time.monotonic()):
                        await self._change.wait()
                except TimeoutError:
                    return look()
                if idle:
                    deadline = time.monotonic() + self.patience
        return found
