"""Openings of leaves: one opening, openings files, people of an auditor folder.

Spec 01 §1.1 (openings), 01 §7 (disclosures), 04 §3 (auditor folder).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from . import documents
from .canonical import NotCanonicalError, decode, encode, parse
from .findings import Fault, Text, say
from .opening_forms import fitting
from .publication import MAX_OPENING
from .records import PARTS
from .rules import Facts, commitment, commitment_to, facts_from, leaf_of
from .salts import salts_in
from .schema import RefusedError, Rule, UnknownError

UNKNOWN_VERSION: Text = say("openings of an unknown version")
NOT_ASCENDING = Fault(say("the leaves are not ascending and unique"), "leaf")
# After so many bad lines a file is not read on.
_MAX_FAULTS = 100


class Row(NamedTuple):
    """What is known of one enterprise; None = closed. `name` is kept for a single opening."""

    leaf: str
    code: str | None
    facts: Facts | None
    lot: str | None


NO_ROWS: Mapping[str, Row] = {}


class LineError(ValueError):
    """A line is not what it must be."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.note.template)
        self.fault = fault


class UnknownVersionError(ValueError):
    """A line belongs to a version that v1 cannot judge (spec 00 §7)."""


def read_json(data: bytes, rule: Rule) -> Any:
    """A strict JSON value of at most 65,536 bytes; raises LineError, UnknownVersionError."""
    if len(data) > MAX_OPENING:
        raise LineError(Fault(say("the line is longer than allowed")))
    try:
        value = decode(data, known_keys=True)
        rule(value)
    except UnknownError:
        raise UnknownVersionError from None
    except RefusedError as fault:
        wrong = Fault(say("a field is wrong"), fault.path, fault.expected, fault.found)
        raise LineError(wrong) from None
    except NotCanonicalError as fault:
        raise LineError(Fault(say(str(fault)))) from None
    return value


def _part(tag: str, part: Mapping[str, Any]) -> tuple[bytes, str]:
    """Canonical bytes of one part of an opening, and its commitment; encodes a value once."""
    told: str | None = part.get("commitment")
    if told is not None:
        return b'{"commitment":"%b"}' % told.encode(), told
    salt, value = part["salt"], encode(part["value"])
    return b'{"salt":"%b","value":%b}' % (salt.encode(), value), commitment_to(tag, salt, value)


def read_opening(data: bytes) -> tuple[Mapping[str, Any], str]:
    """An opening and the leaf it gives (spec 01 §1.1); raises LineError, UnknownVersionError.

    The text must be the one canonical text of its value (00 §2.6). That text is composed here of
    the values under the commitments, which so are encoded only once. Whatever is not of the exact
    shape is read again step by step, to say what is wrong with it.
    """
    try:
        if len(data) > MAX_OPENING:
            raise NotCanonicalError("the line is longer than allowed")
        opening: Mapping[str, Any] = parse(data)
        documents.OPENING(opening)
        facts, id, lot = (_part(tag, opening[tag]) for tag in PARTS)
    except (NotCanonicalError, RefusedError, UnicodeEncodeError):
        opening = read_json(data, documents.OPENING)
        raise LineError(Fault(say("a field is wrong"))) from None
    text = b'{"campaign":%d,"facts":%b,"id":%b,"kind":"opening","lot":%b,"v":1}' % (
        opening["campaign"],
        facts[0],
        id[0],
        lot[0],
    )
    if text != data:
        raise LineError(Fault(say("the text is not in canonical form (00 §2)")))
    return opening, leaf_of(id[1], facts[1], lot[1])


def value_of(opening: Mapping[str, Any], tag: str) -> Any:
    """The value of a part, None if it is closed."""
    return opening[tag].get("value")


def row_of(opening: Mapping[str, Any], leaf: str) -> Row:
    """Reduce an opening to what the checks need."""
    id_value, facts = value_of(opening, "id"), value_of(opening, "facts")
    return Row(
        leaf=leaf,
        code=None if id_value is None else id_value["code"],
        facts=None if facts is None else facts_from(facts),
        lot=value_of(opening, "lot"),
    )


def _check_parts(opening: Mapping[str, Any], campaign: int, parts: tuple[str, ...]) -> None:
    if opening["campaign"] != campaign:
        wrong = say("the opening is of another campaign")
        raise LineError(Fault(wrong, "campaign", str(campaign), str(opening["campaign"])))
    opened = tuple(tag for tag in PARTS if "salt" in opening[tag])
    if opened != parts:
        wrong = say("the open parts are not the ones stated")
        raise LineError(Fault(wrong, None, ",".join(parts), ",".join(opened)))


