"""What the dishonest operator can do: every act of a draw, at any time it says, on any fork.

It holds the agency key and the log key, made the colluders' secrets, learns the honest secret once
it was handed over, and decides what is shown. It never holds the beacon's or a witness's key.
"""

from collections.abc import Collection, Iterable
from random import Random

from ledger.cosignatures import read_cosignatures, with_cosignatures
from tests.steering.fork import Draw, Fork
from tests.steering.nature import (
    Body,
    Clock,
    Contributor,
    Memory,
    Relays,
    commitment_of,
    cosign,
    honest_witness,
)
from tests.steering.results import add_result
from tests.steering.scene import COLLUDERS, HONEST, PLANNED, SEATS, TYPE, Goal, Scene
from verifier.selftest.draw_rules import commit, leaf_hash
from verifier.selftest.publishing import Data

MAX_DRAWS = 40
"""Most draws of one sitting: an operator that redraws stops there."""


class Operator:
    """The operator in one sitting: one try to reach one goal, in one mode.

    `sealed`: the draws, by the hash of their draw.commit, whose operator's opening a quorum has
    signed in time: what a reader would accept with the right beacon.
    """

    def __init__(self, scene: Scene, goal: Goal, rng: Random, start: int) -> None:
        self.scene, self.goal, self.rng = scene, goal, rng
        self.clock = Clock(start)
        self.relays = Relays(self.clock)
        maker = scene.maker
        self.bodies = [
            Body(honest_witness(one), Memory(one.vkey(), maker.vkey()), self.clock)
            for one in maker.witnesses
        ]
        secrets = {n: self.fresh() for n in range(1, MAX_DRAWS + 2)}
        self.contributor = Contributor(scene, secrets)
        self.colluders = {(n, k): self.fresh() for n in secrets for k in COLLUDERS}
        self.sealed: set[bytes] = set()

    def fresh(self) -> str:
        """32 fresh bytes in hex."""
        return self.rng.randbytes(32).hex()

    # Acts before the close

    def begin(
        self, fork: Fork, *, secret: str | None = None, at: int | None = None, n: int = PLANNED
    ) -> None:
        """draw.commit, draw.choice (inherited after a void), draw.freeze."""
        number, at = fork.draw.number + 1, self._now(at)
        fork.draw = Draw(number, len(fork.entries), secret or self.fresh(), frozen_n=n)
        made = commitment_of(self.scene, number, "operator", fork.draw.secret)
        fork.act("draw.commit", at, commitment=made, representative=1)
        fork.act(
            "draw.choice",
            at,
            self.scene.person(1) if number == 1 else None,
            inherited=None if number == 1 else number - 1,
            representative=1,
            types=[TYPE],
        )
        fork.freeze(at)

    def contribute(
        self, fork: Fork, numbers: Collection[int] = SEATS, *, at: int | None = None
    ) -> None:
        """draw.contribution of these representatives."""
        draw, at = fork.draw, self._now(at)
        for k in sorted(numbers):
            if k == HONEST:
                made = self.contributor.commitment(draw.number)
            else:
                draw.secrets[k] = self.colluders[draw.number, k]
                party = f"representative.{k}"
                made = commitment_of(self.scene, draw.number, party, draw.secrets[k])
            draw.made[k] = made
            by = "device" if k == HONEST else "bot"
            person = self.scene.person(k)
            data = {"commitment": made, "made_by": by, "representative": k}
            fork.act("draw.contribution", at, person, **data)

    def close(self, fork: Fork, *, at: int | None = None, late: int = 0) -> None:
        """draw.close; `late` rounds are added to the right one, which is a spoiled record."""
        draw, at = fork.draw, self._now(at)
        listed = [{"commitment": draw.made[k], "representative": k} for k in sorted(draw.made)]
        chain = self.scene.mode.chain
        draw.round = None if chain is None else chain.round(at) + late
        fork.act("draw.close", at, contributions=listed, round=draw.round)

    def up_to_close(self, fork: Fork) -> None:
        """Everything honest until the list is closed, and the honest contributor asked to open."""
        self.begin(fork)
        self.contribute(fork)
        self.close(fork)
        self.learn(fork)

    # Witnesses and the honest contributor

    def ask(self, fork: Fork, who: Iterable[int] | None = None) -> bytes:
        """Ask witnesses (all, or these) for the head of a fork; gives the note with their lines."""
        note, bodies = fork.note(), self.bodies
        asked = bodies if who is None else [bodies[n] for n in who]
        lines = [cosign(body, fork.entries, note) for body in asked]
        given = [line for line in lines if line is not None]
        return with_cosignatures(note, given, [one.witness.vkey for one in bodies])

    def learn(self, fork: Fork) -> None:
        """Show the honest contributor this book; they hand their secret over if it is time."""
        draw = fork.draw
        secret = self.contributor.opening(draw.number, fork.entries, self.ask(fork))
        if secret is not None:
            draw.secrets[HONEST] = secret

    # Openings, beacon, result

    def open(
        self,
        fork: Fork,
        numbers: Collection[int] = SEATS,
        *,
        secret: str | None = None,
        at: int | None = None,
    ) -> None:
        """draw.open of the operator, then of those of `numbers` whose secret is known.

        Without a beacon the honest contributor is asked in between: sooner they would not open.
        """
        draw, at = fork.draw, self._now(at)
        draw.secret = secret or draw.secret
        fork.act("draw.open", at, party="operator", secret=draw.secret)
        if HONEST in numbers and not self.scene.mode.beacon and HONEST in draw.made:
            self.learn(fork)
        self.open_more(fork, numbers, at=at)

    def open_more(self, fork: Fork, numbers: Collection[int], *, at: int | None = None) -> None:
        """draw.open of further representatives, whose secret is known."""
        draw, at = fork.draw, self._now(at)
        for k in sorted(set(numbers).intersection(draw.secrets).difference(draw.opened)):
            party, secret = f"representative.{k}", draw.secrets[k]
            fork.act("draw.open", at, party=party, secret=secret)
            draw.opened.add(k)

    def seal(self, fork: Fork, who: Iterable[int] | None = None) -> bytes | None:
        """Ask witnesses for a bracket of what is opened; None where the ledger has none."""
        if not self.bodies:
            return None
        note, chain, draw = self.ask(fork, who), self.scene.mode.chain, fork.draw
        signed = read_cosignatures(note, [body.witness.vkey for body in self.bodies])
        limit = self.clock.now
        if chain is not None and draw.round is not None:
            limit = chain.time(draw.round) - chain.margin
        if sum(one.time <= limit for one in signed) >= self.scene.maker.quorum:
            self.sealed.add(leaf_hash(fork.entries[draw.at]))
        return note

    def beacon_text(self, number: int | None, signature: str | None = None) -> str:
        """What stands behind `beacon=`: waits for the round, unless another value is given."""
        chain = self.scene.mode.chain
        if chain is None or number is None:
            return "none"
        if signature is None:
            self.clock.until(chain.time(number))
            signature = self.relays.value(number)
        return f"{chain.hash}:{number}:{signature}"

    def true_value(self, fork: Fork) -> str:
        """The beacon text of the draw's own round, waited for."""
        return self.beacon_text(fork.draw.round)

    def finish(
        self, fork: Fork, bracket: bytes | None, beacon: str | None = None, seed: str | None = None
    ) -> None:
        """draw.beacon where there is a beacon, then the results."""
        text = self.true_value(fork) if beacon is None else beacon
        at = self.clock.now
        if text != "none":
            chain, number, signature = text.split(":")
            told = {"chain": chain, "previous": None, "round": int(number), "signature": signature}
            named: Data | None = None if bracket is None else {"blob": fork.blob(bracket)}
            fork.act("draw.beacon", at, beacon=told, bracket=named)
        add_result(fork, at, text, seed)

    def void(self, fork: Fork, code: str, finding: str = "", *, at: int | None = None) -> None:
        """draw.void by two officials."""
        approvals = self.scene.maker.approvals()
        reason = {"code": code, "text": commit("text", self.fresh(), "原因")}
        data = {"approvals": approvals, "finding": finding, "reason": reason}
        fork.add("draw.void", self._now(at), data)

    # The whole, and what the operator thinks of it

    def honest(self, fork: Fork) -> None:
        """One draw by the rules, from draw.commit to match.result."""
        self.up_to_close(fork)
        self.open(fork)
        self.finish(fork, self.seal(fork))

    def likes(
        self,
        fork: Fork,
        beacon: str,
        *,
        opened: Collection[int] | None = None,
        secret: str | None = None,
    ) -> bool:
        """Whether the goal is met with this beacon text, these openings, that own secret."""
        draw = fork.draw
        before = draw.opened, draw.secret
        if opened is not None:
            draw.opened = set(opened).intersection(draw.secrets)
        draw.secret = secret or draw.secret
        met = self.goal.met([leaf for leaf, _ in draw.drawn(self.scene, beacon)])
        draw.opened, draw.secret = before
        return met

    def show(self, fork: Fork) -> Fork:
        """Publish this fork, its head signed by every witness that still will."""
        fork.head = self.ask(fork)
        return fork

    def _now(self, at: int | None) -> int:
        return self.clock.now if at is None else at
