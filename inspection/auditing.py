"""What a supervisor may read: the roster as it is sealed, and all openings. Each is logged."""

from __future__ import annotations

import csv
import io

from inspection import lists
from inspection.desk import Desk
from inspection.disclosure import PARTS, openings
from inspection.errors import Refusal
from inspection.files import staged_lists
from inspection.people import Person, Role, require
from inspection.records import running
from inspection.sealing import seal_of
from inspection.tables import AccessRow


def roster_file(desk: Desk, by: Person) -> tuple[str, bytes]:
    """Name and content of the open campaign's roster, for the supervisor of that campaign.

    A CSV (UTF-8 with byte-order mark, the import's own columns) written from the rows that were
    read, not the file that was sent: a file can show a person another thing than it tells the
    program (two columns of one name, a computed cell), and audited must be what is sealed. Values
    are exact, also those that a spreadsheet takes for formulas: read as text they give the same
    rows again. The staged lists cannot change while the campaign is open (`files.take_file`).
    """
    require(by, Role.SUPERVISOR)
    campaign = running(desk)
    seal_of(desk, campaign.number, by)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(lists.COLUMNS["enterprises"].values())
    writer.writerows(lists.cells(row) for row in staged_lists(desk).enterprises)
    _log(desk, by, f"roster {campaign.number}")
    return f"roster-{campaign.number}.csv", b"\xef\xbb\xbf" + out.getvalue().encode()


def all_openings(desk: Desk, by: Person) -> tuple[int, bytes]:
    """Number and openings file (spec 01 §1.1, all parts) of the newest campaign.

    For the supervisors of that campaign; who was enrolled later is refused.
    """
    require(by, Role.SUPERVISOR)
    if not desk.state.campaigns:
        raise Refusal("no_campaign")
    campaign = desk.state.campaigns[-1]
    seal_of(desk, campaign.number, by)
    _log(desk, by, f"openings {campaign.number}")
    lines = openings(desk.session, campaign.number, frozenset(PARTS))
    return campaign.number, b"".join(line for _, line in lines)


def _log(desk: Desk, by: Person, what: str) -> None:
    desk.session.add(AccessRow(at=desk.now, person=by.id, what=what))
