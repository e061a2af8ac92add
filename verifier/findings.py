"""Findings (spec 04 §2): what each check proved, could not check, or found wrong."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Result = Literal["proven", "not_checked", "failed"]
DrawId = tuple[int, int]

# Enough to see what is wrong; a hostile book must not make the report endless.
MAX_FINDINGS_PER_CHECK = 20
MAX_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in English with named gaps; the report may say it in another language."""

    template: str
    args: tuple[tuple[str, object], ...] = ()


def say(template: str, **args: object) -> Text:
    """A translatable sentence.

    Integers among `args` are shown with thousands separators, tuples as lists of words.
    """
    return Text(template, tuple(args.items()))


def draw_name(draw: DrawId) -> Text:
    """A draw as people write it: campaign and number, `1.2`."""
    return say("{campaign}.{number}", campaign=str(draw[0]), number=str(draw[1]))


def shown(value: object) -> Text:
    """Any value from the book as data: shortened, never interpreted."""
    if isinstance(value, Text):
        return value
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=str)
    if len(value) > MAX_SHOWN:
        value = value[:MAX_SHOWN] + "…"
    return Text("{value}", (("value", value),))


# Every check of spec 04 §3 and §5 in the order of the report, with the unit of its coverage.
COVERAGE: Mapping[str, str] = {
    "01.trust": "trust file read",
    "01.note": "checkpoint read, {n} entries",
    "01.signature": "{n} log signature(s)",
    "01.files": "{n} files",
    "02.tile": "{n} hashes in tiles",
    "02.root": "{n} entries under the root",
    "02.blob": "{n} blobs",
    "03.canonical": "{n} entries",
    "03.schema": "{n} entries",
    "03.kind": "{n} entries",
    "03.seq": "{n} entries",
    "03.prev": "{n} links",
    "03.time": "{n} entries",
    "03.simulation": "{n} entries",
    "04.genesis": "entry 0",
    "04.signature": "{n} signatures",
    "05.order": "{n} entries",
    "05.people": "{n} acts",
    "05.rules": "{n} campaign(s)",
    "05.roster": "{n} leaves",
    "05.catalogue": "{n} product types",
    "05.institutions": "{n} institutions",
    "05.feasible": "{n} product types",
    "06.operator": "{n} commitment(s) of the operator",
    "06.contribution": "{n} contribution(s)",
    "06.reuse": "{n} secrets and commitments",
    "07.choice": "{n} draw(s)",
    "07.pool": "{n} pool rows",
    "07.drawn": "{n} pool rows",
    "07.count": "{n} draw(s)",
    "07.seed": "{n} seed(s)",
    "07.tickets": "{n} tickets",
    "07.cutoff": "{n} draw(s)",
    "07.odds": "{n} draw(s)",
    "08.totals": "{n} selected rows",
    "08.statement": "{n} statement(s)",
    "09.confirm": "{n} confirmation(s)",
    "09.object": "{n} objection(s)",
    "09.void": "{n} void draw(s)",
    "10.opening": "{n} openings",
    "10.deadline": "{n} campaign(s)",
    "10.roster": "{n} roster rows",
    "10.pool": "{n} roster rows",
    "10.types": "{n} selected rows",
    "10.matching": "{n} selected rows",
    "10.people": "{n} people",
    "11.opening": "{n} opening",
}


@dataclass(frozen=True)
class Finding:
    """One finding of spec 04 §2; `draw` and `applies` are for the verdict, not for output."""

    check: str
    result: Result
    note: Text
    entry: int | None = None
    field: str | None = None
    expected: Text | None = None
    found: Text | None = None
    draw: DrawId | None = None
    applies: bool = True


@dataclass(frozen=True)
class Fault:
    """What is wrong with one value, before it is known under which check it is reported."""

    note: Text
    field: str | None = None
    expected: Any = None
    found: Any = None


class Findings:
    """Collects findings; a check is proven if it covered something and found no fault."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Finding]] = {code: [] for code in COVERAGE}
        self._failed: set[tuple[str, DrawId | None]] = set()
        self._failed_entries: set[tuple[str, int | None]] = set()
        self._skipped: set[tuple[str, DrawId | None]] = set()
        self._amount: Counter[str] = Counter()
        self._covered: set[str] = set()
        self._dropped: Counter[tuple[str, Result]] = Counter()

    def _keep(self, finding: Finding) -> None:
        same = [f for f in self._kept[finding.check] if f.result == finding.result]
        if len(same) >= MAX_FINDINGS_PER_CHECK:
            self._dropped[finding.check, finding.result] += 1
        elif finding not in same:
            self._kept[finding.check].append(finding)

    def fail(
        self, code: str, fault: Fault, *, entry: int | None = None, draw: DrawId | None = None
    ) -> None:
        """Record that check `code` found a fault in `entry` (seq) or in a file."""
        self._failed.add((code, draw))
        self._failed_entries.add((code, entry))
        expected, found = (
            None if value is None else shown(value) for value in (fault.expected, fault.found)
        )
        self._keep(Finding(code, "failed", fault.note, entry, fault.field, expected, found, draw))

    def skip(
        self,
        code: str,
        note: Text,
        *,
        entry: int | None = None,
        draw: DrawId | None = None,
        applies: bool = True,
    ) -> None:
        """Record that `code` could not be checked; `applies` false = it was not asked for."""
        if applies:
            self._skipped.add((code, draw))
        self._keep(Finding(code, "not_checked", note, entry, draw=draw, applies=applies))

    def has_skipped(self, code: str, draw: DrawId) -> bool:
        """True if `code` could not be checked for this draw."""
        return (code, draw) in self._skipped

    def cover(self, code: str, amount: int = 1) -> None:
        """Record that `code` looked at `amount` more objects without saying how it ended."""
        self._covered.add(code)
        self._amount[code] += amount

    def has_failed(self, code: str, draw: DrawId | None = None) -> bool:
        """True if `code` failed, for this draw if one is named."""
        if draw is None:
            return any(failed == code for failed, _draw in self._failed)
        return (code, draw) in self._failed

    def has_failed_at(self, code: str, entry: int) -> bool:
        """True if `code` failed at this entry."""
        return (code, entry) in self._failed_entries

    def _proof(self, code: str) -> list[Finding]:
        if code not in self._covered or self.has_failed(code):
            return []
        return [Finding(code, "proven", say(COVERAGE[code], n=self._amount[code]))]

    def _rest(self, code: str) -> list[Finding]:
        results: tuple[Result, Result] = ("failed", "not_checked")
        return [
            Finding(code, result, say("and {n} more of the same check", n=number))
            for result in results
            if (number := self._dropped[code, result])
        ]

    def all(self) -> tuple[Finding, ...]:
        """All findings in the order of the checks."""
        return tuple(
            finding
            for code in COVERAGE
            for finding in (*self._kept[code], *self._proof(code), *self._rest(code))
        )
