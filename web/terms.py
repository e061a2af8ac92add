"""Words for what the book names by codes; each table maps a code to a msgid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from inspection import DrawStep, Step
from web.words import msg

CAMPAIGNS: Final[Mapping[str | None, str]] = {
    None: msg("in progress"),
    "closed": msg("closed"),
    "void": msg("void"),
}
DRAW_STEPS: Final[Mapping[DrawStep, str]] = {
    DrawStep.COMMITTED: msg("in progress: the operator's secret is committed"),
    DrawStep.CHOSEN: msg("in progress: the product types are chosen"),
    DrawStep.FROZEN: msg("in progress: the pool is fixed"),
    DrawStep.CLOSED: msg("in progress: the contributions are closed"),
    DrawStep.OPENED: msg("in progress: the secrets are open"),
    DrawStep.BEACONED: msg("in progress: the beacon's value is in the book"),
    DrawStep.RESULTED: msg("in progress: the enterprises are drawn"),
    DrawStep.MATCHED: msg("done"),
}
STEPS: Final[Mapping[Step, str]] = {
    Step.AUDIT: msg("the supervisor's audit of the roster"),
    Step.DISCLOSE: msg("the publication of the whole roster"),
    Step.COMMIT: msg("the operator's commitment for the next draw"),
    Step.CHOOSE: msg("the representative's choice of product types"),
    Step.INHERIT: msg("the repetition of a voided draw's choice"),
    Step.FREEZE: msg("the pool to be fixed"),
    Step.CONTRIBUTE: msg("the representatives' contributions to the randomness"),
    Step.OPEN: msg("the secrets to be opened"),
    Step.BEACON: msg("the beacon's value"),
    Step.RESULT: msg("the enterprises to be drawn"),
    Step.MATCH: msg("the institutions to be matched"),
    Step.ANSWERS: msg("the supervisor's answer to an objection"),
    Step.END: msg("the end of the campaign; all draws are done"),
}
"""What an open campaign waits for."""
EXCLUSIONS: Final[Mapping[str, str]] = {
    "closed": msg("closed down"),
    "duplicate": msg("listed twice"),
    "invalid": msg("invalid record"),
    "drawn": msg("drawn in an earlier draw of this campaign"),
    "avoidance": msg("inspected recently for the same type"),
}
OBJECTIONS: Final[Mapping[str, str]] = {
    "choice": msg("the choice of types is wrong"),
    "count": msg("a count is wrong"),
    "procedure": msg("the procedure was not followed"),
    "other": msg("another reason"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "unfounded": msg("unfounded"),
    "founded": msg("founded"),
}
VOIDS: Final[Mapping[str, str]] = {
    "mistake": msg("a mistake in operation"),
    "absence": msg("somebody needed was absent"),
    "disturbance": msg("a disturbance at the event"),
    "operator_lost": msg("the operator's secret was lost"),
    "late": msg("the secrets were not opened in time before the beacon"),
    "beacon_silent": msg("the beacon gave no value for 24 hours"),
    "verifier": msg("the verifier fails the draw"),
}
MADE_BY: Final[Mapping[str, str]] = {
    "bot": msg("by the operator's bot"),
    "device": msg("on a device of their own"),
}
"""How a contribution was made."""
_DRAND: Final = msg(
    "{name}, a public beacon of drand: a new value every {period} seconds, which nobody can know "
    "or choose before"
)
CHAINS: Final[Mapping[str, str]] = {
    "quicknet": _DRAND,
    "default": _DRAND,
    "test": msg(
        "{name}, the beacon for rehearsals: a new value every {period} seconds, which everybody "
        "can foretell; it protects nothing"
    ),
}
"""What a chain of 02 §11 is, by its name."""
ALLOCATIONS: Final[Mapping[str, str]] = {
    "pooled": msg(
        "pooled: drawn from the whole pool of a draw; everyone that is not certain has the same "
        "chance, whatever it makes"
    ),
    "per_type": msg(
        "per type: the lot gives every enterprise of the pool one of its chosen types, then each "
        "type is drawn up to its planned count; the chance is the same within a type"
    ),
}
"""How a campaign's draws are made (02 §6, §6.1)."""
PARTS: Final[Mapping[str, str]] = {
    "facts": msg("facts (types, failures, conflicts, last inspections)"),
    "id": msg("name, code and addresses"),
    "lot": msg("the key that decides the matching"),
}
ROWS: Final[Mapping[str, str]] = {
    "all": msg("all enterprises of the roster"),
    "selected": msg("the enterprises that were drawn"),
}
WORDS: Final[Sequence[tuple[str, str]]] = (
    (
        msg("Contributions closed"),
        msg("From then on no representative can add to the randomness any more."),
    ),
    (
        msg("Secret"),
        msg("A random number, hidden until it is opened; its commitment is in the book before."),
    ),
    (
        msg("Opening"),
        msg("The secret as it is published later; anybody can compute the commitment from it."),
    ),
    (
        msg("Checkpoint"),
        msg("The signed state of the book: its name, how many entries it has, and their root."),
    ),
    (
        msg("Root"),
        msg("One hash over all entries: another root means another book."),
    ),
    (
        msg("Witness"),
        msg("Another body; its program signs the book only as long as that grows unchanged."),
    ),
    (
        msg("Signature"),
        msg("Shows which key confirmed something; a witness's also says when."),
    ),
    (
        msg("Proof of time"),
        msg(
            "The witnesses' signatures over the closed contributions and all openings, from before "
            "the beacon's value."
        ),
    ),
    (
        msg("Test beacon"),
        msg("A beacon for rehearsals: everybody can foretell its values, so it protects nothing."),
    ),
)
"""The words that a reader may not know, and what they mean."""
