"""Puts the parts together: book, guard, publisher, office. The bot on top of them: `app.running`.

`opened` is for a process that writes: it locks the data folder and recovers first, which is the
only recovery path (spec 03 §7.4). `consulted` is for a short look or a private row while the bot
runs; `reading` is for one that only reads, however long that takes.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

import bot.tables  # the rows of the bot belong to the tables that are made
from app.errors import WrongFolder
from app.folder import DataFolder
from app.judge import VerifierJudge
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
        office = Office(engine, book, publisher, now, secrets.token_bytes, judge, at_point)
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


def now() -> int:
    """The clock of the office, whole seconds since 1970."""
    return int(time.time())
