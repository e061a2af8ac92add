"""Carries out the outbox: one task per lane, in order, paced, repeated after failures.

Lanes are served side by side, because one slow or closed chat must not hold up the others. What a
failure means for the row is decided by the class of the `ChatError` alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import structlog

from bot import delivery
from bot.delivery import Lane, Parcel
from bot.errors import (
    ChatError,
    NotSent,
    PerhapsSent,
    Rejected,
    SlowDown,
    TokenRefused,
    Unchanged,
    Unreachable,
)
from bot.message import Html
from bot.pacing import Pacing
from bot.service import Service
from bot.texts import msg, speech
from bot.worker import Worker

LOOK_AGAIN: Final = 1.0
"""Seconds after which the outbox is looked at without being rung for."""
LONGEST_BACKOFF: Final = 60.0

REPEATED: Final = {
    "restart": msg(
        "Sent again: the program has just restarted; you may already have this message."
    ),
    "connection": msg("Sent again: the connection broke off; you may already have this message."),
}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Time:
    """Where the sender gets its time from; the tests give one they move by hand.

    `wall`: seconds since 1970, for rows. `monotonic` and `sleep`: for pacing.
    """

    wall: Callable[[], int]
    monotonic: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass
class Sender:
    """Sends until `stop` is called; then it finishes the calls in hand. `at_point`: for kill tests.

    Raises `TokenRefused`, which no repetition can mend.
    """

    worker: Worker
    service: Service
    time: Time
    at_point: Callable[[str], None]
    pacing: Pacing = field(default_factory=Pacing)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: set[Lane] = field(default_factory=set)
    _resting: set[asyncio.Task[None]] = field(default_factory=set)
    _stopping: bool = False

    def ring(self) -> None:
        """There may be something to send."""
        self._bell.set()

    def stop(self) -> None:
        """Begin no further call; a lane that only waits for its time ends at once."""
        self._stopping = True
        self._bell.set()
        for task in self._resting:
            task.cancel()

    async def run(self) -> None:
        """Serve all lanes until stopped."""
        async with asyncio.TaskGroup() as tasks:
            while not self._stopping:
                self._bell.clear()
                for lane in await self.worker.write(delivery.lanes) - self._busy:
                    self._busy.add(lane)
                    tasks.create_task(self._serve(lane))
                await self._wait_for_bell()

    async def _wait_for_bell(self) -> None:
        # Not wait_for: in Python 3.11 it swallows a cancellation that comes with the ring.
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN):
                await self._bell.wait()

    async def _serve(self, lane: Lane) -> None:
        try:
            while not self._stopping and await self._one(lane):
                pass
        finally:
            self._busy.discard(lane)
            self._bell.set()  # a row may have come while this lane still counted as busy

    async def _one(self, lane: Lane) -> bool:
        """Send the next row of a lane; False: nothing is left."""
        pause = await self._pause(lane)
        if pause > 0:
            await self._rest(pause)
            return True  # look again: meanwhile a newer edit may have taken its place
        now = self.time.wall()
        parcel = await self.worker.write(lambda s: delivery.claim(s, lane, now))
        if parcel is None:
            return False
        self.pacing.note(parcel.chat, parcel.kind, self.time.monotonic())
        await self._deliver(parcel)
        return True

    async def _pause(self, lane: Lane) -> float:
        """Seconds until the next row of a lane may leave.

        What it is makes a difference only while the chat is held: most rows need no look ahead.
        """
        longest = "answer" if lane.answers else "edit"  # the kind of this lane that waits longest
        if not self.pacing.wait(lane.chat, longest, self.time.monotonic()):
            return 0.0
        following = await self.worker.write(lambda s: delivery.next_kind(s, lane))
        if following is None:
            return 0.0
        return self.pacing.wait(lane.chat, following, self.time.monotonic())

    async def _rest(self, seconds: float) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("expected to run in a task of the sender")
        self._resting.add(task)
        try:
            await self.time.sleep(seconds)
        finally:
            self._resting.discard(task)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            message_id = await self._call(parcel)
        except Unchanged:
            message_id = None
        except ChatError as error:
            await self._failed(parcel, error)
            return
        self.at_point("outbox.sent")
        now = self.time.wall()
        await self.worker.write(lambda s: delivery.sent(s, parcel, message_id, now))

    async def _call(self, parcel: Parcel) -> int | None:
        chat, text, keyboard = parcel.chat, _said(parcel), parcel.keyboard
        match parcel.kind:
            case "send":
                return await self.service.send(chat, text, keyboard)
            case "document":
                name = str(parcel.body["name"])
                return await self.service.document(chat, name, parcel.data or b"", text, keyboard)
            case "edit" if parcel.message_id is not None:
                await self.service.edit(chat, parcel.message_id, text, keyboard)
            case "answer":
                callback = str(parcel.body["callback"])
                await self.service.answer(callback, text, alert=bool(parcel.body["alert"]))
            case "commands":
                entries = [(name, line) for name, line in parcel.body["commands"]]
                await self.service.commands(chat, None, entries)
            case _:
                raise Rejected(f"expected a known kind of row, got {parcel.kind}")
        return None

    async def _failed(self, parcel: Parcel, error: ChatError) -> None:
        _log.info("call failed", outbox=parcel.id, kind=parcel.kind, error=type(error).__name__)
        write, now = self.worker.write, self.time.wall()
        match error:
            case SlowDown():
                self._close(parcel, error.seconds)
                await write(lambda s: delivery.postpone(s, parcel))
            case NotSent():
                self._close(parcel, _backoff(parcel.attempts))
                await write(lambda s: delivery.postpone(s, parcel))
            case PerhapsSent():
                self._close(parcel, _backoff(parcel.attempts))
                await write(lambda s: delivery.postpone(s, parcel, "connection"))
            case Unreachable() if parcel.kind != "commands":
                await write(lambda s: delivery.unreachable(s, parcel.chat, now))
            case TokenRefused():
                await write(lambda s: delivery.postpone(s, parcel))
                raise error
            case Rejected() if parcel.kind == "edit":
                await write(lambda s: delivery.send_instead(s, parcel))
            case _:
                _log.error("call refused for good", outbox=parcel.id, kind=parcel.kind)
                await write(lambda s: delivery.fail(s, parcel, now))

    def _close(self, parcel: Parcel, seconds: float) -> None:
        self.pacing.close(parcel.chat, self.time.monotonic() + seconds)


def _said(parcel: Parcel) -> str:
    """The text, with a first line if it may arrive twice; edits and answers repeat harmlessly."""
    if parcel.repeat not in REPEATED or parcel.kind not in ("send", "document"):
        return parcel.text
    line = speech(parcel.language)(REPEATED[parcel.repeat])
    return Html(f"{line}\n{parcel.text}")


def _backoff(attempts: int) -> float:
    return min(LONGEST_BACKOFF, 2.0 ** min(attempts, 10))
