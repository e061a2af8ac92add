"""Inputs for the differential fuzz: what our producer writes, changed at random from a seed.

Two kinds of change: of the bytes, whatever they mean; and of the meaning, after which everything
else (signature, key id, root, canonical form) is made to fit again, so that what the parsers think
of the change is not hidden behind a wrong signature.
"""

from collections.abc import Callable, Sequence
from random import Random

Generator = Callable[[Random], bytes]

ODD_TEXT = (
    *("\n", "\n\n", "— ", "-- ", " ", "  ", "+", "=", "==", "/", "_", "-", "0", "00", "+7", "1e3"),
    *("\r", "\t", "\0", "\x1f", "\x7f", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u3000"),
    *("\ufeff", "\u200b", "\u0301", "é", "示例", "🎲", "٣", "１", "9007199254740992", "x", "A"),
)
ODD_BYTES = (
    *(text.encode() for text in ODD_TEXT),
    *(
        b"\xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x80",
        b"\0\0",
        b"\xff\xff",
    ),
)
ODD_JSON = (
    *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u0000", b"\\u0041", b"\\ud800", b"\\/"),
    *(b"\\n", b"\\u001F", b"\\u001f", b"null", b"true", b"NaN", b"Infinity", b"-0", b"1.0", b"1e9"),
    *(
        b"9007199254740991",
        b"9007199254740992",
        b"01",
        b'"a":1,',
        b'{"a":',
        b"[[[[[[[[",
        b"]]]]]]]]",
    ),
)


def mutated(rng: Random, data: bytes, tokens: Sequence[bytes]) -> bytes:
    """Change the bytes in one to three places."""
    for _ in range(rng.randint(1, 3)):
        data = _mutated_once(rng, data, tokens)
    return data


def _mutated_once(rng: Random, data: bytes, tokens: Sequence[bytes]) -> bytes:
    start, end = sorted(rng.randint(0, len(data)) for _ in range(2))
    end = min(end, start + rng.choice((1, 1, 2, 4, 32, 10_000)))
    token = rng.choice(tokens)
    match rng.randrange(7):
        case 0:
            return data[:start] + bytes([rng.randrange(256)]) + data[start + 1 :]
        case 1:
            return data[:start] + token + data[start:]
        case 2:
            return data[:start] + token + data[start + len(token) :]
        case 3:
            return data[:start] + data[end:]
        case 4:
            return data[:end] + data[start:]
        case 5:
            return (
                data[:start] + bytes([data[start] ^ 1 << rng.randrange(8)]) + data[start + 1 :]
                if start < len(data)
                else data[:-1]
            )
        case _:
            return data[:start]


def mutated_text(rng: Random, text: str) -> str:
    """Change a text, so that it stays one (no broken UTF-8)."""
    for _ in range(rng.randint(1, 3)):
        start = rng.randint(0, len(text))
        odd = rng.choice(ODD_TEXT)
        text = rng.choice(
            (
                text[:start] + odd + text[start:],
                text[:start] + odd + text[start + 1 :],
                text[:start] + text[start + rng.randint(1, 3) :],
                text[:start] + text[start : start + 1].swapcase() + text[start + 1 :],
            )
        )
    return text
