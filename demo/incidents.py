"""What goes wrong on purpose, and what is set aside, while the officials go on.

A witness that is down, a relay that is silent, an opening that comes too late: each is in the book
or on a screen afterwards, and none stops a draw.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from demo import rounds
from demo.bodies import Witnesses
from demo.cast import ABSENT_DRAW, ABSENT_WITNESS, TYPED_DRAW
from demo.killing import Killer
from demo.stage import Stage


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
        """From the close to the opening: seconds count, so nobody kills at random in it."""
        if self.killer is None:
            yield
            return
        self.killer.free.clear()
        try:
            yield
        finally:
            self.killer.free.set()

    def value_here(self, turn: int) -> None:
        """The first value is known and not yet in the book: keep the publication as it is now.

        Anybody can finish the draw from this copy, whatever becomes of the office.
        """
        if turn == 1:
            shutil.copytree(self.stage.layout.publication, self.stage.layout.opened)
