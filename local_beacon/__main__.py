"""`python -m local_beacon`: listen on loopback and print the address as one JSON line."""

from __future__ import annotations

import argparse
import ipaddress
import json
import socket
import sys
import time
from pathlib import Path

import uvicorn

from local_beacon.server import application


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted. Exit code 2 for an address that is not allowed or not free."""
    options = _parser().parse_args(arguments)
    if not options.allow_remote and not _is_loopback(options.host):
        print(
            f"{options.host} is not a loopback address. Anybody could order faults here; "
            "add --allow-remote only on a network that you trust.",
            file=sys.stderr,
        )
        return 2
    try:
        listener = _listen(options.host, options.port)
        _announce(listener, options.ready_file)
    except OSError as error:
        print(f"Cannot listen on {options.host}:{options.port}: {error}", file=sys.stderr)
        return 2
    config = uvicorn.Config(
        application(time.time),
        access_log=False,
        log_level="error",
        timeout_graceful_shutdown=1,  # stalled answers would hold it up
    )
    uvicorn.Server(config).run(sockets=[listener])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local_beacon", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free port")
    parser.add_argument("--ready-file", type=Path, help="write the JSON line here, too")
    parser.add_argument("--allow-remote", action="store_true", help="bind any address")
    return parser


def _is_loopback(host: str) -> bool:
    """True if every address of `host` is loopback; an unknown name is not."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False
    return all(ipaddress.ip_address(item[4][0]).is_loopback for item in found)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(128)
    return listener


def _announce(listener: socket.socket, ready_file: Path | None) -> None:
    """Print the address; the file appears whole, for somebody may be waiting for it."""
    name, bound = listener.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    line = json.dumps({"url": f"http://{shown}:{bound}"})
    print(line, flush=True)
    if ready_file is not None:
        part = ready_file.with_name(ready_file.name + ".part")
        part.write_text(line + "\n", "utf-8")
        part.replace(ready_file)


if __name__ == "__main__":
    sys.exit(main())
