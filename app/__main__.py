"""`python -m app`: the same as `sunlot`."""

from app.cli import main

main()
