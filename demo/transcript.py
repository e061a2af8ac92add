"""The transcript of a play: what each person saw and did, in order of time, as a script.

Stage directions are Chinese, times are Asia/Shanghai; what the bot wrote stands as it stood on the
screen, in the reader's language. Three things keep it readable: what several people saw within a
few seconds is told once with all their names, an edited message is told by the lines that changed,
and presses in a row share a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from demo.evening import Card, Noted, Scene
from demo.phones import Kind, Place, Shown

SHANGHAI: Final = timezone(timedelta(hours=8))
TOGETHER: Final = 6.0
"""Seconds within which the same words on several screens are told once."""

_HEAD: Final = """\
阳光签演示：聊天记录
本记录中的人物、企业、机构和数据全部由程序虚构（合成数据，synthetic）。
时间为北京时间（UTC+8）。“看到”是机器人发来的消息，方括号里是消息下面的按钮；
“消息更新”只列出变化的行；“提示”是按下按钮后短暂显示的文字。
"""
_SAW: Final = {Kind.MESSAGE: "看到", Kind.EDITED: "看到消息更新", Kind.DELETED: "看到消息被删除"}


@dataclass
class _Entry:
    """A few lines of the script. `who` share what they saw; `acts` are what one person did."""

    at: float
    who: list[Card]
    kind: Kind
    place: Place
    body: tuple[str, ...] = ()
    acts: list[str] = field(default_factory=list)


def transcript(notes: Sequence[Noted | Scene]) -> str:
    """The whole script as text, with a final line feed."""
    lines = [_HEAD]
    for entry in _entries(notes):
        lines += ["", f"——— {entry.title} ———", ""] if isinstance(entry, Scene) else _told(entry)
    return "\n".join(lines) + "\n"


def _entries(notes: Sequence[Noted | Scene]) -> list[_Entry | Scene]:
    found: list[_Entry | Scene] = []
    before: dict[tuple[str, Place, int], tuple[str, ...]] = {}
    for note in notes:
        if isinstance(note, Scene):
            found.append(note)
            continue
        if _is_worth_telling(note.what):
            _add(found, note, _body(note, before))
    return found


def _is_worth_telling(what: Shown) -> bool:
    """A silent toast says nothing; what others typed in a group is told where they typed it."""
    if what.kind is Kind.TOAST:
        return bool(what.text)
    return not (what.author and what.kind is Kind.MESSAGE)


def _body(note: Noted, before: dict[tuple[str, Place, int], tuple[str, ...]]) -> tuple[str, ...]:
    """The lines of a message; of an edited one only those that were not there before."""
    what = note.what
    if what.kind not in (Kind.MESSAGE, Kind.EDITED):
        return ()
    key = (note.who.name, what.place, what.message_id)
    lines = tuple(_lines(what))
    old, before[key] = before.get(key, ()), lines
    if what.kind is Kind.MESSAGE:
        return lines
    return tuple(line for line in lines if line not in old) or ("（按钮消失，文字不变）",)


def _lines(what: Shown) -> Iterator[str]:
    if what.file is not None:
        yield f"〔文件 {what.file.name}，{what.file.size:,} 字节〕"
    yield from (line for line in what.text.splitlines() if line)
    for row in what.keys:
        yield " ".join(f"[{key.label}]" for key in row)


def _add(found: list[_Entry | Scene], note: Noted, body: tuple[str, ...]) -> None:
    what, last = note.what, found[-1] if found else None
    if what.kind in _SAW:
        twin = _twin(found, note, body)
        if twin is None:
            found.append(_Entry(what.at, [note.who], what.kind, what.place, body))
        elif note.who not in twin.who:
            twin.who.append(note.who)
    elif isinstance(last, _Entry) and _goes_on(last, note):
        last.acts.append(_act(what))
    else:
        found.append(_Entry(what.at, [note.who], what.kind, what.place, (), [_act(what)]))


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


def _act(what: Shown) -> str:
    match what.kind:
        case Kind.PRESSED:
            return f"[{what.text}]"
        case Kind.TOAST:
            return f"{'弹窗' if what.alert else '提示'}：{what.text}"
        case Kind.REWROTE:
            return f"改写自己先前的消息：{what.text}"
        case _ if what.file is not None:
            caption = f"，附言：{what.text}" if what.text else ""
            return f"发送文件 {what.file.name}（{what.file.size:,} 字节）{caption}"
        case _:
            return f"{'转发' if what.forwarded else '输入'}：{what.text}"


def _told(entry: _Entry) -> Iterator[str]:
    clock = datetime.fromtimestamp(entry.at, UTC).astimezone(SHANGHAI)
    if entry.kind in _SAW:
        yield f"{clock:%H:%M:%S} {_readers(entry)} {_SAW[entry.kind]}"
        yield from (f"    │ {line}" for line in entry.body)
    else:
        where = "在群组里" if _is_group(entry.place) else ""
        verb = "按下 " if entry.kind is Kind.PRESSED else ""
        first, *more = " ".join(entry.acts).splitlines()
        yield f"{clock:%H:%M:%S} {_named(entry.who[0])} {where}{verb}{first}"
        yield from (f"    │ {line}" for line in more)


def _readers(entry: _Entry) -> str:
    if _is_group(entry.place):
        return f"活动群（{len(entry.who)} 人）"
    return "、".join(map(_named, entry.who))


def _named(card: Card) -> str:
    return f"{card.name}〔{card.role}〕"


def _is_group(place: Place) -> bool:
    return not isinstance(place, str)
