"""Whatever the service sends, the loop goes on: what cannot be stored or read is put away."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import sys
import time
import traceback
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from bot import faces, inbox
from bot.service import Raw
from bot.worker import Worker
from demo.generate import Variant, contents, dataset
from tests.bot import room as rooms
from tests.bot.room import Room, document, message

O1 = 101
HUGE = 2**63
SURROGATE = "\ud83d"


def deep() -> list[Any]:
    found: list[Any] = []
    for _ in range(20_000):
        found = [found]
    return found


def sender(number: object, **more: object) -> dict[str, object]:
    return {"from": {"id": number, "is_bot": False, "first_name": "示例", **more}}


UNSTORABLE: dict[str, dict[str, object]] = {
    "surrogate text": {"text": f"/act {SURROGATE}"},
    "surrogate caption": {"caption": SURROGATE, "document": document("a.csv", 20)},
    "surrogate file name": {"document": document(f"{SURROGATE}.csv", 20)},
    "surrogate key": {SURROGATE: 1},
    "huge sender": sender(HUGE),
    "huge negative chat": {"chat": {"id": -HUGE - 1, "type": "private"}},
    "huge file": {"document": document("a.csv", HUGE)},
    "deep": {"unknown": deep()},
}
UNREADABLE: dict[str, dict[str, object]] = {
    "number as text": {"text": 5},
    "list as text": {"text": ["/act"]},
    "object as text": {"text": {"a": 1}},
    "number as caption": {"caption": 5, "document": document("a.csv", 20)},
    "number as file name": {"document": document("a.csv", 20) | {"file_name": 5}},
    "text as file size": {"document": document("a.csv", 20) | {"file_size": "20"}},
    "number as language": sender(O1, language_code=5),
    "text as sender": sender("101"),
    "truth as sender": sender(True),
    "text as chat": {"chat": {"id": "101", "type": "private"}},
    "fraction as chat": {"chat": {"id": 1.5, "type": "private"}},
}


def bad(update_id: int, parts: dict[str, object]) -> Raw:
    raw = message(update_id, O1, None if "document" in parts else "/act x")
    raw["message"].update(parts)
    return raw


async def served(room: Room, worker: Worker, *updates: Raw) -> list[str]:
    """What was said to O1 when these and one good update after them were handled."""
    room.service.incoming.extend([*updates, message(90, O1, "/act last")])
    runner = room.runner(worker)
    async with asyncio.timeout(30):
        task = asyncio.create_task(runner.run())
        try:
            await room.service.until(lambda: "Done: last" in room.service.texts(O1))
        finally:
            runner.stop()
            await task
    return room.service.texts(O1)


@pytest.mark.parametrize("parts", UNSTORABLE.values(), ids=list(UNSTORABLE))
async def test_what_no_row_can_hold_is_a_failed_row_with_its_number(
    room: Room, worker: Worker, parts: dict[str, object]
) -> None:
    assert await served(room, worker, bad(41, parts)) == ["Done: last"]
    row = room.inbox()[0]
    assert (row.update_id, row.chat, row.raw, row.state) == (41, 0, "", "failed")
    assert row.done_at is not None


async def test_a_deep_update_ends_nothing_where_a_library_raised_the_limit(
    room: Room, worker: Worker
) -> None:
    """Python's own limit would not stop it then, and the stack would end the process."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)
    try:
        assert await served(room, worker, bad(41, UNSTORABLE["deep"])) == ["Done: last"]
    finally:
        sys.setrecursionlimit(limit)
    assert room.inbox()[0].state == "failed"


@pytest.mark.parametrize("parts", UNREADABLE.values(), ids=list(UNREADABLE))
async def test_values_of_other_types_are_put_away_without_a_word(
    room: Room, worker: Worker, parts: dict[str, object]
) -> None:
    assert await served(room, worker, bad(41, parts)) == ["Done: last"]
    assert [(row.state, row.raw) for row in room.inbox()] == [("failed", ""), ("done", "")]


async def test_updates_without_a_number_are_passed_over(room: Room, worker: Worker) -> None:
    raws: list[Raw] = [{"update_id": True}, {"message": {}}, {"update_id": "5"}]
    with room.session() as session, session.begin():
        assert inbox.store(session, [*raws, {"update_id": HUGE}], 1) == []
    assert room.inbox() == []


# What was typed leaves the files


TYPED = "0123456789abcdef" * 4


