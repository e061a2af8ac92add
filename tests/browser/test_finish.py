"""Finishing a draw (spec 04 §9), compared with the later results of books that others made."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.books import EVERY_KIND, NOW, Book, Books
from tests.browser.built import check, choose, failed, judge, until
from tests.browser.chromium import PAGE, Chromium
from tests.browser.shortened import Moment, entries_of, moments, shorten

WITHOUT_WITNESSES = "honest: beacon without witnesses"


@pytest.fixture(scope="module")
def book(books: Books) -> Book:
    """An honest publication of every kind of campaign."""
    return books[EVERY_KIND]


@pytest.fixture(scope="module")
def draws(book: Book) -> dict[str, Moment]:
    """Its draws with a bracket, by name."""
    return {one.name: one for one in moments(entries_of(book.archive))}


@pytest.fixture(scope="module")
def worker(browser: Chromium) -> Chromium:
    browser.open(PAGE.as_uri())
    return browser


def run(worker: Chromium, archive: Path, trust: bytes, **more: object) -> dict[str, Any]:
    return judge(worker, archive, trust, now=NOW, **more)


def finish(worker: Chromium, archive: Path, book: Book, value: str, **more: object) -> Any:  # noqa: ANN401
    return run(worker, archive, book.trust_bytes, finish=True, beacon=value, **more)


def agree(finished: dict[str, Any], moment: Moment) -> None:
    """What was computed is what the book had later."""
    result = moment.result
    assert finished["seed"] == result["seed"]
    assert finished["selection"] == {key: result["selection"][key] for key in ("count", "root")}
    assert finished["n"] == moment.freeze["n"]
    if "strata" in result:
        assert finished["strata"] == result["strata"]
    else:
        assert (finished["cutoff"], finished["odds"]) == (result["cutoff"], result["odds"])


def test_every_draw_is_finished_before_its_beacon(
    worker: Chromium, book: Book, draws: dict[str, Moment], tmp_path: Path
) -> None:
    assert len(draws) >= 5
    assert any("strata" in one.result for one in draws.values())
    for name, moment in draws.items():
        short = shorten(book.archive, tmp_path / f"{name}.zip", moment.head)
        got = finish(worker, short, book, moment.value["signature"])
        assert got["exit"] == 0, got["findings"]
        finished = got["finished"]
        assert f"{finished['campaign']}.{finished['draw']}" == name
        assert finished["agrees"] is None
        assert finished["bracket"]["proven"]
        agree(finished, moment)
        with zipfile.ZipFile(book.archive) as packed:
            blob = packed.read(f"blob/sha256/{moment.result['selection']['blob']}")
        assert finished["leaves"].encode() == blob


def test_a_finished_draw_agrees_with_its_book(
    worker: Chromium, book: Book, draws: dict[str, Moment]
) -> None:
    for name, moment in draws.items():
        got = finish(worker, book.archive, book, f" {moment.value['signature']}\n", draw=name)
        assert (got["exit"], got["finished"]["agrees"]) == (0, True), got["findings"]


def test_a_wrong_value_is_refused(
    worker: Chromium, book: Book, draws: dict[str, Moment], tmp_path: Path
) -> None:
    first, other = list(draws.values())[:2]
    short = shorten(book.archive, tmp_path / "short.zip", first.head)
    right = first.value["signature"]
    for value in (other.value["signature"], right.upper(), right[:-2], f"00{right[2:]}"):
        got = finish(worker, short, book, value)
        assert (got["exit"], failed(got)) == (1, {"06.beacon"})
        assert got["finished"]["seed"] is None


def with_another(archive: Path, target: Path, old: str) -> Path:
    """The publication with the first digit of a value in its entries exchanged."""
    new = ("0" if old[0] != "0" else "1") + old[1:]
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old.encode(), new.encode()))
    return target


def test_a_book_that_says_otherwise(
    worker: Chromium, book: Book, draws: dict[str, Moment], tmp_path: Path
) -> None:
    moment = next(iter(draws.values()))
    bad = with_another(book.archive, tmp_path / "bad.zip", moment.result["cutoff"])
    got = finish(worker, bad, book, moment.value["signature"], draw=moment.name)
    assert (got["exit"], got["finished"]["agrees"]) == (1, False)
    agree(got["finished"], moment)


@pytest.mark.parametrize(
    "more",
    [{"beacon": ""}, {"draw": "9.1"}, {"draw": "4.1"}],
    ids=["no value", "no such draw", "a campaign without a beacon"],
)
def test_nothing_to_finish(
    worker: Chromium, book: Book, draws: dict[str, Moment], more: dict[str, str]
) -> None:
    value = next(iter(draws.values())).value["signature"]
    got = run(worker, book.archive, book.trust_bytes, finish=True, **{"beacon": value, **more})
    assert got["exit"] == 2


def without_cosignatures(archive: Path, target: Path) -> Path:
    """The same publication under its head with the log's own signature alone."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "checkpoint":
                lines = data.decode().split("\n")
                mine = [line for line in lines[4:] if line.startswith(f"\u2014 {lines[0]} ")]
                data = "\n".join([*lines[:4], mine[0], ""]).encode()
            new.writestr(name, data)
    return target


