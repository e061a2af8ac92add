"""Publishing: the files, the order, what is looked at again before signing."""

import sqlite3
import traceback
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from ledger import Blob, Checkpoint, Draft, Guard, Inconsistent, Publisher, Refused, Stopped, keys
from ledger.notes import read_checkpoint
from tests.ledger import reference
from tests.ledger.faults import FailingDisk, Killed, damage
from tests.ledger.world import (
    AGENCY_KEY,
    LOG_KEY,
    ORIGIN,
    VKEY,
    World,
    fixed_key,
    genesis,
    grown_world,
    note,
    open_world,
)

BLOB = Blob(b"synthetic\n")


def needed_files(entries: list[bytes], blobs: tuple[Blob, ...] = ()) -> dict[str, bytes]:
    """What must be published besides the checkpoint, by the reference computation."""
    files = reference.hash_tiles([reference.leaf(entry) for entry in entries])
    files |= reference.entry_tiles(entries)
    return files | {f"blob/sha256/{blob.digest}": blob.data for blob in blobs}


def assert_published(world: World, sizes: list[int], blobs: tuple[Blob, ...] = ()) -> None:
    """The folder holds exactly the files that publishing at these sizes must have left.

    That is all they made, but for partial tiles whose place has a full tile now.
    """
    entries = [entry.bytes for entry in world.entries()]
    expected: dict[str, bytes] = {}
    for size in sizes:
        expected |= needed_files(entries[:size], blobs)
    full = {name for name in expected if ".p/" not in name}
    expected = {
        k: data for k, data in expected.items() if k in full or k.split(".p/")[0] not in full
    }
    found = world.files()
    head = read_checkpoint(found.pop("checkpoint"), VKEY)
    root = reference.tree_hash([reference.leaf(entry) for entry in entries]).hex()
    assert head == Checkpoint(ORIGIN, len(entries), root)
    assert found == expected


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 1000])
def test_the_files_of_a_size(tmp_path: Path, size: int) -> None:
    assert_published(grown_world(tmp_path, size), [1, size])


def test_growing_one_by_one_keeps_partial_tiles_until_their_place_is_full(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 253)
    for number in range(253, 259):
        world.append([note(number)], f"one {number}")
        assert world.publisher.publish().size == number + 1
        assert_published(world, [1, *range(253, number + 2)])
    assert not (world.published / "tile" / "0" / "000.p").exists()
    assert (world.published / "tile" / "0" / "001.p" / "1").exists()
    world.close()
    again = open_world(tmp_path)
    again.publisher.recover()
    assert_published(again, [1, *range(253, 260)])


def test_partial_tiles_go_only_after_the_checkpoint_and_at_a_start(tmp_path: Path) -> None:
    left: dict[str, bool] = {}
    partial = tmp_path / "publication" / "tile" / "entries" / "000.p" / "255"

    def at_point(point: str) -> None:
        left[point] = partial.exists()
        if point == "publish.checkpoint" and kill:
            raise Killed

    kill = False
    world = open_world(tmp_path, at_point=at_point)
    world.append([genesis()], "genesis")
    world.publisher.publish()
    world.append([note(number) for number in range(1, 255)], "growth")
    world.publisher.publish()
    kill = True
    world.append([note(255)], "full")
    with pytest.raises(Killed):
        world.publisher.publish()
    assert all(left[point] for point in ("publish.guard", "publish.tiles", "publish.checkpoint"))
    kill = False
    world.close()
    again = open_world(tmp_path)
    again.publisher.recover()
    assert not partial.exists()
    assert_published(again, [1, 256])


def test_what_is_no_tile_is_never_deleted_with_the_partial_tiles(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 255)
    foreign = world.published / "tile" / "0" / "000.p" / "notes.txt"
    foreign.write_bytes(b"somebody's")
    world.append([note(255)], "full")
    with pytest.raises(Stopped):
        world.publisher.publish()
    assert foreign.read_bytes() == b"somebody's"


def test_blobs_are_published_under_their_names(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 1)
    statement = Blob(b"a statement\n")
    world.append([note(1, BLOB)], "a", blobs=[BLOB.data])
    world.append([Draft("test", {"x": [statement.digest]})], "b", blobs=[statement.data])
    world.publisher.publish()
    assert_published(world, [1, 3], (BLOB, statement))


