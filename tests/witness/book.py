"""A synthetic log that grows, and can do what an honest log never does: have two histories."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger import SigningKey, keys, merkle
from ledger.notes import sign_checkpoint
from ledger.proofs import consistency_proof, tree_of
from ledger.tiles import Tree
from ledger.witnessing import AddCheckpoint, write_request
from tests.ledger.world import LOG_KEY, ORIGIN

TIME = 1_800_000_000
NAME = "witness.example/1"


@dataclass
class Log:
    """A log whose entries from `forked_at` on are others than in the log with another `branch`."""

    branch: str = ""
    forked_at: int = 0
    origin: str = ORIGIN
    key: SigningKey = LOG_KEY
    trees: dict[int, Tree] = field(default_factory=dict)

    @property
    def vkey(self) -> str:
        return keys.vkey(self.origin, self.key.public)

    def tree(self, size: int) -> Tree:
        if size not in self.trees:
            self.trees[size] = tree_of(self._leaf(seq) for seq in range(size))
        return self.trees[size]

    def note(self, size: int) -> bytes:
        return sign_checkpoint(self.origin, size, self.tree(size).root(), self.key)

    def proof(self, old: int, size: int) -> tuple[bytes, ...]:
        return tuple(consistency_proof(self.tree(size), old, size)) if old <= size else ()

    def request(self, old: int, size: int) -> bytes:
        return write_request(AddCheckpoint(old, self.proof(old, size), self.note(size)))

    def entry(self, seq: int) -> str:
        branch = self.branch if seq >= self.forked_at else ""
        return f"{self.origin} {branch} {seq}"

    def _leaf(self, seq: int) -> bytes:
        return merkle.leaf_hash(self.entry(seq).encode())


HONEST = Log()
FORK = Log("fork", forked_at=5)
"""Like `HONEST` in its first five entries."""


def text_of(note: bytes) -> bytes:
    return note[: note.index(b"\n\n") + 1]
