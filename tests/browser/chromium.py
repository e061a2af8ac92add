"""A real Chromium over its debugging pipe: no library, no port, nothing to download.

The Chrome DevTools Protocol is JSON messages, each ended by a NUL byte, on file descriptors 3 (to
the browser) and 4 (from it). Names do not resolve in this browser: only loopback and files can be
reached.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "verifier" / "browser" / "sunlot-verifier.html"


class ProtocolError(RuntimeError):
    """The browser refused a command, or a script in the page failed."""


def executable() -> str | None:
    """Path of a Chromium on this machine, None if there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Chromium:
    """One browser process with one page.

    Commands are answered in order; what the page asks of the network is collected in `requests`,
    the names of all events that came in `events`.
    """

    def __init__(self) -> None:
        program = executable()
        if program is None:
            raise ProtocolError("no Chromium found: install the package `chromium`")
        self.profile = tempfile.mkdtemp(prefix="sunlot-chromium-")
        to_read, self.to_browser = os.pipe()
        self.from_browser, to_write = os.pipe()
        # The shell puts the two pipes where the browser looks for them.
        script = f'exec "$@" 3<&{to_read} 4>&{to_write}'
        argv = [program, *FLAGS, f"--user-data-dir={self.profile}", "--remote-debugging-pipe"]
        self.process = subprocess.Popen(
            ["bash", "-c", script, "chromium", *argv, "about:blank"],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self.buffer = b""
        self.number = 0
        self.session: str | None = None
        self.requests: list[str] = []
        self.events: set[str] = set()
        self._attach()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the browser and removes its profile."""
        os.close(self.to_browser)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.from_browser)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _attach(self) -> None:
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(target for target in targets if target["type"] == "page")
        attached = self.send("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "DOM", "Network"):
            self.send(f"{domain}.enable")

    def _read(self, until: float) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            ready, _, _ = select.select(
                [self.from_browser], [], [], max(0.0, until - time.monotonic())
            )
            chunk = os.read(self.from_browser, 1 << 20) if ready else b""
            if not chunk:
                raise ProtocolError("the browser gave no answer in time")
            self.buffer += chunk
        message, _, self.buffer = self.buffer.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        self.events.add(found.get("method", ""))
        if found.get("method") == "Network.requestWillBeSent":
            self.requests.append(found["params"]["request"]["url"])
        return found

    def send(self, method: str, seconds: float = 120.0, /, **params: object) -> dict[str, Any]:
        """The result of one command."""
        self.number += 1
        message: dict[str, Any] = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to_browser, data) :]
        until = time.monotonic() + seconds
        while True:
            answer = self._read(until)
            if answer.get("id") != self.number:
                continue
            if "error" in answer:
                raise ProtocolError(f"{method}: {answer['error']['message']}")
            result: dict[str, Any] = answer["result"]
            return result

    def renderers(self) -> list[int]:
        """Process ids of the renderers: where pages and their workers run."""
        mine, self.session = self.session, None
        try:
            rows = self.send("SystemInfo.getProcessInfo")["processInfo"]
        finally:
            self.session = mine
        return [row["id"] for row in rows if row["type"] == "renderer"]

    def wait_event(self, method: str, seconds: float = 60.0) -> None:
        """Returns after the next event of this name."""
        until = time.monotonic() + seconds
        while self._read(until).get("method") != method:
            pass

    def open(self, url: str, language: str = "en-GB") -> None:
        """Loads a page in a browser of this language."""
        agent = self.send("Browser.getVersion")["userAgent"]
        self.send("Network.setUserAgentOverride", userAgent=agent, acceptLanguage=language)
        self.send("Page.navigate", url=url)
        self.wait_event("Page.loadEventFired")

    def evaluate(self, script: str, seconds: float = 120.0) -> Any:  # noqa: ANN401 - any JSON value
        """The value of a JavaScript expression; a promise is waited for."""
        got = self.send(
            "Runtime.evaluate",
            seconds,
            expression=script,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in got:
            details = got["exceptionDetails"]
            raise ProtocolError(str(details.get("exception", details).get("description", details)))
        return got["result"].get("value")

    def choose(self, selector: str, *files: Path) -> None:
        """Puts files into a file field."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    def press(self, key: str, code: int, text: str = "", modifiers: int = 0) -> None:
        """Presses and releases one key."""
        down = "keyDown" if text else "rawKeyDown"
        for kind, typed in ((down, text), ("keyUp", "")):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                text=typed,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                modifiers=modifiers,
            )

    def screenshot(self, path: Path, width: int, whole: bool = True) -> None:
        """A picture of the page at this width, of all of it or of the first screen."""
        metrics: dict[str, Any] = {"width": width, "height": 900, "deviceScaleFactor": 1}
        self.send("Emulation.setDeviceMetricsOverride", mobile=width < 500, **metrics)
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))
