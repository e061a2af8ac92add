"""The lock says everything pyproject.toml asks for, and nothing about where it was made."""

import re
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.project import PACKAGES, ROOT

LOCKS = ("lock.txt", "bootstrap.txt", "foreign.txt")
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)( ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def declared() -> list[Requirement]:
    """Return what pyproject.toml asks for, extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    return [Requirement(line) for line in lines]


def locked(name: str) -> dict[str, str]:
    """Return package -> version in requirements/`name`."""
    lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := PINNED.match(line))}


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_the_lock_holds_what_is_asked_for(requirement: Requirement) -> None:
    version = locked("lock.txt").get(canonicalize_name(requirement.name))
    assert version is not None, "run scripts/lock"
    assert requirement.specifier.contains(version), f"{version}: run scripts/lock"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_pins_hashes_and_reasons(name: str) -> None:
    for line in (ROOT / "requirements" / name).read_text("utf-8").splitlines():
        assert PINNED.match(line) or HASH.match(line) or line.lstrip().startswith("#"), line


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|(^|[\s(])/", text, re.MULTILINE)


def test_both_lists_of_our_packages_agree() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert tuple(tool["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES


def test_no_dependency_takes_a_name_of_ours() -> None:
    """Our names are plain words; a dependency with a stray top-level `web` would shadow ours."""
    ours = {*PACKAGES, "tests", "scripts"}
    theirs = {name: who for name, who in packages_distributions().items() if name in ours}
    assert {name: who for name, who in theirs.items() if set(who) != {"sunlot"}} == {}
