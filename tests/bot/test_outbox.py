"""What handlers write into the outbox: parts, edits that fold or take each other's place."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from bot.message import Html, Message, units
from bot.outbox import Outbox
from bot.tables import OutboxRow
from tests.bot.room import GROUP, Room, keys

O1 = 101


def pretend_sent(room: Room, message_id: int = 77) -> None:
    with room.session() as session, session.begin():
        session.execute(update(OutboxRow).values(state="sent", message_id=message_id))


def write(room: Room, message: Message, chat: int = O1) -> list[OutboxRow]:
    with room.hall.office.desk("test:write") as desk:
        Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy).send(chat, "zh", message)
    return room.outbox()


def test_progress_is_one_message_per_key_and_chat(room: Room) -> None:
    room.type(O1, "/show 1")
    room.type(O1, "/show 2")
    assert [(row.kind, row.text) for row in room.outbox()] == [("send", "step 2")]
    pretend_sent(room)
    room.type(O1, "/show 3")
    room.type(O1, "/show 4")
    rows = room.outbox()
    assert [(row.kind, row.state) for row in rows] == [
        ("send", "sent"),
        ("edit", "dropped"),
        ("edit", "queued"),
    ]
    assert (rows[2].text, rows[2].target, rows[2].message_id) == ("step 4", rows[0].id, 77)
    room.type(O1, "/show g", chat=GROUP)
    assert (room.outbox()[-1].kind, room.outbox()[-1].chat) == ("send", GROUP)


def test_progress_starts_anew_where_its_message_could_not_be_sent(room: Room) -> None:
    room.type(O1, "/show 1")
    with room.session() as session, session.begin():
        session.execute(update(OutboxRow).values(state="dropped"))
    room.type(O1, "/show 2")
    assert [row.kind for row in room.outbox()] == ["send", "send"]


def test_an_edit_while_the_message_is_leaving_follows_it(room: Room) -> None:
    room.type(O1, "/show 1")
    with room.session() as session, session.begin():
        session.execute(update(OutboxRow).values(state="sending"))
    room.type(O1, "/show 2")
    rows = room.outbox()
    assert [(row.kind, row.message_id) for row in rows] == [("send", None), ("edit", None)]
    assert rows[1].target == rows[0].id


def test_a_progress_text_too_long_is_a_mistake(room: Room) -> None:
    with room.hall.office.desk("test:long") as desk:
        outbox = Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy)
        with pytest.raises(ValueError, match="units"):
            outbox.progress("k", O1, "zh", Message("x" * 4000))


def test_old_buttons_stay_until_a_decision_supersedes_them(room: Room) -> None:
    (shown,) = room.type(O1, "/choices")
    yes, no, see = (key["callback_data"] for key in keys(shown))
    pretend_sent(room)
    room.press(O1, see)
    edit = room.outbox()[-2]
    (third,) = (key["callback_data"] for key in keys(edit))
    room.press(O1, yes)  # the older keyboard still works
    assert room.outbox()[-2].text == "decided"
    (refused,) = room.press(O1, no)  # but not after the decision
    assert json.loads(refused.body)["alert"] is True
    assert room.press(O1, third)[0].kind == "answer"


def test_a_long_text_is_cut_and_the_buttons_stand_under_its_end(room: Room) -> None:
    rows = write(room, Message("<b>" + "行\n" * 3000 + "</b>"))
    assert len(rows) == 2
    assert all(units(row.text) <= 3900 for row in rows)


def test_a_very_long_text_becomes_a_file(room: Room) -> None:
    (row,) = write(room, Message(Html("<b>&lt;</b>" + "x" * 20_000)))
    assert (row.kind, json.loads(row.body)["name"]) == ("document", "message.txt")
    assert (row.data or b"")[:3] == b"<xx"


def test_a_document_with_a_long_text_follows_it(room: Room) -> None:
    rows = write(room, Message("x" * 1000, (), ("a.csv", b"1")))
    assert [(row.kind, len(row.text)) for row in rows] == [("send", 1000), ("document", 0)]


def test_a_toast_is_short_and_clean(room: Room) -> None:
    with room.hall.office.desk("test:toast") as desk:
        outbox = Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy)
        outbox.answer(O1, "q", "\u202e" + "字" * 300, alert=False)
    (row,) = room.outbox()
    assert units(row.text) == 200
    assert row.text.startswith("字")
