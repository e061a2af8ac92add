"""The command line: exit codes, --draw, --now, --lang, a lone copy."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import verifier
from verifier import command
from verifier.selftest.attacks_beacon import WITH, later_round
from verifier.selftest.attacks_draws import odds_wrong
from verifier.selftest.book import BEFORE, DISCLOSE_BY, Maker, standard

from .calling import call, made_book, spoken
from .judged import failed_at, judged, results

PACKAGE = Path(verifier.__file__).parent


__all__ = ["made_book"]


# ---------------------------------------------------------------------- forms of the call
def test_json_has_exactly_the_keys_of_the_specification(
    made: tuple[Path, Maker], capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = spoken(capsys, *call(made[0]))
    assert code == report["exit"] == 0
    assert list(report) == [
        "v", "verdict", "exit", "origin", "size", "root", "now", "findings", "remarks", "draws",
        "enterprise",
    ]  # fmt: skip
    for finding in report["findings"]:
        assert set(finding) == {
            "check", "result", "draw", "entry", "field", "expected", "found", "note",
        }  # fmt: skip
    assert set(report["draws"][0]) == {
        "campaign", "draw", "state", "N", "m", "n", "odds", "seed", "cutoff", "digest",
        "confirmed", "objected",
    }  # fmt: skip
    assert all(set(remark) == {"code", "text"} for remark in report["remarks"])
    assert report["v"] == 1
    assert report["now"] == BEFORE
    assert report["size"] == len(made[1].entries)


def test_a_lone_copy_runs_isolated(made: tuple[Path, Maker], tmp_path: Path) -> None:
    copy = tmp_path / "alone" / "checker"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-I", str(copy), *call(made[0]), "--json"],
        capture_output=True, cwd=tmp_path, check=False, env={},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "proven"
    assert not done.stderr


def test_as_a_module(made: tuple[Path, Maker]) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "verifier", *call(made[0]), "--lang", "zh"],
        capture_output=True, cwd=PACKAGE.parent, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0
    assert not done.stderr


def test_the_verifier_imports_only_itself_the_standard_library_and_cryptography() -> None:
    for path in PACKAGE.glob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]) and not words[1].startswith("."):
                name = words[1].split(".")[0]
                assert name in sys.stdlib_module_names or name == "cryptography", (path, line)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["/nowhere"],
        ["/nowhere", "--trust", "/nowhere/trust"],
        ["P", "--trust", "T", "--draw", "1"],
        ["P", "--trust", "T", "--draw", "0.1"],
        ["P", "--trust", "T", "--now", "yesterday"],
        ["P", "--trust", "T", "--now", "2026-01-01T00:00:00"],
        ["P", "--trust", "T", "--lang", "fr"],
        ["P", "--trust", "T", "--opening", "/nowhere"],
        ["P", "--trust", "T", "--auditor", "/nowhere"],
        ["P", "--trust", "T", "--what"],
        ["P\0", "--trust", "T\0"],
    ],
)
def test_wrong_calls(
    made: tuple[Path, Maker], arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = {"P": str(made[0] / "publication"), "T": str(made[0] / "trust.json")}
    code, report = spoken(capsys, *(names.get(a, a) for a in arguments))
    assert code == report["exit"] == 2
    assert report["verdict"] == "unreadable"


def test_no_checkpoint_and_no_folder(
    made: tuple[Path, Maker], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust = str(made[0] / "trust.json")
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", tmp_path / "none", made[0] / "trust.json"):
        code, report = spoken(capsys, str(place), "--trust", trust)
        assert (code, report["verdict"]) == (2, "unreadable")


# ---------------------------------------------------------------------- words
def test_languages(made: tuple[Path, Maker], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.language_of(None, {"LANG": "zh_CN.UTF-8"}) == "zh"
    assert command.language_of(None, {"LANG": "zh_CN", "LC_ALL": "en_US"}) == "en"
    assert command.language_of(None, {"LC_ALL": "zh"}) == "zh"
    assert command.language_of(None, {}) == "en"
    assert command.language_of("zh", {"LANG": "en"}) == "zh"
    command.run([*call(made[0]), "--lang", "zh"])
    chinese = capsys.readouterr().out
    command.run([*call(made[0]), "--lang", "en"])
    english = capsys.readouterr().out
    assert chinese.startswith("结论：验证通过")
    assert english.startswith("PROVEN")
    assert "proven" not in chinese
    assert "\x1b" not in english


def test_a_report_shows_nothing_that_steers_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "\x1b[2J\u202e\r\n假"
    maker = standard({("draw.void", 2): lambda d: d.update(finding=evil)})
    maker.publish(tmp_path)
    assert command.run([*call(tmp_path), "--lang", "zh"]) == 1
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


# ---------------------------------------------------------------------- --draw
def test_one_draw(made: tuple[Path, Maker], capsys: pytest.CaptureFixture[str]) -> None:
    code, report = spoken(capsys, *call(made[0], "--draw", "1.3"))
    assert (code, report["verdict"]) == (0, "proven")
    others = [f for f in report["findings"] if f["result"] == "not_checked"]
    assert {f["check"][:2] for f in others} == {"06", "07", "08", "09"}
    assert {f["note"] for f in others} == {"draws 1.4: not asked for"}
    assert "09.void" not in {f["check"] for f in others}


@pytest.mark.parametrize(("last", "shown"), [("1.1", 1), ("1.3", 3)])
def test_one_draw_is_shown_with_those_before_it(
    made: tuple[Path, Maker], last: str, shown: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run([*call(made[0], "--draw", last), "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    drawn = [line[:8] for line in lines if line.startswith("Draw 1.")]
    assert drawn == [f"Draw 1.{number}" for number in range(1, shown + 1)]
    first = f"Only draw {last} was asked for"
    more = ", and so those before it of its campaign." if shown > 1 else "."
    assert lines[1] == first + more


def test_one_draw_leaves_faults_of_later_draws_out(tmp_path: Path) -> None:
    maker = standard({("draw.result", 3): odds_wrong})
    for draw, code in (((1, 1), 0), ((1, 2), 0), ((1, 3), 1), ((1, 4), 1)):
        report = judged(maker, tmp_path, draw=draw)
        assert (report["exit"], results(report, "failed")) == (code, {"07.odds"} if code else set())


def test_one_draw_rests_on_those_before_it(tmp_path: Path) -> None:
    """A wrong round of draw 1 counts for draw 2, but not for a draw of another campaign."""
    maker = Maker(**WITH)
    maker.tamper = {("draw.close", 1): later_round}
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.whole_draw(2, ["B01"])
    maker.close()
    maker.tamper = {}
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    for draw in ((1, 1), (1, 2)):
        report = judged(maker, tmp_path, draw=draw)
        assert (report["exit"], results(report, "failed")) == (1, {"06.round"})
        assert failed_at(report, "06.round") == {maker.find("draw.close", 1)}
    assert judged(maker, tmp_path, draw=(2, 1))["exit"] == 0


def test_one_draw_rests_on_the_brackets_before_it(tmp_path: Path) -> None:
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.signing = ()
    maker.whole_draw(1, ["A01"])
    del maker.signing
    maker.whole_draw(2, ["B01"])
    for draw in ((1, 1), (1, 2)):
        report = judged(maker, tmp_path, draw=draw)
        assert (report["exit"], results(report, "failed")) == (3, set())
        counted = [(f["check"], f["draw"]) for f in report["findings"] if f["draw"] is not None]
        assert counted == [("06.bracket", "1.1")]


def test_a_draw_that_is_not_there(
    made: tuple[Path, Maker], capsys: pytest.CaptureFixture[str]
) -> None:
    code, _report = spoken(capsys, *call(made[0], "--draw", "1.9"))
    assert code == 3


# ---------------------------------------------------------------------- --now
@pytest.mark.parametrize(
    ("now", "code"),
    [
        (f"{DISCLOSE_BY}T23:59:59+08:00", 0),
        (f"{DISCLOSE_BY}T15:59:59Z", 0),
        (f"{DISCLOSE_BY}T16:00:00Z", 1),
        ("2027-01-01T00:00:00+08:00", 1),
        ("1798732799", 0),
        ("1798732800", 1),
        ("253402300799999", 1),
    ],
)
def test_deadline(
    made: tuple[Path, Maker], now: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    place = call(made[0])[:3]
    got, report = spoken(capsys, *place, "--now", now)
    assert got == code
    assert results(report, "failed") == ({"10.deadline"} if code else set())
