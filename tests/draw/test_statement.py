"""The result statement against its text written out (02 §9)."""

import dataclasses
import hashlib
from typing import Any

import pytest

from draw import QUICKNET, BadInput, Beacon, Statement, Stratum

A, B, C, D, E, F = (letter * 64 for letter in "abcdef")
GOOD = Statement(
    origin="sunlot.example/demo",
    simulation=True,
    campaign=3,
    draw=2,
    representative=1,
    types=("A01", "B"),
    roster=A,
    pool=B,
    pool_size=17379,
    must=431,
    size=2531,
    beacon=None,
    seed=C,
    cutoff=D,
    odds=(2100, 16948),
    selection=E,
    rows=F,
    over_quota=(4, 0),
)

TEXT = f"""sunlot/v1/statement
origin=sunlot.example/demo
simulation=true
campaign=3
draw=2
representative=1
types=A01,B
roster={A}
pool={B}
N=17379
m=431
n=2531
beacon=none
seed={C}
cutoff={D}
odds=2100/16948
selection={E}
rows={F}
over_quota=sampling:4,testing:0
"""


def test_the_digest_is_the_hash_of_the_text() -> None:
    assert GOOD.text() == TEXT
    assert GOOD.digest() == hashlib.sha256(TEXT.encode("ascii")).hexdigest()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"simulation": False}, "simulation=false\n"),
        (
            {"beacon": Beacon(QUICKNET, 7, "a" * 96, None)},
            f"n=2531\nbeacon={QUICKNET.hash}:7:{'a' * 96}\nseed=",
        ),
        ({"size": 431, "cutoff": None, "odds": (0, 16948)}, "cutoff=none\nodds=0/16948\n"),
        (
            {"must": 5, "size": 5, "pool_size": 5, "cutoff": None, "odds": None},
            "cutoff=none\nodds=none\n",
        ),
    ],
    ids=str,
)
def test_other_lines(change: dict[str, Any], line: str) -> None:
    assert line in dataclasses.replace(GOOD, **change).text()


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "Sunlot"},
        {"origin": "ab"},
        {"origin": "a\nb=c"},
        {"simulation": "false"},
        {"simulation": 1},
        {"campaign": 0},
        {"draw": 0},
        {"representative": 0},
        {"types": ()},
        {"types": ("B", "A01")},
        {"roster": "a"},
        {"pool": B.upper()},
        {"must": 2532},
        {"size": 20000},
        {"beacon": "none"},
        {"seed": ""},
        {"selection": "e" * 65},
        {"rows": "none"},
        {"cutoff": None},
        {"cutoff": "none"},
        {"odds": None},
        {"odds": (700, 5649)},
        {"size": 431, "odds": (0, 16948)},
        {"over_quota": (-1, 0)},
        {"over_quota": (0, 2532)},
    ],
    ids=str,
)
def test_a_statement_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"expected .*, found .*\. \w"):
        dataclasses.replace(GOOD, **change)


STRATA = (
    Stratum("A01", 10_000, 400, 1_000, D, (600, 9_600)),
    Stratum("B", 7_379, 31, 31, None, (0, 7_348)),
)
BY_TYPE = dataclasses.replace(GOOD, cutoff=None, odds=None, strata=STRATA)


def test_a_line_for_each_type_stands_in_the_place_of_cut_off_and_odds() -> None:
    chances = (
        f"stratum.A01=N:10000,m:400,n:1000,cutoff:{D},odds:600/9600\n"
        "stratum.B=N:7379,m:31,n:31,cutoff:none,odds:0/7348\n"
    )
    assert BY_TYPE.text() == TEXT.replace(f"cutoff={D}\nodds=2100/16948\n", chances)
    assert BY_TYPE.drawn == 1_031


@pytest.mark.parametrize(
    "change",
    [
        {"cutoff": D, "odds": (2100, 16948)},
        {"strata": STRATA[:1]},
        {"strata": STRATA[::-1]},
        {"must": 430},
        {"pool_size": 17_380},
        {"over_quota": (1_032, 0)},
    ],
)
def test_strata_that_are_not_those_of_the_draw(change: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        dataclasses.replace(BY_TYPE, **change)
