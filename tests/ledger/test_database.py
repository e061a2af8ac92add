"""The database: durable settings that are read back, damage that is found, one writer."""

import sqlite3
import stat
import traceback
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ledger import Book, Inconsistent, LedgerError, Refused, create, open_engine
from tests.ledger.world import AGENCY_KEY, ORIGIN, World, genesis, grown_world, note


@pytest.fixture
def world(tmp_path: Path) -> World:
    return grown_world(tmp_path, 1)


def test_settings_are_those_that_were_asked_for(world: World) -> None:
    with world.engine.begin() as connection:
        for pragma, expected in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == expected


@pytest.mark.parametrize("level", ["OFF", "NORMAL"])
def test_weaker_durability_is_refused(world: World, level: str) -> None:
    def weaken(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA synchronous={level}")

    sa.event.listen(world.engine, "connect", weaken)
    world.engine.dispose()
    with pytest.raises(Refused, match="synchronous"):
        world.append([note(1)], "r")
    assert len(world.entries()) == 1


def test_an_engine_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    create(engine)
    with Session(engine) as session, pytest.raises(Refused, match="wal"):
        Book(ORIGIN, True, AGENCY_KEY).append(session, [genesis()], at=1, request="r")
    engine.dispose()


def test_every_transaction_takes_the_write_lock_at_once(world: World) -> None:
    other = sqlite3.connect(world.folder / "rows.db", timeout=0)
    with Session(world.engine) as session:
        world.book.size(session)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_damaged_files_are_found_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "rows.db"
    path.write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(Inconsistent, match="damaged"):
        open_engine(path)
    grown_world(tmp_path / "world", 200).close()
    path = tmp_path / "world" / "rows.db"
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = sha256(b"junk").digest() * (4096 * 6 // 32)
    path.write_bytes(data)
    with pytest.raises(Inconsistent, match="damage"):
        open_engine(path)


def test_rows_that_break_their_table_are_found_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "rows.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE test (value)")
        raw.execute("INSERT INTO test VALUES (NULL)")
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE test (value NOT NULL)'")
    raw.close()
    with pytest.raises(Inconsistent, match="quick_check found damage"):
        open_engine(path)


def test_a_new_file_is_private(world: World) -> None:
    for name in ("rows.db", "rows.db-wal", "guard.db"):
        assert stat.S_IMODE((world.folder / name).stat().st_mode) == 0o600


def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be opened"):
        open_engine(tmp_path / "missing" / "rows.db")


def test_a_full_disk_shows_no_value_of_the_statement(world: World) -> None:
    secret = "示例企业甲 91330000"

    def fill(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count=1").close()  # SQLite: as large as it is now

    sa.event.listen(world.engine, "connect", fill)
    world.engine.dispose()
    rows = [{"digest": f"{n:064d} {secret}", "bytes": secret.encode()} for n in range(2_000)]
    statement = sa.text("INSERT INTO ledger_blob VALUES (:digest, :bytes)")
    with pytest.raises(sa.exc.OperationalError, match="full") as caught, world.engine.begin() as c:
        c.execute(statement, rows)
    assert secret not in "".join(traceback.format_exception(caught.value))
