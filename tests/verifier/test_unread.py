"""Where a part of a publication cannot be read, every check that rests on it says so (04 §2)."""

import copy
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from verifier.seen import Typed
from verifier.selftest.attacks import by_code
from verifier.selftest.attacks_answers import spoiled_opening
from verifier.selftest.attacks_kept import an_opening
from verifier.selftest.attacks_typed import typed_book
from verifier.selftest.book import AFTER, Maker, standard, write
from verifier.selftest.draw_rules import canonical
from verifier.selftest.package import report_of
from verifier.selftest.spoiling import remove

from .judged import Report, failed_at, judged, judged_files, results

Told = set[tuple[str, int | None, str | None]]


def unchecked(report: Report) -> Told:
    """Check, entry and draw of what could not be checked."""
    rows = report["findings"]
    return {(f["check"], f["entry"], f["draw"]) for f in rows if f["result"] == "not_checked"}


def notes(report: Report, code: str) -> str:
    """What a check says of what it could not check."""
    rows = report["findings"]
    return "\n".join(f["note"] for f in rows if (f["check"], f["result"]) == (code, "not_checked"))


def without_files(folder: Path, maker: Maker, names: Collection[str], **options: Any) -> Report:
    """The report on a publication that lacks files whose paths contain one of `names`."""
    root, trust = maker.publish(folder)
    for path in sorted(root.rglob("*")):
        if path.is_file() and any(name in path.as_posix() for name in names):
            path.unlink()
    if options.pop("audited", False):
        options["auditor"] = maker.auditor(folder)
    if (opening := options.pop("opened", None)) is not None:
        write(folder / "one.json", canonical(opening) + b"\n")
        options["opening"] = folder / "one.json"
    return judged_files(root, trust, **options)


def blob_of(maker: Maker, kind: str, name: str, draw: int | None = None) -> str:
    told = maker.data(kind, draw)[name]
    return str(told if isinstance(told, str) else told["blob"])


def disclosed() -> Maker:
    return standard(size=24, disclosed=True)


def test_a_missing_disclosure(tmp_path: Path) -> None:
    maker = disclosed()
    seq = maker.find("disclosure")
    report = without_files(tmp_path, maker, [blob_of(maker, "disclosure", "blob")], now=AFTER)
    assert {("10.opening", seq, None), ("10.deadline", None, None)} <= unchecked(report)
    assert failed_at(report, "10.deadline") == set()


def test_a_missing_roster(tmp_path: Path) -> None:
    maker = disclosed()
    roster = blob_of(maker, "campaign.open", "roster")
    one = an_opening(maker, min(maker.leaves))
    report = without_files(tmp_path, maker, [roster], now=AFTER, opened=one)
    assert {("10.deadline", None, None), ("11.opening", None, None)} <= unchecked(report)
    assert "roster" in notes(report, "11.opening")


@pytest.mark.parametrize("name", ["catalogue", "institutions"])
def test_a_missing_catalogue(tmp_path: Path, name: str) -> None:
    maker = standard(size=24)
    report = without_files(tmp_path, maker, [blob_of(maker, "campaign.open", name)], audited=True)
    assert ("10.roster", None, None) in unchecked(report)
    assert "institutions" in notes(report, "10.roster")


def test_a_missing_pool(tmp_path: Path) -> None:
    maker = standard(size=24)
    one = an_opening(maker, min(maker.leaves))
    pool = blob_of(maker, "draw.freeze", "pool", 1)
    report = without_files(tmp_path, maker, [pool], audited=True, opened=one)
    assert {("10.pool", None, "1.1"), ("11.opening", None, "1.1")} <= unchecked(report)


def test_a_missing_pool_of_types(tmp_path: Path) -> None:
    maker = typed_book(lambda _maker: None)()
    pool = blob_of(maker, "draw.freeze", "pool", 1)
    report = without_files(tmp_path, maker, [pool])
    codes = ("07.strata", "07.tickets", "07.cutoff")
    assert {(code, None, "1.1") for code in codes} <= unchecked(report)
    assert "pool" in notes(report, "07.strata")


