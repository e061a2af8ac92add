"""What the verifier needs for a large publication, beside what nobody can do without.

A publication of many entries is made: genesis, then the acts that a book has most of. Their kinds,
fields and signatures are right, their order is not: steps 1-4 alone are measured, which do not look
at it. As bounds stand beside them, in turn within one run:

- a bare loop that takes the entries out of their tiles and only parses, re-encodes and hashes them;
- two threads that only check Ed25519 signatures, over messages of the same book.

Peak memory is that of a process that does nothing but steps 1-4. With `--demo FOLDER`, which has
`publication`, `trust.json` and `auditor`, the processor time of the whole judgement is printed too.
"""

import argparse
import base64
import contextlib
import hashlib
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from threading import Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.measuring import alternating, load, peak
from verifier import command, merkle, step01_head, step02_tree, step03_entries, step04_signatures
from verifier.findings import Findings
from verifier.note import signed_message
from verifier.signatures import Signatures
from verifier.tiles import WIDTH, Tile, split_entries

ENTRIES, RUNS, SAMPLE = 1_000_000, 3, 100_000
ORIGIN = "example.org/sunlot-bench"
BEGAN = 1_700_000_000
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

# Acts in turn; {h} is another digest in each entry. Written out, because a million are made.
_ACTS = (
    ("draw.commit", '"commitment":"{h}","draw":{d},"level":"D","person":"{h}","representative":1'),
    (
        "draw.contribution",
        '"commitment":"{h}","draw":{d},"level":"D","made_by":"device","person":"{h}","representative":2',
    ),
    ("draw.open", '"draw":{d},"level":"D","party":"operator","person":"{h}","secret":"{h}"'),
    (
        "confirm",
        '"digest":"{h}","draw":{d},"entry":{d},"expires":1,"level":"D","nonce":"{h}","person":"{h}"',
    ),
)


def _key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


AGENCY, LOG = _key("agency of the bench"), _key("log of the bench")


@dataclass(frozen=True)
class Place:
    """Where a synthetic publication lies."""

    folder: Path

    @property
    def publication(self) -> Path:
        """The folder of tiles and checkpoint."""
        return self.folder / "publication"

    @property
    def trust(self) -> Path:
        """The trust file."""
        return self.folder / "trust.json"


# ---------------------------------------------------------------------- making it
def _data(seq: int) -> tuple[str, str]:
    """Kind and data of one entry."""
    if seq == 0:
        genesis = {"agency_key": AGENCY.public_key().public_bytes_raw().hex(), "origin": ORIGIN}
        rest = {"profile": "sunlot/v1", "quorum": 0, "simulation": True, "witnesses": []}
        return "genesis", _ENCODER.encode(genesis | rest)
    kind, fields = _ACTS[seq % len(_ACTS)]
    own = hashlib.sha256(b"%d" % seq).hexdigest()
    text = fields.replace("{h}", own).replace("{d}", str(seq % 1000 + 1))
    campaign = seq // 1000 + 1
    if kind == "confirm":
        return kind, f'{{"answer":"confirm","campaign":{campaign},{text},"representative":1}}'
    return kind, f'{{"campaign":{campaign},{text}}}'


def _entries(count: int) -> Iterator[bytes]:
    """Signed entries, each with the leaf hash of the one before."""
    signer = hashlib.sha256(AGENCY.public_key().public_bytes_raw()).hexdigest()
    prev = bytes(32)
    for seq in range(count):
        kind, data = _data(seq)
        body = (
            f'{{"at":{BEGAN + seq},"data":{data},"kind":"{kind}","prev":"{prev.hex()}",'
            f'"seq":{seq},"simulation":true,"v":1}}'
        )
        signature = AGENCY.sign(signed_message(kind, body.encode())).hex()
        entry = f'{{"body":{body},"sigs":[{{"key":"{signer}","sig":"{signature}"}}]}}'.encode()
        prev = merkle.leaf_hash(entry)
        yield entry