def test_a_head_that_nobody_else_signed_proves_no_time(
    worker: Chromium, book: Book, draws: dict[str, Moment], tmp_path: Path
) -> None:
    moment = next(iter(draws.values()))
    short = shorten(book.archive, tmp_path / "short.zip", moment.head)
    bare = without_cosignatures(short, tmp_path / "bare.zip")
    got = finish(worker, bare, book, moment.value["signature"])
    assert got["exit"] == 3
    assert not got["finished"]["bracket"]["proven"]
    assert "06.bracket" in {f["check"] for f in got["findings"] if f["result"] == "not_checked"}
    agree(got["finished"], moment)


def test_a_ledger_without_witnesses_needs_no_bracket(worker: Chromium, books: Books) -> None:
    book = books[WITHOUT_WITNESSES]
    acts = [json.loads(one)["body"] for one in entries_of(book.archive)]
    value = next(act["data"]["beacon"] for act in reversed(acts) if act["kind"] == "draw.beacon")
    got = finish(worker, book.archive, book, value["signature"])
    assert (got["exit"], got["finished"]["agrees"]) == (0, True), got["findings"]
    assert got["finished"]["bracket"]["quorum"] == 0


def remark(result: dict[str, Any], code: str) -> Any:  # noqa: ANN401
    return next(one["values"] for one in result["remarks"] if one["code"] == code)


def test_a_value_while_verifying_changes_no_exit(
    worker: Chromium, book: Book, draws: dict[str, Moment], tmp_path: Path
) -> None:
    moment = next(iter(draws.values()))
    short = shorten(book.archive, tmp_path / "short.zip", moment.head)
    right = run(worker, short, book.trust_bytes, beacon=moment.value["signature"])
    value = remark(right, "unfinished")["value"]
    assert (right["exit"], value["seed"]) == (0, moment.result["seed"])
    wrong = run(worker, short, book.trust_bytes, beacon="00")
    assert (wrong["exit"], remark(wrong, "unfinished")["value"]["refused"]) == (0, True)
    idle = run(worker, book.archive, book.trust_bytes, beacon=moment.value["signature"])
    told = {(f["check"], f["result"]) for f in idle["findings"]}
    assert idle["exit"] == 0
    assert {("06.beacon", "not_checked"), ("06.beacon", "proven")} <= told


def test_from_the_remark_to_the_result(
    page: Chromium, book: Book, draws: dict[str, Moment], tmp_path: Path
) -> None:
    """By hand: the remark offers to finish the draw, the value is pasted, the list is saved."""
    moment = next(iter(draws.values()))
    assert book.trust is not None
    choose(page, "ZIP file", shorten(book.archive, tmp_path / "short.zip", moment.head))
    choose(page, "or choose the file", book.trust)
    assert check(page)["exit"] == 0
    page.evaluate("document.querySelector('li[data-code=unfinished] button').click()")
    field = "document.activeElement"
    assert page.evaluate(f"{field}.labels[0].textContent").startswith("Value of")
    page.evaluate(f"{field}.value = {json.dumps(moment.value['signature'])}")
    assert check(page)["exit"] == 0
    text = page.evaluate("document.querySelector('section[aria-labelledby=finished]').textContent")
    assert moment.result["seed"] in text
    assert "s before the beacon" in text
    saved = "HTMLAnchorElement.prototype.click = function () { window.saved = this; }"
    page.evaluate(saved)
    page.evaluate(
        "[...document.querySelectorAll('button')]"
        ".find((one) => one.textContent === 'Save the list').click()"
    )
    page.evaluate(until("window.saved"))
    listed = page.evaluate("fetch(saved.href).then((got) => got.text(), () => null)")
    assert listed is None  # the page may reach nothing, not even its own list
    assert page.evaluate("saved.download") == f"selection-{moment.name}.txt"
