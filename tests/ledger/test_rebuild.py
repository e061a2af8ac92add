"""A deleted database, made again from the publication."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ledger import Blob, Inconsistent, Refused, rebuild
from tests.ledger.faults import Killed
from tests.ledger.world import World, fixed_key, grown_world, note, open_world

BLOB = Blob(b"synthetic\n")


def lose_rows(folder: Path, *also: str) -> World:
    """A ledger of 301 entries with a blob, whose databases were then deleted."""
    world = grown_world(folder, 300)
    world.append([note(300, BLOB)], "blob", blobs=[BLOB.data])
    world.publisher.publish()
    world.close()
    for name in ("rows.db", *also):
        (folder / name).unlink()
    return open_world(folder)


@pytest.mark.parametrize("also", [(), ("guard.db",)])
def test_the_publication_gives_the_rows_back(tmp_path: Path, also: tuple[str, ...]) -> None:
    world = lose_rows(tmp_path / "lost", *also)
    before = world.files()
    head = rebuild(world.published, world.engine, world.book, world.guard)
    assert head.size == 301
    assert world.publisher.recover() == head
    assert world.files() == before

    untouched = lose_rows(tmp_path / "other")
    rebuild(untouched.published, untouched.engine, untouched.book, untouched.guard)
    undisturbed = grown_world(tmp_path / "undisturbed", 300)
    undisturbed.append([note(300, BLOB)], "blob", blobs=[BLOB.data])
    undisturbed.publisher.publish()
    for one in (world, undisturbed):
        one.append([note(301, BLOB)], "later")
        one.publisher.publish()
    assert world.entries() == undisturbed.entries()
    assert world.files() == undisturbed.files()


def test_only_into_empty_tables(tmp_path: Path) -> None:
    world = grown_world(tmp_path, 3)
    with pytest.raises(Refused, match="already"):
        rebuild(world.published, world.engine, world.book, world.guard)


@pytest.mark.parametrize(
    "name",
    ["checkpoint", "tile/entries/000", "tile/entries/001.p/45", f"blob/sha256/{BLOB.digest}"],
)
def test_a_changed_publication_gives_nothing(tmp_path: Path, name: str) -> None:
    world = lose_rows(tmp_path)
    path = world.published / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(Inconsistent):
        rebuild(world.published, world.engine, world.book, world.guard)
    assert world.entries() == []


def test_rightly_signed_entries_under_another_head_give_nothing(tmp_path: Path) -> None:
    world = lose_rows(tmp_path / "lost")
    other = grown_world(tmp_path / "other", 300)
    other.append([note(999)], "another end")
    other.publisher.publish()
    name = "tile/entries/001.p/45"
    (world.published / name).write_bytes(other.files()[name])
    with pytest.raises(Inconsistent, match="hash to"):
        rebuild(world.published, world.engine, world.book, world.guard)
    assert world.entries() == []


def test_the_entries_of_another_agency_give_nothing(tmp_path: Path) -> None:
    world = lose_rows(tmp_path)
    world.book.key = fixed_key("other")
    with pytest.raises(Inconsistent, match="agency key"):
        rebuild(world.published, world.engine, world.book, world.guard)
    assert world.entries() == []


def test_a_tail_that_was_signed_but_not_published_is_not_forgotten(tmp_path: Path) -> None:
    world = lose_rows(tmp_path)
    world.close()
    older = grown_world(tmp_path / "older", 300)
    (world.published / "checkpoint").write_bytes(older.files()["checkpoint"])
    again = open_world(tmp_path)
    assert rebuild(again.published, again.engine, again.book, again.guard).size == 300
    with pytest.raises(Inconsistent, match="300, 301 and 300"):
        again.publisher.recover()


def test_a_rebuild_killed_on_the_way_can_be_done_again(tmp_path: Path) -> None:
    world = lose_rows(tmp_path, "guard.db")

    def kill(_session: Session) -> None:
        raise Killed

    sa.event.listen(Session, "before_commit", kill)
    try:
        with pytest.raises(Killed):
            rebuild(world.published, world.engine, world.book, world.guard)
    finally:
        sa.event.remove(Session, "before_commit", kill)
    world.close()
    again = open_world(tmp_path)
    head = rebuild(again.published, again.engine, again.book, again.guard)
    assert again.publisher.recover() == head
