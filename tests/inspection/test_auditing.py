"""What a supervisor may read, and that every reading is written down."""

import json
from collections.abc import Callable
from functools import partial

import pytest

from inspection import auditing
from inspection.errors import Refusal
from tests.inspection import by_hand
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.tables import everything


def test_the_supervisor_reads_the_list_that_was_sent(at: At) -> None:
    hall = at("open")
    name, data = hall.do(partial(auditing.roster_file, by=hall.people["s1"]))
    assert (name, data) == ("enterprises.csv", halls.small()["enterprises.csv"])


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
