"""The sending side of the outbox, as transactions: which row is next, and what became of it.

A row is `sending` from before the call until its outcome is written. A row that a start finds in
`sending` may have arrived; it is sent again and says so, because losing is worse than repeating.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, delete, func, update
from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot import groups
from bot.service import Keyboard
from bot.tables import ButtonRow, OutboxRow, ProgressRow

KEPT_SECONDS: Final = 7 * 24 * 3600


@dataclass(frozen=True)
class Lane:
    """Rows that leave one after the other: the answers of a chat, or everything else of it."""

    chat: int
    answers: bool


@dataclass(frozen=True)
class Parcel:
    """A claimed row, ready for the call. `message_id` is the message an edit changes."""

    id: int
    chat: int
    kind: str
    language: str
    text: str
    keyboard: Keyboard
    body: dict[str, Any]
    data: bytes | None
    message_id: int | None
    repeat: str
    attempts: int


def lanes(session: Session) -> set[Lane]:
    """The lanes that have something to send."""
    answers = (col(OutboxRow.kind) == "answer").label("answers")
    query = select(OutboxRow.chat, answers).where(col(OutboxRow.state) == "queued").distinct()
    return {Lane(chat, bool(answer)) for chat, answer in session.execute(query)}


def next_kind(session: Session, lane: Lane) -> str | None:
    """Kind of the next row of a lane; None: nothing is left."""
    row = session.scalars(_queued(lane)).first()
    return row.kind if row is not None else None


def claim(session: Session, lane: Lane, now: int) -> Parcel | None:
    """Mark the next row of a lane as `sending` and give it; None: nothing is left."""
    for row in session.scalars(_queued(lane)):
        if row.kind == "edit" and row.message_id is None:
            row.message_id = _message_of(session, row.target)
            if row.message_id is None:
                _finish(row, "dropped", now)  # what it would change was never sent
                continue
        row.state = "sending"
        return _parcel(row)
    return None


def sent(session: Session, parcel: Parcel, message_id: int | None, now: int) -> None:
    """The call succeeded."""
    row = session.get_one(OutboxRow, parcel.id)
    row.message_id = message_id if message_id is not None else row.message_id
    _finish(row, "sent", now)


def postpone(session: Session, parcel: Parcel, repeat: str = "") -> None:
    """The call did not succeed; the row keeps its place. `repeat`: it may arrive twice."""
    row = session.get_one(OutboxRow, parcel.id)
    row.state, row.attempts, row.repeat = "queued", row.attempts + 1, repeat or row.repeat


def fail(session: Session, parcel: Parcel, now: int) -> None:
    """The service will never accept this row."""
    _finish(session.get_one(OutboxRow, parcel.id), "failed", now)


def send_instead(session: Session, parcel: Parcel) -> None:
    """The message to edit is gone: the row becomes a new message, the progress moves to it."""
    row = session.get_one(OutboxRow, parcel.id)
    row.kind, row.state, row.message_id = "send", "queued", None
    session.execute(
        update(ProgressRow).where(col(ProgressRow.outbox) == row.target).values(outbox=parcel.id)
    )
    row.target = None


def unreachable(session: Session, chat: int, now: int) -> None:
    """Nobody can receive there: drop what waits, and remember since when."""
    waiting = select(OutboxRow).where(
        col(OutboxRow.chat) == chat, col(OutboxRow.state).in_(("queued", "sending"))
    )
    for row in session.scalars(waiting):
        _finish(row, "dropped", now)
    groups.mark_unreachable(session, chat, now)


def recover(session: Session) -> int:
    """At start: queue again what was on its way; returns how many rows that were."""
    rows = session.scalars(select(OutboxRow).where(col(OutboxRow.state) == "sending")).all()
    for row in rows:
        row.state, row.repeat = "queued", "restart"
    return len(rows)


def purge(session: Session, now: int) -> None:
    """Forget finished rows and dead buttons; the rows that progress messages hang on stay."""
    old = now - KEPT_SECONDS
    held = select(ProgressRow.outbox)
    session.execute(
        delete(OutboxRow)
        .where(col(OutboxRow.finished_at) < old, col(OutboxRow.id).not_in(held))
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(ButtonRow).where(col(ButtonRow.expires) < old))


def waiting(session: Session) -> int:
    """How many rows are not finished."""
    states = col(OutboxRow.state).in_(("queued", "sending"))
    return session.scalar(select(func.count()).select_from(OutboxRow).where(states)) or 0


def _queued(lane: Lane) -> SelectOfScalar[OutboxRow]:
    """Waiting rows: messages in their order, then what edits them, progress last.

    An edit only ever brings a message to its newest state, so it may wait while a message with the
    next button is due; the other way round people would watch a counter and wait for their turn.
    """
    answer = col(OutboxRow.kind) == "answer"
    progress = col(OutboxRow.target).in_(select(ProgressRow.outbox))
    rank = case((col(OutboxRow.kind) != "edit", 0), (progress, 2), else_=1)
    return (
        select(OutboxRow)
        .where(col(OutboxRow.chat) == lane.chat, col(OutboxRow.state) == "queued")
        .where(answer if lane.answers else ~answer)
        .order_by(rank, col(OutboxRow.id))
    )


def _message_of(session: Session, target: int | None) -> int | None:
    first = session.get(OutboxRow, target) if target is not None else None
    return first.message_id if first is not None else None


def _finish(row: OutboxRow, state: str, now: int) -> None:
    row.state, row.finished_at = state, now
    row.text, row.data, row.keyboard, row.body = "", None, "[]", "{}"


def _parcel(row: OutboxRow) -> Parcel:
    return Parcel(
        row.id or 0,
        row.chat,
        row.kind,
        row.language,
        row.text,
        json.loads(row.keyboard),
        json.loads(row.body),
        row.data,
        row.message_id,
        row.repeat,
        row.attempts,
    )
