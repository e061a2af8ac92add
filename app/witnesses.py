"""Asking a witness for its signature over HTTP (C2SP tlog-witness; 03 §8).

Whatever a witness answers, or does not, ends in a typed result: a witness that is down or lies
must never stop the book. Nothing of an answer is used before the signature in it was verified.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final, Self

import httpx
import structlog

from ledger import Malformed
from ledger.cosignatures import read_cosignatures, read_note, read_vkey
from ledger.witnessing import (
    MAX_ANSWER_BYTES,
    PATH,
    AddCheckpoint,
    Answer,
    WitnessFailure,
    WitnessLines,
    WitnessSize,
    read_answer,
    write_request,
)

CLOCK_SECONDS: Final = 15
"""How far a witness's time may lie from ours: a bracket is worth what its witnesses' clocks are."""
SUSPECT_SECONDS: Final = 3
"""A clock that is further off than this is named in the log, so that it is set right in time."""

_log = structlog.get_logger(__name__)

Proof = Callable[[int], Sequence[bytes]]
"""Gives the consistency proof from an older size to the note's."""


@dataclass(frozen=True)
class WitnessSigned:
    """The witness signed: its line with LF, verified; its time; the size it held before.

    A `held` below what it signed earlier means that the witness lost its memory.
    """

    line: bytes
    time: int
    held: int


@dataclass(frozen=True)
class Ahead:
    """The witness says it signed a larger tree than this: then our book was rolled back, or the
    witness lies. It gives no proof; ask for its last note (`GET /checkpoint/<origin>`)."""

    size: int


Asked = WitnessSigned | Ahead | WitnessFailure
"""What came of asking."""


class WitnessClient:
    """One witness: its address (without `/add-checkpoint`), and its key from the policy.

    `timeout`: seconds for each whole answer, however slowly its bytes come. `now`: POSIX seconds.
    Raises `Malformed` for a wrong key.
    """

    def __init__(
        self,
        url: str,
        vkey: str,
        timeout: float = 10.0,
        now: Callable[[], float] = time.time,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        read_vkey(vkey)
        self.vkey = vkey
        self._url = url.rstrip("/") + PATH
        self._timeout = timeout
        self._now = now
        # no compression: a small answer could become a large one after its bytes were counted
        headers = {"Accept-Encoding": "identity", "Content-Type": "text/plain; charset=utf-8"}
        self._http = httpx.AsyncClient(
            timeout=timeout,
            headers=headers,
            transport=transport,
            trust_env=False,  # what is sent where is written in the settings, nowhere else
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # keeps none
        )

    async def __aenter__(self) -> Self:
        """Use as `async with`: the connections are closed at the end."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close the connections."""
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def ask(self, old: int, note: bytes, proof_of: Proof) -> Asked:
        """Ask for a signature on `note`, a checkpoint of ours, from the size `old` on.

        `old` may be a guess: if the witness holds another size, it is asked once more from there.
        Raises nothing but what `proof_of` raises, and `Malformed` if `note` is not a checkpoint.
        """
        size = read_note(note).head.size
        answer = await self._post(AddCheckpoint(old, tuple(proof_of(old)), note))
        if isinstance(answer, WitnessSize) and answer.size <= size and answer.size != old:
            old = answer.size
            answer = await self._post(AddCheckpoint(old, tuple(proof_of(old)), note))
        if isinstance(answer, WitnessLines):
            return self._verified(note, answer, old)
        if isinstance(answer, WitnessSize):
            return Ahead(answer.size) if answer.size > size else _stuck(answer.size, old, size)
        return answer

    def _verified(self, note: bytes, answer: WitnessLines, held: int) -> Asked:
        text = read_note(note).text
        name, _ = read_vkey(self.vkey)
        lines = [line.bytes for line in answer.lines if line.name == name]
        try:
            # alone with the text: lines that the note had before are none of this answer's
            found = read_cosignatures(text + b"\n" + b"".join(lines), [self.vkey]) if lines else ()
        except Malformed as error:
            return WitnessFailure(f"its signature is not right: {error}", 200)
        if not found:
            return WitnessFailure("it answered with lines of other keys only", 200)
        off = found[0].time - round(self._now())
        if abs(off) > CLOCK_SECONDS:
            side = "ahead of" if off > 0 else "behind"
            sentence = f"its clock is {abs(off):,} s {side} ours, so it proves nothing about time"
            return WitnessFailure(f"{sentence}; set both by network time", 200)
        if abs(off) > SUSPECT_SECONDS:
            _log.warning("a witness's clock and ours differ", witness=self.vkey, seconds=off)
        line = next(one for one in lines if _is_valid(text, one, self.vkey))
        return WitnessSigned(line, found[0].time, held)

    async def _post(self, request: AddCheckpoint) -> Answer:
        try:
            async with asyncio.timeout(self._timeout):
                return await self._exchange(write_request(request))
        except TimeoutError:
            return WitnessFailure(f"it gave no whole answer within {self._timeout:g} s")
        # ValueError: httpx reads the address of a redirect that it will not follow, and what stands
        # there may be no host name at all (a UnicodeError of `idna`)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ValueError, OSError) as error:
            return WitnessFailure(f"it cannot be reached: {error!a}"[:300])

    async def _exchange(self, body: bytes) -> Answer:
        async with self._http.stream("POST", self._url, content=body) as response:
            received = bytearray()
            async for chunk in response.aiter_raw():
                received += chunk
                if len(received) > MAX_ANSWER_BYTES:
                    sentence = f"it answered with more than {MAX_ANSWER_BYTES:,} bytes"
                    return WitnessFailure(sentence, response.status_code)
            content_type = response.headers.get("content-type", "")
            return read_answer(response.status_code, content_type, bytes(received))


def _is_valid(text: bytes, line: bytes, vkey: str) -> bool:
    return bool(read_cosignatures(text + b"\n" + line, [vkey]))


def _stuck(said: int, old: int, size: int) -> WitnessFailure:
    if said == old == size:
        return WitnessFailure("it holds another tree of this very size: a fork, or it lies", 409)
    if said == old:
        return WitnessFailure(f"it says it holds {said:,}, and refuses a proof from there", 409)
    return WitnessFailure(f"it named two sizes in a row, at last {said:,}", 409)
