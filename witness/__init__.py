"""A witness: a small program that another body runs, and that signs only books that keep growing.

It knows `ledger`'s formats and nothing else of the operator's. Protocol: docs/spec/03-ledger.md §8.
"""

from witness.errors import WitnessError
from witness.folder import make, trust
from witness.service import serve

__all__ = ["WitnessError", "make", "serve", "trust"]
