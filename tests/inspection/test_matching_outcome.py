"""What a matched draw gives the institutions, against their quotas and the waivers."""

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from demo.files import institutions_xlsx
from demo.generate import Variant, dataset
from demo.institutions import Qualification
from inspection import answers, queries
from inspection.errors import Refusal
from inspection.forms import Waiver
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import FORM, Hall
from tests.inspection.refused_acts import objected
from tests.inspection.tables import everything

Match = tuple[str, str, str, str]  # leaf, type, sampling, testing


def matches(hall: Hall, draw: int) -> list[Match]:
    rows = everything(hall)["match_row"]
    return [(str(r[2]), str(r[3]), str(r[4]), str(r[5])) for r in rows if r[1] == draw]


def quotas() -> dict[tuple[str, str], Qualification]:
    return {(row.institution.code, row.type): row for row in dataset(variant=Variant.SMALL).rows}


def test_rows_and_published_totals_agree(at: At) -> None:
    hall = at("over")
    for draw in hall.campaign.draws:
        rows = matches(hall, draw.number)
        assert len(rows) == draw.size
        sampling = Counter(row[2] for row in rows)
        testing = Counter(row[3] for row in rows)
        assert {code: (s, t) for code, s, t in draw.by_institution if s or t} == {
            code: (sampling[code], testing[code]) for code in sampling | testing
        }
        assert (draw.waived, {row[1] for row in rows} - set(draw.types)) == (0, set())
        assert all(row[2] != row[3] for row in rows)


def test_what_exceeds_the_quotas_is_what_is_called_over_quota(at: At) -> None:
    hall = at("over")
    given = quotas()
    for draw in hall.campaign.draws:
        rows = matches(hall, draw.number)
        sampled = Counter((row[2], row[1]) for row in rows)
        tested = Counter((row[3], row[1]) for row in rows)
        over = (
            sum(max(0, n - given[key].sampling_quota) for key, n in sampled.items()),
            sum(max(0, n - given[key].testing_quota) for key, n in tested.items()),
        )
        assert draw.over_quota == over
        assert all(given[key].sampling_quota for key in sampled)
        assert all(given[key].testing_quota for key in tested)


def test_conflicts_and_last_institutions_are_kept_away(at: At) -> None:
    hall = at("over")
    facts = {
        str(row[1]): json.loads(str(row[5]))
        for row in everything(hall)["enterprise"]
        if row[0] == 1
    }
    kept = 0
    for draw in hall.campaign.draws:
        for leaf, code, sampling, testing in matches(hall, draw.number):
            own = facts[leaf]
            assert not {sampling, testing} & set(own["conflicts"])
            last = [visit for visit in own["last"] if visit["type"] == code]
            kept += sum((v["sampler"], v["tester"]) != ("", "") for v in last)
            same = [v for v in last if sampling == v["sampler"] or testing == v["tester"]]
            assert not same or draw.rotation_dropped
    assert kept


def test_only_a_waived_type_is_sampled_and_tested_by_one(at: At) -> None:
    """A07 has one institution, which may do both by the waiver; nobody else may."""
    hall = at("listed")
    data = dataset(variant=Variant.SMALL)
    banned = {code for e in data.roster if "A07" in e.types for code in e.conflicts}
    keep = next(
        row
        for row in data.rows
        if row.type == "A07"
        and row.sampling_quota
        and row.testing_quota
        and row.institution.code not in banned
    )
    rows = [row for row in data.rows if row.type != "A07" or row is keep]
    assert halls.send(hall, "i.xlsx", institutions_xlsx(rows)).accepted
    with pytest.raises(Refusal, match="A07: no_separation"):
        halls.open_campaign(hall)
    halls.open_campaign(hall, replace(FORM, waivers=(Waiver("W1", "示例", ("A07",)),)))
    halls.audit(hall)
    draw = halls.run_draw(hall)
    same = [row for row in matches(hall, 1) if row[2] == row[3]]
    assert {row[1] for row in same} <= {"A07"}
    assert len(same) == draw.waived == sum(row[1] == "A07" for row in matches(hall, 1))


def test_small_groups_are_merged_in_public(at: At) -> None:
    for draw in at("over").campaign.draws:
        assert all(pool >= 50 for code, pool, _ in draw.by_type if code != "*")
        assert sum(code == "*" for code, _, _ in draw.by_type) == 1


def read_list(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_list_for_officials_has_names_and_is_logged(at: At) -> None:
    hall = at("over")
    data = hall.do(partial(queries.draw_list, by=hall.people["o1"], campaign=1, draw=1))
    rows = read_list(data)
    draw = hall.campaign.draws[0]
    assert len(rows) == draw.size
    lines = halls.small()["enterprises.csv"].decode("utf-8-sig").splitlines()
    names = {line[0]: line[1] for line in csv.reader(lines)}
    assert {row["统一社会信用代码"]: row["企业名称"] for row in rows}.items() <= names.items()
    assert all(row["合成数据"] for row in rows)
    secret = everything(hall)["enterprise"]
    hidden: set[Any] = {cell for row in secret for cell in (row[1], row[2], row[7])}
    assert not [cell for cell in hidden if str(cell).encode() in data]
    assert [(row[2], row[3]) for row in everything(hall)["access_log"]] == [
        (hall.people["o1"].id, "list 1.1")
    ]


@pytest.mark.parametrize(("outcome", "founded"), [("founded", (2,)), ("unfounded", ())])
def test_an_unanswered_objection_keeps_the_list_of_its_draw(
    at: At, outcome: str, founded: tuple[int, ...]
) -> None:
    hall = at("matched")
    halls.run_draw(hall)
    seq = objected(hall)
    second = partial(queries.draw_list, by=hall.people["o1"], campaign=1, draw=2)
    with pytest.raises(Refusal) as refused:
        hall.do(second)
    assert refused.value.code == "objections_open"
    assert everything(hall)["access_log"] == []
    assert hall.do(partial(queries.draw_list, by=hall.people["o1"], campaign=1, draw=1))
    answers_it = partial(answers.answer_objection, seq=seq, outcome=outcome, text="示例答复")
    hall.do(partial(answers_it, by=hall.people["s1"]))
    assert hall.do(second)
    for draw, numbers in ((1, ()), (2, founded)):
        asks = partial(queries.founded_objections, campaign=1, draw=draw)
        assert hall.do(asks) == numbers


@pytest.mark.parametrize("who", ["s1", "r1", "b1"])
def test_the_list_is_for_officials_alone(at: At, who: str) -> None:
    hall = at("matched")
    with pytest.raises(Refusal) as refused:
        hall.do(partial(queries.draw_list, by=hall.people[who], campaign=1, draw=1))
    assert refused.value.code == "not_allowed"
    assert everything(hall)["access_log"] == []


def test_no_cell_of_the_list_is_a_formula(at: At) -> None:
    hall = at("listed")
    header, *lines = halls.small()["enterprises.csv"].decode("utf-8-sig").splitlines()
    wanted = [line.split(",") for line in lines if '"' not in line and "A01" in line][:30]
    for number, row in enumerate(wanted):
        row[1] = "=+-@"[number % 4] + row[1]
    text = "\n".join([header, *(",".join(row) for row in wanted)])
    assert halls.send(hall, "list.csv", text.encode()).accepted
    halls.open_campaign(hall)
    halls.audit(hall)
    halls.run_draw(hall)
    data = hall.do(partial(queries.draw_list, by=hall.people["o1"], campaign=1, draw=1))
    cells = [cell for row in read_list(data) for cell in row.values()]
    assert cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell.startswith("'=") for cell in cells)
