"""The import contracts of pyproject.toml do catch what they are for.

scripts/check runs them over our packages. Here they run over eleven packages made up for the
purpose, once as they should be and once with every kind of violation planted.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGES, ROOT

KEPT = {
    "app": "import bot, web, witness, inspection, ledger, draw, local_telegram, demo",
    "bot": "import telegram, inspection, ledger, draw",
    "web": "import inspection, ledger, draw",
    "inspection": "import compiled, ledger, draw",
    "compiled": "import draw, ctypes",
    "ledger": "import sqlite3, os, time",
    "draw": "import hashlib, datetime",
    "witness": "import ledger, starlette",
    "local_telegram": "import starlette, random",
    "local_beacon": "import starlette, random",
    "demo": "import httpx, random",
    "verifier": "import cryptography",
}
BROKEN = {
    "app": "import telegram, verifier",
    "bot": "import web, app, verifier",
    "web": "import telegram, bot, local_telegram",
    "inspection": "import telegram, web, demo",
    "ledger": "import draw, inspection",
    "compiled": "import inspection, telegram, demo",
    "draw": (
        "import compiled, ledger, os, random, secrets, socket, sqlite3, sqlmodel, telegram, time"
    ),
    "witness": "import inspection, compiled, telegram",
    "local_telegram": "import ledger, demo",
    "local_beacon": "import draw, local_telegram",
    "demo": "import inspection, verifier, local_telegram",
    "verifier": "import draw, ledger, compiled",
}


def lint(folder: Path, imports: dict[str, str]) -> tuple[int, str]:
    """Write packages with these imports into `folder`; return import-linter's code, text."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package, statement in imports.items():
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
        (folder / package / "planted.py").write_text(statement + "\n")
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what import-linter says about the packages with every violation planted."""
    code, output = lint(tmp_path_factory.mktemp("broken"), BROKEN)
    assert code == 1, output
    return output


def test_the_intended_imports_are_kept(tmp_path: Path) -> None:
    code, output = lint(tmp_path, KEPT)
    assert code == 0, output
    assert "9 kept, 0 broken" in output


def test_every_contract_can_break(broken: str) -> None:
    assert "0 kept, 9 broken" in broken


@pytest.mark.parametrize(
    ("package", "imported"),
    [
        (package, imported)
        for package, statement in BROKEN.items()
        for imported in statement.removeprefix("import ").split(", ")
    ],
)
def test_a_planted_import_is_found(broken: str, package: str, imported: str) -> None:
    assert f"{package}.planted -> {imported}" in broken


def test_every_package_is_under_contract() -> None:
    assert sorted(KEPT) == sorted(BROKEN) == sorted(PACKAGES)