def _write(place: Place, tile: Tile, data: bytes) -> None:
    path = place.publication / tile.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _write_entries(place: Place, count: int) -> list[bytes]:
    """Write the entries tiles; gives the leaf hashes."""
    hashes, tile = [], []
    for seq, entry in enumerate(_entries(count)):
        hashes.append(merkle.leaf_hash(entry))
        tile.append(len(entry).to_bytes(2, "big") + entry)
        if len(tile) == WIDTH or seq == count - 1:
            _write(place, Tile(None, seq // WIDTH, len(tile)), b"".join(tile))
            tile.clear()
    return hashes


def make(place: Place, count: int) -> None:
    """Write a publication of `count` entries and its trust file."""
    level, row = 0, _write_entries(place, count)
    root, genesis = merkle.root_of_hashes(row), row[0].hex()
    while row:
        parts = [row[at : at + WIDTH] for at in range(0, len(row), WIDTH)]
        for index, part in enumerate(parts):
            _write(place, Tile(level, index, len(part)), b"".join(part))
        row = [merkle.root_of_hashes(part) for part in parts if len(part) == WIDTH]
        level += 1
    text = f"{ORIGIN}\n{count}\n{base64.b64encode(root).decode()}\n"
    public = b"\x01" + LOG.public_key().public_bytes_raw()
    key_id = hashlib.sha256(ORIGIN.encode() + b"\n" + public).digest()[:4]
    line = base64.b64encode(key_id + LOG.sign(text.encode())).decode()
    (place.publication / "checkpoint").write_text(f"{text}\n— {ORIGIN} {line}\n", "utf-8")
    vkey = f"{ORIGIN}+{key_id.hex()}+{base64.b64encode(public).decode()}"
    trust = {"genesis": genesis, "log_key": vkey, "origin": ORIGIN}
    trust_text = _ENCODER.encode({**trust, "quorum": 0, "v": 1, "witnesses": []})
    place.trust.write_text(trust_text + "\n", "utf-8")


# ---------------------------------------------------------------------- what is measured
def _tiles(place: Place, count: int) -> Iterator[list[bytes]]:
    for index in range(-(-count // WIDTH)):
        width = min(WIDTH, count - index * WIDTH)
        data = (place.publication / Tile(None, index, width).path).read_bytes()
        yield split_entries(data, width)[0]


def bare(place: Place, count: int) -> None:
    """Parse, re-encode and hash every entry, and nothing else."""
    for entries in _tiles(place, count):
        for entry in entries:
            _ENCODER.encode(json.loads(entry)).encode()
            hashlib.sha256(b"\x00" + entry).digest()


def checked(place: Place, signatures: bool) -> int:
    """Steps 1-3 of the verifier, with signatures also step 4; gives how many entries are right."""
    findings = Findings()
    head = step01_head.run(place.publication, place.trust, findings)
    if head is None:
        return 0
    tree = step02_tree.run(head, findings)
    if signatures:
        with Signatures(findings) as signed:
            entries = step03_entries.run(tree, findings, signed.add)
        step04_signatures.run(head, tree, entries, findings)
    else:
        entries = step03_entries.run(tree, findings, lambda _envelopes, _readable: None)
    whole = all(finding.result == "proven" for finding in findings.all())
    return len(entries.readable) if whole else 0


def _signed(place: Place, count: int) -> list[tuple[bytes, bytes]]:
    """Signatures and messages of the first entries."""
    signed = []
    for entry in islice(chain.from_iterable(_tiles(place, count)), SAMPLE):
        value = json.loads(entry)
        message = signed_message(value["body"]["kind"], _ENCODER.encode(value["body"]).encode())
        signed.append((bytes.fromhex(value["sigs"][0]["sig"]), message))
    return signed


def limit(signed: list[tuple[bytes, bytes]]) -> None:
    """Check signatures in two threads, and nothing else."""
    key = AGENCY.public_key()

    def part(start: int) -> None:
        for signature, message in signed[start::2]:
            key.verify(signature, message)

    threads = [Thread(target=part, args=(start,)) for start in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# ---------------------------------------------------------------------- the figures
def _processor_seconds(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _measure(place: Place, count: int) -> bool:
    signed = _signed(place, count)
    print(load())
    works = {
        "bare loop": lambda: bare(place, count),
        "structure": lambda: checked(place, signatures=False),
        f"two threads, {len(signed):,} signatures": lambda: limit(signed),
        "structure and signatures": lambda: checked(place, signatures=True),
    }
    loop, structure, threads, everything = alternating(works, RUNS).values()
    print(load())
    began = time.process_time()
    limit(signed)
    seconds = (time.process_time() - began) / len(signed) * count
    print(f"processor time, signatures alone{seconds:>21.1f} s")
    print(f"bare loop / structure{loop / structure:>34.2f}   of the rate")
    of_limit = threads / len(signed) * count / everything
    print(f"two threads / structure and signatures{of_limit:>17.2f}   of the rate")
    return checked(place, signatures=False) == count


def _alone(place: Place, count: int) -> bool:
    """Steps 1-4 in a process that does nothing else, for its memory and processor time."""
    call = [sys.executable, __file__, "--alone", str(place.folder), "--entries", str(count)]
    return subprocess.run(call, check=False).returncode == 0


def _report_alone(place: Place, count: int) -> bool:
    right = checked(place, signatures=True) == count
    own = _processor_seconds(resource.RUSAGE_SELF)
    helpers = _processor_seconds(resource.RUSAGE_CHILDREN)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"processor time, steps 1-4{own:>28.1f} s, and {helpers:.1f} s for signatures")
    print(f"peak memory, steps 1-4{peak():>33,} MiB, and {largest:,} MiB for each helper")
    return right


def _demo(folder: Path) -> None:
    for name, more in (("public", []), ("with openings", ["--auditor", str(folder / "auditor")])):
        trust = ["--trust", str(folder / "trust.json")]
        began = time.process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            code = command.run([*trust, *more, str(folder / "publication")])
        seconds = time.process_time() - began
        print(f"demo, {name:<44}{seconds:>5.2f} s of the processor, exit {code}")


def main() -> int:
    """Print all figures; exit 1 if the verifier finds a fault in a right publication."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, default=ENTRIES, help="entries to make")
    parser.add_argument("--demo", type=Path, help="folder of a demo's publication")
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone is not None:
        return 0 if _report_alone(Place(options.alone), options.entries) else 1
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        began = time.perf_counter()
        make(place, options.entries)
        print(f"{options.entries:,} entries made in {time.perf_counter() - began:.0f} s")
        right = _measure(place, options.entries) and _alone(place, options.entries)
    if options.demo is not None:
        _demo(options.demo)
    if not right:
        print("the verifier found a fault in a right publication")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
