"""A draw with a beacon: its round, opening in time, the value, and the note that brackets it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from draw import CHAINS, DEFAULT, QUICKNET, TEST, Beacon, time_of
from inspection import acts, order
from inspection.campaign import DrawState, DrawStep, Step
from inspection.errors import Refusal
from inspection.files import today
from inspection.seeding import open_until
from inspection.witnessed import bracket, bracket_facts
from ledger import Blob
from ledger.cosignatures import read_cosignatures
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.conftest import At
from tests.inspection.hall import Hall, Work
from tests.inspection.refused_acts import execute
from tests.inspection.tables import everything
from tests.inspection.test_devices import Drawing, refused, seed_by_hand
from tests.inspection.test_void import one_enterprise

PERIOD, GENESIS, DELAY, MARGIN = 3, 1767225600, 12, 3  # of the test chain, spec 02 §11
RESERVE = 3  # what the office leaves to the witnesses at least
PUBLISHED = Path(__file__).parents[1] / "data" / "beacons.json"


def due(number: int) -> int:
    """time(R) of the test chain."""
    return GENESIS + PERIOD * (number - 1)


def by_official(act: Callable[..., DrawState], hall: Hall) -> Drawing:
    return partial(act, by=hall.people["o1"])


def brings(value: Beacon, hall: Hall, who: str | None = None) -> Drawing:
    by = None if who is None else hall.people[who]
    return partial(acts.take_beacon, beacon=value, by=by)


# The round


@pytest.mark.parametrize("offset", range(2 * PERIOD))
def test_the_round_is_the_first_one_at_least_the_delay_after_the_close(at: At, offset: int) -> None:
    hall = at("lit_contributed")
    hall.now += offset
    hall.do(by_official(acts.close_contributions, hall))
    entry = hall.entries[-1]
    assert entry.data["round"] == hall.round
    assert due(hall.round - 1) < entry.at + DELAY <= due(hall.round)


def test_the_round_follows_the_time_in_the_book_when_the_clock_was_set_back(at: At) -> None:
    """Everybody computes it from the entry: a clock that went back must not shift it."""
    hall = at("lit_contributed")
    last = hall.entries[-1].at
    hall.now -= hall.pace + 4
    hall.do(by_official(acts.close_contributions, hall))
    assert hall.entries[-1].at == last
    assert due(hall.round - 1) < last + DELAY <= due(hall.round)
    hall.sign()
    assert hall.do(by_official(acts.open_secrets, hall)).step is DrawStep.OPENED


def test_a_clock_behind_the_book_fixes_no_round(at: At) -> None:
    """A clock that was ahead once would put the round as far into the future, and no way back."""
    hall = at("lit_contributed")
    hall.now -= hall.pace + 6
    assert refused(hall, by_official(acts.close_contributions, hall)) == "clock_behind"
    hall.now += hall.pace
    hall.do(by_official(acts.close_contributions, hall))


def test_nothing_else_is_recorded_before_the_beacon(at: At) -> None:
    """The head that was signed over the openings stays the published one."""
    hall = at("lit_opened")
    size = len(hall.entries)
    entry = {**hall.entries[-1].data, "parts": ["facts"]}
    with pytest.raises(Refusal) as caught:
        order.after(hall.state, "disclosure", entry, size)
    assert caught.value.code == "waits_for_beacon"
    assert len(hall.entries) == size


@pytest.mark.parametrize("offset", range(3))
def test_quicknets_round_comes_at_least_ninety_seconds_later(at: At, offset: int) -> None:
    hall = at("listed")
    halls.open_campaign(hall, halls.QUICKNET_FORM)
    halls.audit(hall)
    halls.run_draw(hall, until=Step.OPEN, by=(1,))
    closed = hall.entries[-1].at
    assert hall.round == -((1692803367 - closed - 90) // 3) + 1
    assert 0 <= hall.due - closed - 90 < 3
    hall.now = hall.due - 15 - 5 - hall.pace + offset
    opens = by_official(acts.open_secrets, hall)
    if offset:
        assert refused(hall, opens) == "opening_late"
    else:
        assert hall.do(opens).step is DrawStep.OPENED
        hall.wait_for_round()
        assert refused(hall, brings(outside.foreign_value(hall.round), hall)) == "beacon_refused"


def test_without_a_beacon_there_is_no_round(at: At) -> None:
    hall = at("closed")
    assert (hall.draw.round, hall.entries[-1].data["round"]) == (None, None)
    hall.do(by_official(acts.open_secrets, hall))
    hall.now += halls.DAY
    assert hall.step is Step.RESULT
    assert refused(hall, brings(outside.true_value(9), hall)) == "wrong_step"
    assert refused(hall, by_official(acts.record_beacon, hall)) == "wrong_step"


# Opened in time


def opening(hall: Hall, moment: int) -> tuple[Work, Work]:
    """Handing in and opening at that moment, to the second."""
    hall.now = moment - hall.pace
    return halls.hands_in(hall, 1), by_official(acts.open_secrets, hall)


def test_at_the_limit_everything_may_still_be_opened(at: At) -> None:
    hall = at("lit_closed")
    limit = due(hall.round) - MARGIN - RESERVE
    assert open_until(TEST, hall.round) == limit
    hall.pace = 0
    for work in opening(hall, limit):
        hall.do(work)
    assert hall.entries[-1].at == limit
    assert acts.unopened(hall.draw) == ()


def test_one_second_later_nothing_is_opened(at: At) -> None:
    hall = at("lit_closed")
    limit = due(hall.round) - MARGIN - RESERVE
    hall.pace = 0
    for work in opening(hall, limit + 1):
        assert refused(hall, work) == "opening_late"
        with pytest.raises(Refusal) as found:
            hall.do(work)
        assert found.value.values["until"] == limit
    halls.agree(hall, "draw.void", {"code": "late", "text": "示例原因"})
    assert hall.draw.void == "late"


@pytest.mark.parametrize("after_the_round", [False, True])
def test_a_late_draw_is_void_and_repeated_with_all_things_fresh(
    at: At, after_the_round: bool
) -> None:
    hall = at("lit_handed_in")
    if after_the_round:
        hall.now = hall.due + 3600
    old = hall.draw
    halls.agree(hall, "draw.void", {"code": "late", "text": "示例原因"})
    hall.sign()
    assert hall.draw.void == "late"
    hall.do(by_official(acts.commit_draw, hall))
    hall.sign()
    assert hall.step is Step.INHERIT
    hall.do(by_official(acts.inherit_choice, hall))
    hall.do(by_official(acts.freeze_pool, hall))
    for number in (1, 2):
        hall.do(halls.commits(hall, number))
    hall.do(by_official(acts.close_contributions, hall))
    new = hall.draw
    assert (new.types, new.inherited) == (old.types, 1)
    assert new.commitment != old.commitment
    assert set(new.contributions.values()).isdisjoint(old.contributions.values())
    assert new.round is not None
    assert old.round is not None
    assert new.round > old.round
    hall.sign()
    assert halls.finish_draw(hall).counts


# The value


def test_a_value_is_taken_from_its_time_on_and_not_before(at: At) -> None:
    hall = at("lit_opened")
    hall.pace = 0
    value = outside.true_value(hall.round)
    hall.now = due(hall.round) - 1
    before = everything(hall)
    with pytest.raises(Refusal) as found:
        hall.do(brings(value, hall))
    assert (found.value.code, found.value.values["seconds"]) == ("beacon_early", 1)
    assert everything(hall) == before
    hall.now += 1
    hall.do(brings(value, hall))
    assert hall.do(lambda desk: acts.beacon_here(desk, desk.state.campaigns[0].draws[0])) == value
    assert hall.step is Step.BEACON, "an official takes it into the book"


@pytest.mark.parametrize("who", [None, "o1", "o2", "s1", "r1", "r3", "b1"])
def test_anybody_may_bring_it(at: At, who: str | None) -> None:
    hall = at("lit_opened")
    hall.wait_for_round()
    hall.do(brings(hall.beacon(), hall, who))
    hall.do(by_official(acts.record_beacon, hall))
    assert hall.draw.beacon == outside.true_value(hall.round)


FALSE: dict[str, Callable[[int], Beacon]] = {
    "the round before": lambda number: outside.true_value(number - 1),
    "the next round": lambda number: outside.true_value(number + 1),
    "another round's signature": lambda number: replace(
        outside.true_value(number - 1), round=number
    ),
    "the same digits for quicknet": outside.foreign_value,
    "a flipped bit": lambda number: outside.flipped(outside.true_value(number)),
    "the last bit": lambda number: outside.flipped(outside.true_value(number), 0),
    "the sign bit": lambda number: outside.flipped(outside.true_value(number), 381),
}


@pytest.mark.parametrize("who", [None, "r1"])
@pytest.mark.parametrize("name", FALSE)
def test_what_is_not_this_rounds_value_is_refused(at: At, name: str, who: str | None) -> None:
    hall = at("lit_opened")
    hall.now = hall.due + 60
    assert refused(hall, brings(FALSE[name](hall.round), hall, who)) == "beacon_refused"
    assert refused(hall, by_official(acts.record_beacon, hall)) == "beacon_missing"


def test_brought_twice_and_over_a_restart(at: At) -> None:
    hall = at("lit_opened")
    hall.wait_for_round()
    hall.do(brings(hall.beacon(), hall))
    before = everything(hall)
    hall.do(brings(hall.beacon(), hall, "r1"))
    hall.restart()
    hall.do(brings(hall.beacon(), hall, "r2"))
    assert everything(hall) == before
    hall.do(by_official(acts.record_beacon, hall))
    assert hall.step is Step.RESULT


@pytest.mark.parametrize("stage", ["lit_closed", "lit_beaconed", "lit_resulted", "lit_matched"])
def test_a_value_is_taken_only_while_the_draw_waits_for_it(at: At, stage: str) -> None:
    hall = at(stage)
    hall.now = hall.due + 60
    assert refused(hall, brings(hall.beacon(), hall)) == "wrong_step"
    assert refused(hall, by_official(acts.record_beacon, hall)) == "wrong_step"


@pytest.mark.parametrize(
    "change",
    [
        "signature = upper(signature)",
        "signature = 'c' || substr(signature, 2)",
        "signature = replace(signature, '1', '2')",
        "round = round + 1",
        "previous = signature",
    ],
)
def test_a_value_that_was_changed_here_never_enters_the_book(at: At, change: str) -> None:
    """Once there, the draw would fail for everybody and for ever."""
    hall = at("lit_brought")
    execute(hall, f"UPDATE beacon_value SET {change}")  # noqa: S608 - ours
    assert refused(hall, by_official(acts.record_beacon, hall)) == "beacon_missing"
    hall.do(brings(hall.beacon(), hall))
    assert hall.do(by_official(acts.record_beacon, hall)).step is DrawStep.BEACONED


def test_only_officials_take_it_into_the_book(at: At) -> None:
    hall = at("lit_brought")
    for who in ("s1", "r1", "b1"):
        assert refused(hall, partial(acts.record_beacon, by=hall.people[who])) == "not_allowed"
    hall.do(partial(acts.record_beacon, by=hall.people["o2"]))
    data = hall.entries[-1].data
    assert hall.entries[-1].kind == "draw.beacon"
    assert data["beacon"] == {
        "chain": TEST.hash,
        "previous": None,
        "round": hall.round,
        "signature": outside.signature(hall.round),
    }


def test_without_the_beacon_there_is_no_result(at: At) -> None:
    for stage in ("lit_opened", "lit_brought"):
        hall = at(stage)
        assert refused(hall, by_official(acts.draw_result, hall)) == "wrong_step"


def test_seed_and_statement_have_the_beacons_line(at: At) -> None:
    hall = at("lit_matched")
    draw = hall.draw
    line = f"{TEST.hash}:{draw.round}:{outside.signature(hall.round)}"
    shown = {n: draw.opened[f"representative.{n}"] for n in draw.contributions}
    assert draw.seed == seed_by_hand(hall, draw, shown, line)
    statement = (hall.publication / "blob" / "sha256" / draw.digest).read_text("ascii")
    assert f"\nbeacon={line}\n" in statement


# The bracket


def opened(hall: Hall) -> tuple[int, int]:
    """Opened and not signed; gives the limit for the witnesses, and time(R)."""
    hall.do(by_official(acts.open_secrets, hall))
    return due(hall.round) - MARGIN, due(hall.round)


def found_bracket(hall: Hall) -> tuple[bytes | None, tuple[int, int] | None]:
    """The bracket of the newest draw and its facts; then the value is taken into the book."""
    draw = hall.draw
    note = hall.do(partial(bracket, draw=draw))
    facts = hall.do(partial(bracket_facts, draw=draw))
    hall.wait_for_round()
    hall.do(brings(hall.beacon(), hall))
    hall.do(by_official(acts.record_beacon, hall))
    named = hall.entries[-1].data["bracket"]
    if note is None:
        assert (named, hall.draw.bracket, facts) == (None, None, None)
    else:
        assert named == {"blob": Blob(note).digest}
        assert hall.draw.bracket == Blob(note).digest
        path = hall.publication / "blob" / "sha256" / Blob(note).digest
        assert path.read_bytes() == note
    return note, facts


def test_in_time_to_the_second(at: At) -> None:
    hall = at("lit_handed_in")
    limit, round_time = opened(hall)
    hall.sign((0,), at=limit - 2)
    hall.sign((1,), at=limit)
    note, facts = found_bracket(hall)
    assert facts == (2, round_time - limit)
    assert note is not None
    assert [one.time for one in read_cosignatures(note, outside.VKEYS)] == [limit - 2, limit]


def test_one_second_too_late_proves_nothing(at: At) -> None:
    hall = at("lit_handed_in")
    limit, _ = opened(hall)
    hall.sign((0,), at=limit)
    hall.sign((1, 2), at=limit + 1)
    assert found_bracket(hall) == (None, None)


def test_one_witness_less_than_the_quorum_proves_nothing(at: At) -> None:
    hall = at("lit_handed_in")
    limit, _ = opened(hall)
    hall.sign((2,), at=limit - 5)
    assert found_bracket(hall) == (None, None)


def test_the_same_witness_twice_is_one(at: At) -> None:
    hall = at("lit_handed_in")
    limit, _ = opened(hall)
    hall.sign((2,), at=limit - 5)
    hall.sign((2,), at=limit - 4)
    assert found_bracket(hall) == (None, None)


def test_a_late_third_does_not_spoil_what_two_have_signed(at: At) -> None:
    hall = at("lit_handed_in")
    limit, round_time = opened(hall)
    hall.sign((1, 0), at=limit - 1)
    hall.sign((2,), at=limit + 100)
    _, facts = found_bracket(hall)
    assert facts == (2, round_time - limit + 1)


def test_who_signed_after_the_quorum_is_not_counted_with_its_margin(at: At) -> None:
    """Two had signed by then; the third signed later, so less early."""
    hall = at("lit_handed_in")
    limit, round_time = opened(hall)
    for witness, early in ((0, 1), (1, 4), (2, 2)):
        hall.sign((witness,), at=limit - early)
    _, facts = found_bracket(hall)
    assert facts == (2, round_time - limit + 2)


def test_once_recorded_the_bracket_is_exactly_what_the_book_names(at: At) -> None:
    """A line that comes later is kept, but a verifier counts what is in the blob."""
    hall = at("lit_handed_in")
    limit, round_time = opened(hall)
    merged = hall.sign((0, 1), at=limit - 1)
    note, facts = found_bracket(hall)
    assert (note, facts) == (merged, (2, round_time - limit + 1))
    hall.office.publisher.witness(merged, [outside.line(merged, 2, limit - 2)])
    for restart in (False, True):
        if restart:
            hall.restart()
        draw = hall.draw
        assert hall.do(partial(bracket_facts, draw=draw)) == facts
        assert draw.bracket == Blob(merged).digest


def test_none_recorded_stays_none(at: At) -> None:
    hall = at("lit_handed_in")
    limit, _ = opened(hall)
    merged = hall.sign((0,), at=limit)
    assert found_bracket(hall) == (None, None)
    hall.office.publisher.witness(merged, [outside.line(merged, 1, limit)])
    draw = hall.draw
    assert hall.do(partial(bracket_facts, draw=draw)) is None


def test_a_head_before_the_last_opening_is_no_bracket(at: At) -> None:
    """All witnesses signed the close, early; of the openings they say nothing."""
    hall = at("lit_handed_in")
    hall.sign((0, 1, 2), at=hall.now - 1)
    opened(hall)
    assert found_bracket(hall) == (None, None)


def test_a_head_with_only_some_of_the_openings_is_no_bracket(at: At) -> None:
    """As a dishonest operator could write them, one by one (the acts here never do)."""
    hall = at("lit_handed_in")
    opened(hall)
    hall.sign((0, 1), at=hall.now)
    draw = hall.draw
    assert hall.do(partial(bracket, draw=draw)) is not None
    more = replace(draw, open_seq=draw.open_seq + 1)
    assert hall.do(partial(bracket, draw=more)) is None


def test_without_a_policy_there_is_a_beacon_and_no_bracket(at: At) -> None:
    hall = at("listed")
    halls.open_campaign(hall, halls.BEACON_FORM)
    halls.audit(hall)
    hall.pace = 1
    draw = halls.run_draw(hall, devices=(1,))
    assert draw.counts
    assert draw.bracket is None
    assert draw.beacon == outside.true_value(hall.round)


# Rounds that drand really published


def published_values() -> list[Beacon]:
    rows = json.loads(PUBLISHED.read_text("utf-8"))["real"]
    return [
        Beacon(CHAINS[row["chain"]], row["round"], row["signature"], row["previous"])
        for row in rows
        if row["round"] > 1000
    ]


REAL = published_values()
NAMED = [f"{value.chain.name} {value.round}" for value in REAL]


@pytest.mark.parametrize("early", [False, True])
@pytest.mark.parametrize("value", REAL, ids=NAMED)
def test_a_draw_of_then_takes_the_round_that_was_published(
    tmp_path: Path, value: Beacon, early: bool
) -> None:
    """The clock of this hall stands at that day: closed in time for exactly this round."""
    chain = value.chain
    moment = time_of(chain, value.round)
    hall = halls.build(tmp_path / "hall", now=moment - 3600)
    one_enterprise(hall)
    day = hall.do(today)
    form = replace(halls.FORM, beacon=chain.name, reference_date=day)
    later = day + timedelta(days=90)
    form = replace(form, sampling_until=later, disclose_by=later)
    halls.open_campaign(hall, form)
    halls.audit(hall)
    hall.do(by_official(acts.commit_draw, hall))
    hall.do(partial(acts.choose_types, by=hall.people["r1"], types=("A01",)))
    hall.do(by_official(acts.freeze_pool, hall))
    hall.do(halls.commits(hall, 1))
    hall.pace = 0
    hall.now = moment - 90 - (chain.period - 1 if early else 0)
    hall.do(by_official(acts.close_contributions, hall))
    assert hall.round == value.round
    hall.now = moment - 15 - 5
    hall.do(halls.hands_in(hall, 1))
    hall.do(by_official(acts.open_secrets, hall))
    hall.now = moment
    hall.do(brings(value, hall, "r1"))
    hall.do(by_official(acts.record_beacon, hall))
    draw = hall.do(by_official(acts.draw_result, hall))
    line = f"{chain.hash}:{value.round}:{value.signature}"
    secret = {1: outside.device_secret(1, 1, 1)}
    assert draw.seed == seed_by_hand(hall, draw, secret, line)
    hall.leave()


def test_the_published_rounds_are_of_both_chains() -> None:
    assert {value.chain for value in REAL} == {QUICKNET, DEFAULT}


def test_before_the_chain_began_nothing_is_closed(tmp_path: Path) -> None:
    """A clock that stands years back: there is no round to name, and a person is told so."""
    hall = halls.build(tmp_path / "hall", now=QUICKNET.genesis - 30 * halls.DAY)
    one_enterprise(hall)
    day = hall.do(today)
    form = replace(halls.QUICKNET_FORM, reference_date=day, sampling_until=day, disclose_by=day)
    halls.open_campaign(hall, form)
    halls.audit(hall)
    hall.do(by_official(acts.commit_draw, hall))
    hall.do(partial(acts.choose_types, by=hall.people["r1"], types=("A01",)))
    hall.do(by_official(acts.freeze_pool, hall))
    hall.do(halls.commits(hall, 1))
    before = everything(hall)
    with pytest.raises(Refusal) as found:
        hall.do(by_official(acts.close_contributions, hall))
    assert (found.value.code, found.value.values) == ("clock_wrong", {"clock": hall.now})
    assert everything(hall) == before
    hall.now = halls.NOW
    hall.do(by_official(acts.close_contributions, hall))
    assert hall.draw.step is DrawStep.CLOSED
    hall.leave()
