"""`refute`: my ticket is below the cut-off and I am missing (spec 04 §11)."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier import command
from verifier.selftest.book import Data, Maker, leaf_of, standard, write
from verifier.selftest.draw_rules import canonical, commit, list_root

from .calling import made_book

__all__ = ["made_book"]

Refute = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(name="refute")
def refuting(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Refute:
    def act(folder: Path, opening: Data, *more: str) -> tuple[int, dict[str, Any]]:
        write(tmp_path / "one.json", canonical(opening) + b"\n")
        place = [str(folder / "publication"), "--trust", str(folder / "trust.json")]
        own = ["--opening", str(tmp_path / "one.json"), *more]
        code = command.run(["refute", *place, *own, "--json"])
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert report["exit"] == code
        return code, report

    return act


def own(report: dict[str, Any], result: str = "failed") -> list[dict[str, Any]]:
    rows = report["findings"]
    return [f for f in rows if f["check"] == "13.refute" and f["result"] == result]


def closed(opening: Data, *parts: str) -> Data:
    inner = {p: opening[p] for p in parts}
    return {
        **opening,
        **{p: {"commitment": commit(p, v["salt"], v["value"])} for p, v in inner.items()},
    }


def rows_of(maker: Maker, kind: str, name: str, draw: int = 1) -> list[tuple[str, str]]:
    text = maker.blobs[maker.data(kind, draw)[name]["blob"]].decode()
    return [(line[:64], line[65]) for line in text.splitlines()]


def republish(
    maker: Maker, kind: str, name: str, rows: list[tuple[str, str]], folder: Path
) -> Path:
    """Put another list in the place of a draw's, and sign everything again."""
    told = maker.data(kind, 1)[name]
    if told["blob"] in maker.blobs:
        del maker.blobs[told["blob"]]
    rows = sorted(rows)
    blob = maker.blob("".join(f"{leaf} {mark}\n" for leaf, mark in rows).encode())
    told.update(blob=blob, count=len(rows), root=list_root(rows))
    maker.publish(folder)
    return folder


def test_no_enterprise_of_an_honest_book_can_refute(
    made: tuple[Path, Maker], refute: Refute
) -> None:
    folder, maker = made
    for opening in maker.openings[1][::5]:
        for one in (opening, closed(opening, "lot"), closed(opening, "facts", "lot")):
            code, report = refute(folder, one)
            assert (code, report["verdict"]) == (0, "proven")
            assert [f["draw"] for f in own(report, "proven")] == ["1.1", "1.3", "1.4"]
            shown = "facts are closed" in own(report, "proven")[0]["note"]
            assert shown == ("commitment" in one["facts"])


def test_no_enterprise_drawn_type_by_type_can_refute(tmp_path: Path, refute: Refute) -> None:
    maker = Maker(size=50)
    maker.open_campaign("open", allocation="per_type")
    maker.disclose(["facts", "id", "lot"], "all")
    maker.whole_draw(1, ["A01", "A02", "C07"])
    maker.publish(tmp_path)
    for opening in maker.openings[1][::4]:
        for one in (opening, closed(opening, "facts", "lot")):
            assert refute(tmp_path, one)[0] == 0


@pytest.mark.parametrize("mark", ["r", "m"])
def test_a_missing_enterprise(tmp_path: Path, refute: Refute, mark: str) -> None:
    maker = standard()
    rows = rows_of(maker, "draw.result", "selection")
    victim = next(leaf for leaf, own_mark in rows if own_mark == mark)
    left = [row for row in rows if row[0] != victim]
    republish(maker, "draw.result", "selection", left, tmp_path)
    form = tmp_path / "form.txt"
    one = closed(maker.leaves[victim], "facts", "lot")
    code, report = refute(tmp_path, one, "--draw", "1.1", "--form", str(form))
    (told,) = own(report)
    assert (code, told["field"], told["draw"]) == (1, "missing", "1.1")
    assert told["entry"] == maker.find("draw.result", 1)
    if mark == "r":
        assert told["found"] <= told["expected"] == maker.data("draw.result", 1)["cutoff"]


def test_an_intruder(tmp_path: Path, refute: Refute) -> None:
    for number, (mark, inside) in enumerate((("r", True), ("r", False))):
        maker = standard()
        rows = rows_of(maker, "draw.result", "selection")
        pool = dict(rows_of(maker, "draw.freeze", "pool"))
        chosen = {leaf for leaf, _mark in rows}
        others = set(pool if inside else maker.leaves) - chosen - (set() if inside else set(pool))
        victim = min(leaf for leaf in others if pool.get(leaf, "r") == mark)
        folder = tmp_path / str(number)
        republish(maker, "draw.result", "selection", [*rows, (victim, mark)], folder)
        code, report = refute(folder, maker.leaves[victim], "--draw", "1.1")
        (told,) = own(report)
        assert (code, told["field"]) == (1, "intruding")


def test_the_pool_is_judged_with_open_facts(tmp_path: Path, refute: Refute) -> None:
    honest = standard()
    pool = rows_of(honest, "draw.freeze", "pool")
    selected = {leaf for leaf, _mark in rows_of(honest, "draw.result", "selection")}
    inside = next(leaf for leaf, mark in pool if mark == "r" and leaf not in selected)
    outside = next(leaf for leaf in sorted(honest.leaves) if leaf not in dict(pool))
    marked = next(leaf for leaf, mark in pool if mark == "m")
    changes = {
        "left_out": (inside, [row for row in pool if row[0] != inside]),
        "wrongly_in": (outside, [*pool, (outside, "m")]),
        "mark": (marked, [(leaf, "r" if leaf == marked else mark) for leaf, mark in pool]),
    }
    for field, (leaf, rows) in changes.items():
        maker = standard()
        folder = republish(maker, "draw.freeze", "pool", rows, tmp_path / field)
        code, report = refute(folder, maker.leaves[leaf], "--draw", "1.1")
        fields = {f["field"] for f in own(report)}
        assert code == 1
        # Whoever is wrongly marked or in may by that be missing or intruding, too.
        assert fields & {field, "missing", "intruding"}
        if field == "left_out":
            assert fields == {field}
            assert own(report)[0]["entry"] == maker.find("draw.freeze", 1)
            code, report = refute(folder, closed(maker.leaves[leaf], "facts"), "--draw", "1.1")
            # nothing is claimed, and nothing is called right: the draw itself is wrong (07.tickets)
            assert (code, own(report)) == (1, [])


