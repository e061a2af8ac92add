"""Strategies that choose after the round is out: what to write, which book to show."""

from itertools import product

from tests.steering.dishonest import Operator
from tests.steering.fork import Fork
from tests.steering.scene import COLLUDERS, HONEST, SEATS, scene
from tests.steering.strategy import Promise, Strategy, grind, rehearse, sealed
from verifier.selftest.beacons import TEST


def _back_dated(me: Operator) -> Fork:
    """A book written after the round as if before: the last act in it is the openings."""
    rehearsed = rehearse(me)
    said = me.clock.now
    me.clock.now += 120
    rehearsed.draw.round = TEST.round(said) if me.scene.mode.beacon else None
    text = me.true_value(rehearsed)
    # Where a witness would see the rehearsal the honest secret stays unknown and unopened.
    secret = grind(me, rehearsed, text)
    fork = Fork(me.scene)
    me.begin(fork, secret=secret, at=said)
    me.contribute(fork, at=said)
    me.close(fork, at=said)
    fork.draw.secrets = dict(rehearsed.draw.secrets)
    me.open(fork, SEATS if HONEST in rehearsed.draw.secrets else COLLUDERS, at=said)
    return fork


def _back_date(me: Operator) -> Fork:
    fork = _back_dated(me)
    me.finish(fork, me.seal(fork))
    return me.show(fork)


def _back_date_other_note(me: Operator) -> Fork:
    """Back-date, and name as bracket: nothing, an early note too small, one of another tree."""
    kind = me.rng.choice(("nothing", "too small", "another tree", "cut"))
    early = Fork(me.scene)
    if kind == "another tree":
        me.up_to_close(early)
        me.open(early)
    note = None if kind == "nothing" else me.ask(early)
    fork = _back_dated(me)
    if kind == "cut":  # the right note with the lines of the early one
        assert note is not None
        lines = note.split(b"\n\n", 1)[1].split(b"\n", 1)[1]
        note = fork.note() + lines
    me.finish(fork, note)
    return me.show(fork)


def _two_forks(me: Operator) -> Fork:
    """Two books for one draw, shown to different witnesses and, after the round, to the reader."""
    first, second = Fork(me.scene), Fork(me.scene)
    for fork in (first, second):
        me.begin(fork)
        me.contribute(fork)
        me.close(fork)
    majority, rest = range(me.scene.maker.quorum), range(me.scene.maker.quorum, len(me.bodies))
    shown = me.ask(first, majority)
    secret = me.contributor.opening(1, first.entries, shown)
    for fork in (first, second):
        fork.draw.secrets |= {HONEST: secret} if secret else {}
        me.open(fork)
    brackets = [me.seal(first, majority), me.seal(second, rest)]
    text = me.true_value(first)
    for fork, bracket in zip((first, second), brackets, strict=True):
        if me.likes(fork, text):
            me.finish(fork, bracket, text)
            return me.show(fork)
    me.finish(first, brackets[0], text)
    return me.show(first)


def _hide_and_redo(me: Operator) -> Fork:
    """Hide a bracketed draw that is unwelcome: show a book that voided it before its opening."""
    fork = Fork(me.scene)
    me.up_to_close(fork)
    unopened = fork.copy()
    me.open(fork)
    bracket = me.seal(fork)
    text = me.true_value(fork)
    if me.likes(fork, text):
        me.finish(fork, bracket, text)
        return me.show(fork)
    me.void(unopened, me.rng.choice(("late", "absence", "operator_lost")))
    me.honest(unopened)
    return me.show(unopened)


def _hide_bracket(me: Operator) -> Fork:
    """Name no bracket where the result is unwelcome."""
    fork, bracket, text, liked = sealed(me)
    me.finish(fork, bracket if liked else None, text)
    return me.show(fork)


def _lying_relay(me: Operator) -> Fork:
    """Take the value of whichever relay pleases: an older round's said to be this one's."""
    fork, bracket, text, liked = sealed(me)
    due = fork.draw.round
    if due is not None and not liked:
        for back in range(1, 60):
            other = me.beacon_text(due, me.relays.value(due - back))
            if me.likes(fork, other):
                text = other
                break
    me.finish(fork, bracket, text)
    return me.show(fork)


def _other_round(me: Operator) -> Fork:
    """Wait for a later round that pleases, and name that."""
    fork, bracket, text, liked = sealed(me)
    due = fork.draw.round
    if due is not None and not liked:
        for later in range(1, 60):
            other = me.beacon_text(due + later)
            if me.likes(fork, other):
                text = other
                break
    me.finish(fork, bracket, text)
    return me.show(fork)


def _deny_beacon(me: Operator) -> Fork:
    """Act as if the campaign had no beacon where the beacon's result is unwelcome."""
    fork, bracket, text, liked = sealed(me)
    without = "none"
    if liked or not me.likes(fork, without):
        me.finish(fork, bracket, text)
    else:
        me.finish(fork, None, without)
    return me.show(fork)


