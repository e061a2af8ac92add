"""One update, one transaction: who asks, may they, which handler, and what if it says no.

The order, the same for every update:
0. the attempt is counted and committed; an update on which the process ended three times is not
   tried again, and its sender is told;
1. a press or message of a stranger who writes too fast is put away;
2. the route is found, rights and place checked (`routes`);
3. the handler runs in the desk's transaction, and the inbox row is closed in it;
4. a refusal rolls all of that back; a second, small transaction says why and closes the row;
5. an unexpected error does the same with a plain sentence and marks the row `failed`;
6. what was typed, blanked with the closed row, leaves all files too (a press brings no words).
What is wrong with the book, and what fails after the commit, is not caught: the process ends and
its next start recovers.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog
from sqlalchemy.orm import Session

from bot import groups, inbox
from bot.buttons import Mint
from bot.context import Context, Document
from bot.errors import Declined
from bot.incoming import Incoming, Kind
from bot.message import TOAST_LIMIT, Html, Message, plain, units
from bot.outbox import Outbox
from bot.pacing import Window
from bot.refusals import refusal_sentence
from bot.routes import Asker, Route, for_edited, for_message, for_press
from bot.table import Table
from bot.texts import T, language_of, msg, speech
from inspection.desk import Desk, Office
from inspection.errors import Refusal
from inspection.people import Person, person_by_telegram
from ledger import Inconsistent, Stopped

STRANGERS_PER_MINUTE: Final = 20
MOST_ATTEMPTS: Final = 3
"""Processes that may end while they handle one update; a new one gives it up."""
_REMEMBERED: Final = 10_000
"""Strangers whose rate is remembered; a flood from more than these starts afresh."""

_log = structlog.get_logger(__name__)


@dataclass
class Dispatch:
    """Handles updates, on the database thread only. `clock`: seconds, for the strangers' rate."""

    office: Office
    table: Table
    mint: Mint
    bot_username: str
    clock: Callable[[], float]
    relay: str = ""
    _rates: dict[int, Window] = field(default_factory=dict)
    _attempts: dict[int, int] = field(default_factory=dict)

    def file_limit(self, incoming: Incoming) -> int:
        """How large a file this update may bring, bytes; 0: it is not to be fetched."""
        if self._attempt(incoming.update_id) > MOST_ATTEMPTS:
            return 0
        try:
            with self.office.desk(f"update:{incoming.update_id}:file") as desk:
                person = person_by_telegram(desk, incoming.telegram)
                route = self._route(desk, incoming, person, self._language(desk, incoming, person))
                raise _Looked(route.largest_file if route else 0)  # else what is expected is used
        except _Looked as looked:
            return looked.limit
        except Declined:
            return 0

    def handle(self, incoming: Incoming, data: bytes | None = None) -> None:
        """Carry out one update; `data` are the bytes of its file if they could be fetched."""
        try:
            if self._attempt(incoming.update_id) > MOST_ATTEMPTS:
                self._give_up_worn(incoming)
            else:
                self._handle(incoming, data)
        finally:
            self._attempts.pop(incoming.update_id, None)
        if incoming.kind is not Kind.PRESS:
            inbox.forget(self.office.engine)

    def errand(self, name: str, work: Callable[[Context], None]) -> None:
        """Carry out what nobody asked for, in one transaction, with a context without a person.

        `name`: letters, digits, `:._-`, at most 70. What `work` raises is raised, and nothing of it
        stays.
        """
        with self.office.desk(f"errand:{name}") as desk:
            work(self._context(desk, Incoming(0, Kind.NOISE), None))

    def _attempt(self, update_id: int) -> int:
        """How often this update was tried, this time included; counted once a process.

        Not `office.desk`: this is no act, and must be committed even if the book cannot be read.
        Counted on the way into the work and not when a lane takes the update up: other chats'
        updates, which wait at the same time, must not be blamed for one that kills.
        """
        if update_id not in self._attempts:
            with Session(self.office.engine) as session, session.begin():
                self._attempts[update_id] = inbox.begin(session, update_id)
        return self._attempts[update_id]

    def _give_up_worn(self, incoming: Incoming) -> None:
        _log.error("update given up", update_id=incoming.update_id, attempts=MOST_ATTEMPTS)
        saying_ended_it = self._attempts[incoming.update_id] > MOST_ATTEMPTS + 1
        if saying_ended_it or incoming.kind not in (Kind.MESSAGE, Kind.PRESS, Kind.EDITED):
            self.give_up(incoming.update_id)
            return
        self._say(incoming, "failed", lambda t: t(WORN_OUT, reference=str(incoming.update_id)))

    def _handle(self, incoming: Incoming, data: bytes | None) -> None:
        try:
            with self.office.desk(f"update:{incoming.update_id}") as desk:
                if inbox.is_new(desk.session, incoming.update_id):
                    self._carry_out(desk, incoming, data)
                    inbox.close(desk.session, incoming.update_id, desk.now)
        except (Refusal, Declined) as refusal:
            self._say(incoming, "done", partial(_sentence, refusal))
        except (Inconsistent, Stopped):
            raise
        except Exception as error:
            if not self._still_new(incoming.update_id):
                raise  # it failed after the commit, on the way to the publication
            _log_failure(incoming.update_id, error)
            self._say(incoming, "failed", lambda t: t(FAILED, reference=str(incoming.update_id)))

    def give_up(self, update_id: int) -> None:
        """Put away an update that cannot be read; nobody can be answered."""
        _log.error("update cannot be read", update_id=update_id)
        with self.office.desk(f"update:{update_id}:unreadable") as desk:
            inbox.close(desk.session, update_id, desk.now, "failed")
        inbox.forget(self.office.engine)

    def _carry_out(self, desk: Desk, incoming: Incoming, data: bytes | None) -> None:
        if self._about_the_chat(desk, incoming):
            return
        person = person_by_telegram(desk, incoming.telegram)
        if incoming.private:
            groups.mark_reachable(desk.session, incoming.chat)
        ctx = self._context(desk, incoming, person)
        ignored = person is None and self._too_fast(incoming.telegram)
        route = None if ignored else self._route(desk, incoming, person, ctx.language)
        if route is not None:
            ctx.text, ctx.args = route.text, route.text.strip()
            ctx.payload, ctx.pressed = route.payload, route.pressed
            ctx.document = _document(incoming, route, data)
            route.handler(ctx)
        self._answer(ctx, incoming)

    def _about_the_chat(self, desk: Desk, incoming: Incoming) -> bool:
        """Take note of updates in which nobody says anything."""
        match incoming.kind:
            case Kind.UNREACHABLE:
                groups.mark_unreachable(desk.session, incoming.chat, desk.now)
            case Kind.REACHABLE:
                groups.mark_reachable(desk.session, incoming.chat)
            case Kind.MOVED:
                groups.move_chat(desk.session, incoming.chat, incoming.moved_to)
            case Kind.NOISE:
                pass
            case _:
                return False
        return True

    def _route(
        self, desk: Desk, incoming: Incoming, person: Person | None, language: str
    ) -> Route | None:
        asker = Asker(
            desk.session, self.table, person, self.bot_username, desk.now, speech(language)
        )
        match incoming.kind:
            case Kind.PRESS:
                return for_press(asker, self.mint, incoming)
            case Kind.MESSAGE:
                return for_message(asker, incoming)
            case _:
                for_edited(asker, incoming)
                return None

    def _context(self, desk: Desk, incoming: Incoming, person: Person | None) -> Context:
        return Context(
            desk=desk,
            outbox=Outbox(desk.session, self.mint, desk.now, desk.entropy),
            table=self.table,
            person=person,
            telegram=incoming.telegram,
            chat=incoming.chat,
            private=incoming.private,
            language=self._language(desk, incoming, person),
            bot_username=self.bot_username,
            update_id=incoming.update_id,
            title=incoming.title,
            relay=self.relay,
            message_id=incoming.message_id if incoming.kind is Kind.PRESS else None,
        )

    def _language(self, desk: Desk, incoming: Incoming, person: Person | None) -> str:
        """A group's own language; else the person's; else what was chosen; else the client's."""
        chosen = groups.chat_language(desk.session, incoming.chat)
        if not incoming.private and chosen is not None:
            return chosen
        if person is not None:
            return person.language
        return chosen or language_of(incoming.language_code)

    def _answer(self, ctx: Context, incoming: Incoming) -> None:
        if incoming.kind is Kind.PRESS:
            ctx.outbox.answer(ctx.chat, incoming.callback, ctx.toast_text, alert=ctx.toast_alert)

    def _say(self, incoming: Incoming, state: str, render: Callable[[T], Html]) -> None:
        """Tell the person why nothing was done, and close the row, in a transaction of its own."""
        with self.office.desk(f"update:{incoming.update_id}:{state}") as desk:
            if not inbox.is_new(desk.session, incoming.update_id):
                return
            ctx = self._context(desk, incoming, person_by_telegram(desk, incoming.telegram))
            sentence = render(speech(ctx.language))
            fits = units(plain(sentence)) <= TOAST_LIMIT
            if incoming.kind is Kind.PRESS and fits:
                ctx.toast(sentence, alert=True)
            else:
                ctx.outbox.send(ctx.chat, ctx.language, Message(sentence))
            self._answer(ctx, incoming)
            inbox.close(desk.session, incoming.update_id, desk.now, state)

    def _still_new(self, update_id: int) -> bool:
        with self.office.desk(f"update:{update_id}:state") as desk:
            return inbox.is_new(desk.session, update_id)

    def _too_fast(self, telegram: int) -> bool:
        if len(self._rates) > _REMEMBERED:
            self._rates.clear()
        rate = self._rates.setdefault(telegram, Window(STRANGERS_PER_MINUTE, 60.0))
        now = self.clock()
        if rate.wait(now) > 0:
            return True
        rate.note(now)
        return False


