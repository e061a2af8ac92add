"""Openings: when, of what, in which bytes; and what one opening says about one enterprise."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from inspection import disclosure
from inspection.campaign import Step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import Role
from ledger import Entry, read_marked_list
from tests.inspection import by_hand
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import FORM, Hall
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
    hall.judge.codes = frozenset({"07.seed"})
    halls.agree(hall, "draw.void", {"code": "verifier", "text": "示例", "campaign": 1, "draw": 1})
    after_sampling(hall)
    rows = lines_of(hall, disclose(hall, ("id",), "selected"))
    assert {by_hand.leaf(row) for row in rows} == drawn


def test_nothing_was_selected_so_nothing_can_be_opened(at: At) -> None:
    hall = at("resulted")
    after_sampling(hall)
    assert refused(hall, ("id",), "selected") == "wrong_step"


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


def opening(hall: Hall, leaf: str, parts: tuple[str, ...] = ("id",)) -> bytes:
    lines = hall.do(lambda desk: dict(disclosure.openings(desk.session, 1, frozenset(parts))))
    return lines[leaf]


def check(hall: Hall, data: bytes) -> disclosure.EnterpriseCheck:
    return hall.do(partial(disclosure.check_opening, data=data))


def test_an_opening_says_whether_and_where_one_was_drawn(at: At) -> None:
    hall = at("over")
    drawn = hall.do(
        lambda desk: [
            dict(read_marked_list(desk.office.book.blob(desk.session, draw.selection_blob)))
            for draw in desk.state.campaigns[0].draws
        ]
    )
    pools = hall.do(
        lambda desk: [
            dict(read_marked_list(desk.office.book.blob(desk.session, draw.pool_blob)))
            for draw in desk.state.campaigns[0].draws
        ]
    )
    sample = [*list(drawn[0])[:9], *list(pools[1])[:9], *list(pools[3])[-9:]]
    for leaf in sample:
        data = hall.do(partial(_own_opening, leaf=leaf))
        found = check(hall, data)
        shown = json.loads(data)["id"]["value"]
        assert (found.leaf, found.name, found.code) == (leaf, shown["name"], shown["code"])
        assert [row.selected for row in found.draws] == [leaf in chosen for chosen in drawn]
        assert [row.mark for row in found.draws] == [pool.get(leaf) for pool in pools]
        assert [row.in_pool for row in found.draws] == [leaf in pool for pool in pools]
        for row, draw in zip(found.draws, hall.campaign.draws, strict=True):
            ticket = by_hand.digest(f"{draw.seed}:draw:{leaf}")
            assert row.ticket == (ticket if row.in_pool else None)


def _own_opening(desk: Desk, leaf: str) -> bytes:
    return disclosure.opening_of(desk.session, 1, leaf)


def test_an_opening_without_name_is_judged_without_name(at: At) -> None:
    hall = at("matched")
    leaf = next(iter(selected(hall)))
    found = check(hall, opening(hall, leaf, ()))
    assert (found.leaf, found.name, found.code) == (leaf, None, None)
    assert found.draws[0].selected


@pytest.mark.parametrize("part", ALL)
def test_every_altered_character_is_found(at: At, part: str) -> None:
    hall = at("matched")
    leaf = next(iter(selected(hall)))
    line = json.loads(opening(hall, leaf, (part,)))
    piece = line[part]
    changed = "0" if piece["salt"][0] != "0" else "1"
    piece["salt"] = changed + piece["salt"][1:]
    with pytest.raises(Refusal) as found:
        check(hall, by_hand.canonical(line).encode())
    assert found.value.code == "opening_foreign"


def test_a_name_beside_a_true_commitment_is_no_opening(at: At) -> None:
    """Otherwise anybody could show any name as drawn."""
    hall = at("matched")
    line = json.loads(opening(hall, next(iter(selected(hall))), ()))
    line["id"]["value"] = {"addresses": ["甲"], "code": "示例", "name": "别的企业"}
    with pytest.raises(Refusal) as found:
        check(hall, by_hand.canonical(line).encode())
    assert found.value.code == "opening_bad"


CHANGES: dict[str, dict[str, object]] = {
    "another campaign": {"campaign": 2},
    "campaign of another type": {"campaign": "1"},
    "campaign true": {"campaign": True},
    "no campaign": {"campaign": 0},
    "another version": {"v": 2},
    "another kind": {"kind": "person"},
    "one key more": {"extra": 1},
    "a part of another form": {"lot": "open"},
    "a part with nothing": {"lot": {}},
    "a commitment that is none": {"lot": {"commitment": "x"}},
    "a salt of another type": {"lot": {"salt": 1, "value": "x"}},
    "a value of another type": {"id": {"salt": "0" * 64, "value": "示例"}},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_not_an_opening_is_refused_in_words(at: At, change: str) -> None:
    hall = at("matched")
    line = json.loads(opening(hall, next(iter(selected(hall)))))
    data = by_hand.canonical({**line, **CHANGES[change]}).encode()
    with pytest.raises(Refusal) as found:
        check(hall, data)
    assert found.value.code in ("opening_bad", "opening_foreign")


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"1", b"null", b"\xff", b"{" * 500, b'{"a":' * 100, b"x" * 70_000],
)
def test_junk_is_refused_in_words(at: At, data: bytes) -> None:
    with pytest.raises(Refusal) as found:
        check(at("matched"), data)
    assert found.value.code == "opening_bad"


def test_white_space_or_another_order_is_refused(at: At) -> None:
    hall = at("matched")
    data = opening(hall, next(iter(selected(hall))))
    assert check(hall, data.removesuffix(b"\n")).in_roster
    for other in (b" " + data, data + b"\n", data.replace(b'":', b'": ', 1)):
        with pytest.raises(Refusal) as found:
            check(hall, other)
        assert found.value.code == "opening_bad"


def test_an_opening_of_a_stranger_is_not_made(at: At) -> None:
    hall = at("matched")
    with pytest.raises(Refusal, match="not in the roster of campaign 1"):
        hall.do(partial(_own_opening, leaf="0" * 64))


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
