"""The self-test: each attack is named by its own check, and no check can be taken away unseen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from verifier.checks import COVERAGE
from verifier.command import run
from verifier.findings import Findings
from verifier.selftest.attacks import ATTACKS, by_code, words_of
from verifier.selftest.attacks_draws import odds_wrong, seed_wrong
from verifier.selftest.book import standard
from verifier.selftest.controls import is_proven
from verifier.selftest.controls_all import ALL_CONTROLS
from verifier.selftest.package import Report, report_of
from verifier.selftest.spoiling import Attack
from verifier.selftest.words import WHO, WORDS

from .judged import judged, results
from .silence import silent_checks

SPECIFICATION = Path(__file__).parents[2] / "docs/spec"


@pytest.mark.parametrize("name", ALL_CONTROLS)
def test_honest_controls_are_proven(name: str, tmp_path: Path) -> None:
    report = report_of(ALL_CONTROLS[name](), tmp_path)
    assert is_proven(report), [f for f in report["findings"] if f["result"] != "proven"]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_one_fault_one_name(attack: Attack, tmp_path: Path) -> None:
    package = attack.package()
    report = report_of(package, tmp_path)
    faults = [f for f in report["findings"] if f["result"] != "proven"]
    assert attack.is_named(package, report), faults
    assert silent_checks(package, report) == set()
    for language in ("en", "zh"):
        assert run([*package.arguments(tmp_path), "--lang", language]) == report["exit"]


def test_every_check_has_an_attack() -> None:
    assert set(by_code()) == set(COVERAGE)


def test_names_and_words() -> None:
    assert len(ATTACKS) == len({attack.id for attack in ATTACKS}) >= 150
    assert {attack.id for attack in ATTACKS} == set(WORDS)
    for attack in ATTACKS:
        words = words_of(attack)
        assert words.en.endswith(".")
        assert words.zh.endswith("。")
        assert words.must
    assert {attack.who for attack in ATTACKS} == set(WHO)


def test_what_an_attack_breaks_is_judged_by_its_check() -> None:
    """The requirements that an attack says it breaks are listed with its check (spec 05)."""
    judges = {}
    for line in (SPECIFICATION / "05-requirements.md").read_text("utf-8").splitlines():
        if line.startswith("| `S"):
            cells = line.split("|")
            judges[cells[1].strip(" `")] = re.findall(r"`(\d\d\.[a-z]+)`", cells[4])
    for attack in ATTACKS:
        for must in words_of(attack).must:
            assert attack.code in judges[must], (attack.id, must)
    assert {must for attack in ATTACKS for must in words_of(attack).must} == set(judges)


# ------------------------------------------------------------------ what a missing check would do
@contextmanager
def blind(code: str) -> Iterator[None]:
    """While inside, what the check `code` finds is lost, as if it were not made."""
    right_fail, right_skip = Findings.fail, Findings.skip

    def fail(self: Findings, of: str, *args: Any, **more: Any) -> None:
        if of != code:
            right_fail(self, of, *args, **more)

    def skip(self: Findings, of: str, *args: Any, **more: Any) -> None:
        if of != code:
            right_skip(self, of, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Findings, "fail", fail)
        patch.setattr(Findings, "skip", skip)
        yield


@pytest.mark.parametrize("code", COVERAGE)
def test_a_check_that_finds_nothing_turns_an_attack_red(code: str, tmp_path: Path) -> None:
    attack = by_code()[code][0]
    package = attack.package()
    seen = report_of(package, tmp_path / "with")
    assert attack.is_named(package, seen)
    assert not attack.is_named(package, _without(seen, code))
    package = attack.package()
    with blind(code):
        blinded = report_of(package, tmp_path / "without")
    assert not attack.is_named(package, blinded)
    assert not any(f["check"] == code and f["result"] != "proven" for f in blinded["findings"])


def _without(report: Report, code: str) -> Report:
    """The recorded report without what one check found."""
    kept = [f for f in report["findings"] if f["check"] != code]
    found = {f["result"] for f in kept}
    exit_ = 1 if "failed" in found else 3 if "not_checked" in found else 0
    return {**report, "findings": kept, "exit": exit_}


def test_one_bad_draw_does_not_hide_the_others(tmp_path: Path) -> None:
    maker = standard({("draw.result", 1): seed_wrong, ("draw.result", 4): odds_wrong})
    report = judged(maker, tmp_path, auditor=True)
    assert results(report, "failed") == {"07.seed", "07.odds"}
    assert report["draws"][2]["seed"] == maker.data("draw.result", 3)["seed"]
