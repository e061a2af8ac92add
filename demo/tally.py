"""Counting what each person was shown, and finding what was shown twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from demo import labels
from demo.people import Noted, Scene
from demo.phones import Kind, Shown

_OWN_ACTS = frozenset({Kind.WROTE, Kind.REWROTE, Kind.PRESSED})


@dataclass(frozen=True)
class Tally:
    """One person's evening. `announced`: messages that said themselves that they are sent again;
    `doubled`: the first lines of those that came twice without saying so.
    """

    name: str
    role: str
    messages: int
    edits: int
    presses: int
    typed: int
    announced: int
    doubled: tuple[str, ...]


def tallies(notes: Iterable[Noted | Scene]) -> list[Tally]:
    """One row per person, in the order in which they first saw or did something."""
    by_person: dict[tuple[str, str], list[Shown]] = {}
    for note in notes:
        if isinstance(note, Noted):
            by_person.setdefault((note.who.name, note.who.role), []).append(note.what)
    return [_tally(name, role, seen) for (name, role), seen in by_person.items()]


def _tally(name: str, role: str, seen: Sequence[Shown]) -> Tally:
    kinds = Counter(one.kind for one in seen if not (one.author and one.kind is Kind.MESSAGE))
    return Tally(
        name,
        role,
        messages=kinds[Kind.MESSAGE],
        edits=kinds[Kind.EDITED],
        presses=kinds[Kind.PRESSED],
        typed=kinds[Kind.WROTE] + kinds[Kind.REWROTE],
        announced=sum(map(_is_announced, seen)),
        doubled=tuple(_doubled(seen)),
    )


def _is_announced(one: Shown) -> bool:
    again = (labels.AGAIN_RESTART, labels.AGAIN_CONNECTION)
    return one.kind is Kind.MESSAGE and any(
        one.text.startswith(words.form(language)) for words in again for language in ("zh", "en")
    )


def _doubled(seen: Sequence[Shown]) -> Iterable[str]:
    """The same message in the same chat again, while the person did nothing that could call it."""
    since: set[tuple[object, ...]] = set()
    for one in seen:
        if one.kind in _OWN_ACTS:
            since.clear()
        elif one.kind is Kind.MESSAGE and not one.author:
            same = (one.place, one.text, one.labels(), one.file and one.file.name)
            if same in since:
                yield one.text.partition("\n")[0]
            since.add(same)
