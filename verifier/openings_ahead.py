"""The auditor's openings, read by processes beside while this one judges the book (04 §3 step 10).

They are the greater part of the work with an auditor folder, and need nothing of the book but, in
the end, its roster. Only files without any fault are read so; every other one is read again by
`openings`, which says what is wrong.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import chain, pairwise
from operator import lt
from pathlib import Path
from typing import NamedTuple

from .beside import Beside
from .openings import LineError, OpeningsFile, Row, UnknownVersionError, lines_of, read_row
from .publication import MAX_BLOB, UnreadableError, read_bounded
from .records import PARTS
from .rules import Facts
from .salts import salts_in

# Smaller files are read faster than a process is made; there are no more than a few large ones.
_WORTH = 1024 * 1024
_MOST = 4
# Of each file so many parts at once.
_PROCESSES = 2
_NAME = re.compile(r"campaign-([1-9][0-9]{0,14})\.openings\.jsonl")


class Whole(NamedTuple):
    """Lines of an openings file, each of which opens all parts of one enterprise.

    In columns, which go from one process to another in a tenth of the time of rows. `salts` has
    three for each row, in the order of the parts.
    """

    leaves: Sequence[str]
    codes: Sequence[str | None]
    facts: Sequence[Facts | None]
    lots: Sequence[str | None]
    salts: Sequence[bytes]

    def opens(self, expected: Collection[str] | None) -> bool:
        """True if these are exactly the leaves expected, a set, in their order."""
        if expected is None or len(self.leaves) != len(expected) or expected != set(self.leaves):
            return False
        return all(lt(*pair) for pair in pairwise(self.leaves))

    def file(self) -> OpeningsFile:
        """The same as `read_openings` gives of it."""
        rows = map(Row, self.leaves, self.codes, self.facts, self.lots)
        by_leaf = dict(zip(self.leaves, rows, strict=True))
        return OpeningsFile(by_leaf, (), len(self.leaves), False, self.salts)


# By the name of the file.
Wholes = Mapping[str, Whole]


class Ahead:
    """Reads the large openings files of an auditor folder, if there is one, from now on."""

    def __init__(self, folder: Path | None) -> None:
        self._stack = ExitStack()
        self._parts: dict[str, list[Beside[Whole | None]]] = {}
        for file, campaign in _large(folder).items() if folder is not None else ():
            parts = [partial(read_part, file, campaign, n) for n in range(_PROCESSES)]
            self._parts[file.name] = [self._stack.enter_context(Beside(one)) for one in parts]

    def __enter__(self) -> "Ahead":
        return self

    def __exit__(self, *_about: object) -> None:
        self._stack.close()

    def result(self) -> Wholes:
        """The files without a fault in any line."""
        found = {}
        for name, parts in self._parts.items():
            read = [one for part in parts if (one := part.result()) is not None]
            if len(read) == len(parts):
                found[name] = _joined(read)
        return found


def _joined(parts: Iterable[Whole]) -> Whole:
    return Whole(*(list(chain(*columns)) for columns in zip(*parts, strict=True)))


def _large(folder: Path) -> dict[Path, int]:
    """Files that are worth it, and their campaigns."""
    try:
        named = [(path, _NAME.fullmatch(path.name)) for path in sorted(folder.iterdir())]
        found = [(path, int(match[1])) for path, match in named if match is not None]
        return dict([pair for pair in found if pair[0].lstat().st_size >= _WORTH][:_MOST])
    except OSError:
        return {}


def read_part(file: Path, campaign: int, number: int) -> Whole | None:
    """The columns of one part of a file, cut at line ends; None if any line of it is wrong."""
    try:
        data = read_bounded(file, MAX_BLOB)
        ends = [_line_start(data, len(data) * n // _PROCESSES) for n in (number, number + 1)]
        return _read(data[ends[0] : ends[1]], campaign)
    except (UnreadableError, LineError, UnknownVersionError):
        return None


def _line_start(data: bytes, place: int) -> int:
    """Where the first line begins that does not begin before `place`."""
    return data.find(b"\n", place - 1) + 1 or len(data) if place else 0


def _read(data: bytes, campaign: int) -> Whole:
    rows = [read_row(line, campaign, PARTS) for _number, line in lines_of(data)]
    leaves, codes, facts, lots = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Whole(leaves, codes, facts, lots, salts_in(data))
