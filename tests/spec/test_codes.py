"""The vectors of enterprise codes, against the rule that the producer applies (00 §3)."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspection.uscc import is_valid

FILE = Path(__file__).resolve().parents[2] / "docs" / "spec" / "vectors" / "uscc.json"


@pytest.mark.parametrize(
    "vector",
    json.loads(FILE.read_text("utf-8"))["vectors"],
    ids=lambda vector: vector["name"],
)
def test_vector(vector: dict[str, Any]) -> None:
    assert is_valid(vector["input"]["code"]) is vector["expect"]
