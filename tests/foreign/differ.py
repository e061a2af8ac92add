"""Two readers of the same bytes: one of the verifier's parsers, and judges that nobody here wrote.

What must never be: an input that ours reads and they refuse, or read as something else; an error of
ours that is not the package's own. What they read and ours refuses is counted by the reason that
ours gives, and every such reason must stand in `STRICTER` with its justification.
"""

import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from tests.foreign import entry_inputs, judges, note_inputs, tile_inputs
from tests.foreign.mutations import Generator
from tests.ledger.world import VKEY
from verifier import merkle, tiles
from verifier.canonical import MAX_INTEGER, NotCanonicalError
from verifier.findings import Findings
from verifier.hashes import Hashes
from verifier.note import NoteError, check_log_signature, parse_checkpoint, parse_log_key
from verifier.publication import Publication
from verifier.schema import RefusedError
from verifier.step01_head import _file_fault
from verifier.step02_tree import Tree
from verifier.step03_entries import read_entry
from verifier.step03_entries import run as run_entries

SEED = "sunlot/foreign"
BATCH = 2_000


@dataclass(frozen=True)
class Reading:
    """What a reader made of an input: `text` is what it read, None if it refused; `why` it did."""

    text: str | None
    why: str = ""


Reader = Callable[[bytes], Reading]
Judges = Callable[[Sequence[bytes]], list[Reading]]


@dataclass(frozen=True)
class Subject:
    """One parser: where inputs come from, how ours reads them, and how they do."""

    generate: Generator
    ours: Reader
    theirs: Judges


@dataclass
class Outcome:
    """Counts over all inputs, and the inputs that must not be (a few of each kind)."""

    inputs: int = 0
    both_read: int = 0
    both_refused: int = 0
    theirs_alone: Counter[str] = field(default_factory=Counter)
    ours_alone: list[bytes] = field(default_factory=list)
    differing: list[bytes] = field(default_factory=list)
    stray: list[tuple[bytes, str]] = field(default_factory=list)

    def faults(self, stricter: Mapping[str, str]) -> list[str]:
        """What must not be, each as a sentence."""
        unnamed = sorted(set(self.theirs_alone) - set(stricter))
        return [
            *(f"ours alone reads {data!r:.2000}" for data in self.ours_alone[:3]),
            *(f"both read, but not the same: {data!r:.2000}" for data in self.differing[:3]),
            *(f"stray error at {data!r:.2000}:\n{error}" for data, error in self.stray[:3]),
            *(f"stricter without a justification: {why}" for why in unnamed),
        ]

    def take(self, data: bytes, ours: Reading, theirs: Reading) -> None:
        """Count one input that ended in two readings."""
        self.inputs += 1
        if ours.text is None and theirs.text is None:
            self.both_refused += 1
        elif ours.text is None:
            self.theirs_alone[ours.why] += 1
        elif theirs.text is None:
            self.ours_alone.append(data)
        elif ours.text != theirs.text:
            self.differing.append(data)
        else:
            self.both_read += 1


def compare(subject: Subject, name: str, batches: range) -> Outcome:
    """Run batches of `BATCH` inputs; the same name and number give the same inputs for ever."""
    outcome = Outcome()
    for number in batches:
        rng = Random(f"{SEED}/{name}/{number}")
        inputs = [subject.generate(rng) for _ in range(BATCH)]
        for data, theirs in zip(inputs, subject.theirs(inputs), strict=True):
            try:
                ours = subject.ours(data)
            except Exception:  # noqa: BLE001 - an error that is not the package's own is the finding
                outcome.inputs += 1
                outcome.stray.append((data, traceback.format_exc()))
            else:
                outcome.take(data, ours, theirs)
    return outcome


# Ours


def note(data: bytes) -> Reading:
    """Syntax, the log's one signature, the origin (04 §3: 01.note, 01.signature)."""
    key = parse_log_key(VKEY)
    try:
        head = parse_checkpoint(data)
        check_log_signature(head, key)
    except NoteError as error:
        return Reading(None, str(error))
    if head.origin != key.name:
        return Reading(None, "another origin")
    return Reading(f"{head.size} {head.root.hex()}")


def log_key(data: bytes) -> Reading:
    """A vkey out of a trust file."""
    try:
        key = parse_log_key(data.decode())
    except NoteError as error:
        return Reading(None, str(error))
    return Reading(f"{key.name.encode().hex()} {key.key_id.hex()}")


