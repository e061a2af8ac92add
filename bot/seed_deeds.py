"""The steps that make the seed, before and after: close, open, beacon, draw.

With a beacon they are bound to the clock, so a preview names times, and says what is missing.
"""

from __future__ import annotations

from bot import waits
from bot.allocation_words import TYPE_BY_TYPE, is_per_type, strata_lines
from bot.beacon_words import TEST_BEACON, bracket_words
from bot.draw_words import draw_title, selection_numbers
from bot.message import Html
from bot.results import type_names
from bot.terms import grouped, paragraphs, stack
from bot.texts import T, local_clock, local_moment
from draw import Beacon, Chain, time_of
from inspection import Desk, DrawState, Refusal, Step
from inspection.acts import beacon_here, unopened
from inspection.records import running, running_draw
from inspection.seeding import demand_open_time, open_until
from inspection.witnessed import demand_witnessed, quorum_time

# ── close ──


def close_preview(t: T, desk: Desk) -> Html:
    """Who has contributed, and by which rule the round follows."""
    draw, chain = running_draw(desk), running(desk).chain
    numbers = [row["number"] for row in running(desk).opened["representatives"]]
    missing = [str(number) for number in numbers if number not in draw.contributions]
    about = t(
        "You are about to close the contributions of draw {draw}: {n} of {total} are there. "
        "Nobody can add one afterwards.",
        draw=draw.number,
        n=len(draw.contributions),
        total=len(numbers),
    )
    rule = t(
        "Closing fixes the beacon's round: of {name}, the first round at least {delay} seconds "
        "later. The secrets must be open at least {margin} seconds before that round.",
        name=chain.name if chain else "",
        delay=chain.delay if chain else 0,
        margin=time_of(chain, 1) - open_until(chain, 1) if chain else 0,
    )
    left_out = t("Not contributed: number {numbers}.", numbers=missing)
    return stack(about, left_out if missing else "", rule if chain else "")


def close_outcome(t: T, desk: Desk) -> Html:
    """The round and its time, until when openings must be in, and what comes before."""
    draw = running_draw(desk)
    done = t("The contributions are closed: {n} of them.", n=len(draw.contributions))
    asked = [str(number) for number in waits.by_device(draw)]
    openings = t(
        "Openings are asked for from number {numbers}, who contributed on their own device.",
        numbers=asked,
    )
    wanted = asked and waits.opening_step(desk, draw) is Step.OPEN
    return stack(draw_title(t, draw), done, _round(t, desk, draw), openings if wanted else "")


def _round(t: T, desk: Desk, draw: DrawState) -> Html:
    chain, until = waits.chain_of(desk, draw), waits.opening_ends(desk)
    if chain is None or draw.round is None or until is None:
        return Html("")
    return t(
        "Beacon {name}: round {round}, due at {time}. The officials must have opened the secrets "
        "by {until}; openings from own devices must be here before they do.",
        name=chain.name,
        round=draw.round,
        time=local_clock(time_of(chain, draw.round)),
        until=local_clock(until),
    )


# ── open ──


def open_preview(t: T, desk: Desk) -> Html:
    """The point of no return, which openings are there, and how much time is left."""
    draw = running_draw(desk)
    demand_witnessed(desk, draw.close_seq, "draw.close")
    demand_open_time(desk, running(desk).chain, draw.round, quorum_time(desk, draw.close_seq))
    return paragraphs(_no_return(t, desk, draw), _device_openings(t, desk, draw), _left(t, desk))


def _no_return(t: T, desk: Desk, draw: DrawState) -> Html:
    if waits.chain_of(desk, draw) is None:
        return t(
            "You are about to open the secrets of draw {draw}. This is the point of no return: "
            "from then on the result is fixed, and the draw can be void only if the verifier finds "
            "a fault in what is already fixed.",
            draw=draw.number,
        )
    return t(
        "You are about to open the secrets of draw {draw}. This is the point of no return: from "
        "then on only the beacon's value is missing, and the draw can be void only if the verifier "
        "finds a fault in what is already fixed or the beacon stays silent for 24 hours.",
        draw=draw.number,
    )


def _device_openings(t: T, desk: Desk, draw: DrawState) -> Html:
    total, missing = len(waits.by_device(draw)), waits.openings_not_here(desk, draw)
    if not total:
        return Html("")
    numbers = [str(number) for number in missing]
    chain = waits.chain_of(desk, draw)
    if chain is None:
        return t(
            "Contributed on their own device: number {numbers}. Their openings are asked for after "
            "this step, before the draw.",
            numbers=numbers,
        )
    counted = t(
        "Openings from own devices: {n} of {total} are here.", n=total - len(missing), total=total
    )
    if not missing:
        return counted
    return stack(counted, t("Missing: number {numbers}.", numbers=numbers), _without_them(t, chain))


def _without_them(t: T, chain: Chain) -> Html:
    """What opening now means for those whose opening has not come."""
    stands = t("If you open now, their commitments stand in the seed.")
    if chain.name == TEST_BEACON:
        return stands
    gain = t("Nobody can gain by that: the beacon's value is unknown to everybody until its round.")
    return stack(stands, gain)


