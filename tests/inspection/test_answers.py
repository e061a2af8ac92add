"""Answers of people: exactly the digest, once each; objections until they are answered."""

import json
from functools import partial
from typing import Any

import pytest

from inspection import acts, answers, people, proposals, queries, removing
from inspection.campaign import Step
from inspection.errors import Refusal
from inspection.people import Role
from tests.inspection import by_hand
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything


def code_of(hall: Hall, work: halls.Work) -> str:
    before = everything(hall)
    with pytest.raises(Refusal) as refused:
        hall.do(work)
    assert everything(hall) == before
    return refused.value.code


def objecting(
    hall: Hall, who: str = "r2", code: str = "count", text: str = "示例异议"
) -> halls.Work:
    draw = hall.campaign.draws[0]
    return partial(
        answers.object_to,
        by=hall.people[who],
        draw=1,
        digest=draw.digest,
        code=code,
        text=text,
    )


def replying(hall: Hall, outcome: str = "unfounded", text: str = "示例答复") -> halls.Work:
    seq = hall.campaign.draws[0].objections.get(2, 0)
    return partial(
        answers.answer_objection, by=hall.people["s1"], seq=seq, outcome=outcome, text=text
    )


def test_a_confirmation_is_of_exactly_the_statement(at: At) -> None:
    hall = at("matched")
    text = hall.do(partial(queries.statement, campaign=1, draw=1))
    assert by_hand.digest(text) == hall.draw.digest
    assert f"\nn={hall.draw.size}\n" in text
    halls.answer(hall, hall.draw, (3,))
    data: Any = hall.entries[-1].data
    assert (data["answer"], data["digest"], data["representative"]) == (
        "confirm",
        hall.draw.digest,
        3,
    )
    assert hall.entries[data["entry"]].kind == "match.result"
    assert data["expires"] == hall.entries[-1].at + halls.DAY


def test_an_objection_blocks_the_end_until_the_supervisor_answers(at: At) -> None:
    hall = at("drawn")
    hall.do(objecting(hall))
    assert hall.do(queries.next_step) is Step.ANSWERS
    closing = partial(proposals.propose, by=hall.people["o1"], kind="campaign.close", params={})
    assert code_of(hall, closing) == "objections_open"
    (waiting,) = hall.do(queries.open_objections)
    assert (waiting.number, waiting.code, waiting.text) == (2, "count", "示例异议")
    hall.do(replying(hall))
    assert hall.do(queries.next_step) is Step.END
    assert hall.do(queries.open_objections) == ()
    halls.close(hall)


def test_an_objection_after_the_proposal_stops_the_approval(at: At) -> None:
    hall = at("drawn")
    closing = partial(proposals.propose, by=hall.people["o1"], kind="campaign.close", params={})
    asked = hall.do(closing)
    hall.do(objecting(hall))
    approving = partial(proposals.approve, by=hall.people["o2"], proposal_id=asked.id)
    assert code_of(hall, approving) == "changed_since"


def test_the_words_stay_private_behind_their_commitment(at: At) -> None:
    hall = at("matched")
    hall.do(objecting(hall, text="  示例异议\n第二行 "))
    data: Any = hall.entries[-1].data
    ((kept, salt, value),) = everything(hall)["sealed_text"]
    assert (
        kept
        == data["reason"]["text"]
        == by_hand.commitment("text", str(salt), json.loads(str(value)))
    )
    assert json.loads(str(value)) == "示例异议\n第二行"


@pytest.mark.parametrize("code", answers.OBJECTION_CODES)
@pytest.mark.parametrize("outcome", answers.OUTCOMES)
def test_every_code_and_outcome_is_recorded(at: At, code: str, outcome: str) -> None:
    hall = at("matched")
    hall.do(objecting(hall, code=code))
    data: Any = hall.entries[-1].data
    assert data["reason"]["code"] == code
    hall.do(replying(hall, outcome))
    assert hall.entries[-1].data["outcome"] == outcome


