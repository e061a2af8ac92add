"""Merkle trees of RFC 6962 §2.1 with SHA-256 (00 §4)."""

from collections.abc import Iterable
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    """Return H(0x00 ‖ data), 32 bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return H(0x01 ‖ left ‖ right), 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: enough to give its root, whatever its size.

    Holds one hash for every 1 in the binary form of the size: the roots of the complete subtrees,
    largest first.
    """

    def __init__(self) -> None:
        self._size = 0
        self._peaks: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves were appended."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add the next leaf hash (32 bytes)."""
        size, node = self._size, leaf
        while size & 1:  # as in binary counting: a carry joins two equal subtrees
            node = node_hash(self._peaks.pop(), node)
            size >>= 1
        self._peaks.append(node)
        self._size += 1

    def root(self) -> str:
        """Return the root as 64 hex digits, in O(log n); of no leaf it is H("")."""
        if not self._peaks:
            return sha256(b"").hexdigest()
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = node_hash(peak, node)
        return node.hex()


def root(inputs: Iterable[bytes]) -> str:
    """Return the root, 64 hex digits, over leaf *inputs* (not yet hashed).

    Level by level and without a call for each hash: a list has tens of thousands of leaves and a
    draw several lists, for which `Frontier` takes twice as long.
    """
    level = [sha256(b"\x00" + data).digest() for data in inputs]
    while len(level) > 1:
        odd = level[len(level) & ~1 :]  # without a partner it stands for its subtree one level up
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    return level[0].hex() if level else sha256(b"").hexdigest()
