"""Buttons: one person, one chat, one use, in time, made here."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import buttons
from bot.buttons import ANYONE, Button, Mint, issue, press, switch_off
from bot.errors import Declined
from bot.tables import ButtonRow
from tests.bot.room import GROUP, KEY, Room

MINT = Mint(KEY)
NOW = 1_000_000


def make(room: Room, button: Button, chat: int = 7) -> str:
    with room.session() as session, session.begin():
        return issue(
            session, MINT, button, chat=chat, outbox=5, now=NOW, entropy=secrets.token_bytes
        )


def try_press(
    room: Room, data: str, telegram: int = 7, chat: int = 7, now: int = NOW, mint: Mint = MINT
) -> str:
    """`done`, or the sentence that declines."""
    try:
        with room.session() as session, session.begin():
            press(session, mint, data, telegram=telegram, chat=chat, now=now)
    except Declined as declined:
        return declined.sentence
    return "done"


def test_a_button_works_once(room: Room) -> None:
    data = make(room, Button("x", "again"))
    assert len(data.encode()) == 48
    assert try_press(room, data) == "done"
    assert "already used" in try_press(room, data)


def test_a_button_is_for_its_person_and_chat(room: Room) -> None:
    data = make(room, Button("x", "again"))
    assert "another person" in try_press(room, data, telegram=8)
    assert "another person" in try_press(room, data, chat=9)
    assert try_press(room, data) == "done"


def test_a_button_of_a_group_is_for_anyone_or_for_one(room: Room) -> None:
    anyone = make(room, Button("x", "again"), GROUP)
    assert try_press(room, anyone, telegram=8, chat=GROUP) == "done"
    one = make(room, Button("x", "again", person=7), GROUP)
    assert "another person" in try_press(room, one, telegram=8, chat=GROUP)
    assert try_press(room, make(room, Button("x", "a", person=ANYONE)), telegram=8) == "done"


def test_a_button_expires(room: Room) -> None:
    data = make(room, Button("x", "again", ttl=60))
    assert "expired" in try_press(room, data, now=NOW + 61)
    assert try_press(room, data, now=NOW + 60) == "done"


def test_a_superseded_button_is_dead(room: Room) -> None:
    data = make(room, Button("x", "again"))
    with room.session() as session, session.begin():
        switch_off(session, 5, NOW)
    assert "newer message" in try_press(room, data)


def test_a_purged_button_counts_as_expired(room: Room) -> None:
    assert "expired" in try_press(room, MINT.wire("A" * 22))


def test_another_installation_makes_other_buttons(room: Room) -> None:
    data = make(room, Button("x", "again"))
    assert "not made by this bot" in try_press(room, data, mint=Mint(bytes(32)))


@given(st.integers(0, 47), st.sampled_from("AQgw09-_:"))
def test_every_changed_character_is_noticed(place: int, other: str) -> None:
    data = MINT.wire("A" * 22)
    changed = data[:place] + other + data[place + 1 :]
    if changed != data:
        with pytest.raises(Declined, match="not made by this bot"):
            MINT.read(changed)


@given(st.text(max_size=70))
def test_invented_data_is_declined_without_a_look_at_the_database(data: str) -> None:
    with pytest.raises(Declined):
        MINT.read(data)


def test_the_row_keeps_what_the_wire_does_not(room: Room) -> None:
    data = make(room, Button("x", "again", {"digest": "示例"}))
    assert "again" not in data
    with room.session() as session, session.begin():
        row = session.get_one(ButtonRow, MINT.read(data))
        assert (row.action, row.payload) == ("again", '{"digest": "示例"}')


def test_the_key_is_not_shown() -> None:
    assert KEY.hex() not in repr(MINT)
    assert repr(KEY) not in repr(MINT)
    assert buttons.TTL == 600
