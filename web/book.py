"""Reads a publication strictly: checkpoint, entries from the tiles, and what they say together.

Contract: a `PublishedBook` is returned only if every entry is in its one canonical form, follows
the one before it, bears the authority's signature, comes where spec 01 §8 allows it, and all of
them hash to the checkpoint's root; and if no witness of the policy has a wrong line in the
checkpoint. With a trust file the log's signature, the first entry and the policy are checked too;
without one nothing here proves whose book it is, and the policy is the one of the first entry.
Not done here: recomputing draws, reading pools, comparing hash tiles, verifying beacon values. That
is the verifier's work, which visitors are asked to run themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from inspection import InspectionError, LedgerState
from inspection.order import after
from ledger import Checkpoint, Entry, LedgerError, canonical, entries, notes, tiles
from ledger.chain import follow, named_blobs
from ledger.cosignatures import Cosignature, read_cosignatures
from ledger.cosignatures import read_note as read_signed_text
from ledger.lists import MAX_BLOB_BYTES
from ledger.policy import WitnessPolicy, witness_policy
from web.errors import Unreadable
from web.files import read_published

MAX_TILE_BYTES: Final = tiles.WIDTH * (canonical.MAX_BYTES + 2)
MAX_TRUST_BYTES: Final = 16_384

_TRUST_KEYS: Final = {"genesis", "log_key", "origin", "quorum", "v", "witnesses"}

# What values of a wrong shape do to the fold; the entries are input, not ours.
_WRONG_SHAPE: Final = (LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class Trust:
    """What a trust file fixes (03 §6): the log's key, the leaf hash of entry 0, the witnesses."""

    log_key: str
    genesis: str
    policy: WitnessPolicy


@dataclass(frozen=True)
class PublishedBook:
    """The publication as read at one checkpoint.

    `log_key` is that of the trust file, None without one. `signed` is what the witnesses of
    `policy` say of this head, verified.
    """

    note: bytes
    head: Checkpoint
    log_key: str | None
    entries: tuple[Entry, ...]
    state: LedgerState
    policy: WitnessPolicy
    signed: tuple[Cosignature, ...]

    @property
    def trusted(self) -> bool:
        """A trust file was at hand, and fits."""
        return self.log_key is not None

    def roots(self, sizes: Collection[int]) -> Mapping[int, str]:
        """Return the root of the first n entries for each n of `sizes` that this book has."""
        tree, found = tiles.Tree(), {}
        for entry in self.entries:
            tree.append(bytes.fromhex(entry.leaf))
            if tree.size in sizes:
                found[tree.size] = tree.root()
        return found


def read_trust(path: Path, publication: Path) -> Trust:
    """Read a trust file; `Unreadable` unless in form and outside the publication (03 §6)."""
    if path.resolve().is_relative_to(publication.resolve()):
        raise Unreadable(f"{path}: a trust file must not come from the publication it judges")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TRUST_BYTES + 1)
        value: Any = canonical.decode(data.removesuffix(b"\n"), MAX_TRUST_BYTES)
    except (OSError, LedgerError) as error:
        raise Unreadable(f"trust file: {error}") from error
    if not isinstance(value, dict) or value.keys() != _TRUST_KEYS or value["v"] != 1:
        raise Unreadable(f"{path}: expected a trust file of version 1 (spec 03 §6)")
    try:
        policy = witness_policy(value["quorum"], value["witnesses"])
    except (LedgerError, *_WRONG_SHAPE) as error:
        raise Unreadable(f"trust file {path}: {error}") from error
    return Trust(str(value["log_key"]), str(value["genesis"]), policy)


def read_note(folder: Path) -> bytes:
    """Return the checkpoint's bytes: if they are the same as before, so is the whole book."""
    return read_published(folder, tiles.CHECKPOINT, notes.MAX_NOTE_BYTES)


