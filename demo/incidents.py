"""What goes wrong on purpose, and what is set aside, while the officials go on.

A witness that is down, a relay that is silent, an opening that comes too late: each is in the book
or on a screen afterwards, and none stops a draw.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from demo import rounds
from demo.bodies import QUORUM, Witnesses
from demo.book import signatures
from demo.cast import ABSENT_DRAW, ABSENT_WITNESS, TYPED_DRAW
from demo.killing import Killer
from demo.stage import Stage

ROUND_AHEAD: Final = 15.0
"""Seconds from a close to its round at most (docs/spec/02 §11, test: delay and period)."""


@dataclass
class Incidents:
    """Of one play. `beacon`: whether there are a beacon and witnesses. `late`: whether the first
    draw is opened too late. `killer`: who kills processes, if anybody does.
    """

    stage: Stage
    witnesses: Witnesses
    beacon: bool
    late: bool
    killer: Killer | None = None

    async def before(self, turn: int) -> None:
        """As a turn begins."""
        if self.beacon and turn == ABSENT_DRAW:
            await self.witnesses.leave(ABSENT_WITNESS)
        if self.beacon and turn == TYPED_DRAW:
            await rounds.order(self.stage.relay_url, silent=True)

    async def after(self, turn: int) -> None:
        """As a turn ends."""
        if self.beacon and turn == ABSENT_DRAW:
            await self.witnesses.come_back(ABSENT_WITNESS)
        if self.beacon and turn == TYPED_DRAW:
            await rounds.order(self.stage.relay_url)

    def is_late(self, turn: int, draw: int) -> bool:
        """Whether this draw is opened too late on purpose: the very first one, once."""
        return self.late and (turn, draw) == (1, 1)

    @asynccontextmanager
    async def window(self) -> AsyncIterator[None]:
        """From the close until the opening is signed: seconds count, so nobody kills at random.

        An opening that the witnesses sign too late is not proven for ever.
        """
        if self.killer is None:
            yield
            return
        self.killer.free.clear()
        try:
            yield
            if self.beacon:
                await self._signed()
        finally:
            self.killer.free.set()

    async def _signed(self) -> None:
        """Until a quorum has signed the newest head, or it is of no use any more."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ROUND_AHEAD):
                # a file tells nobody when it changes
                while signatures(self.stage.layout.publication) < QUORUM:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)

    def value_here(self, turn: int) -> None:
        """The first value is known and not yet in the book: keep the publication as it is now.

        Anybody can finish the draw from this copy, whatever becomes of the office.
        """
        if turn == 1:
            shutil.copytree(self.stage.layout.publication, self.stage.layout.opened)
