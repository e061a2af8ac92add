"""`proof`: what a person keeps of a contribution (spec 03 §10, 04 §10)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier import command
from verifier.selftest.attacks_beacon import WITH
from verifier.selftest.book import Data, Maker, standard, write
from verifier.selftest.draw_rules import canonical, leaf_hash, path_of

Said = tuple[int, dict[str, Any]]


def proof_of(
    maker: Maker, draw: int = 1, nth: int = 0, size: int | None = None, secret: str | None = None
) -> Data:
    """The proof of one contribution under the head of `size` entries (all of them)."""
    entries = maker.sealed_entries()
    kept = entries[: len(entries) if size is None else size]
    index = maker.find("draw.contribution", draw, nth)
    return {
        "checkpoint": maker.head(kept).decode(),
        "entry": entries[index].decode(),
        "index": index,
        "kind": "contribution",
        "proof": [h.hex() for h in path_of([leaf_hash(e) for e in kept], index)],
        "roster": maker.root,
        "secret": secret,
        "v": 1,
    }


def proven(
    folder: Path, capsys: pytest.CaptureFixture[str], maker: Maker, proof: Any, book: bool = False
) -> Said:
    root, trust = maker.publish(folder)
    data = proof if isinstance(proof, bytes) else canonical(proof) + b"\n"
    write(folder / "proof.json", data)
    place = ["proof", str(folder / "proof.json"), "--trust", str(trust)]
    if book:
        place.append(str(root))
    code = command.run([*place, "--json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["exit"] == code
    for language in ("en", "zh"):
        assert command.run([*place, "--lang", language]) == code
        assert capsys.readouterr().out
    return code, report


def codes(report: Data, result: str) -> set[str]:
    return {f["check"] for f in report["findings"] if f["result"] == result}


def note_of(report: Data) -> str:
    notes: list[str] = [f["note"] for f in report["findings"] if f["check"] == "12.book"]
    return notes[0]


def revealed(maker: Maker, number: int) -> str:
    """The secret of a representative in draw 1, out of its opening."""
    party = f"representative.{number}"
    found = (e["data"] for e in maker.entries if e["kind"] == "draw.open")
    secrets: list[str] = [d["secret"] for d in found if (d["draw"], d["party"]) == (1, party)]
    return secrets[0]


# ---------------------------------------------------------------------- right
def test_alone_and_in_the_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard(devices=(1,), **WITH)
    proof = proof_of(maker, secret=revealed(maker, 1))
    code, report = proven(tmp_path, capsys, maker, proof)
    assert (code, codes(report, "proven")) == (
        0, {"01.trust", "12.proof", "12.witness", "12.opening"},
    )  # fmt: skip
    assert report["proof"] == {
        "campaign": 1, "draw": 1, "representative": 1, "index": proof["index"],
        "size": len(maker.entries), "signed": 3, "opened": True,
    }  # fmt: skip
    code, report = proven(tmp_path, capsys, maker, proof, book=True)
    assert code == 0, report["findings"]
    assert (
        note_of(report)
        == "1 contribution in the book: this contribution was opened and is in the seed"
    )


def test_while_it_is_closed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard(**WITH)
    code, report = proven(tmp_path, capsys, maker, proof_of(maker), book=True)
    assert code == 0
    assert "12.opening" not in codes(report, "proven")


def test_an_earlier_head(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard(**WITH)
    index = maker.find("draw.contribution", 1)
    for size in (index + 1, index + 2, index + 9):
        proof = proof_of(maker, size=size)
        assert proven(tmp_path, capsys, maker, proof, book=True)[0] == 0


def test_an_opening_that_is_not_in_the_seed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = standard(**WITH)
    code, report = proven(tmp_path, capsys, maker, proof_of(maker, nth=1), book=True)
    assert code == 0
    told = "this contribution was not opened; its commitment stands in the seed"
    assert note_of(report).endswith(told)


def test_how_far_the_draw_has_come(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1, 2])
    whole = list(maker.entries)
    maker.entries = whole[:-1]
    report = proven(tmp_path, capsys, maker, proof_of(maker), book=True)[1]
    assert note_of(report).endswith("the draw is not closed yet")
    maker.entries = whole
    report = proven(tmp_path, capsys, maker, proof_of(maker), book=True)[1]
    assert note_of(report).endswith("this contribution is not opened yet")


def test_a_note_that_too_few_have_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = standard(**WITH)
    maker.head_signers = [2]
    proof = proof_of(maker)
    maker.head_signers = [0, 1, 2]
    code, report = proven(tmp_path, capsys, maker, proof, book=True)
    assert (code, codes(report, "not_checked")) == (3, {"12.witness"})


def test_without_a_policy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard()
    code, report = proven(tmp_path, capsys, maker, proof_of(maker), book=True)
    assert code == 0
    assert "12.witness" not in codes(report, "proven")


# ---------------------------------------------------------------------- wrong
WRONG: dict[str, tuple[str, Callable[[Data], Any]]] = {
    "index": ("12.proof", lambda p: p.update(index=p["index"] + 1)),
    "path": ("12.proof", lambda p: p["proof"].reverse()),
    "short path": ("12.proof", lambda p: p["proof"].pop()),
    "long path": ("12.proof", lambda p: p["proof"].append("a" * 64)),
    "entry": ("12.proof", lambda p: p.update(entry=p["entry"].replace('"bot"', '"device"'))),
    "no entry": ("12.proof", lambda p: p.update(entry="{}")),
    "note": ("12.proof", lambda p: p.update(checkpoint=p["checkpoint"].replace("=", "", 1))),
    "no note": ("12.proof", lambda p: p.update(checkpoint="")),
    "long note": ("12.proof", lambda p: p.update(checkpoint=p["checkpoint"] + "x" * 17000)),
    "kind": ("12.proof", lambda p: p.update(kind="entry")),
    "key": ("12.proof", lambda p: p.update(more=1)),
    "secret": ("12.opening", lambda p: p.update(secret="a" * 64)),
    "roster": ("12.opening", lambda p: p.update(secret=p["known"], roster="a" * 64)),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_proofs(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    maker = standard(**WITH)
    proof = proof_of(maker)
    proof["known"] = revealed(maker, 1)
    code, change = WRONG[name]
    change(proof)
    del proof["known"]
    got, report = proven(tmp_path, capsys, maker, proof)
    assert (got, codes(report, "failed")) == (1, {code})
    assert code in codes(proven(tmp_path, capsys, maker, proof, book=True)[1], "failed")


def test_a_wrong_line_of_a_witness(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard(**WITH)
    maker.head_lines = lambda lines: [lines[0], *lines]
    proof = proof_of(maker)
    maker.head_lines = lambda lines: lines
    code, report = proven(tmp_path, capsys, maker, proof)
    assert (code, codes(report, "failed")) == (1, {"12.witness"})


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}\n", b"x" * 200_000, b"\xff\n", b"[[[[[[[[[\n", b"null\n"]
)
def test_junk(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    code, report = proven(tmp_path, capsys, standard(**WITH), data)
    assert (code, codes(report, "failed")) == (1, {"12.proof"})


def test_another_version_is_not_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard(**WITH)
    code, report = proven(tmp_path, capsys, maker, {**proof_of(maker), "v": 2})
    assert (code, codes(report, "not_checked")) == (3, {"12.proof"})


# ---------------------------------------------------------------------- against the book
def rewritten(change: Callable[[Maker], Any]) -> tuple[Maker, Data]:
    """A proof of a book, and the same book after the operator wrote it anew."""
    maker = standard(**WITH)
    proof = proof_of(maker)
    change(maker)
    return maker, proof


def test_a_rewritten_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def other_title(maker: Maker) -> None:
        maker.data("campaign.open")["title"] = "另一个标题"

    maker, proof = rewritten(other_title)
    code, report = proven(tmp_path, capsys, maker, proof, book=True)
    assert (code, codes(report, "failed")) == (1, {"12.book"})


def test_a_book_that_was_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker, proof = rewritten(lambda m: m.entries.pop())
    code, report = proven(tmp_path, capsys, maker, proof, book=True)
    assert (code, codes(report, "failed")) == (1, {"12.book"})


def test_another_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = standard(**WITH)
    proof = {**proof_of(maker), "roster": "a" * 64}
    code, report = proven(tmp_path, capsys, maker, proof, book=True)
    assert (code, codes(report, "failed")) == (1, {"12.book"})


def test_a_contribution_that_was_dropped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = standard({("draw.close", 1): lambda d: d["contributions"].pop(0)}, **WITH)
    code, report = proven(tmp_path, capsys, maker, proof_of(maker), book=True)
    assert (code, codes(report, "failed")) == (1, {"06.contribution", "12.book"})


def test_a_draw_opened_with_another_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def other(data: Data) -> None:
        if data["party"] == "representative.1":
            data["secret"] = "c" * 64

    maker = standard({("draw.open", 1): other}, **WITH)
    fresh = standard(**WITH)
    proof = proof_of(maker, secret=revealed(fresh, 1))
    code, report = proven(tmp_path, capsys, maker, proof, book=True)
    assert (code, codes(report, "failed")) == (1, {"06.contribution", "12.book"})


def test_a_settled_failure_of_step_6_does_not_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = Maker(**WITH)
    maker.tamper = {("draw.commit", 1): lambda d: d.update(commitment="a" * 64)}
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.contribute([1])
    maker.open_operator()
    assert proven(tmp_path, capsys, maker, proof_of(maker), book=True)[0] == 1
    maker.void_draw("verifier", "06.operator")
    assert proven(tmp_path, capsys, maker, proof_of(maker), book=True)[0] == 0


def test_wrong_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, trust = standard().publish(tmp_path)
    for arguments in (
        ["--json"],
        ["/nowhere", "--trust", str(trust), "--json"],
        [str(trust), "--json"],
        [str(trust), "--trust", "/nowhere", "--json"],
        [str(trust), "--trust", str(trust), "/nowhere", "--json"],
        [str(trust), "--trust", str(root / "checkpoint"), str(root), "--json"],
    ):
        assert command.run(["proof", *arguments]) == 2
        assert json.loads(capsys.readouterr().out)["verdict"] == "unreadable"


@pytest.mark.parametrize("names", [["tile/0"], ["tile/entries"]])
def test_a_book_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: list[str]
) -> None:
    """Whether it holds the contribution nobody knows, and no root is made of what is not there."""
    maker = standard(**WITH)
    proof = proof_of(maker)
    root, trust = maker.publish(tmp_path)
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        if any(name in path.as_posix() for name in names):
            path.unlink()
        elif "tile/entries" in path.as_posix():  # only the last entry does not parse
            path.write_bytes(path.read_bytes()[:-1])
    write(tmp_path / "proof.json", canonical(proof) + b"\n")
    arguments = [str(tmp_path / "proof.json"), "--trust", str(trust), str(root), "--json"]
    assert command.run(["proof", *arguments]) == 1
    report = json.loads(capsys.readouterr().out)
    assert "12.book" in codes(report, "not_checked")
    assert "12.book" not in codes(report, "failed")
