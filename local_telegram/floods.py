"""Telegram's flood limits as token buckets. Pure: the time is an argument.

Source of the numbers: the Bot API FAQ ("My bot is hitting limits"): about one message per second
in one chat with short bursts, 20 per minute in a group, 30 per second overall. The burst of 20
is our reading of "short bursts"; Telegram publishes no number.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """`burst` messages at once, refilled at `per_second`."""

    burst: int
    per_second: float


PRIVATE = Rate(burst=20, per_second=1.0)
GROUP = Rate(burst=20, per_second=20 / 60)
OVERALL = Rate(burst=30, per_second=30.0)

_ROUNDING = 1e-9
"""Refilling adds up floats; a token short by less than this counts as whole."""


@dataclass(frozen=True)
class _Level:
    tokens: float
    at: float


class FloodControl:
    """Remembers the level of every bucket. `enabled=False` admits everything."""

    def __init__(self, enabled: bool = True) -> None:
        self._enabled = enabled
        self._levels: dict[Hashable, _Level] = {}

    def admit(self, now: float, bot: int, chat: int) -> int:
        """Take one token from the chat's and the bot's bucket.

        `now` in seconds, `chat` as the bot sees it (negative for groups). Returns 0 if admitted,
        else the whole seconds to wait; a refused call takes nothing from either bucket.
        """
        if not self._enabled:
            return 0
        buckets: tuple[tuple[Hashable, Rate], ...] = (
            ((bot, chat), PRIVATE if chat > 0 else GROUP),
            (bot, OVERALL),
        )
        levels = {key: self._level(key, rate, now) for key, rate in buckets}
        wait = max(_seconds_short(levels[key], rate) for key, rate in buckets)
        if wait:
            return wait
        for key, tokens in levels.items():
            self._levels[key] = _Level(tokens - 1, now)
        return 0

    def forget(self) -> None:
        """Fill all buckets."""
        self._levels.clear()

    def _level(self, key: Hashable, rate: Rate, now: float) -> float:
        last = self._levels.get(key, _Level(rate.burst, now))
        return min(rate.burst, last.tokens + max(0.0, now - last.at) * rate.per_second)


def _seconds_short(tokens: float, rate: Rate) -> int:
    missing = 1 - tokens
    return 0 if missing <= _ROUNDING else max(1, math.ceil(missing / rate.per_second - _ROUNDING))
