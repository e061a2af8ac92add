"""The whole play with the small lists: in peace, with processes that are killed all the time, and
without beacon and witnesses.

The first two at the same time, because they wait for the chat's pace and for the beacon more than
for the processor; the third when the first is over. In both of the first two one draw is opened too
late, is void and is repeated.
"""

import base64
import csv
import hashlib
import json
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from pypinyin import lazy_pinyin

from demo import cast, seed_labels
from demo.book import counting, entries, voids
from demo.killing import POINTS_WITH_BEACON
from demo.phones import NO_TLS
from demo.stage import ROOT
from tests.demo.rehearsal import ended

SECONDS = 600
WORDS_OF_PAGES = (
    "示例产品质量监督抽查双随机抽取",
    '见证方 <span class="name">示例消费者协会',
    '见证方 <span class="name">示例公证处',
    '见证方 <span class="name">示例大学',
    "",
)
"""What stands on the public page, on the witnesses' and on the beacon's."""
MARGIN = 3
"""Seconds by which the witnesses must be before the round (docs/spec/02 §11, test)."""


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders that the plays have left behind; all must have ended well."""
    folder = tmp_path_factory.mktemp("plays")
    with ExitStack() as stack:
        peace, deaths = (_started(stack, folder / name) for name in ("peace", "deaths"))
        served = _look_around(peace, folder / "peace.txt")
        _must_end_well("peace", peace, served)
        plain = _started(stack, folder / "plain")
        _must_end_well("plain", plain)
        _must_end_well("deaths", deaths)
    return {name: folder / name for name in _OPTIONS}


_OPTIONS: dict[str, tuple[str, ...]] = {
    "peace": ("--late", "--serve"),
    "deaths": ("--late", "--kill"),
    "plain": ("--no-beacon", "--lang", "en"),
}


def _must_end_well(name: str, play: subprocess.Popen[str], before: str = "") -> None:
    output, _ = play.communicate(timeout=SECONDS)
    assert play.returncode == 0, f"{name}:\n{before}{output}"


def _look_around(play: subprocess.Popen[str], notes: Path) -> str:
    """Open every page that the play serves in the end, and stop it; what it has printed."""
    assert play.stdout is not None
    printed = ""
    for line in play.stdout:
        printed += line
        if line.startswith("  公布资料"):
            break
    notes.write_text(printed, encoding="utf-8")
    pages = re.findall(r"：(http://127\.0\.0\.1:\d+/)$", printed, re.MULTILINE)
    shown = [httpx.get(url, verify=NO_TLS, trust_env=False) for url in pages]
    for one, words in zip(shown, WORDS_OF_PAGES, strict=True):
        assert one.status_code == 200
        assert words in one.text, one.url
    play.terminate()
    return printed


def _started(stack: ExitStack, out: Path) -> subprocess.Popen[str]:
    """A play in this folder, named like its options; it is stopped with the stack."""
    options = ["--small", "--out", str(out), *_OPTIONS[out.name]]
    command = [sys.executable, "-m", "demo.play", *options]
    pipe = subprocess.PIPE
    play = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True)
    stack.enter_context(play)
    stack.callback(play.terminate)
    return play


def summary(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    return found


def test_everything_that_was_promised_is_left_behind(plays: dict[str, Path]) -> None:
    for out in plays.values():
        assert (out / "publication" / "checkpoint").is_file()
        assert (out / "auditor" / "campaign-1.openings.jsonl").is_file()
        assert all((out / name).is_file() for name in ("trust.json", "log.vkey", "chat.txt"))
        assert ended(out)


@pytest.mark.parametrize("name", ["peace", "plain"])
def test_the_first_draw_has_the_numbers_of_the_lists(plays: dict[str, Path], name: str) -> None:
    first = summary(plays[name])["draws"][0]
    assert (first["types"], first["N"], first["m"], first["n"]) == (21, 154, 4, 22)
    assert first["odds"] == "18/150"


def test_deaths_leave_the_same_book(plays: dict[str, Path]) -> None:
    peace, deaths = (_settled(summary(plays[name])) for name in ("peace", "deaths"))
    assert peace == deaths


def _settled(found: dict[str, Any]) -> list[Any]:
    """The entries of draws that count, answers last: when these come is their people's business."""
    answers = ("confirm", "object", "object.answer")
    rows = counting([(kind, numbers) for kind, numbers in found["entries"]])
    return sorted(rows, key=lambda row: (row[0] in answers, row[0] * (row[0] in answers)))


