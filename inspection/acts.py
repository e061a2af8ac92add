"""The acts of a draw: one short use case per row of design §3, each one entry (or a few).

Every function checks who acts and what the campaign waits for, computes what there is to compute
with the pure core, records, and returns the draw as the book now has it. Nothing is drawn twice:
what an entry fixes is read back from the book, never recomputed differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from compiled import select
from draw import SeedInput, Stratum, assign_types, sample_size, select_by_type
from inspection import seeding
from inspection.campaign import CampaignState, DrawState, Step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import NUMBERED, Person, Role, require
from inspection.records import (
    acted,
    campaign_roster,
    computed_pool,
    drawn_before,
    frozen_pool,
    marked_rows,
    numbers,
    planned_counts,
    running,
    running_draw,
    subjects,
)
from inspection.seed_acts import (
    beacon_here,
    close_contributions,
    contribute,
    contribute_commitment,
    demand_openings,
    ground_of,
    hand_in_opening,
    open_secrets,
    record_beacon,
    take_beacon,
    unopened,
    waiting_openings,
)
from inspection.seeding import OPERATOR, party
from inspection.tables import DraftRow
from inspection.witnessed import demand_witnessed
from ledger import marked_list

__all__ = [
    "audit_roster",
    "beacon_here",
    "choose_types",
    "close_contributions",
    "commit_draw",
    "contribute",
    "contribute_commitment",
    "demand_choosable",
    "draw_result",
    "freeze_pool",
    "hand_in_opening",
    "inherit_choice",
    "open_secrets",
    "record_beacon",
    "seed_input",
    "take_beacon",
    "unopened",
    "waiting_openings",
]


def audit_roster(desk: Desk, by: Person) -> CampaignState:
    """`roster.audit`: the supervisor's four statements over the roster."""
    require(by, Role.SUPERVISOR)
    desk.demand(Step.AUDIT)
    campaign = running(desk)
    statements = ["codes_unique", "codes_valid", "failures_flagged", "types_complete"]
    data = {
        **acted(desk, by),
        "campaign": campaign.number,
        "roster": campaign.opened["roster"]["root"],
        "statements": statements,
    }
    desk.record([("roster.audit", data)])
    return running(desk)


def commit_draw(desk: Desk, by: Person) -> DrawState:
    """`draw.commit`: 32 fresh secret bytes, and only their commitment in the book."""
    require(by, Role.OFFICIAL)
    desk.demand(Step.COMMIT)
    campaign = running(desk)
    number = len(campaign.draws) + 1
    data = {
        **acted(desk, by),
        "campaign": campaign.number,
        "commitment": seeding.commit(desk, ground_of(campaign, number), OPERATOR, desk.entropy(32)),
        "draw": number,
        "representative": campaign.next_representative,
    }
    desk.record([("draw.commit", data)])
    return running_draw(desk)


def choose_types(desk: Desk, by: Person, types: tuple[str, ...]) -> DrawState:
    """`draw.choice`: final; refused if a type is taken or nobody could be drawn.

    Where there are witnesses, they must have signed the commitment first (spec 03 §7.6).
    """
    require(by, *NUMBERED)
    desk.demand(Step.CHOOSE)
    draw = running_draw(desk)
    demand_witnessed(desk, draw.commit_seq, "draw.commit")
    if by.number != draw.representative:
        raise Refusal("not_your_turn", number=draw.representative)
    chosen = demand_choosable(desk, types)
    _demand_pool(desk, chosen)
    return _record_choice(desk, by, chosen, None)


def inherit_choice(desk: Desk, by: Person) -> DrawState:
    """`draw.choice` again after a void: the same types, so that no choice can be discarded.

    It waits for the witnesses as `choose_types` does.
    """
    require(by, Role.OFFICIAL)
    desk.demand(Step.INHERIT)
    draw = running_draw(desk)
    demand_witnessed(desk, draw.commit_seq, "draw.commit")
    before = running(desk).inherited_choice(draw.representative)
    if before is None:
        raise Refusal("wrong_step", next=Step.CHOOSE.value, wanted=Step.INHERIT.value)
    _demand_pool(desk, before.types)
    return _record_choice(desk, by, before.types, before.number)


def demand_choosable(desk: Desk, types: tuple[str, ...]) -> tuple[str, ...]:
    """The types ascending and once each; refused if none, unknown or taken."""
    campaign = running(desk)
    if not types:
        raise Refusal("types_none")
    known = planned_counts(desk, campaign)
    for code in types:
        if code not in known:
            raise Refusal("types_unknown", type=code)
        if code in campaign.taken:
            raise Refusal("types_taken", type=code, draw=campaign.taken[code])
    return tuple(sorted(set(types)))


