"""The office and its desk: one transaction per act.

A `Desk` is what a use case works on: the database session, the state of the book, the time and
random bytes. `Office.desk(request)` opens one transaction; entries, private rows and outgoing
messages written through it are committed together or not at all. Only then is the book published;
a failure there is fatal for the process, and start-up repeats the same path (spec 03 §7.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from inspection.campaign import LedgerState, Step, next_step
from inspection.errors import Refusal
from inspection.lists import Enterprise, Lists, Parsed, ProductType
from inspection.order import after
from inspection.rosters import Roster
from ledger import Book, Checkpoint, Draft, Entry, Publisher


class Judge(Protocol):
    """Runs the separate verifier on what is published; belongs to `draw.void` after opening."""

    def failed_checks(self, campaign: int, draw: int) -> frozenset[str]:
        """Codes of the verifier's failed checks for that draw (spec 04 §3); empty if none."""
        ...


@dataclass
class Desk:
    """One transaction. `now` is whole seconds; `entropy(n)` gives n fresh random bytes."""

    session: Session
    now: int
    request: str
    state: LedgerState
    entropy: Callable[[int], bytes]
    office: Office
    written: list[Entry] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """The ledger's origin, as in its genesis."""
        return self.state.origin

    @property
    def simulation(self) -> bool:
        """Whether every entry says that it is a simulation."""
        return self.state.simulation

    @property
    def at(self) -> int:
        """The time that an entry written now gets: the clock's, but never before the last one's."""
        last = self.office.book.last(self.session)
        return self.now if last is None else max(self.now, last.at)

    def salt(self) -> str:
        """A fresh 32-byte salt, hex."""
        return self.entropy(32).hex()

    def record(
        self, drafts: Sequence[tuple[str, Mapping[str, Any]]], blobs: Sequence[bytes] = ()
    ) -> list[Entry]:
        """Append entries of this request; the order rules are checked before they can commit.

        A request that was already carried out gives its entries of then, which the state has.
        """
        book = self.office.book
        request = f"{self.request}#{len(self.written)}"
        entries = book.append(
            self.session,
            [Draft(kind, data) for kind, data in drafts],
            at=self.now,
            request=request,
            blobs=blobs,
        )
        for entry in entries:
            if entry.seq >= self.state.size:
                self.state = after(self.state, entry.kind, entry.data, entry.seq)
        self.written.extend(entries)
        return entries

    def demand(self, step: Step) -> None:
        """Refuse unless the campaign waits for exactly this step."""
        now = next_step(self.state)
        if now is not step:
            raise Refusal("wrong_step", next=now.value, wanted=step.value)


@dataclass
class Office:
    """Composition of what a desk needs; built once by the application.

    Kept in memory is only what stands under the name of its content, so that nothing of it can be
    out of date: `rosters` by root, `leaves` of selections and `tables` by the digest of their blob,
    `lists`, `names` and `enterprises` by digests of the files, and the day, they were read with.
    """

    engine: Engine
    book: Book
    publisher: Publisher
    clock: Callable[[], int]
    entropy: Callable[[int], bytes]
    judge: Judge
    at_point: Callable[[str], None] = lambda _name: None
    head: Checkpoint | None = None
    _state: LedgerState = field(default_factory=LedgerState)
    rosters: dict[str, Roster] = field(default_factory=dict)
    leaves: dict[str, frozenset[str]] = field(default_factory=dict)
    tables: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    lists: tuple[tuple[str, ...], Lists] | None = None
    names: tuple[str, Mapping[str, ProductType]] | None = None
    enterprises: tuple[tuple[object, ...], Parsed[Enterprise]] | None = None

    @contextmanager
    def desk(self, request: str) -> Iterator[Desk]:
        """One transaction; commits at the end, then publishes what was added.

        `request` names the act for ever: letters, digits, `:._-`, at most 80 characters.
        """
        if not re.fullmatch(r"[A-Za-z0-9:._-]{1,80}", request):
            raise ValueError(f"expected a short request name, got {request!r}")
        with Session(self.engine, expire_on_commit=False) as session:
            with session.begin():
                self._state = self._caught_up(session)
                desk = Desk(session, self.clock(), request, self._state, self.entropy, self)
                yield desk
            self._state = desk.state
        self.at_point("handled.commit")
        if desk.written:
            self.head = self.publisher.publish()

    def _caught_up(self, session: Session) -> LedgerState:
        state = self._state
        for entry in self.book.entries(session, state.size):
            state = after(state, entry.kind, entry.data, entry.seq)
        return state
