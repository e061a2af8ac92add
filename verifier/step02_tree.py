"""Step 2, tree: 02.tile, 02.root, 02.blob (spec 04 §3, 03 §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from . import merkle, tiles
from .bracket import UnknownRootError
from .findings import Fault, Findings, say
from .hashes import Hashes
from .publication import (
    MAX_BLOB,
    MAX_ENTRIES_TILE,
    MAX_HASH_TILE,
    Publication,
    UnreachableError,
    UnreadableError,
)
from .step01_head import Head
from .tiles import WIDTH, Tile


@dataclass(frozen=True)
class Tree:
    """What step 2 could read; the entries themselves stay in their tiles.

    `hashes`: leaf hashes of the entries' bytes; `tile_hashes`: what the level-0 tiles say;
    `doubted`: indices of entries that do not fit their tile; `root`: root of all entries, None if
    one is missing.
    """

    publication: Publication
    size: int
    doubted: frozenset[int]
    hashes: Hashes
    tile_hashes: Hashes
    root: bytes | None

    @property
    def complete(self) -> bool:
        """True if every entry could be read, and none is doubted."""
        return len(self.hashes) - len(self.doubted) == self.size

    def tile(self, index: int) -> list[tuple[int, bytes]]:
        """The entries of one tile with their seqs, without those doubted.

        They are read again: a million entries are more than should lie in memory. Raises
        UnreachableError if they are no longer those whose hashes are in the tree.
        """
        row = self.hashes.rows.get(index, b"")
        if not row:
            return []
        path = Tile(None, index, tiles.held(None, index, self.size)).path
        try:
            data = self.publication.read(path, MAX_ENTRIES_TILE)
        except UnreadableError as fault:
            raise UnreachableError(str(fault), path) from None
        found, _rest = tiles.split_entries(data, len(row) // 32)
        if b"".join(map(merkle.leaf_hash, found)) != row:
            raise UnreachableError("the publication changed while it was read", path)
        entries = enumerate(found, index * WIDTH)
        return [(seq, entry) for seq, entry in entries if seq not in self.doubted]

    def entry(self, index: int) -> bytes | None:
        """Bytes of one entry, None if it could not be read or is doubted."""
        return dict(self.tile(index // WIDTH)).get(index)

    def roots_of(self, size: int) -> frozenset[bytes]:
        """The roots that the first `size` entries may have; raises UnknownRootError.

        By the entries and by the tiles: where they differ, 02.tile has said so.
        """
        if size > self.size:
            return frozenset()
        roots = frozenset(root for one in self._prefixes if (root := one.root(size)) is not None)
        if not roots:
            raise UnknownRootError
        return roots

    @cached_property
    def _prefixes(self) -> tuple[merkle.Prefixes, ...]:
        """Of the entries' leaf hashes and, if they differ, of the tiles', up to the first gap."""
        rows = []
        both = (self.hashes, self.tile_hashes)
        for hashes in both[:1] if both[0] is both[1] else both:
            known = takewhile(lambda one: one is not None, map(hashes.get, range(self.size)))
            row = [one for one in known if one is not None]
            if row not in rows:
                rows.append(row)
        return tuple(map(merkle.Prefixes, rows))


def run(head: Head, findings: Findings) -> Tree:
    """Read all tiles and rebuild the tree.

    1. Entries out of their tiles, parsed without rest.
    2. Level 0: each hash = leaf hash of its entry; higher: root of its 256 children.
    3. Stale partial tiles are prefixes of the larger ones.
    4. Root of all entries = the checkpoint's root. If only a tile lies, the entries stand.
    """
    present = _present(head.publication)
    hashes = _read_entries(head, present, findings)
    levels = [
        _read_level(head, present, level, findings)
        for level in range(len(tiles.hash_counts(head.size)))
    ]
    tile_hashes = levels[0] if levels else Hashes({})
    if tile_hashes.rows == hashes.rows:
        tile_hashes = hashes  # one in memory, and one to compute roots of
    differing = _compare_leaves(hashes, tile_hashes, findings)
    _compare_levels([tile_hashes, *levels[1:]], findings)
    _check_stale(head, present, findings)
    root = hashes.root(head.size)
    doubted = _check_root(head, root, tile_hashes, differing, findings)
    return Tree(head.publication, head.size, doubted, hashes, tile_hashes, root)


def _present(publication: Publication) -> list[Tile]:
    parsed = (tiles.parse_path(path) for path in sorted(publication.files))
    return [tile for tile in parsed if tile is not None]


def _current(head: Head, present: list[Tile], level: int | None) -> list[Tile]:
    """The tiles of one level that belong to the tree's size, not to a smaller one."""
    return [
        tile
        for tile in present
        if tile.level == level and tile.width == tiles.held(level, tile.index, head.size)
    ]


def _read(head: Head, tile: Tile, findings: Findings) -> bytes:
    limit = MAX_ENTRIES_TILE if tile.level is None else MAX_HASH_TILE
    try:
        return head.publication.read(tile.path, limit)
    except UnreadableError as fault:
        findings.fail("02.tile", Fault(say(str(fault)), field=tile.path))
        return b""


def _read_entries(head: Head, present: list[Tile], findings: Findings) -> Hashes:
    """Leaf hashes of all entries that can be taken out of their tiles."""
    rows: dict[int, bytes] = {}
    for tile in _current(head, present, None):
        found, rest = tiles.split_entries(_read(head, tile, findings), tile.width)
        rows[tile.index] = b"".join(map(merkle.leaf_hash, found))
        if rest or len(found) != tile.width:
            wrong = say("the entries tile does not parse without rest")
            fault = Fault(wrong, tile.path, str(tile.width), str(len(found)))
            findings.fail("02.tile", fault, entry=tile.index * WIDTH + len(found))
    return Hashes(rows)


