"""Openings that came with the book or with an auditor: 10.opening and 10.deadline.

Spec 01 §7 (disclosures), 04 §3 step 10 and §7 (duty).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from .dates import date_of
from .findings import DrawId, Fault, Findings, say
from .material import CampaignMaterial, DrawMaterial
from .openings import NO_ROWS, UNKNOWN_VERSION, OpeningsFile, Row, merged, read_openings
from .openings_ahead import Wholes
from .publication import MAX_BLOB, Publication, UnreadableError, read_bounded
from .records import PARTS
from .salts import Salts
from .step03_entries import Entry

Rows = Mapping[str, Row]


class _Opens(NamedTuple):
    """What a disclosure opens: parts by a blob; how many draws were matched, None = all rows."""

    blob: str
    parts: tuple[str, ...]
    draws: int | None


@dataclass
class Disclosed:
    """Rows that disclosures of one campaign open.

    `timely` are those opened by the end of `disclose_by`; `damaged` says that a disclosure
    has failed to be read, so that more may have been meant to be open. `unknown`: openings
    of another version, which have not failed and fulfil no duty (04 §7).
    """

    public: dict[str, Row] = field(default_factory=dict)
    timely: dict[str, Row] = field(default_factory=dict)
    damaged: bool = False
    unknown: bool = False

    def add(self, rows: Rows, in_time: bool) -> None:
        """Take in what one disclosure opens."""
        for leaf, row in rows.items():
            self.public[leaf] = merged(self.public.get(leaf), row)
            if in_time:
                self.timely[leaf] = merged(self.timely.get(leaf), row)


@dataclass(frozen=True)
class DisclosureReader:
    """Reads the openings of one campaign."""

    publication: Publication
    base: CampaignMaterial
    draws: Mapping[DrawId, DrawMaterial]
    findings: Findings
    salts: Salts

    def disclosed(self, disclose_by: str) -> Disclosed:
        """All disclosures of the campaign."""
        disclosed = Disclosed()
        for opens, entries in self._named().items():
            read = self._read(opens, entries)
            if read is None or read.faults:
                disclosed.damaged = True
            if read is not None and read.unknown:
                disclosed.unknown = True
            if read is not None:
                days = [date_of(entry.at) for entry in entries]
                in_time = any(day is not None and day.isoformat() <= disclose_by for day in days)
                disclosed.add(read.rows, in_time)
        return disclosed

    def _named(self) -> Mapping[_Opens, Sequence[Entry]]:
        """The disclosures by what they open: the same openings are read once, then forgotten."""
        named: dict[_Opens, list[Entry]] = {}
        for entry in self.base.campaign.disclosures:
            told = entry.data
            matched = len(self.base.campaign.matched_before(entry.seq))
            draws = None if told["rows"] == "all" else matched
            named.setdefault(_Opens(told["blob"], tuple(told["parts"]), draws), []).append(entry)
        return named

    def _read(self, opens: _Opens, entries: Sequence[Entry]) -> OpeningsFile | None:
        data, expected = self.publication.blob(opens.blob), self._stated_rows(opens, entries[0])
        if data is None or expected is None:
            note = say("its blob, the roster or a selection could not be read")
            for entry in entries:
                self.findings.skip("10.opening", note, entry=entry.seq)
            return None
        read = self._already(opens)
        if read is None:
            read = read_openings(data, self.base.campaign.number, opens.parts, expected)
        wrong_salts = self._wrong_salts(read, opens.parts, "disclosure blob")
        for entry in entries:
            self._tell(read, "disclosure blob", entry.seq)
            if wrong_salts is not None:
                self.findings.fail("10.opening", wrong_salts, entry=entry.seq)
            self._check_count(read, entry)
        return read

    def _check_count(self, read: OpeningsFile, entry: Entry) -> None:
        if read.lines != entry.data["count"] and not read.faults:
            wrong = say("the count is not the number of lines")
            told = str(entry.data["count"])
            fault = Fault(wrong, "body.data.count", str(read.lines), told)
            self.findings.fail("10.opening", fault, entry=entry.seq)

    def _already(self, opens: _Opens) -> OpeningsFile | None:
        """The same openings, if step 5 has read them for the strata."""
        known = self.base.before_draws
        whole = opens.draws is None and opens.parts == PARTS
        return known[1] if whole and known is not None and known[0] == opens.blob else None

    def _stated_rows(self, opens: _Opens, entry: Entry) -> frozenset[str] | None:
        """The leaves a disclosure must open (spec 01 §7), None if that cannot be known."""
        return self._all_rows if opens.draws is None else self.selected_leaves(entry.seq)

    @cached_property
    def _all_rows(self) -> frozenset[str] | None:
        roster = self.base.roster
        return None if roster is None else frozenset(roster.leaves)

    def selected_leaves(self, before: int) -> frozenset[str] | None:
        """Leaves of all selections matched before entry `before`, voided ones too."""
        leaves: set[str] = set()
        for draw in self.base.campaign.matched_before(before):
            selection = self.draws[draw.id].selection
            if selection is None:
                return None
            leaves.update(selection.leaves)
        return frozenset(leaves)

    def _tell(self, read: OpeningsFile, name: str, seq: int | None) -> None:
        self.findings.cover("10.opening", read.lines)
        if read.unknown:
            self.findings.skip("10.opening", UNKNOWN_VERSION, entry=seq)
        for fault in read.faults:
            where = name if fault.field is None else f"{name}, {fault.field}"
            told = Fault(fault.note, where, fault.expected, fault.found)
            self.findings.fail("10.opening", told, entry=seq)

    def _wrong_salts(self, read: OpeningsFile, parts: Sequence[str], name: str) -> Fault | None:
        """No salt twice among all parts opened so far; a file with faults has failed already."""
        if read.faults or read.unknown:
            return None
        number = self.base.campaign.number
        return self.salts.rows(read.salts, number, read.rows, sorted(parts), name)

    def auditor_rows(self, folder: Path, read_ahead: Wholes) -> Rows:
        """Rows of the auditor's openings file of this campaign."""
        name = f"campaign-{self.base.campaign.number}.openings.jsonl"
        whole = read_ahead.get(name)
        if whole is not None and whole.opens(self._all_rows):
            read: OpeningsFile | None = whole.file()
        else:
            read = self._auditor_file(folder / name)
        if read is None:
            return NO_ROWS
        self._tell(read, name, None)
        wrong_salts = self._wrong_salts(read, PARTS, name)
        if wrong_salts is not None:
            self.findings.fail("10.opening", wrong_salts)
        return read.rows

    def _auditor_file(self, file: Path) -> OpeningsFile | None:
        name = file.name
        try:
            data = read_bounded(file, MAX_BLOB)
        except UnreadableError as fault:
            note = say("the auditor folder lacks {name}: {why}", name=name, why=say(str(fault)))
            self.findings.skip("10.opening", note)
            return None
        if self._all_rows is None:
            self.findings.skip("10.opening", say("the roster could not be read"))
            return None
        return read_openings(data, self.base.campaign.number, PARTS, self._all_rows)

    def check_duty(self, opening: Entry, disclosed: Disclosed, all_read: bool) -> None:
        """10.deadline: by the end of `disclose_by` the parts of spec 04 §7 were open."""
        selected = self.selected_leaves(2**53)
        if self.base.roster is None or selected is None:
            note = say("the roster or a selection could not be read")
            self.findings.skip("10.deadline", note)
            return
        self.findings.cover("10.deadline")
        roster = self.base.roster.leaves
        for part, leaves in (("facts", roster), ("lot", roster), ("id", tuple(selected))):
            opened = sum(1 for leaf in leaves if _is_open(disclosed.timely.get(leaf), part))
            if opened == len(leaves):
                continue
            if disclosed.damaged or not all_read:
                note = say("a disclosure is damaged or could not be read")
                self.findings.skip("10.deadline", note)
                return
            day = opening.data["disclose_by"]
            wrong = say("by the end of {day} this part had to be open", day=day)
            fault = Fault(
                wrong, part, say("{n} row(s)", n=len(leaves)), say("{n} row(s)", n=opened)
            )
            self.findings.fail("10.deadline", fault, entry=opening.seq)


def _is_open(row: Row | None, part: str) -> bool:
    if row is None:
        return False
    return {"facts": row.facts, "lot": row.lot, "id": row.code}[part] is not None
