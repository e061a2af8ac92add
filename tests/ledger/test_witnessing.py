"""Requests to witnesses and what they answer (C2SP tlog-witness)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Malformed
from ledger.notes import sign_checkpoint
from ledger.witnessing import (
    MAX_PROOF_LINES,
    SIZE_TYPE,
    AddCheckpoint,
    WitnessFailure,
    WitnessLines,
    WitnessSize,
    read_answer,
    read_request,
    write_request,
    write_size,
)
from tests.ledger.world import LOG_KEY, ORIGIN

NOTE = sign_checkpoint(ORIGIN, 9, bytes(32).hex(), LOG_KEY)
LINE = NOTE.split(b"\n\n")[1]
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=MAX_PROOF_LINES)


def test_a_request_is_written_as_specified() -> None:
    proof = (b"\x01" * 32, b"\x02" * 32)
    written = b"".join(base64.b64encode(node) + b"\n" for node in proof)
    assert write_request(AddCheckpoint(7, proof, NOTE)) == b"old 7\n" + written + b"\n" + NOTE
    assert write_request(AddCheckpoint(0, (), NOTE)) == b"old 0\n\n" + NOTE


@given(st.integers(0, 2**53 - 1), HASHES)
def test_a_request_is_read_back(old: int, proof: list[bytes]) -> None:
    request = AddCheckpoint(old, tuple(proof), NOTE)
    assert read_request(write_request(request)) == request


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 7\n",
        b"old 7\n\n",
        b"old 7\n" + NOTE,
        b"old\n\n" + NOTE,
        b"old 07\n\n" + NOTE,
        b"old +7\n\n" + NOTE,
        b"old 7_0\n\n" + NOTE,
        b"old  7\n\n" + NOTE,
        b"old 7 \n\n" + NOTE,
        b"old 7\r\n\n" + NOTE,
        "old ٧\n\n".encode() + NOTE,
        b"old 9007199254740992\n\n" + NOTE,
        b"size 7\n\n" + NOTE,
        b"\nold 7\n\n" + NOTE,
        b"old 7\n" + base64.b64encode(bytes(31)) + b"\n\n" + NOTE,
        b"old 7\n" + base64.b64encode(bytes(33)) + b"\n\n" + NOTE,
        b"old 7\n" + base64.b64encode(bytes(32))[:-2] + b"B=\n\n" + NOTE,
        b"old 7\n" + (base64.b64encode(bytes(32)) + b"\n") * 64 + b"\n" + NOTE,
        b"old 7\n\n" + bytes(30_000),
    ],
)
def test_a_request_out_of_form_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_request(body)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader_of_requests(data: bytes) -> None:
    for body in (data, b"old 7\n" + data):
        try:
            request = read_request(body)
        except Malformed:
            continue
        assert write_request(request) == body


def test_what_cannot_be_read_is_not_sent() -> None:
    for request in (AddCheckpoint(-1, (), NOTE), AddCheckpoint(1, (b"short",), NOTE)):
        with pytest.raises(Malformed):
            write_request(request)


def test_answers_are_told_apart() -> None:
    lines = read_answer(200, "text/plain", LINE + LINE)
    assert isinstance(lines, WitnessLines)
    assert b"".join(line.bytes for line in lines.lines) == LINE + LINE
    assert read_answer(409, SIZE_TYPE, write_size(7)) == WitnessSize(7)
    assert read_answer(409, f"{SIZE_TYPE.upper()}; charset=utf-8", b"0\n") == WitnessSize(0)


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "text/plain", b""),
        (200, "text/plain", b"thank you\n"),
        (200, "text/plain", LINE[:-1]),
        (200, "text/plain", LINE * 500),
        (409, "text/plain", b"7\n"),
        (409, SIZE_TYPE, b"7"),
        (409, SIZE_TYPE, b"-7\n"),
        (409, SIZE_TYPE, b"07\n"),
        (409, SIZE_TYPE, b"9" * 5_000 + b"\n"),
        (409, SIZE_TYPE, b"\xff\n"),
        (422, "text/plain", b"no\n"),
        (302, "", b""),
        (999, "", b"\x00\xff"),
    ],
)
def test_everything_else_is_a_failure_with_a_sentence(
    status: int, content_type: str, body: bytes
) -> None:
    answer = read_answer(status, content_type, body)
    assert isinstance(answer, WitnessFailure)
    assert answer.status == status
    assert answer.sentence.isprintable()
    assert len(answer.sentence) < 500


@given(st.integers(0, 999), st.sampled_from(["", SIZE_TYPE]), st.binary(max_size=200))
def test_no_answer_breaks_the_reader(status: int, content_type: str, body: bytes) -> None:
    assert isinstance(
        read_answer(status, content_type, body), WitnessLines | WitnessSize | WitnessFailure
    )
