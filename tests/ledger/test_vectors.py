"""The published vectors of this package's functions (docs/spec/vectors)."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger import Blob, Malformed, canonical, entries, lists, merkle
from ledger.cosignatures import read_cosignatures
from ledger.notes import read_checkpoint
from ledger.policy import witness_policy
from ledger.proofs import verify_inclusion

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


RUNNERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "canonical": run_canonical,
    "merkle": run_merkle,
    "list": run_list,
    "entry": run_entry,
    "pae": run_pae,
    "cosignature": run_cosignature,
    "policy": run_policy,
    "inclusion": run_inclusion,
}


def vectors() -> list[Any]:
    return [
        pytest.param(vector, id=f"{name}: {vector['name']}")
        for name in RUNNERS
        for vector in json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["vectors"]
    ]


@pytest.mark.parametrize("vector", vectors())
def test_vector(vector: dict[str, Any]) -> None:
    run = RUNNERS[vector["fn"]]
    if isinstance(vector["expect"], dict) and "error" in vector["expect"]:
        with pytest.raises(Malformed):
            run(vector["input"])
    else:
        assert run(vector["input"]) == vector["expect"]


def test_the_signatures_of_good_entries_are_right() -> None:
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    good = [
        vector["input"]["bytes"]
        for vector in json.loads((FOLDER / "entry.json").read_text("utf-8"))["vectors"]
        if "error" not in vector["expect"]
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
