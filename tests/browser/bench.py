"""How long 17,379 tickets and their selection take: python -m tests.browser.bench.

A browser slows down only main threads, so the worker's code is measured there, plain and six times
slower; in the worker itself it is measured as it is.
"""

from __future__ import annotations

import json
import sys

from tests.browser.chromium import PAGE, Chromium

TICKETS = 17_379
GOAL = 250.0


def milliseconds(browser: Chromium, script: str) -> float:
    """The best of five runs."""
    return min(float(browser.evaluate(script)["milliseconds"]) for _ in range(5))


def measure() -> dict[str, float]:
    """Milliseconds by place."""
    found: dict[str, float] = {}
    with Chromium() as browser:
        browser.open(PAGE.as_uri())
        task = json.dumps({"task": "bench", "n": TICKETS})
        found["worker, cold"] = float(
            browser.evaluate(f"sunlot.work({task}).answer")["milliseconds"]
        )
        code = browser.evaluate("document.querySelector('#worker').textContent")
        browser.open("about:blank")
        browser.evaluate(code)
        script = f"sunlotBench({TICKETS})"
        found["main thread"] = milliseconds(browser, script)
        browser.send("Emulation.setCPUThrottlingRate", rate=6)
        found["main thread, 6 times slower, first run"] = float(
            browser.evaluate(script)["milliseconds"]
        )
        found["main thread, 6 times slower"] = milliseconds(browser, script)
    return found


def main() -> None:
    """Prints the figures."""
    for place, time in measure().items():
        sys.stdout.write(
            f"{TICKETS:,} tickets, {place}: {time:.1f} ms (goal {GOAL:.0f} ms at 6x)\n"
        )


if __name__ == "__main__":
    main()
