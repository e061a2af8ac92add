"""Every public module, class and function says what it is (ruff's D1, which scripts/check runs)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import ROOT


def undocumented(source: str, folder: Path) -> list[str]:
    """Return the codes of the docstring findings of ruff, as configured here, on a module."""
    path = folder / "draw" / "planted.py"
    path.parent.mkdir()
    (path.parent / "__init__.py").touch()
    path.write_text(source)
    options = ["--no-cache", "--output-format", "concise", "--config", str(ROOT / "pyproject.toml")]
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *options, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return [word for line in done.stdout.splitlines() for word in line.split() if word[:2] == "D1"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("seed = 1\n", "D100"),
        ('"""Module."""\n\n\nclass Seed:\n    pass\n', "D101"),
        (
            '"""Module."""\n\n\nclass Seed:\n    """Seed."""\n\n    def mix(self) -> None: ...\n',
            "D102",
        ),
        ('"""Module."""\n\n\ndef mix() -> None: ...\n', "D103"),
    ],
)
def test_a_missing_docstring_is_found(tmp_path: Path, source: str, code: str) -> None:
    assert undocumented(source, tmp_path) == [code]


def test_a_documented_module_is_left_alone(tmp_path: Path) -> None:
    source = '"""Module."""\n\n\ndef mix() -> None:\n    """Mix."""\n\n\ndef _mix() -> None: ...\n'
    assert undocumented(source, tmp_path) == []
