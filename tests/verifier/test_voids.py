"""A void after the point of no return settles exactly its own failure (spec 04 §2, §4)."""

from pathlib import Path
from typing import Any

import pytest

from verifier.findings import Fault, Findings, say
from verifier.selftest.attacks_beacon import WITH
from verifier.selftest.attacks_draws import (
    drawn_again,
    musts_wrong,
    n_too_high,
    odds_wrong,
    plan_too_high,
    seed_wrong,
)
from verifier.selftest.attacks_unread import newer_catalogue
from verifier.selftest.book import Data, Maker, standard
from verifier.selftest.publishing import Tamper
from verifier.selftest.spoiling import put

from .judged import Report, failed_at, judged, remark_codes, remark_texts, results

Tampers = dict[tuple[str, int | None], Tamper]


def other_secret(data: Data) -> None:
    if data["party"] == "operator":
        data["secret"] = "b" * 64


# Faults of draw 4 that a void may name (spec 04 §4): the check and the entry that is changed.
VOIDABLE: list[tuple[str, str, Tamper]] = [
    ("06.operator", "draw.commit", lambda data: data.update(commitment="a" * 64)),
    ("06.operator", "draw.open", other_secret),
    ("06.round", "draw.close", lambda data: data.update(round=7)),
    ("07.choice", "draw.freeze", plan_too_high),
    ("07.pool", "draw.freeze", musts_wrong),
    ("07.pool", "draw.freeze", lambda data: data["pool"].update(count=data["pool"]["count"] + 1)),
    ("07.pool", "draw.freeze", lambda data: data["pool"].update(root="0" * 64)),
    ("07.count", "draw.freeze", n_too_high),
]


def rotation_wrong(data: Data) -> None:
    data["rotation_dropped"] += 1


# Faults that no void may name: they judge what is written after the opening, or what is sealed.
LATE: list[tuple[str, str, Tamper]] = [
    ("07.seed", "draw.result", seed_wrong),
    ("07.odds", "draw.result", odds_wrong),
    ("08.totals", "match.before_statement", lambda data: data["rows"].update(count=1)),
    ("10.matching", "match.before_statement", rotation_wrong),
]


def voided(check: str, tampered: Tampers, **options: Any) -> Maker:
    """A standard book spoiled as told, whose last draw is then voided by the verifier."""
    maker = standard(tampered, **{"closed": False, **options})
    maker.void_draw("verifier", check, draw=4)
    return maker


def with_wrong_n(*draws: int) -> Tampers:
    return {("draw.freeze", draw): n_too_high for draw in draws}


def exit_and_failures(report: Report) -> tuple[int, set[str]]:
    return report["exit"], results(report, "failed")


# ---------------------------------------------------------------------- what a void settles
def test_the_failure_becomes_a_remark(tmp_path: Path) -> None:
    maker = voided("07.count", with_wrong_n(4))
    report = judged(maker, tmp_path, auditor=True)
    assert exit_and_failures(report) == (0, set())
    assert {"07.count", "09.void"} <= results(report, "proven")
    assert report["draws"][3]["state"] == "void"
    told = next(text for text in remark_texts(report, "void") if "1.4" in text)
    seq, wrong = maker.find("draw.freeze", 4), maker.data("draw.freeze", 4)["n"]
    assert told == (
        f"Draw 1.4 is void: the check 07.count (number drawn) failed. entry {seq}: body.data.n: the"
        f" value is not the one that follows from the book; expected {wrong - 1}; found {wrong}."
    )


def test_the_void_draw_is_not_among_what_is_proven(tmp_path: Path) -> None:
    report = judged(voided("07.count", with_wrong_n(4)), tmp_path)
    notes = {f["check"]: f["note"] for f in report["findings"] if f["result"] == "proven"}
    assert notes["07.count"] == "3 draws"
    assert notes["07.choice"] == "4 draws"


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize(("check", "kind", "change"), VOIDABLE)
def test_every_fault_that_a_void_may_name(
    check: str, kind: str, change: Tamper, closed: bool, tmp_path: Path
) -> None:
    """Of the last draw, also after the end of its campaign (01 §8.5c, §8.8)."""
    maker = standard({(kind, 4): change}, closed=closed)
    assert exit_and_failures(judged(maker, tmp_path, auditor=True)) == (1, {check})
    maker.void_draw("verifier", check, draw=4)
    report = judged(maker, tmp_path, auditor=True)
    assert exit_and_failures(report) == (0, set()), report["findings"]
    assert "09.void" in results(report, "proven")
    assert sum(check in text for text in remark_texts(report, "void")) == 1


