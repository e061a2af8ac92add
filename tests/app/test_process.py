"""The whole thing: a real bot process, a real local Telegram, people on the other side."""

from __future__ import annotations

import shutil
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import witness
from app.wiring import consulted
from bot import delivery, inbox
from inspection.people import people
from tests.app.stage import (
    PATIENCE,
    TOKEN,
    Bot,
    LocalTelegram,
    found,
    local_telegram,
    sunlot,
    until,
)
from tests.witness.running import free_port

PROMPTLY = 5.0
"""Seconds; a witness that hangs is given up after ten."""


@dataclass
class Event:
    """A bot with its invitations and its first visitor."""

    telegram: LocalTelegram
    bot: Bot
    invitations: list[dict[str, str]]
    visitor: int


@dataclass(frozen=True)
class Founded:
    """A folder as `sunlot init` left it; every test works on a copy."""

    folder: Path
    invitations: list[dict[str, str]]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    folder = tmp_path_factory.mktemp("founded")
    return Founded(folder, found(folder))


@pytest.fixture
def event(tmp_path: Path, founded: Founded) -> Iterator[Event]:
    shutil.copytree(founded.folder, tmp_path, dirs_exist_ok=True)
    with local_telegram() as telegram:
        visitor = telegram.post("/users", first_name="示例", language_code="en")["id"]
        bot = Bot(tmp_path, telegram.url)
        yield Event(telegram, bot, founded.invitations, visitor)
        bot.kill()


def enrol(event: Event, number: int = 0) -> None:
    invitation, visitor = event.invitations[number], event.visitor
    path = f"/users/{visitor}/start"
    event.telegram.post(path, bot="sunlot_bot", payload=invitation["start"])
    until(lambda: any("six-digit" in text for text in event.telegram.texts(visitor)))
    event.telegram.say(visitor, invitation["code"])
    until(lambda: any("Welcome" in text for text in event.telegram.texts(visitor)))


@dataclass(frozen=True)
class Left:
    """What a stopped bot leaves in its rows."""

    people: int
    updates: int
    messages: int


def left(event: Event) -> Left:
    """Look into the rows of the bot's folder."""
    folder = event.bot.folder
    with (
        consulted(folder / "data", folder / "publication") as system,
        system.office.desk("test:left") as desk,
    ):
        session = desk.session
        return Left(len(people(desk)), len(inbox.unhandled(session)), delivery.waiting(session))


def menu(event: Event) -> list[str]:
    """The commands that the visitor's menu shows."""
    url = f"{event.telegram.url}/local/users/{event.visitor}/commands"
    answer = event.telegram.http.get(url, params={"chat": "sunlot_bot"}).json()
    return [command["command"] for command in answer["commands"]]


def test_an_official_enrols_gets_a_menu_and_the_bot_stops_cleanly(event: Event) -> None:
    event.bot.start()
    of_strangers = until(lambda: menu(event))
    enrol(event)
    of_officials = until(lambda: (found := menu(event)) != of_strangers and found)
    assert {"help", "start"} <= set(of_strangers) < set(of_officials)
    assert event.bot.stop() == 0
    assert TOKEN not in event.bot.log
    assert "示例" not in event.bot.log
    assert left(event) == Left(people=1, updates=0, messages=0)


def test_a_second_process_is_kept_off(event: Event) -> None:
    event.bot.start()
    enrol(event)
    done = sunlot(event.bot.folder, "bot", SUNLOT_DATA="data", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, "another process" in done.stderr) == (1, True)
    assert sunlot(event.bot.folder, "status", "--data", "data").returncode == 0


@pytest.mark.parametrize("point", ["inbox.stored", "handled.commit:3", "outbox.sent"])
def test_killed_anywhere_nothing_is_lost_or_done_twice(event: Event, point: str) -> None:
    event.telegram.post(
        f"/users/{event.visitor}/start",
        bot="sunlot_bot",
        payload=event.invitations[0]["start"],
    )
    event.bot.start(SUNLOT_KILL_AT=point)
    assert event.bot.ended() == -signal.SIGKILL
    event.bot.start()
    texts = until(lambda: _asked(event))
    assert 1 <= len(texts) <= 2
    if len(texts) == 2:  # sent, killed before that was noted: repeated, and it says so
        assert texts[1].startswith("Sent again: the program has just restarted")
    event.telegram.say(event.visitor, event.invitations[0]["code"])
    until(lambda: any("Welcome" in text for text in event.telegram.texts(event.visitor)))
    assert event.bot.stop() == 0
    assert left(event).people == 1
    assert left(event).updates == 0
    assert TOKEN not in event.bot.log


