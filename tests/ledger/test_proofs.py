"""Merkle proofs against the recursive definition of RFC 6962, and against what is nearly right."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle
from ledger.proofs import (
    consistency_proof,
    inclusion_proof,
    tree_of,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(70)]
TREE = tree_of(LEAVES)
LARGE = 100_000


@cache
def root_of(start: int, end: int) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if end == start:
        return sha256(b"").digest()
    if end - start == 1:
        return LEAVES[start]
    middle = start + split(end - start)
    return sha256(b"\x01" + root_of(start, middle) + root_of(middle, end)).digest()


def split(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def path(m: int, start: int, end: int) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1, word for word."""
    if end - start == 1:
        return []
    k = split(end - start)
    if m < k:
        return [*path(m, start, start + k), root_of(start + k, end)]
    return [*path(m - k, start + k, end), root_of(start, start + k)]


def subproof(m: int, start: int, end: int, whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2, word for word."""
    n = end - start
    if m == n:
        return [] if whole else [root_of(start, end)]
    k = split(n)
    if m <= k:
        return [*subproof(m, start, start + k, whole), root_of(start + k, end)]
    return [*subproof(m - k, start + k, end, False), root_of(start, start + k)]


def root(size: int) -> str:
    return root_of(0, size).hex()


@pytest.mark.parametrize("size", range(1, 71))
def test_every_entry_of_every_size_is_proven(size: int) -> None:
    for seq in range(size):
        proof = inclusion_proof(TREE, seq, size)
        assert proof == path(seq, 0, size)
        assert verify_inclusion(LEAVES[seq], seq, size, proof, root(size))


@pytest.mark.parametrize("new", range(1, 71))
def test_every_pair_of_sizes_is_proven(new: int) -> None:
    for old in range(1, new + 1):
        proof = consistency_proof(TREE, old, new)
        assert proof == subproof(old, 0, new, True)
        assert verify_consistency(old, root(old), new, root(new), proof)


@given(size=st.integers(1, 70), data=st.data())
def test_a_changed_inclusion_is_refused(size: int, data: st.DataObject) -> None:
    seq = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(TREE, seq, size)
    for wrong in spoilt(proof, data):
        assert not verify_inclusion(LEAVES[seq], seq, size, wrong, root(size))
    other = data.draw(st.integers(-1, size).filter(lambda n: n != seq))
    assert not verify_inclusion(LEAVES[seq], other, size, proof, root(size))
    assert not verify_inclusion(LEAVES[seq][:-1], seq, size, proof, root(size))
    assert not verify_inclusion(LEAVES[seq], seq, size, proof, "00" * 32)


@given(new=st.integers(2, 70), data=st.data())
def test_a_changed_consistency_is_refused(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    proof = consistency_proof(TREE, old, new)
    for wrong in spoilt(proof, data):
        assert not verify_consistency(old, root(old), new, root(new), wrong)
    assert not verify_consistency(old, "00" * 32, new, root(new), proof)
    assert not verify_consistency(old, root(old), new, "00" * 32, proof)
    assert not verify_consistency(new, root(new), old, root(old), proof)


def spoilt(proof: list[bytes], data: st.DataObject) -> list[list[bytes]]:
    """The proof with one node too many, and (if it has any) one changed, cut, missing, swapped."""
    wrong = [[*proof, bytes(32)], [bytes(32), *proof]]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bit = data.draw(st.integers(0, 255))
        changed = (int.from_bytes(proof[at], "big") ^ 1 << bit).to_bytes(32, "big")
        wrong += [
            [*proof[:at], changed, *proof[at + 1 :]],
            [*proof[:at], proof[at][:-1], *proof[at + 1 :]],
            [*proof[:at], *proof[at + 1 :]],
        ]
    if len(proof) > 1:
        wrong.append(proof[::-1])
    return wrong


def test_the_empty_tree_begins_every_tree() -> None:
    empty = sha256(b"").hexdigest()
    assert consistency_proof(TREE, 0, 7) == []
    assert verify_consistency(0, empty, 7, root(7), [])
    assert verify_consistency(0, empty, 0, empty, [])
    assert not verify_consistency(0, empty, 7, root(7), [bytes(32)])
    assert not verify_consistency(0, root(1), 7, root(7), [])
    assert not verify_consistency(0, empty, 0, root(1), [])


def test_equal_sizes_have_equal_roots_and_no_proof() -> None:
    assert verify_consistency(7, root(7), 7, root(7), [])
    assert not verify_consistency(7, root(7), 7, root(8), [])
    assert not verify_consistency(7, root(7), 7, root(7), [bytes(32)])
    assert not verify_consistency(7, root(7), 9, root(9), [])
    assert not verify_consistency(8, root(8), 9, root(9), [])


@pytest.mark.parametrize(("seq", "size"), [(-1, 5), (5, 5), (0, 0), (0, 71)])
def test_what_is_not_there_is_not_proven(seq: int, size: int) -> None:
    with pytest.raises(ValueError, match="inclusion proof"):
        inclusion_proof(TREE, seq, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 5), (6, 5), (0, 71)])
def test_sizes_that_are_not_there_are_not_proven(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="consistency proof"):
        consistency_proof(TREE, old, new)


def test_a_large_tree_at_all_its_levels() -> None:
    """Sizes around the widths of tiles, where another level's hashes are used."""
    tree = tree_of(merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(LARGE))
    sizes = (1, 255, 256, 257, 65_535, 65_536, 65_537, 65_792, 99_999, LARGE)
    roots = {size: tree_of(tree.leaf(seq) for seq in range(size)).root() for size in sizes[:7]}
    roots |= {LARGE: tree.root()}
    for new in roots:
        for old in (size for size in roots if size <= new):
            proof = consistency_proof(tree, old, new)
            assert verify_consistency(old, roots[old], new, roots[new], proof)
        for seq in (0, new // 2, new - 1):
            proof = inclusion_proof(tree, seq, new)
            assert verify_inclusion(tree.leaf(seq), seq, new, proof, roots[new])


def test_a_proof_is_of_one_size_only() -> None:
    """The same hashes, right root and all, claimed for a smaller or larger tree."""
    left, right = inclusion_proof(TREE, 0, 4), inclusion_proof(TREE, 7, 8)
    assert verify_inclusion(LEAVES[0], 0, 4, left, root(4))
    assert not verify_inclusion(LEAVES[0], 0, 8, left, root(4))
    assert verify_inclusion(LEAVES[7], 7, 8, right, root(8))
    assert not verify_inclusion(LEAVES[7], 3, 4, right, root(8))
    grown = consistency_proof(TREE, 2, 4)
    assert verify_consistency(2, root(2), 4, root(4), grown)
    assert not verify_consistency(2, root(2), 8, root(4), grown)
    far = consistency_proof(TREE, 7, 8)
    assert verify_consistency(7, root(7), 8, root(8), far)
    assert not verify_consistency(3, root(7), 4, root(8), far)
