"""What no operator commands behaves in the simulation as it does in the program."""

import ast
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from ledger.cosignatures import read_cosignatures
from tests.steering import after, before, dishonest, fork, results, strategy, voids
from tests.steering.battery import FIRST_SITTING, STRATEGIES, sit
from tests.steering.dishonest import Operator
from tests.steering.fork import Fork
from tests.steering.nature import Body, Clock, NotYetError, Relays
from tests.steering.scene import HONEST, Scene, scene
from verifier.selftest.beacons import TEST
from verifier.selftest.publishing import ORIGIN
from witness.judge import Verdict, judge
from witness.store import Store


def _operator(stage: Scene) -> Operator:
    return Operator(stage, stage.goal("in"), Random("nature"), FIRST_SITTING)


@dataclass
class Stored(Body):
    """A witness with the database of the program instead of memory."""

    store: Store

    def answer(self, request: bytes) -> Verdict:
        with self.store.transaction() as rows:
            return judge(rows, self.witness, request, self.clock.now)


def test_no_value_is_told_before_its_time() -> None:
    due = TEST.round(FIRST_SITTING)
    clock = Clock(TEST.time(due) - 1)
    with pytest.raises(NotYetError):
        Relays(clock).value(due)
    clock.until(TEST.time(due))
    assert len(Relays(clock).value(due)) == 96
    assert Relays(clock).newest() == due


def test_the_operators_program_has_no_signer() -> None:
    """It may know the chain's times; the secret and what signs with it stay in `nature`."""
    for module in (after, before, dishonest, fork, results, strategy, voids):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        taken = {name.name for node in imports for name in node.names}
        assert not taken & {"signature", "chained_signature", "SECRET", "Scalar"}, module
        assert not any("arkworks" in str(node.module) for node in imports), module


@pytest.mark.parametrize("name", ["honest", "two_forks", "hide_and_redo", "back_date"])
def test_witnesses_answer_in_memory_as_with_their_database(name: str, tmp_path: Path) -> None:
    stage = scene("a")
    chosen = next(one for one in STRATEGIES if one.name == name)
    quick = sit(stage, stage.goal("in"), chosen, 0, FIRST_SITTING)
    rng = Random(f"sunlot/steering/1/a/in/{name}/0")
    operator = Operator(stage, stage.goal("in"), rng, FIRST_SITTING)
    stores = []
    for number, body in enumerate(operator.bodies):
        store = Store(tmp_path / f"{number}.sqlite3", body.witness.vkey)
        with store.transaction() as rows:
            rows.add_log(ORIGIN, stage.maker.vkey())
        stores.append(store)
        operator.bodies[number] = Stored(body.witness, body.rows, body.clock, store)
    slow = chosen.play(operator)
    for store in stores:
        store.close()
    assert (slow.head, slow.entries) == (quick.book.head, quick.book.entries)


def test_only_one_of_two_forks_gets_a_quorum() -> None:
    me = _operator(scene("a"))
    first, second = Fork(me.scene), Fork(me.scene)
    me.begin(first)
    me.begin(second)
    vkeys = [body.witness.vkey for body in me.bodies]
    assert len(read_cosignatures(me.ask(first, (0, 1)), vkeys)) == 2
    assert len(read_cosignatures(me.ask(second), vkeys)) == 1
    assert len(read_cosignatures(me.ask(first), vkeys)) == 2


def test_the_honest_contributor_opens_only_a_witnessed_close_with_their_commitment() -> None:
    me = _operator(scene("a"))
    shown = Fork(me.scene)
    me.begin(shown)
    me.contribute(shown)
    contributor = me.contributor
    assert contributor.opening(1, shown.entries, shown.note()) is None  # not closed
    me.close(shown)
    assert contributor.opening(1, shown.entries, shown.note()) is None  # not witnessed
    assert contributor.opening(1, shown.entries[:-1], me.ask(shown)) is None  # not this book
    without = Fork(me.scene)
    me.begin(without)
    me.contribute(without, (2, 3))
    me.close(without)
    other = _operator(scene("a"))
    assert contributor.opening(1, without.entries, other.ask(without)) is None  # left out
    assert contributor.opening(1, shown.entries, me.ask(shown)) == contributor.secrets[1]
    assert HONEST in shown.draw.made


def test_without_a_beacon_the_honest_contributor_opens_after_the_operator() -> None:
    me = _operator(scene("d"))
    shown = Fork(me.scene)
    me.up_to_close(shown)
    assert HONEST not in shown.draw.secrets
    me.open(shown)
    assert shown.draw.secrets[HONEST] == me.contributor.secrets[1]
    assert HONEST in shown.draw.opened
