"""Contributions made on people's own devices: committed, kept closed, opened all together."""

import hashlib
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import TEST
from inspection import acts
from inspection.campaign import DrawState, DrawStep, Step
from inspection.desk import Desk
from inspection.errors import Refusal
from inspection.people import Role
from inspection.seeding import checked_digest
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.conftest import At
from tests.inspection.hall import Hall, Work
from tests.inspection.refused_acts import execute
from tests.inspection.tables import everything, published

Drawing = Callable[[Desk], DrawState]

SECRET = outside.device_secret(1, 1, 1)


def refused(hall: Hall, work: Work) -> str:
    """The code of the refusal, which left nothing behind."""
    before, files = everything(hall), published(hall)
    with pytest.raises(Refusal) as found:
        hall.do(work)
    assert (everything(hall), published(hall)) == (before, files)
    return found.value.code


def commits(hall: Hall, who: str, text: str) -> Drawing:
    return partial(acts.contribute_commitment, by=hall.people[who], commitment=text)


def opens(hall: Hall, who: str = "r1", secret: str = SECRET) -> Drawing:
    return partial(acts.hand_in_opening, by=hall.people[who], secret=secret)


def opened(hall: Hall) -> DrawState:
    return hall.do(partial(acts.open_secrets, by=hall.people["o1"]))


def waiting(hall: Hall) -> tuple[int, ...]:
    return hall.do(lambda desk: acts.waiting_openings(desk, desk.state.campaigns[-1].draws[-1]))


def digest(number: int = 1, secret: str = SECRET, draw: int = 1) -> str:
    root = "0" * 64
    return outside.commitment(1, draw, root, number, secret)


# The commitment


@pytest.mark.parametrize("shown", ["{0}", " {0}\n", "{1} {2}", "{1}\n{2}\r\n", "{1}\u3000{2}"])
def test_a_commitment_is_taken_as_it_is_pasted(at: At, shown: str) -> None:
    hall = at("frozen")
    text = digest()
    draw = hall.do(commits(hall, "r1", shown.format(text, text[:30], text[30:])))
    assert (draw.contributions, draw.made_by) == ({1: text}, {1: "device"})
    entry = hall.entries[-1]
    assert (entry.kind, entry.data["commitment"], entry.data["made_by"]) == (
        *("draw.contribution", text),
        "device",
    )
    assert not [row for row in everything(hall)["secret"] if "representative.1" in row]


@pytest.mark.parametrize(
    "text",
    [
        "",
        digest()[:-1],
        digest() + "0",
        digest().upper(),
        digest()[:-1] + "g",
        digest()[:-1] + "\uff11",
        f"sunlot:commitment:1:1:1:{digest()}",
        digest() * 1000,
    ],
)
def test_what_is_no_commitment_is_refused(at: At, text: str) -> None:
    hall = at("frozen")
    assert refused(hall, commits(hall, "r1", text)) == "commitment_bad"


@given(added=st.characters(), place=st.integers(0, 64))
def test_nothing_but_blanks_is_left_out(added: str, place: int) -> None:
    text = digest()[:place] + added + digest()[place:]
    if added.isspace():
        assert checked_digest(text) == digest()
    else:
        with pytest.raises(Refusal, match="64 digits"):
            checked_digest(text)


def test_a_device_and_the_bot_count_as_one_contribution(at: At) -> None:
    hall = at("frozen")
    hall.do(commits(hall, "r1", digest()))
    again = partial(acts.contribute, text="3 5 2")
    assert refused(hall, partial(again, by=hall.people["r1"])) == "contribution_twice"
    assert refused(hall, partial(again, by=hall.people["b1"])) == "contribution_twice"
    hall.do(partial(again, by=hall.people["r2"]))
    assert refused(hall, commits(hall, "r2", digest(2))) == "contribution_twice"
    assert hall.draw.made_by == {1: "device", 2: "bot"}


