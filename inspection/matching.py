"""`match.result`: the last computed step of a draw, with the statement people answer.

Types, order, testing and sampling institution are the pure core's (spec 02 §7 to §9); here they are
given the rows and rules the book fixed, and the outcome is recorded.
"""

from __future__ import annotations

from sqlalchemy import insert

from draw import MatchRow, Statement, by_institution, by_type, match
from inspection.campaign import CampaignState, DrawState, Step
from inspection.desk import Desk
from inspection.people import Person, Role, require
from inspection.records import (
    acted,
    campaign_rules,
    frozen_pool,
    marked_rows,
    numbers,
    running,
    running_draw,
    subjects,
)
from inspection.tables import MatchRowTable, table_of
from ledger import Blob, merkle


def match_institutions(desk: Desk, by: Person) -> DrawState:
    """`match.result`: testing and sampling institution of every row, and the statement."""
    require(by, Role.OFFICIAL)
    desk.demand(Step.MATCH)
    draw = running_draw(desk)
    campaign = running(desk)
    found = frozen_pool(desk, campaign, draw)
    rules = campaign_rules(desk, campaign)
    drawn = [leaf for leaf, _ in marked_rows(desk, draw.selection_blob)]
    matching = match(draw.seed, subjects(desk, campaign, found, drawn), rules)
    root = merkle.root(row.digest() for row in matching.rows)
    statement = _statement(desk, campaign, draw, root, matching.over_quota).text().encode()
    columns = ("institution", "sampling", "testing")
    table = by_institution(matching, rules, draw.types)
    data = {
        **acted(desk, by),
        **numbers(draw),
        "by_type": [
            {"drawn": drawn, "pool": size, "type": code}
            for code, size, drawn in by_type(draw.types, found, matching, not draw.strata)
        ],
        "institutions": [dict(zip(columns, row, strict=True)) for row in table],
        "over_quota": dict(zip(("sampling", "testing"), matching.over_quota, strict=True)),
        "rotation_dropped": matching.rotation_dropped,
        "rows": {"count": len(matching.rows), "root": root},
        "statement": Blob(statement).digest,
        "waived": matching.waived,
    }
    desk.record([("match.result", data)], (statement,))
    rows = [_match_row(draw, row) for row in matching.rows]
    desk.session.execute(insert(table_of(MatchRowTable)), rows)
    return running(desk).draws[draw.number - 1]


def _statement(
    desk: Desk, campaign: CampaignState, draw: DrawState, root: str, over: tuple[int, int]
) -> Statement:
    return Statement(
        origin=desk.origin,
        simulation=desk.simulation,
        campaign=campaign.number,
        draw=draw.number,
        representative=draw.representative,
        types=draw.types,
        roster=campaign.opened["roster"]["root"],
        pool=draw.pool_root,
        pool_size=draw.pool,
        must=draw.must,
        size=draw.size,
        beacon=draw.beacon,
        seed=draw.seed,
        cutoff=draw.cutoff,
        odds=draw.odds,
        selection=draw.selection_root,
        rows=root,
        over_quota=over,
        strata=draw.strata,
    )


def _match_row(draw: DrawState, row: MatchRow) -> dict[str, object]:
    return {
        "campaign": draw.campaign,
        "draw": draw.number,
        "leaf": row.leaf,
        "type": row.type,
        "sampling": row.sampling,
        "testing": row.testing,
    }
