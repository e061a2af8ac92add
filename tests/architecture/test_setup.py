"""scripts/setup says in one sentence what it lacks, and ends there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.project import ROOT

PYTHONS = ("python3", "python3.11", "python3.12", "python3.13", "python3.14")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout with what scripts/setup reads, and no environment."""
    for name in ("requirements", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / "checkout" / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "checkout")
    return tmp_path / "checkout"


def run_setup(checkout: Path, python: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/setup where every Python is the shell script `python`, and apt-get fails."""
    programs = checkout.parent / "programs"
    programs.mkdir()
    for name, script in {**dict.fromkeys(PYTHONS, python), "apt-get": "exit 1"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    return subprocess.run(
        ["bash", checkout / "scripts" / "setup"],
        env={"PATH": f"{programs}{os.pathsep}{os.defpath}"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_python_it_says_so(checkout: Path) -> None:
    done = run_setup(checkout, "exit 1")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("setup: Python 3.11 or newer is missing")
    assert len(done.stderr.splitlines()) == 1


def test_where_it_may_not_make_an_environment_it_says_what_to_install(checkout: Path) -> None:
    """This Python runs, but has neither venv nor ensurepip nor pip."""
    programs = checkout.parent / "programs"
    python = (
        'case "$*" in *venv*|*pip*) exit 1;; *sys.executable*) '
        f"echo {programs}/python3;; -V*) echo Python 3.11.0;; esac"
    )
    done = run_setup(checkout, python + "\nexit 0")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (checkout / ".venv" / "lock-stamp").exists()
