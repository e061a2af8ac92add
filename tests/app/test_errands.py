"""The errands beside the bot: real witness processes, a real relay, a real book; no chat service.

A hall (tests/inspection/hall.py) brings the campaign forward on the database thread, as updates
would; the errands run beside it, as in `sunlot bot`.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.orm import Session
from sqlmodel import select
from structlog.testing import capture_logs

import witness
from app.errands import PATIENCE as PATIENCE_OF_PEOPLE
from bot.board import board
from bot.tables import OutboxRow
from bot.texts import msg, speech
from inspection import acts
from inspection.campaign import Step
from inspection.errors import Refusal
from inspection.witnessed import sight
from ledger.policy import witness_policy
from tests.app.beside import PATIENCE, Body, Evening, errands, lying, relay
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.hall import Hall, Work
from tests.witness.running import free_port

BODIES: Final = ("示例消费者协会", "示例公证处")
NAMES: Final = ("witness.example.org/consumers", "witness.example.com/notary")
YOUR_TURN: Final = speech("zh")(msg("It is the turn of number {number} to choose."), number=1)
VALUE_HERE: Final = "信标值已收到"
TOO_LATE: Final = "已来不及"
BOOK_LINE: Final = "账本："


@pytest.fixture
def bodies(tmp_path: Path) -> Iterator[tuple[Body, Body]]:
    """Two bodies whose processes are not started yet; both are needed (quorum 2)."""
    first, second = (Body(tmp_path / f"w{n}", name) for n, name in enumerate(NAMES))
    yield first, second
    first.kill()
    second.kill()


@pytest.fixture
def hall(tmp_path: Path, bodies: tuple[Body, Body]) -> Iterator[Hall]:
    """A campaign with the test beacon and both witnesses, audited; draw 1 may be committed."""
    rows = [{"body": b, "vkey": w.vkey} for b, w in zip(BODIES, bodies, strict=True)]
    found = halls.build(tmp_path / "office", policy=witness_policy(2, rows))
    log_key = found.guard.vkey
    for body in bodies:
        witness.trust(body.folder, found.origin, log_key)
    halls.begin(found, halls.BEACON_FORM)
    yield found
    found.leave()


def urls(bodies: Sequence[Body]) -> dict[str, str]:
    return {body.vkey: body.url for body in bodies}


def signed(wanted: int) -> Callable[[Hall], bool]:
    """Whether so many witnesses have signed the book as it is."""

    def look(hall: Hall) -> bool:
        with hall.office.desk("test:look") as desk:
            return sight(desk).signed == wanted

    return look


def told(words: str) -> Callable[[Hall], bool]:
    """Whether a message with these words is queued for somebody."""

    def look(hall: Hall) -> bool:
        with Session(hall.office.engine) as session:
            return any(words in row.text for row in session.scalars(select(OutboxRow)))

    return look


def shown(hall: Hall, short: str) -> str:
    """The board of one person, in English."""
    with hall.office.desk("test:board") as desk:
        return board(speech("en"), desk, hall.people[short]).text


def commit(hall: Hall) -> Work:
    return halls.draw_steps(hall)[0][1]


def choose(hall: Hall) -> Work:
    return halls.draw_steps(hall)[1][1]


def lines_of(hall: Hall) -> int:
    """Signature lines in the public checkpoint, the log's own among them."""
    return (hall.publication / "checkpoint").read_text("utf-8").count("\u2014 ")


# ---- witnesses


