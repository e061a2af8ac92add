"""Strategies that void, and draw again."""

from tests.steering.dishonest import MAX_DRAWS, Operator
from tests.steering.fork import Fork
from tests.steering.strategy import Promise, Strategy, play_again, sealed
from verifier.selftest.beacons import TEST

BEFORE_CODES = ("mistake", "absence", "disturbance", "operator_lost", "late")
FINDINGS = ("06.operator", "06.round", "07.choice", "07.pool", "07.drawn", "07.count", "07.seed")


def _redraws(me: Operator, *, helps: bool) -> int:
    """How often to draw again: a few times to see that it does not help, else until it fits."""
    return MAX_DRAWS - 1 if helps else 3


def _void_unopened(me: Operator) -> Fork:
    """Close, wait for the round, open only what is welcome, void the rest unopened."""
    fork, mode = Fork(me.scene), me.scene.mode
    for _ in range(_redraws(me, helps=not (mode.beacon and mode.witnesses))):
        me.up_to_close(fork)
        text = me.true_value(fork)
        if me.likes(fork, text, opened=fork.draw.secrets):
            me.open(fork)
            me.finish(fork, me.seal(fork), text)
            return me.show(fork)
        me.void(fork, me.rng.choice(BEFORE_CODES))
    return play_again(me, fork)


def _code(me: Operator) -> tuple[str, str]:
    """Any code of a void, with any finding that it might name."""
    code = me.rng.choice((*BEFORE_CODES, "beacon_silent", "verifier"))
    return code, me.rng.choice(FINDINGS) if code == "verifier" else ""


def _void_early(me: Operator) -> Fork:
    """Void at any moment before the opening, with any code, and draw again."""
    fork = Fork(me.scene)
    me.begin(fork)
    moment = me.rng.choice(("choice", "contribution", "close"))
    if moment != "choice":
        me.contribute(fork)
    if moment == "close":
        me.close(fork)
    me.void(fork, *_code(me))
    return play_again(me, fork)


def _void_late(me: Operator) -> Fork:
    """Void an unwelcome result with any code, before or after it is in the book; draw again."""
    fork, bracket, text, liked = sealed(me)
    if liked or me.rng.random() < 0.5:
        me.finish(fork, bracket, text)
    if liked:
        return me.show(fork)
    me.void(fork, *_code(me))
    return play_again(me, fork)


def _claim_silence(me: Operator) -> Fork:
    """Say, a day after the round, that it stayed silent."""
    fork, bracket, text, liked = sealed(me)
    if liked or fork.draw.round is None:
        me.finish(fork, bracket, text)
        return me.show(fork)
    me.clock.until(TEST.time(fork.draw.round) + 86_400)
    me.void(fork, "beacon_silent")
    return play_again(me, fork)


def _spoil_after(me: Operator) -> Fork:
    """Write a wrong seed under an unwelcome draw, and void it because its seed is wrong."""
    fork = Fork(me.scene)
    for _ in range(_redraws(me, helps=not me.scene.mode.beacon)):
        me.up_to_close(fork)
        me.open(fork)
        bracket = me.seal(fork)
        text = me.true_value(fork)
        if me.likes(fork, text):
            me.finish(fork, bracket, text)
            return me.show(fork)
        me.finish(fork, bracket, text, seed=me.fresh())
        me.void(fork, "verifier", "07.seed")
    return play_again(me, fork)


STRATEGIES = (
    Strategy(
        "void_unopened",
        "4, 7",
        "waits for the round with its opening unsigned; opens what is welcome, voids the rest",
        "an opening after the round has no bracket; a void discards what never could be proven",
        Promise.FAIR,
        _void_unopened,
    ),
    Strategy(
        "void_early",
        "7",
        "voids before the opening, at any moment, with any code, and draws again",
        "nothing is known then; 05.order refuses what is no code of that moment",
        Promise.FAIR,
        _void_early,
    ),
    Strategy(
        "void_late",
        "7",
        "voids an unwelcome result with any code, and draws again",
        "05.order and 09.void refuse: after the opening only what failed before it counts",
        Promise.KEEPS_WELCOME,
        _void_late,
    ),
    Strategy(
        "claim_silence",
        "7",
        "says the beacon was silent, voids, draws again",
        "09.void is not checked: no draw of this book is ever proven again",
        Promise.KEEPS_WELCOME,
        _claim_silence,
        modes="ab",
    ),
    Strategy(
        "spoil_after",
        "7",
        "spoils the record of an unwelcome result and voids it by that",
        "with a beacon only checks of what stands before the round can be named",
        Promise.KEEPS_WELCOME,
        _spoil_after,
    ),
)
