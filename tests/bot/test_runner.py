"""The whole loop in one process: fetch, store, handle in order, send, stop, start again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.context import Context
from bot.errors import FileRefused, NotSent, OtherPoller, PerhapsSent, TokenRefused
from bot.runner import Runner
from bot.service import Raw
from bot.table import OFFICIALS, Command, Table
from bot.worker import Worker
from ledger import Stopped
from tests.bot import room as rooms
from tests.bot import small_face
from tests.bot.room import GROUP, Room, document, message

O1, O2, R1 = 101, 102, 202


@asynccontextmanager
async def running(room: Room, worker: Worker) -> AsyncIterator[Runner]:
    """A runner at work; stopped and awaited at the end."""
    runner = room.runner(worker)
    async with asyncio.timeout(60):
        task = asyncio.create_task(runner.run())
        try:
            yield runner
        finally:
            runner.stop()
            await task


def chat_texts(room: Room, chat: int) -> list[str]:
    return [text for text in room.service.texts(chat) if text.startswith("Done")]


async def test_an_update_goes_all_the_way(room: Room, worker: Worker) -> None:
    room.service.incoming.append(message(41, O1, "/act x"))
    async with running(room, worker):
        await room.service.until(lambda: chat_texts(room, O1) == ["Done: x"])
        await room.service.until(lambda: room.service.confirmed == 42 or _nudge(room))
    assert "inbox.stored" in room.points
    assert "outbox.sent" in room.points


def _nudge(room: Room) -> bool:
    room.service.arrived.set()
    return room.service.confirmed == 42


async def test_nothing_is_confirmed_before_it_is_stored(room: Room, worker: Worker) -> None:
    seen: list[tuple[int, int]] = []

    def at_point(point: str) -> None:
        if point == "inbox.stored":
            seen.append((room.service.confirmed, len(room.inbox())))

    runner = room.runner(worker)
    runner.at_point = at_point
    room.service.incoming.append(message(41, O1, "/act x"))
    task = asyncio.create_task(runner.run())
    await room.service.until(lambda: chat_texts(room, O1))
    runner.stop()
    await task
    assert seen[0] == (0, 1)


async def test_menus_are_set_at_the_start(room: Room, worker: Worker) -> None:
    async with running(room, worker):
        await room.service.until(lambda: (O1, None) in room.service.menus)
        await room.service.until(lambda: (R1, None) in room.service.menus)
    menus = room.service.menus
    assert "act" in menus[O1, None]
    assert "act" not in menus[R1, None]
    assert menus[None, None] == menus[None, "zh"]
    assert "here" in menus["groups", None]


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, *HealthCheck]
)
@given(st.lists(st.sampled_from([O1, O2, GROUP]), min_size=1, max_size=25), st.data())
def test_every_chat_keeps_its_order_whatever_is_repeated(
    chats: list[int], data: st.DataObject
) -> None:
    updates = [
        message(n, O1 if chat == GROUP else chat, f"/anywhere {n}", chat=chat)
        for n, chat in enumerate(chats, start=1)
    ]
    repeated = data.draw(st.lists(st.sampled_from(updates), max_size=10))
    with TemporaryDirectory() as folder:
        asyncio.run(_all_in_order(Path(folder), updates, repeated, set(chats)))


async def _all_in_order(
    folder: Path, updates: list[Raw], repeated: list[Raw], chats: set[int]
) -> None:
    room = rooms.build(folder, small_face.table())
    worker = Worker(room.hall.office.engine)
    room.service.incoming.extend([*updates, *repeated])
    expected = {
        chat: [
            f"Done: {raw['update_id']}" for raw in updates if raw["message"]["chat"]["id"] == chat
        ]
        for chat in chats
    }
    async with running(room, worker):
        for chat in chats:
            await room.service.until(lambda c=chat: len(chat_texts(room, c)) == len(expected[c]))
    worker.close()
    assert {chat: chat_texts(room, chat) for chat in chats} == expected


async def test_a_restart_handles_what_was_stored_and_only_that(room: Room, worker: Worker) -> None:
    room.store(message(1, O1, "/act one"), message(2, O1, "/act two"), message(3, O1, "/act 3"))
    room.say(message(1, O1, "/act one"))
    async with running(room, worker):
        await room.service.until(lambda: len(chat_texts(room, O1)) == 3)
    assert chat_texts(room, O1) == ["Done: one", "Done: two", "Done: 3"]
    assert {row.state for row in room.inbox()} == {"done"}


async def test_failures_of_the_service_are_survived(room: Room, worker: Worker) -> None:
    room.service.fail("updates", NotSent("x"), OtherPoller("x"), PerhapsSent("x"))
    room.service.fail("commands", NotSent("x"))
    room.service.incoming.append(message(1, O1, "/act x"))
    async with running(room, worker):
        await room.service.until(lambda: chat_texts(room, O1) == ["Done: x"])


async def test_a_refused_token_ends_the_process(room: Room, worker: Worker) -> None:
    room.service.fail("updates", TokenRefused("x"))
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(20):
            await room.runner(worker).run()
    assert caught.group_contains(TokenRefused)


async def test_a_book_that_stopped_ends_the_process(room: Room, worker: Worker) -> None:
    room.hall.office.book.halt()

    def write(_ctx: Context) -> None:
        room.hall.office.book.require_running()

    command = Command("act", OFFICIALS, "private", "act", write)
    room.dispatch.table = Table({"act": command})
    room.service.incoming.append(message(1, O1, "/act x"))
    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(20):
            await room.runner(worker).run()
    assert caught.group_contains(Stopped)
    assert room.inbox()[0].state == "new"
    room.hall.office.book.resume()


async def test_a_file_is_fetched_before_its_handler_runs(room: Room, worker: Worker) -> None:
    room.service.files["F1"] = b"x" * 20
    room.service.fail("download", NotSent("x"))
    room.service.incoming.append(message(1, O1, document=document("a.csv", 20)))
    async with running(room, worker):
        await room.service.until(lambda: "a.csv: 20" in room.service.texts(O1))


@pytest.mark.parametrize("user", [O1, R1])
async def test_a_file_nobody_may_send_is_never_fetched(
    room: Room, worker: Worker, user: int
) -> None:
    size = 20 if user == R1 else 5000
    room.service.fail("download", FileRefused("must not be called"))
    room.service.incoming.append(message(1, user, document=document("a.csv", size)))
    async with running(room, worker):
        await room.service.until(lambda: len(room.service.texts(user)) == 1)
    assert ("download", None) not in room.service.calls


async def test_old_updates_are_forgotten(room: Room, worker: Worker) -> None:
    room.say(message(1, O1, "/act x"))
    room.hall.now += 49 * 3600
    async with running(room, worker):
        await room.service.until(lambda: chat_texts(room, O1))
    assert room.inbox() == []
