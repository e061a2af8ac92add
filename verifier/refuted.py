"""What a refutation compares, in sentences (spec 04 §11)."""

from .findings import Text, say

OUTSIDE = say("not in the pool")
SELECTED = say("in the selection")
NOT_POSSIBLE = say(
    "It is not in the pool, so it could not be drawn; the published selection contains it"
)
NEEDED = say(
    "It is a must in the pool, so it had to be drawn; the published selection does not contain it"
)


def compared(low: bool, own: str, cutoff: str | None) -> Text:
    """What a ticket and the cut-off say, and what the selection says instead."""
    if cutoff is None:
        return say(
            "There is no cut-off: by the rules no random enterprise was to be drawn; the published"
            " selection contains this one"
        )
    if low:
        return say(
            "Ticket {ticket} is not above the cut-off {cutoff}, so it had to be drawn; the"
            " published selection does not contain it",
            ticket=own,
            cutoff=cutoff,
        )
    return say(
        "Ticket {ticket} is above the cut-off {cutoff}, so it was not to be drawn; the published"
        " selection contains it",
        ticket=own,
        cutoff=cutoff,
    )
