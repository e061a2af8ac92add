"""Selection by several processes draws what `draw` draws, or leaves it to `draw` (02 §6)."""

import hashlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import draw
from compiled import processes
from compiled.selection import select_with
from draw import BadInput
from tests.compiled.test_selection import POOL, SEED, STRANGE, by_hand, draws
from tests.draw.builders import digest, plain
from tests.draw.strategies import seeds

LARGE = [(plain(number), "r" if number % 50 else "m") for number in range(2 * processes.SHARE)]
SEVERAL = processes._processors() > 1


@settings(max_examples=25, deadline=None)
@given(seeds, draws(), st.integers(1, 3), st.integers(1, 9))
def test_shared_work_draws_the_same(
    seed: str, drawn: tuple[list[tuple[str, str]], int], count: int, stretch: int
) -> None:
    rows, size = drawn
    found = processes.select_by(count, seed, rows, size, stretch=stretch)
    must = sum(mark == "m" for _, mark in rows)
    assert found == (by_hand(seed, rows, size) if size > must else None)


@pytest.mark.parametrize("size", [301, 700, 2_999, 3_000])
def test_more_rows_than_lie_near_the_cut_off(size: int) -> None:
    leaves = sorted(map(digest, range(3_000)))
    rows = [(leaf, "m" if number % 11 == 5 else "r") for number, leaf in enumerate(leaves)]
    assert processes.select_by(2, SEED, rows, size, stretch=100) == by_hand(SEED, rows, size)


def test_the_threshold() -> None:
    """With one processor there is nothing to share."""
    assert processes.select(SEED, LARGE[:-1], 14_000) is None
    large, small = draw.select(SEED, LARGE, 14_000), by_hand(SEED, POOL, 4)
    assert processes.select(SEED, LARGE, 14_000) == (large if SEVERAL else None)
    assert processes.select(SEED, POOL, 4, share=4) == (small if SEVERAL else None)
    assert processes.select(SEED, POOL, 4, share=5) is None


def test_other_threads_do_no_harm() -> None:
    end = threading.Event()
    waiting = threading.Thread(target=end.wait)
    waiting.start()
    try:
        assert processes.select_by(2, SEED, POOL, 4) == by_hand(SEED, POOL, 4)
    finally:
        end.set()
        waiting.join()


@pytest.mark.parametrize(("seed", "rows", "size"), STRANGE)
def test_strange_input_is_left_to_draw(seed: str, rows: list[tuple[str, str]], size: int) -> None:
    assert processes.select_by(2, seed, rows, size, stretch=2) is None


TWO_LINES = f"{plain(7)[:40]}\n{plain(7)[41:]}"


@pytest.mark.parametrize("leaf", [plain(6), plain(8), plain(7)[1:], TWO_LINES, "é" * 64, None])
@pytest.mark.parametrize("stretch", [1, 3, 7, 8])
def test_a_leaf_that_is_wrong_is_found_in_any_share(leaf: str, stretch: int) -> None:
    rows = [*POOL[:6], (leaf, "r"), POOL[7]]
    assert processes.select_by(2, SEED, rows, 4, stretch=stretch) is None


DIGESTS = sorted(map(digest, range(9)))


@pytest.mark.parametrize(
    "leaf", [DIGESTS[8][:-1], f"{DIGESTS[8][:-1]}0\n{DIGESTS[8][:-1]}f"], ids=["short", "two"]
)
@pytest.mark.parametrize("size", range(1, 9))
def test_a_leaf_that_is_wrong_is_found_where_the_order_is_right(leaf: str, size: int) -> None:
    """The last of its share, so that the places of all others would be right too."""
    rows = [(other, "r") for other in [*DIGESTS[:8], leaf]]
    assert processes.select_by(2, SEED, rows, size) is None


@pytest.mark.parametrize("size", [True, 1.0, "1", None])
def test_a_size_that_is_no_whole_number_is_left_to_draw(size: object) -> None:
    rows = [(leaf, "r") for leaf in DIGESTS]
    assert processes.select_by(2, SEED, rows, size) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("at", [0, 4_096, 4_097, 150_000, 199_999])
def test_errors_are_those_of_one_process(at: int) -> None:
    rows = [*LARGE[:at], (plain(at)[1:] + "G", "r"), *LARGE[at + 1 :]]
    with pytest.raises(BadInput) as expected:
        draw.select(SEED, rows, 14_000)
    with pytest.raises(BadInput) as found:
        select_with(None, SEED, rows, 14_000)
    assert str(found.value) == str(expected.value)


FAULTS = [
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "import os, signal, sys; sys.stdin.buffer.read(); os.kill(os.getpid(), signal.SIGKILL)",
    "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes(40)); sys.exit(1)",
    "import sys; sys.stdin.buffer.read()",
    "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes(41))",
    "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes(4))",
    "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes(7))",
    "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes(8))",
    "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'\\1' + bytes(10))",
    "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes([0, 9, 9, 9]))",
    "raise SystemExit(0)",
    "syntax error",
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("rows", [POOL, LARGE[:40_000]], ids=["few", "many"])
def test_a_helper_that_fails_never_gives_a_result(
    tmp_path: Path, fault: str, rows: list[tuple[str, str]]
) -> None:
    (tmp_path / "child.py").write_text(fault)
    child = tmp_path / "child.py"
    assert processes.select_by(2, SEED, rows, len(rows) // 2, child=child) is None


def test_one_of_two_helpers_is_killed(tmp_path: Path) -> None:
    """The one that was dealt the first row dies before it answers; the other answers rightly."""
    source = processes.CHILD.read_text("utf-8")
    line = "        leaves = _leaves(source.read(size), count)\n"
    assert source.count(line) == 1
    killing = (
        "        if place == 0:\n            __import__('os').kill(__import__('os').getpid(), 9)\n"
    )
    child = tmp_path / "child.py"
    for inserted in ("", killing):
        child.write_text(source.replace(line, line + inserted))
        found = processes.select_by(2, SEED, POOL, 4, stretch=4, child=child)
        assert found == (None if inserted else by_hand(SEED, POOL, 4))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("sys.stdout.buffer.write(answer)", "sys.stdout.buffer.write(answer) and sys.exit(1)"),
        ('b":draw:"', 'b":drew:"'),
        ("(place + at).to_bytes(", "(place + at + 99).to_bytes("),
    ],
    ids=["fails after its answer", "makes other tickets", "names rows that are not there"],
)
def test_a_helper_that_goes_wrong_is_noticed(tmp_path: Path, right: str, wrong: str) -> None:
    source = processes.CHILD.read_text("utf-8")
    assert source.count(right) == 1
    (tmp_path / "child.py").write_text(source.replace(right, wrong))
    assert processes.select_by(2, SEED, POOL, 4, child=tmp_path / "child.py") is None


