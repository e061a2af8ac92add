"""`reply_markup` as bots send it, checked as Telegram checks it. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from local_telegram.errors import bad_request
from local_telegram.model import Button, Json, Keyboard

MAX_BUTTONS = 100
MAX_BUTTONS_PER_ROW = 8
MAX_CALLBACK_DATA_BYTES = 64

_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
)
_REPLY_KINDS = ("keyboard", "remove_keyboard", "force_reply")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def parse_inline(markup: object, is_private: bool) -> Keyboard:
    """The inline keyboard of an edit; () for none. Other kinds are refused, as by Telegram."""
    keyboard, reply_keyboard = parse_markup(markup, is_private)
    if reply_keyboard is not None:
        raise bad_request("inline keyboard expected")
    return keyboard


def parse_markup(markup: object, is_private: bool) -> tuple[Keyboard, Json | None]:
    """Split `reply_markup` into an inline keyboard or a raw reply keyboard (or neither).

    Raises Refusal for a faulty button; `is_private` decides whether web_app buttons may appear.
    """
    if markup is None:
        return (), None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"], is_private), None
    if any(kind in markup for kind in _REPLY_KINDS):
        return (), _reply_keyboard(markup)
    return (), None


def _inline(rows: object, is_private: bool) -> Keyboard:
    if not isinstance(rows, list):
        raise bad_request('Field "inline_keyboard" must be of type Array')
    keyboard = tuple(_row(row, is_private) for row in rows if row != [])
    if sum(len(row) for row in keyboard) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def _row(row: object, is_private: bool) -> tuple[Button, ...]:
    if not isinstance(row, list):
        raise bad_request("can't parse inline keyboard button: expected an Array of buttons")
    if len(row) > MAX_BUTTONS_PER_ROW:
        raise bad_request("reply markup is too long")
    return tuple(_button(button, is_private) for button in row)


def _button(button: object, is_private: bool) -> Button:
    if not isinstance(button, dict):
        raise bad_request(
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    text = button.get("text")
    if not isinstance(text, str) or not text:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    kind = next((action for action in _ACTIONS if action in button), None)
    if kind is None:
        raise bad_request("Text buttons are not allowed in the inline keyboard")
    _check_action(kind, button[kind], is_private)
    return Button(text, kind, button[kind])


def _check_action(kind: str, value: object, is_private: bool) -> None:
    if kind == "callback_data":
        _check_callback_data(value)
    elif kind == "url":
        _check_url(value)
    elif kind == "web_app":
        _check_web_app(value, is_private)


def _check_callback_data(value: object) -> None:
    if not isinstance(value, str):
        raise bad_request('Field "callback_data" must be of type String')
    if not 1 <= len(value.encode()) <= MAX_CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(value: object) -> None:
    if not isinstance(value, str) or not _is_address(value, ("http", "https", "tg")):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def _check_web_app(value: object, is_private: bool) -> None:
    url = value.get("url") if isinstance(value, dict) else None
    if not is_private:
        raise bad_request("BUTTON_TYPE_INVALID")
    if not isinstance(url, str) or not _is_address(url, ("http", "https")):
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Wrong HTTP URL")
    # Telegram refuses every plain-http page; pages of this very machine have no certificate.
    if urlsplit(url).scheme == "http" and urlsplit(url).hostname not in _LOOPBACK:
        reason = "Only HTTPS links are allowed"
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: {reason}")


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.netloc) and not any(c.isspace() for c in text)


def _reply_keyboard(markup: Json) -> Json:
    if "keyboard" not in markup:
        return markup
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "keyboard" must be of type Array')
    labels = [[_label(button) for button in row] for row in rows]
    return {**markup, "keyboard": labels}


def _label(button: object) -> str:
    text = button.get("text") if isinstance(button, dict) else button
    if not isinstance(text, str) or not text:
        raise bad_request("can't parse keyboard button: KeyboardButton must have a text")
    return text
