"""Rows from a publication: the published tiles are a full second copy of the ledger."""

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ledger import entries, tiles
from ledger.canonical import MAX_BYTES
from ledger.chain import follow, texts
from ledger.entries import Entry
from ledger.errors import Inconsistent, Malformed, Refused
from ledger.guard import Guard
from ledger.lists import Blob
from ledger.notes import Checkpoint, read_checkpoint
from ledger.store import Book, insert_blobs, insert_entries

_MAX_TILE = tiles.WIDTH * (MAX_BYTES + 2)


def rebuild(folder: Path, engine: sa.Engine, book: Book, guard: Guard) -> Checkpoint:
    """Fill empty ledger tables from the publication in `folder`; return the head that was read.

    Every byte is verified first: checkpoint, tree, chain, signatures, blobs. A lost guard is made
    again from the checkpoint, before the rows are committed, so that a killed rebuild can be done
    again: rows without a guard are refused at start. A guard that is ahead of the publication
    stays, and recovery will then refuse to go on (03 §7). What is not in a publication is lost:
    private tables, and which request an entry answered. Raises `Refused` if there are rows
    already, `Inconsistent` if the publication does not verify.
    """
    note = (folder / tiles.CHECKPOINT).read_bytes()
    try:
        head = read_checkpoint(note, guard.vkey)
        with Session(engine) as session, session.begin():
            _fill(session, folder, book, head)
            if guard.read() is None:
                guard.compare_and_swap(None, head, note)
    except Malformed as error:
        raise Inconsistent(f"publication: {error}") from error
    return head


def _fill(session: Session, folder: Path, book: Book, head: Checkpoint) -> None:
    if book.size(session):
        raise Refused("rebuild: the tables hold entries already; use a new database file")
    tree, named, read = tiles.Tree(), set[str](), list[Entry]()
    for entry in _read(folder, head.size):
        follow(read[-1] if read else None, entry)
        if not entry.signed_by(book.key.public):
            raise Inconsistent(f"publication: entry {entry.seq} is not signed by this agency key")
        tree.append(bytes.fromhex(entry.leaf))
        named.update(texts(entry.data))
        read.append(entry)
    if tree.root() != head.root:
        raise Inconsistent(f"publication: its entries hash to {tree.root()}, not to {head.root}")
    insert_entries(session, f"rebuild:{head.root}", read)
    insert_blobs(session, _read_blobs(folder, named))


def _read(folder: Path, size: int) -> Iterator[Entry]:
    for span in tiles.new_spans(0, size):
        path = folder / tiles.path("entries", span)
        if path.stat().st_size > _MAX_TILE:
            raise Malformed(f"entries tile {span.index}: longer than {_MAX_TILE:,} bytes")
        for data in tiles.read_entries(path.read_bytes(), span.width):
            yield entries.parse(data)


def _read_blobs(folder: Path, named: set[str]) -> list[Blob]:
    blobs = []
    for path in sorted((folder / tiles.blob_path("")).glob("*")):
        blob = Blob(path.read_bytes())
        if blob.digest != path.name:
            raise Inconsistent(f"publication: blob {path.name} hashes to {blob.digest}")
        if blob.digest in named:  # others are of entries that were never published
            blobs.append(blob)
    return blobs
