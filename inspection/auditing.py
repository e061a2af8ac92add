"""What a supervisor may read: the roster as it was sent in, and all openings. Each is logged."""

from __future__ import annotations

from inspection.desk import Desk
from inspection.disclosure import PARTS, openings
from inspection.errors import Refusal
from inspection.people import Person, Role, require
from inspection.records import running
from inspection.tables import AccessRow, StagedRow


def roster_file(desk: Desk, by: Person) -> tuple[str, bytes]:
    """Name and bytes of the staged roster: the file from which the open campaign was made.

    It cannot change while the campaign is open (`files.take_file`).
    """
    require(by, Role.SUPERVISOR)
    campaign = running(desk)
    row = desk.session.get_one(StagedRow, "enterprises")
    _log(desk, by, f"roster {campaign.number}")
    return row.name, row.data


def all_openings(desk: Desk, by: Person) -> tuple[int, bytes]:
    """Number and openings file (spec 01 §1.1, all parts) of the newest campaign."""
    require(by, Role.SUPERVISOR)
    if not desk.state.campaigns:
        raise Refusal("no_campaign")
    number = desk.state.campaigns[-1].number
    _log(desk, by, f"openings {number}")
    lines = openings(desk.session, number, frozenset(PARTS))
    return number, b"".join(line for _, line in lines)


def _log(desk: Desk, by: Person, what: str) -> None:
    desk.session.add(AccessRow(at=desk.now, person=by.id, what=what))