def test_wrong_objections_and_replies_are_refused(at: At) -> None:
    hall = at("matched")
    assert code_of(hall, replying(hall)) == "objection_unknown"
    assert code_of(hall, objecting(hall, code="mood")) == "code_unknown"
    assert code_of(hall, objecting(hall, text=" ")) == "reason_empty"
    hall.do(objecting(hall))
    assert code_of(hall, objecting(hall)) == "answered_twice"
    assert code_of(hall, replying(hall, "perhaps")) == "code_unknown"
    assert code_of(hall, replying(hall, text="")) == "reason_empty"
    hall.do(replying(hall))
    assert code_of(hall, replying(hall)) == "objection_unknown"


@pytest.mark.parametrize("who", ["o1", "s1"])
def test_only_representatives_answer(at: At, who: str) -> None:
    hall = at("matched")
    assert code_of(hall, objecting(hall, who)) == "not_allowed"


@pytest.mark.parametrize("who", ["o1", "r1", "b1"])
def test_only_the_supervisor_replies(at: At, who: str) -> None:
    hall = at("matched")
    hall.do(objecting(hall))
    seq = hall.draw.objections[2]
    replies = partial(answers.answer_objection, seq=seq, outcome="founded", text="示例")
    assert code_of(hall, partial(replies, by=hall.people[who])) == "not_allowed"


def test_a_substitute_acts_for_an_absent_representative(at: At) -> None:
    hall = at("committed")
    deputy = hall.people["b1"]
    hall.do(partial(acts.choose_types, by=deputy, types=("A01",)))
    hall.do(partial(acts.freeze_pool, by=hall.people["o1"]))
    hall.do(partial(acts.contribute, by=deputy, text="示例"))
    draw = halls.finish_draw(hall)
    hall.do(partial(answers.confirm, by=deputy, draw=1, digest=draw.digest))
    substitute = hall.campaign.opened["representatives"][0]["substitute"]
    acted = [e.data for e in hall.entries if e.kind in ("draw.choice", "confirm")]
    assert [data["person"] for data in acted] == [substitute, substitute]
    assert [data["representative"] for data in acted] == [1, 1]
    again = partial(answers.confirm, by=hall.people["r1"], draw=1, digest=draw.digest)
    assert code_of(hall, again) == "answered_twice"


def test_a_substitute_acts_for_nobody_else(at: At) -> None:
    hall = at("second")
    chooses = partial(acts.choose_types, by=hall.people["b1"], types=("A02",))
    assert code_of(hall, chooses) == "not_your_turn"


def test_whoever_enrolled_after_the_opening_has_no_part_in_it(at: At) -> None:
    hall = at("matched")
    late = halls.join(hall, Role.SUBSTITUTE, 2, 901)
    draw = hall.draw
    confirms = partial(answers.confirm, by=late, draw=1, digest=draw.digest)
    assert code_of(hall, confirms) == "not_of_this_campaign"
    halls.run_draw(hall, until=Step.CHOOSE)
    chooses = partial(acts.choose_types, by=late, types=("A02",))
    assert code_of(hall, chooses) == "not_of_this_campaign"


def test_answers_are_shown_with_the_names_of_their_time(at: At) -> None:
    """Also when somebody else has the number later."""
    hall = at("over")
    before = hall.do(partial(queries.answers, campaign=1, draw=2))
    assert [(row.number, row.confirmed) for row in before] == [(n, True) for n in (1, 2, 3, 4)]
    assert before[0].name == hall.people["r1"].name
    hall.do(partial(removing.revoke, by=hall.people["o1"], person_id=hall.people["r1"].id))
    invites = partial(people.invite, by=hall.people["o1"], role=Role.REPRESENTATIVE, number=1)
    halls.enrol(hall, hall.do(partial(invites, name="后来的人")), 901)
    assert hall.do(partial(queries.answers, campaign=1, draw=2)) == before


def test_an_answered_objection_is_shown_as_settled(at: At) -> None:
    hall = at("matched")
    hall.do(objecting(hall))
    row = hall.do(partial(queries.answers, campaign=1, draw=1))[1]
    assert (row.objection, row.settled) == (hall.draw.objections[2], False)
    hall.do(replying(hall))
    row = hall.do(partial(queries.answers, campaign=1, draw=1))[1]
    assert row.settled


def test_after_the_end_nobody_answers(at: At) -> None:
    hall = at("over")
    confirms = partial(
        answers.confirm, by=hall.people["r1"], draw=1, digest=hall.campaign.draws[0].digest
    )
    assert code_of(hall, confirms) == "no_campaign"
