"""Outgoing text: safe HTML, cleaned values, parts that fit into one message.

Telegram counts a message in UTF-16 code units after the markup is taken away; counting the markup
too is stricter and needs no parser. Limits: Bot API, sendMessage and answerCallbackQuery.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.buttons import Button

TEXT_LIMIT: Final = 4096
TOAST_LIMIT: Final = 200

_INVISIBLE: Final = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, bidi marks and zero-width characters: what is shown must be what was written."""

_TOKEN: Final = re.compile(r"<(/?)([a-z]+)([^>]*)>|&[#\w]+;|.", re.DOTALL)


class Html(str):
    """Text that is already safe HTML; it is put into a sentence as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class Message:
    """What a person sees: HTML text, rows of buttons, at most one document (name, bytes)."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    document: tuple[str, bytes] | None = None


def clean(value: str) -> str:
    """The value without control, bidi and zero-width characters; tabs and line feeds stay."""
    return _INVISIBLE.sub("", value)


def escape(value: str) -> Html:
    """A value from outside as safe HTML."""
    return Html(html.escape(clean(value), quote=False))


def plain(text: str) -> str:
    """The text for places that take no markup: toasts, button labels, menus."""
    if not isinstance(text, Html):
        return clean(text)
    return html.unescape(re.sub(r"</?[a-z][^>]*>", "", text))


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def shorten(text: str, limit: int) -> str:
    """The text, cut with an ellipsis to at most `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", errors="ignore")
    return kept + "…"


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Cut HTML into parts of at most `limit` UTF-16 units, at line ends where there are any.

    Tags that are open at a cut are closed and opened again in the next part.
    """
    parts: list[str] = []
    rest = text
    while units(rest) > limit:
        head, rest = _cut(rest, limit)
        parts.append(head)
    return [*parts, rest]


def _cut(text: str, limit: int) -> tuple[str, str]:
    """The longest head that fits with its closing tags, and the rest with its opening tags."""
    stack: list[tuple[str, str]] = []
    used, best, line_best = 0, (0, ""), (0, "")
    opened = ""
    for token in _TOKEN.finditer(text):
        used += units(token.group())
        _follow(stack, token)
        closing = "".join(f"</{name}>" for name, _ in reversed(stack))
        if used + units(closing) > limit:
            break
        opened = "".join(tag for _, tag in stack)
        best = (token.end(), opened)
        if token.group() == "\n":
            line_best = best
    # A line end in the last half is worth a shorter part; an earlier one is not.
    end, opened = line_best if line_best[0] * 2 > best[0] else best
    if end <= len(opened):
        raise ValueError(f"expected a limit with room for the markup, got {limit}")
    closers = re.findall(r"<([a-z]+)", opened)
    return text[:end] + "".join(f"</{name}>" for name in reversed(closers)), opened + text[end:]


def _follow(stack: list[tuple[str, str]], token: re.Match[str]) -> None:
    slash, name, _ = token.groups()
    if name is None:
        return
    if slash:
        stack.pop()
    else:
        stack.append((name, token.group()))
