"""Ways to spoil a book, each hashed, chained and signed again with all of the operator's keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from . import draw_rules as rules
from .book import BEFORE, Data, Maker, standard


@dataclass
class Defect:
    """A spoiled book: the check that must fail, and the kind, draw and place of its entry."""

    code: str
    name: str
    make: Callable[[], Maker]
    kind: str | None
    draw: int | None = None
    nth: int = 0
    now: int = BEFORE
    auditor: bool = True


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


@contextmanager
def pool_rule(change: Callable[[Any, Any], Any]) -> Iterator[None]:
    """While inside, the book maker's pool is changed after it was made by the rules."""
    right: Any = rules.pool_of
    wrong: Any = lambda *given: change(given, right(*given))  # noqa: E731
    rules.pool_of = wrong
    try:
        yield
    finally:
        rules.pool_of = right


def match_total(change: Callable[[Data], None]) -> Any:
    return during("match.before_statement", 1, change)


def remove(maker: Maker, seq: int) -> None:
    """Take an entry out; references to later entries by seq are moved."""
    del maker.entries[seq]
    for entry in maker.entries:
        for name in ("entry", "objection"):
            if entry["data"].get(name, -1) > seq:
                entry["data"][name] -= 1
