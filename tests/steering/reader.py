"""Who judges: the real verifier over the published bytes, with a trust file from before.

Nothing is left out. Two switches exist for the tests that must go red: `ignored` checks do not
count towards the verdict, and `voidable` checks may be named by a void of a draw with a beacon.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.steering.fork import Fork
from tests.steering.scene import Scene
from verifier import step09_answers
from verifier.judge import Judgement, Request, judge, verdict_of
from verifier.selftest.book import BEFORE
from verifier.selftest.publishing import tiles_of, write

NOT_BEFORE = "not proven that the list was closed before the beacon"


@dataclass(frozen=True)
class Reading:
    """What a reader learns: the verdict, and how many draws of the book are in which state.

    `drawn` are the leaves of the draw that stands; None unless the verdict is `proven` and there
    is one. `unproven` are the codes of the checks that did not end proven.
    """

    verdict: str
    drawn: frozenset[str] | None
    matched: int
    void: int
    open: int
    unproven: tuple[str, ...]
    says_not_before: bool


class Reader:
    """Judges forks that are shown, in a folder of its own (best in memory)."""

    def __init__(
        self,
        folder: Path,
        scene: Scene,
        *,
        ignored: frozenset[str] = frozenset(),
        voidable: frozenset[str] = frozenset(),
    ) -> None:
        self.publication, self.trust = folder / "publication", folder / "trust.json"
        self._ignored, self._voidable = ignored, voidable
        write(self.trust, scene.maker.trust(scene.prefix[0]))

    def judge(self, fork: Fork, draw: int | None = None) -> Reading:
        """Publish what is shown, run all steps of the verifier, and read the report.

        With `draw` as somebody does who asks for that draw of campaign 1 only (`--draw`).
        """
        self._publish(fork)
        asked = None if draw is None else (1, draw)
        request = Request(publication=self.publication, trust=self.trust, now=BEFORE, draw=asked)
        with _voidable(self._voidable):
            made = judge(request)
        return self._reading(fork, made)

    def _publish(self, fork: Fork) -> None:
        if self.publication.exists():
            shutil.rmtree(self.publication)
        for path, data in tiles_of(fork.entries).items():
            write(self.publication / path, data)
        for name, data in {**fork.scene.blobs, **fork.blobs}.items():
            write(self.publication / "blob/sha256" / name, data)
        write(self.publication / "checkpoint", fork.head or fork.note())

    def _reading(self, fork: Fork, made: Judgement) -> Reading:
        counted = tuple(one for one in made.findings if one.check not in self._ignored)
        verdict = verdict_of(counted)
        states = [one.state for one in made.draws]
        standing = [one.id[1] for one in made.draws if one.state == "matched"]
        notes = [str(one.note.template) for one in made.findings if one.check == "06.bracket"]
        texts = [text.template for code, text in made.remarks if code == "no_bracket"]
        return Reading(
            verdict=verdict,
            drawn=_selection(fork, standing[-1]) if verdict == "proven" and standing else None,
            matched=states.count("matched"),
            void=states.count("void"),
            open=states.count("open"),
            unproven=tuple(one.check for one in made.findings if one.result != "proven"),
            says_not_before=any(NOT_BEFORE in text for text in (*notes, *texts)),
        )


def _selection(fork: Fork, draw: int) -> frozenset[str]:
    """The leaves that the book's draw.result names (the verifier has recomputed them)."""
    for entry in map(json.loads, fork.entries):
        body = entry["body"]
        if body["kind"] == "draw.result" and body["data"]["draw"] == draw:
            text = fork.blobs[body["data"]["selection"]["blob"]].decode()
            return frozenset(line.split()[0] for line in text.splitlines())
    raise AssertionError(f"a matched draw {draw} without draw.result was proven")


@contextmanager
def _voidable(codes: frozenset[str]) -> Iterator[None]:
    """Widen, for a mutation test, what a void after the point of no return may name."""
    before: tuple[str, ...] = step09_answers._VOID_CHECKS
    step09_answers._VOID_CHECKS = (*before, *sorted(codes))  # type: ignore[assignment]
    try:
        yield
    finally:
        step09_answers._VOID_CHECKS = before  # type: ignore[assignment]
