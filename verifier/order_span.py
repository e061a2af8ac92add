"""What may come between the operator's opening and the beacon: 05.order, end of spec 01 §8.5.

The witnesses sign a head over the openings in this span. If nothing else may come, that head stays
the published one, and everybody who has it holds the proof of time before the round.
"""

from collections.abc import Iterator

from .findings import DrawId, Fault, draw_name, say
from .order_state import BookState
from .step03_entries import Entry

_ALLOWED = "draw.open / draw.beacon / draw.void"


def span_faults(book: BookState, entry: Entry) -> Iterator[Fault]:
    """An entry that stands in the span of a draw to which it does not belong.

    To be called before the entry changes the states. The other entries of the draw itself are
    left out: its own order forbids all but the allowed ones, and one fault is told once. So is an
    entry in the spans of several draws, which a book can only have after such a fault.
    """
    own = (entry.data["campaign"], entry.data.get("draw"))
    name = next((name for name in book.waiting if name != own), None)
    if name is not None:
        yield _in_span(name, entry.kind)


def unread_faults(book: BookState) -> Iterator[Fault]:
    """The same for an entry that this version cannot judge: it is none of the allowed ones."""
    for name in list(book.waiting)[:1]:
        yield _in_span(name, None)


def _in_span(name: DrawId, kind: str | None) -> Fault:
    wrong = say(
        "between the operator's opening and the beacon or void of draw {draw} nothing"
        " but openings of this draw may come in the whole book",
        draw=draw_name(name),
    )
    return Fault(wrong, "body.kind", _ALLOWED, kind)
