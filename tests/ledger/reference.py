"""The published files, computed a second time: recursively, straight from RFC 6962 and 03 §4.

Imports nothing of the ledger, so that it cannot repeat its mistakes.
"""

import struct
from collections.abc import Sequence
from hashlib import sha256


def leaf(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def tree_hash(hashes: Sequence[bytes]) -> bytes:
    """MTH over leaf hashes, by the definition: split at the largest power of two below."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01" + tree_hash(hashes[:split]) + tree_hash(hashes[split:])).digest()


def number(index: int) -> str:
    """The path of a tile number, after C2SP tlog-tiles."""
    text = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        text = f"x{index % 1000:03d}/{text}"
    return text


def cut(items: Sequence[bytes]) -> dict[str, Sequence[bytes]]:
    """Cut a level into 256-wide pieces, by the path below `tile/<level>/`."""
    pieces: dict[str, Sequence[bytes]] = {}
    for at in range(0, len(items), 256):
        piece = items[at : at + 256]
        suffix = "" if len(piece) == 256 else f".p/{len(piece)}"
        pieces[number(at // 256) + suffix] = piece
    return pieces


def hash_tiles(hashes: Sequence[bytes]) -> dict[str, bytes]:
    """All full and the rightmost partial hash tiles of a tree with these leaf hashes."""
    files: dict[str, bytes] = {}
    level = 0
    while hashes:
        files |= {f"tile/{level}/{name}": b"".join(piece) for name, piece in cut(hashes).items()}
        hashes = [tree_hash(hashes[at : at + 256]) for at in range(0, len(hashes) - 255, 256)]
        level += 1
    return files


def entry_tiles(entries: Sequence[bytes]) -> dict[str, bytes]:
    """All full and the rightmost partial entries tile."""
    return {
        f"tile/entries/{name}": b"".join(struct.pack(">H", len(one)) + one for one in piece)
        for name, piece in cut(entries).items()
    }
