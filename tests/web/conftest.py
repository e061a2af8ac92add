"""Real publications with everything in them that a page can show: one without witnesses, one lit.

The lit one has three witnesses, of which two must sign, and a campaign with the test beacon.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from inspection import Step, acts, answers
from inspection.disclosure import PARTS, disclose
from inspection.forms import Waiver
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.hall import FORM, Hall
from tests.web.visitor import Visitor
from web.public import public_site

TITLE = "<b>2026</b> & “示例” {n}"
WAIVER = Waiver("W1", "<i>示例</i>特殊情况。", ("A01",))


@dataclass(frozen=True)
class Event:
    """The hall after its event, its publication and its trust file."""

    hall: Hall
    publication: Path
    trust: Path


@pytest.fixture(scope="session")
def event(tmp_path_factory: pytest.TempPathFactory) -> Event:
    """Campaign 1: an answered objection, a void draw. Campaign 2: open policy, a running draw."""
    folder = tmp_path_factory.mktemp("event")
    hall = halls.build(folder)
    halls.send_lists(hall)
    _first_campaign(hall)
    _second_campaign(hall)
    trust = halls.write_trust(hall, folder / "trust.json")
    return Event(hall, folder / "publication", trust)


def _first_campaign(hall: Hall) -> None:
    halls.open_campaign(
        hall, replace(FORM, title=TITLE, basis="<u>示例依据</u>", waivers=(WAIVER,))
    )
    halls.audit(hall)
    draw = halls.run_draw(hall)
    halls.answer(hall, draw, (1, 2))
    hall.do(
        lambda desk: answers.object_to(
            desk, hall.people["r4"], draw.number, draw.digest, "count", "私下的理由"
        )
    )
    seq = hall.office._state.campaigns[-1].open_objections[0][0]
    hall.do(
        lambda desk: answers.answer_objection(
            desk, hall.people["s1"], seq, "unfounded", "私下的答复"
        )
    )
    halls.run_draw(hall, until=Step.OPEN)
    _void(hall, "disturbance")
    halls.close(hall)


def _second_campaign(hall: Hall) -> None:
    form = replace(
        FORM,
        title="第二次",
        policy="open",
        open_basis="示例公开依据",
        avoidance_months=0,
        sampling_until=date(2027, 2, 28),
    )
    halls.open_campaign(hall, form)
    halls.audit(hall)
    hall.do(lambda desk: disclose(desk, hall.people["o1"], PARTS, "all"))
    halls.run_draw(hall, until=Step.RESULT)


@pytest.fixture(scope="session")
def lit(tmp_path_factory: pytest.TempPathFactory) -> Event:
    """Draw 1 bracketed, 2 not, 3 void as late, 4 void as silent, 5 open and waiting for its round.

    In draw 1 representative 1 contributed on a device and 4 not at all; in draw 2 the opening of
    representative 2's device never came.
    """
    folder = tmp_path_factory.mktemp("lit")
    hall = halls.build(folder, policy=outside.POLICY)
    halls.begin(hall, halls.BEACON_FORM)
    hall.sign()
    halls.answer(hall, halls.run_draw(hall, by=(1, 2, 3), devices=(1,)), (1, 2))
    hall.sign()
    _unproven_draw(hall)
    halls.run_draw(hall, until=Step.OPEN, by=(1,))
    _void(hall, "late")
    _again(hall, until=Step.BEACON)
    hall.now = hall.due + halls.DAY
    _void(hall, "beacon_silent")
    _again(hall, until=Step.BEACON)
    return Event(hall, folder / "publication", halls.write_trust(hall, folder / "trust.json"))


def _unproven_draw(hall: Hall) -> None:
    """One device keeps its opening, and no witness signs the openings before the round."""
    steps = halls.draw_steps(hall, (1, 2), (1, 2))
    del steps[7]
    for step, work in steps:
        if step is Step.OPEN:
            hall.do(work)
        else:
            halls.take_step(hall, step, work)


def _again(hall: Hall, until: Step) -> None:
    """The next draw, which repeats a voided choice."""
    hall.sign()
    steps = halls.draw_steps(hall, (1, 2), (2,))
    steps[1] = Step.INHERIT, lambda desk: acts.inherit_choice(desk, hall.people["o1"])
    for step, work in steps:
        if step is until:
            return
        halls.take_step(hall, step, work)


def _void(hall: Hall, code: str) -> None:
    halls.agree(hall, "draw.void", {"code": code, "text": "私下的原因"})


@pytest.fixture
def copy(event: Event, tmp_path: Path) -> Path:
    """A copy of the publication that a test may damage."""
    return Path(shutil.copytree(event.publication, tmp_path / "publication"))


@pytest.fixture
def lit_copy(lit: Event, tmp_path: Path) -> Path:
    """A copy of the lit publication that a test may damage."""
    return Path(shutil.copytree(lit.publication, tmp_path / "publication"))


@pytest.fixture
def site(event: Event) -> Visitor:
    """The site over the undamaged publication, with its trust file."""
    return Visitor(public_site(event.publication, event.trust))
