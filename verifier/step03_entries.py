"""Step 3, entries: 03.canonical … 03.simulation (spec 04 §3, 03 §1-§2, 01)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from . import records
from .canonical import NotCanonicalError, decode, encode
from .findings import Fault, Findings, say
from .publication import MAX_ENTRY
from .schema import RefusedError, Rule, UnknownError
from .step02_tree import Tree

_BODY_START = len(b'{"body":')
_NO_PREVIOUS = "0" * 64


@dataclass(frozen=True, slots=True)
class Envelope:
    """An entry whose shape around `data` is right; `slice` are its signed literal bytes."""

    seq: int
    body: Mapping[str, Any]
    sigs: Sequence[Mapping[str, str]]
    slice: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that passed the schema of its kind; `at` in seconds."""

    seq: int
    kind: str
    at: int
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Entries:
    """What step 3 could read, ascending by `seq`: envelopes, and entries of known kinds."""

    size: int
    envelopes: tuple[Envelope, ...]
    readable: tuple[Entry, ...]

    def first_broken(self) -> int | None:
        """Index of the first entry that steps 5-10 cannot use, None if they can use all."""
        for place, entry in enumerate(self.readable):
            if entry.seq != place:
                return place
        return None if len(self.readable) == self.size else len(self.readable)

    def broken_between(self, first: int, last: int) -> bool:
        """True if an entry with first ≤ seq ≤ last cannot be used."""
        usable = bisect_right(self._seqs, last) - bisect_left(self._seqs, first)
        return usable < last - first + 1

    @cached_property
    def _seqs(self) -> list[int]:
        return [entry.seq for entry in self.readable]


def body_slice(data: bytes, value: Mapping[str, Any]) -> bytes:
    """The literal bytes of the body inside a canonical entry (spec 03 §1)."""
    return data[_BODY_START : len(data) - len(b',"sigs":' + encode(value["sigs"]) + b"}")]


def read_entry(data: bytes) -> Mapping[str, Any]:
    """An entry as JSON: canonical, an object of `body` and `sigs`, at most 60,000 bytes.

    Raises NotCanonicalError or RefusedError (spec 03 §1).
    """
    if len(data) > MAX_ENTRY:
        raise NotCanonicalError("the entry is longer than allowed")
    value: Mapping[str, Any] = decode(data)
    records.ENTRY(value)
    return value


def run(tree: Tree, findings: Findings) -> Entries:
    """Read every entry and check what one entry and its neighbour show.

    1. Canonical bytes, 2. envelope, 3. version and kind, 4. the schema of the kind;
    5. seq, prev and time against the entry before, 6. the simulation flag against genesis.
    """
    envelopes: list[Envelope] = []
    readable: list[Entry] = []
    for seq in sorted(tree.entries):
        envelope = _open(tree.entries[seq], seq, findings)
        if envelope is None:
            continue
        envelopes.append(envelope)
        body = envelope.body
        if _is_known(body["kind"], seq, findings) and _fits(
            records.KINDS[body["kind"]], body["data"], "body.data", seq, findings
        ):
            readable.append(Entry(seq, body["kind"], body["at"], body["data"]))
    if len(tree.entries) < tree.size:
        findings.skip("03.canonical", say("not every entry could be read"))
    _check_links(tree, envelopes, findings)
    _check_simulation(envelopes, findings)
    kept = tuple(_of_right_form(readable, findings))
    return Entries(tree.size, tuple(envelopes), kept)


def _of_right_form(readable: list[Entry], findings: Findings) -> Iterator[Entry]:
    """Leave out results that have the keys of the other allocation (01 §5)."""
    allocations: dict[int, str] = {}
    for entry in readable:
        data = entry.data
        if entry.kind == "campaign.open":
            allocations.setdefault(data["campaign"], data["allocation"])
        told = allocations.get(data["campaign"]) if entry.kind == "draw.result" else None
        if told is None or (told == "per_type") == ("strata" in data):
            yield entry
        else:
            wrong = say("the keys are those of the other allocation")
            keys = say("the keys {keys}", keys=",".join(sorted(data)))
            findings.fail("03.schema", Fault(wrong, "body.data", told, keys), entry=entry.seq)


