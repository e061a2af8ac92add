"""Bounds on connections, and the headers of every answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import ClassVar, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

POLICY: Final = "Content-Security-Policy"
"""The header that says what a page may load; a page may set its own."""

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
NOTHING_FROM_ELSEWHERE: Final = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Limits:
    """What one client, or many, may take of a witness."""

    body_seconds: float = 10
    """How long a request's body may take to arrive."""
    connection_seconds: float = 30
    """How long a connection lives at most, plus what its last request takes."""
    per_address: int = 20
    """Most connections at once from one address (IPv6: one network of 64 bits); the next one is
    closed. A proxy in front needs no more if it takes a request in whole before it passes it on."""
    connections: int = 100
    """Most connections at once; the next one is answered 503."""


class SafeHeaders:
    """Adds `HEADERS`, and the policy if there is none, to every HTTP answer of `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers in it."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault(POLICY, NOTHING_FROM_ELSEWHERE)
            await send(message)

        await self._app(scope, receive, send_safely)


class BoundedConnection(H11Protocol):
    """A connection that ends: uvicorn itself would wait for ever for a request's first lines.

    At its end an idle connection, or one whose request's head is still arriving, is closed; a
    request in work gets its answer first.
    """

    seconds: ClassVar[float] = Limits.connection_seconds
    most: ClassVar[int] = Limits.per_address
    open_from: ClassVar[Counter[str]]
    """How many connections each address has; shared by the connections of one server."""
    _end: asyncio.TimerHandle
    _from: str

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the connection and its clock, unless its address has too many already."""
        super().connection_made(transport)  # type: ignore[arg-type] # as uvicorn's own signature
        self._from = _network(transport.get_extra_info("peername"))
        self.open_from[self._from] += 1
        if self.open_from[self._from] > self.most:
            transport.close()  # no answer: an attacker gets none, and a proxy makes one
        self._end = self.loop.call_later(self.seconds, self.shutdown)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._end.cancel()
        self.open_from[self._from] -= 1
        if not self.open_from[self._from]:
            del self.open_from[self._from]
        super().connection_lost(exc)


def _network(peer: object) -> str:
    """Whose connection it is. Of IPv6 everybody has a whole network of 64 bits."""
    host = str(peer[0]) if isinstance(peer, tuple) else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return address.packed[:8].hex()
    return str(getattr(address, "ipv4_mapped", None) or address)


def connections(limits: Limits) -> type[BoundedConnection]:
    """Return the kind of connection that uvicorn shall make, which it is told as a class."""
    bounds = {
        "seconds": limits.connection_seconds,
        "most": limits.per_address,
        "open_from": Counter[str](),
    }
    return type(BoundedConnection.__name__, (BoundedConnection,), bounds)
