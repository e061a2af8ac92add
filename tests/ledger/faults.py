"""Disks that fail on demand, rows that rot, and a kill that happens inside this process."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from ledger.files import RealDisk

Moment = Literal["before", "after", "torn"]


class Killed(BaseException):
    """Stands for SIGKILL: nothing in the ledger may catch it, and nothing after it runs."""


class FailingDisk(RealDisk):
    """A real disk on which the call number `failing` raises: before it, after it, or half-way.

    Call numbers count from 1 over all kinds of calls; 0 never fails.
    """

    def __init__(self, failing: int, error: BaseException, moment: Moment = "before") -> None:
        self.calls = 0
        self.written: list[str] = []
        self._failing = failing
        self._error = error
        self._moment = moment

    def make_folder(self, folder: Path) -> None:
        self._do(lambda: super(FailingDisk, self).make_folder(folder))

    def write(self, path: Path, data: bytes) -> None:
        half = data[: len(data) // 2]
        self._do(lambda: super(FailingDisk, self).write(path, data), lambda: path.write_bytes(half))

    def rename(self, source: Path, target: Path) -> None:
        self.written.append(target.name)
        self._do(lambda: super(FailingDisk, self).rename(source, target))

    def sync(self, folder: Path) -> None:
        self._do(lambda: super(FailingDisk, self).sync(folder))

    def remove(self, path: Path) -> None:
        self._do(lambda: super(FailingDisk, self).remove(path))

    def _do(self, whole: Callable[[], object], half: Callable[[], object] | None = None) -> None:
        self.calls += 1
        if self.calls != self._failing:
            whole()
            return
        if self._moment == "after":
            whole()
        elif self._moment == "torn" and half is not None:
            half()
        raise self._error


def kill_at(number: int) -> Callable[[str], None]:
    """An `at_point` that kills at its call number `number`, counted from 1."""
    calls = 0

    def at_point(_point: str) -> None:
        nonlocal calls
        calls += 1
        if calls == number:
            raise Killed

    return at_point


def damage(path: Path, seq: int, bit: int = 2000) -> None:
    """Flip one bit of a stored entry, as a failing disk would: no trigger sees it."""
    with sqlite3.connect(path) as raw:
        raw.execute("DROP TRIGGER IF EXISTS ledger_entry_no_update")
        (data,) = raw.execute("SELECT bytes FROM ledger_entry WHERE seq = ?", (seq,)).fetchone()
        flipped = bytearray(data)
        flipped[bit // 8 % len(flipped)] ^= 1 << bit % 8
        update = "UPDATE ledger_entry SET bytes = ? WHERE seq = ?"
        raw.execute(update, (bytes(flipped), seq))
    raw.close()
