"""The built page in a real Chromium that can reach nothing but files and loopback."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from tests.browser.books import NOW, PROOF, Book, Books
from tests.browser.built import VERIFIER, check, choose, failed, judge, run_node, until
from tests.browser.chromium import PAGE, Chromium

SIZE_LIMIT = 150_000


def test_the_built_file_is_the_one_of_the_sources(tmp_path: Path) -> None:
    run_node(VERIFIER / "build.mjs", str(tmp_path / "again.html"))
    assert (tmp_path / "again.html").read_bytes() == PAGE.read_bytes()


def test_size() -> None:
    assert len(gzip.compress(PAGE.read_bytes(), 9)) <= SIZE_LIMIT


def test_a_whole_publication(page: Chromium, archive: Path, trust: Path) -> None:
    choose(page, "ZIP file", archive)
    choose(page, "or choose the file", trust)
    assert check(page)["exit"] == 0
    codes = page.evaluate(
        "[...document.querySelectorAll('li[data-code]')].map((li) => li.dataset.code)"
    )
    assert {"simulation", "test_beacon", "bracket", "sealed", "history"} <= set(codes)
    pictures = "document.querySelectorAll('figure svg[role=img][aria-label]').length"
    assert page.evaluate(pictures) >= 4
    assert page.evaluate("document.activeElement.id") == "result"
    assert all(url.startswith(("file:", "blob:")) for url in page.requests)


def test_openings_of_the_auditor(page: Chromium, book: Book, archive: Path, trust: Path) -> None:
    choose(page, "ZIP file", archive)
    choose(page, "or choose the file", trust)
    choose(page, "Folder of the auditor", book.named("auditor"))
    assert check(page)["exit"] == 0
    text = page.evaluate("document.querySelector('#output').textContent")
    for code in ("10.matching", "10.people", "10.pool"):
        assert code in text


def test_a_folder(page: Chromium, folder: Path, trust: Path) -> None:
    choose(page, "Folder of the publication", folder)
    choose(page, "or choose the file", trust)
    assert check(page)["exit"] == 0


@pytest.mark.parametrize("with_book", [False, True])
def test_a_proof(page: Chromium, books: Books, with_book: bool) -> None:
    proof = books[PROOF]
    assert proof.trust is not None
    choose(page, "or choose the file", proof.trust)
    choose(page, "Proof of a contribution", proof.named("file"))
    if with_book:
        choose(page, "ZIP file", proof.archive)
    assert check(page)["exit"] == 0
    text = page.evaluate("document.querySelector('#output').textContent")
    assert ("12.book" in text) is with_book


def changed(archive: Path, target: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            new.writestr(item, data if item == name else old.read(item))
        if name not in old.namelist():
            new.writestr(name, data)
    return target


CASES: dict[str, tuple[str, bytes, int, set[str]]] = {
    "another file": ("readme.txt", b"x", 1, {"01.files"}),
    "a stray blob": (f"blob/sha256/{'0' * 64}", b"x", 1, {"02.blob"}),
    "no note": ("checkpoint", b"x\n", 1, {"01.note"}),
    "a long checkpoint": ("checkpoint", b"x" * 20_000, 1, {"01.note"}),
}


@pytest.mark.parametrize("case", CASES)
def test_changed(page: Chromium, book: Book, tmp_path: Path, case: str) -> None:
    name, data, code, checks = CASES[case]
    bad = changed(book.archive, tmp_path / "changed.zip", name, data)
    result = judge(page, bad, book.trust_bytes, now=NOW)
    assert (result["exit"], failed(result)) == (code, checks)


def entries_tile(archive: Path) -> str:
    with zipfile.ZipFile(archive) as packed:
        return next(name for name in packed.namelist() if name.startswith("tile/entries/"))


def test_a_changed_byte_is_named_once(page: Chromium, book: Book, tmp_path: Path) -> None:
    tile = entries_tile(book.archive)
    with zipfile.ZipFile(book.archive) as packed:
        old = packed.read(tile)
    data = old.replace(b'"seed":"2', b'"seed":"3', 1)
    assert data != old
    bad = changed(book.archive, tmp_path / "seed.zip", tile, data)
    result = judge(page, bad, book.trust_bytes, now=NOW)
    assert (result["exit"], failed(result)) == (1, {"02.tile"})


@pytest.mark.parametrize("kind", ["blob/", "tile/0/"])
def test_a_damaged_file_is_named(page: Chromium, book: Book, tmp_path: Path, kind: str) -> None:
    with zipfile.ZipFile(book.archive) as packed:
        item = next(item for item in packed.infolist() if item.filename.startswith(kind))
    data = bytearray(book.archive.read_bytes())
    at = item.header_offset + 30 + len(item.filename)
    data[at + item.compress_size // 2] ^= 1
    (tmp_path / "damaged.zip").write_bytes(data)
    result = judge(page, tmp_path / "damaged.zip", book.trust_bytes, now=NOW)
    assert (result["exit"], failed(result)) == (1, {"01.files"})
    assert item.filename in {row["field"] for row in result["findings"]}


HOSTILE = {
    "not a ZIP": b"PK",
    "empty": b"",
    "a directory that is not there": b"PK\x05\x06" + b"\0" * 4 + b"\xff\xff\xff\x0f" + b"\xff" * 10,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_end_in_two(page: Chromium, tmp_path: Path, case: str) -> None:
    (tmp_path / "bad.zip").write_bytes(HOSTILE[case])
    assert judge(page, tmp_path / "bad.zip", b"{}", now=NOW)["exit"] == 2


def test_a_bomb_and_deep_json(page: Chromium, archive: Path, trust: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("checkpoint", b"0" * 200_000_000)
    long = judge(page, bomb, trust.read_bytes(), now=NOW)
    assert long["exit"] == 1
    assert "01.note" in failed(long)
    deep = judge(page, archive, b"[" * 16_000, now=NOW)
    assert (deep["exit"], failed(deep)) == (2, {"01.trust"})


def test_cancel_ends_the_worker(page: Chromium, archive: Path, trust: Path) -> None:
    choose(page, "ZIP file", archive)
    choose(page, "or choose the file", trust)
    page.evaluate("document.querySelector('button.main').click()")
    cancel = "[...document.querySelectorAll('button')].find((b) => b.textContent === 'Cancel')"
    page.evaluate(
        until(f"!{cancel}.disabled"),
    )
    page.evaluate(f"{cancel}.click()")
    assert page.evaluate("document.querySelector('#status').textContent") == "Cancelled."
    assert page.evaluate("document.querySelector('button.main').disabled") is False


def test_an_address_as_trust_file_is_refused(page: Chromium, archive: Path) -> None:
    choose(page, "ZIP file", archive)
    page.evaluate("document.querySelector('textarea').value = 'https://example.org/trust.json'")
    said = check(page)
    assert said["exit"] is None
    assert "operator does not control" in said["status"]


def test_language_and_keyboard(browser: Chromium) -> None:
    browser.open(PAGE.as_uri(), "zh-CN")
    assert browser.evaluate("document.documentElement.lang") == "zh-CN"
    seen = []
    for _ in range(16):
        browser.press("Tab", 9)
        seen.append(
            browser.evaluate(
                "((a) => a.tagName + ':' + a.textContent.slice(0, 4))(document.activeElement)"
            )
        )
    assert seen[0] == "BUTTON:Engl"
    assert "BUTTON:开始核验" in seen
    browser.evaluate("document.querySelector('header button').focus()")
    browser.press("Enter", 13, "\r")
    assert browser.evaluate("document.documentElement.lang") == "en"
    assert browser.evaluate("document.activeElement.textContent") == "中文"
