"""Strategies that do all their choosing before the round is out."""

from itertools import product

from tests.steering.dishonest import Operator
from tests.steering.fork import Fork
from tests.steering.scene import COLLUDERS, HONEST, PLANNED, SEATS
from tests.steering.strategy import (
    Promise,
    Strategy,
    grind,
    guess,
    play_again,
    rehearse,
    sealed,
)
from verifier.selftest.beacons import TEST


def _honest(me: Operator) -> Fork:
    return play_again(me, Fork(me.scene))


def _finish_as_rehearsed(me: Operator, fork: Fork) -> Fork:
    """Close, open everything that is known, finish."""
    me.close(fork)
    me.learn(fork)
    me.open(fork)
    me.finish(fork, me.seal(fork))
    return me.show(fork)


def _grind_secret(me: Operator) -> Fork:
    rehearsed = rehearse(me)
    secret = grind(me, rehearsed, guess(me, rehearsed))
    fork = Fork(me.scene)
    me.begin(fork, secret=secret)
    me.contribute(fork)
    return _finish_as_rehearsed(me, fork)


def _drop_contributions(me: Operator) -> Fork:
    """Every colluder is absent, opens, or refuses: 81 seeds to choose from."""
    rehearsed = rehearse(me)
    text, made = guess(me, rehearsed), dict(rehearsed.draw.made)
    present, opening = set(SEATS), set(SEATS)
    for kinds in product(("opens", "refuses", "absent"), repeat=len(COLLUDERS)):
        of = dict(zip(COLLUDERS, kinds, strict=True))
        present = {HONEST, *(k for k in COLLUDERS if of[k] != "absent")}
        opening = {HONEST, *(k for k in COLLUDERS if of[k] == "opens")}
        rehearsed.draw.made = {k: made[k] for k in present}
        if me.likes(rehearsed, text, opened=opening):
            break
    fork = Fork(me.scene)
    me.begin(fork, secret=rehearsed.draw.secret)
    me.contribute(fork, present)
    me.close(fork)
    me.learn(fork)
    me.open(fork, opening)
    me.finish(fork, me.seal(fork))
    return me.show(fork)


def _refuse_openings(me: Operator) -> Fork:
    """Which colluders open: 16 seeds to choose from, on a guess of the beacon if there is one."""
    fork = Fork(me.scene)
    me.up_to_close(fork)
    me.open(fork, (HONEST,))
    text, opening = guess(me, fork), set(SEATS)
    for choice in product((True, False), repeat=len(COLLUDERS)):
        opening = {HONEST, *(k for k, yes in zip(COLLUDERS, choice, strict=True) if yes)}
        if me.likes(fork, text, opened=opening):
            break
    me.open_more(fork, opening)
    me.finish(fork, me.seal(fork))
    return me.show(fork)


def _choose_moment(me: Operator) -> Fork:
    """Close when the number of the round and the newest value look good, or say another time."""
    fork = Fork(me.scene)
    me.begin(fork)
    me.contribute(fork)
    said = me.clock.now
    for _ in range(30):
        newest = me.relays.value(me.relays.newest())
        if me.likes(fork, me.beacon_text(TEST.round(said), newest)):
            break
        said += TEST.period
    me.close(fork, at=said)
    me.learn(fork)
    me.open(fork, at=said)
    me.finish(fork, me.seal(fork))
    return me.show(fork)


def _reroll(me: Operator) -> Fork:
    """Try other times, reasons and signatures in the entries after the round."""
    fork, bracket, text, liked = sealed(me)
    for _ in range(0 if liked else 5):
        other = fork.copy()
        me.clock.now += 1
        me.finish(other, bracket, text)
        if me.likes(other, text):
            return me.show(other)
    me.finish(fork, bracket, text)
    return me.show(fork)


def _open_late(me: Operator) -> Fork:
    """Open within the margin: before the round, but too late to be shown to be."""
    fork = Fork(me.scene)
    me.up_to_close(fork)
    if fork.draw.round is not None:
        me.clock.until(TEST.time(fork.draw.round) - TEST.margin + 1)
    me.open(fork)
    me.finish(fork, me.seal(fork))
    return me.show(fork)


def _spoil_before(me: Operator) -> Fork:
    """Spoil a record before the round, so that a void may name it; void what is unwelcome."""
    codes = ["06.operator", "07.count"] + (["06.round"] if me.scene.mode.beacon else [])
    code = me.rng.choice(codes)
    fork = Fork(me.scene)
    me.begin(fork, n=PLANNED + (code == "07.count"))
    me.contribute(fork)
    me.close(fork, late=int(code == "06.round"))
    me.learn(fork)
    me.open(fork, secret=me.fresh() if code == "06.operator" else None)
    bracket = me.seal(fork)
    text = me.true_value(fork)
    liked = me.likes(fork, text)
    me.finish(fork, bracket, text)
    if liked:
        return me.show(fork)
    me.void(fork, "verifier", code)
    return play_again(me, fork)


STRATEGIES = (
    Strategy(
        "honest", "-", "keeps every rule", "the control: proven, honest odds", Promise.FAIR, _honest
    ),
    Strategy(
        "grind_secret",
        "1, 5",
        "tries own secrets until the seed is good; with no witness it first lets the honest"
        " contributor open, then writes the book anew",
        "the beacon is not out when draw.open is signed by witnesses",
        Promise.FAIR,
        _grind_secret,
    ),
    Strategy(
        "drop_contributions",
        "5",
        "lets each colluder contribute and open, contribute and refuse, or stay away (81 seeds);"
        " the order of entries is no choice, the seed lists by number",
        "who contributes is fixed before the beacon is out",
        Promise.FAIR,
        _drop_contributions,
    ),
    Strategy(
        "refuse_openings",
        "4",
        "lets colluders open or not (16 seeds)",
        "openings end before the beacon is out",
        Promise.FAIR,
        _refuse_openings,
    ),
    Strategy(
        "choose_moment",
        "2",
        "closes, or says it closed, at one of 30 moments: a round that looks good",
        "R is any round, but one whose value nobody knows",
        Promise.FAIR,
        _choose_moment,
        modes="ab",
    ),
    Strategy(
        "reroll_entries",
        "1",
        "writes the entries after the round again and again, with other times",
        "nothing written late enters the seed",
        Promise.FAIR,
        _reroll,
    ),
    Strategy(
        "open_late",
        "2, 4",
        "opens within the margin",
        "the cosignatures are later than time(R) - margin",
        Promise.NEVER,
        _open_late,
        modes="a",
    ),
    Strategy(
        "spoil_before",
        "7",
        "opens another secret, names another round or another n; voids what is unwelcome by that",
        "the spoiled draw fails whichever way it goes; the next one is fresh",
        Promise.FAIR,
        _spoil_before,
    ),
)
