"""The file that a person keeps of a contribution (spec 03 §10), checked here by hand."""

import base64
import hashlib
import json
from functools import partial
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from inspection import acts
from inspection.receipts import contribution_proof
from tests.inspection import hall as halls
from tests.inspection import outside
from tests.inspection.by_hand import canonical
from tests.inspection.conftest import At
from tests.inspection.hall import Hall


def proof(hall: Hall, number: int = 1) -> bytes | None:
    draw = hall.draw
    return hall.do(partial(contribution_proof, draw=draw, number=number))


def given(hall: Hall, number: int = 1) -> dict[str, Any]:
    """The proof as an object; its bytes are canonical JSON and one LF."""
    data = proof(hall, number)
    assert data is not None
    found: dict[str, Any] = json.loads(data)
    assert data == canonical(found).encode() + b"\n"
    return found


def root_by_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that an inclusion path leads to: RFC 6962 §2.1.1, read from the top down."""
    if size == 1:
        assert not path
        return leaf
    split = 1 << (size - 1).bit_length() - 1
    *rest, sibling = path
    if index < split:
        return _node(root_by_path(leaf, index, split, rest), sibling)
    return _node(sibling, root_by_path(leaf, index - split, size - split, rest))


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def signers(note: str) -> list[str]:
    """The names of the witnesses whose lines in the note verify."""
    text = outside.text_of(note.encode())
    found = []
    for line in note.split("\n\n")[1].splitlines():
        _, name, blob = line.split(" ")
        if name not in outside.NAMES:
            continue
        raw = base64.b64decode(blob)[4:]
        message = f"cosignature/v1\ntime {int.from_bytes(raw[:8], 'big')}\n".encode() + text
        public = outside.WITNESS_KEYS[outside.NAMES.index(name)].public
        Ed25519PublicKey.from_public_bytes(public).verify(raw[8:], message)
        found.append(name)
    return found


def check(hall: Hall, found: dict[str, Any], number: int, secret: str | None) -> None:
    """Everything of §10, with nothing but the file and the agency's key."""
    keys = ("checkpoint", "entry", "index", "kind", "proof", "roster", "secret", "v")
    assert tuple(sorted(found)) == keys
    assert (found["kind"], found["v"], found["secret"]) == ("contribution", 1, secret)
    entry = json.loads(found["entry"])
    assert found["entry"].encode() == hall.entries[found["index"]].bytes
    data = entry["body"]["data"]
    assert (entry["body"]["kind"], data["representative"]) == ("draw.contribution", number)
    if secret is not None:
        place = (data["campaign"], data["draw"], found["roster"], number, secret)
        assert outside.commitment(*place) == data["commitment"]
    origin, size, root = found["checkpoint"].split("\n")[:3]
    leaf = hashlib.sha256(b"\x00" + found["entry"].encode()).digest()
    path = [bytes.fromhex(node) for node in found["proof"]]
    assert origin == hall.origin
    assert root_by_path(leaf, found["index"], int(size), path) == base64.b64decode(root)
    log = base64.b64decode(found["checkpoint"].split("\n")[4].split(" ")[2])[4:]
    key = Ed25519PublicKey.from_public_bytes(_log_key(hall))
    key.verify(log, outside.text_of(found["checkpoint"].encode()))


def _log_key(hall: Hall) -> bytes:
    return halls.key(hall.folder / "log.pem").public


def test_a_proof_before_and_after_the_opening(at: At) -> None:
    hall = at("lit_closed")
    before = given(hall)
    check(hall, before, 1, None)
    assert len(signers(before["checkpoint"])) == 2
    hall.do(halls.hands_in(hall, 1))
    assert given(hall)["secret"] is None, "what was handed in is not public yet"
    hall.do(partial(acts.open_secrets, by=hall.people["o1"]))
    after = given(hall)
    check(hall, after, 1, outside.device_secret(1, 1, 1))
    assert after == {**before, "secret": after["secret"]}, "the same note: the first one"


def test_the_bots_contribution_has_its_proof_too(at: At) -> None:
    hall = at("lit_matched")
    check(hall, given(hall, 2), 2, hall.draw.opened["representative.2"])


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_proof_in_a_longer_book(at: At, number: int) -> None:
    """The tree is larger, and its path is not the trivial one."""
    hall = at("lit_second")
    for step, work in halls.draw_steps(hall, devices=(1, 3))[1:]:
        halls.take_step(hall, step, work)
    found = given(hall, number)
    assert found["index"] >= 18
    assert len(found["proof"]) >= 2
    check(hall, found, number, hall.draw.opened[f"representative.{number}"])


def test_there_is_none_before_a_quorum_has_signed(at: At) -> None:
    hall = at("lit_frozen")
    hall.do(halls.commits(hall, 1))
    assert proof(hall) is None
    hall.sign((2,))
    assert proof(hall) is None
    hall.sign((0,))
    check(hall, given(hall), 1, None)


def test_a_head_from_before_the_contribution_does_not_do(at: At) -> None:
    hall = at("lit_frozen")
    hall.sign((0, 1, 2))
    hall.do(halls.commits(hall, 1))
    assert proof(hall) is None


def test_who_has_no_contribution_has_no_proof(at: At) -> None:
    hall = at("lit_matched")
    assert proof(hall, 3) is None
    assert proof(at("lit_frozen")) is None


def test_one_that_was_not_opened_stays_closed(at: At) -> None:
    hall = at("lit_closed")
    hall.do(partial(acts.open_secrets, by=hall.people["o1"]))
    check(hall, given(hall), 1, None)


def test_without_a_policy_the_last_published_head_does(at: At) -> None:
    hall = at("contributed")
    check(hall, given(hall), 1, None)
    hall.do(partial(acts.close_contributions, by=hall.people["o1"]))
    hall.do(partial(acts.open_secrets, by=hall.people["o1"]))
    found = given(hall)
    check(hall, found, 1, hall.draw.opened["representative.1"])
    assert found["checkpoint"].split("\n")[1] == str(len(hall.entries))


def test_it_is_the_same_after_a_restart(at: At) -> None:
    hall = at("lit_closed")
    before = proof(hall)
    hall.restart()
    assert proof(hall) == before


def test_the_checks_of_this_page_can_fail(at: At) -> None:
    hall = at("lit_closed")
    found = given(hall)
    changed = [
        {**found, "proof": [*found["proof"][:-1], "0" * 64]},
        {**found, "index": found["index"] - 1},
        {**found, "checkpoint": found["checkpoint"].replace(hall.origin, "a.example", 1)},
    ]
    for one in changed:
        with pytest.raises((AssertionError, InvalidSignature)):
            check(hall, one, 1, None)
