"""How fast the bot may speak, so that Telegram never has to refuse. Pure: the time is an argument.

Telegram publishes about one message a second in a chat with "short bursts" above it, 20 a minute in
a group and 30 a second overall (Bot API FAQ); edits count as messages. Groups and the whole are
held by sliding windows, which stay below the limit however the other side counts. A private chat
has a bucket instead: somebody who taps through a keyboard needs a burst, and then reads awhile.
A refusal all the same (RetryAfter) closes the chat for the time it says. Times in seconds.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Final


@dataclass
class Window:
    """At most `limit` events in any `seconds`."""

    limit: int
    seconds: float
    _times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until the next event is allowed; 0: now."""
        if len(self._times) < self.limit:
            return 0.0
        return max(0.0, self._times[0] + self.seconds - now)

    def note(self, now: float) -> None:
        """An event happened."""
        self._times.append(now)
        if len(self._times) > self.limit:
            self._times.popleft()


@dataclass
class Bucket:
    """`size` events at once, refilled at `rate` a second."""

    size: float
    rate: float
    _level: float = field(init=False)
    _at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._level = self.size

    def wait(self, now: float) -> float:
        """Seconds until the next event is allowed; 0: now."""
        return max(0.0, (1.0 - self._filled(now)) / self.rate)

    def note(self, now: float) -> None:
        """An event happened."""
        self._level, self._at = self._filled(now) - 1.0, now

    def _filled(self, now: float) -> float:
        return min(self.size, self._level + max(0.0, now - self._at) * self.rate)


PRIVATE_BURST: Final = 18
PRIVATE_RATE: Final = 0.95
EDIT_GAP_PRIVATE: Final = 0.4
EDIT_GAP_GROUP: Final = 4.5


class Pacing:
    """The limit of every chat, the gap between edits, and pauses that the service demanded."""

    def __init__(self) -> None:
        self._overall = Window(25, 1.0)
        self._chats: dict[int, Window | Bucket] = {}
        self._edited: dict[int, float] = {}
        self._closed_until: defaultdict[int, float] = defaultdict(float)

    def wait(self, chat: int, kind: str, now: float) -> float:
        """Seconds until a row of this kind may leave for this chat."""
        pause = self._closed_until[chat] - now
        if kind in ("answer", "commands"):
            return max(0.0, pause)
        if kind == "edit":
            gap = EDIT_GAP_PRIVATE if chat > 0 else EDIT_GAP_GROUP
            pause = max(pause, self._edited.get(chat, -gap) + gap - now)
        return max(0.0, pause, self._window(chat).wait(now), self._overall.wait(now))

    def note(self, chat: int, kind: str, now: float) -> None:
        """A row leaves now."""
        if kind in ("answer", "commands"):
            return
        if kind == "edit":
            self._edited[chat] = now
        self._window(chat).note(now)
        self._overall.note(now)

    def close(self, chat: int, until: float) -> None:
        """Nothing leaves for this chat before `until`."""
        self._closed_until[chat] = max(self._closed_until[chat], until)

    def _window(self, chat: int) -> Window | Bucket:
        if chat not in self._chats:
            private = chat > 0
            limit = Bucket(PRIVATE_BURST, PRIVATE_RATE) if private else Window(20, 60.0)
            self._chats[chat] = limit
        return self._chats[chat]
