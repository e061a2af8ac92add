"""All function vectors of the specification: node reads the sources, Chromium the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.built import VECTORS, run_node
from tests.browser.chromium import Chromium


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 27


def test_in_node() -> None:
    script = Path(__file__).with_name("vectors.mjs")
    summary = json.loads(run_node(script, *map(str, VECTORS)))
    assert summary["wrong"] == []
    assert summary["count"] > 1000


def refused(value: object) -> bool:
    return isinstance(value, dict) and "error" in value


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_in_chromium(page: Chromium, path: Path) -> None:
    vectors = json.loads(path.read_text("utf-8"))["vectors"]
    task = json.dumps({"task": "vectors", "vectors": vectors})
    answers = page.evaluate(f"sunlot.work({task}).answer")
    assert len(answers) == len(vectors)
    for vector, got in zip(vectors, answers, strict=True):
        want = vector["expect"]
        agree = refused(got) if refused(want) else got == want
        assert agree, (vector["name"], got, want)


def test_an_unknown_function_aborts(page: Chromium) -> None:
    task = json.dumps({"task": "vectors", "vectors": [{"fn": "guess", "input": {}}]})
    said = page.evaluate(f"sunlot.work({task}).answer.catch((error) => error.message)")
    assert "no such function" in said
