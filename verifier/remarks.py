"""Remarks that stand beside the verdict and never change it (spec 04 §6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .book import Book, Campaign, Draw
from .dates import DAY_SECONDS, moment
from .findings import CheckName, DrawId, Finding, Text, draw_name, say, shown
from .material import Case, DrawMaterial
from .remarks_beacon import (
    BEACON_TEMPLATES,
    Remark,
    Timeliness,
    on_bracket,
    on_campaign,
    on_head,
    on_late_round,
    on_reading,
)
from .step03_entries import Entry
from .step09_answers import Settled, is_by_verifier
from .step10_openings import OpenState

_MOST_DETAILS = 5

TEMPLATES: Mapping[str, str] = {
    **BEACON_TEMPLATES,
    "simulation": "This ledger says of itself that it is a simulation: people or data are"
    " invented.",
    "bot_contributions": "{bot} of {all} contributions were made by the operator's bot, so they"
    " do not protect against the operator.",
    "level_d": "Every choice, contribution, approval and answer here is attested by the operator"
    " (a tapped button, level D); none of these people has signed with a key of their own.",
    "history": "This proves that the book is consistent in itself. That it is the same book that"
    " others saw earlier can be shown only by a checkpoint that somebody else kept.",
    "ahead": "The last entry is dated {time}, later than the time of this check: a deadline that"
    " has not come by its dates may have passed, or the dates are wrong.",
    "sealed": "Sealed until {date}: which leaf is whom, and whether pool, marks, types and"
    " matching are right, can be checked by auditors now and by everyone after that date.",
    "auditor": "Checked with the auditor's openings: pool, marks, types and matching of campaign"
    " {campaign}.",
    "ids_closed": "The names of enterprises that were not drawn are closed; that somebody was"
    " left off the roster can be found only by auditors.",
    "void": "Draw {draw} is void ({reason}).",
    "contributions": "Draw {draw}: {given} of {all} representatives contributed.",
    "unopened": "Draw {draw}: the contribution of representative(s) {numbers} was not opened; its"
    " commitment stands in. Unless the closed list is proven to be older than the beacon,"
    " whoever held it could choose between two results.",
    "choice_discarded": "Draw {draw} was void after its choice, and the campaign ended without"
    " repeating that choice.",
    "not_drawn": "Campaign {campaign} ended without a draw of representative(s) {numbers}.",
    "campaign_void": "Campaign {campaign} is void ({reason}).",
    "objection_founded": "Draw {draw}: the supervisor found the objection of representative(s)"
    " {numbers} founded.",
    "no_answer": "Representative(s) {numbers} gave no answer on draw {draw}.",
    "over_quota": "Draw {draw}: {sampling} row(s) over quota in sampling, {testing} in testing.",
    "must_only": "Draw {draw}: the musts alone exceed the plan; n was raised to {m}.",
    "per_type": "Draw {draw}: drawn type by type; the chance is equal within a type, and may differ"
    " between types.",
    "weights": "Draw {draw}: institutions of the types {types} were drawn by weight, not by quota.",
    "small_pool": "Draw {draw}: the pool is smaller than the plan; everyone was drawn.",
}

# What is no real book; then what protects, what does not, what happened, and formal things.
_ORDER = (
    "simulation", "test_beacon",
    "bracket", "witnesses", "kept", "auditor",
    "no_beacon", "no_bracket", "no_witness", "bot_contributions", "unopened", "unfinished",
    "beacon_silent", "ahead",
    "void", "choice_discarded", "campaign_void", "not_drawn", "objection_founded", "contributions",
    "no_answer", "over_quota", "must_only", "small_pool", "per_type", "weights",
    "history", "level_d", "sealed", "ids_closed", "no_listing",
)  # fmt: skip

_WITHOUT_BEACON = (
    "Draw {draw}: the contribution of representative(s) {numbers} was not opened; its commitment"
    " stands in. There was no beacon: whoever held it could choose between two results."
)


def _remark(code: str, **args: object) -> Remark:
    return code, say(TEMPLATES[code], **args)


@dataclass(frozen=True)
class Scope:
    """The draws that are judged and all of their campaign: those of `--draw`, or all."""

    asked: frozenset[DrawId]
    around: frozenset[DrawId]


def remarks_of(
    case: Case,
    states: Mapping[int, OpenState],
    scope: Scope,
    settled: Settled,
    told: Timeliness,
) -> tuple[Remark, ...]:
    """All remarks that apply; those on one draw only for the draws in `scope`.

    `settled` are the failed findings that a void settles. `told` is about witnesses and the beacon.
    """
    remarks = [*_on_ledger(case, told)]
    for campaign in case.book.campaigns:
        remarks += _on_campaign(campaign, states[campaign.number])
    for id, known in sorted(case.draws.items()):
        draw = known.draw
        if draw.void is not None and id in scope.around:
            remarks.append(_void(draw, draw.void, settled.get(id, ())))
        if id in scope.asked:
            remarks += on_bracket(known, told)
        if id in scope.around:
            remarks += [*on_late_round(known, told), *_on_choice(known)]
        if id in scope.asked:
            remarks += _on_draw(known)
    return tuple(sorted(remarks, key=lambda remark: _ORDER.index(remark[0])))


def _void(draw: Draw, void: Entry, settled: tuple[Finding, ...]) -> Remark:
    """Why a draw is void; of what failed here, the first few findings."""
    name, named = draw_name(draw.id), void.data["finding"]
    if settled:
        return "void", say(
            "Draw {draw} is void: the check {check} failed. {details}",
            draw=name,
            check=CheckName(settled[0].check),
            details=settled[:_MOST_DETAILS],
        )
    if is_by_verifier(void):
        return "void", say(
            "Draw {draw} is void; the operator says that the check {check} failed.",
            draw=name,
            check=shown(named),
        )
    reason = say(f"reason {void.data['reason']['code']}")
    return _remark("void", draw=name, reason=reason)


def on_simulation(book: Book) -> Iterator[Remark]:
    """That the ledger calls itself a simulation."""
    if book.genesis is not None and book.genesis.data["simulation"]:
        yield _remark("simulation")


def _on_ledger(case: Case, told: Timeliness) -> Iterator[Remark]:
    book = case.book
    yield from on_simulation(book)
    made = [entry for draw in book.draws() for entry in draw.contributions]
    for base in case.campaigns.values():
        yield from on_campaign(base)
    by_bot = sum(entry.data["made_by"] == "bot" for entry in made)
    if by_bot:
        yield _remark("bot_contributions", bot=by_bot, all=len(made))
    yield on_head(told.head)
    yield from on_reading(told)
    yield from _on_dates(book, told.now)
    if book.campaigns:
        yield _remark("level_d")
    yield _remark("history")


def _on_dates(book: Book, now: int) -> Iterator[Remark]:
    """That the book is dated more than a day after the time of this check."""
    entries = book.entries.readable
    if entries and entries[-1].at > now + DAY_SECONDS:
        yield _remark("ahead", time=moment(entries[-1].at))


def _on_campaign(campaign: Campaign, state: OpenState) -> Iterator[Remark]:
    if campaign.opening is None:
        return
    if state.sealed:
        yield _remark("sealed", date=campaign.opening.data["disclose_by"])
    if state.audited and state.computed:
        yield _remark("auditor", campaign=str(campaign.number))
    if not state.ids_public:
        yield _remark("ids_closed")
    if campaign.end is not None:
        yield from _on_end(campaign.number, campaign.end)


def _on_end(number: int, end: Entry) -> Iterator[Remark]:
    if end.kind == "campaign.void":
        reason = say(f"reason {end.data['reason']['code']}")
        yield _remark("campaign_void", campaign=str(number), reason=reason)
    elif end.data["not_drawn"]:
        numbers = tuple(map(str, end.data["not_drawn"]))
        yield _remark("not_drawn", campaign=str(number), numbers=numbers)


def everyone_contributed(remark: Remark) -> bool:
    """False for the remark that in some draw not every representative contributed."""
    code, text = remark
    args = dict(text.args)
    return code != "contributions" or args["given"] == args["all"]


def _on_draw(known: DrawMaterial) -> Iterator[Remark]:
    draw, name = known.draw, draw_name(known.draw.id)
    yield from _on_contributions(known, name)
    founded = _founded(draw, known.base.campaign)
    if founded:
        yield _remark("objection_founded", draw=name, numbers=tuple(map(str, founded)))
    if draw.match is not None and draw.void is None and known.base.campaign.opening is not None:
        silent = _silent(draw, known.base.campaign.opening.data)
        if silent:
            yield _remark("no_answer", numbers=tuple(map(str, silent)), draw=name)
    if draw.match is not None:
        over = draw.match.data["over_quota"]
        if over["sampling"] or over["testing"]:
            yield _remark("over_quota", draw=name, **over)
    yield from _on_rules(known, name)
    if draw.freeze is not None:
        yield from _on_size(known, draw.freeze.data, name)


def _on_rules(known: DrawMaterial, name: Text) -> Iterator[Remark]:
    """That a draw was made type by type, or matched by weights."""
    draw, market = known.draw, known.base.market
    if draw.result is not None and known.base.per_type:
        yield _remark("per_type", draw=name)
    if draw.match is not None and draw.choice is not None and market is not None:
        types = tuple(name for name in draw.choice.data["types"] if name in market.weighted)
        if types:
            yield _remark("weights", draw=name, types=types)


def _on_contributions(known: DrawMaterial, name: Text) -> Iterator[Remark]:
    """Who gave a part of the seed, and whose part stayed closed (02 §4)."""
    draw, opening = known.draw, known.base.campaign.opening
    given = {entry.data["representative"] for entry in draw.contributions}
    if draw.match is not None and opening is not None:
        count = len(opening.data["representatives"])
        yield _remark("contributions", draw=name, given=len(given), all=count)
    closed = sorted(given.difference(draw.representative_openings()))
    if draw.result is not None and closed:
        template = TEMPLATES["unopened"] if known.base.chain is not None else _WITHOUT_BEACON
        yield "unopened", say(template, draw=name, numbers=tuple(map(str, closed)))


def _on_choice(known: DrawMaterial) -> Iterator[Remark]:
    if _is_discarded(known.draw, known.base.campaign):
        yield _remark("choice_discarded", draw=draw_name(known.draw.id))


def _is_discarded(draw: Draw, campaign: Campaign) -> bool:
    """True if a void draw's choice was not taken over by a later draw before the end (01 §8.4)."""
    if draw.void is None or draw.choice is None or campaign.end is None:
        return False
    later = (other.choice for other in campaign.draws if other.id > draw.id)
    return all(choice is None or choice.data["inherited"] != draw.id[1] for choice in later)


def _founded(draw: Draw, campaign: Campaign) -> list[int]:
    """Representatives whose objection to this draw was found founded."""
    answers = [entry.data for other in campaign.draws for entry in other.answers]
    founded = {data["objection"] for data in answers if data["outcome"] == "founded"}
    return sorted({e.data["representative"] for e in draw.objections if e.seq in founded})


def _silent(draw: Draw, opening: Mapping[str, Any]) -> list[int]:
    answered = {e.data["representative"] for e in (*draw.confirms, *draw.objections)}
    numbers = range(1, len(opening["representatives"]) + 1)
    return [number for number in numbers if number not in answered]


def _on_size(known: DrawMaterial, freeze: Mapping[str, Any], name: Text) -> Iterator[Remark]:
    """What n of the freeze says of a pooled draw; `per_type` stands in its place (04 §6)."""
    if known.base.per_type:
        return
    if freeze["must"] > freeze["planned"]:
        yield _remark("must_only", draw=name, m=freeze["must"])
    if freeze["pool"]["count"] < freeze["planned"]:
        yield _remark("small_pool", draw=name)
