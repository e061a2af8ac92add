"""A witness as a real process: killed, asked by many at once, asked slowly."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from ledger.witnessing import PATH
from tests.witness.book import FORK, HONEST
from tests.witness.running import PATIENCE, our_witness
from witness.connections import Limits
from witness.folder import opened
from witness.service import COMMITTED


def test_killed_between_commit_and_answer_it_keeps_its_word(folder: Path) -> None:
    """Nobody got the signature, but it may have been seen: the other branch is refused."""
    with our_witness(folder, COMMITTED) as witness:
        assert witness.post(HONEST.request(0, 7)).status_code == 200
        (folder / "die").touch()
        with pytest.raises(httpx.TransportError):
            witness.post(HONEST.request(7, 9))
        assert witness.process.wait() == -9
    with opened(folder) as (_, store), store.transaction() as rows:
        newest = rows.newest(HONEST.origin)
    assert newest is not None
    assert newest.head.size == 9
    with our_witness(folder) as witness:
        for body in (FORK.request(7, 9), FORK.request(7, 8), FORK.request(9, 9)):
            answer = witness.post(body)
            assert (answer.status_code, answer.content) == (409, b"9\n")
        assert witness.post(FORK.request(9, 12)).status_code == 422
        again = witness.post(HONEST.request(9, 9))
        assert again.status_code == 200
        kept = witness.get(f"/checkpoint/{HONEST.origin}").content
        assert kept == HONEST.note(9) + again.content
        assert witness.post(HONEST.request(9, 12)).status_code == 200


def test_of_many_requests_at_once_one_wins(folder: Path) -> None:
    with our_witness(folder) as witness, ThreadPoolExecutor(8) as pool:
        assert witness.post(HONEST.request(0, 7)).status_code == 200
        bodies = [HONEST.request(7, size) for size in range(8, 16)]
        answers = list(pool.map(witness.post, bodies))
        assert sorted(one.status_code for one in answers) == [200, *[409] * 7]
        (won,) = [at for at, one in enumerate(answers) if one.status_code == 200]
        assert {one.content for one in answers if one.status_code == 409} == {
            f"{8 + won}\n".encode()
        }


def test_one_address_does_not_take_all_connections(folder: Path) -> None:
    """Its idle connections beyond the limit are closed; another address is answered."""
    with our_witness(folder) as witness, ExitStack() as stack:
        port = int(witness.address.rpartition(":")[2])
        idle = [
            stack.enter_context(
                socket.create_connection(("127.0.0.1", port), source_address=("127.0.0.2", 0))
            )
            for _ in range(Limits.connections)
        ]
        for connection in idle[Limits.per_address :]:
            connection.settimeout(PATIENCE)
            assert connection.recv(1000) == b""
        assert witness.post(HONEST.request(0, 7)).status_code == 200
        for connection in idle[: Limits.per_address]:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n")
            connection.settimeout(PATIENCE)
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")


def test_slow_clients_hold_nobody_up(folder: Path) -> None:
    """Two that never finish: one in its first lines, one in its body. Both are cut off."""
    (folder / "impatient").touch()
    with our_witness(folder) as witness:
        port = int(witness.address.rpartition(":")[2])
        head = f"POST {PATH} HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold".encode()
        with (
            socket.create_connection(("127.0.0.1", port)) as in_body,
            socket.create_connection(("127.0.0.1", port)) as in_head,
        ):
            in_body.sendall(head)
            in_head.sendall(head[:20])
            assert witness.post(HONEST.request(0, 7)).status_code == 200
            for connection in (in_body, in_head):
                connection.settimeout(PATIENCE)
            assert in_body.recv(1000).startswith(b"HTTP/1.1 408")
            assert in_head.recv(1000) == b""
