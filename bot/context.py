"""What a handler sees of one update, and how it answers.

A handler is a plain function `handler(ctx)`: read the words, call one use case, say what happened
and what comes next. It runs inside the desk's transaction; everything it sends is a row of the
outbox in that transaction, so either the act and its messages happen, or neither.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import expectations, groups
from bot.buttons import Button, switch_off
from bot.menus import menu_of
from bot.message import Message, plain
from bot.outbox import Outbox
from bot.table import Table
from bot.texts import T, speech
from inspection.desk import Desk
from inspection.people import Person, person_by_telegram

Buttons = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class Document:
    """A file that came with the message: its name, its size, its bytes."""

    name: str
    size: int
    data: bytes = field(repr=False)


@dataclass
class Context:
    """One handled update. `telegram` and `chat` are the service's numbers, not ours.

    Of an errand, which is no update, `person` is None and all numbers are 0: there is nobody to
    reply to, and `send` and `progress` alone make sense.

    `text` is the message without its command word for a command, else all of it (a caption counts);
    `args` is the same, stripped. `payload` belongs to the pressed button or the expected talk;
    `message_id` is the message whose button was pressed, `title` the name of a group. `relay` is
    the address of a beacon's relay that people may be told, empty if there is none.
    """

    desk: Desk
    outbox: Outbox
    table: Table
    person: Person | None
    telegram: int
    chat: int
    private: bool
    language: str
    bot_username: str
    update_id: int
    title: str = ""
    text: str = ""
    args: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    message_id: int | None = None
    pressed: int | None = None
    document: Document | None = None
    relay: str = ""
    toast_text: str = ""
    toast_alert: bool = False

    @property
    def t(self) -> T:
        """Says a sentence in the language of this chat: `ctx.t("{n} drawn", n=3)`."""
        return speech(self.language)

    def speech_of(self, to: Person | int) -> T:
        """The speech of a person or of a chat."""
        if isinstance(to, Person):
            return speech(to.language)
        return speech(self._language_of_chat(to))

    def reply(
        self,
        text_html: str,
        buttons: Buttons = (),
        document: tuple[str, bytes] | None = None,
    ) -> None:
        """A new message in this chat; too long a text becomes several, or a file."""
        message = Message(text_html, _rows(buttons), document)
        self.outbox.send(self.chat, self.language, message)

    def edit(self, text_html: str, buttons: Buttons = (), *, supersede: bool = False) -> None:
        """Change the message whose button was pressed; without one, it is a reply.

        Its older buttons work until used or expired, so that quick taps are not lost;
        `supersede` switches them off, as after a decision.
        """
        if self.message_id is None:
            return self.reply(text_html, buttons)
        if supersede and self.pressed is not None:
            switch_off(self.desk.session, self.pressed, self.desk.now)
        message = Message(text_html, _rows(buttons))
        return self.outbox.edit(
            self.chat, self.language, message, target=self.pressed, message_id=self.message_id
        )

    def toast(self, text: str, alert: bool = False) -> None:
        """The answer to the press, at most 200 characters; `alert` must be closed by hand."""
        self.toast_text, self.toast_alert = plain(text), alert

    def send(self, to: Person | int, render: Callable[[T], Message | str]) -> None:
        """A message to another person or chat, rendered in THEIR language.

        `to` is a person or the number of a chat: `ctx.send(p, lambda t: t("Campaign closed."))`.
        """
        t = self.speech_of(to)
        rendered = render(t)
        message = rendered if isinstance(rendered, Message) else Message(rendered)
        chat = to.telegram if isinstance(to, Person) else to
        self.outbox.send(chat, t.language, message)

    def progress(self, key: str, chat: int, text_html: str, buttons: Buttons = ()) -> None:
        """The ONE message of this key in this chat: sent first, edited in place afterwards.

        At most 4,096 units long. Render it with `ctx.speech_of(chat)`.
        """
        message = Message(text_html, _rows(buttons))
        self.outbox.progress(key, chat, self._language_of_chat(chat), message)

    def event_group(self) -> int | None:
        """The chat of the event group, if one is bound."""
        return groups.event_group(self.desk.session)

    def expect(self, talk: str, payload: Mapping[str, Any] | None = None, ttl: int = 600) -> None:
        """The next plain message of this person is for the `Talk` of this name."""
        expectations.expect(
            self.desk.session, self.telegram, talk, json.dumps(payload or {}), self.desk.now + ttl
        )

    def forget(self) -> None:
        """Nothing is expected of this person any more."""
        expectations.forget(self.desk.session, self.telegram)

    def renew_menu(self, telegram: int) -> None:
        """Set the command menu of someone whose role or language has just changed."""
        person = person_by_telegram(self.desk, telegram)
        language = person.language if person else self._language_of_chat(telegram)
        entries = menu_of(self.table, person, language, private=True)
        self.outbox.commands(telegram, language, entries)

    def _language_of_chat(self, chat: int) -> str:
        if chat == self.chat:
            return self.language
        if chat > 0 and (person := person_by_telegram(self.desk, chat)) is not None:
            return person.language
        return groups.chat_language(self.desk.session, chat) or "zh"


def _rows(buttons: Buttons) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(row) for row in buttons)
