"""The witness over HTTP: signs checkpoints, and shows in public what it saw.

A client can make it do little: bodies, lifetimes and numbers of connections are bounded, requests
need a signature of a trusted log before anything is written, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from ledger import LedgerError
from ledger.witnessing import MAX_REQUEST_BYTES, PATH, SIZE_TYPE, write_size
from witness.connections import Limits, SafeHeaders, connections
from witness.folder import Witness, opened
from witness.judge import Cosigned, HoldsAnother, Verdict, judge
from witness.page import Pages
from witness.store import Store

SHUTDOWN_SECONDS: Final = 10
"""How long requests in work may take to end when the process is told to stop."""
UNHURRIED: Final = Limits()
"""The usual limits."""
RETRY_SECONDS: Final = "30"
"""When a client that was refused for now may come again."""

COMMITTED: Final = "witness.committed"
"""The point after the commit and before the answer (tests kill the process there)."""

_LOG: Final = logging.getLogger(__name__)

Clock = Callable[[], int]
"""Gives the present in POSIX seconds."""
AtPoint = Callable[[str], None]
"""Is told every named point that is passed."""


def clock() -> int:
    """The machine's time."""
    return int(time.time())


def nothing(_point: str) -> None:
    """Do nothing at any point."""


def serve(
    folder: Path, host: str, port: int, at_point: AtPoint = nothing, limits: Limits = UNHURRIED
) -> None:
    """Serve the witness in `folder` until SIGTERM or Ctrl-C; keeps no record of who asked.

    Raises `WitnessError` if there is no witness in the folder.
    """
    with opened(folder) as (witness, store):
        uvicorn.run(
            witness_site(witness, store, clock, at_point, limits),
            host=host,
            port=port,
            http=connections(limits),
            limit_concurrency=limits.connections,
            h11_max_incomplete_event_size=MAX_REQUEST_BYTES,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            server_header=False,
            access_log=False,
        )


def witness_site(
    witness: Witness,
    store: Store,
    now: Clock = clock,
    at_point: AtPoint = nothing,
    limits: Limits = UNHURRIED,
) -> ASGIApp:
    """Return the application; `now` gives POSIX seconds."""

    def decide(body: bytes) -> Verdict:
        with store.transaction() as rows:
            verdict = judge(rows, witness, body, now())
        at_point(COMMITTED)
        return verdict

    pages = Pages(witness, store)
    site = Starlette(
        routes=[
            Route(PATH, _adding(decide, limits.body_seconds), methods=["POST"]),
            Route("/", pages.home),
            Route("/style.css", pages.style),
            Route("/checkpoint/{origin:path}", pages.checkpoint),
            Route("/contribute", pages.contribute),
            Route("/contribute.html", pages.contribute_to_keep),
        ],
        exception_handlers={LedgerError: _broken, SQLAlchemyError: _broken, OSError: _broken},
    )
    return SafeHeaders(site)


def _adding(
    decide: Callable[[bytes], Verdict], seconds: float
) -> Callable[[Request], Awaitable[Response]]:
    async def add_checkpoint(request: Request) -> Response:
        """Read the body within bounds, decide, answer."""
        try:
            async with asyncio.timeout(seconds):
                body = await _read_body(request)
        except TimeoutError:
            return _refusal(408, f"the request took more than {seconds:g} s to arrive")
        except ClientDisconnect:
            return _refusal(400, "the request ended early")
        if body is None:
            return _refusal(413, f"a request has at most {MAX_REQUEST_BYTES:,} bytes")
        return _answer(await run_in_threadpool(decide, body))

    return add_checkpoint


async def _read_body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_BYTES:
            return None
    return bytes(body)


def _answer(verdict: Verdict) -> Response:
    if isinstance(verdict, Cosigned):
        return Response(verdict.line, media_type="text/plain; charset=utf-8")
    if isinstance(verdict, HoldsAnother):
        # as a header: as a media type, a charset would be added, which clients do not expect
        return Response(write_size(verdict.size), 409, headers={"Content-Type": SIZE_TYPE})
    return _refusal(verdict.status, verdict.sentence)


def _refusal(status: int, sentence: str) -> Response:
    headers = {"Retry-After": RETRY_SECONDS} if status >= 500 else {}
    if status in (408, 413):
        headers["Connection"] = "close"  # the rest of the request is not read
    return PlainTextResponse(f"{sentence}\n", status, headers=headers)


def _broken(request: Request, error: Exception) -> Response:
    _LOG.error("%s", error)
    return _refusal(500, "this witness cannot read or write its records; nothing was signed")
