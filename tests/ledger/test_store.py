"""Rows: append, idempotency, and what the database itself refuses."""

import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ledger import (
    Blob,
    Book,
    Draft,
    Entry,
    Inconsistent,
    LedgerError,
    Malformed,
    Refused,
)
from tests.ledger import reference
from tests.ledger.faults import damage
from tests.ledger.world import (
    AGENCY_KEY,
    ORIGIN,
    START,
    World,
    fixed_key,
    genesis,
    note,
    open_world,
)

BLOB = Blob(b"synthetic\n")


@pytest.fixture
def world(tmp_path: Path) -> World:
    opened = open_world(tmp_path)
    opened.append([genesis()], "genesis")
    return opened


def test_entries_are_numbered_chained_and_signed(world: World) -> None:
    added = world.append([note(1), note(2)], "two")
    stored = world.entries()
    assert stored[1:] == added
    assert [entry.seq for entry in stored] == [0, 1, 2]
    for before, after in pairwise(stored):
        assert after.prev == reference.leaf(before.bytes).hex()
    assert all(entry.signed_by(AGENCY_KEY.public) for entry in stored)
    with Session(world.engine) as session:
        assert world.book.size(session) == 3
        assert world.book.last(session) == stored[-1]
        assert list(world.book.entries(session, start=2)) == stored[2:]


def test_an_empty_book(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    with Session(world.engine) as session:
        assert (world.book.size(session), world.book.last(session)) == (0, None)
    assert world.entries() == []


def test_an_append_commits_or_vanishes_with_the_callers_rows(world: World) -> None:
    with world.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE private (value TEXT) STRICT")
    insert = sa.text("INSERT INTO private VALUES ('x')")
    with Session(world.engine) as session:
        world.book.append(session, [note(1, BLOB)], at=START, request="r", blobs=[BLOB.data])
        session.execute(insert)
        session.rollback()
    assert len(world.entries()) == 1
    with Session(world.engine) as session, session.begin():
        world.book.append(session, [note(1, BLOB)], at=START, request="r", blobs=[BLOB.data])
        session.execute(insert)
    assert len(world.entries()) == 2
    with world.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM private").scalar_one() == 1


def test_two_appends_in_one_transaction(world: World) -> None:
    with Session(world.engine) as session, session.begin():
        (one,) = world.book.append(session, [note(1)], at=START, request="a")
        (two,) = world.book.append(session, [note(2)], at=START, request="b")
        assert world.book.append(session, [note(1)], at=START, request="a") == [one]
    assert world.entries()[1:] == [one, two]


def test_time_never_decreases(world: World) -> None:
    clock = [START + 5, START + 3, 0, START + 6]
    added = [world.append([note(at)], f"at {at}", at=at)[0] for at in clock]
    assert [entry.at for entry in added] == [START + 5, START + 5, START + 5, START + 6]


def test_a_request_is_carried_out_once(world: World) -> None:
    first = world.append([note(1), note(2)], "r", at=START)
    world.append([note(3)], "s")
    assert world.append([note(1), note(2)], "r", at=START + 99) == first
    assert len(world.entries()) == 4
    for drafts in ([note(1)], [note(2), note(1)], [note(1), note(2), note(3)], [note(1), note(9)]):
        with pytest.raises(Refused, match="already carried out"):
            world.append(drafts, "r")
    with pytest.raises(Refused, match="already carried out"):
        world.append([Draft("test.other", note(1).data), note(2)], "r")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=25))
def test_any_order_of_repeats_and_restarts(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, bool]]
) -> None:
    """Requests repeated in any order, with restarts between, against a dictionary as the model."""
    folder = tmp_path_factory.mktemp("book")
    world = open_world(folder)
    world.append([genesis()], "genesis")
    answers: dict[int, list[Entry]] = {}
    for request, restart in steps:
        if restart:
            world.close()
            world = open_world(folder)
        drafts = [note(request * 10 + at) for at in range(request % 3 + 1)]
        answer = world.append(drafts, f"request {request}")
        assert answers.setdefault(request, answer) == answer
    expected = [entry for answer in answers.values() for entry in answer]
    assert world.entries()[1:] == expected
    world.close()


def test_blobs_are_stored_once_and_checked_when_read(world: World) -> None:
    world.append([note(1, BLOB)], "a", blobs=[BLOB.data])
    world.append([note(2, BLOB)], "b", blobs=[BLOB.data, BLOB.data])
    world.append([note(3, BLOB)], "c")
    with Session(world.engine) as session:
        assert world.book.blob(session, BLOB.digest) == BLOB.data
        assert world.book.blob_digests(session) == {BLOB.digest}
        with pytest.raises(LedgerError, match="no blob"):
            world.book.blob(session, "0" * 64)


