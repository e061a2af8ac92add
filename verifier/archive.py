"""A publication in a ZIP file (spec 04 §12): every size is counted while unpacking.

The directory is read here and not by `zipfile`: that module makes an object of every entry before
anybody can count them, and cuts or decodes names that have to be judged as they stand.
"""

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple

from .publication import (
    CHECKPOINT,
    MISSING,
    STRANGE,
    TOO_LONG,
    Publication,
    UnreachableError,
    UnreadableError,
    limit_of,
)

MAX_FILES = 1_000_000
MAX_UNPACKED = 4 * 1024**3

_STORED, _DEFLATED = 0, 8
_NO_DIRECTORY = "the ZIP file has no readable directory"
_DAMAGED = "the ZIP file is damaged here"
_BAD_NAME = "a name in the ZIP file is not a plain relative path"
_TWICE = "the name stands twice in the ZIP file"
_CLOSED = "the file in the ZIP file is encrypted or split"
_METHOD = "the file in the ZIP file is packed by a method other than stored and deflate"
_END = Struct("<4s4H2LH")
_END64_PLACE = Struct("<4sLQL")
_END64 = Struct("<4sQ2H2L4Q")
_ROW = Struct("<4s4B4HL2L5H2L")
_LOCAL, _WIDE = Struct("<4s2B4HL2L2H"), 0xFFFFFFFF
_CHUNK = 256 * 1024
# Files so small are kept from the measuring, so that most are unpacked once only.
_KEEP_FILE = 4 * 1024**2
_KEEP_ALL = 64 * 1024**2


class _Member(NamedTuple):
    """A file as the directory describes it; `packed` and `place` in bytes, `check` its CRC."""

    method: int
    packed: int
    place: int
    check: int


class Archive(Publication):
    """A ZIP file, opened once and measured; raises UnreachableError."""

    def __init__(self, path: str) -> None:
        super().__init__()
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            raise UnreachableError(MISSING, path) from None
        self._path = path
        self._members: dict[str, _Member] = {}
        self._kept: dict[str, bytes] = {}
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreachableError("this is not a plain file", path)
            self._size = os.fstat(file.fileno()).st_size
            self._list(file)
            self._measure(file)

    def _list(self, file: BinaryIO) -> None:
        """Read the directory; names that cannot be taken go to `strange`."""
        try:
            rows = list(_directory(file, self._size))
        except OSError:
            raise UnreachableError(_NO_DIRECTORY, self._path) from None
        front = _common_folder([name for name, *_rest in rows])
        for full, fault, member in rows:
            if full.endswith("/") and _is_plain(full[:-1]):
                continue
            name = full[len(front) :] if full.startswith(front) else full
            if not _is_plain(full):
                self.strange[full] = _BAD_NAME
            elif name in self._members:
                self.strange[name] = _TWICE
            elif fault is not None:
                self.strange[name] = fault
            else:
                self._members[name] = member

    def _measure(self, file: BinaryIO) -> None:
        """Unpack every file once, only to count its bytes; raises UnreachableError."""
        left, room = MAX_UNPACKED, _KEEP_ALL
        for name, member in self._members.items():
            limit = limit_of(name)
            if not limit:  # a fault by its name, whatever its length
                self.files[name] = 0
                continue
            try:
                size, kept = _measured(_unpacked(file, member, limit), member.check, left, room)
            except UnreadableError as fault:
                left -= limit  # or a bomb of many files would cost nothing
                if str(fault) != TOO_LONG:
                    self.strange[name] = str(fault)
                else:  # judged by what reads it, as in a folder (04 §12)
                    self.files[name] = limit + 1
                continue
            left -= size
            if left < 0:
                raise UnreachableError("the ZIP file unpacks to more than 4 GiB", name)
            self.files[name] = size
            if kept is not None:
                self._kept[name] = kept
                room -= size

    def chunks(self, path: str, limit: int) -> Iterator[bytes]:
        """A measured file in pieces; raises UnreadableError."""
        if (kept := self._kept.get(path)) is not None and len(kept) <= limit:
            yield kept
            return
        try:
            with Path(self._path).open("rb") as file:
                yield from _unpacked(file, self._members[path], limit)
        except UnreadableError:
            raise
        except OSError:
            raise UnreadableError(MISSING) from None


def _measured(
    chunks: Iterator[bytes], check: int, left: int, room: int
) -> tuple[int, bytes | None]:
    """Length of a file, and its bytes if they are worth keeping; raises UnreadableError."""
    size, found, kept = 0, 0, bytearray()
    for chunk in chunks:
        size += len(chunk)
        found = zlib.crc32(chunk, found)
        if size > left:
            return size, None
        if size <= min(_KEEP_FILE, room):
            kept += chunk
    if found != check:
        raise UnreadableError(_DAMAGED)
    return size, bytes(kept) if len(kept) == size else None


def _is_plain(name: str) -> bool:
    """True for a relative path without empty, `.` or `..` parts, backslash or NUL."""
    bad = any(part in ("", ".", "..") for part in name.split("/"))
    return not bad and "\\" not in name and name.isprintable()


