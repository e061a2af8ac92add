"""Step 3 from one entry to the next: 03.seq, 03.prev, 03.time, 03.simulation (03 §1, §2)."""

from collections.abc import Sequence

from .canonical import parse
from .envelopes import Envelope
from .findings import Fault, Findings, say
from .hashes import Hashes
from .step02_tree import Tree

_NO_PREVIOUS = "0" * 64


class Links:
    """Compares every envelope with its place and with the one before; gets them in order."""

    def __init__(self, tree: Tree, findings: Findings) -> None:
        self._tree = tree
        self._findings = findings
        self._last: Envelope | None = None
        self._simulation: bool | None = None

    def add(self, envelopes: Sequence[Envelope]) -> None:
        """Check the envelopes that follow on those before."""
        for code in ("03.seq", "03.prev", "03.time"):
            self._findings.cover(code, len(envelopes))
        if self._last is None and envelopes:
            self._simulation = _told_simulation(envelopes[0])
        if self._simulation is not None:
            self._findings.cover("03.simulation", len(envelopes))
        hashes = self._tree.hashes
        for envelope in envelopes:
            if envelope.told != envelope.seq:
                self._tell_seq(envelope)
            if envelope.prev != _before(hashes, envelope.seq):
                self._check_prev(envelope)
            if self._last is not None and envelope.at < self._last.at:
                self._tell_time(envelope, self._last.at)
            if envelope.simulation is not self._simulation is not None:
                self._tell_simulation(envelope)
            self._last = envelope

    def finish(self) -> None:
        """Tell what could not be checked for want of genesis."""
        if self._last is not None and self._simulation is None:
            note = say("entry 0 could not be read as genesis")
            self._findings.skip("03.simulation", note)

    def _tell_seq(self, envelope: Envelope) -> None:
        wrong = say("seq is not the entry's place in the tree")
        fault = Fault(wrong, "body.seq", str(envelope.seq), str(envelope.told))
        self._findings.fail("03.seq", fault, entry=envelope.seq)

    def _check_prev(self, envelope: Envelope) -> None:
        """`prev` may also fit the tile: where tile and bytes differ, 02.tile has said so."""
        seq = envelope.seq
        both = (_before(self._tree.hashes, seq), _before(self._tree.tile_hashes, seq))
        fitting = [value for value in both if value]
        if not fitting:
            note = say("the entry before could not be read")
            self._findings.skip("03.prev", note, entry=seq)
        elif envelope.prev not in fitting:
            wrong = say("prev is not the leaf hash of the entry before")
            fault = Fault(wrong, "body.prev", fitting[0], envelope.prev)
            self._findings.fail("03.prev", fault, entry=seq)

    def _tell_time(self, envelope: Envelope, before: int) -> None:
        wrong = say("the time is before that of the entry before")
        fault = Fault(wrong, "body.at", f">= {before}", str(envelope.at))
        self._findings.fail("03.time", fault, entry=envelope.seq)

    def _tell_simulation(self, envelope: Envelope) -> None:
        wrong = say("the simulation flag differs from that of genesis")
        fault = Fault(wrong, "body.simulation", self._simulation, envelope.simulation)
        self._findings.fail("03.simulation", fault, entry=envelope.seq)


def _before(hashes: Hashes, seq: int) -> str:
    """What `prev` of entry `seq` must be by these hashes, empty if that is not known."""
    return hashes.hex(seq - 1) if seq else _NO_PREVIOUS


def _told_simulation(first: Envelope) -> bool | None:
    """The flag in the data of genesis, None if the first entry has none."""
    told = parse(first.slice)["data"].get("simulation") if first.kind == "genesis" else None
    return told if type(told) is bool else None
