"""`refute` says nothing of a draw that the book does not show whole (spec 04 §11)."""

from pathlib import Path

import pytest

from verifier.selftest.attacks_foreign import no_bracket
from verifier.selftest.attacks_kept import an_opening
from verifier.selftest.attacks_typed import typed_book
from verifier.selftest.book import Data, Maker, standard

from .test_refute import Refute, missing_one, refuting, republish, rows_of

__all__ = ["refuting"]


def drop(folder: Path, *digests: str) -> None:
    """Take blobs out of a publication."""
    for digest in digests:
        (folder / "publication/blob/sha256" / digest).unlink()


def unshown(report: Data, draw: str | None) -> str:
    """Why nothing is said of a draw, of which nothing else is told."""
    told = [f for f in report["findings"] if f["check"] == "13.refute" and f["draw"] == draw]
    assert [f["result"] for f in told] == ["not_checked"]
    return str(told[0]["note"])


def typed() -> Maker:
    return typed_book(lambda _maker: None)()


def drawn_at_random(maker: Maker) -> str:
    return next(leaf for leaf, mark in maker.pools[1] if mark == "r")


def test_the_draw_itself_is_wrong(tmp_path: Path, refute: Refute) -> None:
    """Somebody else is missing: whoever is in place is not told that all is by the rules."""
    missing_one(tmp_path)
    maker = standard()
    rows = rows_of(maker, "draw.result", "selection")
    victim = next(leaf for leaf, mark in rows if mark == "r")
    other = next(leaf for leaf, mark in rows if mark == "r" and leaf != victim)
    republish(maker, "draw.result", "selection", [r for r in rows if r[0] != victim], tmp_path)
    code, report = refute(tmp_path, maker.leaves[other], "--draw", "1.1")
    assert code == 1
    assert "wrong" in unshown(report, "1.1")


def test_what_could_not_be_checked_of_the_draw_is_told(tmp_path: Path, refute: Refute) -> None:
    """The check itself stands in the report, not its consequence alone."""
    maker = no_bracket()
    maker.publish(tmp_path)
    code, report = refute(tmp_path, maker.leaves[drawn_at_random(maker)], "--draw", "1.1")
    assert code == 3
    told = {(f["check"], f["draw"]) for f in report["findings"] if f["result"] == "not_checked"}
    assert ("06.bracket", "1.1") in told


def test_without_the_roster(tmp_path: Path, refute: Refute) -> None:
    maker = standard()
    maker.publish(tmp_path)
    drop(tmp_path, maker.data("campaign.open")["roster"]["blob"])
    code, report = refute(tmp_path, maker.openings[1][0])
    assert code == 1
    assert "roster" in unshown(report, None)


@pytest.mark.parametrize(("kind", "name"), [("draw.freeze", "pool"), ("draw.result", "selection")])
def test_without_a_list(tmp_path: Path, refute: Refute, kind: str, name: str) -> None:
    maker = standard()
    maker.publish(tmp_path)
    drop(tmp_path, maker.data(kind, 1)[name]["blob"])
    code, report = refute(tmp_path, maker.openings[1][0], "--draw", "1.1")
    assert code == 1
    assert "selection could not be read" in unshown(report, "1.1")


def test_without_the_choice(tmp_path: Path, refute: Refute) -> None:
    maker = standard()
    maker.data("draw.choice", 1)["more"] = 1
    maker.publish(tmp_path)
    code, report = refute(tmp_path, maker.openings[1][0], "--draw", "1.1")
    assert code == 1
    assert "an entry it needs" in unshown(report, "1.1")


def test_without_the_type(tmp_path: Path, refute: Refute) -> None:
    """What was disclosed is gone, and the holder shows neither facts nor lot."""
    maker = typed()
    maker.publish(tmp_path)
    drop(tmp_path, maker.data("disclosure")["blob"])
    one = an_opening(maker, drawn_at_random(maker), ("id",))
    code, report = refute(tmp_path, one)
    assert code == 1
    assert "facts and lot" in unshown(report, "1.1")


def test_without_the_stratum(tmp_path: Path, refute: Refute) -> None:
    maker = typed()
    maker.data("draw.result", 1)["strata"] = [
        {**one, "type": f"Z{place}"}
        for place, one in enumerate(maker.data("draw.result", 1)["strata"])
    ]
    maker.publish(tmp_path)
    code, report = refute(tmp_path, maker.leaves[drawn_at_random(maker)])
    assert code == 1
    assert "no stratum" in unshown(report, "1.1")
