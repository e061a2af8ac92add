"""A book with witnesses and a beacon: what visitors see, and what they are told to run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from draw import DEFAULT, time_of
from inspection import CampaignForm, DrawState, Step
from inspection.acts import seed_input
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.web.conftest import Event
from tests.web.pages import Element, parse
from tests.web.visitor import Visitor
from web.public import public_site
from web.words import moment


def text_of(page: Element) -> str:
    return " ".join(page.text.split())


def draws(event: Event) -> tuple[DrawState, ...]:
    return event.hall.campaign.draws


def visit(event: Event, address: str, now: int | None = None) -> Element:
    """A page of the lit book at a time of the clock; without one, when its last round is past."""
    at = event.hall.due if now is None else now
    site = public_site(event.publication, event.trust, lambda: at)
    answer = Visitor(site).get(address)
    assert answer.status_code == 200
    return parse(answer.text)


def article(page: Element, number: int) -> Element:
    named = f"draw-1.{number}"
    return next(one for one in page.all("article") if one.attributes["aria-labelledby"] == named)


def part(page: Element, name: str) -> Element:
    sections = page.all("section")
    return next(one for one in sections if one.attributes.get("aria-labelledby") == name)


def lines_with(page: Element, words: str) -> str:
    """The one command block that has these words in it."""
    (found,) = [one.text for one in page.all("pre") if words in one.text]
    return found


def in_bash(lines: str) -> str:
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", lines], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


# every page


@pytest.mark.parametrize("address", ["/?lang=en", "/campaign/1?lang=en", "/book/3?lang=en"])
def test_every_page_says_how_far_the_book_is_witnessed(lit: Event, address: str) -> None:
    page = visit(lit, address)
    for place in ("header", "footer"):
        assert "published, witnessed 2 of 3 (needed 2)" in text_of(page.one(place))
    footer = text_of(page.one("footer"))
    time = parse(moment(lit.hall.now)).text
    for body in outside.BODIES[:2]:
        assert f"{body} · {time}" in footer
    assert outside.BODIES[2] not in footer
    assert "only if at least 1 of the witnesses cheat" in footer
    assert "checked with the keys of the trust file" in footer


def test_the_book_page_gives_names_and_keys_to_copy(lit: Event) -> None:
    section = part(visit(lit, "/book?lang=en"), "witnesses")
    shown = {item.one("strong").text: item.one("code").text for item in section.all("li")}
    assert shown == dict(zip(outside.BODIES, outside.VKEYS, strict=True))
    third = section.all("li")[outside.POLICY.vkeys.index(outside.VKEYS[2])]
    assert "has not signed this head" in text_of(third)


def test_without_a_trust_file_the_page_says_whose_keys_it_used(lit: Event) -> None:
    page = parse(Visitor(public_site(lit.publication)).get("/book?lang=en").text)
    assert "only with the keys that the book's first entry names" in text_of(page.one("footer"))


def test_a_book_without_witnesses_says_so(site: Visitor) -> None:
    page = parse(site.get("/book?lang=en").text)
    sentence = "This ledger has no witnesses: nobody but the operator has signed its head."
    assert sentence in text_of(part(page, "witnesses"))
    assert sentence in text_of(page.one("footer"))
    assert "published; no witnesses" in text_of(page.one("header"))


# draws


def test_a_bracketed_draw_shows_its_beacon_and_what_is_proven(lit: Event) -> None:
    shown, state = article(visit(lit, "/campaign/1?lang=en"), 1), draws(lit)[0]
    chain = lit.hall.chain
    assert state.beacon is not None
    assert state.round is not None
    digests = {one.text for one in shown.all("code")}
    assert {chain.hash, state.beacon.signature} <= digests
    text, due = text_of(shown), time_of(chain, state.round)
    assert f"{state.round:,} · due at {parse(moment(due)).text}" in text
    at = next(e.at for e in lit.hall.entries if e.seq == state.open_seq)
    bodies = ", ".join(b for b, v in outside.POLICY.witnesses if v in outside.VKEYS[:2])
    told = f"2 witnesses signed the closed list {due - at} s before the beacon ({bodies})."
    assert told in text
    assert f"/publication/blob/sha256/{state.bracket}" in {
        one.attributes["href"] for one in shown.all("a")
    }


def test_a_draw_that_nobody_signed_in_time_is_not_proven(lit: Event) -> None:
    text = text_of(article(visit(lit, "/campaign/1?lang=en"), 2))
    assert (
        "Not proven that the list was closed before the beacon: the book names no note of the "
        "witnesses for it." in text
    )


def test_contributions_tell_who_made_them_and_what_was_not_opened(lit: Event) -> None:
    page = visit(lit, "/campaign/1?lang=en")
    first, second = text_of(article(page, 1)), text_of(article(page, 2))
    assert "3 in all: 1 made on devices of their own, 2 by the operator's bot." in first
    assert "Without a contribution: representative(s) 4." in first
    assert "Not opened" not in first
    assert "2 in all: 2 made on devices of their own, 0 by the operator's bot." in second
    assert "Without a contribution: representative(s) 3, 4." in second
    assert "Not opened: representative(s) 2; the commitment stands in." in second
    assert "whoever held it could choose between two results." in second


def test_voids_by_rule_are_told(lit: Event) -> None:
    page = visit(lit, "/campaign/1?lang=en")
    late, silent = text_of(article(page, 3)), text_of(article(page, 4))
    assert "This draw is void: the secrets were not opened in time before the beacon." in late
    assert "Anyone can finish" not in late
    assert "This draw is void: the beacon gave no value for 24 hours." in silent
    assert "whoever has its value can compute the draw" in silent


def test_a_draw_whose_round_is_to_come_says_when(lit: Event) -> None:
    now = lit.hall.due - 1
    page = visit(lit, "/campaign/1?lang=en", now)
    text = text_of(article(page, 5))
    due, made = (parse(moment(at)).text for at in (lit.hall.due, now))
    assert f"due at {due}; this page was made at {made}, so load it again then" in text
    assert "Anyone can finish" not in text
    assert "waiting for the beacon's value" in text_of(page)


def test_anyone_is_told_how_to_finish_a_draw_whose_round_is_past(lit: Event) -> None:
    shown = article(visit(lit, "/campaign/1?lang=en"), 5)
    assert "Anyone can finish draw 1.5" in text_of(shown)
    assert "2 witnesses signed the closed list" in text_of(shown), "the present head is a bracket"
    command = "python -m verifier finish PUBLICATION --trust FILE --draw 1.5 --beacon"
    bash, power = [one.text for one in shown.all("pre") if "finish" in one.text]
    assert bash == f"VALUE=''\n{command} \"$VALUE\""
    assert power == f"$VALUE = ''\n{command} $VALUE"


def finishing(folder: Path, form: CampaignForm, until: Step) -> Element:
    """The page of a draw that its operator left there, when its round is past."""
    hall = halls.build(folder)
    halls.begin(hall, form)
    halls.run_draw(hall, until=until, by=(1,))
    site = public_site(hall.publication, None, lambda: hall.due)
    return article(parse(Visitor(site).get("/?lang=en").text), 1)


def test_a_draw_with_a_value_but_no_result_can_be_finished_from_the_book(tmp_path: Path) -> None:
    shown = finishing(tmp_path, halls.BEACON_FORM, Step.RESULT)
    assert "is in the book, but no result. Anyone can compute it." in text_of(shown)
    assert "before the beacon: this ledger has no witnesses." in text_of(shown)
    bash, power = [one.text for one in shown.all("pre") if "finish" in one.text]
    value = bash.splitlines()[0].removeprefix("VALUE='").removesuffix("'")
    assert value in {one.text for one in shown.all("code")}
    assert power.startswith(f"$VALUE = '{value}'\n")


def test_the_value_of_a_public_chain_is_asked_of_a_relay(tmp_path: Path) -> None:
    shown = finishing(tmp_path, replace(halls.FORM, beacon="default"), Step.BEACON)
    address = next(one.text for one in shown.all("pre") if one.text.startswith("https://"))
    assert re.fullmatch(rf"https://api\.drand\.sh/{DEFAULT.hash}/public/[1-9][0-9]*", address)
    assert "the value is “previous_signature”, a colon, “signature”" in text_of(shown)


@pytest.mark.parametrize("number", [1, 2])
def test_the_lines_for_the_seed_print_it_with_a_beacon(lit: Event, number: int) -> None:
    state = draws(lit)[number - 1]
    shown = article(visit(lit, "/campaign/1"), number)
    lines = lines_with(shown, "sunlot/v1/seed")
    assert state.beacon is not None
    assert f"'beacon={state.beacon.line}'" in lines
    assert in_bash(lines).split() == [state.seed, "-"]


def test_the_lines_for_the_seed_print_it_without_a_beacon(site: Visitor, event: Event) -> None:
    state = event.hall.state.campaigns[0].draws[0]
    lines = lines_with(article(parse(site.get("/campaign/1").text), 1), "sunlot/v1/seed")
    assert "'beacon=none'" in lines
    assert in_bash(lines).split() == [state.seed, "-"]


# what it proves


def test_what_is_proven_depends_on_the_book(lit: Event, site: Visitor) -> None:
    text = text_of(part(visit(lit, "/campaign/1?lang=en"), "proves"))
    assert "Campaign 1 used the test beacon: its key is public" in text
    assert "Draw 1.1: 2 witnesses signed the closed list" in text
    assert "Draw 1.2: not proven that the list was closed before the beacon: the book names" in text
    made = [by for draw in draws(lit) for by in draw.made_by.values()]
    assert f"Campaign 1: {made.count('bot')} of {len(made)} contributions were made by" in text
    assert "2 of 3 must have signed" in text
    assert "without a public beacon" not in text
    assert "no witnesses" not in text
    dark = text_of(part(parse(site.get("/campaign/1?lang=en").text), "proves"))
    assert "This ledger has no witnesses: nobody but the operator has signed its head." in dark
    assert "signed the closed list" not in dark
    assert "test beacon" not in dark


SAME = {"simulation", "no_beacon", "test_beacon", "bracket", "no_bracket", "no_witness"} | {
    "bot_contributions",
    "level_d",
    "history",
}
"""The remarks of spec 04 §6 that the page says in the same words."""


def remarks(event: Event) -> dict[str, list[str]]:
    """What the verifier, a program of its own, remarks on the book: texts by code."""
    options = ["--trust", str(event.trust), "--json", "--now", str(event.hall.now)]
    done = subprocess.run(
        [sys.executable, "-m", "verifier", str(event.publication), *options],
        capture_output=True,
        check=False,  # a draw without a bracket is not wholly checked: exit 3
    )
    found: dict[str, list[str]] = {}
    for one in json.loads(done.stdout)["remarks"]:
        found.setdefault(one["code"], []).append(one["text"])
    return found


def test_the_page_says_what_the_verifier_remarks(lit: Event, event: Event) -> None:
    for book, some in ((lit, "bracket"), (event, "no_witness")):
        told = remarks(book)
        assert some in told
        numbers = range(1, len(book.hall.state.campaigns) + 1)
        pages = [visit(book, f"/campaign/{number}?lang=en", 0) for number in numbers]
        shown = " ".join(text_of(part(page, "proves")) for page in pages)
        for code in SAME & told.keys():
            # the verifier counts the contributions of all campaigns together
            if code != "bot_contributions" or len(pages) == 1:
                assert [text for text in told[code] if text not in shown] == []


def test_the_line_that_finishes_a_draw_runs(lit: Event) -> None:
    shown = article(visit(lit, "/campaign/1"), 5)
    lines = next(one.text for one in shown.all("pre") if one.text.startswith("VALUE="))
    for mark, meant in (
        ("VALUE=''", f"VALUE='{lit.hall.beacon().signature}'"),
        ("python", sys.executable),
        ("PUBLICATION", str(lit.publication)),
        ("FILE", str(lit.trust)),
    ):
        lines = lines.replace(mark, meant, 1)
    done = subprocess.run(["bash", "-c", lines], capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr.decode()
    complete = replace(draws(lit)[4], beacon=lit.hall.beacon())
    # it prints digests in groups
    assert seed_input(lit.hall.campaign, complete).seed() in "".join(done.stdout.decode().split())


def test_what_was_closed_before_the_beacon_comes_first_and_the_hash_says_what_it_is(
    lit: Event,
) -> None:
    text = text_of(visit(lit, "/campaign/1?lang=en", 0))
    assert text.index("Closed before the beacon?") < text.index("Operator's commitment")
    assert "Chain hash:" in text
    assert "each says that this book continues the one it signed before" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            ("随机贡献截止", "时间证明", "检查点", "根值", "见证方", "秘密", "揭示值", "测试信标"),
        ),
        ("en", ("Contributions closed", "Proof of time", "Checkpoint", "Root", "Test beacon")),
    ],
)
def test_the_page_explains_its_words(lit: Event, language: str, words: tuple[str, ...]) -> None:
    told = text_of(part(visit(lit, f"/?lang={language}", 0), "terms"))
    assert [word for word in words if word not in told] == []
