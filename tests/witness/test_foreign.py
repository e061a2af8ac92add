"""Ours and the witness nobody here wrote: our client asks it, its client asks ours.

Both over real HTTP, each in a process of its own. Proofs and signatures are made by one side and
judged by the other.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.witnesses import Ahead, Asked, WitnessClient, WitnessSigned
from ledger.cosignatures import read_cosignatures, with_cosignatures
from ledger.notes import read_checkpoint
from ledger.witnessing import SIZE_TYPE, WitnessFailure
from tests.ledger.world import fixed_key
from tests.witness.book import FORK, HONEST, Log
from tests.witness.running import Running, foreign_tool, free_port, our_witness, running
from witness.folder import opened

FEEDER = """
import base64, json, sys
from aics_tlog import MerkleTree
from aics_witness.feeder import FeederError, WitnessClient

asked = json.load(open(sys.argv[1]))
client = WitnessClient(asked["url"], asked["vkey"], backoff=0.01, max_attempts=1)
for one in asked["submit"]:
    tree = MerkleTree(entry.encode() for entry in one["entries"])
    client.known_sizes.clear()
    try:
        note = base64.b64decode(one["note"])
        line = client.submit(note, tree.consistency_proof, old_size=one["old"])
        print(json.dumps(["signed", line]))
    except FeederError as error:
        status = getattr(error, "status", getattr(error, "known_size", None))
        print(json.dumps([type(error).__name__, status]))
