"""People and their roles: invitations, enrolment, rights by person (design §5).

Rights come from the rows of this module by numeric chat account, never from a chat or a username.
An invitation is a one-use token (hash at rest, 24 h) together with a code that is told to the
person by another way; five wrong codes lock it. One account has one role, so that nobody holds two.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select

from inspection.errors import Refusal
from inspection.tables import InvitationRow, PersonRow

if TYPE_CHECKING:
    from inspection.desk import Desk

INVITATION_SECONDS: Final = 24 * 3600
TRIES: Final = 5
NAME_LIMIT: Final = 40
LEAST_OFFICIALS: Final = 2


class Role(StrEnum):
    """What a person may be; exactly one per person."""

    OFFICIAL = "official"
    SUPERVISOR = "supervisor"
    REPRESENTATIVE = "representative"
    SUBSTITUTE = "substitute"


NUMBERED: Final = (Role.REPRESENTATIVE, Role.SUBSTITUTE)


@dataclass(frozen=True)
class Person:
    """An enrolled person; `number` is the representative's number (or of whom one substitutes)."""

    id: int
    telegram: int
    name: str
    language: str
    role: Role
    number: int | None


@dataclass(frozen=True)
class Invited:
    """A fresh invitation, shown once. `expires` in seconds."""

    token: str
    code: str
    name: str
    role: Role
    number: int | None
    expires: int


@dataclass(frozen=True)
class Pending:
    """An invitation that was opened and waits for its code."""

    name: str
    role: Role


@dataclass(frozen=True)
class WrongCode:
    """The code did not fit; not a refusal, because the counted try must be committed."""

    tries_left: int


def require(person: Person | None, *roles: Role) -> Person:
    """The person, if its role is one of these; otherwise a refusal that names them."""
    if person is None:
        raise Refusal("not_enrolled")
    if person.role not in roles:
        allowed = tuple(role.value for role in roles)
        raise Refusal("not_allowed", roles=allowed, role=person.role.value)
    return person


def person_by_telegram(desk: Desk, telegram: int) -> Person | None:
    """Who this chat account is, if enrolled and not revoked."""
    query = select(PersonRow).where(
        col(PersonRow.telegram) == telegram, col(PersonRow.revoked_at).is_(None)
    )
    row = desk.session.scalars(query).first()
    return _person(row) if row is not None else None


def person_by_id(desk: Desk, person_id: int) -> Person:
    """An enrolled person by its number; refused if unknown or revoked."""
    row = desk.session.get(PersonRow, person_id)
    if row is None or row.revoked_at is not None:
        raise Refusal("person_unknown", id=person_id)
    return _person(row)


def people(desk: Desk, *roles: Role) -> tuple[Person, ...]:
    """All enrolled people (of these roles), by role, number and time of enrolment."""
    rows = desk.session.scalars(select(PersonRow).where(col(PersonRow.revoked_at).is_(None)))
    found = [_person(row) for row in rows if not roles or Role(row.role) in roles]
    rank = list(Role)
    return tuple(sorted(found, key=lambda p: (rank.index(p.role), p.number or 0, p.id)))


def set_language(desk: Desk, person: Person, language: str) -> Person:
    """Remember in which language this person reads: `zh` or `en`."""
    row = desk.session.get_one(PersonRow, person.id)
    row.language = language
    return _person(row)


def invite(desk: Desk, by: Person, role: Role, name: str, number: int | None = None) -> Invited:
    """Make a one-use invitation; officials are invited only through a second official.

    Hand the link to `by` and the code to other officials only: whoever has both can enrol as the
    guest, and could so be several people alone. Refused while there is no other official.
    """
    require(by, Role.OFFICIAL)
    if role is Role.OFFICIAL:
        raise Refusal("needs_second_official")
    officials = people(desk, Role.OFFICIAL)
    if len(officials) < LEAST_OFFICIALS:
        raise Refusal("officials_few", found=len(officials))
    return issue(desk, by, role, name, number)


