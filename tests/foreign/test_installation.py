"""What scripts/foreign installs is locked, names no place, and is made only once."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.foreign.judges import FOREIGN, PROJECT, installed

NPM = PROJECT / "requirements" / "npm"


def locked() -> dict[str, dict[str, str]]:
    packages: dict[str, dict[str, str]] = json.loads((NPM / "package-lock.json").read_bytes())[
        "packages"
    ]
    return {path: package for path, package in packages.items() if path}


def test_the_npm_lock_is_hashes_and_names_no_place() -> None:
    assert locked()
    for path, package in locked().items():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"]), path
        assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", package["version"]), path
    text = "".join(path.read_text("utf-8") for path in NPM.glob("*.json"))
    assert not re.search(r"://|resolved|file:", text)


def test_the_npm_lock_holds_what_is_asked_for() -> None:
    asked = json.loads((NPM / "package.json").read_bytes())["dependencies"]
    found = {name: locked()[f"node_modules/{name}"]["version"] for name in asked}
    assert found == asked


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of what scripts/foreign reads, with everything it makes already made."""
    for name in ("packages", "node_modules", "go_judge"):
        installed(FOREIGN / f"{name}.stamp")
    for name in ("requirements", "scripts", "tests/foreign/go"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(PROJECT / ".venv")
    shutil.copytree(FOREIGN, tmp_path / ".foreign", ignore=shutil.ignore_patterns("go.cache"))
    (tmp_path / ".foreign" / "go.cache").symlink_to(FOREIGN / "go.cache")  # made for sharing
    return tmp_path


def run_foreign(checkout: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(checkout / "scripts" / "foreign")],
        env={**os.environ, "PATH": path or os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_made_once_it_is_left_alone(checkout: Path) -> None:
    before = (checkout / ".foreign" / "go_judge").stat()
    done = run_foreign(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (checkout / ".foreign" / "go_judge").stat() == before


def test_a_changed_judge_is_built_again_and_nothing_else(checkout: Path) -> None:
    with (checkout / "tests/foreign/go/main.go").open("a") as source:
        source.write("\n// changed\n")
    done = run_foreign(checkout)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"foreign: made \.foreign/go_judge in \d+ s\n", done.stdout)
    assert run_foreign(checkout).stdout == ""


def test_a_judge_that_does_not_build_is_no_judge(checkout: Path) -> None:
    (checkout / "tests/foreign/go/main.go").write_text("package main\n\nfunc main() { lost() }\n")
    done = run_foreign(checkout)
    assert done.returncode == 1
    assert "tests/foreign/go does not build" in done.stderr
    assert run_foreign(checkout).returncode == 1


def test_without_go_it_says_what_to_install(checkout: Path) -> None:
    """Here `go` is missing and whoever runs this is not root."""
    programs = checkout / "programs"
    programs.mkdir()
    for name in ("bash", "cat", "sha256sum", "cut", "dirname", "mkdir", "flock"):
        (programs / name).symlink_to(shutil.which(name) or name)
    (programs / "id").write_text(f"#!{shutil.which('bash')}\necho 1000\n")
    (programs / "id").chmod(0o755)
    done = run_foreign(checkout, str(programs))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "apt-get install golang-go golang-golang-x-mod-dev" in line
