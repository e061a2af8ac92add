"""`sunlot init`: the genesis entry and the invitations of the first two officials."""

from __future__ import annotations

from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import Invited, Role, issue
from ledger import Entry

FIRST_OFFICIALS = 2


def found(
    desk: Desk, origin: str, simulation: bool, names: tuple[str, ...]
) -> tuple[Entry, tuple[Invited, ...]]:
    """Write entry 0 and invite the first officials; refused in a book that has entries."""
    if desk.state.size:
        raise Refusal("order", kind="genesis", reason="the book already has entries")
    data = {
        "agency_key": desk.office.book.key.public_hex,
        "origin": origin,
        "profile": "sunlot/v1",
        "quorum": 0,
        "simulation": simulation,
        "witnesses": [],
    }
    entry = desk.record([("genesis", data)])[0]
    return entry, tuple(issue(desk, None, Role.OFFICIAL, name) for name in names)
