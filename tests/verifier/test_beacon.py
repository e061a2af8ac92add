"""Books with a beacon and witnesses: what is proven, and what is honestly not."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier.judge import Request, judge
from verifier.report import as_text
from verifier.selftest import attacks_beacon as spoiled
from verifier.selftest.attacks_beacon import WITH, value
from verifier.selftest.attacks_late import opened
from verifier.selftest.beacons import QUICKNET, QUICKNET_1000, TEST, signature
from verifier.selftest.book import BEFORE, Data, Maker, standard
from verifier.selftest.spoiling import during

from .judged import judged, remark_codes, remark_texts, results

UNPROVEN = "not proven that the list was closed before the beacon"


def one_draw(prepare: Callable[[Maker], None] = lambda _maker: None, **options: Any) -> Maker:
    """One matched draw; what `prepare` changes is changed before it."""
    maker = Maker(**{**WITH, **options})
    prepare(maker)
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"], contributing=(1, 2, 3), revealing=(1, 3))
    return maker


def spoken(maker: Maker, folder: Path, language: Any = "en") -> str:
    root, trust = maker.publish(folder)
    return as_text(judge(Request(publication=root, trust=trust, now=BEFORE)), language)


# ---------------------------------------------------------------------- honest
@pytest.mark.parametrize("seed", range(3))
def test_everything_is_proven(tmp_path: Path, seed: int) -> None:
    report = judged(standard(seed=seed, devices=(2,), **WITH), tmp_path, auditor=True)
    assert (report["verdict"], results(report, "not_checked")) == ("proven", set())
    assert {"01.witness", "06.round", "06.beacon", "06.bracket"} <= results(report, "proven")
    assert "no_beacon" not in remark_codes(report)
    assert remark_codes(report).count("bracket") == 3


def test_every_prefix_is_proven(tmp_path: Path) -> None:
    maker = standard(**WITH)
    whole = list(maker.entries)
    for size in range(1, len(whole)):
        maker.entries = whole[:size]
        kept = dict(maker.blobs)
        named = str([entry["data"] for entry in maker.entries])
        maker.blobs = {name: data for name, data in kept.items() if name in named}
        assert judged(maker, tmp_path)["exit"] == 0, size
        maker.blobs = kept


def test_the_report_says_how_early_the_list_was_closed(tmp_path: Path) -> None:
    maker = one_draw(lambda m: setattr(m, "signing", ((0, 7), (1, 44))))
    report = judged(maker, tmp_path)
    notes = {f["check"]: f["note"] for f in report["findings"]}
    assert notes["06.bracket"] == "1 bracket: 1.1 (2 witnesses, margin 10 s)"
    signed = "2 witnesses signed the closed list 10 s before the beacon"
    assert remark_texts(report, "bracket") == [f"Draw 1.1: {signed} (见证单位0, 见证单位1)."]
    assert "list closed before the beacon: 2 witnesses, margin 10 s" in spoken(maker, tmp_path)
    assert "随机贡献先于信标截止：2 个见证方，提前 10 秒" in spoken(maker, tmp_path, "zh")


def test_a_late_third_witness_neither_counts_nor_harms(tmp_path: Path) -> None:
    maker = one_draw(lambda m: setattr(m, "signing", ((0, 1), (1, 1), (2, -50))))
    report = judged(maker, tmp_path)
    assert report["exit"] == 0
    assert "2 witnesses signed the closed list 4 s" in remark_texts(report, "bracket")[0]


def test_exactly_on_the_margin(tmp_path: Path) -> None:
    maker = one_draw(lambda m: setattr(m, "signing", ((0, 0), (1, 0))))
    assert judged(maker, tmp_path)["exit"] == 0


def test_a_real_round_of_quicknet(tmp_path: Path) -> None:
    """Closed in 2023, 90 seconds before round 1000 of drand's quicknet."""

    def old(data: Data) -> None:
        data.update(reference_date="2023-08-01", sampling_until="2023-12-31",
                    disclose_by="2024-03-31")  # fmt: skip

    maker = Maker(beacon="quicknet", witnesses=3, simulation=False)
    maker.tamper = {("campaign.open", None): old}
    for entry in maker.entries:
        entry["at"] = QUICKNET.genesis
    maker.clock = QUICKNET.genesis
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.clock = QUICKNET.time(1000) - QUICKNET.delay - 3 * 60
    maker.contribute([1, 2])
    assert maker.round == 1000
    maker.reveal([1])
    maker.result()
    assert maker.data("draw.beacon")["beacon"]["signature"] == QUICKNET_1000
    report = judged(maker, tmp_path, now=QUICKNET.time(2000))
    assert (report["verdict"], results(report, "not_checked")) == ("proven", set())
    assert "test_beacon" not in remark_codes(report)


