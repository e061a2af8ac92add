"""Commitments of secrets and the seed against their texts written out (02 §3, §4)."""

import dataclasses
import hashlib
from typing import Any

import pytest

from draw import QUICKNET, BadInput, Beacon, SeedInput, secret_commitment

A, B, C, D = ("a" * 64, "b" * 64, "c" * 64, "d" * 64)
GOOD = SeedInput(3, 2, A, ("A01", "B"), B, 17379, 431, 2531, C, {10: A, 9: D}, None)

TEXT = f"""sunlot/v1/seed
campaign=3
draw=2
roster={A}
types=A01,B
pool={B}
N=17379
m=431
n=2531
operator={C}
contribution.9={D}
contribution.10={A}
beacon=none
"""


def test_the_seed_is_the_hash_of_its_text() -> None:
    assert GOOD.text() == TEXT
    assert GOOD.seed() == hashlib.sha256(TEXT.encode("ascii")).hexdigest()


def test_the_beacon_is_the_last_line() -> None:
    signature = "8" + "7" * 95
    beacon = Beacon(QUICKNET, 35732242, signature, None)
    line = (
        "beacon=52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
        f":35732242:{signature}\n"
    )
    text = TEXT.replace("beacon=none\n", line)
    changed = dataclasses.replace(GOOD, beacon=beacon)
    assert changed.text() == text
    assert changed.seed() == hashlib.sha256(text.encode("ascii")).hexdigest()


def test_a_forgotten_beacon_is_not_none() -> None:
    names = [field.name for field in dataclasses.fields(GOOD) if field.name != "beacon"]
    fields: dict[str, Any] = {name: getattr(GOOD, name) for name in names}
    with pytest.raises(TypeError, match="beacon"):
        SeedInput(**fields)


@pytest.mark.parametrize("party", ["operator", "representative.1", "representative.12"])
def test_a_secret_is_committed_with_its_place(party: str) -> None:
    text = f"sunlot/v1/commitment\ncampaign=3\ndraw=2\nroster={A}\nparty={party}\nsecret={C}\n"
    expected = hashlib.sha256(text.encode("ascii")).hexdigest()
    assert secret_commitment(3, 2, A, party, C) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"campaign": 0},
        {"draw": 0},
        {"campaign": "3"},
        {"roster": A.upper()},
        {"types": ()},
        {"types": ("B", "A01")},
        {"types": ("B", "B")},
        {"types": ("A,B",)},
        {"pool": "b" * 63},
        {"pool_size": 0},
        {"must": 2532},
        {"size": 430},
        {"size": 17380},
        {"must": 0, "size": 0},
        {"operator": "C" * 64},
        {"contributions": {}},
        {"contributions": {0: A}},
        {"contributions": {1: "a"}},
        {"contributions": {True: A}},
        {"beacon": "none"},
        {"beacon": f"{A}:1:{B}"},
    ],
    ids=str,
)
def test_bad_seed_input_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        dataclasses.replace(GOOD, **change)


@pytest.mark.parametrize(
    "party",
    ["", "Operator", "representative", "representative.0", "representative.01", "operator\n"],
)
def test_an_unknown_party_is_refused(party: str) -> None:
    with pytest.raises(BadInput, match="party: expected"):
        secret_commitment(1, 1, A, party, C)


@pytest.mark.parametrize(
    "values", [(0, 1, A, C), (1, 0, A, C), (1, 1, "a", C), (1, 1, A, "C" * 64)]
)
def test_bad_commitment_input_is_refused(values: tuple[int, int, str, str]) -> None:
    campaign, draw, roster, secret = values
    with pytest.raises(BadInput) as refused:
        secret_commitment(campaign, draw, roster, "operator", secret)
    assert "C" * 64 not in str(refused.value)


def test_secrets_stay_out_of_the_repr() -> None:
    assert C not in repr(GOOD)
    assert D not in repr(GOOD)
