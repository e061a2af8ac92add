"""Heads and brackets that too few witnesses signed, too late, or of too little."""

from collections.abc import Callable
from pathlib import Path

import pytest

from verifier.judge import Request, judge
from verifier.selftest.attacks_beacon import WITH
from verifier.selftest.book import BEFORE, Maker, standard

from .judged import Report, judged, remark_codes, remark_texts, results
from .test_beacon import UNPROVEN, one_draw, spoken


def unproven(report: Report) -> str:
    """Why the one bracket proves too little; nothing else may be wrong or open."""
    assert (report["verdict"], report["exit"]) == ("incomplete", 3), report["findings"]
    skipped = [f for f in report["findings"] if f["result"] == "not_checked"]
    assert [f["check"] for f in skipped] == ["06.bracket"]
    note: str = skipped[0]["note"]
    assert note.startswith(UNPROVEN + ": ")
    return note.removeprefix(UNPROVEN + ": ")


# ---------------------------------------------------------------------- heads
@pytest.mark.parametrize("signers", [[], [1]])
def test_a_head_with_too_few_signatures(tmp_path: Path, signers: list[int]) -> None:
    maker = standard(**WITH)
    maker.head_signers = signers
    report = judged(maker, tmp_path)
    assert (report["exit"], results(report, "failed")) == (3, set())
    assert results(report, "not_checked") == {"01.witness"}
    assert f"{len(signers)} of 3 witnesses" in str(report["findings"])
    remark = remark_texts(report, "witnesses")[0]
    assert ("none has signed" in remark) == (not signers)


def test_a_head_that_only_strangers_signed(tmp_path: Path) -> None:
    strangers = Maker(witnesses=5).witnesses[3:]
    maker = standard(**WITH)
    maker.head_lines = lambda _lines: [one.line(b"whatever", 5) for one in strangers]
    report = judged(maker, tmp_path)
    assert (report["exit"], results(report, "not_checked")) == (3, {"01.witness"})


@pytest.mark.parametrize(("witnesses", "quorum"), [(3, 1), (3, 4), (0, 1), (3, 0), (2, 1), (16, 9)])
def test_a_trust_file_with_a_bad_policy(tmp_path: Path, witnesses: int, quorum: int) -> None:
    report = judged(standard(witnesses=witnesses, quorum=quorum), tmp_path)
    assert (report["exit"], results(report, "failed")) == (2, {"01.trust"})


def test_a_trust_file_of_another_policy(tmp_path: Path) -> None:
    maker = standard(**WITH)
    root, _trust = maker.publish(tmp_path)
    other = tmp_path / "other.json"
    maker.quorum = 3
    other.write_bytes(maker.trust(maker.sealed_entries()[0]))
    report = judge(Request(publication=root, trust=other, now=BEFORE))
    failed = [(f.check, f.field) for f in report.findings if f.result == "failed"]
    assert failed == [("04.genesis", "body.data.quorum")]


# ---------------------------------------------------------------------- brackets that prove little
def hidden(maker: Maker) -> None:
    maker.bracket_bytes = lambda _note: None


def too_small(maker: Maker) -> None:
    """The note ends just before the last opening."""
    maker.bracket_entries = lambda before: before[:-1]


def strangers_only(maker: Maker) -> None:
    others = Maker(witnesses=5).witnesses[3:]
    maker.bracket_lines = lambda _lines: [one.line(b"whatever", 5) for one in others]


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (hidden, "no bracket is in the book"),
        (too_small, "the note does not cover the last opening, entry 12"),
        (lambda m: setattr(m, "signing", ((0, 0), (1, -1))),
         "only 1 of 2 needed witnesses signed at least 3 s before the beacon"),
        (lambda m: setattr(m, "signing", ((0, 5),)), "1 of 2 needed witnesses signed"),
        (lambda m: setattr(m, "signing", ()), "0 of 2 needed witnesses signed"),
        (strangers_only, "0 of 2 needed witnesses signed"),
        (lambda m: setattr(m, "signing", ((0, -1000), (1, -1001))),
         "only 0 of 2 needed witnesses signed at least 3 s before the beacon"),
    ],
)  # fmt: skip
def test_a_bracket_that_proves_too_little(
    tmp_path: Path, prepare: Callable[[Maker], None], why: str
) -> None:
    maker = one_draw(prepare)
    report = judged(maker, tmp_path)
    assert unproven(report) == why
    assert "bracket" not in remark_codes(report)
    assert UNPROVEN in spoken(maker, tmp_path)


def test_a_size_just_large_enough(tmp_path: Path) -> None:
    """The last entry before draw.beacon is the last opening, so all of them are just enough."""
    maker = one_draw()
    assert maker.entries[maker.find("draw.beacon") - 1]["kind"] == "draw.open"
    assert judged(maker, tmp_path)["exit"] == 0


def test_a_back_dated_close(tmp_path: Path) -> None:
    """All times lie ten days back, so that the round is long known; the witnesses do not lie."""
    maker = one_draw(lambda m: setattr(m, "signing", ((0, -864000), (1, -864000))))
    assert unproven(judged(maker, tmp_path)).startswith("only 0 of 2")


def late_opening(wrong: bool) -> Maker:
    """Representative 3 opens when the beacon is known and the bracket already made."""
    maker = Maker(**WITH)
    maker.open_campaign()
    maker.begin(1, ["A01", "A02"])
    maker.contribute([1, 2, 3])
    maker.open_operator()
    maker.opened = {}
    maker.open_representative(1)
    size = len(maker.entries)
    maker.bracket_entries = lambda before: before[:size]
    maker.clock += 3600
    if wrong:
        maker.secrets[3] = "5" * 64
    maker.open_representative(3)
    maker.beacon()
    maker.result()
    return maker


def test_a_late_opening_with_the_right_secret(tmp_path: Path) -> None:
    assert unproven(judged(late_opening(wrong=False), tmp_path)).startswith("the note does not")


def test_a_late_opening_with_a_wrong_secret(tmp_path: Path) -> None:
    maker = late_opening(wrong=True)
    report = judged(maker, tmp_path)
    assert (report["exit"], results(report, "failed")) == (1, {"06.contribution"})
    maker.void_draw("verifier", "06.contribution")
    report = judged(maker, tmp_path)
    assert results(report, "failed") == {"06.contribution", "09.void"}


def test_a_missing_bracket_blob(tmp_path: Path) -> None:
    maker = one_draw()
    root, trust = maker.publish(tmp_path)
    (root / "blob/sha256" / maker.data("draw.beacon")["bracket"]["blob"]).unlink()
    found = judge(Request(publication=root, trust=trust, now=BEFORE)).findings
    assert {f.check for f in found if f.result == "failed"} == {"02.blob"}
    assert "06.bracket" in {f.check for f in found if f.result == "not_checked"}
