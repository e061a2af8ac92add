"""Openings read by processes beside give what this process would have found."""

import os
import signal
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from verifier import openings_ahead
from verifier.beside import Beside, uncollected
from verifier.openings_ahead import Ahead
from verifier.selftest.book import Maker, standard

from .judged import judged_files

NAME = "campaign-1.openings.jsonl"
Report = dict[str, Any]


@pytest.fixture(autouse=True)
def every_file_is_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openings_ahead, "_WORTH", 0)


@pytest.fixture(name="book")
def a_book(tmp_path: Path) -> tuple[Path, Path, Path]:
    maker = standard()
    root, trust = maker.publish(tmp_path)
    return root, trust, maker.auditor(tmp_path)


def both(book: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Report, Report]:
    """Judged with and without processes."""
    root, trust, auditor = book
    ahead = judged_files(root, trust, auditor=auditor)
    with monkeypatch.context() as patch:
        patch.setattr(openings_ahead, "_WORTH", 2**60)
        alone = judged_files(root, trust, auditor=auditor)
    return ahead, alone


def test_the_rows_are_read_ahead(book: tuple[Path, Path, Path]) -> None:
    lines = (book[2] / NAME).read_bytes().count(b"\n")
    with Ahead(book[2]) as reading:
        whole = reading.result()[NAME]
    assert len(whole.file().rows) == lines
    assert whole.opens(frozenset(whole.leaves))
    assert not whole.opens(frozenset(list(whole.leaves)[1:]))
    assert not active_children()


def test_the_same_is_found(book: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    ahead, alone = both(book, monkeypatch)
    assert ahead == alone
    assert ahead["exit"] == 0


@pytest.mark.parametrize("how", ["order", "twice", "value", "cut", "empty", "missing", "stranger"])
def test_a_fault_is_told_alike(
    how: str, book: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also at the place where a file is cut in parts."""
    file = book[2] / NAME
    lines = file.read_bytes().splitlines(keepends=True)
    half = len(lines) // 2
    spoiled = {
        "order": [*lines[:half], lines[half + 1], lines[half], *lines[half + 2 :]],
        "twice": [*lines[:half], lines[half], *lines[half:]],
        "value": [line.replace(b'"status":"normal"', b'"status":"closed"') for line in lines],
        "cut": [*lines[:-1], lines[-1][:-1]],
        "empty": [],
        "missing": lines[1:],
        "stranger": sorted([*lines, lines[0].replace(b'"campaign":1', b'"campaign":2')]),
    }
    file.write_bytes(b"".join(spoiled[how]))
    ahead, alone = both(book, monkeypatch)
    assert ahead == alone
    assert "10.opening" in {f["check"] for f in ahead["findings"] if f["result"] == "failed"}


def test_a_salt_used_twice_is_told_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Salty(Maker):
        def _opening(self, number: int) -> dict[str, Any]:
            made = super()._opening(number)
            if number in (2, 7):
                made["lot"]["salt"] = "5" * 64
            return made

    maker = Salty()
    maker.open_campaign()
    root, trust = maker.publish(tmp_path)
    ahead, alone = both((root, trust, maker.auditor(tmp_path)), monkeypatch)
    assert ahead == alone
    assert {f["check"] for f in ahead["findings"] if f["result"] == "failed"} == {"10.opening"}


def test_what_is_no_plain_file_is_left_to_step_10(book: tuple[Path, Path, Path]) -> None:
    file = book[2] / NAME
    file.rename(book[2] / "elsewhere")
    file.symlink_to("elsewhere")
    with Ahead(book[2]) as reading:
        assert reading.result() == {}
    with Ahead(book[2] / "nowhere") as reading:
        assert reading.result() == {}


def test_a_process_that_dies_changes_nothing() -> None:
    with Beside(lambda: "done" if os.getpid() == here else signal.pause()) as work:
        for child in active_children():
            if child.pid is not None:
                os.kill(child.pid, signal.SIGKILL)
        assert work.result() == "done"


here = os.getpid()


def test_nobody_waits_for_what_was_not_asked_for() -> None:
    with Beside(signal.pause):
        assert active_children()
    assert not active_children()


def test_cycles_are_looked_for_again_afterwards() -> None:
    import gc

    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
