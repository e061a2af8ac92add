"""The published vectors, which a third program made from the specification alone.

`vector_runners` reads a vector's JSON into the values of `draw`; here they are compared. Vectors
whose fault lies in the JSON itself are not for `draw`, which reads none; they are listed by name.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from draw import DrawError
from tests.draw.vector_runners import RUNNERS

VECTORS = Path(__file__).parents[2] / "docs" / "spec" / "vectors"

OF_OTHERS = {
    *("canonical", "merkle", "list", "entry", "pae", "uscc", "ed25519"),
    *("opening", "campaign", "catalogue", "institutions"),
    *("beacon", "bracket", "cosignature", "inclusion", "consistency", "policy", "proof"),
    *("trust", "typed", "book"),
}
"""Functions of the vectors' table that are not part of the draw."""

READING = {
    "commitment": {
        "value with a fraction",
        "value below zero",
        "value 2^53",
        "value with a bad key",
        "value of depth 9",
    },
    "cut": {
        "29 February of a common year",
        "29 February 2100",
        "31 June",
        "month 13",
        "month 0",
        "day 0",
        "day 32",
        "year of five digits",
        "one digit",
        "no hyphens",
        "slashes",
        "with a time",
        "line feed",
        "full-width digits",
        "order of day and month",
        "empty",
    },
    "seed": {"contribution 01"},
    "pool": {
        "reference date not a day",
        "visit not a day",
        "region of five digits",
        "facts with an additional key",
        "facts without last",
        "failed without evidence",
        "last without tester",
    },
    "match": {
        "sampling_until not a day",
        "valid_until not a day",
        "waived unsorted",
        "types of an institution unsorted",
        "weights: a quota and a weight in one row",
    },
    "strata": {"chosen unsorted", "chosen twice"},
    "totals": {"another allocation", "no rows", "pool without a chosen type"},
    "statement": {
        "another beacon",
        "over quota without testing",
        "a field is missing",
        "an additional field",
        "per_type: stratum without cutoff",
        "per_type: additional key in a stratum",
    },
}
"""Vectors about JSON, the form of a date, or what a set, a mapping or an `int` cannot say: a
reader's work. (`totals` takes a matching, and nothing makes one without rows.)"""


def vectors() -> list[dict[str, Any]]:
    files = [json.loads(path.read_text("utf-8")) for path in sorted(VECTORS.glob("*.json"))]
    return [vector for file in files for vector in file["vectors"]]


CLAIMS = [
    pytest.param(vector, id=vector["name"])
    for vector in vectors()
    if vector["fn"] == "claim" and vector["input"]["fn"] in RUNNERS
]

OURS = [
    pytest.param(vector, id=f"{vector['fn']}: {vector['name']}")
    for vector in vectors()
    if vector["fn"] in RUNNERS and vector["name"] not in READING.get(vector["fn"], set())
    # `draw` reads no chain: its three are constants, so there is nothing it could refuse
    if vector["fn"] != "chain" or isinstance(vector["expect"], str)
]


def test_every_function_of_the_draw_has_vectors() -> None:
    named = {vector["fn"] for vector in vectors()}
    assert named - OF_OTHERS == {*RUNNERS, "claim"}, f"vectors in {VECTORS}"


def test_what_is_left_to_readers_is_in_the_files_and_refused_there() -> None:
    found: dict[str, set[str]] = {}
    for vector in vectors():
        if vector["name"] in READING.get(vector["fn"], set()):
            assert "error" in vector["expect"]
            found.setdefault(vector["fn"], set()).add(vector["name"])
    assert found == READING


@pytest.mark.parametrize("vector", OURS)
def test_vector(vector: dict[str, Any]) -> None:
    run, expected = RUNNERS[vector["fn"]], vector["expect"]
    if isinstance(expected, dict) and "error" in expected:
        with pytest.raises(DrawError):
            run(vector["input"])
    else:
        assert written(run(vector["input"])) == written(expected)


@pytest.mark.parametrize("vector", CLAIMS)
def test_claim(vector: dict[str, Any]) -> None:
    given = vector["input"]
    found = RUNNERS[given["fn"]](given["input"])
    assert (written(found) == written(given["claim"])) is vector["expect"]


def written(value: object) -> str:
    """The value as JSON: to Python true is 1, and 1.0 too."""
    return json.dumps(value, sort_keys=True)
