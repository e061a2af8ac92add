"""What a supervisor may read, and that every reading is written down."""

import csv
import io
import json
from collections.abc import Callable
from functools import partial

import pytest
from sqlmodel import select

from demo.files import ENTERPRISES_HEADER
from inspection import auditing
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.files import staged_lists
from inspection.lists import Enterprise
from inspection.people import Role
from inspection.tables import EnterpriseRow
from tests.inspection import by_hand
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.tables import everything


def parsed(desk: Desk) -> tuple[Enterprise, ...]:
    return staged_lists(desk).enterprises


def test_the_supervisor_reads_the_rows_that_are_sealed(at: At) -> None:
    hall = at("open")
    name, data = hall.do(partial(auditing.roster_file, by=hall.people["s1"]))
    assert name == "roster-1.csv"
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(ENTERPRISES_HEADER[:9])
    sealed = hall.do(lambda desk: list(desk.session.scalars(select(EnterpriseRow))))
    identities = [json.loads(row.id_value) for row in sealed]
    named = sorted((one["code"], one["name"], "|".join(one["addresses"])) for one in identities)
    assert sorted((row[0], row[1], row[3]) for row in rows[1:]) == named


def test_the_audited_list_reads_back_as_the_same_rows(at: At) -> None:
    hall = at("open")
    rows = hall.do(parsed)
    assert any(row.failed for row in rows)
    assert any(row.last for row in rows)
    assert any(row.conflicts for row in rows)
    assert len({row.status for row in rows}) > 1
    _, data = hall.do(partial(auditing.roster_file, by=hall.people["s1"]))
    halls.agree(hall, "campaign.void", {"code": "mistake", "text": "示例原因"})
    assert halls.send(hall, "again.csv", data).accepted
    assert hall.do(parsed) == rows


def test_cells_that_look_like_formulas_are_audited_exactly(at: At) -> None:
    hall = at("listed")
    header, line = halls.small()["enterprises.csv"].decode("utf-8-sig").splitlines()[:2]
    cells = line.split(",")
    cells[1], cells[3] = '=示例,"一"', "@示例路 1 号|-2 号"
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header.split(","), cells])
    assert halls.send(hall, "list.csv", out.getvalue().encode()).accepted
    halls.open_campaign(hall)
    _, data = hall.do(partial(auditing.roster_file, by=hall.people["s1"]))
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    assert (row[1], row[3]) == (cells[1], cells[3])


@pytest.mark.parametrize("read", [auditing.roster_file, auditing.all_openings])
def test_a_supervisor_who_came_later_reads_nothing(at: At, read: Callable[..., object]) -> None:
    hall = at("open")
    late = halls.join(hall, Role.SUPERVISOR, None, 901)
    with pytest.raises(Refusal) as refused:
        hall.do(partial(read, by=late))
    assert refused.value.code == "not_of_this_campaign"
    assert everything(hall)["access_log"] == []


def test_the_supervisor_reads_all_openings(at: At) -> None:
    hall = at("over")
    number, data = hall.do(partial(auditing.all_openings, by=hall.people["s1"]))
    rows = [json.loads(line) for line in data.decode().splitlines()]
    blob = hall.campaign.opened["roster"]["blob"]
    listed = hall.do(lambda desk: desk.office.book.blob(desk.session, blob)).decode().split()
    assert (number, [by_hand.leaf(row) for row in rows]) == (1, listed)
    assert all("value" in row[part] for row in rows for part in ("id", "facts", "lot"))


def test_every_reading_is_logged(at: At) -> None:
    hall = at("open")
    hall.do(partial(auditing.roster_file, by=hall.people["s1"]))
    hall.do(partial(auditing.all_openings, by=hall.people["s1"]))
    log = [(row[2], row[3]) for row in everything(hall)["access_log"]]
    person = hall.people["s1"].id
    assert log == [(person, "roster 1"), (person, "openings 1")]


@pytest.mark.parametrize("who", ["o1", "r1", "b1"])
@pytest.mark.parametrize("read", [auditing.roster_file, auditing.all_openings])
def test_nobody_else_reads_them(at: At, who: str, read: Callable[..., object]) -> None:
    hall = at("open")
    with pytest.raises(Refusal) as refused:
        hall.do(partial(read, by=hall.people[who]))
    assert refused.value.code == "not_allowed"
    assert everything(hall)["access_log"] == []


def test_without_a_campaign_there_is_nothing_to_read(at: At) -> None:
    hall = at("listed")
    for read in (auditing.roster_file, auditing.all_openings):
        with pytest.raises(Refusal) as refused:
            hall.do(partial(read, by=hall.people["s1"]))
        assert refused.value.code == "no_campaign"
