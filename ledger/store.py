"""The rows: append-only tables in one SQLite file, and `Book`, which appends entries to them.

Other packages keep their tables in the same file, so that an entry, private rows and outgoing
messages commit in one transaction: the caller's.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ledger import canonical, entries
from ledger.chain import named_blobs, texts
from ledger.cosigned import create_cosigned
from ledger.database import assert_durable, open_engine
from ledger.entries import NO_PREVIOUS, Draft, Entry
from ledger.errors import Inconsistent, LedgerError, Malformed, Refused, Stopped
from ledger.keys import SigningKey
from ledger.lists import MAX_BLOB_BYTES, Blob

__all__ = ["FREE_SPACE_FLOOR", "Book", "create", "insert_blobs", "insert_entries", "open_engine"]

FREE_SPACE_FLOOR = 64 * 1024 * 1024
"""Bytes that must stay free on the disk: an entry that was accepted must also be publishable."""

_ORIGIN = re.compile(r"[a-z0-9._/-]{3,100}")
_MAX_REQUEST = 200
_ROWS_AT_A_TIME = 256

_metadata = sa.MetaData()
_entry = sa.Table(
    "ledger_entry",
    _metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)
_blob = sa.Table(
    "ledger_blob",
    _metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)
_request = sa.Table(
    "ledger_request",
    _metadata,
    sa.Column("request", sa.Text, primary_key=True),
    sa.Column("first_seq", sa.Integer, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sqlite_strict=True,
)


def create(engine: sa.Engine) -> None:
    """Make the tables and their triggers where they are missing; existing rows are not touched."""
    create_cosigned(engine)
    with engine.begin() as connection:
        _metadata.create_all(connection)
        for table in (_entry, _blob, _request):
            for trigger in _append_only(table):
                connection.exec_driver_sql(trigger)


def _append_only(table: sa.Table) -> Iterator[str]:
    name, key = table.name, next(iter(table.primary_key.columns)).name
    refuse = f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
    make = f"CREATE TRIGGER IF NOT EXISTS {name}_no"
    yield f"{make}_update BEFORE UPDATE ON {name} {refuse}"
    yield f"{make}_delete BEFORE DELETE ON {name} {refuse}"
    # INSERT OR REPLACE deletes without firing delete triggers, so it is refused by its own one.
    taken = f"EXISTS (SELECT 1 FROM {name} WHERE {key} = NEW.{key})"  # noqa: S608 - our own names
    yield f"{make}_replace BEFORE INSERT ON {name} WHEN {taken} {refuse}"


def insert_entries(session: Session, request: str, added: Sequence[Entry]) -> None:
    """Store `added`, consecutive entries, and the request that they answer."""
    rows = [{"seq": entry.seq, "request": request, "bytes": entry.bytes} for entry in added]
    session.execute(sa.insert(_entry), rows)
    answered = {"request": request, "first_seq": added[0].seq, "count": len(added)}
    session.execute(sa.insert(_request), answered)


def insert_blobs(session: Session, blobs: Sequence[Blob]) -> None:
    """Store blobs that are not stored yet."""
    if blobs:
        rows = [{"digest": blob.digest, "bytes": blob.data} for blob in blobs]
        session.execute(sa.insert(_blob), rows)


def free_bytes(folder: Path) -> int:
    """Return the bytes free on the disk that holds `folder`."""
    return shutil.disk_usage(folder).free


class Book:
    """The ledger as rows. Appends within the caller's transaction; reads what is stored.

    `origin` and `simulation` are those of the genesis entry (01 §2); `key` is the agency key.
    One book, one thread. `floor` (bytes) and `free` are the free-space check's limit and measure.
    """

    def __init__(
        self,
        origin: str,
        simulation: bool,
        key: SigningKey,
        *,
        floor: int = FREE_SPACE_FLOOR,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        if not _ORIGIN.fullmatch(origin):
            raise Malformed(f"origin: expected [a-z0-9._/-]{{3,100}}, found {origin!r}")
        self.origin = origin
        self.simulation = simulation
        self.key = key
        self._floor = floor
        self._free = free
        self._halted = False

    # Writing

    def append(
        self,
        session: Session,
        drafts: Sequence[Draft],
        *,
        at: int,
        request: str,
        blobs: Sequence[bytes] = (),
    ) -> list[Entry]:
        """Append one signed entry a draft, in order; recorded once the caller commits (03 §7.1).

        `at`: seconds since 1970; an entry never gets a smaller time than the one before, so a
        clock that was set back gives the last time again. `request`: names this wish; asked
        again with equal drafts it returns the entries of the first time. `blobs`: those that the
        drafts name and that are not stored yet; each digest must occur as a text in the drafts,
        and every text under a key `blob` must be the digest of a blob, given here or earlier.

        Raises `Refused` (nothing was written), `Stopped` after a failed publish, `Inconsistent`
        if the last stored entry is not one of ours.
        """
        self.require_running()
        assert_durable(session.connection())
        _check_request(drafts, request)
        earlier = self._answered(session, request)
        if earlier:
            _check_same(drafts, earlier, request)
            return earlier
        new_blobs = self._check_blobs(session, drafts, blobs)
        self._check_space(session, sum(len(blob) for blob in new_blobs))
        added = self._sign(self.last(session), drafts, at)
        insert_entries(session, request, added)
        insert_blobs(session, new_blobs)
        return added

    def halt(self) -> None:
        """Make every later `append` raise `Stopped`: the publisher calls this when it starts."""
        self._halted = True

    def resume(self) -> None:
        """Lift `halt`: called by the publisher when it has finished, and by nobody else."""
        self._halted = False

    def require_running(self) -> None:
        """Raise `Stopped` if a publish or a recovery did not come to its end."""
        if self._halted:
            raise Stopped("an earlier publish did not finish; end this process and start it again")

    # Reading

    def entries(self, session: Session, start: int = 0) -> Iterator[Entry]:
        """Give the stored entries from number `start` on; `Inconsistent` where one is damaged."""
        query = sa.select(_entry.c.seq, _entry.c.bytes).where(_entry.c.seq >= start)
        rows = session.execute(
            query.order_by(_entry.c.seq), execution_options={"yield_per": _ROWS_AT_A_TIME}
        )
        for seq, data in rows:
            yield _stored(seq, data)

    def stored_bytes(self, session: Session, start: int, end: int) -> list[bytes]:
        """Return the bytes of the entries `start` … `end - 1` as they are stored, unjudged."""
        query = sa.select(_entry.c.bytes).where(_entry.c.seq >= start, _entry.c.seq < end)
        return list(session.execute(query.order_by(_entry.c.seq)).scalars())

    def size(self, session: Session) -> int:
        """Return the number of entries."""
        highest = session.execute(sa.select(sa.func.max(_entry.c.seq))).scalar_one()
        return 0 if highest is None else highest + 1

    def last(self, session: Session) -> Entry | None:
        """Return the last entry; None if there is none yet."""
        return next(self.entries(session, max(0, self.size(session) - 1)), None)

    def blob(self, session: Session, digest: str) -> bytes:
        """Return the bytes of a stored blob, hashed again; `LedgerError` if it is not stored."""
        query = sa.select(_blob.c.bytes).where(_blob.c.digest == digest)
        data: bytes | None = session.execute(query).scalar_one_or_none()
        if data is None:
            raise LedgerError(f"no blob {digest} is stored")
        if Blob(data).digest != digest:
            raise Inconsistent(f"blob {digest}: its stored bytes hash to {Blob(data).digest}")
        return data

    def blob_digests(self, session: Session) -> frozenset[str]:
        """Return the digests of all stored blobs."""
        return frozenset(session.execute(sa.select(_blob.c.digest)).scalars())

    # Checks before an append, in their order

    def _answered(self, session: Session, request: str) -> list[Entry]:
        query = sa.select(_request.c.first_seq, _request.c["count"])
        row = session.execute(query.where(_request.c.request == request)).one_or_none()
        if row is None:
            return []
        found = self.entries(session, row[0])
        return [next(found) for _ in range(row[1])]

    def _check_blobs(
        self, session: Session, drafts: Sequence[Draft], blobs: Sequence[bytes]
    ) -> list[Blob]:
        given = {blob.digest: blob for blob in map(Blob, blobs)}
        named = {text for draft in drafts for text in texts(draft.data)}
        for digest, blob in given.items():
            if digest not in named:
                raise Refused(f"blob {digest}: no draft names it; every blob needs an entry")
            if len(blob) > MAX_BLOB_BYTES:
                raise Refused(f"blob {digest}: larger than {MAX_BLOB_BYTES:,} bytes")
        stored = self.blob_digests(session)
        for draft in drafts:
            for digest in named_blobs(draft.data):
                if digest not in given and digest not in stored:
                    raise Refused(f"{draft.kind}: names the blob {digest}, which was not given")
        return [blob for digest, blob in given.items() if digest not in stored]

    def _check_space(self, session: Session, blob_bytes: int) -> None:
        database = session.connection().engine.url.database
        needed = self._floor + 2 * blob_bytes  # once as a row, once published
        free = self._free(Path(database or ".").absolute().parent)
        if free < needed:
            raise Refused(f"disk: expected {needed:,} bytes free, found {free:,}; make room first")

    def _sign(self, last: Entry | None, drafts: Sequence[Draft], at: int) -> list[Entry]:
        if last is not None and not last.signed_by(self.key.public):
            raise Inconsistent(f"entry {last.seq}: not signed by this agency key; check the key")
        seq, prev = (0, NO_PREVIOUS) if last is None else (last.seq + 1, last.leaf)
        at = at if last is None else max(at, last.at)
        added: list[Entry] = []
        for draft in drafts:
            self._check_genesis(draft, seq)
            try:
                entry = entries.build(draft, seq, prev, at, self.simulation, self.key)
            except Malformed as error:
                raise Refused(f"{draft.kind}: not a valid entry: {error}") from error
            added.append(entry)
            seq, prev = seq + 1, entry.leaf
        return added

    def _check_genesis(self, draft: Draft, seq: int) -> None:
        if (draft.kind == "genesis") != (seq == 0):
            raise Refused(f"entry {seq}: genesis must be entry 0 and only there; got {draft.kind}")
        if seq:
            return
        ours = {
            "agency_key": self.key.public_hex,
            "origin": self.origin,
            "simulation": self.simulation,
        }
        for name, expected in ours.items():
            if draft.data.get(name) != expected:
                found = draft.data.get(name)
                raise Refused(f"genesis: expected {name} {expected!r}, found {found!r}")


def _check_request(drafts: Sequence[Draft], request: str) -> None:
    if not drafts:
        raise Refused("append: expected at least one draft, found none")
    if not 0 < len(request) <= _MAX_REQUEST:
        raise Refused(f"append: expected a request name of 1 to {_MAX_REQUEST} characters")


def _check_same(drafts: Sequence[Draft], earlier: Sequence[Entry], request: str) -> None:
    wanted = [(draft.kind, canonical.encode(draft.data)) for draft in drafts]
    if wanted != [(entry.kind, canonical.encode(entry.data)) for entry in earlier]:
        raise Refused(f"request {request!r} was already carried out with other contents")


def _stored(seq: int, data: bytes) -> Entry:
    try:
        entry = entries.parse(data)
    except Malformed as error:
        raise Inconsistent(f"entry {seq}: its stored bytes are damaged: {error}") from error
    if entry.seq != seq:
        raise Inconsistent(f"entry {seq}: its stored bytes say {entry.seq}")
    return entry