def test_a_device_contribution_is_none_of_the_bots(tmp_path: Path) -> None:
    all_devices = judged(standard(devices=(1, 2, 3), **WITH), tmp_path)
    assert "bot_contributions" not in remark_codes(all_devices)
    some = judged(standard(devices=(2,), **WITH), tmp_path)
    assert remark_texts(some, "bot_contributions")[0].startswith("4 of 7 contributions")


def test_without_witnesses_nothing_is_proven_of_time(tmp_path: Path) -> None:
    maker = standard(beacon="test")
    report = judged(maker, tmp_path)
    assert report["exit"] == 0
    assert remark_codes(report).count("no_bracket") == 3
    assert {"no_witness", "test_beacon"} <= set(remark_codes(report))
    assert "06.bracket" not in {f["check"] for f in report["findings"]}
    assert f"\n  {UNPROVEN}\n" in spoken(maker, tmp_path)


# ---------------------------------------------------------------------- late rounds
def test_a_round_that_is_due(tmp_path: Path) -> None:
    maker = opened()
    assert maker.round is not None
    due = TEST.time(maker.round)
    before = judged(maker, tmp_path, now=due - 1)
    after = judged(maker, tmp_path, now=due)
    assert "unfinished" not in remark_codes(before)
    assert f"round {maker.round} is due" in remark_texts(after, "unfinished")[0]
    assert after["exit"] == 0


def test_the_value_of_a_late_round(tmp_path: Path) -> None:
    maker = opened()
    assert maker.round is not None
    right, wrong = signature(maker.round), signature(maker.round + 1)
    spaced = " ".join(right[n : n + 4] for n in range(0, 96, 4)) + "\n"
    maker.beacon_text = f"{TEST.hash}:{maker.round}:{right}"
    for typed, told in (
        (right, maker.seed()),
        (spaced, maker.seed()),
        (wrong, "is refused: the signature is not the chain's signature of this round"),
        (right.upper(), "is refused: the signature is not 96 lower-case hex digits"),
        ("ab:" + right, "is refused: an unchained chain has no previous signature"),
        ("", "is refused"),
        (right + "é", "is refused"),
    ):
        report = judged(maker, tmp_path, beacon=typed)
        assert told in remark_texts(report, "unfinished")[0]
        assert report["exit"] == 0


def test_a_value_is_told_of_before_its_time(tmp_path: Path) -> None:
    maker = opened()
    assert maker.round is not None
    early = TEST.time(maker.round) - 1
    report = judged(maker, tmp_path, now=early, beacon=signature(maker.round))
    assert "The value given is right" in remark_texts(report, "unfinished")[0]


def test_a_draw_that_the_verifier_voided_waits_for_nothing(tmp_path: Path) -> None:
    maker = Maker(**WITH)
    maker.tamper = {("draw.close", 1): spoiled.later_round}
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.contribute([1, 2])
    maker.open_operator()
    maker.void_draw("verifier", "06.round")
    report = judged(maker, tmp_path, beacon="ab")
    assert (report["exit"], results(report, "not_checked")) == (0, {"06.beacon"})


def test_a_value_that_nobody_waits_for(tmp_path: Path) -> None:
    for maker in (standard(), standard(**WITH)):
        report = judged(maker, tmp_path, beacon="ab")
        assert (report["exit"], report["verdict"]) == (0, "proven")
        assert results(report, "not_checked") == {"06.beacon"}


# ---------------------------------------------------------------------- libraries
def test_without_a_library_the_value_is_not_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = one_draw()
    wrong = value(spoiled.of_next_round)()
    for name in ("pyblst", "py_arkworks_bls12381"):
        monkeypatch.setitem(sys.modules, name, None)
    for book in (maker, wrong):
        report = judged(book, tmp_path)
        assert (report["exit"], results(report, "failed")) == (3, set())
        assert results(report, "not_checked") == {"06.beacon"}
    short = during("draw.beacon", 1, lambda d: d["beacon"].update(signature="ab"), **WITH)()
    assert results(judged(short, tmp_path), "failed") == {"06.beacon"}
