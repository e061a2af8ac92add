"""verifier/ runs alone: copied away from the checkout, it needs none of our packages.

The import contracts cannot see an import by name (importlib.import_module); a copy that is run
where nothing of ours can be found does.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

# -I keeps the working folder and PYTHONPATH out, yet the environment still names the checkout
# (scripts/setup installs it in place): that one entry goes too. cryptography stays within reach.
ALONE = """
import importlib, os, pkgutil, runpy, sys
parent, checkout = sys.argv[1:]
sys.path[:] = [parent, *(p for p in sys.path if os.path.realpath(p) != os.path.realpath(checkout))]
import verifier
for module in pkgutil.walk_packages(verifier.__path__, "verifier."):
    if not module.name.endswith(".__main__"):
        importlib.import_module(module.name)
assert verifier.__file__.startswith(parent), verifier.__file__
sys.argv = ["verifier", "--help"]
runpy.run_module("verifier", run_name="__main__", alter_sys=True)
"""


def run_alone(parent: Path) -> subprocess.CompletedProcess[str]:
    """Import every module of `parent`/verifier and ask it for help, the checkout out of reach."""
    return subprocess.run(
        [sys.executable, "-I", "-c", ALONE, str(parent), str(ROOT)],
        cwd=parent,
        capture_output=True,
        text=True,
        timeout=60,
    )


def write_verifier(parent: Path, statement: str) -> None:
    """Write a little verifier whose only step runs `statement`."""
    (parent / "verifier").mkdir(parents=True)
    (parent / "verifier" / "__init__.py").touch()
    (parent / "verifier" / "step.py").write_text(statement)
    (parent / "verifier" / "__main__.py").write_text("print('usage: verifier')")


def test_a_lone_copy_of_the_verifier_runs(tmp_path: Path) -> None:
    if not (ROOT / "verifier").is_dir():
        return  # not yet written; a skip would fail CI
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "verifier", tmp_path / "verifier", ignore=unneeded)
    done = run_alone(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout.lower()


@pytest.mark.parametrize(
    "statement", ["import draw", "import importlib; importlib.import_module('draw')"]
)
def test_a_verifier_that_leans_on_the_checkout_fails(tmp_path: Path, statement: str) -> None:
    write_verifier(tmp_path, statement)
    done = run_alone(tmp_path)
    assert done.returncode != 0
    assert "No module named 'draw'" in done.stderr


def test_a_verifier_that_stands_alone_passes(tmp_path: Path) -> None:
    write_verifier(tmp_path, "import hashlib, cryptography")
    done = run_alone(tmp_path)
    assert (done.returncode, done.stdout) == (0, "usage: verifier\n"), done.stderr
