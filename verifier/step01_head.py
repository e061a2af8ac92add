"""Step 1, files and head: 01.trust, 01.note, 01.signature, 01.witness, 01.files (spec 04 §3)."""

from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path

from . import documents, note, tiles
from .canonical import NotCanonicalError, decode_line, parse
from .findings import Fault, Findings, say
from .publication import (
    CHECKPOINT,
    MAX_CHECKPOINT,
    MAX_HASH_TILE,
    MAX_TRUST,
    Publication,
    UnreachableError,
    UnreadableError,
    lies_inside,
    read_bounded,
)
from .schema import RefusedError
from .sources import Where, is_address, open_source
from .witnesses import Cosignature, Policy, cosignatures, policy_faults, read_policy

_MANY = 100
_REWRITTEN = (
    "the trust file is not byte for byte the original (an editor may have changed its line ends):"
    " download it again, and do not open and save it"
)
_MADE_BY_COMPUTER = (
    "Extra file {file}. Computers make such files; delete it and check again, it says nothing"
    " against the book"
)
_BESIDE = "the publication lies in a folder, and this lies beside it: delete it, and check again"
_A_ZIP = "the address is that of a ZIP file: download it, and give the file instead"
# What computers put into folders and ZIP files by themselves.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True)
class Trust:
    """A trust file that passed 01.trust: genesis leaf hash (hex), log key, origin, policy."""

    genesis: str
    log_key: note.NoteKey
    origin: str
    policy: Policy

    @property
    def log_vkey(self) -> str:
        """The log key as the trust file writes it (03 §5)."""
        return note.log_vkey(self.log_key)


@dataclass(frozen=True)
class Head:
    """What step 1 leaves for the others.

    `checkpoint` is None if it could not be read; then `size` is what the entries tiles hold.
    `signed` are the checkpoint's valid cosignatures, none if a line of a witness is wrong.
    `genuine`: the log's signature under the checkpoint is right.
    """

    publication: Publication
    trust: Trust
    checkpoint: note.Checkpoint | None
    size: int
    signed: tuple[Cosignature, ...] = ()
    genuine: bool = False


