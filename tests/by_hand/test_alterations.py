"""One thing is altered in a reader's folder: the step that is about it says so.

Digits are exchanged for digits, so that every file keeps its length and form.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.by_hand.reader import CARRIED_OUT, answers
from tests.by_hand.seen import expected
from tests.by_hand.stage import PROOF, Known

Alter = Callable[[Known, Path], None]
BOOK = (0, 2, 4, 6, 7)  # steps that read the book, without any signature
LISTS = (*BOOK, 8, 9, 10)


def flip(path: Path, place: int) -> None:
    """Exchange the digit or letter at this place for another one."""
    data = bytearray(path.read_bytes())
    data[place] = ord("1") if data[place] == ord("0") else ord("0")
    path.write_bytes(data)


def flip_in(path: Path, text: str, at: int) -> None:
    """Exchange what stands `at` places after the beginning of this text, where it comes first."""
    place = path.read_bytes().find(text.encode())
    assert place >= 0, f"{path.name} holds no {text}"
    flip(path, place + at)


def blob(folder: Path, digest: str) -> Path:
    return folder / "publication/blob/sha256" / digest


def in_book(value: Callable[[Known], str], at: int = 0) -> Alter:
    """Alter a value where an entry says it first."""

    def alter(known: Known, folder: Path) -> None:
        size = known.sizes["checkpoint"]
        flip_in(folder / f"publication/tile/entries/000.p/{size}", value(known), at)

    return alter


def in_file(name: str, value: Callable[[Known], str], at: int = 0) -> Alter:
    return lambda known, folder: flip_in(folder / name, value(known), at)


def in_blob(digest: Callable[[Known], str], at: int = 0) -> Alter:
    """Alter the byte `at` of a blob that keeps its name."""
    return lambda known, folder: flip(blob(folder, digest(known)), at)


def without_a_signature(known: Known, folder: Path) -> None:
    path = folder / "publication/checkpoint"
    kept = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in kept if "notary" not in line), "utf-8")


def entry_left_out(known: Known, folder: Path) -> None:
    """The last entry is gone, and the checkpoint counts one less."""
    size = known.sizes["checkpoint"]
    tiles = folder / "publication/tile/entries"
    data, at = (tiles / f"000.p/{size}").read_bytes(), 0
    for _ in range(size - 1):
        at += 2 + int.from_bytes(data[at : at + 2], "big")
    (tiles / f"000.p/{size - 1}").write_bytes(data[:at])
    path = folder / "publication/checkpoint"
    path.write_text(path.read_text("utf-8").replace(f"\n{size}\n", f"\n{size - 1}\n"), "utf-8")


@dataclass(frozen=True)
class Defect:
    """What is altered, which steps a reader does, the last of which shows it, and how."""

    alter: Alter
    steps: tuple[int, ...]
    shows: str


FAILS = "Signature Verification Failure"
DEFECTS = {
    "roster": Defect(in_blob(lambda known: known.draw.pool_blob), (0, 1), "1 DIFFERENT"),
    "root": Defect(
        in_file("publication/checkpoint", lambda k: k.roots["checkpoint"]), (0, 2), FAILS
    ),
    "size": Defect(entry_left_out, (0, 2), FAILS),
    "origin": Defect(in_file("trust.json", lambda _: '"origin":"example', 10), (0, 2), "DIFFERENT"),
    "log key": Defect(in_file("trust.json", lambda _: '"log_key":"', 45), (0, 2), FAILS),
    "cosignature": Defect(
        in_file("publication/checkpoint", lambda _: "notary.example/w ", 60), (0, 2, 3), FAILS
    ),
    "witness gone": Defect(without_a_signature, (0, 2, 3), "notary.example/w: no signature"),
    "entry": Defect(in_book(lambda known: known.draw.digest), (0, 2, 4), "DIFFERENT"),
    "entry left out": Defect(entry_left_out, (0, 2, 4), "DIFFERENT"),
    "genesis": Defect(in_file("trust.json", lambda k: k.genesis), (0, 2, 4), "DIFFERENT"),
    "entry signed": Defect(in_book(lambda known: known.draw.digest), (0, 2, 4, 5), f"1 {FAILS}"),
    "secret": Defect(in_book(lambda k: k.draw.opened["operator"]), BOOK, "DIFFERENT"),
    "opening": Defect(in_book(lambda k: k.draw.opened["representative.2"]), BOOK, "DIFFERENT"),
    "pool": Defect(in_blob(lambda known: known.draw.pool_blob), (*BOOK, 8), "DIFFERENT"),
    "planned": Defect(in_book(lambda _: '"planned":', 11), (*BOOK, 8), "DIFFERENT"),
    "seed": Defect(in_book(lambda known: known.draw.seed), (*BOOK, 8, 9), "DIFFERENT"),
    "cut-off": Defect(in_book(lambda known: str(known.draw.cutoff)), (*LISTS, 11), "DIFFERENT"),
    "selection": Defect(in_book(lambda k: k.draw.selection_blob), (*LISTS, 11), "DIFFERENT"),
    "statement": Defect(in_book(lambda known: known.draw.digest), (*LISTS, 12), "DIFFERENT"),
    "rows": Defect(in_book(lambda known: known.draw.rows_root), (*LISTS, 12), "DIFFERENT"),
    "round": Defect(in_book(lambda known: str(known.draw.round), 6), (*LISTS, 13), "DIFFERENT"),
    "bracket": Defect(
        in_blob(lambda known: str(known.draw.bracket), 20), (*BOOK, 3, 8, 14), "DIFFERENT"
    ),
    "name": Defect(in_file("opening.json", lambda k: k.code, 3), (*LISTS, 11, 15), "roster 0"),
    "path": Defect(in_file(PROOF, lambda _: '"proof":["', 12), (*BOOK, 3, 16), "DIFFERENT"),
    "history": Defect(in_book(lambda k: k.draw.commitment), (0, 2, 4, 17), "DIFFERENT"),
}


def says(defect: Defect, printed: list[str]) -> bool:
    return any(defect.shows in line for line in printed)


@pytest.mark.parametrize("way", CARRIED_OUT)
@pytest.mark.parametrize("name", DEFECTS)
def test_the_step_shows_what_was_altered(known: Known, tmp_path: Path, name: str, way: str) -> None:
    defect = DEFECTS[name]
    steps = tuple(sorted(defect.steps))
    assert not says(defect, expected(known)[steps[-1]])  # test_lines sees just these
    folder = tmp_path / "reader"
    shutil.copytree(known.folder, folder, symlinks=True)
    defect.alter(known, folder)
    printed = answers(way, folder, *steps)[steps[-1]]
    assert says(defect, printed), printed
