"""Controls and attacks as files, so that any other verifier can be put to the same test."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from .attacks import ATTACKS, words_of
from .controls_all import ALL_CONTROLS, kept_by
from .package import PATHS, Package
from .publishing import write
from .spoiling import Attack
from .zipping import publication_zip

_SPEC = {
    "01": "04 §3", "02": "04 §3", "03": "04 §3", "04": "04 §3", "05": "04 §3", "06": "04 §3",
    "07": "04 §3", "08": "04 §3", "09": "04 §3", "10": "04 §3", "11": "04 §5", "12": "04 §10",
    "13": "04 §11",
}  # fmt: skip


class Book:
    """One publication with what a verifier has to say of it; `attack` None for a control."""

    def __init__(self, name: str, package: Package, attack: Attack | None) -> None:
        self.name, self.package, self.attack = name, package, attack
        self.zip = publication_zip(package)
        self.exit = 0 if attack is None else attack.expected_exit
        self.failed = [] if attack is None else list(attack.failing)
        self.entry = None if attack is None else attack.entry(package)

    @property
    def slug(self) -> str:
        """The name as a file name."""
        return re.sub(r"[^a-z0-9.]+", "-", self.name.lower()).strip("-")


def books() -> Iterator[Book]:
    """Controls, then attacks."""
    for name, make in ALL_CONTROLS.items():
        yield Book(f"honest: {name}", make(), None)
    for attack in ATTACKS:
        yield Book(attack.id, attack.package(), attack)


def _known() -> frozenset[str]:
    return frozenset(id for attack in ATTACKS for id in words_of(attack).must)


def _must(book: Book) -> list[str]:
    if book.attack is not None:
        return list(words_of(book.attack).must)
    return list(kept_by(book.name.removeprefix("honest: "), _known()))


def _what(book: Book) -> dict[str, str]:
    if book.attack is None:
        return {"en": "An honest publication.", "zh": "诚实的公布文件夹。"}
    words = words_of(book.attack)
    return {"en": words.en, "zh": words.zh}


def _arguments(book: Book) -> dict[str, str]:
    """The call's options by name; files are named relative to the export's folder."""
    options = {
        name: f"{book.slug}/{value}" if name in PATHS else value
        for name, value in book.package.options.items()
    }
    return {"command": book.package.command, **options}


def _row(book: Book) -> dict[str, Any]:
    inside = book.package.trust_inside
    return {
        "name": book.name,
        "zip": f"{book.slug}.zip",
        "trust": f"{book.slug}.zip!trust.json" if inside else f"{book.slug}.trust.json",
        "arguments": _arguments(book),
        "exit": book.exit,
        "failed": book.failed,
        "entry": book.entry,
        "must": _must(book),
        "what": _what(book),
    }


def export(folder: Path) -> int:
    """Write every book, its trust file and `attacks.json`; gives how many books there are."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    rows = []
    for book in books():
        write(folder / f"{book.slug}.zip", book.zip)
        if not book.package.trust_inside:
            write(folder / f"{book.slug}.trust.json", book.package.trust)
        for name, data in book.package.beside.items():
            write(folder / book.slug / name, data)
        rows.append(_row(book))
    text = json.dumps({"v": 1, "books": rows}, ensure_ascii=False, indent=1)
    write(folder / "attacks.json", (text + "\n").encode())
    return len(rows)


def _vector(book: Book) -> dict[str, Any]:
    code = None if book.attack is None else book.attack.code
    return {
        "name": book.name,
        "spec": "04 §3" if code is None else _SPEC[code[:2]],
        "comment": _what(book)["en"],
        "fn": "book",
        "must": _must(book),
        "input": {"zip_sha256": sha256(book.zip).hexdigest()},
        "expect": {"exit": book.exit, "failed": book.failed, "entry": book.entry},
    }


def catalogue() -> bytes:
    """docs/spec/vectors/books.json: what the exported books are, by the hash of their ZIP."""
    made = {"topic": "books", "vectors": [_vector(book) for book in books()]}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
