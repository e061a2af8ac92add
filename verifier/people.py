"""Who may do what: 05.people (spec 01 §3.2, §4, §5, §6, §7)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .book import Book, Campaign
from .findings import Fault, Findings, say
from .step03_entries import Entry

_OFFICIAL_ACTS = (
    "draw.commit",
    "draw.freeze",
    "draw.close",
    "draw.open",
    "draw.beacon",
    "draw.result",
    "match.result",
    "disclosure",
)
_REPRESENTATIVE_ACTS = ("draw.choice", "draw.contribution", "confirm", "object")
_SUPERVISOR_ACTS = ("roster.audit", "object.answer")


def everyone(opening: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, person) of every role of a campaign, substitutes included."""
    named = [(f"officials[{n}]", p) for n, p in enumerate(opening["officials"])]
    named += [(f"supervisors[{n}]", p) for n, p in enumerate(opening["supervisors"])]
    for place, row in enumerate(opening["representatives"]):
        named.append((f"representatives[{place}].person", row["person"]))
        if row["substitute"] is not None:
            named.append((f"representatives[{place}].substitute", row["substitute"]))
    return named


def _disjoint(opening: Mapping[str, Any]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, person in everyone(opening):
        if person in seen:
            wrong = say("this person has another role already: {role}", role=seen[person])
            yield Fault(wrong, f"body.data.{name}", None, person)
        seen.setdefault(person, name)


def _approvals(opening: Mapping[str, Any], entry: Entry) -> Iterator[Fault]:
    people = [row["person"] for row in entry.data["approvals"]]
    for place, person in enumerate(people):
        if person not in opening["officials"]:
            wrong = say("this person is not one of the officials")
            yield Fault(wrong, f"body.data.approvals[{place}].person", None, person)
    if people[0] == people[1]:
        wrong = say("the two approvals must be by different people")
        yield Fault(wrong, "body.data.approvals[1].person", None, people[1])


def _side(opening: Mapping[str, Any], number: int) -> Collection[str]:
    """A representative and its substitute; empty if there is no such number."""
    rows = opening["representatives"]
    if not 1 <= number <= len(rows):
        return ()
    row = rows[number - 1]
    return tuple(person for person in (row["person"], row["substitute"]) if person is not None)


def _act(opening: Mapping[str, Any], entry: Entry) -> Iterator[Fault]:
    person, wrong = entry.data["person"], None
    party = entry.data.get("party", "operator")
    inherited = entry.kind == "draw.choice" and entry.data["inherited"] is not None
    if party != "operator":
        side = _side(opening, int(party.partition(".")[2]))
        if person not in opening["officials"] and person not in side:
            wrong = say(
                "this person is neither an official nor the representative or its substitute"
            )
    elif entry.kind in _OFFICIAL_ACTS or inherited:
        if person not in opening["officials"]:
            wrong = say("this person is not one of the officials")
    elif entry.kind in _SUPERVISOR_ACTS:
        if person not in opening["supervisors"]:
            wrong = say("this person is not one of the supervisors")
    elif entry.kind in _REPRESENTATIVE_ACTS:
        yield from _by_representative(opening, entry)
    if wrong is not None:
        yield Fault(wrong, "body.data.person", None, person)


def _by_representative(opening: Mapping[str, Any], entry: Entry) -> Iterator[Fault]:
    number, person = entry.data["representative"], entry.data["person"]
    side = _side(opening, number)
    if side:
        if person not in side:
            wrong = say("this person is neither the representative nor its substitute")
            yield Fault(wrong, "body.data.person", " / ".join(side), person)
    elif entry.kind == "draw.contribution":
        # For the other acts 05.order or 09 tells of a number that does not exist.
        wrong = say("there is no representative of this number")
        yield Fault(wrong, "body.data.representative", None, number)


def _is_of_representative(entry: Entry) -> bool:
    """True if it depends on a representative's number who may do this."""
    return entry.kind in _REPRESENTATIVE_ACTS or entry.data.get("party", "operator") != "operator"


def _of_entry(opening: Mapping[str, Any], entry: Entry) -> Iterator[Fault]:
    if entry.kind == "campaign.open":
        yield from _disjoint(opening)
    if "approvals" in entry.data:
        yield from _approvals(opening, entry)
    else:
        yield from _act(opening, entry)


def check(book: Book, findings: Findings) -> None:
    """05.people over every readable entry of a campaign whose opening could be read.

    Runs after 05.order, whose faults it does not name a second time.
    """
    openings = _openings(book.campaigns)
    for entry in book.entries.readable:
        if entry.kind == "genesis":
            continue
        opening = openings.get(entry.data["campaign"])
        if opening is None:
            note = say("the campaign's opening entry is missing or could not be read")
            findings.skip("05.people", note)
            continue
        findings.cover("05.people")
        if _is_of_representative(entry) and findings.has_failed_at("05.order", entry.seq):
            # A wrong number is already named; whose act it should have been is then open.
            note = say("the entry is out of order (05.order)")
            findings.skip("05.people", note, entry=entry.seq)
            continue
        for fault in _of_entry(opening, entry):
            findings.fail("05.people", fault, entry=entry.seq)


def _openings(campaigns: Collection[Campaign]) -> dict[int, Mapping[str, Any]]:
    return {c.number: c.opening.data for c in campaigns if c.opening is not None}
