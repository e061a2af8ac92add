"""Step 4, every entry's signature: 04.signature (spec 04 §3, 03 §3).

Ed25519 takes nearly ten times as long as all else about an entry, so that the signatures of large
books are checked by processes of their own, while step 3 reads on. Threads would do by themselves,
but beside step 3 each of them waits, after each signature, until that lets go of the interpreter.
A process that dies changes nothing: what it had is checked here.
"""

import multiprocessing
from collections import deque
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .beside import can_fork
from .envelopes import Envelope
from .findings import Fault, Findings, say
from .note import is_key, signed_message
from .step03_entries import Entry
from .step04_signatures import genesis_of

# Processes cost more than they give for a few thousand signatures.
ALONE = 4_096
_PROCESSES = 2
# Signatures in one job, and jobs under way: enough to keep the processes busy, few in memory.
_TOGETHER = 2_048
_AHEAD = 4


class _Job(NamedTuple):
    """Signatures of one key, all of one length: seqs, signatures side by side, messages."""

    public: bytes
    seqs: list[int]
    signatures: bytes
    messages: list[bytes]


def wrong_signatures(job: _Job) -> list[int]:
    """The seqs whose signature does not fit its message."""
    try:
        key = Ed25519PublicKey.from_public_bytes(job.public)
    except ValueError:
        return job.seqs
    wrong = []
    for place, (seq, message) in enumerate(zip(job.seqs, job.messages, strict=True)):
        try:
            key.verify(job.signatures[64 * place : 64 * place + 64], message)
        except InvalidSignature:
            wrong.append(seq)
    return wrong


def _pool() -> ProcessPoolExecutor | None:
    """Processes that have this very code, None where the system has no such."""
    if not can_fork():
        return None
    try:
        return ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("fork"))
    except (OSError, ImportError, NotImplementedError):
        return None


class Signatures:
    """Checks signatures tile by tile; its end as a context waits for those under way.

    The first `alone` are checked by this process.
    """

    def __init__(self, findings: Findings, alone: int = ALONE) -> None:
        self._findings = findings
        self._alone = alone
        self._key: bytes | None = None
        self._collected: list[tuple[int, str, bytes]] = []
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[Future[list[int]], _Job]] = deque()
        self._count = 0

    def __enter__(self) -> "Signatures":
        return self

    def __exit__(self, error: type[BaseException] | None, *_about: object) -> None:
        if error is None:
            self._check()
            while self._waiting:
                self._wait()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def add(self, envelopes: Sequence[Envelope], readable: Sequence[Entry]) -> None:
        """Check the signatures of one tile by the key of genesis, if there is one that proves."""
        if self._key is None:
            genesis = genesis_of(readable)
            key = None if genesis is None else bytes.fromhex(genesis.data["agency_key"])
            if key is None or not is_key(key):
                return
            self._key = key
        self._findings.cover("04.signature", len(envelopes))
        self._count += len(envelopes)
        self._collect(sha256(self._key).hexdigest(), envelopes)
        if len(self._collected) >= _TOGETHER:
            self._check()

    def _collect(self, digest: str, envelopes: Sequence[Envelope]) -> None:
        for seq, _told, kind, _at, _prev, _simulation, sigs, body in envelopes:
            if len(sigs) == 1 and sigs[0][0] == digest:
                self._collected.append((seq, sigs[0][1], signed_message(kind, body)))
            else:
                wrong = say("there must be exactly one signature, by the agency key")
                fault = Fault(wrong, "sigs", digest, ",".join(signer for signer, _sig in sigs))
                self._findings.fail("04.signature", fault, entry=seq)

    def _check(self) -> None:
        if not self._collected or self._key is None:
            return
        seqs, signatures, messages = zip(*self._collected, strict=True)
        job = _Job(self._key, list(seqs), bytes.fromhex("".join(signatures)), list(messages))
        self._collected.clear()
        if self._pool is None and self._count > self._alone:
            self._pool = _pool()
        if self._pool is None:
            self._tell(wrong_signatures(job))
            return
        try:
            self._waiting.append((self._pool.submit(wrong_signatures, job), job))
        except BrokenExecutor:
            self._tell(wrong_signatures(job))
        if len(self._waiting) > _AHEAD:
            self._wait()

    def _wait(self) -> None:
        future, job = self._waiting.popleft()
        try:
            self._tell(future.result())
        except BrokenExecutor:
            self._tell(wrong_signatures(job))

    def _tell(self, wrong: Sequence[int]) -> None:
        for seq in wrong:
            note = say("the signature does not fit the entry's bytes")
            self._findings.fail("04.signature", Fault(note, "sigs[0].sig"), entry=seq)
