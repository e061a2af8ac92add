"""How fast the bot may speak, so that Telegram never has to refuse. Pure: the time is an argument.

Telegram publishes about one message a second in a chat, 20 a minute in a group and 30 a second
overall (Bot API FAQ); edits count as messages. A sliding window stays below each of these however
the other side counts, which a bucket that was refilled meanwhile does not. Times in seconds.
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


EDIT_GAP_PRIVATE: Final = 1.2
EDIT_GAP_GROUP: Final = 3.0


class Pacing:
    """The windows of every chat, the gap between edits, and pauses that the service demanded."""

    def __init__(self) -> None:
        self._overall = Window(25, 1.0)
        self._chats: dict[int, Window] = {}
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

    def _window(self, chat: int) -> Window:
        if chat not in self._chats:
            self._chats[chat] = Window(3, 3.0) if chat > 0 else Window(20, 60.0)
        return self._chats[chat]
