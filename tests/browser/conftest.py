"""One Chromium and one set of the self-test's books for all tests of the browser verifier."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.books import EVERY_KIND, NOW, Book, Books
from tests.browser.chromium import PAGE, ROOT, Chromium, executable


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    if executable() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium on this machine: run scripts/foreign")
        pytest.skip("no Chromium on this machine")
    with Chromium() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Chromium) -> Chromium:
    browser.requests.clear()
    browser.open(PAGE.as_uri())
    browser.evaluate(f"Date.now = () => {NOW}000")
    return browser


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The publications of `verifier selftest --export` (spec 04 §14), made for this run."""
    folder: Path = tmp_path_factory.mktemp("books")
    command = [sys.executable, "-m", "verifier", "selftest", "--export", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    return Books(folder)


@pytest.fixture
def book(books: Books) -> Book:
    """An honest publication of every kind of campaign, with the openings of its auditors."""
    return books[EVERY_KIND]


@pytest.fixture
def archive(book: Book) -> Path:
    return book.archive


@pytest.fixture
def trust(book: Book) -> Path:
    assert book.trust is not None
    return book.trust


@pytest.fixture
def folder(archive: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    return next(tmp_path.rglob("checkpoint")).parent
