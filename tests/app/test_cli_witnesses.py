"""The witness policy at the command line: made by `init`, refused if bad, never changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import witness
from app.wiring import opened
from tests.app.calling import Sunlot, found
from tests.app.stage import INIT, SIMULATED, TOKEN


@pytest.fixture
def policy(tmp_path: Path) -> list[str]:
    """What three bodies gave the operator: vkey, address, body; each in one text."""
    return [
        f"{witness.make(tmp_path / name, f'{name}.example.org/1')} http://127.0.0.1:{port} {body}"
        for port, name, body in (
            (8091, "association", "示例消费者协会"),
            (8092, "notary", "示例公证处 一处"),
            (8093, "university", "示例大学"),
        )
    ]


def options(policy: Sequence[str], quorum: int) -> list[str]:
    named = [part for one in policy for part in ("--witness", one)]
    return [*SIMULATED, *named, "--quorum", str(quorum)]


def test_init_fixes_the_witnesses_for_ever(
    sunlot: Sunlot, tmp_path: Path, policy: list[str]
) -> None:
    found(sunlot, *options(policy, 2))
    trust = json.loads((tmp_path / "data" / "trust.json").read_text())
    vkeys = sorted(one.split()[0] for one in policy)
    assert (trust["quorum"], [one["vkey"] for one in trust["witnesses"]]) == (2, vkeys)
    assert {one["body"] for one in trust["witnesses"]} >= {"示例公证处 一处"}
    assert all("url" not in one for one in trust["witnesses"])
    kept = json.loads((tmp_path / "data" / "witnesses.json").read_text("utf-8"))
    assert {one["url"] for one in kept["witnesses"]} == {
        f"http://127.0.0.1:{port}" for port in (8091, 8092, 8093)
    }
    assert "witnessed: 0 of 3, needed 2" in sunlot("status", "--data", "data").stdout


BAD_POLICIES: dict[str, Callable[[list[str]], tuple[list[str], int]]] = {
    "no quorum": lambda three: (three, 0),
    "a quorum of one half": lambda three: (three[:2], 1),
    "more than there are": lambda three: (three, 4),
    "a quorum of nobody": lambda three: ([], 1),
    "the same key twice": lambda three: ([three[0], three[0]], 2),
    "the same body twice": lambda three: ([three[0], _with_body(three[1], three[0])], 2),
    "no address": lambda three: ([three[0].split()[0]], 1),
    "no body": lambda three: ([" ".join(three[0].split()[:2])], 1),
    "no key": lambda three: ([three[0].replace("+", "-")], 1),
}


def _with_body(one: str, other: str) -> str:
    return " ".join([*one.split()[:2], other.split(maxsplit=2)[2]])


@pytest.mark.parametrize("name", BAD_POLICIES)
def test_a_bad_policy_is_refused_in_one_line(
    sunlot: Sunlot, tmp_path: Path, policy: list[str], name: str
) -> None:
    done = sunlot(*INIT, *options(*BAD_POLICIES[name](policy)))
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert "--witness" in done.stderr
    assert not (tmp_path / "data" / "keys").exists()


def _more_quorum(kept: dict[str, Any]) -> None:
    kept["quorum"] = 3


def _other_body(kept: dict[str, Any]) -> None:
    kept["witnesses"][0]["body"] = "别的机构"


def _one_less(kept: dict[str, Any]) -> None:
    kept["witnesses"].pop()


@pytest.mark.parametrize("change", [_more_quorum, _other_body, _one_less])
def test_an_edited_policy_is_not_served(
    sunlot: Sunlot, tmp_path: Path, policy: list[str], change: Callable[[dict[str, Any]], None]
) -> None:
    found(sunlot, *options(policy, 2))
    file = tmp_path / "data" / "witnesses.json"
    kept = json.loads(file.read_text("utf-8"))
    change(kept)
    file.write_text(json.dumps(kept), encoding="utf-8")
    (tmp_path / "publication" / "checkpoint").unlink()
    done = sunlot("bot", SUNLOT_DATA="data", SUNLOT_PUBLICATION="publication", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert not (tmp_path / "publication" / "checkpoint").exists(), "nothing was written with it"
    assert "only the addresses may be changed" in done.stderr


def test_an_address_may_be_changed(sunlot: Sunlot, tmp_path: Path, policy: list[str]) -> None:
    found(sunlot, *options(policy, 2))
    file = tmp_path / "data" / "witnesses.json"
    file.write_text(file.read_text("utf-8").replace(":8092", ":18092"), encoding="utf-8")
    with opened(tmp_path / "data", tmp_path / "publication") as system:
        _, addresses = system.folder.policy()
    assert sum(url.endswith(":18092") for url in addresses.values()) == 1


@pytest.mark.parametrize("text", ["", "[]", '{"quorum": 1}', '{"quorum": "x", "witnesses": []}'])
def test_a_damaged_policy_is_named(
    sunlot: Sunlot, tmp_path: Path, policy: list[str], text: str
) -> None:
    found(sunlot, *options(policy, 2))
    (tmp_path / "data" / "witnesses.json").write_text(text)
    done = sunlot("status", "--data", "data")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "witnesses.json" in done.stderr


def test_losing_the_policy_is_noticed(sunlot: Sunlot, tmp_path: Path, policy: list[str]) -> None:
    found(sunlot, *options(policy, 2))
    (tmp_path / "data" / "witnesses.json").unlink()
    done = sunlot("bot", SUNLOT_DATA="data", SUNLOT_PUBLICATION="publication", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, "witnesses.json" in done.stderr) == (1, True)
