"""Enterprise codes: both check characters, with real codes and a library as second opinions.

The library (python-stdnum) knows only the last character, and only codes that begin with eight
digits: there it is the oracle, and the organisation code is checked by a sum of its own.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from inspection.uscc import ALPHABET, is_valid

# Published codes of real bodies, used for their check characters only.
REAL = (
    "91330100799655058B",
    "9144030071526726XG",
    "914403001922038216",
    "91110000802100433B",
    "91110108551385082Q",
    "91440400192548256N",
    "91370200264574251E",
    "91110000600037341L",
    "11500000MB1915499P",
)

digits = st.text("0123456789", min_size=8, max_size=8)
organisations = st.text(ALPHABET, min_size=8, max_size=8)
signs = st.sampled_from(ALPHABET)


def organisation_sum(nine: str) -> int:
    """The whole sum of an organisation code, its check included (X = 10): 0 modulo 11 if right."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    last = 10 if nine[8] == "X" else int(nine[8])
    return (sum(w * int(c, 36) for w, c in zip(weights, nine, strict=False)) + last) % 11


@pytest.mark.parametrize("code", REAL)
def test_real_codes_are_valid(code: str) -> None:
    assert is_valid(code)


@pytest.mark.parametrize("code", REAL)
def test_every_change_of_one_sign_is_found(code: str) -> None:
    for place in range(18):
        for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            if sign != code[place]:
                assert not is_valid(code[:place] + sign + code[place + 1 :])


@given(digits, organisations, signs, signs)
def test_what_is_valid_is_so_by_the_library_too(
    first: str, organisation: str, check: str, last: str
) -> None:
    code = first + organisation + check + last
    right = check in "0123456789X" and organisation_sum(organisation + check) == 0
    assert is_valid(code) == (oracle.is_valid(code) and right)


@given(digits, organisations)
def test_exactly_one_pair_of_checks_fits(first: str, organisation: str) -> None:
    fitting = [
        check + last
        for check in "0123456789X"
        for last in ALPHABET
        if is_valid(first + organisation + check + last)
    ]
    assert len(fitting) == 1
    assert oracle.is_valid(first + organisation + fitting[0])


@given(st.sampled_from("ANY"), digits, organisations)
def test_first_signs_the_library_does_not_know(first: str, rest: str, organisation: str) -> None:
    start = first + rest[1:] + organisation
    fitting = [c + k for c in "0123456789X" for k in ALPHABET if is_valid(start + c + k)]
    assert len(fitting) == 1
    assert oracle.calc_check_digit(start + fitting[0][0]) == fitting[0][1]


@pytest.mark.parametrize(
    "code",
    ["", REAL[0][:-1], REAL[0] + "0", REAL[0].lower(), f" {REAL[0]}", REAL[2].replace("9", "９")],
)
def test_other_forms_are_not_read_kindly(code: str) -> None:
    assert not is_valid(code)
