"""ZIP files whose bytes are the same on every machine: fixed times, fixed order, stored."""

import stat
import warnings
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .package import Package

_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN = stat.S_IFREG | 0o644
_LINK = stat.S_IFLNK | 0o777


def zipped(files: list[tuple[str, bytes]], links: dict[str, str] | None = None) -> bytes:
    """A ZIP of these files, in this order, and of links."""
    made = BytesIO()
    rows = [(name, data, _PLAIN) for name, data in files]
    rows += [(name, target.encode(), _LINK) for name, target in (links or {}).items()]
    with ZipFile(made, "w", ZIP_STORED) as archive, warnings.catch_warnings():
        # A name twice is what one attack is about.
        warnings.simplefilter("ignore", UserWarning)
        for name, data, mode in rows:
            told = ZipInfo(name, _DAY)
            told.filename, told.create_system = name, 3
            told.external_attr = mode << 16
            archive.writestr(told, data)
    return made.getvalue()


def publication_zip(package: Package) -> bytes:
    """The publication of a package as a ZIP."""
    if package.archive is not None:
        return package.archive(package)
    files = dict(package.files)
    if package.trust_inside:
        files["trust.json"] = package.trust
    return zipped(sorted(files.items()), package.links)
