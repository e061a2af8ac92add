"""What the bot remembers of chats: language, reachability, and which one is the event group."""

from __future__ import annotations

from sqlalchemy.orm import Session
from sqlmodel import col, select

from bot.tables import ChatRow


def chat_language(session: Session, chat: int) -> str | None:
    """The language somebody chose for this chat, if anybody did."""
    row = session.get(ChatRow, chat)
    return row.language if row is not None else None


def set_chat_language(session: Session, chat: int, language: str) -> None:
    """Remember the language of a chat (a group, or a person without a role)."""
    _row(session, chat).language = language


def event_group(session: Session) -> int | None:
    """The chat of the event group, if one is bound."""
    row = session.scalars(select(ChatRow).where(col(ChatRow.event))).first()
    return row.chat if row is not None else None


def bind_event_group(session: Session, chat: int, title: str, language: str) -> None:
    """Make this group the event group, instead of any other."""
    for row in session.scalars(select(ChatRow).where(col(ChatRow.event))):
        row.event = False
    bound = _row(session, chat)
    bound.event, bound.title, bound.language = True, title, language


def move_chat(session: Session, old: int, new: int) -> None:
    """A group became a supergroup and has a new number."""
    row = session.get(ChatRow, old)
    if row is not None:
        moved = _row(session, new)
        moved.language, moved.title, moved.event = row.language, row.title, row.event
        session.delete(row)


def mark_unreachable(session: Session, chat: int, now: int) -> None:
    """The chat refused a message."""
    row = _row(session, chat)
    row.unreachable_since = row.unreachable_since or now


def mark_reachable(session: Session, chat: int) -> None:
    """The chat wrote to us, so it can be reached."""
    row = session.get(ChatRow, chat)
    if row is not None:
        row.unreachable_since = None


def unreachable(session: Session) -> dict[int, int]:
    """Chats that refuse messages, and since when (seconds)."""
    rows = session.scalars(select(ChatRow).where(col(ChatRow.unreachable_since).is_not(None)))
    return {row.chat: row.unreachable_since for row in rows if row.unreachable_since is not None}


def _row(session: Session, chat: int) -> ChatRow:
    row = session.get(ChatRow, chat)
    if row is None:
        row = ChatRow(chat=chat)
        session.add(row)
        session.flush()
    return row
