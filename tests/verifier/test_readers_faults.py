"""What is the reader's own fault is said to be so, and in the reader's language."""

import json
import sys
import zipfile
from pathlib import Path

import pytest

from verifier import command
from verifier.selftest.attacks_late import opened
from verifier.selftest.beacons import signature
from verifier.selftest.book import Maker, write

from .calling import call, made_book, spoken
from .serving import served

__all__ = ["made_book"]

Made = tuple[Path, Maker]
Capture = pytest.CaptureFixture[str]


def head_of(capsys: Capture, *arguments: str) -> str:
    command.run(list(arguments))
    return capsys.readouterr().out.splitlines()[0]


def files_faults(capsys: Capture, *arguments: str) -> tuple[int, list[tuple[str, str]]]:
    code, report = spoken(capsys, *arguments)
    failed = [f for f in report["findings"] if f["result"] == "failed"]
    assert {f["check"] for f in failed} <= {"01.files", "01.trust"}
    return code, [(f["field"], f["note"]) for f in failed]


@pytest.mark.parametrize("text", ["", "{}", "no JSON"])
def test_a_bad_opening_leaves_the_book_without_fault(
    made: Made, tmp_path: Path, capsys: Capture, text: str
) -> None:
    write(tmp_path / "bad.json", text.encode())
    given = call(made[0], "--opening", str(tmp_path / "bad.json"))
    told = head_of(capsys, *given, "--lang", "zh")
    assert told.endswith("账本本身没有发现错误。")
    assert head_of(capsys, *given, "--lang", "en").endswith("The book itself shows no fault.")
    _code, report = spoken(capsys, *given)
    assert all(f["field"] for f in report["findings"] if f["result"] == "failed")


def test_a_bad_opening_and_a_bad_book(made: Made, tmp_path: Path, capsys: Capture) -> None:
    write(tmp_path / "bad.json", b"{}")
    digest = ("--digest", "0" * 64)
    told = head_of(capsys, *call(made[0], "--opening", str(tmp_path / "bad.json"), *digest))
    assert "no fault" not in told


def test_a_wrong_beacon_value(tmp_path: Path, capsys: Capture) -> None:
    maker = opened()
    root, trust = maker.publish(tmp_path)
    assert maker.round is not None
    place = ("finish", str(root), "--trust", str(trust), "--beacon")
    wrong = signature(maker.round + 1)
    told = head_of(capsys, *place, wrong, "--lang", "zh")
    assert told == (
        f"没有算出：输入的信标值不是第 {maker.round} 轮的值，请逐位核对是否抄错。账本没有发现错误。"
    )
    command.run([*place, signature(maker.round), "--lang", "en"])
    out = capsys.readouterr().out
    assert "says of itself that it is a simulation" in out
    assert "used the test beacon" in out
    assert "The enterprises drawn: leaf and mark" in out


