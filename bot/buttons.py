"""Buttons: an opaque id with a MAC on the wire, everything else in a row of the database.

Wire form, 48 ASCII characters (Telegram allows 64): `v1:<id>:<mac>`, both 16 bytes in base64url
without padding. The id alone would do against guessing; the MAC tells a button that was ours and is
purged from one that somebody made up, and keeps forged presses away from the database.
A button works once, for one person (or for anyone with the right role), until it expires.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from bot.errors import Declined
from bot.tables import ButtonRow
from bot.texts import msg

ANYONE: Final = 0
"""`Button.person` of a button that whoever has the role may press (in a group)."""

TTL: Final = 600
_WIRE: Final = re.compile(r"v1:([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{22})")


@dataclass(frozen=True)
class Button:
    """One button. `action` names an `Action` of the table; `payload` is JSON kept on our side.

    `person` is the chat account that may press; None: the reader of a private chat, anyone in a
    group. `ttl` in seconds. With `url` the button opens a link and has no action.
    """

    label: str
    action: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    person: int | None = None
    ttl: int = TTL
    url: str | None = None


@dataclass(frozen=True)
class Mint:
    """Makes and recognises the ids of one installation; `key` is its secret of 32 bytes."""

    key: bytes = field(repr=False)

    def wire(self, button_id: str) -> str:
        """The callback data of a button."""
        return f"v1:{button_id}:{self._mac(button_id)}"

    def read(self, data: str) -> str:
        """The id in callback data; declined unless it was made here."""
        match = _WIRE.fullmatch(data)
        if match is None or not hmac.compare_digest(match[2], self._mac(match[1])):
            raise Declined(msg("This button was not made by this bot. Nothing was done."))
        return match[1]

    def _mac(self, button_id: str) -> str:
        return _text(hmac.digest(self.key, f"v1:{button_id}".encode(), hashlib.sha256)[:16])


def issue(
    session: Session,
    mint: Mint,
    button: Button,
    *,
    chat: int,
    outbox: int,
    now: int,
    entropy: Callable[[int], bytes],
) -> str:
    """Write the row of a button and give its callback data."""
    button_id = _text(entropy(16))
    reader = chat if chat > 0 else ANYONE
    row = ButtonRow(
        id=button_id,
        action=button.action,
        payload=json.dumps(dict(button.payload), ensure_ascii=False),
        person=reader if button.person is None else button.person,
        chat=chat,
        outbox=outbox,
        expires=now + button.ttl,
    )
    session.add(row)
    return mint.wire(button_id)


def press(
    session: Session, mint: Mint, data: str, *, telegram: int, chat: int, now: int
) -> ButtonRow:
    """The row of a pressed button, marked used; declined with one sentence if it must not work."""
    row = session.get(ButtonRow, mint.read(data))
    if row is None:
        raise Declined(_EXPIRED)
    if row.chat != chat or row.person not in (ANYONE, telegram):
        raise Declined(msg("This button is meant for another person. Nothing was done."))
    if row.used_at is not None:
        raise Declined(msg("This button was already used. Nothing was done a second time."))
    if row.superseded_at is not None:
        raise Declined(msg("A newer message took the place of this button. Use the newer one."))
    if row.expires < now:
        raise Declined(_EXPIRED)
    row.used_at = now
    return row


def switch_off(session: Session, outbox: int, now: int) -> None:
    """Switch off the unused buttons of the message that the outbox row `outbox` sent."""
    session.execute(
        update(ButtonRow)
        .where(
            col(ButtonRow.outbox) == outbox,
            col(ButtonRow.used_at).is_(None),
            col(ButtonRow.superseded_at).is_(None),
        )
        .values(superseded_at=now)
    )


_EXPIRED: Final = msg(
    "This button has expired. Send the command again to get a new one; /help lists the commands."
)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
