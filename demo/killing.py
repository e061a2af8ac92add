"""Kills bot and witnesses in the middle of their work, again and again, and starts them anew.

Half of the bot's deaths are at named points (the program kills itself there when asked to), half at
moments chosen by a seeded stream of choices. Telegram and the relay never die.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import cycle
from typing import Final

from demo.bodies import Witnesses
from demo.stage import Stage
from demo.stream import Stream

POINTS: Final = (
    *("inbox.stored", "handled.commit:4", "outbox.sent", "publish.read"),
    *("publish.guard", "publish.blobs", "publish.tiles", "publish.checkpoint"),
)
POINTS_WITH_BEACON: Final = (
    *("inbox.stored", "witness.stored", "handled.commit:4", "beacon.kept", "outbox.sent"),
    *("publish.read", "publish.guard", "publish.blobs", "publish.tiles", "publish.checkpoint"),
)
SHORTEST_LIFE: Final = 1.0
PATIENCE: Final = 30.0
"""Seconds a named point may take to be reached; then the death is a random one after all."""
WITNESS_LIFE: Final = 6.0
"""Seconds between two deaths of witnesses."""


@dataclass
class Killer:
    """Owns the bot while it runs. `deaths`: where the bot has died so far, in order.

    `longest_life`: seconds after which a death at random comes at the latest; it must be time
    enough for the longest single piece of work, or the play would never get on. `free`: cleared
    while nobody may die at random, witnesses neither. `points`: the named ones, in turn.
    """

    stage: Stage
    longest_life: float
    points: tuple[str, ...] = POINTS
    deaths: list[str] = field(default_factory=list)
    deaths_of_witnesses: int = 0
    free: asyncio.Event = field(default_factory=asyncio.Event)
    _chance: Stream = field(default_factory=lambda: Stream("kill"))

    async def run(self) -> None:
        """Kill and start until cancelled."""
        self.free.set()
        for point in cycle(self.points):
            await self._at_random()
            await self._at(point)

    async def kill_witnesses(self, witnesses: Witnesses) -> None:
        """Kill one witness after the other and start it anew, until cancelled."""
        for number in cycle(witnesses.numbers):
            await asyncio.sleep(WITNESS_LIFE)
            await self.free.wait()
            self.deaths_of_witnesses += await witnesses.die(number)

    async def rest(self) -> None:
        """After `run` was cancelled: a bot that lives on."""
        await self.stage.kill_bot()
        await self.stage.bot()

    async def _at_random(self) -> None:
        await self.stage.bot()
        more = self._chance.below(1_000) / 1_000 * (self.longest_life - SHORTEST_LIFE)
        try:
            async with asyncio.timeout(SHORTEST_LIFE + more):
                await self.stage.watch("bot")
        except TimeoutError:
            await self.free.wait()
            await self.stage.kill_bot()
            self.deaths.append("random")

    async def _at(self, point: str) -> None:
        await self.stage.bot(point)
        try:
            async with asyncio.timeout(PATIENCE):
                await self.stage.bot_death()
            self.deaths.append(point)
        except TimeoutError:
            await self.free.wait()
            await self.stage.kill_bot()
            self.deaths.append("random")
