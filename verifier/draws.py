"""Which draw, and which draws (spec 04 §1, `--draw`)."""

from dataclasses import dataclass

from .checks import CAMPAIGN_WIDE, PER_DRAW_STEPS

# Campaign and number.
DrawId = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DrawRange:
    """Draws `first` … `last` of one campaign, the only ones that steps 6-9 are to tell of."""

    campaign: int
    first: int
    last: int

    @classmethod
    def up_to(cls, draw: DrawId) -> "DrawRange":
        """A draw and those before it, on whose selections it rests (spec 04 §1, `--draw`)."""
        return cls(draw[0], 1, draw[1])

    @classmethod
    def only(cls, draw: DrawId) -> "DrawRange":
        """A draw alone (spec 04 §9)."""
        return cls(draw[0], draw[1], draw[1])

    def __contains__(self, draw: DrawId) -> bool:
        return draw[0] == self.campaign and self.first <= draw[1] <= self.last

    def shows(self, code: str, draw: DrawId) -> bool:
        """True if what this check finds for `draw` is not left out."""
        if code[:2] not in PER_DRAW_STEPS:
            return True
        return draw[0] == self.campaign if code == CAMPAIGN_WIDE else draw in self
