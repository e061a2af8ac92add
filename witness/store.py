"""What a witness remembers: the books it signs for, every signature, and evidence against a book.

Nothing is ever changed or deleted. The newest signature of a book is its state.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from ledger import Checkpoint, Cosignature, Inconsistent, Malformed
from ledger.cosignatures import read_cosignatures, read_note
from ledger.database import assert_durable, open_engine
from ledger.notes import read_checkpoint

_metadata = sa.MetaData()
_identity = sa.Table(
    "witness",
    _metadata,
    sa.Column("vkey", sa.Text, primary_key=True),
    sqlite_strict=True,
)
_log = sa.Table(
    "log",
    _metadata,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("vkey", sa.Text, nullable=False),
    sqlite_strict=True,
)
_signed = sa.Table(
    "signed",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("origin", sa.Text, sa.ForeignKey("log.origin"), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("root", sa.Text, nullable=False),
    sa.Column("time", sa.Integer, nullable=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
    sa.Index("signed_size", "origin", "size"),
    sqlite_strict=True,
)
_evidence = sa.Table(
    "evidence",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("origin", sa.Text, sa.ForeignKey("log.origin"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("root", sa.Text, nullable=False),
    sa.Column("time", sa.Integer, nullable=False),
    sa.Column("kept", sa.LargeBinary, nullable=False),
    sa.Column("offered", sa.LargeBinary, nullable=False),
    # Anybody may send a book's public notes again: the same contradiction is kept once.
    sa.UniqueConstraint("origin", "kind", "size", "root"),
    sqlite_strict=True,
)


class Kind(StrEnum):
    """What a note that the log signed shows against the log."""

    FORK = "fork"
    """Two roots for one size, both signed by the log: proof, and nobody else can have made it."""
    UNPROVEN = "unproven"
    """A larger tree whose proof failed: no proof, for anyone can send a wrong proof."""


MAX_EVIDENCE: Final = {Kind.FORK: 100, Kind.UNPROVEN: 10}
"""Most pieces of evidence kept for a book: one convicts it, and a disk must not fill up. Counted by
kind: what anyone can send must not take the place of what only the log can have made."""


@dataclass(frozen=True)
class Signed:
    """A signature given: the head, the time (POSIX seconds), the note with log's and our line."""

    head: Checkpoint
    time: int
    note: bytes

    @property
    def line(self) -> bytes:
        """Our signature line with its LF."""
        return read_note(self.note).lines[-1].bytes


@dataclass(frozen=True)
class Evidence:
    """A contradiction: the note we had signed, and the one that was offered at `time`."""

    kind: Kind
    kept: bytes
    offered: bytes
    head: Checkpoint
    time: int


class Store:
    """The database; `vkey` is the witness's, and the database is bound to it for ever.

    Raises `Inconsistent` if the file belongs to another witness or is damaged.
    """

    def __init__(self, path: Path, vkey: str) -> None:
        self._vkey = vkey
        self._engine = open_engine(path)
        with self._engine.begin() as connection:
            _metadata.create_all(connection)
            found = connection.execute(sa.select(_identity.c.vkey)).scalars().all()
            if not found:
                connection.execute(sa.insert(_identity), {"vkey": vkey})
        if found not in ([], [vkey]):
            self._engine.dispose()
            raise Inconsistent(f"{path.name}: expected the database of {vkey}, found {found}")

    @contextmanager
    def transaction(self) -> Iterator[Rows]:
        """One transaction: nobody else reads or writes meanwhile, and its end is durable."""
        with self._engine.begin() as connection:
            assert_durable(connection)
            yield Rows(connection, self._vkey)

    def close(self) -> None:
        """Close the database file."""
        self._engine.dispose()


class Rows:
    """The rows within one transaction."""

    def __init__(self, connection: sa.Connection, vkey: str) -> None:
        self._connection = connection
        self._vkey = vkey

    def logs(self) -> list[str]:
        """The origins it signs for, in alphabetical order."""
        query = sa.select(_log.c.origin).order_by(_log.c.origin)
        return list(self._connection.execute(query).scalars())

    def log_key(self, origin: str) -> str | None:
        """The log's vkey; None if it does not sign for this origin."""
        query = sa.select(_log.c.vkey).where(_log.c.origin == origin)
        return self._connection.execute(query).scalar_one_or_none()

    def add_log(self, origin: str, vkey: str) -> None:
        """Sign for this origin from now on."""
        self._connection.execute(sa.insert(_log), {"origin": origin, "vkey": vkey})

    def newest(self, origin: str) -> Signed | None:
        """The last signature for this origin, verified again; None if there is none.

        Raises `Inconsistent` if what is stored does not verify: then nothing may be signed.
        """
        return self._one_signed(sa.select(_signed).where(_signed.c.origin == origin))

    def signed_at_size(self, origin: str, size: int) -> Signed | None:
        """The last signature for this size of the tree; None if there is none."""
        of_size = (_signed.c.origin == origin) & (_signed.c.size == size)
        return self._one_signed(sa.select(_signed).where(of_size))

    def sizes_signed(self, origin: str) -> int:
        """How many different sizes of this book it signed."""
        count = sa.func.count(sa.distinct(_signed.c.size))
        query = sa.select(count).where(_signed.c.origin == origin)
        return self._connection.execute(query).scalar_one()

    def add_signed(self, signed: Signed) -> None:
        """Remember a signature."""
        row = {**vars(signed.head), "time": signed.time, "note": signed.note}
        self._connection.execute(sa.insert(_signed), row)

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep a contradiction, unless it is kept or there are `MAX_EVIDENCE` of its kind."""
        if self.count_evidence(evidence.head.origin, evidence.kind) >= MAX_EVIDENCE[evidence.kind]:
            return
        row = {
            **vars(evidence.head),
            "kind": evidence.kind.value,
            "time": evidence.time,
            "kept": evidence.kept,
            "offered": evidence.offered,
        }
        self._connection.execute(sa.insert(_evidence).prefix_with("OR IGNORE"), row)

    def count_evidence(self, origin: str, kind: Kind) -> int:
        """How many contradictions of this kind are kept of this book."""
        of_kind = (_evidence.c.origin == origin) & (_evidence.c.kind == kind.value)
        query = sa.select(sa.func.count()).select_from(_evidence).where(of_kind)
        return self._connection.execute(query).scalar_one()

    def evidence(self, origin: str) -> list[Evidence]:
        """Every contradiction of this book that is kept, proof first, oldest first."""
        query = sa.select(_evidence).where(_evidence.c.origin == origin)
        rows = self._connection.execute(query.order_by(_evidence.c.kind, _evidence.c.id))
        return [
            Evidence(
                Kind(row.kind),
                row.kept,
                row.offered,
                Checkpoint(row.origin, row.size, row.root),
                row.time,
            )
            for row in rows
        ]

    def _one_signed(self, query: sa.Select[tuple[object, ...]]) -> Signed | None:
        row = self._connection.execute(query.order_by(_signed.c.id.desc()).limit(1)).one_or_none()
        if row is None:
            return None
        signed = Signed(Checkpoint(row.origin, row.size, row.root), row.time, row.note)
        try:
            head = read_checkpoint(signed.note, self.log_key(row.origin) or "")
            cosigned = read_cosignatures(signed.note, [self._vkey])
        except Malformed as error:
            raise Inconsistent(f"{row.origin}: a stored note does not verify: {error}") from error
        if head != signed.head or cosigned != (Cosignature(self._vkey, signed.time),):
            raise Inconsistent(f"{row.origin}: a stored note is not what its row says")
        return signed
