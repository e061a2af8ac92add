"""What two officials decided on must be the same for both: nothing may change in between.

A proposal keeps what its text rested on. Checking the act again at approval is not enough: other
files, other people or a draw that went on may be just as possible, and are not what was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from inspection.campaign import CampaignState
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.files import staged
from inspection.people import people

SEEN: Final = "seen"
"""Key of a proposal's parameters that holds what it rested on."""


def seen(desk: Desk, kind: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """What the text of a proposal rests on now, as plain JSON values.

    Opening: campaigns so far, digests of the staged files, everybody with role and number.
    Ends: campaign and end of it, and of every draw how far it is, void or not, and who objected.
    Confirmations are left out: they may come in while a request to close waits, and only add to
    what was read. An invitation rests on nothing.
    """
    if kind == "invite.official":
        return {}
    if kind == "campaign.open":
        return {
            "campaigns": len(desk.state.campaigns),
            "files": {name: one.digest for name, one in staged(desk).items()},
            "people": [[p.id, p.role.value, p.number] for p in people(desk)],
        }
    number = params.get("campaign", len(desk.state.campaigns))
    return _course(desk.state.find(number))


def demand_unchanged(desk: Desk, kind: str, params: Mapping[str, Any]) -> None:
    """Refuse if anything differs from what was kept when the proposal was made."""
    if params.get(SEEN) != seen(desk, kind, params):
        raise Refusal("changed_since")


def _course(campaign: CampaignState) -> dict[str, Any]:
    draws = [[d.number, int(d.step), d.void, sorted(d.objections)] for d in campaign.draws]
    return {"campaign": campaign.number, "ended": campaign.ended, "draws": draws}