def lines_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Numbered lines without their LF; raises LineError where the last LF is missing."""
    number, place = 0, 0
    while place < len(data):
        number += 1
        end = data.find(b"\n", place)
        if end < 0:
            raise LineError(Fault(say("the last line has no line feed"), f"line {number}"))
        yield number, data[place:end]
        place = end + 1


def read_row(line: bytes, campaign: int, parts: tuple[str, ...]) -> Row:
    """The row that a line opens, of a campaign and with exactly these parts open (ascending).

    Raises LineError, UnknownVersionError.
    """
    known = fitting(line) if parts == PARTS else None
    if known is not None and known[0] == campaign:
        return Row(*known[1:])
    opening, leaf = read_opening(line)
    _check_parts(opening, campaign, parts)
    return row_of(opening, leaf)


@dataclass(frozen=True)
class OpeningsFile:
    """Rows whose leaves are as expected, the faults found, and the number of lines.

    `salts` in the order of rows and parts; empty for a file with faults.
    """

    rows: Mapping[str, Row]
    faults: tuple[Fault, ...]
    lines: int
    unknown: bool
    salts: Sequence[bytes] = ()


class _Reader:
    """Reads one openings file against the leaves it must open."""

    def __init__(self, campaign: int, parts: Collection[str], expected: Collection[str]) -> None:
        self.campaign = campaign
        self.parts = tuple(sorted(parts))
        self.expected = expected
        self.rows: dict[str, Row] = {}
        self.faults: list[Fault] = []
        self.unknown = False
        self.lines = 0
        self._last = ""

    def read(self, data: bytes) -> None:
        try:
            for number, line in lines_of(data):
                self.lines = number
                self._line(number, line)
                if len(self.faults) >= _MAX_FAULTS:
                    return
        except LineError as error:
            self.faults.append(error.fault)
        self._tell_missing()

    def _line(self, number: int, line: bytes) -> None:
        try:
            self._keep(read_row(line, self.campaign, self.parts))
        except UnknownVersionError:
            self.unknown = True
        except LineError as error:
            field = error.fault.field
            where = f"line {number}" if field is None else f"line {number}: {field}"
            self.faults.append(replace(error.fault, field=where))

    def _keep(self, row: Row) -> None:
        if row.leaf not in self.expected:
            wrong = say("the opening gives a leaf that is not among the stated rows")
            raise LineError(Fault(wrong, "leaf", None, row.leaf))
        if row.leaf <= self._last:
            raise LineError(NOT_ASCENDING)
        self._last = row.leaf
        self.rows[row.leaf] = row

    def _tell_missing(self) -> None:
        """Rows that no line opens, unless wrong lines stand in their place."""
        missing = len(self.expected) - len(self.rows)
        if missing > len(self.faults) and not self.unknown:
            first = min(set(self.expected).difference(self.rows))
            wrong = say("{n} of the stated rows are missing", n=missing)
            self.faults.append(Fault(wrong, None, first))


def read_openings(
    data: bytes, campaign: int, parts: Collection[str], expected: Collection[str]
) -> OpeningsFile:
    """Read an openings file that must open `parts` of exactly the leaves `expected`.

    `expected` should be a set: it is asked for every line.
    """
    reader = _Reader(campaign, parts, expected)
    reader.read(data)
    salts = () if reader.faults or reader.unknown else salts_in(data)
    return OpeningsFile(reader.rows, tuple(reader.faults), reader.lines, reader.unknown, salts)


def merged(first: Row | None, second: Row) -> Row:
    """What two openings of one leaf tell together.

    They cannot disagree: both give the same leaf, and so the same commitments.
    """
    if first is None:
        return second
    return Row(
        first.leaf,
        first.code if second.code is None else second.code,
        first.facts if second.facts is None else second.facts,
        first.lot if second.lot is None else second.lot,
    )


@dataclass(frozen=True)
class Person:
    """One opened person commitment of an auditor folder."""

    person: str
    name: str
    telegram: int


def read_person(line: bytes) -> Person:
    """Read one line of a people file; raises LineError, UnknownVersionError (04 §3)."""
    value = read_json(line, documents.PERSON)
    made = commitment("person", value["salt"], value["value"])
    if made != value["person"]:
        wrong = say("the opening does not give the person commitment")
        raise LineError(Fault(wrong, "person", value["person"], made))
    return Person(made, value["value"]["name"], value["value"]["telegram"])


def located(number: int, fault: Fault, name: str) -> Fault:
    """The same fault with file and line in front."""
    where = f"{name}, line {number}"
    return replace(fault, field=where if fault.field is None else f"{where}: {fault.field}")
