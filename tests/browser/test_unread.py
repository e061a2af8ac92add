"""What cannot be read excuses no more than it must (spec 04 §3): small books, signed again."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.books import NOW, Book, Books
from tests.browser.built import run_node

# name → exit, failed checks, checks that are not_checked among others
EXPECTED: dict[str, tuple[int, set[str], set[str]]] = {
    # An unknown kind or another version is no act: the others are judged as if it were not there.
    "kind beside a seed": (1, {"07.seed"}, {"03.kind"}),
    "kind before an order": (1, {"05.order"}, {"03.kind"}),
    "version before an order": (1, {"05.order"}, {"03.kind"}),
    "kind after an objection": (1, {"09.object"}, {"03.kind"}),
    "nothing in the span": (0, set(), set()),
    "kind in the span": (1, {"05.order"}, {"03.kind"}),
    "version in the span": (1, {"05.order"}, {"03.kind"}),
    "undisclosed and a kind": (1, {"05.order", "10.deadline"}, {"03.kind"}),
    "a blob of a later entry": (3, set(), {"02.blob", "03.kind"}),
    # A reserved level: the entry is used as if it were D.
    "level of an opening": (1, {"07.seed"}, {"03.kind"}),
    "level of campaign.open": (1, {"07.seed"}, {"03.kind"}),
    # An unknown profile, or rules of one campaign.
    "profile": (3, set(), {"03.kind", "05.order", "07.seed", "10.opening"}),
    "rules": (3, set(), {"03.kind", "05.order"}),
    "rules and a second campaign": (3, set(), {"03.kind", "05.order"}),
    "rules and a wrong second campaign": (1, {"05.rules"}, {"03.kind"}),
    "rules and a wrong number": (1, {"05.order"}, {"03.kind"}),
    # What else cannot be read excuses only what it could be.
    "unread after an objection": (1, {"03.schema"}, {"05.order", "09.object"}),
    "unread before an objection": (1, {"03.schema", "09.object"}, {"05.order"}),
    "unread before a void": (1, {"03.schema", "07.choice"}, {"05.order", "09.void"}),
    "unread after a void": (1, {"03.schema", "07.choice", "09.void"}, {"05.order"}),
    "unread contribution": (1, {"03.canonical"}, {"05.order", "06.contribution"}),
    "contribution gone": (1, {"03.schema", "06.contribution", "07.choice"}, {"05.order"}),
    "contribution of another": (1, {"03.schema", "06.contribution"}, {"05.order"}),
    "unread opening": (1, {"03.canonical"}, {"05.order", "07.seed"}),
    "unread beside a seed": (1, {"03.schema", "07.seed"}, {"05.order"}),
    "undisclosed and unread": (1, {"03.schema", "05.order"}, {"10.deadline"}),
    "undisclosed and unread too late": (1, {"03.schema", "05.order", "10.deadline"}, set()),
    # Openings of another version are not judged and fulfil no duty (00 §7, 04 §7).
    "openings of another version": (3, set(), {"07.strata", "10.opening"}),
    "an opening of another version": (3, set(), {"07.strata", "10.opening"}),
    "openings after the day": (1, {"10.deadline"}, {"10.opening", "10.pool"}),
    "an opening after the day": (1, {"10.deadline"}, {"10.opening", "10.pool"}),
    # A draw of which something could not be checked is never "proven" by a refutation (04 §11).
    "refute without strata": (3, set(), {"07.strata", "13.refute"}),
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    books: dict[str, Any] = json.loads(run_node(Path(__file__).with_name("unread.mjs")))
    return books


def test_every_book_is_expected(found: dict[str, Any]) -> None:
    assert sorted(found) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_book(found: dict[str, Any], name: str) -> None:
    exit_code, failed, unchecked = EXPECTED[name]
    assert (found[name]["exit"], set(found[name]["failed"])) == (exit_code, failed)
    assert unchecked <= set(found[name]["unchecked"])


def judged(book: Book, top: Path, *options: str) -> list[dict[str, Any]]:
    """Findings of a book of the self-test, judged in node."""
    with zipfile.ZipFile(book.archive) as packed:
        packed.extractall(top / "book")
    folder = next((top / "book").rglob("checkpoint")).parent
    script = Path(__file__).with_name("publication.mjs")
    printed = run_node(script, str(folder), str(book.trust), str(NOW), *options)
    findings: list[dict[str, Any]] = json.loads(printed)["findings"]
    return findings


def test_a_draw_without_its_bracket_is_not_proven(books: Books, tmp_path: Path) -> None:
    book = books["06.bracket none"]
    found = judged(book, tmp_path)
    draw = next(row["draw"] for row in found if row["check"] == "06.bracket" and row["draw"])
    auditor = book.named("auditor") / f"campaign-{draw.split('.')[0]}.openings.jsonl"
    opening = tmp_path / "opening.json"
    opening.write_text(auditor.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    refuted = judged(book, tmp_path, "command=refute", f"opening={opening}", f"draw={draw}")
    assert [row["result"] for row in refuted if row["check"] == "13.refute"] == ["not_checked"]
    assert {row["result"] for row in refuted} == {"proven", "not_checked"}
