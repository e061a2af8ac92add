"""With one rule switched off, the strategy that the rule holds back is seen to steer."""

from pathlib import Path

import pytest

from tests.steering.battery import STRATEGIES, Plan, Tally, run
from tests.steering.reader import Reader
from tests.steering.scene import GOALS, scene
from tests.steering.strategy import Promise
from tests.steering.table import broken

TRIES = 20
# Checks that are left out of the verdict, and the strategy that they hold back.
HELD = [
    ({"06.bracket"}, "back_date"),
    ({"06.bracket"}, "refuse_after_round"),
    ({"06.bracket", "01.witness"}, "two_forks"),
    ({"06.beacon"}, "lying_relay"),
    ({"06.beacon"}, "other_round"),
    ({"09.void"}, "claim_silence"),
    ({"05.order", "09.void"}, "void_late"),
]


def _run(name: str, goal: str, folder: Path, reader: Reader, tries: int = TRIES) -> Tally:
    return run(Plan("a", goal, name, 0, tries, 0), folder, reader)


@pytest.mark.parametrize("name", GOALS)
def test_without_the_bracket_rule_back_dating_always_succeeds(name: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path, scene("a"), ignored=frozenset({"06.bracket"}))
    tally = _run("back_date", name, tmp_path, reader)
    assert tally.met == tally.tries
    assert list(broken(scene("a").goal(name), {"back_date": tally}))


@pytest.mark.parametrize("name", GOALS)
def test_if_a_late_record_could_be_the_reason_of_a_void_the_odds_change(
    name: str, tmp_path: Path
) -> None:
    reader = Reader(tmp_path, scene("a"), voidable=frozenset({"07.seed"}))
    tally = _run("spoil_after", name, tmp_path, reader, 60)
    assert tally.proven == tally.tries
    assert tally.met / tally.tries > 2 * scene("a").goal(name).odds()
    assert list(broken(scene("a").goal(name), {"spoil_after": tally}))


@pytest.mark.parametrize(("ignored", "name"), HELD, ids=[name for _, name in HELD])
def test_each_strategy_is_held_back_by_its_check(
    ignored: set[str], name: str, tmp_path: Path
) -> None:
    whole = _run(name, "in", tmp_path, Reader(tmp_path, scene("a")))
    reader = Reader(tmp_path, scene("a"), ignored=frozenset(ignored))
    relaxed = _run(name, "in", tmp_path, reader)
    assert relaxed.met > whole.met


def test_every_strategy_that_is_not_fair_is_turned_down_by_a_check(tmp_path: Path) -> None:
    reader = Reader(tmp_path, scene("a"))
    for one in STRATEGIES:
        if one.promise is Promise.NEVER:
            tally = _run(one.name, "in", tmp_path, reader, 5)
            assert "06.bracket" in tally.reasons, one.name
            assert tally.proven == 0, one.name