@pytest.mark.parametrize("name", ["catalogue", "disclosure"])
def test_types_that_cannot_be_known(tmp_path: Path, name: str) -> None:
    maker = typed_book(lambda _maker: None)()
    named = ("campaign.open", name) if name == "catalogue" else (name, "blob")
    one = an_opening(maker, min(leaf for leaf, _mark in maker.pools[1]))
    report = without_files(tmp_path, maker, [blob_of(maker, *named)], opened=one)
    assert ("07.strata", None, "1.1") in unchecked(report)
    assert ("11.opening", None, "1.1") in unchecked(report)
    word = {"catalogue": "catalogue", "disclosure": "openings"}[name]
    assert word in notes(report, "07.strata")


def test_an_opening_too_few_among_the_types(tmp_path: Path) -> None:
    maker = typed_book(lambda _maker: None)()
    leaf = min(leaf for leaf, _mark in maker.pools[1])
    blob = maker.data("disclosure")["blob"]
    lines = maker.blobs.pop(blob).splitlines(keepends=True)
    kept = [line for line in lines if line != canonical(maker.leaves[leaf]) + b"\n"]
    assert len(kept) == len(lines) - 1
    maker.data("disclosure")["blob"] = maker.blob(b"".join(kept))
    report = judged(maker, tmp_path)
    assert ("07.strata", None, "1.1") in unchecked(report)
    assert failed_at(report, "10.opening") == {maker.find("disclosure")}


def test_a_row_of_the_pool_without_a_type(tmp_path: Path) -> None:
    """Its facts are of no chosen type: 10.pool names it, and no type is made up for it."""

    def prepare(maker: Maker) -> None:
        def spoiled(chosen: list[str], right: Any) -> Any:
            pool, candidates, excluded = right
            for leaf, one in sorted(maker.leaves.items()):
                if not set(one["facts"]["value"]["types"]) & set(chosen):
                    return sorted([*pool, (leaf, "r")]), {**candidates, leaf: ["A01"]}, excluded
            raise LookupError("everybody makes something of it")

        maker.pool_hook = spoiled

    maker = typed_book(prepare)()
    report = judged(maker, tmp_path)
    assert ("07.strata", None, "1.1") in unchecked(report)
    assert failed_at(report, "07.strata") == set()
    assert "10.pool" in notes(report, "07.strata")


def broken(kind: str, draw: int | None = None, **fields: Any) -> Maker:
    """A book in which the data of one entry have a key that v1 does not know."""
    maker = standard(size=24)
    maker.data(kind, draw).update(fields or {"more": 1})
    return maker


def test_a_choice_that_cannot_be_read(tmp_path: Path) -> None:
    maker = broken("draw.choice", 1)
    report = judged(maker, tmp_path, auditor=True)
    codes = ("10.pool", "10.types", "10.matching")
    assert {(code, None, "1.1") for code in codes} <= unchecked(report)
    seq = f"{maker.find('draw.choice', 1):,}"
    assert f"after number {seq}" in notes(report, "05.order")


def test_an_opening_of_the_campaign_that_cannot_be_read(tmp_path: Path) -> None:
    report = judged(broken("campaign.open"), tmp_path)
    assert ("05.people", None, None) in unchecked(report)
    assert "opening entry" in notes(report, "05.people")


def test_an_act_that_is_out_of_order(tmp_path: Path) -> None:
    maker = standard(size=24)
    maker.data("draw.choice", 1)["representative"] = 2
    report = judged(maker, tmp_path)
    seq = maker.find("draw.choice", 1)
    assert failed_at(report, "05.order") == {seq}
    assert ("05.people", seq, None) in unchecked(report)


def test_a_genesis_that_cannot_be_read(tmp_path: Path) -> None:
    report = judged(broken("genesis"), tmp_path)
    found = {code for code, _entry, _draw in unchecked(report)}
    assert found >= {"04.genesis", "04.signature"}


def test_a_ledger_without_genesis(tmp_path: Path) -> None:
    """The trust file names entry 0 as it is, so that nothing but its kind tells."""
    maker = standard(size=24)
    remove(maker, 0)
    report = judged(maker, tmp_path)
    assert failed_at(report, "04.genesis") == {0}
    assert ("03.simulation", None, None) in unchecked(report)