def _left(t: T, desk: Desk) -> Html:
    until = waits.opening_ends(desk)
    if until is None:
        return Html("")
    return t(
        "Time left: {n} seconds, until {time}.", n=max(0, until - desk.at), time=local_clock(until)
    )


def open_outcome(t: T, desk: Desk) -> Html:
    """How many secrets are in the book, and whose are not."""
    draw = running_draw(desk)
    done = t("The secrets are open: {n} of them are in the book.", n=len(draw.opened))
    return stack(draw_title(t, draw), done, _not_handed_in(t, desk, draw), _left_closed(t, draw))


def _not_handed_in(t: T, desk: Desk, draw: DrawState) -> Html:
    absent = [str(n) for n in unopened(draw) if n in waits.by_device(draw)]
    if not absent:
        return Html("")
    if waits.chain_of(desk, draw) is None:
        return t(
            "Openings are asked for from number {numbers}, who contributed on their own device.",
            numbers=absent,
        )
    return t(
        "The opening of number {numbers} did not come. The commitment stands in its place in the "
        "seed, and everyone's verification says so.",
        numbers=absent,
    )


def _left_closed(t: T, draw: DrawState) -> Html:
    closed = [str(n) for n in unopened(draw) if n not in waits.by_device(draw)]
    if not closed:
        return Html("")
    return t(
        "ATTENTION: the contribution of number {numbers} could not be opened, because the kept "
        "secret is missing or does not fit its commitment. The commitment stands in its place in "
        "the seed, and everyone's verification says so.",
        numbers=closed,
    )


# ── beacon ──


def beacon_preview(t: T, desk: Desk) -> Html:
    """The value digit by digit, for comparing it with another source."""
    draw = running_draw(desk)
    beacon = beacon_here(desk, draw)
    if beacon is None:
        raise Refusal("beacon_missing", round=draw.round)
    return paragraphs(
        t(
            "You are about to record the beacon's value for draw {draw}: {name}, round {round}, "
            "{time}.",
            draw=draw.number,
            name=beacon.chain.name,
            round=beacon.round,
            time=local_moment(time_of(beacon.chain, beacon.round)),
        ),
        _digits(t, beacon),
        stack(
            t("Its signature was checked: it is the only value that this round can have."),
            bracket_words(t, desk, draw),
        ),
        t("It is the test beacon: everybody could foretell its value.")
        if beacon.chain.name == TEST_BEACON
        else "",
    )


def beacon_outcome(t: T, desk: Desk) -> Html:
    """The value that is in the book."""
    draw = running_draw(desk)
    done = t("The beacon's value is in the book.")
    return stack(draw_title(t, draw), done, _digits(t, draw.beacon) if draw.beacon else "")


def _digits(t: T, beacon: Beacon) -> Html:
    value = t("Value: {digest}", digest=grouped(beacon.signature))
    if beacon.previous is None:
        return value
    return stack(t("Value of the round before: {digest}", digest=grouped(beacon.previous)), value)


# ── draw ──


def result_preview(t: T, desk: Desk) -> Html:
    """What is drawn, and from what the seed follows."""
    draw = running_draw(desk)
    counts = _about_to_draw(t, desk, draw)
    if draw.beacon is not None:
        return stack(counts, t("The seed follows from the opened secrets and the beacon's value."))
    return stack(counts, t("The seed follows from the opened secrets alone."), _held_back(t, draw))


def _about_to_draw(t: T, desk: Desk, draw: DrawState) -> Html:
    if is_per_type(desk, draw):
        what = t(
            "You are about to draw from {pool} enterprises in draw {draw}, planned {n}.",
            n=draw.planned,
            pool=draw.pool,
            draw=draw.number,
        )
        return stack(what, t(TYPE_BY_TYPE))
    return t(
        "You are about to draw {n} of {pool} enterprises in draw {draw}; {must} of them failed "
        "last time and are drawn certainly.",
        n=draw.size,
        pool=draw.pool,
        draw=draw.number,
        must=draw.must,
    )


def _held_back(t: T, draw: DrawState) -> Html:
    """Without a beacon a missing opening is a choice that its holder has."""
    absent = [str(n) for n in unopened(draw) if n in waits.by_device(draw)]
    if not absent:
        return Html("")
    return t(
        "ATTENTION: the opening of number {numbers} is still missing. If you draw now, the "
        "commitment stands in its place; whoever holds the opening could have chosen between two "
        "results.",
        numbers=absent,
    )


def result_outcome(t: T, desk: Desk) -> Html:
    """Counts, odds, beacon and seed."""
    draw = running_draw(desk)
    return stack(
        draw_title(t, draw),
        selection_numbers(t, desk, draw),
        *strata_lines(t, draw, type_names(t, desk, draw.campaign)),
        t("Seed: {digest}", digest=grouped(draw.seed)),
    )
