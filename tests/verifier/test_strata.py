"""Allocation per_type and weighted institutions (spec 01 §3.2, 02 §6.1, §8.3)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier import command
from verifier.selftest.beacons import signature
from verifier.selftest.book import Maker, leaf_of, write
from verifier.selftest.draw_rules import canonical

from .calling import call, spoken
from .judged import failed_at, judged, remark_codes, results

Data = dict[str, Any]
PARTS = ["facts", "id", "lot"]


def book(
    change: Callable[[Data], None] | None = None,
    kind: str = "draw.result",
    draw: int | None = 1,
    prepare: Callable[[Maker], None] | None = None,
    **options: Any,
) -> Maker:
    """An open campaign drawn type by type, one type by weight."""
    maker = Maker(**{k: options.pop(k) for k in ("seed", "size", "beacon") if k in options})
    if change is not None:
        maker.tamper = {(kind, draw): change}
    if prepare is not None:
        prepare(maker)
    policy = options.pop("policy", "open")
    maker.open_campaign(policy, **{"allocation": "per_type", "weighted": ("A01",), **options})
    if policy == "open":
        maker.disclose(PARTS, "all")
    maker.whole_draw(1, ["A01", "A02", "C07"])
    maker.whole_draw(2, ["B02"], contributing=(1, 3), revealing=(3,))
    return maker


@pytest.mark.parametrize("seed", range(6))
def test_a_book_drawn_type_by_type_is_proven(tmp_path: Path, seed: int) -> None:
    report = judged(book(seed=seed, size=20 + 30 * seed), tmp_path)
    assert (report["verdict"], results(report, "not_checked")) == ("proven", set())
    assert {"07.strata", "07.tickets", "10.pool", "10.types", "10.matching"} <= results(
        report, "proven"
    )
    assert {"per_type", "weights"} <= set(remark_codes(report))
    assert all(draw["odds"] is None and draw["cutoff"] is None for draw in report["draws"])


def test_an_enterprise_is_compared_with_the_cut_off_of_its_stratum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = book(size=80)
    maker.publish(tmp_path)
    told = {s["cutoff"] for s in maker.data("draw.result", 1)["strata"]}
    chosen = maker.blobs[maker.data("draw.result", 1)["selection"]["blob"]].decode()
    seen = set()
    for opening in maker.openings[1]:
        write(tmp_path / "one.json", canonical(opening))
        given = call(tmp_path, "--opening", str(tmp_path / "one.json"))
        code, report = spoken(capsys, *given)
        row = report["enterprise"]["draws"][0]
        assert (code, row["selected"]) == (0, leaf_of(opening) in chosen)
        assert not row["in_pool"] or row["cutoff"] in told
        seen.add((row["in_pool"], row["mark"], row["selected"]))
    assert len(seen) == 4


def stratum(**fields: Any) -> Callable[[Data], None]:
    return lambda data: data["strata"][1].update(fields)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["strata"].pop(), "07.strata"),
        (lambda d: d["strata"][0].update(pool=d["strata"][0]["pool"] + 1), "07.strata"),
        (lambda d: d["strata"][0].update(must=d["strata"][0]["must"] + 1), "07.strata"),
        (lambda d: d["strata"][0].update(n=d["strata"][0]["n"] + 1), "07.strata"),
        (stratum(cutoff="f" * 64), "07.cutoff"),
        (stratum(cutoff=None), "07.cutoff"),
        (stratum(odds=[1, 2]), "07.odds"),
        (stratum(odds=None), "07.odds"),
        (lambda d: d.update(seed="0" * 64), "07.seed"),
        (lambda d: d["selection"].update(root="0" * 64), "07.tickets"),
    ],
)
def test_a_wrong_stratum_is_named(
    tmp_path: Path, change: Callable[[Data], None], code: str
) -> None:
    report = judged(book(change, size=80), tmp_path)
    assert results(report, "failed") >= {code}
    others = {"08.totals", "08.statement"} if code == "07.strata" else set()
    assert results(report, "failed") <= {code, *others}
    assert len(failed_at(report, code)) == 1


def test_another_selection_is_named(tmp_path: Path) -> None:
    def exchange(_seed: str, chosen: Any) -> Any:
        rows, cutoff = chosen
        return rows[1:], cutoff

    maker = book(size=80, prepare=lambda m: setattr(m, "select_hook", exchange))
    report = judged(maker, tmp_path)
    assert "07.tickets" in results(report, "failed")
    assert "07.strata" not in results(report, "failed")


def test_per_type_needs_an_open_policy(tmp_path: Path) -> None:
    report = judged(book(policy="sealed"), tmp_path)
    assert results(report, "failed") == {"05.rules"}
    assert {"07.strata", "07.tickets", "07.cutoff"} <= results(report, "not_checked")


@pytest.mark.parametrize("allocation", ["pooled", "per_type"])
def test_the_keys_of_the_other_allocation_are_refused(tmp_path: Path, allocation: str) -> None:
    maker = book(allocation=allocation)
    other = {"pooled": "per_type", "per_type": "pooled"}[allocation]
    maker.data("campaign.open")["allocation"] = other
    report = judged(maker, tmp_path)
    # what 08.totals allows depends on the allocation, so it may fall, too
    assert {"03.schema"} <= results(report, "failed") <= {"03.schema", "08.totals"}


def test_an_unknown_rule_name_is_not_judged(tmp_path: Path) -> None:
    for name in ("allocation", "matching"):
        maker = book()
        maker.data("campaign.open")[name] = "by_hand"
        report = judged(maker, tmp_path / name)
        assert (report["exit"], results(report, "failed")) == (3, set())
        assert "03.kind" in results(report, "not_checked")


def services(change: Callable[[list[Data]], None]) -> Callable[[Maker], None]:
    return lambda maker: setattr(maker, "market_hook", change)


def half_weighted(rows: list[Data]) -> None:
    service = next(s for s in rows[0]["types"] if s["type"] == "B01")
    for role in ("sampling", "testing"):
        service[f"{role}_weight"] = service.pop(role)


def zero_weights(rows: list[Data]) -> None:
    service = next(s for s in rows[0]["types"] if s["type"] == "A01")
    service.update(sampling_weight=0, testing_weight=0)


@pytest.mark.parametrize(
    ("prepare", "weighted", "matching"),
    [
        (services(half_weighted), ("A01",), "weights"),
        (services(zero_weights), ("A01",), "weights"),
        (lambda _maker: None, ("A01",), "quotas"),
        (lambda _maker: None, (), "weights"),
    ],
)
def test_wrong_forms_of_institutions_are_named(
    tmp_path: Path, prepare: Callable[[Maker], None], weighted: tuple[str, ...], matching: str
) -> None:
    maker = Maker()
    prepare(maker)
    maker.tamper = {("campaign.open", None): lambda d: d.update(matching=matching)}
    maker.open_campaign(weighted=weighted)
    report = judged(maker, tmp_path)
    assert results(report, "failed") == {"05.institutions"}
    assert failed_at(report, "05.institutions") == {1}


@pytest.mark.parametrize("seed", range(4))
def test_weights_are_never_used_up(tmp_path: Path, seed: int) -> None:
    maker = Maker(seed=seed, size=120)
    maker.open_campaign(weighted=("A02", "B01"), months=0)
    maker.whole_draw(1, ["A02", "B01"])
    report = judged(maker, tmp_path, auditor=True)
    assert report["verdict"] == "proven"
    assert maker.data("match.result")["over_quota"] == {"sampling": 0, "testing": 0}
    told = [r["text"] for r in report["remarks"] if r["code"] == "weights"]
    assert told == [
        "Draw 1.1: institutions of the types A02, B01 were drawn by weight, not by quota."
    ]


def test_a_draw_by_type_can_be_finished(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = Maker(beacon="test")
    maker.open_campaign("open", allocation="per_type")
    maker.disclose(PARTS, "all")
    maker.whole_draw(1, ["A01", "B02"])
    full = tmp_path / "full"
    maker.publish(full)
    assert maker.round is not None
    result = maker.data("draw.result")
    del maker.entries[maker.find("draw.beacon") :]
    kept = {entry["data"].get("blob") for entry in maker.entries}
    named = json.dumps([entry["data"] for entry in maker.entries])
    maker.blobs = {n: d for n, d in maker.blobs.items() if n in kept or n in named}
    maker.publish(tmp_path / "cut")
    for folder, agrees in ((full, True), (tmp_path / "cut", None)):
        place = [str(folder / "publication"), "--trust", str(folder / "trust.json")]
        value = ["--beacon", signature(maker.round)]
        assert command.run(["finish", *place, *value, "--json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert (report["agrees"], report["seed"]) == (agrees, result["seed"])
        assert report["selection"]["root"] == result["selection"]["root"]
        assert (report["cutoff"], report["odds"]) == (None, None)
        assert command.run(["finish", *place, *value, "--lang", "zh"]) == 0
        assert "产品类别 A01：池中" in capsys.readouterr().out
