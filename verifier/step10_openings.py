"""Step 10, openings: 10.opening … 10.people (spec 04 §3, §7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .auditor_people import check_people
from .book import Book
from .dates import date_of
from .disclosures import DisclosureReader
from .findings import Findings, Text, say
from .material import CampaignMaterial, Case, DrawMaterial
from .openings import NO_ROWS, Row, merged
from .openings_ahead import Wholes
from .publication import Publication
from .recompute import check_draw, open_roster
from .roster_contents import check_roster
from .salts import Salts
from .step03_entries import Entry

Rows = Mapping[str, Row]

_NO_OPENING = say("the campaign's opening entry is missing or could not be read")
_NO_ROWS = say("no opening of a row could be read")
_CLOSED = say("facts and lots are not open for all rows")


@dataclass(frozen=True)
class OpenState:
    """How open a campaign is: to everybody, and here with the auditor's openings.

    `computed`: facts and lots of every row are known here, so everything was computed again.
    `sealed`: they are not, and the policy still allows that.
    """

    ids_public: bool = False
    audited: bool = False
    computed: bool = False
    sealed: bool = False


@dataclass(frozen=True)
class _Request:
    publication: Publication
    case: Case
    auditor: Path | None
    now: int
    findings: Findings
    salts: Salts
    read_ahead: Wholes


def run(
    publication: Publication,
    case: Case,
    auditor: Path | None,
    now: int,
    findings: Findings,
    read_ahead: Wholes,
) -> dict[int, OpenState]:
    """Check what is open of every campaign, and what its duty says must be open by now.

    The people come after the rows of all campaigns: no row may have the salt of a person.
    """
    request = _Request(publication, case, auditor, now, findings, Salts(), read_ahead)
    states = {}
    for number, base in case.campaigns.items():
        opening = base.campaign.opening
        states[number] = (
            _unopened(request, base) if opening is None else _campaign(request, base, opening)
        )
    if auditor is not None:
        for number, base in case.campaigns.items():
            if base.campaign.opening is not None:
                check_people(number, base.campaign.opening, auditor, request.salts, findings)
    return states


def _unopened(request: _Request, base: CampaignMaterial) -> OpenState:
    """A campaign whose opening entry cannot be read: nothing of it can be judged."""
    given = request.auditor is not None
    codes = ("10.opening", "10.roster") if given or base.campaign.disclosures else ()
    for code in (*codes, *(("10.people",) if given else ())):
        request.findings.skip(code, _NO_OPENING)
    for draw in base.campaign.draws if codes else ():
        _tell_closed(request.case.draws[draw.id], _NO_OPENING, request.findings)
    return OpenState()


def _campaign(request: _Request, base: CampaignMaterial, opening: Entry) -> OpenState:
    """1. Disclosures, 2. auditor's rows, 3. duty, 4. roster, 5. every draw again."""
    findings = request.findings
    reader = DisclosureReader(
        request.publication, base, request.case.draws, findings, request.salts
    )
    disclosed = reader.disclosed(opening.data["disclose_by"])
    private = NO_ROWS
    if request.auditor is not None:
        private = reader.auditor_rows(request.auditor, request.read_ahead)
    due = _is_due(base, opening, request.now)
    if due:
        reader.check_duty(opening, disclosed, _all_read(request.case.book, opening))
    rows = _together(disclosed.public, private)
    if rows:
        check_roster(base, opening, rows, findings)
    elif request.auditor is not None or disclosed.unknown:
        findings.skip("10.roster", _NO_ROWS)
    computed = _all_open(base, rows)
    if computed or due or request.auditor is not None:
        _compute_again(request, base, rows if computed else None)
    return OpenState(
        ids_public=_ids_open(base, disclosed.public),
        audited=bool(private),
        computed=computed,
        sealed=not computed and not due,
    )


def _all_read(book: Book, opening: Entry) -> bool:
    """True if no entry failed to be read where a disclosure could fulfil the duty."""
    last, day = book.entries.size - 1, opening.data["disclose_by"]
    if not book.entries.broken_between(opening.seq, last):
        return True
    for entry in book.entries.readable:
        written = date_of(entry.at)
        if entry.seq > opening.seq and written is not None and written.isoformat() > day:
            last = entry.seq
            break
    return not book.entries.broken_between(opening.seq, last)


def _together(public: Rows, private: Rows) -> Rows:
    """What disclosures and the auditor's openings tell of each row."""
    if not public or not private:
        return private or public
    rows = dict(public)
    for leaf, row in private.items():
        rows[leaf] = merged(rows.get(leaf), row)
    return rows


def _compute_again(request: _Request, base: CampaignMaterial, rows: Rows | None) -> None:
    """Check every draw from the rows, or tell of each that the rows are not all open."""
    everything = None if rows is None else open_roster(rows)
    draws, findings = request.case.draws, request.findings
    for draw in base.campaign.draws:
        if everything is None:
            _tell_closed(draws[draw.id], _CLOSED, findings)
        else:
            check_draw(draws[draw.id], draws, everything, findings)


def _tell_closed(known: DrawMaterial, note: Text, findings: Findings) -> None:
    if known.draw.freeze is not None:
        findings.skip("10.pool", note, draw=known.draw.id)
    if known.draw.match is not None:
        findings.skip("10.types", note, draw=known.draw.id)
        findings.skip("10.matching", note, draw=known.draw.id)


def _all_open(base: CampaignMaterial, rows: Rows) -> bool:
    """Facts and lots of every row of the roster are known."""
    return base.roster is not None and all(
        (row := rows.get(leaf)) is not None and row.facts is not None and row.lot is not None
        for leaf in base.roster.leaves
    )


def _ids_open(base: CampaignMaterial, rows: Rows) -> bool:
    return base.roster is not None and all(
        (row := rows.get(leaf)) is not None and row.code is not None for leaf in base.roster.leaves
    )


def _is_due(base: CampaignMaterial, opening: Entry, now: int) -> bool:
    """True if the duty of spec 04 §7 must be fulfilled by now."""
    today = date_of(now)
    if today is not None and today.isoformat() <= opening.data["disclose_by"]:
        return False
    return any(draw.match is not None for draw in base.campaign.draws)
