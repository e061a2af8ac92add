"""A reader's folder: a real small publication, and what else a reader may hold of it.

Made by the office of tests/inspection: one draw with the test beacon, two of three witnesses, four
contributions of which one is never opened. Synthetic.
"""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from draw import Beacon
from inspection import disclosure
from inspection.campaign import DrawState, Step
from inspection.receipts import contribution_proof
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.hall import Hall

PROOF = "contribution-1.1.1.json"
LOST = 3  # the representative whose device is lost before the opening


@dataclass(frozen=True)
class Known:
    """What is known of the publication from elsewhere: the office's own state, and its makers."""

    folder: Path
    draw: DrawState
    beacon: Beacon
    sizes: dict[str, int]  # entries under each head
    roots: dict[str, str]  # base64, as the head says
    signed: dict[str, int]  # when both witnesses signed it: at once, by a clock that only acts move
    genesis: str
    roster: str
    leaf: str  # of the enterprise whose opening is there, and what it is called
    name: str
    code: str
    due: int  # when the round is due
    proofs: dict[str, bytes]  # `sent` before the opening (the reader's), `opened`, `lost`


def make(folder: Path) -> Known:
    """Play the draw, and lay the reader's files into `folder` / reader."""
    hall = halls.build(folder / "office", policy=outside.POLICY)
    halls.begin(hall, halls.BEACON_FORM)
    sent = _draw(hall)
    halls.answer(hall, hall.draw, (1, 2, 4))
    hall.sign()
    proofs = {"sent": sent, "opened": _proof(hall, 1), "lost": _proof(hall, LOST)}
    reader = folder / "reader"
    reader.mkdir()
    (reader / PROOF).write_bytes(sent)
    (reader / "kept.txt").write_text(json.loads(sent)["checkpoint"], "utf-8")
    return _known(hall, reader, _files(hall, reader), proofs)


def make_plain(folder: Path) -> Path:
    """A draw with no beacon and no witnesses; gives the reader's folder, without proofs."""
    hall = halls.build(folder / "office")
    halls.begin(hall)
    halls.answer(hall, halls.run_draw(hall), (1,))
    reader = folder / "reader"
    reader.mkdir()
    hall.publication.rename(reader / "publication")
    halls.write_trust(hall, reader / "trust.json")
    return reader


def _draw(hall: Hall) -> bytes:
    """Play it; gives the proof file of representative 1, made when the bot sends it."""
    openings, sent = 0, b""
    for step, work in halls.draw_steps(hall, devices=(1, LOST)):
        openings += step is Step.OPEN
        if step is Step.OPEN and not sent:
            sent = _proof(hall, 1)
        if not (step is Step.OPEN and openings == 2):  # the operator's, then that of LOST
            halls.take_step(hall, step, work)
    return sent


def _proof(hall: Hall, number: int) -> bytes:
    proof = hall.do(partial(contribution_proof, draw=hall.draw, number=number))
    assert proof is not None
    return proof


def _files(hall: Hall, reader: Path) -> str:
    """Lay the files there; gives the leaf of the enterprise with the opening."""
    hall.publication.rename(reader / "publication")
    halls.write_trust(hall, reader / "trust.json")
    blob = reader / "publication/blob/sha256" / hall.draw.selection_blob
    leaf = next(row for row in blob.read_text().splitlines() if row.endswith("r"))[:64]
    parts = frozenset({"id", "lot"})
    openings = hall.do(lambda desk: dict(disclosure.openings(desk.session, 1, parts)))
    (reader / "opening.json").write_bytes(openings[leaf] + b"\n")
    return leaf


def _known(hall: Hall, reader: Path, leaf: str, proofs: dict[str, bytes]) -> Known:
    heads = {
        "checkpoint": reader / "publication/checkpoint",
        "bracket": reader / "publication/blob/sha256" / str(hall.draw.bracket),
        "kept": reader / "kept.txt",
    }
    read = {name: path.read_text("utf-8").splitlines() for name, path in heads.items()}
    entries = hall.entries
    assert int(read["checkpoint"][1]) == len(entries)
    opened = json.loads((reader / "opening.json").read_bytes())["id"]["value"]
    at = {name: entries[int(head[1]) - 1].at for name, head in read.items()}
    return Known(
        folder=reader,
        draw=hall.draw,
        beacon=outside.true_value(hall.round),
        sizes={name: int(head[1]) for name, head in read.items()},
        roots={name: head[2] for name, head in read.items()},
        signed=at,
        genesis=entries[0].leaf,
        roster=hall.campaign.opened["roster"]["root"],
        leaf=leaf,
        name=opened["name"],
        code=opened["code"],
        due=hall.due,
        proofs=proofs,
    )
