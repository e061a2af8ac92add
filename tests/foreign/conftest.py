"""Publications of our producer, each made once a run; tests only read them, or copies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.foreign.alterations import ALTERED_SIZE
from tests.foreign.published import Published, made, made_campaign

Made = Callable[[int], Published]


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A function that gives the book of a size."""
    done: dict[int, Published] = {}

    def give(size: int) -> Published:
        if size not in done:
            done[size] = made(tmp_path_factory.mktemp(f"book-{size}"), size)
        return done[size]

    return give


@pytest.fixture(scope="session")
def book(books: Made) -> Published:
    """The book that alterations start from."""
    return books(ALTERED_SIZE)


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A campaign whose note two witnesses have signed as well."""
    folder: Path = tmp_path_factory.mktemp("campaign")
    return made_campaign(folder)
