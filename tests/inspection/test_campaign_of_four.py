"""A whole campaign of four draws, as the book has it (design §3)."""

import hashlib
from functools import partial
from pathlib import Path

import pytest

from demo.catalogue import PICKS
from draw import TEST, time_of
from inspection import acts, answers, disclosure
from inspection.campaign import DrawState, Step
from inspection.errors import Refusal
from inspection.records import catalogue_rows
from ledger import read_marked_list
from ledger.cosignatures import read_cosignatures
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.conftest import At
from tests.inspection.hall import Hall, Work
from tests.inspection.tables import everything, published

ONE_DRAW = [
    "draw.commit",
    "draw.choice",
    "draw.freeze",
    *["draw.contribution"] * 4,
    "draw.close",
    *["draw.open"] * 5,
    "draw.result",
    "match.result",
    *["confirm"] * 4,
]


WITH_BEACON = [*ONE_DRAW[:-6], "draw.beacon", *ONE_DRAW[-6:]]


def selection(hall: Hall, draw: DrawState) -> dict[str, str]:
    with hall.office.desk("test:look") as desk:
        return dict(read_marked_list(desk.office.book.blob(desk.session, draw.selection_blob)))


def seed_by_hand(root: str, draw: DrawState, beacon: str = "none") -> str:
    """The seed as spec 02 §4 writes it, without any code of ours."""
    lines = [
        "sunlot/v1/seed",
        "campaign=1",
        f"draw={draw.number}",
        f"roster={root}",
        f"types={','.join(sorted(draw.types))}",
        f"pool={draw.pool_root}",
        f"N={draw.pool}",
        f"m={draw.must}",
        f"n={draw.size}",
        f"operator={draw.opened['operator']}",
        *(f"contribution.{n}={draw.opened[f'representative.{n}']}" for n in draw.contributions),
        f"beacon={beacon}",
    ]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def test_the_entries_come_in_the_order_of_the_design(tmp_path: Path) -> None:
    hall = halls.build(tmp_path / "hall")
    halls.play(hall)
    kinds = [entry.kind for entry in hall.entries]
    assert kinds == ["genesis", "campaign.open", "roster.audit", *ONE_DRAW * 4, "campaign.close"]
    assert [entry.seq for entry in hall.entries] == list(range(len(kinds)))
    assert hall.entries[-1].data["not_drawn"] == []
    assert hall.step is Step.NO_CAMPAIGN
    hall.leave()


def test_with_beacon_witnesses_and_devices(at: At) -> None:
    """Each draw has its own round, its bracket, and a seed that anybody computes from the book."""
    hall = at("watched")
    halls.play(hall, halls.BEACON_FORM, devices=(1, 3))
    kinds = [entry.kind for entry in hall.entries]
    body = ["genesis", "campaign.open", "roster.audit", *WITH_BEACON * 4, "campaign.close"]
    assert kinds == body
    draws = hall.campaign.draws
    assert len({draw.round for draw in draws}) == 4
    root = hall.campaign.opened["roster"]["root"]
    for draw in draws:
        assert draw.made_by == {1: "device", 2: "bot", 3: "device", 4: "bot"}
        assert draw.opened["representative.3"] == outside.device_secret(1, draw.number, 3)
        assert draw.round is not None
        line = f"{TEST.hash}:{draw.round}:{outside.signature(draw.round)}"
        assert draw.seed == seed_by_hand(root, draw, line)
        path = hall.publication / "blob" / "sha256" / str(draw.bracket)
        lines = read_cosignatures(path.read_bytes(), outside.VKEYS)
        assert len(lines) == 2
        assert max(one.time for one in lines) <= time_of(TEST, draw.round) - 3
        assert int(path.read_text("utf-8").split("\n")[1]) > draw.open_seq


def test_the_counts_of_every_draw_fit_together(at: At) -> None:
    hall = at("over")
    campaign = hall.campaign
    rows = hall.do(partial(catalogue_rows, campaign=campaign))
    planned = {row["code"]: row["planned"] for row in rows}
    for number, draw in enumerate(campaign.draws, start=1):
        assert (draw.number, draw.representative) == (number, number)
        assert draw.types == tuple(sorted(PICKS[number - 1]))
        assert draw.planned == sum(planned[code] for code in draw.types)
        assert draw.size == max(min(draw.planned, draw.pool), draw.must)
        assert draw.odds == (draw.size - draw.must, draw.pool - draw.must)
        assert sum(drawn for _, _, drawn in draw.by_type) == draw.size
        assert sum(sampling for _, sampling, _ in draw.by_institution) == draw.size
        assert sum(testing for _, _, testing in draw.by_institution) == draw.size
        assert set(draw.contributions) == set(draw.confirms) | {1}