def _open(data: bytes, seq: int, findings: Findings) -> Envelope | None:
    for code in ("03.canonical", "03.schema", "03.kind"):
        findings.cover(code)
    try:
        value = read_entry(data)
    except NotCanonicalError as refusal:
        findings.fail("03.canonical", Fault(say(str(refusal))), entry=seq)
        return None
    except RefusedError as fault:
        wrong = Fault(say("a field is wrong"), fault.path or None, fault.expected, fault.found)
        findings.fail("03.schema", wrong, entry=seq)
        return None
    body = value["body"]
    if type(body.get("v")) is int and body["v"] != 1:
        note = say("the entry is of version {version}, which v1 cannot judge", version=body["v"])
        findings.skip("03.kind", note, entry=seq)
        return None
    if not _fits(records.BODY, body, "body", seq, findings):
        return None
    if not _fits(records.SIGNATURES, value["sigs"], "sigs", seq, findings):
        return None
    return Envelope(seq, body, value["sigs"], body_slice(data, value))


def _fits(rule: Rule, value: Any, field: str, seq: int, findings: Findings) -> bool:
    try:
        rule(value)
    except RefusedError as fault:
        path = fault.within(field).path
        if isinstance(fault, UnknownError):
            note = say("{field} is unknown to this version", field=path)
            findings.skip("03.kind", note, entry=seq)
        else:
            wrong = Fault(say("a field is wrong"), path, fault.expected, fault.found)
            findings.fail("03.schema", wrong, entry=seq)
        return False
    return True


def _is_known(kind: str, seq: int, findings: Findings) -> bool:
    if kind in records.KINDS:
        return True
    note = say("entries of kind {kind} are unknown to this version", kind=kind[:40])
    findings.skip("03.kind", note, entry=seq)
    return False


def _check_links(tree: Tree, envelopes: list[Envelope], findings: Findings) -> None:
    for envelope in envelopes:
        seq, body = envelope.seq, envelope.body
        for code in ("03.seq", "03.prev", "03.time"):
            findings.cover(code)
        if body["seq"] != seq:
            wrong = say("seq is not the entry's place in the tree")
            fault = Fault(wrong, "body.seq", str(seq), str(body["seq"]))
            findings.fail("03.seq", fault, entry=seq)
        _check_prev(tree, envelope, findings)
    for before, after in pairwise(envelopes):
        if after.body["at"] < before.body["at"]:
            wrong = say("the time is before that of the entry before")
            fault = Fault(wrong, "body.at", f">= {before.body['at']}", str(after.body["at"]))
            findings.fail("03.time", fault, entry=after.seq)


def _check_prev(tree: Tree, envelope: Envelope, findings: Findings) -> None:
    """`prev` may fit the entry's bytes or its tile: where they differ, 02.tile has said so."""
    seq, told = envelope.seq, envelope.body["prev"]
    if seq == 0:
        fitting = [_NO_PREVIOUS]
    else:
        both = (tree.hashes.get(seq - 1), tree.tile_hashes.get(seq - 1))
        fitting = [value.hex() for value in both if value is not None]
    if not fitting:
        findings.skip("03.prev", say("the entry before could not be read"), entry=seq)
    elif told not in fitting:
        wrong = say("prev is not the leaf hash of the entry before")
        findings.fail("03.prev", Fault(wrong, "body.prev", fitting[0], told), entry=seq)


def _check_simulation(envelopes: list[Envelope], findings: Findings) -> None:
    if not envelopes:
        return
    first = envelopes[0].body
    data = first["data"]
    told = data.get("simulation") if type(data) is dict and first["kind"] == "genesis" else None
    if type(told) is not bool:
        findings.skip("03.simulation", say("entry 0 could not be read as genesis"))
        return
    findings.cover("03.simulation", len(envelopes))
    for envelope in envelopes:
        if envelope.body["simulation"] is not told:
            wrong = say("the simulation flag differs from that of genesis")
            found = envelope.body["simulation"]
            fault = Fault(wrong, "body.simulation", told, found)
            findings.fail("03.simulation", fault, entry=envelope.seq)
