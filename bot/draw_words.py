"""The phrases about a draw that many messages share: its name, its numbers, its people."""

from __future__ import annotations

from bot.allocation_words import TYPE_BY_TYPE, by_weight, is_per_type
from bot.beacon_words import drawn_with, nobody_could_steer
from bot.message import Html
from bot.terms import stack
from bot.texts import T
from inspection import Desk, DrawState
from inspection.people import Role, people


def representative(t: T, desk: Desk, number: int) -> Html:
    """Number and name of a representative; for private chats only."""
    for person in people(desk, Role.REPRESENTATIVE):
        if person.number == number:
            return t("representative {number} ({name})", number=number, name=person.name)
    return t("representative {number}", number=number)


def draw_title(t: T, draw: DrawState) -> Html:
    """Which draw a message is about."""
    return t("<b>Campaign {campaign}, draw {draw}</b>", campaign=draw.campaign, draw=draw.number)


def pool_fixed(t: T, desk: Desk, draw: DrawState) -> Html:
    """The frozen pool, and how many are to be drawn from it."""
    if is_per_type(desk, draw):
        fixed = t(
            "The pool is fixed: {pool} enterprises, planned {n}.", pool=draw.pool, n=draw.planned
        )
        return stack(fixed, t(TYPE_BY_TYPE))
    return t("The pool is fixed: {pool} enterprises, to be drawn {n}.", pool=draw.pool, n=draw.size)


def selection_numbers(t: T, desk: Desk, draw: DrawState) -> Html:
    """Pool, certain and equal-chance part of a drawn selection, and what its seed rests on."""
    counts = t("{pool} enterprises in the pool, {n} drawn.", pool=draw.pool, n=draw.selected)
    certain = t("Certainly drawn, because they failed last time: {must}.", must=draw.must)
    others = _others(t, desk, draw)
    return stack(counts, certain, others, drawn_with(t, desk, draw))


def _others(t: T, desk: Desk, draw: DrawState) -> Html:
    if draw.pool == draw.must:
        return t("Nobody else was in the pool.")
    if draw.odds is None:
        return _within_types(t, desk, draw)
    a, b = draw.odds
    if nobody_could_steer(desk, draw):
        return t("All others: {a} of {b}; the same chance for each.", a=a, b=b)
    return t(
        "All others: {a} of {b}; the same chance for each if nobody steered the seed.", a=a, b=b
    )


def _within_types(t: T, desk: Desk, draw: DrawState) -> Html:
    if nobody_could_steer(desk, draw):
        return t("All others: drawn type by type; the same chance for each within a type.")
    return t(
        "All others: drawn type by type; the same chance for each within a type if nobody steered "
        "the seed."
    )


def quota_words(t: T, desk: Desk, draw: DrawState) -> Html:
    """Rows beyond an institution's quota, and types that have weights; empty if neither."""
    sampling, testing = draw.over_quota
    over = t(
        "Over quota: {sampling} for sampling, {testing} for testing.",
        sampling=sampling,
        testing=testing,
    )
    return stack(over if sampling or testing else "", by_weight(t, desk, draw))
