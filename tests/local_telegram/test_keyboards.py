"""Inline keyboards: what Telegram refuses is refused here."""

from __future__ import annotations

import pytest

from local_telegram.errors import Refusal
from local_telegram.keyboards import parse_inline, parse_markup
from local_telegram.model import Button, Json


def inline(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def button(data: str) -> Json:
    return {"text": "好", "callback_data": data}


def test_keyboard_is_read() -> None:
    markup = inline([button("a"), {"text": "页", "url": "https://example.org/"}])
    expected = ((Button("好", "callback_data", "a"), Button("页", "url", "https://example.org/")),)
    assert parse_inline(markup, is_private=True) == expected


def test_limits_are_inclusive() -> None:
    parse_inline(inline(*[[button("x" * 64)] * 8] * 12, [button("a")] * 4), is_private=True)
    parse_inline(inline([button("阳" * 21)]), is_private=True)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (inline([button("x" * 65)]), "BUTTON_DATA_INVALID"),
        (inline([button("阳" * 22)]), "BUTTON_DATA_INVALID"),
        (inline([button("")]), "BUTTON_DATA_INVALID"),
        (inline([button("a")] * 9), "reply markup is too long"),
        (inline(*[[button("a")]] * 101), "reply markup is too long"),
        (inline([{"text": "好"}]), "Text buttons are not allowed in the inline keyboard"),
        ({"inline_keyboard": None}, 'Field "inline_keyboard" must be of type Array'),
        ({"keyboard": [["好"]]}, "inline keyboard expected"),
        (inline([{"text": "a", "web_app": {"url": "https://e.org"}}]), "BUTTON_TYPE_INVALID"),
        ("x", "object expected as reply markup"),
    ],
)
def test_refusals(markup: object, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_inline(markup, is_private=False)
    assert caught.value.description == f"Bad Request: {reason}"


def test_web_app_may_be_plain_http_on_this_machine_only() -> None:
    def page(url: str) -> Json:
        return inline([{"text": "a", "web_app": {"url": url}}])

    parse_inline(page("http://127.0.0.1:8000/app"), is_private=True)
    with pytest.raises(Refusal, match="Only HTTPS links are allowed"):
        parse_inline(page("http://example.org/app"), is_private=True)


def test_reply_keyboards_are_reduced_to_labels() -> None:
    raw = {"keyboard": [[{"text": "是"}, "否"]], "resize_keyboard": True}
    assert parse_markup(raw, True) == ((), {"keyboard": [["是", "否"]], "resize_keyboard": True})
