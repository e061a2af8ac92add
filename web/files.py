"""The published files by name: only those of 03 §4, read without following links.

Names are judged before the disk is asked, so that nothing outside the list can be reached. Only
form and presence are judged here, not content: a damaged publication must stay visible, or nobody
could show that it is damaged.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from ledger.tiles import CHECKPOINT
from web.errors import NotPublished, Unreadable

FOR_EVER: Final = "public, max-age=31536000, immutable"
BRIEFLY: Final = "public, max-age=5"

_NAME: Final = re.compile(
    r"""
    checkpoint
    | blob/sha256/[0-9a-f]{64}
    | tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])      # level
      /(?:x(?!000)[0-9]{3}/(?:x[0-9]{3}/){0,3})?    # groups of three digits, none in vain
      [0-9]{3}
      (?:\.p/(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?
    """,
    re.VERBOSE,
)


def published_path(folder: Path, name: str) -> Path:
    """Return where the published file `name` lies; raises `NotPublished` if it is none."""
    if not _NAME.fullmatch(name):
        raise NotPublished(f"{name[:120]!r}: not a file that the specification names (03 §4)")
    path = folder / name
    # `resolve` follows every link on the way, so a path with a link in it differs from its name.
    if path.resolve() != folder.resolve() / name or not path.is_file():
        raise NotPublished(f"{name}: not there, or behind a link")
    return path


def read_published(folder: Path, name: str, limit: int) -> bytes:
    """Return a published file's bytes, at most `limit`; `Unreadable` if that is not possible."""
    try:
        with published_path(folder, name).open("rb") as file:
            data = file.read(limit + 1)
    except (NotPublished, OSError) as error:
        raise Unreadable(f"publication: {name} cannot be read: {error}") from error
    if len(data) > limit:
        raise Unreadable(f"publication: {name} is longer than {limit:,} bytes")
    return data


def cache_control(name: str) -> str:
    """Return how long others may keep a published file: the checkpoint changes, the rest never."""
    return BRIEFLY if name == CHECKPOINT else FOR_EVER
