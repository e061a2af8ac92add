"""Salts of opened parts: none may stand twice (spec 04 §3, 10.opening and 10.people).

A salt that stands under two parts lets whoever knows one of them guess the other.
"""

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import count
from typing import NamedTuple

from .findings import Fault, say

# In canonical JSON a quotation mark within a text has a backslash before it: this is a key.
_SALT = re.compile(rb'"salt":"([0-9a-f]{64})"')

# What a salt belongs to: kind of part, and the leaf with its campaign or the commitment.
Owner = tuple[str, str]


def salts_in(data: bytes) -> list[bytes]:
    """The salts of an openings or people file, in order."""
    return _SALT.findall(data)


class _File(NamedTuple):
    """Whose salts a file holds: for each of `whose` one of each kind of part."""

    parts: tuple[str, ...]
    whose: tuple[str, ...]
    front: str = ""

    def owner(self, place: int) -> Owner:
        number, part = divmod(place, len(self.parts))
        return self.parts[part], self.front + self.whose[number]


class Salts:
    """Every salt that has been read, with the one part it belongs to.

    A salt is kept with its number, counted over all files: whose it is, is asked of few of them.
    """

    def __init__(self) -> None:
        self._places: dict[bytes, int] = {}
        self._files: list[_File] = []
        self._starts: list[int] = []
        self._next = 0

    def rows(
        self,
        salts: Sequence[bytes],
        campaign: int,
        leaves: Iterable[str],
        parts: Sequence[str],
        name: str,
    ) -> Fault | None:
        """Take in those of an openings file without faults, its `leaves` in order.

        `parts` ascending, as they stand in each row.
        """
        return self._take(salts, _File(tuple(parts), tuple(leaves), f"{campaign} "), name)

    def people(self, salts: Sequence[bytes], people: Iterable[str], name: str) -> Fault | None:
        """Take in those of a people file without faults, its person commitments in order.

        One person may serve in two campaigns under one commitment, so the campaign does not count.
        """
        return self._take(salts, _File(("person",), tuple(people)), name)

    def _take(self, salts: Sequence[bytes], file: _File, name: str) -> Fault | None:
        """What is wrong with the salts of a file; a part opened once more is no second part."""
        start = self._next
        self._files.append(file)
        self._starts.append(start)
        self._next += len(salts)
        new = dict(zip(salts, count(start), strict=False))
        if len(new) == len(salts) and self._places.keys().isdisjoint(new):
            self._places |= new
            return None
        again = [
            (salt, file.owner(place))
            for place, salt in enumerate(salts)
            if self._owner(self._places.setdefault(salt, start + place)) != file.owner(place)
        ]
        if not again:
            return None
        salt, (part, whose) = again[0]
        wrong = say("{n} opened parts have the salt of another opened part", n=len(again))
        return Fault(wrong, f"{name}, {part} {whose.split()[-1]}", None, salt.decode())

    def _owner(self, place: int) -> Owner:
        number = bisect(self._starts, place) - 1
        return self._files[number].owner(place - self._starts[number])
