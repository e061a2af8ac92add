"""Published books that the tests of files may spoil."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from verifier.selftest.book import Maker, standard

from .judged import judged_files


@pytest.fixture(scope="module", name="made")
def made_book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Maker]:
    folder = tmp_path_factory.mktemp("made")
    maker = standard(size=24)
    maker.publish(folder)
    return folder, maker


@pytest.fixture(name="copied")
def copied_book(made: tuple[Path, Maker], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def judged_copy(folder: Path) -> dict[str, Any]:
    return judged_files(folder / "publication", folder / "trust.json")


def all_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
