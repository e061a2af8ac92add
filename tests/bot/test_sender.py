"""Carrying out the outbox against a service that fails in every way it can."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot import delivery, groups
from bot.errors import (
    NotSent,
    PerhapsSent,
    Rejected,
    SlowDown,
    TokenRefused,
    Unreachable,
)
from bot.message import Html, Message
from bot.outbox import Outbox
from bot.pacing import EDIT_GAP_PRIVATE, PRIVATE_BURST, PRIVATE_RATE
from bot.sender import Sender
from bot.tables import OutboxRow
from bot.worker import Worker
from tests.bot.room import GROUP, Room

O1, R1 = 101, 202


def put(room: Room, *texts: str, chat: int = O1) -> None:
    with room.hall.office.desk("test:put") as desk:
        outbox = Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy)
        for text in texts:
            outbox.send(chat, "en", Message(Html(text)))


def show(room: Room, text: str, chat: int = O1) -> None:
    with room.hall.office.desk("test:show") as desk:
        outbox = Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy)
        outbox.progress("draw", chat, "en", Message(Html(text)))


def states(room: Room) -> list[str]:
    return [row.state for row in room.outbox()]


async def drain(room: Room, worker: Worker) -> Sender:
    """Let a sender work until nothing is left."""
    sender = room.sender(worker)
    await until_done(worker, sender, lambda: worker.write(delivery.waiting))
    return sender


async def until_done(worker: Worker, sender: Sender, left: Callable[[], Awaitable[int]]) -> None:
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(sender.run())
        while await left():
            sender.ring()
            await asyncio.sleep(0)
        sender.stop()


async def test_messages_leave_in_order_and_are_emptied(room: Room, worker: Worker) -> None:
    put(room, "one", "two", "three", "four")
    await drain(room, worker)
    assert room.service.texts(O1) == ["one", "two", "three", "four"]
    assert {(row.state, row.text) for row in room.outbox()} == {("sent", "")}
    assert [row.message_id for row in room.outbox()] == [1, 2, 3, 4]


@pytest.mark.parametrize("error", [SlowDown(7), NotSent("x"), PerhapsSent("x")])
async def test_what_did_not_arrive_keeps_its_place(
    room: Room, worker: Worker, error: Exception
) -> None:
    assert isinstance(error, SlowDown | NotSent | PerhapsSent)
    put(room, "one", "two")
    room.service.fail("send", error)
    await drain(room, worker)
    first, second = room.service.texts(O1)
    assert (first.endswith("one"), second) == (True, "two")
    assert first.startswith("Sent again") == isinstance(error, PerhapsSent)
    assert room.time.slept == [7 if isinstance(error, SlowDown) else 1.0]


async def test_a_lost_answer_repeats_and_says_so(room: Room, worker: Worker) -> None:
    put(room, "one")
    room.service.lose("send", PerhapsSent("x"))
    await drain(room, worker)
    first, again = room.service.texts(O1)
    assert first == "one"
    assert again.startswith("Sent again")
    assert again.endswith("\none")


async def test_one_closed_chat_does_not_hold_up_another(room: Room, worker: Worker) -> None:
    put(room, "slow", chat=O1)
    put(room, "quick", chat=R1)
    room.service.fail("send", SlowDown(30))
    await drain(room, worker)
    assert [shown.text for shown in room.service.messages] == ["quick", "slow"] or [
        shown.text for shown in room.service.messages
    ] == ["slow", "quick"]
    assert room.service.calls.count(("send", R1)) + room.service.calls.count(("send", O1)) == 3


async def test_who_blocked_the_bot_is_marked_and_left_alone(room: Room, worker: Worker) -> None:
    put(room, "one", "two", "three")
    room.service.fail("send", Unreachable("blocked"))
    await drain(room, worker)
    assert states(room) == ["dropped"] * 3
    assert len(room.service.calls) == 1
    with room.session() as session, session.begin():
        assert groups.unreachable(session) == {O1: room.hall.now}
    room.type(O1, "/help")
    with room.session() as session, session.begin():
        assert groups.unreachable(session) == {}


async def test_a_call_refused_for_good_is_put_away(room: Room, worker: Worker) -> None:
    put(room, "bad", "good")
    room.service.fail("send", Rejected("can't parse entities"))
    await drain(room, worker)
    assert states(room) == ["failed", "sent"]


async def test_progress_is_edited_in_place(room: Room, worker: Worker) -> None:
    for text in ("1", "2", "3"):
        show(room, text)
        await drain(room, worker)
    (shown,) = room.service.messages
    assert shown.texts == ["1", "2", "3"]


async def test_two_edits_of_a_message_leave_a_gap(room: Room, worker: Worker) -> None:
    """The chat itself would take another message at once."""
    sender = room.sender(worker)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(sender.run())
        for text in ("1", "2", "3"):
            show(room, text)
            sender.ring()
            await room.service.until(lambda text=text: room.service.texts(O1) == [text])
        sender.stop()
    assert sum(room.time.slept) == pytest.approx(EDIT_GAP_PRIVATE)


async def test_a_chat_gets_a_burst_and_then_one_after_the_other(room: Room, worker: Worker) -> None:
    put(room, *map(str, range(PRIVATE_BURST + 2)))
    await drain(room, worker)
    assert sum(room.time.slept) == pytest.approx(2 / PRIVATE_RATE)
    assert room.service.texts(O1) == [str(number) for number in range(PRIVATE_BURST + 2)]


async def test_a_closed_chat_gets_no_answer_either(room: Room, worker: Worker) -> None:
    with room.hall.office.desk("test:answer") as desk:
        outbox = Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy)
        outbox.answer(O1, "q1", "hello", alert=True)
    room.service.fail("answer", SlowDown(7))
    await drain(room, worker)
    assert room.time.slept == [7]
    assert room.service.answers == [("q1", "hello", True)]


async def test_only_the_newest_of_waiting_edits_leaves(room: Room, worker: Worker) -> None:
    show(room, "0", GROUP)
    await drain(room, worker)
    for text in map(str, range(1, 30)):
        show(room, text, GROUP)
    await drain(room, worker)
    assert room.service.messages[0].texts == ["0", "29"]


async def test_the_same_edit_twice_is_no_error(room: Room, worker: Worker) -> None:
    show(room, "1")
    await drain(room, worker)
    show(room, "1")
    await drain(room, worker)
    assert states(room) == ["sent", "sent"]


async def test_progress_whose_message_was_deleted_is_sent_anew(room: Room, worker: Worker) -> None:
    show(room, "1")
    await drain(room, worker)
    room.service.fail("edit", Rejected("message to edit not found"))
    show(room, "2")
    await drain(room, worker)
    show(room, "3")
    await drain(room, worker)
    assert [shown.texts for shown in room.service.messages] == [["1"], ["2", "3"]]


async def test_an_edit_of_what_was_never_sent_is_dropped(room: Room, worker: Worker) -> None:
    show(room, "1")
    with room.session() as session, session.begin():
        session.execute(update(OutboxRow).values(state="sending"))
    show(room, "2")
    with room.session() as session, session.begin():
        session.execute(
            update(OutboxRow).where(col(OutboxRow.kind) == "send").values(state="failed")
        )
    await drain(room, worker)
    assert states(room) == ["failed", "dropped"]


async def test_a_refused_token_ends_the_sender_and_loses_nothing(
    room: Room, worker: Worker
) -> None:
    put(room, "one")
    room.service.fail("send", TokenRefused("x"))
    with pytest.raises(ExceptionGroup) as caught:
        await room.sender(worker).run()
    assert caught.group_contains(TokenRefused)
    assert states(room) == ["queued"]


async def test_answers_overtake_waiting_messages(room: Room, worker: Worker) -> None:
    put(room, *map(str, range(10)))
    with room.hall.office.desk("test:answer") as desk:
        outbox = Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy)
        outbox.answer(O1, "q1", "hello", alert=True)
    await drain(room, worker)
    methods = [name for name, _ in room.service.calls]
    assert methods.index("answer") <= 4
    assert room.service.answers == [("q1", "hello", True)]


async def test_documents_and_menus_leave_too(room: Room, worker: Worker) -> None:
    with room.hall.office.desk("test:document") as desk:
        outbox = Outbox(desk.session, room.dispatch.mint, desk.now, desk.entropy)
        outbox.send(O1, "en", Message(Html("list"), (), ("a.csv", b"1,2")))
        outbox.commands(O1, "en", [("help", "what you can do")])
    await drain(room, worker)
    (shown,) = room.service.messages
    assert (shown.name, shown.data, shown.text) == ("a.csv", b"1,2", "list")
    assert room.service.menus == {(O1, None): ["help"]}


async def test_after_a_start_what_was_on_its_way_is_sent_again_and_says_so(
    room: Room, worker: Worker
) -> None:
    put(room, "queued")
    put(room, "sending")
    show(room, "progress")
    with room.session() as session, session.begin():
        rows = {row.text: row for row in session.query(OutboxRow)}
        rows["sending"].state = "sending"
    assert await worker.write(delivery.recover) == 1
    await drain(room, worker)
    texts = room.service.texts(O1)
    assert texts[0] == "queued"
    assert texts[1].startswith("Sent again: the program has just restarted")
    assert texts[2] == "progress"


async def test_old_rows_are_forgotten_but_not_what_progress_hangs_on(
    room: Room, worker: Worker
) -> None:
    show(room, "1")
    put(room, "gone")
    await drain(room, worker)
    later = room.hall.now + delivery.KEPT_SECONDS + 1
    await worker.write(lambda session: delivery.purge(session, later))
    assert len(room.outbox()) == 1
    show(room, "2")
    await drain(room, worker)
    assert room.service.messages[0].texts == ["1", "2"]


async def test_a_stop_does_not_wait_for_a_pause_to_pass(room: Room, worker: Worker) -> None:
    put(room, "one", "two")
    room.service.fail("send", SlowDown(3600))
    resting = asyncio.Event()

    async def for_ever(_seconds: float) -> None:
        resting.set()
        await asyncio.Event().wait()

    sender = room.sender(worker)
    sender.time = replace(sender.time, sleep=for_ever)
    async with asyncio.timeout(10):
        task = asyncio.create_task(sender.run())
        await resting.wait()
        sender.stop()
        await task
    assert states(room) == ["queued", "queued"]
