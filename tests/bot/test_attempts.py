"""An update that ends the process is not tried for ever, and others are not blamed for it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.dispatch import MOST_ATTEMPTS
from bot.incoming import parse
from bot.service import Raw
from bot.tables import InboxRow
from tests.bot.room import Room, document, message, press

ROOT = Path(__file__).resolve().parents[2]
O1, O2 = 101, 102


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bot.killed", str(folder), str(O1)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_killing_update_is_given_up_after_three_processes(room: Room) -> None:
    room.store(message(1, O1, "/act x"), message(2, O2, "/anywhere mine"))
    room.hall.leave()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert start(room.hall.folder).returncode == -signal.SIGKILL
        assert [row.attempts for row in room.inbox()] == [attempt, 0]
        room.hall.leave()
    done = start(room.hall.folder)
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout.splitlines()[-1])[str(O1)]
    assert "中断" in told
    killing, innocent = room.inbox()
    assert (killing.state, killing.raw) == ("failed", "")
    assert (innocent.state, innocent.attempts) == ("done", 1)


def tried(room: Room, raw: Raw, attempts: int) -> None:
    """Store an update as if that many processes had ended over it."""
    room.store(raw)
    with room.session() as session, session.begin():
        here = col(InboxRow.update_id) == raw["update_id"]
        session.execute(update(InboxRow).where(here).values(attempts=attempts))


@pytest.mark.parametrize(("attempts", "handled"), [(0, True), (2, True), (3, False)])
def test_the_fourth_attempt_is_not_made(room: Room, attempts: int, handled: bool) -> None:
    raw = message(1, O1, "/act x")
    tried(room, raw, attempts)
    room.dispatch.handle(parse(raw))
    (row,) = room.outbox()
    assert ("Done: x" in row.text) == handled
    assert room.inbox()[0].state == ("done" if handled else "failed")


def test_a_press_given_up_is_answered(room: Room) -> None:
    raw = press(1, O1, "v1:whatever")
    tried(room, raw, MOST_ATTEMPTS)
    room.dispatch.handle(parse(raw))
    (row,) = room.outbox()
    assert row.kind == "answer"
    assert "中断" in row.text


def test_if_saying_so_ends_the_process_nothing_is_said(room: Room) -> None:
    raw = message(1, O1, "/act x")
    tried(room, raw, MOST_ATTEMPTS + 1)
    room.dispatch.handle(parse(raw))
    assert room.outbox() == []
    assert room.inbox()[0].state == "failed"


def test_a_file_of_an_update_given_up_is_not_fetched(room: Room) -> None:
    raw = message(1, O1, document=document("a.csv", 20))
    tried(room, raw, MOST_ATTEMPTS)
    assert room.dispatch.file_limit(parse(raw)) == 0
    assert room.inbox()[0].attempts == MOST_ATTEMPTS + 1
    room.dispatch.handle(parse(raw))
    (row,) = room.inbox()
    assert (row.state, row.attempts) == ("failed", MOST_ATTEMPTS + 1)
