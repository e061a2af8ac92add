"""Where a policy exists, a draw waits for its witnesses at two places (spec 03 §7.6), and nowhere
else; what counts as signed (03 §8).
"""

from functools import partial

import pytest

from demo.catalogue import PICKS
from inspection import acts
from inspection.campaign import Step
from inspection.errors import Refusal
from inspection.witnessed import Sight, is_witnessed, sight
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.conftest import At
from tests.inspection.hall import Hall, Work
from tests.inspection.test_devices import Drawing, refused


def seen(hall: Hall) -> Sight:
    return hall.do(sight)


def unsigned(hall: Hall, work: Work) -> tuple[object, ...]:
    """What the refusal `not_witnessed` says; nothing was changed."""
    assert refused(hall, work) == "not_witnessed"
    with pytest.raises(Refusal) as found:
        hall.do(work)
    return tuple(found.value.values[key] for key in ("what", "signed", "quorum"))


def committed(hall: Hall) -> Drawing:
    """A draw whose commitment nobody has signed yet; gives the choice that waits for it."""
    step, work = halls.draw_steps(hall)[0]
    assert step is Step.COMMIT
    hall.do(work)
    types = tuple(PICKS[0])
    return partial(acts.choose_types, by=hall.people["r1"], types=types)


def closed(hall: Hall) -> Drawing:
    """Contributions of 1 (a device) and 2, closed and not signed; gives the opening."""
    hall.do(partial(acts.close_contributions, by=hall.people["o1"]))
    hall.pace = 0  # it must be opened within seconds
    return partial(acts.open_secrets, by=hall.people["o1"])


def test_nobody_chooses_before_the_commitment_is_witnessed(at: At) -> None:
    """Else the operator could choose the secret after the choice, and show another ledger."""
    hall = at("lit")
    chooses = committed(hall)
    assert unsigned(hall, chooses) == ("draw.commit", 0, 2)
    hall.sign((1,))
    assert unsigned(hall, chooses) == ("draw.commit", 1, 2)
    hall.sign((1,), at=hall.now + 5)  # the same one again
    assert unsigned(hall, chooses) == ("draw.commit", 1, 2)
    hall.sign((2,))
    assert hall.do(chooses).types


def test_nobody_opens_before_the_close_is_witnessed(at: At) -> None:
    """Else the operator could still exchange the list of contributions."""
    hall = at("lit_contributed")
    opens = closed(hall)
    for work in (opens, halls.hands_in(hall, 1)):
        assert unsigned(hall, work) == ("draw.close", 0, 2)
    hall.sign((0,))
    for work in (opens, halls.hands_in(hall, 1)):
        assert unsigned(hall, work) == ("draw.close", 1, 2)
    hall.sign((2,))
    hall.do(halls.hands_in(hall, 1))
    assert set(hall.do(opens).opened) == {
        "operator",
        "representative.1",
        "representative.2",
    }


def test_an_inherited_choice_waits_too(at: At) -> None:
    hall = at("lit_frozen")
    halls.agree(hall, "draw.void", {"code": "absence", "text": "示例原因"})
    hall.sign()
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    inherits = partial(acts.inherit_choice, by=hall.people["o1"])
    assert unsigned(hall, inherits) == ("draw.commit", 0, 2)
    hall.sign((0, 2))
    assert hall.do(inherits).inherited == 1


def test_two_signatures_on_two_heads_are_not_a_quorum(at: At) -> None:
    hall = at("lit")
    chooses = committed(hall)
    hall.sign((0,))
    older = hall.office.publisher.signed()
    assert older is not None
    hall.do(lambda desk: desk.record([("disclosure", _disclosure(hall))], (b"{}\n",)))
    hall.sign((1,))
    assert unsigned(hall, chooses) == ("draw.commit", 1, 2)
    line = outside.line(older.note, 1, hall.now)
    hall.office.publisher.witness(older.note, [line])  # it signs the older head late
    assert hall.do(chooses).types


def _disclosure(hall: Hall) -> dict[str, object]:
    """An entry that the order allows any time, to let the book grow; synthetic nonsense."""
    empty = "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
    rest = {"count": 0, "level": "D", "parts": ["id"], "person": "0" * 64, "rows": "selected"}
    return {"blob": empty, "campaign": 1, **rest}


def test_a_head_before_the_entry_says_nothing_of_it(at: At) -> None:
    hall = at("lit")
    hall.sign((0, 1, 2))
    assert unsigned(hall, committed(hall)) == ("draw.commit", 0, 2)


def test_a_later_head_says_it_of_everything_before(at: At) -> None:
    hall = at("lit")
    chooses = committed(hall)
    hall.do(lambda desk: desk.record([("disclosure", _disclosure(hall))], (b"{}\n",)))
    hall.sign((0, 2))
    seqs = range(len(hall.entries))
    assert hall.do(lambda desk: [is_witnessed(desk, seq) for seq in seqs]) == [True] * len(seqs)
    assert hall.do(chooses).types


def test_what_was_witnessed_stays_so_over_a_restart(at: At) -> None:
    hall = at("lit_committed")
    hall.restart()
    hall.do(halls.draw_steps(hall)[1][1])
    assert hall.draw.types


def test_what_a_person_sees_of_the_present_head(at: At) -> None:
    hall = at("lit")
    size = len(hall.entries)
    assert seen(hall) == Sight(size, 2, 2, 3)
    committed(hall)
    assert seen(hall) == Sight(size + 1, 0, 2, 3)
    hall.sign((2,))
    assert seen(hall) == Sight(size + 1, 1, 2, 3)
    hall.sign((0, 1))
    assert seen(hall) == Sight(size + 1, 3, 2, 3)
    hall.restart()
    assert seen(hall) == Sight(size + 1, 3, 2, 3)


def test_without_a_policy_nothing_waits(at: At) -> None:
    hall = at("committed")
    assert hall.do(lambda desk: is_witnessed(desk, desk.state.size - 1))
    assert seen(hall) == Sight(len(hall.entries), 0, 0, 0)


def test_the_policy_stands_in_the_genesis_entry(at: At) -> None:
    hall = at("watched")
    data = hall.entries[0].data
    pairs = list(zip(outside.BODIES, outside.VKEYS, strict=True))
    rows = [{"body": body, "vkey": vkey} for body, vkey in pairs]
    assert (data["quorum"], data["witnesses"]) == (2, sorted(rows, key=lambda row: row["vkey"]))
    assert hall.state.quorum == 2
    assert set(hall.state.witnesses) == set(pairs)


def test_a_draw_without_witnesses_stands_still_at_exactly_two_places(at: At) -> None:
    hall = at("lit")
    stopped = []
    for step, work in halls.draw_steps(hall, by=(2,)):
        if step is Step.BEACON:
            hall.wait_for_round()
        try:
            hall.do(work)
        except Refusal as refusal:
            stopped.append((step, refusal.code))
            hall.sign()
            hall.do(work)
    assert stopped == [(step, "not_witnessed") for step in (Step.CHOOSE, Step.OPEN)]
    assert hall.draw.counts
