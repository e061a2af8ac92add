"""Acts of two officials: proposed by one, decided by another person, once, in time."""

from functools import partial

import pytest

from inspection import people, proposals
from inspection.errors import Refusal
from inspection.people import Role
from inspection.proposals import Proposal
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything

OFFICIAL = {"name": "官员丙"}


def propose(hall: Hall, who: str = "o1", kind: str = "invite.official") -> Proposal:
    params = {"form": halls.FORM.to_json()} if kind == "campaign.open" else OFFICIAL
    return hall.do(partial(proposals.propose, by=hall.people[who], kind=kind, params=params))


def approve(hall: Hall, who: str, number: int) -> proposals.Approved:
    return hall.do(partial(proposals.approve, by=hall.people[who], proposal_id=number))


def state(hall: Hall, number: int) -> str:
    return hall.do(partial(proposals.proposal, proposal_id=number)).state


def code_of(hall: Hall, work: halls.Work) -> str:
    before = everything(hall)
    with pytest.raises(Refusal) as refused:
        hall.do(work)
    assert everything(hall) == before
    return refused.value.code


def test_an_official_comes_only_through_two_others(at: At) -> None:
    hall = at("founded")
    asked = propose(hall)
    assert asked.state == "open"
    approved = approve(hall, "o2", asked.id)
    assert approved.invited is not None
    third = halls.enrol(hall, approved.invited, 901)
    assert third.role is Role.OFFICIAL
    assert approved.entries == ()
    assert state(hall, asked.id) == "approved"


def test_nobody_approves_rejects_or_decides_twice(at: At) -> None:
    hall = at("listed")
    asked = propose(hall, kind="campaign.open").id
    first, second = hall.people["o1"], hall.people["o2"]
    alone = partial(proposals.approve, by=first, proposal_id=asked)
    assert code_of(hall, alone) == "same_person"
    no = partial(proposals.reject, proposal_id=asked, reason="示例")
    assert code_of(hall, partial(no, by=first)) == "same_person"
    assert len(approve(hall, "o2", asked).entries) == 1
    for again in (
        partial(proposals.approve, by=second, proposal_id=asked),
        partial(no, by=second),
        partial(proposals.withdraw, by=first, proposal_id=asked),
    ):
        assert code_of(hall, again) == "proposal_decided"


def test_a_rejection_needs_a_reason_and_is_final(at: At) -> None:
    hall = at("founded")
    asked = propose(hall).id
    no = partial(proposals.reject, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, partial(no, reason=" ")) == "reason_empty"
    assert hall.do(partial(no, reason="示例")).state == "rejected"
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "proposal_decided"


def test_only_the_proposer_withdraws(at: At) -> None:
    hall = at("founded")
    asked = propose(hall).id
    other = partial(proposals.withdraw, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, other) == "proposal_unknown"
    taken = hall.do(partial(proposals.withdraw, by=hall.people["o1"], proposal_id=asked))
    assert taken.state == "withdrawn"
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "proposal_decided"


def test_a_proposal_lives_a_day(at: At) -> None:
    hall = at("founded")
    early, late = propose(hall), propose(hall)
    hall.now = early.expires - 7
    assert approve(hall, "o2", early.id).invited is not None
    hall.now = late.expires
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=late.id)
    assert code_of(hall, yes) == "proposal_expired"


@pytest.mark.parametrize("who", ["s1", "r1", "b1"])
def test_only_officials_propose_and_decide(at: At, who: str) -> None:
    hall = at("founded")
    asked = propose(hall).id
    by = hall.people[who]
    for work in (
        partial(proposals.propose, by=by, kind="invite.official", params=OFFICIAL),
        partial(proposals.approve, by=by, proposal_id=asked),
        partial(proposals.reject, by=by, proposal_id=asked, reason="示例"),
        partial(proposals.withdraw, by=by, proposal_id=asked),
    ):
        assert code_of(hall, work) == "not_allowed"


def test_what_a_revoked_official_proposed_cannot_be_approved(at: At) -> None:
    hall = at("founded")
    asked = propose(hall).id
    hall.do(partial(people.revoke, by=hall.people["o2"], person_id=hall.people["o1"].id))
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "person_unknown"


def test_what_changed_since_the_proposal_is_checked_again(at: At) -> None:
    hall = at("listed")
    asked = propose(hall, kind="campaign.open").id
    hall.do(partial(people.revoke, by=hall.people["o1"], person_id=hall.people["s1"].id))
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "people_missing"
    halls.join(hall, Role.SUPERVISOR, None, 901)
    assert approve(hall, "o2", asked).entries[0].kind == "campaign.open"


def test_of_two_openings_only_one_can_be_approved(at: At) -> None:
    hall = at("listed")
    one, other = propose(hall, kind="campaign.open"), propose(hall, "o2", "campaign.open")
    approve(hall, "o2", one.id)
    yes = partial(proposals.approve, by=hall.people["o1"], proposal_id=other.id)
    assert code_of(hall, yes) == "campaign_running"


@pytest.mark.parametrize("name", ["", "示" * 41, "甲\n乙"])
def test_a_bad_name_is_refused_before_anybody_is_asked(at: At, name: str) -> None:
    hall = at("founded")
    asks = partial(
        proposals.propose, by=hall.people["o1"], kind="invite.official", params={"name": name}
    )
    assert code_of(hall, asks) == "name_bad"


def test_both_officials_stand_in_the_entry(at: At) -> None:
    opened = at("open").campaign.opened
    approvals = [row["person"] for row in opened["approvals"]]
    assert len(set(approvals)) == 2
    assert approvals == sorted(approvals)
    assert set(approvals) <= set(opened["officials"])
