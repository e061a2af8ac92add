"""What the page says about a campaign and its draws: values only, no sentences, no markup.

Everything comes from the entries, from the two public lists that `campaign.open` names, and from
the witnesses' notes that `draw.beacon` names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from draw import Stratum
from inspection import CampaignState, DrawState, DrawStep, Step
from inspection.campaign import next_step
from ledger import Entry
from web.book import PublishedBook, read_list
from web.errors import Unreadable
from web.seeds import SeedPage, seed_page
from web.witnesses import SignedHead, bracket, read_brackets

MERGED: Final = "*"
"""The row of `by_type` in which small groups are added up (02 §8.5)."""

_WRONG_SHAPE: Final = (LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True)
class TypeRow:
    """A chosen product type. `pool` and `drawn` are None where the book adds small groups up."""

    code: str
    name: str
    planned: int
    pool: int | None
    drawn: int | None


@dataclass(frozen=True)
class StratumRow:
    """What was drawn of one type, with the type's name (02 §6.1)."""

    name: str
    counts: Stratum


@dataclass(frozen=True)
class InstitutionRow:
    """An institution with a quota or weight in a chosen type: enterprises it samples and tests."""

    code: str
    name: str
    sampling: int
    testing: int


@dataclass(frozen=True)
class Answer:
    """What one representative said, as entry numbers; None is no answer, never consent."""

    number: int
    confirmed: int | None
    objected: int | None
    code: str
    settled: int | None
    outcome: str


@dataclass(frozen=True)
class Void:
    """Why a draw or a campaign does not count, and the entry that says so."""

    code: str
    finding: str
    seq: int


@dataclass(frozen=True)
class DrawPage:
    """A draw with the words its codes stand for; `weighted`: its types that have weights."""

    state: DrawState
    types: tuple[TypeRow, ...]
    merged: tuple[int, int] | None
    per_type: bool
    strata: tuple[StratumRow, ...]
    weighted: tuple[str, ...]
    institutions: tuple[InstitutionRow, ...]
    answers: tuple[Answer, ...]
    seed: SeedPage
    void: Void | None

    @property
    def name(self) -> str:
        """How the draw is called everywhere: its campaign's number and its own."""
        return f"{self.state.campaign}.{self.state.number}"

    @property
    def drawn(self) -> bool:
        """Seed, selection and odds are in the book."""
        return self.state.step >= DrawStep.RESULTED

    @property
    def frozen(self) -> bool:
        """The pool and the counts are in the book."""
        return self.state.step >= DrawStep.FROZEN

    @property
    def matched(self) -> bool:
        """The institutions' counts and the digest are in the book."""
        return self.state.step is DrawStep.MATCHED


@dataclass(frozen=True)
class CampaignPage:
    """A campaign; `waiting` is what it waits for, None once it has ended.

    `weighted`: the types whose institutions are drawn by weight.
    """

    state: CampaignState
    opened_seq: int
    opened_at: int
    types: int
    planned: int
    institutions: int
    weighted: tuple[str, ...]
    draws: tuple[DrawPage, ...]
    waiting: Step | None
    void: Void | None
    disclosures: tuple[Entry, ...]

    @property
    def contributions(self) -> int:
        """How many contributions were made in all draws."""
        return sum(len(draw.seed.contributions) for draw in self.draws)

    @property
    def by_bot(self) -> int:
        """How many of them the operator's bot made."""
        return sum(draw.seed.made("bot") for draw in self.draws)

    @property
    def sealed(self) -> bool:
        """Not everything that an outsider needs has been opened (04 §7)."""
        parts = {part for entry in self._of("all") for part in _data(entry)["parts"]}
        named = {part for entry in self.disclosures for part in _data(entry)["parts"]}
        return not ({"facts", "lot"} <= parts and "id" in named)

    @property
    def names_closed(self) -> bool:
        """The names of enterprises that were not drawn are not open."""
        return not any("id" in _data(entry)["parts"] for entry in self._of("all"))

    def _of(self, rows: str) -> list[Entry]:
        return [entry for entry in self.disclosures if entry.data["rows"] == rows]


def campaign_pages(folder: Path, book: PublishedBook) -> tuple[CampaignPage, ...]:
    """Return the campaigns of a book in order; `Unreadable` if a list they need is not there."""
    notes = read_brackets(folder, book)
    try:
        return tuple(_campaign(folder, book, state, notes) for state in book.state.campaigns)
    except _WRONG_SHAPE as error:
        raise Unreadable(f"publication: a list is not in the form of spec 01: {error!r}") from error


