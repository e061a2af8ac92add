"""A small book with `per_type`, weights, an open policy and a void, and changes signed again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.browser.built import run_node

EXPECTED: dict[str, tuple[int, set[str]]] = {
    "honest": (0, set()),
    "stratum must": (1, {"07.strata"}),
    "stratum cutoff": (1, {"07.cutoff"}),
    "stratum odds": (1, {"07.odds"}),
    "seed": (1, {"07.seed"}),
    "void names another check": (1, {"07.choice", "09.void"}),
    "stranger confirms": (1, {"05.people"}),
    "another digest": (1, {"09.confirm"}),
    "per_type sealed": (1, {"05.rules"}),
    "excluded": (1, {"10.pool"}),
    "excluded beyond the roster": (1, {"07.pool"}),
    "salt twice": (1, {"10.opening"}),
    "by type beyond the pool": (1, {"08.totals"}),
    "by another type": (1, {"08.totals"}),
    "by type merged": (1, {"08.totals"}),
    "typed note of nobody": (3, set()),
    "typed for another ledger": (1, {"01.typed"}),
    "typed with a CR": (2, set()),
    "refute in vain": (0, set()),
    "refute from outside": (3, set()),
    "refute with nothing open": (2, {"11.opening"}),
    "refute a wrong draw": (1, {"07.odds"}),
    "refute a void draw": (3, set()),
    "digest beside an unknown kind": (1, {"11.digest"}),
    "a later genesis": (3, set()),
    "by type out of order": (1, {"08.totals"}),
    "institutions out of order": (1, {"08.totals"}),
    "order behind an unreadable entry": (1, {"03.schema"}),
    "order before an unreadable entry": (1, {"03.schema", "05.order"}),
    "level A": (3, set()),
    "level E": (1, {"03.schema"}),
    "hostile kind": (3, set()),
    "round": (1, {"06.round"}),
}


def test_each_change_is_named() -> None:
    found = json.loads(run_node(Path(__file__).with_name("small_changes.mjs")))
    got = {name: (found[name]["exit"], set(found[name]["failed"])) for name in EXPECTED}
    assert got == EXPECTED
    assert found["refute a wrong draw"]["unchecked"] == ["13.refute"]
    assert found["refute a void draw"]["unchecked"] == ["13.refute"]
    # The void settled 07.choice of its draw: what is proven is that of the other one (04 §2).
    assert found["honest"]["covered"]["07.choice"] == "1 draws"
    assert found["honest"]["covered"]["07.count"] == "2 draws"
    assert "ahead" in found["ahead"]["remarks"]
    assert "ahead" not in found["a day ahead"]["remarks"]
