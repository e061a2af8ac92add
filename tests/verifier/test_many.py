"""Many faults of one kind: the first twenty are told, and how many more there are (04 §2)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from verifier import network, refuting
from verifier.findings import MAX_FINDINGS_PER_CHECK, Fault, Findings, say
from verifier.lists import mark_in
from verifier.selftest.book import Data, Maker, standard
from verifier.selftest.draw_rules import canonical

from .calling import call
from .judged import judged, judged_files
from .serving import served

MANY = 500


def told(report: dict[str, Any], code: str) -> list[str]:
    rows = report["findings"]
    return [f["note"] for f in rows if f["check"] == code and f["result"] == "failed"]


def more(notes: list[str]) -> int:
    """How many are counted and not told."""
    return sum(int(re.sub(r"\D", "", note.split(" more ")[0])) for note in notes
               if note.startswith("and "))  # fmt: skip


def test_no_more_faults_are_looked_at_than_are_told() -> None:
    findings = Findings()
    findings.fail_each("07.pool", (Fault(say("x"), f"{n}") for n in range(3)), 3, draw=(1, 1))
    seen = []

    def one_by_one() -> Iterator[Fault]:
        for number in range(MANY):
            seen.append(number)
            yield Fault(say("y"), f"{number}")

    findings.fail_each("07.pool", one_by_one(), MANY, draw=(1, 1))
    assert len(seen) == MAX_FINDINGS_PER_CHECK - 3
    notes = [finding.note for finding in findings.all() if finding.result == "failed"]
    assert len(notes) == MAX_FINDINGS_PER_CHECK + 1
    assert dict(notes[-1].args)["n"] == MANY + 3 - MAX_FINDINGS_PER_CHECK


def test_the_rest_is_counted_by_draw_and_for_what_is_of_none() -> None:
    findings = Findings()
    for draw in (None, (1, 1), (1, 2)):
        faults = (Fault(say("x"), f"{number}") for number in range(30))
        findings.fail_each("10.opening", faults, 30, draw=draw)
    failed = [finding for finding in findings.all() if finding.result == "failed"]
    rest = {one.draw: dict(one.note.args)["n"] for one in failed[MAX_FINDINGS_PER_CHECK:]}
    assert rest == {None: 10, (1, 1): 30, (1, 2): 30}


@pytest.fixture(name="foreign")
def a_pool_of_strangers() -> Maker:
    maker = Maker()

    def spoiled(_chosen: list[str], right: Any) -> Any:
        pool, candidates, excluded = right
        strangers = [(f"{number:064x}", "r") for number in range(MANY)]
        return sorted([*pool, *strangers]), candidates, excluded

    maker.pool_hook = spoiled
    maker.open_campaign()
    maker.begin(1, ["A01"])
    return maker


def test_a_pool_of_many_strangers(foreign: Maker, tmp_path: Path) -> None:
    report = judged(foreign, tmp_path)
    notes = told(report, "07.pool")
    strangers = [note for note in notes if "not in the roster" in note]
    assert len(strangers) == MAX_FINDINGS_PER_CHECK
    # That pool and excluded together are more than the roster is one more fault.
    assert more(notes) == MANY + 1 - MAX_FINDINGS_PER_CHECK
    found = [f["found"] for f in report["findings"] if f["note"] in strangers]
    assert found == [f"{number:064x}" for number in range(MAX_FINDINGS_PER_CHECK)]


def test_a_list_is_parsed_once_for_all_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`refute` asks for the same selections again and again: who was drawn before."""
    from verifier import command

    maker = standard(closed=False)
    maker.publish(tmp_path)
    opening: Data = maker.leaves[min(maker.leaves)]
    (tmp_path / "one.json").write_bytes(canonical(opening) + b"\n")
    read: list[bytes] = []

    def counted(data: bytes, leaf: str) -> str | None:
        read.append(data)
        return mark_in(data, leaf)

    monkeypatch.setattr(refuting, "mark_in", counted)
    place = call(tmp_path)[:3]
    command.run(["refute", *place, "--opening", str(tmp_path / "one.json")])
    capsys.readouterr()
    assert len(read) == len(set(read)) > 4


@pytest.mark.parametrize("kind", ["blob", "tile"])
def test_files_that_are_not_asked_for_are_one_fault(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """04 §12; with 2 in the place of 100."""
    monkeypatch.setattr(network, "_MAX_ABSENT", 2)
    root, trust = standard().publish(tmp_path)
    blobs = [path for path in (root / kind).rglob("*") if path.is_file()]
    for path in blobs:
        path.unlink()
    asked: list[str] = []

    def count(request: Any) -> bool:
        asked.append(request.path)
        return False

    with served(root, count) as address:
        report = judged_files(address, trust)  # type: ignore[arg-type] # an address will do
    assert sum(f"/{kind}/" in path for path in asked) == min(2, len(blobs))
    notes = told(report, "01.files")
    if kind == "blob":
        assert len(blobs) > 2
        assert len(told(report, "02.blob")) == 2
        unasked = [f["note"] for f in report["findings"] if f["check"] == "02.blob"]
        assert any("nobody was asked for" in note for note in unasked)
        assert sum("were not asked for" in note for note in notes) == len(notes) == 1
    else:
        assert report["exit"] == 1
