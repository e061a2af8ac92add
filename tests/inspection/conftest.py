"""Halls at every stage of a campaign: each played once a run, then copied for each test."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from inspection.campaign import Step
from tests.inspection import hall as halls
from tests.inspection.hall import Hall

Play = Callable[[Hall], object]
At = Callable[[str], Hall]


def _act(index: int) -> Play:
    """The act of that place in a draw with one contribution."""
    return lambda hall: hall.do(halls.draw_steps(hall, by=(1,))[index][1])


def _three_draws(hall: Hall) -> None:
    for _ in range(3):
        halls.answer(hall, halls.run_draw(hall))


# stage -> (the stage before, what happens in between)
STAGES: Mapping[str, tuple[str, Play]] = {
    "listed": ("founded", halls.send_lists),
    "open": ("listed", halls.open_campaign),
    "audited": ("open", halls.audit),
    "committed": ("audited", _act(0)),
    "chosen": ("committed", _act(1)),
    "frozen": ("chosen", _act(2)),
    "contributed": ("frozen", _act(3)),
    "closed": ("contributed", _act(4)),
    "opened": ("closed", _act(5)),
    "resulted": ("opened", _act(6)),
    "matched": ("resulted", _act(7)),
    "second": ("matched", partial(halls.run_draw, until=Step.CHOOSE)),
    "drawn": ("matched", _three_draws),
    "over": ("drawn", halls.close),
    "public": ("listed", partial(halls.open_campaign, form=halls.OPEN_FORM)),
}


class Stages:
    """The halls of this run, each left and ready to be copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Hall] = {}

    def copy(self, stage: str, folder: Path) -> Hall:
        """A hall of its own at that stage."""
        if stage not in self._made:
            self._made[stage] = self._make(stage, self._folder / stage)
            self._made[stage].leave()
        return self._made[stage].copied(folder)

    def _make(self, stage: str, folder: Path) -> Hall:
        if stage == "founded":
            return halls.build(folder)
        before, play = STAGES[stage]
        hall = self.copy(before, folder)
        play(hall)
        return hall


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def at(stages: Stages, tmp_path: Path) -> Iterator[At]:
    """A function that gives a fresh hall at a stage; all are left after the test."""
    given: list[Hall] = []

    def give(stage: str) -> Hall:
        given.append(stages.copy(stage, tmp_path / f"hall-{len(given)}"))
        return given[-1]

    yield give
    for hall in given:
        hall.leave()