@pytest.mark.parametrize("names", [["tile/entries"], ["tile/entries", "tile/0"]])
def test_entries_that_are_not_there(tmp_path: Path, names: list[str]) -> None:
    report = without_files(tmp_path, standard(size=24), names, digest="a" * 64)
    found = {code for code, _entry, _draw in unchecked(report)}
    for code in ("02.root", "02.blob", "04.genesis", "04.signature", "11.digest"):
        assert code in found, code
    assert "blobs named by no entry" in notes(report, "02.blob")


def test_one_entry_that_is_not_there(tmp_path: Path) -> None:
    """The last entry does not parse: what is before it stands, what rests on all of it does not."""
    root, trust = standard(size=24).publish(tmp_path)
    tile = next((root / "tile/entries").rglob("4*"))
    tile.write_bytes(tile.read_bytes()[:-1])
    report = judged_files(root, trust, digest="a" * 64)
    found = {code for code, _entry, _draw in unchecked(report)}
    assert found >= {"02.root", "03.canonical", "04.signature", "11.digest"}


def test_an_entry_in_the_middle_that_is_not_there(tmp_path: Path) -> None:
    """The link of the second tile leads to an entry that nobody has."""
    maker = standard(size=24)
    while len(maker.entries) < 260:
        maker.add("disclosure", dict(maker.data("campaign.close")))
    report = without_files(tmp_path, maker, ["tile/entries/000", "tile/0/000"])
    assert ("03.prev", 256, None) in unchecked(report)
    assert "a tile below" in notes(report, "02.tile")


def test_a_checkpoint_that_cannot_be_read(tmp_path: Path) -> None:
    root, trust = standard(size=24, witnesses=3).publish(tmp_path)
    (root / "checkpoint").write_bytes(b"no note\n")
    report = judged_files(root, trust)
    assert failed_at(report, "01.note") == {None}
    found = {code for code, _entry, _draw in unchecked(report)}
    assert found >= {"01.signature", "01.witness", "01.files", "02.root"}


