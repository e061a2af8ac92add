"""A real publication: two campaigns with everything in them that a page can show."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from inspection import Step, answers, proposals
from inspection.disclosure import PARTS, disclose
from inspection.opening import Waiver
from tests.inspection import hall as halls
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
    params = {"code": "disturbance", "text": "私下的原因"}
    _decide(hall, "draw.void", params)
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


def _decide(hall: Hall, kind: str, params: dict[str, str]) -> None:
    asked = hall.do(lambda desk: proposals.propose(desk, hall.people["o1"], kind, params))
    hall.do(lambda desk: proposals.approve(desk, hall.people["o2"], asked.id))


@pytest.fixture
def copy(event: Event, tmp_path: Path) -> Path:
    """A copy of the publication that a test may damage."""
    return Path(shutil.copytree(event.publication, tmp_path / "publication"))


@pytest.fixture
def site(event: Event) -> Visitor:
    """The site over the undamaged publication, with its trust file."""
    return Visitor(public_site(event.publication, event.trust))
