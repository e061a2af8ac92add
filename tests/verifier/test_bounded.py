"""Reading files of a folder: what is too long, no file, or no longer there (04 §1)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from verifier.findings import Findings
from verifier.publication import Folder, UnreachableError, UnreadableError, read_bounded
from verifier.reading import read_publication
from verifier.seen import check_kept
from verifier.selftest.book import Maker
from verifier.sources import open_source
from verifier.step01_head import Head
from verifier.step01_head import run as read_head
from verifier.step02_tree import check_blobs
from verifier.step02_tree import run as read_tree

from .copies import copied_book, made_book
from .serving import served

__all__ = ["copied_book", "made_book"]

PROC = Path("/proc/self")


def head_of(folder: Path, findings: Findings) -> Head:
    head = read_head(folder / "publication", folder / "trust.json", findings)
    assert head is not None
    return head


def failed(findings: Findings, code: str) -> list[str | None]:
    """Where a check failed."""
    return [f.field for f in findings.all() if (f.check, f.result) == (code, "failed")]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match="plain file"):
        read_bounded(tmp_path / "pipe", 10)


def test_bytes_are_counted_whatever_size_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(11))
    assert read_bounded(tmp_path / "file", 11) == bytes(11)
    with pytest.raises(UnreadableError, match="longer"):
        read_bounded(tmp_path / "file", 10)
    if (PROC / "maps").exists():  # tells a size of 0
        with pytest.raises(UnreadableError, match="longer"):
            read_bounded(PROC / "maps", 10)


def test_an_error_while_reading(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="unreadable"):
        read_bounded(PROC / "mem", 10)
    folder = Folder(str(tmp_path))
    folder.root = str(PROC)
    with pytest.raises(UnreadableError, match="unreadable"):
        list(folder.chunks("mem", 10))


def test_what_came_after_the_listing_is_not_read(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    (tmp_path / "late").write_bytes(b"x")
    with pytest.raises(UnreadableError):
        folder.read("late", 10)


def test_at_an_address_the_reader_s_limit_holds(copied: Path) -> None:
    with served(copied / "publication") as address:
        site = open_source(address)
        assert site is not None
        site.fetch(["checkpoint"])
        assert site.read("checkpoint", 16_384)
        with pytest.raises(UnreadableError, match="longer"):
            site.read("checkpoint", 10)


def test_a_tile_that_went_away(copied: Path) -> None:
    findings = Findings()
    head = head_of(copied, findings)
    path = next(path for path in head.publication.files if path.startswith("tile/0"))
    (copied / "publication" / path).unlink()
    read_tree(head, findings)
    assert path in failed(findings, "02.tile")


def test_a_blob_that_went_away(copied: Path) -> None:
    findings = Findings()
    head = head_of(copied, findings)
    path = next(path for path in head.publication.files if path.startswith("blob"))
    (copied / "publication" / path).unlink()
    check_blobs(head, {path.rpartition("/")[2]: 7}, True, findings)
    assert path in failed(findings, "02.blob")


def changed(path: Path) -> None:
    path.write_bytes(b"\0\1x" * 60)


@pytest.mark.parametrize("change", [Path.unlink, changed])
def test_entries_that_change_while_they_are_judged(
    copied: Path, change: Callable[[Path], None]
) -> None:
    head = head_of(copied, Findings())
    tree = read_tree(head, Findings())
    path = next(path for path in head.publication.files if path.startswith("tile/entries"))
    change(copied / "publication" / path)
    with pytest.raises(UnreachableError):
        tree.entry(3)


def test_a_head_that_cannot_be_kept(made: tuple[Path, Maker], copied: Path) -> None:
    findings = Findings()
    reading = read_publication(copied / "publication", copied / "trust.json", findings)
    assert reading is not None
    (copied / "publication/checkpoint").unlink()
    check_kept(copied / "keep", reading.head, reading.tree, findings)
    told = [f for f in findings.all() if (f.check, f.result) == ("01.keep", "not_checked")]
    assert len(told) == 1


def test_a_place_that_is_no_folder(copied: Path) -> None:
    findings = Findings()
    reading = read_publication(copied / "publication", copied / "trust.json", findings)
    assert reading is not None
    check_kept(copied / "trust.json", reading.head, reading.tree, findings)
    assert [f.result for f in findings.all() if f.check == "01.keep"] == ["not_checked"]
