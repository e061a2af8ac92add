"""Is a publication the closed list of files that it must be (03 §4)? Looks, and changes nothing.

Asked at start, of what earlier runs and everybody else left in the folder. Only names and outgrown
partial tiles are looked at: the files of the present size are compared when they are written again.
"""

from collections.abc import Callable, Set
from functools import lru_cache

from ledger import tiles
from ledger.errors import Inconsistent
from ledger.files import PublishedFolder

Rows = Callable[[int, int], list[bytes]]
"""The stored bytes of entries `start` to `end - 1`."""


def check_names(files: PublishedFolder, tree: tiles.Tree, blobs: Set[str], rows: Rows) -> None:
    """Raise `Inconsistent`, naming the file, unless each file may be there for the signed `tree`.

    `blobs` are the digests that its entries name.
    """
    known = {tiles.CHECKPOINT} if tree.size else set()
    known |= {tiles.blob_path(digest) for digest in blobs}
    of_tile = lru_cache(maxsize=1)(rows)  # partial tiles of one place follow each other
    for name in files.names():
        if name in known:
            continue
        tile = tiles.read_path(name)
        if tile is None or tile[1].start + tile[1].width > tree.count(tile[0]):
            raise Inconsistent(
                f"publication: {name!r} is not one of the files that the specification names "
                "(03 §4). Find out who put it there, and move it away"
            )
        if tile[1].width < tiles.WIDTH:
            _check_partial(files, name, _expected(tree, *tile, of_tile))


def _check_partial(files: PublishedFolder, name: str, expected: bytes) -> None:
    if files.read(name, limit=len(expected)) != expected:
        raise Inconsistent(
            f"publication: {name!r} is not the beginning of the tile that the rows give; a "
            "published file was changed"
        )


def _expected(tree: tiles.Tree, level: str, span: tiles.Span, rows: Rows) -> bytes:
    if level != tiles.ENTRIES:
        return tree.hashes(int(level), span)
    end = min(span.start + tiles.WIDTH, tree.size)
    return tiles.write_entries(rows(span.start, end)[: span.width])
