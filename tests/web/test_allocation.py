"""The page of a draw made type by type, with a type whose institutions are drawn by weight."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from demo.catalogue import PICKS
from inspection import Step, disclosure
from ledger import read_marked_list
from tests.inspection import hall as halls
from tests.inspection.hall import Hall
from tests.inspection.tables import everything
from tests.web.pages import Element, parse
from tests.web.visitor import Visitor
from web.public import public_site

WEIGHTED = sorted(PICKS[0])[0]
FORM = replace(halls.OPEN_FORM, allocation="per_type", weighted=(WEIGHTED,))


def played(folder: Path, until: Step | None = None) -> Hall:
    """An open campaign of this form, with one draw up to that step."""
    hall = halls.build(folder)
    halls.begin(hall, FORM)
    official = hall.people["o1"]
    hall.do(partial(disclosure.disclose, by=official, parts=disclosure.PARTS, rows="all"))
    halls.run_draw(hall, until=until)
    return hall


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return played(tmp_path_factory.mktemp("strata"))


def visit(hall: Hall, address: str) -> Element:
    return parse(Visitor(public_site(hall.publication, None)).get(address).text)


def text_of(page: Element) -> str:
    return " ".join(page.text.split())


def table(page: Element, caption: str) -> Element:
    (found,) = [one for one in page.all("table") if one.one("caption").text == caption]
    return found


def test_every_type_has_its_row_with_pool_certain_drawn_and_chance(hall: Hall) -> None:
    page = visit(hall, "/campaign/1?lang=en")
    shown = table(page, "Draw 1.1: pool, certain, drawn and chance, type by type")
    head, *rows = shown.all("tr")
    assert [one.attributes["scope"] for one in head.all("th")] == ["col"] * 5
    assert [row.one("th").attributes["scope"] for row in rows] == ["row"] * len(hall.draw.strata)
    for row, one in zip(rows, hall.draw.strata, strict=True):
        chance = "–" if one.odds is None else f"{one.odds[0]:,} / {one.odds[1]:,}"
        counts = [f"{n:,}" for n in (one.pool_size, one.must, one.size)]
        assert row.one("th").text.startswith(f"{one.type} ")
        assert [cell.text for cell in row.all("td")] == [*counts, chance]
    cutoffs = table(page, "Draw 1.1: the cut-off of each type")
    told = {row.one("th").text: row.one("td").text for row in cutoffs.all("tr")[1:]}
    none = "none: nobody was drawn by lot"
    assert told == {one.type: one.cutoff or none for one in hall.draw.strata}


def test_no_count_is_the_one_that_only_the_seed_holds(hall: Hall) -> None:
    draw, page = hall.draw, visit(hall, "/campaign/1?lang=en")
    assert f"{draw.selected} of {draw.pool} enterprises were drawn." in text_of(page)
    counts = table(page, "Draw 1.1: counts")
    cells = {row.one("th").text: row.one("td").text for row in counts.all("tr")}
    assert cells["Drawn (n)"] == f"{draw.selected:,}"
    assert "Every enterprise in the pool was certain" not in text_of(page)
    assert "so that nobody can be guessed" not in text_of(page), "nothing is merged"


def test_allocation_and_weights_are_said(hall: Hall) -> None:
    text = text_of(visit(hall, "/campaign/1?lang=en"))
    assert "per type: the lot gives every enterprise of the pool one of its chosen types" in text
    assert f"by weight for the types {WEIGHTED}:" in text
    assert f"never over quota: types {WEIGHTED}." in text
    assert f"按权重的类别：{WEIGHTED}" in text_of(visit(hall, "/campaign/1?lang=zh"))


def test_the_cut_offs_of_the_page_give_the_published_selection(hall: Hall) -> None:
    draw = hall.draw
    rows = table(visit(hall, "/campaign/1?lang=en"), "Draw 1.1: the cut-off of each type")
    cutoffs = {row.one("th").text: row.one("td").text for row in rows.all("tr")[1:]}
    matched = {str(row[2]): str(row[3]) for row in everything(hall)["match_row"]}
    site = Visitor(public_site(hall.publication, None))
    blob = site.get(f"/publication/blob/sha256/{draw.selection_blob}").content
    drawn = [leaf for leaf, mark in read_marked_list(blob) if mark == "r"]
    assert drawn
    for leaf in drawn:
        assert sha256(f"{draw.seed}:draw:{leaf}".encode()).hexdigest() <= cutoffs[matched[leaf]]


def test_before_the_draw_no_count_is_promised(tmp_path: Path) -> None:
    hall = played(tmp_path, Step.RESULT)
    text = text_of(visit(hall, "/campaign/1?lang=en"))
    assert "To be drawn (n)" not in text
    assert "It is drawn type by type: of each type its planned count" in text
    book = text_of(visit(hall, "/book?lang=en"))
    assert "they are to be drawn type by type" in book
    assert "are to be drawn." not in book


def test_a_pooled_campaign_says_so_and_has_no_such_table(tmp_path: Path) -> None:
    hall = halls.build(tmp_path)
    halls.begin(hall)
    halls.run_draw(hall)
    page = visit(hall, "/campaign/1?lang=en")
    assert "pooled: drawn from the whole pool of a draw" in text_of(page)
    assert "by quota for all types" in text_of(page)
    assert "type by type" not in text_of(page)
