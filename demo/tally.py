"""Counting what each person was shown, and finding what was shown twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from demo import labels
from demo.evening import Noted, Scene
from demo.phones import Kind, Shown

_OWN_ACTS: Final = frozenset({Kind.WROTE, Kind.REWROTE, Kind.PRESSED})
_AGAIN: Final = frozenset(
    words.form(language)
    for words in (labels.AGAIN_RESTART, labels.AGAIN_CONNECTION)
    for language in ("zh", "en")
)


@dataclass(frozen=True)
class Tally:
    """One person's evening.

    `messages`: all new ones. `announced`: those among them that said themselves that they are sent
    again; `repeated`: those of which the same words had come before (else the first was lost).
    `doubled`: the first lines of messages that came twice without saying so.
    """

    name: str
    role: str
    messages: int
    edits: int
    presses: int
    typed: int
    announced: int
    repeated: int
    doubled: tuple[str, ...]


def tallies(notes: Iterable[Noted | Scene]) -> list[Tally]:
    """One row per person, in the order in which they first saw or did something."""
    by_person: dict[tuple[str, str], list[Shown]] = {}
    for note in notes:
        if isinstance(note, Noted):
            by_person.setdefault((note.who.name, note.who.role), []).append(note.what)
    return [_tally(name, role, seen) for (name, role), seen in by_person.items()]


def _tally(name: str, role: str, seen: Sequence[Shown]) -> Tally:
    kinds = Counter(one.kind for one in seen if not one.author or one.kind in _OWN_ACTS)
    return Tally(
        name,
        role,
        messages=kinds[Kind.MESSAGE],
        edits=kinds[Kind.EDITED],
        presses=kinds[Kind.PRESSED],
        typed=kinds[Kind.WROTE],
        announced=sum(_original(one) is not None for one in seen),
        repeated=_repeated(seen),
        doubled=tuple(_doubled(seen)),
    )


def _repeated(seen: Sequence[Shown]) -> int:
    """How many messages that are sent again had come before, plain or sent again themselves."""
    before: set[tuple[object, str]] = set()
    count = 0
    for one in seen:
        original = _original(one)
        count += original is not None and (one.place, original) in before
        before.add((one.place, one.text if original is None else original))
    return count


def _original(one: Shown) -> str | None:
    """The text below the line that says that the message is sent again; None without that line."""
    first, _, rest = one.text.partition("\n")
    known = one.kind is Kind.MESSAGE and not one.author and first in _AGAIN
    return rest if known else None


def _doubled(seen: Sequence[Shown]) -> Iterable[str]:
    """The same message in the same chat again, while the person did nothing that could call it.

    One that says itself that it is sent again is no surprise, however often it does so.
    """
    since: set[tuple[object, ...]] = set()
    for one in seen:
        if one.kind in _OWN_ACTS:
            since.clear()
        elif one.kind is Kind.MESSAGE and not one.author and _original(one) is None:
            same = (one.place, one.text, one.labels(), one.file and one.file.name)
            if same in since:
                yield one.text.partition("\n")[0]
            since.add(same)
