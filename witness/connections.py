"""Bounds on connections, and the headers of every answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
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
    _end: asyncio.TimerHandle

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the connection and its clock."""
        super().connection_made(transport)  # type: ignore[arg-type] # as uvicorn's own signature
        self._end = self.loop.call_later(self.seconds, self.shutdown)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._end.cancel()
        super().connection_lost(exc)


def connections(limits: Limits) -> type[BoundedConnection]:
    """Return the kind of connection that uvicorn shall make, which it is told as a class."""
    bounds = {"seconds": limits.connection_seconds}
    return type(BoundedConnection.__name__, (BoundedConnection,), bounds)
