"""What cannot be judged and must not be passed over in silence, and texts that only one check sees.

Nothing here is found by a second check: whoever leaves one of them out calls the book right.
"""

import base64
import json
from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .attacks_history import honest
from .attacks_kept import proof_attack, proving
from .attacks_public import matched
from .attacks_typed import statement, typed_book
from .book import Data, Maker, standard
from .draw_rules import canonical, leaf_hash, tree_root
from .package import Package
from .spoiling import Attack, later, put


def lacking(what: str) -> Callable[[Package], None]:
    """A file of the auditors is not there."""

    def spoil(package: Package) -> None:
        del package.beside[f"auditor/campaign-1.{what}.jsonl"]

    return spoil


def newer_catalogue(maker: Maker) -> None:
    """The catalogue is of another version."""
    told = maker.data("campaign.open")["catalogue"]
    document = json.loads(maker.blobs.pop(told["blob"]))
    told["blob"] = maker.blob(canonical({**document, "v": 2}) + b"\n")


def untyped(maker: Maker) -> None:
    """The pool holds somebody who makes nothing of what is drawn."""

    def spoiled(chosen: list[str], right: rules.Pool) -> rules.Pool:
        pool, candidates, excluded = right
        for leaf, one in sorted(maker.leaves.items()):
            if not set(one["facts"]["value"]["types"]) & set(chosen):
                return sorted([*pool, (leaf, "r")]), {**candidates, leaf: ["A01"]}, excluded
        raise LookupError("everybody makes some of it")

    maker.pool_hook = spoiled


def unpublished_statement() -> Maker:
    """The result names a statement that is not published."""
    maker = matched(Maker())
    maker.data("match.result", 1)["statement"] = "7" * 64
    return maker


def note_of_another_ledger(value: Data) -> None:
    """The log signs, under its own name, a head that names another ledger."""
    maker = honest()
    entries = maker.sealed_entries()
    root = base64.b64encode(tree_root([leaf_hash(entry) for entry in entries])).decode()
    text = f"other.example/log\n{len(entries)}\n{root}\n"
    line = value["checkpoint"].split("— ")[1].split(" ")[0]
    signature = base64.b64encode(maker.key_id() + maker.log.sign(text.encode())).decode()
    value["checkpoint"] = f"{text}\n— {line} {signature}\n"


def of_representative_0() -> Maker:
    """A contribution of a representative that cannot be."""
    maker = honest()
    put("draw.contribution", 1, representative=0)(maker)
    return maker


def undecided(code: str, name: str, make: Callable[[], Maker], kind: str | None = None,
              **more: Any) -> Attack:  # fmt: skip
    """What v1 cannot judge, in a book without a fault."""
    return Attack(code, name, make, kind, result="not_checked", **more)


ATTACKS: list[Attack] = [
    # what nobody can judge
    undecided("05.catalogue", "another version", later(newer_catalogue, size=24)),
    undecided("10.opening", "file left out", standard, files=lacking("openings")),
    undecided("10.people", "file left out", standard, files=lacking("people")),
    Attack("10.pool", "without a type", typed_book(untyped), "draw.freeze", 1),
    # what only one check sees
    Attack("08.statement", "line more", statement(lambda lines: lines.append("more=1")),
           "match.result", 1),
    Attack("08.statement", "not published", unpublished_statement, "match.result", 1,
           also=("02.blob",)),
    proof_attack("12.proof", "note of another ledger", proving(honest, note_of_another_ledger)),
    proof_attack("12.proof", "representative 0", proving(of_representative_0, lambda _value: None)),
]  # fmt: skip
