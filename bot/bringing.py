"""`/beacon`: whoever is present brings the value of the awaited round, typed or as a QR code.

Nobody has to be trusted with it: a value proves itself, and a wrong one is refused.
"""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from bot import progress, waits
from bot.awaited import ask_what_is_ready
from bot.beacon_words import relay_words
from bot.context import Context
from bot.draw_words import draw_title
from bot.errors import Declined
from bot.incoming import PHOTO_LIMIT
from bot.message import Html
from bot.rights import enrolled
from bot.table import ENROLLED, Action, Command, Talk
from bot.terms import HOUR, paragraphs, stack
from bot.texts import msg
from draw import BadInput, Beacon, Chain, read_typed
from inspection import DrawState, Refusal
from inspection.acts import beacon_here, take_beacon
from inspection.qr import read_qr
from inspection.records import running_draw

PICTURE_GAP: Final = 10
"""Seconds between two pictures of one person; all others wait while one is read."""

_pictures: Final[WeakKeyDictionary[Engine, dict[int, int]]] = WeakKeyDictionary()
"""When each account's last picture was read, by office. Not in the database: a refusal rolls back
what stands there, and it is the refused pictures that are to be counted."""


def bring(ctx: Context) -> None:
    """`/beacon`, with the value behind it, as a photo's caption, or alone."""
    if ctx.document is not None or ctx.args:
        take(ctx)
    else:
        ask(ctx)


def ask(ctx: Context) -> None:
    """Say which value is needed, and wait for it."""
    chain, number = _awaited(ctx)
    ctx.expect("beacon.value", ttl=HOUR)
    ctx.reply(
        paragraphs(
            draw_title(ctx.t, running_draw(ctx.desk)),
            ctx.t(
                "Needed: the value of round {round} of the beacon {name}. Send it now: as text, or "
                "as a photo or picture of its QR code.",
                round=Html(f"<code>{number}</code>"),
                name=chain.name,
            ),
            stack(_form(ctx, chain), relay_words(ctx.t, ctx.relay, chain, number)),
        )
    )


def take(ctx: Context) -> None:
    """Check a value and keep it; a press or two later the officials record it."""
    chain, number = _awaited(ctx)
    beacon = _read(chain, number, _text(ctx))
    draw = _checked(ctx, beacon)
    ctx.reply(
        paragraphs(
            ctx.t("This is the true value of round {round}. Thank you.", round=number),
            ctx.t("Next: an official records it."),
        )
    )
    progress.show(ctx, draw)
    ask_what_is_ready(ctx)


def _awaited(ctx: Context) -> tuple[Chain, int]:
    """The round that is waited for; declined if none is, with what is there instead."""
    awaited = waits.round_awaited(ctx.desk)
    if awaited is not None:
        return awaited
    draw = waits.open_draw(ctx.desk)
    if draw is not None and beacon_here(ctx.desk, draw) is not None:
        raise Declined(msg("The value of round {round} is already here."), round=draw.round)
    raise Declined(msg("No beacon's value is waited for now."))


def _text(ctx: Context) -> str:
    if ctx.document is None:
        return ctx.args
    _demand_gap(ctx)
    found = read_qr(ctx.document.data)
    if found is None:
        raise Declined(
            msg(
                "No QR code, or more than one, could be read on this picture (PNG or JPEG). Take "
                "it again, with nothing but the code, or type the digits."
            )
        )
    return found


def _demand_gap(ctx: Context) -> None:
    last = _pictures.setdefault(ctx.desk.office.engine, {})
    passed = ctx.desk.now - last.get(ctx.telegram, ctx.desk.now - PICTURE_GAP)
    if 0 <= passed < PICTURE_GAP:  # a clock that was set back makes nobody wait
        raise Declined(
            msg(
                "Only one picture in {seconds} seconds is read from each person. This one was not "
                "read; send it again in {wait} seconds, or type the digits."
            ),
            seconds=PICTURE_GAP,
            wait=PICTURE_GAP - passed,
        )
    last[ctx.telegram] = ctx.desk.now


def _read(chain: Chain, number: int, text: str) -> Beacon:
    try:
        return read_typed(chain, number, text)
    except BadInput as error:
        raise Declined(
            _BAD_PAIR if chain.chained else _BAD_DIGITS,
            digits=chain.signature_digits,
            found=len("".join(text.split())),
        ) from error


def _checked(ctx: Context, beacon: Beacon) -> DrawState:
    try:
        return take_beacon(ctx.desk, beacon, enrolled(ctx))
    except Refusal as refusal:
        if refusal.code != "beacon_refused":
            raise
        raise Declined(
            msg(
                "This is not the value of round {round} of the beacon {name}: its signature does "
                "not fit. Nothing was taken; copy the value of exactly this round."
            ),
            round=beacon.round,
            name=beacon.chain.name,
        ) from refusal


def _form(ctx: Context, chain: Chain) -> Html:
    if chain.chained:
        return ctx.t(
            "It is two numbers of {digits} digits each (0 to 9, a to f) with a colon between them: "
            "the value of the round before, then this one's. Blanks do not matter.",
            digits=chain.signature_digits,
        )
    return ctx.t(
        "It has {digits} digits (0 to 9, a to f). Blanks do not matter.",
        digits=chain.signature_digits,
    )


_BAD_DIGITS: Final = msg(
    "Expected {digits} digits, 0 to 9 and a to f in small letters; found {found} characters. "
    "Nothing was taken; copy the whole value again."
)
_BAD_PAIR: Final = msg(
    "Expected two numbers of {digits} digits each, 0 to 9 and a to f in small letters, with a "
    "colon between them; found {found} characters. Nothing was taken; copy the whole value again."
)

COMMANDS: Final = (
    Command(
        "beacon",
        ENROLLED,
        "private",
        msg("bring the beacon's value, typed or as a QR code"),
        bring,
        largest_file=PHOTO_LIMIT,
    ),
)
ACTIONS: Final = (Action("beacon.bring", ENROLLED, ask),)
TALKS: Final = (Talk("beacon.value", ENROLLED, take, largest_file=PHOTO_LIMIT),)
