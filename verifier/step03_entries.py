"""Step 3, entries: 03.canonical … 03.simulation (spec 04 §3, 03 §1-§2, 01)."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any, NamedTuple, overload

from . import records
from .canonical import NotCanonicalError, decode, encode
from .contents import Contents
from .envelopes import Envelope, fitting, opened
from .findings import Fault, Findings, say
from .links import Links
from .publication import MAX_ENTRY
from .schema import RefusedError, Rule, UnknownError
from .step02_tree import Tree
from .unread import Unread, unknown_values

_BODY_START = len(b'{"body":')


class Entry(NamedTuple):
    """An entry that passed the schema of its kind; `at` in seconds, `source` has its data."""

    seq: int
    kind: str
    at: int
    source: Contents | Mapping[str, Any]

    @property
    def data(self) -> Mapping[str, Any]:
        """The entry's data, read again if they are not in memory; raises UnreachableError."""
        source = self.source
        return source.data(self.seq) if isinstance(source, Contents) else source


class Readable(Sequence[Entry]):
    """Entries of known kinds, ascending by seq: a few bytes each until somebody asks for one."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._kinds: list[str] = []
        self._times = array("Q")
        self.seqs = array("Q")

    def add(self, seq: int, kind: str, at: int) -> None:
        """Add the entry that follows."""
        self.seqs.append(seq)
        self._kinds.append(kind)
        self._times.append(at)

    def places(self, *kinds: str) -> list[int]:
        """Where the entries of some kinds stand."""
        return [place for place, kind in enumerate(self._kinds) if kind in kinds]

    def drop(self, places: Collection[int]) -> None:
        """Take entries out."""
        if not places:
            return
        dropped = frozenset(places)
        kept = [place for place in range(len(self)) if place not in dropped]
        self.seqs = array("Q", map(self.seqs.__getitem__, kept))
        self._kinds = [self._kinds[place] for place in kept]
        self._times = array("Q", map(self._times.__getitem__, kept))

    def __len__(self) -> int:
        return len(self.seqs)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return Entry(self.seqs[place], self._kinds[place], self._times[place], self._contents)


@dataclass(frozen=True)
class Entries:
    """What step 3 could read, ascending by `seq`: entries of known kinds.

    `opened` envelopes were right; `first` is the first of them, None if there is none. An entry
    that is neither readable nor among `unread` is broken: it has failed (04 §3).
    """

    size: int
    readable: Readable
    opened: int
    first: Envelope | None
    unread: Unread

    @property
    def whole(self) -> bool:
        """True if every entry is readable."""
        return len(self.readable) == self.size

    def first_broken(self) -> int | None:
        """Index of the first broken entry, None if there is none."""
        place = 0
        for seq in merge(self.readable.seqs, self.unread.seqs):
            if seq != place:
                return place
            place += 1
        return None if place == self.size else place

    def broken_between(self, first: int, last: int) -> bool:
        """True if an entry with first ≤ seq ≤ last is broken."""
        seqs = self.readable.seqs
        usable = bisect_right(seqs, last) - bisect_left(seqs, first)
        return usable + self.unread.between(first, last) < last - first + 1

    def leave_out(self) -> frozenset[int]:
        """Take out what steps 5-10 cannot judge; gives the numbers of such campaigns.

        A campaign that a second opening says to be unknown stays in: otherwise that would
        silence the checks of one that can be judged. Its number is told by 05.order.
        """
        readable, unread = self.readable, self.unread
        unknown = set(unread.campaigns.values())
        if unknown:
            places = readable.places("campaign.open")
            unknown.difference_update(readable[place].data["campaign"] for place in places)
        if unread.profile or unknown:
            left_out = [
                place
                for place, entry in enumerate(readable)
                if entry.kind != "genesis" and (unread.profile or entry.data["campaign"] in unknown)
            ]
            unread.add([readable.seqs[place] for place in left_out])
            readable.drop(left_out)
        return frozenset(unknown)


# Gets the envelopes of a tile and all entries that could be read up to its end.
Sink = Callable[[Sequence[Envelope], Sequence[Entry]], None]


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


def run(tree: Tree, findings: Findings, each: Sink) -> Entries:
    """Read every entry, tile by tile, and check what one entry and the one before it show.

    1. Canonical bytes, 2. envelope, 3. version and kind, 4. the schema of the kind;
    5. seq, prev and time against the entry before, 6. the simulation flag against genesis.
    `each` gets the envelopes of every tile that was read, for their signatures.
    """
    links, readable, unread = Links(tree, findings), Readable(Contents(tree)), Unread()
    first, count = None, 0
    for index in sorted(tree.hashes.rows):
        envelopes = []
        entries = tree.tile(index)
        for code in ("03.canonical", "03.schema", "03.kind"):
            findings.cover(code, len(entries))
        for seq, data in entries:
            envelope, fits = _read(data, seq, unread, findings)
            if envelope is not None:
                envelopes.append(envelope)
                if fits:
                    readable.add(seq, envelope.kind, envelope.at)
        links.add(envelopes)
        each(envelopes, readable)
        count += len(envelopes)
        first = first or next(iter(envelopes), None)
    links.finish()
    if not tree.complete:
        findings.skip("03.canonical", say("not every entry could be read"))
    readable.drop(_of_other_form(readable, findings))
    return Entries(tree.size, readable, count, first, unread)


def _read(
    data: bytes, seq: int, unread: Unread, findings: Findings
) -> tuple[Envelope | None, bool]:
    """An entry's envelope, if that is right, and whether its data are."""
    envelope = fitting(data, seq)
    if envelope is not None:
        return envelope, True
    value = _open(data, seq, unread, findings)
    if value is None:
        return None, False
    fits = value["body"]["kind"] in records.KINDS and _judge_data(
        value["body"], seq, unread, findings
    )
    return opened(seq, value, body_slice(data, value)), fits


