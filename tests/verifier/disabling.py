"""Every place of the verifier that refuses something is taken out, one at a time.

A place that can be taken out unseen is one that no test rests on. Places are read from the source:
a failed or skipped finding, a fault that is handed on, a refusal that is raised. Each is taken out
in a process of its own; then every attack of the self-test and every vector that comes by it is
judged again, until one goes red: is not named, leaves another check out, is not refused, or breaks
the verifier. For places of the network, of files and of calls, which no exported book can show, the
tests of this folder that come by are run instead.

    python -m tests.verifier.disabling [--every N] [--file NAME …]    (scripts/battery selftest)
"""

import argparse
import ast
import importlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from types import FrameType

import pytest

from verifier.selftest.attacks import ATTACKS
from verifier.selftest.package import Package, report_of
from verifier.selftest.spoiling import Attack

from .places import SOURCE, Place, files, places, places_in, put, without
from .silence import silent_checks
from .survivors import SURVIVORS
from .test_vectors import Data, test_vector, vectors

# Everything that one place makes the verifier do is over by then, or it will never be.
SECONDS = 120
PROCESSES = 2
MOST_TESTS = 60
MARK = "__came_by__"


# ------------------------------------------------------------------ what is judged
def attack_is_named(attack: Attack, package: Package) -> bool:
    """True if the verifier says of an attack what it has to, and leaves out no other check."""
    with tempfile.TemporaryDirectory() as folder:
        report = report_of(package, Path(folder))
    return attack.is_named(package, report) and not silent_checks(package, report)


def vector_is_right(vector: Data) -> bool:
    """True if a vector gives what it says."""
    try:
        test_vector(vector)
    except pytest.fail.Exception:
        return False
    return True


@cache
def probes() -> dict[str, Callable[[], bool]]:
    """Everything that is judged, by name; made once, and there for all processes."""
    made: dict[str, Callable[[], bool]] = {}
    for attack in ATTACKS:
        made[attack.id] = partial(attack_is_named, attack, attack.package())
    for vector in vectors():
        (given,) = vector.values
        made[f"vector {given['name']}"] = partial(vector_is_right, given)
    return made


def _is_right(probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except Exception:  # noqa: BLE001 - a verifier that breaks has been seen, too
        return False


Seen = set[tuple[str, int, int]]


def _watch(seen: Seen) -> None:
    """From now on the places that are come by are added: file, line, column."""
    for path in files():
        module = importlib.import_module(f"verifier.{path.stem}")
        setattr(module, MARK, lambda line, column, name=path.name: seen.add((name, line, column)))
        put(path, lambda node: [_marking(node), node])


def came_by(names: Sequence[str]) -> dict[str, Seen]:
    """For each probe the places it comes by."""
    seen: Seen = set()
    _watch(seen)
    found = {}
    for name in names:
        seen.clear()
        if not _is_right(probes()[name]):
            raise AssertionError(f"{name} is not right before anything is taken out")
        found[name] = set(seen)
    return found


class _Recorder:
    """Notes for each test the places it comes by."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.found: dict[str, Seen] = {}
        self.failed: list[str] = []

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self.seen.clear()
        self.found[nodeid] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test was run."""
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A test has ended."""
        self.found[nodeid] = set(self.seen)


def _pytest(arguments: Sequence[str], *plugins: object) -> int:
    """Run pytest in this process without a word; gives its exit code."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *arguments], [*plugins]))


def tests_came_by(modules: Sequence[str]) -> dict[str, Seen]:
    """The same for every test of some files."""
    seen: Seen = set()
    recorder = _Recorder(seen)
    _watch(seen)
    if _pytest(modules, recorder):
        raise AssertionError(f"{recorder.failed} fail before anything is taken out")
    return recorder.found


def _marking(node: ast.stmt) -> ast.stmt:
    (statement,) = ast.parse(f"{MARK}({node.lineno}, {node.col_offset})").body
    for inner in ast.walk(statement):
        ast.copy_location(inner, node)
    return statement


def red(given: tuple[Place, Sequence[str]]) -> str | None:
    """The first probe that goes red without this place, None if none does."""
    place, names = given
    _take_out(place)
    return _in_time(lambda: next((name for name in names if not _is_right(probes()[name])), None))


def red_by_tests(given: tuple[Place, Sequence[str]]) -> str | None:
    """The same with tests."""
    place, names = given
    _take_out(place)
    return _in_time(lambda: names[0] if names and _pytest(names[:MOST_TESTS]) == 1 else None)


def _take_out(place: Place) -> None:
    path = SOURCE / place.file
    position = next((node.lineno, node.col_offset) for one, node in places_in(path) if one == place)
    put(path, lambda node: (
        without(node) if (node.lineno, node.col_offset) == position else [node]
    ))  # fmt: skip


def _in_time(act: Callable[[], str | None]) -> str | None:
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS)
    try:
        return act()
    except _TooLongError:
        return "it does not come to an end"
    finally:
        signal.alarm(0)


