"""A beacon's value from a picture: segno draws it, in every kind of PNG, straight and turned."""

from __future__ import annotations

import io
import math
import struct
import time
import zlib

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from draw import TEST, read_typed
from inspection.qr import LONGEST, SECONDS, read_qr
from inspection.qr_child import LARGEST

DIGITS = (
    "a0a8ec237e5d37539d5ff4070271e14e42be179e6b41fa1c4824eaa9eba777b7"
    "3361b00fb631564ac1dfde3d716be565"
)
Grey = list[bytes]


def drawn(text: str = DIGITS, scale: int = 4, **colours: str | None) -> bytes:
    """The code as segno writes it: 1 bit a pixel, or a palette with colours."""
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, kind="png", scale=scale, **colours)
    return out.getvalue()


def pixels(text: str = DIGITS, scale: int = 4) -> Grey:
    code = segno.make(text, micro=False, error="m")
    return [bytes(0 if dark else 255 for dark in row) for row in code.matrix_iter(scale, 4)]


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png(width: int, height: int, colour: int, lines: bytes, ways: bytes = b"\0\0\0") -> bytes:
    head = struct.pack(">IIBB", width, height, 8, colour) + ways
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def painted(rows: Grey, colour: int = 0, kind: int = 0) -> bytes:
    """The rows as a picture of this colour type, every line by this filter."""
    dark = {0: b"\0", 2: b"\0\0\0", 4: b"\0\xff", 6: b"\0\0\0\xff"}[colour]
    # What is light is white, or nothing at all where the picture can say so.
    light = {0: b"\xff", 2: b"\xff\xff\xff", 4: b"\0\0", 6: b"\0\0\0\0"}[colour]
    plain = [b"".join(light if sample else dark for sample in row) for row in rows]
    lines = b"".join(
        bytes([kind]) + filtered(kind, line, above, len(dark))
        for line, above in zip(plain, [bytes(len(plain[0])), *plain], strict=False)
    )
    return png(len(rows[0]), len(rows), colour, lines)


def filtered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    """PNG §9.2, forward."""
    left, corner = bytes(step) + line, bytes(step) + above
    guesses = [guess(kind, *near) for near in zip(left, above, corner, strict=False)]
    return bytes((sample - near) & 255 for sample, near in zip(line, guesses, strict=True))


def guess(kind: int, left: int, up: int, corner: int) -> int:
    a, b, c = (abs(left + up - corner - near) for near in (left, up, corner))
    paeth = left if a <= b and a <= c else up if b <= c else corner
    return (0, left, up, (left + up) >> 1, paeth)[kind]


def turned(rows: Grey, degrees: float) -> Grey:
    """The picture turned about its middle, on a larger white ground."""
    size = len(rows)
    side = int(size * 1.5)
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def sample(x: int, y: int) -> int:
        across, down = x - side / 2, y - side / 2
        column = int(cosine * across + sine * down + size / 2)
        row = int(cosine * down - sine * across + size / 2)
        return rows[row][column] if 0 <= row < size and 0 <= column < size else 255

    return [bytes(sample(x, y) for x in range(side)) for y in range(side)]


@pytest.mark.parametrize("scale", [2, 4, 10])
def test_a_picture_gives_the_digits(scale: int) -> None:
    text = read_qr(drawn(scale=scale))
    assert text == DIGITS
    assert read_typed(TEST, 123, text).signature == DIGITS


def test_colours_are_read() -> None:
    assert read_qr(drawn(dark="darkred", light="lightyellow", quiet_zone="white")) == DIGITS


@pytest.mark.parametrize("colour", [0, 2, 4, 6])
@pytest.mark.parametrize("kind", range(5))
def test_every_kind_of_picture(colour: int, kind: int) -> None:
    assert read_qr(painted(pixels(scale=3), colour, kind)) == DIGITS


@pytest.mark.parametrize("degrees", [0, 7, 33, 90, 135, 180, 270])
def test_a_turned_picture(degrees: float) -> None:
    assert read_qr(painted(turned(pixels(scale=6), degrees))) == DIGITS