def _judge_data(body: Mapping[str, Any], seq: int, unread: Unread, findings: Findings) -> bool:
    """True if the data fit their kind; tells what of them is wrong or unknown."""
    kind, data = body["kind"], body["data"]
    try:
        records.KINDS[kind](data)
    except UnknownError as fault:
        # Only what a campaign says of itself can be unknown as a whole.
        _tell_unknown(fault.within("body.data").path, seq, findings)
        unread.seqs.append(seq)
        if type(data["campaign"]) is int:
            unread.campaigns[seq] = data["campaign"]
        return False
    except RefusedError as fault:
        _tell_wrong(fault.within("body.data"), seq, findings)
        return False
    for path in unknown_values(data):
        _tell_unknown(f"body.data.{path}", seq, findings)
        unread.profile = unread.profile or (seq == 0 and path == "profile")
    return True


def _of_other_form(readable: Readable, findings: Findings) -> list[int]:
    """Places of results that have the keys of the other allocation (01 §5)."""
    allocations: dict[int, str] = {}
    wrong_ones = []
    for place in readable.places("campaign.open", "draw.result"):
        entry = readable[place]
        data = entry.data
        if entry.kind == "campaign.open":
            allocations.setdefault(data["campaign"], data["allocation"])
            continue
        told = allocations.get(data["campaign"])
        if told is not None and (told == "per_type") != ("strata" in data):
            wrong = say("the keys are those of the other allocation")
            keys = say("the keys {keys}", keys=",".join(sorted(data)))
            findings.fail("03.schema", Fault(wrong, "body.data", told, keys), entry=entry.seq)
            wrong_ones.append(place)
    return wrong_ones


def _open(data: bytes, seq: int, unread: Unread, findings: Findings) -> Mapping[str, Any] | None:
    """An entry as JSON, if the shape around its data is right."""
    try:
        value = read_entry(data)
    except NotCanonicalError as refusal:
        findings.fail("03.canonical", Fault(say(str(refusal))), entry=seq)
        return None
    except RefusedError as fault:
        _tell_wrong(fault, seq, findings)
        return None
    body = value["body"]
    if type(body.get("v")) is int and body["v"] != 1:
        note = say("the entry is of version {version}, which v1 cannot judge", version=body["v"])
        findings.skip("03.kind", note, entry=seq)
        unread.seqs.append(seq)
        return None
    parts = ((records.BODY, body, "body"), (records.SIGNATURES, value["sigs"], "sigs"))
    if type(body.get("kind")) is str and body["kind"] not in records.KINDS:
        note = say("entries of kind {kind} are unknown to this version", kind=body["kind"][:40])
        findings.skip("03.kind", note, entry=seq)
        unread.seqs.append(seq)
        # Kinds of later versions may have another shape: it is not judged, only used if it fits.
        return value if all(_keeps(rule, part) for rule, part, _field in parts) else None
    return value if all(_fits(*part, seq, findings) for part in parts) else None


def _keeps(rule: Rule, value: Any) -> bool:
    try:
        rule(value)
    except RefusedError:
        return False
    return True


def _fits(rule: Rule, value: Any, field: str, seq: int, findings: Findings) -> bool:
    try:
        rule(value)
    except RefusedError as fault:
        _tell_wrong(fault.within(field), seq, findings)
        return False
    return True


def _tell_wrong(fault: RefusedError, seq: int, findings: Findings) -> None:
    wrong = Fault(say("a field is wrong"), fault.path or None, fault.expected, fault.found)
    findings.fail("03.schema", wrong, entry=seq)


def _tell_unknown(field: str, seq: int, findings: Findings) -> None:
    findings.skip("03.kind", say("{field} is unknown to this version", field=field), entry=seq)