def test_a_digest_anywhere_in_the_data_names_a_blob(world: World) -> None:
    draft = Draft("test.deep", {"a": [{"statement": BLOB.digest}]})
    world.append([draft], "deep", blobs=[BLOB.data])
    with Session(world.engine) as session:
        assert world.book.blob(session, BLOB.digest) == BLOB.data


def test_blobs_and_names_must_agree(world: World) -> None:
    with pytest.raises(Refused, match="no draft names it"):
        world.append([note(1)], "r", blobs=[BLOB.data])
    with pytest.raises(Refused, match="not given"):
        world.append([note(1, BLOB)], "r")
    assert len(world.entries()) == 1


@pytest.mark.parametrize(
    ("drafts", "request_name"),
    [
        ([], "r"),
        ([note(1)], ""),
        ([note(1)], "r" * 201),
        ([genesis()], "r"),
        ([Draft("Bad Kind", {})], "r"),
        ([Draft("test", {"float": 1.5})], "r"),
        ([Draft("test", {"text": "x" * 60_000})], "r"),
        ([note(1), Draft("test", {"Bad": 1})], "r"),
    ],
)
def test_bad_appends_are_refused_and_leave_nothing(
    world: World, drafts: list[Draft], request_name: str
) -> None:
    with pytest.raises(Refused):
        world.append(drafts, request_name)
    assert len(world.entries()) == 1


def test_a_bad_time_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="valid entry"):
        world.append([note(1)], "r", at=2**53)


def test_the_first_entry_is_our_genesis(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    with pytest.raises(Refused, match="genesis"):
        world.append([note(1)], "r")
    with pytest.raises(Refused, match="agency_key"):
        world.append([genesis(fixed_key("other"))], "r")
    for name, value in (("origin", "other.example"), ("simulation", False)):
        with pytest.raises(Refused, match=name):
            world.append([Draft("genesis", {**genesis().data, name: value})], "r")


def test_another_agency_key_cannot_go_on(world: World) -> None:
    world.book.key = fixed_key("other")
    with pytest.raises(Inconsistent, match="agency key"):
        world.append([note(1)], "r")


def test_bad_origins() -> None:
    for origin in ("", "ab", "Upper.example", "a b c", "a" * 101, "例.example", "abc\n"):
        with pytest.raises(Malformed):
            Book(origin, True, AGENCY_KEY)


def test_a_full_disk_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    free = 1000
    asked: list[Path] = []

    def measure(folder: Path) -> int:
        asked.append(folder)
        return free

    world.book = Book(ORIGIN, True, AGENCY_KEY, floor=1000, free=measure)
    world.append([genesis()], "genesis")
    with pytest.raises(Refused, match="disk"):
        world.append([note(1, BLOB)], "r", blobs=[BLOB.data])
    free = 999
    with pytest.raises(Refused, match="disk"):
        world.append([note(1)], "r")
    assert world.append([genesis()], "genesis") == world.entries()  # an answer needs no space
    assert set(asked) == {tmp_path}


def test_rows_cannot_be_changed_through_sql(world: World) -> None:
    world.append([note(1, BLOB)], "r", blobs=[BLOB.data])
    raw = sqlite3.connect(world.folder / "rows.db")
    for statement in (
        "UPDATE ledger_entry SET seq = seq",
        "UPDATE ledger_blob SET digest = digest",
        "UPDATE ledger_request SET count = count",
        "DELETE FROM ledger_entry",
        "DELETE FROM ledger_blob",
        "DELETE FROM ledger_request",
        "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
        "INSERT OR REPLACE INTO ledger_blob SELECT * FROM ledger_blob",
        "INSERT OR REPLACE INTO ledger_request SELECT * FROM ledger_request",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    with pytest.raises(sqlite3.IntegrityError, match="BLOB"):
        raw.execute("INSERT INTO ledger_entry VALUES (2, 'x', 'text')")
    raw.close()


def test_a_changed_last_row_is_not_built_upon(world: World) -> None:
    world.append([note(1)], "r")
    damage(world.folder / "rows.db", 1)
    with pytest.raises(Inconsistent):
        world.append([note(2)], "s")


def test_a_changed_blob_is_not_handed_out(world: World) -> None:
    world.append([note(1, BLOB)], "r", blobs=[BLOB.data])
    with sqlite3.connect(world.folder / "rows.db") as raw:
        raw.execute("DROP TRIGGER ledger_blob_no_update")
        raw.execute("UPDATE ledger_blob SET bytes = x'00'")
    raw.close()
    with Session(world.engine) as session, pytest.raises(Inconsistent, match="hash to"):
        world.book.blob(session, BLOB.digest)
