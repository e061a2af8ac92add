"""Publications that our producer made, and what can be asked about them. All is synthetic."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ledger import Draft, entries, keys, proofs, tiles
from ledger.merkle import leaf_hash
from tests.foreign.judges import Claim, Verdict, openssl, sigstore
from tests.inspection.conftest import Stages
from tests.inspection.hall import Hall, write_trust
from tests.ledger.world import (
    AGENCY_KEY,
    VKEY,
    fixed_key,
    genesis,
    grown_world,
    open_world,
    snapshot,
)

Files = dict[str, bytes]


@dataclass(frozen=True)
class Published:
    """A publication in `folder`, under the log's key `vkey`; `agency` signed its entries."""

    folder: Path
    vkey: str
    agency: bytes

    @property
    def note(self) -> bytes:
        return (self.folder / tiles.CHECKPOINT).read_bytes()

    @cached_property
    def files(self) -> Files:
        return snapshot(self.folder)

    @cached_property
    def entries(self) -> list[bytes]:
        """The bytes of all entries, cut out of the published tiles."""
        return list(read_entries(self.files).values())

    @cached_property
    def tree(self) -> tiles.Tree:
        return proofs.tree_of(map(leaf_hash, self.entries))

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def root(self) -> bytes:
        return bytes.fromhex(self.tree.root())

    def record(self, number: int) -> Claim:
        """Our proof that an entry is in the book."""
        path = proofs.inclusion_proof(self.tree, number, self.size)
        leaf = leaf_hash(self.entries[number])
        return Claim("record", self.size, self.root, number, leaf, tuple(path))

    def older(self, number: int) -> Claim:
        """Our proof that the book continues its first `number` entries."""
        old = bytes.fromhex(proofs.tree_of(map(leaf_hash, self.entries[:number])).root())
        path = proofs.consistency_proof(self.tree, number, self.size)
        return Claim("tree", self.size, self.root, number, old, tuple(path))


def samples(size: int) -> list[int]:
    """First, last, some between: where a tile begins and ends, too."""
    wanted = {0, 1, 10, 150, 254, 255, 256, size // 3, size // 2, size - 2, size - 1}
    return sorted(number for number in wanted if 0 <= number < size)


def tile_paths(files: Files, level: str) -> list[str]:
    """The tiles of a level in the order of their place; of each the widest, for a log grows."""
    places = {path: place for path in files if (place := tiles.read_path(path))}
    spans = sorted(
        (at.index, at.width, path) for path, (name, at) in places.items() if name == level
    )
    return list({index: path for index, _width, path in spans}.values())


def read_entries(files: Files) -> dict[int, bytes]:
    """Entries by number, as far as the entries tiles can be cut; altered ones too."""
    found: dict[int, bytes] = {}
    for path in tile_paths(files, tiles.ENTRIES):
        place = tiles.read_path(path)
        assert place is not None
        data, number = files[path], place[1].start
        while data:
            length = int.from_bytes(data[:2], "big")
            found[number], data, number = data[2 : 2 + length], data[2 + length :], number + 1
    return found


def made(folder: Path, size: int) -> Published:
    """A book of `size` entries, published by the real `Publisher`."""
    world = grown_world(folder, size)
    world.close()
    return Published(world.published, VKEY, AGENCY_KEY.public)


def made_large(folder: Path, size: int) -> Published:
    """The same with entries as short as they can be."""
    world = open_world(folder)
    world.publisher.recover()
    world.append([genesis()], "genesis")
    world.append([Draft("test.note", {"n": number}) for number in range(1, size)], "growth")
    world.publisher.publish()
    world.close()
    return Published(world.published, VKEY, AGENCY_KEY.public)


def made_campaign(folder: Path) -> Published:
    """A campaign with witnesses and the test beacon up to its match; two have signed the head.

    Its keys are laid ready: a hall would make new ones, and the fuzz wants the same book each time.
    """
    (folder / "watched").mkdir()
    for name in ("agency", "log"):
        fixed_key(name).save(folder / "watched" / f"{name}.pem")
    hall: Hall = Stages(folder).copy("lit_matched", folder / "hall")
    hall.sign()
    hall.leave()
    trust = json.loads(write_trust(hall, folder / "trust.json").read_bytes())
    first = json.loads(read_entries(snapshot(hall.publication))[0])
    agency = bytes.fromhex(first["body"]["data"]["agency_key"])
    return Published(hall.publication, trust["log_key"], agency)


# Judges that are asked about single notes, signatures and paths, on a folder of files


def sigstore_check(
    folder: Path, honest: Published, numbers: Sequence[int] | None = None
) -> Verdict:
    """The note in `folder` and the entries as they are there, with the paths of the honest book."""
    files = snapshot(folder)
    found = read_entries(files)
    asked = samples(honest.size) if numbers is None else numbers
    proven = [(honest.record(number), found.get(number, b"")) for number in asked]
    name, public = keys.read_vkey(honest.vkey)
    key_id = keys.note_key_id(name, public)
    verdicts = sigstore(files[tiles.CHECKPOINT], name, key_id, public, proven)
    assert len(verdicts) == len(proven)
    said = "; ".join(verdict.said for verdict in verdicts if not verdict.accepted)
    return Verdict(not said, said)


def openssl_check(
    folder: Path, honest: Published, scratch: Path, numbers: Sequence[int] | None = None
) -> Verdict:
    """The log's signature on the note and the agency's on entries, over bytes cut out by hand."""
    files = snapshot(folder)
    text, _, lines = files[tiles.CHECKPOINT].partition(b"\n\n")
    name, public = keys.read_vkey(honest.vkey)
    found = read_entries(files)
    asked = samples(honest.size) if numbers is None else numbers
    # of entries that are gone it knows nothing: it checks signatures, not how many there must be
    pairs = [_entry_signature(found[number]) for number in asked if number in found]
    signed = [(public, _note_signature(lines, name), text + b"\n")]
    signed += [(honest.agency, signature, message) for signature, message in pairs]
    verdicts = [openssl(scratch, *one) for one in signed]
    return Verdict(all(one.accepted for one in verdicts), str([one.said for one in verdicts]))


def _note_signature(lines: bytes, name: str) -> bytes:
    (line,) = [one for one in lines.decode().splitlines() if one.startswith(f"— {name} ")]
    return base64.b64decode(line.split(" ")[2])[4:]


def _entry_signature(entry: bytes) -> tuple[bytes, bytes]:
    """Signature and signed message of an entry (spec 03 §3), by plain cutting of its bytes."""
    front, _, back = entry.rpartition(b',"sigs":[')
    body = front.removeprefix(b'{"body":')
    kind = body.rpartition(b'"kind":"')[2].partition(b'"')[0].decode()
    signature = back.partition(b'"sig":"')[2][:128].decode()
    return bytes.fromhex(signature), entries.pae(kind, body)
