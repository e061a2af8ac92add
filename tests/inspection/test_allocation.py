"""Allocation `per_type` and institutions by weight, from the form to the matched draw."""

from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from demo.catalogue import PICKS
from draw import ticket
from inspection import disclosure
from inspection.campaign import DrawState
from inspection.errors import Refusal
from inspection.forms import CampaignForm
from inspection.records import marked_rows, planned_counts
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything

BY_TYPE = replace(halls.OPEN_FORM, allocation="per_type")


def drawn(hall: Hall, form: CampaignForm) -> DrawState:
    """The first draw of an open campaign of this form, matched."""
    halls.send_lists(hall)
    halls.open_campaign(hall, form)
    halls.audit(hall)
    official, parts = hall.people["o1"], ("facts", "id", "lot")
    hall.do(partial(disclosure.disclose, by=official, parts=parts, rows="all", number=None))
    return halls.run_draw(hall)


def rows_of(hall: Hall, blob: str) -> tuple[tuple[str, str], ...]:
    return hall.do(lambda desk: marked_rows(desk, blob))


def test_a_draw_type_by_type(at: At) -> None:
    hall = at("founded")
    draw = drawn(hall, BY_TYPE)
    data: Any = {e.kind: e.data for e in hall.entries}["draw.result"]
    campaign = hall.campaign
    planned = hall.do(lambda desk: planned_counts(desk, campaign))
    assert "cutoff" not in data
    assert (draw.cutoff, draw.odds) == (None, None)
    assert [row["type"] for row in data["strata"]] == list(draw.types)
    pool, selection = dict(rows_of(hall, draw.pool_blob)), rows_of(hall, draw.selection_blob)
    assert (sum(s.pool_size for s in draw.strata), draw.selected) == (len(pool), len(selection))
    matched = {str(row[2]): str(row[3]) for row in everything(hall)["match_row"]}
    groups = defaultdict(list)
    for leaf, mark in selection:
        groups[matched[leaf]].append((mark, ticket(draw.seed, "draw", leaf)))
    for one in draw.strata:
        marks = Counter(mark for mark, _ in groups[one.type])
        random = [found for mark, found in groups[one.type] if mark == "r"]
        assert (marks["m"], len(groups[one.type])) == (one.must, one.size)
        assert one.size == max(min(planned[one.type], one.pool_size), one.must)
        assert max(random, default=None) == one.cutoff
    assert draw.by_type == tuple(
        (code, size, next(s.size for s in draw.strata if s.type == code))
        for code, size, _ in draw.by_type
    )


def test_the_book_is_read_back_alike(at: At) -> None:
    hall = at("founded")
    before = drawn(hall, BY_TYPE)
    hall.restart()
    assert hall.draw == before
    assert before.strata


def test_an_enterprise_is_compared_with_the_cut_off_of_its_type(at: At) -> None:
    hall = at("founded")
    draw = drawn(hall, BY_TYPE)
    selection = {leaf for leaf, _ in rows_of(hall, draw.selection_blob)}
    openings = hall.do(
        lambda desk: dict(disclosure.openings(desk.session, 1, frozenset({"id", "facts"})))
    )
    cutoffs = set()
    for leaf, _ in rows_of(hall, draw.pool_blob):
        (row,) = hall.do(partial(disclosure.check_opening, data=openings[leaf])).draws
        assert row.selected == (leaf in selection)
        cutoffs.add(row.cutoff)
    assert cutoffs == {one.cutoff for one in draw.strata if one.pool_size}


def test_weighted_types_are_never_over_quota(at: At) -> None:
    """The small data set has draws over quota by quotas; by weights it has none."""
    hall = at("founded")
    types = {code for codes in PICKS for code in codes}
    draw = drawn(hall, replace(halls.OPEN_FORM, weighted=tuple(sorted(types))))
    assert draw.over_quota == (0, 0)
    assert hall.campaign.opened["matching"] == "weights"
    named: Any = hall.campaign.opened["institutions"]
    blob = hall.do(lambda desk: desk.office.book.blob(desk.session, named["blob"]))
    assert b'"sampling_weight":' in blob
    hall.restart()
    assert hall.draw == draw


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(halls.FORM, allocation="per_type"), "allocation"),
        (replace(halls.OPEN_FORM, allocation="by_type"), "allocation"),
        (replace(halls.FORM, weighted=("NOTYPE",)), "weighted"),
        (replace(halls.FORM, weighted=("A01", "A01")), "weighted"),
    ],
)
def test_a_form_that_cannot_be_kept_is_refused(at: At, form: CampaignForm, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        halls.open_campaign(at("listed"), form)
    assert (refused.value.code, refused.value.values["field"]) == ("form_bad", field)
