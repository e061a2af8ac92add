"""Void rules (spec 01 §8.5): early with a code, late only where the verifier itself fails."""

from functools import partial
from typing import Any

import pytest

from inspection import acts, proposals
from inspection.campaign import Step
from inspection.errors import Refusal
from inspection.order import after
from inspection.voids import EARLY_CODES, FINDING_CODES
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything

BEFORE_OPENING = ("committed", "chosen", "frozen", "contributed", "closed")
AFTER_OPENING = ("opened", "resulted", "matched")
BROKEN = frozenset({"07.pool", "07.drawn", "07.seed", "02.root", "05.order"})
# 04 §4: they judge nothing later than the operator's opening, and only what is public
ALLOWED = ("06.operator", "06.round", "07.choice", "07.pool", "07.drawn", "07.count")
SPOILED = ("06.contribution", "06.reuse", "07.seed", "07.tickets", "07.cutoff", "07.odds")
SEALED = ("10.pool", "10.types", "10.matching", "10.opening", "10.roster", "10.people")
ELSEWHERE = ("02.root", "05.order", "08.totals", "08.statement", "09.confirm", "10.deadline")


def void(hall: Hall, code: str = "mistake", **numbers: int) -> None:
    halls.agree(hall, "draw.void", {"code": code, "text": "示例原因", **numbers})


def refused(hall: Hall, kind: str = "draw.void", code: str = "mistake", **numbers: int) -> str:
    before = everything(hall)
    params = {"code": code, "text": "示例原因", **numbers}
    asks = partial(proposals.propose, by=hall.people["o1"], kind=kind, params=params)
    with pytest.raises(Refusal) as found:
        hall.do(asks)
    assert everything(hall) == before
    return found.value.code


@pytest.mark.parametrize("code", EARLY_CODES)
@pytest.mark.parametrize("stage", BEFORE_OPENING)
def test_before_the_opening_any_early_code_makes_void(at: At, stage: str, code: str) -> None:
    hall = at(stage)
    void(hall, code)
    data: Any = hall.entries[-1].data
    assert (data["finding"], data["reason"]["code"]) == ("", code)
    assert hall.draw.void == code
    assert hall.campaign.taken == {}
    assert hall.step is Step.COMMIT
    assert hall.campaign.next_representative == 1


@pytest.mark.parametrize("stage", BEFORE_OPENING[1:])
def test_a_choice_is_inherited_and_cannot_be_changed(at: At, stage: str) -> None:
    hall = at(stage)
    types = hall.draw.types
    void(hall)
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    assert hall.step is Step.INHERIT
    with pytest.raises(Refusal, match="next step is: inherit"):
        hall.do(partial(acts.choose_types, by=hall.people["r1"], types=("A02",)))
    hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
    draw = hall.draw
    assert (draw.number, draw.representative, draw.types, draw.inherited) == (2, 1, types, 1)
    assert halls.finish_draw(hall).counts
    assert set(hall.campaign.taken) == set(types)


def test_an_inherited_choice_is_inherited_again(at: At) -> None:
    hall = at("chosen")
    types = hall.draw.types
    for number in (1, 2):
        void(hall)
        hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
        hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
        assert (hall.draw.types, hall.draw.inherited) == (types, number)


def test_without_a_choice_there_is_nothing_to_inherit(at: At) -> None:
    hall = at("committed")
    void(hall)
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    assert hall.step is Step.CHOOSE
    with pytest.raises(Refusal, match="next step is: choose"):
        hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
    hall.do(partial(acts.choose_types, by=hall.people["r1"], types=("A02",)))
    assert hall.draw.types == ("A02",)


@pytest.mark.parametrize("stage", AFTER_OPENING)
def test_after_the_opening_no_early_code_makes_void(at: At, stage: str) -> None:
    for code in EARLY_CODES:
        assert refused(at(stage), code=code, campaign=1, draw=1) == "void_too_late"


@pytest.mark.parametrize("stage", AFTER_OPENING)
def test_after_the_opening_a_verifier_that_proves_the_draw_forbids_it(at: At, stage: str) -> None:
    hall = at(stage)
    assert refused(hall, code="verifier", campaign=1, draw=1) == "void_too_late"


@pytest.mark.parametrize("stage", AFTER_OPENING)
def test_spoil_and_void_is_no_way_to_draw_again(at: At, stage: str) -> None:
    """Nor is what only auditors can judge, or a missed deadline (04 §4)."""
    hall = at(stage)
    for code in (*SPOILED, *SEALED, *ELSEWHERE):
        hall.judge.codes = frozenset({code})
        assert refused(hall, code="verifier", campaign=1, draw=1) == "void_too_late"


