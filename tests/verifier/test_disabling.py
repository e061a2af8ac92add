"""Short form of `disabling`: some places of the verifier are taken out, and an attack goes red.

Which ones depends on the sources, so that after each change others are tried. All of them, and the
tests for what no book can show: scripts/battery selftest.
"""

import ast
import random
from collections.abc import Mapping
from hashlib import sha256
from multiprocessing import active_children

import pytest

from verifier.selftest.attacks import ATTACKS

from .disabling import came_by, probes, reaching, red, surviving
from .places import Place, files, is_place, places, without
from .survivors import BY_TESTS, SURVIVORS

SAMPLE = 16


@pytest.fixture(scope="module", name="reached")
def all_reached() -> Mapping[Place, list[str]]:
    return reaching(came_by, list(probes()))


def test_the_places_are_found() -> None:
    found = places()
    assert len(found) > 450
    assert len({place.name for place in found}) == len(found)


def test_the_lists_name_places_that_are_there() -> None:
    known = {place.name for place in places()}
    assert SURVIVORS.keys() - known == set()
    assert BY_TESTS - known == set()
    assert not SURVIVORS.keys() & BY_TESTS
    assert all(SURVIVORS.values())


def test_places_that_no_book_reaches_are_listed(reached: Mapping[Place, list[str]]) -> None:
    missed = {place.name for place, names in reached.items() if not names}
    assert sorted(missed - SURVIVORS.keys() - BY_TESTS) == []


def test_without_a_place_something_goes_red(reached: Mapping[Place, list[str]]) -> None:
    sources = b"".join(path.read_bytes() for path in files())
    chosen = random.Random(sha256(sources).digest())
    todo = [place for place in places() if place.name not in (SURVIVORS.keys() | BY_TESTS)]
    assert len(todo) > 250
    left = list(surviving(red, chosen.sample(todo, SAMPLE), reached))
    assert [place.name for place in left] == []
    assert not active_children()


def test_a_place_that_nothing_needs_is_seen(reached: Mapping[Place, list[str]]) -> None:
    """The run itself can fail: without any probe nothing goes red."""
    place = next(place for place in places() if place.file == "step07_selection.py")
    assert list(surviving(red, [place], {place: []})) == [place]
    assert list(surviving(red, [place], {place: [ATTACKS[0].id]})) == [place]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("findings.fail('x', y)", "if False:\n    findings.fail('x', y)"),
        ("check.skip('x')", "if False:\n    check.skip('x')"),
        ("raise ListError(1)", "if False:\n    raise ListError(1)"),
        ("def f():\n    yield Fault(x)", "if False:\n    yield Fault(x)"),
        ("def f():\n    return Fault(x)", "return None"),
        ("def f():\n    return [(Fault(x), 1)]", "return []"),
        ("faults.append((Fault(x), 1))", "if False:\n    faults.append((Fault(x), 1))"),
    ],
)
def test_how_a_place_is_taken_out(source: str, left: str) -> None:
    found = [node for node in ast.walk(ast.parse(source))
             if isinstance(node, ast.stmt) and is_place(node)]  # fmt: skip
    assert len(found) == 1
    assert ast.unparse(ast.Module(without(found[0]), [])) == left


@pytest.mark.parametrize("source", ["raise", "rows.append(1)", "return x", "findings.cover('x')"])
def test_what_is_no_place(source: str) -> None:
    tree = ast.parse(f"def f():\n    {source}")
    assert not any(is_place(node) for node in ast.walk(tree))
