"""Changes to the files themselves (steps 1 and 2), by the operator or by anyone on the way."""

import base64
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .book import Maker, standard
from .draw_rules import leaf_hash, tree_root
from .package import Package, packed
from .publishing import ORIGIN, tiles_of
from .spoiling import Attack
from .zipping import zipped

Change = Callable[[Package], None]
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def _base() -> Maker:
    return standard(size=24)


def _witnessed() -> Maker:
    return standard(size=24, witnesses=3)


def root_of(package: Package) -> bytes:
    """The root of the package's entries."""
    return tree_root([leaf_hash(entry) for entry in package.entries])


def sign_head(package: Package, text: str, key: Ed25519PrivateKey | None = None) -> None:
    """Make `text` the head, signed by the log's key or by `key` under the log's key id."""
    maker = package.maker
    signature = (key or maker.log).sign(text.encode())
    line = base64.b64encode(maker.key_id() + signature).decode()
    package.files["checkpoint"] = f"{text}\n— {ORIGIN} {line}\n".encode()


def head_text(package: Package, **changed: str) -> str:
    """The three lines of the head, some of them changed."""
    root = base64.b64encode(root_of(package)).decode()
    told = {"origin": ORIGIN, "size": str(len(package.entries)), "root": root, **changed}
    return f"{told['origin']}\n{told['size']}\n{told['root']}\n"


def head(**changed: str) -> Change:
    """The operator signs a head with such lines."""
    return lambda package: sign_head(package, head_text(package, **changed))


def size_as(write: Callable[[str], str]) -> Change:
    """The operator signs a head whose size is written in another way."""
    return lambda p: sign_head(p, head_text(p, size=write(str(len(p.entries)))))


def on_head(change: Callable[[bytes], bytes]) -> Change:
    """The bytes of the head are changed after it was signed."""

    def spoil(package: Package) -> None:
        package.files["checkpoint"] = change(package.files["checkpoint"])

    return spoil


def loose_base64(package: Package) -> None:
    """The root's base64 ends in bits that mean nothing."""
    root = base64.b64encode(root_of(package)).decode()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = root[:-2] + alphabet[alphabet.index(root[-2]) ^ 1] + "="
    sign_head(package, head_text(package, root=other))


def other_log_key(package: Package) -> None:
    """Another log key with its own key id signs the head."""
    package.maker.log = STRANGER
    sign_head(package, head_text(package))


def forged(package: Package) -> None:
    """A stranger's signature stands under the log's key id."""
    sign_head(package, head_text(package), STRANGER)


def doubled_root(hashes: list[bytes]) -> bytes:
    """The root of a tree that repeats its last node where their number is odd."""
    while len(hashes) > 1:
        if len(hashes) % 2:
            hashes = [*hashes, hashes[-1]]
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [tree_root([left, right]) for left, right in pairs]
    return hashes[0]


def odd_nodes_doubled(package: Package) -> None:
    """The head has the root of a tree whose odd nodes are repeated."""
    made = doubled_root([leaf_hash(entry) for entry in package.entries])
    sign_head(package, head_text(package, root=base64.b64encode(made).decode()))


def smaller_head(package: Package) -> None:
    """The head is of one entry less than the tiles hold."""
    root = tree_root([leaf_hash(entry) for entry in package.entries[:-1]])
    told = {"size": str(len(package.entries) - 1), "root": base64.b64encode(root).decode()}
    sign_head(package, head_text(package, **told))


def tail_cut(package: Package) -> None:
    """The tiles lose their last entry; the head stays."""
    for name in [n for n in package.files if n.startswith("tile/")]:
        del package.files[name]
    package.files.update(tiles_of(package.entries[:-1]))


def name_of(package: Package, start: str) -> str:
    """The last file whose path begins so."""
    return max(name for name in package.files if name.startswith(start))


def on_file(start: str, change: Callable[[bytes], bytes]) -> Change:
    """The bytes of a file are changed."""

    def spoil(package: Package) -> None:
        name = name_of(package, start)
        package.files[name] = change(package.files[name])

    return spoil


def without(start: str) -> Change:
    """A file is not there."""

    def spoil(package: Package) -> None:
        del package.files[name_of(package, start)]

    return spoil


def moved(start: str, new: Callable[[str], str]) -> Change:
    """A file has another path."""

    def spoil(package: Package) -> None:
        name = name_of(package, start)
        package.files[new(name)] = package.files.pop(name)

    return spoil


def added(name: str, data: bytes = b"\0" * 32) -> Change:
    """A file is there that should not be."""
    return lambda package: package.files.update({name: data})


def linked(package: Package) -> None:
    """A tile is a link to a file elsewhere."""
    name = name_of(package, "tile/0/")
    package.beside["aside"] = package.files.pop(name)
    package.links[name] = "../" * (name.count("/") + 1) + "aside"


