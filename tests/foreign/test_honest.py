"""What our producer publishes is accepted by every judge, and read as what it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.foreign.conftest import Made
from tests.foreign.judges import Claim, aics_check, aics_proofs, aics_tool, go_check, go_proofs
from tests.foreign.published import (
    Published,
    made_large,
    openssl_check,
    samples,
    sigstore_check,
)

SIZES = (1, 255, 256, 257)
LARGE = 70_000  # more than 256 × 256: a tree of three levels


def claims(book: Published) -> list[Claim]:
    """Our proofs of samples: that they are in the book, that it continues what it was then."""
    records = [book.record(number) for number in samples(book.size)]
    return records + [book.older(number + 1) for number in samples(book.size)]


def assert_accepted(book: Published) -> None:
    """The judges that read a whole publication."""
    said = go_check(book.folder, book.vkey)
    assert (said.accepted, said.said) == (True, f"ok {book.size} {book.root.hex()}")
    audit = aics_check(book.folder, book.vkey)
    assert audit.accepted, audit.said
    assert f"AuditReport(size={book.size}," in audit.said


@pytest.mark.parametrize("size", SIZES)
def test_a_whole_publication(books: Made, size: int) -> None:
    assert_accepted(books(size))


@pytest.mark.parametrize("judge", [go_proofs, aics_proofs])
@pytest.mark.parametrize("size", SIZES)
def test_our_proofs(books: Made, size: int, judge: Callable[[list[Claim]], list[bool]]) -> None:
    made = claims(books(size))
    assert judge(made) == [True] * len(made)


@pytest.mark.parametrize("size", SIZES)
def test_note_and_entries_one_by_one(books: Made, size: int, tmp_path: Path) -> None:
    book = books(size)
    for verdict in (sigstore_check(book.folder, book), openssl_check(book.folder, book, tmp_path)):
        assert verdict.accepted, verdict.said


def test_a_campaign_that_witnesses_have_signed(campaign: Published, tmp_path: Path) -> None:
    """Lines of keys they do not know disturb none of them."""
    assert campaign.note.count("— ".encode()) == 3
    assert_accepted(campaign)
    made = claims(campaign)
    assert go_proofs(made) == aics_proofs(made) == [True] * len(made)
    assert sigstore_check(campaign.folder, campaign).accepted
    assert openssl_check(campaign.folder, campaign, tmp_path).accepted


def test_a_book_of_three_levels(tmp_path: Path) -> None:
    book = made_large(tmp_path / "book", LARGE)
    assert (book.folder / "tile/2/000.p/1").is_file()
    assert_accepted(book)
    made = claims(book)
    assert go_proofs(made) == aics_proofs(made) == [True] * len(made)
    few = (0, LARGE - 1)
    assert sigstore_check(book.folder, book, few).accepted
    assert openssl_check(book.folder, book, tmp_path, few).accepted


def test_the_command_line_of_aics(books: Made, tmp_path: Path) -> None:
    """Proofs that aics-tlog itself makes out of our tiles, against a note that was kept."""
    old, new = books(255), books(257)
    (tmp_path / "old").write_bytes(old.note)
    source = ("--tiles", str(new.folder), "--log-key", new.vkey)
    leaf = new.record(200).digest.hex()
    inclusion = ("verify-inclusion", "--index", "200", "--leaf-hash", leaf)
    consistency = ("verify-consistency", "--old-checkpoint", str(tmp_path / "old"))
    assert aics_tool("verify-checkpoint", *source).accepted
    assert aics_tool(*inclusion, *source).accepted
    assert aics_tool(*consistency, *source).accepted
    assert not aics_tool(
        "verify-inclusion", "--index", "201", "--leaf-hash", leaf, *source
    ).accepted
