"""The attacks that `verifier selftest --export` writes (spec 04 §14): same exit, same faults.

The folder is named by SUNLOT_ATTACKS, or is `attacks/` beside the checkout's samples.
"""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.built import failed, judge
from tests.browser.chromium import PAGE, ROOT, Chromium

FOLDER = Path(os.environ.get("SUNLOT_ATTACKS", ROOT / "attacks"))


def books() -> list[dict[str, Any]]:
    catalogue = FOLDER / "attacks.json"
    found: list[dict[str, Any]] = (
        json.loads(catalogue.read_text("utf-8"))["books"] if catalogue.exists() else []
    )
    return found


def options(arguments: dict[str, Any]) -> dict[str, Any]:
    """What the page's worker takes, of the arguments of a command line."""
    given: dict[str, Any] = {"now": 1_800_000_000}
    for name, value in arguments.items():
        key = name.lstrip("-")
        path = FOLDER / str(value)
        if key in ("opening", "file"):
            given["proof" if key == "file" else key] = list(path.read_bytes())
        elif key == "auditor":
            given[key] = [[file.name, file.read_text("utf-8")] for file in sorted(path.iterdir())]
        elif key == "keep":
            given["kept"] = [
                [p.name, list(p.read_bytes())] for p in sorted(path.rglob("*")) if p.is_file()
            ]
        elif key == "checkpoint":
            given["typed"] = path.read_text("utf-8") if path.is_file() else value
        else:
            given[key] = int(value) if key == "now" else value
    return given


def trust_of(name: str) -> bytes:
    """Bytes of a trust file, `NAME.zip!path` inside a publication."""
    outer, _, inner = name.partition("!")
    if not inner:
        return (FOLDER / outer).read_bytes()
    with zipfile.ZipFile(FOLDER / outer) as archive:
        return archive.read(inner)


@pytest.mark.skipif(not books(), reason="no exported attacks: verifier selftest --export attacks")
@pytest.mark.parametrize("book", books(), ids=lambda book: book["name"])
def test_attack(browser: Chromium, book: dict[str, Any]) -> None:
    if "document" not in browser.evaluate("typeof sunlot === 'object' ? 'document' : ''"):
        browser.open(PAGE.as_uri())
    trust = trust_of(book["trust"])
    result = judge(browser, FOLDER / book["zip"], trust, **options(book["arguments"]))
    assert (result["exit"], failed(result)) == (book["exit"], set(book["failed"])), result[
        "findings"
    ]