def test_the_late_draw_is_void_and_repeated(plays: dict[str, Path]) -> None:
    peace = summary(plays["peace"])
    kinds = [kind for kind, _ in peace["entries"]]
    assert kinds.count("draw.void") == _voids(peace) >= 1
    assert kinds.count("draw.commit") == kinds.count("draw.choice") == 4 + _voids(peace)
    assert peace["draws"][0]["draw"] == 2
    assert _voids(summary(plays["deaths"])) >= 1
    assert _voids(summary(plays["plain"])) == 0


def _voids(found: dict[str, Any]) -> int:
    return voids([(kind, numbers) for kind, numbers in found["entries"]])


def test_every_draw_is_bracketed_by_the_witnesses(plays: dict[str, Path]) -> None:
    """A quorum signed the opened list in time; in draw 3 only two of the three were there.

    Among the deaths one that comes between opening and signatures may cost a draw its proof, on a
    machine too busy to start the bot again within three seconds; then everybody is told.
    """
    for name, unproven in (("peace", 0), ("deaths", 1)):
        draws = summary(plays[name])["draws"]
        assert len({one["round"] for one in draws}) == 4
        proven = [one for one in draws if "margin" in one]
        assert all(one["margin"] >= MARGIN and one["signed"] >= 2 for one in proven), draws
        assert len(proven) >= len(draws) - unproven, draws
    assert [one["total"] for one in summary(plays["peace"])["draws"]] == [3] * 4
    assert summary(plays["peace"])["draws"][2]["signed"] == 2
    assert not any("round" in one for one in summary(plays["plain"])["draws"])


def test_waiting_is_told_apart_from_work(plays: dict[str, Path]) -> None:
    """Four rounds are waited for, each at least from its opening on; and nothing without them."""
    seconds = summary(plays["peace"])["seconds"]
    assert seconds["total"] == pytest.approx(seconds["work"] + seconds["waiting_for_rounds"], 0.01)
    assert 10 < seconds["waiting_for_rounds"] < seconds["total"]
    assert summary(plays["plain"])["seconds"]["waiting_for_rounds"] == 0


def test_what_goes_wrong_on_purpose_is_told_in_the_chat(plays: dict[str, Path]) -> None:
    script = (plays["peace"] / "chat.txt").read_text("utf-8")
    for words in (cast.LOST_PHONE(draw=3), seed_labels.NOT_HANDED_IN(numbers=3)):
        assert words.form("zh") in script
    for words in (seed_labels.VALUE_FALSE, seed_labels.VALUE_TRUE, seed_labels.NO_RELAY):
        assert words.pattern("zh").search(script) or words.pattern("en").search(script)
    assert seed_labels.TOO_LATE.form("zh") in script


def test_the_draw_was_finished_and_the_proof_held_without_the_office(
    plays: dict[str, Path],
) -> None:
    peace = summary(plays["peace"])["draws"][0]
    logs = plays["peace"] / "logs"
    finished = json.loads((logs / "verify-finish.txt").read_text("utf-8"))
    assert (finished["exit"], finished["seed"]) == (0, peace["seed"])
    assert finished["bracket"]["proven"] is True
    assert (logs / "verify-proof.txt").is_file()
    assert (logs / "verify-proof-book.txt").is_file()
    printed = (plays["peace"].parent / "peace.txt").read_text("utf-8")
    (command,) = re.findall(r"^  (cd .* -m verifier finish .*)$", printed, re.MULTILINE)
    done = subprocess.run(["bash", "-c", f"{command} --json"], capture_output=True, check=False)
    assert json.loads(done.stdout)["seed"] == peace["seed"], done.stderr
    kinds = [kind for kind, _ in entries(plays["peace"] / "publication-after-openings")]
    assert kinds[-1] == "draw.open"


