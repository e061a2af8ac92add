"""The compiled selection draws what `draw` draws, or leaves it to `draw` (02 §6)."""

import dataclasses
import hashlib
import logging
import shutil
import subprocess
from collections.abc import Sequence
from ctypes import c_char, c_char_p, c_uint32, c_uint64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import compiled
import draw
from compiled.library import SOURCE, Library, load, place
from compiled.selection import _bounds, _compiled, checked, select_with
from draw import BadInput, Selection
from tests.architecture.project import ROOT
from tests.draw.builders import digest, plain
from tests.draw.strategies import pool_lists, seeds

Rows = Sequence[tuple[str, str]]
SEED = digest("seed")
POOL = [(plain(number), "m" if number in (2, 5) else "r") for number in range(1, 9)]


@pytest.fixture(scope="module")
def library() -> Library:
    """The library as scripts/compile makes it."""
    made = subprocess.run([ROOT / "scripts" / "compile"], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(made.stderr)
    found = checked(place())
    assert found is not None
    return found


@st.composite
def draws(draw: st.DrawFn) -> tuple[list[tuple[str, str]], int]:
    rows = draw(pool_lists())
    must = sum(mark == "m" for _, mark in rows)
    return rows, draw(st.integers(max(must, 1), len(rows)))


def by_hand(seed: str, rows: Rows, size: int) -> Selection:
    """02 §6 word by word."""
    must = [row for row in rows if row[1] == "m"]
    order = sorted(
        (hashlib.sha256(f"{seed}:draw:{leaf}".encode()).hexdigest(), leaf)
        for leaf, mark in rows
        if mark == "r"
    )
    won = order[: size - len(must)]
    return Selection(
        rows=tuple(sorted([*must, *((leaf, "r") for _, leaf in won)])),
        cutoff=won[-1][0] if won else None,
        odds=(len(won), len(order)) if order else None,
    )


@given(seeds, draws())
def test_three_ways_draw_the_same(
    library: Library, seed: str, drawn: tuple[list[tuple[str, str]], int]
) -> None:
    rows, size = drawn
    expected = by_hand(seed, rows, size)
    assert draw.select(seed, rows, size) == expected
    assert select_with(library, seed, rows, size) == expected
    must = sum(mark == "m" for _, mark in rows)
    assert _compiled(library, seed, rows, size) == (expected if size > must else None)


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 31, 32, 33, 1000, 3000])
def test_pools_around_the_length_of_a_vector(library: Library, count: int) -> None:
    leaves = sorted(map(digest, range(count)))
    rows = [(leaf, "m" if number % 11 == 5 else "r") for number, leaf in enumerate(leaves)]
    must = sum(mark == "m" for _, mark in rows)
    for size in {must + 1, (must + count + 1) // 2, count}:
        assert _compiled(library, SEED, rows, size) == by_hand(SEED, rows, size)


def test_a_pool_for_several_threads(library: Library) -> None:
    rows = [(plain(number), "r" if number % 50 else "m") for number in range(140_000)]
    assert _compiled(library, SEED, rows, 14_000) == draw.select(SEED, rows, 14_000)
    for at in (65_535, 65_536, 139_999):
        wrong = [*rows[:at], rows[at - 1], *rows[at + 1 :]]
        assert _compiled(library, SEED, wrong, 14_000) is None


@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), st.data())
def test_equal_tickets_are_drawn_in_the_order_of_the_rows(
    library: Library, numbers: list[int], data: st.DataObject
) -> None:
    """No two leaves are known to have one ticket; here one leaf stands in several rows."""
    wanted = data.draw(st.integers(1, len(numbers)))
    lower, upper = sorted(data.draw(st.tuples(*[st.integers(0, 2**64 - 1)] * 2)))
    keys = [plain(number) for number in numbers]
    tickets = [draw.ticket(SEED, "draw", key) for key in keys]
    order = sorted(range(len(keys)), key=lambda at: (tickets[at], at))
    for bounds in ((lower, upper), (0, 2**64 - 1)):
        marks, last = chosen(library, keys, wanted, bounds)
        if last < 0:
            assert marks == b"r" * len(keys)
            assert bounds == (lower, upper)
        else:
            assert [at for at in range(len(keys)) if marks[at]] == sorted(order[:wanted])
            assert last == order[wanted - 1]


def chosen(
    library: Library, keys: list[str], wanted: int, bounds: tuple[int, int]
) -> tuple[bytes, int]:
    """What `choose` makes of the marks, and what it returns, for leaves in any order."""
    count, middle = len(keys), (c_uint32 * 8)()
    library.middle(SEED.encode(), middle)
    leaves = (c_char_p * count)(*(key.encode() for key in keys))
    heads = (c_uint64 * count)(*(int(draw.ticket(SEED, "draw", key)[:16], 16) for key in keys))
    marks = (c_char * count)(*[b"r"] * count)
    last = library.choose(middle, leaves, marks, heads, count, wanted, *bounds)
    return marks.raw, last


