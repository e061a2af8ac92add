"""One update, one transaction: rights, refusals, replays, failures."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

import pytest
import structlog

from bot import groups
from bot.context import Context
from bot.incoming import parse
from bot.tables import OutboxRow
from inspection.errors import Refusal
from tests.bot.room import GROUP, STRANGER, Room, document, keys, message, press

O1, O2, S1, R1 = 101, 102, 200, 202


def sentences(rows: Sequence[OutboxRow]) -> list[str]:
    return [row.text for row in rows if row.kind in ("send", "edit")]


def test_a_command_is_carried_out_and_its_words_are_forgotten(room: Room) -> None:
    rows = room.type(O1, "/act now & <here>")
    assert sentences(rows) == ["Done: now &amp; &lt;here&gt;"]
    (row,) = room.inbox()
    assert (row.state, row.raw) == ("done", "")


def test_the_same_update_fifty_times_acts_once(room: Room) -> None:
    raw = message(1, O1, "/act")
    for _ in range(50):
        room.say(raw)
    assert len(room.outbox()) == 1
    assert len(room.inbox()) == 1


def test_a_later_update_may_come_first(room: Room) -> None:
    room.say(message(9, O1, "/act b"))
    room.say(message(8, O1, "/act a"))
    assert sentences(room.outbox()) == ["Done: b", "Done: a"]


@pytest.mark.parametrize("user", [O2, S1, R1, STRANGER])
def test_a_command_is_for_its_roles(room: Room, user: int) -> None:
    allowed = user == S1
    said = sentences(room.type(user, "/audit"))
    assert (said == ["Done: nothing"]) == allowed
    assert len(said) == 1


def test_a_refusal_undoes_everything_and_is_said(room: Room) -> None:
    rows = room.type(O1, "/refuse")
    assert len(rows) == 1
    assert "&lt;b&gt;A01&lt;/b&gt;" in rows[0].text
    assert room.inbox()[0].state == "done"


def test_an_unexpected_error_is_told_marked_and_logged_without_text(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    with caplog.at_level(logging.INFO):
        rows = room.type(O1, "/fail 示例企业")
    assert len(rows) == 1
    assert "never seen" not in rows[0].text
    assert room.inbox()[0].state == "failed"
    assert room.inbox()[0].raw == ""
    assert "Broken" in caplog.text
    assert "示例企业" not in caplog.text
    assert sentences(room.type(O1, "/act")) == ["Done: nothing"]


@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}},
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "b", "username": "b_bot"}},
        {"sender_chat": {"id": GROUP, "type": "group", "title": "x"}, "chat": GROUP},
        {"kind": "edited_message", "edit_date": 1_795_500_001},
    ],
)
def test_what_nobody_typed_here_is_never_carried_out(room: Room, more: dict[str, object]) -> None:
    rows = room.type(O1, "/anywhere", **more)
    assert len(rows) == 1
    assert "Done" not in rows[0].text


def test_bots_channels_and_service_messages_are_ignored(room: Room) -> None:
    bot = {"id": O1, "is_bot": True, "first_name": "b", "username": "b_bot"}
    channel = {"id": -9, "type": "channel", "title": "c"}
    raws = [
        message(1, O1, "/act", **{"from": bot}),
        {"update_id": 2, "channel_post": message(2, O1, "/act")["message"] | {"chat": channel}},
        message(3, O1, new_chat_title="示例", chat=GROUP),
        {"update_id": 4, "kind_of_a_later_version": {}},
    ]
    assert [room.say(raw) for raw in raws] == [[], [], [], []]
    assert {row.state for row in room.inbox()} == {"done"}


def test_an_unreadable_update_is_put_away(room: Room) -> None:
    room.store({"update_id": 5, "message": {"chat": {"id": 3}}})
    room.dispatch.give_up(5)
    assert room.inbox()[0].state == "failed"


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("/act", True),
        ("/act@sunlot_bot", True),
        ("/act@other_bot", False),
        ("/nothing", False),
        ("/nothing@sunlot_bot", True),
        ("hello", False),
    ],
)
def test_in_groups_only_what_is_meant_for_us_is_answered(
    room: Room, text: str, answered: bool
) -> None:
    rows = room.type(O1, text, chat=GROUP)
    assert [row.chat for row in rows] == ([GROUP] if answered else [])
    assert not any("Done" in row.text for row in rows)


def test_a_command_of_groups_works_only_there(room: Room) -> None:
    assert "Done" not in sentences(room.type(O1, "/here"))[0]
    assert sentences(room.type(O1, "/here", chat=GROUP)) == ["Done: nothing"]


def test_an_expected_text_is_used_once(room: Room) -> None:
    room.type(O1, "/ask")
    assert sentences(room.type(O1, "my words")) == ["my words x 0"]
    assert sentences(room.type(O1, "more words")) != ["more words x 0"]


def test_a_refused_text_may_be_sent_again(room: Room) -> None:
    room.type(O1, "/ask")
    assert len(room.type(O1, "refuse")) == 1
    assert sentences(room.type(O1, "better")) == ["better x 0"]


def test_an_expected_text_expires(room: Room) -> None:
    room.type(O1, "/ask")
    room.hall.now += 601
    assert sentences(room.type(O1, "late")) != ["late x 0"]


def test_a_forwarded_text_is_not_what_was_expected(room: Room) -> None:
    room.type(O1, "/ask")
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 1}
    rows = room.type(O1, "not mine", forward_origin=origin)
    assert "not mine" not in rows[0].text
    assert sentences(room.type(O1, "mine")) == ["mine x 0"]


@pytest.mark.parametrize(("user", "limit"), [(O1, 1000), (R1, 0), (STRANGER, 0)])
def test_files_are_fetched_only_for_those_who_may_send_them(
    room: Room, user: int, limit: int
) -> None:
    raw = message(1, user, document=document("a.csv", 20))
    assert room.dispatch.file_limit(parse(raw)) == limit
    said = sentences(room.say(raw, b"x" * 20 if limit else None))
    assert (said == ["a.csv: 20"]) == (limit > 0)


def test_a_look_at_the_limit_leaves_the_expectation(room: Room) -> None:
    room.type(O1, "/ask")
    raw = message(50, O1, caption="see", document=document("a.csv", 20))
    assert room.dispatch.file_limit(parse(raw)) == 100
    assert sentences(room.say(raw, b"abc")) == ["see x 3"]


@pytest.mark.parametrize(("size", "data"), [(1001, b"x"), (20, None)])
def test_a_file_too_large_or_lost_is_said(room: Room, size: int, data: bytes | None) -> None:
    (row,) = room.say(message(1, O1, document=document("a.csv", size)), data)
    assert "a.csv" not in row.text


def test_strangers_cannot_flood(room: Room) -> None:
    answered = [len(room.type(STRANGER, "/help")) for _ in range(25)]
    assert answered == [1] * 20 + [0] * 5
    assert len(room.type(O1, "/help")) == 1


def test_every_press_is_answered_once(room: Room) -> None:
    (shown,) = room.type(O1, "/act")
    data = keys(shown)[0]["callback_data"]
    first = room.press(O1, data)
    assert [row.kind for row in first] == ["answer"]  # the edit changed the queued message
    for again in (data, "v1:forged", "x" * 64):
        (answer,) = room.press(O1, again)
        assert answer.kind == "answer"
        assert json.loads(answer.body)["alert"] is True
        assert answer.text


def test_blocking_and_coming_back_is_noticed(room: Room) -> None:
    for number, status in ((1, "kicked"), (2, "member")):
        member: dict[str, object] = {
            "status": status,
            "user": {"id": 1, "is_bot": True, "first_name": "b"},
        }
        if status == "kicked":
            member["until_date"] = 0
        change = message(number, R1)["message"] | {
            "old_chat_member": {"status": "left", "user": member["user"]},
            "new_chat_member": member,
        }
        room.say({"update_id": number, "my_chat_member": change})
        with room.session() as session, session.begin():
            assert (R1 in groups.unreachable(session)) == (status == "kicked")


def test_a_group_that_moves_keeps_its_place(room: Room) -> None:
    with room.session() as session, session.begin():
        groups.bind_event_group(session, GROUP, "示例", "en")
    room.say(message(1, O1, chat=GROUP, migrate_to_chat_id=-1001))
    with room.session() as session, session.begin():
        assert groups.event_group(session) == -1001
        assert groups.chat_language(session, -1001) == "en"


def test_a_pressed_button_of_a_group_answers_its_presser(room: Room) -> None:
    (shown,) = room.type(O1, "/choices", chat=GROUP)
    yes, _, see = (key["callback_data"] for key in keys(shown))
    (denied,) = room.say(press(100, R1, yes, GROUP))
    assert denied.kind == "answer"
    assert {row.kind for row in room.say(press(101, R1, see, GROUP))} >= {"answer"}


def test_an_errand_speaks_without_a_person(room: Room) -> None:
    def errand(ctx: Context) -> None:
        assert (ctx.person, ctx.telegram, ctx.pressed) == (None, 0, None)
        ctx.send(R1, lambda t: t("Draw the enterprises"))

    room.dispatch.errand("head-7", errand)
    assert [(row.chat, row.text) for row in room.outbox()] == [(R1, "随机抽取企业")]
    assert room.inbox() == []


def test_an_errand_that_fails_leaves_nothing(room: Room) -> None:
    def errand(ctx: Context) -> None:
        ctx.send(R1, lambda t: "never seen")
        raise Refusal("beacon_missing", round=1)

    with pytest.raises(Refusal):
        room.dispatch.errand("head-7", errand)
    assert room.outbox() == []
