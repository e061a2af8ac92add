"""Patterns of codes and digests (spec 00 §1, §3) and the check characters of GB 32100."""

import re
from operator import mul

DIGEST = re.compile(r"[0-9a-f]{64}")
HEX = re.compile(r"(?:[0-9a-f]{2})+")
SIGNATURE = re.compile(r"[0-9a-f]{128}")
TYPE = re.compile(r"[A-Z0-9]{1,8}")
INSTITUTION = re.compile(r"[A-Z0-9]{2,18}")
REGION = re.compile(r"[0-9]{6}")
WAIVER = re.compile(r"[A-Z0-9]{1,8}")
ORIGIN = re.compile(r"[a-z0-9._/-]{3,100}")
PARTY = re.compile(r"operator|representative\.([1-9][0-9]{0,15})")

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{_CREDIT_ALPHABET}]{{10}}")
_CREDIT_VALUES = {character: value for value, character in enumerate(_CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUES = {
    character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}


def _organisation_check(base: str) -> str:
    """Check character of GB 11714 over the first eight characters of an organisation code."""
    total = sum(map(mul, _ORGANISATION_WEIGHTS, map(_ORGANISATION_VALUES.__getitem__, base)))
    return "0123456789X0"[11 - total % 11]


def _credit_check(base: str) -> str:
    """Check character of GB 32100 over the first seventeen characters."""
    total = sum(map(mul, _CREDIT_WEIGHTS, map(_CREDIT_VALUES.__getitem__, base)))
    return _CREDIT_ALPHABET[-total % 31]


def is_enterprise_code(code: str) -> bool:
    """True for a unified social credit code with both check characters right (spec 00 §3)."""
    if _CREDIT.fullmatch(code) is None:
        return False
    return code[16] == _organisation_check(code[8:16]) and code[17] == _credit_check(code[:17])
