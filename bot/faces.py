"""The one list of faces: each brings commands, buttons and expected texts of its readers."""

from __future__ import annotations

from bot import (
    board,
    campaign_opening,
    choosing,
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
        voiding,
        disclosing,
        second_official,
        choosing,
        representatives,
        supervisors,
        officials,
        invitations,
        uploads,
        public,
    )
