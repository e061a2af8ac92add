"""The tree as C2SP `tlog-tiles`: which files a size needs, and what is in them (03 §4). No I/O."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger import merkle
from ledger.errors import Malformed

WIDTH = 256
"""Hashes (or entries) in a full tile."""
CHECKPOINT = "checkpoint"
"""The file that is written last and makes a new size public."""

ENTRIES = "entries"
"""The level's name of tiles that hold whole entries."""

_HASH_BYTES = 32
_LENGTH_BYTES = 2
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[0-9]{1,3}))?"
)


@dataclass(frozen=True)
class Span:
    """One tile's place: hashes `index * 256` … `+ width` (1 … 256) of its level."""

    index: int
    width: int

    @property
    def start(self) -> int:
        """Position of its first hash within the level."""
        return self.index * WIDTH


class Tree:
    """All hashes of a growing tree, level by level, so that any tile can be cut out of it.

    In memory: 32 bytes an entry; a million entries are 32 MB.
    """

    def __init__(self) -> None:
        self._frontier = merkle.Frontier()
        self._levels = [bytearray()]

    @property
    def size(self) -> int:
        """How many entries were appended."""
        return self._frontier.size

    def root(self) -> str:
        """Return the root over all entries (64 hex digits)."""
        return self._frontier.root()

    def append(self, leaf: bytes) -> None:
        """Add the next entry's leaf hash (32 bytes)."""
        self._frontier.append(leaf)
        level, node = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += node
            if len(self._levels[level]) % (WIDTH * _HASH_BYTES):
                return
            node = _subtree_root(self._levels[level][-WIDTH * _HASH_BYTES :])
            level += 1

    def leaf(self, seq: int) -> bytes:
        """Return the leaf hash of entry `seq` (32 bytes)."""
        return bytes(self._levels[0][seq * _HASH_BYTES : (seq + 1) * _HASH_BYTES])

    def count(self, level: str) -> int:
        """Return how many hashes (or entries) `level` holds; 0 for a level that is not there."""
        if level == ENTRIES:
            return self.size
        number = int(level)
        return len(self._levels[number]) // _HASH_BYTES if number < len(self._levels) else 0

    def hashes(self, level: int, span: Span) -> bytes:
        """Return the bytes of a hash tile; cut short if the level does not reach so far."""
        start, end = span.start * _HASH_BYTES, (span.start + span.width) * _HASH_BYTES
        return bytes(self._levels[level][start:end])

    def filled(self, old_size: int) -> Iterator[str]:
        """Give the path of each full tile that the size `old_size` did not have."""
        levels = {str(level): WIDTH**level for level in range(len(self._levels))} | {ENTRIES: 1}
        for level, entries in levels.items():
            for index in range(old_size // entries // WIDTH, self.count(level) // WIDTH):
                yield path(level, Span(index, WIDTH))

    def hash_tiles(self, old_size: int) -> Iterator[tuple[str, bytes]]:
        """Give (path, bytes) of each hash tile that the size `old_size` did not have."""
        for level, hashes in enumerate(self._levels):
            for span in new_spans(old_size // WIDTH**level, len(hashes) // _HASH_BYTES):
                yield path(str(level), span), self.hashes(level, span)


def new_spans(old: int, new: int) -> Iterator[Span]:
    """Give the tiles of a level that has grown from `old` to `new` hashes, the partial one last."""
    if new == old:
        return
    full, rest = divmod(new, WIDTH)
    for index in range(old // WIDTH, full):
        yield Span(index, WIDTH)
    if rest:
        yield Span(full, rest)


def path(level: str, span: Span) -> str:
    """Return the path of a tile of `level` (a number, or `entries`), relative to the publication.

    The index is written in groups of three digits, all but the last prefixed by `x`.
    """
    digits = str(span.index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    number = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    partial = f".p/{span.width}" if span.width < WIDTH else ""
    return f"tile/{level}/{number}{partial}"


def read_path(text: str) -> tuple[str, Span] | None:
    """Return (level, place) of a tile's path; None if `text` is not one in its only form."""
    match = _PATH.fullmatch(text)
    if match is None:
        return None
    index = int(match["index"].replace("x", "").replace("/", ""))
    found = match["level"], Span(index, int(match["width"] or WIDTH))
    return found if found[1].width > 0 and path(*found) == text else None


def blob_path(digest: str) -> str:
    """Return the path of a blob (64 hex digits), relative to the publication."""
    return f"blob/sha256/{digest}"


def write_entries(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of an entries tile: each entry behind its length, two bytes big-endian."""
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)


def read_entries(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of an entries tile; raises `Malformed` if that is not exact."""
    entries: list[bytes] = []
    at = 0
    for _ in range(width):
        start = at + _LENGTH_BYTES
        end = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or end > len(data):
            raise Malformed(f"entries tile: cut off in entry {len(entries)} of {width}")
        entries.append(data[start:end])
        at = end
    if at != len(data):
        raise Malformed(f"entries tile: {len(data) - at:,} bytes behind the last entry")
    return entries


def _subtree_root(hashes: bytearray) -> bytes:
    frontier = merkle.Frontier()
    for at in range(0, len(hashes), _HASH_BYTES):
        frontier.append(bytes(hashes[at : at + _HASH_BYTES]))
    return bytes.fromhex(frontier.root())
