"""What people ask: the next step, live counts, summaries, lists. Nothing here writes an entry."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import col, select

from draw import sample_size
from inspection import campaign as book
from inspection.campaign import CampaignState, DrawState, DrawStep, Step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.files import staged_names
from inspection.lists import ProductType
from inspection.people import NUMBERED, Person, Role, people, require
from inspection.records import (
    any_draw,
    campaign_roster,
    catalogue_rows,
    drawn_before,
    institution_rows,
    planned_counts,
    running,
    running_draw,
)
from inspection.rosters import PoolCount
from inspection.sealing import seal_of, sealed_name, sealed_text
from inspection.tables import AccessRow, DraftRow, EnterpriseRow, MatchRowTable
from ledger import canonical

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Offer:
    """A product type as offered to the choosing representative."""

    type: ProductType
    taken: bool


@dataclass(frozen=True)
class Answer:
    """What one representative has said about a result, as far as the book has it."""

    number: int
    name: str
    confirmed: bool
    objection: int | None
    settled: bool


@dataclass(frozen=True)
class Objection:
    """An objection that waits for the supervisor; `text` is private."""

    seq: int
    campaign: int
    draw: int
    number: int
    code: str
    text: str


@dataclass(frozen=True)
class Head:
    """The book's head: entries and root (hex) as last published."""

    size: int
    root: str
    published: bool


def next_step(desk: Desk) -> Step:
    """What the open campaign waits for."""
    return book.next_step(desk.state)


def offers(desk: Desk) -> tuple[Offer, ...]:
    """The catalogue of the open campaign, ascending by code, with what is already taken."""
    campaign = running(desk)
    names = staged_names(desk)
    taken = campaign.taken
    return tuple(
        Offer(_product_type(row, names), row["code"] in taken)
        for row in catalogue_rows(desk, campaign)
    )


def choosing(desk: Desk) -> Person | None:
    """The representative whose turn it is to choose, if somebody has to choose now."""
    if next_step(desk) is not Step.CHOOSE:
        return None
    number = running_draw(desk).representative
    found = [p for p in people(desk, Role.REPRESENTATIVE) if p.number == number]
    return found[0] if found else None


def draft(desk: Desk) -> tuple[str, ...]:
    """The types ticked so far for the draw that waits for its choice."""
    draw = running_draw(desk)
    row = desk.session.get(DraftRow, (draw.campaign, draw.number))
    return tuple(sorted(row.types.split(","))) if row is not None and row.types else ()


def set_draft(desk: Desk, by: Person, code: str, on: bool) -> tuple[str, ...]:
    """Tick or untick one type; says what is wanted, so that a repeated press changes nothing."""
    require(by, *NUMBERED)
    desk.demand(Step.CHOOSE)
    draw = running_draw(desk)
    if by.number != draw.representative:
        raise Refusal("not_your_turn", number=draw.representative)
    campaign = running(desk)
    seal_of(desk, campaign.number, by)  # who came later could not submit it; so no ticking either
    if code not in planned_counts(desk, campaign):
        raise Refusal("types_unknown", type=code)
    if on and code in campaign.taken:
        raise Refusal("types_taken", type=code, draw=campaign.taken[code])
    ticked = set(draft(desk)) | {code} if on else set(draft(desk)) - {code}
    row = DraftRow(campaign=draw.campaign, draw=draw.number, types=",".join(sorted(ticked)))
    desk.session.merge(row)
    desk.session.flush()
    return tuple(sorted(ticked))


def count_pool(desk: Desk, types: tuple[str, ...]) -> PoolCount:
    """What these types would draw from in the current draw; zero everywhere for no types."""
    campaign = running(desk)
    counts = planned_counts(desk, campaign)
    planned = sum(counts[code] for code in types)
    drawn = drawn_before(desk, campaign, len(campaign.draws))
    size, must = campaign_roster(desk, campaign).count(types, drawn)
    n = sample_size(planned, size, must) if size else 0
    return PoolCount(size, must, planned, n)


def summary(desk: Desk, campaign: int, draw: int) -> DrawState:
    """The public numbers of a draw."""
    return any_draw(desk, campaign, draw)


def statement(desk: Desk, campaign: int, draw: int) -> str:
    """The result statement whose digest people answer (spec 02 §9)."""
    found = any_draw(desk, campaign, draw)
    if found.step is not DrawStep.MATCHED:
        raise Refusal("draw_unknown", draw=f"{campaign}.{draw}")
    return desk.office.book.blob(desk.session, found.digest).decode()


