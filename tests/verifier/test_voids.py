"""A void after the point of no return settles exactly its own failure (spec 04 §2, §4)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from verifier.findings import Fault, Findings, say

from . import defects_answers, defects_draws
from .book import Data, Maker, standard
from .defects_draws import cutoff_wrong, odds_wrong, plan_too_high
from .judged import Report, failed_at, judged, remark_codes, remark_texts, results
from .publishing import Tamper
from .spoiling import Defect, put

Tampers = dict[tuple[str, int | None], Tamper]

_STEP_10 = ("10.pool", "10.types", "10.matching")
# A draw of which the operator has opened nothing cannot be voided by the verifier.
VOIDABLE = [
    defect
    for defect in (*defects_draws.DEFECTS, *defects_answers.DEFECTS)
    if (defect.code[:2] in ("06", "07", "08") or defect.code in _STEP_10)
    and defect.make is not defects_draws.unopened_stranger
]


def voided(check: str, draw: int = 4, **tampered: Callable[[Data], None]) -> Maker:
    """A standard book whose draw results are spoiled as told, with one void by the verifier."""
    spoiled: Tampers = {("draw.result", int(n[1:])): change for n, change in tampered.items()}
    maker = standard(spoiled, closed=False)
    maker.void_draw("verifier", check, draw=draw)
    return maker


def rotation_wrong(data: Data) -> None:
    data["rotation_dropped"] += 1


def with_wrong_matching(*draws: int) -> Maker:
    """A book whose matching is wrong in some draws, which only openings can tell."""
    tampered: Tampers = {("match.before_statement", draw): rotation_wrong for draw in draws}
    maker = standard(tampered, closed=False)
    maker.void_draw("verifier", "10.matching", draw=4)
    return maker


def exit_and_failures(report: Report) -> tuple[int, set[str]]:
    return report["exit"], results(report, "failed")


# ---------------------------------------------------------------------- what a void settles
def test_the_failure_becomes_a_remark(tmp_path: Path) -> None:
    maker = voided("07.odds", d4=odds_wrong)
    right, wrong = (maker.data("draw.result", 4)["odds"][0] - k for k in (1, 0))
    report = judged(maker, tmp_path, auditor=True)
    assert exit_and_failures(report) == (0, set())
    assert {"07.odds", "09.void"} <= results(report, "proven")
    assert report["draws"][3]["state"] == "void"
    told = next(text for text in remark_texts(report, "void") if "1.4" in text)
    seq, all_others = maker.find("draw.result", 4), maker.data("draw.result", 4)["odds"][1]
    assert told == (
        f"Draw 1.4 is void: the check 07.odds (odds) failed. entry {seq}: body.data.odds: the value"
        f" is not the one that follows from the book; expected {right}/{all_others};"
        f" found {wrong}/{all_others}."
    )


def test_the_void_draw_is_not_among_what_is_proven(tmp_path: Path) -> None:
    report = judged(voided("07.odds", d4=odds_wrong), tmp_path)
    notes = {f["check"]: f["note"] for f in report["findings"] if f["result"] == "proven"}
    assert notes["07.odds"] == "2 draw(s)"
    assert notes["07.seed"] == "3 seed(s)"


@pytest.mark.parametrize("defect", VOIDABLE, ids=lambda d: f"{d.code} {d.name}")
def test_every_fault_of_a_draw_can_be_settled(defect: Defect, tmp_path: Path) -> None:
    maker = defect.make()
    number = maker.data(defect.kind or "", defect.draw, defect.nth)["draw"]
    assert judged(maker, tmp_path, auditor=True)["exit"] == 1
    maker.void_draw("verifier", defect.code, draw=number)
    report = judged(maker, tmp_path, auditor=True)
    assert exit_and_failures(report) == (0, set()), report["findings"]
    assert "09.void" in results(report, "proven")
    assert sum(defect.code in text for text in remark_texts(report, "void")) == 1


def test_a_voided_choice_is_repeated_next(tmp_path: Path) -> None:
    """Nothing is open when draw 1 is voided, so its types are free when it is repeated."""
    maker = Maker()
    maker.tamper = {("draw.result", 1): odds_wrong}
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.whole_draw(2, ["B01"])
    maker.void_draw("verifier", "07.odds", draw=1)
    maker.whole_draw(1, ["A01"], inherited=1)
    maker.whole_draw(3, ["C07"])
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
    def both(data: Data) -> None:
        odds_wrong(data)
        cutoff_wrong(data)

    report = judged(voided("07.odds", d4=both), tmp_path, auditor=True)
    assert exit_and_failures(report) == (1, {"07.cutoff"})
    assert "09.void" in results(report, "proven")


def test_another_failure_elsewhere_counts(tmp_path: Path) -> None:
    maker = voided("07.odds", d4=odds_wrong)
    put("confirm", 1, digest="0" * 64)(maker)
    assert exit_and_failures(judged(maker, tmp_path)) == (1, {"09.confirm"})


def test_the_same_failure_of_another_draw_counts(tmp_path: Path) -> None:
    maker = voided("07.odds", d1=odds_wrong, d4=odds_wrong)
    report = judged(maker, tmp_path, auditor=True)
    assert exit_and_failures(report) == (1, {"07.odds"})
    assert failed_at(report, "07.odds") == {maker.find("draw.result", 1)}
    assert "09.void" in results(report, "proven")


def test_the_failure_of_another_draw_only(tmp_path: Path) -> None:
    """Draw 1 fails, draw 4 is voided for it: nothing is settled, and the void is wrong too."""
    report = judged(voided("07.odds", d1=odds_wrong), tmp_path)
    assert exit_and_failures(report) == (1, {"07.odds", "09.void"})


def test_a_check_that_does_not_fail(tmp_path: Path) -> None:
    report = judged(voided("07.seed", d4=odds_wrong), tmp_path)
    assert exit_and_failures(report) == (1, {"07.odds", "09.void"})
    assert "the operator says" in remark_texts(report, "void")[-1]


@pytest.mark.parametrize(
    "check", ["10.opening", "10.deadline", "10.roster", "10.people", "05.order", "11.opening", ""]
)
def test_a_check_that_cannot_be_named(check: str, tmp_path: Path) -> None:
    for auditor in (False, True):
        report = judged(voided(check), tmp_path, auditor=auditor)
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


# ---------------------------------------------------------------------- sealed, and --draw
def test_a_void_for_what_is_still_sealed_is_not_checked(tmp_path: Path) -> None:
    """Only openings can tell whether the matching was wrong: then right, then invented."""
    wrong, right = with_wrong_matching(4), with_wrong_matching()
    for maker in (wrong, right):
        report = judged(maker, tmp_path)
        assert exit_and_failures(report) == (3, set())
        assert results(report, "not_checked") == {"09.void"}
    assert exit_and_failures(judged(wrong, tmp_path, auditor=True)) == (0, set())
    assert exit_and_failures(judged(right, tmp_path, auditor=True)) == (1, {"09.void"})


def test_one_draw_of_a_book_with_a_void(tmp_path: Path) -> None:
    """`--draw` restricts steps 6-9 only, so a void settles what step 10 finds there, too."""
    maker = with_wrong_matching(4)
    for draw in ((1, 1), (1, 4)):
        report = judged(maker, tmp_path, auditor=True, draw=draw)
        assert exit_and_failures(report) == (0, set())
        assert any("10.matching" in text for text in remark_texts(report, "void"))
    both = with_wrong_matching(1, 4)
    for draw in ((1, 1), (1, 3), (1, 4)):
        report = judged(both, tmp_path, auditor=True, draw=draw)
        assert failed_at(report, "10.matching") == {both.find("match.result", 1)}


def test_one_draw_knows_what_earlier_steps_found_in_the_others(tmp_path: Path) -> None:
    """Step 10 of a draw that was not asked for rests on step 7 as it does in a full run."""
    maker = next(d for d in VOIDABLE if (d.code, d.name) == ("07.tickets", "exchange")).make()
    maker.void_draw("verifier", "07.tickets", draw=1)
    for draw in (None, (1, 1), (1, 2)):
        report = judged(maker, tmp_path, auditor=True, draw=draw)
        assert exit_and_failures(report) == (0, set())
