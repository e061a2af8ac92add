"""ZIP files made byte by byte: what each check of `archive` refuses, and nothing else would."""

import struct
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from verifier import archive
from verifier.archive import Archive
from verifier.publication import UnreachableError, UnreadableError
from verifier.selftest.zipping import zipped

EMPTY = f"blob/sha256/{sha256(b'').hexdigest()}"
FILES = [("checkpoint", b"a note"), (EMPTY, b"")]
END = 22
Change = Callable[[bytearray], None]


def spoiled(folder: Path, change: Change) -> Path:
    """The ZIP of `FILES`, stored, with other bytes."""
    data = bytearray(zipped(FILES))
    change(data)
    path = folder / "book.zip"
    path.write_bytes(data)
    return path


def row(data: bytearray, nth: int) -> int:
    """Where the nth row of the directory begins."""
    at = -1
    for _step in range(nth + 1):
        at = data.index(b"PK\1\2", at + 1)
    return at


def put(where: Callable[[bytearray], int], form: str, *values: int | bytes) -> Change:
    return lambda data: struct.pack_into(form, data, where(data), *values)


def wide_end(magic: bytes, place: int) -> Change:
    """The end of the directory is told in 64 bits, its place as given."""

    def change(data: bytearray) -> None:
        length, start = struct.unpack_from("<2L", data, len(data) - 10)
        at = len(data) - END
        told = struct.pack("<4sQ2H2L4Q", magic, 44, 45, 45, 0, 0, 2, 2, length, place or start)
        more = told + struct.pack("<4sLQL", b"PK\6\7", 0, at, 1)
        data[at:at] = more
        struct.pack_into("<4H2L", data, len(data) - 18, 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2)

    return change


def test_the_file_itself_is_read(tmp_path: Path) -> None:
    found = Archive(str(spoiled(tmp_path, lambda _data: None)))
    assert (found.files, found.strange) == ({"checkpoint": 6, EMPTY: 0}, {})
    assert found.read("checkpoint", 6) == b"a note"
    assert Archive(str(spoiled(tmp_path, wide_end(b"PK\6\6", 0)))).files == found.files


@pytest.mark.parametrize(
    "change",
    [
        put(lambda data: row(data, 0), "<4s", b"PK\1\3"),  # a row that is none
        wide_end(b"PK\6\5", 0),  # no end in 64 bits, where one is announced
        wide_end(b"PK\6\6", 2**64 - 1),  # a directory further than any file reaches
    ],
)
def test_without_a_directory_nothing_is_read(tmp_path: Path, change: Change) -> None:
    with pytest.raises(UnreachableError, match="directory"):
        Archive(str(spoiled(tmp_path, change)))


def test_a_wide_size_without_its_bytes(tmp_path: Path) -> None:
    def change(data: bytearray) -> None:
        at = row(data, 1)
        name, extra = struct.unpack_from("<2H", data, at + 28)
        struct.pack_into("<H", data, at + 30, extra + 8)
        struct.pack_into("<L", data, at + 42, 0xFFFFFFFF)
        data[at + 46 + name : at + 46 + name] = struct.pack("<2HL", 1, 4, 0)
        (length,) = struct.unpack_from("<L", data, len(data) - 10)
        struct.pack_into("<L", data, len(data) - 10, length + 8)

    with pytest.raises(UnreachableError, match="directory"):
        Archive(str(spoiled(tmp_path, change)))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("checkpoint", put(lambda _data: 0, "<4s", b"PK\3\5")),  # right bytes behind a wrong head
        (EMPTY, put(lambda data: row(data, 1) + 42, "<L", 2**31)),  # nothing, beyond the file
        ("checkpoint", put(lambda data: row(data, 0) + 20, "<L", 2**31)),  # more than there is
    ],
)
def test_a_damaged_file_is_not_there(tmp_path: Path, name: str, change: Change) -> None:
    found = Archive(str(spoiled(tmp_path, change)))
    assert name not in found.files
    assert found.strange == {name: "the ZIP file is damaged here"}


def test_a_file_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_KEEP_ALL", 0)
    path = spoiled(tmp_path, lambda _data: None)
    found = Archive(str(path))
    assert found.read("checkpoint", 6) == b"a note"
    path.unlink()
    with pytest.raises(UnreadableError):
        found.read("checkpoint", 6)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "absent", "missing"), (Path("/dev/null"), "not a plain file")):
        with pytest.raises(UnreachableError, match=why):
            Archive(str(path))
