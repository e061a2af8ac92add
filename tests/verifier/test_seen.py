"""Checkpoints that somebody kept or typed, and the digest on a sheet (spec 04 §1, §13)."""

import base64
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier import command
from verifier.seen import read_typed
from verifier.selftest.book import Maker, standard, write

from .calling import call, made_book, spoken
from .judged import results

__all__ = ["made_book"]

Speak = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(name="speak")
def speaking(capsys: pytest.CaptureFixture[str]) -> Speak:
    return lambda *arguments: spoken(capsys, *arguments)


def finding(report: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in report["findings"] if f["check"] == code)
    return found


def remark(report: dict[str, Any], code: str) -> list[str]:
    return [r["text"] for r in report["remarks"] if r["code"] == code]


# ---------------------------------------------------------------------------- --keep
def place(maker: Maker, keep: Path) -> Path:
    return keep / hashlib.sha256(maker.vkey().encode()).hexdigest()


def test_a_head_is_kept_once_with_its_bytes(
    made: tuple[Path, Maker], tmp_path: Path, speak: Speak
) -> None:
    folder, maker = made
    keep = tmp_path / "deep" / "keep"
    report: dict[str, Any] = {}
    for told in (f"This head was stored in {keep};", f"1 checkpoint kept in {keep} since "):
        code, report = speak(*call(folder, "--keep", str(keep)))
        assert code == 0
        assert finding(report, "01.keep")["result"] == "proven"
        assert remark(report, "kept")[0].startswith(told)
    (stored,) = place(maker, keep).iterdir()
    assert stored.name == f"{report['size']:016d}-{report['root']}"
    assert stored.read_bytes() == (folder / "publication/checkpoint").read_bytes()


def grown(folder: Path) -> tuple[Maker, list[Path]]:
    """One book published at three sizes."""
    maker = standard(closed=False, disclosed=False)
    sizes = [folder / "small", folder / "middle", folder / "large"]
    for target in sizes:
        maker.publish(target)
        maker.disclose(["lot"], "selected")
    return maker, sizes


def test_a_book_that_grows_extends_what_was_kept(tmp_path: Path, speak: Speak) -> None:
    _maker, sizes = grown(tmp_path)
    for count, folder in enumerate(sizes, 1):
        code, report = speak(*call(folder, "--keep", str(tmp_path / "keep")))
        assert code == 0
        some = "checkpoint" if count == 2 else "checkpoints"
        assert finding(report, "01.keep")["note"] == f"{count - 1} kept {some}"
        told = "This head was stored" if count == 1 else f"{count} checkpoints"
        assert remark(report, "kept")[0].startswith(told)


def test_an_older_state_is_named(tmp_path: Path, speak: Speak) -> None:
    _maker, sizes = grown(tmp_path)
    keep = str(tmp_path / "keep")
    speak(*call(sizes[2], "--keep", keep))
    code, report = speak(*call(sizes[0], "--keep", keep))
    told = finding(report, "01.keep")
    assert (code, told["result"]) == (1, "failed")
    assert "older than what was seen" in told["note"]
    assert remark(report, "kept") == []


def test_a_fork_is_shown_for_ever_from_both_sides(tmp_path: Path, speak: Speak) -> None:
    keep = str(tmp_path / "keep")
    for number in (1, 2):
        maker = standard(size=20)
        maker.data("campaign.open")["title"] = f"第{number}个"
        maker.publish(tmp_path / str(number))
    assert speak(*call(tmp_path / "1", "--keep", keep))[0] == 0
    report: dict[str, Any] = {}
    for number in (2, 1, 2):
        code, report = speak(*call(tmp_path / str(number), "--keep", keep))
        told = finding(report, "01.keep")
        assert (code, told["result"]) == (1, "failed")
        assert told["expected"] != told["found"]
        assert told["field"].endswith(told["expected"])
    assert results(report, "failed") == {"01.keep"}


def test_an_unsigned_head_is_not_kept(tmp_path: Path, speak: Speak) -> None:
    maker = standard(size=20)
    root, _trust = maker.publish(tmp_path)
    note = (root / "checkpoint").read_bytes()
    (root / "checkpoint").write_bytes(note[:-6] + b"AAA==\n"[-6:])
    code, _report = speak(*call(tmp_path, "--keep", str(tmp_path / "keep")))
    assert code == 1
    assert list(place(maker, tmp_path / "keep").iterdir()) == []


def test_what_is_no_note_of_this_log_is_named(
    made: tuple[Path, Maker], tmp_path: Path, speak: Speak
) -> None:
    folder, maker = made
    own = place(maker, tmp_path / "keep")
    write(own / "0000000000000001-text", b"nothing")
    write(own / ".half", b"an earlier run was cut off")
    os.mkfifo(own / "pipe")
    other, _trust = standard(seed=9, size=5).publish(tmp_path / "other")
    write(own / "other", (other / "checkpoint").read_bytes())
    code, report = speak(*call(folder, "--keep", str(tmp_path / "keep")))
    told = [f for f in report["findings"] if f["check"] == "01.keep"]
    skipped = [f["note"].split("/")[1] for f in told if f["result"] == "not_checked"]
    assert code == 3
    assert [note.split(" ")[0] for note in skipped] == ["0000000000000001-text", "other", "pipe"]


