"""The messages between a log and a witness: C2SP `tlog-witness`, `add-checkpoint`. No I/O."""

import base64
import re
from dataclasses import dataclass
from typing import Final

from ledger.cosignatures import SignatureLine, read_lines
from ledger.errors import Malformed
from ledger.notes import MAX_NOTE_BYTES, read_base64
from ledger.proofs import HASH_BYTES

PATH: Final = "/add-checkpoint"
"""Where a request is posted, behind the witness's address."""
SIZE_TYPE: Final = "text/x.tlog.size"
"""Content type of an answer 409 that tells the size the witness holds."""
MAX_PROOF_LINES: Final = 63
"""Most hashes of a consistency proof."""
MAX_REQUEST_BYTES: Final = 24 + MAX_PROOF_LINES * 45 + MAX_NOTE_BYTES
"""Most bytes of a request: the old size, the proof in base64, an empty line, the note."""
MAX_ANSWER_BYTES: Final = MAX_NOTE_BYTES
"""Most bytes of an answer that are read."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
_SENTENCE_CHARACTERS = 200
_REFUSALS: Final = {
    400: "it finds the request malformed",
    403: "it does not trust the log's key, or finds the log's signature wrong",
    404: "it does not know this log",
    409: "it holds another tree of this size",
    422: "it finds that the book does not continue what it saw before",
    503: "it does not sign now",
}


@dataclass(frozen=True)
class AddCheckpoint:
    """A request: the size the witness should hold, the proof from there, the signed note."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes


@dataclass(frozen=True)
class WitnessLines:
    """Answer 200: signature lines, in right form and not verified yet."""

    lines: tuple[SignatureLine, ...]


@dataclass(frozen=True)
class WitnessSize:
    """Answer 409: the witness holds a tree of this size, so the proof must start there."""

    size: int


@dataclass(frozen=True)
class WitnessFailure:
    """No cosignature: a sentence that says why, and the HTTP status (0: there was no answer)."""

    sentence: str
    status: int = 0


Answer = WitnessLines | WitnessSize | WitnessFailure
"""What one answer of a witness says."""


def write_request(request: AddCheckpoint) -> bytes:
    """Return the body of a request; raises `Malformed` if it could not be read back."""
    proof = [base64.b64encode(node).decode("ascii") for node in request.proof]
    head = "".join(f"{line}\n" for line in [f"old {request.old}", *proof, ""])
    body = head.encode() + request.note
    if read_request(body) != request:
        raise Malformed("request to a witness: it does not read back as it was meant")
    return body


def read_request(body: bytes) -> AddCheckpoint:
    """Return the parts of a request; raises `Malformed` unless its head is exactly in form.

    The note is not read here: `cosignatures.read_note` does.
    """
    if len(body) > MAX_REQUEST_BYTES:
        raise Malformed(f"request: more than {MAX_REQUEST_BYTES:,} bytes")
    head, found, note = body.partition(b"\n\n")
    try:
        first, *proof = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise Malformed("request: a size or a proof that is not ASCII") from error
    if not found or not note:
        raise Malformed("request: expected a size, a proof, an empty line and a checkpoint")
    if len(proof) > MAX_PROOF_LINES:
        raise Malformed(f"request: more than {MAX_PROOF_LINES} lines of proof")
    word, _, size = first.partition(" ")
    if word != "old":
        raise Malformed(f"request: expected `old <size>`, found {first[:40]!r}")
    return AddCheckpoint(_read_size(size), tuple(_read_hash(line) for line in proof), note)


def write_size(size: int) -> bytes:
    """Return the body of an answer 409."""
    return f"{size}\n".encode("ascii")


def read_answer(status: int, content_type: str, body: bytes) -> Answer:
    """Return what a witness's answer says; never raises, whatever came."""
    media_type = content_type.partition(";")[0].strip().lower()
    try:
        if status == 200:
            return WitnessLines(read_lines(body))
        if status == 409 and media_type == SIZE_TYPE:
            return WitnessSize(_read_size_body(body))
    except Malformed as error:
        return WitnessFailure(f"its answer {status} is not in form: {error}", status)
    said = "".join(c for c in body.decode("utf-8", "replace") if c.isprintable())
    reason = _REFUSALS.get(status, f"it answered {status}")
    quoted = f": {said[:_SENTENCE_CHARACTERS]!r}" if said else ""
    return WitnessFailure(reason + quoted, status)


def _read_size_body(body: bytes) -> int:
    try:
        text = body[:40].decode("ascii")
    except UnicodeDecodeError as error:
        raise Malformed("expected a size in decimal") from error
    if not text.endswith("\n"):
        raise Malformed("expected a size and an LF")
    return _read_size(text[:-1])


def _read_size(text: str) -> int:
    if not _SIZE.fullmatch(text) or int(text) >= 2**53:
        raise Malformed(f"expected a tree size in decimal, found {text[:40]!r}")
    return int(text)


def _read_hash(line: str) -> bytes:
    node = read_base64(line)
    if len(node) != HASH_BYTES:
        raise Malformed(f"request: expected a hash of 32 bytes, found {len(node)}")
    return node
