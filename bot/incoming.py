"""An update as the bot understands it: one flat value, no type of the chat library.

Messages that nobody typed here, for us, just now (forwarded, by an anonymous administrator, by a
bot, edited) are marked as such; what to do with them is decided in `dispatch`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.errors import Unreadable

PHOTO_LIMIT: Final = 10 * 1024 * 1024
"""Bytes of the largest photo that is fetched; the service makes none larger."""
PHOTO_NAME: Final = "photo.jpg"
_NOT_SHAPED: Final = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
"""What the library raises for values it does not expect; OSError: a date out of range."""


class Kind(StrEnum):
    """What an update is about."""

    MESSAGE = "message"
    PRESS = "press"
    EDITED = "edited"
    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    NOISE = "noise"


@dataclass(frozen=True)
class FileOffer:
    """A file that a message carries and that is not downloaded yet. `size` in bytes.

    `photo`: a picture that the service has compressed and stripped of its name; never a list.
    """

    id: str
    name: str
    size: int
    photo: bool = False


@dataclass(frozen=True)
class Incoming:
    """One update. Numbers are the service's; `text` is the text or the caption.

    `forwarded`: not written by the sender for this chat; `anonymous`: sent in the name of a chat.
    `callback` and `data` belong to a press, `moved_to` to a group that got a new number.
    """

    update_id: int
    kind: Kind
    chat: int = 0
    private: bool = False
    telegram: int = 0
    language_code: str | None = None
    title: str = ""
    text: str = ""
    forwarded: bool = False
    anonymous: bool = False
    file: FileOffer | None = None
    message_id: int | None = None
    callback: str = ""
    data: str = ""
    moved_to: int = 0


def chat_of(raw: Mapping[str, Any]) -> int:
    """The chat whose order an update belongs to; 0 where there is none. Never raises."""
    for part in raw.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message")
        for holder in (part, message if isinstance(message, dict) else {}):
            chat = holder.get("chat")
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0


def parse(raw: Mapping[str, Any]) -> Incoming:
    """Read an update; `Unreadable` if it is not one."""
    try:
        return _flat(Update.de_json(dict(raw), None))
    except _NOT_SHAPED as error:
        # The error's text is left out: it may repeat what somebody typed.
        raise Unreadable(f"expected an update, got one with {type(error).__name__}") from error


def _flat(update: Update) -> Incoming:
    if update.callback_query is not None:
        return _press(update.update_id, update.callback_query)
    if update.message is not None:
        return _message(update.update_id, update.message, Kind.MESSAGE)
    if update.edited_message is not None:
        return _message(update.update_id, update.edited_message, Kind.EDITED)
    if update.my_chat_member is not None:
        return _membership(update.update_id, update.my_chat_member)
    return Incoming(update.update_id, Kind.NOISE)


def _message(update_id: int, message: Message, kind: Kind) -> Incoming:
    sender = message.from_user
    chat = message.chat
    if message.migrate_to_chat_id is not None:
        return Incoming(update_id, Kind.MOVED, chat.id, moved_to=message.migrate_to_chat_id)
    anonymous = message.sender_chat is not None
    if sender is None or (sender.is_bot and not anonymous) or _is_service(message):
        return Incoming(update_id, Kind.NOISE, chat.id)
    return Incoming(
        update_id,
        kind,
        chat.id,
        private=chat.type == ChatType.PRIVATE,
        telegram=sender.id,
        language_code=sender.language_code,
        title=chat.title or "",
        text=message.text or message.caption or "",
        forwarded=message.forward_origin is not None or message.via_bot is not None,
        anonymous=anonymous,
        file=_file(message),
        message_id=message.message_id,
    )


def _is_service(message: Message) -> bool:
    return message.text is None and message.effective_attachment is None


def _file(message: Message) -> FileOffer | None:
    document = message.document
    if document is not None:
        return FileOffer(document.file_id, document.file_name or "", document.file_size or 0)
    return _photo(message)


def _photo(message: Message) -> FileOffer | None:
    """The largest size of a photo that may be fetched; the service sends every size it made."""
    sizes = [size for size in message.photo if (size.file_size or 0) <= PHOTO_LIMIT]
    if not sizes:
        return None
    largest = max(sizes, key=lambda size: size.width * size.height)
    return FileOffer(largest.file_id, PHOTO_NAME, largest.file_size or 0, photo=True)


def _press(update_id: int, query: CallbackQuery) -> Incoming:
    message = query.message
    return Incoming(
        update_id,
        Kind.PRESS,
        message.chat.id if message is not None else 0,
        private=message is not None and message.chat.type == ChatType.PRIVATE,
        telegram=query.from_user.id,
        language_code=query.from_user.language_code,
        title=(message.chat.title or "") if message is not None else "",
        message_id=message.message_id if message is not None else None,
        callback=query.id,
        data=query.data or "",
    )


def _membership(update_id: int, change: ChatMemberUpdated) -> Incoming:
    gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    kind = Kind.UNREACHABLE if gone else Kind.REACHABLE
    return Incoming(update_id, kind, change.chat.id, telegram=change.from_user.id)
