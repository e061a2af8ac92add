"""Why a play ends early."""


class DemoError(Exception):
    """Base of every error of the demonstration; its text is for the person who watches."""


class NotSeen(DemoError):
    """Somebody did not see what the play expects; the text says who, what and what was there."""


class PhoneError(DemoError):
    """The app refused: `sentence` is what it said, `status` the HTTP status (0: no answer)."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"expected the app to do it, got {status}: {sentence}")
        self.status, self.sentence = status, sentence


class StageError(DemoError):
    """A process did not do what it was started for; the text holds its last lines."""


def first_sentence(error: BaseException) -> str:
    """The sentence of the first error in a group; anything that is not ours is raised again."""
    first = error
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    if not isinstance(first, DemoError):
        raise error
    return str(first)
