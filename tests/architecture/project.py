"""Where the project's own files are; every architecture test looks through this window."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# The packages of the design, whether or not they have been written yet.
PACKAGES: tuple[str, ...] = tuple(_CONFIGURATION["tool"]["importlinter"]["root_packages"])

# What no commit contains: caches, the environment, run-time data (see .gitignore).
UNCOMMITTED = frozenset(
    {
        ".env",
        ".git",
        ".hypothesis",
        ".import_linter_cache",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".venv",
        ".venv-bootstrap",
        ".foreign",
        "__pycache__",
        "node_modules",
        "var",
    }
)


def files_under(folder: Path) -> Iterator[Path]:
    """Yield every file below `folder` that could be committed, in a stable order.

    A folder that is not there has none: not every package of the design needs to exist yet.
    """
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if entry.name in UNCOMMITTED or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from files_under(entry)
        else:
            yield entry


def python_files(folder: Path) -> list[Path]:
    """Return the Python files below `folder`."""
    return [path for path in files_under(folder) if path.suffix == ".py"]
