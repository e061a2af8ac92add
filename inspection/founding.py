"""`sunlot init`: the genesis entry and the invitations of the first two officials."""

from __future__ import annotations

from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import Invited, Role, issue
from ledger import Entry
from ledger.policy import NO_WITNESSES, WitnessPolicy

FIRST_OFFICIALS = 2


def found(
    desk: Desk,
    origin: str,
    simulation: bool,
    names: tuple[str, ...],
    policy: WitnessPolicy = NO_WITNESSES,
) -> tuple[Entry, tuple[Invited, ...]]:
    """Write entry 0 and invite the first officials; refused in a book that has entries.

    Who the witnesses are, and how many of them must sign, is fixed here for ever (spec 01 §2).
    """
    if desk.state.size:
        raise Refusal("order", kind="genesis", reason="the book already has entries")
    data = {
        "agency_key": desk.office.book.key.public_hex,
        "origin": origin,
        "profile": "sunlot/v1",
        "quorum": policy.quorum,
        "simulation": simulation,
        "witnesses": policy.to_json(),
    }
    entry = desk.record([("genesis", data)])[0]
    return entry, tuple(issue(desk, None, Role.OFFICIAL, name) for name in names)
