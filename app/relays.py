"""Fetching a beacon's value from drand's HTTP relays, none of which is trusted.

A relay is only a way to get at a value: what it says counts if the chain signed it. So the first
value that verifies wins, and a relay that lies, stalls or answers nonsense costs time, never the
draw. Nothing a relay does raises.

Staggered, not all at once: a relay that works is asked alone, and the next is asked after
`STAGGER` seconds or as soon as one has failed. Asking one after the other would let a silent relay
hold up the hall for its whole time-out; asking all each time would load what is given for free.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx
import structlog

from app.errors import AppError
from draw import BadInput, Beacon, Chain
from inspection.bls import BeaconRefused

DRAND: Final = (
    "https://api.drand.sh",
    "https://api2.drand.sh",
    "https://api3.drand.sh",
    "https://drand.cloudflare.com",
)
"""Public relays of drand's own chains."""

STAGGER: Final = 1.0
"""Seconds until the next relay is asked, too."""

_LONGEST: Final = 16 * 1024  # bytes; a true answer has less than 1 KiB
_NOT_YET: Final = (404, 425)
_log = structlog.get_logger(__name__)


class _PassedOver(AppError):
    """Why a relay's answer is not used; `early` if the relay only says that it is too early."""

    def __init__(self, reason: str, early: bool = False) -> None:
        super().__init__(reason)
        self.early = early


class Relays:
    """Relays at these addresses, in the order in which they are asked.

    `verify` returns for a true value and raises `BeaconRefused` for any other. `timeout` is what a
    relay gets for a whole answer, in seconds. Close it when it is no longer needed.
    """

    def __init__(
        self, urls: Sequence[str], verify: Callable[[Beacon], None], timeout: float = 5.0
    ) -> None:
        self._urls = tuple(url.rstrip("/") for url in urls)
        self._verify = verify
        self._timeout = timeout
        self._client = httpx.AsyncClient(
            timeout=timeout,  # of each read only: a relay may dribble; the whole is timed in _ask
            follow_redirects=False,
            headers={"Accept-Encoding": "identity"},
            trust_env=False,  # what is asked where is written in the settings, nowhere else
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # a relay gets no memory
        )
        self._asked: tuple[str, int] | None = None
        self._named: set[tuple[str, str]] = set()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def fetch(self, chain: Chain, number: int) -> Beacon | None:
        """Return the verified value of a round, or None if no relay has it now: ask again later."""
        if self._asked != (chain.hash, number):
            self._asked = (chain.hash, number)
            self._named.clear()
        waiting = list(self._urls)
        running: set[asyncio.Task[Beacon | None]] = set()
        try:
            while waiting or running:
                if waiting:
                    running.add(asyncio.create_task(self._ask(waiting.pop(0), chain, number)))
                done, running = await asyncio.wait(
                    running,
                    timeout=STAGGER if waiting else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                for answer in filter(None, (task.result() for task in done)):
                    return answer
        finally:
            await _end(running)
        return None

    async def _ask(self, url: str, chain: Chain, number: int) -> Beacon | None:
        """Return the value from one relay, or None after saying in the log why there is none."""
        try:
            async with asyncio.timeout(self._timeout):
                body = await self._body(f"{url}/{chain.hash}/public/{number}")
            beacon = _read(body, chain, number)
            self._verify(beacon)
        except _PassedOver as passed:
            self._name(url, number, str(passed), passed.early)
        except (TimeoutError, httpx.TimeoutException):
            self._name(url, number, "no whole answer in time")
        except (BadInput, BeaconRefused):
            self._name(url, number, "a value that the chain did not sign")
        # ValueError: httpx reads the address of a redirect that it will not follow, and what stands
        # there may be no host name at all (a UnicodeError of `idna`)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ValueError, OSError) as error:
            self._name(url, number, f"connection: {type(error).__name__}")
        else:
            return beacon
        return None

    async def _body(self, address: str) -> bytes:
        async with self._client.stream("GET", address) as response:
            if response.status_code != 200:
                early = response.status_code in _NOT_YET
                raise _PassedOver(f"status {response.status_code}", early)
            body = b""
            # Raw, so that a few packed bytes cannot become a gigabyte.
            async for part in response.aiter_raw():
                body += part
                if len(body) > _LONGEST:
                    raise _PassedOver(f"more than {_LONGEST} bytes")
            return body

    def _name(self, url: str, number: int, reason: str, early: bool = False) -> None:
        """Say once per round why this relay is passed over; it is asked every few seconds."""
        if (url, reason) in self._named:
            return
        self._named.add((url, reason))
        # Without user and password; urlsplit would raise for an address that is none.
        where = ascii(url.rpartition("//")[2].rpartition("@")[2])[1:-1]
        tell = _log.info if early else _log.warning
        tell("relay passed over", relay=where, round=number, reason=reason)


async def _end(tasks: set[asyncio.Task[Beacon | None]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


def _read(body: bytes, chain: Chain, number: int) -> Beacon:
    """Return the value in an answer of drand's HTTP interface; its signature is not verified.

    `randomness` is not looked at: it follows from the signature, and nobody here uses it.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _PassedOver("no JSON") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("signature"), str):
        raise _PassedOver("no answer of a relay")
    if type(answer.get("round")) is not int or answer["round"] != number:
        raise _PassedOver("another round")
    previous = answer.get("previous_signature") if chain.chained else None
    return Beacon(chain, number, answer["signature"], previous)
