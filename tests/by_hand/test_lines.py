"""On a real publication each line prints what the guide says, with the values known elsewhere."""

import base64
import json
import shutil
from pathlib import Path

import pytest

from tests.by_hand.reader import CARRIED_OUT, answers
from tests.by_hand.seen import expected, same
from tests.by_hand.stage import Known, make_plain
from verifier.selftest.draw_rules import leaf_hash, tree_root
from verifier.selftest.publishing import tiles_of, write

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"


@pytest.mark.parametrize("way", CARRIED_OUT)
def test_every_step_prints_what_is_known(known: Known, way: str) -> None:
    printed = answers(way, known.folder, *range(18))
    right = expected(known)
    assert printed.keys() == right.keys()
    for number, lines in right.items():
        assert printed[number] == lines, f"step {number}"


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_plain(tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("way", CARRIED_OUT)
def test_a_draw_with_no_beacon_and_no_witnesses(plain: Path, way: str) -> None:
    printed = answers(way, plain, *range(13))
    assert printed[3] == ["0"]
    assert "beacon=none" in printed[9]
    assert [lines.count("SAME") for lines in printed.values()][7:] == [5, 5, 1, 0, 3, 1]
    assert not any("DIFFERENT" in lines for lines in printed.values())


@pytest.mark.parametrize("way", CARRIED_OUT)
def test_the_relays_of_a_public_beacon(known: Known, tmp_path: Path, way: str) -> None:
    """The book's chain is exchanged for quicknet; the test chain has no relays (see `seen`)."""
    folder = Path(shutil.copytree(known.folder, tmp_path / "reader", symlinks=True))
    book = folder / f"publication/tile/entries/000.p/{known.sizes['checkpoint']}"
    chain = known.beacon.chain.hash.encode()
    book.write_bytes(book.read_bytes().replace(chain, QUICKNET.encode()))
    end = f"{QUICKNET}/public/{known.beacon.round}"
    addresses = [f"https://api.drand.sh/{end}", f"https://drand.cloudflare.com/{end}"]
    assert answers(way, folder, 0, 2, 4, 6, 7, 13)[13][-2:] == addresses


@pytest.mark.parametrize("way", CARRIED_OUT)
@pytest.mark.parametrize("size", [1, 255, 256, 257])
def test_a_book_of_more_than_one_tile(tmp_path: Path, way: str, size: int) -> None:
    """The files of 03 §4 made by the verifier's self-test; nothing in them but numbers."""
    entries = [b'{"%d":"%s"}' % (number, b"x" * (number % 7)) for number in range(size)]
    hashes = [leaf_hash(entry) for entry in entries]
    for name, data in tiles_of(entries).items():
        write(tmp_path / "publication" / name, data)
    root = tree_root(hashes)
    note = f"a/b\n{size}\n{base64.b64encode(root).decode()}\n\n— a/b AAAA\n"
    (tmp_path / "publication/checkpoint").write_text(note, "utf-8")
    trust = {"genesis": hashes[0].hex(), "log_key": "a/b+0+AAAA", "origin": "a/b"}
    (tmp_path / "trust.json").write_text(json.dumps(trust), "utf-8")
    printed = answers(way, tmp_path, 0, 2, 4)
    assert printed[4] == [*same(root.hex()), *same(hashes[0].hex())]
