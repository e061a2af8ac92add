"""The composition root: settings, wiring, logging, and the `sunlot` command line.

Only this package knows all the others; nothing imports it.
"""
