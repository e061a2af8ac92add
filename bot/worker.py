"""The one thread that touches the database.

SQLite has one writer, and the ledger's book is made for one thread: so all database work of the
process queues here, in the order in which it was asked for, and no lock is needed besides.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

_Result = TypeVar("_Result")


class Worker:
    """Runs functions on its thread. Close it after everything that uses it has ended."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """Call `work` on the thread; it opens its own transactions."""
        loop = asyncio.get_running_loop()
        # Shielded: a transaction that has begun ends on its own terms, also during shutdown.
        return await asyncio.shield(loop.run_in_executor(self._thread, work))

    async def write(self, work: Callable[[Session], _Result]) -> _Result:
        """Call `work` in one transaction, committed when it returns."""
        return await self.run(lambda: self._transaction(work))

    def close(self) -> None:
        """Wait for the work in hand and end the thread."""
        self._thread.shutdown(wait=True)

    def _transaction(self, work: Callable[[Session], _Result]) -> _Result:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            return work(session)
