"""A process of its own that works on a data folder, for tests that kill it or run two of them.

python -m tests.ledger.child work FOLDER POINT NUMBER exit|wait
    does the workload; at the NUMBER-th POINT it exits without any clean-up, or says so and waits
    to be killed
python -m tests.ledger.child witness FOLDER POINT
    adds two witnesses' lines to the present head, and at POINT says so and waits to be killed
python -m tests.ledger.child lock FOLDER
    takes the data lock, says so, and holds it until its input ends
python -m tests.ledger.child append FOLDER NAME COUNT
    appends COUNT entries, each in a transaction of its own
"""

import os
import signal
import sys
from pathlib import Path

from ledger import DataLock, Entry, Locked
from tests.ledger.signers import VKEYS, sign
from tests.ledger.workload import run
from tests.ledger.world import note, open_world


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the parent reads it


def work(folder: Path, point: str, number: int, how: str) -> None:
    seen = 0

    def at_point(reached: str) -> None:
        nonlocal seen
        seen += reached == point
        if reached != point or seen != number:
            return
        if how == "exit":
            os._exit(9)
        say(f"at {point}")
        signal.pause()

    def acknowledge(request: str, entries: list[Entry]) -> None:
        say(f"ack {request} {' '.join(entry.leaf for entry in entries)}")

    with DataLock(folder):
        run(open_world(folder, at_point=at_point), acknowledge, at_point)
    say("finished")


def witness(folder: Path, point: str) -> None:
    def at_point(reached: str) -> None:
        if reached == point:
            say(f"at {point}")
            signal.pause()

    world = open_world(folder, at_point=at_point, witnesses=VKEYS)
    world.publisher.recover()
    sign(world, 0, 1)
    say("finished")


def lock(folder: Path) -> None:
    try:
        with DataLock(folder):
            say("locked")
            sys.stdin.read()
    except Locked:
        say("refused")


def append(folder: Path, name: str, count: int) -> None:
    world = open_world(folder)
    for number in range(count):
        world.append([note(number)], f"{name} {number}")
    world.close()


def main(command: str, folder: str, *rest: str) -> None:
    if command == "work":
        work(Path(folder), rest[0], int(rest[1]), rest[2])
    elif command == "witness":
        witness(Path(folder), rest[0])
    elif command == "lock":
        lock(Path(folder))
    else:
        append(Path(folder), rest[0], int(rest[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
