"""The inbox: every update is a committed row before Telegram is told that it arrived."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col, select

from bot.incoming import chat_of
from bot.service import Raw
from bot.tables import InboxRow

KEPT_SECONDS: Final = 48 * 3600


def store(session: Session, updates: Iterable[Raw], now: int) -> list[InboxRow]:
    """Store the updates that are new; returns their rows. A repeated one changes nothing."""
    added = []
    for raw in updates:
        update_id = int(raw["update_id"])
        if session.get(InboxRow, update_id) is not None:
            continue
        text = json.dumps(raw, ensure_ascii=False)
        row = InboxRow(update_id=update_id, chat=chat_of(raw), raw=text, state="new", stored_at=now)
        session.add(row)
        session.flush()
        added.append(row)
    return added


def unhandled(session: Session) -> list[InboxRow]:
    """What was stored but not handled, in the order of the service."""
    query = select(InboxRow).where(col(InboxRow.state) == "new").order_by(col(InboxRow.update_id))
    return list(session.scalars(query))


def is_new(session: Session, update_id: int) -> bool:
    """Whether this update still waits to be handled."""
    row = session.get(InboxRow, update_id)
    return row is not None and row.state == "new"


def close(session: Session, update_id: int, now: int, state: str = "done") -> None:
    """Mark an update `done` or `failed`; what the person typed is forgotten."""
    row = session.get_one(InboxRow, update_id)
    row.state, row.raw, row.done_at = state, "", now


def purge(session: Session, now: int) -> None:
    """Forget the updates that the service cannot repeat any more."""
    session.execute(
        delete(InboxRow).where(
            col(InboxRow.state) != "new", col(InboxRow.stored_at) < now - KEPT_SECONDS
        )
    )