def test_two_codes_are_none() -> None:
    one, other = pixels(), pixels("another text " * 7)
    size = max(len(one), len(other))
    for first, second, expected in ((one, one, DIGITS), (one, other, None)):
        wide = [
            (first[at] if at < len(first) else b"").ljust(size, b"\xff")
            + (second[at] if at < len(second) else b"").ljust(size, b"\xff")
            for at in range(size)
        ]
        assert read_qr(painted(wide)) == expected


WHITE = painted([b"\xff" * 50] * 50)


@pytest.mark.parametrize(
    "image",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        WHITE,
        drawn()[:-60],
        png(0, 0, 0, b""),
        png(2**31, 2**31, 0, b"\0"),
        png(LARGEST, 1, 0, b"\0"),
        png(50, 50, 0, b"\x05" + bytes(50) * 60),
        png(50, 50, 0, bytes(51 * 50), b"\0\0\1"),
        png(50, 50, 3, bytes(51 * 50)),
        png(50, 50, 7, bytes(51 * 50)),
        drawn() + bytes(LONGEST),
    ],
)
def test_what_has_no_code_is_none(image: bytes) -> None:
    assert read_qr(image) is None


def test_a_small_file_cannot_fill_the_memory() -> None:
    bomb = png(100, 100, 0, bytes(50_000_000))
    assert len(bomb) < 100_000
    assert read_qr(bomb) is None


def finders() -> bytes:
    """A small picture that kept the reader busy for minutes: nothing but finder patterns."""
    tile = ["#########", "#.......#", "#.#####.#", "#.#...#.#", "#.#...#.#", "#.#...#.#"]
    tile = [*tile, *tile[2::-1]]
    lines = [bytes(255 if sample == "#" else 0 for sample in line) * 555 for line in tile]
    return painted(lines * 555)


def slow_jpeg(scans: int) -> bytes:
    """5,000 × 4,992 pixels in progressive scans of a few bytes, all of which must be decoded."""

    def part(marker: int, content: bytes) -> bytes:
        return struct.pack(">BBH", 255, marker, len(content) + 2) + content

    blocks = 625 * 624
    head = b"\xff\xd8" + part(0xDB, b"\0" + b"\1" * 64)
    head += part(0xC2, struct.pack(">BHHB", 8, 4992, 5000, 1) + b"\1\x11\0")
    one_code = bytes([1] + [0] * 15)
    head += part(0xC4, b"\0" + one_code + b"\0") + part(0xC4, b"\x10" + one_code + b"\xe0")
    head += part(0xDA, b"\1\1\0\0\0\0") + bytes(-(-blocks // 8))
    bits = ("0" + "1" * 14) * -(-blocks // 32767)  # a run of 32,767 blocks without a coefficient
    bits += "1" * (-len(bits) % 8)
    runs = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    return head + (part(0xDA, b"\1\1\0\1\x3f\0") + runs) * scans + b"\xff\xd9"


@pytest.mark.parametrize("image", [finders(), slow_jpeg(16_000)], ids=["finders", "scans"])
def test_a_picture_cannot_hold_up_the_office(image: bytes) -> None:
    assert len(image) < LONGEST / 10
    start = time.monotonic()
    assert read_qr(image) is None
    assert time.monotonic() - start < SECONDS + 2


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_photograph_is_reduced_and_read(kind: str) -> None:
    photograph = Image.new("RGB", (4_900, 4_900), "grey")
    with Image.open(io.BytesIO(drawn(scale=30))) as code:
        photograph.paste(code.convert("RGB"), (900, 1_200))
    out = io.BytesIO()
    photograph.save(out, kind)
    assert read_qr(out.getvalue()) == DIGITS


@settings(max_examples=20, deadline=None)
@given(
    st.binary()
    | st.integers(0, 400).flatmap(
        lambda at: st.binary(max_size=4).map(
            lambda junk: drawn(scale=1)[:at] + junk + drawn(scale=1)[at + len(junk) :]
        )
    )
)
def test_junk_never_raises(image: bytes) -> None:
    assert read_qr(image) in (None, DIGITS)
