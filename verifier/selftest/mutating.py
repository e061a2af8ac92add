"""Every byte of a small publication changed, and every field of a large one (04 §14).

No change may be proven, and none may end in a traceback.
"""

import copy
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .attacks_history import note_name
from .book import Data, Maker
from .controls import CONTROLS
from .draw_rules import leaf_hash, tree_root
from .package import Package, packed, report_of

# Fields that an operator may fill in otherwise without breaking a rule: kind, field, way (with
# `avoidance_months` and `waivers` if no row happens to depend on them). Only a head that somebody
# kept shows that they were others before (04 §13), so these are judged with one.
FREE: frozenset[tuple[str, str, str]] = frozenset(
    {
        ("campaign.open", "avoidance_months", "change"),
        ("campaign.open", "basis", "change"),
        ("campaign.open", "title", "change"),
        ("campaign.open", "waivers", "change"),
        ("campaign.open", "waivers.*", "drop"),
        ("campaign.open", "waivers.*.text", "change"),
        ("campaign.void", "reason.text", "change"),
        ("confirm", "expires", "change"),
        ("confirm", "nonce", "change"),
        ("draw.void", "reason.text", "change"),
        ("object", "expires", "change"),
        ("object", "nonce", "change"),
        ("object", "reason.text", "change"),
        ("object.answer", "text", "change"),
    }
)


def is_free(kind: str, field: str, how: str) -> bool:
    """True if such a change gives another honest book; list places are written `*`."""
    return (kind, field, how) in FREE


@dataclass(frozen=True)
class Survivor:
    """A change that the verifier did not refuse."""

    place: str
    exit: int | None
    error: str | None


def small_book() -> Package:
    """One matched draw of a publication of at most 20 KB."""
    maker = Maker(size=12)
    maker.open_campaign(representatives=1)
    maker.whole_draw(1, ["A01", "A02", "B01"], contributing=(1,), revealing=(1,))
    return packed(maker)


def judged(package: Package, folder: Path, place: str, allowed: tuple[int, ...]) -> list[Survivor]:
    """The survivor, if the exit code is none of `allowed`."""
    try:
        code = report_of(package, folder)["exit"]
    except Exception as error:  # noqa: BLE001 - a traceback of the verifier is what is looked for
        return [Survivor(place, None, f"{type(error).__name__}: {error}")]
    return [] if code in allowed else [Survivor(place, code, None)]


def byte_mutations(every: int = 1) -> Iterator[tuple[str, Package]]:
    """The lowest bit of every byte of every file, one at a time."""
    base = small_book()
    spoiled = [(name, place) for name, data in base.files.items() for place in range(len(data))]
    for name, place in spoiled[::every]:
        data = bytearray(base.files[name])
        data[place] ^= 1
        made = copy.copy(base)
        made.files = {**base.files, name: bytes(data)}
        yield f"{name} byte {place}", made


def _fields(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Paths of all values inside of one; of a list the first, one in the middle and the last."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from _fields(inner, (*path, key))
    if isinstance(value, list) and value:
        for place in sorted({0, len(value) // 2, len(value) - 1}):
            yield (*path, place)
            yield from _fields(value[place], (*path, place))


def _changed(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        digest = len(value) > 1 and value[0] in "0123456789abcdef"
        return ("1" if value[0] != "1" else "2") + value[1:] if digest else value + "x"
    return [] if value else ["x"] if isinstance(value, list) else {"x": 1} if value == {} else 1


def _retyped(value: Any) -> Any:
    return 7 if isinstance(value, str) else "7" if isinstance(value, int) else True


def _spoil(data: Data, path: tuple[str | int, ...], how: str) -> None:
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    last: Any = path[-1]
    if how == "drop":
        del holder[last]
    elif how == "add" and isinstance(holder, dict):
        holder["zz"] = 1
    elif how == "add":
        holder.append(copy.deepcopy(holder[last]))
    else:
        holder[last] = _changed(holder[last]) if how == "change" else _retyped(holder[last])


def _position_classes(maker: Maker) -> list[int]:
    """Of every kind of entry the first, one in the middle, and the last."""
    chosen: set[int] = set()
    for kind in {entry["kind"] for entry in maker.entries}:
        of_kind = [n for n, entry in enumerate(maker.entries) if entry["kind"] == kind]
        chosen |= {of_kind[0], of_kind[len(of_kind) // 2], of_kind[-1]}
    return sorted(chosen)


def field_mutations(every: int = 1) -> Iterator[tuple[str, Package]]:
    """Every field of every kind of entry, in every position class, four ways."""
    make: Callable[[], Package] = CONTROLS["every kind of campaign"]
    base = make()
    note, head = _kept(base)
    todo = [
        (seq, path, how)
        for seq in _position_classes(base.maker)
        for path in _fields(base.maker.entries[seq]["data"])
        if _fixed(base.maker, seq, path)
        for how in ("change", "drop", "add", "retype")
    ]
    for seq, path, how in todo[::every]:
        maker = copy.copy(base.maker)
        maker.entries = [dict(entry) for entry in base.maker.entries]
        # Brackets are made anew over the changed book, as an operator would.
        maker.blobs = dict(base.maker.blobs)
        maker.entries[seq]["data"] = copy.deepcopy(maker.entries[seq]["data"])
        _spoil(maker.entries[seq]["data"], path, how)
        place = f"{seq}." + ".".join(map(str, path))
        made = packed(maker, auditor=True)
        made.trust = base.trust if seq == 0 else made.trust
        kind = maker.entries[seq]["kind"]
        if is_free(kind, _pattern(path), how):
            made.options["keep"] = f"{place}/keep"
            made.beside[f"{place}/{note}"] = head
        yield f"entry {seq} {kind} {place} {how}", made


def _pattern(path: tuple[str | int, ...]) -> str:
    return ".".join("*" if isinstance(step, int) else step for step in path)


def _fixed(maker: Maker, seq: int, path: tuple[str | int, ...]) -> bool:
    """True unless nothing rests on the field yet, or it is made anew from the others."""
    entry = maker.entries[seq]
    if entry["kind"] == "draw.commit" and path == ("commitment",):
        own = (entry["data"]["campaign"], entry["data"]["draw"])
        opened = (e["data"] for e in maker.entries if e["kind"] == "draw.open")
        return own in {(data["campaign"], data["draw"]) for data in opened}
    return path[0] != "bracket"


def _kept(base: Package) -> tuple[str, bytes]:
    """Where a reader keeps the head of the book as it was, and that head."""
    root = tree_root([leaf_hash(entry) for entry in base.entries])
    return note_name(base.maker, len(base.entries), root), base.files["checkpoint"]


def survivors(
    mutations: Iterator[tuple[str, Package]], allowed: tuple[int, ...] = (1, 2, 3)
) -> tuple[int, list[Survivor]]:
    """How many mutations were judged, and those that were not refused."""
    count, left = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for place, package in mutations:
            count += 1
            left += judged(package, Path(folder), place, allowed)
    return count, left


def run_mutations(every: int) -> int:
    """Judge all mutations; 1 if any was not refused."""
    wrong = 0
    for name, mutations in (("bytes", byte_mutations(every)), ("fields", field_mutations(every))):
        count, left = survivors(mutations)
        for one in left:
            print(one)
        print(f"{name}: {count:,} changes, {len(left):,} not refused")
        wrong += len(left)
    return int(bool(wrong))
