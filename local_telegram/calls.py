"""One Bot API call with its parameters, and what every method reads from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from local_telegram import bot_acts
from local_telegram.commands import CommandBook
from local_telegram.errors import bad_request
from local_telegram.model import Account, Chat
from local_telegram.parameters import Parameters
from local_telegram.updates import UpdateQueue
from local_telegram.world import World


@dataclass(frozen=True)
class Call:
    """One call of one bot."""

    world: World
    bot: Account
    given: Parameters

    def chat(self) -> Chat:
        """The chat named by chat_id; Refusal if the bot may not act there."""
        return bot_acts.find_chat(
            self.world, self.bot, self.id_of(self.given.values.get("chat_id"))
        )

    def id_of(self, raw: object) -> int:
        """A chat id from a number or its digits. No chat here has an @name."""
        text = "" if raw is None else str(raw)
        if not text:
            raise bad_request("chat_id is empty")
        if not re.fullmatch(r"-?\d{1,19}", text):
            raise bad_request("chat not found")
        return int(text)

    def message_id(self) -> int:
        """message_id of a method that works on an existing message."""
        number = self.given.integer("message_id")
        if not number:
            raise bad_request("message identifier is not specified")
        return number

    @property
    def queue(self) -> UpdateQueue:
        """The bot's updates."""
        return self.world.queues[self.bot.id]

    @property
    def menus(self) -> CommandBook:
        """The bot's command menus."""
        return self.world.menus[self.bot.id]


Method = Callable[[Call], object]
"""A method: its JSON result, or a Refusal."""
