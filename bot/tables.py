"""The rows of the bot: what came in, what goes out, what a button or the next text means.

They live in the database of the ledger and of the inspection, so that the effect of an update, its
answer and the mark "done" are committed together. Times are whole seconds since 1970 (UTC).
"""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class InboxRow(SQLModel, table=True):
    """One update. `raw` is its JSON until it is handled, then empty: no typed text stays behind.

    `state`: `new`, `done` or `failed` (unexpected error; the person was told, if it was readable).
    `attempts`: processes that began to handle it; more than one if a process ended on the way.
    Rows stay 48 hours, twice as long as Telegram repeats an update, so that a repeated one is
    recognised.
    """

    __tablename__ = "bot_inbox"
    update_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    chat: int
    raw: str
    state: str = Field(index=True)
    stored_at: int
    attempts: int = 0
    done_at: int | None = None


class OutboxRow(SQLModel, table=True):
    """One call to the chat service, in order per chat.

    `kind`: `send`, `document`, `edit`, `answer` (of a button press), `commands` (a menu).
    `state`: `queued`, `sending` (from just before the call), `sent`, `dropped` (a newer edit took
    its place, or nobody can receive it), `failed` (refused by the service).
    `target`: row whose message an edit changes; `message_id`: known once sent, for an edit known
    beforehand if the message is older than the outbox. `keyboard` and `body` are JSON.
    `repeat`: why the message may arrive twice: `` (no), `restart` or `connection`.
    Text and document are emptied when the row is finished.
    """

    __tablename__ = "bot_outbox"
    # What waits is looked up for every row that leaves; an index over chats alone would read all
    # that a chat has got in a week.
    __table_args__ = (Index("ix_bot_outbox_waiting", "state", "chat"),)
    id: int | None = Field(default=None, primary_key=True)
    chat: int
    kind: str
    state: str
    language: str
    text: str = ""
    keyboard: str = "[]"
    body: str = "{}"
    data: bytes | None = None
    target: int | None = None
    message_id: int | None = None
    repeat: str = ""
    attempts: int = 0
    queued_at: int
    finished_at: int | None = None


class ButtonRow(SQLModel, table=True):
    """What a button does, for whom and until when. `person` is a chat account, 0 for anyone.

    `outbox` is the row of the message that first carried the button.
    """

    __tablename__ = "bot_button"
    id: str = Field(primary_key=True)
    action: str
    payload: str
    person: int
    chat: int
    outbox: int = Field(index=True)
    expires: int
    used_at: int | None = None
    superseded_at: int | None = None


class ExpectationRow(SQLModel, table=True):
    """What the next plain message of a chat account means: the name of a `Talk`."""

    __tablename__ = "bot_expectation"
    telegram: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    talk: str
    payload: str
    expires: int


class ProgressRow(SQLModel, table=True):
    """The one message of a chat that shows the progress of `key`; `outbox` is its first row."""

    __tablename__ = "bot_progress"
    key: str = Field(primary_key=True)
    chat: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    outbox: int


class ChatRow(SQLModel, table=True):
    """What is known of a chat: its language, whether it can be reached, whether it is the group.

    `event` marks the event group of the campaign; at most one row has it.
    """

    __tablename__ = "bot_chat"
    chat: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    language: str | None = None
    title: str = ""
    event: bool = False
    unreachable_since: int | None = None


class AnnouncedRow(SQLModel, table=True):
    """What was said once and is not to be said again; `key` names draw and occasion."""

    __tablename__ = "bot_announced"
    key: str = Field(primary_key=True)
    at: int
