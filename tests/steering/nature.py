"""What no operator commands: the clock, the beacon, the witnesses, and one honest contributor.

The beacon is the test chain with real BLS signatures. Its key is public, so that the verifier can
know the chain; what keeps the operator from foretelling it is that its program has no signer, only
`Relays`, which tell a value when its round is due and never before. The witnesses are the rules of
`witness.judge` on an honest clock; what they remember stands in memory, and a test compares that
with the real store.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.cosignatures import read_cosignatures, read_note
from ledger.keys import SigningKey
from ledger.proofs import consistency_proof, tree_of
from ledger.witnessing import AddCheckpoint, write_request
from tests.steering.scene import HONEST, Scene
from verifier.selftest.beacons import TEST, signature
from verifier.selftest.draw_rules import leaf_hash, tree_root
from verifier.selftest.publishing import ORIGIN, Data
from verifier.selftest.signers import Signer
from witness.folder import Witness
from witness.judge import Cosigned, HoldsAnother, Verdict, judge
from witness.store import Evidence, Rows, Signed


class NotYetError(Exception):
    """A round is asked for that is not due."""


@dataclass
class Clock:
    """True time in seconds since 1970; it only goes forward."""

    now: int

    def until(self, moment: int) -> None:
        """Wait for a moment; nothing happens if it has passed."""
        self.now = max(self.now, moment)


@dataclass
class Relays:
    """Every relay of the test chain together: each value from its time on, to everybody."""

    clock: Clock

    def value(self, number: int) -> str:
        """The signature of a round in hex; raises NotYetError before its time."""
        if self.clock.now < TEST.time(number):
            raise NotYetError(
                f"round {number} is due at {TEST.time(number)}, it is {self.clock.now}"
            )
        return signature(number)

    def newest(self) -> int:
        """The last round that is out."""
        return (self.clock.now - TEST.genesis) // TEST.period + 1


class Memory(Rows):
    """The rows of one witness in memory: the last signature of every size of one book."""

    def __init__(self, vkey: str, log_vkey: str) -> None:
        self._vkey, self._log_vkey = vkey, log_vkey
        self._signed: list[Signed] = []
        self.contradictions: list[Evidence] = []

    def log_key(self, origin: str) -> str | None:
        return self._log_vkey if origin == ORIGIN else None

    def newest(self, origin: str) -> Signed | None:
        return self._signed[-1] if self._signed else None

    def signed_at_size(self, origin: str, size: int) -> Signed | None:
        found = [one for one in self._signed if one.head.size == size]
        return found[-1] if found else None

    def last_time(self) -> int:
        return max((one.time for one in self._signed), default=0)

    def add_signed(self, signed: Signed) -> None:
        self._signed.append(signed)

    def add_evidence(self, evidence: Evidence) -> None:
        self.contradictions.append(evidence)


def honest_witness(signer: Signer) -> Witness:
    """The witness of the program, with the key that the book's policy names."""
    assert isinstance(signer.key, Ed25519PrivateKey)
    return Witness(signer.name, signer.vkey(), SigningKey(signer.key))


@dataclass
class Body:
    """One body that runs a witness: an answer for everybody who asks, at the true time."""

    witness: Witness
    rows: Rows
    clock: Clock

    def answer(self, request: bytes) -> Verdict:
        """What the witness answers to a request of C2SP tlog-witness."""
        return judge(self.rows, self.witness, request, self.clock.now)


def cosign(body: Body, entries: Sequence[bytes], note: bytes) -> bytes | None:
    """Ask for a line under the note of these entries, in the way of the protocol; None: refused."""
    tree, old = tree_of(leaf_hash(entry) for entry in entries), 0
    for _ in range(2):
        proof = consistency_proof(tree, old, len(entries))
        answer = body.answer(write_request(AddCheckpoint(old, tuple(proof), note)))
        if isinstance(answer, Cosigned):
            return answer.line
        if not isinstance(answer, HoldsAnother) or not old < answer.size <= len(entries):
            return None
        old = answer.size
    return None


@dataclass
class Contributor:
    """The honest contributor: a fresh secret for each draw, made on a device of their own.

    They open when shown a signed head, witnessed where the book has a policy, of a book whose
    draw.close lists their commitment; without a beacon only once the operator's own opening is in
    it, too (03 §7.6). Nothing that is shown later changes what they have said.
    """

    scene: Scene
    secrets: dict[int, str]

    def commitment(self, draw: int) -> str:
        """The commitment for a draw, the same whenever it is asked for."""
        return commitment_of(self.scene, draw, f"representative.{HONEST}", self.secrets[draw])

    def opening(self, draw: int, entries: Sequence[bytes], note: bytes) -> str | None:
        """The secret, if this note of these entries is enough to open for; else None."""
        head, policy = read_note(note).head, self.scene.maker.policy()
        kept = entries[: head.size]
        signed = read_cosignatures(note, [row["vkey"] for row in policy["witnesses"]])
        is_right = (
            head.size == len(kept)
            and tree_root([leaf_hash(one) for one in kept]).hex() == head.root
            and len(signed) >= policy["quorum"]
            and self._is_due(draw, [json.loads(one)["body"] for one in kept])
        )
        return self.secrets[draw] if is_right else None

    def _is_due(self, draw: int, bodies: Sequence[Data]) -> bool:
        acts = [(one["kind"], one["data"]) for one in bodies if one["data"].get("draw") == draw]
        lists = [data["contributions"] for kind, data in acts if kind == "draw.close"]
        listed = any(self.commitment(draw) == row["commitment"] for rows in lists for row in rows)
        opened = any(kind == "draw.open" and data["party"] == "operator" for kind, data in acts)
        return listed and (opened or self.scene.mode.beacon)


def commitment_of(scene: Scene, draw: int, party: str, secret: str) -> str:
    """The commitment of a party's secret (02 §3)."""
    maker = scene.maker
    maker.draw = draw
    return maker.secret_commitment(party, secret)
