"""The errors of this package, by what a caller does next."""


class LedgerError(Exception):
    """Base of every error of `ledger`; its text says what was expected, what came, what to do."""


class Malformed(LedgerError):
    """Bytes or values are not in the strict form of the specification: refuse the input."""


class Refused(LedgerError):
    """An append was refused and nothing was written: tell the person why."""


class Locked(LedgerError):
    """Another process holds the data folder: do not start."""


class Inconsistent(LedgerError):
    """Stored rows, guard and publication disagree. Nothing was signed: stop and investigate."""


class Stopped(LedgerError):
    """Publishing broke off on the way (disk full, I/O error). End the process and start it again:

    start-up is the only recovery path (03 §7.4).
    """