class UntrustedError(ValueError):
    """A key or the policy of a trust file is refused; `fault` says which and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.note.template)
        self.fault = fault


def run(where: Where, trust_file: Path, findings: Findings) -> Head | None:
    """Read the head of a publication; None where no judgement is possible (04 §2, exit 2).

    1. Trust file: strict, and from outside the publication.
    2. Folder, ZIP file or address (04 §12), and its checkpoint, are there.
    3. Checkpoint syntax, then the log's signature and origin, then the witnesses' lines.
    4. Closed list of files, with the size that the checkpoint names.
    Raises UnreachableError.
    """
    trust = read_trust(trust_file, findings, where)
    if trust is None:
        return None
    publication = open_source(where)
    if publication is None:
        raise UnreachableError("there is no publication with a checkpoint here", CHECKPOINT)
    _fetch_head(publication, where)
    if CHECKPOINT not in publication.files:
        raise _no_head(publication)
    checkpoint = _read_checkpoint(publication, findings)
    signed = _check_signatures(checkpoint, trust, findings)
    size = _size_of_tiles(publication) if checkpoint is None else checkpoint.size
    publication.fetch(tile.path for tile in tiles.needed(size))
    _check_files(publication, size, checkpoint is not None, findings)
    genuine = checkpoint is not None and not findings.has_failed("01.signature", None)
    return Head(publication, trust, checkpoint, size, signed, genuine)


def _fetch_head(publication: Publication, where: Where) -> None:
    """Ask for the checkpoint; an address of a ZIP file cannot have one (04 §12)."""
    try:
        publication.fetch([CHECKPOINT])
    except UnreachableError:
        if not _is_zip_address(where):
            raise
    if CHECKPOINT not in publication.files and _is_zip_address(where):
        raise UnreachableError(_A_ZIP, CHECKPOINT)


def _is_zip_address(where: Where) -> bool:
    return is_address(where) and str(where).lower().rstrip("/").endswith(".zip")


def _no_head(publication: Publication) -> UnreachableError:
    """Why nothing can be judged: no checkpoint, or one in a folder with other files beside it."""
    ends = f"/{CHECKPOINT}"
    heads = [path for path in publication.files if path.endswith(ends) and path.count("/") == 1]
    if not heads:
        return UnreachableError("there is no publication with a checkpoint here", CHECKPOINT)
    front = min(heads).removesuffix(CHECKPOINT)
    others = sorted(path for path in publication.files if not path.startswith(front))
    if others:
        return UnreachableError(_BESIDE, others[0].partition("/")[0])
    return UnreachableError("the publication is this folder: give its path", front.rstrip("/"))


def read_trust(trust_file: Path, findings: Findings, where: Where | None) -> Trust | None:
    """01.trust; None if the file cannot be used. `where` is the publication it is to judge."""
    findings.cover("01.trust")
    if where is not None and not is_address(where) and lies_inside(trust_file, Path(where)):
        findings.fail("01.trust", Fault(say("the trust file lies inside the publication")))
        return None
    data = b""
    try:
        data = read_bounded(trust_file, MAX_TRUST)
        return parse_trust(data)
    except UntrustedError as refused:
        wrong = refused.fault
    except RefusedError as fault:
        wrong = Fault(say("a field is wrong"), fault.path, fault.expected, fault.found)
    except (UnreadableError, NotCanonicalError) as fault:
        wrong = Fault(say(_REWRITTEN if _is_rewritten(data) else str(fault)))
    findings.fail("01.trust", wrong)
    return None


def _is_rewritten(data: bytes) -> bool:
    """True for a trust file that an editor has saved: the same value in other bytes."""
    try:
        documents.TRUST(parse(data.removeprefix(b"\xef\xbb\xbf")))
    except (NotCanonicalError, RefusedError):
        return False
    return True


def parse_trust(data: bytes) -> Trust:
    """Read a trust file (03 §6); raises RefusedError, NotCanonicalError or UntrustedError."""
    value = decode_line(data)
    documents.TRUST(value)
    try:
        key = note.parse_log_key(value["log_key"])
    except note.NoteError as wrong:
        fault = Fault(say(str(wrong)), "log_key", None, value["log_key"])
        raise UntrustedError(fault) from None
    if key.name != value["origin"]:
        raise RefusedError(say("the origin as the name of the log key"), key.name).within("log_key")
    for fault in policy_faults(value["quorum"], value["witnesses"]):
        raise UntrustedError(fault)
    policy = read_policy(value["quorum"], value["witnesses"])
    return Trust(value["genesis"], key, value["origin"], policy)


def _read_checkpoint(publication: Publication, findings: Findings) -> note.Checkpoint | None:
    try:
        checkpoint = note.parse_checkpoint(publication.read(CHECKPOINT, MAX_CHECKPOINT))
    except (note.NoteError, UnreadableError) as fault:
        findings.fail("01.note", Fault(say(str(fault)), field=CHECKPOINT))
        return None
    findings.cover("01.note", checkpoint.size)
    return checkpoint


def _check_signatures(
    checkpoint: note.Checkpoint | None, trust: Trust, findings: Findings
) -> tuple[Cosignature, ...]:
    """01.signature and, with a policy, 01.witness; gives the valid cosignatures."""
    unread = say("the checkpoint could not be read")
    if checkpoint is None:
        findings.skip("01.signature", unread)
    else:
        _check_signature(checkpoint, trust, findings)
    if trust.policy.quorum == 0 and not trust.policy.witnesses:
        return ()
    if checkpoint is None:
        findings.skip("01.witness", unread)
        return ()
    return check_witnesses("01.witness", checkpoint, trust, findings)


def check_witnesses(
    code: str, checkpoint: note.Checkpoint, trust: Trust, findings: Findings
) -> tuple[Cosignature, ...]:
    """Check that a note is witnessed k/n (03 §8): a wrong line is a fault, too few are not."""
    try:
        signed = cosignatures(checkpoint, trust.policy)
    except note.NoteError as fault:
        findings.fail(code, Fault(say(str(fault)), CHECKPOINT, None, fault.who))
        return ()
    quorum, count = trust.policy.quorum, len(trust.policy.witnesses)
    if len(signed) < quorum:
        note_ = say(
            "{signed} of {count} witnesses have signed this head; {quorum} are needed",
            signed=len(signed),
            count=count,
            quorum=quorum,
        )
        findings.skip(code, note_)
    else:
        findings.cover(code, len(signed))
    return signed


def _check_signature(checkpoint: note.Checkpoint, trust: Trust, findings: Findings) -> None:
    findings.cover("01.signature")
    if checkpoint.origin != trust.origin:
        wrong = say("the checkpoint is of another ledger")
        other = Fault(wrong, "checkpoint: origin", trust.origin, checkpoint.origin)
        findings.fail("01.signature", other)
        return
    try:
        note.check_log_signature(checkpoint, trust.log_key)
    except note.NoteError as fault:
        findings.fail("01.signature", Fault(say(str(fault)), CHECKPOINT))


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
    for path, reason in publication.strange.items():
        findings.fail("01.files", Fault(say(reason), field=path))
    for path, length in sorted(publication.files.items()):
        fault = _file_fault(path, length, size)
        if fault is not None:
            findings.fail("01.files", fault)
    asked = takewhile(publication.is_asked, (tile.path for tile in tiles.needed(size)))
    missing = (path for path in asked if path not in publication.files)
    for path in islice(missing, _MANY):
        findings.fail("01.files", Fault(say("a needed tile is missing"), field=path))
    if not size_known:
        findings.skip("01.files", say("how many tiles there must be: no checkpoint to tell"))


def _stranger(path: str) -> Fault:
    name = path.rpartition("/")[2]
    if _LITTER & {path.partition("/")[0], name}:
        return Fault(say(_MADE_BY_COMPUTER, file=name), field=path)
    return Fault(say("this file is not one of the files of a publication"), field=path)


def _file_fault(path: str, length: int, size: int) -> Fault | None:
    if path == CHECKPOINT or tiles.blob_name(path) is not None:
        return None
    tile = tiles.parse_path(path)
    if tile is None:
        return _stranger(path)
    held = tiles.held(tile.level, tile.index, size)
    if tile.width > held:
        wrong = say("the tile is wider than the tree allows")
        return Fault(wrong, path, str(held), str(tile.width))
    if tile.level is not None and length != 32 * tile.width:
        wrong = say("the tile has a wrong length in bytes")
        # Of a longer file in a ZIP or at an address no more is known.
        found = f"> {MAX_HASH_TILE}" if length > MAX_HASH_TILE else str(length)
        return Fault(wrong, path, str(32 * tile.width), found)
    return None
