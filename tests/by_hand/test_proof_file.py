"""Step 16 on the proof files that a representative may hold: sent before the opening, or after."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.by_hand.reader import CARRIED_OUT, answers
from tests.by_hand.seen import contribution, note_of_proof, same
from tests.by_hand.stage import LOST, PROOF, Known
from tests.by_hand.test_alterations import flip_in, in_book

BOOK = (0, 2, 3, 4, 6, 7)  # what step 16 rests on
CLOSED = "NOT OPENED IN THIS FILE"

each_way = pytest.mark.parametrize("way", CARRIED_OUT)


@pytest.fixture
def folder(known: Known, tmp_path: Path) -> Path:
    """A reader's folder of one's own."""
    return Path(shutil.copytree(known.folder, tmp_path / "reader", symlinks=True))


def verdicts(way: str, folder: Path) -> list[str]:
    """What step 16 says of path, file, entry, opening and head, without the values."""
    said = {CLOSED, "not opened", "SAME", "DIFFERENT"}
    printed = [line for line in answers(way, folder, *BOOK, 16)[16] if line in said]
    return printed[1:]  # the first is the book's name


def test_the_stage_has_both_kinds_of_file(known: Known) -> None:
    found = {name: json.loads(proof)["secret"] for name, proof in known.proofs.items()}
    opened = known.draw.opened["representative.1"]
    assert found == {"sent": None, "opened": opened, "lost": None}


@each_way
def test_a_file_that_holds_the_secret(known: Known, folder: Path, way: str) -> None:
    (folder / PROOF).write_bytes(known.proofs["opened"])
    rest = [*same(known.draw.contributions[1]), *contribution(known)[1:]]
    printed = answers(way, folder, *BOOK, 16)[16]
    assert printed[: -len(same(""))] == [*note_of_proof(known), *rest]


@each_way
def test_a_representative_who_never_opened(known: Known, folder: Path, way: str) -> None:
    (folder / PROOF).write_bytes(known.proofs["lost"])
    assert verdicts(way, folder) == ["SAME", CLOSED, "SAME", "not opened", "SAME"]
    assert known.draw.contributions[LOST] in answers(way, folder, *BOOK, 16)[16]


def secret_of_the_file(known: Known, folder: Path) -> None:
    (folder / PROOF).write_bytes(known.proofs["opened"])
    flip_in(folder / PROOF, known.draw.opened["representative.1"], 5)


ALTERED: dict[str, tuple[Callable[[Known, Path], None], list[str]]] = {
    "secret of the file": (secret_of_the_file, ["SAME", "DIFFERENT", "SAME", "SAME", "SAME"]),
    "opening in the book": (
        in_book(lambda known: known.draw.opened["representative.1"], 5),
        ["SAME", CLOSED, "SAME", "DIFFERENT", "SAME"],
    ),
    "contribution in the book": (
        in_book(lambda known: known.draw.contributions[1], 5),
        ["SAME", CLOSED, "DIFFERENT", "SAME", "DIFFERENT"],
    ),
}


@each_way
@pytest.mark.parametrize("name", ALTERED)
def test_the_place_that_was_altered(known: Known, folder: Path, way: str, name: str) -> None:
    alter, said = ALTERED[name]
    alter(known, folder)
    assert verdicts(way, folder) == said


@each_way
def test_the_draw_chosen_before_stays_chosen(known: Known, folder: Path, way: str) -> None:
    """The file is made one of a draw 2 that the book has not; steps 8 and 9 go on with draw 1."""
    proof = (folder / PROOF).read_bytes()
    other = proof.replace(b'\\"draw\\":1', b'\\"draw\\":2')
    assert other != proof
    (folder / PROOF).write_bytes(other)
    printed = answers(way, folder, *BOOK, 16, 8, 9)
    assert printed[16][-6:-3] == ["", "DIFFERENT", "not opened"]
    assert not any("DIFFERENT" in printed[number] for number in (8, 9))
    assert same(known.draw.seed) == printed[9][-3:]