def flipped(data: bytes) -> bytes:
    """The same with one bit of its middle changed."""
    place = len(data) // 2
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def other_bundle(package: Package) -> None:
    """The entries of another ledger of the same operator stand in the tile."""
    other = standard(size=24, seed=9).sealed_entries()
    package.files[name_of(package, "tile/entries/")] = tiles_of(other)[
        name_of(package, "tile/entries/")
    ]


def exchanged_entries(package: Package) -> None:
    """Two entries stand in each other's place in the bundle."""
    entries = list(package.entries)
    entries[7], entries[8] = entries[8], entries[7]
    name = name_of(package, "tile/entries/")
    package.files[name] = tiles_of(entries)[name]


def stale(kind: str) -> Change:
    """A partial tile of an earlier size is not a prefix of today's."""

    def spoil(package: Package) -> None:
        name = f"tile/{kind}/000.p/20"
        package.files[name] = flipped(package.files[name])

    return spoil


def with_stale() -> Maker:
    """A book with partial tiles of a smaller size left behind."""
    maker = _base()
    maker.keep_stale = [20]
    return maker


def exchanged_blobs(package: Package) -> None:
    """Two blobs have each other's name."""
    first, second = sorted(n for n in package.files if n.startswith("blob/"))[:2]
    files = package.files
    files[first], files[second] = files[second], files[first]


def head_signers(lines: Callable[[Maker], list[int]], more: Any = None) -> Callable[[], Maker]:
    """A witnessed book whose head only some witnesses sign."""

    def make() -> Maker:
        maker = _witnessed()
        maker.head_signers = lines(maker)
        if more is not None:
            maker.head_lines = lambda told: more(maker, told)
        return maker

    return make


def of_other_origin(maker: Maker, lines: list[str]) -> list[str]:
    """The first witness signed a head of another log with that size and root."""
    text = maker.note(46, b"\1" * 32).split(b"\n\n")[0] + b"\n"
    other = text.replace(ORIGIN.encode(), b"other.example/log")
    return [maker.witnesses[0].line(other, maker.clock), *lines[1:]]


def of_older_head(maker: Maker, lines: list[str]) -> list[str]:
    """The first witness signed an earlier head of this log."""
    entries = maker.sealed_entries()[:20]
    text = maker.note(20, tree_root([leaf_hash(e) for e in entries])).split(b"\n\n")[0] + b"\n"
    return [maker.witnesses[0].line(text, maker.clock), *lines[1:]]


def strangers(maker: Maker, lines: list[str]) -> list[str]:
    """Two parties that are not in the policy sign in the place of two that are."""
    text = maker.note(1, b"\1" * 32).split(b"\n\n")[0] + b"\n"
    made = [type(maker.witnesses[0]).make(f"other{n}.example", 50 + n) for n in (1, 2)]
    return [lines[0], *(one.line(text, maker.clock) for one in made)]


def trust_inside(package: Package) -> None:
    """The trust file is served with the publication."""
    package.trust_inside = True


def on_trust(change: Callable[[bytes], bytes]) -> Change:
    """The bytes of the trust file are changed."""

    def spoil(package: Package) -> None:
        package.trust = change(package.trust)

    return spoil


def file_attack(code: str, name: str, change: Change, **more: Any) -> Attack:
    """An attack on files of a book that is honest otherwise."""
    make = more.pop("make", _base)
    return Attack(code, name, make, files=change, auditor=False, **more)


def wide(number: str) -> str:
    """Digits as they are written between Chinese characters."""
    return number.translate({ord("0") + n: 0xFF10 + n for n in range(10)})


def in_zip(more: list[tuple[str, bytes]], link: str | None = None) -> Change:
    """The publication comes as a ZIP that holds more than the folder."""

    def archive(package: Package) -> bytes:
        files = dict(package.files)
        links = {}
        if link is not None:
            files.pop(name_of(package, link))
            links[name_of(package, link)] = "../../../aside"
        return zipped([*sorted(files.items()), *more], links)

    def spoil(package: Package) -> None:
        package.archive = archive

    return spoil


def many_lines(head_bytes: bytes) -> bytes:
    """The head with a hundred lines of unknown keys besides the log's."""
    return head_bytes + "— x AAAAAAAA\n".encode() * 100


def long_head(package: Package) -> None:
    """The head in the ZIP is longer than a reader may read."""
    package.files["checkpoint"] += "— x AAAAAAAA\n".encode() * 1500
    package.archive = lambda one: zipped(sorted(one.files.items()))


def honest_zip() -> Package:
    """An honest control: the publication as a ZIP."""
    made = packed(_base())
    made.archive = lambda package: zipped(sorted(package.files.items()))
    return made
