"""The entries of the book in words: what was done, and one line about it.

A line is a msgid with its values; `Code` marks a value that has a word of its own (`web.terms`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ledger import Entry
from web import terms
from web.errors import Unreadable
from web.words import Speech, msg

Data = Mapping[str, Any]
Line = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Code:
    """A code of the book, said as its word; one that has none is shown as it is."""

    words: Mapping[str, str]
    code: str


@dataclass(frozen=True)
class Deed:
    """An entry with the msgid of its kind and its line; `draw` is "1.2", or empty."""

    entry: Entry
    kind: str
    draw: str
    line: str
    values: Mapping[str, object]

    def told(self, t: Speech) -> str:
        """Return the line in one language, safe HTML."""
        return t(self.line, **{name: _said(t, value) for name, value in self.values.items()})


def deeds(entries: tuple[Entry, ...]) -> tuple[Deed, ...]:
    """Return what each entry says, in order; `Unreadable` if one lacks what its kind must have."""
    try:
        by_type = frozenset(
            entry.data["campaign"]
            for entry in entries
            if entry.kind == "campaign.open" and entry.data["allocation"] == "per_type"
        )
        return tuple(_deed(entry, by_type) for entry in entries)
    except (LookupError, TypeError, ValueError) as error:
        raise Unreadable(
            f"publication: an entry is not in the form of spec 01: {error!r}"
        ) from error


def _deed(entry: Entry, by_type: Collection[object]) -> Deed:
    """What one entry says; `by_type`: the campaigns that draw type by type."""
    kind, tell = _KINDS[entry.kind]
    line, values = tell({**entry.data, "per_type": entry.data.get("campaign") in by_type})
    draw = f"{entry.data['campaign']}.{entry.data['draw']}" if "draw" in entry.data else ""
    return Deed(entry, kind, draw, line, values)


def _said(t: Speech, value: object) -> object:
    if isinstance(value, Code):
        return t(value.words[value.code]) if value.code in value.words else value.code
    return value


def _genesis(data: Data) -> Line:
    values: dict[str, object] = {"origin": data["origin"]}
    if not data["quorum"]:
        return msg("The book of {origin} begins, without witnesses."), values
    line = msg("The book of {origin} begins; {quorum} of {n} witnesses must sign its heads.")
    return line, {**values, "quorum": data["quorum"], "n": len(data["witnesses"])}


def _campaign_open(data: Data) -> Line:
    line = msg("Campaign {campaign}, “{title}”: rules and a roster of {n} enterprises are fixed.")
    roster = data["roster"]["count"]
    return line, {"campaign": data["campaign"], "title": data["title"], "n": roster}


def _roster_audit(data: Data) -> Line:
    line = msg(
        "A supervisor states for campaign {campaign}: codes valid and unique, types complete, "
        "known failures flagged."
    )
    return line, {"campaign": data["campaign"]}


def _draw_commit(data: Data) -> Line:
    line = msg("The operator's secret for the draw of representative {number} is fixed, unopened.")
    return line, {"number": data["representative"]}


def _draw_choice(data: Data) -> Line:
    values: dict[str, object] = {"number": data["representative"], "n": len(data["types"])}
    if data["inherited"] is None:
        return msg("Representative {number} chose {n} product types."), values
    line = msg("The {n} types of the voided draw {draw} are repeated for representative {number}.")
    return line, {**values, "draw": data["inherited"]}


def _draw_freeze(data: Data) -> Line:
    values = {"pool": data["pool"]["count"], "must": data["must"], "n": data["n"]}
    if data["per_type"]:
        return msg(
            "The pool holds {pool} enterprises, {must} of them certain; they are to be drawn type "
            "by type."
        ), values
    line = msg("The pool holds {pool} enterprises, {must} of them certain; {n} are to be drawn.")
    return line, values


def _draw_contribution(data: Data) -> Line:
    line = msg("Representative {number} added randomness, made {by}; unopened.")
    return line, {"number": data["representative"], "by": Code(terms.MADE_BY, data["made_by"])}


def _draw_close(data: Data) -> Line:
    values: dict[str, object] = {"n": len(data["contributions"])}
    if data["round"] is None:
        return msg("No more contributions: {n} are in."), values
    line = msg("No more contributions: {n} are in; round {round} of the beacon will decide.")
    return line, {**values, "round": data["round"]}


def _draw_open(data: Data) -> Line:
    if data["party"] == "operator":
        return msg(
            "The operator's secret is opened. From here on the draw can be void only if the "
            "verifier itself fails it, or if its beacon, where it has one, is silent for 24 hours."
        ), {}
    number = int(data["party"].removeprefix("representative."))
    return msg("The contribution of representative {number} is opened."), {"number": number}


def _draw_beacon(data: Data) -> Line:
    values = {"round": data["beacon"]["round"]}
    if data["bracket"] is None:
        return msg("The value of round {round}, without a note of the witnesses."), values
    return msg("The value of round {round}, with the witnesses' note on the closed list."), values


def _draw_result(data: Data) -> Line:
    values = {"n": data["selection"]["count"]}
    if data["per_type"]:
        return msg("{n} enterprises are drawn, type by type."), values
    return msg("{n} enterprises are drawn."), values


def _match_result(data: Data) -> Line:
    line = msg("{n} enterprises are matched; over quota: {sampling} sampling, {testing} testing.")
    over = data["over_quota"]
    values = {"n": data["rows"]["count"], "sampling": over["sampling"], "testing": over["testing"]}
    return line, values


def _confirm(data: Data) -> Line:
    line = msg("Representative {number} confirmed the result (a tapped button, level D).")
    return line, {"number": data["representative"]}


def _object(data: Data) -> Line:
    line = msg("Representative {number} objected (a tapped button, level D): {reason}.")
    reason = Code(terms.OBJECTIONS, data["reason"]["code"])
    return line, {"number": data["representative"], "reason": reason}


def _object_answer(data: Data) -> Line:
    line = msg("A supervisor answered the objection of entry {seq}: {outcome}.")
    return line, {"seq": data["objection"], "outcome": Code(terms.OUTCOMES, data["outcome"])}


def _draw_void(data: Data) -> Line:
    reason = Code(terms.VOIDS, data["reason"]["code"])
    if not data["finding"]:
        return msg("The draw is void: {reason}."), {"reason": reason}
    line = msg("The draw is void: {reason} (check {finding}).")
    return line, {"reason": reason, "finding": data["finding"]}


def _campaign_close(data: Data) -> Line:
    values: dict[str, object] = {"campaign": data["campaign"], "n": len(data["not_drawn"])}
    return msg("Campaign {campaign} is closed; {n} representatives had no draw."), values


def _campaign_void(data: Data) -> Line:
    reason = Code(terms.VOIDS, data["reason"]["code"])
    line = msg("Campaign {campaign} is void: {reason}.")
    return line, {"campaign": data["campaign"], "reason": reason}


def _disclosure(data: Data) -> Line:
    line = msg("Campaign {campaign}: {n} openings are published, for {rows}.")
    rows = Code(terms.ROWS, data["rows"])
    return line, {"campaign": data["campaign"], "n": data["count"], "rows": rows}


_KINDS: Final[Mapping[str, tuple[str, Callable[[Data], Line]]]] = {
    "genesis": (msg("Start of the book"), _genesis),
    "campaign.open": (msg("Campaign opened"), _campaign_open),
    "roster.audit": (msg("Roster audited"), _roster_audit),
    "draw.commit": (msg("Operator's commitment"), _draw_commit),
    "draw.choice": (msg("Product types chosen"), _draw_choice),
    "draw.freeze": (msg("Pool fixed"), _draw_freeze),
    "draw.contribution": (msg("Randomness contributed"), _draw_contribution),
    "draw.close": (msg("Contributions closed"), _draw_close),
    "draw.open": (msg("Secret opened"), _draw_open),
    "draw.beacon": (msg("Beacon's value"), _draw_beacon),
    "draw.result": (msg("Enterprises drawn"), _draw_result),
    "match.result": (msg("Institutions matched"), _match_result),
    "confirm": (msg("Result confirmed"), _confirm),
    "object": (msg("Objection"), _object),
    "object.answer": (msg("Objection answered"), _object_answer),
    "draw.void": (msg("Draw void"), _draw_void),
    "campaign.close": (msg("Campaign closed"), _campaign_close),
    "campaign.void": (msg("Campaign void"), _campaign_void),
    "disclosure": (msg("Openings published"), _disclosure),
}