def path(data: bytes) -> Reading:
    """The tile a path names, if a tree that can be written down has it (01.files)."""
    tile = tiles.parse_path(data.decode("utf-8", "surrogateescape"))
    if tile is None:
        return Reading(None, "no tile's path")
    if tile.width > tiles.held(tile.level, tile.index, MAX_INTEGER):
        return Reading(None, "no tree has this tile")
    return Reading(f"{-1 if tile.level is None else tile.level} {tile.index} {tile.width}")


def hash_tile(data: bytes) -> Reading:
    """Length (01.files), then root over what is in it (02.tile, 02.root)."""
    width, root, tile = int.from_bytes(data[:2], "big"), data[2:34], data[34:]
    named = tiles.Tile(0, 0, width).path
    if _file_fault(named, len(tile), width) is not None:
        return Reading(None, "wrong length")
    found = merkle.root_of_hashes(tiles.split_hashes(tile)[:width])
    return Reading(found.hex()) if found == root else Reading(None, "another root")


def bundle(data: bytes) -> Reading:
    """Entries without rest, and as many as there must be (02.tile)."""
    count = int.from_bytes(data[:2], "big")
    entries, rest = tiles.split_entries(data[2:], count)
    if rest or len(entries) != count:
        return Reading(None, "does not parse without rest")
    return Reading(merkle.root(entries).hex())


class Alone(Publication):
    """One entries tile, of one entry, and nothing else."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._tile = len(data).to_bytes(2, "big") + data
        self.files = {tiles.Tile(None, 0, 1).path: len(self._tile)}

    def chunks(self, path: str, limit: int) -> Iterator[bytes]:
        """The tile, whatever is asked for: nothing else is there."""
        assert path in self.files
        assert len(self._tile) <= limit
        yield self._tile


def alone(data: bytes) -> Tree:
    """The tree of one entry."""
    leaf = merkle.leaf_hash(data)
    hashes = Hashes({0: leaf})
    return Tree(Alone(data), 1, frozenset(), hashes, hashes, leaf)


def entry(data: bytes) -> Reading:
    """One entry (03.canonical). All of step 3 is run, too: it must take whatever was read."""
    if len(data) < 2**16:  # what a tile can hold
        run_entries(alone(data), Findings(), lambda *_: None)
    try:
        read_entry(data)
    except NotCanonicalError as error:
        return Reading(None, str(error))
    except RefusedError as error:
        return Reading(None, f"not an entry: expected {error}")
    return Reading(sha256(data).hexdigest())


# Theirs


def _readings(lines: Sequence[str]) -> list[Reading]:
    parts = [line.partition(" ") for line in lines]
    return [Reading(text if word == "ok" else None, text) for word, _, text in parts]


def go(kind: str, *arguments: str) -> Judges:
    """The Go judge."""
    return lambda inputs: _readings(judges.go_parse(kind, inputs, *arguments))


def go_and_node(inputs: Sequence[bytes]) -> list[Reading]:
    """Go must take it for JSON, and Node's reading in canonical form must have ours as digest."""
    by_go, by_node = go("json")(inputs), _readings(judges.node_parse(inputs))
    return [
        node if judge.text is not None else Reading(None, "Go: not JSON")
        for judge, node in zip(by_go, by_node, strict=True)
    ]


def subjects(entries: Sequence[bytes]) -> dict[str, Subject]:
    """All parsers by name; `entries` are those of a real campaign."""
    return {
        "note": Subject(note_inputs.note, note, go("note", VKEY)),
        "key": Subject(note_inputs.key, log_key, go("key")),
        "path": Subject(tile_inputs.path, path, go("path")),
        "tile": Subject(tile_inputs.hash_tile, hash_tile, go("tile")),
        "bundle": Subject(tile_inputs.bundle, bundle, go("bundle")),
        "entry": Subject(entry_inputs.Entries(entries), entry, go_and_node),
    }


def rows(name: str, outcome: Outcome) -> Iterator[str]:
    """The outcome as lines of a table."""
    alone = sum(outcome.theirs_alone.values())
    yield (
        f"{name:7}{outcome.inputs:>9,} inputs{outcome.both_read:>9,} read by both"
        f"{outcome.both_refused:>9,} by none{alone:>8,} by them alone"
        f"{len(outcome.ours_alone):>3} by ours alone{len(outcome.differing):>3} differently"
        f"{len(outcome.stray):>3} stray errors"
    )
    for why, count in outcome.theirs_alone.most_common():
        yield f"       {count:>9,} {why}"
