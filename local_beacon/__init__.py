"""A drand relay of the test beacon, for a machine without internet.

For demo, rehearsal and tests only: it signs with a key that everybody knows, so its values are a
simulation and protect nothing. Start it with `python -m local_beacon`. It imports nothing else of
this project.
"""