def test_publishing_twice_changes_nothing(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 3)
    before = world.files()
    head = world.publisher.publish()
    assert (head.size, world.files()) == (3, before)
    world.close()
    again = open_world(tmp_path)
    assert again.publisher.recover() == head
    assert again.publisher.recover() == head
    assert again.files() == before


def test_an_empty_ledger(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    assert world.publisher.recover() is None
    with pytest.raises(Refused, match="genesis"):
        world.publisher.publish()
    assert world.files() == {}
    world.append([genesis()], "genesis")
    assert world.publisher.publish().size == 1


def test_one_more_entry_writes_only_what_is_new(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 1500)
    world.close()
    disk = FailingDisk(0, OSError())
    world = open_world(tmp_path, disk=disk)
    world.append([note(1500, BLOB)], "with a blob", blobs=[BLOB.data])
    world.publisher.publish()
    disk.written.clear()
    before = disk.calls
    world.append([note(1501)], "one more")
    world.publisher.publish()
    assert disk.written == ["222", "222", "checkpoint"]
    assert disk.calls - before == 9  # each is written, renamed and its folder synced: no old file


def test_the_order_of_the_steps(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int, bool, bool]] = []
    world: World

    def at_point(point: str) -> None:
        signed = world.guard.read()
        note_bytes = world.files().get("checkpoint")
        public = 0 if note_bytes is None else read_checkpoint(note_bytes, VKEY).size
        blob = f"blob/sha256/{BLOB.digest}" in world.files()
        tile = "tile/0/000.p/2" in world.files()
        seen.append((point, 0 if signed is None else signed.head.size, public, blob, tile))

    grown_world(tmp_path, 1).close()
    world = open_world(tmp_path, at_point=at_point)
    world.publisher.recover()
    seen.clear()
    world.append([note(1, BLOB)], "one", blobs=[BLOB.data])
    world.publisher.publish()
    assert seen == [
        ("publish.read", 1, 1, False, False),
        ("publish.guard", 2, 1, False, False),
        ("publish.blobs", 2, 1, True, False),
        ("publish.tiles", 2, 1, True, True),
        ("publish.checkpoint", 2, 2, True, True),
        ("publish.done", 2, 2, True, True),
    ]


# What is found before anything is signed


def assert_nothing_signed(world: World, size: int) -> None:
    """The refusal left guard and publication alone, and the book takes nothing any more."""
    signed = world.guard.read()
    assert signed is not None
    assert signed.head.size == size
    assert read_checkpoint(world.files()["checkpoint"], VKEY).size == size
    with pytest.raises(Stopped):
        world.append([note(9)], "after")
    with pytest.raises(Stopped):
        world.publisher.publish()


@pytest.mark.parametrize("seq", [3, 4, 5])
@pytest.mark.parametrize("bit", [60, 2000, 6007])
def test_a_flipped_bit_in_a_new_row(tmp_path: Path, seq: int, bit: int) -> None:
    world = grown_world(tmp_path, 3)
    world.append([note(3), note(4), note(5)], "three")
    damage(tmp_path / "rows.db", seq, bit)
    with pytest.raises(Inconsistent, match=f"entry {seq}"):
        world.publisher.publish()
    assert_nothing_signed(world, 3)


@pytest.mark.parametrize("seq", [256, 270, 299])
def test_a_missing_old_row_of_the_last_tile(tmp_path: Path, seq: int) -> None:
    world = grown_world(tmp_path, 300)
    world.append([note(1)], "one")
    change_rows(world, f"DELETE FROM ledger_entry WHERE seq = {seq}")  # noqa: S608 - a number
    with pytest.raises(Inconsistent, match="256 to 299"):
        world.publisher.publish()
    assert_nothing_signed(world, 300)


def test_a_flipped_bit_in_an_old_row_of_the_last_tile(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 300)
    world.append([note(1)], "one")
    damage(tmp_path / "rows.db", 270)
    with pytest.raises(Inconsistent, match="entry 270"):
        world.publisher.publish()
    assert_nothing_signed(world, 300)


