"""Writing published files so that each is there completely, durably, or not at all (03 §7.3)."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ledger.errors import Inconsistent


class Disk(Protocol):
    """What writing files needs from the system. Each call either worked or raised `OSError`.

    After an `OSError` the state of the file is unknown, and asking again proves nothing (a second
    fsync may succeed without the first one's data): callers stop.
    """

    def make_folder(self, folder: Path) -> None:
        """Make one folder, durably; its parent exists."""
        ...

    def write(self, path: Path, data: bytes) -> None:
        """Make a new file with `data` and fsync it."""
        ...

    def rename(self, source: Path, target: Path) -> None:
        """Move a file within the file system, replacing what is there."""
        ...

    def sync(self, folder: Path) -> None:
        """Make the names in `folder` durable."""
        ...

    def remove(self, path: Path) -> None:
        """Remove a file or an empty folder. A power cut may bring it back."""
        ...


class RealDisk:
    """`Disk` on the machine's file system."""

    def make_folder(self, folder: Path) -> None:
        """Make one folder and fsync its parent."""
        folder.mkdir()
        self.sync(folder.parent)

    def write(self, path: Path, data: bytes) -> None:
        """Write, flush, fsync."""
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, source: Path, target: Path) -> None:
        """Rename over `target`."""
        source.replace(target)

    def sync(self, folder: Path) -> None:
        """Fsync the folder itself."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Unlink, or rmdir."""
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink()


class PublishedFolder:
    """The publication's folder. Temporary files lie in a folder beside it, `<name>.staging`.

    Not inside it: a publication is a closed list of files (03 §4), and a leftover of a killed
    process would make it invalid. Both must be on one file system.
    """

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._staging = folder.with_name(folder.name + ".staging")
        self._disk = disk

    def prepare(self) -> None:
        """Make the folder, and throw away what a killed process left half-written."""
        if self._staging.exists():
            shutil.rmtree(self._staging)
        self._staging.mkdir(parents=True)
        self._make_folders(self.folder)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes; None if it is not there, `Inconsistent` if longer than `limit`."""
        path = self.folder / name
        if not path.exists():
            return None
        with path.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise Inconsistent(f"publication: {name} is longer than {limit:,} bytes")
        return data

    def put(self, name: str, data: bytes) -> None:
        """Write an immutable file; `Inconsistent` if other bytes stand there already."""
        there = self.read(name, limit=max(len(data), 1))
        if there is None:
            self.replace(name, data)
        elif there != data:
            raise Inconsistent(f"publication: other bytes stand at {name} already")
        else:
            self._sync_up((self.folder / name).parent)

    def replace(self, name: str, data: bytes) -> None:
        """Write a file in one step that readers see wholly or not at all."""
        target, temporary = self.folder / name, self._staging / "next"
        self._make_folders(target.parent)
        self._disk.write(temporary, data)
        self._disk.rename(temporary, target)
        self._disk.sync(target.parent)

    def names(self) -> Iterator[str]:
        """Give the relative path of every file; `Inconsistent` for what is no file or folder."""
        waiting = [self.folder]
        while waiting:
            for path in sorted(waiting.pop().iterdir()):
                name = str(path.relative_to(self.folder))
                if path.is_symlink() or not (path.is_dir() or path.is_file()):
                    raise Inconsistent(f"publication: {name!r} is a link or no plain file")
                if path.is_dir():
                    waiting.append(path)
                else:
                    yield name

    def drop_partials(self, name: str) -> None:
        """Delete the partial tiles of the place where the full tile `name` stands.

        Anything else in their folder stays, and is an `OSError` because the folder is not empty.
        """
        folder = self.folder / f"{name}.p"
        if not folder.exists():
            return
        for path in sorted(folder.iterdir()):
            if path.name.isascii() and path.name.isdecimal():
                self._disk.remove(path)
        self._disk.remove(folder)

    def _make_folders(self, folder: Path) -> None:
        if not folder.exists():
            self._make_folders(folder.parent)
            self._disk.make_folder(folder)

    def _sync_up(self, folder: Path) -> None:
        """Sync up to the root: the process that made this file may have died before it did."""
        self._disk.sync(folder)
        if folder != self.folder:
            self._sync_up(folder.parent)
