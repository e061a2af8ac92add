"""What the next plain message of a person means."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.tables import ExpectationRow


def expect(session: Session, telegram: int, talk: str, payload: str, expires: int) -> None:
    """Expect a text for this talk; whatever was expected before is forgotten."""
    row = ExpectationRow(telegram=telegram, talk=talk, payload=payload, expires=expires)
    session.merge(row)


def expected(session: Session, telegram: int, now: int) -> ExpectationRow | None:
    """What is expected of this person now, if anything."""
    row = session.get(ExpectationRow, telegram)
    return row if row is not None and row.expires >= now else None


def forget(session: Session, telegram: int) -> None:
    """Expect nothing any more."""
    row = session.get(ExpectationRow, telegram)
    if row is not None:
        session.delete(row)
        session.flush()


def purge(session: Session, now: int) -> None:
    """Forget what nobody answered in time."""
    session.execute(delete(ExpectationRow).where(col(ExpectationRow.expires) < now))