@given(st.integers(1, 2**32 - 1), st.data())
def test_bounds_are_heads(count: int, data: st.DataObject) -> None:
    wanted = data.draw(st.integers(1, count))
    lower, upper = _bounds(wanted, count)
    assert 0 <= lower <= wanted * 2**64 // count
    assert min(wanted * 2**64 // count, 2**64 - 1) <= upper < 2**64


STRANGE: list[tuple[object, object, object]] = [
    (SEED, [], 1),
    (SEED, POOL, 0),
    (SEED, POOL, 1),
    (SEED, POOL, 9),
    (SEED, POOL, True),
    (SEED, POOL, "4"),
    (SEED, POOL[::-1], 4),
    (SEED, [POOL[0], *POOL], 4),
    (SEED, [(plain(1), "x")], 1),
    (SEED, [(plain(1), "")], 1),
    (SEED, [(plain(1), "mr")], 1),
    (SEED, [("1", "r")], 1),
    (SEED, [(plain(10).upper(), "r")], 1),
    (SEED, [("é" * 32, "r")], 1),
    (SEED, [("\ud800" * 64, "r")], 1),
    (SEED, [("/" * 64, "r")], 1),
    (SEED, [(plain(1)[:-1] + "g", "r")], 1),
    (SEED, [(plain(1)[:-1] + "\0", "r")], 1),
    (SEED, [(None, "r")], 1),
    (SEED.upper(), POOL, 4),
    (SEED[:-1], POOL, 4),
    ("é" * 32, POOL, 4),
]


@pytest.mark.parametrize(("seed", "rows", "size"), STRANGE)
def test_errors_are_those_of_draw(
    library: Library, seed: str, rows: list[tuple[str, str]], size: int
) -> None:
    with pytest.raises(BadInput) as expected:
        draw.select(seed, rows, size)
    with pytest.raises(BadInput) as found:
        select_with(library, seed, rows, size)
    assert str(found.value) == str(expected.value)


def test_rows_of_another_shape_are_left_to_draw(library: Library) -> None:
    lists: list[list[str]] = [list(row) for row in POOL]
    assert _compiled(library, SEED, lists, 4) is None  # type: ignore[arg-type]


def test_without_the_library_draw_does_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert checked(tmp_path / "nothing.so") is None
    assert caplog.records == []
    assert select_with(None, SEED, POOL, 4) == draw.select(SEED, POOL, 4)


def test_the_public_name_draws() -> None:
    assert compiled.select(SEED, POOL, 4) == by_hand(SEED, POOL, 4)


def test_a_file_that_is_no_library_is_noticed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "junk.so").write_bytes(b"\x7fELF and then nothing")
    assert checked(tmp_path / "junk.so") is None
    assert "junk.so cannot be loaded" in caplog.text


@pytest.mark.parametrize(
    ("right", "wrong", "warning"),
    [
        ("0xc67178f2", "0xc67178f3", "draws other rows"),  # the last constant of SHA-256
        ("(uint32_t)('w' <<", "(uint32_t)('v' <<", "draws other rows"),
        ("i < wanted - sure;", "i < wanted - sure - 1;", "cut-off"),
        ("return a->ticket[j] < b->ticket[j] ?", "return a->ticket[j] > b->ticket[j] ?", "draws"),
        ("int sunlot_sweep(", "int sunlot_sweeper(", "cannot be loaded"),
    ],
)
@pytest.mark.usefixtures("library")
def test_a_wrong_library_is_noticed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, right: str, wrong: str, warning: str
) -> None:
    source = SOURCE.read_text("utf-8")
    assert source.count(right) == 1
    with caplog.at_level(logging.WARNING):
        assert checked(made_from(source.replace(right, wrong), tmp_path)) is None
    assert warning in caplog.text


@pytest.mark.usefixtures("library")
def test_any_processor_of_the_family_draws_the_same(tmp_path: Path) -> None:
    portable = checked(made_from(SOURCE.read_text("utf-8"), tmp_path))
    assert portable is not None
    rows = [(leaf, "r") for leaf in sorted(map(digest, range(3000)))]
    assert _compiled(portable, SEED, rows, 700) == draw.select(SEED, rows, 700)


def made_from(source: str, folder: Path) -> Path:
    """Compile a source as plainly as possible: it takes less time."""
    (folder / "made.c").write_text(source, "utf-8")
    compiler = shutil.which("cc") or shutil.which("gcc") or "clang"
    command = [compiler, "-std=gnu11", "-DONE_COPY", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", folder / "made.so", folder / "made.c"], check=True)
    return folder / "made.so"


def test_a_library_that_goes_wrong_later_is_noticed(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    def sweep(middle: object, leaves: object, start: int, end: int, heads: list[int]) -> int:
        status = library.sweep(middle, leaves, start, end, heads)
        heads[:] = [head ^ 1 << 60 for head in heads]
        return status

    failing = dataclasses.replace(library, sweep=sweep)
    rows = [(leaf, "r") for leaf in sorted(map(digest, range(300)))]
    assert select_with(failing, SEED, rows, 100) == draw.select(SEED, rows, 100)
    assert "not the ticket that hashlib makes" in caplog.text


def test_a_library_of_another_source_has_another_name() -> None:
    assert place().name == f"selection-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]}.so"


def test_missing_memory_is_left_to_draw(library: Library) -> None:
    """`choose` says -1 for bounds that miss as it does for memory that is short."""
    failing = dataclasses.replace(library, choose=lambda *_: -1)
    assert _compiled(failing, SEED, POOL, 4) is None
    assert select_with(failing, SEED, POOL, 4) == draw.select(SEED, POOL, 4)


def test_a_loaded_library_agrees(library: Library) -> None:
    assert checked(place()) is not None
    assert load(place()).is_digest(SEED.encode()) == 1
