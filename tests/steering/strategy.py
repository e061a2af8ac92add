"""What a strategy is, and what the rules promise of it in mode (a)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from tests.steering.dishonest import Operator
from tests.steering.fork import Fork
from tests.steering.scene import HONEST, SEATS

Play = Callable[[Operator], Fork]
"""One sitting, from the first draw.commit to the book that is shown to the reader."""


class Promise(Enum):
    """What must be measured of a strategy with a beacon and witnesses."""

    FAIR = "fair"
    """It decides everything before the round, so its proven draws meet the goal with the honest
    odds."""
    KEEPS_WELCOME = "keeps welcome"
    """It lets a result stand that it likes and does something about any other. So its tries
    succeed with the honest odds; what it turned down is visible, and nothing proven replaces it."""
    NEVER = "never"
    """No draw of it is ever proven."""


@dataclass(frozen=True)
class Strategy:
    """A way to steer: its name, rows of research/attacks.md §1, what it does, why it fails."""

    name: str
    rows: str
    does: str
    because: str
    promise: Promise
    play: Play
    modes: str = "abcd"


def sealed(me: Operator) -> tuple[Fork, bytes | None, str, bool]:
    """An honest draw up to its round: book, bracket, beacon text, whether the result is liked."""
    fork = Fork(me.scene)
    me.up_to_close(fork)
    me.open(fork)
    bracket = me.seal(fork)
    text = me.true_value(fork)
    return fork, bracket, text, me.likes(fork, text)


def guess(me: Operator, fork: Fork) -> str:
    """The best guess of the beacon text of a draw: the newest value that is out, as if it held."""
    if fork.draw.round is None:
        return "none"
    return me.beacon_text(fork.draw.round, me.relays.value(me.relays.newest()))


def rehearse(me: Operator) -> Fork:
    """A draw that is thrown away: everything up to the close, with the honest secret if possible.

    Where there are no witnesses, the honest contributor is shown this book and opens. Where there
    are, nobody may see it: the witnesses would refuse every other book afterwards.
    """
    fork = Fork(me.scene)
    me.begin(fork)
    me.contribute(fork)
    me.close(fork)
    if not me.bodies:
        me.learn(fork)
        me.open(fork, (HONEST,))
    return fork


def grind(me: Operator, fork: Fork, text: str, opened: Collection[int] = SEATS) -> str:
    """An own secret with which the goal would be met, if one of 400 is."""
    secret = fork.draw.secret
    for _ in range(400):
        if me.likes(fork, text, opened=opened, secret=secret):
            break
        secret = me.fresh()
    return secret


def play_again(me: Operator, fork: Fork) -> Fork:
    """Show a fork after another honest draw in it."""
    me.honest(fork)
    return me.show(fork)
