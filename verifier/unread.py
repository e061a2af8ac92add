"""What steps 5-10 leave out although it has not failed: it is of another version (04 §3).

An entry that this version cannot judge excuses no more than it must. If the checks fell silent
around every such entry, whoever has something to hide would only have to insert one.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

PROFILE = "sunlot/v1"


@dataclass
class Unread:
    """Entries that have not failed and are no acts of this version, ascending by seq.

    `seqs`: of another version or an unknown kind, and all of campaigns that cannot be judged.
    `campaigns`: numbers of campaigns whose opening names something unknown, by its seq.
    `profile`: that of genesis is unknown, so that nothing of steps 5-10 can be judged.
    """

    seqs: "array[int]" = field(default_factory=lambda: array("Q"))
    campaigns: dict[int, int] = field(default_factory=dict)
    profile: bool = False

    def between(self, first: int, last: int) -> int:
        """How many of them have first ≤ seq ≤ last."""
        return bisect_right(self.seqs, last) - bisect_left(self.seqs, first)

    def add(self, more: Collection[int]) -> None:
        """Leave out other entries, too."""
        self.seqs = array("Q", sorted([*self.seqs, *more]))


def unknown_values(data: Mapping[str, Any]) -> Iterator[str]:
    """Paths of what is unknown in data that passed a rule of `records.KINDS` (00 §7, 04 §3).

    An entry with a reserved level is used as if that were `D`, and the genesis of an unknown
    profile still says by which key the entries are signed. So neither may stop a rule.
    """
    if data.get("level", "D") != "D":
        yield "level"
    for place, row in enumerate(data.get("approvals", ())):
        if row["level"] != "D":
            yield f"approvals[{place}].level"
    if data.get("profile", PROFILE) != PROFILE:
        yield "profile"
