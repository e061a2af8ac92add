"""Openings: the duty to disclose (spec 04 §7), the auditor's folder, and one enterprise's check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeGuard

from sqlalchemy import Row as SqlRow
from sqlalchemy.orm import Session
from sqlmodel import col, select

from draw import commitment, leaf, ticket
from inspection.campaign import CampaignState, DrawState, DrawStep, next_step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.files import today
from inspection.people import Person, Role, require
from inspection.records import campaign_roster, draw_cutoff, marked_rows
from inspection.sealing import seal_of
from inspection.tables import AccessRow, EnterpriseRow, SealRow, table_of
from ledger import Blob, Entry, LedgerError, canonical

PARTS: Final = ("facts", "id", "lot")
OPENING_LIMIT: Final = 65_536


Opening = tuple[tuple[str, ...], str]
"""Parts, and which rows: as in a `disclosure` entry."""
TERMINAL: Final = 0
"""Stands in the access log for whoever works at the server's terminal; nobody's number."""


@dataclass(frozen=True)
class EnterpriseDraw:
    """Where an enterprise stands in one draw; ticket and cut-off are hex."""

    campaign: int
    draw: int
    in_pool: bool
    mark: str | None
    ticket: str | None
    cutoff: str | None
    selected: bool


@dataclass(frozen=True)
class EnterpriseCheck:
    """What an opening proves about one enterprise."""

    leaf: str
    name: str | None
    code: str | None
    in_roster: bool
    draws: tuple[EnterpriseDraw, ...]


def disclose(
    desk: Desk, by: Person, parts: tuple[str, ...], rows: str, number: int | None = None
) -> Entry:
    """`disclosure`: open these parts of all rows, or of the selected ones, for everyone.

    `number`: of which campaign, the newest if not given; the duty outlives the next opening.
    """
    require(by, Role.OFFICIAL)
    campaign = named_campaign(desk, number)
    if not parts or not set(parts) <= set(PARTS) or rows not in ("all", "selected"):
        raise Refusal("code_unknown", found=f"{','.join(parts)} of {rows}", known=PARTS)
    demand_due(desk, campaign)
    campaign_roster(desk, campaign)  # refuses rows that are not the sealed ones
    chosen = None if rows == "all" else _selected(desk, campaign)
    lines = [
        line
        for leaf_, line in openings(desk.session, campaign.number, frozenset(parts))
        if chosen is None or leaf_ in chosen
    ]
    blob = b"".join(lines)
    data = {
        "blob": Blob(blob).digest,
        "campaign": campaign.number,
        "count": len(lines),
        "level": "D",
        "parts": sorted(set(parts)),
        "person": seal_of(desk, campaign.number, by),
        "rows": rows,
    }
    return desk.record([("disclosure", data)], (blob,))[0]


def openings(session: Session, campaign: int, parts: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """(leaf, line) of a campaign's rows, ascending by leaf, with exactly these parts open."""
    table = table_of(EnterpriseRow)
    query = table.select().where(table.c.campaign == campaign).order_by(table.c.leaf)
    for row in session.execute(query).yield_per(5000):
        yield row.leaf, _opening(row, parts)


def outstanding(desk: Desk, campaign: CampaignState) -> tuple[Opening, ...]:
    """The openings that the duty of spec 04 §7 asks for and that are not in the book.

    A disclosure of selected rows counts only if it holds the rows of all selections there are now:
    selections only add up, so that the number of rows tells.
    """
    drawn = len(_all_selected(desk, campaign))
    of_all = {part for one in campaign.disclosed if one.rows == "all" for part in one.parts}
    complete = [one for one in campaign.disclosed if (one.rows, one.count) == ("selected", drawn)]
    of_drawn = {part for one in complete for part in one.parts}
    missing: list[Opening] = []
    if not {"facts", "lot"} <= of_all:
        missing.append((("facts", "lot"), "all"))
    if drawn and "id" not in of_all | of_drawn:
        missing.append((("id",), "selected"))
    return tuple(missing)


def opening_by_code(desk: Desk, campaign: int, code: str) -> bytes:
    """The `id` opening of the enterprise with this code, for the authority's page or counter.

    Taken at the server's terminal, and written to the access log as `TERMINAL`. Refused if the
    campaign's roster has no such enterprise.
    """
    text = canonical.text({"code": code})[1:-1]  # as it stands in the canonical text of the part
    query = select(EnterpriseRow.leaf).where(
        col(EnterpriseRow.campaign) == campaign,
        col(EnterpriseRow.id_value).contains(text, autoescape=True),
    )
    found = desk.session.scalars(query).first()
    if found is None:
        raise Refusal("opening_foreign", campaign=campaign)
    desk.session.add(AccessRow(at=desk.now, person=TERMINAL, what=f"opening {campaign} {code}"))
    return opening_of(desk.session, campaign, found)


def opening_of(session: Session, campaign: int, leaf_: str) -> bytes:
    """The `id` opening of one enterprise as a file.

    Handed out by the authority when inspectors check in, never by the inspectors: to be told by
    the visitor that one was drawn proves nothing about the visitor.
    """
    row = session.get(EnterpriseRow, (campaign, leaf_))
    if row is None:
        raise Refusal("opening_foreign", campaign=campaign)
    return _opening(row, frozenset(("id",)))


def line_leaf(line: Mapping[str, Any]) -> str:
    """The leaf an opening belongs to (spec 01 §1.1); the opened parts are hashed, not trusted."""
    digests = []
    for part in ("id", "facts", "lot"):
        piece = line[part]
        if "commitment" in piece:
            digests.append(piece["commitment"])
        else:
            digests.append(commitment(part, piece["salt"], canonical.text(piece["value"])))
    return leaf(*digests)


