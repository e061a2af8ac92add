"""A witness in a process of its own: python -m tests.witness.child FOLDER PORT [POINT]

At the named point it kills itself, as a power cut would, once the file FOLDER/die is there. With
FOLDER/impatient it cuts slow clients off soon.
"""

import os
import signal
import sys
from pathlib import Path

from witness import serve
from witness.connections import Limits

IMPATIENT = Limits(body_seconds=1, connection_seconds=2)


def main(folder: Path, port: int, point: str = "") -> None:
    def at_point(reached: str) -> None:
        if reached == point and (folder / "die").exists():
            os.kill(os.getpid(), signal.SIGKILL)

    limits = IMPATIENT if (folder / "impatient").exists() else Limits()
    serve(folder, "127.0.0.1", port, at_point, limits)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