async def test_a_draw_waits_for_a_witness_that_comes_later(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    first, second = bodies
    first.start()
    async with errands(hall, urls(bodies), []) as evening:
        await evening.act(commit(hall))
        await evening.until(signed(1))
        assert "Waiting for the witnesses: 1 of 2." in await evening.ask(lambda h: shown(h, "o1"))
        assert await _refused(evening, choose(hall)) == "not_witnessed"
        assert not await evening.ask(told(YOUR_TURN))
        second.start()
        await evening.until(told(YOUR_TURN))
        await evening.act(choose(hall))
    assert lines_of(hall) >= 1


async def test_witnesses_sign_also_while_the_chat_cannot_be_reached(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    """What was written just before the process ended must not wait for the chat service."""
    for body in bodies:
        body.start()
    chat = asyncio.Event()
    async with errands(hall, urls(bodies), [], chat=chat) as evening:
        await evening.act(commit(hall))
        await evening.until(signed(2))
        assert not await evening.ask(told(YOUR_TURN))
        chat.set()
        await evening.until(told(YOUR_TURN))


async def test_with_all_witnesses_down_the_board_says_so(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    async with errands(hall, urls(bodies), []) as evening:
        await evening.act(commit(hall))
        for short in ("o1", "r1", "s1"):
            words = await evening.ask(partial(shown, short=short))
            assert "Waiting for the witnesses: 0 of 2." in words
        assert await _refused(evening, choose(hall)) == "not_witnessed"
        assert lines_of(hall) == 1
        assert not evening.task.done()


async def test_a_witness_that_lies_counts_for_nothing(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    """It answers with the other one's signature, with nonsense, and with a size beyond ours."""
    first, second = bodies
    first.start()
    lies = [b"nonsense", b"409 999999", b""]
    async with lying(lies) as (address, asked):
        addresses = {first.vkey: first.url, second.vkey: address}
        async with errands(hall, addresses, []) as evening:
            await evening.act(commit(hall))
            await evening.until(signed(1))
            await evening.until(lambda _: len(asked) >= 2)
            assert await evening.ask(signed(1))
            assert not evening.task.done()
    assert lines_of(hall) == 2


async def test_a_failing_witness_is_named_once_and_asked_again_at_once_for_a_new_head(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    """The pause after a failure grows; a new head ends it."""
    first, _ = bodies
    async with lying([b"nonsense"]) as (address, asked):
        with capture_logs() as logs:
            async with errands(hall, {first.vkey: address}, []) as evening:
                await evening.until(lambda _: len(asked) >= 3)  # after 1 s and 2 s; the next 4 s
                began = time.monotonic()
                await evening.act(commit(hall))
                await evening.until(lambda _: len(asked) >= 4)
                assert time.monotonic() - began < 2
    assert [one["event"] for one in logs].count("witness did not sign") == 1


async def test_a_database_that_is_locked_for_a_while_ends_nothing(hall: Hall) -> None:
    """Another process writes for longer than SQLite waits."""
    with hall.office.engine.connect() as held:  # a pooled one: the test need not wait for long
        held.exec_driver_sql("PRAGMA busy_timeout = 50")
    async with errands(hall, {}, []) as evening:
        with capture_logs() as logs, closing(_locked(hall)):
            await _until(lambda: any(one["event"].startswith("database in use") for one in logs))
        await evening.act(commit(hall))
        assert not evening.task.done()


def _locked(hall: Hall) -> sqlite3.Connection:
    other = sqlite3.connect(hall.folder / "sunlot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - the errands give no event
            await asyncio.sleep(0.02)


async def test_signatures_survive_a_restart_of_the_office(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    first, second = bodies
    first.start()
    async with errands(hall, urls(bodies), []) as evening:
        await evening.act(commit(hall))
        await evening.until(signed(1))
    first.kill()
    hall.restart()
    assert signed(1)(hall)
    assert lines_of(hall) == 2
    second.start()
    async with errands(hall, urls(bodies), []) as evening:
        await evening.until(told(YOUR_TURN))
        assert await evening.ask(signed(2))
    assert lines_of(hall) == 3


# ---- the beacon


async def test_a_due_round_is_fetched_and_the_officials_are_told(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    """A relay that lies is passed over; the value of the next one is kept, once."""
    for body in bodies:
        body.start()
    async with (
        relay(hall) as true,
        relay(hall, lie=True) as false,
        errands(hall, urls(bodies), [false, true]) as evening,
    ):
        await _opened(evening)
        assert not await evening.ask(told(VALUE_HERE))
        hall.wait_for_round()
        hall.now += hall.pace
        await evening.until(told(VALUE_HERE))
        await evening.act(lambda desk: acts.record_beacon(desk, hall.people["o1"]))
        assert (await evening.ask(lambda h: h.step)) is Step.RESULT


async def test_without_any_relay_people_are_asked_to_bring_the_value(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    for body in bodies:
        body.start()
    nobody = f"http://127.0.0.1:{free_port()}"
    async with errands(hall, urls(bodies), [nobody]) as evening:
        await _opened(evening)
        hall.wait_for_round()
        hall.now += hall.pace + PATIENCE_OF_PEOPLE  # seconds since it was due count, not tries
        began = time.monotonic()
        await evening.until(told("没有任何中继应答"))
        assert time.monotonic() - began < PATIENCE_OF_PEOPLE / 2
        value = outside.true_value(await evening.ask(lambda h: h.round))
        await evening.act(lambda desk: acts.take_beacon(desk, value, hall.people["b1"]))
        await evening.act(lambda desk: acts.record_beacon(desk, hall.people["o1"]))


async def test_a_due_round_waits_for_the_chat(hall: Hall, bodies: tuple[Body, Body]) -> None:
    """Until then it is not known by which name the bot is to be found: no message can be made."""
    for body in bodies:
        body.start()
    async with errands(hall, urls(bodies), []) as evening:
        await _opened(evening)
    hall.wait_for_round()
    hall.now += hall.pace + PATIENCE_OF_PEOPLE
    chat, no_relay = asyncio.Event(), told("没有任何中继应答")
    async with errands(hall, {}, [], chat=chat) as evening:
        for _ in range(20):  # turns of the database thread; a round that is due needs three
            assert not await evening.ask(no_relay)
        chat.set()
        await evening.until(no_relay)


async def test_a_draw_that_is_opened_too_late_is_said_once(
    hall: Hall, bodies: tuple[Body, Body]
) -> None:
    for body in bodies:
        body.start()
    async with errands(hall, urls(bodies), []) as evening:
        await _closed(evening)
        hall.now += 60
        await evening.until(_told_late)
        assert "Too late" in await evening.ask(lambda h: shown(h, "o2"))
        opens: Work = lambda desk: acts.open_secrets(desk, hall.people["o1"])  # noqa: E731
        assert await _refused(evening, opens) == "opening_late"
        assert await evening.ask(_told_late) == 2  # both officials


async def _refused(evening: Evening, work: Work) -> str:
    """The code with which the office refuses this act."""
    with pytest.raises(Refusal) as refused:
        await evening.act(work)
    return refused.value.code


async def _closed(evening: Evening) -> None:
    """Draw 1 up to its closed list, the witnesses signing as it goes."""
    hall = evening.hall
    steps = halls.draw_steps(hall, by=(1,))
    for step, work in steps[:5]:
        if step is Step.CHOOSE:
            await evening.until(signed(2))
        await evening.act(work)
    await evening.until(signed(2))


async def _opened(evening: Evening) -> None:
    await _closed(evening)
    hall = evening.hall
    await evening.act(lambda desk: acts.open_secrets(desk, hall.people["o1"]))
    await evening.until(signed(2))


def _told_late(hall: Hall) -> int:
    """Messages of their own that say so; a board, drawn anew after a signature, says it too."""
    with Session(hall.office.engine) as session:
        texts = [row.text for row in session.scalars(select(OutboxRow))]
    return sum(TOO_LATE in text and BOOK_LINE not in text for text in texts)
