"""A publication at an http(s) address (spec 04 §12): only what is needed is asked for."""

import base64
import http.client
import os
import socket
import ssl
import tempfile
import time
import urllib.parse
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from .publication import (
    CHECKPOINT,
    MISSING,
    TOO_LONG,
    Publication,
    UnreachableError,
    UnreadableError,
    limit_of,
)
from .wire import Answer, Wire

MAX_FETCHED = 4 * 1024**3
MAX_FILES = 1_000_000
# So many needed files that are not there are told; nobody waits for the rest.
_MAX_ABSENT = 100
_MAX_REDIRECTS = 3
_PORTS = {"http": 80, "https": 443}
_CHUNK = 64 * 1024
_GONE = (404, 410)
_MOVED = (301, 302, 303, 307, 308)
_BROKEN = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True)
class Patience:
    """How long a server is waited for, in seconds: without a byte, and in all (04 §12)."""

    silence: float = 10.0
    total: float = 900.0


class _Address:
    """An http(s) address of a publication without query; raises UnreachableError."""

    def __init__(self, text: str) -> None:
        try:
            parts = urllib.parse.urlsplit(text)
            self.host, self.port = parts.hostname or "", parts.port
        except ValueError:
            raise UnreachableError("this is not an http or https address") from None
        self.secure = parts.scheme.lower() == "https"
        self.path = parts.path.rstrip("/")
        plain = all("!" <= char <= "~" for char in text)
        if not self.host or parts.query or parts.fragment or not plain:
            raise UnreachableError("this is not an http or https address")
        self.headers = {"Accept-Encoding": "identity", "User-Agent": "sunlot-verifier"}
        if parts.username is not None:
            who = urllib.parse.unquote(parts.username), urllib.parse.unquote(parts.password or "")
            token = base64.b64encode(":".join(who).encode()).decode()
            self.headers["Authorization"] = f"Basic {token}"

    @property
    def reached(self) -> int:
        """The port, stated or that of the scheme."""
        return self.port or _PORTS["https" if self.secure else "http"]

    @property
    def shown(self) -> str:
        """The address as it may be printed: without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port is None else f":{self.port}"
        return f"http{'s' if self.secure else ''}://{host}{port}{self.path}"


class Site(Publication):
    """Files of an address, fetched once each into a file without a name."""

    listed = False

    def __init__(self, address: str, patience: Patience) -> None:
        super().__init__()
        self._address = _Address(address)
        self._silence, self._end = patience.silence, time.monotonic() + patience.total
        self._connection: http.client.HTTPConnection | None = None
        self._answer: http.client.HTTPResponse | None = None
        self._asked: set[str] = set()
        self._absent = 0
        self._places: dict[str, int] = {}
        self._fetched = 0
        self._spool, name = tempfile.mkstemp()
        Path(name).unlink()
        # A plain descriptor: nobody who judges has to remember to close a publication.
        weakref.finalize(self, os.close, self._spool)

    def fetch(self, paths: Iterable[str]) -> None:
        """Ask for files not yet asked for; raises UnreachableError."""
        try:
            for path in paths:
                if path in self._asked:
                    continue
                if self._absent >= _MAX_ABSENT:
                    self.given_up = True
                    return
                self._asked.add(path)
                self._one(path)
        finally:
            self._hang_up()

    def is_asked(self, path: str) -> bool:
        """True if the server was asked for this file."""
        return path in self._asked

    def chunks(self, path: str, limit: int) -> Iterator[bytes]:
        """A fetched file in pieces; raises UnreadableError."""
        if path not in self._places:
            raise UnreadableError(TOO_LONG if path in self.files else MISSING)
        size, place = self.files[path], self._places[path]
        if size > limit:
            raise UnreadableError(TOO_LONG)
        while size:
            chunk = os.pread(self._spool, min(size, 1024 * 1024), place)
            if not chunk:
                raise UnreadableError(MISSING)
            place, size = place + len(chunk), size - len(chunk)
            yield chunk

    def _one(self, path: str) -> None:
        if len(self.files) >= MAX_FILES:
            self._fail("the address has more files than a publication may have", path)
        response = self._response(path)
        if response.status in _GONE:
            self._absent += path != CHECKPOINT
            self._hang_up()
            return
        if response.status != 200:
            self._fail("the server answers with something else than a file", path)
        self._keep(path, response)

    def _response(self, path: str) -> http.client.HTTPResponse:
        """The answer to one request, up to three redirects on the same host followed."""
        target = f"{self._address.path}/{path}"
        for _step in range(1 + _MAX_REDIRECTS):
            response = self._ask(target, path)
            if response.status not in _MOVED:
                return response
            target = self._moved(target, response.headers.get("Location") or "", path)
            self._hang_up()
        return self._fail("the server answers with something else than a file", path)

    def _moved(self, target: str, location: str, path: str) -> str:
        """Where a redirect leads: the same scheme, host and port (04 §12)."""
        address = self._address
        try:
            base = f"{address.shown.removesuffix(address.path)}{target}"
            to = urllib.parse.urlsplit(urllib.parse.urljoin(base, location))
            port = to.port or _PORTS.get(to.scheme)
            same = (to.hostname, port) == (address.host, address.reached)
        except ValueError:
            self._fail("the server redirects to another scheme, host or port", path)
        if not same or to.scheme != ("https" if address.secure else "http"):
            self._fail("the server redirects to another scheme, host or port", path)
        return to.path + (f"?{to.query}" if to.query else "")

    def _ask(self, target: str, path: str) -> http.client.HTTPResponse:
        """One request; a connection that the server closed meanwhile is opened once more."""
        for fresh in (self._connection is None, True):
            connection = self._connection or self._connect(path)
            try:
                connection.request("GET", target, headers=self._address.headers)
                self._answer = connection.getresponse()
                return self._answer
            except TimeoutError:
                self._fail("the server is silent for too long", path)
            except _BROKEN:
                self._hang_up()
                if fresh:
                    break
        return self._fail("the server cannot be reached or breaks off", path)

    def _connect(self, path: str) -> http.client.HTTPConnection:
        address = self._address
        left = self._end - time.monotonic()
        if left <= 0:
            self._fail("the server is silent for too long", path)
        port = address.reached
        made = http.client.HTTPConnection(address.host, port)
        try:
            wire = socket.create_connection((address.host, port), min(self._silence, left))
            if address.secure:
                context = ssl.create_default_context()
                wire = context.wrap_socket(wire, server_hostname=address.host)
        except ssl.SSLCertVerificationError:
            self._fail("the server's certificate is not trusted here", path)
        except TimeoutError:
            self._fail("the server is silent for too long", path)
        except (OSError, ValueError):
            self._fail("the server cannot be reached or breaks off", path)
        # http.client uses of a socket only what Wire has.
        made.sock = Wire(wire, self._silence, self._end)
        self._connection = made
        return made

    def _keep(self, path: str, response: http.client.HTTPResponse) -> None:
        """Read a body into the spool, no further than the file's limit."""
        limit, size, place = limit_of(path), 0, self._fetched
        if response.chunked and isinstance(response.fp, Answer):
            response.fp.in_chunks()
        try:
            while chunk := response.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    break
                os.pwrite(self._spool, chunk, place + size - len(chunk))
            if response.length:
                raise http.client.IncompleteRead(b"")
        except TimeoutError:
            self._fail("the server is silent for too long", path)
        except _BROKEN:
            if size <= limit:
                self._fail("the server cannot be reached or breaks off", path)
        self.files[path] = size
        if size > limit:
            self._hang_up()
            return
        self._places[path] = place
        self._fetched += size
        if self._fetched > MAX_FETCHED:
            self._fail("the address holds more than 4 GiB", path)

    def _hang_up(self) -> None:
        """Leave an answer unread, and its connection, which is then of no more use."""
        if self._answer is not None:
            self._answer.close()
            self._answer = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _fail(self, message: str, path: str) -> NoReturn:
        self._hang_up()
        raise UnreachableError(message, f"{self._address.shown}/{path}")
