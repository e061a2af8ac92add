"""Every requirement of docs/spec/05 is cited by a vector that keeps it and one that breaks it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.draw.vector_runners import RUNNERS as OF_DRAW
from tests.ledger.test_vectors import RUNNERS as OF_LEDGER

SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec"
VECTORS = SPEC / "vectors"
BOOKS = VECTORS / "books.json"

CHECK = re.compile(r"`(\d\d\.[a-z]+)`")
WORD = re.compile(r"\b((?:MUST|SHOULD|MAY)(?: NOT)?)\b(?: \[(S[^\]]+)\])?")

CLASSES = {"form", "value", "order", "hash", "signature", "time", "version"}
"""The kinds of defects (vectors/README.md): a closed list."""

OF_INSPECTION = {"beacon", "uscc"}
"""Functions whose vectors tests/inspection/test_bls and test_codes, here, run."""

ONLY_THE_VERIFIERS = {
    "bracket": "the producer makes brackets, and reads them only as notes with cosignatures",
    "proof": "a file for others: the producer writes it and never reads one",
    "typed": "an option of the verifier",
    "trust": "the producer writes trust files; tests/ledger writes the good ones anew",
    "opening": "the producer makes openings from its own rows",
    "campaign": "the producer builds the entry from a form, whose own rules tests/inspection holds",
    "catalogue": "made by the producer from an imported list, never read back from a blob",
    "institutions": "made by the producer from an imported list, never read back from a blob",
    "claim": "runs the other functions: each package those of its own",
}
"""Functions that no package of the producer has, and why; tests/verifier runs all there are."""


def requirements() -> dict[str, str]:
    """The ids of 05 with the checks that name a breach, as the table has them."""
    rows = re.findall(
        r"^\| `(S[^`]+)` \|.*\| ([^|]+) \|$",
        (SPEC / "05-requirements.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert len(rows) == len(dict(rows)) > 50
    return dict(rows)


def vectors() -> list[dict[str, Any]]:
    files = sorted(path for path in VECTORS.glob("*.json") if path != BOOKS)
    return [one for path in files for one in json.loads(path.read_text("utf-8"))["vectors"]]


def is_bad(vector: dict[str, Any]) -> bool:
    expected = vector["expect"]
    return expected is False or (isinstance(expected, dict) and "error" in expected)


def citations() -> Iterator[tuple[str, bool]]:
    """(id, whether what cites it breaks it): of all vectors, and of the books of the self-test."""
    for vector in vectors():
        for cited in vector["must"]:
            yield cited, is_bad(vector)
    for book in json.loads(BOOKS.read_text("utf-8"))["vectors"]:
        for cited in book["must"]:
            yield cited, book["expect"]["exit"] != 0


@pytest.mark.parametrize("broken", [False, True], ids=["good", "bad"])
def test_every_requirement_is_kept_and_broken_by_a_vector(broken: bool) -> None:
    cited = {one for one, breaks in citations() if breaks is broken}
    expected = set(requirements())
    assert expected - cited == set()


def test_no_vector_cites_what_is_not_required() -> None:
    assert {cited for cited, _ in citations()} <= set(requirements())
    for vector in vectors():
        assert vector["must"], vector["name"]


def test_a_bad_vector_says_what_kind_of_defect_it_has() -> None:
    for vector in vectors():
        assert ("class" in vector) == is_bad(vector), vector["name"]
    assert {vector["class"] for vector in vectors() if is_bad(vector)} == CLASSES


def test_at_least_as_many_vectors_are_bad_as_good() -> None:
    bad = sum(map(is_bad, vectors()))
    assert bad >= len(vectors()) - bad > 0


def test_every_requirement_has_a_check_and_every_check_a_requirement() -> None:
    named = {check for row in requirements().values() for check in CHECK.findall(row)}
    assert all(CHECK.search(row) for row in requirements().values())
    text = (SPEC / "04-verification.md").read_text("utf-8")
    assert named == set(CHECK.findall(text))


def test_every_word_of_bcp_14_stands_with_its_id() -> None:
    for path in sorted(SPEC.glob("0[0-4]-*.md")):
        if path.name.endswith(".zh.md"):
            continue
        text = path.read_text("utf-8").replace("The words MUST, MUST NOT, SHOULD and MAY", "")
        for word, cited in WORD.findall(text):
            assert cited in requirements(), f"{path.name}: {word} [{cited}]"


def test_every_function_is_run_by_its_package_or_has_a_reason_not_to() -> None:
    run = {*OF_DRAW, *OF_LEDGER, *OF_INSPECTION}
    assert {vector["fn"] for vector in vectors()} == run | ONLY_THE_VERIFIERS.keys()
    assert run.isdisjoint(ONLY_THE_VERIFIERS)
