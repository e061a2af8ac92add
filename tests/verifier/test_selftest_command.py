"""The command `selftest`: its lines, its sums, its exit codes, and what it exports."""

import json
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from verifier.command import run
from verifier.selftest import running
from verifier.selftest.attacks import ATTACKS
from verifier.selftest.controls_all import ALL_CONTROLS
from verifier.selftest.exporting import catalogue

VECTORS = Path(__file__).parents[2] / "docs/spec/vectors/books.json"
BOOKS = len(ALL_CONTROLS) + len(ATTACKS)


@pytest.fixture(scope="module", name="exported")
def exported_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("selftest") / "books"
    assert run(["selftest", "--export", str(folder)]) == 0
    return folder


def test_all_are_as_expected(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["selftest", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["v"], told["exit"], len(told["books"])) == (1, 0, BOOKS)
    assert all(book["right"] for book in told["books"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lines(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "ATTACKS", ATTACKS[:2])
    assert run(["selftest", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(ALL_CONTROLS) + 2 + 1
    assert ATTACKS[0].id in lines[-3]


def test_what_was_not_named_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = next(attack for attack in ATTACKS if attack.id == "07.odds other")
    monkeypatch.setattr(running, "ATTACKS", (replace(wrong, code="07.cutoff"),))
    assert run(["selftest", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "WRONG" in out
    assert "0 of 1 attacks" in out


def test_without_a_library_it_does_not_pass(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyblst", "py_arkworks_bls12381"):
        monkeypatch.setitem(sys.modules, name, None)
    assert run(["selftest", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "UNJUDGED" in out
    assert "WRONG" not in out
    assert "no library for BLS signatures" in out


def test_exported_books_are_judged_as_said(exported: Path, tmp_path: Path) -> None:
    """The ZIPs themselves, by their row in attacks.json."""
    told = json.loads((exported / "attacks.json").read_text("utf-8"))
    assert (told["v"], len(told["books"])) == (1, BOOKS)
    wrong = []
    for number, book in enumerate(told["books"]):
        with redirect_stdout(StringIO()):
            code = call(exported, tmp_path / str(number), book)
        if code != book["exit"]:
            wrong.append((book["name"], code, book["exit"]))
    assert wrong == []


def call(exported: Path, folder: Path, book: dict[str, Any]) -> int:
    """Judge a row of attacks.json as its reader would; the ZIP is given as it is."""
    options = dict(book["arguments"])
    first = [] if options["command"] == "verify" else [options["command"]]
    del options["command"]
    if "file" in options:
        first.append(str(exported / options.pop("file")))
    for name in ("auditor", "opening"):
        if name in options:
            options[name] = str(exported / options[name])
    if "keep" in options:
        options["keep"] = str(exported / options["keep"])
    publication, trust = exported / book["zip"], exported / book["trust"]
    if "!" in book["trust"]:
        publication = folder / "inside"
        ZipFile(exported / book["zip"]).extractall(publication)
        trust = publication / "trust.json"
    more = [word for name, value in options.items() for word in (f"--{name}", value)]
    return run([*first, str(publication), "--trust", str(trust), *more, "--json"])


def test_a_folder_that_is_not_empty_is_left_alone(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(exported.iterdir())
    assert run(["selftest", "--export", str(exported)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert sorted(exported.iterdir()) == before


def test_the_catalogue_is_that_of_the_specification(exported: Path) -> None:
    assert VECTORS.read_bytes() == catalogue()
    vectors = json.loads(VECTORS.read_bytes())["vectors"]
    rows = json.loads((exported / "attacks.json").read_text("utf-8"))["books"]
    for vector, row in zip(vectors, rows, strict=True):
        data = (exported / row["zip"]).read_bytes()
        assert vector["input"]["zip_sha256"] == sha256(data).hexdigest()
        assert (vector["name"], vector["must"]) == (row["name"], row["must"])
