"""Halls at every stage of a campaign: each played once a run, then copied for each test."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from inspection.campaign import Step
from ledger.policy import NO_WITNESSES
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.hall import Hall

Play = Callable[[Hall], object]
At = Callable[[str], Hall]


def _act(index: int) -> Play:
    """The act of that place in a draw with one contribution."""
    return lambda hall: hall.do(halls.draw_steps(hall, by=(1,))[index][1])


def _lit(index: int) -> Play:
    """The same in a draw with a beacon, of one device and one contribution by the bot."""
    return lambda hall: halls.take_step(hall, *halls.draw_steps(hall, (1, 2), (1,))[index])


def _begin_watched(hall: Hall) -> None:
    halls.begin(hall, halls.BEACON_FORM)
    hall.sign()


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
    # with witnesses and the test beacon: what is there is signed by two witnesses at once
    "lit": ("watched", _begin_watched),
    "lit_committed": ("lit", _lit(0)),
    "lit_chosen": ("lit_committed", _lit(1)),
    "lit_frozen": ("lit_chosen", _lit(2)),
    "lit_contributed": ("lit_frozen", lambda hall: [_lit(place)(hall) for place in (3, 4)]),
    "lit_closed": ("lit_contributed", _lit(5)),
    "lit_handed_in": ("lit_closed", _lit(6)),
    "lit_opened": ("lit_handed_in", _lit(7)),
    "lit_brought": ("lit_opened", _lit(8)),
    "lit_beaconed": ("lit_brought", _lit(9)),
    "lit_resulted": ("lit_beaconed", _lit(10)),
    "lit_matched": ("lit_resulted", _lit(11)),
    "lit_second": ("lit_matched", _lit(0)),
    "public": ("listed", partial(halls.open_campaign, form=halls.OPEN_FORM)),
}


FOUNDED = {"founded": NO_WITNESSES, "watched": outside.POLICY}


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
        if stage in FOUNDED:
            return halls.build(folder, policy=FOUNDED[stage])
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
