"""What a witness shows."""

import base64
import re
import xml.etree.ElementTree as ET
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
import zxingcpp

from ledger.witnessing import AddCheckpoint, write_request
from tests.witness.book import FORK, HONEST, NAME, Log
from tests.witness.conftest import Desk
from witness import make, trust
from witness.folder import opened
from witness.page import CONTRIBUTE
from witness.words import LANGUAGES, WORDS


class Text(HTMLParser):
    """The words a reader gets, and the tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


async def page(desk: Desk, query: str = "") -> Text:
    answer = await desk.get(f"/{query}")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return Text(answer.text)


async def test_it_says_who_it_is_and_what_it_saw(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 300))
    await desk.post(HONEST.request(300, 1_234))
    shown = await page(desk)
    for expected in (
        NAME,
        desk.witness.vkey,
        HONEST.origin,
        "条目数1,234",
        HONEST.tree(1_234).root(),  # grouped by the style sheet, so one word to copy
        "2027-01-15 16:00:00 (UTC+8)",
        "签过名的账本状态数2",
        "从未收到与这本账本相矛盾的内容",
    ):
        assert expected in shown.text
    groups = [tag for tag, _ in shown.tags].count("span")
    assert groups >= 16


async def test_it_says_which_body_runs_it(desk: Desk, tmp_path: Path) -> None:
    assert "运行机构未填写" in (await page(desk)).text  # a folder made without
    make(tmp_path / "named", NAME, "Widgets & 示例消费者协会")
    with opened(tmp_path / "named") as (witness, store):
        named = Desk(witness, store, tmp_path / "named")
        assert "见证方 Widgets & 示例消费者协会" in (await page(named)).text
        assert "Run byWidgets & 示例消费者协会" in (await page(named, "?lang=en")).text


async def test_it_speaks_both_languages(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    for query, language, words in (
        ("", "zh-CN", "在此签名的最后一个检查点"),
        ("", "zh-CN", "上面的根值用十六进制显示"),
        ("?lang=en", "en", "The last checkpoint signed here"),
        ("?lang=en", "en", "is the same root, written in base64"),
        ("?lang=xx", "zh-CN", "跳到正文"),
    ):
        shown = await page(desk, query)
        assert ("html", {"lang": language}) in shown.tags
        assert words in shown.text
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert WORDS.keys() == LANGUAGES.keys()


async def test_the_qr_code_is_the_note(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    html = (await desk.get("/")).text
    found = re.search(r'<div class="qr" role="img" aria-label="([^"]+)">(<svg.*?</svg>)', html)
    assert found is not None
    assert HONEST.origin in found[1]
    svg = ET.fromstring(found[2])  # noqa: S314 - made by our own page
    assert HONEST.origin in (svg.findtext("title") or svg[0].text or "")
    (code,) = zxingcpp.read_barcodes(picture(svg))
    shown = await desk.get(f"/checkpoint/{HONEST.origin}")
    assert code.text.encode() == shown.content


def picture(svg: ET.Element, scale: int = 4) -> memoryview:
    """Draw segno's path (M, m, h: rows of dark modules) as a grey picture, as a screen would."""
    side = int(svg.attrib["viewBox"].split()[2])
    (path,) = [one.attrib["d"] for one in svg.iter() if "stroke" in one.attrib]
    dark, x, y = set(), 0.0, 0.0
    for order, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(one) for one in numbers.split()]
        if order == "h":
            dark |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if order == "M" else (x + values[0], y + values[1])
    rows = [
        bytes(0 if (col // scale, row // scale) in dark else 255 for col in range(side * scale))
        for row in range(side * scale)
    ]
    return memoryview(b"".join(rows)).cast("B", (side * scale, side * scale))


async def test_a_note_that_no_qr_code_holds_is_shown_as_text(desk: Desk) -> None:
    """As an earlier version may have kept it."""
    answer = await desk.post(HONEST.request(0, 7))
    junk = f"— {HONEST.origin} {base64.b64encode(bytes(2_500)).decode()}\n".encode()
    note = HONEST.note(7) + junk + answer.content
    with desk.store.transaction() as rows:
        rows._connection.exec_driver_sql("UPDATE signed SET note = ?", (note,))
    shown = await page(desk)
    assert HONEST.tree(7).root() in shown.text
    assert ("div", "qr") not in [(tag, one.get("class")) for tag, one in shown.tags]


async def test_evidence_is_said_in_words(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    await desk.post(FORK.request(7, 9))
    await desk.post(FORK.request(0, 7))
    for query, fork, unproven in (
        ("", "警告：分叉证据", "警告：有一个状态未被证明"),
        ("?lang=en", "Warning: evidence of a fork", "Warning: a state that was not shown"),
    ):
        shown = await page(desk, query)
        assert fork in shown.text
        assert unproven in shown.text
        assert shown.text.index(fork) < shown.text.index(unproven)
        assert re.sub(r"\s+", " ", FORK.note(7).decode()).strip() in shown.text
        assert [tag for tag in shown.tags if tag == ("section", {"class": "alarm"})] != []


async def test_a_state_that_proves_right_later_is_settled(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    await desk.post(write_request(AddCheckpoint(7, (), HONEST.note(9))))
    assert "Settled" not in (await page(desk, "?lang=en")).text
    await desk.post(HONEST.request(7, 9))
    shown = await page(desk, "?lang=en")
    assert "Settled: this very state was shown to continue" in shown.text


async def test_a_witness_of_nothing_says_so(desk: Desk) -> None:
    assert "Nothing of this book has been signed here yet" in (await page(desk, "?lang=en")).text


async def test_notes_are_served_as_text(desk: Desk) -> None:
    answer = await desk.post(HONEST.request(0, 7))
    for address in (HONEST.origin, HONEST.origin.replace("/", "%2F")):
        shown = await desk.get(f"/checkpoint/{address}")
        assert shown.content == HONEST.note(7) + answer.content
        assert shown.headers["content-type"] == "text/plain; charset=utf-8"
    assert (await desk.get("/checkpoint/other.example")).status_code == 404


async def test_the_link_to_a_note_works(desk: Desk) -> None:
    strange = Log(origin="a?c&d#e/<f>%")
    trust(desk.folder, strange.origin, strange.vkey)
    await desk.post(strange.request(0, 3))
    html = (await desk.get("/")).text
    (link,) = re.findall(r'href="(/checkpoint/[^"]+)"', html)
    assert (await desk.get(unescape(link))).content.startswith(strange.origin.encode())
    assert "<f>" not in html


async def test_nothing_comes_from_elsewhere(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    shown = await page(desk)
    addresses = [
        value
        for _, attributes in shown.tags
        for name, value in attributes.items()
        if name in ("src", "href", "action")
    ]
    assert addresses
    assert all(one is not None and one[0] in "/#" for one in addresses)
    assert not {"script", "form", "iframe"} & {tag for tag, _ in shown.tags}
    assert (await desk.get("/style.css")).headers["content-type"].startswith("text/css")


async def test_the_contribution_page_is_offered_with_its_digest(desk: Desk) -> None:
    if not CONTRIBUTE.is_file():
        assert (await desk.get("/contribute")).status_code == 404
        return
    content = CONTRIBUTE.read_bytes()
    assert sha256(content).hexdigest() in (await page(desk)).text
    used = await desk.get("/contribute")
    saved = await desk.get("/contribute.html")
    assert used.content == saved.content == content
    assert "content-disposition" not in used.headers
    assert saved.headers["content-disposition"].startswith("attachment")
    for answer in (used, saved):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "connect-src" not in policy


@pytest.mark.parametrize("path", ["/nothing", "/add-checkpoint", "/checkpoint/"])
async def test_other_addresses_are_refused_plainly(desk: Desk, path: str) -> None:
    answer = await desk.get(path)
    assert answer.status_code in (404, 405)
    assert answer.headers["x-content-type-options"] == "nosniff"
