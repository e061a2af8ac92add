"""People of an auditor folder: 10.people (spec 04 §3)."""

from collections.abc import Iterator
from pathlib import Path

from .findings import Fault, Findings, say
from .openings import (
    UNKNOWN_VERSION,
    LineError,
    Person,
    UnknownVersionError,
    lines_of,
    located,
    read_person,
)
from .people import everyone
from .publication import MAX_BLOB, UnreadableError, read_bounded
from .salts import Salts, salts_in
from .step03_entries import Entry


def check_people(
    number: int, opening: Entry, folder: Path, salts: Salts, findings: Findings
) -> None:
    """10.people: the folder opens exactly the people named in campaign `number`.

    `salts` are those of all opened rows of the ledger, and of the people read before.
    """
    name = f"campaign-{number}.people.jsonl"
    try:
        data = read_bounded(folder / name, MAX_BLOB)
    except UnreadableError as fault:
        note = say("the auditor folder lacks {name}: {why}", name=name, why=say(str(fault)))
        findings.skip("10.people", note)
        return
    people, faults, unknown = _read_people(data, name)
    findings.cover("10.people", len(people))
    if unknown:
        findings.skip("10.people", UNKNOWN_VERSION)
        return
    if not faults:
        faults = list(_people_faults(people, opening, name))
        again = salts.people(salts_in(data), [person.person for person in people], name)
        faults += [] if again is None else [again]
    for wrong in faults:
        findings.fail("10.people", wrong)


def _read_people(data: bytes, name: str) -> tuple[list[Person], list[Fault], bool]:
    people: list[Person] = []
    faults: list[Fault] = []
    try:
        people.extend(read_person(line) for _number, line in lines_of(data))
    except UnknownVersionError:
        return people, faults, True
    except LineError as error:
        faults.append(located(len(people) + 1, error.fault, name))
    return people, faults, False


def _people_faults(people: list[Person], opening: Entry, name: str) -> Iterator[Fault]:
    listed = [person.person for person in people]
    if listed != sorted(set(listed)):
        yield Fault(say("the people are not ascending and unique"), name)
    named = {person for _role, person in everyone(opening.data)}
    for person in sorted(named.difference(listed)):
        yield Fault(say("a person named in the campaign is missing"), name, person)
    for person in sorted(set(listed).difference(named)):
        yield Fault(say("this person is not named in the campaign"), name, None, person)
    seen: set[int] = set()
    for one in people:
        if one.telegram in seen:
            wrong = say("two people have the same telegram number")
            yield Fault(wrong, name, None, str(one.telegram))
        seen.add(one.telegram)
