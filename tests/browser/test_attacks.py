"""Every book of the self-test (spec 04 §14) in the page's worker: same exit, faults and entry."""

from __future__ import annotations

import json
import re

import pytest

from tests.browser.books import Books
from tests.browser.built import failed, judge
from tests.browser.chromium import PAGE, ROOT, Chromium

CATALOGUE = json.loads((ROOT / "docs" / "spec" / "vectors" / "books.json").read_text("utf-8"))
NAMES: list[str] = [row["name"] for row in CATALOGUE["vectors"]]


def test_the_catalogue_names_every_book(books: Books) -> None:
    assert sorted(books.rows) == sorted(NAMES)
    assert len(NAMES) > 300


ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")


@pytest.fixture(scope="module")
def worker(browser: Chromium) -> Chromium:
    browser.open(PAGE.as_uri())
    return browser


@pytest.mark.parametrize("name", NAMES)
def test_book(worker: Chromium, books: Books, name: str) -> None:
    book = books[name]
    result = judge(worker, book.archive, book.trust_bytes, **book.options())
    expected = (book.row["exit"], set(book.row["failed"]))
    assert (result["exit"], failed(result)) == expected, result["findings"]
    # Exit 3 has no fault: then the entry is the one that cannot be judged.
    entries = {row["entry"] for row in result["findings"] if row["result"] != "proven"}
    if book.row["entry"] is not None:
        assert book.row["entry"] in entries, result["findings"]
    words = [row[key] for row in result["findings"] for key in ("expected", "found", "note")]
    asked = json.dumps([one for one in words if one])
    chinese = worker.evaluate(f"{asked}.map((text) => sunlot.both(text)[0])")
    assert [one for one in chinese if ENGLISH.search(one)] == []
