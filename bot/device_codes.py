"""The short texts that go between the chat and a page on a person's own device.

Out: `sunlot:contribute:C:D:K:ROOT` (campaign, draw, number, roster root). Back, first
`sunlot:commitment:C:D:K:HEX`, after the close `sunlot:opening:C:D:K:HEX`, HEX being 64 digits. Who
retypes may leave out all but the digits. Blanks, line breaks and capitals, which keyboards and
copying add, are forgiven; a wrong character is not.
"""

from __future__ import annotations

import re
from typing import Final

from bot.errors import Declined
from bot.texts import msg
from inspection import CampaignState, DrawState

COMMITMENT: Final = "commitment"
OPENING: Final = "opening"
_DIGITS: Final = re.compile(r"[0-9a-f]{64}")
_FULL: Final = re.compile(r"sunlot:([a-z]+):([0-9]{1,9}):([0-9]{1,9}):([0-9]{1,9}):([0-9a-f]{64})")


def outgoing(campaign: CampaignState, draw: DrawState, number: int) -> str:
    """What the person pastes into the page."""
    root = campaign.opened["roster"]["root"]
    return f"sunlot:contribute:{draw.campaign}:{draw.number}:{number}:{root}"


def prefix(kind: str) -> str:
    """How a text of this kind begins, whatever comes behind."""
    return f"sunlot:{kind}:"


def bare(text: str) -> str | None:
    """The 64 digits of a text that has nothing but them; None: it has more, or less."""
    found = _plain(text)
    return found if _DIGITS.fullmatch(found) else None


def returned(kind: str, text: str, draw: DrawState, number: int) -> str:
    """The 64 digits of a text from the page; declined unless it is this kind, for this place."""
    found = _plain(text)
    if _DIGITS.fullmatch(found):
        return found
    match = _FULL.fullmatch(found)
    if match is None:
        raise Declined(_INCOMPLETE, n=len(found))
    if match[1] != kind:
        raise Declined(_OTHER_KIND[kind])
    place = tuple(int(part) for part in match.groups()[1:4])
    if place != (draw.campaign, draw.number, number):
        raise Declined(
            msg(
                "This text is for campaign {campaign}, draw {draw}, number {number}; expected was "
                "one for {expected}. Nothing was taken."
            ),
            campaign=place[0],
            draw=place[1],
            number=place[2],
            expected=f"{draw.campaign}, {draw.number}, {number}",
        )
    return match[5]


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


CAME_EARLY: Final = msg(
    "Your opening came too early and was not stored, but the authority's server has seen it. Tell "
    "the people in the hall: the draw should be declared void before its secret is opened, and you "
    "make a new contribution in the next one."
)
_INCOMPLETE: Final = msg(
    "This is not what the page on your device shows: expected 64 digits (0 to 9, a to f), with or "
    "without the words before them; found {n} characters. Copy it again, completely."
)
_OTHER_KIND: Final = {
    COMMITMENT: msg(
        "Expected the commitment, which the page shows first. Nothing was taken. If you have sent "
        "your opening already, others may have read it: make a new contribution on the page."
    ),
    OPENING: msg("Expected the opening, which the page shows last. Nothing was taken."),
}
COMMITMENT_IN_GROUP: Final = msg(
    "A commitment belongs in the private chat with me. Nothing was taken; send it there."
)
OPENING_IN_GROUP: Final = msg(
    "An opening belongs in the private chat with me. Nothing was taken, but everybody here and the "
    "authority's server have seen it. If it was not asked for yet, tell the people in the hall: "
    "the draw should be declared void before its secret is opened, and you make a new contribution "
    "in the next one."
)
