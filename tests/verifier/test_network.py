"""Slow, endless and lying servers end in exit 2, in bounded time (spec 04 §12)."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier.judge import Request, judge
from verifier.network import Patience, Site
from verifier.publication import MAX_CHECKPOINT, UnreachableError, UnreadableError
from verifier.selftest.book import BEFORE, standard
from verifier.sources import open_source

from .serving import listening, served

QUICK = Patience(silence=0.2, total=0.6)


def refused(address: str, patience: Patience = QUICK) -> str:
    """Ask for a checkpoint; gives why the publication cannot be read, and where."""
    site = open_source(address, patience)
    assert isinstance(site, Site)
    started = time.monotonic()
    with pytest.raises(UnreachableError) as caught:
        site.fetch(["checkpoint"])
    assert time.monotonic() - started < 5
    return f"{caught.value}; {caught.value.where}"


def read_request(line: socket.socket) -> None:
    while b"\r\n\r\n" not in line.recv(65536):
        pass


def until_closed(line: socket.socket, piece: bytes) -> None:
    """Send for ever, until the other side has had enough."""
    while True:
        line.sendall(piece)


def dripping(front: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    """A byte now and then, so that no single wait is too long."""
    pause = threading.Event()

    def act(line: socket.socket) -> None:
        read_request(line)
        line.sendall(front)
        while True:
            line.sendall(drop)
            pause.wait(0.05)

    return act


def test_a_silent_server() -> None:
    done = threading.Event()

    def act(line: socket.socket) -> None:
        read_request(line)
        done.wait(10)

    with listening(act) as address:
        assert "silent for too long" in refused(address)
        done.set()


@pytest.mark.parametrize(
    ("front", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_server_that_sends_a_little_now_and_then(front: bytes, drop: bytes) -> None:
    with listening(dripping(front, drop)) as address:
        assert "silent" in refused(address) or "breaks off" in refused(address)


@pytest.mark.parametrize(
    "front",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 60_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n",
    ],
)
def test_an_endless_file_is_cut_at_its_limit(front: bytes) -> None:
    def act(line: socket.socket) -> None:
        read_request(line)
        line.sendall(front)
        until_closed(line, bytes(65536))

    with listening(act) as address:
        site = open_source(address, Patience(silence=2, total=5))
        assert site is not None
        site.fetch(["checkpoint"])
        assert site.files["checkpoint"] > MAX_CHECKPOINT
        with pytest.raises(UnreadableError, match="longer than allowed"):
            site.read("checkpoint", MAX_CHECKPOINT)


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 " + b"9" * 9000 + b" OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"",
    ],
)
def test_what_is_no_whole_answer(answer: bytes) -> None:
    def act(line: socket.socket) -> None:
        read_request(line)
        line.sendall(answer)

    with listening(act) as address:
        assert "breaks off" in refused(address)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
# More than an answer for a checkpoint may have, and less than hurts this machine.
PLENTY = 48 * 1024 * 1024


@pytest.mark.parametrize(
    ("front", "piece"),
    [
        (CHUNKED + b"-1\r\n", bytes(65536)),
        (CHUNKED + b"+1\r\n", bytes(65536)),
        (CHUNKED + b"0x9\r\n", bytes(65536)),
        (CHUNKED + b"F_F\r\n", bytes(65536)),
        (CHUNKED + b"FFFFFFFFF\r\n", bytes(65536)),
        (CHUNKED, b"1;" + b"e" * 9000 + b"\r\nx\r\n"),
        (CHUNKED + b"0\r\n", b"X: y\r\n" * 9000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2000),
        (b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 60_000 + b"\r\n"),
    ],
    ids=["-1", "+1", "0x9", "F_F", "9 digits", "extensions", "trailers", "100", "head"],
)
def test_every_byte_of_an_answer_counts(front: bytes, piece: bytes) -> None:
    """Of what a server would send, only little is taken."""
    sent = []

    def act(line: socket.socket) -> None:
        read_request(line)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        line.sendall(front)
        for _ in range(PLENTY // len(piece)):
            sent.append(line.send(piece))

    with listening(act) as address:
        assert "breaks off" in refused(address, Patience(silence=5, total=30))
    assert sum(sent) < PLENTY / 4


def test_honest_chunks_are_read() -> None:
    told = CHUNKED + b"2;name=value\r\nhe\r\n0000002 \r\nad\r\n0\r\nTrailer: 1\r\n\r\n"

    def act(line: socket.socket) -> None:
        read_request(line)
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" + told)

    with listening(act) as address:
        site = open_source(address)
        assert site is not None
        site.fetch(["checkpoint"])
        assert site.read("checkpoint", MAX_CHECKPOINT) == b"head"


def chunks_of(length: int, extension: bytes = b"") -> bytes:
    """A checkpoint of so many bytes, each in a chunk of its own."""
    return CHUNKED + (b"1" + extension + b"\r\nx\r\n") * length + b"0\r\n\r\n"


def fetched(answer: bytes) -> int | str:
    """The length of what is read of an answer, or why it is not."""

    def act(line: socket.socket) -> None:
        read_request(line)
        line.sendall(answer)

    with listening(act) as address:
        site = open_source(address, Patience(silence=5, total=30))
        assert site is not None
        try:
            site.fetch(["checkpoint"])
        except UnreachableError as error:
            return str(error)
        return site.files["checkpoint"]


def test_very_small_chunks_are_read() -> None:
    """A server that writes byte by byte takes longer, and is believed."""
    assert fetched(chunks_of(16_000)) == 16_000


@pytest.mark.parametrize(
    ("length", "fits"), [(15, True), (64, True), (200, False)], ids=["15", "64", "200"]
)
def test_framing_is_a_mebibyte_and_16_for_each_byte(length: int, fits: bool) -> None:
    """04 §12; of 200 bytes a chunk, 16,000 chunks have more than that."""
    told = fetched(chunks_of(16_000, b";" + b"e" * (length - 6)))
    assert told == 16_000 if fits else "breaks off" in str(told)


@pytest.mark.parametrize(("more", "fits"), [(0, True), (1, False)])
def test_a_line_has_at_most_65536_bytes(more: int, fits: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: "
    line = b"y" * (65_536 - len(b"X: \r\n") + more)
    told = fetched(head + line + b"\r\n\r\nhe")
    assert told == 2 if fits else "breaks off" in str(told)
    told = fetched(CHUNKED + b"2;" + b"e" * (65_536 - 4 + more) + b"\r\nhe\r\n0\r\n\r\n")
    assert told == 2 if fits else "breaks off" in str(told)


def test_a_long_head_of_many_lines_is_read() -> None:
    """Up to a mebibyte, as long as no line is too long."""
    lines = b"".join(b"X-%d: " % n + b"y" * 10_000 + b"\r\n" for n in range(90))
    assert fetched(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + lines + b"\r\nhe") == 2


def test_an_address_with_colons_is_shown_in_brackets() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as gate:
        port = gate.getsockname()[1]
    assert refused(f"http://[::1]:{port}/x").endswith(f"; http://[::1]:{port}/x/checkpoint")


@pytest.mark.parametrize("status", [204, 206, 301, 304, 401, 403, 500, 503])
def test_other_answers_than_a_file(status: int, tmp_path: Path) -> None:
    def answer(request: Any) -> bool:
        request.send_response(status)
        request.send_header("Content-Length", "0")
        request.send_header("Location", "/checkpoint")
        request.end_headers()
        return True

    with served(tmp_path, answer) as address:
        assert "something else than a file" in refused(address)


@pytest.mark.parametrize(
    "location",
    ["http://other.example/checkpoint", "//127.0.0.1:1/checkpoint", "https://127.0.0.1/x", "ftp://x",
     "http://[bad"],
)  # fmt: skip
def test_a_redirect_to_another_host(location: str, tmp_path: Path) -> None:
    def answer(request: Any) -> bool:
        request.send_response(302)
        request.send_header("Location", location)
        request.end_headers()
        return True

    with served(tmp_path, answer) as address:
        assert "another scheme, host or port" in refused(address)


@pytest.mark.parametrize(("steps", "found"), [(3, True), (4, False)])
def test_three_redirects_and_no_fourth(steps: int, found: bool, tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(b"head")

    def answer(request: Any) -> bool:
        place, _, name = request.path.rpartition("/")
        step = int(place[2:] or 0)
        if step == steps:
            request.path = f"/{name}"
            return False
        request.send_response(302)
        request.send_header("Location", f"/s{step + 1}/{name}")
        request.send_header("Content-Length", "0")
        request.end_headers()
        return True

    with served(tmp_path, answer) as address:
        if not found:
            assert "something else than a file" in refused(address)
            return
        site = open_source(address)
        assert site is not None
        site.fetch(["checkpoint"])
        assert site.read("checkpoint", MAX_CHECKPOINT) == b"head"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gate:
        port = gate.getsockname()[1]
    assert "cannot be reached" in refused(f"http://127.0.0.1:{port}")


def test_a_password_is_used_and_never_printed(tmp_path: Path) -> None:
    seen = []

    def answer(request: Any) -> bool:
        seen.append(request.headers["Authorization"])
        request.send_error(401)
        return True

    with served(tmp_path, answer) as address:
        told = refused(address.replace("//", "//me:secret@"))
    assert seen == ["Basic bWU6c2VjcmV0"]
    assert "secret" not in told
    assert "me" not in told.split("; ")[1].split("/checkpoint")[0]


@pytest.mark.parametrize(
    "address",
    ["http://", "http:///x", "http://h?x=1", "http://h/#x", "http://h:99999999/", "https:",
     "http://a b/", "http://h/\r\nX: y", "http://[::1"],
)  # fmt: skip
def test_what_is_no_address(address: str, tmp_path: Path) -> None:
    maker = standard(size=5)
    _root, trust = maker.publish(tmp_path)
    judgement = judge(Request(address, trust, BEFORE))
    assert (judgement.verdict, judgement.exit) == ("unreadable", 2)


def test_a_hostile_size_does_not_ask_for_ever(tmp_path: Path) -> None:
    maker = standard(size=5)
    root, trust = maker.publish(tmp_path)
    entries = maker.sealed_entries()
    (root / "checkpoint").write_bytes(maker.note(2**53 - 1, b"\1" * 32))
    asked = []

    def count(request: Any) -> bool:
        asked.append(request.path)
        return False

    with served(root, count) as address:
        judgement = judge(Request(address, trust, BEFORE))
    assert judgement.verdict == "failed"
    assert len(asked) < 300
    assert entries


def test_a_certificate_of_nobody(tmp_path: Path) -> None:
    def act(line: socket.socket) -> None:
        line.recv(10)
        line.sendall(b"HTTP/1.1 400 no TLS here\r\n\r\n")

    with listening(act) as address:
        assert "cannot be reached" in refused(address.replace("http:", "https:"))