def test_a_beacon_value_that_nobody_can_check(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a library the draw is computed, and said to rest on an unchecked value."""
    maker = opened()
    root, trust = maker.publish(tmp_path)
    for name in ("pyblst", "py_arkworks_bls12381"):
        monkeypatch.setitem(sys.modules, name, None)
    assert maker.round is not None
    place = ["finish", str(root), "--trust", str(trust), "--beacon", signature(maker.round)]
    assert command.run([*place, "--json"]) == 3
    told = json.loads(capsys.readouterr().out)["findings"]
    rows = {(f["check"], f["draw"]) for f in told if f["result"] == "not_checked"}
    assert ("06.beacon", "1.1") in rows


@pytest.mark.parametrize("name", [".DS_Store", "tile/.DS_Store", "Thumbs.db", "__MACOSX/._x"])
def test_what_computers_leave_behind(
    made: Made, tmp_path: Path, capsys: Capture, name: str
) -> None:
    folder = tmp_path / "copy"
    made[1].publish(folder)
    write(folder / "publication" / name, b"x")
    code, faults = files_faults(capsys, *call(folder))
    assert (code, [field for field, _note in faults]) == (1, [name])
    assert "Computers make such files" in faults[0][1]


def test_what_lies_beside_the_publication_is_named(
    made: Made, tmp_path: Path, capsys: Capture
) -> None:
    root = made[0] / "publication"
    zipped = tmp_path / "book.zip"
    with zipfile.ZipFile(zipped, "w") as file:
        for path in root.rglob("*"):
            if path.is_file():
                file.write(path, f"book/{path.relative_to(root)}")
        file.writestr("__MACOSX/book/._checkpoint", b"x")
    trust = ("--trust", str(made[0] / "trust.json"))
    code, faults = files_faults(capsys, str(zipped), *trust)
    assert (code, faults[0][0]) == (2, "__MACOSX")
    assert "delete it" in faults[0][1]
    (tmp_path / "above").mkdir()
    made[1].publish(tmp_path / "above")
    (tmp_path / "above/trust.json").rename(tmp_path / "trust.json")
    code, faults = files_faults(capsys, str(tmp_path / "above"), *trust)
    assert (code, faults[0][0]) == (2, "publication")


def test_the_address_of_a_zip(made: Made, tmp_path: Path, capsys: Capture) -> None:
    write(tmp_path / "book.zip", b"PK")
    trust = ("--trust", str(made[0] / "trust.json"))
    with served(tmp_path) as address:
        code, faults = files_faults(capsys, f"{address}/book.zip", *trust)
    assert code == 2
    assert "ZIP file: download it" in faults[0][1]


@pytest.mark.parametrize("change", [b"\r\n", b"", b"\n\n", b" \n"])
def test_a_trust_file_that_an_editor_saved(
    made: Made, tmp_path: Path, capsys: Capture, change: bytes
) -> None:
    data = (made[0] / "trust.json").read_bytes()
    write(tmp_path / "trust.json", data[:-1] + change)
    for front in (b"", b"\xef\xbb\xbf"):
        write(tmp_path / "trust.json", front + data[:-1] + change)
        place = (str(made[0] / "publication"), "--trust", str(tmp_path / "trust.json"))
        code, faults = files_faults(capsys, *place)
        assert code == 2
        assert "not byte for byte the original" in faults[0][1]


def test_a_typed_note_must_be_signed(made: Made, tmp_path: Path, capsys: Capture) -> None:
    note = (made[0] / "publication/checkpoint").read_bytes()
    size = note.split(b"\n")[1]
    changed = note.replace(b"\n" + size + b"\n", b"\n" + size[:-1] + b"1\n", 1)
    for data, code in ((note, 0), (changed, 3)):
        write(tmp_path / "note", data)
        got, report = spoken(capsys, *call(made[0], "--checkpoint", str(tmp_path / "note")))
        (told,) = (f for f in report["findings"] if f["check"] == "01.typed")
        assert (got, told["result"]) == (code, "not_checked" if code else "proven")


def test_a_ticket_is_printed_whole(made: Made, tmp_path: Path, capsys: Capture) -> None:
    folder, maker = made
    seed = maker.data("draw.result", 1)["seed"]
    assert len(seed) == 64
    leaf = next(leaf for leaf, mark in maker.pools[1] if mark == "r")
    write(tmp_path / "one.json", json.dumps(
        maker.leaves[leaf], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode())  # fmt: skip
    given = call(folder, "--opening", str(tmp_path / "one.json"))
    _code, report = spoken(capsys, *given)
    ticket = report["enterprise"]["draws"][0]["ticket"]
    command.run([*given, "--lang", "en"])
    assert ticket in capsys.readouterr().out.replace(" ", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "缺少以下参数"),
        (["P", "--trust", "T", "--draw", "x"], "抽取写作 1.2 的形式"),
        (["P", "--trust", "T", "--more"], "不认识以下参数：--more"),
        (["P", "--trust", "T", "--digest", "x"], "摘要为 64 位小写十六进制数"),
        (["P", "--trust", "T", "--checkpoint", "x"], "这既不是条目数和根值"),
        (["P", "--trust", "T", "--now"], "--now 须有一个值"),
        (["P", "--trust", "T", "--opening", "/nowhere"], "没有文件 /nowhere"),
        (["refute", "P", "--trust", "T", "--opening", "T", "--form", "T"], "不会覆盖"),
    ],
)
def test_a_wrong_call_is_answered_in_the_language_asked_for(
    made: Made, capsys: Capture, arguments: list[str], words: str
) -> None:
    names = {"P": str(made[0] / "publication"), "T": str(made[0] / "trust.json")}
    given = [names.get(one, one) for one in arguments]
    assert command.run([*given, "--lang", "zh"] if given[-1:] != ["--now"] else
                       ["--lang", "zh", *given]) == 2  # fmt: skip
    assert words in capsys.readouterr().err
