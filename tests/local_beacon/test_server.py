"""The relay over HTTP: never early, its faults, its pages; and as a process."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from app.relays import Relays
from draw import TEST, Beacon, read_typed, time_of
from inspection.bls import BeaconRefused, verify
from local_beacon.errors import FaultRefused
from local_beacon.faults import parse_faults
from local_beacon.server import application

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
PUBLIC = f"/{TEST.hash}/public"


@dataclass
class Clock:
    """Stands still until a test moves it; now is round 1000."""

    now: float = float(time_of(TEST, 1000))

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Visitor:
    """A plain client of the application, in process."""

    def __init__(self, clock: Clock) -> None:
        self._application = application(clock)

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._ask("GET", path, b""))

    def post(self, path: str, content: bytes) -> httpx.Response:
        return asyncio.run(self._ask("POST", path, content))

    async def _ask(self, method: str, path: str, content: bytes) -> httpx.Response:
        transport = httpx.ASGITransport(self._application)
        async with httpx.AsyncClient(transport=transport, base_url="http://relay") as client:
            return await client.request(method, path, content=content)


@pytest.fixture
def relay(clock: Clock) -> Visitor:
    return Visitor(clock)


def order(relay: Visitor, **faults: object) -> None:
    assert relay.post("/local/faults", json.dumps(faults).encode()).status_code == 200


def last(relay: Visitor) -> int:
    return int(relay.get(f"{PUBLIC}/latest").json()["round"])


def beacon(answer: dict[str, Any]) -> Beacon:
    return Beacon(TEST, answer["round"], answer["signature"], None)


def test_info_says_which_chain_and_that_it_is_a_simulation(relay: Visitor) -> None:
    info = relay.get(f"/{TEST.hash}/info").json()
    assert (info["hash"], info["public_key"]) == (TEST.hash, TEST.public_key)
    assert (info["period"], info["genesis_time"]) == (TEST.period, TEST.genesis)
    assert info["groupHash"] == TEST.genesis_seed
    assert info["metadata"] == {"beaconID": TEST.beacon_id, "simulation": True}


def test_a_round_before_its_time_is_not_there(relay: Visitor, clock: Clock) -> None:
    verify(beacon(relay.get(f"{PUBLIC}/1000").json()))
    assert relay.get(f"{PUBLIC}/1001").status_code == 425
    clock.now += 2.999
    assert (last(relay), relay.get(f"{PUBLIC}/1001").status_code) == (1000, 425)
    clock.now += 0.001
    assert (last(relay), relay.get(f"{PUBLIC}/1001").status_code) == (1001, 200)


@pytest.mark.parametrize("path", ["/0", "/-1", "/x", "/1.5", "/" + "9" * 16, "/１", "/0x1"])
def test_what_is_no_round(relay: Visitor, path: str) -> None:
    assert relay.get(PUBLIC + path).status_code == 400
    assert relay.get("/round" + path).status_code == 400


def test_another_chain_is_unknown(relay: Visitor) -> None:
    assert relay.get(f"/{'0' * 64}/info").status_code == 400
    assert relay.get(f"/{'0' * 64}/public/1").status_code == 400


def test_it_lies_on_order(relay: Visitor) -> None:
    order(relay, lie=True)
    answer = relay.get(f"{PUBLIC}/1000").json()
    assert answer["round"] == 1000
    with pytest.raises(BeaconRefused):
        verify(beacon(answer))
    order(relay)
    verify(beacon(relay.get(f"{PUBLIC}/1000").json()))


def test_it_is_late_or_early_on_order(relay: Visitor) -> None:
    order(relay, shift=7)
    assert last(relay) == 997
    order(relay, shift=-6)
    assert last(relay) == 1002


def test_a_silent_chain_keeps_what_it_has(relay: Visitor, clock: Clock) -> None:
    order(relay, silent=True)
    clock.now += 86400
    order(relay, silent=True, lie=True)
    assert last(relay) == 1000
    assert relay.get(f"{PUBLIC}/1001").status_code == 425
    order(relay)
    assert last(relay) == 1000 + 86400 // 3


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b"\xff", b'{"lies":true}', b'{"lie":1}', b'{"stall":-1}', b'{"stall":"1"}',
     b'{"shift":1e9}', b'{"shift":true}', b'{"stall":NaN}', b"[" * 5000],
)  # fmt: skip
def test_faults_that_make_no_sense(relay: Visitor, body: bytes) -> None:
    answer = relay.post("/local/faults", body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert relay.get("/local/faults").json() == {
        "lie": False, "silent": False, "stall": 0.0, "shift": 0.0
    }  # fmt: skip


@given(st.dictionaries(st.sampled_from(["lie", "silent", "stall", "shift", "x"]), st.integers()))
def test_faults_are_read_or_refused(raw: dict[str, int]) -> None:
    try:
        faults = parse_faults(raw)
    except FaultRefused:
        return
    assert not faults.lie
    assert faults.stall >= 0


def test_the_page_shows_what_can_be_typed_and_scanned(relay: Visitor) -> None:
    front = relay.get("/")
    assert "第 1,000 轮" in front.text
    assert "Round 1,000" in front.text
    assert "模拟" in front.text
    assert "simulation" in front.text
    lasting = relay.get("/round/1000").text
    value = beacon(relay.get(f"{PUBLIC}/1000").json())
    for page in (front.text, lasting):
        shown = re.search(r"<code[^>]*>([^<]+)</code>", page)
        assert shown
        assert read_typed(TEST, 1000, shown[1]) == value
        assert scanned(page) == value.signature


def scanned(page: str) -> str:
    """What a phone reads from the page's picture: segno draws its dark runs as `Mx yh…` lines."""
    drawn = re.search(r'<svg[^>]* viewBox="0 0 (\d+) ', page)
    path = re.search(r'<path[^>]*class="qrline"[^>]*d="([^"]+)"', page)
    assert drawn
    assert path
    side, scale = int(drawn[1]), 4
    rows = [bytearray(b"\xff" * side * scale) for _ in range(side * scale)]
    x = y = 0.0
    for act, numbers in re.findall(r"([MmhH])([-\d. ]+)", path[1]):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if act == "M":
            x, y = values
        elif act == "m":
            x, y = x + values[0], y + values[1]
        else:
            for row in rows[int(y) * scale : (int(y) + 1) * scale]:
                row[int(x) * scale : int(x + values[0]) * scale] = bytes(int(values[0]) * scale)
            x += values[0]
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    found = zxingcpp.read_barcodes(picture, formats=QR)
    return found[0].text


def test_the_page_of_a_round_to_come_waits(relay: Visitor) -> None:
    answer = relay.get("/round/1001")
    assert answer.status_code == 425
    assert 'http-equiv="refresh"' in answer.text
    assert "2026-01-01 08:50:00" in answer.text  # 3,000 s after the genesis, in China
    assert relay.get("/round/" + "9" * 15).status_code == 425


def test_a_process_serves_our_own_client(tmp_path: Path) -> None:
    ready = tmp_path / "beacon.json"
    command = [sys.executable, "-m", "local_beacon", "--port", "0", "--ready-file", str(ready)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert asyncio.run(fetched(json.loads(line)["url"])) == (123, None)
            assert ready.read_text("utf-8") == line
        finally:
            process.terminate()


async def fetched(url: str) -> tuple[int | None, Beacon | None]:
    """A round that is due, and one that is not."""
    relays = Relays([url], verify)
    due, future = await relays.fetch(TEST, 123), await relays.fetch(TEST, 10**9)
    await relays.close()
    return None if due is None else due.round, future


def test_only_loopback_is_bound() -> None:
    command = [sys.executable, "-m", "local_beacon", "--host", "0.0.0.0"]  # noqa: S104
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "not a loopback address" in done.stderr