"""


@dataclass
class Foreign:
    """The foreign witness, running, and its key."""

    running: Running
    vkey: str

    async def ask(self, log: Log, old: int, size: int) -> Asked:
        async with WitnessClient(self.running.address, self.vkey) as client:
            return await client.ask(old, log.note(size), lambda held: log.proof(held, size))


@contextmanager
def foreign_witness(folder: Path) -> Iterator[Foreign]:
    port = free_port()
    config = ("--config", str(folder / "foreign.json"))
    listen = ("--name", "foreign.example/w", "--listen", f"127.0.0.1:{port}")
    vkey = foreign_tool("init", *config, *listen).strip()
    foreign_tool("add-log", *config, "--origin", HONEST.origin, "--vkey", HONEST.vkey)
    with running(["-m", "aics_witness", "serve", *config], port, foreign=True) as process:
        yield Foreign(process, vkey)


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[Foreign]:
    with foreign_witness(tmp_path) as witness:
        yield witness


async def test_it_signs_our_log_while_it_grows(foreign: Foreign) -> None:
    old = 0
    for size in (1, 7, 9, 300, 300):
        found = await foreign.ask(HONEST, old, size)
        assert isinstance(found, WitnessSigned), found
        assert found.held == old
        note = with_cosignatures(HONEST.note(size), [found.line], [foreign.vkey])
        assert read_checkpoint(note, HONEST.vkey).size == size
        (cosignature,) = read_cosignatures(note, [foreign.vkey])
        assert cosignature.time == found.time
        old = size


async def test_its_size_is_asked_for_when_it_is_not_known(foreign: Foreign) -> None:
    assert isinstance(await foreign.ask(HONEST, 0, 7), WitnessSigned)
    for guess in (0, 3, 8):
        found = await foreign.ask(HONEST, guess, 9)
        assert isinstance(found, WitnessSigned)
        assert found.held == (9 if guess else 7)


async def test_it_catches_a_fork(foreign: Foreign) -> None:
    assert isinstance(await foreign.ask(HONEST, 0, 7), WitnessSigned)
    for old, size in ((7, 9), (7, 7), (0, 9)):
        found = await foreign.ask(FORK, old, size)
        assert isinstance(found, WitnessFailure)
        assert found.status in (409, 422)


async def test_it_catches_a_rollback(foreign: Foreign) -> None:
    assert isinstance(await foreign.ask(HONEST, 0, 9), WitnessSigned)
    for log in (HONEST, FORK):
        assert await foreign.ask(log, 4, 7) == Ahead(9)


async def test_it_refuses_strangers(foreign: Foreign) -> None:
    for log, status in (
        (Log(key=fixed_key("other")), 403),
        (Log(origin="other.example/log"), 404),
    ):
        found = await foreign.ask(log, 0, 7)
        assert isinstance(found, WitnessFailure)
        assert found.status == status


async def test_its_signature_under_another_key_is_none(foreign: Foreign, folder: Path) -> None:
    with opened(folder) as (witness, _):
        stranger = Foreign(foreign.running, witness.vkey)
    found = await stranger.ask(HONEST, 0, 7)
    assert isinstance(found, WitnessFailure)
    assert "other keys" in found.sentence


def test_both_witnesses_answer_alike(foreign: Foreign, folder: Path) -> None:
    """The same raw requests, in the same order; only what C2SP leaves open may differ."""
    other_key, other_origin = Log(key=fixed_key("other")), Log(origin="other.example/log")
    bodies = {
        "first": HONEST.request(0, 7),
        "grown": HONEST.request(7, 9),
        "stale": HONEST.request(7, 12),
        "unknown size": HONEST.request(0, 12),
        "rollback": HONEST.request(0, 4),
        "fork": FORK.request(9, 12),
        "old above": HONEST.request(12, 9),
        "same": HONEST.request(9, 9),
        "key": other_key.request(0, 7),
        "origin": other_origin.request(0, 7),
        "garbage": b"old 9\n\nhello\n",
        "zero": HONEST.request(9, 12).replace(b"old 9", b"old 09"),
        "unfinished": HONEST.request(9, 12)[:-1],
    }
    with our_witness(folder) as ours:
        for name, body in bodies.items():
            mine, theirs = ours.post(body), foreign.running.post(body)
            assert mine.status_code == theirs.status_code, name
            if mine.status_code == 409:
                assert mine.content == theirs.content
                for answer in (mine, theirs):
                    assert answer.headers["content-type"].startswith(SIZE_TYPE)


def fed(
    folder: Path, witness: Running, submitted: list[tuple[Log, int, int]]
) -> list[list[object]]:
    """What the foreign client says of our witness, for (log, old size, size) in this order."""
    with opened(folder) as (known, _):
        vkey = known.vkey
    submit = [
        {
            "entries": [log.entry(seq) for seq in range(size)],
            "note": base64.b64encode(log.note(size)).decode(),
            "old": old,
        }
        for log, old, size in submitted
    ]
    asked = folder.parent / "asked.json"
    asked.write_text(json.dumps({"url": witness.address, "vkey": vkey, "submit": submit}))
    return [json.loads(line) for line in foreign_tool("-c", FEEDER, str(asked)).splitlines()]


def test_its_client_has_our_witness_sign(folder: Path) -> None:
    with our_witness(folder) as witness:
        found = fed(
            folder,
            witness,
            [(HONEST, 0, 7), (HONEST, 7, 9), (HONEST, 0, 300), (HONEST, 300, 300)],
        )
        kept = witness.get(f"/checkpoint/{HONEST.origin}").text
    assert [one[0] for one in found] == ["signed"] * 4
    assert kept == HONEST.note(300).decode() + str(found[-1][1])


def test_its_client_understands_our_refusals(folder: Path) -> None:
    with our_witness(folder) as witness:
        found = fed(
            folder,
            witness,
            [
                (HONEST, 0, 9),
                (FORK, 9, 12),
                (FORK, 9, 9),
                (HONEST, 0, 7),
                (Log(key=fixed_key("other")), 0, 7),
                (Log(origin="other.example/log"), 0, 7),
            ],
        )
        page = witness.get("/?lang=en").text
    assert [one[0] for one in found[:1]] == ["signed"]
    assert found[1:] == [
        ["WitnessRejected", 422],
        ["WitnessRejected", 409],
        ["WitnessAhead", 9],
        ["WitnessRejected", 403],
        ["WitnessRejected", 404],
    ]
    assert "Warning: evidence of a fork" in page
