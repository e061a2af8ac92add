"""Which codes make a draw with a beacon void, and when to the second (spec 01 §8.5, 04 §4)."""

from functools import partial

import pytest

from inspection import acts, proposals
from inspection.campaign import Step
from inspection.errors import Refusal
from inspection.voids import void_codes
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.test_void import ALLOWED, ELSEWHERE, SEALED, SPOILED, refused, void

EARLY = ("mistake", "absence", "disturbance", "operator_lost", "late")
DAY = 24 * 3600
BEFORE_OPENING = (
    *("lit_committed", "lit_chosen", "lit_frozen"),
    *("lit_contributed", "lit_closed", "lit_handed_in"),
)
WAITING = ("lit_opened", "lit_brought")
AFTER_BEACON = ("lit_beaconed", "lit_resulted", "lit_matched")


def codes(hall: Hall) -> tuple[str, ...]:
    draw = hall.draw
    return hall.do(partial(void_codes, draw=draw))


@pytest.mark.parametrize("stage", BEFORE_OPENING)
def test_before_the_opening_any_early_code_makes_void_at_any_time(at: At, stage: str) -> None:
    """Also long after the round: without the operator's opening nothing can be proven (§8.5a)."""
    for code in EARLY:
        hall = at(stage)
        assert codes(hall) == EARLY
        hall.now += 2 * DAY
        assert refused(hall, code="beacon_silent") == "void_too_late"
        assert refused(hall, code="verifier") == "void_too_early"
        void(hall, code)
        assert (hall.draw.void, hall.entries[-1].data["finding"]) == (code, "")


@pytest.mark.parametrize("stage", [*WAITING, *AFTER_BEACON])
def test_after_the_opening_no_early_code_makes_void(at: At, stage: str) -> None:
    hall = at(stage)
    for code in EARLY:
        assert refused(hall, code=code, campaign=1, draw=1) == "void_too_late"
    assert codes(hall) == (("beacon_silent", "verifier") if stage in WAITING else ("verifier",))


def test_silence_is_a_day_to_the_second(at: At) -> None:
    hall = at("lit_opened")
    hall.pace = 0
    hall.now = hall.due + DAY - 1
    assert refused(hall, code="beacon_silent") == "void_silent"
    with pytest.raises(Refusal) as found:
        void(hall, "beacon_silent")
    assert found.value.values["since"] == hall.due + DAY
    hall.now += 1
    void(hall, "beacon_silent")
    assert (hall.draw.void, hall.entries[-1].data["finding"]) == ("beacon_silent", "")
    assert hall.step is Step.COMMIT


def test_a_draw_that_was_silent_is_repeated_with_a_fresh_round(at: At) -> None:
    hall = at("lit_opened")
    old = hall.draw
    hall.now = hall.due + DAY
    void(hall, "beacon_silent")
    hall.sign()
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    hall.sign()
    assert hall.step is Step.INHERIT
    hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
    hall.sign()
    hall.do(partial(acts.freeze_pool, by=hall.people["o1"]))
    draw = halls.finish_draw(hall)
    assert draw.counts
    assert (draw.types, draw.inherited) == (old.types, 1)
    assert draw.commitment != old.commitment
    assert old.round is not None
    assert hall.round > old.round + DAY // 3


@pytest.mark.parametrize("stage", AFTER_BEACON)
def test_a_beacon_in_the_book_is_not_silent(at: At, stage: str) -> None:
    hall = at(stage)
    hall.now = hall.due + 2 * DAY
    assert refused(hall, code="beacon_silent", campaign=1, draw=1) == "void_too_late"


@pytest.mark.parametrize("stage", ["closed", "opened", "resulted", "matched"])
def test_without_a_beacon_nothing_is_silent(at: At, stage: str) -> None:
    hall = at(stage)
    hall.now += 2 * DAY
    assert refused(hall, code="beacon_silent", campaign=1, draw=1) == "void_too_late"
    assert "beacon_silent" not in codes(hall)


def test_a_value_that_is_here_is_recorded_however_late(at: At) -> None:
    """It was kept, but nobody took it into the book for days: that is no silence."""
    hall = at("lit_brought")
    hall.now = hall.due + 2 * DAY
    assert refused(hall, code="beacon_silent") == "void_not_silent"
    assert halls.finish_draw(hall).counts


def test_a_silence_that_ends_before_the_approval_is_none(at: At) -> None:
    hall = at("lit_opened")
    hall.now = hall.due + DAY
    params = {"code": "beacon_silent", "text": "示例原因"}
    asks = partial(proposals.propose, by=hall.people["o1"], kind="draw.void", params=params)
    asked = hall.do(asks)
    hall.do(partial(acts.take_beacon, beacon=hall.beacon(), by=None))
    with pytest.raises(Refusal) as found:
        hall.do(partial(proposals.approve, by=hall.people["o2"], proposal_id=asked.id))
    assert found.value.code == "void_not_silent"


def test_a_spoiled_draw_is_not_voided_after_its_selection_was_used(at: At) -> None:
    """The delayed void: draw 2 leaves out whom draw 1 drew, so draw 1 stays, and fails for ever."""
    hall = at("lit_second")
    hall.judge.codes = frozenset({"06.round"})
    assert refused(hall, code="verifier", campaign=1, draw=1) == "void_outrun"
    with pytest.raises(Refusal) as found:
        hall.do(partial(void_codes, draw=hall.campaign.draws[0]))
    assert found.value.values == {"draw": 1, "later": 2}
    void(hall, campaign=1, draw=2)
    assert refused(hall, code="verifier", campaign=1, draw=1) == "void_outrun"


@pytest.mark.parametrize("stage", [*WAITING, *AFTER_BEACON])
def test_what_was_written_after_the_opening_is_no_way_to_draw_again(at: At, stage: str) -> None:
    hall = at(stage)
    for code in (*SPOILED, *SEALED, *ELSEWHERE, "06.beacon", "06.bracket", "01.witness"):
        hall.judge.codes = frozenset({code})
        assert refused(hall, code="verifier", campaign=1, draw=1) == "void_too_late"


@pytest.mark.parametrize("code", ALLOWED)
def test_what_was_fixed_before_the_round_and_fails_makes_void(at: At, code: str) -> None:
    hall = at("lit_matched")
    hall.judge.codes = frozenset({code, "02.root", "07.seed", "06.contribution"})
    void(hall, "verifier", campaign=1, draw=1)
    assert hall.entries[-1].data["finding"] == code
    assert hall.draw.void == "verifier"


def test_the_verifier_may_find_it_while_the_beacon_is_waited_for(at: At) -> None:
    hall = at("lit_opened")
    hall.judge.codes = frozenset({"07.pool"})
    void(hall, "verifier")
    assert hall.draw.void == "verifier"
    assert hall.step is Step.COMMIT
