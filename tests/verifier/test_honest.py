"""Honest books are proven, in every state a book can be in."""

from pathlib import Path
from typing import Any

import pytest

from verifier.checks import COVERAGE
from verifier.selftest.book import AFTER, BEFORE, Maker, standard

from .judged import judged, remark_codes, results

# What needs a beacon or witnesses is in test_beacon, strata are in test_strata.
PUBLIC = {code for code in COVERAGE if code[:2] not in ("10", "11", "12", "13")} - {
    "01.keep",
    "01.typed",
    "01.witness",
    "06.beacon",
    "06.bracket",
    "07.strata",
}


def proven(report: dict[str, Any]) -> bool:
    return (
        (report["verdict"], report["exit"]) == ("proven", 0)
        and not results(report, "failed")
        and not results(report, "not_checked")
    )


@pytest.mark.parametrize("seed", range(4))
def test_sealed_book(tmp_path: Path, seed: int) -> None:
    report = judged(standard(seed=seed), tmp_path)
    assert proven(report)
    assert results(report, "proven") == PUBLIC
    assert "sealed" in remark_codes(report)
    assert [d["state"] for d in report["draws"]] == ["matched", "void", "matched", "matched"]
    assert (report["draws"][0]["confirmed"], report["draws"][0]["objected"]) == (2, 1)


@pytest.mark.parametrize("seed", range(6))
def test_sealed_book_with_auditor(tmp_path: Path, seed: int) -> None:
    report = judged(standard(seed=seed), tmp_path, auditor=True)
    assert proven(report)
    audited = {code for code in COVERAGE if code[:2] == "10"} - {"10.deadline"}
    assert results(report, "proven") == PUBLIC | audited
    assert "sealed" not in remark_codes(report)
    assert "auditor" in remark_codes(report)


def test_disclosed_book_before_and_after_the_deadline(tmp_path: Path) -> None:
    before = judged(standard(disclosed=True), tmp_path)
    after = judged(standard(disclosed=True), tmp_path, now=AFTER)
    assert proven(before)
    assert proven(after)
    assert "10.deadline" in results(after, "proven") - results(before, "proven")
    assert "10.matching" in results(before, "proven")
    assert "ids_closed" in remark_codes(after)


def test_disclosures_and_auditor_together(tmp_path: Path) -> None:
    assert proven(judged(standard(disclosed=True), tmp_path, auditor=True, now=AFTER))


@pytest.mark.parametrize("now", [BEFORE, AFTER])
def test_open_policy(tmp_path: Path, now: int) -> None:
    report = judged(standard(policy="open"), tmp_path, now=now)
    assert proven(report)
    assert not {"sealed", "ids_closed"} & set(remark_codes(report))


def test_every_prefix_of_a_book_is_proven(tmp_path: Path) -> None:
    """A book may be looked at after any entry: nothing unfinished is a fault."""
    maker = standard()
    whole = list(maker.entries)
    for size in range(1, len(whole)):
        maker.entries = whole[:size]
        kept = dict(maker.blobs)
        named = str([entry["data"] for entry in maker.entries])
        maker.blobs = {name: data for name, data in kept.items() if name in named}
        report = judged(maker, tmp_path)
        assert proven(report), (size, report["findings"])
        maker.blobs = kept


def test_two_campaigns(tmp_path: Path) -> None:
    maker = standard(disclosed=True)
    maker.open_campaign(months=0)
    maker.whole_draw(1, ["C07"])
    report = judged(maker, tmp_path, auditor=True)
    assert proven(report)
    assert [d["campaign"] for d in report["draws"]] == [1, 1, 1, 1, 2]


def test_void_campaign(tmp_path: Path) -> None:
    maker = Maker(size=30)
    maker.open_campaign()
    maker.commit_draw(1)
    maker.void_campaign()
    report = judged(maker, tmp_path, now=AFTER)
    assert proven(report)
    assert report["draws"][0]["state"] == "void"


def test_tree_of_several_tiles(tmp_path: Path) -> None:
    """More than 256 entries, with partial tiles of smaller sizes left behind."""
    maker = standard(closed=False)
    for _ in range(280 - len(maker.entries)):
        maker.disclose(["lot"], "selected")
    maker.keep_stale = [3, 46, 255, 256, 270]
    report = judged(maker, tmp_path)
    assert proven(report)
    assert report["size"] == 280


def test_larger_pools_and_unmerged_types(tmp_path: Path) -> None:
    """Pools above 50, so that types stand alone and some are merged."""
    report = judged(standard(size=400), tmp_path, auditor=True)
    assert proven(report)


def test_everyone_must_and_smaller_pool(tmp_path: Path) -> None:
    def prepare(maker: Maker) -> None:
        def facts(_number: int, value: dict[str, Any]) -> None:
            value["status"] = "normal"
            value["failed"] = [{"evidence": "R", "type": t} for t in value["types"]]

        maker.facts_hook = facts

    report = judged(standard(prepare=prepare), tmp_path, auditor=True)
    assert proven(report)
    assert report["draws"][0]["odds"] is None
    assert report["draws"][0]["cutoff"] is None
    assert "must_only" in remark_codes(report)


def test_small_pool(tmp_path: Path) -> None:
    def prepare(maker: Maker) -> None:
        def catalogue(rows: list[dict[str, Any]]) -> None:
            for row in rows:
                row["planned"] = 500

        maker.catalogue_hook = catalogue

    report = judged(standard(prepare=prepare), tmp_path, auditor=True)
    assert proven(report)
    assert "small_pool" in remark_codes(report)
    assert report["draws"][0]["n"] == report["draws"][0]["N"]


def test_rotation_and_quotas_are_exercised(tmp_path: Path) -> None:
    """The honest books would prove little if no row were ever over quota or without rotation."""
    maker = standard(size=400)
    totals = [maker.data("match.result", draw) for draw in (1, 3, 4)]
    assert sum(t["waived"] for t in totals) > 0
    maker = tight(maker.size)
    assert maker.data("match.result", 1)["over_quota"]["testing"] > 0
    assert maker.data("match.result", 1)["rotation_dropped"] > 0
    report = judged(maker, tmp_path, auditor=True)
    assert proven(report)
    assert "over_quota" in remark_codes(report)


def tight(size: int) -> Maker:
    """A book with two institutions of quota 1, so that rotation and quotas must give way."""

    def prepare(maker: Maker) -> None:
        def market(rows: list[dict[str, Any]]) -> None:
            del rows[2:]
            for row in rows:
                for service in row["types"]:
                    service.update(sampling=1, testing=1, valid_until="2027-01-01")

        maker.institutions_hook = market

        def facts(number: int, value: dict[str, Any]) -> None:
            value["conflicts"] = []
            for visit in value["last"] if number % 2 else ():
                visit.update(date="2024-05-01", sampler="S1", tester="S1")

        maker.facts_hook = facts

    return standard(prepare=prepare, size=size)