@pytest.mark.parametrize("who", ["o1", "s1"])
def test_only_representatives_and_substitutes_commit(at: At, who: str) -> None:
    hall = at("frozen")
    assert refused(hall, commits(hall, who, digest())) == "not_allowed"


@pytest.mark.parametrize("stage", ["committed", "chosen", "closed", "opened", "matched"])
def test_a_commitment_comes_between_freeze_and_close(at: At, stage: str) -> None:
    hall = at(stage)
    assert refused(hall, commits(hall, "r3", digest(3))) == "wrong_step"


def test_nobody_repeats_a_commitment_that_stands_in_the_book(at: At) -> None:
    """Whoever could would make `06.reuse` fail for ever, with one message."""
    hall = at("lit_contributed")
    stands = (hall.draw.commitment, *hall.draw.contributions.values())
    for text in stands:
        assert refused(hall, commits(hall, "r3", text)) == "secret_used"
    halls.agree(hall, "draw.void", {"code": "absence", "text": "示例原因"})
    hall.sign()
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    hall.sign()
    hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
    hall.do(partial(acts.freeze_pool, by=hall.people["o1"]))
    for text in stands:
        assert refused(hall, commits(hall, "r3", text)) == "secret_used"


# The opening


def closed(hall: Hall, shared: str | None = None) -> Hall:
    """Devices of 1, 3 and 4, the bot for 2; 3 and 4 may share one secret. Closed."""
    for number in (1, 3, 4):
        hall.do(halls.commits(hall, number, None if number == 1 else shared))
    hall.do(partial(acts.contribute, by=hall.people["r2"], text="3 5 2"))
    hall.do(partial(acts.close_contributions, by=hall.people["o1"]))
    if hall.policy.quorum:
        hall.sign()
    hall.pace = 0
    return hall


def test_openings_wait_privately_until_all_are_opened(at: At) -> None:
    hall = closed(at("lit_frozen"))
    assert waiting(hall) == (1, 3, 4)
    entries = len(hall.entries)
    for number, left in ((3, (1, 4)), (1, (4,))):
        hall.do(halls.hands_in(hall, number))
        assert waiting(hall) == left
    assert len(hall.entries) == entries, "an opening handed in is not in the book yet"
    draw = opened(hall)
    assert list(draw.opened) == [
        "operator",
        *(f"representative.{number}" for number in (1, 2, 3)),
    ]
    assert draw.opened["representative.1"] == SECRET
    assert acts.unopened(draw) == (4,)
    assert hall.step is Step.BEACON


def test_a_missing_opening_leaves_its_commitment_in_the_seed(at: At) -> None:
    hall = closed(at("lit_frozen"))
    hall.do(halls.hands_in(hall, 1))
    opened(hall)
    draw = halls.finish_draw(hall)
    shown = {
        1: SECRET,
        2: draw.opened["representative.2"],
        3: draw.contributions[3],
        4: draw.contributions[4],
    }
    line = f"{TEST.hash}:{draw.round}:{outside.signature(hall.round)}"
    assert draw.seed == seed_by_hand(hall, draw, shown, line)


def seed_by_hand(hall: Hall, draw: DrawState, shown: dict[int, str], beacon: str) -> str:
    """The seed as spec 02 §4 writes it, without any code of ours."""
    lines = [
        "sunlot/v1/seed",
        "campaign=1",
        f"draw={draw.number}",
        f"roster={hall.campaign.opened['roster']['root']}",
        f"types={','.join(sorted(draw.types))}",
        f"pool={draw.pool_root}",
        f"N={draw.pool}",
        f"m={draw.must}",
        f"n={draw.size}",
        f"operator={draw.opened['operator']}",
        *(f"contribution.{number}={text}" for number, text in sorted(shown.items())),
        f"beacon={beacon}",
    ]
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@pytest.mark.parametrize("stage", ["frozen", "contributed", "lit_frozen"])
def test_an_opening_before_the_close_is_refused(at: At, stage: str) -> None:
    """Whoever opened now would let the operator decide with it in hand when to close."""
    hall = at(stage)
    number = 3 if stage == "contributed" else 1
    hall.do(halls.commits(hall, number))
    assert refused(hall, halls.hands_in(hall, number)) == "opening_early"
    assert SECRET not in repr(everything(hall)), "it was not even kept"