@pytest.mark.parametrize("stage", AFTER_OPENING)
def test_after_the_opening_a_failed_check_of_the_draw_makes_void(at: At, stage: str) -> None:
    hall = at(stage)
    hall.judge.codes = BROKEN
    seed, step = hall.draw.seed, hall.draw.step
    void(hall, "verifier", campaign=1, draw=1)
    assert hall.entries[-1].data["finding"] == "07.drawn"
    assert (hall.draw.void, hall.draw.seed, hall.draw.step) == ("verifier", seed, step)
    assert hall.campaign.taken == {}
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    assert hall.step is Step.INHERIT


def test_the_codes_are_those_of_the_specification() -> None:
    assert frozenset(ALLOWED) == FINDING_CODES


@pytest.mark.parametrize("code", ALLOWED)
def test_a_check_of_what_stood_before_the_opening_may_be_named(at: At, code: str) -> None:
    hall = at("matched")
    hall.judge.codes = frozenset({code, "02.root", "06.contribution", "07.seed", "10.deadline"})
    void(hall, "verifier", campaign=1, draw=1)
    assert hall.entries[-1].data["finding"] == code


@pytest.mark.parametrize("code", EARLY_CODES)
def test_a_late_void_that_comes_after_the_next_commit_comes_too_late(at: At, code: str) -> None:
    """For ever: not while that draw is open, and not when it is void."""
    hall = at("second")
    hall.judge.codes = BROKEN
    assert refused(hall, code="verifier", campaign=1, draw=1) == "void_outrun"
    void(hall, code, campaign=1, draw=2)
    assert refused(hall, code="verifier", campaign=1, draw=1) == "void_outrun"
    assert [draw.void for draw in hall.campaign.draws] == [None, code]


@pytest.mark.parametrize("stage", ["drawn", "over"])
def test_of_matched_draws_only_the_latest_can_be_void(at: At, stage: str) -> None:
    hall = at(stage)
    hall.judge.codes = BROKEN
    last = len(hall.campaign.draws)
    for number in range(1, last):
        assert refused(hall, code="verifier", campaign=1, draw=number) == "void_outrun"
    void(hall, "verifier", campaign=1, draw=last)
    assert refused(hall, code="verifier", campaign=1, draw=last - 1) == "void_outrun"
    assert hall.campaign.draws[-1].void == "verifier"


def test_a_late_void_that_was_asked_before_the_next_draw_is_not_approved(at: At) -> None:
    hall = at("matched")
    hall.judge.codes = BROKEN
    params = {"code": "verifier", "text": "示例原因", "campaign": 1, "draw": 1}
    asks = partial(proposals.propose, by=hall.people["o1"], kind="draw.void", params=params)
    asked = hall.do(asks)
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    with pytest.raises(Refusal) as found:
        hall.do(partial(proposals.approve, by=hall.people["o2"], proposal_id=asked.id))
    assert found.value.code == "changed_since"


def test_a_verifier_that_changes_its_mind_before_the_approval_stops_it(at: At) -> None:
    hall = at("matched")
    hall.judge.codes = BROKEN
    params = {"code": "verifier", "text": "示例原因", "campaign": 1, "draw": 1}
    asks = partial(proposals.propose, by=hall.people["o1"], kind="draw.void", params=params)
    asked = hall.do(asks)
    hall.judge.codes = frozenset()
    with pytest.raises(Refusal) as found:
        hall.do(partial(proposals.approve, by=hall.people["o2"], proposal_id=asked.id))
    assert found.value.code == "void_too_late"
    assert hall.draw.counts


def test_what_was_drawn_in_a_void_draw_does_not_count_as_drawn(at: At) -> None:
    hall = at("matched")
    pool = hall.draw.pool
    hall.judge.codes = BROKEN
    void(hall, "verifier", campaign=1, draw=1)
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
    hall.do(partial(acts.freeze_pool, by=hall.people["o1"]))
    assert hall.draw.pool == pool
    assert hall.draw.excluded["drawn"] == 0


def test_a_late_void_may_follow_the_end_and_an_early_one_not(at: At) -> None:
    hall = at("over")
    last = hall.draw.number
    assert refused(hall, code="mistake", campaign=1, draw=last) == "void_too_late"
    hall.judge.codes = BROKEN
    void(hall, "verifier", campaign=1, draw=last)
    assert hall.draw.void == "verifier"
    assert refused(hall, code="verifier", campaign=1, draw=last) == "draw_unknown"

    gone = at("committed")
    halls.agree(gone, "campaign.void", {"code": "mistake", "text": "示例原因"})
    assert refused(gone, campaign=1, draw=1) == "draw_unknown"


