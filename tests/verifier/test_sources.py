"""A publication as a folder, a ZIP file and an address: one judgement (spec 04 §12)."""

import json
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verifier import archive, command
from verifier.judge import Request, judge
from verifier.publication import UnreachableError
from verifier.report import as_json
from verifier.selftest.book import BEFORE, Maker, standard
from verifier.sources import open_source

from .judged import judged_files, remark_codes, results
from .serving import served

Report = dict[str, Any]


@pytest.fixture(scope="module", name="made")
def made_book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Maker]:
    folder = tmp_path_factory.mktemp("sources")
    maker = standard()
    maker.publish(folder)
    return folder, maker


def packed(root: Path, target: Path, front: str = "", method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(target, "w", method) as file:
        for path in sorted(root.rglob("*")):
            file.write(path, front + path.relative_to(root).as_posix())
    return target


def told(where: Path | str, trust: Path) -> Report:
    judgement = judge(Request(where, trust, BEFORE))
    report: Report = json.loads(as_json(judgement, "en"))
    return report


def without_listing(report: Report) -> Report:
    # Blobs are asked for after 01.files, when the entries have named them.
    report["findings"] = [
        f for f in report["findings"] if (f["check"], f["result"]) != ("01.files", "proven")
    ]
    report["remarks"] = [r for r in report["remarks"] if r["code"] != "no_listing"]
    return report


@pytest.mark.parametrize("front", ["", "publication/"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_is_judged_as_its_folder(
    made: tuple[Path, Maker], tmp_path: Path, front: str, method: int
) -> None:
    folder, _maker = made
    zipped = packed(folder / "publication", tmp_path / "book.zip", front, method)
    assert told(zipped, folder / "trust.json") == told(
        folder / "publication", folder / "trust.json"
    )


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_an_address_is_judged_as_its_folder(made: tuple[Path, Maker], version: str) -> None:
    folder, _maker = made
    with served(folder / "publication", version=version) as address:
        for end in ("", "/"):
            report = told(address + end, folder / "trust.json")
            assert "no_listing" in remark_codes(report)
            expected = without_listing(told(folder / "publication", folder / "trust.json"))
            assert without_listing(report) == expected


def test_a_folder_of_an_address_and_a_redirect_on_the_same_host(made: tuple[Path, Maker]) -> None:
    folder, _maker = made

    def moved(request: Any) -> bool:
        if not request.path.startswith("/old/"):
            return False
        request.send_response(302)
        request.send_header("Location", request.path.replace("/old/", "/publication/"))
        request.send_header("Content-Length", "0")
        request.end_headers()
        return True

    with served(folder, moved) as address:
        assert told(f"{address}/publication", folder / "trust.json")["exit"] == 0
        assert told(f"{address}/old", folder / "trust.json")["exit"] == 0


@pytest.mark.parametrize(
    ("path", "code"),
    [("tile/entries", "01.files"), ("tile/0", "01.files"), ("blob", "02.blob")],
)
def test_a_file_missing_at_an_address_is_named(
    made: tuple[Path, Maker], tmp_path: Path, path: str, code: str
) -> None:
    folder, _maker = made
    root = tmp_path / "publication"
    shutil.copytree(folder / "publication", root)
    victim = sorted(p for p in (root / path).rglob("*") if p.is_file())[0]
    victim.unlink()
    with served(root) as address:
        report = told(address, folder / "trust.json")
        assert report["exit"] == 1
        assert code in results(report, "failed")
        same = told(root, folder / "trust.json")
        assert results(report, "failed") == results(same, "failed")


def test_a_changed_byte_is_found_wherever_it_lies(made: tuple[Path, Maker], tmp_path: Path) -> None:
    folder, _maker = made
    root = tmp_path / "publication"
    shutil.copytree(folder / "publication", root)
    for victim in sorted(p for p in root.rglob("*") if p.is_file())[::3]:
        data = victim.read_bytes()
        victim.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        zipped = packed(root, tmp_path / "book.zip")
        expected = told(root, folder / "trust.json")
        assert expected["exit"] == 1
        assert told(zipped, folder / "trust.json") == expected
        with served(root) as address:
            found = without_listing(told(address, folder / "trust.json"))
            assert found["verdict"] == "failed"
            assert results(found, "failed") == results(expected, "failed")
        victim.write_bytes(data)


def added(zipped: Path, name: str, data: bytes = b"", mode: int = 0) -> None:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    with zipfile.ZipFile(zipped, "a") as file:
        file.writestr(info, data)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("/etc/passwd", 0),
        ("../checkpoint", 0),
        ("tile/../checkpoint", 0),
        ("tile\\0\\000", 0),
        ("tile//000", 0),
        ("readme.txt", 0),
        ("tile/0/001.p/3", 0),
        ("link", stat.S_IFLNK | 0o777),
        ("pipe", stat.S_IFIFO | 0o600),
        ("名称", 0),
    ],
)
def test_a_name_that_may_not_be_there_fails(
    made: tuple[Path, Maker], tmp_path: Path, name: str, mode: int
) -> None:
    folder, _maker = made
    zipped = packed(folder / "publication", tmp_path / "book.zip")
    added(zipped, name, b"target", mode)
    report = judged_files(zipped, folder / "trust.json", now=BEFORE)
    assert (report["exit"], results(report, "failed")) == (1, {"01.files"})


def test_a_name_twice_fails(made: tuple[Path, Maker], tmp_path: Path) -> None:
    folder, _maker = made
    zipped = packed(folder / "publication", tmp_path / "book.zip")
    with pytest.warns(UserWarning, match="Duplicate name"):
        added(zipped, "checkpoint", b"another")
    report = judged_files(zipped, folder / "trust.json", now=BEFORE)
    assert (report["exit"], results(report, "failed")) == (1, {"01.files"})


def bomb(target: Path, name: str, size: int) -> None:
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as file, file.open(name, "w") as out:
        block = bytes(1024 * 1024)
        while size > 0:
            out.write(block[:size])
            size -= len(block)


def test_a_bomb_is_counted_and_not_unfolded(made: tuple[Path, Maker], tmp_path: Path) -> None:
    folder, _maker = made
    zipped = packed(folder / "publication", tmp_path / "book.zip")
    bomb(zipped, "tile/0/000.p/7", 64 * 1024 * 1024)
    report = judged_files(zipped, folder / "trust.json", now=BEFORE)
    assert (report["exit"], results(report, "failed")) == (1, {"01.files", "02.tile"})


def test_more_than_may_be_unpacked_is_refused(
    made: tuple[Path, Maker], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _maker = made
    zipped = packed(folder / "publication", tmp_path / "book.zip")
    monkeypatch.setattr(archive, "MAX_UNPACKED", 10_000)
    assert told(zipped, folder / "trust.json")["exit"] == 2
    monkeypatch.setattr(archive, "MAX_UNPACKED", 4 * 1024**3)
    monkeypatch.setattr(archive, "MAX_FILES", 5)
    assert told(zipped, folder / "trust.json")["exit"] == 2


def directory_rows(data: bytearray) -> list[int]:
    places, at = [], data.find(b"PK\1\2")
    while at >= 0:
        places.append(at)
        at = data.find(b"PK\1\2", at + 1)
    return places


@pytest.mark.parametrize("stated", [0, 1, 5, 2**31, 2**32 - 2])
def test_a_size_that_lies_is_not_believed(
    made: tuple[Path, Maker], tmp_path: Path, stated: int
) -> None:
    folder, _maker = made
    zipped = packed(folder / "publication", tmp_path / "book.zip")
    data = bytearray(zipped.read_bytes())
    for place in directory_rows(data):
        struct.pack_into("<L", data, place + 24, stated)
    zipped.write_bytes(data)
    assert told(zipped, folder / "trust.json")["exit"] == 0


def blob_row(data: bytearray) -> int:
    """Where the directory describes the first blob."""
    return next(at for at in directory_rows(data) if data[at + 28] > 64)


def altered(change: Callable[[bytearray], Any], made: Path, target: Path) -> Path:
    data = bytearray(packed(made / "publication", target).read_bytes())
    change(data)
    target.write_bytes(data)
    return target


def pack_into(offset: int, form: str, value: int) -> Callable[[bytearray], None]:
    return lambda data: struct.pack_into(form, data, blob_row(data) + offset, value)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (pack_into(8, "<H", 1), 1),  # encrypted
        (pack_into(10, "<H", 12), 1),  # packed by another method
        (pack_into(16, "<L", 7), 1),  # another checksum
        (pack_into(20, "<L", 2**32 - 2), 1),  # longer than the file
        (pack_into(42, "<L", 2**32 - 2), 1),  # beyond the file
        (pack_into(42, "<L", 3), 1),  # no file there
        (pack_into(42, "<L", 2**32 - 1), 2),  # 64 bits announced, none there
        (pack_into(28, "<H", 65535), 2),  # a name beyond the directory
        (lambda d: d.__delitem__(slice(-1, None)), 2),
        (lambda d: d.__delitem__(slice(-22, None)), 2),
        (lambda d: d.__setitem__(slice(None), b""), 2),
        (lambda d: d.__setitem__(slice(None), b"PK"), 2),
        (lambda d: d.__setitem__(slice(None), bytes(100_000)), 2),
        (lambda d: struct.pack_into("<L", d, len(d) - 6, 2**32 - 2), 2),
        (lambda d: struct.pack_into("<H", d, len(d) - 12, 9), 2),
    ],
)
def test_a_damaged_zip_ends_in_a_finding(
    made: tuple[Path, Maker], tmp_path: Path, change: Callable[[bytearray], Any], code: int
) -> None:
    zipped = altered(change, made[0], tmp_path / "book.zip")
    report = told(zipped, made[0] / "trust.json")
    assert (report["exit"], "01.files" in results(report, "failed")) == (code, True)


def test_every_byte_of_a_small_zip_may_be_wrong(made: tuple[Path, Maker], tmp_path: Path) -> None:
    zipped = packed(made[0] / "publication", tmp_path / "book.zip")
    right = zipped.read_bytes()
    for place in range(0, len(right), max(1, len(right) // 300)):
        zipped.write_bytes(right[:place] + bytes([right[place] ^ 0x55]) + right[place + 1 :])
        try:
            found = open_source(zipped)
        except UnreachableError:
            continue
        assert found is not None


def test_what_is_neither_folder_nor_zip_is_unreadable(
    made: tuple[Path, Maker], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text").write_text("no zip")
    trust = str(made[0] / "trust.json")
    for name in (tmp_path / "pipe", tmp_path / "text", Path("/dev/zero"), tmp_path / "absent"):
        assert command.run([str(name), "--trust", trust, "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["verdict"] == "unreadable"


def test_a_trust_file_is_never_fetched(
    made: tuple[Path, Maker], capsys: pytest.CaptureFixture[str]
) -> None:
    with served(made[0]) as address:
        given = [f"{address}/publication", "--trust", f"{address}/trust.json"]
        assert command.run(given) == 2
    assert "by hand" in capsys.readouterr().err
