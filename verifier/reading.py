"""Steps 1-5, which every command makes: from a folder to a book and its campaigns (04 §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import (
    step01_head,
    step02_tree,
    step03_entries,
    step04_signatures,
    step05_campaign,
    step06_beacon,
    step06_secrets,
)
from .book import Book, group, named_blobs
from .findings import DrawId, Fault, Findings, say
from .material import CampaignMaterial
from .publication import UnreachableError
from .signatures import Signatures
from .sources import Where
from .step01_head import Head
from .step02_tree import Tree
from .step06_beacon import BracketState


@dataclass(frozen=True)
class Reading:
    """What steps 1-5 leave for the others."""

    head: Head
    tree: Tree
    book: Book
    materials: Mapping[int, CampaignMaterial]


def read_publication(where: Where, trust: Path, findings: Findings) -> Reading | None:
    """Read and check a publication; None where no judgement is possible (04 §2, exit 2)."""
    try:
        return _read(where, trust, findings)
    except UnreachableError as error:
        findings.fail("01.files", Fault(say(str(error)), field=error.where))
        return None


def _read(where: Where, trust: Path, findings: Findings) -> Reading | None:
    """1. Head. 2. Tree. 3. Entries. 4. Signatures. 5. Campaigns; raises UnreachableError."""
    head = step01_head.run(where, trust, findings)
    if head is None:
        return None
    tree = step02_tree.run(head, findings)
    with Signatures(findings) as signatures:
        entries = step03_entries.run(tree, findings, signatures.add)
    step02_tree.check_blobs(head, named_blobs(entries.readable), entries.whole, findings)
    genesis = step04_signatures.run(head, tree, entries, findings)
    step05_campaign.tell_unknown(entries.unread.profile, entries.leave_out(), findings)
    book = group(entries, genesis)
    materials = step05_campaign.run(head.publication, book, findings)
    return Reading(head, tree, book, materials)


def check_secrets(reading: Reading, findings: Findings) -> dict[DrawId, BracketState]:
    """Step 6 of every draw; gives what is known of the brackets."""
    step06_secrets.run(reading.materials, reading.book.entries.readable, findings)
    return step06_beacon.run(reading.head, reading.tree, reading.materials, findings)
