"""A real local Telegram and a tiny bot that a test moves by hand, for people of a play."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from demo.evening import Card, Evening
from demo.people import Person
from demo.phones import Phones

TOKEN = "7:LOCAL-rehearsal"
BOT = "rehearsal_bot"
LI = Card("李雷（示例）", "路人", "zh")
ANN = Card("Ann (example)", "passer-by", "en")


@contextmanager
def telegram() -> Iterator[str]:
    """A local Telegram without flood limits, as a process; its address."""
    command = [sys.executable, "-m", "local_telegram", "--no-flood-limits"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


@dataclass
class HandBot:
    """Calls the Bot API when a test says so."""

    http: httpx.AsyncClient
    offset: int = 0

    async def call(self, method: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        answer = (await self.http.post(f"/bot{TOKEN}/{method}", json=body)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def updates(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = await self.call("getUpdates", offset=self.offset, timeout=10)
        self.offset = found[-1]["update_id"] + 1 if found else self.offset
        return found

    async def send(self, chat: int, text: str, *labels: str) -> int:
        sent = await self.call("sendMessage", chat_id=chat, text=text, **_keyboard(labels))
        return int(sent["message_id"])

    async def edit(self, chat: int, message_id: int, text: str, *labels: str) -> None:
        keyboard = _keyboard(labels)
        where = {"chat_id": chat, "message_id": message_id}
        await self.call("editMessageText", text=text, **where, **keyboard)

    async def answer(self, query: str, text: str = "") -> None:
        await self.call("answerCallbackQuery", callback_query_id=query, text=text)


def _keyboard(labels: Sequence[str]) -> dict[str, Any]:
    rows = [[{"text": label, "callback_data": f"data of {label}"}] for label in labels]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


@dataclass
class Rehearsal:
    """The two people, their evening, a group of them, and the bot."""

    evening: Evening
    bot: HandBot
    li: Person
    ann: Person
    group: int


@asynccontextmanager
async def rehearsal(url: str, patience: float = 10.0) -> AsyncIterator[Rehearsal]:
    """Two people who listen, both with an open chat to the bot."""
    async with Phones(url) as phones, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        await phones.post("/reset")
        await phones.post("/bots", token=TOKEN, username=BOT, name="bot")
        evening = Evening(phones, BOT, patience=patience)
        li, ann = await Person.arrive(evening, LI), await Person.arrive(evening, ANN)
        made = await phones.post("/groups", title="g", members=[li.id, ann.id], bots=[BOT])
        listeners = [asyncio.create_task(person.listen()) for person in (li, ann)]
        try:
            bot = HandBot(http)
            await li.start()
            await ann.start()
            await bot.updates()
            yield Rehearsal(evening, bot, li, ann, int(made["id"]))
        finally:
            for listener in listeners:
                listener.cancel()


def belonging_to(folder: Path) -> list[int]:
    """Processes that were started for a play in this folder: it stands in their environment."""
    wanted = f"SUNLOT_PUBLICATION={folder}/".encode()
    return [int(path.parent.name) for path in _environments() if wanted in _read(path)]


def ended(folder: Path) -> bool:
    """Whether no process of a play in this folder is left."""
    return belonging_to(folder) == []


def _environments() -> Iterator[Path]:
    return Path("/proc").glob("[0-9]*/environ")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it has just ended, or is not ours
