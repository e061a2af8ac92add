"""Our client against witnesses that are honest, down, slow, or lie, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from app.witnesses import (
    CLOCK_SECONDS,
    SUSPECT_SECONDS,
    Ahead,
    Asked,
    WitnessClient,
    WitnessSigned,
)
from ledger import Malformed
from ledger.cosignatures import make_vkey, sign_cosignature
from ledger.witnessing import MAX_ANSWER_BYTES, SIZE_TYPE, WitnessFailure, read_request
from tests.ledger.world import fixed_key
from tests.witness.book import HONEST, TIME, Log, text_of
from tests.witness.running import free_port

NAME = "liar.example/1"
KEY = fixed_key("liar")
VKEY = make_vkey(NAME, KEY.public)
STRANGER = fixed_key("stranger")
NOTE = HONEST.note(9)
LONG = 30.0


def line(note: bytes = NOTE, time: int = TIME, name: str = NAME) -> bytes:
    return sign_cosignature(text_of(note), time, name, KEY)


def http(status: int, body: bytes, content_type: str = "text/plain") -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def leading(elsewhere: str) -> bytes:
    """A redirect, which is never followed."""
    head = f"HTTP/1.1 302 X\r\nLocation: {elsewhere}\r\nConnection: close\r\n"
    return f"{head}Content-Length: 0\r\n\r\n".encode()


def size(number: int) -> bytes:
    return http(409, f"{number}\n".encode(), SIZE_TYPE)


@dataclass
class Liar:
    """Sends these bytes, one after the other, whatever it is asked; the last one for ever."""

    answers: Sequence[bytes]
    hangs: bool = False
    asked: list[int] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        (length,) = (
            int(one.split(b":")[1])
            for one in head.split(b"\r\n")
            if one.lower().startswith(b"content-length")
        )
        self.asked.append(read_request(await reader.readexactly(length)).old)
        writer.write(self.answers[min(len(self.asked), len(self.answers)) - 1])
        try:
            await writer.drain()
            if self.hangs:
                await reader.read()  # until the client gives up
        except ConnectionError:
            return
        finally:
            writer.close()


@asynccontextmanager
async def listening(liar: Liar) -> AsyncIterator[str]:
    server = await asyncio.start_server(liar, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def ask(
    liar: Liar,
    old: int = 9,
    seconds: float = LONG,
) -> Asked:
    async with (
        listening(liar) as address,
        WitnessClient(f"{address}/", VKEY, seconds, lambda: TIME) as client,
    ):
        return await client.ask(old, NOTE, lambda held: HONEST.proof(held, 9))


async def test_an_honest_answer_is_taken() -> None:
    liar = Liar([http(200, line())])
    assert await ask(liar, 4) == WitnessSigned(line(), TIME, 4)
    assert liar.asked == [4]


async def test_it_is_asked_once_more_from_its_own_size() -> None:
    for held in (0, 3, 9):
        liar = Liar([size(held), http(200, line())])
        assert await ask(liar, 4) == WitnessSigned(line(), TIME, held)
        assert liar.asked == [4, held]


async def test_lines_of_other_keys_are_left_out() -> None:
    other = sign_cosignature(text_of(NOTE), TIME, "w.example", STRANGER)
    namesake = sign_cosignature(text_of(NOTE), TIME, NAME, STRANGER)
    found = await ask(Liar([http(200, other + namesake + line())]))
    assert found == WitnessSigned(line(), TIME, 9)


async def test_a_witness_that_holds_more_than_we_have_is_a_result_of_its_own() -> None:
    assert await ask(Liar([size(10)])) == Ahead(10)
    assert await ask(Liar([size(3), size(10)]), 4) == Ahead(10)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([size(9)], "another tree of this very size"),
        ([size(4), size(4)], "refuses a proof from there"),
        ([size(3), size(5)], "two sizes in a row"),
        ([http(409, b"7\n")], "another tree of this size"),
        ([http(422, b"no\n")], "does not continue"),
        ([http(403, b"who?")], "does not trust"),
        ([http(404, b"")], "does not know this log"),
        ([http(503, b"later")], "does not sign now: 'later'"),
        ([http(302, b"elsewhere")], "answered 302"),
        ([http(200, b"")], "not in form"),
        ([http(200, b"thanks\n")], "not in form"),
        ([http(200, line()[:-1])], "not in form"),
        ([http(200, line() + line())], "two lines"),
        (
            [http(200, line(time=TIME + CLOCK_SECONDS + 1))],
            "16 s ahead of ours, so it proves nothing about time",
        ),
        ([http(200, line(time=TIME - CLOCK_SECONDS - 1))], "16 s behind ours, so it proves"),
        ([http(200, line(HONEST.note(8)))], "does not fit the text"),
        ([http(200, line(Log(origin="other.example").note(9)))], "does not fit the text"),
        (
            [http(200, sign_cosignature(text_of(NOTE), TIME, NAME, STRANGER))],
            "lines of other keys only",
        ),
        ([http(200, b"x" * (MAX_ANSWER_BYTES + 1))], "more than 16,384 bytes"),
        ([b"SSH-2.0-OpenSSH\r\n"], "cannot be reached"),
        ([b""], "cannot be reached"),
        ([http(200, line())[:-10]], "cannot be reached"),
        ([b"HTTP/1.1 200 OK\r\nX: \xff\x00\r\n\r\n"], "cannot be reached"),
        ([leading("http://xn--a/")], "cannot be reached"),  # no host name, says `idna`
    ],
)
async def test_everything_else_is_a_failure_with_a_sentence(
    answers: list[bytes], sentence: str
) -> None:
    found = await ask(Liar(answers), old=4 if len(answers) > 1 else 9)
    assert isinstance(found, WitnessFailure)
    assert sentence in found.sentence


async def test_a_time_within_the_bounds_is_taken() -> None:
    for off in (-CLOCK_SECONDS, CLOCK_SECONDS):
        found = await ask(Liar([http(200, line(time=TIME + off))]))
        assert isinstance(found, WitnessSigned)


async def test_a_clock_that_drifts_is_named_before_it_is_too_late() -> None:
    for off, words in ((SUSPECT_SECONDS, []), (-SUSPECT_SECONDS - 1, [-SUSPECT_SECONDS - 1])):
        with capture_logs() as logs:
            assert isinstance(await ask(Liar([http(200, line(time=TIME + off))])), WitnessSigned)
        assert [one["seconds"] for one in logs] == words


async def test_cookies_and_the_environment_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    remembered = http(200, line()).replace(
        b"Connection:", b"Set-Cookie: a=b; Path=/\r\nConnection:"
    )
    liar = Liar([remembered])
    async with listening(liar) as address, WitnessClient(address, VKEY, now=lambda: TIME) as client:
        for _ in range(2):
            found = await client.ask(9, NOTE, lambda held: HONEST.proof(held, 9))
            assert isinstance(found, WitnessSigned)
    assert not [head for head in liar.heads if b"cookie" in head.lower()]
    assert len(liar.heads) == 2


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1 200 OK\r\n", http(200, line())[:-1]])
async def test_a_slow_witness_is_given_up(sent: bytes) -> None:
    found = await ask(Liar([sent], hangs=True), seconds=0.3)
    assert found == WitnessFailure("it gave no whole answer within 0.3 s")


async def test_an_endless_answer_is_cut_off() -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_000_000
    found = await ask(Liar([endless], hangs=True))
    assert isinstance(found, WitnessFailure)
    assert "more than" in found.sentence


async def test_a_packed_answer_is_not_unpacked() -> None:
    packed = http(200, line()).replace(b"Connection:", b"Content-Encoding: gzip\r\nConnection:")
    assert isinstance(await ask(Liar([packed])), WitnessSigned)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}",
        "http://[",
        "nonsense",
        "http://a b",
        "ftp://w.example",
        "http://xn--a",
        "http://\ud800",
    ],
)
async def test_a_witness_that_is_not_there_is_a_failure(address: str) -> None:
    async with WitnessClient(address.format(port=free_port()), VKEY) as client:
        found = await client.ask(9, NOTE, lambda _: ())
    assert isinstance(found, WitnessFailure)
    assert "cannot be reached" in found.sentence


@pytest.mark.parametrize("vkey", ["", "nonsense", HONEST.vkey])
def test_a_wrong_key_is_refused_at_once(vkey: str) -> None:
    with pytest.raises(Malformed):
        WitnessClient("http://127.0.0.1", vkey)


@settings(max_examples=60)
@given(data=st.binary(max_size=300), after=st.sampled_from([0, 1, 2]))
async def test_no_answer_breaks_it(data: bytes, after: int) -> None:
    start = (
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 409 X\r\nContent-Type: text/x.tlog.size\r\n\r\n",
    )
    assert isinstance(
        await ask(Liar([start[after] + data])), WitnessSigned | Ahead | WitnessFailure
    )
