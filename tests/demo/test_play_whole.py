"""The whole play with the small lists: once in peace, once with a bot that is killed all the time.

Both at the same time, because they wait for the chat's pace more than for the processor.
"""

import base64
import csv
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypinyin import lazy_pinyin

from demo.killing import POINTS
from demo.stage import ROOT
from tests.demo.rehearsal import ended

SECONDS = 400


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders that two plays have left behind; both must have ended well."""
    folder = tmp_path_factory.mktemp("plays")
    running = {name: _start(folder / name, *more) for name, more in _OPTIONS.items()}
    for name, play in running.items():
        output, _ = play.communicate(timeout=SECONDS)
        assert play.returncode == 0, f"{name}:\n{output}"
    return {name: folder / name for name in running}


_OPTIONS: dict[str, tuple[str, ...]] = {"peace": (), "deaths": ("--kill",)}


def _start(out: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "demo.play", "--small", "--out", str(out), *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True)


def summary(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    return found


def test_everything_that_was_promised_is_left_behind(plays: dict[str, Path]) -> None:
    for out in plays.values():
        assert (out / "publication" / "checkpoint").is_file()
        assert (out / "auditor" / "campaign-1.openings.jsonl").is_file()
        assert all((out / name).is_file() for name in ("trust.json", "log.vkey", "chat.txt"))
        assert ended(out)


def test_the_first_draw_has_the_numbers_of_the_lists(plays: dict[str, Path]) -> None:
    first = summary(plays["peace"])["draws"][0]
    assert (first["types"], first["N"], first["m"], first["n"]) == (21, 154, 4, 22)
    assert first["odds"] == "18/150"


def test_deaths_leave_the_same_book(plays: dict[str, Path]) -> None:
    peace, deaths = (_settled(summary(plays[name])) for name in ("peace", "deaths"))
    assert peace == deaths


def _settled(found: dict[str, Any]) -> list[Any]:
    """The entries, answers last: when these come is their people's business."""
    answers = ("confirm", "object", "object.answer")
    return sorted(
        found["entries"], key=lambda row: (row[0] in answers, row[0] * (row[0] in answers))
    )


def test_every_named_point_was_a_place_of_death(plays: dict[str, Path]) -> None:
    assert {*POINTS, "random"} <= set(summary(plays["deaths"])["deaths_of_the_bot"])


def test_deaths_lose_no_message_and_double_none_in_silence(plays: dict[str, Path]) -> None:
    """Every message comes once in silence or is announced as sent again; none is missing."""
    peace, deaths = (summary(plays[name])["people"] for name in ("peace", "deaths"))
    usual = {one["name"]: one["messages"] for one in peace}
    assert all(one["announced"] == 0 for one in peace)
    for one in deaths:
        silent = one["messages"] - one["announced"]
        assert silent <= usual[one["name"]] <= one["messages"], one
        assert one["doubled"] == []


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
