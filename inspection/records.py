"""Reading the book and the private rows for the use cases: what was fixed, by its own blobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from draw import (
    Avoidance,
    Institution,
    MatchRules,
    Pool,
    Quota,
    Subject,
    assign_types,
    pool,
)
from inspection.campaign import CampaignState, DrawState, next_step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import Person
from inspection.rosters import Roster, load
from inspection.sealing import seal_of
from ledger import canonical, marked_list, read_marked_list

BLOB_LIMIT = 256 * 1024 * 1024


def running(desk: Desk) -> CampaignState:
    """The open campaign; refused if there is none."""
    if desk.state.campaign is None:
        raise Refusal("no_campaign")
    return desk.state.campaign


def running_draw(desk: Desk) -> DrawState:
    """The latest draw of the open campaign; refused if there is none."""
    draw = running(desk).draw
    if draw is None:
        raise Refusal("wrong_step", next=next_step(desk.state).value, wanted="draw")
    return draw


def any_draw(desk: Desk, campaign: int, number: int) -> DrawState:
    """A draw by its numbers, also of an ended campaign."""
    if 1 <= campaign <= len(desk.state.campaigns):
        draws = desk.state.campaigns[campaign - 1].draws
        if 1 <= number <= len(draws):
            return draws[number - 1]
    raise Refusal("draw_unknown", draw=f"{campaign}.{number}")


def campaign_roster(desk: Desk, campaign: CampaignState) -> Roster:
    """The roster with facts and lots; kept in memory, it never changes once sealed.

    Refused if the private rows are not the ones that the campaign's root commits to.
    Kept by root, not by number: a campaign whose transaction failed leaves its number to another.
    """
    cache, root = desk.office.rosters, campaign.opened["roster"]["root"]
    if root not in cache:
        day = date.fromisoformat(campaign.opened["reference_date"])
        avoidance = Avoidance(day, campaign.opened["avoidance_months"])
        cache[root] = load(desk.session, campaign.number, root, avoidance)
    return cache[root]


def drawn_before(desk: Desk, campaign: CampaignState, number: int) -> frozenset[str]:
    """The leaves selected in earlier draws that are not void (D of spec 02 §1)."""
    blobs = [d.selection_blob for d in campaign.draws if d.number < number and d.counts]
    return frozenset().union(*(_leaves(desk, blob) for blob in blobs))


def marked_rows(desk: Desk, digest: str) -> tuple[tuple[str, str], ...]:
    """The rows of a pool or selection blob of the book."""
    return tuple(read_marked_list(desk.office.book.blob(desk.session, digest)))


def _leaves(desk: Desk, digest: str) -> frozenset[str]:
    """The leaves of a selection blob; read once, because the count on a keyboard needs them."""
    kept = desk.office.leaves
    if digest not in kept:
        kept[digest] = frozenset(leaf for leaf, _ in marked_rows(desk, digest))
    return kept[digest]


def catalogue_rows(desk: Desk, campaign: CampaignState) -> tuple[Mapping[str, Any], ...]:
    """The rows of the campaign's catalogue blob (spec 01 §3.1)."""
    return tuple(_json_blob(desk, campaign.opened["catalogue"]["blob"])["types"])


def planned_counts(desk: Desk, campaign: CampaignState) -> Mapping[str, int]:
    """Type → planned count."""
    return {row["code"]: row["planned"] for row in catalogue_rows(desk, campaign)}


def institution_rows(desk: Desk, campaign: CampaignState) -> tuple[Mapping[str, Any], ...]:
    """The rows of the campaign's institutions blob (spec 01 §3.2)."""
    return tuple(_json_blob(desk, campaign.opened["institutions"]["blob"])["institutions"])


def campaign_rules(desk: Desk, campaign: CampaignState) -> MatchRules:
    """The matching rules that `campaign.open` fixed."""
    institutions = tuple(
        Institution(row["code"], {t["type"]: _quota(t) for t in row["types"]})
        for row in institution_rows(desk, campaign)
    )
    waived = frozenset(t for waiver in campaign.opened["waivers"] for t in waiver["types"])
    until = date.fromisoformat(campaign.opened["sampling_until"])
    return MatchRules(institutions, until, waived)


def _quota(row: Mapping[str, Any]) -> Quota:
    weighted = "sampling_weight" in row
    ending = "_weight" if weighted else ""
    until = date.fromisoformat(row["valid_until"])
    return Quota(row[f"sampling{ending}"], row[f"testing{ending}"], until, weighted)


def _json_blob(desk: Desk, digest: str) -> Mapping[str, Any]:
    """A table of the book, read once: every screen of the keyboard shows the catalogue."""
    kept = desk.office.tables
    if digest not in kept:
        data = desk.office.book.blob(desk.session, digest)
        value: Any = canonical.decode(data.removesuffix(b"\n"), BLOB_LIMIT)
        kept[digest] = dict(value)
    return kept[digest]


def computed_pool(desk: Desk, campaign: CampaignState, draw: DrawState) -> Pool:
    """The pool of a draw by the rule (spec 02 §1); the same at every call."""
    roster = campaign_roster(desk, campaign)
    drawn = drawn_before(desk, campaign, draw.number)
    return pool(draw.types, roster.rows, roster.avoidance, drawn)


def frozen_pool(desk: Desk, campaign: CampaignState, draw: DrawState) -> Pool:
    """The pool of a frozen draw; refused if the rule does not give the frozen one any more.

    Without this a changed private row, or a draw that fell in the meantime, would be matched as if
    it were the pool that everybody saw, and only a verifier would find it, after the fact.
    """
    found = computed_pool(desk, campaign, draw)
    root = marked_list(found.rows).root
    if root != draw.pool_root:
        raise Refusal("pool_changed", draw=draw.number, expected=draw.pool_root, found=root)
    return found


def subjects(
    desk: Desk, campaign: CampaignState, found: Pool, leaves: Iterable[str]
) -> list[Subject]:
    """These rows of a draw's pool, with what their types and institutions are drawn from."""
    roster = campaign_roster(desk, campaign)
    facts = {row.leaf: row.facts for row in roster.rows}
    return [
        Subject(leaf, roster.lots[leaf], found.candidates[leaf], facts[leaf]) for leaf in leaves
    ]


def draw_cutoff(desk: Desk, draw: DrawState, leaf: str) -> str | None:
    """The cut-off that this leaf of the pool is compared with: the draw's, or its stratum's."""
    if not draw.strata:
        return draw.cutoff
    campaign = desk.state.find(draw.campaign)
    found = frozen_pool(desk, campaign, draw)
    code = assign_types(draw.seed, subjects(desk, campaign, found, [leaf]))[leaf]
    return next(one.cutoff for one in draw.strata if one.type == code)


def acted(desk: Desk, by: Person) -> Mapping[str, Any]:
    """Level and person of an act in the open campaign (spec 01 §5)."""
    return {"level": "D", "person": seal_of(desk, running(desk).number, by)}


def numbers(draw: DrawState) -> Mapping[str, int]:
    """Campaign and number of a draw, as its entries carry them."""
    return {"campaign": draw.campaign, "draw": draw.number}
