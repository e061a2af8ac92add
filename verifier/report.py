"""Reports: one JSON object for machines (spec 04 §2), short plain text for people."""

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from .checks import COVERAGE, ONE_PER_DRAW
from .dates import moment
from .enterprise import CODE as OPENING
from .enterprise import Enterprise, Standing
from .findings import DrawId, DrawRange, Finding, Text, draw_id, draw_name, say
from .judge import DrawSummary, Judgement
from .remarks import everyone_contributed
from .remarks_beacon import Remark
from .rules import Stratum
from .texts import Language, check_name, detail, render, translate

_GROUP = 4
# What the words of the report mean, in short (docs/glossary).
_TERMS = (
    say("leaf: the hash that stands for one enterprise"),
    say("root: one hash over all entries; it changes if any of them does"),
    say("ticket: SHA-256 of seed and leaf; the lowest win"),
    say("cut-off ticket: the highest winning ticket"),
    say(
        "witness: another body's program that signs heads of a book that only grows; never a"
        " person in the hall"
    ),
)


def as_json(judgement: Judgement, language: Language) -> str:
    """The one object of spec 04 §2, in ASCII."""
    value = {
        "v": 1,
        "verdict": judgement.verdict,
        "exit": judgement.exit,
        "origin": judgement.origin,
        "size": judgement.size,
        "root": judgement.root,
        "now": judgement.now,
        "findings": [finding_json(one, language) for one in judgement.findings],
        "remarks": [
            {"code": code, "text": render(text, language)} for code, text in judgement.remarks
        ],
        "draws": [_draw(one) for one in judgement.draws],
        "enterprise": _enterprise(judgement.enterprise),
    }
    return json.dumps(value, ensure_ascii=True)


def finding_json(one: Finding, language: Language) -> dict[str, Any]:
    """One finding as spec 04 §2 writes it."""
    return {
        "check": one.check,
        "result": one.result,
        "draw": None if one.draw is None else draw_id(one.draw),
        "entry": one.entry,
        "field": one.field,
        "expected": None if one.expected is None else render(one.expected, language),
        "found": None if one.found is None else render(one.found, language),
        "note": render(one.note, language),
    }


def _draw(one: DrawSummary) -> dict[str, Any]:
    return {
        "campaign": one.id[0],
        "draw": one.id[1],
        "state": one.state,
        "N": one.N,
        "m": one.m,
        "n": one.n,
        "odds": None if one.odds is None else list(one.odds),
        "seed": one.seed,
        "cutoff": one.cutoff,
        "digest": one.digest,
        "confirmed": one.confirmed,
        "objected": one.objected,
    }


def _enterprise(one: Enterprise | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "leaf": one.leaf,
        "name": one.name,
        "code": one.code,
        "in_roster": one.in_roster,
        "draws": [
            {
                "campaign": standing.campaign,
                "draw": standing.draw,
                "in_pool": standing.in_pool,
                "mark": standing.mark,
                "ticket": standing.ticket,
                "cutoff": standing.cutoff,
                "selected": standing.selected,
            }
            for standing in one.draws
        ],
    }


def as_text(judgement: Judgement, language: Language) -> str:
    """The report for people: verdict, checks, draws, the enterprise, remarks."""
    return "".join(line + "\n" for line in _Writer(judgement, language).lines())


def grouped(digest: str) -> str:
    """A digest in groups of four digits, as people compare it."""
    return " ".join(digest[place : place + _GROUP] for place in range(0, len(digest), _GROUP))


def _gravity(finding: Finding) -> int:
    """Which finding names a check's line; what was not asked for does not darken the rest."""
    if finding.result == "failed":
        return 0
    if finding.result == "not_checked":
        return 1 if finding.applies else 3
    return 2


def _short(remarks: Collection[Remark]) -> Iterator[Text]:
    """What people read: of the contributions only what is missing, or that nothing is."""
    said, complete = False, all(map(everyone_contributed, remarks))
    for remark in remarks:
        code, text = remark
        if code != "contributions" or not everyone_contributed(remark):
            yield text
        elif complete and not said:
            said = True
            yield say("Every representative contributed to every matched draw listed above.")


def strata_lines(strata: Collection[Stratum], language: Language) -> Iterator[str]:
    """What stands for odds and cut-off where every type was drawn by itself."""
    for one in strata:
        sizes = {"N": one.N, "m": one.m, "n": one.n}
        template = "type {type}: {N} in the pool, {m} of them musts; {n} drawn"
        yield "  " + translate(template, language, {"type": one.type, **sizes})
        if one.odds is not None:
            odds = f"{one.odds[0]:,}/{one.odds[1]:,}"
            template = "chance of every other enterprise: {odds}"
            yield "    " + translate(template, language, {"odds": odds})
        if one.cutoff is not None:
            yield "    " + translate("cut-off ticket: {v}", language, {"v": grouped(one.cutoff)})


def check_lines(findings: Collection[Finding], language: Language) -> Iterator[str]:
    """All checks, each with what it covered and what it found."""
    yield render(say("Checks"), language)
    for code in COVERAGE:
        own = [finding for finding in findings if finding.check == code]
        if own:
            yield from _check(code, own, language)


