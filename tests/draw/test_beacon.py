"""Chains, rounds and values of beacons against the specification's own figures (02 §11)."""

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draw import (
    CHAINS,
    DEFAULT,
    QUICKNET,
    TEST,
    BadInput,
    Beacon,
    Chain,
    chain_hash,
    message,
    read_typed,
    round_after,
    time_of,
)

PUBLISHED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "beacons.json").read_text("utf-8")
)["real"]
ON_G1 = "8" + "0123456789abcdef" * 5 + "0" * 15
ON_G2 = ON_G1 * 2
REFUSED = r"expected .*, found .*\. \w"
chains = st.sampled_from(list(CHAINS.values()))


@pytest.mark.parametrize("chain", CHAINS.values(), ids=lambda chain: chain.name)
def test_every_chain_has_the_hash_of_its_numbers(chain: Chain) -> None:
    assert chain_hash(chain) == chain.hash
    assert CHAINS[chain.hash] == chain


@pytest.mark.parametrize(
    "change",
    [
        {"period": 4},
        {"genesis": 1692803368},
        {"public_key": DEFAULT.public_key},
        {"genesis_seed": "0" * 64},
        {"beacon_id": "default"},
        {"beacon_id": "quicknet2"},
    ],
    ids=str,
)
def test_another_number_is_another_chain(change: dict[str, Any]) -> None:
    assert chain_hash(dataclasses.replace(QUICKNET, **change)) != QUICKNET.hash


def test_the_test_chain_is_made_of_public_words() -> None:
    assert TEST.genesis_seed == hashlib.sha256(b"sunlot/v1/test-beacon/genesis").hexdigest()


@pytest.mark.parametrize(
    ("chain", "closed_at", "number"),
    [
        (QUICKNET, 1800000000, 35732242),  # both from 02 §11
        (QUICKNET, 1800000001, 35732243),
        (QUICKNET, 1692803367 - 90, 1),
        (QUICKNET, 1692803367 - 89, 2),
        (DEFAULT, 1595431050 - 90, 1),
        (DEFAULT, 1595431050 - 60, 2),
        (DEFAULT, 1595431050 - 59, 3),
        (TEST, 1767225600 - 12, 1),
    ],
)
def test_the_round_of_a_close(chain: Chain, closed_at: int, number: int) -> None:
    assert round_after(chain, closed_at) == number


@given(chains, st.integers(1, 10**9))
def test_the_round_is_the_first_after_the_delay(chain: Chain, seconds: int) -> None:
    closed_at = chain.genesis + seconds
    number = round_after(chain, closed_at)
    assert time_of(chain, number) >= closed_at + chain.delay
    assert time_of(chain, number - 1) < closed_at + chain.delay


@pytest.mark.parametrize("closed_at", [0, 1595431050 - 90 - 30, -1, True, 2**53])
def test_a_close_before_the_chain_is_refused(closed_at: int) -> None:
    with pytest.raises(BadInput, match=REFUSED):
        round_after(DEFAULT, closed_at)


@pytest.mark.parametrize("number", [0, -1, True, 2**53])
def test_a_round_that_cannot_be_is_refused(number: int) -> None:
    with pytest.raises(BadInput, match=REFUSED):
        time_of(QUICKNET, number)
    with pytest.raises(BadInput, match=REFUSED):
        message(QUICKNET, number, None)


def test_what_is_signed() -> None:
    eight = b"\x00\x00\x00\x00\x00\x00\x01\x02"
    assert message(QUICKNET, 258, None) == hashlib.sha256(eight).digest()
    before = bytes.fromhex(ON_G2)
    assert message(DEFAULT, 258, ON_G2) == hashlib.sha256(before + eight).digest()
    seed = bytes.fromhex(DEFAULT.genesis_seed)
    first = hashlib.sha256(seed + b"\x00\x00\x00\x00\x00\x00\x00\x01").digest()
    assert message(DEFAULT, 1, DEFAULT.genesis_seed) == first


