"""Entries (03 §1-3)."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from ledger import Draft, Entry, Malformed, canonical, entries
from tests.ledger import reference
from tests.ledger.test_canonical import KEYS, SCALARS
from tests.ledger.world import AGENCY_KEY, START, fixed_key, genesis, note

ZEROS = "0" * 64
FIRST = entries.build(genesis(), 0, ZEROS, START, True, AGENCY_KEY)
SECOND = entries.build(note(1), 1, FIRST.leaf, START, True, AGENCY_KEY)


def test_an_entry_is_made_as_specified() -> None:
    value = json.loads(FIRST.bytes)
    assert list(value) == ["body", "sigs"]
    assert value["body"] == {
        "at": START,
        "data": genesis().data,
        "kind": "genesis",
        "prev": ZEROS,
        "seq": 0,
        "simulation": True,
        "v": 1,
    }
    body = json.dumps(value["body"], separators=(",", ":"), ensure_ascii=False).encode()
    assert FIRST.bytes.startswith(b'{"body":' + body + b',"sigs":[')
    assert FIRST.body == body
    assert FIRST.leaf == reference.leaf(FIRST.bytes).hex()


def test_the_signature_is_over_the_dsse_message() -> None:
    (signature,) = json.loads(SECOND.bytes)["sigs"]
    assert signature["key"] == sha256(AGENCY_KEY.public).hexdigest()
    media_type = b"application/vnd.sunlot.test.note.v1+json"
    message = b" ".join(
        [
            b"DSSEv1",
            str(len(media_type)).encode(),
            media_type,
            str(len(SECOND.body)).encode(),
            SECOND.body,
        ]
    )
    assert entries.pae("test.note", SECOND.body) == message
    public = Ed25519PublicKey.from_public_bytes(AGENCY_KEY.public)
    public.verify(bytes.fromhex(signature["sig"]), message)
    assert SECOND.signed_by(AGENCY_KEY.public)
    assert not SECOND.signed_by(fixed_key("other").public)


@pytest.mark.parametrize("second_key", ["0" * 64, "f" * 64])
def test_a_second_signature_is_one_too_many(second_key: str) -> None:
    value = json.loads(SECOND.bytes)
    value["sigs"].append({"key": second_key, "sig": "0" * 128})
    value["sigs"].sort(key=lambda signature: str(signature["key"]))
    entry = entries.parse(canonical.encode(value))
    assert len(entry.signatures) == 2
    assert not entry.signed_by(AGENCY_KEY.public)


def test_pae_of_the_dsse_specification() -> None:
    # The protocol's own example, with our media type in the place of its own.
    assert entries.pae("x", b"hello world") == (
        b"DSSEv1 32 application/vnd.sunlot.x.v1+json 11 hello world"
    )


def test_data_may_look_like_signatures() -> None:
    data = {"sigs": [{"key": ZEROS, "sig": "0" * 128}], "text": ',"sigs":['}
    entry = entries.build(Draft("test", data), 1, FIRST.leaf, START, True, AGENCY_KEY)
    assert canonical.decode(entry.body) == json.loads(entry.bytes)["body"]
    assert entry.signed_by(AGENCY_KEY.public)


@given(st.dictionaries(KEYS, SCALARS, max_size=4), st.integers(1, 2**53 - 1), st.booleans())
def test_entries_come_back(data: dict[str, object], seq: int, simulation: bool) -> None:
    draft = Draft("test.note", data)
    entry = entries.build(draft, seq, FIRST.leaf, START, simulation, AGENCY_KEY)
    assert entries.parse(entry.bytes) == entry
    assert (entry.seq, entry.data, entry.simulation) == (seq, data, simulation)


def test_the_largest_entry() -> None:
    room = canonical.MAX_BYTES - len(SECOND.bytes)

    def build(text: str) -> Entry:
        data = {**note(1).data, "text": f"{note(1).data['text']}{text}"}
        return entries.build(Draft("test.note", data), 1, FIRST.leaf, START, True, AGENCY_KEY)

    assert len(build("x" * room).bytes) == canonical.MAX_BYTES
    with pytest.raises(Malformed, match="60,000"):
        build("x" * (room + 1))


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "additional key": lambda e: e.update(more=1),
    "no signatures": lambda e: e.update(sigs=[]),
    "signatures no list": lambda e: e.update(sigs={}),
    "signature twice": lambda e: e.update(sigs=e["sigs"] * 2),
    "signatures descending": lambda e: e["sigs"].append({"key": ZEROS, "sig": "0" * 128}),
    "signature short": lambda e: e["sigs"][0].update(sig="00"),
    "signature upper": lambda e: e["sigs"][0].update(sig="AB" * 64),
    "signature no text": lambda e: e["sigs"][0].update(sig=1),
    "key id short": lambda e: e["sigs"][0].update(key="00"),
    "signature with more": lambda e: e["sigs"][0].update(alg="none"),
    "version 2": lambda e: e["body"].update(v=2),
    "version true": lambda e: e["body"].update(v=True),
    "no version": lambda e: e["body"].pop("v"),
    "body with more": lambda e: e["body"].update(more=1),
    "body a list": lambda e: e.update(body=[]),
    "seq true": lambda e: e["body"].update(seq=True),
    "seq a text": lambda e: e["body"].update(seq="1"),
    "at false": lambda e: e["body"].update(at=False),
    "at null": lambda e: e["body"].update(at=None),
    "simulation 1": lambda e: e["body"].update(simulation=1),
    "kind empty": lambda e: e["body"].update(kind=""),
    "kind upper": lambda e: e["body"].update(kind="Genesis"),
    "kind with LF": lambda e: e["body"].update(kind="test\n"),
    "kind dotted": lambda e: e["body"].update(kind="test..note"),
    "kind long": lambda e: e["body"].update(kind="a" * 65),
    "prev short": lambda e: e["body"].update(prev="00"),
    "prev upper": lambda e: e["body"].update(prev="A" * 64),
    "prev zero": lambda e: e["body"].update(prev=ZEROS),
    "seq zero": lambda e: e["body"].update(seq=0),
    "data a list": lambda e: e["body"].update(data=[]),
    "data null": lambda e: e["body"].update(data=None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_an_entry_out_of_form_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    value = json.loads(SECOND.bytes)
    assert entries.parse(canonical.encode(value)) == SECOND
    change(value)
    with pytest.raises(Malformed):
        entries.parse(canonical.encode(value))


def test_other_texts_for_the_same_value_are_refused() -> None:
    for data in (SECOND.bytes + b"\n", SECOND.bytes.replace(b":1,", b": 1,"), b" " + SECOND.bytes):
        with pytest.raises(Malformed):
            entries.parse(data)


def test_every_flipped_bit_is_noticed() -> None:
    for at in range(len(SECOND.bytes)):
        flipped = bytearray(SECOND.bytes)
        flipped[at] ^= 1 << (at % 7)
        try:
            entry = entries.parse(bytes(flipped))
        except Malformed:
            continue
        assert not entry.signed_by(AGENCY_KEY.public), f"byte {at}"


@given(st.binary(max_size=60), st.integers(0, 600), st.integers(0, 600))
def test_the_parser_raises_nothing_but_malformed(junk: bytes, start: int, end: int) -> None:
    for data in (junk, SECOND.bytes[:start] + junk + SECOND.bytes[end:]):
        try:
            entry = entries.parse(data)
        except Malformed:
            continue
        assert entry.bytes == data


def test_an_entry_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        FIRST.seq = 1  # type: ignore[misc]  # that it is refused is the point
