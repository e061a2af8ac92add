"""What was seen earlier: kept notes and typed checkpoints, 01.keep and 01.typed (spec 04 §13)."""

import os
import re
import stat
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from . import codes
from .bracket import UnknownRootError, read_note
from .canonical import MAX_INTEGER
from .findings import Fault, Findings, WrongTextError, say
from .note import (
    Checkpoint,
    NoteError,
    check_log_signature,
    decode_base64,
    parse_checkpoint,
)
from .publication import MAX_CHECKPOINT, UnreadableError, read_bounded
from .step01_head import Head
from .step02_tree import Tree

_SIZE = re.compile(r"[1-9][0-9]{0,2}(?:[, ][0-9]{3}){0,5}|[1-9][0-9]{0,15}")
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{43}=")
_HEX_LENGTH, _BASE64_LENGTH = 64, 44
_BLANK = " \n"
_NOT_TYPED = say("this is neither a tree size with a root nor the name of a file with a checkpoint")
_UNREAD = say("not every entry could be read")
_NOT_STORED = say("the checkpoint could not be stored")


@dataclass(frozen=True)
class Kept:
    """The notes kept for a log: how many, since when (seconds since 1970), in which folder.

    `first`: nothing was kept before this run.
    """

    count: int
    since: int
    folder: str
    first: bool = False


@dataclass(frozen=True)
class Typed:
    """A checkpoint from paper: tree size, 32 bytes of root, and the origin if it was given.

    `note`: the whole note where a file had one; the log's line in it is then checked, too.
    """

    size: int
    root: bytes
    origin: str | None
    note: Checkpoint | None = None


def check_kept(folder: Path, head: Head, tree: Tree, findings: Findings) -> Kept | None:
    """01.keep: the head extends every kept note; then it is kept, too, if the log signed it.

    Gives what is kept if this head extends all of it. A fork is kept as well: it is evidence.
    """
    place = folder / sha256(head.trust.log_vkey.encode()).hexdigest()
    try:
        place.mkdir(parents=True, exist_ok=True)
        # A name that begins with a dot is a file that an earlier run left half written.
        names = sorted(one.name for one in place.iterdir() if not one.name.startswith("."))
    except OSError:
        findings.skip("01.keep", _NOT_STORED)
        return None
    extended = [_check_note(place, name, head, tree, findings) for name in names]
    findings.cover("01.keep", sum(extended))
    if not _store(place, head):
        findings.skip("01.keep", _NOT_STORED)
    if not all(extended) or not head.genuine:
        return None
    return _kept(folder, place, not names)


def _check_note(place: Path, name: str, head: Head, tree: Tree, findings: Findings) -> bool:
    where = f"{place.name}/{name}"
    try:
        note = read_note(read_bounded(place / name, MAX_CHECKPOINT), head.trust.log_key)
    except (UnreadableError, NoteError):
        findings.skip("01.keep", say("{file} is no note of this log", file=where))
        return False
    seen = Typed(note.size, note.root, note.origin)
    return _extends("01.keep", seen, where, tree, findings)


def _extends(code: str, seen: Typed, where: str, tree: Tree, findings: Findings) -> bool:
    """True if the tree extends what was seen; tells what is wrong otherwise."""
    if seen.size > tree.size:
        wrong = say("this publication is older than what was seen (fetch the newest)")
        findings.fail(code, Fault(wrong, where, f">= {seen.size}", str(tree.size)))
        return False
    try:
        roots = tree.roots_of(seen.size)
    except UnknownRootError:
        findings.skip(code, _UNREAD)
        return False
    if seen.root in roots:
        return True
    wrong = say("this publication does not extend what was seen")
    findings.fail(code, Fault(wrong, where, seen.root.hex(), min(roots).hex()))
    return False


