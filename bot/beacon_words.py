"""Beacon and witnesses in words: what a choice means, how far the book is, what is proven."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from bot.message import Html
from bot.terms import stack
from bot.texts import T, local_moment, msg
from bot.waits import chain_of
from draw import CHAINS, Chain, time_of
from inspection import Desk, DrawState
from inspection.queries import head
from inspection.witnessed import bracket_facts, sight

NO_BEACON: Final = "none"
TEST_BEACON: Final = "test"
_PUBLIC: Final = msg(
    "Random beacon: {name}, the public beacon of drand, with a new value every {period} seconds. "
    "The value that decides a draw comes after its contributions are closed; nobody can know or "
    "choose it before. If it is late, everybody waits; another one is never taken."
)
CHOICES: Final[Mapping[str, str]] = {
    NO_BEACON: msg(
        "Random beacon: none. Whoever controls the authority's server could steer a draw, unless "
        "at least one representative contributes on a device that the authority does not control, "
        "and every contribution is opened."
    ),
    "quicknet": _PUBLIC,
    "default": _PUBLIC,
    TEST_BEACON: msg(
        "Random beacon: test. Only for a rehearsal: everybody can foretell its values, so it "
        "protects nothing."
    ),
}
"""What may stand in the campaign form → what it means."""


def choice_words(t: T, name: str) -> Html:
    """What a choice of beacon means; an unknown name is shown as it is."""
    if name not in CHOICES:
        return t.value(name)
    periods = {chain.name: chain.period for chain in CHAINS.values()}
    return t(CHOICES[name], name=name, period=periods.get(name, 0))


def relay_words(t: T, relay: str, chain: Chain, number: int) -> Html:
    """Where a browser finds the value of a round; empty if no address is known that has it.

    The test beacon has no public relay: without a local one in the settings the address here is
    drand's, which knows nothing of that chain.
    """
    if not relay or (chain.name == TEST_BEACON and not _is_local(relay)):
        return Html("")
    # not marked as code: the whole address is a link that can be touched
    address = f"{relay}/{chain.hash}/public/{number}"
    if chain.chained:
        return t(
            "A relay shows it as “previous_signature” and “signature”: {address}", address=address
        )
    return t("A relay shows it as “signature”: {address}", address=address)


def _is_local(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False


def policy_words(t: T, desk: Desk) -> Html:
    """The witnesses of this book, and how many of them must sign."""
    bodies = [body for body, _ in desk.state.witnesses]
    if not bodies:
        return t(
            "Witnesses of this book: none. So it cannot be proven that a list was closed before "
            "the beacon's value was known."
        )
    return t(
        "Witnesses of this book: {bodies}. At least {quorum} of {total} must sign before anybody "
        "chooses, and before the secrets are opened.",
        bodies=bodies,
        quorum=desk.state.quorum,
        total=len(bodies),
    )


def book_words(t: T, desk: Desk) -> Html:
    """How far the newest entry of the book is: recorded, published or witnessed."""
    seen, size = sight(desk), desk.state.size
    if not head(desk).published:
        return t("Book: {n} entries, the newest is recorded.", n=size)
    if not seen.total:
        return t("Book: {n} entries, published.", n=size)
    return t(
        "Book: {n} entries, witnessed {signed}/{total} ({quorum} needed).",
        n=size,
        signed=seen.signed,
        total=seen.total,
        quorum=seen.quorum,
    )


def drawn_with(t: T, desk: Desk, draw: DrawState) -> Html:
    """Which beacon entered the seed and what is proven of the time; empty before there is one."""
    beacon = draw.beacon
    if chain_of(desk, draw) is None:
        return t("No public beacon was used.")
    if beacon is None:
        return Html("")
    value = t(
        "Beacon: {name}, round {round}, {time}.",
        name=beacon.chain.name,
        round=beacon.round,
        time=local_moment(time_of(beacon.chain, beacon.round)),
    )
    rehearsal = t("It is the test beacon: everybody could foretell its value.")
    return stack(value, bracket_words(t, desk, draw), rehearsal if is_rehearsed(draw) else "")


def is_rehearsed(draw: DrawState) -> bool:
    """Whether the value is one that everybody could foretell."""
    return draw.beacon is not None and draw.beacon.chain.name == TEST_BEACON


def nobody_could_steer(desk: Desk, draw: DrawState) -> bool:
    """A true beacon, and witnesses that signed the closed list before it."""
    proven = draw.beacon is not None and draw.bracket is not None
    return proven and not is_rehearsed(draw)


def bracket_words(t: T, desk: Desk, draw: DrawState) -> Html:
    """Whether witnesses prove that the list was closed before the value that is, or will be, used.

    Once it is recorded, only what it names counts: verification sees nothing else.
    """
    recorded = draw.beacon is not None
    found = None if recorded and draw.bracket is None else bracket_facts(desk, draw)
    if found is None:
        return t("It is not proven that the list was closed before the beacon.")
    signed, margin = found
    return t(
        "{signed} of {total} witnesses signed the closed list {margin} s before the beacon.",
        signed=signed,
        total=len(desk.state.witnesses),
        margin=margin,
    )
