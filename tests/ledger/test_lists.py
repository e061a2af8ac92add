"""Blobs and lists (00 §5)."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Blob, Malformed, lists
from tests.ledger import reference

LEAVES = st.lists(
    st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=20, unique=True
).map(sorted)
A, B = "a" * 64, "b" * 64


def test_a_blob_is_named_by_its_hash() -> None:
    blob = Blob(b"abc")
    assert blob.digest == sha256(b"abc").hexdigest()
    assert len(blob) == 3


@given(LEAVES)
def test_a_roster(leaves: list[str]) -> None:
    made = lists.leaf_list(leaves)
    assert made.data.decode() == "".join(leaf + "\n" for leaf in leaves)
    assert made.digest == sha256(made.data).hexdigest()
    assert made.count == len(leaves)
    hashes = [reference.leaf(bytes.fromhex(leaf)) for leaf in leaves]
    assert made.root == reference.tree_hash(hashes).hex()
    assert lists.read_leaf_list(made.data) == tuple(leaves)


@given(LEAVES, st.data())
def test_a_pool(leaves: list[str], data: st.DataObject) -> None:
    rows = [(leaf, data.draw(st.sampled_from("mr"))) for leaf in leaves]
    made = lists.marked_list(rows)
    assert made.data.decode() == "".join(f"{leaf} {mark}\n" for leaf, mark in rows)
    hashes = [reference.leaf(bytes.fromhex(leaf) + mark.encode()) for leaf, mark in rows]
    assert (made.count, made.root) == (len(rows), reference.tree_hash(hashes).hex())
    assert made.digest == sha256(made.data).hexdigest()
    assert lists.read_marked_list(made.data) == tuple(rows)


def test_the_mark_is_under_the_root() -> None:
    assert lists.marked_list([(A, "m")]).root != lists.marked_list([(A, "r")]).root


@pytest.mark.parametrize(
    "leaves", [[], [B, A], [A, A], [A.upper()], [A[:-1]], [A + "\n"], [A[:-1] + "g"]]
)
def test_refuses_to_write_a_roster(leaves: list[str]) -> None:
    with pytest.raises(Malformed):
        lists.leaf_list(leaves)


@pytest.mark.parametrize(
    "rows", [[], [(B, "m"), (A, "m")], [(A, "m"), (A, "r")], [(A, "x")], [(A, "")], [("", "m")]]
)
def test_refuses_to_write_a_pool(rows: list[tuple[str, str]]) -> None:
    with pytest.raises(Malformed):
        lists.marked_list(rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        A,
        f"{A}\n\n",
        f"{A}\r\n",
        f" {A}\n",
        f"{A} \n",
        f"{B}\n{A}\n",
        f"{A}\n{A}\n",
        f"{A.upper()}\n",
        f"{A} m\n",
        f"{A}\nä\n",
    ],
)
def test_refuses_to_read_a_roster(text: str) -> None:
    with pytest.raises(Malformed):
        lists.read_leaf_list(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{A}\n",
        f"{A} m",
        f"{A}  m\n",
        f"{A}\tm\n",
        f"{A}xm\n",
        f"{A} x\n",
        f"{A} m \n",
        f"{B} m\n{A} m\n",
        f"{A} m\n{A} r\n",
    ],
)
def test_refuses_to_read_a_pool(text: str) -> None:
    with pytest.raises(Malformed):
        lists.read_marked_list(text.encode())


@given(st.text("ab01 mr\n" + "é", max_size=70).map(str.encode))
def test_readers_raise_nothing_but_malformed(data: bytes) -> None:
    for read in (lists.read_leaf_list, lists.read_marked_list):
        with pytest.raises(Malformed):
            read(data)
