"""Checkpoint, trust file and tiles: the checks of steps 1 and 2 one by one."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from verifier.merkle import Prefixes, root_of_path
from verifier.selftest.book import ORIGIN, Maker, standard, write
from verifier.selftest.draw_rules import path_of, tree_root

from .copies import copied_book, judged_copy, made_book
from .judged import failed_at, judged_files, results

__all__ = ["copied_book", "made_book"]


# ---------------------------------------------------------------------- codes of steps 1, 2
def entry_of_tile(folder: Path) -> Path:
    return next((folder / "publication/tile/entries").glob("*.p/*"))


def test_entry_that_does_not_fit_its_tile(copied: Path, made: tuple[Path, Maker]) -> None:
    tile = entry_of_tile(copied)
    data = tile.read_bytes()
    seq = made[1].find("draw.result", 1)
    entry = made[1].sealed_entries()[seq]
    place = data.index(entry) + entry.index(b'"cutoff":"') + 12
    tile.write_bytes(data[:place] + b"0" + data[place + 1 :])
    report = judged_copy(copied)
    assert results(report, "failed") == {"02.tile"}
    assert failed_at(report, "02.tile") == {seq}


def test_hash_tile_that_does_not_fit(copied: Path) -> None:
    tile = next((copied / "publication/tile/0").glob("*.p/*"))
    data = bytearray(tile.read_bytes())
    data[5 * 32] ^= 1
    tile.write_bytes(bytes(data))
    report = judged_copy(copied)
    assert results(report, "failed") == {"02.tile"}
    assert failed_at(report, "02.tile") == {5}


def test_other_root(copied: Path, made: tuple[Path, Maker]) -> None:
    maker = made[1]
    note = maker.note(len(maker.entries), b"\1" * 32)
    (copied / "publication/checkpoint").write_bytes(note)
    assert results(judged_copy(copied), "failed") == {"02.root"}


def test_damaged_blob(copied: Path, made: tuple[Path, Maker]) -> None:
    name = made[1].data("draw.freeze", 1)["pool"]["blob"]
    blob = copied / "publication/blob/sha256" / name
    blob.write_bytes(blob.read_bytes().replace(b"r", b"m"))
    report = judged_copy(copied)
    assert results(report, "failed") == {"02.blob"}
    assert failed_at(report, "02.blob") == {made[1].find("draw.freeze", 1)}
    assert "07.tickets" in results(report, "not_checked")


def test_signature_of_another_key(copied: Path, made: tuple[Path, Maker]) -> None:
    checkpoint = copied / "publication/checkpoint"
    note = checkpoint.read_bytes()
    other = Maker(seed=99)
    text, _blank, _rest = note.partition(b"\n\n")
    unknown = other.note(1, b"\0" * 32).partition(b"\n\n")[2]
    for lines, expected in (
        (note.partition(b"\n\n")[2], set()),
        (unknown, {"01.signature"}),
        (note.partition(b"\n\n")[2] + unknown, set()),
        (note.partition(b"\n\n")[2] * 2, {"01.signature"}),
    ):
        checkpoint.write_bytes(text + b"\n\n" + lines)
        assert results(judged_copy(copied), "failed") == expected


def test_checkpoint_of_another_ledger(copied: Path, made: tuple[Path, Maker]) -> None:
    maker = made[1]
    note = maker.note(len(maker.entries), b"\1" * 32, origin="other.example/x")
    (copied / "publication/checkpoint").write_bytes(note)
    assert "01.signature" in results(judged_copy(copied), "failed")


NOTES: list[Callable[[bytes], bytes]] = [
    lambda n: n.replace(b"\n\n", b"\nextension\n\n", 1),
    lambda n: n.replace(b"\n\n", b"\n", 1),
    lambda n: n + b"\n",
    lambda n: n[:-1],
    lambda n: n.replace(ORIGIN.encode(), b"", 1),
    lambda n: n.replace(b"\n", b"\r\n"),
    lambda n: n.replace(b"\n", b"\n0", 1),
    lambda n: n.replace("—".encode(), b"-"),
    lambda n: n.replace(b"=\n", b"\n", 1),
    lambda n: n.partition(b"\n\n")[0] + b"\n\n",
    lambda n: b"\xef\xbb\xbf" + n,
    lambda n: n + "— x AAAA\n".encode(),
    lambda n: n + "— x AAAAAAAAA\n".encode(),
]


@pytest.mark.parametrize("number", range(len(NOTES)))
def test_note_syntax(copied: Path, number: int) -> None:
    checkpoint = copied / "publication/checkpoint"
    checkpoint.write_bytes(NOTES[number](checkpoint.read_bytes()))
    report = judged_copy(copied)
    assert results(report, "failed") & {"01.note", "01.signature"}
    assert report["exit"] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":2'),
        (b'"quorum":0', b'"quorum":"0"'),
        (b'"witnesses":[]', b'"witnesses":[{"body":"x","vkey":"y+00000000+BA=="}]'),
        (b'"witnesses":[]', b'"witnesses":["w"]'),
        (b"{", b"{ "),
        (b"}\n", b"}"),
        (b"}\n", b"}\n\n"),
        (b"+", b"-"),
        (b'"genesis":"', b'"genesis":"A'),
        (b'"v":1', b'"v":1,"x":1'),
    ],
)
def test_trust_file(copied: Path, old: bytes, new: bytes) -> None:
    trust = copied / "trust.json"
    trust.write_bytes(trust.read_bytes().replace(old, new, 1))
    report = judged_copy(copied)
    assert (report["verdict"], report["exit"]) == ("unreadable", 2)
    assert results(report, "failed") == {"01.trust"}


def test_trust_file_inside_the_publication(copied: Path) -> None:
    inside = copied / "publication/trust.json"
    shutil.copy(copied / "trust.json", inside)
    report = judged_files(copied / "publication", inside)
    assert (report["exit"], results(report, "failed")) == (2, {"01.trust"})
    (copied / "way").symlink_to(copied / "publication")
    assert judged_files(copied / "publication", copied / "way/trust.json")["exit"] == 2


def test_trust_of_another_genesis(copied: Path, made: tuple[Path, Maker]) -> None:
    (copied / "trust.json").write_bytes(made[1].trust(b"another first entry"))
    report = judged_copy(copied)
    assert results(report, "failed") == {"04.genesis"}
    assert failed_at(report, "04.genesis") == {0}


# ---------------------------------------------------------------------- larger trees
@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    maker = standard(size=24, closed=False)
    while len(maker.entries) < 600:
        maker.disclose(["lot"], "selected")
    maker.keep_stale = [100, 300, 512]
    maker.publish(folder)
    return folder


@pytest.mark.parametrize(
    "name",
    ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000",
     "tile/entries/002.p/88"],
)  # fmt: skip
def test_needed_tiles(large: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(large, tmp_path, dirs_exist_ok=True)
    assert judged_copy(tmp_path)["verdict"] == "proven"
    tile = tmp_path / "publication" / name
    data = tile.read_bytes()
    tile.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert "02.tile" in results(judged_copy(tmp_path), "failed")
    tile.unlink()
    assert "01.files" in results(judged_copy(tmp_path), "failed")


@pytest.mark.parametrize("name", ["tile/0/000.p/100", "tile/entries/001.p/44", "tile/1/000.p/1"])
def test_stale_tiles(large: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(large, tmp_path, dirs_exist_ok=True)
    tile = tmp_path / "publication" / name
    data = tile.read_bytes()
    tile.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert results(judged_copy(tmp_path), "failed") == {"02.tile"}
    tile.unlink()
    assert judged_copy(tmp_path)["verdict"] == "proven"


def test_huge_size_in_a_signed_checkpoint(copied: Path, made: tuple[Path, Maker]) -> None:
    """A size of 2^53−1 must be answered at once, not counted through."""
    (copied / "publication/checkpoint").write_bytes(made[1].note(2**53 - 1, b"\1" * 32))
    report = judged_copy(copied)
    assert report["exit"] == 1
    assert report["size"] == 2**53 - 1


def test_empty_tree(tmp_path: Path, made: tuple[Path, Maker]) -> None:
    write(tmp_path / "publication/checkpoint", made[1].note(0, bytes(32)))
    shutil.copy(made[0] / "trust.json", tmp_path / "trust.json")
    report = judged_copy(tmp_path)
    assert results(report, "failed") == {"02.root", "04.genesis"}


# ---------------------------------------------------------------------- paths and prefixes
def test_paths_and_prefixes_of_all_small_trees() -> None:
    hashes = [hashlib.sha256(bytes([n])).digest() for n in range(40)]
    prefixes = Prefixes(hashes)
    for size in range(41):
        root = tree_root(hashes[:size])
        assert prefixes.root(size) == root
        for index in range(size):
            path = path_of(hashes[:size], index)
            assert root_of_path(hashes[index], index, size, path) == root
            assert root_of_path(hashes[index], index, size, [*path, root]) is None
            assert not path or root_of_path(hashes[index], index, size, path[:-1]) is None
    assert prefixes.root(41) is None
