"""Checkpoints (03 §5)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import Checkpoint, Malformed, keys
from ledger.notes import read_checkpoint, sign_checkpoint
from tests.ledger.world import LOG_KEY, ORIGIN, VKEY, fixed_key

ROOT = bytes(range(32)).hex()
NOTE = sign_checkpoint(ORIGIN, 1234, ROOT, LOG_KEY)
TEXT, LINE = NOTE.split(b"\n\n")
OTHER = fixed_key("witness")


def signature_line(key: keys.SigningKey, name: str, text: bytes) -> bytes:
    raw = keys.note_key_id(name, key.public) + key.sign(text)
    return f"— {name} {base64.b64encode(raw).decode()}\n".encode()


def signed(text: bytes) -> bytes:
    """A note with any text at all, rightly signed: so only the text can be at fault."""
    return text + b"\n" + signature_line(LOG_KEY, ORIGIN, text)


def test_a_checkpoint_is_written_as_specified() -> None:
    text = f"{ORIGIN}\n1234\n{base64.b64encode(bytes(range(32))).decode()}\n"
    assert signed(text.encode()) == NOTE
    assert read_checkpoint(NOTE, VKEY) == Checkpoint(ORIGIN, 1234, ROOT)


def test_lines_of_unknown_keys_are_ignored() -> None:
    witness = signature_line(OTHER, "witness.example", TEXT + b"\n")
    same_name = signature_line(OTHER, ORIGIN, TEXT + b"\n")
    for note in (NOTE + witness, NOTE + same_name, TEXT + b"\n\n" + witness + LINE):
        assert read_checkpoint(note, VKEY).size == 1234


def test_a_note_has_at_most_a_hundred_signature_lines() -> None:
    strangers = [
        f"— w.example {base64.b64encode(bytes([0, 0, 0, number, 9])).decode()}\n".encode()
        for number in range(100)
    ]
    assert read_checkpoint(NOTE + b"".join(strangers[:99]), VKEY).size == 1234
    for note in (NOTE + b"".join(strangers), TEXT + b"\n\n" + b"".join(strangers) + LINE):
        with pytest.raises(Malformed, match="at most 100 signature lines, found 101"):
            read_checkpoint(note, VKEY)


def test_exactly_one_line_of_the_log() -> None:
    witness = signature_line(OTHER, "witness.example", TEXT + b"\n")
    for note in (TEXT + b"\n\n" + witness, NOTE + LINE):
        with pytest.raises(Malformed, match="one line"):
            read_checkpoint(note, VKEY)


def test_origin_and_key_name_are_one() -> None:
    with pytest.raises(Malformed, match="origin"):
        read_checkpoint(NOTE, keys.vkey("other.example", LOG_KEY.public))
    with pytest.raises(Malformed):
        read_checkpoint(NOTE, keys.vkey(ORIGIN, OTHER.public))


@pytest.mark.parametrize(
    "old_and_new",
    [
        (b"\n1234\n", b"\n+1234\n"),
        (b"\n1234\n", b"\n01234\n"),
        (b"\n1234\n", b"\n1_234\n"),
        (b"\n1234\n", b"\n 1234\n"),
        (b"\n1234\n", b"\n-1\n"),
        (b"\n1234\n", b"\n\n"),
        (b"\n1234\n", b"\n9007199254740992\n"),
        (b"\n1234\n", "\n١٢\n".encode()),
        (b"Hh8=", b"Hh8"),
        (b"Hh8=", b"Hh9="),
        (b"Hh8=", b"Hh8=\nextension"),
        (b"Hh8=", b"Hg=="),
        (b"Hh8=", b"-_8="),
        (b"\n1234", b"\r\n1234"),
    ],
)
def test_a_signed_text_out_of_form_is_refused(old_and_new: tuple[bytes, bytes]) -> None:
    text = TEXT + b"\n"
    old, new = old_and_new
    assert old in text
    assert read_checkpoint(signed(text), VKEY).size == 1234
    with pytest.raises(Malformed):
        read_checkpoint(signed(text.replace(old, new)), VKEY)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\n",
        TEXT,
        TEXT + b"\n\n",
        NOTE[:-1],
        NOTE + b"\n",
        NOTE + b"rest\n",
        NOTE.replace("— ".encode(), b"- "),
        NOTE.replace(b"=\n", b"\n"),
        NOTE + "— x AA==\n".encode(),
        NOTE + "— a b AAAAAAAA\n".encode(),
        NOTE + b"\xff\n",
        NOTE.replace(b"\n\n", b"\n\t\n"),
        NOTE + "— x ".encode() + b"A" * 16_384 + b"\n",
    ],
)
def test_a_note_out_of_form_is_refused(note: bytes) -> None:
    with pytest.raises(Malformed):
        read_checkpoint(note, VKEY)


def test_every_flipped_bit_of_text_and_signature_is_noticed() -> None:
    for at in range(len(NOTE)):
        for bit in range(8):
            flipped = bytearray(NOTE)
            flipped[at] ^= 1 << bit
            with pytest.raises(Malformed):
                read_checkpoint(bytes(flipped), VKEY)


def test_what_could_not_be_read_is_not_signed() -> None:
    for origin, size in (("a b", 1), ("a\nb", 1), (ORIGIN, -1), (ORIGIN, 2**53)):
        with pytest.raises(Malformed):
            sign_checkpoint(origin, size, ROOT, LOG_KEY)


@given(st.binary(max_size=300), st.integers(0, len(NOTE)), st.integers(0, len(NOTE)))
def test_readers_raise_nothing_but_malformed(junk: bytes, start: int, end: int) -> None:
    for note in (junk, NOTE[:start] + junk + NOTE[end:]):
        try:
            checkpoint = read_checkpoint(note, VKEY)
        except Malformed:
            continue
        assert checkpoint == Checkpoint(ORIGIN, 1234, ROOT)
        assert note.startswith(TEXT)
