"""The work of an inspection: people, lists, campaign, draws, answers.

One short use case per step (`acts`, `answers`, `proposals`, `opening`, `files`, `disclosure`,
`people`), a pure state machine (`campaign`), and questions (`queries`). Use cases work on a `Desk`,
one transaction; what people did wrong is a `Refusal` with a code, and changes nothing.
"""

from inspection.campaign import CampaignState, DrawState, DrawStep, LedgerState, Step
from inspection.desk import Desk, Judge, Office
from inspection.errors import CODES, InspectionError, Refusal
from inspection.forms import CampaignForm, Waiver
from inspection.opening import CampaignPreview
from inspection.people import Invited, Pending, Person, Role, WrongCode

__all__ = [
    "CODES",
    "CampaignForm",
    "CampaignPreview",
    "CampaignState",
    "Desk",
    "DrawState",
    "DrawStep",
    "InspectionError",
    "Invited",
    "Judge",
    "LedgerState",
    "Office",
    "Pending",
    "Person",
    "Refusal",
    "Role",
    "Step",
    "Waiver",
    "WrongCode",
]
