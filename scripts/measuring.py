"""What the benches measure with."""

import gc
import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


def timed(name: str, work: Callable[[], T], runs: int = 5) -> tuple[T, float]:
    """Run several times; print and return the median of the processor seconds."""
    seconds = []
    for _ in range(runs):
        gc.collect()
        began = time.process_time()
        result = work()
        seconds.append(time.process_time() - began)
    return result, _printed(name, seconds)


def alternating(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Run all works in turn, several times; print and return the medians of the seconds.

    Seconds of the clock, for what uses several processors; in turn, so that a neighbour who makes
    the machine slow for a while does it to all of them.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            gc.collect()
            began = time.perf_counter()
            result = work()
            seconds[name].append(time.perf_counter() - began)
            del result
    return {name: _printed(name, each) for name, each in seconds.items()}


def _printed(name: str, seconds: list[float]) -> float:
    median = statistics.median(seconds)
    spread = f"min {min(seconds):.3f}, max {max(seconds):.3f}"
    print(f"{name:<44}{median:>9.3f} s   ({spread})", flush=True)
    return median


def peak() -> int:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def load() -> str:
    """Return how busy the machine is: the mean number of processes that wanted a processor."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} processors, load {one:.2f} in 1 min, {five:.2f} in 5 min"
