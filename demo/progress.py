"""What whoever started the play sees while it runs: a line per scene, with seconds and work."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from demo.words import Words


@dataclass(frozen=True)
class Stretch:
    """One scene: seconds it took, and seconds of processor time the bot worked in it."""

    title: str
    seconds: float
    work: float


@dataclass
class Progress:
    """Prints lines in one language and keeps the times of the scenes. `work`: seconds so far."""

    language: str
    work: Callable[[], float]
    stream: TextIO = sys.stdout
    stretches: list[Stretch] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _scene: tuple[str, float, float] | None = None

    def scene(self, title: Words) -> str:
        """Begin a scene and end the one before; the title in the language of the lines."""
        self.end_scene()
        self._scene = (title.form(self.language), time.monotonic(), self.work())
        self.line(title)
        return title.form(self.language)

    def end_scene(self) -> None:
        """Note how long the scene took that is going on, if one is."""
        if self._scene is not None:
            title, began, work = self._scene
            spent = round(time.monotonic() - began, 1), round(self.work() - work, 1)
            self.stretches.append(Stretch(title, *spent))
            self._scene = None

    def line(self, words: Words) -> None:
        """Print a line with the seconds since the start."""
        text = f"[{self.seconds():5.1f} s] {words.form(self.language)}\n"
        # Bytes, because a console of another encoding would refuse the Chinese text.
        self.stream.buffer.write(text.encode())
        self.stream.flush()

    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._began
