"""What may come between the operator's opening and the beacon: 05.order, end of spec 01 §8.5.

The witnesses sign a head over the openings in this span. If nothing else may come, that head stays
the published one, and everybody who has it holds the proof of time before the round.
"""

from collections.abc import Iterator, Mapping

from .findings import Fault, draw_name, say
from .order_state import OPENED, CampaignState, DrawState
from .step03_entries import Entry

_ALLOWED = "draw.open / draw.beacon / draw.void"


def span_faults(campaigns: Mapping[int, CampaignState], entry: Entry) -> Iterator[Fault]:
    """An entry that stands in the span of a draw to which it does not belong.

    To be called before the entry changes the states. The other entries of the draw itself are
    left out: its own order forbids all but the allowed ones, and one fault is told once.
    """
    own = (entry.data["campaign"], entry.data.get("draw"))
    for campaign in campaigns.values():
        for draw in campaign.draws.values():
            name = (campaign.number, draw.number)
            if _waits(campaign, draw) and own != name:
                wrong = say(
                    "between the operator's opening and the beacon or void of draw {draw} nothing"
                    " but openings of this draw may come in the whole book",
                    draw=draw_name(name),
                )
                yield Fault(wrong, "body.kind", _ALLOWED, entry.kind)


def _waits(campaign: CampaignState, draw: DrawState) -> bool:
    """True if the operator has opened and neither the beacon nor a void has come."""
    return campaign.chain is not None and draw.stage == OPENED and draw.is_open()
