"""Run the differential fuzz of tests/foreign in full; started by `scripts/battery fuzz`.

Each parser of the verifier reads at least 100,000 inputs, and so do Go's libraries (for entries
Go's and Node's JSON). Prints counts and rates; ends non-zero if ours reads what they refuse, if
both read but not the same, if an error is not the package's own, or if ours refuses what they read
for a reason that tests/foreign/stricter.py does not justify. A reason there that 100,000 inputs
never needed must go, too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.foreign.differ import BATCH, Outcome, compare, rows, subjects
from tests.foreign.published import made_campaign
from tests.foreign.stricter import STRICTER

ENOUGH = 100_000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/battery fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=ENOUGH, help="per parser, rounded up")
    parser.add_argument("--first", type=int, default=0, help="number of the first batch")
    parser.add_argument("parsers", nargs="*", choices=[*STRICTER, []], help="all unless given")
    return parser.parse_args()


def _entries() -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="sunlot-fuzz-") as folder:
        return made_campaign(Path(folder)).entries


def _faults(name: str, outcome: Outcome) -> list[str]:
    unseen = sorted(set(STRICTER[name]) - set(outcome.theirs_alone))
    needless = unseen if outcome.inputs >= ENOUGH else []
    found = [
        *outcome.faults(STRICTER[name]),
        *(f"justified, never seen: {why}" for why in needless),
    ]
    return [f"{name}: {fault}" for fault in found]


def main() -> int:
    """Print the table; 0 if nothing is wrong, else 1."""
    chosen, wrong = _arguments(), list[str]()
    batches = range(chosen.first, chosen.first + -(-chosen.inputs // BATCH))
    for name, subject in subjects(_entries()).items():
        if chosen.parsers and name not in chosen.parsers:
            continue
        began = time.monotonic()
        outcome = compare(subject, name, batches)
        seconds = time.monotonic() - began
        print("\n".join(rows(name, outcome)))
        print(f"       {seconds:,.1f} s, {outcome.inputs / seconds:,.0f} inputs/s", flush=True)
        wrong += _faults(name, outcome)
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
