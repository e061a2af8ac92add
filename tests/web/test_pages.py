"""What visitors see: every link answers, the structure holds, nothing private is there."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import pairwise

import pytest

from demo.generate import Variant, dataset
from ledger import read_marked_list
from tests.inspection import hall as halls
from tests.web.conftest import TITLE, Event
from tests.web.pages import Element, parse
from tests.web.visitor import Visitor
from web.public import public_site

START = ("/", "/?lang=en", "/?lang=zh")


@pytest.fixture(scope="module")
def pages(event: Event) -> dict[str, str]:
    """Every page of the book without witnesses."""
    return walk(event)


@pytest.fixture(scope="module", params=["dark", "lit"])
def every(request: pytest.FixtureRequest, pages: dict[str, str], lit: Event) -> dict[str, str]:
    """The same, and every page of the lit book, of which a draw waits for its beacon."""
    return pages if request.param == "dark" else walk(lit)


def walk(event: Event) -> dict[str, str]:
    """Every HTML page that can be reached, by its address; fails if a link does not answer."""
    found: dict[str, str] = {}
    asked: set[str] = set()
    past = event.hall.now + halls.DAY
    client = Visitor(public_site(event.publication, event.trust, lambda: past))
    waiting = list(START)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in asked:
            continue
        asked.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            found[address] = answer.text
            waiting += _links(parse(answer.text))
    return found


def _links(page: Element) -> list[str]:
    return [
        one.attributes["href"]
        for one in page.all("a", "link")
        if not one.attributes["href"].startswith("#")
    ]


def test_all_pages_are_reached_in_both_languages(pages: dict[str, str], event: Event) -> None:
    size = event.hall.office._state.size
    for seq in range(size):
        assert {f"/book/{seq}", f"/book/{seq}?lang=en", f"/book/{seq}?lang=zh"} <= pages.keys()
    assert {"/campaign/1?lang=en", "/campaign/2?lang=en", "/book?lang=zh"} <= pages.keys()


def test_every_anchor_is_there(every: dict[str, str]) -> None:
    for address, html in every.items():
        for link in [one.attributes["href"] for one in parse(html).all("a")]:
            path, _, anchor = link.partition("#")
            if anchor:
                target = parse(every[path or address])
                assert anchor in {one.attributes.get("id") for one in target.walk()}, link


def test_every_page_is_built_for_keyboard_and_screen_reader(every: dict[str, str]) -> None:
    for address, html in every.items():
        page = parse(html)
        assert page.one("html").attributes["lang"] in ("zh-CN", "en")
        assert page.one("title").text.strip()
        assert len(page.all("header")) == len(page.all("footer")) == len(page.all("h1")) == 1
        assert page.one("main").attributes["id"] == "content"
        assert page.all("a")[0].attributes["href"] == "#content", "the skip link comes first"
        assert all(one.attributes.get("aria-label") for one in page.all("nav")), address
        ids = [one.attributes["id"] for one in page.walk() if "id" in one.attributes]
        assert len(ids) == len(set(ids)), address
        for one in page.walk():
            named = one.attributes.get("aria-labelledby")
            assert named is None or named in ids


def test_headings_skip_no_level(every: dict[str, str]) -> None:
    for address, html in every.items():
        levels = [int(one.tag[1]) for one in parse(html).all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        steps = [b - a for a, b in pairwise(levels)]
        assert max(steps) <= 1, address


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(every: dict[str, str]) -> None:
    tables = [table for html in every.values() for table in parse(html).all("table")]
    assert tables
    for table in tables:
        assert table.one("caption").text.strip()
        assert table.all("th")
        assert all(cell.attributes["scope"] in ("row", "col") for cell in table.all("th"))


def test_pages_run_nothing_and_load_nothing_from_elsewhere(every: dict[str, str]) -> None:
    for html in every.values():
        page = parse(html)
        assert not page.all("script", "style", "iframe", "img", "form")
        for one in page.walk():
            assert not any(name.startswith("on") or name == "style" for name in one.attributes)
            for name in ("href", "src"):
                assert one.attributes.get(name, "/").startswith(("/", "#", "?"))


def test_free_text_is_shown_as_text(pages: dict[str, str]) -> None:
    for address in ("/", "/campaign/1", "/book/1"):
        assert not parse(pages[address]).all("b", "u", "i")
    page = parse(pages["/campaign/1"])
    assert TITLE in page.text
    assert "<u>示例依据</u>" in page.text
    assert "<i>示例</i>特殊情况。" in page.text


def test_no_enterprise_is_named(every: dict[str, str]) -> None:
    rows = dataset(variant=Variant.SMALL).roster
    secrets = {row.name for row in rows} | {row.code for row in rows}
    assert len(secrets) > 1000
    for html in every.values():
        assert not [secret for secret in secrets if secret in html]


def test_private_reasons_and_people_are_not_there(every: dict[str, str]) -> None:
    for html in every.values():
        assert not re.search("私下的|官员甲|示例representative", html)


def test_a_simulation_says_so_on_every_page(every: dict[str, str]) -> None:
    for html in every.values():
        english = parse(html).one("html").attributes["lang"] == "en"
        words = "Simulation: all people" if english else "模拟演练：人员与数据均为虚构"
        assert words in html


def test_the_missing_beacon_is_said_in_the_words_of_the_specification(
    pages: dict[str, str],
) -> None:
    sentence = (
        "Campaign 1 was drawn without a public beacon: the operator, or whoever controls its "
        "server, could have steered this draw unless at least one representative made and checked "
        "a contribution on a device the operator does not control, and every contribution was "
        "opened."
    )
    assert sentence in parse(pages["/campaign/1?lang=en"]).text
    assert "without a public beacon" not in parse(pages["/campaign/2?lang=en"]).text, "not drawn"


def test_a_draw_shows_its_numbers(pages: dict[str, str], event: Event) -> None:
    draw = event.hall.office._state.campaigns[0].draws[0]
    page = parse(pages["/campaign/1?lang=en"])
    cells = {row.one("th").text: row.one("td").text for row in _two_cells(page)}
    assert cells["Enterprises in the pool (N)"] == f"{draw.pool:,}"
    assert cells["of these certain, because they failed last time (m)"] == f"{draw.must:,}"
    assert cells["Left out of the pool: closed down"] == f"{draw.excluded['closed']:,}"
    assert draw.odds is not None
    assert f"{draw.odds[0]} / {draw.odds[1]}" in page.text
    shown = {one.text for one in page.all("code") if one.attributes.get("class") == "digest"}
    assert {draw.seed, draw.cutoff, draw.digest, draw.pool_root, draw.rows_root} <= shown
    assert draw.selection_root in shown


def _two_cells(page: Element) -> list[Element]:
    first = page.all("table")[0]
    return [row for row in first.all("tr") if len(row.all("td")) == len(row.all("th")) == 1]


def test_answers_objection_and_void_are_told(pages: dict[str, str]) -> None:
    text = " ".join(parse(pages["/campaign/1?lang=en"]).text.split())
    assert "Confirmations: 2 of 4. Objections: 1." in text
    assert "objected: a count is wrong" in text
    assert "answered by the supervisor: unfounded" in text
    assert "This draw is void: a disturbance at the event." in text
    assert "Sealed until 2027-10-31" in text


def test_an_open_campaign_shows_what_it_waits_for_and_its_openings(pages: dict[str, str]) -> None:
    text = " ".join(parse(pages["/campaign/2?lang=en"]).text.split())
    assert "waiting for the enterprises to be drawn" in text
    assert "This campaign publishes all names at once" in text
    assert "openings file, 600 lines" in text
    assert "Sealed until" not in text


def test_an_entry_shows_its_exact_bytes_and_their_hash(site: Visitor) -> None:
    for seq in (0, 1, 5):
        page = parse(site.get(f"/book/{seq}").text)
        data = site.get(f"/book/{seq}.json").content
        assert page.all("pre")[0].text == data.decode()
        leaf = sha256(b"\0" + data).hexdigest()
        assert leaf in {one.text for one in page.all("code")}
        assert f'"prev":"{leaf}"' in site.get(f"/book/{seq + 1}.json").text


def test_the_lines_for_one_enterprise_give_the_published_selection(
    site: Visitor, event: Event
) -> None:
    draw = event.hall.office._state.campaigns[0].draws[0]
    lines = next(
        one.text for one in parse(site.get("/campaign/1").text).all("pre") if "LEAF" in one.text
    )
    seed = lines.splitlines()[0].removeprefix("SEED=")
    assert "printf '%s' \"$SEED:draw:$LEAF\" | sha256sum" in lines
    pool = read_marked_list(site.get(f"/publication/blob/sha256/{draw.pool_blob}").content)
    drawn = [
        (leaf, mark)
        for leaf, mark in pool
        if mark == "m" or sha256(f"{seed}:draw:{leaf}".encode()).hexdigest() <= (draw.cutoff or "")
    ]
    blob = site.get(f"/publication/blob/sha256/{draw.selection_blob}").content
    assert tuple(drawn) == read_marked_list(blob)


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/campaign/0",
        "/campaign/3",
        "/campaign/x",
        "/book/9999",
        "/book/-1",
        "/book/" + "9" * 5000,
        "/book/01",
        "/book?from=9999",
        "/static/../public.py",
        "/static/x",
    ],
)
def test_what_is_not_there_gives_a_plain_page(site: Visitor, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert "没有找到" in answer.text or answer.headers["content-type"].startswith("text/plain")
