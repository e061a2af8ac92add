"""Every place in the verifier that tells of a fault is reached by an attack of the self-test.

A check may have an attack and still hold a branch that nobody ever tried. The places are read from
the source; which of them are reached is seen while the attacks are judged.
"""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import verifier
from verifier.selftest.attacks import ATTACKS
from verifier.selftest.package import report_of

SOURCE = Path(verifier.__file__).parent
FAILING = frozenset({"fail", "differs"})
FAULTS = frozenset({"Fault", "_out_of_place", "_number", "_wrong_code"})

# Places that the self-test does not reach, by file and the text of their first line, and why.
_NETWORK = "only over the network, where a server fails half-way: test_network"
_COMMAND = "the self-test calls verify, proof and refute; this is another command or call"
_UNREADABLE = "only where the file itself cannot be read, which is no publication"
_BIG = "needs a file of megabytes or gigabytes, too large for an exported book"
_NO_HEAD = "needs a ledger whose head holds no genesis entry: no campaign, nothing to mislead"
_UNTRIED = "no attack yet"
UNREACHED: dict[tuple[str, str], str] = {
    ("finish.py", 'findings.fail("06.beacon", Fault(completion.fault, TYPED), draw=id)'): _COMMAND,
    ("judge.py", 'findings.fail("01.files", Fault(say(str(error)), field=error.where))'): _NETWORK,
    ("reading.py", 'findings.fail("01.files", Fault(say(str(error)), field=error.where))'): (
        _NETWORK
    ),
    ("proving.py", 'findings.fail("12.proof", Fault(say(str(fault))))'): _UNREADABLE,
    ("seen.py", 'findings.fail("01.typed", fault)'): _UNTRIED,
    (
        "step02_tree.py",
        'findings.fail("02.blob", Fault(say("the file is longer than allowed"), field=path))',
    ): _BIG,
    ("step02_tree.py", 'findings.fail("02.tile", Fault(say(str(fault)), field=tile.path))'): (
        _UNREADABLE
    ),
    ("step02_tree.py", 'findings.fail("02.blob", Fault(say(str(fault)), field=path), entry=seq)'): (
        _UNREADABLE
    ),
    ("step03_entries.py", 'findings.fail("03.schema", wrong, entry=seq)'): _UNTRIED,
    ("step04_signatures.py", 'findings.fail("04.genesis", fault, entry=0)'): _NO_HEAD,
    (
        "step04_signatures.py",
        'findings.fail("04.genesis", Fault(say("the ledger has no entries")))',
    ): _NO_HEAD,
    ("step05_campaign.py", "findings.fail(code, fault_, entry=opening.seq)"): _BIG,
    (
        "step06_beacon.py",
        'findings.fail("06.round", fault, entry=draw.close.seq, draw=draw.id)',
    ): _UNTRIED,
}


@dataclass(frozen=True)
class Site:
    """A statement or call that makes a failed finding."""

    file: str
    first: int
    last: int
    text: str


def _is_site(node: ast.AST) -> bool:
    """A call of `fail` or `differs`, or a yield of a fault."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in FAILING
    if isinstance(node, ast.Yield) and isinstance(node.value, ast.Call):
        return isinstance(node.value.func, ast.Name) and node.value.func.id in FAULTS
    return False


def sites() -> Iterator[Site]:
    """All such places of the verifier, the self-test left out."""
    for path in sorted(SOURCE.glob("*.py")):
        text = path.read_text("utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.expr) and _is_site(node):
                last = node.lineno if node.end_lineno is None else node.end_lineno
                yield Site(path.name, node.lineno, last, lines[node.lineno - 1].strip())


@contextmanager
def watched(places: list[Site]) -> Iterator[set[tuple[str, int]]]:
    """Collects the lines that run, in functions that hold a place."""
    lines: dict[str, set[int]] = {}
    for site in places:
        lines.setdefault(str(SOURCE / site.file), set()).update(range(site.first, site.last + 1))
    reached: set[tuple[str, int]] = set()
    holds: dict[CodeType, bool] = {}

    def on_line(frame: FrameType, event: str, _arg: Any) -> Any:
        if event == "line" and frame.f_lineno in lines[frame.f_code.co_filename]:
            reached.add((Path(frame.f_code.co_filename).name, frame.f_lineno))
        return on_line

    def on_call(frame: FrameType, _event: str, _arg: Any) -> Any:
        code = frame.f_code
        if code not in holds:
            own = {line for *_, line in code.co_lines() if line is not None}
            holds[code] = not own.isdisjoint(lines.get(code.co_filename, ()))
        return on_line if holds[code] else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        yield reached
    finally:
        sys.settrace(before)


def test_every_place_that_tells_a_fault_is_reached(tmp_path: Path) -> None:
    places = list(sites())
    with watched(places) as reached:
        for number, attack in enumerate(ATTACKS):
            report_of(attack.package(), tmp_path / str(number))
    missed = {
        (site.file, site.text)
        for site in places
        if not any((site.file, n) in reached for n in range(site.first, site.last + 1))
    }
    assert len(places) > 150
    assert sorted(missed - UNREACHED.keys()) == []
    assert sorted(UNREACHED.keys() - missed) == [], "these are reached now"
