"""The command `refute`: a draw treated this enterprise wrongly, 13.refute (spec 04 §11)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import step07_selection
from .book import Draw
from .enterprise import read_file
from .findings import DrawId, Fault, Finding, Findings, Text, say
from .judge import EXIT, Verdict, verdict_of
from .lists import ListError, mark_in
from .material import CampaignMaterial
from .openings import row_of, value_of
from .publication import Publication
from .reading import Reading, check_secrets, read_publication
from .rules import Facts, PoolRule, place, pool_rule, ticket, type_of
from .sources import Where
from .step03_entries import Entry

CODE = "13.refute"

_OUTSIDE = say("not in the pool")
_SELECTED = say("in the selection")
_NOT_POSSIBLE = say(
    "It is not in the pool, so it could not be drawn; the published selection contains it"
)
_NEEDED = say(
    "It is a must in the pool, so it had to be drawn; the published selection does not contain it"
)


@dataclass(frozen=True)
class Claim:
    """A refutation that holds: what it says, and the values that anyone can compute again.

    `told` is one sentence on what was compared. `seed`, `ticket` and `cutoff` are None where the
    claim does not rest on them.
    """

    field: str
    entry: Entry
    draw: DrawId
    told: Text
    expected: str | Text
    found: str | Text
    seed: str | None = None
    ticket: str | None = None
    cutoff: str | None = None


@dataclass(frozen=True)
class Refutation:
    """The outcome: claims that hold, and what the form says of the opening and the book.

    `stranger`: the leaf is not on the roster, so that the opening proves nothing by itself.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    leaf: str | None = None
    opening: Mapping[str, Any] | None = None
    claims: tuple[Claim, ...] = ()
    reading: Reading | None = None
    stranger: bool = False

    @property
    def exit(self) -> int:
        """Exit code of the verdict (04 §2, §11)."""
        return EXIT[self.verdict]


def refute(where: Where, trust: Path, opening_file: Path, asked: DrawId | None) -> Refutation:
    """Judge steps 1-5 of the book, steps 6 and 7 of the draws, then each draw by the opening."""
    findings = Findings()
    reading = read_publication(where, trust, findings)
    if reading is None:
        return Refutation("unreadable", findings.all())
    read = read_file(opening_file, findings)
    if read is None or value_of(read[0], "id") is None:
        if read is not None:
            findings.fail("11.opening", Fault(say("the opening must open the id"), "id"))
        told = findings.all()
        own = [one for one in told if one.check == "11.opening"]
        failed = any(one.result == "failed" for one in own)
        return Refutation("unreadable" if failed else verdict_of(told), told)
    opening, leaf = read
    judge = _Judge(reading, opening, leaf, findings)
    claims = tuple(judge.claims(asked))
    told = findings.all()
    return Refutation(verdict_of(told), told, leaf, opening, claims, reading, judge.stranger)


@dataclass(frozen=True)
class _Row:
    """What the book says of the leaf in one draw: marks, None where it does not stand."""

    pool: str | None
    selected: str | None


class _NotShownError(ValueError):
    """The opening or the book does not show it; the message is a translatable sentence."""


