"""Witnesses as real processes on loopback: ours, and the foreign one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ledger.witnessing import PATH
from tests.app.stage import NO_TLS

PROJECT = Path(__file__).resolve().parents[2]
FOREIGN = PROJECT / ".foreign" / "packages"
PATIENCE = 30.0


@dataclass
class Running:
    """A witness that answers at `address`."""

    address: str
    process: subprocess.Popen[bytes]

    def post(self, body: bytes) -> httpx.Response:
        return httpx.post(f"{self.address}{PATH}", content=body, verify=NO_TLS, trust_env=False)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", verify=NO_TLS, trust_env=False)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, foreign: bool = False) -> Iterator[Running]:
    """Start a witness, wait until it answers, and end it afterwards."""
    paths = [str(PROJECT), *([str(FOREIGN)] if foreign else [])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(
        [sys.executable, *command], env=environment, stderr=subprocess.PIPE
    ) as process:
        try:
            witness = Running(f"http://127.0.0.1:{port}", process)
            until(lambda: _answers(witness))
            yield witness
        finally:
            process.kill()
            process.communicate()


@contextmanager
def our_witness(folder: Path, point: str = "") -> Iterator[Running]:
    port = free_port()
    command = ["-m", "tests.witness.child", str(folder), str(port), *([point] if point else [])]
    with running(command, port) as witness:
        yield witness


def foreign_tool(*arguments: str) -> str:
    """Run the foreign witness's command line (or with `-c`, a script that imports it)."""
    if not FOREIGN.is_dir():
        pytest.skip("the foreign witness is not installed: run scripts/foreign")
    command = list(arguments) if arguments[0] == "-c" else ["-m", "aics_witness", *arguments]
    done = subprocess.run(
        [sys.executable, *command],
        env=os.environ | {"PYTHONPATH": str(FOREIGN)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def _answers(witness: Running) -> bool:
    assert witness.process.poll() is None, witness.process.communicate()
    try:
        return witness.get("/").status_code < 600
    except httpx.TransportError:
        return False
