"""Words for what the book names by codes, and the small forms every message uses.

Each table maps a code of the inspection to a msgid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.message import Html
from bot.texts import T, msg
from inspection import Role, Step

DAY: Final = 24 * 3600
"""Life of a button that asks somebody to act, in seconds."""
HOUR: Final = 3600
"""How long a text is waited for that somebody was asked to write, in seconds."""

ROLES: Final[Mapping[Role, str]] = {
    Role.OFFICIAL: msg("official"),
    Role.SUPERVISOR: msg("supervisor"),
    Role.REPRESENTATIVE: msg("representative"),
    Role.SUBSTITUTE: msg("substitute"),
}
LISTS: Final[Mapping[str, str]] = {
    "catalogue": msg("catalogue of product types"),
    "institutions": msg("list of institutions"),
    "enterprises": msg("roster of enterprises"),
}
STEPS: Final[Mapping[Step, str]] = {
    Step.NO_CAMPAIGN: msg("An official opens a campaign"),
    Step.AUDIT: msg("The supervisor audits the roster"),
    Step.DISCLOSE: msg("An official publishes the whole roster, as the open policy demands"),
    Step.COMMIT: msg("An official publishes the commitment of the next draw"),
    Step.CHOOSE: msg("The representative whose turn it is chooses product types"),
    Step.INHERIT: msg("An official repeats the choice of the voided draw"),
    Step.FREEZE: msg("An official fixes the pool"),
    Step.CONTRIBUTE: msg(
        "The representatives contribute to the randomness, then an official closes it"
    ),
    Step.OPEN: msg("An official opens the secrets"),
    Step.BEACON: msg("An official records the beacon's value"),
    Step.RESULT: msg("An official draws the enterprises"),
    Step.MATCH: msg("An official matches the institutions"),
    Step.ANSWERS: msg("The supervisor answers the open objections"),
    Step.END: msg("All draws are done. Two officials close the campaign"),
}
EXCLUSIONS: Final[Mapping[str, str]] = {
    "closed": msg("closed down"),
    "duplicate": msg("listed twice"),
    "invalid": msg("entry invalid"),
    "drawn": msg("drawn in an earlier draw"),
    "avoidance": msg("inspected within the avoidance months"),
}
OBJECTIONS: Final[Mapping[str, str]] = {
    "choice": msg("The choice of types is wrong"),
    "count": msg("A count is wrong"),
    "procedure": msg("The procedure was not followed"),
    "other": msg("Another reason"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "unfounded": msg("Unfounded"),
    "founded": msg("Founded"),
}
VOIDS: Final[Mapping[str, str]] = {
    "mistake": msg("A mistake in operation"),
    "absence": msg("Somebody needed is absent"),
    "disturbance": msg("A disturbance at the event"),
    "operator_lost": msg("The operator's secret is lost"),
    "late": msg("The secrets were not opened in time before the beacon"),
    "beacon_silent": msg("The beacon gave no value for 24 hours"),
    "verifier": msg("The verifier fails the draw"),
}

LEVEL_D: Final = msg("Attested by the operator's system (level D); not signed by the person.")
"""What every tapped button is worth (design §3, levels); said once per message, exactly so."""


def stack(*parts: str) -> Html:
    """The parts as lines, empty ones left out; parts are safe HTML already."""
    return Html("\n".join(part for part in parts if part))


def paragraphs(*parts: str) -> Html:
    """The parts with an empty line between them."""
    return Html("\n\n".join(part for part in parts if part))


def grouped(digest: str) -> Html:
    """A digest as people compare it: in groups of four."""
    return Html(" ".join(digest[at : at + 4] for at in range(0, len(digest), 4)))


def spoken(digest: str) -> Html:
    """The first eight characters, in two groups: the part that is read aloud."""
    return grouped(digest[:8])


def term(t: T, words: Mapping[str, str], code: str) -> Html:
    """The word of a code in this language; an unknown code is shown as it is."""
    return t(words[code]) if code in words else t.value(code)
