"""The guard keeps the last signed head and never goes back."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger import Checkpoint, Guard, Inconsistent, Refused, keys
from ledger.notes import sign_checkpoint
from tests.ledger.world import LOG_KEY, ORIGIN, VKEY, fixed_key

OTHER = fixed_key("other")


def head(size: int, root: str = "ab" * 32) -> Checkpoint:
    return Checkpoint(ORIGIN, size, root)


def signed(checkpoint: Checkpoint, key: keys.SigningKey = LOG_KEY) -> bytes:
    return sign_checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root, key)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "guard.db"


def test_it_remembers(path: Path) -> None:
    guard = Guard(path, VKEY)
    assert guard.read() is None
    guard.compare_and_swap(None, head(1), signed(head(1)))
    guard.compare_and_swap(head(1), head(3), signed(head(3)))
    guard.close()
    stored = Guard(path, VKEY).read()
    assert stored is not None
    assert (stored.head, stored.note) == (head(3), signed(head(3)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (None, head(6)),
        (head(4), head(6)),
        (head(5, "cd" * 32), head(6)),
        (head(5), head(4)),
        (head(5), head(5)),
        (head(5), head(5, "cd" * 32)),
    ],
)
def test_it_refuses_another_past_and_a_smaller_or_second_tree(
    path: Path, old: Checkpoint | None, new: Checkpoint
) -> None:
    guard = Guard(path, VKEY)
    guard.compare_and_swap(None, head(5), signed(head(5)))
    with pytest.raises(Inconsistent):
        guard.compare_and_swap(old, new, signed(new))
    stored = guard.read()
    assert stored is not None
    assert stored.head == head(5)


def test_it_takes_only_the_logs_note_of_that_head(path: Path) -> None:
    guard = Guard(path, VKEY)
    for note in (signed(head(1), OTHER), signed(head(2)), b"", signed(head(1))[:-1]):
        with pytest.raises(Inconsistent):
            guard.compare_and_swap(None, head(1), note)
    assert guard.read() is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE guard SET size = 4",
        "UPDATE guard SET size = 6",
        "UPDATE guard SET root = replace(root, 'ab', 'cd')",
        "UPDATE guard SET note = CAST(replace(note, char(10) || '5', char(10) || '4') AS BLOB)",
        "UPDATE guard SET note = x''",
    ],
)
def test_a_tampered_row_is_found_at_start(path: Path, change: str) -> None:
    guard = Guard(path, VKEY)
    guard.compare_and_swap(None, head(5), signed(head(5)))
    guard.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute(change).rowcount == 1
    raw.close()
    with pytest.raises(Inconsistent, match="guard"):
        Guard(path, VKEY)


def test_another_log_key_is_found_at_start(path: Path) -> None:
    guard = Guard(path, VKEY)
    guard.compare_and_swap(None, head(5), signed(head(5)))
    guard.close()
    with pytest.raises(Inconsistent):
        Guard(path, keys.vkey(ORIGIN, OTHER.public))


def test_it_swaps_only_with_full_durability(path: Path) -> None:
    guard = Guard(path, VKEY)

    def weaken(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")

    sa.event.listen(guard._engine, "connect", weaken)
    guard._engine.dispose()
    with pytest.raises(Refused, match="synchronous"):
        guard.compare_and_swap(None, head(1), signed(head(1)))
    assert guard.read() is None
