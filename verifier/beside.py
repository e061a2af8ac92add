"""Only to be faster: work that a process of its own does while this one goes on.

Where the system has no such processes, or one dies, the work is done here, and nothing that is
found depends on it.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Generic, TypeVar, cast

T = TypeVar("T")


def can_fork() -> bool:
    """True where a process can be made that has this very code and memory.

    One that is bound to end with another may have none of its own.
    """
    bound = multiprocessing.current_process().daemon
    return not bound and "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def uncollected() -> Iterator[None]:
    """While inside, nobody looks for cycles: a book is a tree, and to walk it takes its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Beside(Generic[T]):
    """A function without arguments, at work from the start; its result must be picklable.

    Its end as a context waits for nobody: a process whose result was never asked for is stopped.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._answer: Connection | None = None
        if not can_fork():
            return
        with suppress(OSError):
            context = multiprocessing.get_context("fork")
            self._answer, told = context.Pipe(duplex=False)
            self._process = context.Process(target=_tell, args=(work, told), daemon=True)
            self._process.start()
            told.close()

    def __enter__(self) -> "Beside[T]":
        return self

    def __exit__(self, *_about: object) -> None:
        self._end()

    def result(self) -> T:
        """What the work gave; does it here if nobody else did."""
        try:
            if self._answer is not None:
                return cast("T", self._answer.recv())
        except (EOFError, OSError):
            pass
        finally:
            self._end()
        return self._work()

    def _end(self) -> None:
        if self._answer is None:
            return
        self._answer.close()
        self._answer = None
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()


def _tell(work: Callable[[], T], told: Connection) -> None:
    told.send(work())
    told.close()