def test_rows_drawn_again(tmp_path: Path) -> None:
    maker = drawn_again()
    assert exit_and_failures(judged(maker, tmp_path)) == (1, {"07.drawn"})
    maker.void_draw("verifier", "07.drawn")
    assert exit_and_failures(judged(maker, tmp_path, auditor=True)) == (0, set())


def test_a_voided_choice_is_repeated_next(tmp_path: Path) -> None:
    maker = Maker()
    maker.tamper = {**with_wrong_n(1)}
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.void_draw("verifier", "07.count")
    maker.whole_draw(1, ["A01"], inherited=1)
    maker.whole_draw(2, ["B01"])
    maker.close()
    report = judged(maker, tmp_path, auditor=True)
    assert exit_and_failures(report) == (0, set())
    assert "choice_discarded" not in remark_codes(report)


def test_the_open_draw_itself_can_be_voided(tmp_path: Path) -> None:
    maker = Maker()
    maker.tamper = {("draw.commit", 1): lambda data: data.update(commitment="a" * 64)}
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    maker.reveal([1])
    maker.void_draw("verifier", "06.operator")
    assert exit_and_failures(judged(maker, tmp_path)) == (0, set())


# ---------------------------------------------------------------------- what it does not settle
def test_another_failure_of_the_same_draw_counts(tmp_path: Path) -> None:
    both: Tampers = {**with_wrong_n(4), ("draw.result", 4): odds_wrong}
    report = judged(voided("07.count", both), tmp_path, auditor=True)
    assert exit_and_failures(report) == (1, {"07.odds"})
    assert "09.void" in results(report, "proven")


def test_another_failure_elsewhere_counts(tmp_path: Path) -> None:
    maker = voided("07.count", with_wrong_n(4))
    put("confirm", 1, digest="0" * 64)(maker)
    assert exit_and_failures(judged(maker, tmp_path)) == (1, {"09.confirm"})


def test_the_same_failure_of_another_draw_counts(tmp_path: Path) -> None:
    maker = voided("07.count", with_wrong_n(1, 4))
    report = judged(maker, tmp_path, auditor=True)
    assert exit_and_failures(report) == (1, {"07.count"})
    assert failed_at(report, "07.count") == {maker.find("draw.freeze", 1)}
    assert "09.void" in results(report, "proven")


def test_the_failure_of_another_draw_only(tmp_path: Path) -> None:
    """Draw 1 fails, draw 4 is voided for it: nothing is settled, and the void is wrong too."""
    report = judged(voided("07.count", with_wrong_n(1)), tmp_path)
    assert exit_and_failures(report) == (1, {"07.count", "09.void"})


def test_a_check_that_does_not_fail(tmp_path: Path) -> None:
    report = judged(voided("07.choice", with_wrong_n(4)), tmp_path)
    assert exit_and_failures(report) == (1, {"07.count", "09.void"})
    assert "the operator says" in remark_texts(report, "void")[-1]


@pytest.mark.parametrize("options", [{}, WITH], ids=["none", "beacon"])
@pytest.mark.parametrize(("check", "kind", "change"), LATE)
def test_a_late_failure_is_no_way_to_draw_again(
    check: str, kind: str, change: Tamper, options: dict[str, Any], tmp_path: Path
) -> None:
    """The check really fails, and the draw stays failed."""
    report = judged(voided(check, {(kind, 4): change}, **options), tmp_path, auditor=True)
    assert exit_and_failures(report) == (1, {check, "09.void"})
    fault = next(f for f in report["findings"] if f["check"] == "09.void")
    assert fault["note"] == (
        "a void may name only 06.operator, 06.round, 07.choice, 07.pool, 07.drawn, 07.count"
    )