@dataclass(frozen=True)
class _Source:
    """What a campaign's draws are told from: its entries, its lists by code, its brackets."""

    book: PublishedBook
    campaign: CampaignState
    entries: list[Entry]
    catalogue: Mapping[str, Mapping[str, Any]]
    institutions: Mapping[str, str]
    weighted: tuple[str, ...]
    notes: Mapping[str, SignedHead]

    @property
    def voids(self) -> Mapping[int | None, Void]:
        """Draw → why it is void; None stands for the campaign."""
        found = (entry for entry in self.entries if entry.kind.endswith(".void"))
        return {_data(entry).get("draw"): _void(entry) for entry in found}


def _campaign(
    folder: Path, book: PublishedBook, state: CampaignState, notes: Mapping[str, SignedHead]
) -> CampaignPage:
    mine = [e for e in book.entries if e.data.get("campaign") == state.number]
    catalogue = {
        row["code"]: row for row in read_list(folder, state.opened["catalogue"]["blob"])["types"]
    }
    listed = read_list(folder, state.opened["institutions"]["blob"])["institutions"]
    names = {row["code"]: row["name"] for row in listed}
    weighted = _weighted(listed)
    source = _Source(book, state, mine, catalogue, names, weighted, notes)
    return CampaignPage(
        state=state,
        opened_seq=mine[0].seq,
        opened_at=mine[0].at,
        types=len(catalogue),
        planned=sum(row["planned"] for row in catalogue.values()),
        institutions=len(names),
        weighted=weighted,
        draws=tuple(_draw(source, draw) for draw in state.draws),
        waiting=next_step(book.state) if state.ended is None else None,
        void=source.voids.get(None),
        disclosures=tuple(entry for entry in mine if entry.kind == "disclosure"),
    )


def _weighted(institutions: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The types with weights in the place of quotas (01 §3.2), ascending."""
    rows = (row for institution in institutions for row in institution["types"])
    return tuple(sorted({row["type"] for row in rows if "sampling_weight" in row}))


def _draw(source: _Source, draw: DrawState) -> DrawPage:
    counts = {code: (pool, drawn) for code, pool, drawn in draw.by_type}
    by_seq = {entry.seq: entry for entry in source.entries}
    replies = {_data(e)["objection"]: e for e in source.entries if e.kind == "object.answer"}
    numbers = [row["number"] for row in source.campaign.opened["representatives"]]
    proven = bracket(source.book, source.campaign, draw, source.notes)
    return DrawPage(
        state=draw,
        types=tuple(_type(source.catalogue[code], counts.get(code)) for code in draw.types),
        merged=counts.get(MERGED),
        per_type=source.campaign.opened["allocation"] == "per_type",
        strata=tuple(StratumRow(source.catalogue[s.type]["name"], s) for s in draw.strata),
        weighted=tuple(code for code in draw.types if code in source.weighted),
        institutions=tuple(
            InstitutionRow(code, source.institutions[code], sampling, testing)
            for code, sampling, testing in draw.by_institution
        ),
        answers=tuple(_answer(number, draw, by_seq, replies) for number in numbers),
        seed=seed_page(source.campaign, draw, source.entries, proven),
        void=source.voids.get(draw.number),
    )


def _type(row: Mapping[str, Any], counts: tuple[int, int] | None) -> TypeRow:
    pool, drawn = counts if counts is not None else (None, None)
    return TypeRow(row["code"], row["name"], row["planned"], pool, drawn)


def _answer(
    number: int, draw: DrawState, by_seq: Mapping[int, Entry], replies: Mapping[int, Entry]
) -> Answer:
    confirmed, objected = draw.confirms.get(number), draw.objections.get(number)
    code = "" if objected is None else str(_data(by_seq[objected])["reason"]["code"])
    reply = None if objected is None else replies.get(objected)
    if reply is None:
        return Answer(number, confirmed, objected, code, None, "")
    return Answer(number, confirmed, objected, code, reply.seq, str(reply.data["outcome"]))


def _void(entry: Entry) -> Void:
    data = _data(entry)
    return Void(data["reason"]["code"], str(data.get("finding", "")), entry.seq)


def _data(entry: Entry) -> Mapping[str, Any]:
    """The entry's data with values of any type: their shape is the specification's business."""
    return entry.data