def _store(place: Path, head: Head) -> bool:
    """Keep the head's note durably; true if that was done or nothing is to be kept."""
    checkpoint = head.checkpoint
    if checkpoint is None or not head.genuine:
        return True
    target = place / f"{checkpoint.size:016d}-{checkpoint.root.hex()}"
    if os.path.lexists(target):
        return True
    try:
        data = head.publication.read("checkpoint", MAX_CHECKPOINT)
        handle, name = tempfile.mkstemp(prefix=".", dir=place)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
        _sync(place)
    except OSError:
        return False
    return True


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kept(folder: Path, place: Path, first: bool) -> Kept | None:
    times = []
    try:
        for item in os.scandir(place):
            facts = item.stat(follow_symlinks=False)
            if stat.S_ISREG(facts.st_mode) and not item.name.startswith("."):
                times.append(int(facts.st_mtime))
    except OSError:
        return None
    return Kept(len(times), min(times), str(folder), first) if times else None


def read_typed(text: str) -> Typed:
    """A checkpoint as somebody types it, or a file with one or with a note.

    Raises ValueError with a sentence for what is neither.
    """
    if "\n" not in text and os.path.lexists(text):
        return _from_file(text)
    return parse_typed(text)


def parse_typed(text: str) -> Typed:
    """Read a typed checkpoint from its end (spec 04 §13); raises ValueError.

    The root is the last 44 characters that are not blank if the last one is `=`, else the last 64.
    """
    whole = text.rstrip(_BLANK)
    length = _BASE64_LENGTH if whole.endswith("=") else _HEX_LENGTH
    start, left = len(whole), length
    while start and left:
        start -= 1
        left -= whole[start] not in _BLANK
    front, root = whole[:start], whole[start:].replace(" ", "").replace("\n", "")
    if left or not front or front[-1] not in _BLANK:
        raise WrongTextError(_NOT_TYPED)
    *before, size = front.strip(_BLANK).split("\n")
    origin = "\n".join(before).strip(_BLANK) if before else None
    digits = size.strip(" ").replace(",", "").replace(" ", "")
    if _SIZE.fullmatch(size.strip(" ")) is None or int(digits) > MAX_INTEGER:
        raise WrongTextError(_NOT_TYPED)
    if origin is not None and codes.ORIGIN.fullmatch(origin) is None:
        raise WrongTextError(_NOT_TYPED)
    return Typed(int(digits), _root(root), origin)


def _root(text: str) -> bytes:
    if _HEX.fullmatch(text):
        return bytes.fromhex(text)
    if _BASE64.fullmatch(text):
        return decode_base64(text)
    raise WrongTextError(_NOT_TYPED)


def _from_file(name: str) -> Typed:
    try:
        data = read_bounded(name, MAX_CHECKPOINT)
    except UnreadableError as fault:
        raise WrongTextError(say("{file}: {why}", file=name, why=say(str(fault)))) from None
    try:
        note = parse_checkpoint(data)
    except NoteError:
        return parse_typed(data.decode("utf-8", "replace"))
    return Typed(note.size, note.root, note.origin, note)


def check_typed(seen: Typed, head: Head, tree: Tree, findings: Findings) -> None:
    """01.typed: the head extends a checkpoint from paper."""
    if seen.note is not None and not _is_signed(seen.note, head):
        findings.skip("01.typed", say("the checkpoint in the file is not signed by this log"))
        return
    findings.cover("01.typed")
    if seen.origin is not None and seen.origin != head.trust.origin:
        wrong = say("the checkpoint is of another ledger")
        fault = Fault(wrong, "--checkpoint: origin", head.trust.origin, seen.origin)
        findings.fail("01.typed", fault)
        return
    _extends("01.typed", seen, "--checkpoint", tree, findings)


def _is_signed(note: Checkpoint, head: Head) -> bool:
    """True if the note's line of this log verifies, whatever ledger the note names."""
    try:
        check_log_signature(note, head.trust.log_key)
    except NoteError:
        return False
    return True
