"""The transcript of a play: what each person saw and did, in order of time, as a script.

Stage directions are in one language, times are Asia/Shanghai; what the bot wrote stands as it stood
on the screen, in the reader's language. Three things keep it readable: what several people saw
within a few seconds is told once with all their names, an edited message is told by the lines that
changed, and presses in a row share a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from demo.evening import Card, Noted, Scene
from demo.frame import FRAMES, Frame
from demo.phones import Kind, Place, Shown

SHANGHAI: Final = timezone(timedelta(hours=8))
TOGETHER: Final = 6.0
"""Seconds within which the same words on several screens are told once."""


@dataclass
class _Entry:
    """A few lines of the script. `who` share what they saw; `acts` are what one person did."""

    at: float
    who: list[Card]
    kind: Kind
    place: Place
    body: tuple[str, ...] = ()
    acts: list[str] = field(default_factory=list)


def transcript(notes: Sequence[Noted | Scene], language: str = "zh") -> str:
    """The whole script as text, with a final line feed; its directions in this language."""
    frame = FRAMES[language]
    lines = [frame.head]
    for entry in _entries(notes, frame):
        if isinstance(entry, Scene):
            lines += ["", f"——— {entry.title} ———", ""]
        else:
            lines += _told(entry, frame)
    return "\n".join(lines) + "\n"


def _entries(notes: Sequence[Noted | Scene], frame: Frame) -> list[_Entry | Scene]:
    found: list[_Entry | Scene] = []
    before: dict[tuple[str, Place, int], tuple[str, ...]] = {}
    for note in notes:
        if isinstance(note, Scene):
            found.append(note)
            continue
        if _is_worth_telling(note.what):
            _add(found, note, _body(note, before, frame), frame)
    return found


def _is_worth_telling(what: Shown) -> bool:
    """A silent toast says nothing; what others typed in a group is told where they typed it."""
    if what.kind is Kind.TOAST:
        return bool(what.text)
    return not (what.author and what.kind is Kind.MESSAGE)


def _body(
    note: Noted, before: dict[tuple[str, Place, int], tuple[str, ...]], frame: Frame
) -> tuple[str, ...]:
    """The lines of a message; of an edited one only those that were not there before."""
    what = note.what
    if what.kind not in (Kind.MESSAGE, Kind.EDITED):
        return ()
    key = (note.who.name, what.place, what.message_id)
    lines = tuple(_lines(what, frame))
    old, before[key] = before.get(key, ()), lines
    if what.kind is Kind.MESSAGE:
        return lines
    return tuple(line for line in lines if line not in old) or (frame.no_buttons,)


def _lines(what: Shown, frame: Frame) -> Iterator[str]:
    if what.file is not None:
        yield frame.file.format(name=what.file.name, size=f"{what.file.size:,}")
    yield from (line for line in what.text.splitlines() if line)
    for row in what.keys:
        yield " ".join(f"[{key.label}]" for key in row)


def _add(found: list[_Entry | Scene], note: Noted, body: tuple[str, ...], frame: Frame) -> None:
    what, last = note.what, found[-1] if found else None
    if what.kind in frame.saw:
        twin = _twin(found, note, body)
        if twin is None:
            found.append(_Entry(what.at, [note.who], what.kind, what.place, body))
        elif note.who not in twin.who:
            twin.who.append(note.who)
    elif isinstance(last, _Entry) and _goes_on(last, note):
        last.acts.append(_act(what, frame))
    else:
        found.append(_Entry(what.at, [note.who], what.kind, what.place, (), [_act(what, frame)]))


def _twin(found: list[_Entry | Scene], note: Noted, body: tuple[str, ...]) -> _Entry | None:
    """An entry of the last seconds in which others saw the same."""
    for entry in reversed(found):
        if isinstance(entry, Scene) or note.what.at - entry.at > TOGETHER:
            return None
        same = (entry.kind, entry.place, entry.body) == (note.what.kind, note.what.place, body)
        if same and body:
            return entry if note.who not in entry.who or _is_group(entry.place) else None
    return None


def _goes_on(last: _Entry, note: Noted) -> bool:
    return (
        note.what.kind is Kind.PRESSED
        and last.kind is Kind.PRESSED
        and last.place == note.what.place
        and last.who == [note.who]
    )


def _act(what: Shown, frame: Frame) -> str:
    match what.kind:
        case Kind.PRESSED:
            return f"[{what.text}]"
        case Kind.TOAST:
            return (frame.alert if what.alert else frame.toast).format(text=what.text)
        case Kind.REWROTE:
            return frame.rewrites.format(text=what.text)
        case _ if what.file is not None:
            caption = frame.caption.format(text=what.text) if what.text else ""
            size = f"{what.file.size:,}"
            return frame.sends.format(name=what.file.name, size=size, caption=caption)
        case _:
            return (frame.forwards if what.forwarded else frame.types).format(text=what.text)


def _told(entry: _Entry, frame: Frame) -> Iterator[str]:
    clock = datetime.fromtimestamp(entry.at, UTC).astimezone(SHANGHAI)
    if entry.kind in frame.saw:
        yield f"{clock:%H:%M:%S} {_readers(entry, frame)} {frame.saw[entry.kind]}"
        yield from (f"    │ {line}" for line in entry.body)
    else:
        where = frame.in_group if _is_group(entry.place) else ""
        verb = frame.presses if entry.kind is Kind.PRESSED else ""
        first, *more = " ".join(entry.acts).splitlines()
        yield f"{clock:%H:%M:%S} {_named(entry.who[0], frame)} {where}{verb}{first}"
        yield from (f"    │ {line}" for line in more)


def _readers(entry: _Entry, frame: Frame) -> str:
    if _is_group(entry.place):
        return frame.group.format(n=len(entry.who))
    return frame.between.join(_named(card, frame) for card in entry.who)


def _named(card: Card, frame: Frame) -> str:
    return frame.named.format(name=card.name, role=card.role)


def _is_group(place: Place) -> bool:
    return not isinstance(place, str)
