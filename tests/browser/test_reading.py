"""What people meet who see, hear, type or print the page."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from tests.browser.books import EVERY_KIND, Books
from tests.browser.built import LANGUAGES, judged
from tests.browser.chromium import Chromium

CONTROLS = {"button", "textbox", "checkbox", "link", "DisclosureTriangle"}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=[EVERY_KIND, "13.refute mark"], ids=["proven", "refuted"])
def shown(
    request: pytest.FixtureRequest, browser: Chromium, books: Books, language: str
) -> Chromium:
    """The page with a result on it."""
    assert judged(browser, books[request.param], language) == (request.param != EVERY_KIND)
    browser.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return browser


def tree(page: Chromium) -> list[dict[str, Any]]:
    """What a screen reader is given."""
    nodes: list[dict[str, Any]] = page.send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in nodes if not node["ignored"]]


def part(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


def test_every_control_has_a_name(shown: Chromium) -> None:
    controls = [node for node in tree(shown) if part(node, "role") in CONTROLS]
    assert len(controls) > 20
    assert [node for node in controls if not part(node, "name").strip()] == []
    pictures = [node for node in tree(shown) if part(node, "role") in ("image", "img")]
    assert all(len(part(node, "name")) > 30 for node in pictures)


def test_the_verdict_is_announced(shown: Chromium) -> None:
    verdict = shown.evaluate("document.querySelector('#verdict').textContent")
    live = shown.evaluate("document.querySelector('[role=status]').textContent")
    assert verdict in live
    assert "status" in {part(node, "role") for node in tree(shown)}
    assert shown.evaluate("document.activeElement.id") == "result"


def test_headings_skip_no_level(shown: Chromium) -> None:
    levels = shown.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_the_screen(shown: Chromium, width: int) -> None:
    metrics = {"width": width, "height": 700, "deviceScaleFactor": 1}
    shown.send("Emulation.setDeviceMetricsOverride", mobile=True, **metrics)
    got = shown.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    shown.send("Emulation.clearDeviceMetricsOverride")
    assert got[0] <= width
    assert got[1] == width


def test_no_plural_in_brackets_and_no_missing_words(shown: Chromium) -> None:
    text = shown.evaluate("document.body.innerText")
    assert not re.search(
        r"\(s\)|undefined|\{\w+|\b1 (?:files|entries|rows|draws|witnesses)\b", text
    )


def test_nothing_moves_by_itself(shown: Chromium) -> None:
    assert shown.evaluate("document.getAnimations().length") == 0
