"""The published vectors, which a third program made from the specification alone.

This file is the runner: it reads a vector's JSON into the values of `draw` and compares. Vectors
whose fault lies in the JSON itself are not for `draw`, which reads none; they are listed by name.
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from draw import (
    CHAINS,
    Avoidance,
    BadInput,
    Beacon,
    DrawError,
    Facts,
    Institution,
    MatchRules,
    Quota,
    Row,
    SeedInput,
    Statement,
    Subject,
    Visit,
    chain_hash,
    commitment,
    index,
    leaf,
    match,
    pool,
    reserves,
    round_after,
    sample_size,
    secret_commitment,
    select,
    ticket,
    time_of,
)

VECTORS = Path(__file__).parents[2] / "docs" / "spec" / "vectors"

OF_OTHERS = {
    *("canonical", "merkle", "list", "entry", "pae", "uscc"),
    *("beacon", "bracket", "cosignature", "inclusion", "policy", "proof"),
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
    },
    "statement": {
        "another beacon",
        "over quota without testing",
        "a field is missing",
        "an additional field",
    },
}
"""Vectors about JSON, the form of a date, or what a set or an `int` cannot say: a reader's work."""


def vectors() -> list[dict[str, Any]]:
    files = [json.loads(path.read_text("utf-8")) for path in sorted(VECTORS.glob("*.json"))]
    return [vector for file in files for vector in file["vectors"]]


def read_facts(value: dict[str, Any]) -> Facts:
    last = tuple(
        Visit(one["type"], read_date(one["date"]), one["sampler"], one["tester"])
        for one in value["last"]
    )
    failed = tuple(one["type"] for one in value["failed"])
    return Facts(tuple(value["types"]), failed, last, tuple(value["conflicts"]), value["status"])


def read_date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def run_commitment(given: dict[str, Any]) -> str:
    text = json.dumps(
        given["value"], ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return commitment(given["tag"], given["salt"], text)


def run_leaf(given: dict[str, Any]) -> str:
    return leaf(given["id"], given["facts"], given["lot"])


def run_secret_commitment(given: dict[str, Any]) -> str:
    return secret_commitment(**given)


def run_seed(given: dict[str, Any]) -> str:
    return SeedInput(
        campaign=given["campaign"],
        draw=given["draw"],
        roster=given["roster"],
        types=tuple(given["types"]),
        pool=given["pool"],
        pool_size=given["N"],
        must=given["m"],
        size=given["n"],
        operator=given["operator"],
        contributions={int(number): text for number, text in given["contributions"].items()},
        beacon=read_beacon(given.get("beacon", "none")),
    ).seed()


def read_beacon(text: str) -> Beacon | None:
    """Return the beacon of a line; a line does not say what stood before it in the chain."""
    if text == "none":
        return None
    if text.count(":") != 2:
        raise BadInput("beacon: expected a line of 02 §4")
    digest, number, signature = text.split(":")
    chain = CHAINS.get(digest)
    if chain is None or not number.isascii() or not number.isdigit() or number != str(int(number)):
        raise BadInput("beacon: expected a line of 02 §4")
    before = chain.genesis_seed if number == "1" else "8" + "0" * (chain.signature_digits - 1)
    return Beacon(chain, int(number), signature, before if chain.chained else None)


def run_ticket(given: dict[str, Any]) -> str:
    return ticket(given["seed"], given["label"], given["key"])


def run_index(given: dict[str, Any]) -> int:
    return index(given["ticket"], given["total"])


def run_cut(given: dict[str, Any]) -> str:
    return Avoidance(read_date(given["reference_date"]), given["months"]).cut.isoformat()


def run_selection(given: dict[str, Any]) -> dict[str, Any]:
    rows = [(row[0], row[1]) for row in given["pool"]]
    made = select(given["seed"], rows, given["n"])
    return {
        "selection": [list(row) for row in made.rows],
        "cutoff": made.cutoff,
        "odds": made.odds and list(made.odds),
        "reserves": list(reserves(given["seed"], rows, made)),
    }


def run_pool(given: dict[str, Any]) -> dict[str, Any]:
    made = pool(
        given["chosen"],
        [Row(row["leaf"], read_facts(row["facts"])) for row in given["rows"]],
        Avoidance(read_date(given["reference_date"]), given["avoidance_months"]),
        frozenset(given["drawn"]),
    )
    return {
        "pool": [list(row) for row in made.rows],
        "candidates": {key: list(types) for key, types in made.candidates.items()},
        "excluded": dict(made.excluded),
        "n": sample_size(given["planned"], made.size, made.must),
    }


def run_match(given: dict[str, Any]) -> dict[str, Any]:
    rules = MatchRules(
        [read_institution(one) for one in given["institutions"]],
        read_date(given["sampling_until"]),
        frozenset(given["waived"]),
    )
    subjects = [
        Subject(row["leaf"], row["lot"], tuple(row["candidates"]), read_facts(row["facts"]))
        for row in given["rows"]
    ]
    rows = match(given["seed"], subjects, rules).rows
    names = ("leaf", "type", "sampling", "testing", "over", "rotation")
    return {
        "rows": [{name: getattr(row, name) for name in names} for row in rows],
        "root": root([row.digest() for row in rows]).hex(),
    }


def read_institution(value: dict[str, Any]) -> Institution:
    return Institution(
        value["code"],
        {
            one["type"]: Quota(one["sampling"], one["testing"], read_date(one["valid_until"]))
            for one in value["types"]
        },
    )


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of RFC 6962 §2.1 (00 §4)."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def run_chain(given: dict[str, Any]) -> str:
    known = next(chain for chain in CHAINS.values())
    return chain_hash(replace(known, **given))


def run_round(given: dict[str, Any]) -> dict[str, int]:
    chain = CHAINS.get(given["chain"])
    if chain is None:
        raise BadInput("chain: expected one of 02 §11")
    number = round_after(chain, given["closed_at"])
    return {"round": number, "time": time_of(chain, number)}


def run_statement(given: dict[str, Any]) -> str:
    fields = {**given, "beacon": read_beacon(given["beacon"])}
    fields["types"] = tuple(fields["types"])
    for short, name in (("N", "pool_size"), ("m", "must"), ("n", "size")):
        fields[name] = fields.pop(short)
    fields["odds"] = fields["odds"] and tuple(fields["odds"])
    over = fields["over_quota"]
    fields["over_quota"] = (over["sampling"], over["testing"])
    return Statement(**fields).digest()


RUNNERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "chain": run_chain,
    "commitment": run_commitment,
    "cut": run_cut,
    "index": run_index,
    "leaf": run_leaf,
    "match": run_match,
    "pool": run_pool,
    "round": run_round,
    "secret_commitment": run_secret_commitment,
    "seed": run_seed,
    "selection": run_selection,
    "statement": run_statement,
    "ticket": run_ticket,
}

OURS = [
    pytest.param(vector, id=f"{vector['fn']}: {vector['name']}")
    for vector in vectors()
    if vector["fn"] in RUNNERS and vector["name"] not in READING.get(vector["fn"], set())
    # `draw` reads no chain: its three are constants, so there is nothing it could refuse
    if vector["fn"] != "chain" or isinstance(vector["expect"], str)
]


def test_every_function_of_the_draw_has_vectors() -> None:
    named = {vector["fn"] for vector in vectors()}
    assert named - OF_OTHERS == RUNNERS.keys(), f"vectors in {VECTORS}"


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
        assert run(vector["input"]) == expected
