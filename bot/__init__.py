"""The chat side: an update becomes one use case and a few rows of outgoing messages.

State is rows in the database (inbox, outbox, buttons, expected texts); nothing that matters lives
in memory. `telegram` is touched by `gateway` and `incoming` alone.
"""
