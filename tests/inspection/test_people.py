"""Invitations, enrolment, roles: one use, two ways, one person one role (design §5)."""

import base64
from functools import partial

import pytest

from inspection import disclosure, people, removing
from inspection.errors import Refusal
from inspection.people import Invited, Person, Role, WrongCode
from inspection.tables import PersonRow
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything

GUEST, OTHER = 901, 902


def invited(hall: Hall, role: Role = Role.SUPERVISOR, number: int | None = None) -> Invited:
    asks = partial(people.invite, by=hall.people["o1"], role=role, name="示例来宾", number=number)
    return hall.do(asks)


def begin(hall: Hall, token: str, telegram: int = GUEST) -> people.Pending:
    return hall.do(partial(people.begin_enrolment, token=token, telegram=telegram))


def finish(hall: Hall, code: str, telegram: int = GUEST) -> Person | WrongCode:
    asks = partial(people.finish_enrolment, telegram=telegram, code=code, language="en")
    return hall.do(asks)


def wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def test_token_and_code_are_not_kept(at: At) -> None:
    hall = at("founded")
    invitation = invited(hall)
    token = invitation.token
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert len(raw) == 32
    rows = everything(hall)["invitation"]
    kept = repr(rows)
    assert "示例来宾" in kept
    assert token not in kept
    assert raw.hex() not in kept
    cells = {str(cell) for row in rows for cell in row}
    assert invitation.code not in cells


def test_an_enrolment_needs_link_and_code(at: At) -> None:
    hall = at("founded")
    invitation = invited(hall, Role.REPRESENTATIVE, 5)
    assert begin(hall, invitation.token) == people.Pending("示例来宾", Role.REPRESENTATIVE)
    pending = hall.do(partial(people.pending_enrolment, telegram=GUEST))
    assert pending == people.Pending("示例来宾", Role.REPRESENTATIVE)
    person = finish(hall, f" {invitation.code}\n")
    assert isinstance(person, Person)
    assert (person.telegram, person.role, person.number, person.language) == (
        GUEST,
        Role.REPRESENTATIVE,
        5,
        "en",
    )
    assert hall.do(partial(people.person_by_telegram, telegram=GUEST)) == person
    assert hall.do(partial(people.pending_enrolment, telegram=GUEST)) is None


def test_five_wrong_codes_lock_the_invitation_also_over_a_restart(at: At) -> None:
    hall = at("founded")
    invitation = invited(hall)
    begin(hall, invitation.token)
    for left in (4, 3, 2, 1, 0):
        assert finish(hall, wrong(invitation.code)) == WrongCode(left)
        hall.restart()
    with pytest.raises(Refusal, match="too often"):
        finish(hall, invitation.code)
    with pytest.raises(Refusal, match="too often"):
        begin(hall, invitation.token)


def test_four_wrong_codes_do_not(at: At) -> None:
    hall = at("founded")
    invitation = invited(hall)
    begin(hall, invitation.token)
    for _ in range(4):
        finish(hall, wrong(invitation.code))
    assert isinstance(finish(hall, invitation.code), Person)


def test_an_invitation_lives_a_day(at: At) -> None:
    hall = at("founded")
    invitation = invited(hall)
    assert invitation.expires == hall.now + halls.DAY
    begin(hall, invitation.token)
    hall.now = invitation.expires - 7
    assert isinstance(finish(hall, invitation.code), Person)

    late = invited(hall)
    begin(hall, late.token, OTHER)
    hall.now = late.expires
    with pytest.raises(Refusal, match="expired"):
        finish(hall, late.code, OTHER)


def test_of_two_accounts_with_one_link_the_first_has_it(at: At) -> None:
    hall = at("founded")
    invitation = invited(hall)
    begin(hall, invitation.token)
    begin(hall, invitation.token)  # a second press of the same person changes nothing
    with pytest.raises(Refusal, match="already used"):
        begin(hall, invitation.token, OTHER)
    with pytest.raises(Refusal, match="No enrolment is waiting"):
        finish(hall, invitation.code, OTHER)
    assert isinstance(finish(hall, invitation.code), Person)
    with pytest.raises(Refusal, match="already used"):
        begin(hall, invitation.token, OTHER)