def check_opening(desk: Desk, data: bytes) -> EnterpriseCheck:
    """Judge an opening somebody shows; says whether and where the enterprise was drawn."""
    line = _read_opening(data)
    found = line_leaf(line)
    number = line["campaign"]
    if not 1 <= number <= len(desk.state.campaigns):
        raise Refusal("opening_foreign", campaign=number)
    campaign = desk.state.campaigns[number - 1]
    known = desk.session.get(EnterpriseRow, (number, found)) is not None
    if not known:
        raise Refusal("opening_foreign", campaign=number)
    shown = line["id"].get("value", {})
    draws = tuple(
        _stand(desk, draw, found)
        for draw in campaign.draws
        if draw.step is DrawStep.MATCHED and draw.void is None
    )
    return EnterpriseCheck(found, shown.get("name"), shown.get("code"), known, draws)


def write_auditor(desk: Desk, folder: Path) -> None:
    """Write the auditor's folder (spec 04 §3): all openings and all people, per campaign."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for campaign in desk.state.campaigns:
        name = f"campaign-{campaign.number}"
        with (folder / f"{name}.openings.jsonl").open("wb") as file:
            for _, line in openings(desk.session, campaign.number, frozenset(PARTS)):
                file.write(line)
        with (folder / f"{name}.people.jsonl").open("wb") as file:
            file.writelines(_people_lines(desk.session, campaign.number))


def _people_lines(session: Session, campaign: int) -> Iterator[bytes]:
    query = (
        select(SealRow).where(col(SealRow.campaign) == campaign).order_by(col(SealRow.commitment))
    )
    for row in session.scalars(query):
        value = canonical.decode(row.value.encode())
        line = {
            "kind": "person",
            "person": row.commitment,
            "salt": row.salt,
            "v": 1,
            "value": value,
        }
        yield canonical.encode(line) + b"\n"


def _opening(row: EnterpriseRow | SqlRow[Any], parts: frozenset[str]) -> bytes:
    # composed, not encoded again: stored values are canonical texts, and the keys stand in order
    facts = _part("facts", row.facts_salt, row.facts_value, parts)
    identity = _part("id", row.id_salt, row.id_value, parts)
    lot = _part("lot", row.lot_salt, f'"{row.lot}"', parts)
    head = f'{{"campaign":{row.campaign},"facts":{facts},"id":{identity}'
    return f'{head},"kind":"opening","lot":{lot},"v":1}}\n'.encode()


def _part(part: str, salt: str, value: str, parts: frozenset[str]) -> str:
    if part in parts:
        return f'{{"salt":"{salt}","value":{value}}}'
    return f'{{"commitment":"{commitment(part, salt, value)}"}}'


def _read_opening(data: bytes) -> dict[str, Any]:
    try:
        line = canonical.decode(data.removesuffix(b"\n"), OPENING_LIMIT)
        if not _is_opening(line):
            raise Refusal("opening_bad", reason="it has not the six parts of an opening")
        line_leaf(line)
    except (LedgerError, KeyError, TypeError, ValueError) as error:
        raise Refusal("opening_bad", reason="it is not written in the form of spec 01") from error
    return line


def _is_opening(line: object) -> TypeGuard[dict[str, Any]]:
    shape = {"campaign", "facts", "id", "kind", "lot", "v"}
    if not isinstance(line, dict) or set(line) != shape:
        return False
    # exactly one of both forms: beside a true commitment anybody could write a false value
    forms = ({"commitment"}, {"salt", "value"})
    parts = all(isinstance(line[part], dict) and set(line[part]) in forms for part in PARTS)
    return parts and line["kind"] == "opening" and line["v"] == 1 and type(line["campaign"]) is int


def _stand(desk: Desk, draw: DrawState, found: str) -> EnterpriseDraw:
    marks = dict(marked_rows(desk, draw.pool_blob))
    mark = marks.get(found)
    number = ticket(draw.seed, "draw", found) if mark else None
    cutoff = draw_cutoff(desk, draw, found) if mark else draw.cutoff
    won = mark == "m" or (number is not None and cutoff is not None and number <= cutoff)
    return EnterpriseDraw(draw.campaign, draw.number, mark is not None, mark, number, cutoff, won)


def _selected(desk: Desk, campaign: CampaignState) -> frozenset[str]:
    found = _all_selected(desk, campaign)
    if not found:
        # an openings file of no row would be the only empty list of the book (spec 00 §5)
        raise Refusal("wrong_step", next=next_step(desk.state).value, wanted="disclose")
    return found


def _all_selected(desk: Desk, campaign: CampaignState) -> frozenset[str]:
    blobs = [draw.selection_blob for draw in campaign.draws if draw.step is DrawStep.MATCHED]
    return frozenset(leaf_ for blob in blobs for leaf_, _ in marked_rows(desk, blob))


def named_campaign(desk: Desk, number: int | None) -> CampaignState:
    """The campaign of that number, the newest if none is given; refused if there is none."""
    campaigns = desk.state.campaigns
    wanted = len(campaigns) if number is None else number
    if not 1 <= wanted <= len(campaigns):
        raise Refusal("no_campaign")
    return campaigns[wanted - 1]


def demand_due(desk: Desk, campaign: CampaignState) -> None:
    """Refuse to open a sealed campaign before its end or before sampling has ended.

    A disclosure of selected rows in the middle of a campaign would name only those drawn so far,
    and look as if the duty were done.
    """
    if campaign.opened["policy"] == "open":
        return
    until = date.fromisoformat(campaign.opened["sampling_until"])
    if today(desk) <= until:
        raise Refusal("disclose_early", date=until.isoformat())
    if campaign.ended is None:
        raise Refusal("disclose_running", campaign=campaign.number)