def test_every_named_point_was_a_place_of_death(plays: dict[str, Path]) -> None:
    deaths = summary(plays["deaths"])
    assert {*POINTS_WITH_BEACON, "random"} <= set(deaths["deaths_of_the_bot"])
    assert deaths["deaths_of_witnesses"] > 0


def test_deaths_lose_no_message_and_double_none_in_silence(plays: dict[str, Path]) -> None:
    """Every message comes once in silence or is announced as sent again; none is missing.

    Each draw that is void brings more: where the clock had it that the two plays differ in their
    number, nothing can be said of messages.
    """
    peace, deaths = (summary(plays[name]) for name in ("peace", "deaths"))
    usual = {one["name"]: one["messages"] for one in peace["people"]}
    assert all(one["announced"] == 0 for one in peace["people"])
    for one in deaths["people"]:
        assert one["doubled"] == []
        silent = one["messages"] - one["announced"]
        if _voids(peace) == _voids(deaths):
            assert silent <= usual[one["name"]] <= one["messages"], one


def test_the_transcript_is_in_the_language_of_the_play(plays: dict[str, Path]) -> None:
    assert (plays["peace"] / "chat.txt").read_text("utf-8").startswith("阳光签演示：聊天记录")
    english = (plays["plain"] / "chat.txt").read_text("utf-8")
    assert english.startswith("Sunlot demo")
    assert "——— enrolling ———" in english
    assert "〕" not in english  # a direction's mark, of which no message has one


def test_both_languages_were_spoken(plays: dict[str, Path]) -> None:
    script = (plays["peace"] / "chat.txt").read_text("utf-8")
    assert "[我已阅读，确认结果]" in script
    assert "[I have read it and confirm the result]" in script


def test_no_enterprise_shows_where_strangers_look(plays: dict[str, Path]) -> None:
    """Publication, logs and group: no name, no code, nothing that is made of them without salt."""
    out = plays["peace"]
    seen = _seen_by_strangers(out)
    assert "活动群".encode() in seen
    with (out / "lists" / "enterprises.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    secrets = {row[column] for row in rows for column in ("企业名称", "统一社会信用代码")}
    found = [secret for secret in secrets if any(form in seen for form in _forms(secret))]
    assert not found, f"{len(found)} of {len(secrets)} names and codes can be seen: {found[:3]}"


def test_the_search_for_names_finds_one(plays: dict[str, Path]) -> None:
    """Where names belong, in an official's own file, the same search does find them."""
    lists = (plays["peace"] / "lists" / "enterprises.csv").read_bytes()
    name = next(csv.DictReader(lists.decode("utf-8-sig").splitlines()))["企业名称"]
    assert any(form in lists for form in _forms(name))


def _seen_by_strangers(out: Path) -> bytes:
    files = [
        path.read_bytes()
        for folder in ("publication", "logs")
        for path in (out / folder).rglob("*")
        if path.is_file() and not path.name.startswith("generate")
    ]
    blocks = re.split(
        r"(?m)^(?=[0-9]{2}:[0-9]{2}:[0-9]{2} )", (out / "chat.txt").read_text("utf-8")
    )
    group = [block for block in blocks if block[9:].startswith("活动群")]
    return b"\n".join([*files, *(block.encode() for block in group)])


def _forms(secret: str) -> list[bytes]:
    raw = secret.encode()
    hashes = [hashlib.new(kind, raw) for kind in ("sha256", "sha1", "md5")]
    return [
        raw,
        secret.encode("gb18030"),
        json.dumps(secret)[1:-1].encode(),
        "".join(lazy_pinyin(secret)).encode(),
        base64.b64encode(raw),
        *(digest.digest() for digest in hashes),
        *(digest.hexdigest().encode() for digest in hashes),
    ]
