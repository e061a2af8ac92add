"""Merkle trees of RFC 6962 with SHA-256 (spec 00 §4)."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """H(0x00 ‖ data), 32 bytes."""
    return sha256(b"\x00" + data).digest()


def root_of_hashes(hashes: Sequence[bytes]) -> bytes:
    """Root over node hashes that stand side by side on one level.

    Pairing level by level and carrying an odd last node up gives the same tree as splitting at
    the largest power of two below the size, and needs no recursion.
    """
    if not hashes:
        return EMPTY_ROOT
    level = hashes
    while len(level) > 1:
        paired = [
            sha256(b"\x01" + level[place] + level[place + 1]).digest()
            for place in range(0, len(level) - 1, 2)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def root(inputs: Iterable[bytes]) -> bytes:
    """Root over leaf inputs, 32 bytes; of no leaf it is H("")."""
    return root_of_hashes([sha256(b"\x00" + data).digest() for data in inputs])


class Prefixes:
    """Roots of the first n leaves of one tree, for any n, from its complete subtrees."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self.size = len(hashes)
        self._levels = [list(hashes)]
        while len(below := self._levels[-1]) > 1:
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([_node(left, right) for left, right in pairs])

    def root(self, size: int) -> bytes | None:
        """Root of the first `size` leaves; None if there are fewer."""
        if size > self.size:
            return None
        place, parts = 0, []
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                parts.append(self._levels[level][place >> level])
                place += 1 << level
        total = parts.pop() if parts else EMPTY_ROOT
        while parts:
            total = _node(parts.pop(), total)
        return total


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion path leads to (RFC 6962 §2.1.1); None if its length is wrong.

    `leaf` is the leaf hash of entry `index` in a tree of `size` entries.
    """
    if not 0 <= index < size:
        return None
    total, place, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            total = _node(sibling, total)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            total = _node(total, sibling)
        place, last = place >> 1, last >> 1
    return total if last == 0 else None
