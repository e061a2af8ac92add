"""Tiles (03 §4), judged by the second computation in `reference`."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Malformed, tiles
from tests.ledger import reference

LEAVES = [reference.leaf(str(number).encode()) for number in range(66_000)]


def tree_of(size: int) -> tiles.Tree:
    tree = tiles.Tree()
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    return tree


def test_every_size_up_to_1000() -> None:
    tree = tiles.Tree()
    for size in range(1001):
        assert tree.size == size
        assert dict(tree.hash_tiles(0)) == reference.hash_tiles(LEAVES[:size])
        tree.append(LEAVES[size])


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1000])
def test_roots(size: int) -> None:
    assert tree_of(size).root() == reference.tree_hash(LEAVES[:size]).hex()


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 66_000])
def test_a_third_level(size: int) -> None:
    files = dict(tree_of(size).hash_tiles(0))
    assert files == reference.hash_tiles(LEAVES[:size])
    assert ("tile/2/000.p/1" in files) == (size >= 65_536)


@given(st.lists(st.integers(0, 800), min_size=2, max_size=8).map(sorted))
def test_growing_in_steps_gives_every_tile_of_each_step(sizes: list[int]) -> None:
    tree, files = tiles.Tree(), dict[str, bytes]()
    for old, new in pairwise([0, *sizes]):
        for leaf in LEAVES[old:new]:
            tree.append(leaf)
        added = dict(tree.hash_tiles(old))
        assert not files.keys() & added.keys()
        files |= added
        needed = reference.hash_tiles(LEAVES[:new])
        assert needed.items() <= files.items()


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, "000"),
        (5, "005"),
        (999, "999"),
        (1000, "x001/000"),
        (1234, "x001/234"),
        (1234067, "x001/x234/067"),
    ],
)
def test_paths(index: int, expected: str) -> None:
    assert tiles.path("3", tiles.Span(index, 256)) == f"tile/3/{expected}"
    assert tiles.path("entries", tiles.Span(index, 7)) == f"tile/entries/{expected}.p/7"


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_entries_tiles_come_back(entries: list[bytes]) -> None:
    data = tiles.write_entries(entries)
    assert tiles.read_entries(data, len(entries)) == entries
    for damaged, width in (
        (data + b"x", len(entries)),
        (data, len(entries) + 1),
        (data[:-1], len(entries)),
    ):
        if damaged or width:
            with pytest.raises(Malformed):
                tiles.read_entries(damaged, width)


@given(st.binary(max_size=60), st.integers(0, 10))
def test_reading_raises_nothing_but_malformed(data: bytes, width: int) -> None:
    try:
        entries = tiles.read_entries(data, width)
    except Malformed:
        return
    assert tiles.write_entries(entries) == data
