"""Counting a pool by bits gives what the drawing rule gives (spec 02 §1)."""

import hashlib
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.catalogue import PICKS
from draw import Avoidance, Facts, Infeasible, Row, Visit, pool, sample_size
from inspection import acts, queries
from inspection.errors import Refusal
from inspection.records import campaign_roster, drawn_before
from inspection.rosters import Roster
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.refused_acts import execute
from tests.inspection.tables import everything

TYPES = tuple("ABCDE")
REFERENCE = date(2026, 8, 31)
types = st.lists(st.sampled_from(TYPES), min_size=1, unique=True).map(sorted).map(tuple)
days = st.dates(date(2026, 1, 1), REFERENCE) | st.sampled_from(
    [date(2026, 2, 28), date(2026, 3, 1), REFERENCE]
)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    own = draw(types)
    visited = draw(st.lists(st.sampled_from(TYPES), max_size=3, unique=True).map(sorted))
    return Facts(
        types=own,
        failed=tuple(code for code in own if draw(st.integers(0, 4)) == 0),
        last=tuple(Visit(code, draw(days), "", "") for code in visited),
        conflicts=(),
        status=draw(st.sampled_from(["normal"] * 3 + ["closed", "invalid", "duplicate"])),
    )


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    made = draw(st.lists(facts(), min_size=1, max_size=40))
    leaves = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(len(made))]
    rows = sorted(map(Row, leaves, made), key=lambda row: row.leaf)
    return Roster(tuple(rows), {}, Avoidance(REFERENCE, draw(st.integers(0, 24))))


@given(st.data(), rosters(), types)
def test_the_count_is_the_one_of_the_rule(
    data: st.DataObject, roster: Roster, chosen: tuple[str, ...]
) -> None:
    leaves = [row.leaf for row in roster.rows]
    drawn = data.draw(st.frozensets(st.sampled_from(leaves)))
    try:
        found = pool(chosen, roster.rows, roster.avoidance, drawn)
        expected = (found.size, found.must)
    except Infeasible:
        expected = (0, 0)
    assert roster.count(chosen, drawn) == expected


@given(rosters())
def test_unknown_types_and_no_types_count_nothing(roster: Roster) -> None:
    assert roster.count((), ()) == (0, 0)
    assert roster.count(("Z",), ()) == (0, 0)


def test_the_live_number_is_the_frozen_one(at: At) -> None:
    hall = at("matched")
    live = hall.do(lambda desk: queries.count_pool(desk, PICKS[1]))
    assert live.n == sample_size(live.planned, live.size, live.must)
    draw = halls.run_draw(hall)
    counted = (draw.pool, draw.must, draw.planned, draw.size)
    assert counted == (live.size, live.must, live.planned, live.n)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE enterprise SET id_value = replace(id_value, 'name', 'Name')",
        "UPDATE enterprise SET facts_value = replace(facts_value, 'normal', 'closed')",
        "UPDATE enterprise SET lot = id_salt",
        "UPDATE enterprise SET lot_salt = 'no salt'",
        "UPDATE enterprise SET facts_value = facts_value || char(10)",
        "UPDATE enterprise SET leaf = substr(leaf, 2) || substr(leaf, 1, 1)",
        "DELETE FROM enterprise WHERE leaf IN (SELECT min(leaf) FROM enterprise)",
        "DELETE FROM enterprise",
    ],
)
def test_rows_that_are_not_the_sealed_ones_are_not_drawn_from(at: At, change: str) -> None:
    hall = at("audited")
    execute(hall, change)
    hall.restart()
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    before = everything(hall)
    with pytest.raises(Refusal) as refused:
        hall.do(partial(acts.choose_types, by=hall.people["r1"], types=("A01",)))
    assert refused.value.code == "roster_damaged"
    assert everything(hall) == before


def test_the_roster_in_memory_is_the_one_of_the_database(at: At) -> None:
    hall = at("matched")
    campaign = hall.campaign
    roster = hall.do(lambda desk: campaign_roster(desk, campaign))
    assert hall.do(lambda desk: campaign_roster(desk, campaign)) is roster
    drawn = hall.do(lambda desk: drawn_before(desk, campaign, 2))
    assert len(drawn) == campaign.draws[0].size
    hall.restart()
    assert hall.do(lambda desk: campaign_roster(desk, campaign)) == roster
