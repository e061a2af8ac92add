"""Every vector of docs/spec/vectors against the verifier's own functions."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from verifier import (
    beacon,
    bracket,
    canonical,
    codes,
    lists,
    matching,
    merkle,
    note,
    proofs,
    proving,
    records,
    rules,
    statement,
    step01_head,
    witnesses,
)
from verifier.findings import Findings
from verifier.note import signed_message
from verifier.publication import MAX_PROOF
from verifier.schema import RefusedError
from verifier.step03_entries import body_slice, read_entry

from .vector_blobs import BLOB_INPUTS, RUN_BLOBS, as_json, strata_of
from .vector_inputs import INPUTS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "spec" / "vectors"
FILES = sorted(file for file in FOLDER.glob("*.json") if file.name != "books.json")

Data = dict[str, Any]
REFUSALS = (ValueError, RefusedError)


def run_canonical(given: Data) -> Data:
    text = given.get("text")
    data = bytes.fromhex(given["hex"]) if text is None else text.encode("utf-8")
    return {"canonical": canonical.encode(canonical.decode(data)).decode()}


def run_list(given: Data) -> Data:
    data = given["text"].encode("utf-8", "surrogatepass")
    read = lists.read_list(data, marked=given["marks"])
    blob = sha256(data).hexdigest()
    return {"blob": blob, "count": len(read.leaves), "root": read.root}


def run_seed(given: Data) -> str:
    contributions = {int(number): value for number, value in given["contributions"].items()}
    names = ("campaign", "draw", "roster", "types", "pool", "N", "m", "n", "operator", "beacon")
    inputs = {name: given[name] for name in names}
    return rules.seed_of(rules.SeedInputs(**inputs, contributions=contributions))


def run_selection(given: Data) -> Data:
    chosen = rules.select(given["seed"], [(leaf, mark) for leaf, mark in given["pool"]], given["n"])
    return {
        "selection": [list(row) for row in chosen.rows],
        "cutoff": chosen.cutoff,
        "odds": None if chosen.odds is None else list(chosen.odds),
        "reserves": list(chosen.reserves),
    }


def run_pool(given: Data) -> Data:
    rule = rules.pool_rule(
        given["chosen"], given["reference_date"], given["avoidance_months"], set(given["drawn"])
    )
    rows = sorted((row["leaf"], rules.facts_from(row["facts"])) for row in given["rows"])
    pool = rules.build_pool(rule, rows)
    if not pool.rows:
        raise ValueError("the pool is empty")
    musts = sum(mark == "m" for _leaf, mark in pool.rows)
    return {
        "pool": [list(row) for row in pool.rows],
        "candidates": {leaf: list(types) for leaf, types in pool.candidates.items()},
        "excluded": dict(pool.excluded),
        "n": rules.drawn_count(given["planned"], len(pool.rows), musts),
    }


def run_match(given: Data) -> Data:
    market = matching.market_of(
        given["institutions"], given["sampling_until"], frozenset(given["waived"])
    )
    rows = [
        matching.Selected(
            row["leaf"], row["lot"], tuple(row["candidates"]), rules.facts_from(row["facts"])
        )
        for row in given["rows"]
    ]
    matched = matching.match(market, given["seed"], rows)
    return {
        "rows": [
            {
                "leaf": one.leaf,
                "type": one.product_type,
                "sampling": one.sampling,
                "testing": one.testing,
                "over": one.over,
                "rotation": one.rotation,
            }
            for one in matched
        ],
        "root": merkle.root(bytes.fromhex(one.digest) for one in matched).hex(),
    }


def run_entry(given: Data) -> Data:
    data = given["bytes"].encode("utf-8", "surrogatepass")
    value = read_entry(data)
    records.BODY(value["body"])
    records.SIGNATURES(value["sigs"])
    if not value["sigs"]:
        raise ValueError("no signature")
    return {"leafhash": merkle.leaf_hash(data).hex(), "body": body_slice(data, value).decode()}


def run_chain(given: Data) -> str:
    chain = beacon.Chain("x", "", False, delay=0, margin=0, **given)
    return beacon.chain_hash(chain)


def run_round(given: Data) -> Data:
    chain = beacon.CHAINS[given["chain"]]
    number = chain.round_after(given["closed_at"])
    return {"round": number, "time": chain.time(number)}


def run_beacon(given: Data) -> bool:
    value = beacon.Value(given["signature"], given["previous"])
    return beacon.value_fault(beacon.CHAINS[given["chain"]], given["round"], value) is None


def policy_of(given: Data) -> witnesses.Policy:
    told = [{"body": f"{n}", "vkey": vkey} for n, vkey in enumerate(given["witnesses"])]
    return witnesses.read_policy(given.get("quorum", 0), told)


def run_cosignature(given: Data) -> Data:
    log_key = note.parse_log_key(given["log_key"])
    read = bracket.read_note(given["note"].encode("utf-8", "surrogatepass"), log_key)
    signed = witnesses.cosignatures(read, policy_of(given))
    rows = [{"time": one.time, "vkey": one.witness.vkey} for one in signed]
    return {"size": read.size, "root": read.root.hex(), "signed": rows}


def run_bracket(given: Data) -> Data:
    log_key, policy = note.parse_log_key(given["log_key"]), policy_of(given)
    read = bracket.read_note(given["note"].encode("utf-8", "surrogatepass"), log_key)
    prefixes = merkle.Prefixes([bytes.fromhex(entry) for entry in given["entries"]])
    deadline = bracket.Deadline(given["last_open"], given["time"], given["margin"])
    judged = bracket.judge_bracket(
        read, policy, deadline, lambda size: {prefixes.root(size) or b"none"}
    )
    if not judged.proven:
        raise ValueError(judged.why)
    return {"signed": judged.signed, "margin": judged.margin}


def run_inclusion(given: Data) -> bool:
    path = [bytes.fromhex(digest) for digest in given["proof"]]
    leaf = bytes.fromhex(given["leafhash"])
    root = merkle.root_of_path(leaf, given["index"], given["size"], path)
    return root == bytes.fromhex(given["root"])


def run_proof(given: Data) -> Data:
    findings = Findings()
    data = given["file"].encode("utf-8", "surrogatepass")
    if len(data) > MAX_PROOF:
        raise ValueError("too long")
    trust = step01_head.parse_trust(given["trust"].encode("utf-8", "surrogatepass"))
    proof = proofs.judge_proof(data, trust, findings)
    faults = [finding for finding in findings.all() if finding.result == "failed"]
    if proof is None or faults:
        raise ValueError(faults)
    return dict(proving.summary(proof))


# Of these, inputs outside of the rules are false. books.json has tests of its own.
JUDGING = ("uscc", "beacon", "policy", "inclusion", "campaign", "trust", "ed25519", "claim")
# The verifier holds whole trees and compares roots; it never reads a consistency proof.
NOT_OURS = ("consistency",)
ALL_INPUTS = {**INPUTS, **BLOB_INPUTS}

RUN: dict[str, Callable[[Data], Any]] = {
    "canonical": run_canonical,
    "commitment": lambda given: rules.commitment(given["tag"], given["salt"], given["value"]),
    "leaf": lambda given: rules.leaf_of(given["id"], given["facts"], given["lot"]),
    "merkle": lambda given: merkle.root(bytes.fromhex(leaf) for leaf in given["leaves"]).hex(),
    "list": run_list,
    "secret_commitment": lambda given: rules.secret_commitment(
        given["campaign"], given["draw"], given["roster"], given["party"], given["secret"]
    ),
    "seed": run_seed,
    "ticket": lambda given: rules.ticket(given["seed"], given["label"], given["key"]),
    "index": lambda given: rules.index(given["ticket"], given["total"]),
    "cut": lambda given: rules.cut_date(given["reference_date"], given["months"]),
    "selection": run_selection,
    "pool": run_pool,
    "match": run_match,
    "statement": lambda given: sha256(
        statement.text_of(given, strata_of(given) if "strata" in given else ())
    ).hexdigest(),
    **RUN_BLOBS,
    "chain": run_chain,
    "round": run_round,
    "beacon": run_beacon,
    "policy": lambda given: not [*witnesses.policy_faults(given["quorum"], given["witnesses"])],
    "cosignature": run_cosignature,
    "inclusion": run_inclusion,
    "bracket": run_bracket,
    "proof": run_proof,
    "entry": run_entry,
    "pae": lambda given: signed_message(given["kind"], given["body"].encode()).hex(),
    "uscc": lambda given: codes.is_enterprise_code(given["code"]),
}


def vectors() -> list[Any]:
    found = []
    for file in FILES:
        for vector in json.loads(file.read_bytes())["vectors"]:
            if vector["fn"] in NOT_OURS:
                continue
            found.append(pytest.param(vector, id=f"{file.stem}: {vector['name']}"))
    return found


@pytest.mark.parametrize("vector", vectors())
def test_vector(vector: Data) -> None:
    if vector["fn"] not in (*RUN, "claim"):
        pytest.exit(f"unknown fn {vector['fn']!r} in the vectors", returncode=2)
    expected = vector["expect"]

    def run(given: Data) -> Any:
        if vector["fn"] == "claim":
            return as_json(made(given["fn"], given["input"])) == as_json(given["claim"])
        return made(vector["fn"], given)

    if isinstance(expected, dict) and set(expected) == {"error"}:
        with pytest.raises(REFUSALS):
            run(vector["input"])
    else:
        try:
            found = run(vector["input"])
        except REFUSALS:
            assert vector["fn"] in JUDGING
            found = False
        assert as_json(found) == as_json(expected)


def made(fn: str, given: Data) -> Any:
    """What a function gives for an input within its rules."""
    ALL_INPUTS[fn](given)
    return RUN[fn](given)


def test_there_are_vectors() -> None:
    assert FILES
    assert {parameter.values[0]["fn"] for parameter in vectors()} <= {*RUN, "claim"}


def test_the_runner_itself() -> None:
    """A few hand-made vectors, so that the runner is tried even before the folder is filled."""
    salt = "0" * 64
    assert RUN["commitment"]({"tag": "lot", "salt": salt, "value": "x"}) == rules.lines_digest(
        "sunlot/v1/lot", f"salt={salt}", 'value="x"'
    )
    assert RUN["index"]({"ticket": "f" * 64, "total": 7}) == 6
    assert RUN["cut"]({"reference_date": "2026-08-31", "months": 6}) == "2026-02-28"
    assert RUN["merkle"]({"leaves": [""]}) == merkle.leaf_hash(b"").hex()
    assert set(ALL_INPUTS) == set(RUN)
    assert RUN["pae"]({"kind": "confirm", "body": "{}"}) == (
        b"DSSEv1 38 application/vnd.sunlot.confirm.v1+json 2 {}".hex()
    )
    assert RUN["uscc"]({"code": "91990000MA0DEM005D"}) is True
    body = '{"at":1,"data":{},"kind":"x","prev":"' + salt + '","seq":0,"simulation":true,"v":1}'
    sigs = '[{"key":"' + salt + '","sig":"' + salt * 2 + '"}]'
    entry = f'{{"body":{body},"sigs":{sigs}}}'
    assert RUN["entry"]({"bytes": entry})["body"] == body
    for text in ('{"body":{"a":1},"sigs":[]} ', '{"body":{},"sigs":[],"z":0}', "[]"):
        with pytest.raises(REFUSALS):
            RUN["entry"]({"bytes": text})
