"""Voids of draws with a beacon: what is allowed, what is settled, what is not (01 §8.5, 04 §4)."""

from pathlib import Path
from typing import Any

import pytest

from verifier.selftest import attacks_late as spoiled_late
from verifier.selftest.attacks_beacon import WITH, later_round, of_next_round
from verifier.selftest.attacks_late import silent
from verifier.selftest.book import AFTER, Maker

from .judged import failed_at, judged, remark_codes, remark_texts, results


# ---------------------------------------------------------------------- voids
def begun(steps: int) -> Maker:
    """A draw that has come so far: 1 commit, 2 frozen, 3 closed."""
    maker = Maker(**WITH)
    maker.open_campaign()
    if steps == 1:
        maker.commit_draw(1)
    if steps >= 2:
        maker.begin(1, ["A01"])
    if steps >= 3:
        maker.contribute([1, 2])
    return maker


@pytest.mark.parametrize("code", ["mistake", "absence", "disturbance", "operator_lost", "late"])
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_void_before_the_operators_opening(tmp_path: Path, code: str, steps: int) -> None:
    """Allowed also long after the round."""
    maker = begun(steps)
    maker.clock += 10 * 86400
    maker.void_draw(code)
    report = judged(maker, tmp_path)
    assert (report["exit"], results(report, "not_checked")) == (0, set())
    assert remark_codes(report).count("void") == 1


@pytest.mark.parametrize("seconds", [86_400, 86_401, 10**6])
def test_silent_in_time(tmp_path: Path, seconds: int) -> None:
    maker = silent(seconds)
    report = judged(maker, tmp_path, now=AFTER - 86400 * 30)
    assert (report["exit"], results(report, "failed")) == (3, set())
    assert results(report, "not_checked") == {"09.void"}
    assert f"round {maker.round} is said to have stayed silent" in str(report["remarks"])


@pytest.mark.parametrize(
    ("check", "tamper"),
    [
        ("06.operator", {("draw.commit", 1): lambda d: d.update(commitment="a" * 64)}),
        ("06.round", {("draw.close", 1): lambda d: d.update(round=d["round"] + 1)}),
        ("07.choice", {("draw.freeze", 1): lambda d: d.update(planned=d["planned"] + 1)}),
        ("07.pool", {("draw.freeze", 1): lambda d: d.update(must=d["must"] + 1)}),
        ("07.count", {("draw.freeze", 1): lambda d: d.update(n=d["n"] + 1)}),
    ],
)
@pytest.mark.parametrize("finished", [False, True])
def test_a_void_that_settles(
    tmp_path: Path, check: str, tamper: dict[Any, Any], finished: bool
) -> None:
    maker = Maker(**WITH)
    maker.tamper = tamper
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.contribute([1, 2])
    maker.open_operator()
    maker.opened = {}
    if finished:
        maker.beacon()
        maker.result()
    assert results(judged(maker, tmp_path), "failed") == {check}
    maker.void_draw("verifier", check)
    report = judged(maker, tmp_path)
    assert (report["exit"], results(report, "failed")) == (0, set()), report["findings"]
    assert check in remark_texts(report, "void")[0]


def test_a_wrong_value_is_no_way_to_draw_again(tmp_path: Path) -> None:
    maker = Maker(**WITH)
    maker.tamper = {("draw.beacon", 1): lambda data: of_next_round(data["beacon"])}
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    maker.void_draw("verifier", "06.beacon")
    report = judged(maker, tmp_path)
    assert results(report, "failed") == {"06.beacon", "09.void"}


# ---------------------------------------------------------------------- only the latest draw
def wrong_round() -> Maker:
    """Draw 1 was matched with a wrong round, which the verifier may say."""
    maker = Maker(**WITH)
    maker.tamper = {("draw.close", 1): later_round}
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    return maker


def test_a_matched_draw_is_voided_before_the_next(tmp_path: Path) -> None:
    maker = wrong_round()
    maker.void_draw("verifier", "06.round")
    maker.tamper = {}
    maker.whole_draw(1, ["A01", "A02"], inherited=1)
    for draw in (None, (1, 1), (1, 2)):
        report = judged(maker, tmp_path, draw=draw)
        assert (report["exit"], results(report, "failed")) == (0, set())


@pytest.mark.parametrize("ended", [False, True])
def test_a_delayed_void(tmp_path: Path, ended: bool) -> None:
    """Draw 2 was matched without the rows of draw 1; then draw 1 is withdrawn."""
    maker = wrong_round()
    maker.whole_draw(2, ["B01"])
    if ended:
        maker.close()
    seq = maker.void_draw("verifier", "06.round", draw=1)
    for draw in (None, (1, 1), (1, 2)):
        report = judged(maker, tmp_path, draw=draw)
        assert (report["exit"], results(report, "failed")) == (1, {"05.order"})
        assert failed_at(report, "05.order") == {seq}
        fault = next(f for f in report["findings"] if f["result"] == "failed")
        assert (fault["field"], fault["expected"], fault["found"]) == ("body.data.draw", "2", "1")


