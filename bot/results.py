"""A draw's result as people read it, with the statement whose digest they answer."""

from __future__ import annotations

from bot import labels
from bot.allocation_words import strata_lines
from bot.buttons import Button
from bot.draw_words import draw_title, quota_words, selection_numbers
from bot.message import Html, Message
from bot.terms import DAY, LEVEL_D, grouped, paragraphs, spoken, stack
from bot.texts import T
from inspection import Desk, DrawState
from inspection.files import staged_names
from inspection.queries import statement
from inspection.records import catalogue_rows, institution_rows

Rows = tuple[tuple[Button, ...], ...]


def statement_file(t: T, desk: Desk, draw: DrawState) -> Message:
    """The exact statement as a text file; its SHA-256 is the digest people answer."""
    name = f"statement-{draw.campaign}.{draw.number}.txt"
    text = t("The result statement of draw {draw}, exactly as it is in the book.", draw=draw.number)
    data = statement(desk, draw.campaign, draw.number).encode()
    return Message(text, (), (name, data))


def institutions_text(t: T, desk: Desk, draw: DrawState) -> Html:
    """How much each institution samples and tests: a message of its own, because it is long."""
    lines = _lines(t, desk, draw)
    return stack(
        draw_title(t, draw), t("The institutions of this draw, {n}:", n=len(lines)), *lines
    )


def strata_text(t: T, desk: Desk, draw: DrawState) -> Html:
    """What was drawn of each type: a message of its own; empty for a pooled draw."""
    lines = strata_lines(t, draw, type_names(t, desk, draw.campaign))
    if not lines:
        return Html("")
    about = t(
        "Drawn type by type, {n} types. Of those that are not certain, exactly they are drawn "
        "whose ticket is not above the cut-off of their type.",
        n=len(lines),
    )
    return stack(draw_title(t, draw), about, *lines)


def result_text(t: T, desk: Desk, draw: DrawState) -> Html:
    """The result in words: types, counts, odds, institutions, digest in groups of four."""
    return paragraphs(
        stack(draw_title(t, draw), t("The result of this draw. Please read it to the end.")),
        _types(t, desk, draw),
        selection_numbers(t, desk, draw),
        t("The numbers of each type are in a message above.") if draw.strata else "",
        t(
            "Institutions matched: {n}; their list is in the message above.",
            n=sum(1 for _, sampling, testing in draw.by_institution if sampling or testing),
        ),
        quota_words(t, desk, draw),
        t("Digest of the result: {digest}", digest=grouped(draw.digest)),
        t(
            "Compare the first eight characters with the screen or the sheet: {digest}",
            digest=spoken(draw.digest),
        ),
        t(LEVEL_D),
        t("Next: confirm the result, or object. Silence is no answer and never consent."),
    )


def result_buttons(t: T, draw: DrawState) -> Rows:
    """Confirm or object, to exactly this draw and digest."""
    target = {"draw": draw.number, "digest": draw.digest}
    return (
        (Button(t(labels.READ_AND_CONFIRM), "result.confirm", target, ttl=DAY),),
        (Button(t(labels.OBJECT), "result.object", target, ttl=DAY),),
    )


def type_names(t: T, desk: Desk, campaign: int) -> dict[str, str]:
    """Type code → name; the book holds the Chinese ones, the staged catalogue the English."""
    rows = catalogue_rows(desk, desk.state.campaigns[campaign - 1])
    english = staged_names(desk) if t.language == "en" else {}
    return {
        row["code"]: english[row["code"]].name_en if row["code"] in english else row["name"]
        for row in rows
    }


def _types(t: T, desk: Desk, draw: DrawState) -> Html:
    names = type_names(t, desk, draw.campaign)
    return t(
        "Product types chosen, {n}: {names}.",
        n=len(draw.types),
        names=[names[code] for code in draw.types],
    )


def _lines(t: T, desk: Desk, draw: DrawState) -> list[Html]:
    campaign = desk.state.campaigns[draw.campaign - 1]
    names = {row["code"]: row["name"] for row in institution_rows(desk, campaign)}
    return [
        t("{name}: samples {sampling}, tests {testing}", name=names[code], sampling=s, testing=q)
        for code, s, q in draw.by_institution
        if s or q
    ]
