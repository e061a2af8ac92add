"""The unified social credit code (GB 32100-2015) with its organisation code (GB 11714-1997).

The product's importer has a check of its own, written separately on purpose: if one of the two
misreads the standards, the demo roster and the importer disagree. The rules and nine real codes
that confirm them stand in the tests.
"""

from operator import mul

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 signs of a code, by value; I, O, S, V and Z are left out (GB 32100, table 2)."""

_VALUE = {sign: value for value, sign in enumerate(SIGNS)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0X987654321"  # by remainder: 11 - r, where 10 is X and 11 is 0

_SERIALS = 31**6
_STEP = 400_000_009  # coprime to 31: neighbouring serials get codes that do not look alike


def organisation_check(body: str) -> str:
    """Return the ninth sign of an organisation code, from its first eight (GB 11714)."""
    total = sum(
        int(sign, 36) * weight for sign, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return _ORGANISATION_CHECKS[total % 11]


def code_check(body: str) -> str:
    """Return the eighteenth sign of a code, from its first seventeen (GB 32100)."""
    return SIGNS[-sum(map(mul, map(_VALUE.__getitem__, body), _WEIGHTS)) % 31]


def is_uscc(code: str) -> bool:
    """Tell whether `code` has 18 allowed signs, a numeric division and both check signs right."""
    if len(code) != 18 or not set(code) <= set(SIGNS):
        return False
    return (
        code[2:8].isdigit()
        and code[16] == organisation_check(code[8:16])
        and code[17] == code_check(code[:17])
    )


def synthetic_uscc(kind: str, division: str, serial: int) -> str:
    """Make a valid code that no firm can have.

    `kind`: registering authority and sort of body, such as "91" for a company or "12" for a public
    institution. `division`: six digits, "99xxxx", which GB/T 2260 does not assign.
    `serial`: 0 <= serial < 31^6; different serials of one kind give different codes.
    """
    rest = serial * _STEP % _SERIALS
    signs = []
    for _ in range(6):
        rest, value = divmod(rest, 31)
        signs.append(SIGNS[value])
    organisation = "MA" + "".join(reversed(signs))
    body = kind + division + organisation + organisation_check(organisation)
    return body + code_check(body)
