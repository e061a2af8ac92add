"""What a draw refuses.

Contract: everything `draw` raises is a `DrawError`. Its two subclasses differ by what the caller
does next: a `BadInput` is mended where the value came from, an `Infeasible` by choosing otherwise.
Messages name public values only; secrets, salts and LOTs are described, never printed.
"""


class DrawError(ValueError):
    """Base of every refusal of this package."""


class BadInput(DrawError):
    """A value that the specification does not allow: the caller has to correct it."""


class Infeasible(DrawError):
    """Well-formed values for which no draw or no matching exists: choose or set up otherwise."""
