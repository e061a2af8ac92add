"""Publishing: rows -> verified tree -> guard -> files, in an order that survives a kill anywhere.

The order of 03 §7, and at which named point a test or the demo may kill the process:
1. `publish.read`: stored rows were read back, hashed, verified and joined to the tree.
2. `publish.guard`: the new head is signed and durable in the guard; from here on it is the head.
3. `publish.blobs`, 4. `publish.tiles`: files are there; none is ever replaced by other bytes.
5. `publish.checkpoint`: the head is public. 6. `publish.done`: partial tiles whose place has a full
   tile now are deleted (03 §4 allows it); with a publication an entry they would cost about 50 kB
   an entry. What a kill leaves of them is deleted at the next start.
Witnesses' lines come later, on a note that is public: at `witness.stored` they are durable in the
rows, then the checkpoint is replaced. A start writes it again with every line that the rows or the
published checkpoint have: rows made again from a publication keep them.
A start compares the publication with the closed list of 03 §4, and deletes nothing it does not
know.
Nothing catches a failure to go on: it stops book and publisher, and only a new start recovers.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ledger import merkle, proofs, tiles
from ledger.chain import follow, named_blobs, texts
from ledger.closed_list import check_names
from ledger.cosignatures import read_cosignatures, read_vkey, with_cosignatures
from ledger.cosigned import Signers, add_lines, cosigned_note
from ledger.entries import Entry
from ledger.errors import Inconsistent, Malformed, Refused, Stopped
from ledger.files import Disk, PublishedFolder, RealDisk
from ledger.guard import Guard, Signed, check_sizes
from ledger.keys import SigningKey, vkey
from ledger.notes import MAX_NOTE_BYTES, Checkpoint, read_checkpoint, sign_checkpoint
from ledger.rebuild import rebuild
from ledger.store import Book

__all__ = ["Publisher", "rebuild"]


def _nowhere(_point: str) -> None:
    pass


class Publisher:
    """Writes the publication in `folder`. Keep one a process, call it outside transactions.

    `log_key` signs checkpoints and must not be the agency key. `at_point` is called with each
    point of this module's docstring. `witnesses`: the vkeys of the policy. `disk` is replaced by
    tests that make writing fail.
    """

    def __init__(
        self,
        engine: sa.Engine,
        book: Book,
        guard: Guard,
        folder: Path,
        log_key: SigningKey,
        *,
        witnesses: Sequence[str] = (),
        at_point: Callable[[str], None] = _nowhere,
        disk: Disk | None = None,
    ) -> None:
        if log_key.public == book.key.public:
            raise Refused("publisher: log key and agency key must be different keys (03 §3)")
        if guard.vkey != vkey(book.origin, log_key.public):
            raise Refused("publisher: the guard was opened with another key than the log key")
        self._engine = engine
        self._book = book
        self._guard = guard
        self._files = PublishedFolder(folder, disk or RealDisk())
        self._log_key = log_key
        for vkey_of_witness in witnesses:
            read_vkey(vkey_of_witness)
        self._signers = Signers(guard.vkey, tuple(witnesses))
        self._at_point = at_point
        self._tree = tiles.Tree()
        self._last: Entry | None = None
        self._head: Checkpoint | None = None
        self._stored_blobs: frozenset[str] = frozenset()
        self._named_blobs: set[str] = set()
        self._published_blobs: set[str] = set()
        self._started = False

    def recover(self) -> Checkpoint | None:
        """Compare all copies, redo what a killed process left, publish what it had recorded.

        Call it at start, before the first `append`. Hashes every stored row again. Returns
        the published head, None for an empty ledger. Raises `Inconsistent` if a copy is ahead of
        the rows or differs: rows were lost or restored from an old backup; then nothing is
        signed, and the book accepts nothing.
        """
        with self._finish_or_stop():
            if not self._started:
                self._start()
            self._advance()
        return self._head

    def publish(self) -> Checkpoint:
        """Publish every committed entry and return the head; with nothing new, the last head.

        The first call does what `recover` does. Raises `Refused` if there is no entry yet,
        `Inconsistent` or `Stopped` if the process must end.
        """
        head = self.recover()
        if head is None:
            raise Refused("publish: the ledger has no entry yet; append the genesis entry first")
        return head

    # Witnesses

    def signed(self) -> Signed | None:
        """The last signed head and its note, which witnesses are shown; None before the first."""
        return self._guard.read()

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the first `new` entries begin with the first `old` (RFC 6962 §2.1.2)."""
        return proofs.consistency_proof(self._tree, old, new)

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """The proof that entry `seq` lies in the first `size` entries (RFC 6962 §2.1.1)."""
        return proofs.inclusion_proof(self._tree, seq, size)

    def witness(self, note: bytes, lines: Sequence[bytes]) -> bytes:
        """Add cosignature `lines` to a note this log signed: durably, then to the checkpoint.

        Returns the note with all lines it has now. Raises `Malformed`, and keeps nothing, if the
        note is not of this log or a line of a witness of the policy does not verify.
        """
        head = read_checkpoint(note, self._guard.vkey)
        if not proofs.begins_with(self._tree, head.size, head.root):  # the log key signed elsewhere
            raise Malformed(f"note: its {head.size:,} entries are not the first ones of this log")
        with_cosignatures(note, lines, self._signers.witnesses)  # a lie must not stop the book
        with self._finish_or_stop():
            merged = self._keep_lines(head, note, lines)
            self._at_point("witness.stored")
            if head == self._head:
                self._files.replace(tiles.CHECKPOINT, merged)
        return merged

    def _keep_lines(self, head: Checkpoint, note: bytes, lines: Sequence[bytes] = ()) -> bytes:
        with Session(self._engine) as session, session.begin():
            return add_lines(session, head, note, lines, self._signers)

    @contextmanager
    def _finish_or_stop(self) -> Iterator[None]:
        self._book.require_running()
        self._book.halt()
        try:
            yield
        except OSError as error:
            raise Stopped(f"publishing broke off: {error}; start this process again") from error
        except sa.exc.SQLAlchemyError as error:
            # Type only, and no chain: statement and values of an error are not for logs.
            kind = type(error).__name__
            raise Stopped(f"publishing broke off: {kind}; start this process again") from None
        self._book.resume()

    # Start-up

    def _start(self) -> None:
        self._files.prepare()
        signed, published = self._guard.read(), self._published()
        self._check_sizes(signed, published)
        if signed is None:
            self._check_folder()
        else:
            self._redo(signed, published)
        self._started = True

    def _published(self) -> Signed | None:
        note = self._files.read(tiles.CHECKPOINT, MAX_NOTE_BYTES)
        if note is None:
            return None
        try:
            read_cosignatures(note, self._signers.witnesses)
            return Signed(read_checkpoint(note, self._guard.vkey), note)
        except Malformed as error:
            raise Inconsistent(f"publication: its checkpoint does not verify: {error}") from error

    def _check_sizes(self, signed: Signed | None, published: Signed | None) -> None:
        with Session(self._engine) as session:
            rows = self._book.size(session)
        guard = 0 if signed is None else signed.head.size
        public = 0 if published is None else published.head.size
        check_sizes(rows, guard, public)

    def _redo(self, signed: Signed, published: Signed | None) -> None:
        """Join the rows up to the guard's head, then write its files again (equal ones stay)."""
        heads = [one.head for one in (published, signed) if one is not None]
        with Session(self._engine) as session:
            self._stored_blobs = self._book.blob_digests(session)
            for entry in islice(self._book.entries(session), signed.head.size):
                self._join(entry)
                for head in heads:
                    self._check_root(head)
        self._check_folder()
        if published is not None and read_cosignatures(published.note, self._signers.witnesses):
            self._keep_lines(published.head, published.note)
        self._write(0, signed)

    def _check_folder(self) -> None:
        with Session(self._engine) as session:
            check_names(
                self._files,
                self._tree,
                self._named_blobs,
                lambda start, end: self._reread(session, start, end),
            )

    def _check_root(self, head: Checkpoint) -> None:
        if head.size == self._tree.size and head.root != self._tree.root():
            raise Inconsistent(
                f"rows: {head.size:,} entries hash to {self._tree.root()}, but the signed head "
                f"says {head.root}: a stored row was changed"
            )

    # The commit order

    def _advance(self) -> None:
        old_size = self._tree.size
        self._read_back()
        if self._tree.size == old_size:
            return
        self._at_point("publish.read")
        new = Checkpoint(self._book.origin, self._tree.size, self._tree.root())
        note = sign_checkpoint(new.origin, new.size, new.root, self._log_key)
        self._guard.compare_and_swap(self._head, new, note)
        self._at_point("publish.guard")
        self._write(old_size, Signed(new, note))

    def _read_back(self) -> None:
        """Read new rows, and old ones that are about to be copied into a new partial tile."""
        old_size = self._tree.size
        with Session(self._engine) as session:
            self._reread(session, old_size // tiles.WIDTH * tiles.WIDTH, old_size)
            self._stored_blobs = self._book.blob_digests(session)
            for entry in self._book.entries(session, old_size):
                if not entry.signed_by(self._book.key.public):
                    raise Inconsistent(f"entry {entry.seq}: its signature is not right")
                self._join(entry)
            for digest in self._named_blobs - self._published_blobs:
                self._book.blob(session, digest)  # hashes it again, before anything is signed

    def _join(self, entry: Entry) -> None:
        follow(self._last, entry)
        missing = set(named_blobs(entry.data)) - self._stored_blobs
        if missing:
            raise Inconsistent(f"entry {entry.seq}: its blob {min(missing)} is not stored")
        self._named_blobs |= self._stored_blobs.intersection(texts(entry.data))
        self._tree.append(bytes.fromhex(entry.leaf))
        self._last = entry

    def _reread(self, session: Session, start: int, end: int) -> list[bytes]:
        """Return the bytes of rows that are in the tree, if they still hash to its leaves."""
        rows = self._book.stored_bytes(session, start, end)
        if len(rows) != end - start:
            raise Inconsistent(f"rows: expected entries {start} to {end - 1}, found {len(rows)}")
        for seq, data in enumerate(rows, start):
            if merkle.leaf_hash(data) != self._tree.leaf(seq):
                raise Inconsistent(f"entry {seq}: its stored bytes changed after publication")
        return rows

    def _write(self, old_size: int, signed: Signed) -> None:
        for digest in sorted(self._named_blobs - self._published_blobs):
            with Session(self._engine) as session:
                data = self._book.blob(session, digest)
            self._files.put(tiles.blob_path(digest), data)
            self._published_blobs.add(digest)
        self._at_point("publish.blobs")
        for path, data in self._tree.hash_tiles(old_size):
            self._files.put(path, data)
        for span in tiles.new_spans(old_size, self._tree.size):
            self._files.put(tiles.path("entries", span), self._entries_tile(span))
        self._at_point("publish.tiles")
        self._files.replace(tiles.CHECKPOINT, self._with_known_lines(signed))
        self._at_point("publish.checkpoint")
        self._head = signed.head
        for path in self._tree.filled(old_size):
            self._files.drop_partials(path)
        self._at_point("publish.done")

    def _with_known_lines(self, signed: Signed) -> bytes:
        with Session(self._engine) as session:
            return cosigned_note(session, signed.head, self._signers) or signed.note

    def _entries_tile(self, span: tiles.Span) -> bytes:
        with Session(self._engine) as session:
            return tiles.write_entries(self._reread(session, span.start, span.start + span.width))
