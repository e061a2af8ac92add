"""Entries for the differential fuzz: those of a real campaign, with odd values and odd bytes."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from tests.foreign.mutations import ODD_BYTES, ODD_JSON, mutated

ODD_KEYS = ("a", "b", "1", "10", "2", "__proto__", "constructor", "length", "_", "A", "", "é")
ODD_VALUES: tuple[object, ...] = (
    *(0, 1, -1, 255, 2**31, 2**53 - 1, 2**53, 2**63, 10**30, 0.5, 1.0, 1e300),
    *(
        True,
        False,
        None,
        "",
        "0",
        "\0",
        "\x1f",
        "\x7f",
        "\u2028",
        "\ud83d",
        "🎲",
        "e\u0301",
        '"\\/',
    ),
    *([], {}, [[[[[[[]]]]]]], [[[[[[[[]]]]]]]], {"b": 1, "a": 2}, {"10": 1, "9": 2, "a": 3}),
    *("k" * 33, {"k" * 32: 1}, {"k" * 33: 1}, {"__proto__": {"a": 1}}, "x" * 59_000, "x" * 61_000),
)


@dataclass(frozen=True)
class Entries:
    """Makes entries out of those of a real campaign."""

    originals: Sequence[bytes]

    def __call__(self, rng: Random) -> bytes:
        """An entry with another value somewhere, in canonical form again; or with other bytes."""
        original = rng.choice(self.originals)
        choice = rng.random()
        if choice < 0.5:
            value = json.loads(original)
            for _ in range(rng.randint(1, 2)):
                _change_value(rng, value)
            original = _canonical(value)
        if choice < 0.35:
            return original
        return mutated(rng, original, (*ODD_JSON, *ODD_BYTES))


def _change_value(rng: Random, value: object) -> None:
    """Put an odd value, or an odd key, somewhere below; an object may lose a member."""
    holder = rng.choice(list(_holders(value)))
    odd = deepcopy(rng.choice(ODD_VALUES))
    if isinstance(holder, list):
        holder[:] = rng.choice(([*holder, odd], [odd, *holder[1:]], holder[::-1]))
        return
    present = list(holder)
    if present and rng.random() < 0.1:
        del holder[rng.choice(present)]
    holder[rng.choice(present if present and rng.random() < 0.7 else ODD_KEYS)] = odd


def _holders(value: object) -> Iterator[list[object] | dict[str, object]]:
    """Every object and array in a value, itself first."""
    if isinstance(value, list | dict):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


def _canonical(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
