"""Blobs, and the two kinds of lists that are blobs: plain leaves, and leaves with a mark (00 §5).

A list has two names: the digest of its bytes, and the Merkle root over its rows. Lists are never
sorted here: a caller whose rows are out of order has a fault that sorting would hide.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

from ledger import merkle
from ledger.errors import Malformed

MAX_BLOB_BYTES = 256 * 1024 * 1024
"""Most bytes of a blob that a verifier reads (04 §1)."""

_LEAF = re.compile(r"[0-9a-f]{64}")
_ROW = re.compile(r"[0-9a-f]{64} [mr]")


@dataclass(frozen=True)
class Blob:
    """A file whose name is the hex SHA-256 of its bytes."""

    data: bytes

    @cached_property
    def digest(self) -> str:
        """The name: 64 hex digits."""
        return sha256(self.data).hexdigest()

    def __len__(self) -> int:
        return len(self.data)


@dataclass(frozen=True)
class ListBlob:
    """A list as it is published: `digest` names the bytes, `root` and `count` the rows (hex)."""

    data: bytes
    digest: str
    count: int
    root: str


def leaf_list(leaves: Sequence[str]) -> ListBlob:
    """Write a roster: `leaves` (64 hex digits each) must be ascending, unique and not empty."""
    _check_leaves(leaves)
    root = merkle.root(bytes.fromhex(leaf) for leaf in leaves)
    return _list_blob(leaves, root)


def marked_list(rows: Sequence[tuple[str, str]]) -> ListBlob:
    """Write a pool or selection: rows (leaf, mark `m` or `r`), ascending by leaf and unique.

    The mark is under the root, so that nobody can exchange musts without changing it.
    """
    lines = [f"{leaf} {mark}" for leaf, mark in rows]
    _check_rows(lines)
    root = merkle.root(bytes.fromhex(leaf) + mark.encode("ascii") for leaf, mark in rows)
    return _list_blob(lines, root)


def read_leaf_list(data: bytes) -> tuple[str, ...]:
    """Return the leaves of a roster blob; raises `Malformed` unless it is exactly in form.

    The form alone is judged: nobody who reads a list needs its root, which costs the most.
    """
    leaves = tuple(_lines(data))
    _check_leaves(leaves)
    return leaves


def read_marked_list(data: bytes) -> tuple[tuple[str, str], ...]:
    """Return the (leaf, mark) rows of a pool or selection blob; strict like `read_leaf_list`."""
    lines = _lines(data)
    _check_rows(lines)
    return tuple((line[:64], line[65:]) for line in lines)


def _lines(data: bytes) -> list[str]:
    if len(data) > MAX_BLOB_BYTES:
        raise Malformed(f"list: expected at most {MAX_BLOB_BYTES:,} bytes, found {len(data):,}")
    if not data.endswith(b"\n"):
        raise Malformed("list: expected at least one line and an LF after the last one")
    try:
        return data[:-1].decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise Malformed("list: expected ASCII") from error


def _check_leaves(leaves: Sequence[str]) -> None:
    for leaf in leaves:
        if not _LEAF.fullmatch(leaf):
            raise Malformed(f"list: expected a leaf of 64 lower-case hex digits, found {leaf!r}")
    _check_order(leaves)


def _check_rows(lines: Sequence[str]) -> None:
    for line in lines:
        if not _ROW.fullmatch(line):
            raise Malformed(f"list: expected a row `<64 hex digits> m|r`, found {line!r}")
    _check_order([line[:64] for line in lines])


def _check_order(leaves: Sequence[str]) -> None:
    if not leaves:
        raise Malformed("list: expected at least one row, found none")
    for before, after in pairwise(leaves):
        if before >= after:
            raise Malformed(f"list: expected ascending unique leaves; {after} follows {before}")


def _list_blob(lines: Sequence[str], root: str) -> ListBlob:
    data = "".join(f"{line}\n" for line in lines).encode("ascii")
    return ListBlob(data, sha256(data).hexdigest(), len(lines), root)
