"""Every way in which this server says no.

Two audiences, two classes: a bot gets a `Refusal` (Telegram's code and wording), a person's
side gets a `PersonError` (an HTTP status and a plain sentence). Anything else that escapes is a
defect of this server.
"""

from __future__ import annotations


class LocalTelegramError(Exception):
    """Base of all errors that this package raises on purpose."""


class Refusal(LocalTelegramError):
    """A Bot API call is refused.

    `code` is the HTTP status and `error_code`; `description` is Telegram's own wording;
    `retry_after` (seconds) is set for 429 only.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class PersonError(LocalTelegramError):
    """A call of the user side is refused: `status` is the HTTP status, `sentence` says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def bad_request(reason: str) -> Refusal:
    """400 with Telegram's prefix."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """403 with Telegram's prefix."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """409 with Telegram's prefix."""
    return Refusal(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """429: `seconds` is what the client has to wait."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
