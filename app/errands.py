"""What the office fetches from others while the bot runs: witnesses' signatures, beacons' values.

Neither is trusted and neither is needed for the book to go on: a witness that is down or lies, a
relay that is silent, is asked again later. What they bring is verified before anything is stored.
All database work goes to the one worker thread; here are only the calls over the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

import structlog
from sqlalchemy.exc import OperationalError

from app.relays import Relays
from app.witnesses import Ahead, WitnessClient, WitnessSigned
from bot import errands
from bot.dispatch import Dispatch
from bot.errands import Due
from bot.worker import Worker
from draw import Beacon, Chain, time_of
from inspection.errors import Refusal
from ledger import Malformed
from ledger.guard import Signed

TICK: Final = 0.2
"""Seconds between two looks at the head in memory; no call and no disk."""
LOOK: Final = 1.0
"""Seconds between two looks whether a round is due, and between two tries to get its value."""
LONGEST_PAUSE: Final = 5.0
"""Most seconds until a witness that failed is asked again: one that comes back while a list is
closed must still be able to sign before the beacon's round."""
PATIENCE: Final = 10
"""Seconds since the round was due, without a value, until people are asked to bring it."""
MOST_SAID: Final = 20
"""Most different reasons for which a witness is named in the log between two signatures of it."""

T = TypeVar("T")
_log = structlog.get_logger(__name__)


@dataclass
class Errands:
    """Runs beside the bot until cancelled. `witnesses`: one client for each of the policy.

    `patience`: seconds since the round was due until people are asked to bring its value.
    `chat`: set as soon as the chat service is there, None if it is. The witnesses are asked before:
    an opening that was written just before the process ended must be signed before its round, also
    while the chat service cannot be reached.
    """

    worker: Worker
    dispatch: Dispatch
    witnesses: Sequence[WitnessClient]
    relays: Relays
    patience: int = PATIENCE
    chat: asyncio.Event | None = None
    _known: dict[str, int] = field(default_factory=dict)
    _said: dict[str, set[str]] = field(default_factory=dict)

    async def run(self) -> None:
        """Ask until cancelled; raises (in a group) what makes going on senseless."""
        async with asyncio.TaskGroup() as tasks:
            for client in self.witnesses:
                tasks.create_task(self._attend(client))
            tasks.create_task(self._watch_rounds())

    # Witnesses: each in a loop of its own, so that a slow one delays no other

    async def _attend(self, client: WitnessClient) -> None:
        done, pause = 0, 1.0
        while True:
            await self._grown(done)
            signed = await self.worker.run(self.dispatch.office.publisher.signed)
            if signed is not None and await self._ask(client, signed):
                done, pause = signed.head.size, 1.0
                continue
            asked = done if signed is None else signed.head.size
            try:
                async with asyncio.timeout(pause):
                    await self._grown(asked)
                pause = 1.0  # a new head is news, and a list may be waiting for it
            except TimeoutError:
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _grown(self, size: int) -> None:
        """Wait until the head has more entries than this."""
        # the head is set by the database thread, which knows no loop to wake
        while (head := self.dispatch.office.head) is None or head.size <= size:  # noqa: ASYNC110
            await asyncio.sleep(TICK)

    async def _ask(self, client: WitnessClient, signed: Signed) -> bool:
        """Ask one witness for one head; True if it signed and the line is stored."""
        size = signed.head.size
        proof = self.dispatch.office.publisher.consistency  # of a tree that only ever grows

        def proof_of(old: int) -> list[bytes]:
            return proof(old, size) if old <= size else []

        old = min(self._known.get(client.vkey, 0), size)
        found = await client.ask(old, signed.note, proof_of)
        if isinstance(found, WitnessSigned):
            self._known[client.vkey] = size
            return await self._signed(client, signed, found.line)
        if isinstance(found, Ahead):
            if self._is_news(client, "ahead"):
                _log.error(
                    "a witness says it has seen more entries than this book has; if that is true, "
                    "the book was restored from an old backup, and must not be continued",
                    witness=client.vkey,
                    seen=found.size,
                    entries=size,
                )
        elif self._is_news(client, found.sentence):
            _log.warning("witness did not sign", witness=client.vkey, reason=found.sentence)
        return False

    def _is_news(self, client: WitnessClient, reason: str) -> bool:
        """Whether it was not said since the witness last signed: it is asked every few seconds."""
        said = self._said.setdefault(client.vkey, set())
        if reason in said or len(said) >= MOST_SAID:
            return False
        said.add(reason)
        return True

    async def _signed(self, client: WitnessClient, signed: Signed, line: bytes) -> bool:
        """Keep the line, then tell those who waited for it; False if it is of no use."""
        keep = partial(self.dispatch.office.publisher.witness, signed.note, [line])
        try:
            await self.worker.run(keep)
        except Malformed as error:
            if self._is_news(client, str(error)):
                _log.warning("witness line not usable", witness=client.vkey, reason=str(error))
            return False
        self._said.pop(client.vkey, None)
        await self._chat_is_there()
        name = f"witnessed:{signed.head.size}"
        await self._transact(partial(self.dispatch.errand, name, errands.heads_signed))
        return True

    # Beacon: wait for the round, then ask the relays until somebody has it

    async def _watch_rounds(self) -> None:
        await self._chat_is_there()
        while True:
            due = await self._transact(self._look)
            if due.fetch is not None and await self._fetch(*due.fetch):
                continue
            if due.seconds == 0 and (due.fetch is None or self._is_long_due(*due.fetch)):
                await self._transact(partial(self.dispatch.errand, "round", errands.round_due))
            # None: no time is waited for; 0: the next try
            await asyncio.sleep(min(due.seconds or LOOK, LOOK))

    def _is_long_due(self, chain: Chain, number: int) -> bool:
        """By the clock and not by tries: one that times out takes many times one that fails."""
        return self.dispatch.office.clock() - time_of(chain, number) >= self.patience

    def _look(self) -> Due:
        with self.dispatch.office.desk("errand:look") as desk:
            return errands.what_is_due(desk)

    async def _fetch(self, chain: Chain, number: int) -> bool:
        """Get the value of a round and keep it; False if no relay has it now."""
        beacon = await self.relays.fetch(chain, number)
        return beacon is not None and await self._transact(partial(self._arrived, beacon))

    def _arrived(self, beacon: Beacon) -> bool:
        arrived = partial(errands.beacon_arrived, beacon=beacon)
        try:
            self.dispatch.errand(f"beacon:{beacon.round}", arrived)
        except Refusal as refusal:  # a draw that went void meanwhile, or our clock is slow
            _log.info("beacon's value not kept", reason=str(refusal))
            return False
        self.dispatch.office.at_point("beacon.kept")
        return True

    async def _chat_is_there(self) -> None:
        if self.chat is not None:
            await self.chat.wait()

    async def _transact(self, work: Callable[[], T]) -> T:
        """Do this on the database thread, again as long as another process locks the database.

        Only for work that may come twice. What breaks off after the commit is `Stopped`, never an
        `OperationalError`: the publisher sees to it.
        """
        while True:
            try:
                return await self.worker.run(work)
            except OperationalError as error:
                # the type only: statement and values of an error are not for logs
                _log.warning("database in use, trying again", error=type(error.orig).__name__)
            await asyncio.sleep(LOOK)
