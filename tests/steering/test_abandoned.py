"""What an operator turned down can be seen, and finished by anybody."""

from pathlib import Path

from tests.steering.battery import FIRST_SITTING, STRATEGIES, Sitting, sit
from tests.steering.reader import Reader
from tests.steering.scene import scene
from verifier.finish import Order, finish


def _first_unwelcome(name: str, reader: Reader) -> Sitting:
    """The first try of a strategy in which it did not get what it wanted."""
    stage = scene("a")
    chosen = next(one for one in STRATEGIES if one.name == name)
    for index in range(50):
        sitting = sit(stage, stage.goal("out"), chosen, index, FIRST_SITTING + 300 * index)
        if reader.judge(sitting.book).drawn is None:
            return sitting
    raise AssertionError(f"{name}: fifty welcome results, one after the other")


def test_anybody_finishes_what_the_operator_gave_up(tmp_path: Path) -> None:
    reader = Reader(tmp_path, scene("a"))
    sitting = _first_unwelcome("abandon", reader)
    me, book = sitting.operator, sitting.book
    reading = reader.judge(book)
    assert (reading.verdict, reading.open, reading.matched) == ("proven", 1, 0)
    assert book.draw.round is not None
    value = me.relays.value(book.draw.round)
    finished = finish(Order(reader.publication, reader.trust, value, None))
    assert finished.exit == 0, finished.findings
    assert finished.completion is not None
    assert finished.completion.selection is not None
    drawn = [leaf for leaf, _ in finished.completion.selection.rows]
    assert drawn == [leaf for leaf, _ in book.draw.drawn(me.scene, me.true_value(book))]
    assert not me.goal.met(drawn)


def test_a_book_shown_as_it_was_before_the_draw_is_behind_its_witnesses(tmp_path: Path) -> None:
    reader = Reader(tmp_path, scene("a"))
    sitting = _first_unwelcome("roll_back", reader)
    reading = reader.judge(sitting.book)
    assert (reading.verdict, reading.matched + reading.void + reading.open) == ("proven", 0)
    assert sitting.is_behind()


def test_asking_for_one_draw_does_not_hide_the_draw_it_repeats(tmp_path: Path) -> None:
    reader = Reader(tmp_path, scene("a"))
    sitting = _first_unwelcome("claim_silence", reader)
    assert reader.judge(sitting.book).verdict == "incomplete"
    assert reader.judge(sitting.book, draw=2).verdict == "incomplete"
