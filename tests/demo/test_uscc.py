"""The credit code against nine real codes and against python-stdnum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from demo.uscc import SIGNS, is_uscc, synthetic_uscc

# Published codes of real bodies, used for their check signs only.
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


@pytest.mark.parametrize("code", REAL)
def test_real_codes_pass(code: str) -> None:
    assert is_uscc(code)


@pytest.mark.parametrize("code", REAL)
def test_any_single_changed_sign_fails(code: str) -> None:
    for place in range(18):
        for sign in set(SIGNS) - {code[place]}:
            assert not is_uscc(code[:place] + sign + code[place + 1 :])


@pytest.mark.parametrize(
    "code",
    [
        "",
        REAL[0][:-1],
        REAL[0] + "0",
        REAL[0].lower(),
        " " + REAL[0],
        "9133010079965505IB",
        "9" * 18,
    ],
)
def test_malformed_codes_fail(code: str) -> None:
    assert not is_uscc(code)


def test_full_width_digits_fail() -> None:
    assert not is_uscc(REAL[2].replace("9", "９"))


serials = st.integers(0, 31**6 - 1)


@given(st.sampled_from(["91", "92", "12"]), st.integers(0, 9999), serials)
def test_synthetic_codes_pass_both_checks(kind: str, place: int, serial: int) -> None:
    code = synthetic_uscc(kind, f"99{place:04d}", serial)
    assert is_uscc(code)
    assert oracle.is_valid(code)


@given(serials, serials)
def test_different_serials_give_different_codes(one: int, other: int) -> None:
    same = synthetic_uscc("91", "990101", one) == synthetic_uscc("91", "990101", other)
    assert same == (one == other)


@given(st.text(alphabet=SIGNS, min_size=18, max_size=18))
def test_nothing_passes_that_the_oracle_refuses(code: str) -> None:
    """One way only: the oracle does not look at the organisation code's own check sign."""
    assert oracle.is_valid(code) or not (is_uscc(code) and code[:8].isdigit())
