"""One draw under check in step 7: where its findings go, and how its values are shown."""

from collections.abc import Collection
from dataclasses import dataclass
from heapq import nsmallest

from .book import Draw
from .findings import MAX_FINDINGS_PER_CHECK, Fault, Findings, Text, say
from .material import CampaignMaterial
from .step03_entries import Entry

MISSING = say("an entry it needs is missing or could not be read")


@dataclass(frozen=True)
class DrawCheck:
    """One draw with the place where its findings go."""

    draw: Draw
    base: CampaignMaterial
    findings: Findings

    def fail(self, code: str, entry: Entry, fault: Fault) -> None:
        """Record a fault at an entry of this draw."""
        self.findings.fail(code, fault, entry=entry.seq, draw=self.draw.id)

    def fail_leaves(self, code: str, entry: Entry, wrong: Text, leaves: Collection[str]) -> None:
        """Record the same fault of many leaves of the pool; the lowest are named."""
        lowest = nsmallest(MAX_FINDINGS_PER_CHECK, leaves)
        faults = (Fault(wrong, "pool blob", None, leaf) for leaf in lowest)
        self.findings.fail_each(code, faults, len(leaves), entry=entry.seq, draw=self.draw.id)

    def skip(self, code: str, note: Text = MISSING, *rests_on: str) -> None:
        """Record that a check could not be made, perhaps because of other checks."""
        self.findings.skip(code, note, draw=self.draw.id, rests_on=rests_on)

    def cover(self, code: str, amount: int = 1) -> None:
        """Record that a check looked at this much."""
        self.findings.cover(code, amount, draw=self.draw.id)

    def differs(self, code: str, entry: Entry, name: str, expected: object, found: object) -> None:
        """Record that a published value is not the rebuilt one."""
        wrong = say("the value is not the one that follows from the book")
        self.fail(code, entry, Fault(wrong, f"body.data.{name}", expected, found))


def wrong_selection(
    rebuilt: tuple[tuple[str, str], ...], found: tuple[tuple[str, str], ...]
) -> Fault:
    """What is missing in a selection and what stands in it beside the right one."""
    missing = sorted(set(rebuilt).difference(found))
    extra = sorted(set(found).difference(rebuilt))
    wrong = say(
        "the selection is not the one the tickets give: {missing} missing, {extra} too many",
        missing=len(missing),
        extra=len(extra),
    )
    first, other = (" ".join(rows[0]) if rows else None for rows in (missing, extra))
    return Fault(wrong, "selection blob", first, other)


def written(odds: tuple[int, int] | None) -> str | Text:
    """Odds as people read them."""
    return say("null") if odds is None else f"{odds[0]}/{odds[1]}"
