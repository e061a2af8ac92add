"""A draw that cannot stand must not take anybody out of the draws that follow it.

The operator spoils the first draw before its round, looks who is drawn, and repeats it (each time
with a void that the rules allow) until a friend is among them. Then it lets the spoiled draw stand
while the second draw is made, from whose pool the friend is excluded as drawn, and voids the first
only afterwards. Before 01 §8.5c forbade that, such a book was proven, for auditors too.
"""

from pathlib import Path

import pytest

from verifier.judge import Request, judge
from verifier.selftest.book import BEFORE, Maker
from verifier.selftest.publishing import Data

MANY = 100


def _facts(number: int, facts: Data) -> None:
    types = ["A01", "A02"] if number < 40 else ["A02"] if number < 70 else ["A01"]
    facts |= {"conflicts": [], "failed": [], "last": [], "status": "normal", "types": types}


def _plan(catalogue: list[Data]) -> None:
    for row in catalogue:
        row["planned"] = 10


def _next_round(close: Data) -> None:
    close["round"] += 1


def _spoiled_until_drawn(maker: Maker, friend: str) -> int:
    """Draws of representative 1, all but the last void; in that one the friend is drawn."""
    for number in range(1, MANY):
        maker.tamper["draw.close", number] = _next_round
        maker.whole_draw(1, ["A01"], inherited=number - 1 or None)
        if friend in maker.drawn[number]:
            return number
        maker.void_draw("verifier", "06.round")
    raise AssertionError(f"not drawn in {MANY} draws")


@pytest.mark.parametrize("seed", range(3))
def test_a_void_cannot_wait_until_the_next_draw_has_used_the_selection(
    seed: int, tmp_path: Path
) -> None:
    maker = Maker(size=100, seed=seed, beacon="test", witnesses=3)
    maker.facts_hook, maker.catalogue_hook = _facts, _plan
    maker.open_campaign(months=0)
    both = [leaf for leaf, one in maker.leaves.items() if len(one["facts"]["value"]["types"]) == 2]
    friend = min(both)
    spoiled = _spoiled_until_drawn(maker, friend)
    maker.whole_draw(2, ["A02"])
    assert friend not in dict(maker.pool)
    maker.void_draw("verifier", "06.round", draw=spoiled)
    maker.whole_draw(1, ["A01"], inherited=spoiled)
    publication, trust = maker.publish(tmp_path)
    assert judge(Request(publication, trust, BEFORE)).verdict == "failed"
