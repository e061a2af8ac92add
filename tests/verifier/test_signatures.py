"""Signatures of large books are checked by other processes, and wrong ones are named alike."""

import hashlib
import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verifier.envelopes import Envelope
from verifier.findings import Findings
from verifier.note import signed_message
from verifier.signatures import Signatures
from verifier.step03_entries import Entry

KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"agency").digest())
PUBLIC = KEY.public_key().public_bytes_raw()
SIGNER = hashlib.sha256(PUBLIC).hexdigest()


GENESIS = Entry(0, "genesis", 0, {"agency_key": PUBLIC.hex()})


def envelope(seq: int, *, good: bool = True) -> Envelope:
    body = b'{"seq":%d}' % seq
    signature = KEY.sign(signed_message("confirm", body if good else b"{}")).hex()
    return Envelope(seq, seq, "confirm", 0, "", True, [(SIGNER, signature)], body)


def tiles(wrong: set[int], count: int = 40) -> Iterator[list[Envelope]]:
    for tile in range(count):
        seqs = range(tile * 256, tile * 256 + 256)
        yield [envelope(seq, good=seq not in wrong) for seq in seqs]


def told(findings: Findings) -> list[int | None]:
    return [finding.entry for finding in findings.all() if finding.result == "failed"]


@pytest.mark.parametrize("alone", [0, 100_000])
def test_wrong_signatures_are_named_wherever_they_are_checked(alone: int) -> None:
    findings = Findings()
    with Signatures(findings, alone) as signatures:
        for envelopes in tiles({3, 5_000, 10_239}):
            signatures.add(envelopes, [GENESIS])
    assert told(findings) == [3, 5_000, 10_239]
    assert not active_children()


def test_processes_that_die_change_nothing() -> None:
    findings = Findings()
    with Signatures(findings, alone=0) as signatures:
        for envelopes in tiles({5_000, 10_239}):
            signatures.add(envelopes, [GENESIS])
            for child in active_children():
                if child.pid is not None:
                    os.kill(child.pid, signal.SIGKILL)
    assert told(findings) == [5_000, 10_239]


def broken_off() -> None:
    with Signatures(Findings(), alone=0) as signatures:
        for envelopes in tiles(set(), 9):
            signatures.add(envelopes, [GENESIS])
        raise KeyError


def test_after_an_error_elsewhere_no_process_is_left() -> None:
    with pytest.raises(KeyError):
        broken_off()
    assert not active_children()