def answers(desk: Desk, campaign: int, draw: int) -> tuple[Answer, ...]:
    """One row per representative of the campaign."""
    found = any_draw(desk, campaign, draw)
    state = desk.state.campaigns[campaign - 1]
    return tuple(
        Answer(
            number=(number := row["number"]),
            name=sealed_name(desk, row["person"]),
            confirmed=number in found.confirms,
            objection=found.objections.get(number),
            settled=found.objections.get(number, -1) in state.answered,
        )
        for row in state.opened["representatives"]
    )


def open_objections(desk: Desk) -> tuple[Objection, ...]:
    """Objections of the open campaign without an answer, oldest first."""
    campaign = running(desk)
    rows = []
    for seq, draw, number in sorted(campaign.open_objections, key=lambda row: row[0]):
        entry = next(desk.office.book.entries(desk.session, seq))
        reason: Any = entry.data["reason"]
        text = sealed_text(desk, reason["text"])
        rows.append(Objection(seq, campaign.number, draw.number, number, reason["code"], text))
    return tuple(rows)


def draw_list(desk: Desk, by: Person, campaign: int, draw: int) -> bytes:
    """The selected enterprises with names and institutions, as CSV (UTF-8 with BOM).

    For officials only; each reading is written to the access log. Refused while an objection to
    this draw waits for its answer: without names nobody can be sent out. Never shows leaf, salt,
    lot or why an enterprise was drawn (design §3, disclosure).
    """
    require(by, Role.OFFICIAL)
    found = any_draw(desk, campaign, draw)
    if found.step is not DrawStep.MATCHED:
        raise Refusal("draw_unknown", draw=f"{campaign}.{draw}")
    state = desk.state.campaigns[campaign - 1]
    waiting = sum(objected.number == draw for _, objected, _ in state.open_objections)
    if waiting:
        raise Refusal("objections_open", count=waiting)
    desk.session.add(AccessRow(at=desk.now, person=by.id, what=f"list {campaign}.{draw}"))
    types = {row["code"]: row["name"] for row in catalogue_rows(desk, state)}
    labs = {row["code"]: row["name"] for row in institution_rows(desk, state)}
    lines = [
        (e["code"], e["name"], e["addresses"][0], types[t], labs[s], labs[q])
        for e, t, s, q in _drawn(desk, campaign, draw)
    ]
    return _csv(desk, sorted(lines))


def founded_objections(desk: Desk, campaign: int, draw: int) -> tuple[int, ...]:
    """The representatives whose objection to this draw the supervisor found founded, ascending."""
    found, state = any_draw(desk, campaign, draw), desk.state.find(campaign)
    return tuple(n for n, seq in sorted(found.objections.items()) if seq in state.founded)


def head(desk: Desk) -> Head:
    """What the publisher last signed, and whether the newest entry is in it."""
    signed = desk.office.head
    if signed is None:
        return Head(desk.state.size, "", False)
    return Head(signed.size, signed.root, signed.size == desk.state.size)


def last_campaign(desk: Desk) -> CampaignState | None:
    """The newest campaign, open or ended."""
    return desk.state.campaigns[-1] if desk.state.campaigns else None


def _product_type(row: Mapping[str, Any], names: Mapping[str, ProductType]) -> ProductType:
    known = names.get(row["code"])
    english = (known.name_en, known.class_en) if known else (row["name"], row["class"])
    return ProductType(
        row["code"], row["name"], english[0], row["class"], english[1], row["planned"]
    )


def _drawn(desk: Desk, campaign: int, draw: int) -> list[tuple[dict[str, Any], str, str, str]]:
    query = (
        select(
            EnterpriseRow.id_value,
            MatchRowTable.type,
            MatchRowTable.sampling,
            MatchRowTable.testing,
        )
        .join(
            EnterpriseRow,
            (col(EnterpriseRow.leaf) == col(MatchRowTable.leaf))
            & (col(EnterpriseRow.campaign) == col(MatchRowTable.campaign)),
        )
        .where(col(MatchRowTable.campaign) == campaign, col(MatchRowTable.draw) == draw)
    )
    rows = desk.session.execute(query)
    opened: list[tuple[dict[str, Any], str, str, str]] = []
    for value, code, sampling, testing in rows:
        identity: Any = canonical.decode(value.encode())
        opened.append((identity, code, sampling, testing))
    return opened


def _csv(desk: Desk, lines: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    mark = "是 synthetic" if desk.simulation else ""
    writer.writerow(
        ("统一社会信用代码", "企业名称", "地址", "产品类别", "抽样机构", "检验机构", "合成数据")
    )
    for line in lines:
        writer.writerow((*(safe_cell(cell) for cell in line), mark))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula (research/chat §7)."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
