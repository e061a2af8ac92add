"""Openings: when, of what, in which bytes; and what one opening says about one enterprise."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from inspection import disclosure
from inspection.campaign import Disclosed, Step
from inspection.errors import Refusal
from inspection.people import Role
from ledger import Entry, read_marked_list
from tests.inspection import by_hand
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import FORM, Hall
from tests.inspection.refused_acts import execute
from tests.inspection.tables import everything, published

ALL = ("facts", "id", "lot")


def disclose(hall: Hall, parts: tuple[str, ...], rows: str, number: int | None = None) -> Entry:
    by = hall.people["o1"]
    return hall.do(partial(disclosure.disclose, by=by, parts=parts, rows=rows, number=number))


def refused(hall: Hall, parts: tuple[str, ...], rows: str, number: int | None = None) -> str:
    before = everything(hall)
    with pytest.raises(Refusal) as found:
        disclose(hall, parts, rows, number)
    assert everything(hall) == before
    return found.value.code


def lines_of(hall: Hall, entry: Entry) -> list[dict[str, Any]]:
    """The published file of a disclosure, read and checked line by line."""
    data: Any = entry.data
    raw = next(body for path, body in published(hall).items() if data["blob"] in path)
    assert by_hand.digest(raw.decode()) == data["blob"]
    texts = raw.decode().splitlines()
    assert raw.decode() == "".join(f"{text}\n" for text in texts)
    assert [by_hand.canonical(json.loads(text)) for text in texts] == texts
    rows = [json.loads(text) for text in texts]
    leaves = [by_hand.leaf(row) for row in rows]
    assert leaves == sorted(set(leaves))
    assert len(rows) == data["count"]
    return rows


def is_open(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(part for part in ALL if "value" in row[part])


def after_sampling(hall: Hall) -> None:
    hall.now = halls.NOW + 69 * halls.DAY  # 2027-02-01 in Asia/Shanghai


def selected(hall: Hall) -> set[str]:
    blobs = [draw.selection_blob for draw in hall.campaign.draws]
    lists = hall.do(lambda desk: [desk.office.book.blob(desk.session, blob) for blob in blobs])
    return {leaf for data in lists for leaf, _ in read_marked_list(data)}


def test_names_stay_sealed_through_the_last_day_of_sampling(at: At) -> None:
    hall = at("over")
    assert FORM.sampling_until.isoformat() == "2027-01-31"
    hall.now = 1_801_411_199 - 7  # 2027-01-31 23:59:59 in Asia/Shanghai
    assert refused(hall, ("id",), "selected") == "disclose_early"
    hall.now = 1_801_411_200 - 7
    assert disclose(hall, ("id",), "selected").kind == "disclosure"


def test_the_duty_is_two_disclosures(at: At) -> None:
    hall = at("over")
    after_sampling(hall)
    rows = lines_of(hall, disclose(hall, ("lot", "facts"), "all"))
    assert len(rows) == 600
    assert {is_open(row) for row in rows} == {("facts", "lot")}
    roster = hall.campaign.opened["roster"]["blob"]
    listed = hall.do(lambda desk: desk.office.book.blob(desk.session, roster)).decode().split()
    assert [by_hand.leaf(row) for row in rows] == listed

    rows = lines_of(hall, disclose(hall, ("id",), "selected"))
    assert {is_open(row) for row in rows} == {("id",)}
    assert {by_hand.leaf(row) for row in rows} == selected(hall)
    assert len(rows) < 200


def test_the_selected_of_a_void_draw_are_disclosed_too(at: At) -> None:
    hall = at("matched")
    drawn = selected(hall)
    hall.judge.codes = frozenset({"07.pool"})
    halls.agree(hall, "draw.void", {"code": "verifier", "text": "示例", "campaign": 1, "draw": 1})
    halls.close(hall)
    after_sampling(hall)
    rows = lines_of(hall, disclose(hall, ("id",), "selected"))
    assert {by_hand.leaf(row) for row in rows} == drawn


def test_nothing_was_selected_so_nothing_can_be_opened(at: At) -> None:
    hall = at("audited")
    halls.close(hall)
    after_sampling(hall)
    assert refused(hall, ("id",), "selected") == "wrong_step"


def test_names_stay_sealed_while_the_campaign_is_open(at: At) -> None:
    """Otherwise only the draws so far would be named, and the duty would look fulfilled."""
    hall = at("matched")
    after_sampling(hall)
    for parts, rows in ((("facts", "lot"), "all"), (("id",), "selected")):
        assert refused(hall, parts, rows) == "disclose_running"
    halls.close(hall)
    assert disclose(hall, ("id",), "selected").kind == "disclosure"


def test_a_disclosure_of_some_selections_leaves_the_duty_open(at: At) -> None:
    hall = at("over")
    campaign, drawn = hall.campaign, len(selected(hall))
    facts = Disclosed(("facts", "lot"), "all", 600)
    for count, missing in ((drawn - 1, ((("id",), "selected"),)), (drawn, ())):
        names = Disclosed(("id",), "selected", count)
        done = replace(campaign, disclosed=frozenset({facts, names}))
        assert hall.do(partial(disclosure.outstanding, campaign=done)) == missing
    assert hall.do(partial(disclosure.outstanding, campaign=campaign)) == (
        (("facts", "lot"), "all"),
        (("id",), "selected"),
    )


def test_changed_rows_are_not_disclosed(at: At) -> None:
    """Once in the book, an opening that fits no leaf of the roster could not be taken back."""
    hall = at("over")
    after_sampling(hall)
    execute(hall, "UPDATE enterprise SET id_salt = facts_salt")
    hall.restart()
    assert refused(hall, ("id",), "selected") == "roster_damaged"


def test_the_opening_for_the_counter_is_found_by_code_and_logged(at: At) -> None:
    hall = at("over")
    line = hall.do(lambda desk: next(disclosure.openings(desk.session, 1, frozenset(("id",)))))[1]
    code = json.loads(line)["id"]["value"]["code"]
    assert hall.do(partial(disclosure.opening_by_code, campaign=1, code=code)) == line
    assert [row[2:] for row in everything(hall)["access_log"]] == [
        (disclosure.TERMINAL, f"opening 1 {code}")
    ]
    for campaign, wrong in ((2, code), (1, "%"), (1, ""), (1, code[:-1])):
        with pytest.raises(Refusal) as found:
            hall.do(partial(disclosure.opening_by_code, campaign=campaign, code=wrong))
        assert found.value.code == "opening_foreign"
    assert len(everything(hall)["access_log"]) == 1


def test_parts_are_named_once_and_known(at: At) -> None:
    hall = at("over")
    after_sampling(hall)
    for parts, rows in (((), "all"), (("name",), "all"), (("id",), "some")):
        assert refused(hall, parts, rows) == "code_unknown"
    data: Any = disclose(hall, ("id", "id"), "selected").data
    assert data["parts"] == ["id"]


def test_only_officials_of_the_campaign_disclose(at: At) -> None:
    hall = at("over")
    after_sampling(hall)
    late = halls.agree(hall, "invite.official", {"name": "官员丙"}).invited
    assert late is not None
    newcomer = halls.enrol(hall, late, 901)
    for by, code in (
        (hall.people["s1"], "not_allowed"),
        (hall.people["r1"], "not_allowed"),
        (newcomer, "not_of_this_campaign"),
    ):
        with pytest.raises(Refusal) as found:
            hall.do(partial(disclosure.disclose, by=by, parts=("id",), rows="all"))
        assert found.value.code == code


def test_an_ended_campaign_can_be_disclosed_while_the_next_one_runs(at: At) -> None:
    """Otherwise opening a new campaign would end the duty of the old one for ever."""
    hall = at("over")
    after_sampling(hall)
    halls.send_lists(hall)
    form = replace(
        FORM,
        sampling_until=FORM.disclose_by,
        disclose_by=FORM.disclose_by,
    )
    halls.open_campaign(hall, form)
    assert refused(hall, ("id",), "all") == "disclose_early"
    data: Any = disclose(hall, ("facts", "lot"), "all", number=1).data
    assert (data["campaign"], data["rows"]) == (1, "all")
    for number in (0, 3):
        assert refused(hall, ("id",), "all", number) == "no_campaign"


def test_policy_open_waits_for_one_disclosure_of_everything(at: At) -> None:
    hall = at("public")
    assert refused(hall, ALL, "all") == "order", "the roster is not audited yet"
    halls.audit(hall)
    for parts in (("facts", "lot"), ("id",)):
        disclose(hall, parts, "all")
        assert hall.step is Step.DISCLOSE
    assert [is_open(row) for row in lines_of(hall, disclose(hall, ALL, "all"))] == [ALL] * 600
    assert halls.run_draw(hall).counts


def test_the_auditors_folder_opens_everything(at: At, tmp_path: Path) -> None:
    hall = at("over")
    folder = tmp_path / "auditor"
    hall.do(partial(disclosure.write_auditor, folder=folder))
    assert sorted(path.name for path in folder.iterdir()) == [
        "campaign-1.openings.jsonl",
        "campaign-1.people.jsonl",
    ]
    rows = [
        json.loads(text)
        for text in (folder / "campaign-1.openings.jsonl").read_text("utf-8").splitlines()
    ]
    assert {is_open(row) for row in rows} == {ALL}
    assert len({by_hand.leaf(row) for row in rows}) == 600
    text = (folder / "campaign-1.people.jsonl").read_text("utf-8")
    people = [json.loads(line) for line in text.splitlines()]
    assert [by_hand.canonical(row) for row in people] == text.splitlines()
    for row in people:
        assert row["person"] == by_hand.commitment("person", row["salt"], row["value"])
    commitments = [row["person"] for row in people]
    assert commitments == sorted(commitments)
    names = {person.name for person in hall.people.values()}
    assert {row["value"]["name"] for row in people} == names


def test_a_late_substitute_is_not_among_the_people(at: At, tmp_path: Path) -> None:
    hall = at("over")
    halls.join(hall, Role.SUBSTITUTE, 2, 901)
    hall.do(partial(disclosure.write_auditor, folder=tmp_path / "auditor"))
    lines = (tmp_path / "auditor" / "campaign-1.people.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 8
