"""At start the publication is compared with the closed list of files that it must be (03 §4)."""

import shutil
from pathlib import Path

import pytest

from ledger import Blob, Inconsistent, LedgerError
from tests.ledger.test_publication import assert_nothing_signed
from tests.ledger.world import grown_world, note, open_world

BLOB = Blob(b"synthetic\n")
FOREIGN = Blob(b"named by nothing\n")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 260 entries with a blob, and partial tiles of width 1 to 4 behind a full one."""
    folder = tmp_path_factory.mktemp("base") / "data"
    world = grown_world(folder, 257)
    world.append([note(257, BLOB)], "blob", blobs=[BLOB.data])
    world.publisher.publish()
    for number in (258, 259):
        world.append([note(number)], f"one {number}")
        world.publisher.publish()
    world.close()
    return folder


@pytest.fixture
def folder(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "data"))


def assert_refused(folder: Path, name: str) -> None:
    """The start names the file, signs nothing, and leaves the folder as it is."""
    world = open_world(folder)
    before = world.files()
    with pytest.raises(Inconsistent, match=name.replace(".", r"\.")):
        world.publisher.recover()
    assert world.files() == before
    assert_nothing_signed(world, 260)


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        ".DS_Store",
        "checkpoint.old",
        "tile/0/x.txt",
        "tile/0/1",
        "tile/00/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/001",
        "tile/0/001.p/5",
        "tile/0/002.p/1",
        "tile/1/000.p/2",
        "tile/2/000.p/1",
        "tile/entries/001.p/5",
        "tile/entries/x000/001",
        "blob/sha256/next",
        f"blob/sha256/{FOREIGN.digest}",
    ],
)
def test_a_file_outside_the_list_is_refused_and_kept(folder: Path, name: str) -> None:
    path = folder / "publication" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(FOREIGN.data)
    assert_refused(folder, name)
    assert path.read_bytes() == FOREIGN.data


@pytest.mark.parametrize("name", ["extra", "tile/0/000", "checkpoint"])
@pytest.mark.parametrize("target", ["file", "folder"])
def test_a_link_is_refused(folder: Path, tmp_path: Path, name: str, target: str) -> None:
    path = folder / "publication" / name
    kept = tmp_path / "kept"
    if target == "folder":
        kept.mkdir()
        path.unlink(missing_ok=True)
    elif path.exists():
        path.rename(kept)
    else:
        kept.write_bytes(b"")
    path.symlink_to(kept)
    world = open_world(folder)
    with pytest.raises(LedgerError, match=rf"{name}|directory"):
        world.publisher.recover()
    assert path.is_symlink()


@pytest.mark.parametrize("name", ["tile/0/001.p/1", "tile/entries/001.p/3", "tile/0/001.p/2"])
@pytest.mark.parametrize("change", ["flip", "longer", "shorter"])
def test_an_old_partial_tile_must_begin_as_the_present_one(
    folder: Path, name: str, change: str
) -> None:
    path = folder / "publication" / name
    data = path.read_bytes()
    flipped = bytes([*data[:-1], data[-1] ^ 1])
    path.write_bytes({"flip": flipped, "longer": data + b"x", "shorter": data[:-1]}[change])
    assert_refused(folder, name)


def test_a_partial_tile_behind_a_full_one_is_compared_before_it_is_deleted(folder: Path) -> None:
    path = folder / "publication" / "tile" / "0" / "000.p" / "1"
    full = (folder / "publication" / "tile" / "0" / "000").read_bytes()
    path.parent.mkdir()
    path.write_bytes(full[1:33])
    assert_refused(folder, "tile/0/000.p/1")
    path.write_bytes(full[:32])
    open_world(folder).publisher.recover()
    assert not path.parent.exists()


def test_empty_folders_and_missing_old_tiles_are_nothing(folder: Path) -> None:
    (folder / "publication" / "empty" / "inside").mkdir(parents=True)
    shutil.rmtree(folder / "publication" / "tile" / "0" / "001.p")
    head = open_world(folder).publisher.recover()
    assert head is not None
    assert head.size == 260


def test_a_new_ledger_wants_an_empty_folder(tmp_path: Path) -> None:
    world = open_world(tmp_path)
    (tmp_path / "publication").mkdir()
    (tmp_path / "publication" / "index.html").write_bytes(b"")
    with pytest.raises(Inconsistent, match="index"):
        world.publisher.recover()
