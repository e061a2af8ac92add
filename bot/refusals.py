"""The inspection's refusals as sentences.

The English sentences stand once, in `inspection.errors.CODES`, and are the msgids; the catalogue
holds the Chinese ones (a test asks for every one). This module only turns the values into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.message import Html
from bot.terms import LISTS, ROLES, STEPS
from bot.texts import T, local_moment, local_time, msg
from inspection.errors import CODES, Refusal

UNKNOWN: Final = msg("This is not possible now (code {code}). Nothing was changed.")
WORDS: Final[Mapping[str, str]] = {
    **{role.value: sentence for role, sentence in ROLES.items()},
    **{step.value: sentence for step, sentence in STEPS.items()},
    **LISTS,
    "approved": msg("approved"),
    "rejected": msg("rejected"),
    "withdrawn": msg("withdrawn"),
    "draw.commit": msg("the commitment"),
    "draw.close": msg("the closed list"),
    "draw.open": msg("the operator's opening"),
}
"""Code words that occur as values of refusals."""
_CLAUSES: Final = (
    (re.compile(r"(?P<n>\d+) (?P<role>[a-z]+)"), msg("{n} × {role}")),
    (re.compile(r"representatives 1 to (?P<n>\d+)"), msg("representatives 1 to {n}")),
    (re.compile(r"at most (?P<day>[\d-]+)"), msg("at most {day}")),
    (re.compile(r"at least (?P<day>[\d-]+)"), msg("at least {day}")),
    (
        re.compile(r"at least (?P<day>[\d-]+), the latest visit on the list"),
        msg("at least {day}, the latest visit on the list"),
    ),
    (re.compile(r"line (?P<line>\d+): (?P<what>.*)"), msg("line {line}: {what}")),
    (
        re.compile(r"(?P<kind>[a-z]+), line (?P<line>\d+), (?P<column>\w+): (?P<found>.*)"),
        msg("{kind}, line {line}, column {column}: {found}"),
    ),
)
"""English clauses of the core that carry values, and the sentence that says the same."""
_CODE_WORDS: Final = frozenset(
    {"roles", "role", "next", "kinds", "kind", "state", "reason", "expected", "field", "what"}
)
_MOMENTS: Final = frozenset({"until", "since", "clock", "last"})
"""Values that are times to the second."""


def refusal_sentence(t: T, refusal: Refusal) -> Html:
    """The sentence for a refusal in the reader's language, values cleaned and escaped."""
    sentence = CODES.get(refusal.code)
    if sentence is None:
        return t(UNKNOWN, code=refusal.code)
    return t(sentence, **{key: _shown(t, key, value) for key, value in refusal.values.items()})


def _shown(t: T, key: str, value: object) -> object:
    if key == "expires" and isinstance(value, int):
        return local_time(value)
    if key in _MOMENTS and isinstance(value, int):
        return local_moment(value)
    if key not in _CODE_WORDS:
        return value if value is not None else "–"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(named(t, str(item)) for item in value)
    return named(t, value) if isinstance(value, str) else value


def named(t: T, code: str) -> Html:
    """The word for a code; a clause of the core is translated if the catalogue knows it."""
    if code in WORDS:
        return t(WORDS[code])
    for pattern, sentence in _CLAUSES:
        match = pattern.fullmatch(code)
        if match is not None:
            return t(sentence, **{key: named(t, part) for key, part in match.groupdict().items()})
    return t.phrase(code)
