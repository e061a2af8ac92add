"""A representative's own device: makes a secret, keeps it, and checks what the office sends.

What `witness/pages/contribute.html` does in a browser, in a few lines of its own (docs/spec/02 §3,
03 §10): a player that imported the page's or the bot's code could not notice that they are wrong.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from demo.errors import NotSeen

CODE: Final = re.compile(r"sunlot:contribute:(\d+):(\d+):(\d+):([0-9a-f]{64})")
"""What the chat gives to be pasted into the page: campaign, draw, number, roster root."""


@dataclass(frozen=True)
class Contribution:
    """A secret that only this device knows, and what it is for."""

    campaign: int
    draw: int
    number: int
    roster: str
    secret: str

    @classmethod
    def make(cls, shown: str, phrase: str) -> Contribution:
        """Make one for the code in this text; `phrase` (dice, words) is mixed into the secret."""
        found = CODE.search(shown)
        if found is None:
            raise NotSeen(f"expected a code sunlot:contribute:…, got:\n{shown}")
        secret = sha256(secrets.token_bytes(32) + phrase.encode()).hexdigest()
        return cls(int(found[1]), int(found[2]), int(found[3]), found[4], secret)

    @property
    def commitment(self) -> str:
        """64 hex digits; the text below them is docs/spec/02 §3."""
        lines = (
            *("sunlot/v1/commitment", f"campaign={self.campaign}", f"draw={self.draw}"),
            *(f"roster={self.roster}", f"party=representative.{self.number}"),
            f"secret={self.secret}",
        )
        return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()

    def handed_in(self) -> str:
        """What is pasted into the chat before the close."""
        return f"sunlot:commitment:{self._place}:{self.commitment}"

    def opened(self) -> str:
        """What is pasted into the chat after the close, and never before."""
        return f"sunlot:opening:{self._place}:{self.secret}"

    @property
    def file_name(self) -> str:
        """How the bot calls the proof of this contribution."""
        return f"contribution-{self.campaign}.{self.draw}.{self.number}.json"

    def check(self, proof: bytes) -> None:
        """`NotSeen` unless this file proves that this very commitment is in the book."""
        told = json.loads(proof)
        body = json.loads(told["entry"])["body"]
        found = {name: body["data"][name] for name in ("commitment", "draw", "representative")}
        mine = {"commitment": self.commitment, "draw": self.draw, "representative": self.number}
        if (found, told["roster"], body["seq"]) != (mine, self.roster, told["index"]):
            raise NotSeen(f"expected a proof of {mine}, got one of {found}")
        _check_path(told)

    @property
    def _place(self) -> str:
        return f"{self.campaign}:{self.draw}:{self.number}"


def _check_path(told: dict[str, Any]) -> None:
    """The path of the proof leads from the entry to the root in its checkpoint."""
    _, size, root, *_ = told["checkpoint"].splitlines()
    path = [bytes.fromhex(digest) for digest in told["proof"]]
    led = _root(sha256(b"\0" + told["entry"].encode()).digest(), told["index"], int(size), path)
    if led != base64.b64decode(root):
        raise NotSeen(f"expected the path of entry {told['index']} to lead to {root}, it does not")


def _root(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Where the path leads (RFC 6962 §2.1.1); None if it is too short or too long.

    From the top: a tree of `size` leaves is a full left half, a power of two, and the rest.
    """
    if size <= 1:
        return leaf if index == 0 and size == 1 and not path else None
    if not path:
        return None
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        below = _root(leaf, index, half, path[:-1])
        return None if below is None else sha256(b"\1" + below + path[-1]).digest()
    below = _root(leaf, index - half, size - half, path[:-1])
    return None if below is None else sha256(b"\1" + path[-1] + below).digest()
