"""What each step should print, put together from what is known of the publication elsewhere."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from tests.by_hand.stage import LOST, Known
from tests.inspection import outside
from tests.inspection.hall import ORIGIN

GOOD = "Signature Verified Successfully"


def expected(known: Known) -> dict[int, list[str]]:
    """The answers by step. Ours alone: step 6, and the seed text of step 9 (see `seed_text`)."""
    return {
        0: [],
        1: [f"{len(list((known.folder / 'publication/blob/sha256').iterdir()))} SAME"],
        2: head(known, "checkpoint"),
        3: ["2", *witnesses(known, "checkpoint")],
        4: [*root(known, "checkpoint"), *same(known.genesis)],
        5: [f"{known.sizes['checkpoint']} {GOOD}"],
        6: list(book()),
        7: list(commitments(known)),
        8: lists(known),
        9: [*seed_text(known), *same(known.draw.seed)],
        10: [str(known.draw.cutoff), ticket(known, first_drawable(known))],
        11: [
            *same(known.draw.size),
            *same(known.draw.selection_blob),
            *same(known.draw.selection_root),
        ],
        12: statement(known),
        13: beacon(known),
        14: [*head(known, "bracket"), *root(known, "bracket"), *witnesses(known, "bracket"), "14"],
        15: enterprise(known),
        16: [*note_of_proof(known), *contribution(known), *root(known, "kept")],
        17: [*head(known, "kept"), *root(known, "kept")],
    }


def same(value: object) -> list[str]:
    return [str(value), str(value), "SAME"]


def head(known: Known, name: str) -> list[str]:
    return [ORIGIN, str(known.sizes[name]), known.roots[name], "SAME", GOOD]


def plain_root(known: Known, name: str) -> str:
    return base64.b64decode(known.roots[name]).hex()


def root(known: Known, name: str) -> list[str]:
    return same(plain_root(known, name))


def utc(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def witnesses(known: Known, name: str) -> list[str]:
    first, second, third = outside.NAMES
    time = utc(known.signed[name])
    return [f"{first}: {time}: {GOOD}", f"{second}: {time}: {GOOD}", f"{third}: no signature"]


def book() -> Iterator[str]:
    """The order of one draw (01 §8) with four contributions, three openings, three answers."""
    kinds = ["genesis", "campaign.open", "roster.audit", "draw.commit", "draw.choice"]
    kinds += ["draw.freeze", *["draw.contribution"] * 4, "draw.close", *["draw.open"] * 4]
    kinds += ["draw.beacon", "draw.result", "match.result", *["confirm"] * 3]
    for seq, kind in enumerate(kinds):
        yield f"{seq} {kind} {1 if seq > 2 else ''}".strip()


def commitments(known: Known) -> Iterator[str]:
    yield from same(known.draw.commitment)
    for number, commitment in known.draw.contributions.items():
        yield f"representative.{number}"
        yield from ["not opened"] if number == LOST else same(commitment)


def lists(known: Known) -> list[str]:
    draw = known.draw
    counts = [*same(draw.pool), *same(draw.must), *same(draw.planned)]
    last = f"planned {draw.planned}, pool {draw.pool}, musts {draw.must}: n {draw.size}"
    return [*same(known.roster), *same(draw.pool_root), *counts, last]


def seed_text(known: Known) -> Iterator[str]:
    """02 §4. The beacon's signature comes from the test chain's public secret."""
    draw = known.draw
    yield from ["sunlot/v1/seed", "campaign=1", "draw=1", f"roster={known.roster}"]
    yield f"types={','.join(draw.types)}"
    yield from [f"pool={draw.pool_root}", f"N={draw.pool}", f"m={draw.must}", f"n={draw.size}"]
    yield f"operator={draw.opened['operator']}"
    for number, commitment in draw.contributions.items():
        yield f"contribution.{number}={draw.opened.get(f'representative.{number}', commitment)}"
    value = known.beacon
    yield f"beacon={value.chain.hash}:{value.round}:{value.signature}"


def first_drawable(known: Known) -> str:
    rows = blob(known, known.draw.pool_blob)
    return next(row[:64] for row in rows if row.endswith(" r"))


def blob(known: Known, digest: str) -> list[str]:
    return (known.folder / "publication/blob/sha256" / digest).read_text().splitlines()


def ticket(known: Known, leaf: str) -> str:
    return sha256(f"{known.draw.seed}:draw:{leaf}".encode()).hexdigest()


def statement(known: Known) -> list[str]:
    digest = known.draw.digest
    groups = " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    return [*same(digest), groups, *(f"{number} confirm {digest}" for number in (1, 2, 4))]


def beacon(known: Known) -> list[str]:
    chain, number = known.beacon.chain.hash, known.beacon.round
    value = [utc(known.due), known.beacon.signature]
    return [*same(number), *same(f"{chain} {number}"), *value]  # the test chain has no relays


def note_of_proof(known: Known) -> list[str]:
    path = same(f"0 {plain_root(known, 'kept')}")
    return [*head(known, "kept"), *witnesses(known, "kept"), *path]


def contribution(known: Known) -> list[str]:
    """A proof file as it is sent, before the opening; the opening is in the book."""
    commitment = same(known.draw.contributions[1])
    secret = f"secret {known.draw.opened['representative.1']}"
    return ["NOT OPENED IN THIS FILE", *commitment, secret, *commitment]


def enterprise(known: Known) -> list[str]:
    places = ["roster 1", "pool 1", "selection 1", ticket(known, known.leaf)]
    return [known.name, known.code, known.leaf, *places, str(known.draw.cutoff)]
