"""The keyboard of product types: classes first, then at most eighteen types on a screen.

Every screen says the live counts on top. A button carries the state it wants (`on`), so that a
press that arrives twice changes nothing. Types of earlier draws are listed in words, not as
buttons: what cannot be pressed does not look as if it could.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot import labels
from bot.buttons import Button
from bot.draw_words import draw_title
from bot.message import Html, Message
from bot.terms import DAY, paragraphs, stack
from bot.texts import T
from bot.type_search import find
from inspection import Desk
from inspection.lists import ProductType
from inspection.queries import Offer, count_pool, draft, offers
from inspection.records import running, running_draw

PAGE: Final = 18
"""Types on one screen."""

Row = tuple[Button, ...]


@dataclass(frozen=True)
class View:
    """What a screen shows: `classes`, one `class` (key: its name), the `chosen`, or `found`.

    `key` of `found` is the text that was searched. `page` counts from 0.
    """

    kind: str = "classes"
    key: str = ""
    page: int = 0

    def to_json(self) -> dict[str, Any]:
        """As the payload of a button."""
        return {"kind": self.kind, "key": self.key, "page": self.page}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> View:
        """The inverse of `to_json`; other keys of the payload are left alone."""
        return View(str(data["kind"]), str(data["key"]), int(data["page"]))


def screen(t: T, desk: Desk, view: View) -> Message:
    """The message of a view, with the ticks and counts of now."""
    offered = offers(desk)
    ticked = frozenset(draft(desk))
    if view.kind == "classes":
        text = paragraphs(
            header(t, desk), _gone(t, offered), t("Choose a class, or search for a type.")
        )
        return Message(text, (*_class_rows(t, offered, ticked), *_tools(t, view)))
    shown = _shown(offered, ticked, view)
    free = [offer for offer in shown if not offer.taken]
    last = max(0, (len(free) - 1) // PAGE)
    view = replace(view, page=min(view.page, last))
    part = free[view.page * PAGE : (view.page + 1) * PAGE]
    text = paragraphs(
        header(t, desk),
        stack(_heading(t, offered, view), _page_line(t, view.page, last)),
        t("Nothing fits. Search again with other words.") if not shown else "",
        _taken_lines(t, desk, shown),
    )
    rows = tuple(_toggle(t, offer.type, offer.type.code in ticked, view) for offer in part)
    following = _next_class(t, offered, view) if view.page == last else ()
    return Message(text, (*rows, *_paging(t, view, last), *following, *_tools(t, view)))


def header(t: T, desk: Desk) -> Html:
    """The live counts: types chosen, enterprises they concern, planned number."""
    draw = running_draw(desk)
    types = draft(desk)
    count = count_pool(desk, types)
    return stack(
        draw_title(t, draw),
        t(
            "<b>Chosen {types} types · enterprises concerned {pool} · "
            "planned to draw {planned}</b>",
            types=len(types),
            pool=count.size,
            planned=count.planned,
        ),
    )


def type_name(t: T, kind: ProductType) -> str:
    """A type's name in the reader's language."""
    return kind.name if t.language == "zh" else kind.name_en


def _class_name(t: T, kind: ProductType) -> str:
    return kind.class_name if t.language == "zh" else kind.class_en


def _shown(offered: Sequence[Offer], ticked: frozenset[str], view: View) -> tuple[Offer, ...]:
    if view.kind == "chosen":
        return tuple(offer for offer in offered if offer.type.code in ticked)
    if view.kind == "found":
        return find(offered, view.key)
    return tuple(offer for offer in offered if offer.type.class_name == view.key)


def _heading(t: T, offered: Sequence[Offer], view: View) -> Html:
    if view.kind == "chosen":
        return t("What is chosen; press one to take it back.")
    if view.kind == "found":
        return t("Found for “{text}”:", text=view.key)
    names = (_class_name(t, o.type) for o in offered if o.type.class_name == view.key)
    return t("Class: {name}", name=next(names, view.key))


def _gone(t: T, offered: Sequence[Offer]) -> Html:
    taken = sum(offer.taken for offer in offered)
    return t("Already chosen in earlier draws: {n} types.", n=taken) if taken else Html("")


def _page_line(t: T, page: int, last: int) -> Html:
    return t("Page {page} of {pages}", page=page + 1, pages=last + 1) if last else Html("")


def _taken_lines(t: T, desk: Desk, shown: Sequence[Offer]) -> Html:
    draws = running(desk).taken
    return stack(
        *(
            t(
                "{name}: already chosen in draw {draw}",
                name=type_name(t, offer.type),
                draw=draws[offer.type.code],
            )
            for offer in shown
            if offer.taken
        )
    )


def _class_rows(t: T, offered: Sequence[Offer], ticked: frozenset[str]) -> tuple[Row, ...]:
    members: dict[str, list[ProductType]] = {}
    for offer in offered:
        if not offer.taken:
            members.setdefault(offer.type.class_name, []).append(offer.type)
    return tuple(
        (_class_button(t, key, types, sum(kind.code in ticked for kind in types)),)
        for key, types in members.items()
    )


def _class_button(t: T, key: str, types: Sequence[ProductType], chosen: int) -> Button:
    name = _class_name(t, types[0])
    label = t(labels.CLASS, name=name, chosen=chosen, total=len(types))
    return Button(label, "choose.show", View("class", key).to_json(), ttl=DAY)


def _toggle(t: T, kind: ProductType, on: bool, view: View) -> Row:
    label = t(labels.CHOSEN_TYPE if on else labels.CHOOSE_TYPE, name=type_name(t, kind))
    payload = {**view.to_json(), "type": kind.code, "on": not on}
    return (Button(label, "choose.toggle", payload, ttl=DAY),)


def _paging(t: T, view: View, last: int) -> tuple[Row, ...]:
    row = []
    if view.page > 0:
        before = replace(view, page=view.page - 1)
        row.append(Button(t(labels.PREVIOUS), "choose.show", before.to_json(), ttl=DAY))
    if view.page < last:
        after = replace(view, page=view.page + 1)
        row.append(Button(t(labels.NEXT), "choose.show", after.to_json(), ttl=DAY))
    return (tuple(row),) if row else ()


def _next_class(t: T, offered: Sequence[Offer], view: View) -> tuple[Row, ...]:
    """From the last page of a class straight to the next one, without the way back."""
    names = list(dict.fromkeys(o.type.class_name for o in offered if not o.taken))
    after = names[names.index(view.key) + 1 :] if view.key in names else []
    if view.kind != "class" or not after:
        return ()
    first = next(o.type for o in offered if o.type.class_name == after[0])
    label = t(labels.NEXT_CLASS, name=_class_name(t, first))
    return ((Button(label, "choose.show", View("class", after[0]).to_json(), ttl=DAY),),)


def _tools(t: T, view: View) -> tuple[Row, ...]:
    search = Button(t(labels.SEARCH), "choose.search", ttl=DAY)
    chosen = Button(t(labels.SHOW_CHOSEN), "choose.show", View("chosen").to_json(), ttl=DAY)
    submit = (Button(t(labels.SUBMIT_CHOICE), "choose.submit", ttl=DAY),)
    if view.kind == "classes":
        return ((search, chosen), submit)
    classes = (Button(t(labels.CLASSES), "choose.show", View().to_json(), ttl=DAY),)
    return (classes, (search, chosen), submit)
