"""Bounded reading of a publication: no link followed, nothing longer than allowed.

Spec 03 §4 (the closed list of files) and 04 §1 (limits). A folder is read here; ZIP files and
addresses (04 §12) are other kinds of `Publication`.
"""

import os
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from . import tiles

MAX_CHECKPOINT = 16_384
MAX_ENTRY = 60_000
MAX_BLOB = 256 * 1024 * 1024
MAX_TRUST = 16_384
MAX_OPENING = 65_536
MAX_PROOF = 131_072
MAX_HASH_TILE = 256 * 32
MAX_ENTRIES_TILE = 256 * (2 + 65_535)
# Blobs that are one JSON value, which takes many times its length in memory once read.
MAX_JSON_BLOB = 16 * 1024 * 1024

# No path of spec 03 §4 has more parts; deeper folders are not walked into.
_MAX_PARTS = 12
_MAX_STRANGE = 1_000
_CHUNK = 1024 * 1024

CHECKPOINT = "checkpoint"
MISSING = "the file is missing, unreadable or a link"
TOO_LONG = "the file is longer than allowed"
STRANGE = "this is a link, a special file or a folder that cannot be read"


class UnreadableError(OSError):
    """A file is missing, not a plain file, or longer than allowed; the message says which."""


def _chunks(path: Path | str, limit: int) -> Iterator[bytes]:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(path, flags)
    except (OSError, ValueError):
        raise UnreadableError(MISSING) from None
    with os.fdopen(handle, "rb") as stream:
        facts = os.fstat(stream.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableError("this is not a plain file")
        if facts.st_size > limit:
            raise UnreadableError(TOO_LONG)
        left = limit
        while chunk := stream.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise UnreadableError(TOO_LONG)
            yield chunk


def read_bounded(path: Path | str, limit: int) -> bytes:
    """The bytes of a plain file of at most `limit` bytes; raises UnreadableError."""
    try:
        return b"".join(_chunks(path, limit))
    except UnreadableError:
        raise
    except OSError:
        raise UnreadableError(MISSING) from None


class UnreachableError(OSError):
    """The publication as a whole cannot be read (spec 04 §12, exit 2).

    The message is a translatable sentence; `where` names the file or the address.
    """

    def __init__(self, message: str, where: str | None = None) -> None:
        super().__init__(message)
        self.where = where


class Publication(ABC):
    """The files of a publication, wherever they come from (spec 04 §12).

    `files`: plain files by relative path, with sizes in bytes as measured, not as stated.
    `strange`: what may not be there, by path, with a translatable sentence why.
    `listed`: true if every file that is there is known, and not only those asked for. `given_up`:
    so many files were not there that others were not asked for.
    """

    listed = True
    given_up = False

    def __init__(self) -> None:
        self.files: dict[str, int] = {}
        self.strange: dict[str, str] = {}

    def fetch(self, paths: Iterable[str]) -> None:
        """Get files that are needed, where nobody lists them; raises UnreachableError."""
        del paths

    def is_asked(self, _path: str) -> bool:
        """True unless nobody knows whether this file is there."""
        return True

    @abstractmethod
    def chunks(self, path: str, limit: int) -> Iterator[bytes]:
        """A file of `files` in pieces, at most `limit` bytes; raises UnreadableError."""

    def read(self, path: str, limit: int) -> bytes:
        """Bytes of a file; raises UnreadableError."""
        if path not in self.files:
            raise UnreadableError(MISSING)
        return b"".join(self.chunks(path, limit))

    def blob(self, digest: str, limit: int = MAX_BLOB) -> bytes | None:
        """Bytes of a blob, or None if it is missing, too long or not what its name says."""
        try:
            data = self.read(f"blob/sha256/{digest}", limit)
        except UnreadableError:
            return None
        return data if sha256(data).hexdigest() == digest else None

    def blob_size(self, digest: str) -> int | None:
        """Size of a blob in bytes, None if it is not there."""
        return self.files.get(f"blob/sha256/{digest}")

    def digest_of(self, path: str) -> str:
        """Hex SHA-256 of a file, read in pieces; raises UnreadableError."""
        total = sha256()
        for chunk in self.chunks(path, MAX_BLOB):
            total.update(chunk)
        return total.hexdigest()


def limit_of(path: str) -> int:
    """How long a file of a publication may be (spec 04 §1); 0 for a path that is none of 03 §4."""
    if path == CHECKPOINT:
        return MAX_CHECKPOINT
    if tiles.blob_name(path) is not None:
        return MAX_BLOB
    tile = tiles.parse_path(path)
    if tile is None:
        return 0
    return MAX_ENTRIES_TILE if tile.level is None else MAX_HASH_TILE


class Folder(Publication):
    """A folder as it was listed once; no link is followed."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self.root = os.path.realpath(root)
        walk = _Walk(self.root)
        walk.run()
        self.files = walk.files
        self.strange = dict.fromkeys(walk.strange, STRANGE)

    def chunks(self, path: str, limit: int) -> Iterator[bytes]:
        """A listed file in pieces; raises UnreadableError."""
        try:
            yield from _chunks(os.path.join(self.root, path), limit)
        except UnreadableError:
            raise
        except OSError:
            raise UnreadableError(MISSING) from None


class _Walk:
    """Lists a folder tree without recursion and without following links."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[str, int] = {}
        self.strange: list[str] = []
        self.waiting = [""]

    def run(self) -> None:
        while self.waiting and len(self.strange) < _MAX_STRANGE:
            folder = self.waiting.pop()
            try:
                with os.scandir(os.path.join(self.root, folder)) as listing:
                    for item in listing:
                        self._see(folder, item)
            except OSError:
                self.strange.append(folder)

    def _see(self, folder: str, item: "os.DirEntry[str]") -> None:
        path = f"{folder}/{item.name}" if folder else item.name
        try:
            facts = item.stat(follow_symlinks=False)
        except OSError:
            self.strange.append(path)
            return
        if stat.S_ISREG(facts.st_mode):
            self.files[path] = facts.st_size
        elif stat.S_ISDIR(facts.st_mode) and path.count("/") < _MAX_PARTS:
            self.waiting.append(path)
        else:
            self.strange.append(path)


def lies_inside(path: Path, root: Path) -> bool:
    """True if a file is in a folder, also by way of links or mounts (spec 03 §6)."""
    real, folder = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    for parent in real.parents:
        try:
            if parent == folder or os.path.samefile(parent, folder):
                return True
        except OSError:
            continue
    return False