def _refuse_after(me: Operator) -> Fork:
    """Let the bracket cover the own opening only; choose after the round which colluders open."""
    fork = Fork(me.scene)
    me.up_to_close(fork)
    me.open(fork, (HONEST,))
    bracket = me.seal(fork)
    text = me.true_value(fork)
    for choice in product((False, True), repeat=len(COLLUDERS)):
        chosen = {k for k, yes in zip(COLLUDERS, choice, strict=True) if yes}
        if me.likes(fork, text, opened={HONEST, *chosen}):
            me.open_more(fork, chosen)
            break
    me.finish(fork, bracket, text)
    return me.show(fork)


def _abandon(me: Operator) -> Fork:
    """Stop where the result is unwelcome: power cut, lost key, silence."""
    fork, bracket, text, liked = sealed(me)
    if not liked:
        fork.head = bracket  # what was published when it stopped
        return fork
    me.finish(fork, bracket, text)
    return me.show(fork)


def _roll_back(me: Operator) -> Fork:
    """Show the book as it was before the draw, with the heads that witnesses signed then."""
    before = Fork(me.scene)
    before.head = me.ask(before)
    fork, bracket, text, liked = sealed(me)
    if not liked:
        return before
    me.finish(fork, bracket, text)
    return me.show(fork)


def _other_book(me: Operator) -> Fork:
    """Keep a second ledger under the same origin and log key; show the one that pleases."""
    fork, bracket, text, liked = sealed(me)
    me.finish(fork, bracket, text)
    me.show(fork)
    if liked:
        return fork
    other = scene(me.scene.mode.key, name=2)
    second = Operator(other, other.goal(me.goal.name), me.rng, me.clock.now)
    second.bodies = me.bodies
    book, bracket, text, liked = sealed(second)
    second.finish(book, bracket, text)
    return second.show(book) if liked else fork


STRATEGIES = (
    Strategy(
        "back_date",
        "2",
        "waits for the round, tries own secrets, then writes the whole book as of before",
        "honest witnesses sign with the true time, after the round",
        Promise.NEVER,
        _back_date,
    ),
    Strategy(
        "back_date_other_note",
        "2",
        "the same with another bracket: none, too small, of another tree, lines of another note",
        "a bracket must hold the last opening, of this tree, signed over this text",
        Promise.NEVER,
        _back_date_other_note,
        modes="a",
    ),
    Strategy(
        "two_forks",
        "2",
        "two books of one origin: a quorum signs one, the rest the other; shows the better one",
        "k > n/2: only one of two forks can have a quorum, for its bracket and for its head",
        Promise.KEEPS_WELCOME,
        _two_forks,
    ),
    Strategy(
        "hide_and_redo",
        "2, 7",
        "hides an opened draw, shows a book in which it was voided before its opening",
        "the witnesses hold the opening and sign no book without it",
        Promise.KEEPS_WELCOME,
        _hide_and_redo,
    ),
    Strategy(
        "hide_bracket",
        "2",
        "names no bracket where the result is unwelcome",
        "the verdict says not proven",
        Promise.KEEPS_WELCOME,
        _hide_bracket,
        modes="a",
    ),
    Strategy(
        "lying_relay",
        "3",
        "takes another round's value from a relay that lies",
        "06.beacon: one value for a round",
        Promise.KEEPS_WELCOME,
        _lying_relay,
        modes="ab",
    ),
    Strategy(
        "other_round",
        "3",
        "waits for a later round that pleases",
        "06.beacon: the round is that of draw.close",
        Promise.KEEPS_WELCOME,
        _other_round,
        modes="ab",
    ),
    Strategy(
        "deny_beacon",
        "3",
        "uses none where the beacon's result is unwelcome",
        "05.order: the campaign has a beacon",
        Promise.KEEPS_WELCOME,
        _deny_beacon,
        modes="ab",
    ),
    Strategy(
        "refuse_after_round",
        "4",
        "colluders open after the round, or not (16 seeds)",
        "the bracket must cover the last opening",
        Promise.KEEPS_WELCOME,
        _refuse_after,
    ),
    Strategy(
        "abandon",
        "4, 7",
        "stops where the result is unwelcome",
        "the draw stays open in the book, for anyone to finish",
        Promise.KEEPS_WELCOME,
        _abandon,
    ),
    Strategy(
        "roll_back",
        "2",
        "shows the book as it was before an unwelcome draw",
        "no draw is in it, and none can follow: the witnesses hold a larger book",
        Promise.KEEPS_WELCOME,
        _roll_back,
        modes="a",
    ),
    Strategy(
        "other_book",
        "2",
        "keeps a second ledger and shows the better one",
        "04.genesis: the trust file names one genesis",
        Promise.KEEPS_WELCOME,
        _other_book,
    ),
)
