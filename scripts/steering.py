"""Run the battery of tests/steering in full; started by `scripts/battery steering`.

Mode (a), beacon and witnesses: the tries of the issue for each goal, over all strategies. Modes
(b), (c) and (d), where something is missing: fewer, to show that the same program steers there.
Prints the table for docs/threat-model; ends non-zero if a promise does not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.steering.battery import SEED, Plan, Tally, plans, run
from tests.steering.scene import GOALS, MODES, scene
from tests.steering.table import Tallies, broken, table, toothless

SHARE = 25
MEMORY = Path("/dev/shm")  # noqa: S108 - many small files; any folder will do, this one is fast


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/battery steering", description=__doc__)
    parser.add_argument("--tries", type=int, default=10_000, help="per goal in mode (a)")
    parser.add_argument("--others", type=int, default=1_000, help="per goal in each other mode")
    parser.add_argument("--modes", default="abcd", help="which modes (default abcd)")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def _shares(chosen: argparse.Namespace) -> Iterator[Plan]:
    """All plans, cut into pieces that keep every process busy to the end."""
    for mode in chosen.modes:
        tries = chosen.tries if mode == "a" else chosen.others
        for plan in plans(mode, GOALS, tries):
            for first in range(0, plan.last, SHARE):
                yield replace(plan, first=first, last=min(plan.last, first + SHARE))


def _share(plan: Plan) -> tuple[Plan, Tally]:
    base = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sunlot-battery-", dir=base) as folder:
        return plan, run(plan, Path(folder))


def _measured(chosen: argparse.Namespace) -> dict[tuple[str, str], dict[str, Tally]]:
    """Tallies by strategy, for each mode and goal."""
    found: dict[tuple[str, str], dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    with get_context("spawn").Pool(chosen.processes) as pool:
        for plan, tally in pool.imap_unordered(_share, list(_shares(chosen))):
            found[plan.mode, plan.goal][plan.strategy] += tally
    return found


def _faults(mode: str, goal: str, tallies: Tallies) -> list[str]:
    if mode == "a":
        return list(broken(scene(mode).goal(goal), tallies))
    return list(toothless(mode, tallies))


def main() -> int:
    """Print the table; 0 if every promise holds, else 1."""
    chosen, began, faults = _arguments(), time.monotonic(), []
    unknown = set(chosen.modes) - set(MODES)
    if unknown or min(chosen.tries, chosen.others, chosen.processes) < 1:
        sys.exit(f"--modes takes letters of {''.join(MODES)}, the numbers are at least 1")
    measured = _measured(chosen)
    for (mode, goal), tallies in sorted(measured.items()):
        print("\n".join(table(mode, scene(mode).goal(goal), tallies)))
        faults += [f"({mode}, {goal}) {fault}" for fault in _faults(mode, goal, tallies)]
    print(f"seed {SEED}, {time.monotonic() - began:,.0f} s in {chosen.processes} processes")
    print("\n".join(f"BROKEN: {fault}" for fault in faults) or "every promise holds")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
