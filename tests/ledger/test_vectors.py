"""The published vectors of this package's functions (docs/spec/vectors)."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger import Blob, Malformed, canonical, entries, lists, merkle

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


RUNNERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "canonical": run_canonical,
    "merkle": run_merkle,
    "list": run_list,
    "entry": run_entry,
    "pae": run_pae,
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


def _hex(text: str) -> bytes:
    if not re.fullmatch("(?:[0-9a-f]{2})*", text):
        raise Malformed(f"expected lower-case hex, found {text!r}")
    return bytes.fromhex(text)
