"""Commitments and leaves against their texts written out (00 §6, 01 §1)."""

import hashlib

import pytest

from draw import BadInput, commitment, leaf
from tests.draw.builders import digest

SALT = "ab" * 32


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("tag", ["id", "facts", "lot", "person", "text"])
def test_a_commitment_is_the_hash_of_three_lines(tag: str) -> None:
    value = '{"name":"示例"}'
    text = f'sunlot/v1/{tag}\nsalt={SALT}\nvalue={{"name":"示例"}}\n'
    assert commitment(tag, SALT, value) == sha256(text)


def test_a_leaf_is_the_hash_of_four_lines() -> None:
    parts = "1" * 64, "2" * 64, "3" * 64
    text = f"sunlot/v1/leaf\nid={'1' * 64}\nfacts={'2' * 64}\nlot={'3' * 64}\n"
    assert leaf(*parts) == sha256(text)


@pytest.mark.parametrize("tag", ["", "ID", "leaf", "seed", "id\n"])
def test_an_unknown_tag_is_refused(tag: str) -> None:
    with pytest.raises(BadInput, match="tag of a commitment: expected one of id, facts"):
        commitment(tag, SALT, "1")


@pytest.mark.parametrize("salt", ["", SALT.upper(), SALT[:-2], SALT + "00"])
def test_a_bad_salt_is_refused_and_not_printed(salt: str) -> None:
    with pytest.raises(BadInput, match="salt of a commitment") as refused:
        commitment("id", salt, "1")
    assert not salt or salt not in str(refused.value)


@pytest.mark.parametrize("value", ["", '"a\nb"', '"a\rb"', "1\n", '"\x00"', '"\t"', '"\ud800"'])
def test_a_value_that_is_not_one_line_is_refused(value: str) -> None:
    with pytest.raises(BadInput, match="value of a commitment: expected"):
        commitment("text", SALT, value)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_leaf_needs_three_commitments(place: int) -> None:
    parts = [digest(0), digest(1), digest(2)]
    parts[place] = "0" * 63
    with pytest.raises(BadInput, match=r"commitment (id|facts|lot) of a leaf"):
        leaf(*parts)
