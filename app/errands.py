"""What the office fetches from others while the bot runs: witnesses' signatures, beacons' values.

Neither is trusted and neither is needed for the book to go on: a witness that is down or lies, a
relay that is silent, is asked again later. What they bring is verified before anything is stored.
All database work goes to the one worker thread; here are only the calls over the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog

from app.relays import Relays
from app.witnesses import Ahead, WitnessClient, WitnessSigned
from bot import errands
from bot.dispatch import Dispatch
from bot.errands import Due
from bot.worker import Worker
from draw import Beacon, Chain
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
"""Tries without an answer until people are asked to bring the value."""

_log = structlog.get_logger(__name__)


@dataclass
class Errands:
    """Runs beside the bot until cancelled. `witnesses`: one client for each of the policy.

    `patience`: tries without a value, one a second, until people are asked to bring it.
    """

    worker: Worker
    dispatch: Dispatch
    witnesses: Sequence[WitnessClient]
    relays: Relays
    patience: int = PATIENCE
    _known: dict[str, int] = field(default_factory=dict)

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
            head = self.dispatch.office.head
            if head is None or head.size <= done:
                await asyncio.sleep(TICK)
                continue
            signed = await self.worker.run(self.dispatch.office.publisher.signed)
            if signed is not None and await self._ask(client, signed):
                done, pause = signed.head.size, 1.0
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

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
            return await self.worker.run(partial(self._store, signed, found.line))
        if isinstance(found, Ahead):
            _log.error(
                "a witness says it has seen more entries than this book has; if that is true, the "
                "book was restored from an old backup, and must not be continued",
                witness=client.vkey,
                seen=found.size,
                entries=size,
            )
            return False
        _log.warning("witness did not sign", witness=client.vkey, reason=found.sentence)
        return False

    def _store(self, signed: Signed, line: bytes) -> bool:
        try:
            self.dispatch.office.publisher.witness(signed.note, [line])
        except Malformed as error:
            _log.warning("witness line not usable", reason=str(error))
            return False
        self.dispatch.errand(f"witnessed:{signed.head.size}", errands.heads_signed)
        return True

    # Beacon: wait for the round, then ask the relays until somebody has it

    async def _watch_rounds(self) -> None:
        tries = 0
        while True:
            due = await self.worker.run(self._look)
            if due.fetch is not None and await self._fetch(*due.fetch):
                tries = 0
                continue
            tries = 0 if due.fetch is None else tries + 1
            if due.seconds == 0 and (due.fetch is None or tries >= self.patience):
                await self.worker.run(partial(self.dispatch.errand, "round", errands.round_due))
            await asyncio.sleep(min(due.seconds or LOOK, LOOK))

    def _look(self) -> Due:
        with self.dispatch.office.desk("errand:look") as desk:
            return errands.what_is_due(desk)

    async def _fetch(self, chain: Chain, number: int) -> bool:
        """Get the value of a round and keep it; False if no relay has it now."""
        beacon = await self.relays.fetch(chain, number)
        return beacon is not None and await self.worker.run(partial(self._arrived, beacon))

    def _arrived(self, beacon: Beacon) -> bool:
        arrived = partial(errands.beacon_arrived, beacon=beacon)
        try:
            self.dispatch.errand(f"beacon:{beacon.round}", arrived)
        except Refusal as refusal:  # a draw that went void meanwhile, or our clock is slow
            _log.info("beacon's value not kept", reason=str(refusal))
            return False
        self.dispatch.office.at_point("beacon.kept")
        return True
