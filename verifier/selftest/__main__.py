"""`python -m verifier.selftest`: the catalogue of books, and the long forms of the tests.

--catalogue FILE     write docs/spec/vectors/books.json
--honest N           judge N honest books made at random; none may fail
--mutations          change every byte of a small publication, and every field of a large one
--every N            of the mutations only every Nth
"""

import argparse
import sys
from pathlib import Path

from .command import run
from .exporting import catalogue
from .honest import run_honest
from .mutating import run_mutations


def main() -> int:
    """Do what the command line says; without any option, the self-test."""
    parser = argparse.ArgumentParser(prog="python -m verifier.selftest")
    parser.add_argument("--catalogue", type=Path)
    parser.add_argument("--honest", type=int)
    parser.add_argument("--mutations", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    if options.catalogue is not None:
        options.catalogue.write_bytes(catalogue())
        return 0
    if options.honest is not None:
        return run_honest(options.honest)
    if options.mutations:
        return run_mutations(options.every)
    return run([])


if __name__ == "__main__":
    sys.exit(main())
