"""Turns entries into a publication: numbered, chained, signed, tiled, with its trust file."""

import base64
import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .draw_rules import canonical, commit, leaf_hash, tree_root
from .signers import Signer, Signing

ORIGIN = "lottery.example/test"
START = 1772413200  # 2026-03-02 09:00 in Shanghai

Data = dict[str, Any]
Tamper = Callable[[Data], None]


def write(path: Path, data: bytes) -> None:
    """Write a file, making its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def tile_name(level: str, number: int, width: int) -> str:
    """Path of a tile (03 §4)."""
    digits = f"{number % 1000:03d}"
    while number >= 1000:
        number //= 1000
        digits = f"x{number % 1000:03d}/{digits}"
    return f"tile/{level}/{digits}" + ("" if width == 256 else f".p/{width}")


def tiles_of(entries: list[bytes]) -> dict[str, bytes]:
    """All tiles of a tree, by path (03 §4)."""
    made: dict[str, bytes] = {}

    def cut(level: str, items: list[bytes]) -> None:
        for number in range(0, len(items), 256):
            part = items[number : number + 256]
            made[tile_name(level, number // 256, len(part))] = b"".join(part)

    cut("entries", [len(entry).to_bytes(2, "big") + entry for entry in entries])
    hashes, level = [leaf_hash(entry) for entry in entries], 0
    while hashes:
        cut(str(level), hashes)
        whole = len(hashes) // 256
        hashes = [tree_root(hashes[i * 256 : (i + 1) * 256]) for i in range(whole)]
        level += 1
    return made


class Publisher:
    """Entries and blobs of one ledger; `tamper[kind, draw]` changes an entry's data as it comes.

    Whatever was changed is hashed, chained and signed again with all of the operator's keys.
    """

    def __init__(
        self, seed: int, simulation: bool, witnesses: int = 0, quorum: int | None = None
    ) -> None:
        self.random = random.Random(seed)
        self.simulation = simulation
        self.agency: Signing = Ed25519PrivateKey.from_private_bytes(self.bytes32())
        self.log: Signing = Ed25519PrivateKey.from_private_bytes(self.bytes32())
        self.entries: list[Data] = []
        self.blobs: dict[str, bytes] = {}
        self.tamper: dict[tuple[str, int | None], Tamper] = {}
        self.clock = START
        self.keep_stale: list[int] = []
        self.openings: dict[int, list[Data]] = {}
        self.people: dict[int, list[Data]] = {}
        self.witnesses = [Signer.make(f"witness{n}.example", n) for n in range(witnesses)]
        majority = witnesses // 2 + 1 if witnesses else 0
        self.quorum = majority if quorum is None else quorum
        self.head_signers = list(range(witnesses))
        self.head_lines: Callable[[list[str]], list[str]] = lambda lines: lines
        genesis = {
            "agency_key": self.public(self.agency).hex(),
            "origin": ORIGIN,
            "profile": "sunlot/v1",
            "simulation": simulation,
            **self.policy(),
        }
        self.add("genesis", genesis)

    def policy(self) -> Data:
        """Quorum and witnesses, as genesis and the trust file say them."""
        rows = [{"body": one.body, "vkey": one.vkey()} for one in self.witnesses]
        return {"quorum": self.quorum, "witnesses": sorted(rows, key=lambda r: r["vkey"])}

    def bytes32(self) -> bytes:
        """The next 32 bytes of the fixed sequence."""
        return self.random.randbytes(32)

    def salt(self) -> str:
        """The next 32 bytes in hex."""
        return self.bytes32().hex()

    @staticmethod
    def public(key: Signing) -> bytes:
        """The raw public key."""
        return key.public_key().public_bytes_raw()

    def blob(self, data: bytes) -> str:
        """Keep a blob; gives its name."""
        name = hashlib.sha256(data).hexdigest()
        self.blobs[name] = data
        return name

    def add(self, kind: str, data: Data, wait: int = 60) -> int:
        """Append an entry; gives its seq."""
        hook = self.tamper.get((kind, data.get("draw")))
        if hook is not None:
            hook(data)
        self.clock += wait
        self.entries.append({"kind": kind, "at": self.clock, "data": data})
        return len(self.entries) - 1

    def find(self, kind: str, draw: int | None = None, nth: int = 0) -> int:
        """The seq of the nth entry of a kind (of a draw)."""
        found = [
            seq
            for seq, entry in enumerate(self.entries)
            if entry["kind"] == kind and (draw is None or entry["data"].get("draw") == draw)
        ]
        return found[nth]

    def data(self, kind: str, draw: int | None = None, nth: int = 0) -> Data:
        """The data of such an entry."""
        data: Data = self.entries[self.find(kind, draw, nth)]["data"]
        return data

    def text(self, words: str) -> str:
        """The commitment of a text."""
        return commit("text", self.salt(), words)

    def sealed_entries(self) -> list[bytes]:
        """Number, chain and sign all entries; `raw`, `prev`, … in an entry override."""
        done: list[bytes] = []
        for seq, entry in enumerate(self.entries):
            if "bracket" in entry:
                self._bracket(entry, done)
            prev = leaf_hash(done[-1]).hex() if done else "0" * 64
            body = {
                "at": entry["at"],
                "data": entry["data"],
                "kind": entry["kind"],
                "prev": prev,
                "seq": seq,
                "simulation": self.simulation,
                "v": 1,
                **entry.get("body", {}),
            }
            data: bytes = entry.get("raw_body") or canonical(body)
            done.append(self.signed(entry, body["kind"], data))
        return done

    def _bracket(self, entry: Data, before: list[bytes]) -> None:
        """Name the bracket that `entry["bracket"]` makes of the entries before it."""
        self.blobs.pop(entry.get("bracket_blob", ""), None)
        note = entry["bracket"](before)
        if note is None:
            entry["data"]["bracket"] = None
        else:
            entry["bracket_blob"] = self.blob(note)
            entry["data"]["bracket"] = {"blob": entry["bracket_blob"]}

    def signed(self, entry: Data, kind: Any, body: bytes) -> bytes:
        """The bytes of an entry, signed by the agency key unless the entry says otherwise."""
        payload = f"application/vnd.sunlot.{kind}.v1+json".encode()
        message = b"DSSEv1 %d %s %d %s" % (len(payload), payload, len(body), body)
        key: Signing = entry.get("key", self.agency)
        sigs = [{
            "key": hashlib.sha256(self.public(key)).hexdigest(),
            "sig": key.sign(entry.get("message", message)).hex(),
        }]  # fmt: skip
        sigs += entry.get("more_sigs", [])
        whole = b'{"body":' + body + b',"sigs":' + canonical(sigs) + b"}"
        hook = entry.get("bytes")
        return hook(whole) if hook else whole

    def vkey(self) -> str:
        """The log's key as a trust file names it."""
        key = b"\x01" + self.public(self.log)
        return f"{ORIGIN}+{self.key_id().hex()}+{base64.b64encode(key).decode()}"

    def key_id(self) -> bytes:
        """The log's key id in its notes."""
        key = b"\x01" + self.public(self.log)
        return hashlib.sha256(ORIGIN.encode() + b"\n" + key).digest()[:4]

    def note(
        self, size: int, root: bytes, origin: str = ORIGIN, lines: Callable[..., list[str]] = list
    ) -> bytes:
        """A signed note; `lines` makes further signature lines of its text."""
        text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
        signature = base64.b64encode(self.key_id() + self.log.sign(text)).decode()
        more = "".join(lines(text)) if lines is not list else ""
        return text + f"\n— {origin} {signature}\n{more}".encode()

    def head(self, entries: list[bytes]) -> bytes:
        """The checkpoint, signed by `head_signers` a little after the last entry."""

        def lines(text: bytes) -> list[str]:
            made = [self.witnesses[n].line(text, self.clock + 5 + n) for n in self.head_signers]
            return self.head_lines(made)

        return self.note(len(entries), tree_root([leaf_hash(e) for e in entries]), lines=lines)

    # The genesis that the trust file names, if not that of the book.
    trusted_first: bytes | None = None

    def trust(self, first: bytes) -> bytes:
        """The trust file for a ledger whose first entry is `first`."""
        first = self.trusted_first or first
        value = {
            "genesis": leaf_hash(first).hex(),
            "log_key": self.vkey(),
            "origin": ORIGIN,
            "v": 1,
            **self.policy(),
        }
        return canonical(value) + b"\n"

    def files(self, entries: list[bytes]) -> dict[str, bytes]:
        """The publication of these entries: its files by path."""
        made: dict[str, bytes] = {}
        for size in (*self.keep_stale, len(entries)):
            made.update(tiles_of(entries[:size]))
        for name, data in self.blobs.items():
            made[f"blob/sha256/{name}"] = data
        made["checkpoint"] = self.head(entries)
        return made

    def audit_files(self) -> dict[str, bytes]:
        """The auditor folder: its files by name."""
        made: dict[str, bytes] = {}
        for number, openings in self.openings.items():
            people = sorted(self.people[number], key=lambda one: one["person"])
            for name, rows in (("openings", openings), ("people", people)):
                lines = b"".join(canonical(one) + b"\n" for one in rows)
                made[f"campaign-{number}.{name}.jsonl"] = lines
        return made

    def publish(self, folder: Path) -> tuple[Path, Path]:
        """Write the publication and the trust file; gives both paths."""
        root = folder / "publication"
        if root.exists():
            shutil.rmtree(root)
        entries = self.sealed_entries()
        for name, data in self.files(entries).items():
            write(root / name, data)
        write(folder / "trust.json", self.trust(entries[0]))
        return root, folder / "trust.json"

    def auditor(self, folder: Path) -> Path:
        """Write the auditor folder; gives its path."""
        for name, data in self.audit_files().items():
            write(folder / "auditor" / name, data)
        return folder / "auditor"
