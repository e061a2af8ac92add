"""Findings (spec 04 §2): what each check proved, could not check, or found wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

from .checks import COVERAGE, ONE_PER_DRAW
from .draws import DrawId as DrawId
from .draws import DrawRange as DrawRange
from .sentences import CheckName as CheckName
from .sentences import Text as Text
from .sentences import WrongTextError as WrongTextError
from .sentences import draw_id as draw_id
from .sentences import draw_name as draw_name
from .sentences import say as say
from .sentences import shown as shown

Result = Literal["proven", "not_checked", "failed"]

# Enough to see what is wrong; a hostile book must not make the report endless.
MAX_FINDINGS_PER_CHECK = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of spec 04 §2.

    `applies` and `rests_on` are for the verdict, not for output: `applies` false = it does not
    count; `rests_on` are the failed checks because of which this one was not made.
    """

    check: str
    result: Result
    note: Text
    entry: int | None = None
    field: str | None = None
    expected: Text | None = None
    found: Text | None = None
    draw: DrawId | None = None
    applies: bool = True
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value, before it is known under which check it is reported."""

    note: Text
    field: str | None = None
    expected: Any = None
    found: Any = None


@dataclass(slots=True)
class _Outcome:
    """What one check found for one draw, or for what is not about a draw.

    A hostile book has as many of these as draws times checks, most of them without a finding: what
    is not there takes no memory.
    """

    covered: bool = False
    amount: int = 0
    findings: dict[Result, list[Finding]] | None = None
    dropped: dict[Result, int] | None = None
    details: list[Text] | None = None

    def kept(self, result: Result) -> Sequence[Finding]:
        """The findings with this result, at most so many as are shown."""
        return () if self.findings is None else self.findings.get(result, ())

    def keep(self, finding: Finding) -> None:
        if len(self.kept(finding.result)) >= MAX_FINDINGS_PER_CHECK:
            self.drop(finding.result, 1)
        elif finding not in self.kept(finding.result):
            self.findings = self.findings or {}
            self.findings.setdefault(finding.result, []).append(finding)

    def drop(self, result: Result, count: int) -> None:
        """Count findings that are not kept."""
        if count:
            self.dropped = self.dropped or {}
            self.dropped[result] = self.left_out(result) + count

    def left_out(self, result: Result) -> int:
        """How many findings with this result were not kept."""
        return 0 if self.dropped is None else self.dropped.get(result, 0)

    def tell(self, detail: Text) -> None:
        self.details = self.details or []
        self.details.append(detail)

    def no_longer_counts(self, code: str) -> None:
        """What was not checked only because `code` failed is as if nobody had asked for it."""
        skipped = self.kept("not_checked")
        if self.findings is not None and skipped:
            self.findings["not_checked"] = [
                replace(finding, applies=finding.applies and code not in finding.rests_on)
                for finding in skipped
            ]


def _rest(
    code: str, result: Result, draw: DrawId | None, hidden: Collection[Finding], dropped: int
) -> list[Finding]:
    """One finding for those of a draw that are not shown, so that no failing draw is unnamed."""
    more = dropped + len(hidden)
    if not more:
        return []
    note = say("and {n} more of the same check", n=more)
    if draw is not None:
        note = say("and {n} more of the same check, draw {draw}", n=more, draw=draw_name(draw))
    applies = dropped > 0 or any(finding.applies for finding in hidden)
    return [Finding(code, result, note, draw=draw, applies=applies)]


def _proven(code: str, covered: Mapping[DrawId | None, _Outcome], id: str = "") -> Text:
    """How much a check covered, or of which draw `id`, and what some checks found out."""
    amount = say(COVERAGE[code], n=sum(outcome.amount for outcome in covered.values()), id=id)
    details = [
        detail if draw is None else say("{id} ({detail})", id=draw_id(draw), detail=detail)
        for draw, outcome in covered.items()
        for detail in outcome.details or ()
    ]
    if not details:
        return amount
    shown_ = tuple(details[:MAX_FINDINGS_PER_CHECK])
    return say("{amount}: {details}", amount=amount, details=shown_)


class Findings:
    """Collects findings; a check is proven if it covered something and found no fault."""

    def __init__(self) -> None:
        self._outcomes: dict[str, dict[DrawId | None, _Outcome]] = {code: {} for code in COVERAGE}
        self._failed_entries: set[tuple[str, int | None]] = set()
        self._asked: DrawRange | None = None

    def restrict(self, asked: DrawRange) -> None:
        """Tell of steps 6-9 only what is about the draws `asked`, of voids for their campaign."""
        self._asked = asked

    def _of(self, code: str, draw: DrawId | None) -> _Outcome:
        return self._outcomes[code].setdefault(draw, _Outcome())

    def fail(
        self, code: str, fault: Fault, *, entry: int | None = None, draw: DrawId | None = None
    ) -> None:
        """Record that check `code` found a fault in `entry` (seq) or in a file."""
        self._failed_entries.add((code, entry))
        expected, found = (
            None if value is None else shown(value) for value in (fault.expected, fault.found)
        )
        finding = Finding(code, "failed", fault.note, entry, fault.field, expected, found, draw)
        self._of(code, draw).keep(finding)

    def fail_each(
        self,
        code: str,
        faults: Iterable[Fault],
        count: int,
        *,
        entry: int | None = None,
        draw: DrawId | None = None,
    ) -> None:
        """Record `count` faults of one place, of which no more are looked at than are told."""
        outcome = self._of(code, draw)
        room = max(0, MAX_FINDINGS_PER_CHECK - len(outcome.kept("failed")))
        told = list(islice(faults, min(count, room)))
        for fault in told:
            self.fail(code, fault, entry=entry, draw=draw)
        outcome.drop("failed", count - len(told))

    def skip(
        self,
        code: str,
        note: Text,
        *,
        entry: int | None = None,
        draw: DrawId | None = None,
        applies: bool = True,
        rests_on: Collection[str] = (),
    ) -> None:
        """Record that `code` could not be checked; `applies` false = it was not asked for.

        Of `rests_on` those are kept that failed for this draw.
        """
        because = tuple(other for other in rests_on if draw and self.has_failed(other, draw))
        finding = Finding(
            code, "not_checked", note, entry, draw=draw, applies=applies, rests_on=because
        )
        self._of(code, draw).keep(finding)

    def cover(self, code: str, amount: int = 1, *, draw: DrawId | None = None) -> None:
        """Record that `code` looked at `amount` more objects without saying how it ended."""
        outcome = self._of(code, draw)
        outcome.covered = True
        outcome.amount += amount

    def tell(self, code: str, detail: Text, *, draw: DrawId | None = None) -> None:
        """Add to what `code` says if it is proven, beside how much it covered."""
        self._of(code, draw).tell(detail)

    def has_failed(self, code: str, draw: DrawId | None) -> bool:
        """True if `code` failed for this draw; None = in what is not about a draw."""
        outcome = self._outcomes[code].get(draw)
        return outcome is not None and bool(outcome.kept("failed"))

    def has_skipped(self, code: str, draw: DrawId) -> bool:
        """True if `code` could not be checked for this draw."""
        outcome = self._outcomes[code].get(draw)
        return outcome is not None and bool(outcome.kept("not_checked"))

    def has_failed_at(self, code: str, entry: int) -> bool:
        """True if `code` failed at this entry."""
        return (code, entry) in self._failed_entries

    def settle(self, code: str, draw: DrawId) -> tuple[Finding, ...]:
        """Take out the failed findings of one check for one draw (04 §2, a void settles them).

        The check then says nothing of this draw, and what could not be checked of the draw only
        because of that failure no longer counts. Gives what was taken out.
        """
        outcome = self._outcomes[code].pop(draw)
        for others in self._outcomes.values():
            other = others.get(draw)
            if other is not None:
                other.no_longer_counts(code)
        return tuple(outcome.kept("failed"))

    def _shown(self, code: str) -> dict[DrawId | None, _Outcome]:
        return {
            draw: outcome
            for draw, outcome in self._outcomes[code].items()
            if draw is None or self._asked is None or self._asked.shows(code, draw)
        }

    def _of_check(self, code: str) -> Iterator[Finding]:
        outcomes = self._shown(code)
        results: tuple[Result, Result] = ("failed", "not_checked")
        for result in results:
            room, rest = MAX_FINDINGS_PER_CHECK, []
            for draw, outcome in outcomes.items():
                kept = outcome.kept(result)
                yield from kept[:room]
                rest += _rest(code, result, draw, kept[room:], outcome.left_out(result))
                room = max(0, room - len(kept))
            yield from rest
        covered = {draw: one for draw, one in outcomes.items() if one.covered}
        if code in ONE_PER_DRAW:
            for draw, one in covered.items():
                id = "" if draw is None else draw_id(draw)
                yield Finding(code, "proven", _proven(code, {None: one}, id), draw=draw)
        elif covered and not any(outcome.kept("failed") for outcome in outcomes.values()):
            yield Finding(code, "proven", _proven(code, covered))

    def all(self) -> tuple[Finding, ...]:
        """All findings in the order of the checks."""
        return tuple(finding for code in COVERAGE for finding in self._of_check(code))