def test_an_opening_is_handed_in_by_whoever_committed(at: At) -> None:
    hall = closed(at("lit_frozen"))
    assert refused(hall, opens(hall, "r2")) == "opening_none"  # 2 let the bot make it
    assert refused(hall, opens(hall, "r3")) == "opening_wrong"
    assert refused(hall, opens(hall, "o1")) == "not_allowed"
    later = halls.join(hall, Role.SUBSTITUTE, 3, 901)
    by_hand = outside.device_secret(1, 1, 3)
    hall.do(partial(acts.hand_in_opening, by=later, secret=by_hand))  # it proves itself
    assert waiting(hall) == (1, 4)


@pytest.mark.parametrize("secret", ["", SECRET[:-1], SECRET.upper(), SECRET + "00", "x" * 64])
def test_what_is_no_opening_is_refused(at: At, secret: str) -> None:
    hall = closed(at("lit_frozen"))
    assert refused(hall, opens(hall, secret=secret)) == "commitment_bad"


def test_a_wrong_opening_does_not_replace_the_right_one(at: At) -> None:
    hall = closed(at("lit_frozen"))
    wrong = SECRET[:-1] + ("0" if SECRET[-1] != "0" else "1")
    assert refused(hall, opens(hall, secret=wrong)) == "opening_wrong"
    hall.do(opens(hall))
    assert refused(hall, opens(hall, secret=wrong)) == "opening_wrong"
    assert opened(hall).opened["representative.1"] == SECRET


def test_handed_in_twice_and_over_a_restart(at: At) -> None:
    hall = closed(at("lit_frozen"))
    hall.do(opens(hall, secret=f" {SECRET[:32]}\n{SECRET[32:]} "))
    before = everything(hall)
    hall.do(opens(hall))
    hall.restart()
    hall.do(opens(hall))
    assert everything(hall) == before
    assert waiting(hall) == (3, 4)
    assert opened(hall).opened["representative.1"] == SECRET
    assert refused(hall, opens(hall)) == "wrong_step"


def test_an_opening_for_a_draw_that_was_voided_is_refused(at: At) -> None:
    hall = closed(at("lit_frozen"))
    halls.agree(hall, "draw.void", {"code": "late", "text": "示例原因"})
    assert refused(hall, opens(hall)) == "wrong_step"


def test_a_secret_shared_by_two_opens_once(at: At) -> None:
    """Two who agree on one secret could otherwise make the draw fail for ever (06.reuse)."""
    shared = "5" * 64
    hall = closed(at("lit_frozen"), shared)
    hall.do(opens(hall, "r3", shared))
    assert refused(hall, opens(hall, "r4", shared)) == "secret_used"
    hall.do(opens(hall, "r3", shared))
    assert set(opened(hall).opened) == {"operator", "representative.2", "representative.3"}


@pytest.mark.parametrize("rows_lost", [False, True])
def test_a_secret_of_an_earlier_draw_opens_nothing(at: At, rows_lost: bool) -> None:
    """Known from the book, also when the private rows of then are gone."""
    hall = closed(at("lit_frozen"))
    hall.do(opens(hall))
    opened(hall)
    halls.finish_draw(hall)
    if rows_lost:
        execute(hall, "DELETE FROM secret")
    halls.run_draw(hall, until=Step.CONTRIBUTE)
    for number in (1, 2):
        hall.do(halls.commits(hall, number, SECRET))
    hall.do(partial(acts.close_contributions, by=hall.people["o1"]))
    hall.sign()
    assert refused(hall, opens(hall)) == "secret_used"
    assert refused(hall, opens(hall, "r2")) == "secret_used"
    assert acts.unopened(opened(hall)) == (1, 2)


