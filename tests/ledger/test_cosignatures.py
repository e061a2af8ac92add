"""Cosignatures of witnesses (C2SP tlog-cosignature v1)."""

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Cosignature, Malformed, keys
from ledger.cosignatures import (
    key_id,
    make_vkey,
    read_cosignatures,
    read_lines,
    read_note,
    read_vkey,
    sign_cosignature,
    with_cosignatures,
)
from ledger.notes import read_checkpoint, sign_checkpoint
from tests.ledger.world import LOG_KEY, ORIGIN, VKEY, fixed_key

NOTE = sign_checkpoint(ORIGIN, 1234, bytes(range(32)).hex(), LOG_KEY)
TEXT = NOTE[: NOTE.index(b"\n\n") + 1]
NAMES = ("association.example/w", "notary.example/w")
KEYS = {name: fixed_key(name) for name in NAMES}
VKEYS = [make_vkey(name, key.public) for name, key in KEYS.items()]
TIME = 1_800_000_000


def line(name: str = NAMES[0], time: int = TIME, text: bytes = TEXT) -> bytes:
    return sign_cosignature(text, time, name, KEYS[name])


def by_hand(name: str, raw: bytes) -> bytes:
    return f"— {name} {base64.b64encode(raw).decode()}\n".encode()


def test_a_cosignature_is_written_as_specified() -> None:
    """The layout of C2SP, put together here by hand."""
    key = KEYS[NAMES[0]]
    message = f"cosignature/v1\ntime {TIME}\n".encode() + TEXT
    identity = sha256(NAMES[0].encode() + b"\n\x04" + key.public).digest()[:4]
    raw = identity + TIME.to_bytes(8, "big") + key.sign(message)
    assert line() == by_hand(NAMES[0], raw)
    assert VKEYS[0] == (
        f"{NAMES[0]}+{identity.hex()}+{base64.b64encode(bytes([4]) + key.public).decode()}"
    )
    assert read_vkey(VKEYS[0]) == (NAMES[0], key.public)
    assert read_cosignatures(NOTE + line(), VKEYS) == (Cosignature(VKEYS[0], TIME),)


def test_a_cosigned_checkpoint_is_still_the_logs() -> None:
    note = with_cosignatures(NOTE, [line(name) for name in reversed(NAMES)], VKEYS)
    assert read_checkpoint(note, VKEY).size == 1234
    assert note == NOTE + line(NAMES[0]) + line(NAMES[1])
    assert [one.vkey for one in read_cosignatures(note, reversed(VKEYS))] == VKEYS


def test_the_earliest_line_of_a_witness_stays() -> None:
    early, late = line(time=TIME - 5), line(time=TIME)
    for first, second in ((early, late), (late, early)):
        assert with_cosignatures(NOTE + first, [second], VKEYS) == NOTE + early
        assert with_cosignatures(NOTE, [first, second], VKEYS) == NOTE + early
    assert with_cosignatures(NOTE + early, [early], VKEYS) == NOTE + early


def test_lines_of_unknown_keys_are_ignored_and_not_kept() -> None:
    stranger = sign_cosignature(TEXT, TIME, "stranger.example", fixed_key("stranger"))
    same_name = sign_cosignature(TEXT, TIME, NAMES[0], fixed_key("stranger"))
    raw = key_id(NAMES[0], KEYS[NAMES[0]].public) + bytes(72)
    same_id = by_hand("stranger.example", raw)
    note = NOTE + stranger + same_name + same_id
    assert read_cosignatures(note, VKEYS) == ()
    assert with_cosignatures(note, [line()], VKEYS) == NOTE + line()


def test_the_log_line_comes_first_wherever_it_was() -> None:
    note = TEXT + b"\n" + line() + NOTE.removeprefix(TEXT + b"\n")
    assert with_cosignatures(note, [], VKEYS) == NOTE + line()


def test_a_witness_may_be_named_like_the_log() -> None:
    key = fixed_key("namesake")
    vkey = make_vkey(ORIGIN, key.public)
    early, late = (sign_cosignature(TEXT, time, ORIGIN, key) for time in (TIME, TIME + 1))
    note = with_cosignatures(NOTE + late, [early], [vkey])
    assert note == NOTE + early
    assert read_checkpoint(note, VKEY).size == 1234


