"""Kept secrets are compared with their commitments before anything is opened (spec 02 §3)."""

from functools import partial

import pytest

from inspection import acts, queries
from inspection.campaign import DrawStep
from inspection.errors import Refusal
from inspection.people import Role
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.refused_acts import execute
from tests.inspection.tables import everything, published
from tests.inspection.test_verified import proven

DAMAGES = (
    "UPDATE secret SET secret = '00' || substr(secret, 3) WHERE party = '{party}'",
    "UPDATE secret SET secret = upper(secret) || 'x' WHERE party = '{party}'",
    "DELETE FROM secret WHERE party = '{party}'",
)


def closed(hall: Hall) -> Hall:
    """A draw with two contributions, closed."""
    for _, work in halls.draw_steps(hall, by=(1, 2))[:6]:
        hall.do(work)
    return hall


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_the_operators_secret_nothing_is_opened(at: At, damage: str) -> None:
    hall = closed(at("audited"))
    execute(hall, damage.format(party="operator"))
    before, files = everything(hall), published(hall)
    with pytest.raises(Refusal) as refused:
        hall.do(partial(acts.open_secrets, by=hall.people["o1"]))
    assert refused.value.code == "secret_lost"
    assert (everything(hall), published(hall)) == (before, files)
    halls.agree(hall, "draw.void", {"code": "operator_lost", "text": "示例原因"})
    assert hall.draw.void == "operator_lost"


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_representatives_secret_that_does_not_fit_stays_closed(at: At, damage: str) -> None:
    hall = closed(at("audited"))
    execute(hall, damage.format(party="representative.1"))
    draw = hall.do(partial(acts.open_secrets, by=hall.people["o1"]))
    assert draw.step is DrawStep.OPENED
    assert set(draw.opened) == {"operator", "representative.2"}
    assert acts.unopened(draw) == (1,)
    for _, work in halls.draw_steps(hall, by=())[-2:]:
        hall.do(work)
    assert hall.draw.counts
    remarks = {row["code"] for row in proven(hall)["remarks"]}
    assert "unopened" in remarks


def test_what_fits_is_opened(at: At) -> None:
    hall = closed(at("audited"))
    draw = hall.do(partial(acts.open_secrets, by=hall.people["o1"]))
    assert set(draw.opened) == {"operator", "representative.1", "representative.2"}
    assert acts.unopened(draw) == ()


def test_who_came_later_ticks_nothing(at: At) -> None:
    hall = at("second")
    late = halls.join(hall, Role.SUBSTITUTE, 2, 901)
    with pytest.raises(Refusal) as refused:
        hall.do(partial(queries.set_draft, by=late, code="A02", on=True))
    assert refused.value.code == "not_of_this_campaign"
    assert hall.do(queries.draft) == ()
