"""The one list of faces: each brings commands, buttons and expected texts of its readers."""

from __future__ import annotations

from bot import (
    board,
    bringing,
    campaign_opening,
    choosing,
    contributing,
    disclosing,
    drawing,
    enrolment,
    invitations,
    officials,
    public,
    representatives,
    second_official,
    supervisors,
    uploads,
    voiding,
)
from bot.table import Table


def table() -> Table:
    """The table of this program; its order is the order of menus and help."""
    return Table.join(
        enrolment,
        board,
        campaign_opening,
        drawing,
        bringing,
        voiding,
        disclosing,
        second_official,
        choosing,
        contributing,
        representatives,
        supervisors,
        officials,
        invitations,
        uploads,
        public,
    )
