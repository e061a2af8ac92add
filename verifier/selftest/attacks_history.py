"""Heads and sheets that somebody kept, against a publication rewritten since (04 §13)."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from .book import BEFORE, Maker, standard
from .draw_rules import leaf_hash, tree_root
from .package import Package, packed
from .spoiling import Attack, during, remove

Change = Callable[[Package], None]
SIZE = 24


def honest(**options: Any) -> Maker:
    """The book that somebody saw."""
    return standard(size=SIZE, **options)


def retold(title: str = "另一个标题", **options: Any) -> Maker:
    """The same book with another title, everything after it made to fit."""
    told = during("campaign.open", None, lambda d: d.update(title=title), size=SIZE, **options)
    made: Maker = told()
    return made


def shortened(size: int) -> Callable[[], Maker]:
    """The book as it was at an earlier size: right in itself."""

    def make() -> Maker:
        maker = honest()
        del maker.entries[size:]
        named = str([entry["data"] for entry in maker.entries])
        maker.blobs = {name: data for name, data in maker.blobs.items() if name in named}
        return maker

    return make


def without_confirmation(maker: Maker) -> None:
    """The second confirmation is taken out."""
    remove(maker, maker.find("confirm", 1, 1))


def exchanged_confirmations(maker: Maker) -> None:
    """Two confirmations come in the other order."""
    first, second = maker.find("confirm", 1, 0), maker.find("confirm", 1, 1)
    a, b = maker.entries[first], maker.entries[second]
    a["data"], b["data"] = b["data"], a["data"]


def back_dated(maker: Maker) -> None:
    """The end of the campaign is dated a minute earlier."""
    maker.entries[maker.find("campaign.close")]["at"] -= 59


def inserted_disclosure(maker: Maker) -> None:
    """After what was seen, an entry was put in before its end."""
    close = maker.entries.pop(maker.find("campaign.close"))
    maker.disclose(["lot"], "selected", wait=0)
    maker.entries.append(close)
    maker.entries[-1]["at"] = maker.entries[-2]["at"]


def other_end(maker: Maker) -> None:
    """The last entry is cut off and others stand in its place."""
    maker.entries.pop(maker.find("campaign.close"))
    maker.disclose(["lot"], "selected")
    maker.disclose(["lot"], "selected")


def note_name(maker: Maker, size: int, root: bytes) -> str:
    """Where a verifier keeps a note (04 §13)."""
    place = hashlib.sha256(maker.vkey().encode()).hexdigest()
    return f"keep/{place}/{size:016d}-{root.hex()}"


def kept(*notes: tuple[Callable[[], Maker], int | None]) -> Change:
    """Notes of these books at these sizes (None: whole) were kept by the reader."""

    def spoil(package: Package) -> None:
        package.options["keep"] = "keep"
        for make, size in notes:
            maker = make()
            entries = maker.sealed_entries()[:size]
            root = tree_root([leaf_hash(entry) for entry in entries])
            note = maker.note(len(entries), root)
            package.beside[note_name(maker, len(entries), root)] = note

    return spoil


def typed(make: Callable[[], Maker], size: int | None, form: str = "hex") -> Change:
    """A reader types the size and root of a printed sheet."""

    def spoil(package: Package) -> None:
        entries = make().sealed_entries()[:size]
        root = tree_root([leaf_hash(entry) for entry in entries])
        shown = root.hex() if form == "hex" else base64.b64encode(root).decode()
        package.options["checkpoint"] = f"{len(entries)} {shown}"

    return spoil


def typed_of_another(package: Package) -> None:
    """A reader types the right size and root of a sheet of another ledger."""
    typed(honest, None)(package)
    told = package.options["checkpoint"]
    package.options["checkpoint"] = f"other.example/ledger\n{told}"


def digest_of(make: Callable[[], Maker], draw: int) -> Change:
    """A reader gives the digest of a printed result sheet."""

    def spoil(package: Package) -> None:
        package.options["digest"] = make().data("match.result", draw)["statement"]

    return spoil


def history(code: str, name: str, make: Callable[[], Maker], change: Change, **more: Any) -> Attack:
    """An attack on a history that somebody knows a part of."""
    return Attack(code, name, make, files=change, auditor=False, **more)


def kept_now() -> Package:
    """An honest control: earlier notes were kept, and the sheet's checkpoint and digest given."""
    made = packed(honest(), BEFORE)
    kept((honest, 20), (honest, 46))(made)
    typed(honest, 30)(made)
    digest_of(honest, 3)(made)
    return made
