"""Reading updates: whatever comes is understood, put away or refused, never a traceback."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Unreadable
from bot.incoming import PHOTO_LIMIT, FileOffer, Incoming, Kind, chat_of, parse
from tests.bot.room import GROUP, document, message, press

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["chat", "from", "date", "text", "document", "photo", "sender_chat", "forward_origin"]
)


@given(st.dictionaries(FIELDS, JSON))
def test_any_message_is_read_or_refused(fields: dict[str, Any]) -> None:
    raw = message(1, 5, "x")
    raw["message"] |= fields
    chat_of(raw)
    try:
        assert isinstance(parse(raw), Incoming)
    except Unreadable:
        return


@given(st.dictionaries(st.sampled_from(["callback_query", "message", "my_chat_member"]), JSON))
def test_any_update_is_read_or_refused(parts: dict[str, Any]) -> None:
    raw = {"update_id": 3, **parts}
    chat_of(raw)
    try:
        assert parse(raw).update_id == 3
    except Unreadable:
        return


def test_the_chat_of_an_update_is_found() -> None:
    assert chat_of(message(1, 5, "x")) == 5
    assert chat_of(message(1, 5, "x", chat=GROUP)) == GROUP
    assert chat_of(press(1, 5, "d")) == 5
    assert chat_of({"update_id": 1, "poll": {}}) == 0


def test_a_message_becomes_one_flat_value() -> None:
    found = parse(message(9, 5, caption="/check", document=document("a.json", 12, "FID")))
    assert (found.update_id, found.chat, found.telegram, found.private) == (9, 5, 5, True)
    assert found.text == "/check"
    assert found.file is not None
    assert (found.file.id, found.file.name, found.file.size) == ("FID", "a.json", 12)


def test_a_press_without_its_message_is_still_a_press() -> None:
    raw = press(1, 5, "d")
    raw["callback_query"]["message"] = {
        "chat": {"id": 5, "type": "private"},
        "message_id": 3,
        "date": 0,
    }
    assert parse(raw).chat == 5
    del raw["callback_query"]["message"]
    assert parse(raw).kind is Kind.PRESS


def size(width: int, length: int) -> dict[str, Any]:
    """One size of a photo (Bot API, PhotoSize)."""
    name = f"P{width}"
    both = {"file_id": name, "file_unique_id": name, "width": width, "height": width}
    return both | {"file_size": length}


def test_of_a_photo_the_largest_size_that_may_be_fetched_is_offered() -> None:
    sizes = [size(90, 1_000), size(1280, 90_000), size(320, 9_000), size(4000, PHOTO_LIMIT + 1)]
    found = parse(message(1, 5, caption="/beacon", photo=sizes))
    assert found.text == "/beacon"
    assert found.file == FileOffer("P1280", "photo.jpg", 90_000, photo=True)


def test_a_photo_without_a_size_to_fetch_is_no_file() -> None:
    assert parse(message(1, 5, photo=[size(9, PHOTO_LIMIT + 1)])).file is None
    assert parse(message(1, 5, photo=[])).file is None
