"""One version of a book. An honest operator has one; this one may keep several and show either."""

from __future__ import annotations

import copy
import hashlib
from dataclasses import dataclass, field

from tests.steering.scene import MUST, PLANNED, TYPE, Scene
from verifier.selftest import draw_rules as rules
from verifier.selftest.draw_rules import canonical, hashed, leaf_hash, tree_root
from verifier.selftest.publishing import Data


@dataclass
class Draw:
    """The draw that is under way: what is in the book of it, and what the operator knows.

    `secrets` has the contributors' secrets as far as the operator knows them; `at` is the place of
    its draw.commit; `frozen_n` may be spoiled.
    """

    number: int
    at: int
    secret: str
    made: dict[int, str] = field(default_factory=dict)
    secrets: dict[int, str] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)
    round: int | None = None
    frozen_n: int = PLANNED

    def seed(self, scene: Scene, beacon: str) -> str:
        """The seed with this text behind `beacon=` (02 §4)."""
        parts = {k: self.secrets[k] if k in self.opened else v for k, v in self.made.items()}
        return hashed(
            "sunlot/v1/seed",
            "campaign=1",
            f"draw={self.number}",
            f"roster={scene.maker.root}",
            f"types={TYPE}",
            f"pool={scene.pool_root}",
            f"N={len(scene.pool)}",
            f"m={MUST}",
            f"n={self.frozen_n}",
            f"operator={self.secret}",
            *(f"contribution.{k}={parts[k]}" for k in sorted(parts)),
            f"beacon={beacon}",
        )

    def drawn(self, scene: Scene, beacon: str) -> list[tuple[str, str]]:
        """The selection that this seed gives, with marks."""
        return rules.select(self.seed(scene, beacon), list(scene.pool), self.frozen_n)[0]


class Fork:
    """Entries and blobs of one version; `at` of an entry is whatever the operator says."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.entries: list[bytes] = list(scene.prefix)
        self.blobs: dict[str, bytes] = {}
        self.draw = Draw(0, 0, "")
        self.head: bytes | None = None

    def copy(self) -> Fork:
        """Another version that is the same so far."""
        made = Fork(self.scene)
        made.entries, made.blobs = list(self.entries), dict(self.blobs)
        made.draw, made.head = copy.deepcopy(self.draw), self.head
        return made

    def blob(self, data: bytes) -> str:
        """Keep a blob; gives its name."""
        name = hashlib.sha256(data).hexdigest()
        self.blobs[name] = data
        return name

    def add(self, kind: str, at: int, data: Data) -> int:
        """Append an entry, chained and signed with the operator's key; gives its seq."""
        body = {
            "at": at,
            "data": {"campaign": 1, "draw": self.draw.number, **data},
            "kind": kind,
            "prev": leaf_hash(self.entries[-1]).hex(),
            "seq": len(self.entries),
            "simulation": True,
            "v": 1,
        }
        self.entries.append(self.scene.maker.signed({}, kind, canonical(body)))
        return len(self.entries) - 1

    def act(self, kind: str, at: int, person: str | None = None, **data: object) -> int:
        """Append an act by an official, or by this person."""
        who = self.scene.maker.officials[0] if person is None else person
        return self.add(kind, at, {"level": "D", "person": who, **data})

    def freeze(self, at: int) -> int:
        """draw.freeze of the scene's pool."""
        pool = self.scene.pool
        text = "".join(f"{leaf} {mark}\n" for leaf, mark in pool).encode()
        blob = self.blob(text)
        return self.act(
            "draw.freeze",
            at,
            excluded=[{"count": self.scene.excluded[r], "reason": r} for r in rules.REASONS],
            must=MUST,
            n=self.draw.frozen_n,
            planned=PLANNED,
            pool={"blob": blob, "count": len(pool), "root": self.scene.pool_root},
        )

    def note(self, size: int | None = None) -> bytes:
        """The head of this size (default: of all entries), signed by the log and nobody else."""
        kept = self.entries[:size]
        return self.scene.maker.note(len(kept), tree_root([leaf_hash(one) for one in kept]))
