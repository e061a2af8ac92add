"""Selection for pools of a million rows, by a C library that may be missing (docs/spec/02 §6).

Contract: `select` gives what `draw.select` gives, bit for bit, and raises what it raises; only the
time differs. Without the library, which `scripts/compile` makes, or with one that fails its
check, the work is done by several processes, else by `draw`.

Apart from `draw`, because that folder is pure and is lifted out as it stands. The verifier never
uses this package: it would share our faults.
"""

from compiled.selection import select

__all__ = ["select"]
