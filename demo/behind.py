"""Tasks that run behind the play."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, TypeVar

_Outcome = TypeVar("_Outcome")


class Behind:
    """Tasks that may run for ever: they end with the body, and an error in one ends the body."""

    def __init__(self) -> None:
        self._group = asyncio.TaskGroup()
        self._tasks: list[asyncio.Task[Any]] = []

    async def __aenter__(self) -> Behind:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await self._group.__aexit__(kind, error, trace)

    def run(self, work: Coroutine[Any, Any, _Outcome]) -> asyncio.Task[_Outcome]:
        """Run `work` beside everything else."""
        task = self._group.create_task(work)
        self._tasks.append(task)
        return task