@pytest.mark.parametrize(
    "check",
    ["10.opening", "10.deadline", "10.people", "04.signature", "05.order", "09.void", "12.book",
     "07", "07.count ", ""],
)  # fmt: skip
def test_a_check_that_cannot_be_named(check: str, tmp_path: Path) -> None:
    report = judged(voided(check, {}), tmp_path)
    assert exit_and_failures(report) == (1, {"09.void"})


def test_a_void_for_another_reason_settles_nothing(tmp_path: Path) -> None:
    """Draw 2 is void for absence, before the point of no return; its plan is wrong."""
    report = judged(standard({("draw.freeze", 2): plan_too_high}), tmp_path)
    assert exit_and_failures(report) == (1, {"07.choice"})
    named = standard({("draw.freeze", 2): plan_too_high})
    named.data("draw.void", 2)["finding"] = "07.choice"
    assert exit_and_failures(judged(named, tmp_path)) == (1, {"07.choice", "09.void"})


def test_a_void_by_the_verifier_comes_too_early(tmp_path: Path) -> None:
    maker = standard({("draw.freeze", 2): plan_too_high})
    maker.data("draw.void", 2)["finding"] = "07.choice"
    maker.data("draw.void", 2)["reason"]["code"] = "verifier"
    assert exit_and_failures(judged(maker, tmp_path)) == (1, {"05.order"})


def test_many_findings_do_not_crowd_out_those_of_another_draw() -> None:
    findings = Findings()
    for number in range(50):
        findings.fail("07.pool", Fault(say("a text"), str(number)), entry=5, draw=(1, 1))
    findings.fail("07.pool", Fault(say("a text")), entry=9, draw=(1, 2))
    settled = findings.settle("07.pool", (1, 1))
    assert {finding.entry for finding in settled} == {5}
    assert [(f.result, f.entry) for f in findings.all()] == [("failed", 9)]


def test_no_failing_draw_is_left_unnamed() -> None:
    findings = Findings()
    for draw in ((1, 1), (1, 2), None):
        for number in range(50):
            findings.fail("07.pool", Fault(say("a text"), str(number)), entry=5, draw=draw)
    told = findings.all()
    assert [f.draw for f in told] == [(1, 1)] * 21 + [(1, 2), None]
    assert [dict(f.note.args)["n"] for f in told[20:]] == [30, 50, 50]


# ---------------------------------------------------------------------- not checked, and --draw
def test_a_check_that_could_not_be_made(tmp_path: Path) -> None:
    """The catalogue is of a version that v1 does not know, so nobody can say what the plan was."""
    maker = voided("07.choice", {})
    newer_catalogue(maker)
    report = judged(maker, tmp_path)
    assert exit_and_failures(report) == (3, set())
    assert {"07.choice", "09.void"} <= results(report, "not_checked")


def test_one_draw_of_a_book_with_a_void(tmp_path: Path) -> None:
    """The void of a later draw is judged and told, and settles its failure."""
    maker = voided("07.count", with_wrong_n(4))
    for draw in ((1, 1), (1, 4)):
        report = judged(maker, tmp_path, auditor=True, draw=draw)
        assert exit_and_failures(report) == (0, set())
        assert any("07.count" in text for text in remark_texts(report, "void"))
    unfounded = voided("07.count", {})
    for draw in ((1, 1), (1, 4)):
        report = judged(unfounded, tmp_path, auditor=True, draw=draw)
        assert exit_and_failures(report) == (1, {"09.void"})


def test_what_rests_on_a_settled_failure_does_not_count(tmp_path: Path) -> None:
    """Draw 4 has no readable pool: steps 7, 8 and 10 cannot be made of it, asked for or not."""
    maker = voided("07.pool", {})
    pool = maker.data("draw.freeze", 4)["pool"]
    del maker.blobs[pool["blob"]]
    pool["blob"] = maker.blob(b"no list\n")
    for draw in (None, (1, 1), (1, 4)):
        report = judged(maker, tmp_path, auditor=True, draw=draw)
        assert exit_and_failures(report) == (0, set()), report["findings"]
