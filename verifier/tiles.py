"""Tiles of the tree and of the entries (spec 03 §4, C2SP tlog-tiles)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .canonical import MAX_INTEGER

WIDTH = 256

_TILE = re.compile(
    r"tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)
_BLOB = re.compile(r"blob/sha256/([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile named by its path: level (None = entries), position, and hashes it holds."""

    level: int | None
    index: int
    width: int

    @property
    def path(self) -> str:
        """Path relative to the publication's root."""
        kind = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{grouped(self.index)}{partial}"


def grouped(index: int) -> str:
    """A tile's position in groups of three digits: 5 → `005`, 1234 → `x001/234`."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def parse_path(path: str) -> Tile | None:
    """The tile a path names, None if it names none (a leading zero group is no name).

    An index is below 2^53, as every number of the specification is (00 §1.4).
    """
    match = _TILE.fullmatch(path)
    if match is None or len(path) > 64:
        return None
    width = WIDTH if match[3] is None else int(match[3])
    index = int(match[2].replace("x", "").replace("/", ""))
    if (
        index > MAX_INTEGER
        or grouped(index) != match[2]
        or (match[3] is not None and width >= WIDTH)
    ):
        return None
    return Tile(None if match[1] == "entries" else int(match[1]), index, width)


def blob_name(path: str) -> str | None:
    """The digest a blob path names, None for any other path."""
    match = _BLOB.fullmatch(path)
    return None if match is None else match[1]


def hash_counts(size: int) -> list[int]:
    """Number of hashes on level 0, 1, … of a tree, as long as there is at least one."""
    counts = []
    while size:
        counts.append(size)
        size //= WIDTH
    return counts


def held(level: int | None, index: int, size: int) -> int:
    """How many hashes (or entries) a position holds in a tree of `size` entries, 0 … 256."""
    count = size >> (8 * (level or 0))
    return max(0, min(WIDTH, count - index * WIDTH))


def needed(size: int) -> Iterator[Tile]:
    """Every tile that must be there, lazily: a hostile size must not make a long list."""
    for level, count in enumerate(hash_counts(size)):
        for index in range(-(-count // WIDTH)):
            if level == 0:
                yield Tile(None, index, held(None, index, size))
            yield Tile(level, index, held(level, index, size))


def split_hashes(data: bytes) -> list[bytes]:
    """The 32-byte hashes of a hash tile; an incomplete last one is left out."""
    return [data[place : place + 32] for place in range(0, len(data) - 31, 32)]


def split_entries(data: bytes, count: int) -> tuple[list[bytes], int]:
    """Entries of an entries tile and the number of bytes that do not parse (0 = exact)."""
    entries: list[bytes] = []
    place = 0
    while len(entries) < count and place + 2 <= len(data):
        length = int.from_bytes(data[place : place + 2], "big")
        if place + 2 + length > len(data):
            break
        entries.append(data[place + 2 : place + 2 + length])
        place += 2 + length
    return entries, len(data) - place
