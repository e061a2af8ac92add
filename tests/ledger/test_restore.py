"""Old copies put back: every one that can be seen from here is refused, and nothing is signed."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from ledger import Inconsistent, Stopped
from ledger.notes import read_checkpoint
from tests.ledger.test_publication import assert_nothing_signed
from tests.ledger.world import VKEY, genesis, grown_world, note, open_world, snapshot

PARTS = {
    "rows": ["rows.db"],
    "guard": ["guard.db"],
    "rows and guard": ["rows.db", "guard.db"],
    "publication": ["publication"],
    "everything": ["rows.db", "guard.db", "publication"],
}


def grow_and_restore(folder: Path, parts: list[str]) -> None:
    """A ledger of 10 entries, backed up, grown to 12; then parts of the backup are put back."""
    live, backup = folder / "live", folder / "backup"
    grown_world(live, 10).close()
    shutil.copytree(live, backup)
    world = open_world(live)
    world.publisher.recover()
    world.append([note(10), note(11)], "later")
    world.publisher.publish()
    world.close()
    for part in parts:
        source, target = backup / part, live / part
        if source.is_dir():
            shutil.rmtree(target)
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)


@pytest.mark.parametrize("parts", ["rows", "guard", "rows and guard"])
def test_an_older_copy_is_refused(tmp_path: Path, parts: str) -> None:
    grow_and_restore(tmp_path, PARTS[parts])
    before = snapshot(tmp_path / "live" / "publication")
    world = open_world(tmp_path / "live")
    with pytest.raises(Inconsistent, match="publication <= guard <= rows"):
        world.publisher.recover()
    assert world.files() == before
    signed = world.guard.read()
    assert signed is not None
    assert signed.head.size == (12 if parts == "rows" else 10)


@pytest.mark.parametrize("lost", ["guard.db", "rows.db"])
def test_a_lost_database_is_refused(tmp_path: Path, lost: str) -> None:
    grown_world(tmp_path, 10).close()
    (tmp_path / lost).unlink()
    with pytest.raises(Inconsistent):
        open_world(tmp_path).publisher.recover()


@pytest.mark.parametrize("how", ["deleted", "emptied"])
@pytest.mark.parametrize("also", [(), ("publication",), ("publication/checkpoint",)])
def test_a_lost_guard_is_no_way_to_sign_a_smaller_tree(
    tmp_path: Path, how: str, also: tuple[str, ...]
) -> None:
    """Old rows, no guard, and perhaps no publication that would say how large the tree was."""
    grow_and_restore(tmp_path, PARTS["rows"])
    live = tmp_path / "live"
    if how == "deleted":
        (live / "guard.db").unlink()
    else:
        with sqlite3.connect(live / "guard.db") as raw:
            raw.execute("DELETE FROM guard")
        raw.close()
    for name in also:
        path = live / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    world = open_world(live)
    before = world.files() if world.published.exists() else {}
    with pytest.raises(Inconsistent, match="the guard was lost"):
        world.publisher.recover()
    assert world.guard.read() is None
    assert world.files() == before
    with pytest.raises(Stopped):
        world.append([note(9)], "after")


def test_a_kill_before_the_genesis_was_signed_is_recovered(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    world.publisher.recover()
    world.append([genesis()], "genesis")
    world.close()
    head = open_world(tmp_path).publisher.recover()
    assert head is not None
    assert head.size == 1


def test_a_restored_publication_is_only_brought_up_to_date(tmp_path: Path) -> None:
    grow_and_restore(tmp_path, PARTS["publication"])
    world = open_world(tmp_path / "live")
    head = world.publisher.recover()
    assert head == read_checkpoint(world.files()["checkpoint"], VKEY)
    assert head.size == 12


def test_old_rows_that_grew_another_way_are_refused(tmp_path: Path) -> None:
    grow_and_restore(tmp_path, PARTS["rows"])
    world = open_world(tmp_path / "live")
    world.append([note(20), note(21), note(22)], "another way")
    with pytest.raises(Inconsistent, match="a stored row was changed"):
        world.publisher.recover()
    assert_nothing_signed(world, 12)


def test_restoring_everything_cannot_be_seen_from_here(tmp_path: Path) -> None:
    """The stated limit: only a checkpoint that somebody else kept shows it (03 §7)."""
    grow_and_restore(tmp_path, PARTS["everything"])
    head = open_world(tmp_path / "live").publisher.recover()
    assert head is not None
    assert head.size == 10