@pytest.mark.parametrize("seq", [0, 100, 299])
@pytest.mark.parametrize("pending", [False, True])
def test_a_flipped_bit_in_any_old_row_at_start(tmp_path: Path, seq: int, pending: bool) -> None:
    world = grown_world(tmp_path, 300)
    if pending:
        world.append([note(1)], "one")
    world.close()
    damage(tmp_path / "rows.db", seq)
    world = open_world(tmp_path)
    with pytest.raises(Inconsistent):
        world.publisher.recover()
    assert_nothing_signed(world, 300)


def change_rows(world: World, statement: str) -> None:
    with sqlite3.connect(world.folder / "rows.db") as raw:
        for table in ("entry", "blob"):
            for act in ("update", "delete"):
                raw.execute(f"DROP TRIGGER IF EXISTS ledger_{table}_no_{act}")
        assert raw.execute(statement).rowcount == 1
    raw.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_blob SET bytes = x'00'",
        "DELETE FROM ledger_blob",
        "DELETE FROM ledger_entry WHERE seq = 4",
    ],
)
def test_changed_or_missing_rows(tmp_path: Path, statement: str) -> None:
    world = grown_world(tmp_path, 3)
    world.append([note(3, BLOB), note(4), note(5)], "three", blobs=[BLOB.data])
    change_rows(world, statement)
    with pytest.raises(Inconsistent):
        world.publisher.publish()
    assert_nothing_signed(world, 3)


def test_a_row_signed_by_another_key(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 3)
    forger = open_world(tmp_path)
    forger.book.key = fixed_key("forger")
    with Session(forger.engine) as session, session.begin():
        last = forger.book.last(session)
        assert last is not None
        (forged,) = forger.book._sign(None, [genesis(fixed_key("forger"))], 1)
        session.connection().exec_driver_sql(
            "INSERT INTO ledger_entry VALUES (3, 'forged', ?)", (forged.bytes,)
        )
    with pytest.raises(Inconsistent, match="entry 3"):
        world.publisher.publish()
    assert_nothing_signed(world, 3)


def test_other_bytes_at_a_published_path(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 3)
    target = world.published / "tile" / "0" / "000.p" / "4"
    target.write_bytes(b"something else")
    world.append([note(3)], "one")
    with pytest.raises(Inconsistent, match=r"tile/0/000\.p/4"):
        world.publisher.publish()
    assert target.read_bytes() == b"something else"


@pytest.mark.parametrize(
    "name", ["tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/44", "checkpoint"]
)
def test_a_changed_published_file_is_found_at_start(tmp_path: Path, name: str) -> None:
    world = grown_world(tmp_path, 300)
    world.close()
    path = world.published / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(Inconsistent):
        open_world(tmp_path).publisher.recover()
    assert path.read_bytes() == data


def test_a_lost_published_file_is_written_again(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 300)
    world.close()
    before = world.files()
    (world.published / "tile" / "0" / "000").unlink()
    (world.published / "checkpoint").unlink()
    again = open_world(tmp_path)
    again.publisher.recover()
    assert again.files() == before


def test_log_key_and_agency_key_differ_and_the_guard_knows_the_log(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    for guard_key, log_key in ((VKEY, AGENCY_KEY), (VKEY, fixed_key("other"))):
        guard = Guard(tmp_path / "other.db", guard_key)
        with pytest.raises(Refused):
            Publisher(world.engine, world.book, guard, tmp_path / "p", log_key)
    other_name = Guard(tmp_path / "third.db", keys.vkey("other.example", LOG_KEY.public))
    with pytest.raises(Refused):
        Publisher(world.engine, world.book, other_name, tmp_path / "p", LOG_KEY)


def test_a_refusing_database_stops_publishing_without_a_word_of_its_statement(
    tmp_path: Path,
) -> None:
    world = grown_world(tmp_path, 3)
    with world.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ledger_blob RENAME TO gone")
    with pytest.raises(Stopped, match="OperationalError") as caught:
        world.publisher.publish()
    assert "SELECT" not in "".join(traceback.format_exception(caught.value))
