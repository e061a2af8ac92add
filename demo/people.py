"""A person of the play: somebody with a phone, a name and a role, who reads and presses.

A person knows only what their own screen has shown. Waiting means listening to the phone until
something is shown; nothing sleeps. Whatever is expected and not seen in time ends the play with
the last messages of that screen (`NotSeen`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from demo.errors import NotSeen
from demo.evening import Card, Evening
from demo.phones import Json, Key, Kind, Place, Shown, shown
from demo.words import Words

SHOWN_ON_FAILURE: Final = 6
_BOT: Final = frozenset({Kind.MESSAGE, Kind.EDITED, Kind.TOAST})
_Found = TypeVar("_Found")

Sayable = Words | str


@dataclass(frozen=True)
class Look:
    """What somebody looks for: all these words, a button if one is named, a file of this name.

    `place`: the private chat unless given. `spoken`: by other people, not by the bot.
    """

    words: tuple[Sayable, ...]
    key: Sayable | None = None
    file: str = ""
    place: Place | None = None
    spoken: bool = False


@dataclass
class Person:
    """Somebody with a phone. `seen` holds everything in the order in which it was shown."""

    card: Card
    evening: Evening
    id: int
    seen: list[Shown] = field(default_factory=list)
    acted: int = 0
    _screens: dict[tuple[Place, int], Shown] = field(default_factory=dict)
    _last: int = 0

    @classmethod
    async def arrive(cls, evening: Evening, card: Card) -> Person:
        """Somebody gets a phone; call `listen` in a task of its own."""
        code = "zh-hans" if card.language == "zh" else card.language
        made = await evening.phones.post("/users", first_name=card.name, language_code=code)
        return cls(card, evening, int(made["id"]))

    async def listen(self) -> None:
        """Read the phone until cancelled."""
        while True:
            events, self._last = await self.evening.phones.events(self.id, self._last)
            for event in events:
                await self._take_in(event)

    # ---- acting; each act begins a new look at the screen

    async def say(self, text: str, place: Place | None = None) -> int:
        """Type a message; its id."""
        return await self._write("send", chat=self._place(place), text=text)

    async def start(self, payload: str = "") -> int:
        """Press Start, or open the bot's link with this payload; the id of the message."""
        body = {"payload": payload} if payload else {}
        return await self._write("start", bot=self.evening.bot, **body)

    async def rewrite(self, message_id: int, text: str, place: Place | None = None) -> None:
        """Edit a message written before."""
        await self._write("edit", chat=self._place(place), message_id=message_id, text=text)

    async def forward(self, message_id: int, place: Place | None = None) -> int:
        """Forward a message of `place` (the private chat unless given) to the bot."""
        source, target = self._place(place), self.evening.bot
        return await self._write("forward", from_chat=source, message_id=message_id, to_chat=target)

    async def upload(self, name: str, data: bytes, caption: str = "") -> None:
        """Send the bot a file."""
        self._look_anew()
        await self.evening.phones.upload(self.id, self.evening.bot, name, data, caption)

    async def press(self, label: Sayable, on: Shown | None = None) -> str:
        """Press the button with this label: of this message, else the newest one as soon as it is
        there. Returns the press's number, for `answered`.
        """
        if on is None:
            on, key = await self.button(label)
        else:
            key = self.key(on, label)
        return await self.press_key(on, key)

    async def press_key(self, message: Shown, key: Key) -> str:
        """Press this very button, even if another message has taken the place of its own."""
        return await self.fake_press(message, key.data or "", key.label)

    async def fake_press(self, message: Shown, data: str, label: str = "") -> str:
        """Send callback data to the bot that no button of the message needs to carry."""
        self._look_anew()
        body = {"chat": message.place, "message_id": message.message_id, "data": data}
        what = replace(message, kind=Kind.PRESSED, at=time.time(), text=label or data, keys=())
        await self.evening.note(self.card, what)
        path = f"/users/{self.id}/raw_callback"
        return str((await self.evening.phones.post(path, **body))["callback_query_id"])

    # ---- looking

    async def sees(self, *words: Sayable, place: Place | None = None) -> Shown:
        """What the bot shows since this person's last act with all these words in it.

        Looks at the private chat, or at the group `place`.
        """
        return (await self.sees_any(Look(words, place=place)))[1]

    async def sees_any(self, *looks: Look) -> tuple[int, Shown]:
        """The first thing since this person's last act that one of the looks finds, and which."""
        return await self._expect(lambda: self._first(self.seen[self.acted :], looks), "see", looks)

    async def answered(self, press: str) -> str:
        """The words with which the bot answered this press, often none."""

        def look() -> str | None:
            toasts = (one for one in self.seen if one.kind is Kind.TOAST)
            return next((one.text for one in toasts if one.query == press), None)

        return await self._expect(look, "get an answer to", (Look(("the press",)),))

    def expect(self, text: str, words: Words, place: Place | None = None) -> None:
        """`NotSeen` unless the words stand in this text, which was shown in `place`."""
        language = self._language(self._place(place))
        if words.pattern(language).search(text) is None:
            raise NotSeen(
                f"{self.card.name} ({self.card.role}): expected «{words.form(language)}», "
                f"got «{text}»"
            )

    async def finds(self, *words: Sayable, place: Place | None = None) -> Shown:
        """The newest thing the bot has shown, at any time, with all these words in it.

        For what others bring about: waits as long as anything happens in the play.
        """
        return (await self.finds_any(Look(words, place=place)))[1]

    async def finds_any(self, *looks: Look) -> tuple[int, Shown]:
        """The newest thing shown at any time that one of the looks finds, and which one."""
        return await self._expect(
            lambda: self._first(reversed(self.seen), looks), "find", looks, idle=True
        )

    async def button(self, label: Sayable) -> tuple[Shown, Key]:
        """The newest private message that now has a button with this label, and the button."""

        def look() -> tuple[Shown, Key] | None:
            for message in reversed(self.screen()):
                key = self._key(message, label)
                if key is not None:
                    return message, key
            return None

        return await self._expect(look, "see the button", (Look((label,)),))

    def key(self, message: Shown, label: Sayable) -> Key:
        """The button of this message with this label; `NotSeen` if it has none."""
        key = self._key(message, label)
        if key is None:
            raise NotSeen(
                f"{self.card.name} ({self.card.role}): expected the button «{self._form(label)}» "
                f"below this message, got {list(message.labels())}:\n{message.text}"
            )
        return key

    def has_key(self, message: Shown, label: Sayable) -> bool:
        """Whether this message has a button with this label."""
        return self._key(message, label) is not None

    async def newest_key(self) -> str:
        """The callback data of the newest button on this person's screen, once there is one."""

        def look() -> str | None:
            keys = (key.data for one in reversed(self.screen()) for row in one.keys for key in row)
            return next((data for data in keys if data), None)

        return await self._expect(look, "see", (Look(("any button",)),), idle=True)

    def screen(self, place: Place | None = None) -> list[Shown]:
        """The bot's messages as they stand there now, oldest first."""
        where = self._place(place)
        here = [one for (at, _), one in self._screens.items() if at == where]
        return sorted(here, key=lambda one: one.message_id)

    # ---- inside

    async def _write(self, act: str, **body: object) -> int:
        self._look_anew()
        message = await self.evening.phones.post(f"/users/{self.id}/{act}", **body)
        return int(message["message_id"])

    async def _take_in(self, event: Json) -> None:
        what = shown(event)
        self.seen.append(what)
        where = (what.place, what.message_id)
        if what.kind in (Kind.MESSAGE, Kind.EDITED) and not what.author:
            self._screens[where] = what
        elif what.kind is Kind.DELETED:
            self._screens.pop(where, None)
        await self.evening.note(self.card, what)

    async def _expect(
        self,
        look: Callable[[], _Found | None],
        verb: str,
        looks: Sequence[Look],
        *,
        idle: bool = False,
    ) -> _Found:
        found = await self.evening.until(look, idle=idle)
        if found is not None:
            return found
        wanted = " or ".join(map(self._told_look, looks))
        last = [_told(one) for one in self.seen[-SHOWN_ON_FAILURE:]]
        raise NotSeen(
            f"{self.card.name} ({self.card.role}) did not {verb} {wanted} within "
            f"{self.evening.patience:.0f} s. The last on that screen:\n" + "\n".join(last)
        )

    def _told_look(self, look: Look) -> str:
        key = [look.key] if look.key is not None else []
        return ", ".join([*(f"«{self._form(word)}»" for word in (*look.words, *key)), look.file])

    def _first(self, shown: Iterable[Shown], looks: Sequence[Look]) -> tuple[int, Shown] | None:
        for one in shown:
            for at, look in enumerate(looks):
                if self._fits(one, look):
                    return at, one
        return None

    def _fits(self, one: Shown, look: Look) -> bool:
        if one.kind not in _BOT or one.place != self._place(look.place):
            return False
        if bool(one.author) != look.spoken:
            return False
        if look.file and (one.file is None or one.file.name != look.file):
            return False
        has_key = look.key is None or self.has_key(one, look.key)
        return has_key and self._says(one, look.words)

    def _says(self, one: Shown, words: Sequence[Sayable]) -> bool:
        return all(
            word in one.text
            if isinstance(word, str)
            else word.pattern(self._language(one.place)).search(one.text) is not None
            for word in words
        )

    def _key(self, message: Shown, label: Sayable) -> Key | None:
        keys = (key for row in message.keys for key in row if key.data is not None)
        return next((key for key in keys if self._is(key.label, label)), None)

    def _is(self, label: str, wanted: Sayable) -> bool:
        if isinstance(wanted, str):
            return label == wanted
        return wanted.pattern(self.card.language).fullmatch(label) is not None

    def _language(self, place: Place) -> str:
        return self.card.language if isinstance(place, str) else self.evening.group_language

    def _form(self, word: Sayable) -> str:
        return word if isinstance(word, str) else word.form(self.card.language)

    def _place(self, place: Place | None) -> Place:
        return self.evening.bot if place is None else place

    def _look_anew(self) -> None:
        self.acted = len(self.seen)


def _told(one: Shown) -> str:
    """One thing on a screen, indented for a report."""
    text = one.text.replace("\n", "\n      ")
    return f"  {one.kind}: {text} {list(one.labels()) or ''}".rstrip()
