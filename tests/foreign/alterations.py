"""What is done to a publication, and which of the judges must see it.

A judge that is not named reads nothing of what was altered and must still accept: so the table also
says how far each of them sees. Nothing here signs with the log's own key: what the holder of the
keys can do is another test's matter (`verifier selftest`).
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger import notes, proofs, tiles
from ledger.merkle import leaf_hash
from tests.foreign.published import Files, read_entries, tile_paths
from tests.ledger.reference import entry_tiles, hash_tiles
from tests.ledger.world import ORIGIN, fixed_key

ALTERED_SIZE = 300
VICTIM = 150  # an entry of the full tile, and one of `published.samples`

WHOLE = frozenset({"go", "aics"})  # these read every byte of the tree
EVERY = WHOLE | {"sigstore", "openssl"}


@dataclass(frozen=True)
class Alteration:
    """A change to the files, and the judges that must reject it."""

    change: Callable[[Files], Files]
    seen_by: frozenset[str]


def flipped(data: bytes, at: int) -> bytes:
    """The bytes with the lowest bit of one of them turned over."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def replaced(level: str, which: int, change: Callable[[bytes], bytes]) -> Callable[[Files], Files]:
    """Change one tile of a level, counted from 0 or from the end."""

    def apply(files: Files) -> Files:
        path = tile_paths(files, level)[which]
        return files | {path: change(files[path])}

    return apply


def with_entries(change: Callable[[list[bytes]], Sequence[bytes]]) -> Callable[[Files], Files]:
    """Change the list of entries and make all tiles fit it; the note stays."""

    def apply(files: Files) -> Files:
        entries = list(change(list(read_entries(files).values())))
        rebuilt = entry_tiles(entries) | hash_tiles([leaf_hash(entry) for entry in entries])
        return rebuilt | {tiles.CHECKPOINT: files[tiles.CHECKPOINT]}

    return apply


def with_note(change: Callable[[bytes], bytes]) -> Callable[[Files], Files]:
    """Change the note alone."""
    return lambda files: files | {tiles.CHECKPOINT: change(files[tiles.CHECKPOINT])}


def edit(data: bytes) -> bytes:
    """Make one entry say another number; it stays a well-formed entry of the same length."""
    assert data.count(b'"number":150') == 1
    return data.replace(b'"number":150', b'"number":151')


def edit_entry(entries: list[bytes]) -> list[bytes]:
    """The same in the list of entries."""
    return [*entries[:VICTIM], edit(entries[VICTIM]), *entries[VICTIM + 1 :]]


def swap(entries: list[bytes]) -> list[bytes]:
    """Exchange two neighbours."""
    entries[VICTIM], entries[VICTIM + 1] = entries[VICTIM + 1], entries[VICTIM]
    return entries


def edit_root(note: bytes) -> bytes:
    """Another root, well written."""
    lines = note.split(b"\n")
    lines[2] = base64.b64encode(flipped(base64.b64decode(lines[2]), 0))
    return b"\n".join(lines)


def flip_signature(note: bytes) -> bytes:
    """One bit of the log's signature, the line still well written."""
    front, _, last = note.rstrip(b"\n").rpartition(b" ")
    return front + b" " + base64.b64encode(flipped(base64.b64decode(last), 40)) + b"\n"


def sign_anew(note: bytes) -> bytes:
    """The same head under another key that bears the log's name."""
    root = base64.b64decode(note.split(b"\n")[2]).hex()
    return notes.sign_checkpoint(ORIGIN, ALTERED_SIZE, root, fixed_key("another log"))


def resign_shorter(files: Files) -> Files:
    """A whole honest book of fewer entries, under another key of the log's name."""
    entries = list(read_entries(files).values())[:-1]
    leaves = [leaf_hash(entry) for entry in entries]
    root = proofs.tree_of(leaves).root()
    note = notes.sign_checkpoint(ORIGIN, len(entries), root, fixed_key("another log"))
    return entry_tiles(entries) | hash_tiles(leaves) | {tiles.CHECKPOINT: note}


def drop_tile(level: str, which: int) -> Callable[[Files], Files]:
    """Take one tile away."""

    def apply(files: Files) -> Files:
        gone = tile_paths(files, level)[which]
        return {path: data for path, data in files.items() if path != gone}

    return apply


def exchange_hashes(data: bytes) -> bytes:
    """Exchange the first two hashes of a tile."""
    return data[32:64] + data[:32] + data[64:]


ALTERATIONS = {
    "an entry edited, its hash left": Alteration(replaced("entries", 0, edit), EVERY),
    "an entry edited, all hashes made to fit": Alteration(with_entries(edit_entry), EVERY),
    "an entry dropped, all hashes made to fit": Alteration(
        with_entries(lambda entries: entries[:VICTIM] + entries[VICTIM + 1 :]),
        WHOLE | {"sigstore"},
    ),
    "an entry doubled, all hashes made to fit": Alteration(
        with_entries(lambda entries: entries[: VICTIM + 1] + entries[VICTIM:]),
        WHOLE | {"sigstore"},
    ),
    "two entries exchanged, all hashes made to fit": Alteration(
        with_entries(swap), WHOLE | {"sigstore"}
    ),
    "two hashes exchanged": Alteration(replaced("0", 0, exchange_hashes), WHOLE),
    "a leaf hash flipped": Alteration(replaced("0", 0, lambda data: flipped(data, 4_000)), WHOLE),
    "a hash of the partial tile flipped": Alteration(
        replaced("0", -1, lambda data: flipped(data, 100)), WHOLE
    ),
    "a hash of level 1 flipped": Alteration(replaced("1", 0, lambda data: flipped(data, 1)), WHOLE),
    "a hash too many": Alteration(replaced("0", -1, lambda data: data + data[-32:]), WHOLE),
    "a hash cut short": Alteration(replaced("0", -1, lambda data: data[:-1]), WHOLE),
    "a byte behind the last entry": Alteration(
        replaced("entries", -1, lambda data: data + b"\0"), WHOLE
    ),
    "a tile missing": Alteration(drop_tile("0", 0), WHOLE),
    "an entries tile missing": Alteration(drop_tile("entries", 0), WHOLE | {"sigstore"}),
    "the root edited": Alteration(with_note(edit_root), EVERY),
    "the size edited": Alteration(
        with_note(lambda note: note.replace(b"\n300\n", b"\n299\n")), EVERY
    ),
    "the size with a leading zero": Alteration(
        with_note(lambda note: note.replace(b"\n300\n", b"\n0300\n")), EVERY
    ),
    "another origin": Alteration(
        with_note(lambda note: note.replace(b"synthetic.example/ledger\n", b"other.example\n", 1)),
        EVERY,
    ),
    "the signature flipped": Alteration(with_note(flip_signature), EVERY),
    "signed by another key": Alteration(with_note(sign_anew), EVERY),
    "another book under another key": Alteration(resign_shorter, EVERY),
    # aics-tlog reads such a note all the same; it breaks the format (C2SP signed-note)
    "the note's last line feed cut off": Alteration(
        with_note(lambda note: note[:-1]), frozenset({"go", "sigstore"})
    ),
}
