"""A file above its limit is judged alike in a folder, a ZIP file and at an address (04 §12)."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from verifier import archive, publication, step02_tree, tiles
from verifier.judge import Request, judge
from verifier.report import as_json
from verifier.selftest.book import BEFORE, standard

from .serving import served

Report = dict[str, Any]


def judged(where: Path | str, trust: Path) -> Report:
    report: Report = json.loads(as_json(judge(Request(where, trust, BEFORE)), "en"))
    return report


def told(where: Path | str, trust: Path) -> list[tuple[str, str | None, str | None, str]]:
    """What failed, with place, value and note."""
    report = judged(where, trust)
    assert report["exit"] == 1
    rows = [f for f in report["findings"] if f["result"] == "failed"]
    return [(f["check"], f["field"], f["found"], f["note"]) for f in rows]


def zipped(root: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(root.rglob("*")):
            file.write(path, path.relative_to(root).as_posix())
    return target


@pytest.mark.parametrize(
    ("start", "limit", "check"),
    [
        ("checkpoint", publication.MAX_CHECKPOINT, "01.note"),
        ("tile/0/", publication.MAX_HASH_TILE, "01.files"),
        ("tile/entries/", publication.MAX_ENTRIES_TILE, "02.tile"),
    ],
)
def test_a_file_above_its_limit(start: str, limit: int, check: str, tmp_path: Path) -> None:
    root, trust = standard(size=24).publish(tmp_path)
    victim = next(p for p in root.rglob("*") if str(p.relative_to(root)).startswith(start)
                  and p.is_file())  # fmt: skip
    data = victim.read_bytes()
    for length in (limit + 1, 3 * limit):
        victim.write_bytes(data.ljust(length, b"\n"))
        expected = told(root, trust)
        assert expected[0][0] == check
        assert told(zipped(root, tmp_path / "book.zip"), trust) == expected
        with served(root) as address:
            assert told(address, trust) == expected


def test_a_blob_above_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a limit made small, as a blob of 256 MiB takes long to write."""
    root, trust = standard(size=24).publish(tmp_path)
    victim = max((root / "blob/sha256").iterdir(), key=lambda path: path.stat().st_size)
    for module in (publication, step02_tree):
        monkeypatch.setattr(module, "MAX_BLOB", victim.stat().st_size - 1, raising=False)
    expected = told(root, trust)
    assert "02.blob" in {row[0] for row in expected}
    assert told(zipped(root, tmp_path / "book.zip"), trust) == expected


def test_what_is_above_its_limit_counts_to_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, trust = standard(size=24).publish(tmp_path)
    for number in range(5):
        (root / f"tile/0/001.p/{number + 1}").parent.mkdir(exist_ok=True)
        (root / f"tile/0/001.p/{number + 1}").write_bytes(bytes(100_000))
    monkeypatch.setattr(archive, "MAX_UNPACKED", 300_000)
    book = zipped(root, tmp_path / "book.zip")
    assert judged(book, trust)["exit"] == 1
    monkeypatch.setattr(archive, "MAX_UNPACKED", 4 * publication.MAX_HASH_TILE)
    assert judged(book, trust)["exit"] == 2


@pytest.mark.parametrize(
    ("index", "known"), [(2**53 - 1, True), (2**53, False), (10**18 - 1, False)]
)
def test_a_tile_index_is_below_two_to_the_53(index: int, known: bool) -> None:
    assert (tiles.parse_path(f"tile/0/{tiles.grouped(index)}") is not None) is known
