"""The separate verifier, as a process, on what our use cases published: it must prove it all."""

import json
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from inspection import acts, disclosure
from tests.inspection import hall as halls
from tests.inspection.conftest import STAGES, At
from tests.inspection.hall import Hall
from tests.inspection.test_restart import eventful

ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "verifier"
DEADLINE_PASSED = halls.NOW + 350 * halls.DAY


def verify(
    hall: Hall, *options: str, auditor: bool = False, now: int | None = None
) -> tuple[int, dict[str, Any]]:
    """Exit code and report of `verifier PUBLICATION --json`, in a process without our packages."""
    trust = halls.write_trust(hall, hall.folder / "trust.json")
    command = [sys.executable, "-I", str(VERIFIER), str(hall.publication), "--json"]
    command += ["--trust", str(trust), "--now", str(now or hall.now), *options]
    if auditor:
        folder = hall.folder / "auditor"
        hall.do(partial(disclosure.write_auditor, folder=folder))
        command += ["--auditor", str(folder)]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert not done.stderr, done.stderr.decode()
    return done.returncode, json.loads(done.stdout)


def unproven(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in report["findings"] if row["result"] != "proven"]


def broken(report: dict[str, Any]) -> set[str]:
    return {row["check"] for row in report["findings"] if row["result"] == "failed"}


def proven(hall: Hall, *, auditor: bool = False, now: int | None = None) -> dict[str, Any]:
    code, report = verify(hall, auditor=auditor, now=now)
    assert (code, unproven(report)) == (0, [])
    return report


@pytest.mark.parametrize("auditor", [False, True])
def test_a_sealed_campaign_is_proven(at: At, auditor: bool) -> None:
    hall = at("over")
    report = proven(hall, auditor=auditor)
    shown = [(row["N"], row["m"], row["n"], row["seed"]) for row in report["draws"]]
    assert shown == [(d.pool, d.must, d.size, d.seed) for d in hall.campaign.draws]
    remarks = {row["code"] for row in report["remarks"]}
    assert ("auditor" if auditor else "sealed") in remarks


@pytest.mark.parametrize("stage", sorted(stage for stage in STAGES if "lit" not in stage))
def test_every_stage_on_the_way_is_proven(at: At, stage: str) -> None:
    proven(at(stage), auditor=True)


@pytest.mark.parametrize("stage", sorted(stage for stage in STAGES if "lit" in stage))
def test_by_a_verifier_that_knows_beacons_every_lit_stage_is_proven(at: At, stage: str) -> None:
    proven(at(stage), auditor=True)


@pytest.mark.parametrize("auditor", [False, True])
def test_by_a_verifier_that_knows_beacons_a_whole_campaign_is_proven(at: At, auditor: bool) -> None:
    """Four draws with the test beacon, two witnesses of three, two devices and two by the bot."""
    hall = at("watched")
    halls.play(hall, halls.BEACON_FORM, devices=(1, 3))
    report = proven(hall, auditor=auditor)
    shown = [(row["N"], row["m"], row["n"], row["seed"]) for row in report["draws"]]
    assert shown == [(d.pool, d.must, d.size, d.seed) for d in hall.campaign.draws]
    remarks = {row["code"] for row in report["remarks"]}
    assert {"test_beacon", "bracket", "witnesses", "bot_contributions"} <= remarks
    assert not remarks & {"no_beacon", "no_witness", "no_bracket", "unopened"}


def test_an_open_campaign_is_proven_by_everybody(at: At) -> None:
    hall = at("public")
    halls.audit(hall)
    everything = partial(disclosure.disclose, parts=("facts", "id", "lot"), rows="all")
    hall.do(partial(everything, by=hall.people["o1"]))
    for _ in range(2):
        halls.answer(hall, halls.run_draw(hall))
    halls.close(hall)
    for auditor in (False, True):
        report = proven(hall, auditor=auditor, now=DEADLINE_PASSED)
        checks = {row["check"] for row in report["findings"]}
        assert {"10.pool", "10.types", "10.matching", "10.deadline"} <= checks


def test_a_campaign_with_everything_in_it_is_proven(at: At) -> None:
    hall = at("founded")
    eventful(hall)
    for auditor in (False, True):
        proven(hall, auditor=auditor)


def test_the_duty_is_failed_or_fulfilled_at_the_deadline(at: At) -> None:
    hall = at("over")
    code, report = verify(hall, now=DEADLINE_PASSED)
    assert (code, broken(report)) == (1, {"10.deadline"})
    hall.now = halls.NOW + 100 * halls.DAY
    discloses = partial(disclosure.disclose, by=hall.people["o1"])
    hall.do(partial(discloses, parts=("facts", "lot"), rows="all"))
    hall.do(partial(discloses, parts=("id",), rows="selected"))
    proven(hall, now=DEADLINE_PASSED)


def test_one_enterprise_is_checked_alike_by_both(at: At) -> None:
    hall = at("over")
    rows = hall.do(lambda desk: list(disclosure.openings(desk.session, 1, frozenset(("id",)))))
    for _, line in rows[::150]:
        path = hall.folder / "opening.json"
        path.write_bytes(line)
        code, report = verify(hall, "--opening", str(path))
        ours = hall.do(partial(disclosure.check_opening, data=line))
        assert code == 0
        theirs = report["enterprise"]
        assert (theirs["leaf"], theirs["name"], theirs["code"]) == (ours.leaf, ours.name, ours.code)
        shown = [(row["in_pool"], row["mark"], row["selected"]) for row in theirs["draws"]]
        assert shown == [(row.in_pool, row.mark, row.selected) for row in ours.draws]


def test_an_early_void_and_its_inherited_choice_are_proven(at: At) -> None:
    hall = at("closed")
    halls.agree(hall, "draw.void", {"code": "absence", "text": "示例原因"})
    hall.do(partial(acts.commit_draw, by=hall.people["o1"]))
    hall.do(partial(acts.inherit_choice, by=hall.people["o1"]))
    halls.finish_draw(hall)
    proven(hall, auditor=True)


def test_a_late_void_without_a_cause_is_not_proven(at: At) -> None:
    """The judge of this hall says what it is told; the verifier looks for itself."""
    hall = at("matched")
    hall.judge.codes = frozenset({"07.pool"})
    params = {"code": "verifier", "text": "示例", "campaign": 1, "draw": 1}
    halls.agree(hall, "draw.void", params)
    code, report = verify(hall)
    assert (code, broken(report)) == (1, {"09.void"})


@pytest.mark.parametrize("auditor", [False, True])
def test_an_open_campaign_drawn_type_by_type_and_by_weight_is_proven(at: At, auditor: bool) -> None:
    hall = at("founded")
    weighted = ("A01", "A02", "A03")
    form = replace(halls.OPEN_FORM, allocation="per_type", weighted=weighted)
    halls.send_lists(hall)
    halls.open_campaign(hall, form)
    halls.audit(hall)
    official, parts = hall.people["o1"], ("facts", "id", "lot")
    hall.do(partial(disclosure.disclose, by=official, parts=parts, rows="all", number=None))
    for _ in halls.EVERYBODY:
        halls.answer(hall, halls.run_draw(hall))
    halls.close(hall)
    report = proven(hall, auditor=auditor)
    checks = {row["check"] for row in report["findings"]}
    assert {"07.strata", "10.types", "10.matching"} <= checks
    assert {"per_type", "weights"} <= {row["code"] for row in report["remarks"]}