# Without a beacon: last of all, and at once into the book


def dark(hall: Hall, shared: str | None = None) -> Hall:
    """The same draw without a beacon, opened by the officials."""
    opened(closed(hall, shared))
    return hall


def test_without_a_beacon_a_device_opens_after_the_operator(at: At) -> None:
    """Else the operator would know the result while the draw could still be void."""
    hall = closed(at("frozen"))
    assert refused(hall, opens(hall)) == "opening_early"
    draw = opened(hall)
    assert list(draw.opened) == ["operator", "representative.2"]
    assert waiting(hall) == (1, 3, 4)
    for number, left in ((4, (1, 3)), (1, (3,))):  # as they come
        hall.do(halls.hands_in(hall, number))
        entry = hall.entries[-1]
        assert (entry.kind, entry.data["party"]) == ("draw.open", f"representative.{number}")
        assert waiting(hall) == left
    seals = [row["person"] for row in hall.campaign.opened["representatives"]]
    assert hall.entries[-1].data["person"] == seals[0]
    drawing = partial(acts.draw_result, by=hall.people["o1"])
    assert refused(hall, drawing) == "openings_waiting"
    hall.now += 300
    draw = hall.do(drawing)
    shown = {n: outside.device_secret(1, 1, n) for n in (1, 4)}
    shown |= {2: draw.opened["representative.2"], 3: draw.contributions[3]}
    assert draw.seed == seed_by_hand(hall, draw, shown, "none")
    assert acts.unopened(draw) == (3,)
    assert refused(hall, opens(hall, "r3", outside.device_secret(1, 1, 3))) == "wrong_step"


def test_without_a_beacon_the_operators_opening_is_witnessed_first(at: At) -> None:
    hall = at("watched")
    halls.begin(hall)
    hall.sign()
    halls.run_draw(hall, until=Step.OPEN, devices=(1, 3, 4))
    opened(hall)
    assert refused(hall, opens(hall)) == "not_witnessed"
    hall.sign((1,))
    assert refused(hall, opens(hall)) == "not_witnessed"
    hall.sign((2,))
    hall.do(opens(hall))
    hall.do(halls.hands_in(hall, 4))  # the operator's opening is still the one that counts
    assert waiting(hall) == (3,)


def test_without_a_beacon_handed_in_twice_and_over_a_restart(at: At) -> None:
    hall = dark(at("frozen"))
    hall.do(opens(hall))
    before, files = everything(hall), published(hall)
    hall.do(opens(hall))
    hall.restart()
    hall.do(opens(hall))
    assert (everything(hall), published(hall)) == (before, files)
    assert refused(hall, opens(hall, secret="0" * 64)) == "opening_wrong"
    assert refused(hall, opens(hall, "r2")) == "opening_none"


def test_without_a_beacon_a_shared_secret_opens_once(at: At) -> None:
    shared = "5" * 64
    hall = dark(at("frozen"), shared)
    hall.do(opens(hall, "r4", shared))
    assert refused(hall, opens(hall, "r3", shared)) == "secret_used"
    assert acts.unopened(hall.draw) == (1, 3)


def test_a_damaged_opening_is_asked_for_again(at: At) -> None:
    hall = closed(at("lit_frozen"))
    hall.do(opens(hall))
    execute(hall, "UPDATE secret SET secret = 'x' WHERE party = 'representative.1'")
    assert waiting(hall) == (1, 3, 4)
    hall.do(opens(hall))
    assert opened(hall).step is DrawStep.OPENED
    assert acts.unopened(hall.draw) == (3, 4)


def test_a_restarted_office_knows_who_made_what(at: At) -> None:
    hall = closed(at("lit_frozen"))
    made = hall.draw.made_by
    assert made == {1: "device", 2: "bot", 3: "device", 4: "device"}
    hall.restart()
    assert hall.draw.made_by == made
