"""Changes to the files themselves: flipped, cut, missing, added, linked, unsigned."""

import os
from pathlib import Path

import pytest

from verifier.selftest.book import write

from .copies import all_files, copied_book, judged_copy, made_book
from .judged import results

MOST_FLIPS = 60


__all__ = ["copied_book", "made_book"]


def test_the_copy_is_proven(copied: Path) -> None:
    assert judged_copy(copied)["verdict"] == "proven"


@pytest.mark.parametrize("mask", [0x01, 0x80])
def test_flipped_bytes_are_never_proven(copied: Path, mask: int) -> None:
    for path in all_files(copied):
        data = path.read_bytes()
        step = max(1, len(data) // MOST_FLIPS)
        for place in range(0, len(data), step):
            changed = bytearray(data)
            changed[place] ^= mask
            path.write_bytes(bytes(changed))
            report = judged_copy(copied)
            assert report["exit"] in (1, 2), (path, place)
        path.write_bytes(data)


def test_every_byte_of_the_head(copied: Path) -> None:
    for path in (copied / "publication/checkpoint", copied / "trust.json"):
        data = path.read_bytes()
        for place in range(len(data)):
            changed = bytearray(data)
            changed[place] ^= 0x20
            path.write_bytes(bytes(changed))
            assert judged_copy(copied)["exit"] in (1, 2), (path, place)
        path.write_bytes(data)


def test_missing_files_are_never_proven(copied: Path) -> None:
    for path in all_files(copied):
        data = path.read_bytes()
        path.unlink()
        report = judged_copy(copied)
        assert report["exit"] in (1, 2), path
        write(path, data)


def test_cut_and_lengthened_files_are_never_proven(copied: Path) -> None:
    for path in all_files(copied):
        data = path.read_bytes()
        for other in (b"", data[:1], data[: len(data) // 2], data[:-1], data + b"\n", data * 2):
            path.write_bytes(other)
            assert judged_copy(copied)["exit"] in (1, 2), (path, len(other))
        path.write_bytes(data)


@pytest.mark.parametrize(
    "name",
    [
        "readme.txt",
        "tile/0/001",
        "tile/1/000.p/1",
        "tile/00/000.p/46",
        "tile/0/000",
        "tile/0/000.p/999",
        "tile/0/000.p/046",
        "tile/0/x000/000.p/46",
        "tile/64/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/1",
        "blob/sha256/" + "0" * 64,
        "blob/sha256/" + "A" * 64,
        "blob/sha256/short",
        "blob/" + "0" * 64,
        ".hidden",
        "checkpoint.old",
        "tile/0/٠٠٠.p/5",
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o",
    ],
)
def test_added_files(copied: Path, name: str) -> None:
    write(copied / "publication" / name, b"\0" * 32)
    report = judged_copy(copied)
    assert report["exit"] == 1
    assert results(report, "failed") <= {"01.files", "02.blob", "02.tile"}


def test_a_file_name_that_is_not_text(copied: Path) -> None:
    with open(os.fsencode(copied / "publication") + b"/\xff\x1b[2J", "wb") as stream:
        stream.write(b"x")
    assert results(judged_copy(copied), "failed") == {"01.files"}


def test_empty_folders_are_ignored(copied: Path) -> None:
    (copied / "publication/empty/inner").mkdir(parents=True)
    assert judged_copy(copied)["verdict"] == "proven"


def test_links_are_not_followed(copied: Path) -> None:
    tile = next((copied / "publication/tile/0").glob("*.p/*"))
    aside = copied / "aside"
    tile.rename(aside)
    tile.symlink_to(aside)
    assert "01.files" in results(judged_copy(copied), "failed")
    tile.unlink()
    aside.rename(tile)
    (copied / "publication/loop").symlink_to(copied)
    assert results(judged_copy(copied), "failed") == {"01.files"}


def test_special_files(copied: Path) -> None:
    os.mkfifo(copied / "publication/pipe")
    assert results(judged_copy(copied), "failed") == {"01.files"}
    (copied / "trust.json").unlink()
    os.mkfifo(copied / "trust.json")
    assert judged_copy(copied)["exit"] == 2


def test_checkpoint_that_is_a_link_or_a_pipe(copied: Path) -> None:
    checkpoint = copied / "publication/checkpoint"
    checkpoint.rename(copied / "aside")
    checkpoint.symlink_to(copied / "aside")
    assert judged_copy(copied)["exit"] == 2
    checkpoint.unlink()
    os.mkfifo(checkpoint)
    assert judged_copy(copied)["exit"] == 2


def test_oversized_files_are_not_read(copied: Path) -> None:
    for name in ("publication/checkpoint", "trust.json"):
        data = (copied / name).read_bytes()
        with open(copied / name, "r+b") as stream:
            stream.truncate(1 << 40)
        assert judged_copy(copied)["exit"] in (1, 2)
        (copied / name).write_bytes(data)
    blob = next((copied / "publication/blob/sha256").iterdir())
    with open(blob, "r+b") as stream:
        stream.truncate(1 << 40)
    assert results(judged_copy(copied), "failed") == {"02.blob"}
