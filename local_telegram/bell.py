"""Waking up requests that wait for the world to change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Bell:
    """Rung on every change; whoever waits looks again. For one event loop."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake everyone who waits now."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when `ready()` is true or `seconds` of real time have passed."""
        try:
            async with asyncio.timeout(max(0.0, seconds)):
                while not ready():
                    await self._rung.wait()
        except TimeoutError:
            return
