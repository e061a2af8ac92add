"""Where a publication is read from: a folder, a ZIP file or an address (spec 04 §12)."""

import os
import re
from pathlib import Path

from .archive import Archive
from .network import Patience, Site
from .publication import Folder, Publication

# A folder or file, or the text of an http(s) address.
Where = Path | str

_ADDRESS = re.compile(r"https?:", re.IGNORECASE)


def is_address(where: Where) -> bool:
    """True for the text of an http(s) address; a path is never taken for one."""
    return isinstance(where, str) and _ADDRESS.match(where) is not None


def open_source(where: Where, patience: Patience | None = None) -> Publication | None:
    """The publication at a place; None if nothing is there that could be one.

    Raises UnreachableError where something is there that cannot be read as a whole.
    """
    if is_address(where):
        return Site(str(where), patience or Patience())
    if os.path.isdir(where):
        return Folder(os.fspath(where))
    return Archive(os.fspath(where)) if Path(where).is_file() else None
