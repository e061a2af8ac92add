"""What entries say, read out of their tiles when it is asked for."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from .canonical import parse
from .step02_tree import Tree
from .tiles import WIDTH

# So many tiles stay in memory: most ledgers as a whole, of a large one what is looked at now.
_TILES = 64


class Contents:
    """The `data` of entries that step 3 found right."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._tile = lru_cache(maxsize=_TILES)(self._read)

    def data(self, seq: int) -> Mapping[str, Any]:
        """The data of an entry; raises UnreachableError if its tile changed meanwhile."""
        tile = self._tile(seq // WIDTH)
        if type(tile[seq]) is bytes:
            tile[seq] = parse(tile[seq])["body"]["data"]
        data: Mapping[str, Any] = tile[seq]
        return data

    def _read(self, index: int) -> dict[int, Any]:
        """By seq the bytes of entries, each of which gives way to its data when asked for."""
        return dict(self._tree.tile(index))
