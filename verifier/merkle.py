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
