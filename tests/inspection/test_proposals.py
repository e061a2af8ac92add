"""Acts of two officials: proposed by one, decided by another person, once, in time."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from inspection import acts, answers, proposals, removing
from inspection.errors import Refusal
from inspection.people import Role
from inspection.proposals import Proposal
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything

OFFICIAL = {"name": "官员丙"}
REASON: Mapping[str, Any] = {"code": "mistake", "text": "示例原因"}


def propose(hall: Hall, who: str = "o1", kind: str = "invite.official") -> Proposal:
    params = {"form": halls.FORM.to_json()} if kind == "campaign.open" else OFFICIAL
    return hall.do(partial(proposals.propose, by=hall.people[who], kind=kind, params=params))


def ask(hall: Hall, kind: str, params: Mapping[str, Any]) -> Proposal:
    return hall.do(partial(proposals.propose, by=hall.people["o1"], kind=kind, params=params))


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
    invited = approve(hall, "o2", propose(hall).id).invited
    assert invited is not None
    halls.enrol(hall, invited, 901)
    asked = propose(hall).id
    hall.do(partial(removing.revoke, by=hall.people["o2"], person_id=hall.people["o1"].id))
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "person_unknown"


def leaves_a_supervisor(hall: Hall) -> None:
    hall.do(partial(removing.revoke, by=hall.people["o1"], person_id=hall.people["s1"].id))


def replaces_a_supervisor(hall: Hall) -> None:
    leaves_a_supervisor(hall)
    halls.join(hall, Role.SUPERVISOR, None, 901)


def sends_another_roster(hall: Hall) -> None:
    lines = halls.small()["enterprises.csv"].splitlines(keepends=True)
    assert halls.send(hall, "enterprises.csv", b"".join(lines[:-1])).accepted


def sends_another_catalogue(hall: Hall) -> None:
    data = halls.small()["catalogue.csv"].replace(b"\r\n", b"\n") + b"\n"
    assert halls.send(hall, "catalogue.csv", data).accepted


def joins_a_fifth(hall: Hall) -> None:
    halls.join(hall, Role.REPRESENTATIVE, 5, 901)


def has_a_campaign(hall: Hall) -> None:
    halls.open_campaign(hall)
    halls.agree(hall, "campaign.void", REASON)


@pytest.mark.parametrize(
    "change",
    [
        leaves_a_supervisor,
        replaces_a_supervisor,
        sends_another_roster,
        sends_another_catalogue,
        joins_a_fifth,
        has_a_campaign,
    ],
)
def test_what_was_read_of_an_opening_must_not_change(
    at: At, change: Callable[[Hall], None]
) -> None:
    hall = at("listed")
    asked = propose(hall, kind="campaign.open").id
    change(hall)
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "changed_since"


def goes_on(hall: Hall) -> None:
    hall.do(partial(acts.freeze_pool, by=hall.people["o1"]))


def falls(hall: Hall) -> None:
    halls.agree(hall, "draw.void", REASON)


def test_an_end_is_not_approved_after_the_draw_went_on(at: At) -> None:
    for change in (goes_on, falls):
        hall = at("chosen")
        asked = ask(hall, "draw.void", {**REASON, "campaign": 1, "draw": 1})
        change(hall)
        yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked.id)
        assert code_of(hall, yes) == "changed_since"


def test_a_proposal_does_not_pass_to_the_next_draw_or_campaign(at: At) -> None:
    hall = at("committed")
    waiting = [ask(hall, kind, REASON).id for kind in ("draw.void", "campaign.void")]
    falls(hall)
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    for asked in waiting:
        yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
        assert code_of(hall, yes) == "changed_since"
    old = ask(hall, "campaign.void", REASON).id
    halls.agree(hall, "campaign.void", REASON)
    halls.open_campaign(hall)
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=old)
    assert code_of(hall, yes) == "changed_since"


def test_a_close_is_asked_anew_after_an_objection(at: At) -> None:
    hall = at("drawn")
    asked = ask(hall, "campaign.close", {}).id
    digest = hall.draw.digest
    objects = partial(answers.object_to, by=hall.people["r2"], draw=4, digest=digest)
    hall.do(partial(objects, code="count", text="示例"))
    seq = hall.draw.objections[2]
    says = partial(answers.answer_objection, by=hall.people["s1"], seq=seq)
    hall.do(partial(says, outcome="unfounded", text="示例"))
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "changed_since"


def test_what_was_asked_in_an_open_campaign_is_not_approved_after_its_end(at: At) -> None:
    """A late void may follow the end, but must then be asked for anew."""
    hall = at("drawn")
    hall.judge.codes = frozenset({"07.pool"})
    late = {"code": "verifier", "text": "示例原因", "campaign": 1, "draw": hall.draw.number}
    asked = ask(hall, "draw.void", late).id
    halls.close(hall)
    yes = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked)
    assert code_of(hall, yes) == "changed_since"
    assert len(approve(hall, "o2", ask(hall, "draw.void", late).id).entries) == 1


def test_an_invitation_rests_on_nothing(at: At) -> None:
    hall = at("chosen")
    asked = propose(hall).id
    goes_on(hall)
    assert approve(hall, "o2", asked).invited is not None


def test_of_two_openings_only_one_can_be_approved(at: At) -> None:
    hall = at("listed")
    one, other = propose(hall, kind="campaign.open"), propose(hall, "o2", "campaign.open")
    approve(hall, "o2", one.id)
    yes = partial(proposals.approve, by=hall.people["o1"], proposal_id=other.id)
    assert code_of(hall, yes) == "changed_since"


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
