"""A Bot API server and the people who talk to it, for a machine without account or internet.

For demo, rehearsal and tests only: everything lives in memory, nothing leaves the machine.
Start it with `python -m local_telegram`. It imports nothing else of this project.
"""
