"""Openings on the command line: --opening and --auditor."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

import verifier
from verifier import command, documents
from verifier.canonical import decode
from verifier.openings import LineError, UnknownVersionError, lines_of, read_opening
from verifier.schema import RefusedError
from verifier.selftest import draw_rules as rules
from verifier.selftest.book import AFTER, Maker, leaf_of, write
from verifier.selftest.draw_rules import canonical

from .calling import call, made_book, spoken
from .judged import results

PACKAGE = Path(verifier.__file__).parent


__all__ = ["made_book"]


# ---------------------------------------------------------------------- --opening
def opening_file(folder: Path, opening: dict[str, Any], end: bytes = b"\n") -> str:
    write(folder / "one.json", canonical(opening) + end)
    return str(folder / "one.json")


def draw_rows(maker: Maker, draw: int) -> tuple[dict[str, str], set[str]]:
    freeze, result = maker.data("draw.freeze", draw), maker.data("draw.result", draw)
    pool = maker.blobs[freeze["pool"]["blob"]].decode().split("\n")[:-1]
    chosen = maker.blobs[result["selection"]["blob"]].decode().split("\n")[:-1]
    return dict(row.split(" ") for row in pool), {row[:64] for row in chosen}


def test_every_enterprise_learns_whether_it_was_drawn(
    made: tuple[Path, Maker], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, maker = made
    seen = set()
    for opening in maker.openings[1][::3]:
        leaf = leaf_of(opening)
        code, report = spoken(capsys, *call(folder, "--opening", opening_file(tmp_path, opening)))
        answer = report["enterprise"]
        assert (code, answer["leaf"], answer["in_roster"]) == (0, leaf, True)
        assert answer["code"] == opening["id"]["value"]["code"]
        for row in answer["draws"]:
            pool, chosen = draw_rows(maker, row["draw"])
            assert row["in_pool"] == (leaf in pool)
            assert row["mark"] == pool.get(leaf)
            assert row["selected"] == (leaf in chosen)
            if row["mark"] == "r":
                seed = maker.data("draw.result", row["draw"])["seed"]
                assert row["ticket"] == rules.ticket(seed, "draw", leaf)
            seen.add((row["mark"], row["selected"]))
        assert [row["draw"] for row in answer["draws"]] == [1, 3, 4]
    assert seen == {(None, False), ("r", True), ("r", False), ("m", True)}


def test_closed_parts_and_no_line_feed(
    made: tuple[Path, Maker], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = json.loads(json.dumps(made[1].openings[1][0]))
    for part in ("facts", "lot", "id"):
        value = opening[part]
        opening[part] = {"commitment": rules.commit(part, value["salt"], value["value"])}
        file = opening_file(tmp_path, opening, b"")
        code, report = spoken(capsys, *call(made[0], "--opening", file))
        assert code == 0
        assert (report["enterprise"]["name"] is None) == (part == "id")


def test_the_last_line_of_a_list_ends_with_a_line_feed() -> None:
    lines = lines_of(b"a\nbc")
    assert next(lines) == (1, b"a")
    with pytest.raises(LineError):
        next(lines)


def test_wrong_openings(
    made: tuple[Path, Maker], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def changed(change: Any) -> dict[str, Any]:
        opening: dict[str, Any] = json.loads(json.dumps(made[1].openings[1][0]))
        change(opening)
        return opening

    wrong: tuple[Any, ...] = (
        changed(lambda o: o["id"]["value"].update(name="别的企业")),
        changed(lambda o: o["facts"]["value"].update(region="990102")),
        changed(lambda o: o.update(campaign=7)),
        changed(lambda o: o.update(more=1)),
        changed(lambda o: o["id"]["value"].update(code="919900000000101457")),
        changed(lambda o: o["lot"].update(value="x")),
        [],
        {"v": 1},
    )
    for opening in wrong:
        file = opening_file(tmp_path, opening)
        code, report = spoken(capsys, *call(made[0], "--opening", file))
        assert code == 1, opening
        assert results(report, "failed") == {"11.opening"}
        assert command.run([*call(made[0], "--opening", file), "--lang", "zh"]) == 1
        capsys.readouterr()


def test_an_opening_that_is_too_long(
    made: tuple[Path, Maker], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "one.json", b" " * 70000)
    code, _report = spoken(capsys, *call(made[0], "--opening", str(tmp_path / "one.json")))
    assert code == 1


# ---------------------------------------------------------------------- one line
def read_slowly(line: bytes) -> str:
    """The leaf of a line, read step by step: canonical JSON, then the schema, then the leaf."""
    value = decode(line)
    documents.OPENING(value)
    parts = {
        tag: value[tag].get("commitment")
        or rules.commit(tag, value[tag]["salt"], value[tag]["value"])
        for tag in ("id", "facts", "lot")
    }
    return rules.hashed("sunlot/v1/leaf", *(f"{tag}={parts[tag]}" for tag in parts))


def leaf_or_refusal(read: Callable[[bytes], str], line: bytes) -> str | None:
    try:
        return read(line)
    except (ValueError, RefusedError):
        return None


def test_the_quick_reader_accepts_what_the_slow_one_accepts(made: tuple[Path, Maker]) -> None:
    random = Random(5)
    seen = set()
    for opening in made[1].openings[1][:20]:
        line = canonical(opening)
        for _ in range(60):
            place = random.randrange(len(line))
            new = bytes([random.choice([*b'0a9AF"{}[],: \\\x00\xe4-.'])])
            spoiled = line[:place] + new + line[place + random.randrange(2) :]
            slow = leaf_or_refusal(read_slowly, spoiled)
            assert leaf_or_refusal(lambda data: read_opening(data)[1], spoiled) == slow, spoiled
            seen.add(slow is None)
        assert read_opening(line)[1] == read_slowly(line)
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":1 '),
        (b'"v":1', b'"v":1,"v":1'),
        (b'"v":1', b'"v":1.0'),
        (b'"v":1', b'"v":01'),
        (b'"v":1', b'"v":true'),
        (b'{"campaign":1', b' {"campaign":1'),
        (b'{"campaign":1', b'\xef\xbb\xbf{"campaign":1'),
        (b'{"campaign":1', b'{"campaign":-1'),
        (b'{"campaign":1', b'{"campaign":1e0'),
        (b'{"campaign":1', b'{"campaign":9007199254740992'),
        (b'{"campaign":1', b'{"campaign":' + b"9" * 5000),
        (b'"kind":"opening"', b'"kind":"op\\u0065ning"'),
        (b'"region":"990101"', b'"region":"990101" '),
        (b'"name":"', b'"name":"\\u793a'),
        (b'"name":"', b'"name":"\\ud800'),
        (b'"name":"', b'"name":"\\/'),
        (b'"name":"', b'"name":"\xff'),
        (b'"name":"', b'"name":"\n'),
        (b'"name":"', b'"name":"' + b"x" * 65_536),
        (b'"types":[', b'"types":' + b"[" * 30_000),
    ],
)
def test_lines_that_are_not_canonical(made: tuple[Path, Maker], old: bytes, new: bytes) -> None:
    line = canonical(made[1].openings[1][0])
    assert line.count(old) == 1
    with pytest.raises(LineError):
        read_opening(line.replace(old, new))


def test_an_opening_of_another_version(made: tuple[Path, Maker]) -> None:
    with pytest.raises(UnknownVersionError):
        read_opening(canonical(made[1].openings[1][0] | {"v": 2}))


# ---------------------------------------------------------------------- --auditor
@pytest.fixture
def audited(made: tuple[Path, Maker], tmp_path: Path) -> Path:
    shutil.copytree(made[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def audit(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    return spoken(capsys, *call(folder, "--auditor", str(folder / "auditor")))


def test_auditor_folder(audited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(audited, capsys)[0] == 0


def test_auditor_row_missing(audited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = audited / "auditor/campaign-1.openings.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:7] + lines[8:]))
    code, report = audit(audited, capsys)
    assert (code, results(report, "failed")) == (1, {"10.opening"})
    assert {"10.pool", "10.types", "10.matching"} <= results(report, "not_checked")


def test_auditor_fact_changed(audited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = audited / "auditor/campaign-1.openings.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"region":"990101"', b'"region":"990102"', 1))
    code, report = audit(audited, capsys)
    assert (code, results(report, "failed")) == (1, {"10.opening"})


def test_auditor_lines_out_of_order_doubled_or_closed(
    audited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = audited / "auditor/campaign-1.openings.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    one = json.loads(lines[4])
    part = one["lot"]
    one["lot"] = {"commitment": rules.commit("lot", part["salt"], part["value"])}
    for spoiled in (
        [lines[1], lines[0], *lines[2:]],
        [lines[0], *lines],
        [*lines[:4], canonical(one) + b"\n", *lines[5:]],
        [*lines[:-1], lines[-1][:-1]],
        [*lines, b"\n"],
        [],
    ):
        file.write_bytes(b"".join(spoiled))
        code, report = audit(audited, capsys)
        assert (code, results(report, "failed")) == (1, {"10.opening"})


def test_auditor_folder_without_the_campaign(
    audited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (audited / "auditor/campaign-1.openings.jsonl").unlink()
    code, report = audit(audited, capsys)
    assert (code, report["verdict"]) == (3, "incomplete")
    (audited / "auditor/campaign-1.people.jsonl").unlink()
    code, report = audit(audited, capsys)
    assert (code, report["verdict"]) == (3, "incomplete")


def test_auditor_people(audited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = audited / "auditor/campaign-1.people.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    for spoiled in (
        lines[1:],
        lines[::-1],
        [*lines, lines[-1]],
        [lines[0].replace("甲".encode(), "己".encode()), *lines[1:]]
        if "甲".encode() in lines[0]
        else [lines[0].replace(b'"telegram":', b'"telegram":9'), *lines[1:]],
        [lines[0].replace(b'"v":1', b'"v":1.0'), *lines[1:]],
    ):
        file.write_bytes(b"".join(spoiled))
        code, report = audit(audited, capsys)
        assert (code, results(report, "failed")) == (1, {"10.people"})


def test_after_the_deadline_an_auditor_cannot_replace_the_duty(
    audited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = call(audited, "--auditor", str(audited / "auditor"), now=AFTER)
    code, report = spoken(capsys, *arguments)
    assert (code, results(report, "failed")) == (1, {"10.deadline"})
    assert "10.matching" in results(report, "proven")
