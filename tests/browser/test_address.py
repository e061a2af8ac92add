"""Publications read over the network, from a server on loopback (spec 04 §12)."""

from __future__ import annotations

import base64
import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.browser.built import check, choose
from tests.browser.chromium import Chromium


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; below /moved/ the same by a redirect, below /away/ one to another port."""

    asked: ClassVar[list[str | None]] = []

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", "authorization")
        super().end_headers()

    def do_OPTIONS(self) -> None:
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:
        self.asked.append(self.headers["Authorization"])
        _, top, rest = self.path.split("/", 2) if self.path.count("/") > 1 else ("", "", "")
        places = {"moved": f"/{rest}", "away": f"http://127.0.0.1:9/{rest}"}
        if top not in places:
            super().do_GET()
            return
        self.send_response(302)
        self.send_header("Location", places[top])
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    make = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), make)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


def check_address(page: Chromium, address: str, trust: Path) -> dict[str, Any]:
    page.evaluate(f"document.querySelector('input[type=url]').value = {json.dumps(address)}")
    choose(page, "or choose the file", trust)
    return check(page)


def test_by_address(page: Chromium, address: str, trust: Path) -> None:
    assert check_address(page, address, trust)["exit"] == 0
    assert page.evaluate("document.querySelector('li[data-code=no_listing]') !== null")
    page.evaluate(
        "document.addEventListener('securitypolicyviolation',"
        " (event) => { window.seen = event.effectiveDirective; })"
    )
    outside = "fetch('http://127.0.0.1:9/').then(() => 'open', (error) => error.name)"
    assert page.evaluate(outside) == "TypeError"
    assert page.evaluate("window.seen") == "connect-src"


def test_redirects_stay_on_their_host(page: Chromium, address: str, trust: Path) -> None:
    assert check_address(page, f"{address}moved/", trust)["exit"] == 0


def test_redirects_to_another_port_are_not_followed(
    page: Chromium, address: str, trust: Path
) -> None:
    assert check_address(page, f"{address}away/", trust)["exit"] == 2


def test_a_user_and_a_password_are_sent_and_not_shown(
    page: Chromium, address: str, trust: Path
) -> None:
    said = check_address(page, address.replace("//", "//reader:p4ssw0rd@"), trust)
    assert said["exit"] == 0
    assert Handler.asked[-1] == "Basic " + base64.b64encode(b"reader:p4ssw0rd").decode()
    assert "p4ssw0rd" not in page.evaluate("document.querySelector('#output').textContent")


def test_an_address_with_a_query_is_refused(page: Chromium, address: str, trust: Path) -> None:
    assert check_address(page, f"{address}?book=1", trust)["exit"] == 2


def test_an_unreadable_head_leaves_nothing_to_ask_for(
    page: Chromium, folder: Path, address: str, trust: Path
) -> None:
    (folder / "checkpoint").write_bytes(b"x")
    assert check_address(page, address, trust)["exit"] == 1
    wrong = "[...document.querySelectorAll('td.state.failed')].map((td) => td.parentNode.innerText)"
    (told,) = page.evaluate(wrong)
    assert "01.note" in told
    assert not any("tile/" in url for url in page.requests)