def test_of_two_racers_for_one_number_the_second_is_refused(at: At) -> None:
    hall = at("founded")
    one, other = (invited(hall, Role.REPRESENTATIVE, 5) for _ in range(2))
    begin(hall, one.token, GUEST)
    begin(hall, other.token, OTHER)
    assert isinstance(finish(hall, one.code, GUEST), Person)
    before = everything(hall)
    with pytest.raises(Refusal, match="Number 5 already belongs"):
        finish(hall, other.code, OTHER)
    assert everything(hall) == before
    with pytest.raises(Refusal, match="Number 5 already belongs"):
        invited(hall, Role.REPRESENTATIVE, 5)
    assert invited(hall, Role.SUBSTITUTE, 5).number == 5


def test_a_person_who_opens_a_second_link_gives_the_first_one_back(at: At) -> None:
    hall = at("founded")
    first, second = invited(hall), invited(hall)
    begin(hall, first.token)
    begin(hall, second.token)
    assert finish(hall, first.code) == WrongCode(4)
    assert isinstance(finish(hall, second.code), Person)
    begin(hall, first.token, OTHER)
    assert isinstance(finish(hall, first.code, OTHER), Person)


def test_one_account_has_one_role(at: At) -> None:
    hall = at("founded")
    invitation = invited(hall, Role.REPRESENTATIVE, 5)
    for person in hall.people.values():
        with pytest.raises(Refusal, match=f"already enrolled as {person.role.value}"):
            begin(hall, invitation.token, person.telegram)


def test_a_revoked_person_has_no_role_and_can_be_invited_anew(at: At) -> None:
    hall = at("founded")
    representative = hall.people["r4"]
    revoke = partial(removing.revoke, by=hall.people["o1"], person_id=representative.id)
    hall.do(revoke)
    assert hall.do(partial(people.person_by_telegram, telegram=representative.telegram)) is None
    with pytest.raises(Refusal, match="no enrolled person"):
        hall.do(revoke)
    with pytest.raises(Refusal, match="not enrolled"):
        hall.do(lambda desk: people.require(people.person_by_telegram(desk, 205)))
    again = halls.enrol(hall, invited(hall, Role.SUPERVISOR), representative.telegram)
    assert (again.role, again.id) != (representative.role, representative.id)


@pytest.mark.parametrize("who", ["o2", "s1", "r3", "b1"])
def test_nobody_of_an_open_campaign_is_revoked(at: At, who: str) -> None:
    hall = at("open")
    revoke = partial(removing.revoke, by=hall.people["o1"], person_id=hall.people[who].id)
    with pytest.raises(Refusal) as refused:
        hall.do(revoke)
    assert refused.value.code == "person_busy"
    halls.agree(hall, "campaign.void", {"code": "mistake", "text": "示例原因"})
    third(hall)
    hall.do(revoke)


def third(hall: Hall, telegram: int = OTHER) -> Person:
    """Another official comes."""
    invitation = halls.agree(hall, "invite.official", {"name": "官员丙"}).invited
    assert invitation is not None
    return halls.enrol(hall, invitation, telegram)


def refused_removal(hall: Hall, by: Person, gone: Person) -> str:
    before = everything(hall)
    with pytest.raises(Refusal) as refused:
        hall.do(partial(removing.revoke, by=by, person_id=gone.id))
    assert everything(hall) == before
    return refused.value.code


def test_nobody_removes_themselves_and_two_officials_stay(at: At) -> None:
    hall = at("founded")
    first, second = hall.people["o1"], hall.people["o2"]
    assert refused_removal(hall, first, second) == "officials_stay"
    late = third(hall)
    assert refused_removal(hall, late, late) == "not_oneself"
    hall.do(partial(removing.revoke, by=late, person_id=first.id))
    assert refused_removal(hall, late, second) == "officials_stay"