def test_the_line_of_seed_and_statement() -> None:
    assert Beacon(QUICKNET, 9, ON_G1, None).line == f"{QUICKNET.hash}:9:{ON_G1}"
    assert Beacon(DEFAULT, 9, ON_G2, ON_G2).line == f"{DEFAULT.hash}:9:{ON_G2}"


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: str(row["round"]))
def test_published_values_have_the_form_and_can_be_typed(row: dict[str, Any]) -> None:
    chain = CHAINS[row["chain"]]
    value = Beacon(chain, row["round"], row["signature"], row["previous"])
    groups = [value.typed[at : at + 8] for at in range(0, len(value.typed), 8)]
    for text in (value.typed, f" {value.typed}\n", " ".join(groups), "\u3000\n".join(groups)):
        assert read_typed(chain, row["round"], text) == value


@pytest.mark.parametrize(
    "values",
    [
        (QUICKNET, 0, ON_G1, None),
        (QUICKNET, True, ON_G1, None),
        (QUICKNET, 2**53, ON_G1, None),
        (QUICKNET, 1, "", None),
        (QUICKNET, 1, ON_G1[:-1], None),
        (QUICKNET, 1, ON_G1 + "0", None),
        (QUICKNET, 1, ON_G1 + "\n", None),
        (QUICKNET, 1, ON_G2, None),
        (QUICKNET, 1, ON_G1.upper(), None),
        (QUICKNET, 1, ON_G1[:-1] + "g", None),
        (QUICKNET, 1, ON_G1[:-1] + "１", None),
        (QUICKNET, 1, ON_G1.encode(), None),
        (QUICKNET, 1, None, None),
        (QUICKNET, 1, ON_G1, ON_G1),
        (QUICKNET, 1, ON_G1, ""),
        (DEFAULT, 2, ON_G2, None),
        (DEFAULT, 2, ON_G2, ""),
        (DEFAULT, 2, ON_G2, ON_G1),
        (DEFAULT, 2, ON_G2, ON_G2.upper()),
        (DEFAULT, 2, ON_G2, DEFAULT.genesis_seed),
        (DEFAULT, 1, ON_G2, ON_G2),
        (DEFAULT, 1, ON_G2, "0" * 64),
        (DEFAULT, 2, ON_G1, ON_G2),
        (dataclasses.replace(QUICKNET, public_key=TEST.public_key), 1, ON_G1, None),
        (QUICKNET.hash, 1, ON_G1, None),
    ],
)
def test_a_value_of_another_form_is_refused(values: tuple[Any, Any, Any, Any]) -> None:
    with pytest.raises(BadInput, match=REFUSED):
        Beacon(*values)


@pytest.mark.parametrize("digit", "0123456789abcdef")
def test_only_a_compressed_point_that_is_not_at_infinity_is_taken(digit: str) -> None:
    first = int(digit, 16) << 4
    if first & 0xC0 == 0x80:
        assert Beacon(QUICKNET, 1, digit + ON_G1[1:], None).signature[0] == digit
    else:
        with pytest.raises(BadInput, match=f"first one '{digit}'"):
            Beacon(QUICKNET, 1, digit + ON_G1[1:], None)


@pytest.mark.parametrize(
    ("chain", "text", "found"),
    [
        (QUICKNET, "", "found 0 characters"),
        (QUICKNET, ON_G1[:95], "found 95 characters"),
        (QUICKNET, ON_G1[:40] + "x" + ON_G1[41:], "'x' as character 41"),
        (QUICKNET, ON_G1.upper(), "'A' as character 12"),
        (QUICKNET, f"{ON_G1}:{ON_G1}", "the signature alone, found a text with a colon"),
        (DEFAULT, ON_G2, "<previous signature>:<signature>, found a text without a colon"),
        (DEFAULT, f":{ON_G2}", "previous signature of the chain default"),
        (DEFAULT, f"{ON_G2}:{ON_G2}:{ON_G2}", "found 385 characters"),
        (QUICKNET, " " * 2001, "at most 2000 characters, found 2001 characters"),
    ],
)
def test_what_is_wrong_with_a_typed_value(chain: Chain, text: str, found: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_typed(chain, 2, text)
    assert found in str(refused.value)
    assert "Copy the value again" in str(refused.value)


@given(chains, st.integers(), st.text() | st.text("89abcdef0:", max_size=400))
def test_junk_is_refused_in_one_way(chain: Chain, number: int, text: str) -> None:
    try:
        value = read_typed(chain, number, text)
    except BadInput:
        return
    assert value.typed == "".join(text.split())
