"""Sentences with gaps, which the report says in either language, and values shown as data."""

import json
from dataclasses import dataclass

from .draws import DrawId

MAX_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in English with named gaps; the report may say it in another language."""

    template: str
    args: tuple[tuple[str, object], ...] = ()


def say(template: str, **args: object) -> Text:
    """A translatable sentence.

    Integers among `args` are shown with thousands separators, tuples as lists of words.
    """
    return Text(template, tuple(args.items()))


class WrongTextError(ValueError):
    """What somebody typed cannot be understood; `note` says it in a translatable sentence."""

    def __init__(self, note: Text) -> None:
        super().__init__(note.template)
        self.note = note


def draw_id(draw: DrawId) -> str:
    """A draw in short: campaign and number, `1.2`."""
    return f"{draw[0]}.{draw[1]}"


def draw_name(draw: DrawId) -> Text:
    """A draw as people write it in a sentence."""
    campaign, number = map(str, draw)
    return say("NAME {campaign} {number} {id}", campaign=campaign, number=number, id=draw_id(draw))


@dataclass(frozen=True, slots=True)
class CheckName:
    """A check inside a sentence: its code and what it is about."""

    code: str


def shown(value: object) -> Text:
    """Any value from the book as data: shortened, never interpreted."""
    if isinstance(value, Text):
        return value
    if not isinstance(value, str):
        value = json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=str)
    if len(value) > MAX_SHOWN:
        value = value[:MAX_SHOWN] + "…"
    return Text("{value}", (("value", value),))
