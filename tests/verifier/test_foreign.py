"""What this version cannot judge excuses no more than it must (04 §3)."""

import random
from pathlib import Path

import pytest

from verifier.selftest.attacks import ATTACKS
from verifier.selftest.attacks_foreign import (
    foreign,
    in_span,
    openings_of_version_2,
    other_campaign,
)
from verifier.selftest.book import AFTER, Maker, standard
from verifier.selftest.package import Report, packed, report_of
from verifier.selftest.spoiling import Attack, put

from .judged import failed_at, judged, results

# Frauds of the book itself that steps 5-10 have to find.
_FRAUDS = [a for a in ATTACKS if a.files is None and a.expected_exit == 1 and "05" <= a.code < "11"]
_SAMPLE = random.Random(4).sample(_FRAUDS, 25)


def notes(report: Report, code: str) -> list[str]:
    """What a check says of what it could not check."""
    rows = report["findings"]
    return [f["note"] for f in rows if (f["check"], f["result"]) == (code, "not_checked")]


@pytest.mark.parametrize("attack", _SAMPLE, ids=lambda attack: attack.id)
def test_a_fraud_beside_an_unknown_entry_stays_a_fraud(attack: Attack, tmp_path: Path) -> None:
    for place in ("first", "middle", "last"):
        maker = attack.make()
        size = len(maker.entries)
        foreign(maker, {"first": 1, "middle": size // 2, "last": size}[place])
        report = report_of(packed(maker, attack.now, attack.auditor), tmp_path / place)
        assert report["exit"] == 1
        assert attack.code in results(report, "failed")
        assert "03.kind" in results(report, "not_checked")


@pytest.mark.parametrize("place", [1, 2, 10, 30, -1])
def test_an_honest_book_with_an_unknown_entry(place: int, tmp_path: Path) -> None:
    """It is exit 3 for that entry alone: everything else is proven."""
    maker = standard(size=24)
    foreign(maker, place % len(maker.entries))
    report = judged(maker, tmp_path, auditor=True)
    assert report["exit"] == 3
    assert results(report, "not_checked") == {"03.kind"}


def test_a_campaign_by_unknown_rules(tmp_path: Path) -> None:
    """Nothing of it is judged, its number counts, and the others are judged."""
    maker = other_campaign()
    seen = judged(maker, tmp_path / "right")
    assert results(seen, "failed") == {"07.seed"}
    assert "campaign 1 is unknown to this version" in notes(seen, "07.seed")
    put("campaign.open", None, 1, campaign=5)(maker)
    again = judged(maker, tmp_path / "number")
    assert failed_at(again, "05.order") >= {maker.find("campaign.open", None, 1)}


def test_a_second_opening_by_unknown_rules_silences_nothing(tmp_path: Path) -> None:
    maker = standard({("draw.result", 1): lambda data: data.update(seed="ab" * 32)}, size=24)
    told = {**maker.data("campaign.open"), "rules": "sunlot/v2"}
    seq = maker.add("campaign.open", told)
    report = judged(maker, tmp_path)
    assert results(report, "failed") == {"05.order", "07.seed"}
    assert failed_at(report, "05.order") == {seq}


def test_an_unknown_profile(tmp_path: Path) -> None:
    """Steps 5-10 are not made, and steps 1-4 are."""
    maker = standard({("draw.result", 1): lambda data: data.update(seed="ab" * 32)}, size=24)
    put("genesis", None, profile="sunlot/v9")(maker)
    report = judged(maker, tmp_path)
    assert report["exit"] == 3
    assert {"05.order", "07.seed", "10.deadline"} <= results(report, "not_checked")
    assert {"04.genesis", "04.signature"} <= results(report, "proven")


def test_a_second_genesis_of_an_unknown_profile(tmp_path: Path) -> None:
    maker = standard(size=24)
    seq = maker.add("genesis", {**maker.data("genesis"), "profile": "sunlot/v9"})
    report = judged(maker, tmp_path)
    assert failed_at(report, "04.genesis") == {seq}
    assert "05.order" not in results(report, "not_checked")


@pytest.mark.parametrize("change", [{"v": 2}, {"v": 2, "zz": 1}])
def test_another_version_in_the_span(change: dict[str, int], tmp_path: Path) -> None:
    maker = in_span()
    seq = maker.find("staff.list")
    maker.entries[seq].update(kind="confirm", body=change)
    report = judged(maker, tmp_path)
    assert failed_at(report, "05.order") == {seq}


def _voided() -> Maker:
    """Draw 1 is void because its count is wrong, which settles that."""
    maker = Maker(size=24)
    maker.tamper = {("draw.freeze", 1): lambda data: data.update(n=data["n"] + 1)}
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    maker.void_draw("verifier", "07.count")
    maker.whole_draw(1, ["A01", "A02"], inherited=1)
    return maker


def test_a_void_whose_place_was_not_judged_settles_nothing(tmp_path: Path) -> None:
    maker = _voided()
    void = maker.find("draw.void", 1)
    assert "07.count" not in results(judged(maker, tmp_path / "settled"), "failed")
    put("roster.audit", None, campaign="1")(maker)
    report = judged(maker, tmp_path / "broken")
    assert {"03.schema", "07.count"} <= results(report, "failed")
    rows = [f for f in report["findings"] if f["check"] == "09.void"]
    assert [(f["result"], f["entry"]) for f in rows] == [("not_checked", void)]


@pytest.mark.parametrize(("late", "result"), [(False, "not_checked"), (True, "failed")])
def test_a_broken_entry_where_a_disclosure_could_stand(
    late: bool, result: str, tmp_path: Path
) -> None:
    """One that is written after the day could not have fulfilled the duty."""
    maker = standard(size=24)
    if late:
        maker.clock = AFTER
        maker.add("confirm", {**maker.data("confirm", 1)})
    maker.add("disclosure", {"campaign": 1})
    report = judged(maker, tmp_path, now=AFTER + 86400)
    assert "10.deadline" in results(report, result)


def test_openings_of_another_version_fulfil_nothing(tmp_path: Path) -> None:
    maker = openings_of_version_2()
    assert results(judged(maker, tmp_path / "before"), "failed") == set()
    after = judged(maker, tmp_path / "after", now=AFTER)
    assert results(after, "failed") == {"10.deadline"}
    assert {"10.opening", "10.roster"} <= results(after, "not_checked")
