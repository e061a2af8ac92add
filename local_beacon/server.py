"""A relay's HTTP interface as drand's relays have it, two pages, and the faults' address.

A round before its time is answered 425, which is what drand's relays answer. This one is never
early unless that is ordered. Control: GET or POST `/local/faults`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from local_beacon.chain import (
    BEACON_ID,
    CHAIN_HASH,
    GENESIS,
    GENESIS_SEED,
    PERIOD,
    PUBLIC_KEY,
    SCHEME,
    Value,
    last_round,
    sign,
)
from local_beacon.errors import FaultRefused
from local_beacon.faults import Faults, parse_faults
from local_beacon.page import value_page, waiting_page

MOST_DIGITS = 15
"""Digits of a round's number: 2^53 is beyond every round that can be asked for."""

INFO = {
    "public_key": PUBLIC_KEY,
    "period": PERIOD,
    "genesis_time": GENESIS,
    "hash": CHAIN_HASH,
    "groupHash": GENESIS_SEED,
    "schemeID": SCHEME,
    "metadata": {"beaconID": BEACON_ID, "simulation": True},
}
"""What drand says of a chain, and that this one is a simulation."""


class Relay:
    """One relay: its clock (seconds since 1970) and its present faults."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._faults = Faults()
        self._stopped_at: int | None = None

    @property
    def last(self) -> int:
        """The last round this relay has."""
        due = last_round(self._now() - self._faults.shift)
        return due if self._stopped_at is None else min(due, self._stopped_at)

    def value(self, number: int) -> Value | None:
        """The value of a round as this relay tells it, None if it has none."""
        if not 1 <= number <= self.last:
            return None
        return sign(number + 1, told=number) if self._faults.lie else sign(number)

    def order(self, faults: Faults) -> None:
        """Misbehave like this from now on; a silent chain keeps the rounds that it has."""
        was_silent = self._stopped_at is not None
        if not faults.silent:
            self._stopped_at = None
        elif not was_silent:
            self._stopped_at = self.last
        self._faults = faults

    # ---- as drand

    async def info(self, request: Request) -> Response:
        """GET /<hash>/info."""
        await self._stall()
        return JSONResponse(INFO) if _ours(request) else _unknown_chain()

    async def public(self, request: Request) -> Response:
        """GET /<hash>/public/<round> or /public/latest."""
        await self._stall()
        if not _ours(request):
            return _unknown_chain()
        asked = request.path_params["round"]
        number = self.last if asked == "latest" else _number(asked)
        if number is None:
            return PlainTextResponse("Failed to parse round", 400)
        value = self.value(number)
        if value is None:
            return PlainTextResponse("Requested future beacon", 425)
        return JSONResponse(asdict(value))

    # ---- for people

    async def page(self, request: Request) -> Response:
        """GET / or /round/<round>."""
        await self._stall()
        asked = request.path_params.get("round")
        number = self.last if asked is None else _number(asked)
        if number is None:
            return PlainTextResponse("轮次是从 1 起的整数。 A round is a whole number from 1.", 400)
        value = self.value(number)
        if value is None:
            return HTMLResponse(waiting_page(number), 425)
        return HTMLResponse(value_page(value, latest=asked is None))

    async def control(self, request: Request) -> Response:
        """GET or POST /local/faults: the present faults; a POST sets all of them."""
        if request.method == "POST":
            try:
                self.order(parse_faults(json.loads(await request.body())))
            except (FaultRefused, ValueError, RecursionError) as error:
                return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(asdict(self._faults))

    async def _stall(self) -> None:
        if self._faults.stall:
            await asyncio.sleep(self._faults.stall)


def application(now: Callable[[], float]) -> Starlette:
    """Serve the test chain by this clock (seconds since 1970)."""
    relay = Relay(now)
    return Starlette(
        routes=[
            Route("/", relay.page),
            Route("/round/{round}", relay.page),
            Route("/local/faults", relay.control, methods=["GET", "POST"]),
            Route("/{chain}/info", relay.info),
            Route("/{chain}/public/{round}", relay.public),
        ]
    )


def _ours(request: Request) -> bool:
    return bool(request.path_params["chain"] == CHAIN_HASH)


def _unknown_chain() -> Response:
    return PlainTextResponse("unknown chain hash", 400)


def _number(text: str) -> int | None:
    usable = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if usable and int(text) > 0 else None
