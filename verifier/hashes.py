"""Hashes of one level of a tree, kept tile by tile: 32 bytes each, and not an object each."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from . import merkle, tiles
from .tiles import WIDTH

_LENGTH = 32


class Hashes(Mapping[int, bytes]):
    """Hashes by index. `rows`: what each tile holds, side by side; a row may be short."""

    def __init__(self, rows: Mapping[int, bytes]) -> None:
        self.rows = rows

    def __getitem__(self, index: int) -> bytes:
        row = self.rows.get(index // WIDTH, b"")
        start = index % WIDTH * _LENGTH
        if start + _LENGTH > len(row):
            raise KeyError(index)
        return row[start : start + _LENGTH]

    def hex(self, index: int) -> str:
        """One hash in hex, empty if it is not there."""
        start = index % WIDTH * _LENGTH
        return self.rows.get(index // WIDTH, b"")[start : start + _LENGTH].hex()

    def __len__(self) -> int:
        return sum(map(len, self.rows.values())) // _LENGTH

    def __iter__(self) -> Iterator[int]:
        for tile in sorted(self.rows):
            first = tile * WIDTH
            yield from range(first, first + len(self.rows[tile]) // _LENGTH)

    def root(self, size: int) -> bytes | None:
        """Root of the first `size` hashes; None if they are not all there, and no others.

        A tile is a complete subtree, and the last one a tree of its own, so that the root over the
        roots of the tiles is the root over all.
        """
        if len(self) != size:
            return None
        return merkle.root_of_hashes([self.row_roots[tile] for tile in sorted(self.rows)])

    @cached_property
    def row_roots(self) -> Mapping[int, bytes]:
        """Root of the hashes of each tile; that of a full tile is a hash of the level above."""
        return {
            tile: merkle.root_of_hashes(tiles.split_hashes(row)) for tile, row in self.rows.items()
        }
