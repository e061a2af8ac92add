"""Proofs that are nearly right: refused by the judges as by our own, one by one."""

from collections.abc import Callable

import pytest

from ledger import proofs
from tests.foreign.alterations import flipped
from tests.foreign.judges import Claim, aics_proofs, go_proofs, other, sigstore
from tests.foreign.published import Published
from verifier.merkle import root_of_path
from verifier.note import parse_log_key

NUMBERS = (0, 1, 150, 255, 256, 298)
OLD_SIZES = (1, 150, 255, 257, 298)  # each with a proof of more than one node


def exchanged(claim: Claim) -> Claim:
    first, second, *rest = claim.proof
    return other(claim, proof=(second, first, *rest))


def flip_last(claim: Claim) -> Claim:
    return other(claim, proof=(*claim.proof[:-1], flipped(claim.proof[-1], 31)))


NEARLY_RIGHT: dict[str, Callable[[Claim], Claim]] = {
    "two nodes exchanged": exchanged,
    "a node flipped": flip_last,
    "a node dropped": lambda claim: other(claim, proof=claim.proof[:-1]),
    "a node doubled": lambda claim: other(claim, proof=(*claim.proof, claim.proof[-1])),
    "no node at all": lambda claim: other(claim, proof=()),
    "upside down": lambda claim: other(claim, proof=claim.proof[::-1]),
    "another number": lambda claim: other(claim, number=claim.number ^ 1),
    "another size": lambda claim: other(claim, size=claim.size * 2),
    "a number behind the end": lambda claim: other(claim, number=claim.size + 1),
    "another hash": lambda claim: other(claim, digest=flipped(claim.digest, 0)),
    "another root": lambda claim: other(claim, root=flipped(claim.root, 0)),
    "hash and root exchanged": lambda claim: other(claim, root=claim.digest, digest=claim.root),
}


def ours(claims: list[Claim]) -> list[bool]:
    """The producer's own check of a claim."""
    return [_ours(claim) for claim in claims]


def _ours(claim: Claim) -> bool:
    root, digest, path = claim.root.hex(), claim.digest, claim.proof
    if claim.kind == "record":
        return proofs.verify_inclusion(digest, claim.number, claim.size, path, root)
    return proofs.verify_consistency(claim.number, digest.hex(), claim.size, root, path)


def verifiers(claims: list[Claim]) -> list[bool]:
    """The verifier's, which has inclusion only."""
    return [
        root_of_path(claim.digest, claim.number, claim.size, claim.proof) == claim.root
        for claim in claims
    ]


def records(book: Published) -> list[Claim]:
    return [book.record(number) for number in NUMBERS]


def tree_proofs(book: Published) -> list[Claim]:
    return [book.older(number) for number in OLD_SIZES]


@pytest.mark.parametrize("judge", [go_proofs, aics_proofs, ours, verifiers])
def test_right_inclusion(book: Published, judge: Callable[[list[Claim]], list[bool]]) -> None:
    assert judge(records(book)) == [True] * len(records(book))


@pytest.mark.parametrize("judge", [go_proofs, aics_proofs, ours, verifiers])
@pytest.mark.parametrize("defect", NEARLY_RIGHT)
def test_nearly_right_inclusion(
    book: Published, defect: str, judge: Callable[[list[Claim]], list[bool]]
) -> None:
    spoilt = [NEARLY_RIGHT[defect](claim) for claim in records(book)]
    assert judge(spoilt) == [False] * len(spoilt)


@pytest.mark.parametrize("judge", [go_proofs, aics_proofs, ours])
def test_right_consistency(book: Published, judge: Callable[[list[Claim]], list[bool]]) -> None:
    assert judge(tree_proofs(book)) == [True] * len(tree_proofs(book))


@pytest.mark.parametrize("judge", [go_proofs, aics_proofs, ours])
@pytest.mark.parametrize("defect", NEARLY_RIGHT)
def test_nearly_right_consistency(
    book: Published, defect: str, judge: Callable[[list[Claim]], list[bool]]
) -> None:
    spoilt = [NEARLY_RIGHT[defect](claim) for claim in tree_proofs(book)]
    assert judge(spoilt) == [False] * len(spoilt)


def test_sigstore_refuses_exchanged_nodes(book: Published) -> None:
    """It takes size and root from the note, so only number, path and entry can be wrong."""
    key = parse_log_key(book.vkey)
    right = book.record(150)
    entry = book.entries[150]
    names = ("two nodes exchanged", "a node flipped", "a node dropped", "another number")
    spoilt = [(NEARLY_RIGHT[name](right), entry) for name in names]
    asked = [(right, entry), *spoilt, (right, book.entries[151])]
    found = sigstore(book.note, key.name, key.key_id, key.public, asked)
    assert [one.accepted for one in found] == [True] + [False] * (len(asked) - 1)
