"""What a bot can do to the world, with Telegram's refusals. Pure.

Every function takes the world and the acting bot first. Sends and edits pass the flood control
once their chat is known; everything else is free, as in Telegram.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from local_telegram import shapes
from local_telegram.errors import Refusal, bad_request, forbidden, too_many_requests
from local_telegram.markup import utf16_length
from local_telegram.model import (
    Account,
    Chat,
    FormattedText,
    Json,
    Keyboard,
    Message,
    StoredFile,
)
from local_telegram.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
EDITABLE_SECONDS = 48 * 3600
"""A bot may delete messages of the last 48 hours (Bot API, deleteMessage)."""

ANSWERABLE_SECONDS = 60.0
"""How long a press can be answered. Telegram publishes no number; this one is assumed."""

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class Reply:
    """reply_parameters: the message answered, and whether its absence is tolerated."""

    message_id: int
    tolerate_missing: bool = False


def find_chat(world: World, bot: Account, chat_id: int) -> Chat:
    """The chat in which this bot may act; Refusal if there is none."""
    if chat_id < 0:
        return _find_group(world, bot, chat_id)
    account = world.accounts.get(chat_id)
    if account is None:
        raise bad_request("chat not found")
    if account.is_bot:
        raise forbidden("bots can't send messages to bots")
    chat = world.private_chat(chat_id, bot.id)
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.opened:
        raise forbidden("bot can't initiate conversation with a user")
    return chat


def _find_group(world: World, bot: Account, chat_id: int) -> Chat:
    if chat_id not in world.groups:
        raise bad_request("chat not found")
    chat = world.groups[chat_id]
    if bot.id not in chat.bots:
        raise forbidden("bot is not a member of the group chat")
    return chat


def _pass_flood(world: World, bot: Account, chat: Chat) -> None:
    wait = world.floods.admit(world.clock(), bot.id, chat.id)
    if wait:
        raise too_many_requests(wait)


# ---- sending


def send(
    world: World, bot: Account, chat: Chat, draft: Message, reply: Reply | None = None
) -> Message:
    """Post `draft` (its id and date are ignored) after checking its size and what it answers."""
    check_body(draft.body, is_caption=draft.attachment is not None)
    _pass_flood(world, bot, chat)
    return world.post(chat, replace(draft, reply_to=_replied(chat, reply)))


def check_body(body: FormattedText, is_caption: bool) -> None:
    """Refuse an empty text and a text or caption over the limit (UTF-16 units after parsing)."""
    length = utf16_length(body.text)
    if is_caption and length > MAX_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    if not is_caption and length > MAX_TEXT:
        raise bad_request("message is too long")
    if not is_caption and not body.text:
        raise bad_request("message text is empty")


def _replied(chat: Chat, reply: Reply | None) -> int | None:
    if reply is None or reply.message_id in chat.messages:
        return reply.message_id if reply else None
    if reply.tolerate_missing:
        return None
    raise bad_request("message to be replied not found")


def store_upload(
    world: World, name: str, mime_type: str | None, data: bytes, as_photo: bool
) -> StoredFile:
    """Keep a bot's upload; Refusal if it is too big, empty or not a picture."""
    if len(data) > MAX_UPLOAD:
        raise Refusal(413, "Request Entity Too Large")
    if not data:
        raise bad_request("file must be non-empty")
    if as_photo and len(data) > MAX_PHOTO:
        raise bad_request(f"file of size {len(data)} bytes is too big for a photo")
    try:
        return world.store(name, mime_type, data, as_photo)
    except ValueError as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error


def download(world: World, file_id: str) -> StoredFile:
    """getFile."""
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return stored


# ---- editing and deleting


def edit_text(
    world: World, bot: Account, chat: Chat, message_id: int, new: tuple[FormattedText, Keyboard]
) -> Message:
    """editMessageText; `new` is the text and the keyboard, which is removed if empty."""
    message = _editable(bot, chat, message_id)
    if message.attachment is not None:
        raise bad_request("there is no text in the message to edit")
    check_body(new[0], is_caption=False)
    return _edit(world, bot, chat, replace(message, body=new[0], buttons=new[1]))


def edit_caption(
    world: World, bot: Account, chat: Chat, message_id: int, new: tuple[FormattedText, Keyboard]
) -> Message:
    """editMessageCaption, likewise."""
    message = _editable(bot, chat, message_id)
    if message.attachment is None:
        raise bad_request("there is no caption in the message to edit")
    check_body(new[0], is_caption=True)
    return _edit(world, bot, chat, replace(message, body=new[0], buttons=new[1]))


def edit_buttons(
    world: World, bot: Account, chat: Chat, message_id: int, buttons: Keyboard
) -> Message:
    """editMessageReplyMarkup."""
    message = _editable(bot, chat, message_id)
    return _edit(world, bot, chat, replace(message, buttons=buttons))


def _editable(bot: Account, chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != bot.id or message.reply_keyboard or message.origin:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, bot: Account, chat: Chat, edited: Message) -> Message:
    _pass_flood(world, bot, chat)
    if edited == chat.messages[edited.message_id]:
        raise bad_request(NOT_MODIFIED)
    return world.change(chat, replace(edited, edit_date=world.now()))


def delete(world: World, bot: Account, chat: Chat, message_id: int) -> None:
    """deleteMessage: the bot's own, and in a private chat the person's, up to 48 hours old."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if message.sender != bot.id and not chat.is_private:
        raise bad_request("message can't be deleted")
    if world.clock() - message.date > EDITABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    world.remove(chat, message_id)


def pin(world: World, chat: Chat, message_id: int | None) -> None:
    """pinChatMessage, or with None unpin. People see it in the chat's state, not as an event."""
    if message_id is not None and message_id not in chat.messages:
        raise bad_request("message to pin not found")
    chat.pinned = message_id
    world.on_change()


# ---- everything else


def answer_query(world: World, bot: Account, query_id: str, answer: Json) -> None:
    """answerCallbackQuery, once and in time; the person who pressed sees `answer`."""
    query = world.queries.get(query_id)
    if query is None or query.bot != bot.id:
        raise bad_request(QUERY_TOO_OLD)
    del world.queries[query_id]
    if world.clock() - query.asked_at > ANSWERABLE_SECONDS:
        raise bad_request(QUERY_TOO_OLD)
    event = {"type": "callback_answer", "callback_query_id": query_id} | answer
    world.show(query.person, query.chat, event)


def member(world: World, chat: Chat, user_id: int) -> Json:
    """getChatMember."""
    account = world.accounts.get(user_id)
    if account is None:
        raise bad_request("user not found")
    if user_id == chat.owner:
        return shapes.member(account, "creator")
    inside = user_id in chat.people or user_id in chat.bots
    return shapes.member(account, "member" if inside else "left")


def leave(world: World, bot: Account, chat: Chat) -> None:
    """leaveChat."""
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bots.remove(bot.id)
    world.tell_membership(chat, bot.id, bot.id, ("member", "left"))