class _TooLongError(BaseException):
    pass


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise _TooLongError


# ------------------------------------------------------------------ the run
def test_modules() -> list[str]:
    """The tests that judge books themselves; those of attacks and vectors are probes already."""
    here = sorted(Path(__file__).parent.glob("test_*.py"))
    # Those of the second line make processes, which these processes cannot.
    others = ("test_selftest", "test_vectors", "test_sites", "test_disabling",
              "test_ahead", "test_signatures")  # fmt: skip
    return [str(path) for path in here if not path.name.startswith(others)]


def reaching(
    watch: Callable[[Sequence[str]], dict[str, Seen]], names: Sequence[str]
) -> Mapping[Place, list[str]]:
    """For each place the probes that come by it, those that come by least first."""
    with get_context("fork").Pool(PROCESSES, maxtasksperchild=1) as pool:
        parts = pool.map(watch, [names[n::PROCESSES] for n in range(PROCESSES)], 1)
    by_probe = {name: seen for part in parts for name, seen in part.items()}
    order = sorted(by_probe, key=lambda name: len(by_probe[name]))
    found = {}
    for path in files():
        for place, node in places_in(path):
            at = (place.file, node.lineno, node.col_offset)
            found[place] = [name for name in order if at in by_probe[name]]
    return found


def surviving(
    look: Callable[[tuple[Place, Sequence[str]]], str | None],
    chosen: Iterable[Place],
    reached: Mapping[Place, list[str]],
) -> Iterator[Place]:
    """The places among `chosen` that can be taken out unseen."""
    todo = [(place, reached[place]) for place in chosen]
    with get_context("fork").Pool(PROCESSES, maxtasksperchild=1) as pool:
        for (place, _names), told in zip(todo, pool.imap(look, todo), strict=True):
            if told is None:
                yield place


def survivors_of(chosen: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """The places that no attack and no vector needs, and those that no test needs either."""
    unneeded = list(surviving(red, chosen, reaching(came_by, list(probes()))))
    for place in unneeded:
        sys.stdout.write(f"no attack, no vector: {place.file}:{place.line} {place.name[1]}\n")
    sys.stdout.flush()
    return unneeded, list(
        surviving(red_by_tests, unneeded, reaching(tests_came_by, test_modules()))
    )


def main() -> int:
    """Print the survivors; 1 if they are not those of `survivors`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="only every Nth place")
    parser.add_argument("--file", action="append", help="only places of this file")
    options = parser.parse_args()
    chosen = [one for one in places() if not options.file or one.file in options.file]
    chosen = chosen[:: options.every]
    unneeded, left = survivors_of(chosen)
    wrong = [place for place in left if place.name not in SURVIVORS]
    late = [place for place in chosen if place.name in SURVIVORS and place not in left]
    for title, those in (("not seen", wrong), ("seen now, though listed", late)):
        for place in those:
            sys.stdout.write(f"{title}: {place.file}:{place.line} {place.name[1]}\n")
    sys.stdout.write(
        f"{len(chosen):,} places; without any attack or vector going red {len(unneeded):,},"
        f" without a test either {len(left):,}, of these without a reason {len(wrong):,}\n"
    )
    return int(bool(wrong or late))


if __name__ == "__main__":
    sys.exit(main())
