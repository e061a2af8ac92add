"""Step 1, files and head: 01.trust, 01.note, 01.signature, 01.files (spec 04 §3)."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from . import documents, note, tiles
from .canonical import NotCanonicalError, decode_line
from .findings import Fault, Findings, say
from .publication import (
    MAX_CHECKPOINT,
    MAX_TRUST,
    Publication,
    UnreadableError,
    lies_inside,
    open_publication,
    read_bounded,
)
from .schema import RefusedError

_CHECKPOINT = "checkpoint"
_MANY = 100


@dataclass(frozen=True)
class Trust:
    """A trust file that passed 01.trust: genesis leaf hash (hex), log key, origin."""

    genesis: str
    log_key: note.LogKey
    origin: str


@dataclass(frozen=True)
class Head:
    """What step 1 leaves for the others.

    `checkpoint` is None if it could not be read; then `size` is what the entries tiles hold.
    """

    publication: Publication
    trust: Trust
    checkpoint: note.Checkpoint | None
    size: int


def run(root: Path, trust_file: Path, findings: Findings) -> Head | None:
    """Read the head of a publication; None where no judgement is possible (04 §2, exit 2).

    1. Trust file: strict, and from outside the publication.
    2. Folder and checkpoint are there.
    3. Checkpoint syntax, then the log's signature and origin.
    4. Closed list of files, with the size that the checkpoint names.
    """
    trust = _read_trust(root, trust_file, findings)
    if trust is None:
        return None
    publication = open_publication(root)
    if publication is None or _CHECKPOINT not in publication.files:
        fault = Fault(say("there is no publication with a checkpoint here"), field=_CHECKPOINT)
        findings.fail("01.files", fault)
        return None
    checkpoint = _read_checkpoint(publication, findings)
    if checkpoint is None:
        findings.skip("01.signature", say("the checkpoint could not be read"))
    else:
        _check_signature(checkpoint, trust, findings)
    size = _size_of_tiles(publication) if checkpoint is None else checkpoint.size
    _check_files(publication, size, checkpoint is not None, findings)
    return Head(publication, trust, checkpoint, size)


def _read_trust(root: Path, trust_file: Path, findings: Findings) -> Trust | None:
    findings.cover("01.trust")
    if lies_inside(trust_file, root):
        findings.fail("01.trust", Fault(say("the trust file lies inside the publication")))
        return None
    try:
        value = decode_line(read_bounded(trust_file, MAX_TRUST))
        documents.TRUST(value)
        return _trust_from(value)
    except RefusedError as fault:
        wrong = Fault(say("a field is wrong"), fault.path, fault.expected, fault.found)
    except (UnreadableError, NotCanonicalError, note.NoteError) as fault:
        wrong = Fault(say(str(fault)))
    findings.fail("01.trust", wrong)
    return None


def _trust_from(value: Any) -> Trust:
    key = note.parse_log_key(value["log_key"])
    if key.name != value["origin"]:
        raise RefusedError(say("the origin as the name of the log key"), key.name).within("log_key")
    return Trust(value["genesis"], key, value["origin"])


def _read_checkpoint(publication: Publication, findings: Findings) -> note.Checkpoint | None:
    try:
        checkpoint = note.parse_checkpoint(publication.read(_CHECKPOINT, MAX_CHECKPOINT))
    except (note.NoteError, UnreadableError) as fault:
        findings.fail("01.note", Fault(say(str(fault)), field=_CHECKPOINT))
        return None
    findings.cover("01.note", checkpoint.size)
    return checkpoint


def _check_signature(checkpoint: note.Checkpoint, trust: Trust, findings: Findings) -> None:
    findings.cover("01.signature")
    if checkpoint.origin != trust.origin:
        wrong = say("the checkpoint is of another ledger")
        fault = Fault(wrong, "checkpoint: origin", trust.origin, checkpoint.origin)
        findings.fail("01.signature", fault)
        return
    signatures = note.log_signatures(checkpoint, trust.log_key)
    if len(signatures) != 1:
        wrong = say("there must be exactly one signature line of the log's key")
        fault = Fault(wrong, _CHECKPOINT, "1", str(len(signatures)))
        findings.fail("01.signature", fault)
    elif not note.is_signed(trust.log_key.public, signatures[0], checkpoint.text):
        wrong = say("the log's signature does not fit the checkpoint")
        findings.fail("01.signature", Fault(wrong, _CHECKPOINT))


def _size_of_tiles(publication: Publication) -> int:
    """Entries that the entries tiles could hold, counted from 0 without a gap."""
    widths: dict[int, int] = {}
    for path in publication.files:
        tile = tiles.parse_path(path)
        if tile is not None and tile.level is None:
            widths[tile.index] = max(tile.width, widths.get(tile.index, 0))
    index = 0
    while widths.get(index) == tiles.WIDTH:
        index += 1
    return index * tiles.WIDTH + widths.get(index, 0)


def _check_files(publication: Publication, size: int, size_known: bool, findings: Findings) -> None:
    findings.cover("01.files", len(publication.files))
    for path in publication.strange:
        wrong = say("this is a link, a special file or a folder that cannot be read")
        findings.fail("01.files", Fault(wrong, field=path))
    for path, length in sorted(publication.files.items()):
        fault = _file_fault(path, length, size)
        if fault is not None:
            findings.fail("01.files", fault)
    missing = (t.path for t in tiles.needed(size) if t.path not in publication.files)
    for path in islice(missing, _MANY):
        findings.fail("01.files", Fault(say("a needed tile is missing"), field=path))
    if not size_known:
        findings.skip("01.files", say("how many tiles there must be: no checkpoint to tell"))


def _file_fault(path: str, length: int, size: int) -> Fault | None:
    if path == _CHECKPOINT or tiles.blob_name(path) is not None:
        return None
    tile = tiles.parse_path(path)
    if tile is None:
        return Fault(say("this file is not one of the files of a publication"), field=path)
    held = tiles.held(tile.level, tile.index, size)
    if tile.width > held:
        wrong = say("the tile is wider than the tree allows")
        return Fault(wrong, path, str(held), str(tile.width))
    if tile.level is not None and length != 32 * tile.width:
        wrong = say("the tile has a wrong length in bytes")
        return Fault(wrong, path, str(32 * tile.width), str(length))
    return None
