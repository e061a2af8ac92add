"""Arriving: invitation links, codes, languages, menus."""

from __future__ import annotations

import json

from bot.tables import OutboxRow
from inspection.people import Invited, Role, invite, people
from tests.bot.room import STRANGER, Room, keys


def invited(room: Room, role: Role = Role.SUPERVISOR) -> Invited:
    return room.hall.do(lambda desk: invite(desk, room.hall.people["o1"], role, "示例<监督>"))


def last(rows: list[OutboxRow]) -> OutboxRow:
    return [row for row in rows if row.kind == "send"][-1]


def role_of(room: Room, telegram: int) -> Role | None:
    found = room.hall.do(people)
    return next((person.role for person in found if person.telegram == telegram), None)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_link_and_a_code_make_a_person_with_a_menu(room: Room) -> None:
    invitation = invited(room)
    asked = last(room.type(STRANGER, f"/start e_{invitation.token}", language="en"))
    assert "示例&lt;监督&gt;" in asked.text
    rows = room.type(STRANGER, f" {invitation.code} ")
    assert role_of(room, STRANGER) is Role.SUPERVISOR
    (menu,) = [row for row in rows if row.kind == "commands"]
    assert "audit" in [name for name, _ in json.loads(menu.body)["commands"]]


def test_a_wrong_code_is_counted_and_asked_again_until_locked(room: Room) -> None:
    invitation = invited(room)
    room.type(STRANGER, f"/start e_{invitation.token}", language="en")
    said = [room.type(STRANGER, wrong(invitation.code), language="en") for _ in range(5)]
    assert "Tries left: 4" in last(said[0]).text
    assert "locked" in last(said[-1]).text
    room.type(STRANGER, invitation.code)
    assert role_of(room, STRANGER) is None


def test_the_second_of_two_racers_gets_nothing(room: Room) -> None:
    invitation = invited(room)
    room.type(STRANGER, f"/start e_{invitation.token}")
    room.type(STRANGER + 1, f"/start e_{invitation.token}")
    room.type(STRANGER + 1, invitation.code)
    assert role_of(room, STRANGER + 1) is None
    room.type(STRANGER, invitation.code)
    assert role_of(room, STRANGER) is Role.SUPERVISOR


def test_an_invitation_works_once_and_a_day_long(room: Room) -> None:
    invitation = invited(room)
    room.hall.now += 24 * 3600 + 60
    room.type(STRANGER, f"/start e_{invitation.token}")
    room.type(STRANGER, invitation.code)
    assert role_of(room, STRANGER) is None


def test_an_invented_token_is_refused_in_one_sentence(room: Room) -> None:
    rows = room.type(STRANGER, "/start e_" + "A" * 43, language="en")
    assert [row.text for row in rows] == ["This invitation is not valid. Ask for a new one."]


def test_whoever_comes_without_a_link_is_told_what_this_is(room: Room) -> None:
    assert "/check" in last(room.type(STRANGER, "/start")).text
    assert "/help" in last(room.type(101, "/start")).text


def test_the_language_is_chosen_by_button_and_kept(room: Room) -> None:
    for user in (STRANGER, 101):
        asked = last(room.type(user, "/language"))
        english = next(key["callback_data"] for key in keys(asked) if key["text"] == "English")
        rows = room.press(user, english)
        assert any(row.kind == "commands" and row.language == "en" for row in rows)
        assert "You can use" in last(room.type(user, "/help", language="zh-hans")).text
