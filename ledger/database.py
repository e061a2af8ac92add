"""SQLite as this package needs it: durable, checked, one writer at a time."""

import sqlite3
from pathlib import Path

import sqlalchemy as sa

from ledger.errors import Inconsistent, LedgerError, Refused

_BUSY_MS = 10_000
_SYNCHRONOUS_FULL = 2
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # erased words (contributions, personal data) are overwritten
)


def open_engine(path: Path) -> sa.Engine:
    """Open (or make) the SQLite file at `path`: WAL, synchronous=FULL, foreign keys.

    Every transaction begins with BEGIN IMMEDIATE, readers' too: what a transaction has read is
    still true when it commits. So keep transactions short, and never open a second one inside.
    A new file is readable by its owner only: private rows will lie beside the public ones.
    No error of this engine shows the values of a statement: rows hold names, codes, typed words.
    Raises `Inconsistent` if SQLite's quick_check finds damage, `LedgerError` if the file cannot be
    opened.
    """
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)), hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    try:
        path.touch(mode=0o600)
        with engine.begin() as connection:
            assert_durable(connection)
            found = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    except (OSError, sa.exc.OperationalError, sqlite3.OperationalError) as error:
        engine.dispose()
        raise LedgerError(f"{path.name}: the database cannot be opened: {error}") from error
    except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
        engine.dispose()
        raise Inconsistent(f"{path.name}: the database file is damaged: {error}") from error
    if found != ["ok"]:
        engine.dispose()
        raise Inconsistent(f"{path.name}: quick_check found damage: {found[:3]}")
    return engine


def assert_durable(connection: sa.Connection) -> None:
    """Raise `Refused` unless a commit on this connection survives a power cut.

    Read back from the connection that is used, because a pragma that was set elsewhere, or reset
    later by anyone, proves nothing about this one.
    """
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    if mode != "wal" or synchronous != _SYNCHRONOUS_FULL:
        raise Refused(
            f"database: expected journal_mode wal and synchronous 2 (FULL), found {mode} and "
            f"{synchronous}; open it with open_engine and leave these pragmas alone"
        )


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy's recipe for pysqlite: the driver must not begin transactions by itself.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
