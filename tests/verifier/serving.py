"""Servers on the loopback interface that a publication is read from, honest and hostile."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder; `answer` may do something else for a path and says whether it did."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *given: Any, answer: Callable[[Any], bool], **more: Any) -> None:
        self.answer = answer
        super().__init__(*given, **more)

    def log_message(self, *_args: Any) -> None:
        pass

    def do_GET(self) -> None:
        if not self.answer(self):
            super().do_GET()


@contextmanager
def served(
    folder: Path, answer: Callable[[Any], bool] = lambda _request: False, version: str = "1.1"
) -> Iterator[str]:
    """The address of a folder."""
    kind = type("Speaking", (Handler,), {"protocol_version": f"HTTP/{version}"})
    make = partial(kind, directory=str(folder), answer=answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), make)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def listening(act: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that does with each connection what `act` does."""
    gate = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _peer = gate.accept()
            except OSError:
                return
            with line:
                try:
                    act(line)
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{gate.getsockname()[1]}"
    finally:
        gate.shutdown(socket.SHUT_RDWR)
        gate.close()
        thread.join()
