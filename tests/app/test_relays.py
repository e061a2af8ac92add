"""Relays that are good, lie, stall, drown us or come early, each a real HTTP server on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from app.relays import DRAND, Relays
from draw import DEFAULT, TEST, Beacon, Chain
from inspection.bls import verify

ROUND = 123
SIGNATURE = (
    "a0a8ec237e5d37539d5ff4070271e14e42be179e6b41fa1c4824eaa9eba777b7"
    "3361b00fb631564ac1dfde3d716be565"
)
TRUE = Beacon(TEST, ROUND, SIGNATURE, None)

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def response(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def told(**change: object) -> bytes:
    """A true answer, with these values instead."""
    return json.dumps({"round": ROUND, "randomness": "", "signature": SIGNATURE} | change).encode()


def says(raw: bytes) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return answer


async def stalls(writer: asyncio.StreamWriter) -> None:
    await writer.wait_closed()


async def dribbles(writer: asyncio.StreamWriter) -> None:
    """A byte every now and then, so that no single read takes long."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def never_ends(writer: asyncio.StreamWriter) -> None:
    """An answer without an end, as fast as it is read."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" " * 4096)
        await writer.drain()


@dataclass
class Server:
    """One relay; `asked` are the paths that were asked for."""

    answer: Answer
    url: str = ""
    asked: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head.split()[1].decode())
            await self.answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client had enough, which is what these tests are about
        finally:
            writer.close()


Start = Callable[..., Awaitable[tuple[Relays, list[Server]]]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Start a server for each answer, and relays that know them in this order."""
    async with AsyncExitStack() as stack:

        async def starting(*answers: Answer, seconds: float = 5.0) -> tuple[Relays, list[Server]]:
            servers = [Server(answer) for answer in answers]
            for server in servers:
                listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
                stack.callback(listening.close)
                server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
            relays = Relays([server.url for server in servers], verify, seconds)
            stack.push_async_callback(relays.close)
            return relays, servers

        yield starting


async def test_a_good_relay_is_asked_alone(start: Start) -> None:
    relays, (first, second) = await start(says(response(told())), says(response(told())))
    assert await relays.fetch(TEST, ROUND) == TRUE
    assert first.asked == [f"/{TEST.hash}/public/{ROUND}"]
    assert second.asked == []


