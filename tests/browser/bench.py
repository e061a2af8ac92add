"""How long 17,379 tickets and their selection take: python -m tests.browser.bench.

A browser slows down only main threads, so the worker's script is started there, on an empty page,
under a CPU six times slower from its first line on: its self-check, then the tickets. In the worker
itself the same is measured at full speed. "First" is the first draw after the start; the time of
the self-check before it is told beside it, since a person waits for both.
"""

from __future__ import annotations

import json
import statistics
import sys

from tests.browser.chromium import PAGE, Chromium

TICKETS = 17_379
GOAL = 250.0
RUNS = 5
FIRST = "first draw"
CHECK = "self-check before it"


def in_worker(browser: Chromium) -> dict[str, float]:
    """A fresh worker of the page, at full speed."""
    task = json.dumps({"task": "bench", "n": TICKETS})
    got = browser.evaluate(f"sunlot.work({task}).answer")
    return {FIRST: float(got["milliseconds"]), CHECK: float(got["warming"])}


def on_main_thread(browser: Chromium, code: str, rate: int) -> dict[str, float]:
    """The worker's script on a fresh empty page, `rate` times slower."""
    browser.open("about:blank")
    browser.send("Emulation.setCPUThrottlingRate", rate=rate)
    browser.evaluate(code)
    got = browser.evaluate(f"sunlotBench({TICKETS})")
    again = browser.evaluate(f"sunlotBench({TICKETS})")
    browser.send("Emulation.setCPUThrottlingRate", rate=1)
    first, check = float(got["milliseconds"]), float(got["warming"])
    return {FIRST: first, CHECK: check, "second draw": float(again["milliseconds"])}


def measure() -> dict[str, list[dict[str, float]]]:
    """Milliseconds of every run, by place; each in a browser of its own, so that none is warm."""
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(RUNS):
        with Chromium() as browser:
            browser.open(PAGE.as_uri())
            found.setdefault("worker", []).append(in_worker(browser))
            code = browser.evaluate("document.querySelector('#worker').textContent")
            for rate in (6, 1):
                place = f"main thread, {rate} times slower"
                found.setdefault(place, []).append(on_main_thread(browser, code, rate))
    return found


def main() -> None:
    """Prints median and worst of the runs."""
    sys.stdout.write(f"{TICKETS:,} tickets and their selection, ms (goal {GOAL:.0f} at 6 times)\n")
    for place, runs in measure().items():
        for what in runs[0]:
            times = [run[what] for run in runs]
            median = statistics.median(times)
            sys.stdout.write(f"{place}, {what}: median {median:.1f}, worst {max(times):.1f}\n")


if __name__ == "__main__":
    main()
