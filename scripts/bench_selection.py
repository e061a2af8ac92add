"""Selection of 100,000 of 1,000,000 rows, as a multiple of what consistent-sampler needs.

That package of others (scripts/foreign installs it) does the same: one SHA-256 ticket per id, the
lowest win. It gets the leaves in a list and returns the ids alone, its cheapest answer; ours get
the rows as they are read from a pool, check them, and return the whole selection. The plain path is
what is used without compiled code: one helper per processor, so its ratio depends on how many there
are and whether others want them too. The tickets alone, by the same hashlib calls, show what one
process cannot go below.
"""

import hashlib
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import compiled
import draw
from compiled.library import place
from compiled.selection import checked, select_with
from draw.tickets import raw_tickets
from scripts.measuring import alternating, load, peak

FOREIGN = Path(__file__).resolve().parents[1] / ".foreign" / "packages"
ROWS, DRAWN, RUNS = 1_000_000, 100_000, 7
SEED = hashlib.sha256(b"bench").hexdigest()
PLAIN = partial(select_with, None)


def pool_rows() -> tuple[tuple[str, str], ...]:
    """A pool as it is read from its blob: texts lie in memory in the order of the rows."""
    digests = (hashlib.sha256(str(number).encode()).hexdigest() for number in range(ROWS))
    text = "".join(sorted(digests))
    return tuple((text[at : at + 64], "r") for at in range(0, len(text), 64))


def main() -> int:
    """Print all figures; exit 1 without consistent-sampler, or if two paths draw other rows."""
    sys.path.append(str(FOREIGN))
    try:
        from consistent_sampler import sampler
    except ImportError:
        print("consistent-sampler is missing: run scripts/foreign.", file=sys.stderr)
        return 1
    print(load())
    rows = pool_rows()
    leaves = [leaf for leaf, _ in rows]
    works = {
        "consistent-sampler": lambda: list(sampler(leaves, seed=SEED, take=DRAWN, output="id")),
        "tickets alone": lambda: raw_tickets(SEED, "draw", map(str.encode, leaves)),
        "plain path, one process": lambda: draw.select(SEED, rows, DRAWN),
        "plain path": lambda: PLAIN(SEED, rows, DRAWN),
    }
    if checked(place()):
        works["compiled path"] = lambda: compiled.select(SEED, rows, DRAWN)
    else:
        print("compiled path: not there (scripts/compile)")
    expected = draw.select(SEED, rows, DRAWN)
    if any(path(SEED, rows, DRAWN) != expected for path in (PLAIN, compiled.select)):
        print("two paths drew different rows")
        return 1
    medians = alternating(works, RUNS)
    print(load())
    for name in ("tickets alone", "plain path, one process", "plain path", "compiled path"):
        if name in medians:
            times = medians["consistent-sampler"] / medians[name]
            print(f"consistent-sampler / {name:<23}{times:>9.1f}")
    print(f"peak memory{peak():>42,} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