def test_the_seeds_and_selections_are_the_ones_of_the_specification(at: At) -> None:
    hall = at("over")
    drawn: set[str] = set()
    for draw in hall.campaign.draws:
        assert draw.seed == seed_by_hand(hall.campaign.opened["roster"]["root"], draw)
        chosen = selection(hall, draw)
        assert len(chosen) == draw.size
        assert sum(mark == "m" for mark in chosen.values()) == draw.must
        tickets = {
            leaf: hashlib.sha256(f"{draw.seed}:draw:{leaf}".encode()).hexdigest()
            for leaf, mark in chosen.items()
            if mark == "r"
        }
        assert max(tickets.values()) == draw.cutoff
        assert drawn.isdisjoint(tickets), "drawn before, and not a must"
        drawn |= set(chosen)


def _lit_acts(hall: Hall) -> dict[str, Work]:
    steps = [work for _, work in halls.draw_steps(hall, by=(1, 2), devices=(1,))]
    official = hall.people["o1"]
    return {
        "lit_frozen": steps[3],
        "lit_contributed": partial(acts.close_contributions, by=official),
        "lit_handed_in": partial(acts.open_secrets, by=official),
        "lit_brought": partial(acts.record_beacon, by=official),
    }


@pytest.mark.parametrize("stage", ["lit_frozen", "lit_contributed", "lit_handed_in", "lit_brought"])
def test_an_act_with_a_beacon_repeated_under_its_name_happens_once(at: At, stage: str) -> None:
    hall = at(stage)
    act = _lit_acts(hall)[stage]
    hall.do(act, request="update:17")
    hall.sign()
    before, files = everything(hall), published(hall)
    for restart in (False, True):
        if restart:
            hall.restart()
        with pytest.raises(Refusal):
            hall.do(act, request="update:17")
        assert everything(hall) == before
        assert published(hall) == files


def _everyday_acts(hall: Hall) -> dict[str, Work]:
    people = hall.people
    steps = halls.draw_steps(hall, by=(1,))
    names = ("commit", "choose", "freeze", "contribute", "close", "open", "result", "match")
    done = dict(zip(names, (work for _, work in steps), strict=True))
    return {
        "audit": partial(acts.audit_roster, by=people["s1"]),
        **done,
        "confirm": lambda desk: answers.confirm(
            desk, people["r1"], 1, desk.state.campaigns[-1].draws[0].digest
        ),
        "object": lambda desk: answers.object_to(
            desk, people["r2"], 1, desk.state.campaigns[-1].draws[0].digest, "count", "示例"
        ),
    }


BEFORE = {
    "audit": "open",
    "commit": "audited",
    "choose": "committed",
    "freeze": "chosen",
    "contribute": "frozen",
    "close": "contributed",
    "open": "closed",
    "result": "opened",
    "match": "resulted",
    "confirm": "matched",
    "object": "matched",
}


@pytest.mark.parametrize("name", sorted(BEFORE))
def test_an_act_repeated_under_its_request_name_happens_once(at: At, name: str) -> None:
    hall = at(BEFORE[name])
    act = _everyday_acts(hall)[name]
    hall.do(act, request="update:17")
    before, files = everything(hall), published(hall)
    for restart in (False, True):
        if restart:
            hall.restart()
        with pytest.raises(Refusal):
            hall.do(act, request="update:17")
        assert everything(hall) == before
        assert published(hall) == files


def test_a_disclosure_repeated_under_its_request_name_is_the_same_entry(at: At) -> None:
    hall = at("public")
    halls.audit(hall)
    discloses = partial(
        disclosure.disclose, by=hall.people["o1"], parts=("facts", "id", "lot"), rows="all"
    )
    first = hall.do(discloses, request="update:17")
    halls.run_draw(hall)
    before, state = everything(hall), hall.state
    assert hall.do(discloses, request="update:17") == first
    assert everything(hall) == before
    assert hall.state == state
    halls.answer(hall, hall.draw)
