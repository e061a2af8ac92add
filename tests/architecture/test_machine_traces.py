"""No file tells where it was made: no package index's host, no path of somebody's machine."""

import re
from pathlib import Path

import pytest

from tests.architecture.project import ROOT, UNCOMMITTED, files_under

# Put together from parts, for this file is searched like every other.
HOSTS = tuple(
    f"{name}.{top}"
    for name, top in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry.npmjs", "org"),
        ("registry.npmmirror", "com"),
        ("deb.debian", "org"),
        ("security.debian", "org"),
        ("snapshot.debian", "org"),
    )
)
TRACES = re.compile(
    f"(?i:{'|'.join(map(re.escape, HOSTS))})" + r"|(?<![\w.-])/(?:root|work|Users/\w+|home/\w+)/"
)


def traces(folder: Path) -> list[str]:
    """Return 'path:line: trace' for every trace in a file below `folder`, binary ones included."""
    return [
        f"{path.relative_to(folder)}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for path in files_under(folder)
        for text in [path.read_bytes().decode("latin-1")]
        for match in TRACES.finditer(text)
    ]


def test_no_file_tells_where_it_was_made() -> None:
    assert traces(ROOT) == []


@pytest.mark.parametrize(
    "trace", [*HOSTS, "/" + "work/main", "'/" + "root/x'", "/" + "home/li/x", "/" + "Users/li/x"]
)
def test_a_planted_trace_is_found(tmp_path: Path, trace: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_bytes(b"\xff\n" + f"see {trace}/y".encode())
    (found,) = traces(tmp_path)
    assert found.startswith("docs/page.md:2: ")


def test_similar_words_are_no_traces(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("pool/root/7 /homework/ /workshop/ tree/work/ registry.org")
    assert traces(tmp_path) == []


def test_what_is_not_searched_is_never_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    patterns = {line.strip("/") for line in ignored}
    assert UNCOMMITTED - {".git"} <= patterns