def read_book(folder: Path, note: bytes, trust: Trust | None = None) -> PublishedBook:
    """Read the publication whose checkpoint is `note`; `Unreadable` says what does not fit."""
    try:
        log_key = trust.log_key if trust else None
        head = read_head(note, log_key)
        read = tuple(_linked(folder, head))
        _check_first(read[0], head, trust)
        state = _fold(read)
        policy = _policy(state, trust)
        signed = read_cosignatures(note, policy.vkeys)
        return PublishedBook(note, head, log_key, read, state, policy, signed)
    except (LedgerError, InspectionError) as error:
        raise Unreadable(f"publication: {error}") from error
    except _WRONG_SHAPE as error:
        raise Unreadable(
            f"publication: an entry is not in the form of spec 01: {error!r}"
        ) from error


def read_head(note: bytes, log_key: str | None) -> Checkpoint:
    """Return the head that a note states, verified only if there is a key; raises `Malformed`."""
    return notes.read_checkpoint(note, log_key) if log_key else read_signed_text(note).head


def read_blob(folder: Path, digest: str, limit: int) -> bytes:
    """Return a blob of at most `limit` bytes; `Unreadable` unless it hashes to its name."""
    data = read_published(folder, tiles.blob_path(digest), limit)
    if sha256(data).hexdigest() != digest:
        raise Unreadable(f"publication: blob {digest} hashes to another name")
    return data


def read_list(folder: Path, digest: str) -> Mapping[str, Any]:
    """Return a catalogue or institutions blob (01 §3.1-2)."""
    data = read_blob(folder, digest, MAX_BLOB_BYTES)
    try:
        value: Any = canonical.decode(data.removesuffix(b"\n"), MAX_BLOB_BYTES)
        return dict(value)
    except (LedgerError, TypeError, ValueError) as error:
        raise Unreadable(f"publication: blob {digest}: {error}") from error


def file_names(book: PublishedBook) -> tuple[str, ...]:
    """Return every file that this head needs (03 §4), the checkpoint last, as it is published."""
    names = [tiles.path("entries", span) for span in tiles.new_spans(0, book.head.size)]
    level, hashes = 0, book.head.size
    while hashes:
        names += [tiles.path(str(level), span) for span in tiles.new_spans(0, hashes)]
        level, hashes = level + 1, hashes // tiles.WIDTH
    return (*names, *map(tiles.blob_path, _blobs(book)), tiles.CHECKPOINT)


def _blobs(book: PublishedBook) -> list[str]:
    named: set[str] = set()
    for entry in book.entries:
        named.update(named_blobs(entry.data))
        if entry.kind == "match.result":
            named.add(str(entry.data["statement"]))
    return sorted(named)


def _linked(folder: Path, head: Checkpoint) -> Iterator[Entry]:
    """Give the entries in order, each checked against the one before, then the root of all."""
    tree, previous = tiles.Tree(), None
    for span in tiles.new_spans(0, head.size):
        data = read_published(folder, tiles.path("entries", span), MAX_TILE_BYTES)
        for one in tiles.read_entries(data, span.width):
            entry = entries.parse(one)
            follow(previous, entry)
            tree.append(bytes.fromhex(entry.leaf))
            yield entry
            previous = entry
    if tree.root() != head.root:
        raise Unreadable(f"publication: entries hash to {tree.root()}, checkpoint says {head.root}")


def _check_first(first: Entry, head: Checkpoint, trust: Trust | None) -> None:
    if first.data["origin"] != head.origin:
        raise Unreadable("publication: entry 0 and checkpoint name different origins")
    if trust is not None and first.leaf != trust.genesis:
        raise Unreadable("publication: entry 0 is not the one of the trust file")


def _policy(state: LedgerState, trust: Trust | None) -> WitnessPolicy:
    """Return the policy of the first entry; a trust file must name the same one (01 §2)."""
    policy = WitnessPolicy(state.quorum, state.witnesses)
    if trust is not None and trust.policy != policy:
        raise Unreadable("publication: entry 0 and the trust file name different witnesses")
    return policy


def _fold(read: tuple[Entry, ...]) -> LedgerState:
    agency = bytes.fromhex(str(read[0].data["agency_key"]))
    state = LedgerState()
    for entry in read:
        if not entry.signed_by(agency):
            raise Unreadable(f"publication: entry {entry.seq} is not signed by the authority's key")
        state = after(state, entry.kind, entry.data, entry.seq)
    return state
