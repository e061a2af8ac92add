"""Real processes for the tests: `sunlot`, and the local Telegram it talks to."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

TOKEN = "7:LOCAL-process"
_NAMES = ("--origin", "example.org/process", "--bot", "sunlot_bot")
INIT = ("init", "--data", "data", "--publication", "publication", "--json", *_NAMES)
SIMULATED = ("--simulation",)
PATIENCE = 30.0
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For plain HTTP: reading the machine's certificates takes a third of a second."""


def sunlot(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `sunlot` in this folder to its end."""
    return run_python(folder, "-m", "app", *arguments, **environment)


def run_python(
    folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run this interpreter in this folder to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=surroundings(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def surroundings(**more: str) -> dict[str, str]:
    """The environment without our own settings, and with the project importable."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SUNLOT_")}
    return kept | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])} | more


def until(condition: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the condition gives
    """Wait for a condition to give something; the processes around us give no event for it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


@dataclass
class LocalTelegram:
    """The user side of a running local Telegram."""

    url: str
    http: httpx.Client

    def post(self, path: str, **body: object) -> dict[str, Any]:
        response = self.http.post(f"{self.url}/local{path}", json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def texts(self, user: int) -> list[str]:
        """What the bot has written to this person."""
        return [message["text"] for message in self.messages(user)]

    def messages(self, user: int) -> list[dict[str, Any]]:
        response = self.http.get(f"{self.url}/local/users/{user}/chats/sunlot_bot")
        assert response.status_code == 200, response.text
        return [m for m in response.json()["messages"] if m["from"]["is_bot"]]

    def say(self, user: int, text: str) -> None:
        self.post(f"/users/{user}/send", chat="sunlot_bot", text=text)


@contextmanager
def local_telegram() -> Iterator[LocalTelegram]:
    """Start one on a free port."""
    command = [sys.executable, "-m", "local_telegram"]
    with subprocess.Popen(command, env=surroundings(), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = json.loads(server.stdout.readline())["url"]
        try:
            with httpx.Client(verify=NO_TLS, timeout=30) as http:
                there = LocalTelegram(url, http)
                there.post("/bots", token=TOKEN, username="sunlot_bot", name="Sunlot")
                yield there
        finally:
            server.terminate()


@dataclass
class Bot:
    """A `sunlot bot` that can be started, stopped and killed; `log` is all it ever wrote."""

    folder: Path
    url: str
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("bot-*.log")))

    def start(self, program: str = "app", **more: str) -> None:
        self.starts += 1
        environment = surroundings(
            SUNLOT_TOKEN=TOKEN,
            SUNLOT_API_URL=self.url,
            SUNLOT_DATA="data",
            SUNLOT_PUBLICATION="publication",
            **more,
        )
        with (self.folder / f"bot-{self.starts}.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", program, "bot"],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Leave no process behind."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def ended(self) -> int:
        """Wait for it to end by itself; the exit code."""
        assert self.process is not None
        return self.process.wait(PATIENCE)


def found(folder: Path, *more: str) -> list[dict[str, str]]:
    """`sunlot init` in this folder, with more options; the invitations."""
    done = sunlot(folder, *INIT, *SIMULATED, *more)
    assert done.returncode == 0, done.stderr
    invitations: list[dict[str, str]] = json.loads(done.stdout)["invitations"]
    return invitations
