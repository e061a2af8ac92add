"""A book made long by somebody hostile: the work grows with its length, not with its square.

Work is counted, not timed: opcodes, readings of blobs, lists that are parsed.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from verifier import lists
from verifier.judge import Judgement, Request, judge
from verifier.selftest.book import BEFORE, Maker, standard

COUNTED = frozenset(
    f"verifier.{name}"
    for name in ("book", "order", "order_span", "order_state", "order_void", "step03_entries")
)


@contextmanager
def counting(work: Counter[str]) -> Iterator[None]:
    """Count the opcodes that the modules about the order of a book run."""

    def step(frame: FrameType, event: str, _more: Any) -> Any:
        module = frame.f_globals.get("__name__", "")
        if module not in COUNTED:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        work[module] += event == "opcode"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        yield
    finally:
        sys.settrace(before)


def work_of(maker: Maker, folder: Path) -> Counter[str]:
    """The work it takes to judge a book."""
    folder.mkdir()
    root, trust = maker.publish(folder)
    work = Counter[str]()
    with counting(work):
        judge(Request(root, trust, BEFORE))
    return work


def void_draws(count: int) -> Maker:
    maker = Maker(size=4)
    maker.open_campaign()
    for _ in range(count):
        maker.commit_draw(1)
        maker.void_draw("mistake")
    return maker


def void_choices(count: int) -> Maker:
    maker = Maker(size=4)
    maker.open_campaign()
    for number in range(1, count + 1):
        maker.commit_draw(1)
        inherited = number - 1 or None
        maker.act("draw.choice", inherited=inherited, representative=1, types=["A01"])
        maker.void_draw("mistake")
    return maker


def open_draws(count: int) -> Maker:
    maker = Maker(size=4)
    maker.open_campaign()
    for _ in range(count):
        maker.commit_draw(1)
    return maker


@pytest.mark.parametrize("make", [void_draws, void_choices, open_draws])
def test_twice_as_many_draws_are_twice_the_work(make: Any, tmp_path: Path) -> None:
    once, twice = (work_of(make(count), tmp_path / str(count)) for count in (100, 200))
    for module, work in once.items():
        assert twice[module] < 2.4 * work, module


# What is counted below: the reading of a blob, the form of a list, the reading of openings.
CALLS = {
    "blob": ("verifier.publication", "digest"),
    "_lines": ("verifier.lists", "data"),
    "read_openings": ("verifier.openings", "data"),
}


@contextmanager
def calls() -> Iterator[Counter[tuple[str, Any]]]:
    """How often each of CALLS is called, by its name and what is read."""
    made = Counter[tuple[str, Any]]()

    def see(frame: FrameType, event: str, _more: Any) -> None:
        name = frame.f_code.co_name
        if event == "call" and name in CALLS and frame.f_globals["__name__"] == CALLS[name][0]:
            made[name, frame.f_locals[CALLS[name][1]]] += 1

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield made
    finally:
        sys.setprofile(before)


def judged_book(maker: Maker, folder: Path) -> Judgement:
    root, trust = maker.publish(folder)
    return judge(Request(root, trust, BEFORE))


@pytest.mark.parametrize("lines", ["{0:064x} r\n{1:064x} m\n", "{1:064x} r\n{0:064x} m\n"])
def test_a_pool_that_many_draws_name_is_parsed_once(lines: str, tmp_path: Path) -> None:
    """Also where it is refused."""
    maker = Maker(size=8)
    maker.open_campaign()
    pool = lines.format(1, 2 + len(lines)).encode()
    blob = {"blob": maker.blob(pool), "count": 2, "root": "0" * 64}
    for number in range(1, 6):
        maker.tamper[("draw.freeze", number)] = lambda data: data.update(pool=blob)
        maker.begin(1, ["A01"], number - 1 or None)
        maker.void_draw("absence")
    with calls() as made:
        judged_book(maker, tmp_path)
    assert made["_lines", pool] == 1


def test_a_list_is_given_up_with_its_last_holder() -> None:
    data = b"".join(b"%064x r\n" % number for number in range(300, 400))
    held = len(lists._HELD)
    first = lists.read_list(data, marked=True)
    assert lists.read_list(data, marked=True) is first
    assert len(lists._HELD) == held + 1
    del first
    assert len(lists._HELD) == held


def test_openings_disclosed_many_times_are_read_once(tmp_path: Path) -> None:
    maker = standard(size=24, closed=False)
    maker.disclose(["facts", "id", "lot"], "all")
    told = dict(maker.entries[-1]["data"])
    for _ in range(4):
        maker.add("disclosure", dict(told))
    wrong = maker.add("disclosure", {**told, "count": told["count"] + 1})
    with calls() as made:
        judgement = judged_book(maker, tmp_path)
    failed = [(f.check, f.entry) for f in judgement.findings if f.result == "failed"]
    assert failed == [("10.opening", wrong)]
    assert made["blob", told["blob"]] == 1
    assert made["read_openings", maker.blobs[told["blob"]]] == 1