def test_nothing_is_kept_inside_a_publication(made: tuple[Path, Maker], speak: Speak) -> None:
    folder, _maker = made
    for name in ("publication", "publication/keep", "publication/tile/keep", "trust.json"):
        assert speak(*call(folder, "--keep", str(folder / name)))[0] == 2
    assert not (folder / "publication/keep").exists()


# ---------------------------------------------------------------------- --checkpoint
def head(folder: Path) -> tuple[str, str, str]:
    origin, size, root = (folder / "publication/checkpoint").read_text().split("\n")[:3]
    return origin, size, base64.b64decode(root).hex()


def forms(folder: Path) -> list[str]:
    origin, size, root = head(folder)
    b64 = base64.b64encode(bytes.fromhex(root)).decode()
    grouped = " ".join(root[n : n + 4] for n in range(0, 64, 4))
    return [
        f"{size} {root}",
        f"{size}\n{root.upper()}",
        f"{size}\n{grouped}\n",
        f"{origin}\n{size}\n{b64}",
        f"{origin}\n{size} {b64[:20]} {b64[20:]}",
        f"  {size}   {grouped[:40]}\n{grouped[40:]}",
    ]


def test_every_way_of_typing_a_checkpoint(
    made: tuple[Path, Maker], tmp_path: Path, speak: Speak
) -> None:
    folder, _maker = made
    note = (folder / "publication/checkpoint").read_bytes()
    for number, text in enumerate([*forms(folder), note.decode()]):
        write(tmp_path / str(number), text.encode())
        given = [str(tmp_path / str(number))]
        for one in given if number == len(forms(folder)) else [text, *given]:
            code, report = speak(*call(folder, "--checkpoint", one))
            assert (code, finding(report, "01.typed")["result"]) == (0, "proven"), one


@pytest.mark.parametrize("size", ["1,234,567", "1 234 567", "1234567"])
def test_groups_of_digits(size: str) -> None:
    assert read_typed(f"{size} {'12' * 32}").size == 1_234_567


def test_another_checkpoint_is_named(made: tuple[Path, Maker], speak: Speak) -> None:
    folder, _maker = made
    _origin, size, root = head(folder)
    for text, field in (
        (f"{size} {'0' * 64}", "--checkpoint"),
        (f"{int(size) + 1} {root}", "--checkpoint"),
        (f"other.example/log\n{size}\n{root}", "--checkpoint: origin"),
    ):
        code, report = speak(*call(folder, "--checkpoint", text))
        told = finding(report, "01.typed")
        assert (code, told["result"], told["field"]) == (1, "failed", field)


@pytest.mark.parametrize(
    "text",
    ["", "12", "12 zz", f"12 {'0' * 63}", f"12{'0' * 64}", f"01 {'0' * 64}", f"1,2 {'0' * 64}",
     f"-1 {'0' * 64}", f"{'9' * 16} {'0' * 64}", f"{'9' * 5000} {'0' * 64}", f"12 {'A' * 43}",
     f"a\nb\n12 {'0' * 64}", "x" * 10_000, "/dev/zero"],
)  # fmt: skip
def test_what_is_no_checkpoint(made: tuple[Path, Maker], text: str) -> None:
    assert command.run([*call(made[0], "--checkpoint", text)]) == 2


def test_a_file_that_is_no_plain_file(made: tuple[Path, Maker], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    write(tmp_path / "long", b"1" * 20_000)
    for name in ("pipe", "long", "."):
        assert command.run([*call(made[0], "--checkpoint", str(tmp_path / name))]) == 2


# -------------------------------------------------------------------------- --digest
def test_the_digest_of_a_sheet(made: tuple[Path, Maker], speak: Speak) -> None:
    folder, maker = made
    digest = maker.statements[3][1]
    for text in (digest, " ".join(digest[n : n + 4] for n in range(0, 64, 4))):
        code, report = speak(*call(folder, "--digest", text))
        told = finding(report, "11.digest")
        assert (code, told["result"]) == (0, "proven")
        assert "draw 1.3: drawn and matched" in told["note"]
        assert (
            "（1.3）：已抽取"
            in finding(speak(*call(folder, "--digest", text, "--lang", "zh"))[1], "11.digest")[
                "note"
            ]
        )


def test_the_digest_of_a_void_result_says_so(tmp_path: Path, speak: Speak) -> None:
    maker = Maker()
    maker.tamper = {("draw.freeze", 1): lambda d: d.update(n=d["n"] + 1)}
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.void_draw("verifier", "07.count", draw=1)
    maker.publish(tmp_path)
    code, report = speak(*call(tmp_path, "--digest", maker.statements[1][1]))
    assert (code, finding(report, "11.digest")["note"].endswith("draw 1.1: void")) == (0, True)


def test_a_digest_of_no_result(made: tuple[Path, Maker], speak: Speak) -> None:
    code, report = speak(*call(made[0], "--digest", "a" * 64))
    assert (code, finding(report, "11.digest")["result"]) == (1, "failed")
    for text in ("", "a" * 63, "g" * 64, "A" * 64):
        assert speak(*call(made[0], "--digest", text))[0] == 2