def test_the_last_who_can_disclose_stays_until_it_is_disclosed(at: At) -> None:
    hall = at("over")
    first, second, late = hall.people["o1"], hall.people["o2"], third(hall)
    hall.do(partial(removing.revoke, by=late, person_id=first.id))
    hall.people["o1"] = late
    third(hall, OTHER + 1)
    assert refused_removal(hall, late, second) == "disclosure_owed"
    hall.now += 100 * halls.DAY
    discloses = partial(disclosure.disclose, by=second)
    hall.do(partial(discloses, parts=("facts", "lot"), rows="all"))
    assert refused_removal(hall, late, second) == "disclosure_owed"
    hall.do(partial(discloses, parts=("id",), rows="selected"))
    hall.do(partial(removing.revoke, by=late, person_id=second.id))


def test_a_campaign_without_a_match_keeps_nobody(at: At) -> None:
    hall = at("audited")
    halls.agree(hall, "campaign.void", {"code": "mistake", "text": "示例原因"})
    late = third(hall)
    hall.do(partial(removing.revoke, by=late, person_id=hall.people["o1"].id))
    hall.people["o1"] = late
    third(hall, OTHER + 1)
    hall.do(partial(removing.revoke, by=late, person_id=hall.people["o2"].id))


def test_one_official_alone_invites_nobody(at: At) -> None:
    """Link and code need two hands."""
    hall = at("founded")
    with hall.office.desk("test:lost") as desk:
        desk.session.get_one(PersonRow, hall.people["o2"].id).revoked_at = hall.now
    for role, number in ((Role.SUPERVISOR, None), (Role.REPRESENTATIVE, 5), (Role.SUBSTITUTE, 5)):
        with pytest.raises(Refusal) as refused:
            invited(hall, role, number)
        assert refused.value.code == "officials_few"


@pytest.mark.parametrize("who", ["s1", "r1", "b1"])
@pytest.mark.parametrize("act", ["invite", "revoke"])
def test_only_officials_manage_people(at: At, who: str, act: str) -> None:
    hall = at("founded")
    by = hall.people[who]
    works: dict[str, halls.Work] = {
        "invite": partial(people.invite, by=by, role=Role.SUPERVISOR, name="示例"),
        "revoke": partial(removing.revoke, by=by, person_id=hall.people["r2"].id),
    }
    with pytest.raises(Refusal) as refused:
        hall.do(works[act])
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize("name", ["", " ", "示例\n", "示例\n甲", "示\u202e例", "示" * 41])
def test_a_name_is_one_short_printable_line(at: At, name: str) -> None:
    hall = at("founded")
    if name.strip() == "示例":
        assert (
            hall.do(
                partial(people.invite, by=hall.people["o1"], role=Role.SUPERVISOR, name=name)
            ).name
            == "示例"
        )
        return
    with pytest.raises(Refusal) as refused:
        hall.do(partial(people.invite, by=hall.people["o1"], role=Role.SUPERVISOR, name=name))
    assert refused.value.code == "name_bad"


@pytest.mark.parametrize(
    ("role", "number"),
    [
        (Role.REPRESENTATIVE, None),
        (Role.REPRESENTATIVE, 0),
        (Role.SUBSTITUTE, None),
        (Role.SUPERVISOR, 1),
    ],
)
def test_exactly_representatives_and_substitutes_have_a_number(
    at: At, role: Role, number: int | None
) -> None:
    hall = at("founded")
    with pytest.raises(Refusal) as refused:
        invited(hall, role, number)
    assert refused.value.code == "number_needed"


def test_the_language_is_remembered(at: At) -> None:
    hall = at("founded")
    person = hall.people["r1"]
    assert person.language == "zh"
    hall.do(partial(people.set_language, person=person, language="en"))
    hall.restart()
    found = hall.do(partial(people.person_by_id, person_id=person.id))
    assert found.language == "en"
