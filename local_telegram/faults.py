"""Faults on order, and the journal of calls. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from local_telegram.errors import PersonError
from local_telegram.model import Json

KINDS = (429, 500, 502, "drop", "delay")
JOURNAL_SIZE = 10_000


@dataclass(frozen=True)
class Fault:
    """What shall go wrong `times` times: for `method`, or for any if None.

    `kind` is a status, "drop" (the connection ends without an answer) or "delay" (`seconds` of
    real time, then all is well). With `after`, the call takes effect first and only its answer
    is lost, which is how duplicates come about.
    """

    kind: int | str
    method: str | None = None  # lower case
    retry_after: int = 1
    seconds: float = 1.0
    times: int = 1
    after: bool = False


def parse_fault(raw: Json) -> Fault:
    """A fault from the body of POST /local/faults; PersonError says what is wrong with it."""
    kind = raw.get("status")
    if kind not in KINDS:
        raise PersonError(400, f"status must be one of {list(KINDS)}, not {kind!r}.")
    method = raw.get("method")
    try:
        fault = Fault(
            kind,
            str(method).lower() if method else None,
            retry_after=int(raw.get("retry_after", 1)),
            seconds=float(raw.get("seconds", 1.0)),
            times=int(raw.get("times", 1)),
            after=bool(raw.get("after", False)),
        )
    except (TypeError, ValueError) as error:
        raise PersonError(400, f"retry_after, seconds, times must be numbers: {error}.") from error
    if fault.times < 1 or fault.retry_after < 1 or fault.seconds < 0:
        raise PersonError(400, "times and retry_after are at least 1, seconds at least 0.")
    return fault


class FaultPlan:
    """Ordered faults, used up first come first served."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        self._waiting.append(fault)

    def take(self, method: str) -> Fault | None:
        """The fault that hits this call of `method` (in any case), if any."""
        for index, fault in enumerate(self._waiting):
            if fault.method in (None, method.lower()):
                left = replace(fault, times=fault.times - 1)
                self._waiting[index : index + 1] = [left] if left.times > 0 else []
                return fault
        return None

    def clear(self) -> None:
        """Cancel all."""
        self._waiting.clear()


class Journal:
    """The last calls of all bots, numbered from 1. Tokens never come here."""

    def __init__(self) -> None:
        self._entries: deque[Json] = deque(maxlen=JOURNAL_SIZE)
        self._count = 0

    def add(self, entry: Json) -> None:
        """Append one call."""
        self._count += 1
        self._entries.append({"seq": self._count} | entry)

    def since(self, after: int) -> list[Json]:
        """Entries with a number above `after`."""
        return [entry for entry in self._entries if entry["seq"] > after]

    def clear(self) -> None:
        """Forget all entries; the numbering goes on."""
        self._entries.clear()
