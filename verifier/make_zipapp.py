"""Makes the verifier one file: `python verifier/make_zipapp.py verifier.pyz`.

The same files give the same bytes: sorted names, one fixed time, one mode, nothing compressed by a
library whose version could show. Runs with a plain Python that has `cryptography`.
"""

import argparse
import sys
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).resolve().parent

_TIME = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o100644
_START = b"#!/usr/bin/env python3\n"
_MAIN = b"import sys\n\nfrom verifier.__main__ import main\n\nsys.exit(main())\n"
# What runs nowhere but in the repository, or is no part of the program.
_LEFT_OUT = frozenset({"__pycache__", "browser", "make_zipapp.py", "pyproject.toml", "README.md"})
_KINDS = frozenset({".py", ".txt"})


def members() -> Iterator[tuple[str, bytes]]:
    """Names and bytes of everything in the file, in their order."""
    yield "__main__.py", _MAIN
    for path in sorted(FOLDER.rglob("*")):
        inner = path.relative_to(FOLDER)
        if path.is_file() and path.suffix in _KINDS and not _LEFT_OUT.intersection(inner.parts):
            yield f"verifier/{inner.as_posix()}", path.read_bytes()


def zipapp() -> bytes:
    """The whole file."""
    packed = BytesIO()
    packed.write(_START)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_STORED) as file:
        for name, data in members():
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3
            info.external_attr = _FILE_MODE << 16
            file.writestr(info, data)
    return packed.getvalue()


def main() -> int:
    """Write the file and print its digest."""
    parser = argparse.ArgumentParser(description="Make the verifier one file.")
    parser.add_argument("target", type=Path)
    target: Path = parser.parse_args().target
    data = zipapp()
    target.write_bytes(data)
    target.chmod(0o755)
    print(f"{sha256(data).hexdigest()}  {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
