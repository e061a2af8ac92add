"""Rules for JSON values: exact keys, patterns, closed lists, list order (spec 00 §2.7, 01).

A rule is a function that returns nothing when the value fits and raises otherwise:
`RefusedError` when spec forbids the value, `UnknownError` when the value belongs to a later version
or to an unknown rule, which a v1 reader must not judge (spec 00 §7).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from .canonical import encode
from .dates import parse_date
from .findings import Text, say

Rule = Callable[[Any], None]
SortKey = Callable[[Any], Any]

_FORMS: dict[Rule, str] = {}


def form_of(rule: Rule) -> str | None:
    """A regular expression of canonical texts whose values the rule accepts; None without one.

    To be matched with bytes that are UTF-8. It fits no other text, so who finds it fit need neither
    parse nor encode nor judge the value. Not all that is accepted must fit: what does not fit is
    still to be read step by step.
    """
    return _FORMS.get(rule)


class RefusedError(ValueError):
    """A value breaks its rule; knows the path to it, what was expected and what was found."""

    def __init__(self, expected: Text, found: object) -> None:
        super().__init__(expected.template)
        self.path = ""
        self.expected = expected
        self.found = found

    def within(self, step: str) -> "RefusedError":
        """The same fault, seen from the value around it."""
        self.path = f"{step}.{self.path}" if self.path and self.path[0] != "[" else step + self.path
        return self


class UnknownError(RefusedError):
    """A value reserved for later versions or naming an unknown rule (spec 00 §7)."""


def anything(_value: Any) -> None:
    """Accepts every canonical value."""


def any_object(value: Any) -> None:
    """Accepts an object with whatever keys."""
    if type(value) is not dict:
        raise RefusedError(say("an object"), value)


def text(value: Any) -> None:
    """Accepts a string, the empty one too."""
    if type(value) is not str:
        raise RefusedError(say("a text"), value)


# Without escapes, so that the bytes between the quotes are the text, if they are UTF-8.
_FORMS[text] = r'"[^"\\\x00-\x1f]*"'


def integer(value: Any) -> None:
    """Accepts an integer (the reader has already bounded it to 0 … 2^53−1)."""
    if type(value) is not int:
        raise RefusedError(say("an integer"), value)


# Only those that are surely below 2^53.
_FORMS[integer] = "(?:0|[1-9][0-9]{0,14})"


def flag(value: Any) -> None:
    """Accepts true and false."""
    if type(value) is not bool:
        raise RefusedError(say("true or false"), value)


_FORMS[flag] = "(?:true|false)"


def null(value: Any) -> None:
    """Accepts null."""
    if value is not None:
        raise RefusedError(say("null"), value)


def day(value: Any) -> None:
    """Accepts a real day `YYYY-MM-DD`, year 1900 to 9999 (spec 00 §1.7)."""
    if type(value) is not str or parse_date(value) is None:
        raise RefusedError(say("a date YYYY-MM-DD"), value)


def between(low: int, high: int) -> Rule:
    """Accepts integers from `low` to `high`, both included."""

    def rule(value: Any) -> None:
        if type(value) is not int or not low <= value <= high:
            raise RefusedError(say("an integer from {low} to {high}", low=low, high=high), value)

    return rule


def pattern(regex: re.Pattern[str], *, plain: bool = False) -> Rule:
    """Accepts strings that match the whole of `regex`.

    `plain`: no string that matches has a character that JSON escapes or that is not ASCII.
    """
    matches = regex.fullmatch

    def rule(value: Any) -> None:
        if type(value) is not str or matches(value) is None:
            raise RefusedError(say("a text of the form {form}", form=regex.pattern), value)

    if plain:
        _FORMS[rule] = f'"(?:{regex.pattern})"'
    return rule


def one_of(*options: Any, reserved: Iterable[Any] = ()) -> Rule:
    """Accepts one of a closed list, and values of `reserved`, which are unknown to v1, not wrong.

    These do not fit its form: whoever meets one has to say so (`unread.unknown_values`).
    """
    allowed = tuple(options)
    later = tuple(reserved)

    def fits(value: Any, among: tuple[Any, ...]) -> bool:
        return any(type(value) is type(option) and value == option for option in among)

    def rule(value: Any) -> None:
        if not fits(value, allowed) and not fits(value, later):
            expected = say("one of: {options}", options=", ".join(map(_written, allowed)))
            raise RefusedError(expected, value)

    _FORMS[rule] = f"(?:{'|'.join(re.escape(encode(option).decode()) for option in allowed)})"
    return rule


def _written(value: Any) -> str:
    return value if isinstance(value, str) and value else repr(value).replace("'", '"')


def rule_name(*known: str) -> Rule:
    """Accepts the rule names of v1; any other text is an unknown rule (spec 00 §7)."""

    def rule(value: Any) -> None:
        text(value)
        if value not in known:
            raise UnknownError(say("one of: {options}", options=", ".join(known)), value)

    return rule


def nullable(inner: Rule) -> Rule:
    """Accepts null and what `inner` accepts."""

    def rule(value: Any) -> None:
        if value is not None:
            inner(value)

    if inner in _FORMS:
        _FORMS[rule] = f"(?:null|{_FORMS[inner]})"
    return rule


def version(value: Any) -> None:
    """Accepts 1; another integer is a version a v1 reader cannot judge (spec 00 §7)."""
    integer(value)
    if value != 1:
        raise UnknownError(say("{name}, the only one of this version", name="1"), value)


_FORMS[version] = "1"


def both(first: Rule, second: Rule) -> Rule:
    """Accepts what both rules accept; the second sees only values that passed the first."""

    def rule(value: Any) -> None:
        first(value)
        second(value)

    return rule


def either(first: Rule, second: Rule) -> Rule:
    """Accepts what one of two rules accepts; the fault told is the second one's."""

    def rule(value: Any) -> None:
        try:
            first(value)
        except RefusedError:
            second(value)

    return rule


