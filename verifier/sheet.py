"""The digest on a printed sheet: 11.digest (spec 04 §1)."""

import re

from .book import Book
from .findings import Fault, Findings, WrongTextError, draw_name, say
from .material import Case

CODE = "11.digest"

_DIGEST = re.compile(r"[0-9a-f]{64}")


def read_digest(text: str) -> str:
    """The digest as typed, blanks ignored; raises ValueError for anything else."""
    digest = "".join(text.split())
    if _DIGEST.fullmatch(digest) is None:
        raise WrongTextError(say("a digest is 64 digits of lower-case hexadecimal"))
    return digest


def check_digest(digest: str, case: Case, findings: Findings) -> None:
    """11.digest: some match.result of the book has this statement; says which draw, and its state.

    A digest that is not found in a book that cannot be read throughout is not judged.
    """
    findings.cover(CODE)
    for known in case.draws.values():
        draw, match = known.draw, known.draw.match
        if match is not None and match.data["statement"] == digest:
            state = say("STATE void" if draw.void is not None else "STATE matched")
            told = say("draw {draw}: {state}", draw=draw_name(draw.id), state=state)
            findings.tell(CODE, told)
            return
    if _is_whole(case.book):
        wrong = say("no result in this book has this digest")
        findings.fail(CODE, Fault(wrong, "--digest", None, digest))
    else:
        findings.skip(CODE, say("not every entry could be read"))


def _is_whole(book: Book) -> bool:
    unread = book.entries.unread
    return book.entries.first_broken() is None and not unread.profile and not unread.campaigns
