"""The process of the bot: fetch, store, handle in order per chat, send.

1. Start: rows that were on their way are queued again, stored updates are handled first.
2. Updates are fetched and committed to the inbox; only the next fetch confirms them to Telegram.
3. Every chat has its lane: one update after the other; lanes of different chats interleave.
4. `stop` ends the fetching, lets the calls and transactions in hand finish, and leaves the rest to
   the next start. An error that no repetition can mend ends the process in the same way.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog
from sqlalchemy.orm import Session

from bot import delivery, expectations, inbox
from bot.dispatch import Dispatch
from bot.errors import ChatError, FileRefused, OtherPoller, SlowDown, TokenRefused, Unreadable
from bot.incoming import Incoming
from bot.menus import menu_of
from bot.outbox import Outbox
from bot.sender import Sender, Time
from bot.service import Raw, Service
from bot.table import Table
from bot.tables import InboxRow
from bot.worker import Worker
from inspection.desk import Desk
from inspection.people import people

POLL_SECONDS: Final = 25
PAUSE: Final = 3.0
"""Seconds before the service is asked again after a failure."""
HOUSEKEEPING: Final = 3600.0
DOWNLOAD_TRIES: Final = 3

_log = structlog.get_logger(__name__)


@dataclass
class Runner:
    """Runs the bot until stopped. `at_point`: for kill tests (`inbox.stored`)."""

    worker: Worker
    service: Service
    dispatch: Dispatch
    sender: Sender
    time: Time
    at_point: Callable[[str], None]
    _waiting: dict[int, deque[tuple[int, str]]] = field(default_factory=dict)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """Finish what is in hand and end."""
        self._stop.set()
        self.sender.stop()

    async def run(self) -> None:
        """Serve until `stop`; raises (in a group) what makes going on senseless."""
        await self._prepare()
        async with asyncio.TaskGroup() as tasks:
            for row in await self.worker.write(inbox.unhandled):
                self._enqueue(tasks, row)
            tasks.create_task(self.sender.run())
            fetching = tasks.create_task(self._fetch(tasks))
            tidying = tasks.create_task(self._tidy())
            await self._stop.wait()
            fetching.cancel()
            tidying.cancel()

    async def _prepare(self) -> None:
        again = await self.worker.write(delivery.recover)
        if again:
            _log.info("messages on their way at the last stop are sent again", rows=again)
        await self.worker.run(self._renew_menus)
        await set_default_menus(self.service, self.dispatch.table)

    def _renew_menus(self) -> None:
        """Queue everyone's menu: the table may be another one than at the last start."""
        with self.dispatch.office.desk("start:menus") as desk:
            for person in people(desk):
                entries = menu_of(self.dispatch.table, person, person.language, private=True)
                self._outbox(desk).commands(person.telegram, person.language, entries)

    def _outbox(self, desk: Desk) -> Outbox:
        return Outbox(desk.session, self.dispatch.mint, desk.now, desk.entropy)

    async def _fetch(self, tasks: asyncio.TaskGroup) -> None:
        offset = 0
        while True:
            updates = await self._ask(offset)
            numbers = [found for raw in updates if (found := inbox.number(raw)) is not None]
            if len(numbers) < len(updates):
                _log.error("updates without a number", count=len(updates) - len(numbers))
                await self.time.sleep(PAUSE)  # they cannot be confirmed, so they come again
            if not numbers:
                continue
            store = partial(inbox.store, updates=updates, now=self.time.wall())
            added = await self.worker.write(store)
            self.at_point("inbox.stored")
            offset = max(numbers) + 1
            for row in added:
                self._enqueue(tasks, row)

    async def _ask(self, offset: int) -> list[Raw]:
        try:
            return await self.service.updates(offset, POLL_SECONDS)
        except TokenRefused:
            raise
        except ChatError as error:
            pause = error.seconds if isinstance(error, SlowDown) else PAUSE
            if isinstance(error, OtherPoller):
                _log.warning("another process fetches the updates of this bot; waiting")
            await self.time.sleep(pause)
            return []

    def _enqueue(self, tasks: asyncio.TaskGroup, row: InboxRow) -> None:
        """Put an update into the lane of its chat, and start the lane if it rests."""
        lane = self._waiting.get(row.chat)
        if lane is not None:
            lane.append((row.update_id, row.raw))
            return
        self._waiting[row.chat] = deque([(row.update_id, row.raw)])
        tasks.create_task(self._serve(row.chat))

    async def _serve(self, chat: int) -> None:
        lane = self._waiting[chat]
        while lane and not self._stop.is_set():
            update_id, raw = lane.popleft()
            await self._handle(update_id, raw)
            self.sender.ring()
        del self._waiting[chat]

    async def _handle(self, update_id: int, raw: str) -> None:
        try:
            incoming = inbox.read(raw)
        except Unreadable:
            await self.worker.run(lambda: self.dispatch.give_up(update_id))
            return
        data = await self._file(incoming)
        await self.worker.run(lambda: self.dispatch.handle(incoming, data))

    async def _file(self, incoming: Incoming) -> bytes | None:
        """The bytes of the message's file, if its sender may send one of that size here."""
        offer = incoming.file
        if offer is None:
            return None
        limit = await self.worker.run(lambda: self.dispatch.file_limit(incoming))
        if offer.size > limit:
            return None
        for _ in range(DOWNLOAD_TRIES):
            try:
                return await self.service.download(offer.id, limit)
            except FileRefused:
                return None
            except ChatError as error:
                _log.info("file not fetched", error=type(error).__name__)
                await self.time.sleep(PAUSE)
        return None

    async def _tidy(self) -> None:
        while True:
            await self.worker.write(partial(_purge, now=self.time.wall()))
            await self.worker.run(partial(inbox.forget, self.dispatch.office.engine))
            await asyncio.sleep(HOUSEKEEPING)


async def set_default_menus(service: Service, table: Table) -> None:
    """The menus of people without a role, and of groups, in both languages.

    A service that does not answer now leaves the menus of the last start; nothing depends on them.
    """
    try:
        for language, code in (("en", None), ("zh", "zh")):
            await service.commands(None, code, menu_of(table, None, language, private=True))
            entries = menu_of(table, None, language, private=False)
            await service.group_commands(code, entries)
    except TokenRefused:
        raise
    except ChatError as error:
        _log.warning("menus not set", error=type(error).__name__)


def _purge(session: Session, now: int) -> None:
    inbox.purge(session, now)
    delivery.purge(session, now)
    expectations.purge(session, now)
