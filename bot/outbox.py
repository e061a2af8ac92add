"""The writing side of the outbox: messages become rows, in the transaction of their cause.

New messages of one chat leave in the order in which they were written; answers to presses go first,
edits after the messages that wait (see `delivery`). Two rules keep edits few:
an edit of a message that is still queued changes the queued row; a new edit drops the older edits
of the same message that have not left yet. The sending side is `delivery` and `sender`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.buttons import Button, Mint, issue
from bot.message import TOAST_LIMIT, Html, Message, clean, plain, shorten, split, units
from bot.tables import OutboxRow, ProgressRow
from bot.texts import speech

PART_LIMIT: Final = 3900
"""Units of one message; below the service's 4,096, so that the line of a repetition fits too."""
CAPTION_LIMIT: Final = 900
MOST_PARTS: Final = 4
"""A text of more messages than this is sent as a file: nobody scrolls through it."""
LABEL_LIMIT: Final = 64


@dataclass(frozen=True)
class Outbox:
    """Writes rows of one transaction. `now` in seconds; `entropy` makes the ids of buttons."""

    session: Session
    mint: Mint
    now: int
    entropy: Callable[[int], bytes]

    def send(self, chat: int, language: str, message: Message) -> None:
        """Queue a message; parts and file as needed, the buttons under the last of them."""
        *before, last = _fitting(message, language)
        for part in before:
            self._put(chat, language, part)
        self._put(chat, language, last)

    def edit(
        self, chat: int, language: str, message: Message, *, target: int | None, message_id: int
    ) -> None:
        """Change a message that was sent. `target`: its outbox row, where one is known.

        What does not fit any more follows as new messages, which then carry the buttons.
        """
        first, *more = split(message.text, PART_LIMIT)
        head = Message(first, () if more else message.buttons)
        self._put_edit(chat, language, head, target, message_id)
        if more:
            rest = Message("\n".join(more), message.buttons, message.document)
            self.send(chat, language, rest)

    def progress(self, key: str, chat: int, language: str, message: Message) -> None:
        """Show the state of `key` in its one message; ValueError if it does not fit into one."""
        if units(message.text) > PART_LIMIT:
            raise ValueError(f"expected at most {PART_LIMIT} units, got {units(message.text)}")
        shown = self.session.get(ProgressRow, (key, chat))
        first = self.session.get(OutboxRow, shown.outbox) if shown is not None else None
        if first is None or first.state in ("failed", "dropped"):
            row = self._put(chat, language, message)
            self.session.merge(ProgressRow(key=key, chat=chat, outbox=_id(row)))
        else:
            self._put_edit(chat, language, message, _id(first), first.message_id)

    def answer(self, chat: int, callback: str, text: str, *, alert: bool) -> None:
        """Answer a press; every press gets exactly one answer, an empty one stops the spinner."""
        body = {"callback": callback, "alert": alert}
        self._row(chat, "answer", "", shorten(clean(text), TOAST_LIMIT), body)

    def commands(self, chat: int, language: str, entries: Sequence[tuple[str, str]]) -> None:
        """Set the menu of one chat."""
        self._row(chat, "commands", language, "", {"commands": [list(e) for e in entries]})

    def _put(self, chat: int, language: str, message: Message) -> OutboxRow:
        row = self._row(chat, "send", language, message.text, {})
        if message.document is not None:
            row.kind, row.body = "document", json.dumps({"name": message.document[0]})
            row.data = message.document[1]
        row.keyboard = self._keyboard(chat, message, _id(row))
        return row

    def _put_edit(
        self,
        chat: int,
        language: str,
        message: Message,
        target: int | None,
        message_id: int | None,
    ) -> None:
        first = self.session.get(OutboxRow, target) if target is not None else None
        if first is not None and first.state == "queued":
            first.text, first.language = message.text, language
            first.keyboard = self._keyboard(chat, message, _id(first))
            return
        self._drop_waiting_edits(chat, target, message_id)
        row = self._row(chat, "edit", language, message.text, {})
        row.target, row.message_id = target, message_id
        row.keyboard = self._keyboard(chat, message, target or _id(row))

    def _drop_waiting_edits(self, chat: int, target: int | None, message_id: int | None) -> None:
        same = (
            col(OutboxRow.target) == target
            if target is not None
            else col(OutboxRow.message_id) == message_id
        )
        self.session.execute(
            update(OutboxRow)
            .where(col(OutboxRow.chat) == chat, col(OutboxRow.kind) == "edit", same)
            .where(col(OutboxRow.state) == "queued")
            .values(state="dropped", text="", finished_at=self.now)
        )

    def _keyboard(self, chat: int, message: Message, outbox: int) -> str:
        rows = [[self._key(chat, key, outbox) for key in row] for row in message.buttons]
        return json.dumps(rows, ensure_ascii=False)

    def _key(self, chat: int, button: Button, outbox: int) -> dict[str, str]:
        label = shorten(plain(button.label), LABEL_LIMIT)
        if button.url is not None:
            return {"text": label, "url": button.url}
        data = issue(
            self.session,
            self.mint,
            button,
            chat=chat,
            outbox=outbox,
            now=self.now,
            entropy=self.entropy,
        )
        return {"text": label, "callback_data": data}

    def _row(
        self, chat: int, kind: str, language: str, text: str, body: dict[str, object]
    ) -> OutboxRow:
        row = OutboxRow(
            chat=chat,
            kind=kind,
            state="queued",
            language=language,
            text=text,
            body=json.dumps(body, ensure_ascii=False),
            queued_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        return row


def _fitting(message: Message, language: str) -> list[Message]:
    """The message as parts the service accepts."""
    parts = split(message.text, PART_LIMIT)
    if message.document is None and len(parts) > MOST_PARTS:
        t = speech(language)
        file = ("message.txt", plain(Html(message.text)).encode())
        return [Message(t("The text is long; it is in this file."), message.buttons, file)]
    if message.document is not None and units(message.text) > CAPTION_LIMIT:
        before = _fitting(Message(message.text), language)
        return [*before, replace(message, text="")]
    *before_texts, last = parts
    return [*(Message(text) for text in before_texts), replace(message, text=last)]


def _id(row: OutboxRow) -> int:
    if row.id is None:
        raise ValueError("expected a row that was flushed, got one without id")
    return row.id
