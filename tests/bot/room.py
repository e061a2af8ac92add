"""The room of the bot tests: a real office on real files, the bot's core, a fake chat service.

Updates are written as Telegram writes them (Bot API, objects Update, Message, CallbackQuery).
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from sqlmodel import col, select

from bot import inbox
from bot.buttons import Mint
from bot.dispatch import Dispatch
from bot.incoming import parse
from bot.runner import Runner
from bot.sender import Sender, Time
from bot.service import Raw
from bot.table import Table
from bot.tables import InboxRow, OutboxRow
from bot.worker import Worker
from tests.bot.fake_service import FakeService
from tests.inspection import hall as halls

KEY = bytes(range(32))
GROUP = -500
STRANGER = 900


def message(update_id: int, user: int, text: str | None = None, **more: object) -> Raw:
    """A message of this person; `chat=GROUP` for the group, anything else as in the Bot API."""
    chat = more.pop("chat", user)
    assert isinstance(chat, int)
    kind = str(more.pop("kind", "message"))
    body: Raw = {
        "message_id": update_id,
        "date": 1_795_500_000,
        "chat": _chat(chat),
        "from": _user(user, str(more.pop("language", "zh-hans"))),
        **more,
    }
    if text is not None:
        body["text"] = text
    return {"update_id": update_id, kind: body}


def press(update_id: int, user: int, data: str, chat: int | None = None) -> Raw:
    """A press of this person on a button of a message in their chat."""
    shown = {"message_id": 77, "date": 1_795_500_000, "chat": _chat(chat or user), "text": "…"}
    query = {
        "id": f"q{update_id}",
        "from": _user(user, "zh-hans"),
        "chat_instance": "1",
        "data": data,
        "message": shown,
    }
    return {"update_id": update_id, "callback_query": query}


def document(name: str, size: int, file_id: str = "F1") -> dict[str, Any]:
    """The `document` field of a message."""
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_name": name,
        "file_size": size,
    }


def _chat(chat: int) -> dict[str, Any]:
    if chat < 0:
        return {"id": chat, "type": "group", "title": "示例活动群"}
    return {"id": chat, "type": "private", "first_name": "示例"}


def _user(user: int, language: str) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "示例", "language_code": language}


@dataclass
class ManualTime:
    """Moves only when somebody sleeps, then by a µs at least: no clock stands still."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += max(seconds, 1e-6)


@dataclass
class Room:
    """`say` stores and handles one update and gives the rows that it left in the outbox."""

    hall: halls.Hall
    dispatch: Dispatch
    service: FakeService = field(default_factory=FakeService)
    time: ManualTime = field(default_factory=ManualTime)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    points: list[str] = field(default_factory=list)

    def session(self) -> Session:
        return Session(self.hall.office.engine, expire_on_commit=False)

    def store(self, *updates: Raw) -> int:
        with self.session() as session, session.begin():
            return len(inbox.store(session, updates, self.hall.now))

    def say(self, raw: Raw, data: bytes | None = None) -> list[OutboxRow]:
        before = {row.id for row in self.outbox()}
        self.store(raw)
        self.dispatch.handle(parse(json.loads(json.dumps(raw))), data)
        return [row for row in self.outbox() if row.id not in before]

    def type(self, user: int, text: str, **more: object) -> list[OutboxRow]:
        return self.say(message(next(self.numbers), user, text, **more))

    def press(self, user: int, data: str, chat: int | None = None) -> list[OutboxRow]:
        return self.say(press(next(self.numbers), user, data, chat))

    def outbox(self) -> list[OutboxRow]:
        with self.session() as session, session.begin():
            return list(session.scalars(select(OutboxRow).order_by(col(OutboxRow.id))))

    def inbox(self) -> list[InboxRow]:
        with self.session() as session, session.begin():
            return list(session.scalars(select(InboxRow).order_by(col(InboxRow.update_id))))

    def sender(self, worker: Worker) -> Sender:
        time = Time(lambda: self.hall.now, self.time.monotonic, self.time.sleep)
        return Sender(worker, self.service, time, self.points.append)

    def runner(self, worker: Worker) -> Runner:
        sender = self.sender(worker)
        return Runner(worker, self.service, self.dispatch, sender, sender.time, self.points.append)


def build(folder: Path, table: Table) -> Room:
    """A room over a fresh hall: o1=101, o2=102, s1=200, b1=201, r1=202 … as chat accounts."""
    hall = halls.build(folder)
    clock = ManualTime()
    return Room(hall, Dispatch(hall.office, table, Mint(KEY), "sunlot_bot", clock.monotonic))


def keys(row: OutboxRow) -> list[dict[str, str]]:
    """The keys of a message, row by row."""
    return [key for keys_row in json.loads(row.keyboard) for key in keys_row]