def test_an_entry_that_does_not_fit_its_tile(tmp_path: Path) -> None:
    root, trust = standard(size=24).publish(tmp_path)
    tile = next((root / "tile/entries").rglob("4*"))
    data = bytearray(tile.read_bytes())
    data[len(data) // 2] ^= 1
    tile.write_bytes(data)
    report = judged_files(root, trust)
    assert failed_at(report, "02.root") == set()
    assert ("02.root", None, None) in unchecked(report)


def test_a_seed_under_a_wrong_secret(tmp_path: Path) -> None:
    """The commitment is broken (06.operator); whether the seed is right nobody knows."""
    maker = standard(size=24)
    maker.data("draw.open", 1)["secret"] = "5" * 64
    report = judged(maker, tmp_path)
    assert failed_at(report, "06.operator") == {maker.find("draw.open", 1)}
    assert ("07.seed", None, "1.1") in unchecked(report)


def test_an_audit_after_the_first_draw(tmp_path: Path) -> None:
    maker = standard(size=24)
    audit, first = maker.find("roster.audit"), maker.find("draw.commit", 1)
    a, b = maker.entries[audit], maker.entries[first]
    maker.entries[audit], maker.entries[first] = b, a
    a["at"], b["at"] = b["at"], a["at"]
    assert failed_at(judged(maker, tmp_path), "05.order") >= {audit, first}


def test_a_pool_that_differs_where_an_earlier_check_failed(tmp_path: Path) -> None:
    """A random row was drawn before (07.drawn): that the pool is wrong has then one name only."""
    attack = next(one for one in by_code()["07.drawn"] if one.auditor)
    package = attack.package()
    report = report_of(package, tmp_path)
    told = {(code, entry) for code, entry, _draw in unchecked(report)}
    assert ("10.pool", attack.entry(package)) in told
    assert "07.drawn" in notes(report, "10.pool")


def test_openings_of_another_version(tmp_path: Path) -> None:
    maker = spoiled_opening(lambda one: one.update(v=2))()
    report = judged(maker, tmp_path)
    assert ("10.opening", maker.find("disclosure"), None) in unchecked(report)
    assert report["exit"] == 3


def test_people_of_another_version(tmp_path: Path) -> None:
    root, trust = standard(size=24).publish(tmp_path)
    auditor = standard(size=24).auditor(tmp_path)
    people = auditor / "campaign-1.people.jsonl"
    lines = people.read_bytes().splitlines(keepends=True)
    first = canonical({**json.loads(lines[0]), "v": 2}) + b"\n"
    people.write_bytes(b"".join([first, *lines[1:]]))
    report = judged_files(root, trust, auditor=auditor)
    assert ("10.people", None, None) in unchecked(report)
    assert report["exit"] == 3


class BlindMaker(Maker):
    """A maker that matches as if nobody had a conflict."""

    def rows_of(self, leaves: list[str]) -> list[dict[str, Any]]:
        """What matching is given."""
        rows = copy.deepcopy(super().rows_of(leaves))
        for row in rows:
            row["facts"]["conflicts"] = []
        return rows


def test_a_drawn_enterprise_that_nobody_can_serve(tmp_path: Path) -> None:
    maker = BlindMaker(size=24)
    everybody = ["S1", "S2", "T1", "T2", "T3", "Z9"]
    maker.facts_hook = lambda _number, facts: facts.update(conflicts=everybody)
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    report = judged(maker, tmp_path, auditor=True)
    assert results(report, "failed") == {"10.roster"}
    assert {("10.types", None, "1.1"), ("10.matching", None, "1.1")} <= unchecked(report)


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("campaign.open", "roster", {("05.roster", None), ("07.pool", "1.1"), ("07.pool", "1.3")}),
        ("campaign.open", "catalogue", {("05.catalogue", None), ("05.feasible", None)}),
        ("campaign.open", "institutions", {("05.institutions", None), ("08.totals", "1.1")}),
        ("draw.freeze", "pool", {(f"07.{one}", "1.1") for one in ("pool", "tickets", "cutoff")}),
        ("draw.result", "selection", {("07.tickets", "1.1"), ("07.drawn", "1.3")}),
    ],
)
def test_what_rests_on_a_blob(
    tmp_path: Path, kind: str, name: str, expected: set[tuple[str, str | None]]
) -> None:
    maker = standard(size=24)
    draw = None if kind == "campaign.open" else 1
    report = without_files(tmp_path, maker, [blob_of(maker, kind, name, draw)])
    assert expected <= {(code, of) for code, _entry, of in unchecked(report)}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("draw.choice", {("08.totals", "1.1")}),
        ("draw.freeze", {("07.odds", "1.1"), ("08.totals", "1.1"), ("08.statement", "1.1")}),
        ("match.result", {("09.confirm", "1.1"), ("09.object", "1.1")}),
        ("draw.close", {("07.seed", "1.1")}),
        (
            "campaign.open",
            {(code, None) for code in ("05.rules", "10.opening", "10.roster", "10.people")}
            | {("06.contribution", "1.1")},
        ),
    ],
)
def test_what_rests_on_an_entry(
    tmp_path: Path, kind: str, expected: set[tuple[str, str | None]]
) -> None:
    maker = broken(kind, None if kind == "campaign.open" else 1)
    report = judged(maker, tmp_path, auditor=True)
    assert expected <= {(code, of) for code, _entry, of in unchecked(report)}


def test_an_answer_to_another_objection(tmp_path: Path) -> None:
    maker = standard(size=24)
    maker.data("object.answer", 1)["objection"] = 3
    report = judged(maker, tmp_path)
    assert failed_at(report, "05.order") == {maker.find("object.answer", 1)}
    assert ("09.object", None, "1.1") in unchecked(report)


def test_what_was_seen_and_cannot_be_compared(tmp_path: Path) -> None:
    typed = Typed(10, bytes(32), None)
    names = ["tile/entries", "tile/0"]
    report = without_files(tmp_path, standard(size=24), names, typed=typed)
    assert ("01.typed", None, None) in unchecked(report)


def test_a_contribution_that_cannot_be_read(tmp_path: Path) -> None:
    """Neither whether it was listed nor whether the opened secret is its own can be told."""
    maker = broken("draw.contribution", 1)
    report = judged(maker, tmp_path)
    places = [maker.find("draw.close", 1), maker.find("draw.open", 1, 1)]
    assert {("06.contribution", seq, "1.1") for seq in places} <= unchecked(report)
    assert failed_at(report, "06.contribution") == set()
