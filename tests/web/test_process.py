"""`sunlot web` as a real process: serves the page, or says in one line why not."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.app.stage import NO_TLS, sunlot, surroundings, until
from tests.web.conftest import Event


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[str]:
    """The address of a running `sunlot web`; the process is gone afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "app", "web", "--port", port, *arguments]
    with subprocess.Popen(command, cwd=folder, env=surroundings()) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            until(lambda: _answers(address))
            yield address
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, verify=NO_TLS, trust_env=False).status_code < 600
    except httpx.ConnectError:
        return False


def test_the_page_is_served(event: Event, tmp_path: Path) -> None:
    options = ("--publication", str(event.publication), "--trust", str(event.trust))
    with serving(tmp_path, *options) as address:
        page = httpx.get(f"{address}/", verify=NO_TLS, trust_env=False)
        # a server decodes `%2e%2e` itself before the application sees the path
        outside = httpx.get(
            f"{address}/publication/%2e%2e/trust.json", verify=NO_TLS, trust_env=False
        )
    assert page.status_code == 200
    assert "模拟演练" in page.text
    assert "server" not in page.headers
    assert outside.status_code == 404


def test_a_wrong_trust_file_is_said_in_one_line(event: Event, tmp_path: Path) -> None:
    (tmp_path / "trust.json").write_text("{}")
    done = sunlot(tmp_path, "web", "--publication", str(event.publication), "--trust", "trust.json")
    assert done.returncode == 1
    assert done.stderr.startswith("sunlot: trust.json: expected a trust file of version 1")
    assert len(done.stderr.splitlines()) == 1
