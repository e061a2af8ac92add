"""One base error, and subclasses that say what to do next."""

import ledger
from ledger import errors


def test_every_error_is_a_ledger_error_and_exported() -> None:
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert len(classes) == 6
    for error in classes:
        assert issubclass(error, ledger.LedgerError)
        assert getattr(ledger, error.__name__) is error
        assert error.__doc__


def test_every_exported_name_is_there() -> None:
    assert sorted(ledger.__all__) == ledger.__all__
    for name in ledger.__all__:
        assert getattr(ledger, name) is not None
