"""The book as campaigns and draws: readable entries put where their own fields say (spec 01).

Grouping judges nothing: what is doubled or out of place is told by 05.order, and here the
first entry of a kind counts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .findings import DrawId
from .step03_entries import Entries, Entry

SINGLE_KINDS = (
    "draw.commit",
    "draw.choice",
    "draw.freeze",
    "draw.close",
    "draw.result",
    "match.result",
    "draw.void",
    "draw.beacon",
)
# With these an unreadable entry elsewhere cannot have been one of the draw's.
_COMPLETE = SINGLE_KINDS[:5]


@dataclass(frozen=True)
class Draw:
    """One draw. `uncertain`: an entry between its first and last could not be read."""

    id: DrawId
    commit: Entry | None
    choice: Entry | None
    freeze: Entry | None
    close: Entry | None
    beacon: Entry | None
    result: Entry | None
    match: Entry | None
    void: Entry | None
    contributions: tuple[Entry, ...]
    openings: tuple[Entry, ...]
    confirms: tuple[Entry, ...]
    objections: tuple[Entry, ...]
    answers: tuple[Entry, ...]
    uncertain: bool

    @property
    def operator_open(self) -> Entry | None:
        """The operator's opening, from which on there is no return (spec 01 §8.5)."""
        return next((e for e in self.openings if e.data["party"] == "operator"), None)

    @property
    def last_open(self) -> int | None:
        """The seq of its last opening, None if nothing was opened."""
        return max((entry.seq for entry in self.openings), default=None)

    def void_before(self, seq: int) -> bool:
        """True if the draw had been voided before entry `seq`."""
        return self.void is not None and self.void.seq < seq

    def representative_openings(self) -> dict[int, Entry]:
        """Openings by representative number."""
        opened: dict[int, Entry] = {}
        for entry in self.openings:
            name, _dot, number = entry.data["party"].partition(".")
            if name == "representative":
                opened.setdefault(int(number), entry)
        return opened


@dataclass(frozen=True)
class Campaign:
    """One campaign: its opening (None if it could not be read), draws, disclosures, end."""

    number: int
    opening: Entry | None
    audit: Entry | None
    draws: tuple[Draw, ...]
    disclosures: tuple[Entry, ...]
    end: Entry | None

    def unvoided_before(self, draw: Draw, seq: int) -> tuple[Draw, ...]:
        """Earlier draws of the campaign that were not void when entry `seq` was written."""
        return tuple(
            other for other in self.draws if other.id[1] < draw.id[1] and not other.void_before(seq)
        )

    def matched_before(self, seq: int) -> tuple[Draw, ...]:
        """Draws matched before entry `seq`, voided ones too, in the order of their results."""
        seqs, draws = self._matched
        return draws[: bisect_left(seqs, seq)]

    @cached_property
    def _matched(self) -> tuple[tuple[int, ...], tuple[Draw, ...]]:
        matched = sorted((d.match.seq, d) for d in self.draws if d.match is not None)
        return tuple(seq for seq, _draw in matched), tuple(draw for _seq, draw in matched)


@dataclass(frozen=True)
class Book:
    """All campaigns of a ledger, ascending by number."""

    entries: Entries
    genesis: Entry | None
    campaigns: tuple[Campaign, ...]

    def draws(self) -> tuple[Draw, ...]:
        """All draws of all campaigns."""
        return tuple(draw for campaign in self.campaigns for draw in campaign.draws)


def _first(entries: Iterable[Entry], *kinds: str) -> Entry | None:
    return next((entry for entry in entries if entry.kind in kinds), None)


def _all(entries: Iterable[Entry], kind: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if entry.kind == kind)


class _Around(NamedTuple):
    """Where entries of a draw can stand: from `earliest` to `latest`.

    `rest_after` is the last entry of its campaign before the next draw.
    """

    earliest: int
    rest_after: int
    latest: int


def _last_seq(own: list[Entry], rest_after: int) -> int:
    """Where a draw ends: its result or void; an unfinished one ends before the next begins."""
    ends = [entry.seq for entry in own if entry.kind in ("match.result", "draw.void")]
    return min(ends) if ends else rest_after


def _draw(id: DrawId, own: list[Entry], around: _Around, entries: Entries) -> Draw:
    single = {kind: _first(own, kind) for kind in SINGLE_KINDS}
    uncertain = entries.broken_between(own[0].seq, _last_seq(own, around.rest_after))
    complete = all(single[kind] is not None for kind in _COMPLETE)
    return Draw(
        id=id,
        commit=single["draw.commit"],
        choice=single["draw.choice"],
        freeze=single["draw.freeze"],
        close=single["draw.close"],
        beacon=single["draw.beacon"],
        result=single["draw.result"],
        match=single["match.result"],
        void=single["draw.void"],
        contributions=_all(own, "draw.contribution"),
        openings=_all(own, "draw.open"),
        confirms=_all(own, "confirm"),
        objections=_all(own, "object"),
        answers=_all(own, "object.answer"),
        uncertain=uncertain
        or (not complete and entries.broken_between(around.earliest, around.latest)),
    )


def _draws(number: int, own: list[Entry], entries: Entries) -> tuple[Draw, ...]:
    groups: dict[int, list[Entry]] = {}
    for entry in own:
        if "draw" in entry.data:
            groups.setdefault(entry.data["draw"], []).append(entry)
    starts = sorted(group[0].seq for group in groups.values())
    draws = []
    for draw, group in sorted(groups.items()):
        later = bisect_right(starts, group[0].seq)
        earliest = starts[later - 2] + 1 if later > 1 else 0
        if later < len(starts):
            around = _Around(earliest, starts[later] - 1, starts[later] - 1)
        else:
            around = _Around(earliest, own[-1].seq, entries.size - 1)
        draws.append(_draw((number, draw), group, around, entries))
    return tuple(draws)


def group(entries: Entries, genesis: Entry | None) -> Book:
    """Sort the readable entries into campaigns and draws."""
    groups: dict[int, list[Entry]] = {}
    for entry in entries.readable:
        if entry.kind != "genesis":
            groups.setdefault(entry.data["campaign"], []).append(entry)
    campaigns = [
        Campaign(
            number=number,
            opening=_first(own, "campaign.open"),
            audit=_first(own, "roster.audit"),
            draws=_draws(number, own, entries),
            disclosures=_all(own, "disclosure"),
            end=_first(own, "campaign.close", "campaign.void"),
        )
        for number, own in sorted(groups.items())
    ]
    return Book(entries, genesis, tuple(campaigns))


def named_blobs(entries: Iterable[Entry]) -> dict[str, int]:
    """Every blob that entries name, with the first entry that names it (spec 03 §4)."""
    named: dict[str, int] = {}
    for entry in entries:
        for digest in _blobs_of(entry):
            named.setdefault(digest, entry.seq)
    return named


def _blobs_of(entry: Entry) -> list[str]:
    if entry.kind == "campaign.open":
        return [entry.data[name]["blob"] for name in ("catalogue", "institutions", "roster")]
    if entry.kind == "draw.freeze":
        return [entry.data["pool"]["blob"]]
    if entry.kind == "draw.beacon":
        return [] if entry.data["bracket"] is None else [entry.data["bracket"]["blob"]]
    if entry.kind == "draw.result":
        return [entry.data["selection"]["blob"]]
    if entry.kind == "match.result":
        return [entry.data["statement"]]
    return [entry.data["blob"]] if entry.kind == "disclosure" else []
