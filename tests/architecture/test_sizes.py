"""Short functions, short files: the measured targets of the design, section 8.

A function's length is its lines from `def` to its end, docstring included, which is how the
models in the research notes were measured.
"""

import ast
import statistics
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGES, ROOT, files_under, python_files

MEDIAN, NINE_TENTHS, LONGEST = 10, 25, 50
LONGEST_FILE = 300
SOURCES = frozenset({".css", ".html", ".js", ".mjs", ".py"})

# Files that would be worse if they were split: path -> why. An entry no longer needed must go.
LONG_FILES: dict[str, str] = {
    "witness/pages/contribute.html": "one file that people save and open without a server",
    "verifier/browser/sunlot-verifier.html": "built from short files, to be saved as one",
}


def function_lengths(source: str) -> dict[str, int]:
    """Return 'line name' -> number of lines, for every function in `source`."""
    return {
        f"{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def excess(lengths: dict[str, int]) -> list[str]:
    """Return each target that these functions miss."""
    if not lengths:
        return []
    ordered = sorted(lengths.values())
    median, tenth = statistics.median(ordered), ordered[len(ordered) * 9 // 10]
    findings = [
        f"{name}: {lines} lines, at most {LONGEST}"
        for name, lines in lengths.items()
        if lines > LONGEST
    ]
    if median > MEDIAN:
        findings.append(f"median {median} lines, at most {MEDIAN}")
    if tenth > NINE_TENTHS:
        findings.append(f"nine tenths within {tenth} lines, at most {NINE_TENTHS}")
    return findings


def long_files(root: Path, packages: tuple[str, ...]) -> dict[str, int]:
    """Return path -> lines of every source file over the limit; what others wrote is left out."""
    return {
        str(path.relative_to(root)): lines
        for package in packages
        for path in files_under(root / package)
        if path.suffix in SOURCES and "vendor" not in path.parts
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_are_short(package: str) -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{name}": lines
        for path in python_files(ROOT / package)
        for name, lines in function_lengths(path.read_text("utf-8")).items()
    }
    assert excess(lengths) == []


def test_files_are_short() -> None:
    found = long_files(ROOT, PACKAGES)
    assert {path: lines for path, lines in found.items() if path not in LONG_FILES} == {}
    assert sorted(set(LONG_FILES) - set(found)) == [], "allowed to be long, but is not"
    assert all(LONG_FILES.values()), "each long file needs its reason"


def test_a_long_function_is_found() -> None:
    body = "\n".join("    step()" for _ in range(LONGEST))
    lengths = function_lengths(f"async def endless():\n{body}\n")
    assert lengths == {"1 endless": LONGEST + 1}
    assert excess(
        {**lengths, "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1, "i": 1, "j": 1}
    ) == ["1 endless: 51 lines, at most 50"]


def test_many_longish_functions_are_found() -> None:
    assert excess({"a": 11, "b": 11}) == ["median 11.0 lines, at most 10"]
    assert excess({"a": 1, "b": 1, "c": 26}) == ["nine tenths within 26 lines, at most 25"]
    assert excess({"a": 10, "b": 25}) == ["median 17.5 lines, at most 10"]
    assert excess({"a": 10, "b": 10, "c": 25}) == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    for name in ("draw/long.py", "web/page.js", "web/vendor/theirs.js", "draw/short.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("pass\n" * (1 if "short" in name else LONGEST_FILE + 1))
    assert long_files(tmp_path, ("draw", "web")) == {"draw/long.py": 301, "web/page.js": 301}
