"""Keeps the book that was read last, and reads again only when the checkpoint changed.

While it runs it also remembers what it saw: a book that is shorter than before, or begins
differently, is not shown (03 §7: only somebody who kept a head can see that a book was rewritten).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from web.book import PublishedBook, Trust, read_book, read_note
from web.campaigns import CampaignPage, campaign_pages
from web.deeds import Deed, deeds
from web.errors import Unreadable
from web.witnesses import Sight, sight


@dataclass(frozen=True)
class Shown:
    """A book and what its pages say; everything is computed when the book is read."""

    book: PublishedBook
    campaigns: tuple[CampaignPage, ...]
    deeds: tuple[Deed, ...]
    sight: Sight


class Shelf:
    """The publication in `folder`; may be asked from several threads."""

    def __init__(self, folder: Path, trust: Trust | None = None) -> None:
        self.folder = folder
        self._trust = trust
        self._lock = Lock()
        self._shown: Shown | None = None

    def shown(self) -> Shown:
        """Return the current book; `Unreadable` if it cannot be read or contradicts the last."""
        with self._lock:
            note = read_note(self.folder)
            if self._shown is None or self._shown.book.note != note:
                self._shown = self._read(note)
            return self._shown

    def _read(self, note: bytes) -> Shown:
        book = read_book(self.folder, note, self._trust)
        if self._shown is not None:
            _demand_continued(self._shown.book, book)
        pages = campaign_pages(self.folder, book)
        return Shown(book, pages, deeds(book.entries), sight(book))


def _demand_continued(old: PublishedBook, new: PublishedBook) -> None:
    if new.roots({old.head.size}).get(old.head.size) != old.head.root:
        raise Unreadable(
            f"publication: {old.head.size:,} entries with root {old.head.root} were shown before; "
            f"the book of {new.head.size:,} entries that is there now does not begin with them"
        )
