"""A publication that is damaged, foreign or rewritten gives one sentence and status 503."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ledger import Draft, SigningKey, entries, notes, tiles
from tests.inspection import hall as halls
from tests.web.conftest import Event
from tests.web.visitor import Visitor
from web.errors import Unreadable
from web.public import public_site
from web.shelf import Shelf


def expect_unreadable(publication: Path, trust: Path | None = None) -> None:
    """Every page says in one sentence that it cannot be shown, and shows nothing else."""
    client = Visitor(public_site(publication, trust))
    for address in ("/", "/book", "/book/0", "/campaign/1"):
        answer = client.get(address, headers={"accept-language": "en"})
        assert answer.status_code == 503, address
        assert "missing or damaged right now" in answer.text
        assert str(publication) not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["retry-after"] == "30"
    assert client.get("/files.txt").status_code == 503


def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    expect_unreadable(tmp_path / "none")


def last_tile(publication: Path) -> Path:
    parts = (publication / "tile/entries/000.p").iterdir()
    return max(parts, key=lambda path: int(path.name))


def blob(publication: Path, part: str, event: Event) -> Path:
    opened = event.hall.office._state.campaigns[0].opened
    return publication / tiles.blob_path(opened[part]["blob"])


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


DAMAGES: Mapping[str, Callable[[Path, Event], object]] = {
    "no checkpoint": lambda folder, _: (folder / "checkpoint").unlink(),
    "an empty checkpoint": lambda folder, _: (folder / "checkpoint").write_bytes(b""),
    "no text": lambda folder, _: (folder / "checkpoint").write_bytes(b"\xff" * 100),
    "a long checkpoint": lambda folder, _: (folder / "checkpoint").write_bytes(b"a" * 20_000),
    "another root": lambda folder, _: flip(folder / "checkpoint", 30),
    "a changed entry": lambda folder, _: flip(last_tile(folder), 500),
    "a cut tile": lambda folder, _: last_tile(folder).write_bytes(b"\0\5ab"),
    "no tile": lambda folder, _: last_tile(folder).unlink(),
    "no catalogue": lambda folder, event: blob(folder, "catalogue", event).unlink(),
    "another catalogue": lambda folder, event: flip(blob(folder, "catalogue", event), 40),
    "no JSON": lambda folder, event: blob(folder, "institutions", event).write_bytes(b"{"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_gives_one_sentence(copy: Path, event: Event, damage: str) -> None:
    DAMAGES[damage](copy, event)
    expect_unreadable(copy)
    expect_unreadable(copy, event.trust)


def test_mending_brings_the_page_back(copy: Path, event: Event) -> None:
    tile = last_tile(copy)
    client = Visitor(public_site(copy))
    flip(tile, 500)
    assert client.get("/").status_code == 503
    flip(tile, 500)
    assert client.get("/").status_code == 200


def test_the_files_of_a_damaged_publication_stay_visible(copy: Path) -> None:
    tile = last_tile(copy)
    flip(tile, 500)
    client = Visitor(public_site(copy))
    answer = client.get(f"/publication/{tile.relative_to(copy)}")
    assert answer.content == tile.read_bytes()


def test_a_forged_signature_needs_the_trust_file_to_be_seen(copy: Path, event: Event) -> None:
    note = (copy / "checkpoint").read_text("utf-8").splitlines()
    forged = notes.sign_checkpoint(note[0], int(note[1]), root_of(note[2]), SigningKey.generate())
    (copy / "checkpoint").write_bytes(forged)
    client = Visitor(public_site(copy))
    text = client.get("/?lang=en").text
    assert "so it did not check the log's signature" in text.replace("&#39;", "'")
    expect_unreadable(copy, event.trust)


def root_of(base64_line: str) -> str:
    return base64.b64decode(base64_line).hex()


def test_another_ledger_is_not_the_trusted_one(event: Event, tmp_path: Path) -> None:
    other = halls.build(tmp_path / "other", "example.org/other")
    expect_unreadable(other.folder / "publication", event.trust)


@pytest.mark.parametrize(
    "text",
    [b"", b"{}\n", b'{"v":2}\n', b"[]\n", b"{" * 20_000, b"\xff\n"],
)
def test_a_wrong_trust_file_is_refused_at_start(event: Event, tmp_path: Path, text: bytes) -> None:
    wrong = tmp_path / "trust.json"
    wrong.write_bytes(text)
    with pytest.raises(Unreadable, match="trust"):
        public_site(event.publication, wrong)


def test_a_trust_file_inside_the_publication_is_refused(copy: Path, event: Event) -> None:
    inside = copy / "trust.json"
    shutil.copy(event.trust, inside)
    with pytest.raises(Unreadable, match="must not come from the publication"):
        public_site(copy, inside)


GENESIS = {
    "agency_key": "",
    "origin": "example.org/made",
    "profile": "sunlot/v1",
    "quorum": 0,
    "simulation": True,
    "witnesses": [],
}


def publish_one(folder: Path, data: Mapping[str, object], key: SigningKey, kind: str) -> None:
    """A publication of one entry, right as a tree, whatever the entry says."""
    entry = entries.build(Draft(kind, data), 0, entries.NO_PREVIOUS, 1, True, key)
    tile = folder / "tile/entries/000.p/1"
    tile.parent.mkdir(parents=True)
    tile.write_bytes(tiles.write_entries([entry.bytes]))
    tree = tiles.Tree()
    tree.append(bytes.fromhex(entry.leaf))
    note = notes.sign_checkpoint("example.org/made", 1, tree.root(), SigningKey.generate())
    (folder / "checkpoint").write_bytes(note)


def test_a_book_that_has_only_begun_is_shown(tmp_path: Path) -> None:
    key = SigningKey.generate()
    publish_one(tmp_path, {**GENESIS, "agency_key": key.public_hex}, key, "genesis")
    client = Visitor(public_site(tmp_path))
    assert "尚未开启任何活动" in client.get("/").text


@pytest.mark.parametrize(
    "changed",
    [
        {"agency_key": SigningKey.generate().public_hex},
        {"agency_key": "xyz"},
        {"agency_key": 5},
        {"origin": "example.org/else"},
        {"origin": None},
        {"simulation": []},
    ],
)
def test_a_first_entry_that_does_not_fit_is_not_shown(
    tmp_path: Path, changed: Mapping[str, object]
) -> None:
    key = SigningKey.generate()
    data = {**GENESIS, "agency_key": key.public_hex, **changed}
    publish_one(tmp_path, data, key, "genesis")
    if changed == {"simulation": []}:  # its type is the verifier's to judge; it is only not true
        client = Visitor(public_site(tmp_path))
        assert client.get("/").status_code == 200
        return
    expect_unreadable(tmp_path)


def test_an_entry_without_its_values_is_not_shown(tmp_path: Path) -> None:
    publish_one(tmp_path, {}, SigningKey.generate(), "genesis")
    expect_unreadable(tmp_path)


def test_the_book_is_read_again_only_when_the_checkpoint_changed(tmp_path: Path) -> None:
    hall = halls.build(tmp_path / "hall")
    shelf = Shelf(tmp_path / "hall/publication")
    before = shelf.shown()
    assert shelf.shown() is before
    halls.send_lists(hall)
    halls.open_campaign(hall)
    after = shelf.shown()
    assert after.book.head.size == before.book.head.size + 1
    assert shelf.shown() is after


def test_a_book_that_was_rewritten_is_not_shown(tmp_path: Path) -> None:
    first, second = (halls.build(tmp_path / name) for name in ("first", "second"))
    shown = tmp_path / "shown"
    shutil.copytree(first.folder / "publication", shown)
    client = Visitor(public_site(shown))
    assert client.get("/").status_code == 200
    shutil.rmtree(shown)
    shutil.copytree(second.folder / "publication", shown)
    assert client.get("/").status_code == 503
    shutil.rmtree(shown)
    shutil.copytree(first.folder / "publication", shown)
    assert client.get("/").status_code == 200


def test_a_shorter_book_is_not_shown(copy: Path) -> None:
    shelf = Shelf(copy)
    read = shelf.shown().book.entries
    earlier = sorted(int(path.name) for path in last_tile(copy).parent.iterdir())[-2]
    tree = tiles.Tree()
    for entry in read[:earlier]:
        tree.append(bytes.fromhex(entry.leaf))
    note = notes.sign_checkpoint(halls.ORIGIN, earlier, tree.root(), SigningKey.generate())
    (copy / "checkpoint").write_bytes(note)
    with pytest.raises(Unreadable, match="shown before"):
        shelf.shown()