FAILED: Final = msg(
    "Something unexpected went wrong and nothing was changed. Try again; if it happens again, "
    "tell the authority this reference: {reference}."
)
WORN_OUT: Final = msg(
    "The program broke off three times while it worked on this and will not try again; tell the "
    "authority this reference: {reference}."
)


class _Looked(Exception):
    """Carries the answer of a look out of a transaction that must not commit."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def _sentence(refusal: Refusal | Declined, t: T) -> Html:
    if isinstance(refusal, Refusal):
        return refusal_sentence(t, refusal)
    return t(refusal.sentence, **refusal.values)


def _document(incoming: Incoming, route: Route, data: bytes | None) -> Document | None:
    offer = incoming.file
    if offer is None:
        return None
    if route.largest_file == 0:
        raise Declined(msg("A file was not expected here. /help lists what you can do."))
    if offer.size > route.largest_file:
        raise Declined(
            msg("The file has {size} bytes; at most {limit} are accepted. Nothing was read."),
            size=offer.size,
            limit=route.largest_file,
        )
    if data is None:
        raise Declined(msg("The file could not be fetched. Nothing was read; send it again."))
    return Document(offer.name, len(data), data)


def _log_failure(update_id: int, error: Exception) -> None:
    """Say where it broke, without the error's text: that may hold what a person typed."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    _log.error(
        "update failed",
        update_id=update_id,
        error=type(error).__name__,
        file=place.filename.rpartition("/")[2],
        line=place.lineno,
    )
