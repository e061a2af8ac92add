"""The guard: the last head that was signed, in a database of its own (03 §7.2).

It is written before a signed head leaves the process, so no later run, on older rows, can sign
another one. It has no way to go back.
"""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from ledger.database import assert_durable, open_engine
from ledger.errors import Inconsistent, Malformed
from ledger.notes import Checkpoint, read_checkpoint

_metadata = sa.MetaData()
_head = sa.Table(
    "guard",
    _metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("root", sa.Text, nullable=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)


@dataclass(frozen=True)
class Signed:
    """A head and the note that signs it."""

    head: Checkpoint
    note: bytes


class Guard:
    """The stored head; `vkey` is the log's key (03 §5), under which its note is always checked.

    Raises `Inconsistent` when opened if the stored note does not verify or does not say what the
    columns say.
    """

    def __init__(self, path: Path, vkey: str) -> None:
        self.vkey = vkey
        self._engine = open_engine(path)
        with self._engine.begin() as connection:
            _metadata.create_all(connection)
        self.read()

    def read(self) -> Signed | None:
        """Return the last signed head, its signature verified again; None if there is none."""
        with self._engine.begin() as connection:
            return self._read(connection)

    def compare_and_swap(self, old: Checkpoint | None, new: Checkpoint, note: bytes) -> None:
        """Replace `old` by `new`, durably; `note` must be the log's signed note of `new`.

        Raises `Inconsistent`, and changes nothing, if something else than `old` is stored, or if
        `new` is not larger.
        """
        self._check_note(new, note)
        with self._engine.begin() as connection:
            assert_durable(connection)
            stored = self._read(connection)
            found = None if stored is None else stored.head
            if found != old:
                raise Inconsistent(f"guard: expected {_describe(old)}, found {_describe(found)}")
            if old is not None and new.size <= old.size:
                raise Inconsistent(
                    f"guard: expected more than {old.size:,} entries, found {new.size:,}; "
                    "a smaller or second tree is never signed"
                )
            connection.execute(sa.delete(_head))
            row = {"id": 1, "size": new.size, "root": new.root, "note": note}
            connection.execute(sa.insert(_head), row)

    def close(self) -> None:
        """Close the database file."""
        self._engine.dispose()

    def _read(self, connection: sa.Connection) -> Signed | None:
        row = connection.execute(sa.select(_head.c.size, _head.c.root, _head.c.note)).one_or_none()
        if row is None:
            return None
        size, root, note = row
        head = self._check_note(None, note)
        if (head.size, head.root) != (size, root):
            raise Inconsistent("guard: its size and root are not those of its signed note")
        return Signed(head, note)

    def _check_note(self, expected: Checkpoint | None, note: bytes) -> Checkpoint:
        try:
            head = read_checkpoint(note, self.vkey)
        except Malformed as error:
            raise Inconsistent(f"guard: its note does not verify: {error}") from error
        if expected is not None and head != expected:
            raise Inconsistent(f"guard: the note says {_describe(head)}, not {_describe(expected)}")
        return head


def check_sizes(rows: int, guard: int, public: int) -> None:
    """Raise `Inconsistent` unless publication, guard and rows have so many entries as can be.

    0 stands for a copy that has no head. Each may be behind the next one, never ahead of it.
    """
    if guard == 0 and max(rows, public) > 1:
        raise Inconsistent(
            f"guard: expected the last signed head, found none, but there are {rows:,} rows "
            f"and {public:,} published entries: the guard was lost. What was signed last is "
            "not known, so nothing is signed. Rebuild rows and guard from the newest "
            "publication into new database files; without one, begin a log of another origin"
        )
    if not public <= guard <= rows:
        raise Inconsistent(
            f"expected publication <= guard <= rows, found {public:,}, {guard:,} and {rows:,} "
            "entries: a copy was lost or restored from an old backup; nothing is signed. "
            "Rebuild the rows from the newest publication"
        )


def _describe(head: Checkpoint | None) -> str:
    return "no head" if head is None else f"{head.size:,} entries with root {head.root}"