def altered(folder: Path, *changes: tuple[str, str]) -> Path:
    """A helper with changes in its source."""
    source = processes.CHILD.read_text("utf-8")
    for right, wrong in changes:
        assert source.count(right) == 1
        source = source.replace(right, wrong)
    (folder / "child.py").write_text(source)
    return folder / "child.py"


@pytest.fixture
def ignored() -> Iterator[None]:
    """A process that ignores SIGCHLD: the exit code of every child of it is 0."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGCHLD, before)


@pytest.mark.usefixtures("ignored")
@pytest.mark.parametrize("bytes_", [1, 4, 36, 20 * 36, 2_000])
def test_an_answer_that_broke_off_is_noticed_by_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, bytes_: int
) -> None:
    rows = [(leaf, "r") for leaf in sorted(map(digest, range(3_000)))]
    assert processes.select_by(2, SEED, rows, 700, stretch=100) == by_hand(SEED, rows, 700)
    cut = ("sys.stdout.buffer.write(answer)", f"sys.stdout.buffer.write(answer[:-{bytes_}])")
    child = altered(tmp_path, cut)
    assert processes.select_by(2, SEED, rows, 700, stretch=100, child=child) is None
    assert "an answer of another length than it says" in caplog.text


def between(low: int, high: int) -> list[tuple[str, str]]:
    """A change after which a helper counts so many tickets of DIGESTS as sure, and as many near."""
    order = sorted(hashlib.sha256(f"{SEED}:draw:{leaf}".encode()).digest() for leaf in DIGESTS)
    right = "bytes.fromhex(lower.decode()), bytes.fromhex(upper.decode())"
    return [(right, f"{order[low]!r}, {order[high]!r}")]


@pytest.mark.parametrize(
    ("low", "high", "size"),
    [(0, 3, 5), (0, 0, 2), (3, 5, 3), (3, 8, 2), (4, 5, 1)],
    ids=["too few", "one", "as many as are sure", "more are sure", "many more"],
)
def test_a_cut_off_beyond_the_bounds_is_left_to_draw(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, low: int, high: int, size: int
) -> None:
    rows = [(leaf, "r") for leaf in DIGESTS]
    child = altered(tmp_path, *between(low, high))
    assert processes.select_by(2, SEED, rows, size, child=child) is None
    assert "a cut-off that is not between the bounds" in caplog.text


def test_the_bounds_take_in_their_ends(tmp_path: Path) -> None:
    rows = [(leaf, "r") for leaf in DIGESTS]
    child = altered(tmp_path, *between(3, 5))
    for size in (4, 5, 6):
        expected = by_hand(SEED, rows, size)
        assert processes.select_by(2, SEED, rows, size, child=child) == expected


def test_one_row_told_twice_is_noticed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    rows = [(leaf, "r") for leaf in DIGESTS]
    child = altered(tmp_path, ("    counts = ", "    near *= 2\n    counts = "))
    assert processes.select_by(2, SEED, rows, 4, child=child) is None
    assert "a cut-off that is not between the bounds" in caplog.text


def test_nothing_of_the_surroundings_reaches_a_helper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("hashlib", "sitecustomize", "operator"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    child = altered(
        tmp_path, ("\nimport sys\n", "\nimport sys\nassert 'site' not in sys.modules\n")
    )
    assert processes.select_by(2, SEED, POOL, 4, child=child) == by_hand(SEED, POOL, 4)


@pytest.mark.parametrize(
    ("child", "rows", "words"),
    [
        ("import sys; sys.stdin.buffer.read()", POOL, "a helper without an answer"),
        (None, [*POOL[:7], (None, "r")], "no seed and pairs of texts"),
        (None, [*POOL[:7], (plain(9), "x")], "no seed and pairs of texts"),
        (None, [*POOL[:7], POOL[0]], "helpers ended with [2"),
    ],
)
def test_the_reason_is_told(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    child: str | None,
    rows: list[tuple[str, str]],
    words: str,
) -> None:
    (tmp_path / "child.py").write_text(child or processes.CHILD.read_text("utf-8"))
    assert processes.select_by(2, SEED, rows, 4, child=tmp_path / "child.py") is None
    assert words in caplog.text


def test_a_helper_that_is_not_there(tmp_path: Path) -> None:
    assert processes.select_by(2, SEED, POOL, 4, child=tmp_path / "nothing.py") is None


def test_selection_goes_on_without_helpers() -> None:
    assert processes.select(SEED, POOL, 4) is None
    assert select_with(None, SEED, POOL, 4) == by_hand(SEED, POOL, 4)
