"""Errors of the bot. What a person asked for wrongly is an `inspection.Refusal` or `Declined`.

The classes of `ChatError` differ by what the sender does next, not by what the service said.
"""

from __future__ import annotations


class BotError(Exception):
    """Base of every error of this package."""


class Declined(BotError):
    """The bot itself says no: a dead button, the wrong place, a file that is too large.

    `sentence` is a msgid, `values` fill it. Nothing was changed; the transaction is rolled back.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


class Unreadable(BotError):
    """An update that is not shaped like one; it is marked failed and left alone."""


class ChatError(BotError):
    """A call to the chat service failed. The message never holds the token."""


class SlowDown(ChatError):
    """The service wants a pause of `seconds` before the next call to this chat."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"pause of {seconds:g} s demanded")
        self.seconds = seconds


class Unreachable(ChatError):
    """The person blocked the bot, never opened it, or the chat is gone."""


class Unchanged(ChatError):
    """An edit to what the message already says; as good as done."""


class Rejected(ChatError):
    """The service will never accept this call as it is."""


class NotSent(ChatError):
    """The call did not reach the service; repeating it is harmless."""


class PerhapsSent(ChatError):
    """The connection broke after the call had left; it may have taken effect."""


class TokenRefused(ChatError):
    """The service does not know the token: nothing can work, the process ends."""


class OtherPoller(ChatError):
    """Another process fetches the updates of this bot."""


class FileRefused(ChatError):
    """A file of a message cannot be fetched: too large, gone, or offered from a wrong place."""