BAD = {
    "another round": told(round=ROUND + 1),
    "another signature": told(signature="8" + SIGNATURE[1:]),
    "a number as text": told(round="123"),
    "true for a number": told(round=True),
    "no signature": b'{"round": 123}',
    "a signature of the wrong kind": told(signature=7),
    "a short signature": told(signature=SIGNATURE[:-1]),
    "upper case": told(signature=SIGNATURE.upper()),
    "infinity": told(signature="c" + "0" * 95),
    "no JSON": b"<html>",
    "no UTF-8": b"\xff\xfe\xff",
    "a list": b"[1]",
    "a deep list": b"[" * 16000,
    "a long number": b'{"round": ' + b"9" * 10000 + b"}",
    "nothing": b"",
    "too much": told(padding=" " * 20000),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
async def test_a_relay_that_lies_is_passed_over(start: Start, body: bytes) -> None:
    relays, (bad, good) = await start(says(response(body)), says(response(told())))
    with capture_logs() as logs:
        assert await relays.fetch(TEST, ROUND) == TRUE
    assert (len(bad.asked), len(good.asked)) == (1, 1)
    (line,) = logs
    assert line["event"] == "relay passed over"
    assert line["relay"] == bad.url.removeprefix("http://")


BROKEN: dict[str, bytes] = {
    "an error": response(told(), "500 Internal Server Error"),
    "not yet": response(b"Requested future beacon", "425 Too Early"),
    "not found": response(b"", "404 Not Found"),
    "no HTTP": b"220 ready\r\n",
    "no answer": b"",
    "half an answer": response(told())[:-5],
    "a strange length": b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n",
    "a strange target": response(b"", "302 Found", "Location: http://[::bad/"),
    "packed junk": response(b"\x1f\x8b junk", "200 OK", "Content-Encoding: gzip"),
    "a long head": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_relay_is_passed_over(start: Start, raw: bytes) -> None:
    relays, _ = await start(says(raw), says(response(told())))
    assert await relays.fetch(TEST, ROUND) == TRUE


async def test_a_redirect_is_not_followed(start: Start) -> None:
    _, (good, bad) = await start(says(response(told())), stalls)
    location = f"Location: {good.url}/{TEST.hash}/public/{ROUND}"
    bad.answer = says(response(b"", "302 Found", location))
    lonely = Relays([bad.url], verify)
    assert await lonely.fetch(TEST, ROUND) is None
    assert good.asked == []
    await lonely.close()


@pytest.mark.parametrize("bad", [stalls, dribbles, never_ends])
async def test_an_answer_that_does_not_end_is_given_up(start: Start, bad: Answer) -> None:
    relays, (server,) = await start(bad, seconds=0.2)
    with capture_logs() as logs:
        assert await relays.fetch(TEST, ROUND) is None
    assert len(server.asked) == len(logs) == 1


async def test_a_stalling_relay_does_not_hold_up_the_next(start: Start) -> None:
    """The first would take a minute; the second is asked after a second."""
    relays, (_, good) = await start(stalls, says(response(told())), seconds=60)
    async with asyncio.timeout(10):
        assert await relays.fetch(TEST, ROUND) == TRUE
    assert len(good.asked) == 1


async def test_nobody_has_it(start: Start) -> None:
    early = says(response(b"Requested future beacon", "425 Too Early"))
    relays, servers = await start(early, early, says(response(told(round=1))))
    closed = Relays(["http://127.0.0.1:1", "nonsense", "http://[bad"], verify)
    with capture_logs() as logs:
        for _ in range(3):
            assert await relays.fetch(TEST, ROUND) is None
        assert await closed.fetch(TEST, ROUND) is None
    await closed.close()
    assert [len(server.asked) for server in servers] == [3, 3, 3]
    assert [line["log_level"] for line in logs] == ["info", "info", *["warning"] * 4]
    assert len({line["relay"] for line in logs[:3]}) == 3


async def test_an_address_that_is_none_is_passed_over(start: Start) -> None:
    """In a redirect, which is never followed but read all the same, or in the settings."""
    leads = response(b"", "302 Found", "Location: http://xn--a/")
    relays, _ = await start(says(leads), says(response(told())))
    assert await relays.fetch(TEST, ROUND) == TRUE
    none = Relays(["http://xn--a", "http://\ud800"], verify)
    with capture_logs() as logs:
        assert await none.fetch(TEST, ROUND) is None
    await none.close()
    assert len(logs) == 2
    str(logs).encode()  # can be written


async def test_no_relay_at_all(start: Start) -> None:
    relays, _ = await start()
    assert await relays.fetch(TEST, ROUND) is None


async def test_passwords_of_addresses_are_not_logged() -> None:
    relays = Relays(["http://user:pass" + "word@127.0.0.1:1"], verify)
    with capture_logs() as logs:
        assert await relays.fetch(TEST, ROUND) is None
    await relays.close()
    assert logs[0]["relay"] == "127.0.0.1:1"
    assert "word" not in str(logs)


async def test_a_chained_value_comes_with_the_one_before(start: Start) -> None:
    known: list[Beacon] = []
    before, signature = "8" + "1" * 191, "9" + "2" * 191
    answer = told(signature=signature, previous_signature=before)
    _, (server,) = await start(says(response(answer)))
    relays = Relays([server.url], known.append)
    assert await relays.fetch(DEFAULT, ROUND) == Beacon(DEFAULT, ROUND, signature, before)
    assert known == [Beacon(DEFAULT, ROUND, signature, before)]
    await relays.close()


@pytest.mark.parametrize("chain", [TEST, DEFAULT], ids=lambda chain: chain.name)
async def test_an_answer_of_the_other_scheme_is_passed_over(start: Start, chain: Chain) -> None:
    signature = "8" * (96 if chain.chained else 192)
    relays, _ = await start(says(response(told(signature=signature))))
    assert await relays.fetch(chain, ROUND) is None


def test_the_public_relays_are_asked_safely() -> None:
    assert len(DRAND) == len(set(DRAND)) == 4
    assert all(url.startswith("https://") for url in DRAND)
