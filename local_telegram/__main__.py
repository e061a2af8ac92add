"""`python -m local_telegram`: listen on loopback and print the address as one JSON line."""

from __future__ import annotations

import argparse
import ipaddress
import json
import socket
import sys
import time

import uvicorn

from local_telegram.floods import FloodControl
from local_telegram.server import application
from local_telegram.world import World


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted. Exit code 2 for an address that is not allowed or not free."""
    options = _parser().parse_args(arguments)
    if not options.allow_remote and not _is_loopback(options.host):
        print(
            f"{options.host} is not a loopback address. This server has no access control; "
            "add --allow-remote only on a network that you trust.",
            file=sys.stderr,
        )
        return 2
    try:
        listener = _listen(options.host, options.port)
    except OSError as error:
        print(f"Cannot listen on {options.host}:{options.port}: {error}", file=sys.stderr)
        return 2
    _serve(listener, World(time.time, FloodControl(enabled=not options.no_flood_limits)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local_telegram", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free port")
    parser.add_argument("--no-flood-limits", action="store_true", help="never answer 429")
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
    """Bind, listen and announce the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is named (create_server does
    # not name it), and with it every answer takes 40 ms longer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(128)
    name, bound = listener.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    print(json.dumps({"url": f"http://{shown}:{bound}"}), flush=True)
    return listener


def _serve(listener: socket.socket, world: World) -> None:
    config = uvicorn.Config(
        application(world),
        access_log=False,  # its lines would hold the tokens
        log_level="error",
        timeout_graceful_shutdown=1,  # long polls would hold it up
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    sys.exit(main())
