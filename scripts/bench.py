"""Run the benches, each in a process of its own; run by `scripts/bench [NAME …]`.

A bench is a module scripts/bench_NAME.py that prints figures and exits 0, or 1 if what it measured
gave a wrong result. It asserts no speed: machines differ, ratios of one run less. Own processes,
because a bench prints its peak of memory, and the rubbish of one must not slow down the next.
"""

import subprocess
import sys
from pathlib import Path

BENCHES = {
    path.stem.removeprefix("bench_"): path
    for path in sorted(Path(__file__).resolve().parent.glob("bench_*.py"))
}


def main(names: list[str]) -> int:
    """Run the benches named, or all; exit 1 if one failed, 2 for a name that is none."""
    if unknown := [name for name in names if name not in BENCHES]:
        print(f"bench: expected {', '.join(BENCHES)}, found {unknown[0]}.", file=sys.stderr)
        return 2
    failed = []
    for name in names or BENCHES:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, BENCHES[name]], check=False).returncode:
            failed.append(name)
        print(flush=True)
    if failed:
        print(f"bench: failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
