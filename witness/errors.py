"""The error of this package."""


class WitnessError(Exception):
    """A command cannot be carried out; the text says what to do."""
