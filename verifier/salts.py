"""Salts of opened parts: none may stand twice (spec 04 §3, 10.opening and 10.people).

A salt that stands under two parts lets whoever knows one of them guess the other.
"""

import re
from collections.abc import Iterable, Sequence

from .findings import Fault, say

# In canonical JSON a quotation mark within a text has a backslash before it: this is a key.
_SALT = re.compile(rb'"salt":"([0-9a-f]{64})"')

# What a salt belongs to: kind of part, and the leaf with its campaign or the commitment.
Owner = tuple[str, str]


class Salts:
    """Every salt that has been read, with the one part it belongs to."""

    def __init__(self) -> None:
        self._owners: dict[bytes, Owner] = {}

    def rows(
        self, data: bytes, campaign: int, leaves: Iterable[str], parts: Sequence[str], name: str
    ) -> Fault | None:
        """Take in an openings file without faults, its `leaves` in order; `parts` ascending."""
        owners = [(part, f"{campaign} {leaf}") for leaf in leaves for part in parts]
        return self._take(data, owners, name)

    def people(self, data: bytes, people: Iterable[str], name: str) -> Fault | None:
        """Take in a people file without faults, its person commitments in order.

        One person may serve in two campaigns under one commitment, so the campaign does not count.
        """
        return self._take(data, [("person", person) for person in people], name)

    def _take(self, data: bytes, owners: Sequence[Owner], name: str) -> Fault | None:
        """What is wrong with the salts of a file; a part opened once more is no second part."""
        again = [
            (salt, owner)
            for salt, owner in zip(_SALT.findall(data), owners, strict=True)
            if self._owners.setdefault(salt, owner) != owner
        ]
        if not again:
            return None
        salt, (part, whose) = again[0]
        wrong = say("{n} opened parts have the salt of another opened part", n=len(again))
        return Fault(wrong, f"{name}, {part} {whose.split()[-1]}", None, salt.decode())
