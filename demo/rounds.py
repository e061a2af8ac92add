"""Rounds of the test beacon as a person meets them: when one is due, and its page.

Docs/spec/02 §11 and the README of local_beacon; nothing of any code of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import httpx

from demo.errors import NotSeen
from demo.phones import NO_TLS

_GENESIS: Final = 1767225600
_PERIOD: Final = 3
_DIGITS: Final = re.compile(r"<code[^>]*>([0-9a-f ]+)</code>")


def time_of(number: int) -> int:
    """When a round is due, Unix seconds."""
    return _GENESIS + _PERIOD * (number - 1)


async def read_page(url: str, number: int) -> str:
    """The value of a round as its page shows it: in groups, with blanks between them."""
    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as http:
        answer = await http.get(f"{url}/round/{number}")
    found = _DIGITS.search(answer.text)
    if answer.status_code != 200 or found is None:
        raise NotSeen(f"expected the page of round {number}, got {answer.status_code}")
    return found[1]


async def order(url: str, **faults: object) -> None:
    """Make a relay misbehave from now on; without faults, behave."""
    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as http:
        (await http.post(f"{url}/local/faults", json=faults)).raise_for_status()


@dataclass
class Waiting:
    """How long the whole hall waited for a time to come; nobody could do anything meanwhile."""

    seconds: float = 0.0
    stretches: list[tuple[float, float]] = field(default_factory=list)

    def add(self, since: float, until: float) -> None:
        """Note that nothing was done from `since` to `until`, Unix seconds."""
        if until > since:
            self.stretches.append((since, until))
            self.seconds += until - since