class _Judge:
    def __init__(
        self, reading: Reading, opening: Mapping[str, Any], leaf: str, findings: Findings
    ) -> None:
        self.reading, self.leaf, self.findings = reading, leaf, findings
        self.number: int = opening["campaign"]
        self.row = row_of(opening, leaf)
        self.publication: Publication = reading.head.publication
        self.stranger = False
        self.wrong: frozenset[DrawId] = frozenset()
        # Many draws may name one blob; of each only this leaf's mark is needed.
        self._marks: dict[str, str | None] = {}

    def claims(self, asked: DrawId | None) -> Iterator[Claim]:
        """Judge every draw of the campaign that counts, or the one asked for."""
        base = self.reading.materials.get(self.number)
        if base is None or base.campaign.opening is None:
            self._skip("the campaign's opening entry is missing or could not be read", None)
            return
        if base.roster is None:
            self._skip("the roster could not be read", None)
        elif self.leaf not in base.roster.leaves:
            # Anybody can make up an enterprise with salts: the authority has to stand behind it.
            self.stranger = True
            number = str(self.number)
            told = say("this opening is not of the roster of campaign {campaign}", campaign=number)
            self.findings.skip(CODE, told)
            return
        draws = [draw for draw in base.campaign.draws if asked in (None, draw.id)]
        counted = [draw for draw in draws if draw.match is not None and draw.void is None]
        if not counted:
            self._skip("no matched draw that is not void", asked)
        self.wrong = self._told_wrong({draw.id for draw in counted})
        for draw in counted:
            yield from self._draw(base, draw)

    def _told_wrong(self, counted: Collection[DrawId]) -> frozenset[DrawId]:
        """Tell what fails in steps 6 and 7 of these draws; which of them are wrong in themselves.

        A seed or a cut-off that is wrong would let somebody be told "by the rules" who is not.
        """
        inner = Findings()
        check_secrets(self.reading, inner)
        step07_selection.run(self.publication, self.reading.materials, inner)
        failed = [one for one in inner.all() if one.result == "failed" and one.draw in counted]
        for one in failed:
            fault = Fault(one.note, one.field, one.expected, one.found)
            self.findings.fail(one.check, fault, entry=one.entry, draw=one.draw)
        return frozenset(one.draw for one in failed if one.draw is not None)

    def _draw(self, base: CampaignMaterial, draw: Draw) -> Iterator[Claim]:
        try:
            claim = self._claim(base, draw)
        except _NotShownError as error:
            self._skip(str(error), draw.id)
            return
        if claim is not None:
            yield self._holds(claim)
            return
        if draw.id in self.wrong:
            self._skip("the draw itself is wrong", draw.id)
            return
        self.findings.cover(CODE, draw=draw.id)
        if self.row.facts is None:
            told = say("the facts are closed, so the pool was not judged")
            self.findings.tell(CODE, told, draw=draw.id)

    def _holds(self, claim: Claim) -> Claim:
        fault = Fault(claim.told, claim.field, claim.expected, claim.found)
        self.findings.fail(CODE, fault, entry=claim.entry.seq, draw=claim.draw)
        return claim

    def _skip(self, note: str, draw: DrawId | None) -> None:
        self.findings.skip(CODE, say(note), draw=draw)

    def _claim(self, base: CampaignMaterial, draw: Draw) -> Claim | None:
        """The first refutation of spec 04 §11 that holds, in its order."""
        if draw.freeze is None or draw.result is None or draw.choice is None:
            raise _NotShownError("an entry it needs is missing or could not be read")
        pool = self._mark(draw.freeze.data["pool"]["blob"])
        row = _Row(pool, self._mark(draw.result.data["selection"]["blob"]))
        claim = self._by_ticket(base, draw, draw.result, row)
        if claim is None and self.row.facts is not None:
            claim = self._by_facts(base, draw, draw.freeze, row, self.row.facts)
        return claim

    def _mark(self, digest: str) -> str | None:
        """The leaf's mark in a pool or selection, None if it does not stand there."""
        if digest not in self._marks:
            data = self.publication.blob(digest)
            try:
                self._marks[digest] = "" if data is None else mark_in(data, self.leaf)
            except ListError:
                self._marks[digest] = ""
        mark = self._marks[digest]
        if mark == "":
            raise _NotShownError("the pool or the selection could not be read")
        return mark

    def _by_ticket(
        self, base: CampaignMaterial, draw: Draw, result: Entry, row: _Row
    ) -> Claim | None:
        """`missing` and `intruding`."""
        if row.pool is None:
            if row.selected is None:
                return None
            return Claim("intruding", result, draw.id, _NOT_POSSIBLE, _OUTSIDE, _SELECTED)
        if row.pool == "m":
            if row.selected is not None:
                return None
            missing = say("not in the selection")
            return Claim("missing", result, draw.id, _NEEDED, _SELECTED, missing)
        seed = result.data["seed"]
        own, cutoff = ticket(seed, "draw", self.leaf), self._cutoff(base, draw, result)
        low = cutoff is not None and own <= cutoff
        if low == (row.selected is not None):
            return None
        field = "missing" if low else "intruding"
        limit = say("null") if cutoff is None else cutoff
        told = _compared(low, own, cutoff)
        return Claim(field, result, draw.id, told, limit, own, seed, own, cutoff)

    def _cutoff(self, base: CampaignMaterial, draw: Draw, result: Entry) -> str | None:
        """The published cut-off, with `per_type` that of the leaf's stratum."""
        if "strata" not in result.data:
            told: str | None = result.data["cutoff"]
            return told
        row = self.row
        if (row.facts is None or row.lot is None) and base.before_draws is not None:
            row = base.before_draws[1].rows.get(self.leaf, row)
        if row.facts is None or row.lot is None:
            raise _NotShownError("the stratum shows only with facts and lot open")
        _where, types = place(self._rule(base, draw, ()), self.leaf, row.facts)
        own = type_of(result.data["seed"], row.lot, types) if types else None
        for stratum in result.data["strata"]:
            if stratum["type"] == own:
                found: str | None = stratum["cutoff"]
                return found
        raise _NotShownError("the leaf has no stratum in this draw")

    def _by_facts(
        self, base: CampaignMaterial, draw: Draw, freeze: Entry, row: _Row, facts: Facts
    ) -> Claim | None:
        """`left_out`, `wrongly_in` and `mark`: where 02 §1 puts the enterprise."""
        drawn = self._drawn_before(base, draw, freeze)
        where, types = place(self._rule(base, draw, drawn), self.leaf, facts)
        right = where if types else None
        if right == row.pool:
            return None
        field = "left_out" if row.pool is None else "wrongly_in" if right is None else "mark"
        expected = say(f"PLACE {where}") if where else say("none of the chosen types")
        found = _OUTSIDE if row.pool is None else say(f"PLACE {row.pool}")
        told = say(f"REFUTED {field}")
        return Claim(field, freeze, draw.id, told, expected, found)

    def _rule(self, base: CampaignMaterial, draw: Draw, drawn: Collection[str]) -> PoolRule:
        opening, choice = base.campaign.opening, draw.choice
        if opening is None or choice is None:
            raise _NotShownError("an entry it needs is missing or could not be read")
        data = opening.data
        types = choice.data["types"]
        return pool_rule(types, data["reference_date"], data["avoidance_months"], drawn)

    def _drawn_before(self, base: CampaignMaterial, draw: Draw, freeze: Entry) -> frozenset[str]:
        """This leaf alone, if an earlier draw that counts has drawn it."""
        for earlier in base.campaign.unvoided_before(draw, freeze.seq):
            if earlier.result is None:
                continue
            if self._mark(earlier.result.data["selection"]["blob"]) is not None:
                return frozenset([self.leaf])
        return frozenset()


def _compared(low: bool, own: str, cutoff: str | None) -> Text:
    """What a ticket and the cut-off say, and what the selection says instead."""
    if cutoff is None:
        return say(
            "There is no cut-off: by the rules no random enterprise was to be drawn; the published"
            " selection contains this one"
        )
    if low:
        return say(
            "Ticket {ticket} is not above the cut-off {cutoff}, so it had to be drawn; the"
            " published selection does not contain it",
            ticket=own,
            cutoff=cutoff,
        )
    return say(
        "Ticket {ticket} is above the cut-off {cutoff}, so it was not to be drawn; the published"
        " selection contains it",
        ticket=own,
        cutoff=cutoff,
    )
