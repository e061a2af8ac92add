"""Proofs of a contribution, judged with the trust file alone: 12.proof … 12.opening (04 §10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import documents, records
from .bracket import read_note
from .canonical import NotCanonicalError, decode_line
from .findings import Fault, Findings, Text, say
from .merkle import leaf_hash, root_of_path
from .note import Checkpoint, NoteError
from .rules import secret_commitment
from .schema import RefusedError, UnknownError, version
from .step01_head import Trust, check_witnesses
from .step03_entries import read_entry
from .unread import unknown_values

_KIND = "draw.contribution"


@dataclass(frozen=True)
class Proof:
    """A proof whose form, note and path are right; `data` is that of the contribution."""

    entry: bytes
    index: int
    note: Checkpoint
    roster: str
    secret: str | None
    data: Mapping[str, Any]
    signed: int

    @property
    def party(self) -> str:
        """Whose contribution it is, as 02 §3 names it."""
        return f"representative.{self.data['representative']}"


class ProofError(ValueError):
    """A proof is not what 03 §10 asks for."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.note.template)
        self.fault = fault


class UnknownProofError(ValueError):
    """A proof or its entry is of a version that v1 cannot judge; the text says what."""

    def __init__(self, note: Text) -> None:
        super().__init__(note.template)
        self.note = note


def judge_proof(data: bytes, trust: Trust, findings: Findings) -> Proof | None:
    """Check form, note and path, then the witnesses, then the secret; None if the first fail."""
    try:
        value = _value(data)
        note = _note(value["checkpoint"], trust)
        contribution = _contribution(value)
        _check_path(value, note)
    except ProofError as error:
        findings.fail("12.proof", error.fault)
        return None
    except UnknownProofError as error:
        findings.skip("12.proof", error.note)
        return None
    findings.cover("12.proof")
    signed = 0
    if trust.policy.quorum or trust.policy.witnesses:
        signed = len(check_witnesses("12.witness", note, trust, findings))
    proof = Proof(
        entry=value["entry"].encode(),
        index=value["index"],
        note=note,
        roster=value["roster"],
        secret=value["secret"],
        data=contribution,
        signed=signed,
    )
    _check_opening(proof, findings)
    return proof


def _value(data: bytes) -> Mapping[str, Any]:
    try:
        value: Mapping[str, Any] = decode_line(data)
        documents.PROOF(value)
    except NotCanonicalError as fault:
        raise ProofError(Fault(say(str(fault)))) from None
    except UnknownError as fault:
        raise UnknownProofError(_unknown(fault)) from None
    except RefusedError as fault:
        raise ProofError(_field_fault(fault, "")) from None
    return value


def _unknown(fault: RefusedError) -> Text:
    return say("{field} is unknown to this version", field=fault.path)


def _field_fault(fault: RefusedError, front: str) -> Fault:
    where = f"{front}{fault.path}" or None
    return Fault(say("a field is wrong"), where, fault.expected, fault.found)


def _note(text: str, trust: Trust) -> Checkpoint:
    try:
        return read_note(text.encode(), trust.log_key)
    except NoteError as fault:
        raise ProofError(Fault(say(str(fault)), "checkpoint")) from None


def _contribution(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of the entry, which must be a draw.contribution with seq = index (03 §10)."""
    try:
        entry = read_entry(value["entry"].encode())
        body = entry["body"]
        if body.get("v") == 1:
            records.BODY(body)
            records.SIGNATURES(entry["sigs"])
        version(body.get("v"))
        if body["kind"] != _KIND:
            raise ProofError(Fault(say("this is no contribution"), "entry", _KIND, body["kind"]))
        records.KINDS[_KIND](body["data"])
        for path in unknown_values(body["data"]):
            raise UnknownError(say("one of: {options}", options="D"), None).within(path)
    except NotCanonicalError as fault:
        raise ProofError(Fault(say(str(fault)), "entry")) from None
    except UnknownError as fault:
        raise UnknownProofError(_unknown(fault.within("entry"))) from None
    except RefusedError as fault:
        raise ProofError(_field_fault(fault, "entry: ")) from None
    _check_numbers(value, entry)
    data: Mapping[str, Any] = body["data"]
    return data


def _check_numbers(value: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
    """What only the book around an entry shows otherwise: its place, and that counts begin at 1."""
    body = entry["body"]
    if body["seq"] != value["index"]:
        wrong = say("seq is not the entry's place in the tree")
        fault = Fault(wrong, "entry: body.seq", str(value["index"]), str(body["seq"]))
        raise ProofError(fault)
    if not entry["sigs"]:
        raise ProofError(Fault(say("the entry is not signed"), "entry: sigs"))
    for name in ("campaign", "draw", "representative"):
        if body["data"][name] < 1:
            raise ProofError(Fault(say("numbers count from 1"), f"entry: body.data.{name}"))


def _check_path(value: Mapping[str, Any], note: Checkpoint) -> None:
    path = [bytes.fromhex(digest) for digest in value["proof"]]
    leaf = leaf_hash(value["entry"].encode())
    root = root_of_path(leaf, value["index"], note.size, path)
    if root != note.root:
        wrong = say("the path does not lead from the entry to the root of the note")
        shown = None if root is None else root.hex()
        raise ProofError(Fault(wrong, "proof", note.root.hex(), shown))


def _check_opening(proof: Proof, findings: Findings) -> None:
    if proof.secret is None:
        return
    findings.cover("12.opening")
    data = proof.data
    numbers = (data["campaign"], data["draw"])
    made = secret_commitment(*numbers, proof.roster, proof.party, proof.secret)
    if made != data["commitment"]:
        wrong = say("the opened secret does not give the commitment")
        findings.fail("12.opening", Fault(wrong, "secret", data["commitment"], made))
