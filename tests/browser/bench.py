"""How long 17,379 tickets and their selection take: python -m tests.browser.bench.

Each run has a browser of its own, so that none is warm, and a fresh worker of the page: its
self-check, then the first draw. First at full speed, then with a sixth of one core for the whole
renderer process (see slower.py), by a quota and by signals; and, to compare with what DevTools
calls "6 times slower", the worker's script on a main thread. A loop of fixed length beside the
draw tells how much slower the worker really was: other work on the machine makes a sixth less.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from tests.browser.chromium import PAGE, Chromium
from tests.browser.slower import by_quota, by_signals

TICKETS = 17_379
GOAL = 250.0
RUNS = 5
Slower = Callable[[list[int]], AbstractContextManager[bool]]
FIRST = "first draw"
LOOP = "the loop"
PLACES: dict[str, Slower] = {
    "worker at full speed": lambda _: nullcontext(True),
    "worker, a sixth of a core by quota": by_quota,
    "worker, a sixth of a core by signals": by_signals,
}


def told(got: dict[str, float]) -> dict[str, float]:
    """Milliseconds by what they were spent on."""
    names = {
        FIRST: "milliseconds",
        "second draw": "again",
        "self-check before": "warming",
        LOOP: "loop",
    }
    return {name: float(got[key]) for name, key in names.items()}


def in_worker(slower: Slower) -> dict[str, float] | None:
    """A fresh worker of the page in a fresh browser; None where it cannot be slowed down so."""
    with Chromium() as browser:
        browser.open(PAGE.as_uri())
        with slower(browser.renderers()) as possible:
            if not possible:
                return None
            task = json.dumps({"task": "bench", "n": TICKETS})
            return told(browser.evaluate(f"sunlot.work({task}).answer"))


def on_main_thread() -> dict[str, float]:
    """The worker's script on an empty page under DevTools' throttle."""
    with Chromium() as browser:
        browser.open(PAGE.as_uri())
        code = browser.evaluate("document.querySelector('#worker').textContent")
        browser.open("about:blank")
        browser.send("Emulation.setCPUThrottlingRate", rate=6)
        browser.evaluate(code)
        return told(browser.evaluate(f"sunlotBench({TICKETS})"))


def show(place: str, runs: list[dict[str, float]], full: float) -> float:
    """Median and worst of the runs, and what the median would be at exactly a sixth.

    `full` is how long the loop takes at full speed; gives how long it took here.
    """
    loop = statistics.median(run[LOOP] for run in runs)
    for what in runs[0]:
        times = [run[what] for run in runs]
        median = statistics.median(times)
        sixth = f", at exactly a sixth {median * 6 * full / loop:.0f}" if full else ""
        sys.stdout.write(f"{place}, {what}: median {median:.0f}, worst {max(times):.0f}{sixth}\n")
    return loop


def main() -> None:
    """Measures every place in turn and prints what came."""
    sys.stdout.write(f"{TICKETS:,} tickets and their selection, ms (goal {GOAL:.0f})\n")
    full = 0.0
    for place, slower in PLACES.items():
        runs = [run for run in (in_worker(slower) for _ in range(RUNS)) if run]
        if runs:
            loop = show(place, runs, full)
            full = full or loop
        else:
            sys.stdout.write(f"{place}: not possible on this machine\n")
    show("main thread, DevTools 6 times slower", [on_main_thread() for _ in range(RUNS)], full)


if __name__ == "__main__":
    main()
