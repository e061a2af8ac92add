"""What people do: the side of the world that no bot can reach. Pure.

Every function takes the world and the id of the acting person first, and raises PersonError with
a plain sentence where the act is impossible.
"""

from __future__ import annotations

import re
from dataclasses import replace

from local_telegram import shapes
from local_telegram.bot_acts import MAX_CAPTION, MAX_TEXT
from local_telegram.entities import recognised, trimmed
from local_telegram.errors import PersonError
from local_telegram.markup import utf16_length
from local_telegram.model import (
    Account,
    CallbackQuery,
    Chat,
    FormattedText,
    Json,
    Message,
    Origin,
    StoredFile,
)
from local_telegram.world import World


def find_person(world: World, person: int) -> Account:
    """The account of a person; 404 if there is none."""
    account = world.accounts.get(person)
    if account is None or account.is_bot:
        raise PersonError(404, f"No person has the id {person}.")
    return account


def find_bot(world: World, name: str | int) -> Account:
    """A bot by username (with or without @) or id; 404 if there is none."""
    wanted = str(name).removeprefix("@").lower()
    for account in world.accounts.values():
        if account.is_bot and wanted in (str(account.id), (account.username or "").lower()):
            return account
    raise PersonError(404, f"No bot is called {name}.")


def find_chat(world: World, person: int, name: str | int) -> Chat:
    """A person's chat by group id, or by the bot's username or id."""
    find_person(world, person)
    text = str(name)
    if not text.removeprefix("-").isdecimal() or not text.startswith("-"):
        return world.private_chat(person, find_bot(world, name).id)
    group = world.groups.get(int(text))
    if group is None or person not in group.people:
        raise PersonError(404, f"Person {person} is in no group {name}.")
    return group


# ---- writing


def send(world: World, person: int, chat: Chat, body: str, reply_to: int | None = None) -> Message:
    """Write a text; opens the private chat, as pressing Start does."""
    text = _typed(body, MAX_TEXT)
    if not text.text:
        raise PersonError(400, "The text is empty.")
    if reply_to is not None:
        _find_message(chat, reply_to)
    draft = Message(0, person, 0, text, reply_to=reply_to)
    return _post(world, chat, draft)


def start(world: World, person: int, chat: Chat, payload: str) -> Message:
    """Press Start, or open a deep link with its `payload` (Telegram: 64 of A-Z a-z 0-9 _ -)."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
        raise PersonError(400, f"No deep link can carry the payload {payload!r}.")
    return send(world, person, chat, f"/start {payload}")


def upload(world: World, person: int, chat: Chat, stored: StoredFile, caption: str) -> Message:
    """Send a stored file as a document."""
    body = _typed(caption, MAX_CAPTION)
    return _post(world, chat, Message(0, person, 0, body, attachment=stored))


def forward(world: World, person: int, source: tuple[Chat, int], target: Chat) -> Message:
    """Forward message (chat, id) into `target`; entities go with it, commands included."""
    chat, message_id = source
    message = _find_message(chat, message_id)
    if message.protected:
        raise PersonError(403, f"Message {message_id} is protected and cannot be forwarded.")
    origin = message.origin or Origin(message.sender, message.date)
    copy = Message(0, person, 0, message.body, attachment=message.attachment, origin=origin)
    return _post(world, target, copy)


def _typed(text: str, longest: int) -> FormattedText:
    """What a person typed; a real app lets nobody type more than `longest` UTF-16 units."""
    if utf16_length(text) > longest:
        raise PersonError(400, f"The text has {utf16_length(text):,} of at most {longest:,} units.")
    return recognised(trimmed(FormattedText(text)))


def _post(world: World, chat: Chat, draft: Message) -> Message:
    _refuse_blocked(chat)
    chat.opened = True
    return world.post(chat, draft)


def _refuse_blocked(chat: Chat) -> None:
    if chat.blocked:
        raise PersonError(403, "This person has blocked the bot; unblock it first.")


def edit(world: World, person: int, chat: Chat, message_id: int, text: str) -> Message:
    """Edit an own text message."""
    _refuse_blocked(chat)
    message = _find_message(chat, message_id)
    if message.sender != person or message.attachment is not None or message.origin is not None:
        raise PersonError(403, f"Message {message_id} is not a text that this person wrote.")
    body = _typed(text, MAX_TEXT)
    if not body.text or body == message.body:
        raise PersonError(400, "The new text is empty or the same as before.")
    return world.change(chat, replace(message, body=body, edit_date=world.now()))


def block(world: World, person: int, chat: Chat, blocked: bool) -> None:
    """Block or unblock the bot of a private chat; the bot gets my_chat_member."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    statuses = ("member", "kicked") if blocked else ("kicked", "member")
    world.tell_membership(chat, person, chat.bots[0], statuses)


# ---- pressing


def press(
    world: World, person: int, chat: Chat, message_id: int, data: str | None, label: str | None
) -> CallbackQuery:
    """Press the button with this callback data, or with exactly this label; 404 if not there."""
    message = _find_message(chat, message_id)
    for button in message.flat_buttons():
        wanted = button.text == label if data is None else button.value == data
        if wanted and button.kind == "callback_data":
            return press_forged(world, person, chat, message_id, str(button.value))
    labels = [button.text for button in message.flat_buttons()]
    looked_for = f"label {label!r}" if data is None else f"data {data!r}"
    raise PersonError(
        404, f"Message {message_id} has no callback button with {looked_for} now; it has {labels}."
    )


def press_forged(
    world: World, person: int, chat: Chat, message_id: int, data: str
) -> CallbackQuery:
    """Send callback data whether or not a button carries it: what a tampered client can do."""
    _refuse_blocked(chat)
    message = _find_message(chat, message_id)
    if not world.accounts[message.sender].is_bot:
        raise PersonError(404, f"Message {message_id} is not from a bot, so it has no buttons.")
    number = 6_000_000_000_000_000 + world.number("callback query")
    query = CallbackQuery(str(number), person, message.sender, chat, world.clock())
    world.queries[query.id] = query
    payload = {
        "id": query.id,
        "from": shapes.user(world.accounts[person]),
        "message": shapes.message(chat, message, world.accounts),
        "chat_instance": chat.instance,
        "data": data,
    }
    world.tell(query.bot, "callback_query", payload)
    return query


def _find_message(chat: Chat, message_id: int) -> Message:
    message = chat.messages.get(message_id)
    if message is None:
        raise PersonError(404, f"There is no message {message_id} in this chat now.")
    return message


# ---- looking


def chat_state(world: World, chat: Chat) -> Json:
    """All messages that exist now, the pinned one, and the reply keyboard on display."""
    messages = [shapes.seen_message(item, world.accounts) for item in chat.messages.values()]
    keyboards = [item.reply_keyboard for item in chat.messages.values() if item.reply_keyboard]
    state: Json = {"chat": world.name_of(chat), "messages": messages}
    if chat.pinned in chat.messages:
        state["pinned"] = chat.pinned
    if keyboards and "keyboard" in keyboards[-1]:
        state["keyboard"] = keyboards[-1]["keyboard"]
    return state


def menu(world: World, person: int, chat: Chat) -> list[Json]:
    """The command menu of the chat in this person's language; `bot` says whose command it is."""
    language = (world.accounts[person].language_code or "")[:2].lower()
    return [
        command | {"bot": world.accounts[bot].username}
        for bot in chat.bots
        for command in world.menus[bot].seen_by(chat.id, person, language, person == chat.owner)
    ]
