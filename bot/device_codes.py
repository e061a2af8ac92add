"""The short texts that go between the chat and a page on a person's own device.

Out: `sunlot:contribute:C:D:K:ROOT` (campaign, draw, number, roster root). Back, first
`sunlot:commitment:C:D:K:HEX`, after the close `sunlot:opening:C:D:K:HEX`, HEX being 64 digits. Who
retypes an opening may leave out all but the digits. A commitment needs the words: of digits alone
nobody could tell whether they are the secret, which must be kept nowhere, not even until somebody
has asked. Blanks, line breaks and capitals, which keyboards and copying add, are forgiven; a wrong
character is not.
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


def returned(kind: str, text: str, draw: DrawState, number: int) -> str:
    """The 64 digits of a text from the page; declined unless it is this kind, for this place."""
    found = _plain(text)
    if kind == OPENING and _DIGITS.fullmatch(found):
        return found
    match = _FULL.fullmatch(found)
    if match is None:
        raise _not_the_line(kind, found, draw, number)
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


def _not_the_line(kind: str, found: str, draw: DrawState, number: int) -> Declined:
    if kind == COMMITMENT and _DIGITS.search(found):
        start = f"{prefix(kind)}{draw.campaign}:{draw.number}:{number}:"
        return Declined(_MAY_BE_THE_SECRET, start=start)
    return Declined(_INCOMPLETE[kind], n=len(found))


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


OPENING_FIRST: Final = msg(
    "This is an opening, but the commitment comes first. Nothing was kept. This chat and the "
    "authority's server have seen it now: make a new secret on the page and send its commitment."
)
CAME_EARLY: Final = msg(
    "Your opening came too early and was not stored, but the authority's server has seen it. Tell "
    "the people in the hall: the draw should be declared void before its secret is opened, and you "
    "make a new contribution in the next one."
)
_MAY_BE_THE_SECRET: Final = msg(
    "Expected the line that the page shows as the commitment; it starts with {start} This has 64 "
    "digits without that start, and nobody can tell whether they are the commitment or your "
    "secret. Nothing was kept. If they are the secret, this chat and the authority's server have "
    "seen it: make a new one on the page and send its commitment. If you computed a commitment by "
    "hand, put the start before its digits."
)
_INCOMPLETE: Final = {
    COMMITMENT: msg(
        "This is not the commitment that the page on your device shows: expected its whole line, "
        "with 64 digits (0 to 9, a to f) at the end; found {n} characters. Copy it again, "
        "completely."
    ),
    OPENING: msg(
        "This is not what the page on your device shows: expected 64 digits (0 to 9, a to f), with "
        "or without the words before them; found {n} characters. Copy it again, completely."
    ),
}
_OTHER_KIND: Final = {
    COMMITMENT: OPENING_FIRST,
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
