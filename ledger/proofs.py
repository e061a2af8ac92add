"""Merkle proofs: an entry lies in a tree, a tree continues an older one (RFC 6962 §2.1.1, §2.1.2).

Making takes a `tiles.Tree`, which already keeps the roots of its complete subtrees of 256, so no
proof hashes more than a few hundred nodes; any earlier size of that tree may be asked for.
Verifying follows RFC 9162 §2.1.3.2 and §2.1.4.2 step by step and needs no tree.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from ledger.merkle import node_hash
from ledger.tiles import WIDTH, Span, Tree

HASH_BYTES = 32
"""Length of every hash of a proof."""

_TILE_HEIGHT = WIDTH.bit_length() - 1


def tree_of(leaves: Iterable[bytes]) -> Tree:
    """Return a tree over leaf hashes (32 bytes each, already hashed)."""
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree


def inclusion_proof(tree: Tree, seq: int, size: int) -> list[bytes]:
    """Return the proof that entry `seq` lies in the first `size` entries of `tree`, lowest first.

    Raises `ValueError` unless 0 ≤ seq < size ≤ the tree's size.
    """
    if not 0 <= seq < size <= tree.size:
        raise ValueError(f"inclusion proof: no entry {seq} in {size} of {tree.size}")
    low, high, proof = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if seq < middle:
            proof.append(_range_root(tree, middle, high))
            high = middle
        else:
            proof.append(_range_root(tree, low, middle))
            low = middle
    return proof[::-1]


def consistency_proof(tree: Tree, old: int, new: int) -> list[bytes]:
    """Return the proof that the first `new` entries of `tree` begin with its first `old` ones.

    Empty if `old` is 0 or `new`. Raises `ValueError` unless 0 ≤ old ≤ new ≤ the tree's size.
    """
    if not 0 <= old <= new <= tree.size:
        raise ValueError(f"consistency proof: no sizes {old} and {new} in {tree.size}")
    low, high, proof = 0, new, []
    while 0 < old < high:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_range_root(tree, middle, high))
            high = middle
        else:
            proof.append(_range_root(tree, low, middle))
            low = middle
    if low > 0:  # the verifier knows the old root, but not this part of it
        proof.append(_range_root(tree, low, high))
    return proof[::-1]


def begins_with(tree: Tree, size: int, root: str) -> bool:
    """Tell whether `tree` has `size` entries or more, at least one, of which the first have `root`.

    `root` is 64 hex digits.
    """
    return 0 < size <= tree.size and _range_root(tree, 0, size).hex() == root


def verify_inclusion(leaf: bytes, seq: int, size: int, proof: Sequence[bytes], root: str) -> bool:
    """Tell whether `proof` leads from a leaf hash at `seq` to `root` (64 hex digits) of `size`."""
    if not 0 <= seq < size or not _all_hashes([leaf, *proof]):
        return False
    place, last, node = seq, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            place, last = _skip_lone_levels(place, last)
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node.hex() == root


def verify_consistency(
    old: int, old_root: str, new: int, new_root: str, proof: Sequence[bytes]
) -> bool:
    """Tell whether `proof` shows that the tree of `new` entries begins with that of `old`.

    Roots are 64 hex digits. For equal sizes and for old = 0 the proof must be empty.
    """
    if not 0 <= old <= new or not _all_hashes(proof):
        return False
    if old == new or old == 0:
        expected = new_root if old else sha256(b"").hexdigest()
        return not proof and old_root == expected and (new > 0 or new_root == expected)
    # a tree that is one complete subtree of the new one is itself the proof's first node
    path = [bytes.fromhex(old_root), *proof] if old & (old - 1) == 0 else list(proof)
    return _climb(old - 1, new - 1, path) == (old_root, new_root)


def _climb(place: int, last: int, path: list[bytes]) -> tuple[str, str] | None:
    """Return the two roots that `path` gives; None if it has not the length it must have."""
    while place & 1:
        place, last = place >> 1, last >> 1
    if not path:
        return None
    old_node = new_node = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old_node, new_node = node_hash(sibling, old_node), node_hash(sibling, new_node)
            place, last = _skip_lone_levels(place, last)
        else:
            new_node = node_hash(new_node, sibling)
        place, last = place >> 1, last >> 1
    return (old_node.hex(), new_node.hex()) if last == 0 else None


def _skip_lone_levels(place: int, last: int) -> tuple[int, int]:
    """Pass the levels on which a right edge has no left neighbour and so moves up unchanged."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _all_hashes(proof: Iterable[bytes]) -> bool:
    return all(len(node) == HASH_BYTES for node in proof)


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _range_root(tree: Tree, start: int, end: int) -> bytes:
    """Return the root over leaves start … end−1, a subtree of RFC 6962 (so `start` is aligned)."""
    peaks = list(_peaks(tree, start, end))
    node = peaks.pop()
    while peaks:
        node = node_hash(peaks.pop(), node)
    return node


def _peaks(tree: Tree, start: int, end: int) -> Iterator[bytes]:
    """Give the roots of the complete subtrees that the range is made of, largest first."""
    while start < end:
        height = (end - start).bit_length() - 1
        yield _complete_root(tree, start, height)
        start += 1 << height


def _complete_root(tree: Tree, start: int, height: int) -> bytes:
    level, rest = divmod(height, _TILE_HEIGHT)
    tile, offset = divmod(start >> level * _TILE_HEIGHT, WIDTH)
    hashes = tree.hashes(level, Span(tile, offset + (1 << rest)))[offset * HASH_BYTES :]
    nodes = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
    while len(nodes) > 1:
        nodes = [node_hash(*pair) for pair in zip(nodes[::2], nodes[1::2], strict=True)]
    return nodes[0]
