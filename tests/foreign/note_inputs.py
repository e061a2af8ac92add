"""Notes and keys for the differential fuzz: after a change of meaning they are signed anew."""

import base64
from hashlib import sha256
from random import Random

from tests.foreign.mutations import ODD_BYTES, mutated, mutated_text
from tests.ledger.world import LOG_KEY, ORIGIN, VKEY


def note(rng: Random) -> bytes:
    """A checkpoint: signed after its text was changed, or changed after it was signed, or right."""
    size = rng.choice((*(0, 1, 300, 2**31, 2**53 - 1) * 3, 2**53, 2**63 - 1, 2**63))
    root = base64.b64encode(rng.randbytes(32)).decode()
    text = f"{ORIGIN}\n{size}\n{root}\n"
    choice = rng.random()
    if choice < 0.4:
        text = mutated_text(rng, text)
    elif choice < 0.5:
        text = text.replace(root, _other_base64(rng, root))
    lines = _signature_lines(rng, text.encode())
    whole = text.encode() + b"\n" + b"".join(lines)
    if 0.5 < choice < 0.6:
        return _edged(rng, whole)
    return mutated(rng, whole, ODD_BYTES) if 0.6 < choice < 0.8 else whole


def _edged(rng: Random, data: bytes) -> bytes:
    """Something before or behind, or between lines; what a reader may think it can clean away."""
    odd = rng.choice((b"\n", b" ", b"\r\n", b"\t", *ODD_BYTES))
    return rng.choice(
        (
            odd + data,
            data + odd,
            data[:-1],
            data[:-1] + odd,
            data.replace(b"\n", b"\r\n"),
            data.replace(b"\n\n", b"\n\n\n"),
            data.replace(b"\n\n", b"\n" + odd + b"\n\n"),
            data.replace(b"\n", odd + b"\n"),
        )
    )


def _signature_lines(rng: Random, text: bytes) -> list[bytes]:
    key = base64.b64decode(VKEY.split("+", 2)[2])
    key_id = sha256(ORIGIN.encode() + b"\n" + key).digest()[:4]
    right = _line(ORIGIN, key_id + LOG_KEY.sign(text))
    lines = [right] * rng.choice((*(1,) * 12, 2, 0))
    count = rng.choice((0, 0, 0, 0, 1, 2, 98 if rng.random() < 0.1 else 3))
    stranger = _odd_stranger if rng.random() < 0.4 else _stranger
    lines += [stranger(rng, key_id) for _ in range(count)]
    rng.shuffle(lines)
    return lines


def _stranger(rng: Random, _key_id: bytes) -> bytes:
    """A line of a key that nobody asked about; the longest is of the length of ML-DSA-44."""
    name = rng.choice((ORIGIN, "w.example/1", "示例"))
    return _line(name, rng.randbytes(rng.choice((5, 68, 76, 76, 2_424))))


def _odd_stranger(rng: Random, key_id: bytes) -> bytes:
    """The same with something odd about it, or with the log's key id."""
    name = mutated_text(rng, "w.example/1")
    line = rng.choice(
        (
            _line(ORIGIN, key_id + rng.randbytes(rng.choice((0, 1, 64)))),
            _line(name, rng.randbytes(76)),
            _line("w.example/1", rng.randbytes(rng.randrange(6))),
            _stranger(rng, key_id),
        )
    )
    return mutated(rng, line, ODD_BYTES) if rng.random() < 0.3 else line


def _line(name: str, blob: bytes) -> bytes:
    return f"— {name} {base64.b64encode(blob).decode()}\n".encode()


def _other_base64(rng: Random, text: str) -> str:
    """Base64 that is written in another way than the one way."""
    last = text.rstrip("=")
    other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
    return rng.choice(
        (
            text.rstrip("="),
            text + "=",
            last[:-1] + rng.choice(other) + text[len(last) :],
            text.replace("+", "-").replace("/", "_"),
            text[:10] + " " + text[10:],
            base64.b64encode(rng.randbytes(rng.choice((31, 33, 0)))).decode(),
        )
    )


def key(rng: Random) -> bytes:
    """A vkey; where its name or key was changed, with the key id that fits."""
    name = mutated_text(rng, ORIGIN) if rng.random() < 0.6 else ORIGIN
    raw = bytes([rng.choice((1, 1, 1, 2, 4))]) + rng.randbytes(rng.choice((32, 32, 32, 31, 33)))
    key_id = sha256(name.encode() + b"\n" + raw).hexdigest()[:8]
    text = f"{name}+{key_id}+{base64.b64encode(raw).decode()}"
    choice = rng.random()
    if choice < 0.2:
        text = mutated_text(rng, text)
    elif choice < 0.3:
        text = text.replace(key_id, key_id.upper())
    elif choice < 0.4:
        text = f"{name}+{key_id}+{_other_base64(rng, base64.b64encode(raw).decode())}"
    return text.encode()
