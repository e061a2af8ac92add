"""The short battery: an operator cannot change protected odds, and can where nothing protects."""

from pathlib import Path

import pytest

from tests.steering.battery import chi_square, plans, run
from tests.steering.scene import FRIENDS, GOALS, MUST, PLANNED, SIZE, scene
from tests.steering.table import STEERS, Tallies, broken, table, toothless

SHORT = 300


def _tallies(mode: str, goal: str, tries: int, folder: Path) -> Tallies:
    return {one.strategy: run(one, folder) for one in plans(mode, [goal], tries)}


@pytest.mark.parametrize("name", GOALS)
def test_beacon_and_witnesses_keep_the_honest_odds(name: str, tmp_path: Path) -> None:
    goal = scene("a").goal(name)
    tallies = _tallies("a", name, SHORT, tmp_path)
    told = "\n".join(table("a", goal, tallies))
    assert sum(tally.tries for tally in tallies.values()) == SHORT
    assert list(broken(goal, tallies)) == [], told


@pytest.mark.parametrize("name", GOALS)
@pytest.mark.parametrize("mode", sorted(STEERS))
def test_the_same_program_steers_what_is_not_protected(
    mode: str, name: str, tmp_path: Path
) -> None:
    chosen = [one for one in plans(mode, [name], 500) if one.strategy in STEERS[mode]]
    tallies = {one.strategy: run(one, tmp_path) for one in chosen}
    assert list(toothless(mode, tallies)) == []
    odds = scene(mode).goal(name).odds()
    assert all(chi_square(y.met, y.tries, odds) < 1e-9 for y in tallies.values())


def test_the_goals_have_the_odds_of_the_specification() -> None:
    free, picked = SIZE - MUST, PLANNED - MUST
    spared = 1.0
    for friend in range(FRIENDS):
        spared *= (free - picked - friend) / (free - friend)
    assert scene("a").goal("in").odds() == pytest.approx(picked / free)
    assert scene("a").goal("out").odds() == pytest.approx(spared)


@pytest.mark.parametrize(
    ("hits", "trials", "p"),
    # Quantiles of chi-square with one degree of freedom: 3.8415 (5 %), 10.8276 (0.1 %).
    [(500, 1000, 1.0), (531, 1000, 0.05), (552, 1000, 0.001)],
)
def test_chi_square_has_the_known_quantiles(hits: int, trials: int, p: float) -> None:
    assert chi_square(hits, trials, 0.5) == pytest.approx(p, rel=0.06, abs=1e-6)