def test_at_most_a_hundred_signature_lines() -> None:
    strangers = [by_hand("w.example", bytes([0, 0, 0, number, 9])) for number in range(100)]
    note = NOTE + line() + b"".join(strangers[:98])
    assert [one.vkey for one in read_cosignatures(note, VKEYS)] == [VKEYS[0]]
    with pytest.raises(Malformed, match="found 101"):
        read_cosignatures(NOTE + b"".join(strangers), VKEYS)
    assert len(read_lines(b"".join(strangers))) == 100
    with pytest.raises(Malformed, match="found 101"):  # what a witness answers is bounded, too
        read_lines(b"".join(strangers) + line())


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_witness_keys_that_prove_nothing_are_refused(y: int, sign: int) -> None:
    public = (y | sign << 255).to_bytes(32, "little")
    with pytest.raises(Malformed, match="public key"):
        make_vkey(NAMES[0], public)
    key = base64.b64encode(b"\x04" + public).decode()
    with pytest.raises(Malformed):
        read_vkey(f"{NAMES[0]}+{key_id(NAMES[0], public).hex()}+{key}")


def test_two_lines_of_one_witness_are_refused() -> None:
    with pytest.raises(Malformed, match="two lines"):
        read_cosignatures(NOTE + line() + line(time=TIME + 1), VKEYS)


def test_a_wrong_line_of_a_known_witness_is_refused() -> None:
    identity = key_id(NAMES[0], KEYS[NAMES[0]].public)
    stamp = TIME.to_bytes(8, "big")
    signature = KEYS[NAMES[0]].sign(TEXT)  # of the text alone: what a log's key would sign
    other = sign_checkpoint(ORIGIN, 1235, bytes(32).hex(), LOG_KEY).split(b"\n\n")[0] + b"\n"
    wrong = (
        line(text=other),
        by_hand(NAMES[0], identity + stamp + signature),
        by_hand(NAMES[0], identity + signature),
        by_hand(NAMES[0], identity + stamp + bytes(65)),
        by_hand(NAMES[0], identity + bytes(8) + bytes(64)),
        by_hand(NAMES[0], identity + b"\xff" * 8 + bytes(64)),
        by_hand(NAMES[0], identity + (TIME + 1).to_bytes(8, "big") + read_raw(line())[12:]),
    )
    for one in wrong:
        with pytest.raises(Malformed, match="cosignature of"):
            read_cosignatures(NOTE + one, VKEYS)
        with pytest.raises(Malformed, match="cosignature of"):
            with_cosignatures(NOTE, [one], VKEYS)


def read_raw(written: bytes) -> bytes:
    return base64.b64decode(written.split(b" ")[2])


@pytest.mark.parametrize("lines", [b"", b"\n", b"garbage\n", b"\xff\n"])
def test_what_is_no_line_is_refused(lines: bytes) -> None:
    with pytest.raises(Malformed):
        with_cosignatures(NOTE, [lines], VKEYS)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\x00b", "x" * 256, "名" * 86])
def test_a_name_that_cannot_be_read_is_not_signed_with(name: str) -> None:
    with pytest.raises(Malformed):
        make_vkey(name, KEYS[NAMES[0]].public)
    with pytest.raises(Malformed):
        sign_cosignature(TEXT, TIME, name, KEYS[NAMES[0]])


@pytest.mark.parametrize("time", [0, -1, 2**53])
def test_a_time_that_cannot_be_is_not_signed(time: int) -> None:
    with pytest.raises(Malformed, match="seconds"):
        sign_cosignature(TEXT, time, NAMES[0], KEYS[NAMES[0]])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        keys.vkey(NAMES[0], KEYS[NAMES[0]].public),  # a log's key, type 0x01
        VKEYS[0][:-1],
        VKEYS[0] + "\n",
        VKEYS[0].replace("association", "associations"),
        VKEYS[0].replace("+", "+0", 1),
    ],
)
def test_a_wrong_vkey_is_refused(vkey: str) -> None:
    with pytest.raises(Malformed, match="witness key"):
        read_vkey(vkey)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for note in (data, TEXT + b"\n" + data, NOTE + data):
        try:
            read_cosignatures(note, VKEYS)
        except Malformed:
            continue
        assert read_note(note).text == note[: len(read_note(note).text)]


@given(st.integers(0, len(NOTE + line()) * 8 - 1))
def test_no_flipped_bit_passes(position: int) -> None:
    """Whatever bit is flipped: the witness is gone, or the note is refused."""
    note = bytearray(NOTE + line())
    note[position // 8] ^= 1 << position % 8
    try:
        found = read_cosignatures(bytes(note), VKEYS)
    except Malformed:
        return
    start = len(TEXT) + 1
    in_log_line = start <= position // 8 < len(NOTE)
    assert found == () or in_log_line
