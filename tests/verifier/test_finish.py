"""`finish`: anyone with the round's value computes the draw (spec 04 §9)."""

import json
from pathlib import Path
from typing import Any

import pytest

from verifier import command
from verifier.selftest.attacks_beacon import WITH
from verifier.selftest.attacks_late import no_beacon_entry, opened, silent
from verifier.selftest.beacons import TEST, signature
from verifier.selftest.book import Maker, standard
from verifier.selftest.draw_rules import select

KEYS = [
    "v", "exit", "campaign", "draw", "round", "time", "seed", "N", "m", "n", "cutoff", "odds",
    "selection", "bracket", "agrees", "findings",
]  # fmt: skip

Said = tuple[int, dict[str, Any]]


def finished(
    maker: Maker, folder: Path, capsys: pytest.CaptureFixture[str], typed: str, *more: str
) -> Said:
    root, trust = maker.publish(folder)
    place = ("finish", str(root), "--trust", str(trust), "--beacon", typed, *more)
    code = command.run([*place, "--json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert code == report["exit"]
    for language in ("en", "zh"):
        assert command.run([*place, "--lang", language]) == code
        assert capsys.readouterr().out
    assert list(report) == KEYS
    return code, report


def value(maker: Maker) -> str:
    assert maker.round is not None
    return signature(maker.round)


def in_time(maker: Maker) -> Maker:
    """The head itself is signed early enough to be the bracket."""
    assert maker.round is not None
    early = TEST.time(maker.round) - TEST.margin - 12
    maker.head_lines = lambda lines: lines
    maker.clock = early
    return maker


def not_proven(report: dict[str, Any]) -> set[str]:
    return {f["check"] for f in report["findings"] if f["result"] != "proven"}


def test_a_draw_that_the_operator_left_unfinished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = in_time(opened())
    code, report = finished(maker, tmp_path, capsys, value(maker))
    maker.beacon_text = f"{TEST.hash}:{maker.round}:{value(maker)}"
    seed = maker.seed()
    chosen, cutoff = select(seed, maker.pool, maker.frozen["n"])
    assert code == 0, report["findings"]
    assert (report["seed"], report["cutoff"]) == (seed, cutoff)
    assert report["selection"]["count"] == len(chosen)
    assert report["round"] == maker.round
    assert report["agrees"] is None
    assert report["bracket"]["proven"] is True
    assert (report["bracket"]["signed"], report["bracket"]["quorum"]) == (3, 2)


def test_the_leaves_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = in_time(opened())
    root, trust = maker.publish(tmp_path)
    place = ["finish", str(root), "--trust", str(trust), "--beacon", value(maker)]
    assert command.run([*place, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    maker.beacon_text = f"{TEST.hash}:{maker.round}:{value(maker)}"
    chosen, _cutoff = select(maker.seed(), maker.pool, maker.frozen["n"])
    assert [line.split() for line in out.splitlines() if line[:2] == "  " and line[-2:] in
            (" m", " r")] == [[leaf, mark] for leaf, mark in chosen]  # fmt: skip
    assert "list closed before the beacon: 2 witnesses" in out


def test_a_head_that_was_signed_too_late_is_no_bracket(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = opened()
    maker.clock += 3600
    code, report = finished(maker, tmp_path, capsys, value(maker))
    assert (code, not_proven(report)) == (3, {"06.bracket"})
    assert report["bracket"]["proven"] is False
    assert report["seed"] is not None


def test_without_witnesses_the_bracket_does_not_apply(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = opened(witnesses=0)
    code, report = finished(maker, tmp_path, capsys, value(maker))
    assert code == 0
    assert report["bracket"] == {"proven": False, "signed": 0, "quorum": 0, "margin": None}


def test_a_finished_draw_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard(**WITH)
    told = maker.data("draw.beacon", 4)["beacon"]["signature"]
    code, report = finished(maker, tmp_path, capsys, told)
    assert (code, report["agrees"], report["draw"]) == (0, True, 4)
    assert report["seed"] == maker.data("draw.result", 4)["seed"]
    assert report["selection"]["root"] == maker.data("draw.result", 4)["selection"]["root"]
    assert report["bracket"]["margin"] == 4
    told = maker.data("draw.beacon", 3)["beacon"]["signature"]
    code, report = finished(maker, tmp_path, capsys, told, "--draw", "1.3")
    assert (code, report["agrees"], report["draw"]) == (0, True, 3)


def test_a_book_that_says_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def wrong(data: dict[str, Any]) -> None:
        data["beacon"]["signature"] = signature(data["beacon"]["round"] + 1)

    maker = standard({("draw.beacon", 4): wrong}, **WITH)
    right = signature(maker.data("draw.beacon", 4)["beacon"]["round"])
    code, report = finished(maker, tmp_path, capsys, right)
    assert (code, report["agrees"]) == (1, False)
    assert not_proven(report) == {"06.beacon"}


def test_a_result_that_came_without_the_beacon(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = no_beacon_entry()
    code, report = finished(maker, tmp_path, capsys, value(maker))
    assert (code, report["agrees"]) == (1, False)


def test_a_wrong_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = in_time(opened())
    assert maker.round is not None
    for typed in (signature(maker.round + 1), "", "x", value(maker).upper(), "é", "0" * 10**5):
        code, report = finished(maker, tmp_path, capsys, typed)
        assert (code, report["seed"], report["selection"]) == (1, None, None)
        assert not_proven(report) == {"06.beacon"}


def test_a_silent_draw_can_be_computed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = silent(86_400)
    code, report = finished(maker, tmp_path, capsys, value(maker))
    assert code == 3  # the head is of later
    assert report["seed"] is not None


def test_faults_of_the_book_and_of_the_draw(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def plan(data: dict[str, Any]) -> None:
        data["planned"] += 1

    for kind, change, failed in (
        ("draw.freeze", plan, "07.choice"),
        ("draw.commit", lambda d: d.update(commitment="a" * 64), "06.operator"),
        ("draw.choice", lambda d: d.update(inherited=3), "05.order"),
    ):
        maker = Maker(beacon="test")
        maker.tamper = {(kind, 1): change}
        maker.open_campaign()
        maker.begin(1, ["A01", "A02"])
        maker.contribute([1, 2])
        maker.open_operator()
        code, report = finished(maker, tmp_path, capsys, value(maker))
        assert code == 1
        assert failed in not_proven(report)


def test_faults_of_other_draws_are_not_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(data: dict[str, Any]) -> None:
        data["odds"][0] += 1

    maker = standard({("draw.result", 1): wrong}, **WITH)
    told = maker.data("draw.beacon", 4)["beacon"]["signature"]
    assert finished(maker, tmp_path, capsys, told)[0] == 0
    told = maker.data("draw.beacon", 1)["beacon"]["signature"]
    assert finished(maker, tmp_path, capsys, told, "--draw", "1.1")[0] == 1


def test_nothing_to_finish(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    for book, more in (
        (maker, ()),
        (maker, ("--draw", "1.1")),
        (standard(), ()),
        (standard(), ("--draw", "1.1")),
        (standard(**WITH), ("--draw", "1.9")),
        (standard(**WITH), ("--draw", "1.2")),
    ):
        code, report = finished(book, tmp_path, capsys, "ab", *more)
        assert (code, report["draw"], report["seed"]) == (2, None, None)


@pytest.mark.parametrize(
    "arguments", [[], ["--json"], ["P", "--json"], ["P", "--trust", "T"], ["P", "--trust", "T",
    "--beacon", "x", "--draw", "1", "--json"], ["/nowhere", "--trust", "T", "--beacon", "x",
    "--json"], ["P", "--trust", "/nowhere", "--beacon", "x"]],
)  # fmt: skip
def test_wrong_calls(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    root, trust = standard(**WITH).publish(tmp_path)
    names = {"P": str(root), "T": str(trust)}
    assert command.run(["finish", *(names.get(a, a) for a in arguments)]) == 2
    out = capsys.readouterr().out
    if "--json" in arguments:
        assert (list(json.loads(out)), json.loads(out)["exit"]) == (KEYS, 2)
