"""A sixth of one core for a browser's renderer processes: what a phone has of this machine.

Chromium's own throttle (`Emulation.setCPUThrottlingRate`) holds only main threads back; a worker
runs on at full speed. So the kernel does it: a cgroup with a quota of 1 ms in every 6 ms for all
threads of the process together. The helpers that compile and collect garbage share that
millisecond with the worker, while a phone has other cores for them: what is measured is an upper
bound. Where no cgroup can be made the process is stopped and continued in the same rhythm, which a
busy machine keeps only roughly.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

PERIOD = 6_000  # microseconds
SHARE = 1_000
TOP = Path("/sys/fs/cgroup")


def _limits() -> dict[Path, dict[str, str]]:
    """Where a group may stand, and the files that limit it: version 1, then version 2."""
    name = f"sunlot-bench-{os.getpid()}"
    return {
        TOP / "cpu" / name: {"cpu.cfs_period_us": str(PERIOD), "cpu.cfs_quota_us": str(SHARE)},
        TOP / name: {"cpu.max": f"{SHARE} {PERIOD}"},
    }


def _group() -> Path | None:
    for folder, files in _limits().items():
        if not folder.parent.joinpath("cgroup.procs").exists():
            continue
        try:
            folder.mkdir()
            for file, text in files.items():
                (folder / file).write_text(text)
        except OSError:
            with contextlib.suppress(OSError):
                folder.rmdir()
            continue
        return folder
    return None


def _pulse(pids: list[int], done: threading.Event) -> None:
    while not done.wait((PERIOD - SHARE) / 1e6):
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        done.wait(SHARE / 1e6)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def by_quota(pids: list[int]) -> Iterator[bool]:
    """Holds processes to a sixth of one core by a cgroup; False if none can be made here."""
    group = _group()
    if group is None:
        yield False
        return
    outer = group.parent / "cgroup.procs"
    for pid in pids:
        (group / "cgroup.procs").write_text(str(pid))
    try:
        yield True
    finally:
        for pid in pids:
            with contextlib.suppress(OSError):  # it may have ended
                outer.write_text(str(pid))
        group.rmdir()


@contextlib.contextmanager
def by_signals(pids: list[int]) -> Iterator[bool]:
    """The same by stopping and continuing them."""
    done = threading.Event()
    thread = threading.Thread(target=_pulse, args=(pids, done))
    thread.start()
    try:
        yield True
    finally:
        done.set()
        thread.join()