def _asked(event: Event) -> list[str]:
    return [text for text in event.telegram.texts(event.visitor) if "six-digit" in text]


def test_a_flood_limit_delays_and_loses_nothing(event: Event) -> None:
    event.bot.start()
    event.telegram.post("/faults", status=429, method="sendMessage", retry_after=2, times=1)
    for name in ("one", "two", "three"):
        event.telegram.say(event.visitor, f"/{name}")
    texts = until(lambda: len(event.telegram.texts(event.visitor)) >= 3) and event.telegram.texts(
        event.visitor
    )
    assert [name in text for name, text in zip(("one", "two", "three"), texts, strict=True)]
    assert event.bot.stop() == 0


def test_a_lost_answer_is_repeated_with_a_word(event: Event) -> None:
    event.bot.start()
    event.telegram.post("/faults", status="drop", method="sendMessage", times=1, after=True)
    event.telegram.say(event.visitor, "/one")
    until(lambda: len(event.telegram.texts(event.visitor)) == 2)
    first, second = event.telegram.texts(event.visitor)
    assert second.startswith("Sent again: the connection broke off")
    assert second.endswith(first)


def test_a_refused_token_ends_the_process(event: Event) -> None:
    event.bot.url = f"{event.telegram.url}/elsewhere"
    event.bot.start()
    assert event.bot.ended() == 1
    assert "Traceback" not in event.bot.log


def test_it_stops_promptly_while_a_witness_and_a_relay_hang(tmp_path: Path) -> None:
    """Both take the connection and never answer; each would be waited for many seconds."""
    vkey = witness.make(tmp_path / "witness", "witness.example.org/1")
    with local_telegram() as telegram, socket.create_server(("127.0.0.1", 0)) as hanging:
        hanging.settimeout(PATIENCE)
        address = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        found(tmp_path, "--witness", f"{vkey} {address} 示例消费者协会", "--quorum", "1")
        bot = Bot(tmp_path, telegram.url)
        bot.start(SUNLOT_RELAYS=address)
        asked, _ = hanging.accept()
        with asked:
            assert asked.recv(40).startswith(b"POST /add-checkpoint")
            began = time.monotonic()
            assert bot.stop() == 0
            assert time.monotonic() - began < PROMPTLY
    assert "Traceback" not in bot.log


def test_before_the_chat_answers_witnesses_are_asked_and_a_signal_ends_it(tmp_path: Path) -> None:
    """What was written just before the last end must be signed in time, chat or no chat."""
    vkey = witness.make(tmp_path / "witness", "witness.example.org/1")
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        hanging.settimeout(PATIENCE)
        address = f"http://127.0.0.1:{hanging.getsockname()[1]}"
        found(tmp_path, "--witness", f"{vkey} {address} 示例消费者协会", "--quorum", "1")
        bot = Bot(tmp_path, f"http://127.0.0.1:{free_port()}")  # nobody is there
        bot.start()
        try:
            asked, _ = hanging.accept()
            with asked:
                assert asked.recv(40).startswith(b"POST /add-checkpoint")
                assert bot.stop() == 0
        finally:
            bot.kill()
    assert "Traceback" not in bot.log


def test_a_full_disk_ends_the_process_and_shows_no_typed_word(event: Event) -> None:
    secret = "示例企业甲"
    event.telegram.say(event.visitor, secret * 800)
    event.bot.start(program="tests.app.full_disk")
    assert event.bot.ended() == 1
    assert "SQLITE_FULL" in event.bot.log
    assert "Traceback" not in event.bot.log
    assert secret not in event.bot.log
    assert "\\u" not in event.bot.log
    event.bot.start()
    until(lambda: event.telegram.texts(event.visitor))
    assert event.bot.stop() == 0
