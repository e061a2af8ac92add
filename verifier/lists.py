"""Lists as blobs: roster, pool and selection (spec 00 §5)."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from hashlib import sha256
from weakref import WeakValueDictionary

from . import merkle
from .findings import Text, say

_ALL_LINES = re.compile(r"(?:[0-9a-f]{64}\n)++")
_ALL_MARKED_LINES = re.compile(r"(?:[0-9a-f]{64} [mr]\n)++")


class ListError(ValueError):
    """A list blob breaks spec 00 §5; carries the line (1 …, 0 = the file) and a sentence."""

    def __init__(self, line: int, note: Text) -> None:
        super().__init__(note.template)
        self.line = line
        self.note = note


@dataclass(frozen=True)
class LeafList:
    """A list of spec 00 §5 that is strict: leaves ascending and unique, with marks or none.

    `marks` is one letter per leaf ("m" or "r"), or empty for a roster; `root` is hex.
    """

    leaves: tuple[str, ...]
    marks: str
    root: str

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Pairs (leaf, mark) of a marked list."""
        return tuple(zip(self.leaves, self.marks, strict=True))

    def musts(self) -> int:
        """Number of rows marked `m`."""
        return self.marks.count("m")


def _lines(data: bytes, marked: bool) -> list[str]:
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise ListError(0, say("the list is not ASCII")) from None
    if not text:
        raise ListError(0, say("the list is empty"))
    # Nothing is split before the form of every line is known: a file of line feeds only would
    # become a list many times its size.
    match = (_ALL_MARKED_LINES if marked else _ALL_LINES).match(text)
    good = 0 if match is None else match.end()
    if good < len(text):
        line = text.count("\n", 0, good) + 1
        raise ListError(line, say("the line is not of the form of spec 00 §5"))
    return text[:-1].split("\n")


def _check_ascending(leaves: list[str]) -> None:
    for number in range(1, len(leaves)):
        if leaves[number - 1] >= leaves[number]:
            raise ListError(number + 1, say("the leaves are not ascending and unique"))


def root_of(leaves: tuple[str, ...], marks: str) -> str:
    """Hex root of a list: over the raw leaf, followed by the byte of its mark if marked."""
    if not marks:
        return merkle.root(map(bytes.fromhex, leaves)).hex()
    marked = zip(leaves, marks, strict=True)
    return merkle.root(bytes.fromhex(leaf) + mark.encode() for leaf, mark in marked).hex()


# Lists that somebody still holds, by digest and marks. Many draws may name one blob; with weak
# references it is parsed and kept once for all of them, and given up with the last that needs it.
_HELD: WeakValueDictionary[tuple[bytes, bool], LeafList] = WeakValueDictionary()
# Why others were refused, a few bytes each: a long list can be wrong in its last line only.
_REFUSED: dict[tuple[bytes, bool], tuple[int, Text]] = {}
_MAX_REFUSED = 1_000


def read_list(data: bytes, *, marked: bool) -> LeafList:
    """Read a roster (`marked` false) or a pool or selection; raises ListError (spec 00 §5).

    The same bytes give the same object as long as it is in use.
    """
    name = (sha256(data).digest(), marked)
    held = _HELD.get(name)
    if held is not None:
        return held
    if name in _REFUSED:
        raise ListError(*_REFUSED[name])
    try:
        held = _HELD[name] = _parsed(data, marked)
    except ListError as error:
        if len(_REFUSED) >= _MAX_REFUSED:
            _REFUSED.clear()
        _REFUSED[name] = error.line, error.note
        raise
    return held


def _parsed(data: bytes, marked: bool) -> LeafList:
    lines = _lines(data, marked)
    leaves = [line[:64] for line in lines]
    _check_ascending(leaves)
    marks = "".join(line[65] for line in lines) if marked else ""
    kept = tuple(leaves)
    return LeafList(kept, marks, root_of(kept, marks))


def mark_in(data: bytes, leaf: str) -> str | None:
    """The mark of a leaf in a pool or selection, None if it is not there; raises ListError."""
    rows = read_list(data, marked=True)
    place = bisect_left(rows.leaves, leaf)
    return rows.marks[place] if rows.leaves[place : place + 1] == (leaf,) else None