def freeze_pool(desk: Desk, by: Person) -> DrawState:
    """`draw.freeze`: pool, N, m, n and exclusions; computed, nobody types a number."""
    require(by, Role.OFFICIAL)
    desk.demand(Step.FREEZE)
    draw = running_draw(desk)
    campaign = running(desk)
    found = computed_pool(desk, campaign, draw)
    counts = planned_counts(desk, campaign)
    planned = sum(counts[code] for code in draw.types)
    listed = marked_list(found.rows)
    data = {
        **acted(desk, by),
        **numbers(draw),
        "excluded": [{"count": n, "reason": why} for why, n in found.excluded.items()],
        "must": found.must,
        "n": sample_size(planned, found.size, found.must),
        "planned": planned,
        "pool": {"blob": listed.digest, "count": listed.count, "root": listed.root},
    }
    desk.record([("draw.freeze", data)], (listed.data,))
    return running_draw(desk)


def draw_result(desk: Desk, by: Person) -> DrawState:
    """`draw.result`: the seed, and by it the selection with its chances (spec 02 §6)."""
    require(by, Role.OFFICIAL)
    desk.demand(Step.RESULT)
    draw = running_draw(desk)
    demand_openings(desk, draw)
    seed = seed_input(running(desk), draw).seed()
    rows, chances = _selected(desk, draw, seed)
    listed = marked_list(rows)
    data = {
        **acted(desk, by),
        **numbers(draw),
        **chances,
        "seed": seed,
        "selection": {"blob": listed.digest, "count": listed.count, "root": listed.root},
    }
    desk.record([("draw.result", data)], (listed.data,))
    return running_draw(desk)


def _selected(
    desk: Desk, draw: DrawState, seed: str
) -> tuple[Sequence[tuple[str, str]], Mapping[str, Any]]:
    """The rows drawn, and what `draw.result` says of their chances, by the allocation."""
    campaign = running(desk)
    rows = marked_rows(desk, draw.pool_blob)
    if campaign.opened["allocation"] == "pooled":
        chosen = select(seed, rows, draw.size)
        return chosen.rows, {"cutoff": chosen.cutoff, "odds": _odds(chosen.odds)}
    found = frozen_pool(desk, campaign, draw)
    types = assign_types(seed, subjects(desk, campaign, found, [leaf for leaf, _ in rows]))
    counts = planned_counts(desk, campaign)
    planned = {code: counts[code] for code in draw.types}
    drawn = select_by_type(seed, rows, types, planned)
    return drawn.rows, {"strata": [_stratum(one) for one in drawn.strata]}


def _stratum(one: Stratum) -> Mapping[str, Any]:
    return {
        "cutoff": one.cutoff,
        "must": one.must,
        "n": one.size,
        "odds": _odds(one.odds),
        "pool": one.pool_size,
        "type": one.type,
    }


def _odds(odds: tuple[int, int] | None) -> list[int] | None:
    return None if odds is None else list(odds)


def seed_input(campaign: CampaignState, draw: DrawState) -> SeedInput:
    """Everything that enters the seed (spec 02 §4), from the book alone."""
    return SeedInput(
        campaign=campaign.number,
        draw=draw.number,
        roster=campaign.opened["roster"]["root"],
        types=draw.types,
        pool=draw.pool_root,
        pool_size=draw.pool,
        must=draw.must,
        size=draw.size,
        operator=draw.opened["operator"],
        contributions={
            number: draw.opened.get(party(number), digest)
            for number, digest in draw.contributions.items()
        },
        beacon=draw.beacon,
    )


def _record_choice(
    desk: Desk, by: Person, types: tuple[str, ...], inherited: int | None
) -> DrawState:
    draw = running_draw(desk)
    data = {
        **acted(desk, by),
        **numbers(draw),
        "inherited": inherited,
        "representative": draw.representative,
        "types": list(types),
    }
    desk.record([("draw.choice", data)])
    draft = desk.session.get(DraftRow, (draw.campaign, draw.number))
    if draft is not None:
        desk.session.delete(draft)
    return running_draw(desk)


def _demand_pool(desk: Desk, types: tuple[str, ...]) -> None:
    campaign = running(desk)
    drawn = drawn_before(desk, campaign, len(campaign.draws))
    size, _ = campaign_roster(desk, campaign).count(types, drawn)
    if size == 0:
        raise Refusal("pool_empty")
