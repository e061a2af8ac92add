"""The published vectors of this package's functions (docs/spec/vectors)."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger import Blob, Malformed, canonical, entries, keys, lists, merkle, trust_file
from ledger.cosignatures import read_cosignatures
from ledger.notes import read_checkpoint
from ledger.policy import witness_policy
from ledger.proofs import verify_consistency, verify_inclusion
from tests.ledger.world import AGENCY_KEY, LOG_KEY, ORIGIN, START, genesis

GENESIS = entries.build(genesis(), 0, "0" * 64, START, True, AGENCY_KEY)
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "spec" / "vectors"


def run_canonical(given: dict[str, Any]) -> object:
    data = bytes.fromhex(given["hex"]) if "hex" in given else given["text"].encode()
    return {"canonical": canonical.text(canonical.decode(data))}


def run_merkle(given: dict[str, Any]) -> object:
    return merkle.root([_hex(leaf) for leaf in given["leaves"]])


def run_list(given: dict[str, Any]) -> object:
    data = given["text"].encode()
    made = (
        lists.marked_list(lists.read_marked_list(data))
        if given["marks"]
        else lists.leaf_list(lists.read_leaf_list(data))
    )
    assert made.data == data
    assert made.digest == Blob(data).digest
    return {"blob": made.digest, "count": made.count, "root": made.root}


def run_entry(given: dict[str, Any]) -> object:
    entry = entries.parse(given["bytes"].encode())
    return {"leafhash": entry.leaf, "body": entry.body.decode()}


def run_pae(given: dict[str, Any]) -> object:
    return entries.pae(given["kind"], given["body"].encode()).hex()


def run_cosignature(given: dict[str, Any]) -> object:
    note = given["note"].encode()
    head = read_checkpoint(note, given["log_key"])
    signed = read_cosignatures(note, given["witnesses"])
    rows = [{"time": one.time, "vkey": one.vkey} for one in signed]
    return {"size": head.size, "root": head.root, "signed": rows}


def run_policy(given: dict[str, Any]) -> object:
    """Whether the producer's policy, made of these rows, is one, and says exactly the same."""
    if not isinstance(given["quorum"], int):  # JSON's fractions; `ledger.canonical` reads none
        return False
    try:
        made = witness_policy(given["quorum"], given["witnesses"])
    except (Malformed, KeyError, TypeError):
        return False
    return made.to_json() == given["witnesses"]


def run_inclusion(given: dict[str, Any]) -> object:
    try:
        leaf, proof = _hash(given["leafhash"]), [_hash(node) for node in given["proof"]]
        root = _hash(given["root"]).hex()
    except Malformed:
        return False
    return verify_inclusion(leaf, given["index"], given["size"], proof, root)


def run_consistency(given: dict[str, Any]) -> object:
    sizes = given["old"], given["new"]
    if any(type(size) is not int or size < 1 for size in sizes):  # `ledger` allows an old size 0
        return False
    try:
        proof = [_hash(node) for node in given["proof"]]
    except Malformed:
        return False
    return verify_consistency(sizes[0], given["old_root"], sizes[1], given["root"], proof)


def run_ed25519(given: dict[str, Any]) -> object:
    try:
        parts = [_hex(given[name]) for name in ("public_key", "signature", "message")]
    except Malformed:
        return False
    return keys.verify(*parts)


RUNNERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "canonical": run_canonical,
    "merkle": run_merkle,
    "list": run_list,
    "entry": run_entry,
    "pae": run_pae,
    "cosignature": run_cosignature,
    "policy": run_policy,
    "inclusion": run_inclusion,
    "consistency": run_consistency,
    "ed25519": run_ed25519,
}


def named(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))[
        "vectors"
    ]
    return found


def vectors() -> list[Any]:
    return [
        pytest.param(vector, id=f"{name}: {vector['name']}")
        for name in RUNNERS
        for vector in named(name)
    ]


@pytest.mark.parametrize("vector", vectors())
def test_vector(vector: dict[str, Any]) -> None:
    run = RUNNERS[vector["fn"]]
    if isinstance(vector["expect"], dict) and "error" in vector["expect"]:
        with pytest.raises(Malformed):
            run(vector["input"])
    else:
        assert run(vector["input"]) == vector["expect"]


@pytest.mark.parametrize(
    "vector",
    [
        pytest.param(vector, id=vector["name"])
        for vector in named("claim")
        if vector["input"]["fn"] in RUNNERS
    ],
)
def test_claim(vector: dict[str, Any]) -> None:
    given = vector["input"]
    found = RUNNERS[given["fn"]](given["input"])
    assert (written(found) == written(given["claim"])) is vector["expect"]


def written(value: object) -> str:
    """The value as JSON: to Python true is 1, and 1.0 too."""
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("vector", [one for one in named("trust") if one["expect"]])
def test_a_good_trust_file_is_what_the_ledger_writes(vector: dict[str, Any]) -> None:
    """Nothing here reads trust files; so a good one is taken apart and written anew."""
    text = vector["input"]["text"]
    value = json.loads(text)
    name, _ = keys.read_vkey(value["log_key"])
    policy = witness_policy(value["quorum"], value["witnesses"])
    ours = canonical.decode(trust_file(GENESIS, ORIGIN, LOG_KEY)[:-1])
    assert isinstance(ours, dict)
    anew = ours | {
        "genesis": value["genesis"],
        "log_key": value["log_key"],
        "origin": name,
        "quorum": policy.quorum,
        "witnesses": policy.to_json(),
    }
    assert canonical.encode(anew) + b"\n" == text.encode()


def test_the_signatures_of_good_entries_are_right() -> None:
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    good = [
        vector["input"]["bytes"] for vector in named("entry") if "error" not in vector["expect"]
    ]
    assert good
    for text in good:
        assert entries.parse(text.encode()).signed_by(public)


def _hash(text: str) -> bytes:
    data = _hex(text)
    if len(data) != 32:
        raise Malformed(f"expected 32 bytes, found {len(data)}")
    return data


def _hex(text: str) -> bytes:
    if not re.fullmatch("(?:[0-9a-f]{2})*", text):
        raise Malformed(f"expected lower-case hex, found {text!r}")
    return bytes.fromhex(text)
