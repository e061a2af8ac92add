"""Between the operator's opening and the beacon nothing else may come (end of 01 §8.5)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier.selftest.attacks_beacon import WITH, later_round
from verifier.selftest.attacks_late import opened
from verifier.selftest.beacons import TEST
from verifier.selftest.book import AFTER, Data, Maker

from .judged import Report, failed_at, judged, results

WITHOUT: dict[str, Any] = {"witnesses": 3}
LATER = AFTER - 86400 * 30
Act = Callable[[Maker], int]


class TwoCampaigns(Maker):
    """Campaign 1 has ended; of campaign 2, draw 1 is matched and draw 2 is closed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # What may still come for campaign 1 after its end.
        self.tamper = {("draw.close", 1): later_round} if self.chain else {}
        self.open_campaign()
        self.whole_draw(1, ["A01", "A02"])
        self.tamper = {}
        self.close()
        self.disclosure = self.kept(self.disclose(["facts", "id", "lot"], "selected"))
        # A blob that no entry names would be a fault of its own.
        self.disclosed = self.blobs.pop(self.disclosure["blob"])
        self.late_void = self.kept(self.void_draw("verifier", "06.round"))
        self.open_campaign()
        self.whole_draw(1, ["A01", "A02"])
        self.begin(2, ["B01"])
        self.contribute([1, 2])

    def kept(self, seq: int) -> Data:
        """Take the last entry out again, to add it later."""
        assert seq == len(self.entries) - 1
        data: Data = self.entries.pop()["data"]
        return data

    def finish(self) -> None:
        """The beacon, if there is one, and the result."""
        self.beacon_text = "none"
        if self.chain is not None:
            self.beacon()
        self.result()


def confirm(maker: Maker) -> int:
    return maker.answer("confirm", 1, 1)


def disclosure(maker: Maker) -> int:
    assert isinstance(maker, TwoCampaigns)
    maker.blob(maker.disclosed)
    return maker.add("disclosure", maker.disclosure)


def void(maker: Maker) -> int:
    assert isinstance(maker, TwoCampaigns)
    return maker.add("draw.void", maker.late_void)


ACTS = [confirm, disclosure]
FAULTY = {"06.round"}  # of draw 1.1, as long as no void has named it


def told(report: Report) -> list[Report]:
    return [f for f in report["findings"] if f["check"] == "05.order" and f["result"] == "failed"]


@pytest.mark.parametrize("act", [*ACTS, void])
@pytest.mark.parametrize("representatives", [(), (2,), (1, 2)])
def test_nothing_else_before_the_beacon(
    tmp_path: Path, act: Act, representatives: tuple[int, ...]
) -> None:
    maker = TwoCampaigns(**WITH)
    maker.open_operator()
    maker.opened = {}
    for number in representatives:
        maker.open_representative(number)
    seq = act(maker)
    unfinished = judged(maker, tmp_path)
    maker.finish()
    for report in (unfinished, judged(maker, tmp_path)):
        assert results(report, "failed") - FAULTY == {"05.order"}
        assert report["exit"] == 1
        assert [fault["entry"] for fault in told(report)] == [seq]
        assert told(report)[0]["found"] == maker.entries[seq]["kind"]
        assert "void of draw 2.2" in told(report)[0]["note"]


@pytest.mark.parametrize("act", ACTS)
def test_an_opening_that_follows_is_still_in_place(tmp_path: Path, act: Act) -> None:
    maker = TwoCampaigns(**WITH)
    maker.open_operator()
    maker.opened = {}
    wrong = {act(maker)}
    maker.open_representative(1)
    wrong.add(confirm(maker) if act is disclosure else disclosure(maker))
    maker.finish()
    assert failed_at(judged(maker, tmp_path), "05.order") == wrong


def test_a_campaign_opened_before_the_beacon(tmp_path: Path) -> None:
    """Each entry that comes is told, not only the first."""
    maker = opened()
    seq = len(maker.entries)
    maker.open_campaign()
    assert failed_at(judged(maker, tmp_path), "05.order") == {seq, seq + 1}


@pytest.mark.parametrize("act", ACTS)
def test_anything_with_none(tmp_path: Path, act: Act) -> None:
    maker = TwoCampaigns(**WITHOUT)
    maker.open_operator()
    maker.opened = {}
    act(maker)
    maker.open_representative(1)
    maker.finish()
    report = judged(maker, tmp_path)
    assert (report["exit"], results(report, "failed")) == (0, set())


@pytest.mark.parametrize("act", [*ACTS, void])
@pytest.mark.parametrize("place", ["before the opening", "after the beacon"])
def test_around_the_span(tmp_path: Path, act: Act, place: str) -> None:
    maker = TwoCampaigns(**WITH)
    if place == "before the opening":
        act(maker)
    maker.reveal([1])
    if place == "after the beacon":
        act(maker)
    maker.result()
    assert results(judged(maker, tmp_path), "failed") == (set() if act is void else FAULTY)


@pytest.mark.parametrize("act", [*ACTS, void])
def test_a_silent_void_ends_the_span(tmp_path: Path, act: Act) -> None:
    maker = TwoCampaigns(**WITH)
    maker.open_operator()
    assert maker.round is not None
    maker.clock = TEST.time(maker.round) + 86_400
    maker.void_draw("beacon_silent")
    act(maker)
    report = judged(maker, tmp_path, now=LATER)
    assert results(report, "failed") == (set() if act is void else FAULTY)
    assert "09.void" in results(report, "not_checked")


def test_a_fault_in_the_draw_itself_is_told_once(tmp_path: Path) -> None:
    maker = opened()
    maker.act("draw.result", **result_of_nothing())
    assert len(told(judged(maker, tmp_path))) == 1


def result_of_nothing() -> Data:
    selection = {"blob": "0" * 64, "count": 1, "root": "0" * 64}
    return {"cutoff": None, "odds": None, "seed": "0" * 64, "selection": selection}
