"""What a witness decides about a checkpoint (C2SP tlog-witness, `add-checkpoint`).

All of it happens within one transaction of the store, and the answer leaves after its commit:
otherwise two requests at once could both be signed, and the smaller one stored last.

Plan: 1 form, 2 origin, 3 the log's signature, 4 sizes, 5 evidence of a fork, 6 the size it holds,
7 the proof, 8 the clock, 9 sign and remember.
"""

from dataclasses import dataclass
from hashlib import sha256

from ledger import Malformed, keys
from ledger.cosignatures import SignedText, read_note, sign_cosignature, with_cosignatures
from ledger.notes import read_checkpoint
from ledger.proofs import verify_consistency
from ledger.witnessing import AddCheckpoint, read_request
from witness.folder import Witness
from witness.store import Evidence, Kind, Rows, Signed

AGAIN_SECONDS = 10
"""How long the same head gets the same signature again: whoever repeats a public note must not be
able to make the database grow with every request. Shorter than what a book tolerates of a clock:
to the book, a signature that is given again looks like a clock that is slow."""

_EMPTY = sha256(b"").hexdigest()


@dataclass(frozen=True)
class Cosigned:
    """Signed: the line with its LF."""

    line: bytes


@dataclass(frozen=True)
class HoldsAnother:
    """Not signed: it holds a tree of `size`, from which the proof must start."""

    size: int


@dataclass(frozen=True)
class Refusal:
    """Not signed: the HTTP status of tlog-witness and a sentence."""

    status: int
    sentence: str


Verdict = Cosigned | HoldsAnother | Refusal
"""What is answered."""


def judge(rows: Rows, witness: Witness, body: bytes, now: int) -> Verdict:
    """Decide about the request in `body` at `now` (POSIX seconds), and write what follows."""
    try:  # 1
        request = read_request(body)
        read = read_note(request.note)
    except Malformed as error:
        return Refusal(400, str(error))
    vkey = rows.log_key(read.head.origin)  # 2
    if vkey is None:
        return Refusal(404, f"this witness does not sign for {read.head.origin!r}")
    try:  # 3
        read_checkpoint(request.note, vkey)
    except Malformed as error:
        return Refusal(403, str(error))
    note = _with_logs_line_only(read, vkey)
    if request.old > read.head.size:  # 4
        return Refusal(400, "the old size is above the checkpoint's")
    held = rows.newest(read.head.origin)
    if _is_fork(rows, read, note, now):  # 5
        return HoldsAnother(held.head.size if held else 0)
    if request.old != (held.head.size if held else 0):  # 6
        return HoldsAnother(held.head.size if held else 0)
    if not _continues(held, request, read):  # 7
        _keep_unproven(rows, held, read, note, now)
        return Refusal(422, f"the proof does not lead from {request.old:,} to this checkpoint")
    return _sign(rows, witness, held, read, note, now)


def _with_logs_line_only(read: SignedText, vkey: str) -> bytes:
    """The checkpoint with the log's line: whoever sends it again may add lines as he likes, also
    under the log's name, and what is kept is shown and printed."""
    name, public = keys.read_vkey(vkey)
    own = name, keys.note_key_id(name, public)
    lines = [one.bytes for one in read.lines if (one.name, one.key_id) == own]
    return read.text + b"\n" + b"".join(lines)


def _is_fork(rows: Rows, read: SignedText, note: bytes, now: int) -> bool:
    """Compare with what was signed for this size, be it the newest or not; keep a contradiction."""
    known = rows.signed_at_size(read.head.origin, read.head.size)
    if known is None or known.head == read.head:
        return False
    rows.add_evidence(Evidence(Kind.FORK, known.note, note, read.head, now))
    return True


def _continues(held: Signed | None, request: AddCheckpoint, read: SignedText) -> bool:
    root = held.head.root if held else _EMPTY
    return verify_consistency(request.old, root, read.head.size, read.head.root, request.proof)


def _keep_unproven(
    rows: Rows, held: Signed | None, read: SignedText, note: bytes, now: int
) -> None:
    if held is not None and held.head != read.head:  # the very head it holds contradicts nothing
        rows.add_evidence(Evidence(Kind.UNPROVEN, held.note, note, read.head, now))


def _sign(
    rows: Rows, witness: Witness, held: Signed | None, read: SignedText, note: bytes, now: int
) -> Verdict:
    # 8: of this book only: a clock that ran ahead once must not end the service for every book
    if held is not None and now < held.time:
        ahead = f"its clock is {held.time - now:,} s before its last signature for this book"
        return Refusal(503, f"this witness cannot sign now: {ahead}; it signs when it is past it")
    if held is not None and held.head == read.head and now - held.time <= AGAIN_SECONDS:
        return Cosigned(held.line)
    line = sign_cosignature(read.text, now, witness.name, witness.key)  # 9
    signed = with_cosignatures(note, [line], [witness.vkey])
    rows.add_signed(Signed(read.head, now, signed))
    return Cosigned(line)
