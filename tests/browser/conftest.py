"""One Chromium for all tests of the browser verifier."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.browser.chromium import PAGE, Chromium, executable


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
    return browser
