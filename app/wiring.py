"""Puts the parts together: book, guard, publisher, office, bot.

`opened` is for a process that writes: it locks the data folder and recovers first, which is the
only recovery path (spec 03 §7.4). `consulted` is for a short look or a private row while the bot
runs; `reading` is for one that only reads, however long that takes.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

import bot.tables  # the rows of the bot belong to the tables that are made
from app.errands import Errands
from app.errors import WrongFolder, WrongSettings
from app.folder import DataFolder
from app.judge import VerifierJudge
from app.relays import Relays
from app.settings import Settings
from app.witnesses import WitnessClient
from bot.buttons import Mint
from bot.dispatch import Dispatch
from bot.errors import ChatError, TokenRefused
from bot.faces import table
from bot.gateway import Gateway
from bot.runner import Runner
from bot.sender import Sender, Time
from bot.service import Service
from bot.worker import Worker
from inspection import bls
from inspection.campaign import LedgerState
from inspection.desk import Office
from inspection.order import after
from ledger import Book, DataLock, Guard, Publisher, create, open_engine
from ledger.trust import vkey_line

TABLES: Final = bot.tables.__name__
AtPoint = Callable[[str], None]


@dataclass(frozen=True)
class System:
    """A data folder in use."""

    folder: DataFolder
    publication: Path
    engine: Engine
    guard: Guard
    office: Office


def nowhere(_point: str) -> None:
    """The point function of a process nobody wants to kill."""


@contextmanager
def opened(data: Path, publication: Path, at_point: AtPoint = nowhere) -> Iterator[System]:
    """Lock and recover a data folder and use it; `Locked` if another process does."""
    folder = DataFolder(data)
    folder.ledger()  # says what to do if there is none, before anything is locked
    with DataLock(data), consulted(data, publication, at_point) as system:
        create(system.engine)
        SQLModel.metadata.create_all(system.engine)
        _check_identity(system)  # first: recovery writes with the policy that stands in the file
        system.office.head = system.office.publisher.recover()
        yield system


@contextmanager
def consulted(data: Path, publication: Path, at_point: AtPoint = nowhere) -> Iterator[System]:
    """Use a data folder without lock and recovery; adding an entry through it is a mistake.

    Its transactions keep the bot waiting, so they must be short.
    """
    folder = DataFolder(data)
    folder.ledger()  # says what to do if there is none, before a database is made
    with _system(folder, open_engine(folder.database), publication, at_point) as system:
        yield system


@contextmanager
def reading(data: Path, publication: Path) -> Iterator[System]:
    """Use a data folder for nothing but reading: the bot never waits for it, and it cannot write.

    It sees the state of its transaction's first look, however long the transaction takes.
    """
    folder = DataFolder(data)
    folder.ledger()
    with _system(folder, _reading_engine(folder.database), publication, nowhere) as system:
        yield system


def _reading_engine(database: Path) -> Engine:
    """Without `open_engine`'s BEGIN IMMEDIATE, which is there for transactions that write."""
    engine = create_engine(URL.create("sqlite", database=str(database)), hide_parameters=True)

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        connection.execute("PRAGMA query_only=ON").close()

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


@contextmanager
def _system(
    folder: DataFolder, engine: Engine, publication: Path, at_point: AtPoint
) -> Iterator[System]:
    origin, simulation = folder.ledger()
    agency, log = folder.key("agency"), folder.key("log")
    guard = Guard(folder.guard, vkey_line(origin, log))
    try:
        book = Book(origin, simulation, agency)
        policy, _ = folder.policy()
        publisher = Publisher(
            engine, book, guard, publication, log, witnesses=policy.vkeys, at_point=at_point
        )
        judge = VerifierJudge(publication, folder.trust)
        office = Office(engine, book, publisher, _now, secrets.token_bytes, judge, at_point)
        yield System(folder, publication, engine, guard, office)
    finally:
        guard.close()
        engine.dispose()


def _check_identity(system: System) -> None:
    """The small files next to the book must not be able to change what the book says it is.

    Reads the genesis entry and no more: nothing else is verified before the recovery.
    """
    book = system.office.book
    with Session(system.engine) as session:
        genesis = next(book.entries(session), None)
    if genesis is None:
        return
    state = after(LedgerState(), genesis.kind, genesis.data, genesis.seq)
    found, expected = (book.origin, book.simulation), (state.origin, state.simulation)
    if found != expected:
        raise WrongFolder(f"ledger.json: expected {expected} as in the book, found {found}")
    policy, _ = system.folder.policy()
    if (state.quorum, state.witnesses) != (policy.quorum, policy.witnesses):
        raise WrongFolder(
            "witnesses.json: expected quorum, bodies and keys as in the book's genesis entry, "
            "which hold for ever; only the addresses may be changed"
        )


async def run_bot(system: System, settings: Settings, at_point: AtPoint) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises `TokenRefused`, and what the book cannot bear."""
    token = _usable_token(system, settings)
    worker = Worker(system.engine)
    try:
        async with Gateway(token, settings.api_url) as gateway:
            await _serve(system, settings, gateway, worker, at_point)
    finally:
        worker.close()


async def _serve(
    system: System, settings: Settings, service: Service, worker: Worker, at_point: AtPoint
) -> None:
    clock = Time(_now, time.monotonic)
    username = await _username(service)
    mint = Mint(system.folder.button_key())
    relay = settings.relays[0] if settings.relays else ""
    dispatch = Dispatch(system.office, table(), mint, username, time.monotonic, relay)
    sender = Sender(worker, service, clock, at_point)
    runner = Runner(worker, service, dispatch, sender, clock, at_point)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, runner.stop)
    async with _errands(system, settings, worker, dispatch) as errands:
        running = asyncio.create_task(errands.run())
        running.add_done_callback(lambda _: runner.stop())  # an error of it ends the process
        try:
            await runner.run()
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


@asynccontextmanager
async def _errands(
    system: System, settings: Settings, worker: Worker, dispatch: Dispatch
) -> AsyncIterator[Errands]:
    _, addresses = system.folder.policy()
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(WitnessClient(url, vkey))
            for vkey, url in addresses.items()
        ]
        relays = Relays(settings.relays, bls.verify)
        stack.push_async_callback(relays.close)
        yield Errands(worker, dispatch, clients, relays)


async def _username(service: Service) -> str:
    """The bot's name; waits for the network, which may come up after this process."""
    while True:
        try:
            return await service.me()
        except TokenRefused:
            raise
        except ChatError:
            await asyncio.sleep(3)


def _usable_token(system: System, settings: Settings) -> str:
    if settings.token is None:
        raise WrongSettings("SUNLOT_TOKEN: expected the bot's token, found nothing")
    token = settings.token.get_secret_value()
    if ":LOCAL-" in token and not system.office.book.simulation:
        raise WrongSettings(
            "SUNLOT_TOKEN: this token is of a local rehearsal server, but the book is real; "
            "rehearse with a folder made by `sunlot init --simulation`"
        )
    return token


def _now() -> int:
    return int(time.time())