def _common_folder(names: list[str]) -> str:
    """`folder/` if every name is below this one folder and the checkpoint is in it, else ``."""
    first = names[0].partition("/")[0] + "/" if names else ""
    if CHECKPOINT in names or not all(name.startswith(first) for name in names):
        return ""
    return first if first + CHECKPOINT in names else ""


_Row = tuple[str, str | None, _Member]


def _directory(file: BinaryIO, size: int) -> Iterator[_Row]:
    """Rows of the central directory: name, what is wrong, where the bytes are; raises OSError."""
    count, length, place = _end(file, size)
    if count > MAX_FILES or place + length > size:
        raise OSError(_NO_DIRECTORY)
    file.seek(place)
    left, seen = length, 0
    while left > 0:
        row = _ROW.unpack(_exactly(file, _ROW.size))
        more = row[12] + row[13] + row[14]
        left -= _ROW.size + more
        seen += 1
        if row[0] != b"PK\1\2" or left < 0 or seen > MAX_FILES:
            raise OSError(_NO_DIRECTORY)
        rest = _exactly(file, more)
        yield _row(row, rest[: row[12]], rest[row[12] : row[12] + row[13]])
    if seen != count:
        raise OSError(_NO_DIRECTORY)


def _row(row: tuple[int, ...], raw: bytes, extra: bytes) -> _Row:
    made_by, flags, method = row[2], row[5], row[6]
    packed, unpacked, place, mode = row[10], row[11], row[18], row[17] >> 16
    if _WIDE in (packed, unpacked, place):
        packed, place = _wide(extra, packed, unpacked, place)
    fault = None
    if flags & 0x41 or row[15] not in (0, 0xFFFF):
        fault = _CLOSED
    elif method not in (_STORED, _DEFLATED):
        fault = _METHOD
    elif made_by in (3, 19) and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        fault = STRANGE
    # Names of a publication are ASCII, so what is not can be shown in any way that keeps it apart.
    return raw.decode("ascii", "backslashreplace"), fault, _Member(method, packed, place, row[9])


def _wide(extra: bytes, packed: int, unpacked: int, place: int) -> tuple[int, int]:
    """Sizes of ZIP64 out of the extra field; raises OSError."""
    while len(extra) >= 4:
        kind, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        data, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind != 1:
            continue
        found = []
        for value in (unpacked, packed, place):
            if value == _WIDE:
                if len(data) < 8:
                    raise OSError(_NO_DIRECTORY)
                value, data = int.from_bytes(data[:8], "little"), data[8:]
            found.append(value)
        return found[1], found[2]
    raise OSError(_NO_DIRECTORY)


def _end(file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Count, length and place of the directory as the end of the file states them."""
    tail_at = max(0, size - _END.size - 0xFFFF)
    file.seek(tail_at)
    tail = _exactly(file, size - tail_at)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise OSError(_NO_DIRECTORY)
    end = _END.unpack_from(tail, at)
    count, length, place = end[4], end[5], end[6]
    wide_at = tail_at + at - _END64_PLACE.size
    if (count == 0xFFFF or _WIDE in (length, place)) and wide_at >= 0:
        file.seek(wide_at)
        told = _END64_PLACE.unpack(_exactly(file, _END64_PLACE.size))
        if told[0] == b"PK\6\7" and told[2] <= size - _END64.size:
            file.seek(told[2])
            wide = _END64.unpack(_exactly(file, _END64.size))
            if wide[0] != b"PK\6\6":
                raise OSError(_NO_DIRECTORY)
            count, length, place = wide[7], wide[8], wide[9]
    return count, length, place


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) != length:
        raise OSError(_NO_DIRECTORY)
    return data


def _unpacked(file: BinaryIO, member: _Member, limit: int) -> Iterator[bytes]:
    """The bytes of a file, at most `limit`; raises UnreadableError."""
    try:
        file.seek(member.place)
        head = _LOCAL.unpack(_exactly(file, _LOCAL.size))
        if head[0] != b"PK\3\4":
            raise UnreadableError(_DAMAGED)
        file.seek(member.place + _LOCAL.size + head[10] + head[11])
    except (OSError, OverflowError):
        raise UnreadableError(_DAMAGED) from None
    packed = _packed(file, member.packed)
    plain = packed if member.method == _STORED else _inflated(packed, limit)
    left = limit
    for chunk in plain:
        left -= len(chunk)
        if left < 0:
            raise UnreadableError(TOO_LONG)
        yield chunk


def _packed(file: BinaryIO, length: int) -> Iterator[bytes]:
    """The bytes as they are packed; where the ZIP ends too early, its checksum will not fit."""
    while chunk := file.read(min(_CHUNK, length)):
        length -= len(chunk)
        yield chunk


def _inflated(packed: Iterator[bytes], limit: int) -> Iterator[bytes]:
    """Inflate without ever holding more than a piece: a bomb is counted, not unfolded."""
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    with suppress(zlib.error):  # after which it has not come to its end
        for chunk in packed:
            while chunk and not machine.eof:
                plain = machine.decompress(chunk, min(_CHUNK, limit + 1))
                chunk = machine.unconsumed_tail
                if plain:
                    yield plain
            if machine.eof:
                break
        while not machine.eof and (plain := machine.decompress(b"", _CHUNK)):
            yield plain
    if not machine.eof or machine.unused_data:
        raise UnreadableError(_DAMAGED)
