"""The lock that keeps a second process off the data folder (03 §7.1)."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from ledger.errors import Locked


class DataLock:
    """An exclusive flock on the data folder itself, held from construction until `release`.

    flock and not fcntl: fcntl locks vanish when any descriptor of the file is closed, by anyone
    in the process. The kernel releases the lock of a killed process, so there is no stale lock.
    """

    def __init__(self, folder: Path) -> None:
        self._descriptor: int | None = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.release()
            raise Locked(f"{folder}: another process is using this data folder") from error

    def release(self) -> None:
        """Give the folder free; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
