"""Unified social credit codes: GB 32100-2015, with the organisation code's own check (GB 11714).

18 characters of an alphabet without I, O, S, V and Z; places 3 to 8 are digits. The last one checks
the first 17; characters 9 to 17 are the organisation code, whose ninth checks its first eight. A
library was tried as an oracle (python-stdnum): it rejects first characters A, N and Y and checks
neither the organisation code nor the division, so the rule stands here in full.
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES: Final = {sign: value for value, sign in enumerate(ALPHABET)}
_WEIGHTS: Final = tuple(pow(3, position, 31) for position in range(17))
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def is_valid(code: str) -> bool:
    """Whether both check characters are right. Strict: upper case, exactly 18 characters."""
    if len(code) != 18 or not _VALUES.keys() >= set(code):
        return False
    if not code[2:8].isdigit():
        return False
    return code[17] == _check(code[:17]) and code[16] == _organisation_check(code[8:16])


def _check(first: str) -> str:
    total = sum(weight * _VALUES[sign] for weight, sign in zip(_WEIGHTS, first, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def _organisation_check(first: str) -> str:
    # here letters count A = 10 … Z = 35, unlike in the code around it (GB 11714)
    pairs = zip(_ORGANISATION_WEIGHTS, first, strict=True)
    rest = 11 - sum(weight * int(sign, 36) for weight, sign in pairs) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