def _check(code: str, own: list[Finding], language: Language) -> Iterator[str]:
    def said(template: str, **args: object) -> str:
        return translate(template, language, args)

    worst = min(own, key=_gravity)
    proven = [render(f.note, language) for f in own if f.result == "proven"]
    if code in ONE_PER_DRAW:
        wrong = dict.fromkeys(f.draw for f in own if f.result == "failed" and f.draw is not None)
        proven += [said("{id} not by the rules", id=draw_id(draw)) for draw in wrong]
    word = said(f"WORD {worst.result}")
    if proven:
        word = said("{word} ({covered})", word=word, covered=said("; ").join(proven))
    yield f"  {code}  {check_name(code, language)}{said(': ')}{word}"
    for finding in own:
        if finding.result != "proven":
            # Which of the draws is meant; the field is for machines, and the sentence says it.
            if code in ONE_PER_DRAW and finding.draw is not None:
                finding = replace(finding, field=draw_id(finding.draw))
            yield f"      - {detail(finding, language)}"


def _headline(judgement: Judgement) -> Text:
    """The verdict; where only the reader's own opening is wrong, that the book is not."""
    if {f.check for f in judgement.findings if f.result == "failed"} == {OPENING}:
        return say(
            "FAILED: the opening given is wrong or is not of this book (11.opening). The book"
            " itself shows no fault."
        )
    return say(f"VERDICT {judgement.verdict}")


class _Writer:
    def __init__(self, judgement: Judgement, language: Language) -> None:
        self.judgement = judgement
        self.language = language

    def say(self, template: str, **args: object) -> str:
        return translate(template, self.language, args)

    def lines(self) -> Iterator[str]:
        judgement = self.judgement
        yield render(_headline(judgement), self.language)
        if judgement.asked is not None:
            yield self._asked(judgement.asked)
        if judgement.origin is not None:
            yield self.say(
                "Ledger {origin}, {size} entries, judged as of {now}.",
                origin=judgement.origin,
                size=judgement.size,
                now=moment(judgement.now),
            )
            yield self.say("Root of the tree: {root}", root=grouped(judgement.root or ""))
        yield ""
        yield from check_lines(judgement.findings, self.language)
        yield from self._draws()
        if judgement.enterprise is not None:
            yield from self._enterprise(judgement.enterprise)
        yield from self._remarks()
        if judgement.origin is not None:
            yield from self._terms()

    def _terms(self) -> Iterator[str]:
        yield ""
        yield self.say("Words")
        yield from (f"  {render(term, self.language)}" for term in _TERMS)

    def _asked(self, draw: DrawId) -> str:
        if draw[1] == 1:
            return self.say("Only draw {draw} was asked for.", draw=draw_name(draw))
        return self.say(
            "Only draw {draw} was asked for, and so those before it of its campaign.",
            draw=draw_name(draw),
        )

    def _draws(self) -> Iterator[str]:
        asked = self.judgement.asked
        for draw in self.judgement.draws:
            if asked is None or draw.id in DrawRange.up_to(asked):
                yield ""
                yield from self._draw(draw)

    def _draw(self, draw: DrawSummary) -> Iterator[str]:
        state = self.say(f"STATE {draw.state}")
        yield self.say("Draw {draw}: {state}", draw=draw_name(draw.id), state=state)
        if draw.N is not None:
            yield "  " + self.say(
                "{N} enterprises in the pool, {m} of them musts; {n} drawn",
                N=draw.N,
                m=draw.m,
                n=draw.n,
            )
        if draw.odds is not None:
            odds = f"{draw.odds[0]:,}/{draw.odds[1]:,}"
            yield "  " + self.say("chance of every other enterprise: {odds}", odds=odds)
        yield from strata_lines(draw.strata, self.language)
        if draw.timely is not None:
            yield "  " + render(draw.timely, self.language)
        for label, value in (
            ("seed: {v}", draw.seed),
            ("cut-off ticket: {v}", draw.cutoff),
            ("digest of the result: {v}", draw.digest),
        ):
            if value is not None:
                yield "  " + self.say(label, v=grouped(value))
        if draw.digest is not None:
            yield "  " + self.say(
                "confirmed by {yes} representative(s), objected to by {no}",
                yes=draw.confirmed,
                no=draw.objected,
            )

    def _enterprise(self, one: Enterprise) -> Iterator[str]:
        yield ""
        yield self.say("The enterprise of the opening")
        if one.name is not None:
            yield "  " + self.say("name {name}, code {code}", name=one.name, code=one.code)
        yield "  " + self.say("leaf: {leaf}", leaf=grouped(one.leaf))
        if not one.in_roster:
            yield "  " + self.say("This leaf is not in the roster.")
        for standing in one.draws:
            yield "  " + self._standing(standing)

    def _standing(self, one: Standing) -> str:
        name = draw_name((one.campaign, one.draw))
        if not one.in_pool:
            return self.say("draw {draw}: not in the pool, not drawn", draw=name)
        if one.mark == "m":
            return self.say("draw {draw}: DRAWN, as a must", draw=name)
        own = grouped(one.ticket or "")
        if one.selected:
            return self.say("draw {draw}: DRAWN (ticket {ticket})", draw=name, ticket=own)
        return self.say("draw {draw}: not drawn (ticket {ticket})", draw=name, ticket=own)

    def _remarks(self) -> Iterator[str]:
        if not self.judgement.remarks:
            return
        yield ""
        yield self.say("Remarks")
        for text in _short(self.judgement.remarks):
            yield f"  - {render(text, self.language)}"