def test_a_void_while_the_next_draw_is_begun_or_void(tmp_path: Path) -> None:
    for void in (False, True):
        maker = wrong_round()
        maker.commit_draw(2)
        if void:
            maker.void_draw("absence")
        maker.void_draw("verifier", "06.round", draw=1)
        assert results(judged(maker, tmp_path), "failed") == {"05.order"}


def test_the_last_draw_is_voided_after_the_end(tmp_path: Path) -> None:
    """Also when the next campaign has begun: its draws do not rest on this one."""
    maker = wrong_round()
    maker.close()
    first = (maker.campaign, maker.officials)
    maker.open_campaign()
    maker.commit_draw(1)
    later = (maker.campaign, maker.officials)
    maker.campaign, maker.officials = first
    maker.void_draw("verifier", "06.round", draw=1)
    maker.campaign, maker.officials = later
    report = judged(maker, tmp_path)
    assert (report["exit"], results(report, "failed")) == (0, set())


def test_a_void_draw_is_drawn_again_with_a_fresh_round(tmp_path: Path) -> None:
    maker = silent(86_400)
    maker.whole_draw(1, ["A01", "A02"], inherited=1)
    assert results(judged(maker, tmp_path), "not_checked") == {"09.void"}


# ---------------------------------------------------------------------- --draw
def test_a_draw_is_not_shown_without_the_tries_before_it(tmp_path: Path) -> None:
    """Void a bracketed draw as silent, draw again, and show only the second one."""
    maker = silent(86_400)
    maker.whole_draw(1, ["A01", "A02"], inherited=1)
    for draw in ((1, 1), (1, 2)):
        report = judged(maker, tmp_path, draw=draw)
        skipped = [f for f in report["findings"] if f["result"] == "not_checked"]
        assert (report["exit"], results(report, "failed")) == (3, set())
        assert "1.1" in [f["draw"] for f in skipped if f["check"] == "09.void"]
        assert {"void", "beacon_silent"} <= set(remark_codes(report))


def test_a_void_of_another_campaign_is_not_asked_for(tmp_path: Path) -> None:
    maker = silent(86_400)
    maker.close()
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    assert judged(maker, tmp_path, draw=(2, 1))["exit"] == 0
    assert judged(maker, tmp_path, draw=(1, 1))["exit"] == 3
    report = judged(maker, tmp_path, draw=(2, 1))
    assert not {"void", "beacon_silent", "choice_discarded"} & set(remark_codes(report))


def test_a_wrong_void_counts_for_every_draw_of_the_campaign(tmp_path: Path) -> None:
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    maker.void_draw("verifier", "07.count")
    maker.whole_draw(1, ["A01", "A02"], inherited=1)
    report = judged(maker, tmp_path, draw=(1, 2))
    assert (report["exit"], results(report, "failed")) == (1, {"09.void"})


# ---------------------------------------------------------------------- openings in any order
def opened_by(order: tuple[int, ...], person: Any) -> Maker:
    """Openings in this order, each by whomever `person` names of the maker."""
    maker = spoiled_late.opened((1, 2, 3))
    for number in order:
        maker.open_representative(number)
        maker.entries[-1]["data"]["person"] = person(maker, number)
    maker.beacon()
    maker.result()
    return maker


def test_openings_in_any_order_by_officials_or_the_person(tmp_path: Path) -> None:
    for person in (
        lambda maker, _number: maker.officials[2],
        lambda maker, number: maker.seats[number - 1]["person"],
        lambda maker, number: maker.seats[number - 1]["substitute"] or maker.officials[0],
    ):
        maker = opened_by((3, 1, 2), person)
        assert judged(maker, tmp_path)["exit"] == 0


def test_openings_by_others_or_twice(tmp_path: Path) -> None:
    for person in (
        lambda maker, number: maker.seats[number % 3]["person"],
        lambda maker, _number: maker.supervisors[0],
    ):
        report = judged(opened_by((2,), person), tmp_path)
        assert results(report, "failed") == {"05.people"}
    report = judged(opened_by((3, 1, 3), lambda maker, _n: maker.officials[0]), tmp_path)
    assert "05.order" in results(report, "failed")
    maker = opened_by((), None)
    maker.data("draw.open")["person"] = maker.seats[0]["person"]
    assert "05.people" in results(judged(maker, tmp_path), "failed")
