"""Taking a role away, without leaving the authority unable to act (design §5).

Two officials must stay, and whoever can fulfil a duty must not be removed before it is fulfilled:
a `disclosure` is made by a person sealed in its campaign (spec 01 §7), and nobody is sealed later.
"""

from __future__ import annotations

from sqlmodel import col, select

from inspection.campaign import CampaignState, DrawStep
from inspection.desk import Desk
from inspection.disclosure import outstanding
from inspection.errors import Refusal
from inspection.people import LEAST_OFFICIALS, Person, Role, people, person_by_id, require
from inspection.tables import PersonRow, SealRow


def revoke(desk: Desk, by: Person, person_id: int) -> Person:
    """Take a person's role away; refused for oneself, and for whoever cannot be spared now."""
    require(by, Role.OFFICIAL)
    gone = person_by_id(desk, person_id)
    if gone.id == by.id:
        raise Refusal("not_oneself")
    campaign = desk.state.campaign
    if campaign is not None and gone.id in _sealed(desk, campaign):
        raise Refusal("person_busy", name=gone.name)
    if gone.role is Role.OFFICIAL:
        _demand_spare(desk, gone)
    desk.session.get_one(PersonRow, gone.id).revoked_at = desk.now
    return gone


def _demand_spare(desk: Desk, gone: Person) -> None:
    """Refuse where too few officials stay, or nobody who could disclose what must be disclosed."""
    officials = {person.id for person in people(desk, Role.OFFICIAL)}
    if len(officials) <= LEAST_OFFICIALS:
        raise Refusal("officials_stay", found=len(officials))
    for campaign in desk.state.campaigns:
        if officials & _sealed(desk, campaign) == {gone.id} and _owes(desk, campaign):
            raise Refusal("disclosure_owed", name=gone.name, campaign=campaign.number)


def _owes(desk: Desk, campaign: CampaignState) -> bool:
    """Whether the duty of spec 04 §7 is there (a matched draw, void or not) and not fulfilled."""
    matched = any(draw.step is DrawStep.MATCHED for draw in campaign.draws)
    return matched and bool(outstanding(desk, campaign))


def _sealed(desk: Desk, campaign: CampaignState) -> frozenset[int]:
    query = select(SealRow.person).where(col(SealRow.campaign) == campaign.number)
    return frozenset(desk.session.scalars(query))