def issue(
    desk: Desk, by: Person | None, role: Role, name: str, number: int | None = None
) -> Invited:
    """Write an invitation. `by` None: made at the terminal, by `init` or `invite-official`."""
    name = checked_name(name)
    if (role in NUMBERED) != (number is not None and number >= 1):
        raise Refusal("number_needed", role=role.value)
    _demand_free(desk, role, number)
    token = urlsafe_b64encode(desk.entropy(32)).rstrip(b"=").decode()
    code = f"{int.from_bytes(desk.entropy(8)) % 1_000_000:06d}"
    expires = desk.now + INVITATION_SECONDS
    row = InvitationRow(
        token_hash=_hash(token),
        code_hash=_hash(_hash(token) + code),
        name=name,
        role=role.value,
        number=number,
        issued_by=by.id if by else None,
        expires=expires,
        tries_left=TRIES,
    )
    desk.session.add(row)
    return Invited(token, code, name, role, number, expires)


def begin_enrolment(desk: Desk, token: str, telegram: int) -> Pending:
    """Open an invitation from this account; the code is asked next."""
    present = person_by_telegram(desk, telegram)
    if present is not None:
        raise Refusal("already_enrolled", role=present.role.value)
    row = desk.session.get(InvitationRow, _hash(token))
    if row is None:
        raise Refusal("invitation_unknown")
    _demand_usable(desk, row)
    if row.opened_by not in (None, telegram):
        raise Refusal("invitation_used")
    _forget_pending(desk, telegram)
    row.opened_by = telegram
    return Pending(row.name, Role(row.role))


def pending_enrolment(desk: Desk, telegram: int) -> Pending | None:
    """The invitation this account has opened and not yet finished, if any."""
    row = _pending(desk, telegram)
    return Pending(row.name, Role(row.role)) if row is not None else None


def finish_enrolment(desk: Desk, telegram: int, code: str, language: str) -> Person | WrongCode:
    """Give the code; makes the person, or counts a wrong try."""
    row = _pending(desk, telegram)
    if row is None:
        raise Refusal("no_pending_enrolment")
    _demand_usable(desk, row)
    if not hmac.compare_digest(row.code_hash, _hash(row.token_hash + code.strip())):
        row.tries_left -= 1
        return WrongCode(row.tries_left)
    _demand_free(desk, Role(row.role), row.number)
    row.used_at = desk.now
    person = PersonRow(
        telegram=telegram,
        name=row.name,
        language=language,
        role=row.role,
        number=row.number,
        enrolled_at=desk.now,
    )
    desk.session.add(person)
    desk.session.flush()
    return _person(person)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def checked_name(name: str) -> str:
    """The name without the blanks around it; refused unless 1 … 40 characters on one line."""
    name = name.strip()
    if not 1 <= len(name) <= NAME_LIMIT or not name.isprintable():
        raise Refusal("name_bad", found=len(name))
    return name


def _demand_free(desk: Desk, role: Role, number: int | None) -> None:
    if role in NUMBERED and any(p.number == number for p in people(desk, role)):
        raise Refusal("number_taken", number=number, role=role.value)


def _demand_usable(desk: Desk, row: InvitationRow) -> None:
    if row.used_at is not None:
        raise Refusal("invitation_used")
    if row.tries_left <= 0:
        raise Refusal("invitation_locked")
    if row.expires < desk.now:
        raise Refusal("invitation_expired", expires=row.expires)


def _pending(desk: Desk, telegram: int) -> InvitationRow | None:
    query = select(InvitationRow).where(
        col(InvitationRow.opened_by) == telegram, col(InvitationRow.used_at).is_(None)
    )
    return desk.session.scalars(query).first()


def _forget_pending(desk: Desk, telegram: int) -> None:
    row = _pending(desk, telegram)
    if row is not None:
        row.opened_by = None


def _person(row: PersonRow) -> Person:
    if row.id is None:
        raise Refusal("person_unknown", id=0)
    role = Role(row.role)
    return Person(row.id, row.telegram, row.name, row.language, role, row.number)
