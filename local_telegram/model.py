"""The nouns of the local Telegram: accounts, chats, messages, files.

Values are frozen; only `Chat` changes in place, and only `world.World` changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""One JSON object as it travels on the wire."""


@dataclass(frozen=True)
class Account:
    """A person or a bot. Ids of persons are above 1,000,000, ids of bots below."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    reads_all_group_messages: bool = False


@dataclass(frozen=True)
class Entity:
    """A stretch of formatted or recognised text; `offset` and `length` in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user_id: int | None = None

    @property
    def end(self) -> int:
        """First UTF-16 unit after the entity."""
        return self.offset + self.length


@dataclass(frozen=True)
class FormattedText:
    """Text as shown, with its entities sorted by offset, longest first."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Button:
    """One inline button; `kind` is the Bot API field of its action, `value` that field's value."""

    text: str
    kind: str
    value: Any


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of inline buttons; empty means no keyboard."""


@dataclass(frozen=True)
class StoredFile:
    """Bytes that somebody uploaded. `width` and `height` (pixels) are set for photos only.

    `smaller`: the smaller copies of a person's photo, ascending.
    """

    file_id: str
    unique_id: str
    name: str
    mime_type: str
    data: bytes = field(repr=False)
    width: int | None = None
    height: int | None = None
    smaller: tuple[StoredFile, ...] = ()

    @property
    def path(self) -> str:
        """`file_path` of getFile: relative, so that a client never takes it for a local file."""
        folder = "documents" if self.width is None else "photos"
        return f"{folder}/{self.unique_id}"


@dataclass(frozen=True)
class Origin:
    """Who wrote a forwarded message first, and when (Unix seconds)."""

    sender: int
    date: int


@dataclass(frozen=True)
class Message:
    """One message of one chat. With `attachment` set, `body` is the caption.

    `reply_keyboard` holds the raw reply keyboard, removal or forced reply, which Telegram shows
    to people but never echoes to bots. Dates are Unix seconds.
    """

    message_id: int
    sender: int
    date: int
    body: FormattedText = FormattedText("")
    attachment: StoredFile | None = None
    buttons: Keyboard = ()
    reply_keyboard: Json | None = None
    reply_to: int | None = None
    origin: Origin | None = None
    edit_date: int | None = None
    protected: bool = False
    silent: bool = False

    def flat_buttons(self) -> Iterator[Button]:
        """All inline buttons, row by row."""
        for row in self.buttons:
            yield from row


@dataclass
class Chat:
    """A private chat (one person, one bot, `group_id` None) or a group.

    `messages` keeps only what still exists, in order of sending. Message ids count from 1 in
    each chat: harsher than real private chats, where a bot could wrongly take them for unique.
    """

    people: list[int]
    bots: list[int]
    instance: str
    group_id: int | None = None
    title: str = ""
    opened: bool = False
    blocked: bool = False
    pinned: int | None = None
    last_message_id: int = 0
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """True for the chat of one person with one bot."""
        return self.group_id is None

    @property
    def id(self) -> int:
        """The id that bots see: the person's id in a private chat, else the group's."""
        return self.people[0] if self.group_id is None else self.group_id

    @property
    def owner(self) -> int | None:
        """The person who made the group: its creator and only administrator."""
        return self.people[0] if self.group_id is not None and self.people else None


@dataclass(frozen=True)
class CallbackQuery:
    """A press that waits for its one answer."""

    id: str
    person: int
    bot: int
    chat: Chat = field(compare=False, repr=False)
    asked_at: float = 0.0
