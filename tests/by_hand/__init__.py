"""The lines of docs/verify-by-hand, carried out as a reader would."""
