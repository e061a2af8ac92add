"""One bot's queue of updates, with the rules of getUpdates. Pure.

Updates stay until a later call confirms them by its offset. The kinds a bot asked for are
remembered between calls and applied when an update is made, not when it is read.
"""

from __future__ import annotations

from local_telegram.errors import bad_request
from local_telegram.model import Json

KINDS_ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only if it names them (Bot API, getUpdates)."""

MAX_BATCH = 100


class UpdateQueue:
    """Pending updates in order. `first_id` continues the numbering of an earlier queue."""

    def __init__(self, first_id: int = 1) -> None:
        self.next_id = first_id
        self.webhook: Json | None = None
        """What setWebhook recorded; None while the bot polls."""
        self.turn = 0
        """Number of the newest getUpdates call; an older one that still waits must give way."""
        self.closed = False
        """True once the bot is gone (`World.reset`)."""
        self._pending: list[Json] = []
        self._allowed: frozenset[str] | None = None

    def put(self, kind: str, payload: Json) -> None:
        """Append an update of `kind`, unless the bot did not ask for that kind."""
        update_id = self.next_id
        self.next_id += 1
        if self._wants(kind):
            self._pending.append({"update_id": update_id, kind: payload})

    def _wants(self, kind: str) -> bool:
        if self._allowed is None:
            return kind not in KINDS_ON_REQUEST_ONLY
        return kind in self._allowed

    def allow(self, kinds: object) -> None:
        """Remember `allowed_updates`: None keeps the last list, an empty list is the default."""
        if kinds is None:
            return
        if not isinstance(kinds, list):
            raise bad_request("can't parse allowed_updates JSON array")
        self._allowed = frozenset(str(kind) for kind in kinds) if kinds else None

    def confirm(self, offset: int) -> None:
        """Forget all updates below `offset`; a negative offset keeps that many of the newest."""
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [item for item in self._pending if item["update_id"] >= offset]

    def read(self, limit: int) -> list[Json]:
        """The oldest pending updates, at most `limit` (1 to 100, anything else means 100)."""
        return self._pending[: limit if 1 <= limit <= MAX_BATCH else MAX_BATCH]

    def clear(self) -> None:
        """drop_pending_updates."""
        self._pending = []

    @property
    def pending(self) -> int:
        """Number of updates not yet confirmed."""
        return len(self._pending)
