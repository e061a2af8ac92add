"""Ways to spoil a book, each hashed, chained and signed again with all of the operator's keys."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from .book import BEFORE, Data, Maker, standard
from .package import Package, Report, packed

# operator: holds the agency key and the log key. witnesses: and fewer than k witnesses.
# anyone: has no key, only the files on their way.
Who = Literal["operator", "witnesses", "anyone"]
EXITS = {"failed": 1, "not_checked": 3}


@dataclass(frozen=True)
class Attack:
    """One change and the check that has to name it.

    `make` gives the spoiled book, `files` then changes what is published of it. `kind`, `draw`
    and `nth` are the place of the entry that has to be named, None if the fault is in no entry.
    `also` are checks that the same change cannot but break, too.
    """

    code: str
    name: str
    make: Callable[[], Maker]
    kind: str | None = None
    draw: int | None = None
    nth: int = 0
    now: int = BEFORE
    auditor: bool = True
    files: Callable[[Package], None] | None = None
    who: Who = "operator"
    result: Literal["failed", "not_checked"] = "failed"
    also: tuple[str, ...] = ()
    exit: int | None = None
    # True where later entries that rest on the named one fail the same check.
    several: bool = False

    @property
    def id(self) -> str:
        """Check and name, unlike those of every other attack."""
        return f"{self.code} {self.name}"

    @property
    def expected_exit(self) -> int:
        """The exit code the verifier has to give."""
        return EXITS[self.result] if self.exit is None else self.exit

    @property
    def failing(self) -> tuple[str, ...]:
        """The checks that have to fail, and no others."""
        own = (self.code,) if self.result == "failed" else ()
        return tuple(sorted({*own, *self.also}))

    def package(self) -> Package:
        """What the attacked verifier is given."""
        made = packed(self.make(), self.now, self.auditor)
        if self.files is not None:
            self.files(made)
        return made

    def entry(self, package: Package) -> int | None:
        """The seq of the entry that has to be named."""
        if self.kind is None:
            return None
        return package.maker.find(self.kind, self.draw, self.nth)

    def is_named(self, package: Package, report: Report) -> bool:
        """True if the report names this attack: its check, its entry, no other failure."""
        failed = {f["check"] for f in report["findings"] if f["result"] == "failed"}
        if report["exit"] != self.expected_exit or failed != set(self.failing):
            return False
        own = [
            f["entry"]
            for f in report["findings"]
            if f["check"] == self.code and f["result"] == self.result
            if not f["note"].startswith("and ")
        ]
        seen = own[:1] if self.several else own
        return bool(own) and (self.kind is None or set(seen) == {self.entry(package)})


def later(change: Callable[[Maker], None], **options: Any) -> Callable[[], Maker]:
    """A standard book whose entries are changed after everything was computed."""

    def make() -> Maker:
        maker = standard(**options)
        change(maker)
        return maker

    return make


def during(kind: str, draw: int | None, change: Callable[[Data], None], **options: Any) -> Any:
    """A standard book in which an entry is changed before the rest is computed from it."""
    return lambda: standard({(kind, draw): change}, **options)


def prepared(prepare: Callable[[Maker], None], **options: Any) -> Callable[[], Maker]:
    """A standard book made by a maker that was changed before it began."""
    return lambda: standard(prepare=prepare, **options)


def put(kind: str, draw: int | None, nth: int = 0, **fields: Any) -> Callable[[Maker], None]:
    """Set fields of an entry's data."""
    return lambda maker: maker.data(kind, draw, nth).update(fields)


def body(entry_kind: str, draw: int | None = None, **fields: Any) -> Callable[[Maker], None]:
    """Set fields of an entry's body."""
    return lambda maker: maker.entries[maker.find(entry_kind, draw)].update(body=fields)


def swap(maker: Maker, first: int, second: int) -> None:
    """Exchange two neighbouring entries, keeping the times in order."""
    a, b = maker.entries[first], maker.entries[second]
    maker.entries[first], maker.entries[second] = b, a
    a["at"], b["at"] = b["at"], a["at"]


def match_total(change: Callable[[Data], None]) -> Any:
    """Totals of draw 1 are changed before they are stated."""
    return during("match.before_statement", 1, change)


def renumber(maker: Maker, seq: int, by: int) -> None:
    """Move the references to entries after `seq`."""
    for entry in maker.entries:
        for name in ("entry", "objection"):
            if entry["data"].get(name, -1) >= seq:
                entry["data"][name] += by


def remove(maker: Maker, seq: int) -> None:
    """Take an entry out; references to later entries by seq are moved."""
    del maker.entries[seq]
    renumber(maker, seq, -1)


def insert(maker: Maker, seq: int, kind: str, data: Data) -> None:
    """Put an entry in with the time of the one before it; references are moved."""
    at = maker.entries[seq - 1]["at"]
    maker.entries.insert(seq, {"kind": kind, "at": at, "data": data})
    renumber(maker, seq, 1)
