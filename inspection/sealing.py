"""Commitments of people and reasons (spec 00 §6): the book gets the digest, these rows the rest."""

from __future__ import annotations

from typing import Any, Final

from sqlmodel import col, select

from draw import commitment
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import Person
from inspection.tables import SealRow, TextRow
from ledger import canonical

REASON_LIMIT: Final = 1000


def seal_person(desk: Desk, campaign: int, person: Person) -> str:
    """A new commitment of this person for this campaign; written once, at `campaign.open`."""
    value = canonical.text({"name": person.name, "telegram": person.telegram})
    salt = desk.salt()
    digest = commitment("person", salt, value)
    row = SealRow(commitment=digest, campaign=campaign, person=person.id, salt=salt, value=value)
    desk.session.add(row)
    return digest


def seal_of(desk: Desk, campaign: int, person: Person) -> str:
    """This person's commitment in the campaign; refused if enrolled after it was opened."""
    query = select(SealRow.commitment).where(
        col(SealRow.campaign) == campaign, col(SealRow.person) == person.id
    )
    found = desk.session.scalars(query).first()
    if found is None:
        raise Refusal("not_of_this_campaign", campaign=campaign)
    return found


def sealed_name(desk: Desk, digest: str) -> str:
    """The name behind a person's commitment, or an empty text if it was erased."""
    row = desk.session.get(SealRow, digest)
    value: Any = canonical.decode(row.value.encode()) if row is not None else {"name": ""}
    return str(value["name"])


def checked_reason(text: str) -> str:
    """The reason without the blanks around it; refused unless it has 1 … 1,000 characters."""
    text = text.strip()
    if not text:
        raise Refusal("reason_empty")
    if len(text) > REASON_LIMIT:
        raise Refusal("reason_long", limit=REASON_LIMIT, found=len(text))
    return text


def seal_text(desk: Desk, text: str) -> str:
    """Commit to a reason and keep it privately; 1 … 1,000 characters."""
    salt, value = desk.salt(), canonical.text(checked_reason(text))
    digest = commitment("text", salt, value)
    desk.session.add(TextRow(commitment=digest, salt=salt, value=value))
    return digest


def sealed_text(desk: Desk, digest: str) -> str:
    """The reason behind a commitment, or an empty text if it was erased."""
    row = desk.session.get(TextRow, digest)
    return str(canonical.decode(row.value.encode())) if row is not None else ""


def sealed_person(desk: Desk, digest: str) -> int | None:
    """The number of the enrolled person behind a `person` commitment, or None if it is unknown."""
    row = desk.session.get(SealRow, digest)
    return row.person if row is not None else None
