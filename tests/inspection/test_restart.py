"""A process may end between any two acts: nothing that matters is only in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pytest

from inspection import acts, answers, disclosure, queries
from inspection.campaign import Step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.opening import open_campaign
from inspection.records import campaign_roster
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything, published

T = TypeVar("T")


@dataclass
class Forgetful(Hall):
    """A hall whose process ends before every single act, and whose next one knows no less."""

    restarts: int = 0

    def do(self, work: Callable[[Desk], T], request: str | None = None) -> T:
        before = self.state
        self.restart()
        assert self.state == before, "the state read from disk differs from the one in memory"
        self.restarts += 1
        return super().do(work, request)


class BreaksOff(Exception):
    """What a handler raises after the act, before its transaction commits."""


def roster_blob(hall: Hall) -> list[str]:
    digest = hall.campaign.opened["roster"]["blob"]
    return hall.do(lambda desk: desk.office.book.blob(desk.session, digest)).decode().split()


def eventful(hall: Hall) -> None:
    """A campaign with everything in it: void and inherited, objection and answer, disclosure."""
    halls.send_lists(hall)
    halls.open_campaign(hall)
    halls.audit(hall)
    halls.run_draw(hall, until=Step.OPEN)
    halls.agree(hall, "draw.void", {"code": "mistake", "text": "示例原因"})
    hall.do(lambda desk: acts.commit_draw(desk, hall.people["o1"]))
    hall.do(lambda desk: acts.inherit_choice(desk, hall.people["o1"]))
    draw = halls.finish_draw(hall)
    halls.answer(hall, draw, (1, 3))
    complaint = partial(answers.object_to, draw=draw.number, digest=draw.digest, code="count")
    hall.do(partial(complaint, by=hall.people["r2"], text="示例异议"))
    seq = hall.draw.objections[2]
    reply = partial(answers.answer_objection, seq=seq, outcome="unfounded", text="示例答复")
    hall.do(partial(reply, by=hall.people["s1"]))
    halls.answer(hall, halls.run_draw(hall, by=(2, 4)))
    halls.close(hall)
    hall.now += 100 * halls.DAY
    opens = partial(disclosure.disclose, by=hall.people["o1"], parts=("facts", "lot"), rows="all")
    hall.do(opens)


def test_restarts_between_any_two_acts_change_no_byte(at: At) -> None:
    steady, other = at("founded"), at("founded")
    forgetful = Forgetful(other.folder, entropy=other.entropy, now=other.now, acts=other.acts)
    forgetful.people = other.people
    eventful(steady)
    eventful(forgetful)
    assert forgetful.restarts > 40
    assert everything(forgetful) == everything(steady)
    assert published(forgetful) == published(steady)
    forgetful.leave()


def bright(hall: Hall) -> None:
    """Two draws with beacon, witnesses and devices: the first falls as late and is repeated."""
    halls.begin(hall, halls.BEACON_FORM)
    halls.run_draw(hall, until=Step.OPEN, devices=(2, 4))
    hall.now = hall.due
    halls.agree(hall, "draw.void", {"code": "late", "text": "示例原因"})
    hall.do(lambda desk: acts.commit_draw(desk, hall.people["o1"]))
    hall.sign((1, 2))
    hall.do(lambda desk: acts.inherit_choice(desk, hall.people["o1"]))
    halls.answer(hall, halls.finish_draw(hall), (1, 3))
    halls.answer(hall, halls.run_draw(hall, by=(1, 2, 4), devices=(2, 4)), (2, 4))
    assert [draw.bracket is None for draw in hall.campaign.draws] == [True, False, False]
    halls.close(hall)
    hall.sign((2,))


def test_restarts_with_beacon_and_witnesses_change_no_byte(at: At) -> None:
    steady, other = at("watched"), at("watched")
    forgetful = Forgetful(
        other.folder, entropy=other.entropy, now=other.now, acts=other.acts, policy=other.policy
    )
    forgetful.people = other.people
    bright(steady)
    bright(forgetful)
    assert forgetful.restarts > 40
    assert everything(forgetful) == everything(steady)
    assert published(forgetful) == published(steady)
    forgetful.leave()


STAGES = {
    "founded": Step.NO_CAMPAIGN,
    "open": Step.AUDIT,
    "audited": Step.COMMIT,
    "committed": Step.CHOOSE,
    "chosen": Step.FREEZE,
    "frozen": Step.CONTRIBUTE,
    "contributed": Step.CONTRIBUTE,
    "closed": Step.OPEN,
    "opened": Step.RESULT,
    "resulted": Step.MATCH,
    "matched": Step.COMMIT,
    "drawn": Step.END,
    "over": Step.NO_CAMPAIGN,
    "lit_closed": Step.OPEN,
    "lit_handed_in": Step.OPEN,
    "lit_opened": Step.BEACON,
    "lit_brought": Step.BEACON,
    "lit_beaconed": Step.RESULT,
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_waits_for_its_step_also_after_a_restart(at: At, stage: str) -> None:
    hall = at(stage)
    assert hall.step is STAGES[stage]
    hall.restart()
    assert hall.step is STAGES[stage]
    signed = hall.do(queries.head)
    assert (signed.size, signed.published) == (len(hall.entries), True)


def test_an_act_that_breaks_off_leaves_nothing_behind(at: At) -> None:
    """Also not in memory: the roster of a campaign that was rolled back is not drawn from."""
    hall = at("listed")

    def open_and_fail(desk: Desk) -> None:
        open_campaign(desk, hall.people["o1"], hall.people["o2"], halls.FORM)
        campaign_roster(desk, desk.state.campaigns[-1])
        raise BreaksOff

    before = everything(hall)
    with pytest.raises(BreaksOff):
        hall.do(open_and_fail)
    assert everything(hall) == before
    halls.open_campaign(hall)
    halls.audit(hall)
    draw = halls.run_draw(hall)
    assert draw.counts
    roster = hall.do(lambda desk: campaign_roster(desk, desk.state.campaigns[-1]))
    assert [row.leaf for row in roster.rows] == roster_blob(hall)


def test_a_refused_act_leaves_the_office_usable(at: At) -> None:
    hall = at("audited")
    with pytest.raises(Refusal):
        hall.do(lambda desk: acts.freeze_pool(desk, hall.people["o1"]))
    assert halls.run_draw(hall).counts
