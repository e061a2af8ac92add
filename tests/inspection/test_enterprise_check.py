"""What one opening says about one enterprise, and what is no opening (spec 01 §1.1, 04 §5)."""

import json
from functools import partial

import pytest

from inspection import disclosure
from inspection.desk import Desk
from inspection.errors import Refusal
from ledger import read_marked_list
from tests.inspection import by_hand
from tests.inspection.conftest import At
from tests.inspection.hall import Hall

ALL = ("facts", "id", "lot")


def selected(hall: Hall) -> list[str]:
    """The leaves of the first selection."""
    blob = hall.campaign.draws[0].selection_blob
    data = hall.do(lambda desk: desk.office.book.blob(desk.session, blob))
    return [leaf for leaf, _ in read_marked_list(data)]


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
