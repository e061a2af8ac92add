"""What the battery must show, and the table that it prints."""

from collections.abc import Iterator, Mapping

from tests.steering.battery import STRATEGIES, Tally, chi_square
from tests.steering.scene import FRIENDS, Goal, scene
from tests.steering.strategy import Promise, Strategy

ALPHA = 0.001
"""Below this p the odds count as changed. The seeds are fixed, so the answer is always the same."""
STEERS = {
    "b": ("back_date",),
    "c": ("back_date", "grind_secret", "drop_contributions"),
}
"""Strategies that must succeed nearly always where the protection is missing: a battery whose
operator could not steer an unprotected draw would prove nothing about a protected one."""
NEARLY = 0.9

Tallies = Mapping[str, Tally]
"""By name of the strategy."""


def overall(tallies: Tallies) -> tuple[int, int]:
    """(hits, trials) of all strategies together: results that stood or were turned down."""
    known = {one.name: one.promise for one in STRATEGIES}
    hits = sum(y.met for name, y in tallies.items() if known[name] is not Promise.NEVER)
    return hits, sum(y.trials(known[name]) for name, y in tallies.items())


def broken(goal: Goal, tallies: Tallies) -> Iterator[str]:
    """Sentences that say which promise of mode (a) does not hold; none if all do."""
    hits, trials = overall(tallies)
    if chi_square(hits, trials, goal.odds()) <= ALPHA:
        yield f"all strategies: {hits} of {trials}, honest odds {goal.odds():.4f}"
    for one in (one for one in STRATEGIES if one.name in tallies):
        tally = tallies[one.name]
        p = chi_square(tally.met, tally.trials(one.promise), goal.odds())
        if p <= ALPHA / len(STRATEGIES):  # so many tests at once
            yield f"{one.name}: {tally.met} of {tally.trials(one.promise)}, p = {p:.2g}"
        if one.promise is Promise.NEVER and tally.proven:
            yield f"{one.name}: {tally.proven} proven draws"
        if tally.unseen or tally.proven + tally.visible != tally.tries:
            yield f"{one.name}: {tally.unseen} draws were abandoned and nobody could see it"


def toothless(mode: str, tallies: Tallies) -> Iterator[str]:
    """Sentences that say where the program fails to steer an unprotected draw; else none.

    In mode (b) the report must say of every back-dated draw what is not proven.
    """
    for name in STEERS.get(mode, ()):
        tally = tallies[name]
        if tally.met < NEARLY * tally.tries:
            yield f"{name}: {tally.met} of {tally.tries} succeeded in mode ({mode})"
        if mode == "b" and tally.not_before != tally.tries:
            yield f"{name}: the report did not say each time what is not proven"


def table(mode: str, goal: Goal, tallies: Tallies) -> Iterator[str]:
    """The measured figures of one goal as lines of Markdown."""
    wanted = "bring one in" if goal.wants_in else f"keep {FRIENDS} out"
    yield f"### ({mode}) {scene(mode).mode.name}: {wanted}, honest odds {goal.odds():.2%}"
    yield ""
    heads = "strategy, tries, proven, met, of, rate, p, visible, voids, not before, stopped by"
    yield f"| {heads.replace(', ', ' | ')} |"
    yield "|---" * (heads.count(",") + 1) + "|"
    for one in STRATEGIES:
        if one.name in tallies:
            yield _row(mode, goal, one, tallies[one.name])
    total = sum(tallies.values(), Tally())
    hits, trials = overall(tallies) if mode == "a" else (total.met, total.tries)
    yield _cells("**all**", total, hits, trials, goal.odds(), "")
    yield ""


def _row(mode: str, goal: Goal, one: Strategy, tally: Tally) -> str:
    trials = tally.trials(one.promise) if mode == "a" else tally.tries
    return _cells(one.name, tally, tally.met, trials, goal.odds(), ", ".join(sorted(tally.reasons)))


def _cells(name: str, tally: Tally, hits: int, trials: int, odds: float, stopped: str) -> str:
    rate = f"{hits / trials:.1%}" if trials else "-"
    p = f"{chi_square(hits, trials, odds):.2g}" if trials else "-"
    cells: list[str | int] = [name, tally.tries, tally.proven, hits, trials, rate, p]
    cells += [tally.visible, tally.void, tally.not_before, stopped]
    return f"| {' | '.join(f'{c:,}' if isinstance(c, int) else c for c in cells)} |"
