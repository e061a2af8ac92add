"""What was said once, and must not be said again when its cause comes again.

The row is written in the transaction that queues the messages. So a process that is killed before
its commit has said nothing and says it next time, and one that is killed after it finds the
messages in the outbox.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.tables import AnnouncedRow
from inspection import Desk, DrawState


def first_time(desk: Desk, occasion: str, draw: DrawState) -> bool:
    """Whether this occasion of a draw comes for the first time; from then on it has come."""
    if was_said(desk.session, occasion, draw):
        return False
    desk.session.add(AnnouncedRow(key=_key(occasion, draw), at=desk.now))
    desk.session.flush()
    return True


def was_said(session: Session, occasion: str, draw: DrawState) -> bool:
    """Whether this occasion of a draw has come."""
    return session.get(AnnouncedRow, _key(occasion, draw)) is not None


def _key(occasion: str, draw: DrawState) -> str:
    return f"{occasion}.{draw.campaign}.{draw.number}"
