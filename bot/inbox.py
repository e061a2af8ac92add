"""The inbox: every update is a committed row before Telegram is told that it arrived."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

import structlog
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session
from sqlmodel import col, select

from bot.errors import Unreadable
from bot.incoming import FileOffer, Incoming, chat_of, parse
from bot.service import Raw
from bot.tables import InboxRow

KEPT_SECONDS: Final = 48 * 3600
MOST: Final = 2**63 - 1
"""The largest number of a SQLite row."""
DEEPEST: Final = 100
"""Most levels of an update; Telegram's have about ten."""

_log = structlog.get_logger(__name__)


def number(raw: object) -> int | None:
    """The number of an update; None if it has none, which only a broken service would send."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def store(session: Session, updates: Iterable[Raw], now: int) -> list[InboxRow]:
    """Store the updates that are new; returns the rows to handle. A repeated one changes nothing.

    One that no row can hold (a text that is no Unicode, a number beyond 64 bits) becomes a `failed`
    row with nothing but its number: it is not to come again, nor to stop those after it.
    """
    added = []
    for raw in updates:
        update_id = number(raw)
        if update_id is None or not _fits(update_id):
            continue
        if session.get(InboxRow, update_id) is not None:
            continue
        row = _row(update_id, raw, now)
        session.add(row)
        session.flush()
        if row.state == "new":
            added.append(row)
    return added


def _row(update_id: int, raw: Raw, now: int) -> InboxRow:
    text = _storable(raw)
    if text is None:
        return InboxRow(
            update_id=update_id, chat=0, raw="", state="failed", stored_at=now, done_at=now
        )
    return InboxRow(update_id=update_id, chat=chat_of(raw), raw=text, state="new", stored_at=now)


def _storable(raw: Raw) -> str | None:
    try:
        if not _fits(raw):
            return None
        text = json.dumps(raw, ensure_ascii=False)
        text.encode()
        return text
    except UnicodeEncodeError:
        return None


def _fits(value: object, depth: int = 0) -> bool:
    """Whether every number in an update is one that SQLite can hold, and none is too deep.

    Its own limit and not `RecursionError`: a library may raise Python's, and the stack then ends
    the process.
    """
    if isinstance(value, int):
        return -MOST - 1 <= value <= MOST
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return depth <= DEEPEST and all(_fits(one, depth + 1) for one in inner)


def read(raw: str) -> Incoming:
    """Read a stored update; `Unreadable` unless it is one and each value has its type.

    The library below takes values as they come: a text that is a number would fail far from here,
    as an error of the program.
    """
    try:
        incoming = parse(json.loads(raw))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"expected an update, got {type(error).__name__}") from None
    offer = incoming.file or FileOffer("", "", 0)
    texts = [incoming.title, incoming.text, incoming.callback, incoming.data]
    texts += [incoming.language_code or "", offer.id, offer.name]
    numbers = [incoming.chat, incoming.telegram, incoming.moved_to]
    numbers += [incoming.message_id or 0, offer.size]
    if not all(type(text) is str for text in texts) or not all(type(n) is int for n in numbers):
        raise Unreadable("expected texts and whole numbers, got values of other types")
    return incoming


def begin(session: Session, update_id: int) -> int:
    """Count an attempt to handle a new update; how many there are now, 0 if it is not new.

    To be committed before the attempt: only so does it count if the attempt ends the process.
    """
    row = session.get(InboxRow, update_id)
    if row is None or row.state != "new":
        return 0
    row.attempts += 1
    return row.attempts


def unhandled(session: Session) -> list[InboxRow]:
    """What was stored but not handled, in the order of the service."""
    query = select(InboxRow).where(col(InboxRow.state) == "new").order_by(col(InboxRow.update_id))
    return list(session.scalars(query))


def is_new(session: Session, update_id: int) -> bool:
    """Whether this update still waits to be handled."""
    row = session.get(InboxRow, update_id)
    return row is not None and row.state == "new"


def close(session: Session, update_id: int, now: int, state: str = "done") -> None:
    """Mark an update `done` or `failed`; what the person typed is blanked, see `forget`."""
    row = session.get_one(InboxRow, update_id)
    row.state, row.raw, row.done_at = state, "", now


def forget(engine: Engine) -> bool:
    """Take what was blanked out of the database's files; False: in use, to be done again later.

    SQLite overwrites erased words in the database only (secure_delete). Its write-ahead log, in
    which they stood first, is copied there and cut to nothing here. Not inside a transaction.
    Rejected: to store no text at all, because a restart must find what was not handled yet.
    """
    connection = engine.raw_connection()  # engine.connect() would begin a transaction
    try:
        cursor = connection.cursor()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=0")  # the bot never waits for somebody who reads
        try:
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
    except sqlite3.OperationalError as error:  # as on a full disk; what was committed stays
        _log.warning("write-ahead log not emptied", error=error.sqlite_errorname)
        return False
    finally:
        connection.close()  # back to the pool
    return not busy


def purge(session: Session, now: int) -> None:
    """Forget the updates that the service cannot repeat any more."""
    session.execute(
        delete(InboxRow).where(
            col(InboxRow.state) != "new", col(InboxRow.stored_at) < now - KEPT_SECONDS
        )
    )
