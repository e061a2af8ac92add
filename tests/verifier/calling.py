"""What the tests of the command line share."""

import json
from pathlib import Path
from typing import Any

import pytest

from verifier import command
from verifier.selftest.book import BEFORE, Maker, standard


@pytest.fixture(scope="module", name="made")
def made_book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Maker]:
    folder = tmp_path_factory.mktemp("calls")
    maker = standard()
    maker.publish(folder)
    maker.auditor(folder)
    return folder, maker


def call(folder: Path, *more: str, now: int = BEFORE) -> tuple[str, ...]:
    place = (str(folder / "publication"), "--trust", str(folder / "trust.json"))
    return (*place, "--now", str(now), *more)


def spoken(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = command.run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)
