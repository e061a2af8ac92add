from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app.cli import main
from tests.app.calling import Done, Sunlot


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Whatever a command sets up for its process ends with the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def sunlot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sunlot:
    """The command line, called from an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SUNLOT_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **environment: str) -> Done:
        with monkeypatch.context() as only_now:
            only_now.setattr(sys, "argv", ["sunlot", *arguments])
            for name, value in environment.items():
                only_now.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        output = capsys.readouterr()
        return Done(int(ended.value.code or 0), output.out, output.err)

    return run
