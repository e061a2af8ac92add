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
from .refuted import NEEDED, NOT_POSSIBLE, OUTSIDE, SELECTED, compared
from .rules import Facts, PoolRule, place, pool_rule, ticket, type_of
from .sources import Where
from .step03_entries import Entry

CODE = "13.refute"


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


@dataclass(frozen=True)
class _Told:
    """A draw with the entries that every refutation of it rests on."""

    base: CampaignMaterial
    draw: Draw
    opening: Entry
    choice: Entry
    freeze: Entry
    result: Entry

    def rule(self, drawn: Collection[str]) -> PoolRule:
        """What puts an enterprise into the pool; `drawn` are those of earlier draws."""
        data = self.opening.data
        types = self.choice.data["types"]
        return pool_rule(types, data["reference_date"], data["avoidance_months"], drawn)


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
        self.unchecked: frozenset[DrawId] = frozenset()
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
        self._tell_of({draw.id for draw in counted})
        for draw in counted:
            yield from self._draw(base, draw)

    def _tell_of(self, counted: Collection[DrawId]) -> None:
        """Tell what fails or cannot be checked in steps 6 and 7 of these draws.

        A seed or a cut-off that is wrong, or a beacon that nobody could check, would let somebody
        be told "by the rules" who is not.
        """
        inner = Findings()
        check_secrets(self.reading, inner)
        step07_selection.run(self.publication, self.reading.materials, inner)
        told = [one for one in inner.all() if one.result != "proven" and one.draw in counted]
        for one in told:
            if one.result == "failed":
                fault = Fault(one.note, one.field, one.expected, one.found)
                self.findings.fail(one.check, fault, entry=one.entry, draw=one.draw)
            else:
                self.findings.skip(one.check, one.note, entry=one.entry, draw=one.draw)
        self.wrong = frozenset(one.draw for one in told if one.draw and one.result == "failed")
        self.unchecked = frozenset(one.draw for one in told if one.draw) - self.wrong

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
        if draw.id in self.unchecked:
            self._skip("not everything of the draw could be checked", draw.id)
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
        opening, choice = base.campaign.opening, draw.choice
        freeze, result = draw.freeze, draw.result
        if opening is None or choice is None or freeze is None or result is None:
            raise _NotShownError("an entry it needs is missing or could not be read")
        told = _Told(base, draw, opening, choice, freeze, result)
        pool = self._mark(freeze.data["pool"]["blob"])
        row = _Row(pool, self._mark(result.data["selection"]["blob"]))
        claim = self._by_ticket(told, row)
        if claim is None and self.row.facts is not None:
            claim = self._by_facts(told, row, self.row.facts)
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

    def _by_ticket(self, of: _Told, row: _Row) -> Claim | None:
        """`missing` and `intruding`."""
        draw, result = of.draw, of.result
        if row.pool is None:
            if row.selected is None:
                return None
            return Claim("intruding", result, draw.id, NOT_POSSIBLE, OUTSIDE, SELECTED)
        if row.pool == "m":
            if row.selected is not None:
                return None
            missing = say("not in the selection")
            return Claim("missing", result, draw.id, NEEDED, SELECTED, missing)
        seed = result.data["seed"]
        own, cutoff = ticket(seed, "draw", self.leaf), self._cutoff(of)
        low = cutoff is not None and own <= cutoff
        if low == (row.selected is not None):
            return None
        field = "missing" if low else "intruding"
        limit = say("null") if cutoff is None else cutoff
        told = compared(low, own, cutoff)
        return Claim(field, result, draw.id, told, limit, own, seed, own, cutoff)

    def _cutoff(self, of: _Told) -> str | None:
        """The published cut-off, with `per_type` that of the leaf's stratum."""
        base, result = of.base, of.result
        if "strata" not in result.data:
            told: str | None = result.data["cutoff"]
            return told
        row = self.row
        if (row.facts is None or row.lot is None) and base.before_draws is not None:
            row = base.before_draws[1].rows.get(self.leaf, row)
        if row.facts is None or row.lot is None:
            raise _NotShownError("the stratum shows only with facts and lot open")
        _where, types = place(of.rule(()), self.leaf, row.facts)
        own = type_of(result.data["seed"], row.lot, types) if types else None
        for stratum in result.data["strata"]:
            if stratum["type"] == own:
                found: str | None = stratum["cutoff"]
                return found
        raise _NotShownError("the leaf has no stratum in this draw")

    def _by_facts(self, of: _Told, row: _Row, facts: Facts) -> Claim | None:
        """`left_out`, `wrongly_in` and `mark`: where 02 §1 puts the enterprise."""
        where, types = place(of.rule(self._drawn_before(of)), self.leaf, facts)
        right = where if types else None
        if right == row.pool:
            return None
        field = "left_out" if row.pool is None else "wrongly_in" if right is None else "mark"
        expected = say(f"PLACE {where}") if where else say("none of the chosen types")
        found = OUTSIDE if row.pool is None else say(f"PLACE {row.pool}")
        told = say(f"REFUTED {field}")
        return Claim(field, of.freeze, of.draw.id, told, expected, found)

    def _drawn_before(self, of: _Told) -> frozenset[str]:
        """This leaf alone, if an earlier draw that counts has drawn it."""
        for earlier in of.base.campaign.unvoided_before(of.draw, of.freeze.seq):
            if earlier.result is None:
                continue
            if self._mark(earlier.result.data["selection"]["blob"]) is not None:
                return frozenset([self.leaf])
        return frozenset()