def kept(room: Room) -> list[str]:
    """The files of the office that hold what was typed."""
    files = [path for path in room.hall.folder.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files), "the write-ahead log is read too"
    return [path.name for path in files if TYPED.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    "parts",
    [
        {"text": f"/refuse {TYPED}"},
        {"text": f"/fail {TYPED}"},
        {"text": TYPED},
        {"text": f"/audit {TYPED}"},
        {"text": 5, "caption": TYPED},
        {"caption": TYPED, "document": document("a.csv", 20)},
    ],
    ids=["refused", "failed", "no command", "no right", "unreadable", "file"],
)
async def test_what_was_typed_leaves_all_files(
    room: Room, worker: Worker, parts: dict[str, object]
) -> None:
    """After an update before it, so that the tidying of the start is over."""
    kept_before: list[str] = []

    def at_point(point: str) -> None:
        if point == "inbox.stored":
            kept_before.extend(kept(room))

    runner = room.runner(worker)
    runner.at_point = at_point
    room.service.incoming.append(message(40, O1, "/act first"))
    async with asyncio.timeout(30):
        task = asyncio.create_task(runner.run())
        await room.service.until(lambda: "Done: first" in room.service.texts(O1))
        room.service.incoming.append(bad(41, parts))
        while not kept_before or kept(room):
            assert not task.done(), task
            await asyncio.sleep(0.01)
        runner.stop()
        await task
    assert room.inbox()[-1].state in ("done", "failed")


async def test_what_a_process_that_ended_left_is_forgotten_at_the_next_start(
    room: Room, worker: Worker
) -> None:
    room.store(message(41, O1, TYPED))
    with room.session() as session, session.begin():
        inbox.close(session, 41, room.hall.now)
    assert kept(room)
    async with asyncio.timeout(30):
        task = asyncio.create_task((runner := room.runner(worker)).run())
        while kept(room):
            assert not task.done(), task
            await asyncio.sleep(0.01)
        runner.stop()
        await task


def test_nobody_waits_for_one_who_reads_and_it_is_forgotten_after_them(room: Room) -> None:
    room.store(message(41, O1, TYPED))
    with closing(sqlite3.connect(room.hall.folder / "sunlot.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT raw FROM bot_inbox").fetchall()
        with room.session() as session, session.begin():
            inbox.close(session, 41, room.hall.now)
        began = time.monotonic()
        assert not inbox.forget(room.hall.office.engine)
        assert time.monotonic() - began < 5, "SQLite itself would wait for ten seconds"
        assert kept(room)
    assert inbox.forget(room.hall.office.engine)
    assert not kept(room)
    with room.hall.office.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 10_000


# Private rows on a full disk


def fill(engine: sa.Engine) -> None:
    """The database file cannot grow any more."""

    def full(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1").close()  # SQLite: as large as it is now

    sa.event.listen(engine, "connect", full)
    engine.dispose()


async def all_it_says(room: Room, worker: Worker, caplog: pytest.LogCaptureFixture) -> str:
    """Run into the full disk; every log line, and the whole error with which the process ends."""
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    with caplog.at_level(logging.DEBUG, logger="bot"), pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(30):
            await room.runner(worker).run()
    assert caught.group_contains(sa.exc.OperationalError, match="full")
    return caplog.text + "".join(traceback.format_exception(caught.value))


async def test_storing_on_a_full_disk_shows_no_typed_word(
    room: Room, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    fill(room.hall.office.engine)
    room.service.incoming.append(message(1, O1, "/act " + "示例企业甲" * 4000))
    assert "示例" not in await all_it_says(room, worker, caplog)


async def test_importing_on_a_full_disk_shows_no_name_and_no_code(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    room = rooms.build(tmp_path, faces.table())
    files = contents(dataset(variant=Variant.SMALL))
    for number, name in enumerate(("catalogue.csv", "institutions.xlsx"), start=1):
        data = files[name]
        room.say(message(number, O1, document=document(name, len(data))), data)
    fill(room.hall.office.engine)
    roster = files["enterprises.csv"]
    with caplog.at_level(logging.DEBUG, logger="bot"):
        said = ending(
            room, message(3, O1, document=document("enterprises.csv", len(roster))), roster
        )
    assert "OperationalError" in said
    cells = [line.split(",") for line in roster.decode("utf-8-sig").splitlines()[1:]]
    assert len(cells) > 500
    assert not any(word in caplog.text + said for code, name, *_ in cells for word in (code, name))


def ending(room: Room, raw: Raw, data: bytes) -> str:
    """The whole error in which handling this update ends, or what the log says of it."""
    room.store(raw)
    try:
        room.dispatch.handle(inbox.read(room.inbox()[-1].raw), data)
    except sa.exc.OperationalError as error:
        return "".join(traceback.format_exception(error))
    return "OperationalError" if room.inbox()[-1].state == "failed" else ""
