"""Envelopes: the shape of an entry around its data (spec 03 §1-§3), and the forms of entries.

Kinds that come by the thousand have only digests, numbers and words from closed lists in their
data. Their canonical text is one regular expression, made of the schema's own rules: an entry that
fits it is canonical and of the right shape, and need not be parsed to say so. Every other entry,
the wrong ones too, is read step by step by step 3, which says what is wrong.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .canonical import is_utf8
from .publication import MAX_ENTRY
from .records import KINDS, SIGNATURE_ROW, digest
from .schema import form_of, integer

_NAMES = {kind.encode(): kind for kind in KINDS}
# Where key and signature stand in the text of a signature row.
_KEY, _SIG = slice(8, 72), slice(81, 209)
_FIELDS = ("body", "at", "prev", "seq", "simulation", "row")
_KIND = b',"kind":"'


class Envelope(NamedTuple):
    """An entry whose shape around `data` is right.

    `seq` is its place in the tree and `told` what it says of that; `at` in seconds; `sigs` pairs of
    key digest and signature in hex; `slice` are its signed literal bytes.
    """

    seq: int
    told: int
    kind: str
    at: int
    prev: str
    simulation: bool
    sigs: Sequence[tuple[str, str]]
    slice: bytes


def opened(seq: int, value: Mapping[str, Any], literal: bytes) -> Envelope:
    """The envelope of an entry whose `body` and `sigs` passed the schema."""
    body = value["body"]
    sigs = [(row["key"], row["sig"]) for row in value["sigs"]]
    return Envelope(
        seq,
        body["seq"],
        body["kind"],
        body["at"],
        body["prev"],
        body["simulation"],
        sigs,
        literal,
    )


def _forms() -> Iterator[tuple[bytes, re.Pattern[bytes]]]:
    """By kind what fits its entries that have one signature; groups: the fields of an envelope."""
    number, hexes = form_of(integer), form_of(digest)
    row = form_of(SIGNATURE_ROW)
    for kind, rule in KINDS.items():
        data = form_of(rule)
        if data is not None:
            body = (
                rf'\{{"at":(?P<at>{number}),"data":{data},"kind":"{re.escape(kind)}",'
                rf'"prev":(?P<prev>{hexes}),"seq":(?P<seq>{number}),'
                rf'"simulation":(?P<simulation>true|false),"v":1\}}'
            )
            text = rf'\{{"body":(?P<body>{body}),"sigs":\[(?P<row>{row})\]\}}'
            yield kind.encode(), re.compile(text.encode())


_FORMS = dict(_forms())


def fitting(data: bytes, seq: int) -> Envelope | None:
    """The envelope of an entry that fits the form of its kind; None if it must be parsed."""
    start = data.rfind(_KIND) + len(_KIND)
    kind = data[start : data.find(b'"', start)]
    form = _FORMS.get(kind)
    match = None if form is None else form.fullmatch(data)
    if match is None or len(data) > MAX_ENTRY or not is_utf8(data):
        return None
    body, at, prev, told, simulation, row = match.group(*_FIELDS)
    return Envelope(
        seq,
        int(told),
        _NAMES[kind],
        int(at),
        prev[1:-1].decode(),
        simulation == b"true",
        [(row[_KEY].decode(), row[_SIG].decode())],
        body,
    )
