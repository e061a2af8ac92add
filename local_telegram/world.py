"""The state of the local Telegram and its rules of delivery. Pure: no HTTP, no sockets.

The clock (Unix seconds) and the flood control are given by the caller. Whatever changes what a
bot can fetch or a person can see ends in `on_change`, once per change. Acts of bots live in
`bot_acts`, acts of people in `person_acts`; both change the state only through this class.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from dataclasses import replace

from local_telegram import shapes
from local_telegram.commands import CommandBook
from local_telegram.errors import PersonError
from local_telegram.floods import FloodControl
from local_telegram.images import photo_sizes, picture_size
from local_telegram.model import Account, CallbackQuery, Chat, Json, Message, StoredFile
from local_telegram.updates import UpdateQueue

Clock = Callable[[], float]
"""Unix time in seconds."""

FIRST_PERSON_ID = 1_000_001
_LOCAL_TOKEN = re.compile(r"(\d{1,6}):LOCAL-[A-Za-z0-9_-]+")
_REAL_TOKEN = re.compile(r"\d{8,12}:[A-Za-z0-9_-]{35}")
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")


class World:
    """Everything that exists on this server."""

    def __init__(self, clock: Clock, floods: FloodControl) -> None:
        self.clock = clock
        self.floods = floods
        self.on_change: Callable[[], None] = lambda: None
        self.next_update_id = 1
        """Where the queue of the next bot begins; survives `reset`, see there."""
        self._clear()

    def _clear(self) -> None:
        self.accounts: dict[int, Account] = {}
        self.tokens: dict[str, int] = {}
        self.queues: dict[int, UpdateQueue] = {}
        self.menus: dict[int, CommandBook] = {}
        self.settings: dict[int, Json] = {}
        self.groups: dict[int, Chat] = {}
        self.private_chats: dict[tuple[int, int], Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.events: dict[int, list[Json]] = {}
        self._numbers: dict[str, int] = {}

    def reset(self) -> None:
        """Forget everything but the numbering of updates.

        A bot that keeps running remembers the last id it confirmed: lower ones would be lost.
        """
        used = (queue.next_id for queue in self.queues.values())
        self.next_update_id = max(used, default=self.next_update_id)
        for queue in self.queues.values():
            queue.closed = True
        self._clear()
        self.floods.forget()
        self.on_change()

    # ---- making things

    def number(self, name: str) -> int:
        """The next number of the series `name`: 1, 2, 3 …"""
        self._numbers[name] = self._numbers.get(name, 0) + 1
        return self._numbers[name]

    def now(self) -> int:
        """Unix time in whole seconds, as messages carry it."""
        return int(self.clock())

    def add_bot(self, token: str, username: str, name: str, reads_all: bool = False) -> Account:
        """Register a bot; its id is the number before the colon, as in Telegram."""
        if _REAL_TOKEN.fullmatch(token):
            raise PersonError(
                400,
                "This token looks like one of a real Telegram bot. "
                "A real token never belongs here: use one like 7:LOCAL-anything.",
            )
        match = _LOCAL_TOKEN.fullmatch(token)
        if match is None:
            raise PersonError(400, "A local token looks like 7:LOCAL-anything (number below 10^6).")
        if not _USERNAME.fullmatch(username) or not username.lower().endswith("bot"):
            raise PersonError(400, "A bot's username has 3 to 32 letters and ends in 'bot'.")
        bot = Account(
            int(match[1]), name, True, username=username, reads_all_group_messages=reads_all
        )
        self._refuse_taken(bot)
        self.accounts[bot.id] = bot
        self.tokens[token] = bot.id
        self.queues[bot.id] = UpdateQueue(self.next_update_id)
        self.menus[bot.id] = CommandBook()
        self.settings[bot.id] = {}
        return bot

    def add_person(
        self, first_name: str, last_name: str | None, username: str | None, language_code: str
    ) -> Account:
        """Register a person; `language_code` is an IETF tag such as zh-hans."""
        person_id = FIRST_PERSON_ID - 1 + self.number("person")
        person = Account(
            person_id,
            first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        self._refuse_taken(person)
        self.accounts[person.id] = person
        self.events[person.id] = []
        return person

    def _refuse_taken(self, account: Account) -> None:
        if account.id in self.accounts:
            raise PersonError(409, f"An account with id {account.id} exists already.")
        name = (account.username or "").lower()
        if name and any((other.username or "").lower() == name for other in self.accounts.values()):
            raise PersonError(409, f"The username {account.username} is taken.")

    def add_group(self, title: str, people: list[int], bots: list[int]) -> Chat:
        """Make a group; its first person is the creator. Every bot hears of its entry."""
        group_id = -4_000_000_000 - self.number("group")
        chat = Chat([], [], self._instance(), group_id, title, opened=True)
        self.groups[group_id] = chat
        chat.people.extend(dict.fromkeys(people))
        for bot in dict.fromkeys(bots):
            chat.bots.append(bot)
            self.tell_membership(chat, chat.people[0], bot, ("left", "member"))
        return chat

    def private_chat(self, person: int, bot: int) -> Chat:
        """The chat of these two, made when first asked for (it is not open by that)."""
        key = (person, bot)
        if key not in self.private_chats:
            self.private_chats[key] = Chat([person], [bot], self._instance())
        return self.private_chats[key]

    def _instance(self) -> str:
        return str(5_000_000_000_000_000_000 + self.number("chat instance"))

    def store(self, name: str, mime_type: str | None, data: bytes, as_photo: bool) -> StoredFile:
        """Keep a bot's bytes. A photo must be a PNG, GIF or JPEG (ValueError if not)."""
        size = picture_size(data) if as_photo else None
        if as_photo and size is None:
            raise ValueError("expected a PNG, GIF or JPEG picture")
        return self._keep(name, mime_type, data, size)

    def store_document(self, name: str, mime_type: str | None, data: bytes) -> StoredFile:
        """Keep a person's file as it is."""
        return self._keep(name, mime_type, data, None)

    def store_photo(self, name: str, mime_type: str | None, data: bytes) -> StoredFile:
        """Keep a person's picture as Telegram does: JPEGs of several sizes, without its name."""
        del name, mime_type
        try:
            made = photo_sizes(data)
        except ValueError as error:
            raise PersonError(400, f"This cannot be sent as a photo: {error}.") from error
        kept = [self._keep("photo.jpg", "image/jpeg", jpeg, size) for jpeg, size in made]
        largest = replace(kept[-1], smaller=tuple(kept[:-1]))
        self.files[largest.file_id] = largest
        return largest

    def _keep(
        self, name: str, mime_type: str | None, data: bytes, size: tuple[int, int] | None
    ) -> StoredFile:
        number = self.number("file")
        guess = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        width, height = size or (None, None)
        stored = StoredFile(
            f"LOCALFILE-{number:08d}", f"u{number:08d}", name, guess, data, width, height
        )
        self.files[stored.file_id] = stored
        return stored

    # ---- messages

    def post(self, chat: Chat, draft: Message) -> Message:
        """Give `draft` its id and date, keep it and deliver it to everyone in the chat."""
        chat.last_message_id += 1
        message = replace(draft, message_id=chat.last_message_id, date=self.now())
        chat.messages[message.message_id] = message
        self._deliver(chat, message, "message")
        return message

    def change(self, chat: Chat, message: Message) -> Message:
        """Replace the message of the same id and show the edit. Bots hear only of people's."""
        chat.messages[message.message_id] = message
        self._deliver(chat, message, "edited")
        return message

    def remove(self, chat: Chat, message_id: int) -> None:
        """Delete for everyone. Bots are not told, as in Telegram."""
        del chat.messages[message_id]
        for person in chat.people:
            self.show(person, chat, {"type": "deleted", "message_id": message_id})

    def _deliver(self, chat: Chat, message: Message, kind: str) -> None:
        for person in chat.people:
            seen = "own" if kind == "message" and person == message.sender else kind
            content = shapes.seen_message(message, self.accounts)
            self.show(person, chat, {"type": seen, "message": content})
        if self.accounts[message.sender].is_bot:
            return  # bots never see messages of bots
        for bot in chat.bots:
            if self._reaches(chat, message, self.accounts[bot]):
                payload = shapes.message(chat, message, self.accounts)
                self.tell(bot, "message" if kind == "message" else "edited_message", payload)

    def _reaches(self, chat: Chat, message: Message, bot: Account) -> bool:
        """Privacy mode: in a group a bot gets only commands for it and replies to it."""
        if chat.is_private or bot.reads_all_group_messages:
            return True
        quoted = chat.messages.get(message.reply_to or 0)
        if quoted is not None and quoted.sender == bot.id:
            return True
        command = re.match(r"/\w+(?:@(\w+))?", message.body.text)
        return command is not None and command[1] in (None, bot.username)

    # ---- telling

    def tell(self, bot: int, kind: str, payload: Json) -> None:
        """Queue an update for a bot."""
        self.queues[bot].put(kind, payload)
        self.on_change()

    def tell_membership(self, chat: Chat, actor: int, bot: int, statuses: tuple[str, str]) -> None:
        """my_chat_member: the bot's status in `chat` went from the first to the second."""
        change = shapes.member_change(chat, self.accounts, actor, bot, statuses, self.now())
        self.tell(bot, "my_chat_member", change)

    def show(self, person: int, chat: Chat, event: Json) -> None:
        """Append to what a person sees; `seq` counts from 1 for each person."""
        log = self.events[person]
        log.append({"seq": len(log) + 1, "chat": self.name_of(chat)} | event)
        self.on_change()

    def name_of(self, chat: Chat) -> str | int:
        """What people call this chat: the bot's username, or the group's id."""
        if chat.is_private:
            return self.accounts[chat.bots[0]].username or chat.bots[0]
        return chat.id