def _read_level(head: Head, present: list[Tile], level: int, findings: Findings) -> Hashes:
    rows: dict[int, bytes] = {}
    for tile in _current(head, present, level):
        data = _read(head, tile, findings)
        rows[tile.index] = data[: min(len(data) // 32, tile.width) * 32]
    hashes = Hashes(rows)
    findings.cover("02.tile", len(hashes))
    return hashes


def _compare_leaves(hashes: Hashes, told: Hashes, findings: Findings) -> frozenset[int]:
    differing = set()
    for index in () if hashes is told else sorted(hashes.keys() & told.keys()):
        if hashes[index] != told[index]:
            differing.add(index)
            wrong = say("the hash in the tile is not the leaf hash of the entry")
            path = f"tile/0/{tiles.grouped(index // WIDTH)}"
            fault = Fault(wrong, path, hashes[index].hex(), told[index].hex())
            findings.fail("02.tile", fault, entry=index)
    return frozenset(differing)


def _compare_levels(levels: list[Hashes], findings: Findings) -> None:
    for level in range(1, len(levels)):
        below = levels[level - 1]
        for index, told in levels[level].items():
            root = below.row_roots.get(index)
            if root is None or len(below.rows[index]) < WIDTH * 32:
                findings.skip("02.tile", say("a tile below is missing"))
            elif root != told:
                wrong = say("hash {n} of the level is not the root of its 256 children", n=index)
                path = f"tile/{level}/{tiles.grouped(index // WIDTH)}"
                findings.fail("02.tile", Fault(wrong, path, root.hex(), told.hex()))


def _check_stale(head: Head, present: list[Tile], findings: Findings) -> None:
    for tile in present:
        width = tiles.held(tile.level, tile.index, head.size)
        larger = Tile(tile.level, tile.index, width)
        if not tile.width < width or larger.path not in head.publication.files:
            continue
        small, large = _read(head, tile, findings), _read(head, larger, findings)
        if tile.level is None:
            entries, rest = tiles.split_entries(small, tile.width)
            whole = not rest and len(entries) == tile.width
        else:
            whole = len(small) == 32 * tile.width
        if not whole or not large.startswith(small):
            wrong = say("an older partial tile is not a prefix of the larger tile")
            findings.fail("02.tile", Fault(wrong, field=tile.path))


def _check_root(
    head: Head,
    root: bytes | None,
    told: Hashes,
    differing: frozenset[int],
    findings: Findings,
) -> frozenset[int]:
    """Compare roots; gives the entries that cannot be the ones under the checkpoint."""
    if head.checkpoint is None:
        findings.skip("02.root", say("the checkpoint could not be read"))
        return frozenset()
    if root is None:
        findings.skip("02.root", say("not every entry could be read"))
        return differing
    findings.cover("02.root", head.size)
    if root == head.checkpoint.root:
        return frozenset()
    if differing and told.root(head.size) == head.checkpoint.root:
        findings.skip("02.root", say("entries do not fit their tiles (02.tile)"))
        return differing
    wrong = say("the root of all entries is not the checkpoint's root")
    fault = Fault(wrong, "checkpoint: root", root.hex(), head.checkpoint.root.hex())
    findings.fail("02.root", fault)
    return differing


def check_blobs(head: Head, named: Mapping[str, int], all_read: bool, findings: Findings) -> None:
    """02.blob: named blobs are there and hash to their names, and no other is there.

    `named` gives the first entry that names a blob; with `all_read` false an unnamed blob may
    be named by an entry that could not be read.
    """
    head.publication.fetch(f"blob/sha256/{digest}" for digest in named)
    _tell_given_up(head.publication, findings)
    present = {name for path in head.publication.files if (name := tiles.blob_name(path))}
    findings.cover("02.blob", len(present & named.keys()))
    for digest, seq in sorted(named.items(), key=lambda pair: (pair[1], pair[0])):
        _check_blob(head.publication, digest, seq, digest in present, findings)
    for digest in sorted(present - named.keys()):
        path = f"blob/sha256/{digest}"
        if all_read:
            findings.fail("02.blob", Fault(say("no entry names this blob"), field=path))
        else:
            note = say("blobs named by no entry that could be read")
            findings.skip("02.blob", note)


def _tell_given_up(publication: Publication, findings: Findings) -> None:
    """One fault for all files that the server was not asked for after many were not there."""
    if publication.given_up:
        wrong = say("so many needed files are not there that the others were not asked for")
        findings.fail("01.files", Fault(wrong))


def _check_blob(
    publication: Publication, digest: str, seq: int, present: bool, findings: Findings
) -> None:
    path = f"blob/sha256/{digest}"
    if not publication.is_asked(path):
        findings.skip("02.blob", say("blobs that nobody was asked for"))
        return
    if not present:
        findings.fail("02.blob", Fault(say("a named blob is missing"), field=path), entry=seq)
        return
    if publication.files[path] > MAX_BLOB:
        findings.fail("02.blob", Fault(say("the file is longer than allowed"), field=path))
        return
    try:
        found = publication.digest_of(path)
    except UnreadableError as fault:
        findings.fail("02.blob", Fault(say(str(fault)), field=path), entry=seq)
        return
    if found != digest:
        wrong = say("the blob does not hash to its name")
        findings.fail("02.blob", Fault(wrong, path, digest, found), entry=seq)
