"""Heads that witnesses have signed: one row per size, kept so that nothing proven is lost (03 §8).

The rows can be made again only as long as nobody needs an early time: a bracket (03 §9) is a note
with the cosignatures of then. So lines are added to a row and never taken away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ledger.cosignatures import (
    Cosignature,
    key_id,
    read_cosignatures,
    read_note,
    read_vkey,
    with_cosignatures,
)
from ledger.errors import Inconsistent, Malformed
from ledger.notes import Checkpoint, read_checkpoint

_metadata = sa.MetaData()
_cosigned = sa.Table(
    "ledger_cosigned",
    _metadata,
    sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)


@dataclass(frozen=True)
class Cosigned:
    """A head of `size` entries, its note, and what witnesses say of it, ascending by vkey."""

    size: int
    note: bytes
    signed: tuple[Cosignature, ...]

    def kth_time(self, k: int) -> int | None:
        """The time at which k witnesses had signed, POSIX seconds; None if fewer have."""
        times = sorted(one.time for one in self.signed)
        return times[k - 1] if 1 <= k <= len(times) else None


def create_cosigned(engine: sa.Engine) -> None:
    """Make the table where it is missing."""
    with engine.begin() as connection:
        _metadata.create_all(connection)


@dataclass(frozen=True)
class Signers:
    """What notes are read with: the log's vkey, and those of the witnesses."""

    log: str
    witnesses: tuple[str, ...]


def cosigned_note(session: Session, head: Checkpoint, signers: Signers) -> bytes | None:
    """Return the note of that head with the lines so far; None if no witness has signed it.

    Raises `Inconsistent` if what is stored is no such note any more: it would be published.
    """
    query = sa.select(_cosigned.c.note).where(_cosigned.c.size == head.size)
    note: bytes | None = session.execute(query).scalar_one_or_none()
    if note is None:
        return None
    try:
        found = read_checkpoint(note, signers.log)
        read_cosignatures(note, signers.witnesses)
    except Malformed as error:
        raise Inconsistent(f"cosigned note of {head.size:,} entries: {error}") from error
    if found != head:
        raise Inconsistent(f"cosigned note of {head.size:,} entries: it is of another head")
    return note


def add_lines(
    session: Session, head: Checkpoint, note: bytes, lines: Sequence[bytes], signers: Signers
) -> bytes:
    """Store `note`, which is of `head`, with its lines, those stored before and these; return it.

    A stored line of a key that is not among the `signers` stays: it was proven when it was stored,
    and a policy that was read wrongly must not be able to take it away. Raises `Malformed`, and
    stores nothing, for a line of one of the witnesses that is wrong.
    """
    known = cosigned_note(session, head, signers)
    if known is not None:
        lines = [*lines, *(line.bytes for line in read_note(known).lines)]
    merged = with_cosignatures(note, lines, signers.witnesses)
    if known is not None:
        merged += b"".join(_of_others(known, signers))
    session.execute(sa.delete(_cosigned).where(_cosigned.c.size == head.size))
    session.execute(sa.insert(_cosigned), {"size": head.size, "note": merged})
    return merged


def _of_others(note: bytes, signers: Signers) -> Iterator[bytes]:
    """The lines of a stored note whose key is neither the log's nor one of the witnesses'."""
    own = {(name, key_id(name, public)) for name, public in map(read_vkey, signers.witnesses)}
    read = read_note(note)
    for line in read.lines:
        if line.name != read.head.origin and (line.name, line.key_id) not in own:
            yield line.bytes


def cosigned_above(session: Session, seq: int, vkeys: Sequence[str]) -> Iterator[Cosigned]:
    """Give the notes whose tree holds entry `seq`, smallest first, read with these witnesses."""
    query = sa.select(_cosigned.c.size, _cosigned.c.note).where(_cosigned.c.size > seq)
    for size, note in session.execute(query.order_by(_cosigned.c.size)):
        yield Cosigned(size, note, read_cosignatures(note, vkeys))
