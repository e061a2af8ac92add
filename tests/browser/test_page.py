"""The built page in a real Chromium that can reach nothing but files and loopback."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.built import VERIFIER, check, choose, failed, judge, pack, run_node, until
from tests.browser.chromium import PAGE, ROOT, Chromium

SAMPLE = ROOT / "samples" / "full"
pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="no sample publication")
TRUST = SAMPLE / "trust.json"
NOW = 1795400000
SIZE_LIMIT = 150_000


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(SAMPLE / "publication", tmp_path_factory.mktemp("zip") / "publication.zip")


def test_the_built_file_is_the_one_of_the_sources(tmp_path: Path) -> None:
    run_node(VERIFIER / "build.mjs", str(tmp_path / "again.html"))
    assert (tmp_path / "again.html").read_bytes() == PAGE.read_bytes()


def test_size() -> None:
    assert len(gzip.compress(PAGE.read_bytes(), 9)) <= SIZE_LIMIT


def test_a_whole_publication(page: Chromium, archive: Path) -> None:
    choose(page, "ZIP file", archive)
    choose(page, "or choose the file", TRUST)
    assert check(page)["exit"] == 0
    codes = page.evaluate(
        "[...document.querySelectorAll('li[data-code]')].map((li) => li.dataset.code)"
    )
    assert {"simulation", "test_beacon", "bracket", "sealed", "history"} <= set(codes)
    assert (
        page.evaluate("document.querySelectorAll('figure svg[role=img][aria-label]').length") == 4
    )
    assert page.evaluate("document.activeElement.id") == "result"
    assert all(url.startswith(("file:", "blob:")) for url in page.requests)


def test_openings_of_the_auditor_and_of_one_enterprise(page: Chromium, archive: Path) -> None:
    choose(page, "ZIP file", archive)
    choose(page, "or choose the file", TRUST)
    choose(page, "Folder of the auditor", SAMPLE / "auditor")
    choose(page, "Proof of a contribution", SAMPLE / "contribution.json")
    assert check(page)["exit"] == 0
    text = page.evaluate("document.querySelector('#output').textContent")
    for code in ("10.matching", "10.people", "10.pool", "12.book", "12.witness"):
        assert code in text


def test_a_folder(page: Chromium) -> None:
    choose(page, "Folder of the publication", SAMPLE / "publication")
    choose(page, "or choose the file", TRUST)
    assert check(page)["exit"] == 0


def test_a_proof_alone(page: Chromium) -> None:
    choose(page, "or choose the file", TRUST)
    choose(page, "Proof of a contribution", SAMPLE / "contribution.json")
    assert check(page)["exit"] == 0


def changed(archive: Path, target: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            new.writestr(item, data if item == name else old.read(item))
        if name not in old.namelist():
            new.writestr(name, data)
    return target


CASES: dict[str, tuple[str, bytes, int, set[str]]] = {
    "another file": ("publication/readme.txt", b"x", 1, {"01.files"}),
    "a stray blob": (f"publication/blob/sha256/{'0' * 64}", b"x", 1, {"02.blob"}),
    "no note": ("publication/checkpoint", b"x\n", 1, {"01.note"}),
    "a long checkpoint": ("publication/checkpoint", b"x" * 20_000, 2, {"01.files"}),
    "trust file inside": (
        "publication/trust.json",
        TRUST.read_bytes() if TRUST.exists() else b"",
        2,
        {"01.trust"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_changed(page: Chromium, archive: Path, tmp_path: Path, case: str) -> None:
    name, data, code, checks = CASES[case]
    book = changed(archive, tmp_path / "changed.zip", name, data)
    result = judge(page, book, TRUST.read_bytes(), now=NOW)
    assert (result["exit"], failed(result)) == (code, checks)


def test_a_ticket_in_another_seed_is_named(page: Chromium, archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive) as book:
        tile = "publication/tile/entries/000.p/84"
        data = book.read(tile).replace(b'"seed":"2', b'"seed":"3', 1)
    assert data != b""
    result = judge(
        page, changed(archive, tmp_path / "seed.zip", tile, data), TRUST.read_bytes(), now=NOW
    )
    assert result["exit"] == 1
    assert failed(result) == {"02.tile"}


HOSTILE = {
    "not a ZIP": b"PK",
    "empty": b"",
    "a directory that is not there": b"PK\x05\x06" + b"\0" * 4 + b"\xff\xff\xff\x0f" + b"\xff" * 10,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_end_in_two(page: Chromium, tmp_path: Path, case: str) -> None:
    (tmp_path / "bad.zip").write_bytes(HOSTILE[case])
    assert judge(page, tmp_path / "bad.zip", TRUST.read_bytes(), now=NOW)["exit"] == 2


def test_a_bomb_and_deep_json(page: Chromium, archive: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("checkpoint", b"0" * 200_000_000)
    assert judge(page, bomb, TRUST.read_bytes(), now=NOW)["exit"] == 2
    deep = judge(page, archive, b"[" * 16_000, now=NOW)
    assert (deep["exit"], failed(deep)) == (2, {"01.trust"})


def test_cancel_ends_the_worker(page: Chromium, archive: Path) -> None:
    choose(page, "ZIP file", archive)
    choose(page, "or choose the file", TRUST)
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


def test_language_and_keyboard(browser: Chromium, archive: Path) -> None:
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


class Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def address() -> Iterator[str]:
    make = functools.partial(Handler, directory=str(SAMPLE / "publication"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), make)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_by_address(page: Chromium, address: str) -> None:
    page.evaluate(f"document.querySelector('input[type=url]').value = {json.dumps(address)}")
    choose(page, "or choose the file", TRUST)
    assert check(page)["exit"] == 0
    assert page.evaluate("document.querySelector('li[data-code=no_listing]') !== null")
    page.evaluate(
        "document.addEventListener('securitypolicyviolation',"
        " (event) => { window.seen = event.effectiveDirective; })"
    )
    outside = "fetch('http://127.0.0.1:9/').then(() => 'open', (error) => error.name)"
    assert page.evaluate(outside) == "TypeError"
    assert page.evaluate("window.seen") == "connect-src"
