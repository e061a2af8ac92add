"""The objects of the Bot API, and what a person sees, as JSON. Pure.

Fields follow the Bot API reference; optional fields are left out, never null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local_telegram.model import (
    Account,
    Button,
    Chat,
    Entity,
    FormattedText,
    Json,
    Keyboard,
    Message,
    Origin,
    StoredFile,
)

Accounts = Mapping[int, Account]
"""All accounts by id."""


def user(account: Account) -> Json:
    """User."""
    fields = {
        "id": account.id,
        "is_bot": account.is_bot,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "username": account.username,
        "language_code": account.language_code,
    }
    return _present(fields)


def bot_profile(account: Account) -> Json:
    """User as getMe answers it."""
    return user(account) | {
        "can_join_groups": True,
        "can_read_all_group_messages": account.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat(place: Chat, accounts: Accounts) -> Json:
    """Chat, as a bot in it sees it."""
    if not place.is_private:
        return {"id": place.id, "title": place.title, "type": "group"}
    person = accounts[place.id]
    fields = {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "type": "private",
    }
    return _present(fields)


def full_chat(place: Chat, accounts: Accounts) -> Json:
    """ChatFullInfo."""
    gifts = {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
    info = chat(place, accounts) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }
    if place.pinned in place.messages:
        info["pinned_message"] = message(place, place.messages[place.pinned], accounts)
    return info


def member(account: Account, status: str) -> Json:
    """ChatMember of status creator, member, left or kicked."""
    shape: Json = {"user": user(account), "status": status}
    if status == "creator":
        shape["is_anonymous"] = False
    if status == "kicked":
        shape["until_date"] = 0
    return shape


def message(place: Chat, item: Message, accounts: Accounts, nested: bool = False) -> Json:
    """Message. `nested` leaves out reply_to_message, as Telegram does inside another message."""
    shape: Json = {
        "message_id": item.message_id,
        "from": user(accounts[item.sender]),
        "chat": chat(place, accounts),
        "date": item.date,
    }
    if item.edit_date is not None:
        shape["edit_date"] = item.edit_date
    if item.origin is not None:
        shape["forward_origin"] = _origin(item.origin, accounts)
    if item.protected:
        shape["has_protected_content"] = True
    if item.reply_to in place.messages and not nested:
        quoted = place.messages[item.reply_to]
        shape["reply_to_message"] = message(place, quoted, accounts, nested=True)
    shape |= _content(item, accounts)
    if item.buttons:
        shape["reply_markup"] = {"inline_keyboard": _rows(item.buttons)}
    return shape


def _content(item: Message, accounts: Accounts) -> Json:
    if item.attachment is None:
        return _body("text", "entities", item.body, accounts)
    kind = "document" if item.attachment.width is None else "photo"
    sizes = (*item.attachment.smaller, item.attachment)
    value = document(item.attachment) if kind == "document" else [photo_size(s) for s in sizes]
    caption = _body("caption", "caption_entities", item.body, accounts) if item.body.text else {}
    return {kind: value} | caption


def _body(text: str, entities: str, body: FormattedText, accounts: Accounts) -> Json:
    shape: Json = {text: body.text}
    if body.entities:
        shape[entities] = [entity(item, accounts) for item in body.entities]
    return shape


def entity(item: Entity, accounts: Accounts) -> Json:
    """MessageEntity; `offset` and `length` in UTF-16 code units."""
    person = accounts.get(item.user_id) if item.user_id is not None else None
    fields = {
        "type": item.type,
        "offset": item.offset,
        "length": item.length,
        "url": item.url,
        "language": item.language,
        "custom_emoji_id": item.custom_emoji_id,
        "user": user(person) if person else None,
    }
    return _present(fields)


def _origin(origin: Origin, accounts: Accounts) -> Json:
    return {"type": "user", "date": origin.date, "sender_user": user(accounts[origin.sender])}


def _rows(keyboard: Keyboard) -> list[list[Json]]:
    return [
        [{"text": button.text, button.kind: button.value} for button in row] for row in keyboard
    ]


def document(stored: StoredFile) -> Json:
    """Document."""
    return {
        "file_name": stored.name,
        "mime_type": stored.mime_type,
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
    }


def photo_size(stored: StoredFile) -> Json:
    """PhotoSize."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "width": stored.width,
        "height": stored.height,
    }


def file(stored: StoredFile) -> Json:
    """File, as getFile answers it."""
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


def member_change(
    place: Chat, accounts: Accounts, actor: int, bot: int, statuses: tuple[str, str], date: int
) -> Json:
    """ChatMemberUpdated about `bot`; `statuses` is (old, new)."""
    old, new = statuses
    return {
        "chat": chat(place, accounts),
        "from": user(accounts[actor]),
        "date": date,
        "old_chat_member": member(accounts[bot], old),
        "new_chat_member": member(accounts[bot], new),
    }


def seen_message(item: Message, accounts: Accounts) -> Json:
    """A message as a person sees it on the user side; see README.md for the fields."""
    sender = accounts[item.sender]
    shape: Json = {
        "message_id": item.message_id,
        "from": _present({key: user(sender).get(key) for key in _SEEN_SENDER}),
        "date": item.date,
        "edited": item.edit_date is not None,
        "buttons": [[_seen_button(button) for button in row] for row in item.buttons],
        "protected": item.protected,
        "silent": item.silent,
    }
    shape |= _seen_content(item, accounts)
    if item.reply_to is not None:
        shape["reply_to"] = item.reply_to
    if item.origin is not None:
        shape["forwarded_from"] = accounts[item.origin.sender].first_name
    return shape | (item.reply_keyboard or {})


_SEEN_SENDER = ("id", "is_bot", "first_name", "last_name", "username")


def _seen_content(item: Message, accounts: Accounts) -> Json:
    content = _content(item, accounts)
    if "photo" in content:
        content["photo"] = content["photo"][-1]
    return content


def _seen_button(button: Button) -> Json:
    names = {"callback_data": "data", "url": "url"}
    return {"text": button.text, names.get(button.kind, button.kind): button.value}


def _present(fields: Mapping[str, Any]) -> Json:
    return {key: value for key, value in fields.items() if value is not None}
