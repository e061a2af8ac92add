"""The page by keyboard, on paper, in forced colours."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from tests.browser.books import EVERY_KIND, Books
from tests.browser.built import judged
from tests.browser.chromium import Chromium


@pytest.fixture
def media(browser: Chromium) -> Iterator[Chromium]:
    yield browser
    browser.send("Emulation.setEmulatedMedia", media="", features=[])


def test_forced_colours_keep_the_picture(media: Chromium, books: Books) -> None:
    judged(media, books[EVERY_KIND], "en-GB")
    features = [
        {"name": "forced-colors", "value": "active"},
        {"name": "prefers-color-scheme", "value": "dark"},
    ]
    media.send("Emulation.setEmulatedMedia", media="screen", features=features)
    look = "getComputedStyle(document.querySelector('svg {}')).{}"
    ground = media.evaluate("getComputedStyle(document.body).backgroundColor")
    marks = [
        media.evaluate(look.format(one, key))
        for one, key in ((".in", "fill"), (".cut", "stroke"), ("text", "fill"))
    ]
    assert ground not in marks


def test_on_paper_the_result_alone(media: Chromium, books: Books) -> None:
    judged(media, books[EVERY_KIND], "en-GB")
    media.evaluate("dispatchEvent(new Event('beforeprint'))")
    media.send("Emulation.setEmulatedMedia", media="print")
    text = media.evaluate("document.body.innerText")
    assert "01.note" in text  # what is proven is not folded away
    assert "Proven:" in text
    for screen_only in ("Check\n", "Save the whole", "stays on this device", "Terms"):
        assert screen_only not in text
    pdf = base64.b64decode(media.send("Page.printToPDF")["data"])
    assert pdf.startswith(b"%PDF")


def stops(page: Chromium) -> list[str]:
    """The labels that Tab comes to, one after another, until it leaves the page."""
    script = """((a) => a === document.body ? null : (a.labels?.[0] ?? a).textContent.trim())
      (document.activeElement)"""
    found: list[str] = []
    while True:
        page.press("Tab", 9)
        label = page.evaluate(script)
        if label is None or len(found) > 40:
            return found
        if not found or found[-1] != label:
            found.append(label)


def test_tab_comes_to_everything_in_order(page: Chromium) -> None:
    found = stops(page)
    wanted = [
        "中文",
        "Address of the publication",
        "ZIP file of the publication",
        "Folder of the publication",
        "Paste the trust file",
        "or choose the file",
        "Opening file",
        "or only its leaf (64 digits)",
        "Also examine whether a draw treated it wrongly (refutation)",
        "Finish a draw whose round is due",
        "More: what you kept, auditors, proof of a contribution",
        "Check",
        "Another publication",
        "Terms",
    ]
    assert found == wanted


def test_a_file_is_chosen_by_keyboard(page: Chromium) -> None:
    page.send("Page.setInterceptFileChooserDialog", enabled=True)
    page.evaluate("document.querySelector('input[type=file]').focus()")
    page.events.clear()
    page.press("Enter", 13, "\r")
    for _ in range(600):  # about ten seconds of frames
        if "Page.fileChooserOpened" in page.events:
            break
        page.evaluate("new Promise(requestAnimationFrame)")
    assert "Page.fileChooserOpened" in page.events
    page.send("Page.setInterceptFileChooserDialog", enabled=False)


def test_terms_open_from_the_remarks(browser: Chromium, books: Books) -> None:
    judged(browser, books[EVERY_KIND], "en-GB")
    browser.evaluate("document.querySelector('a[href=\"#terms\"]').click()")
    assert browser.evaluate("document.querySelector('#terms').open")
    assert browser.evaluate("document.querySelectorAll('#terms dt').length") >= 12