def test_a_draw_is_void_once_and_must_exist(at: At) -> None:
    hall = at("chosen")
    void(hall)
    assert refused(hall) == "draw_unknown"
    assert refused(hall, campaign=1, draw=2) == "draw_unknown"
    assert refused(hall, campaign=2, draw=1) == "draw_unknown"


def test_the_order_rules_themselves_keep_a_void_for_the_latest_draw(at: At) -> None:
    late = {"campaign": 1, "draw": 1, "reason": {"code": "verifier"}}
    quiet, hall = at("matched"), at("second")
    done = after(quiet.state, "draw.void", late, quiet.state.size)
    assert done.campaigns[0].draws[0].void == "verifier"
    for _ in range(2):
        with pytest.raises(Refusal, match="draw 1 is not the latest"):
            after(hall.state, "draw.void", late, hall.state.size)
        if hall.draw.void is None:
            void(hall)


@pytest.mark.parametrize("stage", ["open", "audited", "committed"])
def test_a_campaign_is_void_before_anything_was_chosen(at: At, stage: str) -> None:
    hall = at(stage)
    halls.agree(hall, "campaign.void", {"code": "disturbance", "text": "示例原因"})
    assert hall.step is Step.NO_CAMPAIGN
    assert hall.campaign.ended == "void"
    halls.open_campaign(hall)
    assert hall.campaign.number == 2


@pytest.mark.parametrize("stage", [*BEFORE_OPENING[1:], *AFTER_OPENING, "drawn"])
def test_a_campaign_is_no_way_to_discard_a_choice(at: At, stage: str) -> None:
    hall = at(stage)
    assert refused(hall, "campaign.void") == "campaign_drawn"
    _not_void_by_order(hall)


def test_a_voided_choice_still_keeps_the_campaign(at: At) -> None:
    hall = at("chosen")
    void(hall)
    assert refused(hall, "campaign.void") == "campaign_drawn"
    _not_void_by_order(hall)


def _not_void_by_order(hall: Hall) -> None:
    with pytest.raises(Refusal) as found:
        after(hall.state, "campaign.void", {"campaign": 1}, hall.state.size)
    assert found.value.code == "order"


@pytest.mark.parametrize("code", ["verifier", "boredom"])
def test_a_campaign_is_void_only_with_a_known_code(at: At, code: str) -> None:
    assert refused(at("audited"), "campaign.void", code) == "code_unknown"


def test_somebody_who_came_later_is_refused_before_anybody_is_asked(at: At) -> None:
    hall = at("committed")
    invited = halls.agree(hall, "invite.official", {"name": "官员丙"}).invited
    assert invited is not None
    hall.people["o1"] = halls.enrol(hall, invited, 901)
    for kind in ("draw.void", "campaign.void"):
        assert refused(hall, kind) == "not_of_this_campaign"


def one_enterprise(hall: Hall) -> None:
    """Lists with a single enterprise: it makes two types and failed the second one."""
    for name in ("catalogue.csv", "institutions.xlsx"):
        assert halls.send(hall, name, halls.small()[name]).accepted
    header, *lines = halls.small()["enterprises.csv"].decode("utf-8-sig").splitlines()
    code, name, region, address = lines[0].split(",")[:4]
    row = f"{code},{name},{region},{address},A01;A02,A02=示例-1,,,正常,是"
    assert halls.send(hall, "enterprises.csv", f"{header}\n{row}\n".encode()).accepted


def test_a_void_draw_leaves_its_only_enterprise_to_the_draw_that_repeats_it(at: At) -> None:
    """Nothing can come between the two, so the repeated choice has its pool again (02 §1)."""
    hall = at("founded")
    one_enterprise(hall)
    halls.open_campaign(hall)
    halls.audit(hall)
    for number, code in ((1, "A01"), (2, "A02")):
        by = hall.people[f"r{number}"]
        hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
        hall.do(partial(acts.choose_types, by=by, types=(code,)))
        assert halls.finish_draw(hall).size == 1
    hall.judge.codes = BROKEN
    assert refused(hall, code="verifier", campaign=1, draw=1) == "void_outrun"
    void(hall, "verifier", campaign=1, draw=2)
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
    assert halls.finish_draw(hall).size == 1
    halls.close(hall)
    closed: Any = hall.entries[-1].data
    assert closed["not_drawn"] == [3, 4]
