"""The form of a refutation (spec 04 §11): everything that the section lists, in both languages."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from tests.browser.books import Books
from tests.browser.built import check, choose, judged, until
from tests.browser.chromium import Chromium
from tests.browser.shortened import entries_of

HELD = ["missing", "missing must", "intruding", "left out", "wrongly in", "mark"]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def rows_of(text: str) -> dict[str, str]:
    """The lines of the form by their English labels."""
    rows = [line.split(": ", 1) for line in text.splitlines() if ": " in line]
    return {head.split(" ", 1)[-1]: value for head, value in rows}


def form_text(page: Chromium) -> str:
    found: str = page.evaluate("document.querySelector('pre.form').textContent")
    return found


@pytest.mark.parametrize("what", HELD)
def test_the_form_says_all_that_it_has_to(browser: Chromium, books: Books, what: str) -> None:
    book = books[f"13.refute {what}"]
    assert judged(browser, book) == 1
    text = form_text(browser)
    rows = rows_of(text)
    opening = book.named("opening").read_text("utf-8").strip()
    value = json.loads(opening)["id"]["value"]
    assert opening in text.splitlines()  # with it whoever reads the form can repeat it
    assert rows["Enterprise"] == f"{value['name']} {value['code']}"
    leaf = "sunlot/v1/leaf\n" + "".join(
        f"{part}={rows[f'Commitment ({part})']}\n" for part in ("id", "facts", "lot")
    )
    assert sha256(leaf.encode()) == rows["Leaf"]
    assert sha256(f"{rows['Seed']}:draw:{rows['Leaf']}".encode()) == rows["Ticket"]
    assert f'"{rows["Seed"]}:draw:{rows["Leaf"]}" | sha256sum' in rows["The ticket by hand"]
    entry = entries_of(book.archive)[int(rows["Entry"][1:])]
    assert sha256(b"\0" + entry) == rows["Leaf hash of the entry"]
    for label in ("Book", "Entries", "Root", "Campaign", "Draw", "Cut-off", "Expected", "Found"):
        assert rows[label]
    for words in ("verifier refute", "签名", "Signature", "Checked at", "what the opening opens"):
        assert words in text


def test_no_form_without_a_refutation(page: Chromium, books: Books) -> None:
    book = books["13.refute roster"]
    assert book.trust is not None
    choose(page, "ZIP file", book.archive)
    choose(page, "or choose the file", book.trust)
    choose(page, "Opening file", book.named("opening"))
    page.evaluate("document.querySelectorAll('input[type=checkbox]')[0].checked = true")
    assert check(page)["exit"] in (1, 3)  # the enterprise check fails beside it
    assert page.evaluate("document.querySelector('pre.form') === null")


def test_both_languages_save_the_same_text(browser: Chromium, books: Books, tmp_path: Path) -> None:
    book = books["13.refute mark"]
    texts = []
    for language in ("en-GB", "zh-CN"):
        assert judged(browser, book, language) == 1
        texts.append(form_text(browser))
    day = "Checked at"
    same = [[line for line in text.splitlines() if day not in line] for text in texts]
    assert same[0] == same[1]
    browser.evaluate(
        "globalThis.kept = []; const make = URL.createObjectURL;"
        "URL.createObjectURL = (blob) =>"
        " { blob.text().then((text) => kept.push(text)); return make(blob); }"
    )
    browser.evaluate("document.querySelector('section[aria-labelledby=form] button').click()")
    browser.evaluate(until("kept.length"))
    assert browser.evaluate("kept[0]") == texts[1]


def test_the_print_of_the_form_holds_nothing_else(browser: Chromium, books: Books) -> None:
    judged(browser, books["13.refute mark"])
    browser.evaluate("globalThis.print = () => { window.alone = document.body.className; }")
    browser.evaluate("document.querySelectorAll('section[aria-labelledby=form] button')[1].click()")
    assert browser.evaluate("window.alone") == "form-only"
    assert browser.evaluate("document.body.className") == ""
    browser.evaluate("document.body.classList.add('form-only')")
    browser.send("Emulation.setEmulatedMedia", media="print")
    shown = browser.evaluate("document.body.innerText")
    browser.send("Emulation.setEmulatedMedia", media="")
    form = form_text(browser)
    assert shown.strip().startswith("对抽取的反驳")
    assert len(shown) < len(form) + 100
    pdf = base64.b64decode(browser.send("Page.printToPDF")["data"])
    assert pdf.count(b"/Type /Page\n") in (1, 2) or b"/Count 1" in pdf or b"/Count 2" in pdf