def by_key(name: str, with_it: Rule, without: Rule) -> Rule:
    """One of two rules for an object: by whether it has this key."""

    def rule(value: Any) -> None:
        (with_it if type(value) is dict and name in value else without)(value)

    return rule


def exact(fields: Mapping[str, Rule]) -> Rule:
    """Accepts an object with exactly these keys, each value by its own rule (00 §2.7)."""
    pairs = tuple(fields.items())
    names = frozenset(fields)
    listed = ",".join(sorted(names))

    def rule(value: Any) -> None:
        if type(value) is not dict:
            raise RefusedError(say("an object"), value)
        if value.keys() != names:
            found = say("the keys {keys}", keys=",".join(sorted(value)))
            raise RefusedError(say("exactly the keys {keys}", keys=listed), found)
        for name, inner in pairs:
            try:
                inner(value[name])
            except RefusedError as fault:
                raise fault.within(name)  # noqa: B904 - the same fault, with a longer path

    if all(inner in _FORMS for inner in fields.values()):
        parts = (f'"{name}":{_FORMS[fields[name]]}' for name in sorted(fields))
        _FORMS[rule] = rf"\{{{','.join(parts)}\}}"
    return rule


def _check_order(values: list[Any], key: SortKey, unique: bool) -> None:
    if len(values) < 2:
        return
    keys = [key(value) for value in values]
    for place in range(1, len(keys)):
        if keys[place - 1] > keys[place]:
            fault = RefusedError(say("ascending order"), values[place])
            raise fault.within(f"[{place}]")
        if unique and keys[place - 1] == keys[place]:
            raise RefusedError(say("no value twice"), values[place]).within(f"[{place}]")


def items(
    inner: Rule,
    *,
    at_least: int = 0,
    at_most: int | None = None,
    order: SortKey | None = None,
    unique: bool = True,
) -> Rule:
    """Accepts a list: its length, each value, and (with `order`) ascending, unique values.

    Texts are compared by code points, which is the order of their UTF-8 bytes (00 §1.6).
    """

    def rule(value: Any) -> None:
        if type(value) is not list:
            raise RefusedError(say("a list"), value)
        if len(value) < at_least or (at_most is not None and len(value) > at_most):
            raise RefusedError(_length(at_least, at_most), say("{n} values", n=len(value)))
        for place, member in enumerate(value):
            try:
                inner(member)
            except RefusedError as fault:
                raise fault.within(f"[{place}]")  # noqa: B904 - the same fault, longer path
        if order is not None:
            _check_order(value, order, unique)

    return rule


def _length(at_least: int, at_most: int | None) -> Text:
    if at_most is None:
        return say("at least {n} value(s)", n=at_least)
    if at_least < at_most:
        return say("at most {n} value(s)", n=at_most)
    return say("exactly {n} value(s)", n=at_least)


def itself(value: Any) -> Any:
    """Sort key of a list of plain codes."""
    return value


def by(name: str) -> SortKey:
    """Sort key of a list of objects: one of their fields."""
    return itemgetter(name)