def missing_one(folder: Path, mark: str = "r") -> Data:
    """A book in which one enterprise is missing from the selection; gives its opening."""
    maker = standard()
    rows = rows_of(maker, "draw.result", "selection")
    victim = next(leaf for leaf, own_mark in rows if own_mark == mark)
    republish(maker, "draw.result", "selection", [r for r in rows if r[0] != victim], folder)
    opening: Data = maker.leaves[victim]
    return opening


def test_a_leaf_that_is_on_no_roster_proves_nothing(
    made: tuple[Path, Maker],
    tmp_path: Path,
    refute: Refute,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, maker = made
    stranger = json.loads(json.dumps(maker.openings[1][0]))
    stranger["id"]["value"]["name"] = "别的企业"
    form = tmp_path / "form.txt"
    code, report = refute(folder, stranger, "--form", str(form))
    assert (code, report["verdict"], own(report)) == (3, "incomplete", [])
    (told,) = own(report, "not_checked")
    assert told["draw"] is None
    assert not form.exists()
    given = ["refute", str(folder / "publication"), "--trust", str(folder / "trust.json")]
    for language, words in (("en", "CANNOT SAY: this opening"), ("zh", "结论：不能判断。")):
        asked = ["--opening", str(tmp_path / "one.json"), "--lang", language]
        assert command.run([*given, *asked]) == 3
        assert capsys.readouterr().out.startswith(words)


def test_the_form_says_what_was_compared(tmp_path: Path, refute: Refute) -> None:
    opening = missing_one(tmp_path)
    form = tmp_path / "form.txt"
    assert refute(tmp_path, opening, "--form", str(form))[0] == 1
    text = form.read_text(encoding="utf-8")
    for part in (
        leaf_of(opening), canonical(opening).decode(), "Objection to a draw", "对抽取的异议书",
        "so it had to be drawn; the published selection does not contain it.",
        "按规则应当抽中；公布的抽中名单里没有它。",
    ):  # fmt: skip
        assert part in text
    assert refute(tmp_path, opening, "--form", str(form))[0] == 2
    assert form.read_text(encoding="utf-8") == text


def test_the_draws_are_named(
    tmp_path: Path, refute: Refute, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = missing_one(tmp_path, "m")
    refute(tmp_path, opening)
    given = ["refute", str(tmp_path / "publication"), "--trust", str(tmp_path / "trust.json")]
    command.run([*given, "--opening", str(tmp_path / "one.json"), "--lang", "en"])
    out = capsys.readouterr().out
    assert "(1.3 by the rules; 1.4 by the rules; 1.1 not by the rules)" in out
    assert "It is a must in the pool, so it had to be drawn" in out


def test_the_command_of_the_form_gives_the_ticket(tmp_path: Path, refute: Refute) -> None:
    maker = standard()
    rows = rows_of(maker, "draw.result", "selection")
    victim = next(leaf for leaf, mark in rows if mark == "r")
    left = [row for row in rows if row[0] != victim]
    republish(maker, "draw.result", "selection", left, tmp_path)
    form = tmp_path / "form.txt"
    refute(tmp_path, maker.leaves[victim], "--draw", "1.1", "--form", str(form))
    lines = [one.strip() for one in form.read_text(encoding="utf-8").splitlines()]
    line = next(one for one in lines if one.startswith("printf"))
    made = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert f"ticket: {made.stdout.split()[0]}" in lines


def test_nothing_is_written_where_nothing_is_refuted(
    made: tuple[Path, Maker], tmp_path: Path, refute: Refute
) -> None:
    folder, maker = made
    form = tmp_path / "form.txt"
    assert refute(folder, maker.openings[1][0], "--form", str(form))[0] == 0
    assert not form.exists()
    inside = folder / "publication/form.txt"
    assert refute(folder, maker.openings[1][0], "--form", str(inside))[0] == 2


def test_an_opening_that_says_too_little(
    made: tuple[Path, Maker], tmp_path: Path, refute: Refute
) -> None:
    folder, maker = made
    opening = maker.openings[1][0]
    code, report = refute(folder, closed(opening, "id"))
    assert (code, report["verdict"]) == (2, "unreadable")
    assert refute(folder, {**opening, "more": 1})[0] == 2
    assert refute(folder, {**opening, "v": 2})[0] == 3
    assert refute(folder, {**opening, "campaign": 7})[0] == 3
    assert refute(folder, opening, "--draw", "1.2")[0] == 3
    assert refute(tmp_path, opening)[0] == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_can_read_it(
    made: tuple[Path, Maker], tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    folder, maker = made
    write(tmp_path / "one.json", canonical(maker.openings[1][0]))
    place = [str(folder / "publication"), "--trust", str(folder / "trust.json")]
    given = ["refute", *place, "--opening", str(tmp_path / "one.json"), "--lang", language]
    assert command.run(given) == 0
    assert {"zh": "反驳不成立", "en": "NOT REFUTED"}[language] in capsys.readouterr().out
