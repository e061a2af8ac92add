"""A deterministic source of choices: SHA-256 over a counter.

Not `random`: its methods may draw differently in another Python release, and the demo files must
have the same bytes on every machine. Nothing here is secret, and nothing here is part of a draw.
"""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from typing import Generic, TypeVar

SEED = "Sunlot synthetic data, generator 1"
"""The text from which every invented value follows; printed in README.txt."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Weighted(Generic[Item]):
    """Items to choose from with integer weights; `bounds` are the running sums of the weights."""

    items: tuple[Item, ...]
    bounds: tuple[int, ...]

    @classmethod
    def of(cls, pairs: Sequence[tuple[Item, int]]) -> "Weighted[Item]":
        """Take (item, weight) pairs; at least one pair, each weight at least 1."""
        return cls(
            tuple(item for item, _ in pairs), tuple(accumulate(weight for _, weight in pairs))
        )


class Stream:
    """One endless row of choices, fixed by `SEED` and a label.

    Separate labels give independent rows, so a change in one file leaves the others alone.
    """

    def __init__(self, label: str) -> None:
        self._word: Callable[[], int] = _words(f"{SEED}:{label}:".encode()).__next__

    def below(self, limit: int) -> int:
        """Return an integer 0 <= x < limit. Bias below limit / 2^64: of no weight for demo data."""
        return self._word() * limit >> 64

    def chance(self, per_mille: int) -> bool:
        """Return True in `per_mille` of 1,000 calls."""
        return self.below(1000) < per_mille

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items, all equally likely."""
        return items[self.below(len(items))]

    def weighted(self, choice: Weighted[Item]) -> Item:
        """Return one of the items, each in proportion to its weight."""
        return choice.items[bisect_right(choice.bounds, self.below(choice.bounds[-1]))]

    def shuffle(self, items: list[Item]) -> None:
        """Put the items in a random order, in place (Fisher-Yates)."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]

    def sample(self, limit: int, count: int) -> frozenset[int]:
        """Return `count` different integers 0 <= x < limit; count <= limit."""
        numbers = list(range(limit))
        self.shuffle(numbers)
        return frozenset(numbers[:count])


def _words(prefix: bytes) -> Iterator[int]:
    """Yield 64-bit big-endian words of SHA-256(prefix + counter), four per digest."""
    counter = 0
    while True:
        yield from struct.unpack(">4Q", sha256(prefix + b"%d" % counter).digest())
        counter += 1
